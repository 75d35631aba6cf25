"""Words that decide whether a capital makes a name. Lists, not rules: see `model.runs`."""

from typing import Final

__all__ = [
    "AGENCIES",
    "BODIES",
    "COMMON",
    "COMPANIES",
    "DEMONYMS",
    "HONORIFICS",
    "MEDIA",
    "MONARCHS",
    "NEVER",
    "OFFICES",
    "OFFICE_OF",
    "OFFICE_PARTS",
    "OF_HEADS",
    "PLACES",
]

# Before a person's name, and no part of it.
HONORIFICS: Final = frozenset(
    "Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Baroness Baron Sen Rep Gov Gen Col Maj "
    "Lt Capt Sgt Cpl Adm Cmdr Rev Reverend Hon Fr Sheikh Mme Mlle Herr Frau Insp Supt Det".split()
)

# Offices: before a person's name they are no part of it; "the Russian president" leads to its
# holder. Each may stand with OFFICE_PARTS before it.
OFFICES: Final = frozenset(
    "President Premier Chancellor Minister Secretary Senator Congressman Congresswoman Congressmen "
    "Representative Governor Mayor General Colonel Major Captain Lieutenant Sergeant Corporal "
    "Private Commander Admiral Marshal Judge Justice Magistrate Chief King Queen Prince Princess "
    "Emperor Pope Bishop Archbishop Cardinal Ayatollah Imam Rabbi Pastor Chairman Chairwoman "
    "Chairperson Chair Director Coach Manager Ambassador Speaker Leader Spokesman Spokeswoman "
    "Spokesperson Sheriff Officer Detective Inspector Superintendent CEO CFO Comrade Doctor Father "
    "Sister Brother Councillor Councilman Councilwoman Councilor Alderman Assemblyman "
    "Assemblywoman Delegate Commissioner Administrator Treasurer Counsel Attorney Solicitor "
    "Whip MP MPs MEP PM VP Editor Correspondent Adviser Advisor Envoy Constable Deputy Dictator "
    "Nominee Candidate Strategist Pollster Economist Analyst Reporter Host Anchor President-elect "
    "Vice-President Ex-President Secretary-General Filmmaker Actor Actress Singer Author Writer "
    "Novelist Rapper Comedian Chaplain Historian Scientist Astronaut Striker Goalkeeper Defender "
    "Midfielder Quarterback Activist Journalist Lawyer Billionaire Businessman Businesswoman Tycoon "
    "Mogul Frontman Winger Skipper Champion Boss Founder Co-founder Chef Star".split()
)
OFFICE_PARTS: Final = frozenset(
    "Vice Prime Deputy Former Acting Interim Assistant Associate Undersecretary Foreign Defence "
    "Defense Interior Finance Home Treasury Press Attorney Chief Lord First Senate House Majority "
    "Minority Executive Managing Senior Junior National Police Staff Crown Grand Supreme Special "
    "Health Education Justice Energy Labor Labour Commerce Homeland Shadow Opposition Party "
    "Presidential Republican Democratic Democrat Conservative Tory Liberal Presumptive "
    "President-elect Vice-President Lieutenant Brigadier Rear Field Solicitor".split()
)
# "Secretary of State", "Chief of Staff".
OFFICE_OF: Final = frozenset(
    "State Defense Defence Staff Treasury Health Education Energy Labor Commerce Homeland Police "
    "Interior Transportation Agriculture Operations Justice Government Representatives".split()
)
# Offices that stay in the name: "Pope Francis", "Prince William".
MONARCHS: Final = frozenset(
    "Pope King Queen Prince Princess Emperor Cardinal Ayatollah Sheikh Baroness".split()
)

