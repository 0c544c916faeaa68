"""The words around place names: what kind of place they make of a name, and how the event stands to it."""

from __future__ import annotations

import re

from etl.lexicon.seldom import Seldom


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


KINDS = {
    "settlement": "village villages town towns city settlement settlements hamlet neighbourhood neighborhood quarter suburb camp camps",
    "district": "district districts rayon raion tehsil township townships municipality county subdistrict locality",
    "region": "region regions province provinces oblast oblasts governorate governorates state marz department departments",
    "area": "sector sectors subsector valley corridor heights height hills hill front direction area axis countryside border peninsula "
    "mountain mountains bulge salient pocket zone basin desert coast section enclave exclave line forest pass ridge farms reservoir",
    "exact": "airport airbase checkpoint crossing post bridge dam port junction mine station hospital market bazaar prison base",
}
KIND_OF = {word: kind for kind, words in KINDS.items() for word in words.split()}
TAIL = re.compile(
    r"(?:[-–\s]+(?:de-escalation|disengagement|border|refugee|air|sub|industrial|international|military|gold|autonomous))?[-–\s]+(?P<kind>"
    + "|".join(KIND_OF)
    + r")\b(?!\s+of\s+[A-Z])(?:\s+of\s+the\s+(?:state\s+|line of\s+)?(?:border|contact|front(?:line)?)\b)?",
    re.I,
)
HEAD = Seldom(
    r"\b(?P<kind>village|villages|town|towns|city|cities|settlement|settlements|hamlet|hamlets|district|districts|region|regions|province"
    r"|provinces|governorate|governorates|camp|camps|neighbou?rhoods?|suburbs?|localities|locality|area|areas|valley|sector|sectors"
    r"|heights|hill|island|post|townships?|communit(?:y|ies)|checkpoint|outskirts|vicinity|crossing|barangay|brgy\.?|sitio|payam|kibbutz|moshav)(?:\s+called|\s+named)?"
    r"(?:\s+of|(?=\s+[\"“'‘A-Z]))\s+(?:the\s+)?[\"“'‘]?$", re.I)  # fmt: skip
ASIDE = Seldom(  # "south of Hodeidah" is somewhere out there, "the south of Idlib" is part of a province where one has that name
    r"\b(?P<part>in\s+the\s+)?(?:north|south|east|west)(?:-?(?:east|west))?\s+of\s+$", re.I)
TITLES = _words(
    "general gen colonel col lieutenant lt major maj captain capt brigadier brig sergeant sgt corporal cpl private commander "
    "admiral adm president minister premier mr mrs ms dr professor prof sheikh prince king queen pope bishop ayatollah mullah "
    "imam havildar naik sepoy subedar jawan constable rifleman lance junior senior spokesman spokesperson ambassador senator "
    "governor mayor judge saint secretary envoy chief director chairman deputy martyr shaheed "
)
SPEAKERS = _words("spokesman spokeswoman spokesperson ambassador senator envoy constable negotiator lawmaker")  # in small letters too
BEFORE_NAME = _words(
    "mount mt lake port fort camp city town village district river hill point post cape island jebel jabal tel tal tell wadi "
    "old new upper lower north south east west northern southern eastern western central greater "
)
CUES = _words(
    "in at near on from towards toward to into around outside inside over above across along of between and through via by "
    "throughout within behind beyond against onto off or including namely neighbouring neighboring nearby leaving reached "
    "entered left seized captured shelled hit struck attacked targeted bombed bombing shelling hitting targeting striking "
    "attacking entering took taking retook retaking recaptured overran stormed raided bombarded pounded rocked besieged occupied "
    "liberated capturing storming raiding pounding overrunning "
)
STARTERS = _words(
    "a an the this that these those his her their our two three four five six seven eight nine ten one then later earlier today meanwhile "
    "but and also both some many several when while as after before since until only even although if where"
)
FOLLOW = _words("said says told reported january february march april may june july august september october november december ")
OTHER = Seldom(  # of small letters: a third of the time
    r"\b(?:(?:talks|meetings?|summit|conference|briefing|spokes\w+|embassy|embassies|reporters|correspondents?|prox(?:y|ies)|hospitals?|governments?|parliament|headquarters"
    r"|court|met|negotiat\w+|born|based|studio|officials?|authorities|ministry|ministries|ministers?|leader(?:s|ship)?|bureau"
    r"|(?:press|media|research|information|monitoring|coordination|command|operations?|situation|medical|ceasefire) cent(?:re|er)"
    r"|office|forum|university|administration|gathered|staff|diplomats?|sources?|analysts?|newspapers?|visit(?:ed)? to|trip to|flew to"
    r"|president|mediators|envoys?|ambassadors?|commissioners?|lawmakers|prosecutors?|doctors?|medics?|surgeons?"
    r"|police(?! (?:(?:out)?posts?|stations?|checkpoints?|bases?|patrols?|camps?|barracks|headquarters|vehicles?|lorry|lorries)\b)"
    r"|mortuary|morgue)\s+(?:(?!was|were|is|are|said)\w+\s+){0,2}?(?:in|at|to|of|for)"
    r"|(?:accord|agreement|truce|cease-?fire|deal|concluded|signed|agreed|reached|negotiated|brokered|worked out)\s+(?:in|at|of)"
    r"|(?:calls?|called|calling|urg\w+|press\w*|pressure|falls?|rel(?:y|ies|ied)|impos\w+|blam\w+|responsib\w+|sanctions)"
    r" (?:on|upon|with|for)|(?:said|told \w+(?: \w+)?|stated|announced|(?:commitments?|promises|pledges) made|who is) (?:here )?in"
    r"|(?:taken|rushed|brought|airlifted|evacuated|shifted|admitted|referred|flown|lifted|ferried|transferred) (?:by \w+ )?to"
    r"|(?:treated|treatment|buried|laid to rest|operating table) (?:at|in)|(?:died|succumbed)[^,.;]{0,40} (?:hospital|clinic) (?:at|in))"
    r"\s+(?:the\s+(?:capital\s+|city\s+of\s+)?)?$")  # fmt: skip
