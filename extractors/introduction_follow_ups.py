"""What a message says of an introduction before it: thanks, a bcc, a refusal, a meeting.

Knows the words of one message; which introduction they mean is for the views, who know the
thread and its people.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.names import people_named
from extractors.records import Evidence, FollowUpKind, IntroductionFollowUp, Message
from extractors.signals import LONGEST_TEXT, fold

# Matches "moving lena to bcc", "maeve (to bcc)", "thanks priya, bcc'd", "nehme dich ins bcc". No
# match: "cc and bcc".
_BCC: Final = re.compile(
    r"""\b(?:mov(?:e|ed|ing)|putting|put|shift(?:ed|ing)|dropp(?:ed|ing)|setze|nehme|mets|pongo
        |flyttar|zet)
        \ (?:[\w'.-]{1,20}\ ){0,4}?(?:to|on|in|into|auf|ins?|im|en|i|till|naar|op)\ (?:the\ )?bcc\b
    |\b(?:mets|passe|pongo|paso|dejo)\b[^.!?\n]{0,30}\ en\ (?:cci|cco|copie\ cachée|copia\ oculta)\b
    |[(\[]\ ?(?:now\ )?(?:to|on|in|moved\ to|auf|en|naar)?\ ?bcc(?:'?e?d)?\ ?[)\]]
    |\b(?:to|on|in)\ bcc\ (?:to|so|now|from)\b|\b(?:to|now\ on)\ bcc\b(?=[.!\n]|\ -)
        |\bbcc'?(?:ing|d|ed)\ """,
    re.VERBOSE,
)
# Matches "thanks for the intro", "thank you for connecting us", "thank you for sending ann my way",
# "thanks lena! moving you to bcc", "danke für die vorstellung". No match: "thanks for the way".
_THANKS: Final = re.compile(
    r"""\b(?:thanks|thank\ you|thx|ty|grateful|appreciate
        |cheers)\b[^.!?\n]{0,50}\b(?:intro(?:duction)?s?\b
        |introducing|connecting|connection|putting\ (?:us|me)\ in|bringing\ us
        |making\ this\ happen|thinking\ of\ me|putting\ (?:me|us)\ on(?:to)?\b
        |sending\ (?:me|us)\ to\b|referr(?:al|ing)\b|recommending\b)
    |\b(?:thanks|thank\ you)\b[^.!?\n]{0,40}\b(?:sending|steering|pointing|pushing)
        \ [^.!?\n]{2,40}\ (?:my|our)\ way\b
    |\b(?:thanks|thank\ you|thx|danke|merci|gracias|tack|bedankt)\b[^?\n]{0,60}\bbcc\b
    |\bthanks\ to\ your\ intro
    |\b(?:danke|dank)\b[^.!?\n]{0,40}\b(?:vorstellung|kontakt|intro|vernetzen|verbinden
        |vermittlung|bekannt\ gemacht|zusammengebracht|vorgestellt)
    |\bmerci\b[^.!?\n]{0,40}\b(?:mise\ en\ relation|présentation|présentée?s?\b|mise?\ en
        |contact|intro)
    |\bgracias\b[^.!?\n]{0,40}\b(?:presentación|presentarnos|presentarme|presentado|contacto|conectarnos
        |ponernos)
    |\btack\b[^.!?\n]{0,40}\b(?:introduktion|presentation|presenterade|kopplade
        |kontakten)
    |\b(?:bedankt|dank)\b[^.!?\n]{0,40}\b(?:introductie|voorstellen|voorgesteld|kennismaking
        |koppelen|contact)""",
    re.VERBOSE,
)
_DECLINED: Final = re.compile(
    r"""\b(?:not\ interested|no\ thanks?\b|no,?\ thank\ you|not\ (?:a|the\ right|really\ a
        |quite\ a)?\ ?(?:good\ )?fit
        |(?:have|has|going|need)\ to\ (?:pass|decline)|must\ (?:pass|decline)|i'll\ pass
        |rather\ not
        |please\ (?:don't|do\ not)(?=[.!,\n]|\ (?:introduce|connect|pass|give|put|share)\b)
        |an?\ pass\ (?:from|for)\ (?:me|us)|not\ for\ (?:me|us)\b|count\ me\ out|to\ say\ no\b
        |(?:i'm|i\ am|we're|we\ are)\ (?:\w{2,9}\ )?(?:full|booked)\b[^.!?\n]{0,12}\b(?:un)?til
        |not\ the\ right\ time|not\ (?:something|a\ priority)\b[^.!?\n]{0,30}\b(?:now|us|this)
        |kein\ interesse|leider\ nicht|lieber\ nicht|sans\ façon|préfère(?:rais)?\ (?:ne\ )?pas
        |preferiría\ (?:que\ )?no\b|prefiero\ (?:que\ )?no\b|liever\ niet|helst\ inte|nej\ tack
        |pas\ intéressée?s?|geen\ interesse|no\ (?:me|nos)\ interesa
        |inte\ intresserade?|tackar\ nej)\b""",
    re.VERBOSE,
)
_MET: Final = re.compile(
    r"""\b(?:we|(?:he|she|i)\ and\ (?:i|\w{2,15}))\ (?:\w{1,12}\ )?(?:met|spoke|talked|had\ (?:a
        |an|our|lunch|coffee|dinner)
        |have\ (?:met|spoken)|hit\ it\ off)\b
    |\b(?:met|spoke|talked|had\ (?:a\ )?(?:great\ |good\ |lovely\ )?(?:coffee|lunch|dinner|call
        |chat))\ (?:with|to)?\ ?(?:him|her|them
        |[a-zà-ÿ]{2,15})?\b[^.!?\n]{0,20}\b(?:yesterday|today|on\ \w{3,9}day|last\ week
        |this\ (?:morning|week)|earlier)
    |\bwir\ haben\ (?:uns|gesprochen|telefoniert)|\bnous\ nous\ sommes\ (?:vus|parlé|rencontrés)
    |\bnos\ (?:vimos|reunimos|hemos\ visto)|\bvi\ (?:träffades|sågs|pratade)
        |\bwe\ (?:hebben\ elkaar|spraken)""",
    re.VERBOSE,
)
# Each with what most mail has none of.
_WORDS: Final[tuple[tuple[FollowUpKind, re.Pattern[str], tuple[str, ...]], ...]] = (
    ("moved_to_bcc", _BCC, ("bcc", " cci", " cco", "copie cachée", "oculta")),
    (
        "thanked",
        _THANKS,
        ("intro", "connecti", "putting", "bringing", "thinking of me", "making this", "vorstell",
         "kontakt", "vernetz", "verbind", "vermittl", "relation", "présent", "contact", "present",
         "conect", "poner", "kopp", "kennismak", "bcc", " way", "sending ", "referr",
         "recommending", "bekannt gem", "zusammengeb", "vorgestellt", "mis en", "voorgesteld"),
    ),
    (
        "declined",
        _DECLINED,
        ("interest", "intéress", "intress", "interes", "no thank", "no, thank", " fit", "to pass",
         "must pass", "'ll pass", "decline", "rather not", "right time", "a priority",
         "not something", "leider nicht", "tackar nej", "please don't", "please do not", " pass ",
         "not for ", "count me", "say no", " full", " booked", "lieber nicht", "façon", "préfère",
         "prefer", "prefiero", "liever niet", "helst inte", "nej tack"),
    ),
)  # fmt: skip
_NEAR: Final = 60


def find_follow_ups(message: Message) -> tuple[IntroductionFollowUp, ...]:
    """What is said of an earlier introduction, at most one of each kind, in a fixed order."""
    if message.automation.is_bulk or message.automation.is_auto_reply:
        return ()
    text = message.new_text[:LONGEST_TEXT]
    folded = fold(text)
    found: list[IntroductionFollowUp] = []
    for kind, pattern, hints in _WORDS:
        if not any(hint in folded for hint in hints):
            continue
        if match := pattern.search(folded):
            found.append(_follow_up(kind, text, match))
    # "We met" alone says nothing of an introduction; said to one who is thanked for it, it does.
    is_thanked = any(each.kind == "thanked" for each in found)
    if is_thanked and (match := _MET.search(folded)):
        found.append(_follow_up("met", text, match))
    return tuple(found)


def _follow_up(kind: FollowUpKind, text: str, match: re.Match[str]) -> IntroductionFollowUp:
    start, end = match.span()
    near = text[max(0, start - _NEAR) : end + _NEAR // 2]
    names = [person.name for person in people_named(near)] if kind != "declined" else []
    return IntroductionFollowUp(
        kind=kind,
        introducer_name=names[0] if names else "",
        evidence=(Evidence("text", f"introduction_{kind}", text[start:end], start, end),),
    )