DEMONYMS: Final = frozenset(
    "American British Briton English Scottish Welsh Irish French German Italian Spanish "
    "Portuguese Dutch Belgian Swiss Austrian Polish Czech Slovak Hungarian Romanian Bulgarian "
    "Greek Turkish Russian Ukrainian Belarusian Georgian Armenian Azerbaijani Kazakh Uzbek Chinese "
    "Japanese Korean Vietnamese Thai Indian Pakistani Afghan Bangladeshi Iranian Iraqi Syrian "
    "Israeli Palestinian Lebanese Jordanian Saudi Yemeni Kuwaiti Qatari Emirati Egyptian Libyan "
    "Tunisian Algerian Moroccan Sudanese Ethiopian Kenyan Nigerian Ghanaian Somali Ugandan Rwandan "
    "Congolese Zimbabwean African Asian European Western Eastern Northern Southern Latin Hispanic "
    "Latino Arab Kurdish Persian Mexican Canadian Cuban Haitian Brazilian Argentine Argentinian "
    "Chilean Colombian Peruvian Venezuelan Ecuadorian Australian Indonesian Malaysian Filipino "
    "Philippine Burmese Taiwanese Mongolian Tibetan Swedish Norwegian Danish Finnish Icelandic "
    "Estonian Latvian Lithuanian Serbian Croatian Bosnian Slovenian Albanian Macedonian Kosovan "
    "Muslim Christian Catholic Protestant Orthodox Evangelical Anglican Jewish Buddhist Hindu Sikh "
    "Sunni Shiite Shia Islamic Islamist Islamophobic Zionist Republican Democratic Democrat "
    "Conservative Labour Tory Liberal Soviet Nazi Communist Marxist Californian Texan Londoner "
    "Muscovite Anglo Non-Muslim Black White Native Aboriginal African-American Asian-American "
    "North South East West Northeast Northwest Southeast Southwest Midwestern Central "
    "Roman Maltese Congressional Presidential Federal Atlantic Pacific".split()
)

# The last word of what is no person.
BODIES: Final = frozenset(
    "Bank Party Union Council Court Commission Committee Department Ministry Agency University "
    "College School Hospital Church Cathedral Institute Institution Association Organization "
    "Organisation Federation Confederation League Club Company Group Police Army Navy Force Forces "
    "Guard Guards Corps Congress Parliament Senate House Office Service Services Administration "
    "Authority Board Bureau Center Centre Centers Foundation Fund Trust Times Post Journal News "
    "Magazine Herald Tribune Telegraph Guardian Review Act Bill Law Amendment Treaty Agreement Accord "
    "Accords Protocol Convention Constitution War Street Avenue Road Lane Park Airport Stadium Arena "
    "Tower Towers Building Bridge Island Islands River Lake Mountain Mountains Sea Ocean Bay Gulf "
    "Valley Coast Beach Canyon Desert Forest County City Province State States District Republic "
    "Kingdom Emirates Cup Championship Championships Olympics Games Open Prix Series Day Week Month "
    "Festival Award Awards Prize Movement Front Brigade Brigades Alliance Coalition Caucus Assembly "
    "Conference Summit Forum Society Network Networks Systems Technologies Industries International "
    "Entertainment Studios Pictures Records Media Press Radio Television TV Energy Insurance "
    "Capital Partners Securities Exchange Index Plan Program Programme Project Initiative Strategy "
    "Hall Palace Castle Museum Gallery Theatre Theater Library Team Squad Nations Nation Motors "
    "Airlines Airways Electric Hotel Resort Restaurant Station Square Plaza Mall Market Markets "
    "Stock Security Intelligence Investigation Affairs Relations Rights Liberties Crisis Revolution "
    "Spring Agenda Doctrine Declaration Resolution Report Strip Bench Jihad Brotherhood Cabinet "
    "Command Pact Territory Territories Territories Region Border Wall Street Reserve Treasury "
    "Republicans Democrats Conservatives Liberals Greens Americans Muslims Christians Jews Lives "
    "Matter Watch Nationwide Democrats Corp Inc Ltd Plc PLC LLC Co Corporation Incorporated Limited "
    "Holdings AG SA".split()
)
# A company, when they end its name: the rest is the name for short.
COMPANIES: Final = frozenset(
    "Corp Inc Ltd Plc PLC LLC Co Corporation Incorporated Limited Company Holdings Group AG SA NV "
    "Networks Entertainment Technologies Systems Motors Airlines Industries Communications Foods "
    "Stores Pharmaceuticals Laboratories Labs Software University College International Bancorp "
    "Financial Realty Trust Brands Energy Petroleum Resources Studios Pictures".split()
)

