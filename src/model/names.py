"""Words that decide whether a capital makes a name. Lists, not rules: see `model.entities`."""

from typing import Final

__all__ = ["AGENCIES", "COMMON", "DEMONYMS", "HONORIFICS", "JOINERS", "NEVER", "ROLES"]

# Inside a name, in small letters: "Bank of England", "Ursula von der Leyen".
JOINERS: Final = frozenset(
    "of the de la del der den van von bin ibn al el da dos du di and".split()
) - {"and"}

HONORIFICS: Final = frozenset(
    "Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof Prof. Professor Sir Dame Lord Lady Sen. Sen Rep. Rep "
    "Gov. Gov Gen. Gen Col. Col Maj. Lt. Capt. Sgt. Cpl. Adm. Rev. Rev Hon. Fr. Sheikh Saint St. "
    "M. Mme Mme. Herr Frau".split()
)

ROLES: Final = frozenset(
    "President Premier Chancellor Minister Prime Vice Secretary Senator Congressman Congresswoman "
    "Representative Governor Mayor General Colonel Major Captain Commander Admiral Judge Justice "
    "Chief King Queen Prince Princess Pope Bishop Archbishop Cardinal Ayatollah Imam Rabbi Pastor "
    "Chairman Chairwoman Chair Director Coach Ambassador Speaker Leader Spokesman Spokeswoman "
    "Foreign Defence Defense Interior Attorney Treasury State Former Deputy Acting Republican "
    "Democrat Democratic Conservative Labour Tory Sheriff Officer Detective Inspector "
    "Superintendent Executive CEO Comrade Doctor Father Sister Brother Majority Minority House "
    "Senate".split()
)

DEMONYMS: Final = frozenset(
    "American British Briton English Scottish Welsh Irish French German Italian Spanish "
    "Portuguese Dutch Belgian Swiss Austrian Polish Czech Slovak Hungarian Romanian Bulgarian "
    "Greek Turkish Russian Ukrainian Belarusian Georgian Armenian Azerbaijani Kazakh Chinese "
    "Japanese Korean Vietnamese Thai Indian Pakistani Afghan Iranian Iraqi Syrian Israeli "
    "Palestinian Lebanese Jordanian Saudi Yemeni Egyptian Libyan Tunisian Algerian Moroccan "
    "Sudanese Ethiopian Kenyan Nigerian Ghanaian African Asian European Western Eastern Northern "
    "Southern Latin Arab Kurdish Mexican Canadian Cuban Brazilian Argentine Chilean Colombian "
    "Venezuelan Australian Swedish Norwegian Danish Finnish Estonian Latvian Lithuanian Serbian "
    "Croatian Bosnian Albanian Muslim Christian Catholic Jewish Hindu Hindus Sunni Shiite Shia "
    "Islamic Islamist Republican Democratic Democrat Conservative Conservatives Labour Tory "
    "Soviet Nazi Communist Californian Texan Londoner Muscovite".split()
)

AGENCIES: Final = frozenset(
    [
        "Reuters", "AP", "AFP", "UPI", "PA", "TASS", "Tass", "Interfax", "RIA", "RIA Novosti",
        "Xinhua", "Bloomberg", "Associated Press", "Agence France-Presse", "Getty Images", "Getty",
        "CNN", "BBC", "BBC News", "Fox News", "NPR", "TRT World", "Al Jazeera", "The Guardian",
        "Sputnik", "DPA", "ANSA", "EFE", "Kyodo", "Anadolu", "Anadolu Agency", "CNBC", "MSNBC",
        "Twitter", "Facebook", "Instagram", "YouTube", "WhatsApp", "Telegram", "Photo", "Video",
    ]
)  # fmt: skip

# Capitalised, and never a subject.
NEVER: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december jan feb mar apr jun jul aug sep sept "
    "oct nov dec mon tue tues wed thu thur thurs fri sat sun christmas easter ramadan "
    "thanksgiving new year gmt est edt pst pdt utc am pm a.m p.m reporting editing writing "
    "additional updated published image caption copyright source read more watch video photo file "
    "ii iii iv tv ok dna hiv covid i i'm i've i'd i'll internet english god".split()
) - {"new", "year", "source", "file", "god"}

# Small words that a sentence may begin with.
COMMON: Final = frozenset(
    "the a an this that these those there here it its he she they we you i his her their our your "
    "my me him them us who whom whose which what when where why how and but or nor so yet for if "
    "then else because although though while whereas since until unless as than like in on at by "
    "to from with without within of off over under above below between among against about around "
    "across after before during through into onto upon out up down per via despite toward towards "
    "is are was were be been being am do does did done has have had can could will would shall "
    "should may might must not no yes never always often sometimes still already just only even "
    "also too very more most less least much many few some any all both each every either neither "
    "other another such same own one two three four five six seven eight nine ten first second "
    "third last next old now today yesterday tomorrow tonight meanwhile however moreover "
    "furthermore therefore thus instead indeed perhaps maybe once again later earlier soon "
    "recently finally eventually according asked speaking writing given let make get go see look "
    "take come say says said tell told ask think know want need try keep put set find found show "
    "shows showed man woman child police judge part parts time times year years month months week "
    "weeks day days night morning evening home small long short high low well back long much "
    "what's that's it's he's she's there's don't didn't isn't can't won't let's analysis opinion "
    "editorial commentary breaking exclusive live update please thank thanks dear sir madam "
    "nobody everyone somebody something nothing anything everything".split()
)
