"""Names of people in a text, and whether a mailbox is called by one.

Knows capitals and the words that only look like names; it refuses to know who is meant
beyond the people on the message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from extractors.addresses import canonical_address
from extractors.cleaning import without_accents
from extractors.nicknames import given_names
from extractors.people import full_name
from extractors.records import Mailbox
from extractors.signals import LONGEST_TEXT

_UPPER: Final = "".join(chr(c) for c in range(0x41, 0x530) if chr(c).isupper())
# A name: capitalised words, with the small words that names carry, maybe a title before.
# Matches "Jane", "Trevor Lacey", "Mr. Endo", "Ludwig van der Berg", "J.P. O'Neill",
# "Anna-Lena Weiß". No match: "jane", "the Board of".
_CAPITAL: Final = rf"[{_UPPER}][\w'\u2019]{{0,24}}(?:-[{_UPPER}]?[\w'\u2019]{{1,24}}){{0,2}}"
_INITIALS: Final = rf"(?:[{_UPPER}]\.\ ?){{1,3}}"
_NAME: Final = re.compile(
    rf"""(?<![\w@.-])(?!(?:Dear|Hi|Hello|Hey|Liebe|Lieber|Chère?|Hola|Hej|Beste|Hallo)\b)
    (?P<title>(?:Mr|Mrs|Ms|Dra|Dr|Prof|Professor|Herr|Herrn|Frau|Mme|M|Sra|Sr|Señora|Señor|Monsieur
        |Madame|Capt|Captain|Deacon|Father|Brother|Sister|Sœur|Rev|Sir|Dame|Lady|Lord|Senator|Judge
        |Coach|Pastor|Mevrouw|Meneer)\.?\ (?:Dr\.\ )?)?
    (?P<name>(?:{_INITIALS})?{_CAPITAL}(?:\ (?:(?:van|von|der|de|den|del|della|di|da|la|le|ten|ter
        |al|bin|af|zu|St\.)\ ){{0,2}}(?:{_INITIALS})?{_CAPITAL}){{0,3}})
    """,
    re.VERBOSE,
)
# What stands before a place or a firm. Matches "at ", "in the ". No match: "with ".
_IN_PLACE: Final = re.compile(
    r"\b(?:at|in|[Tt]he|near|outside|bei|chez|en|på|hos|bij|i|im|te|across|around)"
    r"(?: the| den| dem| der| la| le| los| las| het| de)? $"
)
_AT_HOUSE: Final = re.compile(r"\b(?:at|bei|chez|hos|bij) $")
# Before a full name it is rather whose than where. Matches "bei " of "bei Jana Sommer". No match:
# "at ".
_AT_SOMEBODYS: Final = re.compile(r"\b(?:bei|chez|hos|bij) $")
# What stands before a place or a person. Matches "of ", "from ". No match: "for ".
_OF_PLACE: Final = re.compile(
    r"\b(?:of|from|von|vom|du|de|av|van|del)(?: the| den| dem| der| la| le| los| las| het| de)? $"
)
_AFTER_PLACE: Final = re.compile(
    r"(?: area| office| region| county| desk| deal| agreement|, [A-Z]{2}\b|, [A-Z][a-z]+ \d{5})"
)
_GERMAN: Final = re.compile(
    r"\b(?:und|ich|der|die|das|nicht|mit|wir|den|für|ist|dass|auf|wenn|einem|einen|eine|bitte|auch|noch)\b"
)
# Before a noun, and never before somebody's name. Matches "auf einem ", "zum ". No match: "der ".
_BEFORE_NOUN: Final = re.compile(
    r"\b(?:k?ein(?:e[mnrs]?)?|(?:jede|diese)[mnrs]?|zu[mr]|vom|im|beim) $"
)
# What follows a person. Matches " who ", " runs", ", the COO", " (COO". No match: " is late".
_OF_PERSON: Final = re.compile(
    r"""(?:\ \(|,?\ (?:who|whom|he|she|our|my|the|a|an|head|heads|runs|leads|from|at|of|with
        |works|now
        |asked|suggested|told|gave|said|recommended|referred|does|makes|does|manages|handles|joined
        |joins|will|used|has|who's|is\ (?:interested|looking|leaving|the|a|an|our|my)|qui|die|der
            |som|que|directora?|hat|m'a|ha|från|av|bei|von
        |van)\b)""",
    re.VERBOSE,
)
# Matches "'s resume", "'s experience". No match: "'s office".
_HAS_PAPERS: Final = re.compile(
    r"['\u2019]s (?:\w{2,12} )?(?:resum|résum|cv\b|CV\b|experience|background|number|details"
    r"|e-?mail|address|phone|cell)",
    re.IGNORECASE,
)
# Matches "Resume - ", "resume of ", "Candidate: ". No match: "resume the ".
_PAPERS_OF: Final = re.compile(
    r"\b(?:resume|résumé|cv|candidate|introducing|intro)(?: ?[-:\u2013] ?| of | for | from | )$",
    re.IGNORECASE,
)
# A firm. Matches "Halden Group", "Pell Books Ltd". No match: "Jane Fox".
_FIRM: Final = re.compile(
    r"""\b(?:Group|Inc|Ltd|LLC|LLP|GmbH|AG|AB|BV|Corp|Co|Partners|Trust|Bank|Holdings?|Hotels?|Suites|Inn
        |Fund
        |Institute|Museum|Foundation|Association|University|College|School|Studios?|Works|Energy
        |Capital|Ventures|Services|Systems|Solutions|Technologies|Clinic|Hospital|Press|Foods|Tile
        |Oil|Daily|Weekly|Quarterly|Magazine|Journal|Gazette|House|Hall|Program|Department|Team|Board
            |Associates?|Council|Pipeline|Electric|Gas|Power|Brothers|Securities|Advis[eo]rs
            |Consulting|Industries|Corporation|Company|Insurance|Law\ Firm|Laborator(?:y|ies)|Labs
            |Networks?|Software|Communications|Airlines|Investments|Resources|Petroleum|Cent(?:er|re)
            |Agency|Commission|Committee|Division|Summit|Conference|Forum
        |Management|Products)\b""",
    re.VERBOSE,
)
# Partners whose names make a firm. Matches "of Clay, Orr & Finch", "firm Clay & Finch". No match:
# "with Ann, Ben & Cleo".
_PARTNERS: Final = re.compile(
    rf"""\b(?:of|at|by|firm|lawyers|attorneys|bankers|accountants)\ (?:{_CAPITAL},\ ){{0,5}}
        {_CAPITAL},?\ &\ {_CAPITAL}""",
    re.VERBOSE,
)
# A trade with a capital. Matches "Personal Tax Planner", "Senior Specialist". No: "Jane Fox".
_TRADE: Final = re.compile(
    r"""\b(?:Planner|Specialist|Engineer|Consultant|Coordinator|Administrator|Accountant|Attorney
        |Lawyer|Counsel|Developer|Officer|Assistant|Secretary|Intern|Internship|Designer|Architect
        |Advisor|Adviser|Supervisor|Trading|Finance|Marketing|Engineering|Sales|Side
        |Service|Support|Hotline|Helpdesk|Desk|Dial|Deal)$""",
    re.VERBOSE,
)
# A place of more than one word. Matches "San Rafael", "Halden Beach". No match: "Jane Beachy".
_PLACE_OF_WORDS: Final = re.compile(
    r"""^(?:San|Santa|Los|Las|Fort|Cape|Lake|Mount|Port|Northern|Southern|Eastern|Western)[ ]
    |\ (?:AZ|CA|CO|CT|FL|GA|IL|LA|MA|MI|MN|NC|NJ|NM|NV|NY|OH|OK|OR|PA|TN|TX|UT|VA|WA|WI)$
    |\ (?:Beach|Islands?|Desert|River|Valley|County|Drive|Road|Mall|Airport|Creek|Springs
        |Building|Plaza|Tower|Avenue|City|Box|Floor)$|\ \w+\ Lane$""",
    re.VERBOSE,
)
# What somebody is. Matches ", Vice President", " (Managing Director". No match: ", Halden".
_OFFICE_AFTER: Final = re.compile(
    r"""(?:,|\ -|\ \(|,\ our|,\ the)?\ ?(?:(?:Senior|Executive|Managing|Assistant|Associate|Chief
        |General|Vice|Deputy|Sr|Regional)\.?\ ){0,3}(?:President|VP|CEO|CFO|COO|CTO|Director|Manager
        |Partner|Professor|Chairman|Chairwoman|Chair|Officer|Counsel|Analyst|Attorney|Editor|Head
        |Dean|Principal|Founder|Owner|Geschäftsführer(?:in)?|Leiter(?:in)?)\b""",
    re.VERBOSE,
)
# A house stands behind who is of it. Matches "Jane Fox of ", "the owner of ". No match: "a friend
# of ", "the resume of ".
_OF_HOUSE: Final = re.compile(
    rf"""(?:\b(?:owner|head|director|founder|chairman|president|chief|manager|editor|buyer|principal)
        |{_CAPITAL}\ {_CAPITAL})\ (?:of|at|from)\ $""",
    re.VERBOSE,
)
# Matches " and Eileen Forsyth", behind the given name of a couple. No match: " and Eileen".
_AND_FULL_NAME: Final = re.compile(rf"\ (?:and|&)\ {_CAPITAL}\ {_CAPITAL}(?!\ [{_UPPER}])")
_POSSESSIVE: Final = re.compile(r"^['\u2019]s(?= )")
# The word before the second half of a place. Matches "New ", of "New York", "calle ". No match:
# "Renew ".
_PLACE_BEFORE: Final = re.compile(
    r"""\b(?:(?:New|North|South|East|West)|(?:calle|avenida|plaza|rue|avenue|boulevard)
        (?:\ (?:de|del|du|des|de\ la))?)\ $""",
    re.VERBOSE,
)
# Whose desk the named one keeps. Matches "my assistant, ". No match: "my new assistant, ".
_ASSISTANT_BEFORE: Final = re.compile(
    r"\b(?:(?:my|our|his|her|their) (?:assistant|secretary|admin)(?:,| is| -)?"
    r"|(?:Assistant|Asst|Secretary)[.,:]?) $"
)
# Matches ", my assistant". No match: ", my new assistant".
_ASSISTANT_AFTER: Final = re.compile(
    r",? (?:\(|is )?(?:my|our|his|her|their) (?:assistant|secretary|admin)\b"
)
# An address inside text. Matches "jo@example.org". No match: "@jo", "jo@".
_ADDRESS: Final = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9][A-Za-z0-9.-]{1,120}[A-Za-z]")
_PHONE: Final = re.compile(r"[(+]?\d[\d ().-]{5,18}\d|\b(?:[xX]|[Ee]xt\b\.?) ?\d[\d-]{3,6}\b")
# Someone near: what a text in small letters calls a person. Matches "my brother cian".
_KIN: Final = re.compile(
    r"""\b(?:my|our|a|mein|meine|mon|ma|mi|min)\ (?:\w{2,12}\ ){0,2}?(?:brother|sister|friend
        |cousin
        |colleague|partner|wife|husband|boss|neighbou?r|flatmate|cofounder|buddy|mate|freund
            |kollege)
        \ (?P<name>(?!(?:is|who|and|has|at|of|from|was|in|runs|that|to|the|for|with
        |said)\b)[a-zà-ÿ]{3,20})\b""",
    re.VERBOSE,
)

# Matches "my cousin ", "a former colleague of mine, ", "meine schwester ". No match: "my firm ".
_KIN_BEFORE: Final = re.compile(
    r"""\b(?:(?:god|step|grand)?(?:son|daughter)|(?:brother|sister|son|daughter)-in-law
        |(?:my|our)\ (?:youngest|eldest|oldest)|brother|sister|friend|cousin|uncle|aunt|nephew|niece
        |mother|father|wife|husband|colleague|partner|boss|neighbou?r|flatmate|cofounder|buddy|mate|roommate|classmate
        |mentor|bruder|schwester|freund|freundin|kollege|kollegin|cousine?|neffe|nichte|frau|mann
        |frère|s(?:œ|oe)ur|amie?|collègue|ami|hermano|hermana|amig[oa]|prim[oa]|compañer[oa]|bror
        |syster|vän|väninna|kollega|broer|zus|vriend|vriendin|nicht|neef)(?:\ of\ (?:mine
            |ours))?,?\ $""",
    re.VERBOSE,
)

# A row of capitals that goes on after four words.
_MORE_CAPITALS: Final = re.compile(rf"\ [{_UPPER}]\w")
# Matches "the contact is ", "her name is ". No match: "the question is ".
_NAMED_BEFORE: Final = re.compile(
    r"\b(?:name|contact|agent|lawyer|attorney|person|guy|man|woman|lady|doctor|broker)"
    r"(?:'s| is|:) ?$"
)

# Capitalised words that are no names: what starts sentences, days, months, places, trades.
_WORDS: Final = """
    write wrote email emailed contact reach bring met since
    i i'm i'd i've i'll it it's its a an the this that these those there here he she we they you
    your our my his her their who what when where why how which if in on at as by for from to of
    with without and or but so because since while after before until is are was were be been am
    do does did have has had can could will would shall should may might must let lets let's
    please thanks thank thx cheers hi hello hey dear good morning afternoon evening all both
    best regards kind warm sincerely yours many talk see looking look hope hoping just also not
    no yes yep sure ok okay well now then today tomorrow yesterday tonight monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august
    september october november december re fw fwd intro introduction introducing meet connecting
    connect welcome happy glad pleased delighted excited great nice lovely congratulations
    congrats sorry feel want any anyone someone somebody everyone each one two three first
    second last next new quick follow following per attached ceo cfo cto coo hr pr uk us usa eu
    ai saas b2b api linkedin google zoom teams calendar email mail phone tel call bcc cc ps p.s
    asap fyi team colleagues folks ladies guys sir madam subject date sent below once even still
    only very really maybe perhaps though although however instead apart besides meanwhile
    otherwise no-one hallo liebe lieber guten tag hej hola bonjour buenos buenas días tardes
    estimado estimada beste geachte hei ich du sie er wir ihr das die der ein eine und oder mit
    für von zu im kannst könntest viele grüße gruß lg vg mfg je tu il elle nous vous le la les
    un une et ou avec pour merci cordialement bien bonne journée yo tú él ella nosotros el los
    las una y o con para gracias saludos abrazo jag han hon vi ni det den en ett och eller med
    för tack mvh hälsningar ik jij hij zij wij jullie het een met voor bedankt groet groeten
    vriendelijke don't doesn't didn't can't won't isn't that's there's what's who's he's she's
    we're you're they're we've you've who'd he'd she'd we'd you'd give tell ask say says said
    thought think know knows knowing got get going go went take taking make making put putting
    send sending leave leaving bring bringing over off up down out back long short big little
    old young more less most much some such same other another every either neither own than too
    twice again never always often soon later early late right left far near above under between
    during about against ltd inc gmbh llc co corp university council board committee company
    department office chamber street road avenue north south east west central city group
    partners trust bank holdings hotel hotels institute museum foundation association analytics
    services systems solutions technologies energy capital ventures studio studios regarding
    referred referral favour favor question request anfrage kontakt vorstellung empfehlung
    présentation mise relation presentación kennismaking introduktion vernetzung frau herr herrn
    mr mrs ms dr prof professor señor señora adding looping copying moving hiya ciao dears
    greetings told asked hugs baci warmly love iphone android outlook mein meine unser unsere
    mon ma notre votre mi su nuestra min mitt vår ihre ansprechpartner ansprechpartnerin kollege
    kollegin nachfolger nachfolgerin ihnen juni juli mai märz freude woche verlag herzlich dank
    danke resume cv confidential analyst trader associate market risk texas houston mijn onze
    feb apr aug sept sep oct nov dec
    analysts associates traders managers directors engineers application password frenchman
    gentlemen like based finally namely additionally currently recently unfortunately
    consider totally enjoy prague succes lieve kurz pls attention attn ref vp director manager
    head president merry christmas xmas easter fri tue tues wed thu thurs sat sun given
    executive candidates redeployment deer here's job posting position opening vacancy update
    issue issues agreement contract project report schedule invoice order account accounts
    budget proposal review status information info litigation securities weather county
    activity affairs form list agenda minutes draft memo notice reminder travel relocation
    origination made mutual whom possible candidate recommendation handover double opt-in zou
    zouden kun kunt kunnen wil wilt heb heeft ken kent weet mag zal zullen graag alvast dag
    vanaf daarom waar hoe wie vill kan ska skulle känner känn vet får kanske bästa från när hur
    vem finns peux pourrais pourriez pouvez est connais connaissez avez cher chère chers salut
    coucou serait quand comment qui conoces conoce puedes podrías podría quiero quieres
    quisiera querido querida estimados cuando quién cómo hay gibt hast habt haben könnten
    würdest würden wäre hättest hätten magst kennen kennst darf soll sollen möchten willst
    name name's asst assistant liebes servus moin zwei drei vier sätze wann wer wo dürfte relevo
    als wenn jahr jahre jahren
    monat monaten wochen tagen ruf rufen sag sagen schreib schreiben melde melden est-ce appelle
    appelez vois voyez dites contacte contactez dile dígale llama llámale llámala llame habla
    háblale pregunta pregúntale escríbele hälsa säg zeg vraag grüezi
    ring phone text ping ringa kontakta fråga prata mejla bel stuur hoor nummer telefonnummer handy
"""
_NO_NAMES: Final = frozenset(_WORDS.split())
# Places, languages, products, sciences: no people where they stand alone, but surnames ("Jack
# London").
_PLACE_NAMES: Final = """
    africa asia europe european america american england english scotland scottish wales welsh
    ireland irish britain british france french germany german deutschland austria austrian
    österreich bavaria bayern switzerland swiss schweiz spain spanish españa italy italian
    portugal portuguese netherlands dutch nederland belgium belgian sweden swedish sverige
    norway norwegian denmark danish finland finnish iceland poland polish czech hungary
    hungarian romania romanian greece greek turkey turkish russia russian ukraine ukrainian
    china chinese japan japanese korea korean india indian pakistan singapore malaysia thailand
    vietnam indonesia philippines australia australian zealand canada canadian québec quebec
    mexico mexican brazil brazilian argentina chile colombia peru nigeria nigerian ghana kenya
    egypt morocco israel dubai london dublin edinburgh glasgow cardiff bristol bath manchester
    birmingham leeds oxford cambridge berlin munich münchen hamburg köln cologne frankfurt
    stuttgart vienna wien zurich zürich geneva genève bern brussels brussel bruxelles amsterdam
    rotterdam utrecht antwerp stockholm göteborg gothenburg malmö oslo copenhagen helsinki
    madrid barcelona valencia sevilla lisbon porto rome roma milan milano turin venice lyon
    marseille toulouse bordeaux tokyo osaka seoul beijing shanghai mumbai delhi bangalore
    toronto montreal montréal vancouver boston chicago philadelphia atlanta miami denver
    seattle portland california oregon nevada arizona colorado kansas missouri iowa minnesota
    wisconsin michigan illinois indiana ohio kentucky tennessee alabama louisiana arkansas
    oklahoma florida pennsylvania massachusetts connecticut vermont maine delaware maryland
    manhattan brooklyn dallas calgary tulsa omaha pittsburgh baltimore cleveland detroit nashville
    tampa sacramento edmonton ottawa melbourne brisbane auckland taipei manila jakarta bangkok
    moscow warsaw budapest bucharest athens istanbul ankara cairo nairobi lagos johannesburg
    caracas bogotá tanzania zimbabwe zambia uganda congo ethiopia lebanon syria iraq iran kuwait
    qatar venezuela ecuador bolivia uruguay panama cuba philippine
    excel powerpoint windows blackberry internet java oracle microsoft apple amazon slack notion
    github figma salesforce hubspot stripe instagram facebook twitter whatsapp youtube
    mathematics physics chemistry biology engineering economics finance marketing accounting
"""
_PLACES: Final = frozenset(_PLACE_NAMES.split())

# The rest of a file's name. Matches " H Resume.doc". No match: " wrote. Do".
_FILE_AFTER: Final = re.compile(
    r"(?:[ _-]\w{1,20}){0,3}\.(?:docx?|pdf|rtf|xlsx?|pptx?|txt|odt|jpe?g|png|zip)\b", re.IGNORECASE
)

# The end of a long line, where a program broke it: names go on. No match: the end of a greeting.
_WRAP: Final = re.compile(r"(?<=[^\n]{50})\n(?=[^\s>])")


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """A name as written, its place, and how much speaks for a person (0 is doubt)."""

    name: str
    start: int
    end: int
    likeness: float
    address: str | None
    is_house: bool = False
    """One word of which the text says that somebody is at it: "the lead at Cohere"."""


def names_in(text: str) -> tuple[str, ...]:
    """Names of people as written, in order, each once; fuller ones replace their parts."""
    found: list[str] = []
    for name, _ in _named(text):
        parts = words_of(name)
        if any(parts <= words_of(other) for other in found):
            continue
        found = [other for other in found if not words_of(other) < parts]
        found.append(name)
    return tuple(found)


def join_lines(text: str) -> str:
    """The text, of the same length, where a program broke no line. The rows of a list of
    numbers stay apart."""

    def joint(wrap: re.Match[str]) -> str:
        start, end = wrap.span()
        line = max(text.rfind("\n", 0, start) + 1, start - 100)
        if not _PHONE.search(text, line, start):
            return " "
        stop = text.find("\n", end, end + 100)
        return "\n" if _PHONE.search(text, end, stop if stop >= 0 else end + 100) else " "

    return _WRAP.sub(joint if _PHONE.search(text) else " ", text)


def people_named(text: str) -> list[NamedPerson]:
    """Every name in the first 5,000 characters, in order of place, with what speaks for it."""
    text = join_lines(text[:LONGEST_TEXT])
    addresses = [
        (match.start(), match[0].lower(), canonical_address(match[0]))
        for match in _ADDRESS.finditer(text)
    ]
    is_german = len(_GERMAN.findall(text)) > 2
    partners = [match.span() for match in _PARTNERS.finditer(text)] if " & " in text else []
    found = [
        _person(text, name, start, addresses, is_german)
        for name, start in _named(text)
        if not any(first <= start < last for first, last in partners)
    ]
    found += [
        NamedPerson(match["name"].capitalize(), match.start("name"), match.end("name"), 2.0, None)
        for match in _KIN.finditer(text)
    ]
    return found


def _person(
    text: str,
    name: str,
    start: int,
    addresses: list[tuple[int, str, str | None]],
    is_german: bool,
) -> NamedPerson:
    end = start + len(name)
    before, after = text[max(0, start - 12) : start], text[end : end + 40]
    likeness = 0.0
    if name.split(" ")[0].rstrip(".") in _TITLES:
        likeness += 3.0
    if _OF_PERSON.match(after) or (" " in name and _OFFICE_AFTER.match(after)):
        likeness += 1.5
    if has_phone_after(text, end):
        likeness += 1.5
    if " " in name:
        likeness += 2.0 - 1.5 * (name.rpartition(" ")[2].lower() in _PLACES)  # "Halden Canada"
    elif name.lower() in _PLACES:
        likeness -= 4.0
    elif is_german:
        likeness -= 2.0  # all nouns are capital
        likeness -= 2.0 * (_BEFORE_NOUN.search(before) is not None)
    if _MORE_CAPITALS.match(after):
        likeness -= 3.0  # "Bonfire Memorial Blood Drive Committee"
    if _NAMED_BEFORE.search(text[max(0, start - 24) : start].lower()):
        likeness += 2.0
    if _KIN_BEFORE.search(text[max(0, start - 28) : start].lower()):
        likeness += 3.0
    is_of_place = " " not in name and _OF_PLACE.search(before)  # "a call from Brian Redd" is not
    has_papers = _HAS_PAPERS.match(after)
    is_place = is_of_place or _IN_PLACE.search(before) or before.endswith("St. ")
    if (is_place and not has_papers) or _AFTER_PLACE.match(after):
        likeness -= 1.0 if " " in name and _AT_SOMEBODYS.search(before) else 3.0
    if any(len(word) > 1 and word.isalpha() and word.isupper() for word in name.split(" ")):
        likeness -= 2.0  # EBS London, Rice MBA
    if has_papers or _PAPERS_OF.search(text[max(0, start - 20) : start]):
        likeness += 2.5
    is_firm = _FIRM.match(_POSSESSIVE.sub("", after).lstrip()) is not None
    if is_firm or _FIRM.search(name):
        likeness -= 5.0
    if _OF_HOUSE.search(text[max(0, start - 48) : start]):
        likeness -= 3.0
    if any(c.isdigit() for c in name):
        likeness -= 4.0  # a postal code, a model
    if _TRADE.search(name) or _PLACE_OF_WORDS.search(name) or _PLACE_BEFORE.search(before):
        likeness -= 4.0
    if _ASSISTANT_AFTER.match(after) or _ASSISTANT_BEFORE.search(text[max(0, start - 28) : start]):
        likeness -= 2.5  # one calls them to reach another
    if " " in name:
        likeness += _likeness_in_list(text, start, end)
    elif _AND_FULL_NAME.match(text, end):
        likeness += 1.5  # "Pat" of "Pat and Eileen Forsyth"
    address = _address_of(name, start, addresses)
    is_at = _AT_HOUSE.search(before) is not None and not has_papers
    is_house = " " not in name and (is_at or is_firm)
    likeness += 3.0 if address else 0.0
    return NamedPerson(name, start, end, likeness, address, is_house)


def _likeness_in_list(text: str, start: int, end: int) -> float:
    """What a line that holds the name alone tells: the head of a card, its firm, a heading."""
    tail = text[end : end + 320].split("\n", 8)
    if text[end : end + 1] == ":" and not tail[0].strip(": \t"):
        return -2.5  # "Their lawyers:"
    if text[text.rfind("\n", 0, start) + 1 : start].strip() or tail[0].strip(" \t\r,"):
        return 0.0
    return {"head": 3.0, "below": -4.0, "": 0.0}[_place_on_card(text[:start], tail[1:8])]


def is_card(text: str, person: NamedPerson) -> bool:
    """Whether the name alone fills the line above a firm and a number or address to reach it."""
    text = join_lines(text[:LONGEST_TEXT])
    is_full = " " in person.name
    return is_full and _likeness_in_list(text, person.start, person.end) > 0.0


def _place_on_card(before: str, lines: list[str]) -> str:
    """Where the line between stands on a card, which ends with an empty line."""
    card = "\n".join(lines).lstrip("\r").split("\n\n")[0]
    if not (_PHONE.search(card) or _ADDRESS.search(card)):
        return ""
    above = before[-120:].split("\n")[-2:][0].strip() if "\n" in before else ""
    is_head = not above or above.endswith((":", ".", "!", ",")) or _PHONE.search(above)
    return "head" if is_head or _ADDRESS.search(above) else "below"


def is_kin(text: str, person: NamedPerson) -> bool:
    """Whether what stands before the name says whose relative or friend they are."""
    return _KIN_BEFORE.search(text[max(0, person.start - 28) : person.start].lower()) is not None


def has_phone_after(text: str, end: int) -> bool:
    """Whether a number to call stands in the next 40 characters."""
    return _PHONE.search(text[end : end + 40]) is not None


def gives_details(text: str) -> bool:
    """Whether an address or a number to call stands anywhere in the text."""
    has_address = "@" in text and _ADDRESS.search(text) is not None
    return has_address or _PHONE.search(text) is not None


_TITLES: Final = frozenset(
    {"Mr", "Mrs", "Ms", "Dr", "Prof", "Professor", "Herr", "Herrn", "Frau", "Mme", "Sra", "Sr",
     "Señora", "Señor", "Monsieur", "Madame", "Capt", "Captain", "Deacon", "Father", "Brother",
     "Sister", "Rev", "Sir", "Dame", "Lady", "Lord", "Dra", "Sœur", "Senator", "Judge", "Coach",
     "Pastor", "Mevrouw", "Meneer"}
)  # fmt: skip


def _address_of(name: str, start: int, addresses: list[tuple[int, str, str | None]]) -> str | None:
    """The address in the text that a name would have, the nearest of them."""
    words = [word for word in words_of(name) if len(word) > 2]
    words += [plain for word in words for plain in _plain_letters(word)]
    fitting = [
        (abs(place - start), address)
        for place, written, address in addresses
        if address and any(word in written.partition("@")[0] for word in words)
    ]
    return min(fitting)[1] if fitting else None


_TWO_LETTERS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"}
)
_ONE_LETTER: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "ß": "ss"})


@lru_cache(maxsize=4096)
def _plain_letters(word: str) -> tuple[str, ...]:
    """As addresses write it, which have no accents: "kühn" is "kuehn" or "kuhn"."""
    if word.isascii():
        return ()
    letters = without_accents(word.translate(_ONE_LETTER))
    return tuple(dict.fromkeys((word.translate(_TWO_LETTERS), letters)))


def words_of(text: str) -> frozenset[str]:
    """The words of a text in lower case, without digits, marks and titles."""
    return frozenset(re.findall(r"[^\W\d_]{2,30}", text[:LONGEST_TEXT].lower())) - _NO_PARTS


_NO_PARTS: Final = frozenset(
    {"mr", "mrs", "ms", "dr", "dra", "prof", "professor", "herr", "herrn", "frau", "mme", "sra",
     "señora", "señor", "monsieur", "madame", "senator", "mevrouw", "meneer"}
)  # fmt: skip


def is_same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's: one in the other, or the same given name.

    "Mr. Hensley" is "Ray Hensley"; "Dolly Hensley" is not, nor is "Hensley Foods".
    """
    first, second = _without_title(one), _without_title(other)
    if not first or not second:
        return False
    smaller, larger = sorted((first, second), key=len)
    is_given_alike = not given_names(first[0]).isdisjoint(given_names(second[0]))
    if is_given_alike and first[-1] == second[-1]:
        return True
    is_one_of_one_word = len(smaller) == 1
    return (is_one_of_one_word and first[0] == second[0]) or frozenset(smaller) < frozenset(larger)


def is_someone_else(mailbox: Mailbox, name: str) -> bool:
    """Whether a full name has another surname than the mailbox: "John Lewis", not john.doe@."""
    surname = words_of(" ".join(_without_title(name)[1:][-1:]))
    written = words_of(full_name(mailbox.name)) or _called(mailbox)[0]
    return bool(surname) and len(written) > 1 and not surname & _called(mailbox)[0]


def is_namesake(mailbox: Mailbox, name: str) -> bool:
    """Whether a full name shares only the surname: "my niece Judith Fox", of John Fox.

    Of the same surname are also those whose given name the mailbox has in a short form that
    is not known here: ask only where the words speak of kin.
    """
    given, *rest = _without_title(name) or ("",)
    own = words_of(full_name(mailbox.name))
    is_short = any(not given_names(given).isdisjoint(given_names(word)) for word in own)
    return bool(set(rest) & own) and len(given) > 1 and not is_short


@lru_cache(maxsize=1024)
def _without_title(name: str) -> tuple[str, ...]:
    words = re.findall(r"[\w'-]+", name)
    return tuple(word.lower() for word in words if word not in _TITLES)


@lru_cache(maxsize=1024)
def _called(mailbox: Mailbox) -> tuple[frozenset[str], str]:
    """Words by which a text may call the owner of a mailbox, and the part before the @."""
    local = mailbox.address.partition("@")[0]
    words = words_of(full_name(mailbox.name)) | words_of(re.sub(r"[._+-]", " ", local))
    return frozenset(word for word in words if len(word) > 2), local


def is_called(mailbox: Mailbox, words: frozenset[str]) -> bool:
    """Whether one of the words is a name of the mailbox's owner, in full or short."""
    names, local = _called(mailbox)
    if words & names:
        return True
    if any(plain in names for word in words for plain in _plain_letters(word)):
        return True
    known = frozenset().union(*map(given_names, names))
    for word in words:
        if len(word) < 3 or word in _NO_NAMES:
            continue
        if not known.isdisjoint(given_names(word)):
            return True
        is_near = 3 < len(word) < len(local) <= len(word) + 2
        if is_near and (local.endswith(word) or local.startswith(word)):
            return True  # mheller, annal
    return False


def may_be_called(mailbox: Mailbox, name: str) -> bool:
    """Whether only initials speak for it: "Michael" for m.okafor@, "Jess" for jw@."""
    if full_name(mailbox.name):
        return False
    local = mailbox.address.partition("@")[0]
    parts = [part for part in re.split(r"[._+-]", local) if part.isalpha()]
    surnames = [part for part in parts[1:] if len(part) > 2]
    if " " in name and surnames and not words_of(name) & set(surnames):
        return False  # "Terry Kain" is not t.hodge@
    if len(parts) > 1 and len(parts[0]) == 3 and not name.lower().startswith(parts[0]):
        return False  # jim.fallon@ is nobody's initials
    is_short = len(parts) > 1 or 1 <= len(local) <= 3
    return bool(is_short and parts and len(parts[0]) <= 3 and parts[0][0] == name[0].lower())


_STARTS_SENTENCE: Final = re.compile(r"(?:^|[.!?\n])\s*$")


def _named(text: str) -> list[tuple[str, int]]:
    """Each name in the text with its place, without words that only look like names."""
    found = []
    for match in _NAME.finditer(text):
        words = match["name"].split(" ")
        place = match.start("name")
        while words and _plain(words[0]) in _NO_NAMES:
            place += len(words[0]) + 1
            words = words[1:]
        if words[:1] == ["Van"] and len(words) > 2 and _STARTS_SENTENCE.search(text[:place][-3:]):
            place += 4  # "Van Ruud Smit kreeg ik": from Ruud Smit
            words = words[1:]
        words = _until_a_word(words, is_titled=bool(match["title"]))
        name = re.sub(r"['\u2019]s?$", "", " ".join(words))
        if match["title"] and place == match.start("name") and words:
            name = f"{match['title'].strip()} {name}"
            place = match.start("title")
        is_address = text[match.end() : match.end() + 1] == "@"
        is_file = _FILE_AFTER.match(text, place + len(name)) is not None
        if len(name) > 2 and not name.isupper() and words and not (is_address or is_file):
            found.append((name, place))
    return found


_FRENCH_SUBJECTS: Final = frozenset(
    {"tu", "vous", "je", "nous", "il", "elle", "on", "ils", "elles"}
)


def _until_a_word(words: list[str], *, is_titled: bool) -> list[str]:
    """A name up to the first word that is none: "Miriam Kessler | Ihre Ansprechpartnerin"."""
    for place, word in enumerate(words):
        # "Frau Dr. Lange von der Stadtbibliothek": where she works.
        is_where = is_titled and place and word in ("von", "van", "de")
        if is_where or (place and not word.islower() and _plain(word) in _NO_NAMES):
            words = words[:place]
            break
        head, dash, rest = word.partition("-")
        if dash and rest.lower() in _FRENCH_SUBJECTS:  # "Veux-tu que je vous présente"
            words = words[:place]
            break
        if dash and rest.lower() in _NO_NAMES:  # "Joe Davis-Resume"
            words = [*words[:place], head]
            break
        if word.endswith(("'s", "\u2019s")):  # "Frank's E-mail": what is theirs
            words = words[: place + 1]
            break
    while words and words[-1].islower():
        words = words[:-1]
    return words


def _plain(word: str) -> str:
    return word.lower().replace("\u2019", "'").removesuffix("'s")