# What may stand before "of" inside one name: "Bank of England", but not "Republicans of Ohio".
OF_HEADS: Final = frozenset(
    "Bank Department Ministry University House Church Bureau Board Court Council Association "
    "Institute Center Centre Centers Republic Republics State States Isle Isles Bay Gulf Strait "
    "Straits City Kingdom Call Game Lord Duke Duchess Prince Princess Academy Office Union "
    "Federation Organization Organisation Chamber Battle Commonwealth Medal Hall Museum Declaration "
    "Bill Articles Law Rule Art Parliament Assembly Society College School Institution Ministry "
    "Army Guardians Sons Daughters Voice Port Province District Statue Tower Temple World War "
    "Democrats Knights Order Sea Cape Mount Rock Ivory Conference League Line Department Embassy "
    "Federal National International Committee Commission Communist Party Bishop Archbishop "
    "Convention Congress Rights Bank Director Society Community Cup Tour Lords Commons Tomb Gate "
    "Library Queen King Doctors Reporters Physicians Alliance Movement Fund Organization Group "
    "Confederation Company Trustees Corps Institutes Life Justice Students".split()
)

# Countries and the like whose names could be a person's first or last word, or a company's.
PLACES: Final = frozenset(
    "Afghanistan Africa Alabama Alaska Albania Algeria America Argentina Arizona Arkansas Armenia "
    "Asia Australia Austria Azerbaijan Bahrain Bangladesh Belarus Belgium Bolivia Bosnia Boston "
    "Brazil Britain Bulgaria California Cambodia Cameroon Canada Chad Chicago Chile China Colombia "
    "Colorado Congo Connecticut Crimea Croatia Cuba Cyprus Dallas Delaware Denmark Ecuador Egypt "
    "England Estonia Ethiopia Europe Finland Florida France Gaza Georgia Germany Ghana Greece "
    "Guatemala Haiti Hawaii Honduras Houston Hungary Iceland Idaho Illinois India Indiana Indonesia "
    "Iowa Iran Iraq Ireland Israel Italy Jamaica Japan Jerusalem Jordan Kansas Kashmir Kazakhstan "
    "Kentucky Kenya Korea Kosovo Kuwait Laos Latvia Lebanon Liberia Libya Lithuania London Louisiana "
    "Luxembourg Macedonia Maine Malaysia Mali Malta Maryland Massachusetts Mexico Michigan Minnesota "
    "Mississippi Missouri Moldova Mongolia Montana Morocco Moscow Mozambique Myanmar Nebraska Nepal "
    "Netherlands Nevada Nicaragua Niger Nigeria Norway Ohio Oklahoma Oman Oregon Pakistan Palestine "
    "Panama Paris Pennsylvania Peru Philippines Poland Portugal Qatar Romania Russia Rwanda Scotland "
    "Senegal Serbia Singapore Slovakia Slovenia Somalia Spain Sudan Sweden Switzerland Syria Taiwan "
    "Tennessee Texas Thailand Tibet Tunisia Turkey Uganda Ukraine Uruguay Utah Venezuela Vermont "
    "Vietnam Virginia Wales Washington Wisconsin Wyoming Yemen Zambia Zimbabwe York Zealand "
    "Carolina Dakota Hampshire Jersey Lanka Arabia Rica Salvador Leone Guinea Kong Beijing Kyiv "
    "Kiev Tehran Brussels Berlin Tokyo Delhi Mumbai Baghdad Damascus Kabul".split()
)

