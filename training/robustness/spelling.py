"""British and American spelling: our own list of pairs, with the case of what is replaced."""

import re
from collections.abc import Mapping
from typing import Final

__all__ = ["PAIRS", "american", "british"]

# British, then American. None that is a word of its own on the other side of the ocean, such as
# "storey", "tyre", "cheque", "practise" or "licence".
PAIRS: Final[Mapping[str, str]] = dict(
    pair.split("/")
    for pair in """
    colour/color colours/colors coloured/colored colourful/colorful favour/favor favours/favors
    favoured/favored favourable/favorable favourite/favorite favourites/favorites honour/honor
    honours/honors honoured/honored honouring/honoring labour/labor labours/labors
    labourers/laborers harbour/harbor harbours/harbors neighbour/neighbor neighbours/neighbors
    neighbouring/neighboring neighbourhood/neighborhood neighbourhoods/neighborhoods
    behaviour/behavior behaviours/behaviors rumour/rumor rumours/rumors humour/humor
    endeavour/endeavor endeavours/endeavors armour/armor armoured/armored flavour/flavor
    flavours/flavors saviour/savior vapour/vapor odour/odor rigour/rigor vigour/vigor
    candour/candor demeanour/demeanor splendour/splendor tumour/tumor tumours/tumors
    parlour/parlor savour/savor glamour/glamor
    organise/organize organises/organizes organised/organized organising/organizing
    organisation/organization organisations/organizations organiser/organizer
    organisers/organizers realise/realize realises/realizes realised/realized
    realising/realizing recognise/recognize recognises/recognizes recognised/recognized
    recognising/recognizing criticise/criticize criticises/criticizes criticised/criticized
    criticising/criticizing apologise/apologize apologised/apologized apologising/apologizing
    emphasise/emphasize emphasised/emphasized authorise/authorize authorised/authorized
    characterise/characterize characterised/characterized
    mobilise/mobilize mobilised/mobilized stabilise/stabilize destabilise/destabilize
    legalise/legalize legalised/legalized privatise/privatize privatised/privatized
    nationalise/nationalize prioritise/prioritize minimise/minimize maximise/maximize
    summarise/summarize symbolise/symbolize terrorise/terrorize modernise/modernize
    normalise/normalize penalise/penalize polarised/polarized specialise/specialize
    specialised/specialized utilise/utilize victimised/victimized civilisation/civilization
    globalisation/globalization mobilisation/mobilization normalisation/normalization
    privatisation/privatization immunisation/immunization sympathise/sympathize
    scrutinise/scrutinize jeopardise/jeopardize capitalise/capitalize politicise/politicize
    politicised/politicized analyse/analyze analysed/analyzed analysing/analyzing
    paralyse/paralyze paralysed/paralyzed catalyse/catalyze
    centre/center centres/centers centred/centered theatre/theater theatres/theaters
    metre/meter metres/meters kilometre/kilometer kilometres/kilometers litre/liter
    litres/liters fibre/fiber calibre/caliber sabre/saber sombre/somber spectre/specter
    meagre/meager lustre/luster manoeuvre/maneuver manoeuvres/maneuvers
    defence/defense defences/defenses offence/offense offences/offenses pretence/pretense
    travelled/traveled travelling/traveling traveller/traveler travellers/travelers
    cancelled/canceled cancelling/canceling labelled/labeled labelling/labeling
    modelled/modeled modelling/modeling counsellor/counselor counsellors/counselors
    councillor/councilor councillors/councilors signalled/signaled signalling/signaling
    fuelled/fueled fuelling/fueling quarrelled/quarreled levelled/leveled
    marvellous/marvelous jewellery/jewelry woollen/woolen enrol/enroll fulfil/fulfill
    fulfilment/fulfillment instalment/installment skilful/skillful wilful/willful
    programme/program programmes/programs catalogue/catalog dialogue/dialog
    analogue/analog grey/gray greyer/grayer sceptical/skeptical sceptic/skeptic
    sceptics/skeptics scepticism/skepticism mould/mold smoulder/smolder plough/plow
    pyjamas/pajamas aluminium/aluminum anaemia/anemia anaesthetic/anesthetic
    paediatric/pediatric encyclopaedia/encyclopedia foetus/fetus haemorrhage/hemorrhage
    oesophagus/esophagus orthopaedic/orthopedic ageing/aging judgement/judgment
    acknowledgement/acknowledgment cosy/cozy doughnut/donut moustache/mustache
    aeroplane/airplane artefact/artifact artefacts/artifacts mum/mom mums/moms
    towards/toward afterwards/afterward whilst/while amongst/among maths/math
    """.split()
)
_AMERICAN: Final = {them: us for us, them in PAIRS.items() if them not in {"while", "among"}}
_WORD: Final = re.compile(r"(?<![\w@#/.])[A-Za-z]{3,}(?!\w)")


def american(text: str) -> str:
    """Spell as in the United States."""
    return _spelled(text, PAIRS)


def british(text: str) -> str:
    """Spell as in Britain."""
    return _spelled(text, _AMERICAN)


def _spelled(text: str, pairs: Mapping[str, str]) -> str:
    def other(found: re.Match[str]) -> str:
        word = found.group()
        new = pairs.get(word.lower())
        if new is None:
            return word
        if word.isupper():
            return new.upper()
        return new.capitalize() if word[0].isupper() else new

    return _WORD.sub(other, text)