AFTER_OTHER = Seldom(
    r"\s*-(?:based|backed|led|brokered|sponsored|supported|controlled|made|trained|born|allied|aligned|appointed|mediated|type)\b"
    r"|\s+(?-i:rebels|fighters|militants?|guerrillas|separatists|insurgents|troops|soldiers|forces|militias?|militiamen|gunmen|warplanes)\b"
    r"|\s+(?:port|city|town|resort)(?:\s+city)?\s+of\s+[A-Z]|\s+(?:fleet|grain)\b"
    r"|(?:['’]s)?\s+(?:agreement|accord|protocol|process|format|summit|talks|conference|group|deal|peace|declaration|memorandum|office"
    r"|formula|ceasefire|truce|war|conflict|genocide|crisis|issue|platform)s?\b", re.I)  # fmt: skip
OPENING = re.compile(r"\W*In ")
JUDGED = Seldom(
    r",[^.;\n]{0,70}?\b(?:accus\w+|condemn\w+|denounc\w+|blam\w+|urged|warned|denied|denies|call(?:ed|s) (?:on|for))\b"
    r"|,[^,.;\n]{0,60}?\b(?i:officials?|sources?|authorities|ministry|army|military|forces|police|government|spokes\w+)"
    r" (?:\w+ )?(?:said|says|confirmed|reported|told|stated|announced|acknowledged)\b"
)  # "In Moscow, the Defence Ministry accused …", but not "In Damascus, two people were killed, officials said"
SPEAKS = re.compile(
    r"(?:['’]s)?\s+(?:also\s+|has\s+|had\s+|and\s+\w+\s+|itself\s+|again\s+|yet\s+|still\s+|now\s+|\w+ly\s+)*(?:said|says|accus\w+|den(?:y|ies|ied)|claim\w*"
    r"|reject\w*|blam\w+|insist\w*|report\w*|announc\w+|call\w*|want\w*|maintain\w*|violat\w+|launch\w+|fir(?:ed|es|ing)|attack(?:ed|s)|shell(?:ed|s)|bomb(?:ed|s)|str(?:uck|ikes)|hit|killed"
    r"|captured|seized|opened|resorted|crossed|broke|breached|sends?|used|continues?|kept|began|started|stopped|halted"
    r"|condemn\w*|warn\w*|demand\w*|urg\w+|deni\w+|admi\w+|respond\w*|retaliat\w+|speaks?|spoke|puts?|holds?|sees?|view\w*|mov\w+"
    r"|refus\w+|agreed|signed|contend\w*|charg\w+|alleg\w+|describ\w+|allow\w*|deploy\w*|made|is|has|had|does|did|must|should|will|would"
    r"|gave|voiced|took|sent|put|ruled|counts?|recalled|expelled)\b", re.I)  # fmt: skip