# News agencies: in an article they are its source, not its subject.
AGENCIES: Final = frozenset(
    [
        "Reuters", "AP", "AFP", "UPI", "PA", "TASS", "Tass", "ITAR-TASS", "Interfax", "RIA",
        "RIA Novosti", "Xinhua", "Bloomberg News", "Associated Press", "Agence France-Presse",
        "Press Association", "Thomson Reuters", "Getty Images", "Getty", "Shutterstock", "DPA",
        "ANSA", "EFE", "Kyodo", "Kyodo News", "Anadolu", "Anadolu Agency", "PTI", "IANS", "ANI",
        "Press Trust", "Yonhap", "CBC News", "Sports Network", "Dow Jones Newswires",
    ]
)  # fmt: skip
# Media and platforms: subjects only where the title names them.
MEDIA: Final = frozenset(
    [
        "CNN", "Cable News Network", "BBC", "British Broadcasting Corporation", "BBC News", "BBC Sport", "Fox News", "Fox", "NPR", "NBC", "NBC News", "ABC",
        "ABC News", "CBS", "CBS News", "CNBC", "MSNBC", "PBS", "TRT World", "Al Jazeera", "Sky News",
        "The Guardian", "Guardian", "The New York Times", "New York Times", "The Times", "Times",
        "Washington Post", "The Washington Post", "Wall Street Journal", "USA TODAY", "USA Today",
        "HuffPost", "Huffington Post", "BuzzFeed", "BuzzFeed News", "Politico", "POLITICO",
        "Vox", "Breitbart", "Breitbart News", "Daily Mail", "Daily Caller", "Axios", "Bloomberg",
        "Sputnik", "RT", "VICE News", "Daily Wire", "Daily Beast", "Newsmax", "The Hill", "Hill",
        "Washington Times", "Los Angeles Times", "Newsweek", "Time", "TIME", "Fox Business",
        "Twitter", "Facebook", "Instagram", "YouTube", "WhatsApp", "Telegram", "TikTok", "Weibo",
        "Google News", "Apple News", "LinkedIn", "Reddit", "Truth Social",
    ]
)  # fmt: skip

# Capitalised, and never a subject.
NEVER: Final = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays "
    "fridays saturdays sundays january february march april may june july august september october "
    "november december jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur "
    "thurs fri sat sun easter gmt est edt pst pdt bst utc cet am pm reporting editing writing "
    "additional updated published image caption copyright read watch video photo photos file "
    "advertisement related click share story continued continue replay videos more subscribe "
    "newsletter ii iii iv tv ok dna pdf ceo cfo url inc ltd corp co jr sr st god lord internet "
    "english i op-ed q&a faq breaking exclusive live update mr mrs ms dr".split()
)

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
    "other another others such same own one two three four five six seven eight nine ten eleven "
    "twelve twenty thirty hundreds thousands millions first second third last next old new now then "
    "today yesterday tomorrow tonight meanwhile however moreover furthermore therefore thus instead "
    "indeed perhaps maybe once again later earlier soon recently finally eventually according asked "
    "speaking writing given let make get go see look take come say says said tell told ask think "
    "know want need try keep put set find found show shows showed man men woman women child children "
    "people police judge part parts time times year years month months week weeks day days night "
    "morning evening afternoon home small long short high low well back what's that's it's he's "
    "she's there's don don't didn didn't isn isn't doesn doesn't wasn aren won can't cannot won't "
    "let's analysis opinion editorial commentary please thank thanks dear sir madam nobody everyone "
    "everybody anyone somebody someone something nothing anything everything good bad better best "
    "worst great big little right left young early late mid former current critics supporters "
    "officials experts analysts scientists researchers residents lawmakers voters investors shares "
    "sales prices government governments congress's rather whether enough along apart aside besides "
    "beyond nor regardless unlike ever anyway nevertheless nonetheless otherwise likewise similarly "
    "overall together far further near nearly almost half several various certain sure clearly "
    "obviously actually really simply basically unfortunately fortunately sadly hopefully absolutely "
    "not-so hey oh ah well okay ok hello welcome sorry wow hmm um ha yeah yep nope so-called inside "
    "outside behind beneath beside amid amidst except including regarding concerning considering "
    "following based compared due thanks owing despite notwithstanding amongst throughout alongside "
    "using being having getting making taking going coming looking saying telling asking trying "
    "born raised married asked described called named known dubbed seen heard left made took gave "
    "came went got began became remember imagine consider suppose note notice stop start wait turn "
    "call help check sign join follow click read watch listen add use try buy pay give send bring "
    "bear beware forget love hate hope wish believe feel fear worry care does where's who's how's "
    "here's we're they're you're i'm i've i'd i'll we've we'll they've you'll he'd she'd study "
    "studies report reports survey poll polls evidence data research history life death war peace "
    "love money power law rules things thing way ways question questions answer answers problem "
    "problems reason reasons fact facts truth example case cases point points number numbers "
    "enter joining fighting invoking multiple support top brave whilst names mayors filmmakers "
    "vote election elections president presidents".split()
)