HIT = re.compile(
    r"\s+(?:(?:was|were|is|has been|had been)\s+(?:\w+ly\s+|again\s+)?(?:hit|struck|shelled|bombed|rocked|pounded|attacked)|came under)\b"
)
PART_OF = Seldom(r"\b(?:cent(?:re|er)|heart|middle|streets|suburbs?|quarters?|neighbou?rhoods?|parts?|districts?|skies) of (?:the )?$")
TOWARD = (
    r"in the directions? of|direction of|directed (?:at|against|on)|towards?|against"
    r"|target(?:ed|ing|s)|fired? (?:at|on|upon|into)|on to|onto"
    r"|into|hit|struck|shelled|attacked|bombed|raided|pounded|entered|seized|captured|overran|stormed|landed (?:in|on|at|near)"
    r"|strikes? on|attacks? on|raids? on|heading for|aimed at"
)
NEAR = (
    r"near|close to|around|outside|outskirts of|edges? of|vicinity of"
    r"|(?:north|south|east|west|north-?east|north-?west|south-?east|south-?west)"
    r"(?:ern)?(?: part)? of|not far (?:from|off)|next to|beside"
    r"|(?:kms?|kilomet(?:re|er)s?|miles?|met(?:re|er)s?) (?:away )?from|neighbou?rhood of|opposite"
    r"|facing|overlooking|roads? out of|surroundings of|approaches (?:to|of)"
)
FROM = r"from|out of|left"
AT = r"in|at|on|over|above|inside|across|along|within|through|throughout|of|between|by|to|via|off"
CUE = re.compile(rf"\b(?:(?P<near>{NEAR})|(?P<toward>{TOWARD})|(?P<fromm>{FROM})|(?P<at>{AT}))\b")  # of small letters
FROM_GROUND = re.compile(
    r"\b(?<!far )(?<!km )(?<!kms )(?<!miles )(?<!metres )(?<!meters )(?<!away )"
    r"from\s+(?:(?:the|their|its|his|our|enemy|positions?|posts?|territor(?:y|ies)|direction|side|areas?|districts?|base|bases|villages?|towns?"
    r"|settlements?|located|situated|deployed|stationed|held|occupied|opposite|combat|military|firing|army|forces|heights|hills?|outskirts"
    r"|unnamed|nameless|in|near|at|of|on|around|and|an?|[A-Z]\w+(?:'s)?)\s+){0,9}$")  # fmt: skip
MEASURED = Seldom(  # a landmark from which the place beside it is measured
    r"\b\d+\s?(?:km|kms|kilomet(?:re|er)s?|miles?)\s+(?:(?:to the\s+)?(?:north|south|east|west)[\w-]*\s+(?:of|from)|from|of|away from|off)"
    r"\s+(?:the\s+)?(?:[\w-]+\s+){0,2}$", re.I)  # fmt: skip
STATIONED = Seldom(  # "Armenian armed forces, located in Berkaber and Paravakar villages, subjected to fire …"
    r"\b(?:forces|units|troops|detachments|sub-?units|militants|artillery|batter(?:y|ies)|launchers?)\b[^.;\n\"”]{0,40}?"
    r"\b(?:located|deployed|stationed|positioned|based|entrenched|stationing)\s+(?:in|on|at|near|around|along)\b(?P<since>[^.;\n\"”]*)$"
)
FIRING = re.compile(
    r"\b(?:fir(?:e|ed|ing)|shell(?:ed|ing)|attack\w*|hit|struck|subjected|opened|target\w*|kill\w*|launch\w*|violat\w*|came under)\b"
)
NOT_PLACES = _words(
    "parliament congress senate telegram facebook twitter english arabic russian ramadan easter christmas islam internet "
    "television government state ministry army police security council press un eu nato osce who idf covid god allah eid "
    "operation article resolution i he she it they we you his her their this that these those there then when while after "
    "before but and or the a an as if no not all some many both each two three four five six seven eight nine ten one another "
    "other such more most several few day night command headquarters staff mission office battalion brigade division corps "
    "general first second third north south east west elsewhere meanwhile earlier later separately today yesterday overnight "
)
