"""How much a message asks about the other, and how much it speaks of its sender: counts.

Knows whose matter a sentence is by its first words and its pronouns; it refuses to judge
whether the interest is real.
"""

from __future__ import annotations

import re
from typing import Final

from extractors.records import Interest, Message
from extractors.sentences import find_sentences
from extractors.signals import LONGEST_TEXT, fold

# The other, in six languages. Matches "your trip", "wie geht es dir". No match: "it", "them".
_YOU: Final = re.compile(
    r"""\b(?:you|your|yours|you're|you've|you'd|ya|du|dich|dir|dein\w{0,2}|sie|ihnen|ihr
        |ihre[nrms]?|euch|euer
        |tu|te|toi|ton|ta|tes|vous|votre|vos|tú|ti|usted|su|sus|vosotros|vuestr[oa]s?|dig|din|ditt|dina|ni|er
        |je|jij|jou|jouw|jullie|uw)\b""",
    re.VERBOSE,
)
# A request or an offer that only looks like a question about the other. Matches "could you",
# "are you free", "did you get my". No match: "did you like Rome?".
_ERRAND: Final = re.compile(
    r"""^(?:and|but|so|also|hi|hello|hey)?[\W]{0,3}(?:\w{2,15},\ )?(?:
        (?:can|could|would|will|might|may|shall|should)\ (?:you|i|we)\b(?!\ say)
        |are\ you\ (?:\w{1,10}\ )?(?:free|available|around|able|interested|open|up\ for|coming
        |the\ right)
        |do\ you\ (?:\w{1,10}\ )?(?:have\ (?:time|a\ (?:minute|moment|second|copy)|any|the)|know
        |want|need|mind)
        |(?:did|have)\ you\ (?:\w{1,10}\ )?(?:get|got|receive[d]?|see|seen|had|have|read
        |check(?:ed)?)\ (?:a|my|the|our|this|that)
        |(?:does|would|is)\ (?:that|this|it)\b|when\ (?:can|could|are|would)|what\ time
        |(?:können|könnten|würden)\ sie|(?:kannst|könntest|würdest|hast)\ du|passt
        |haben\ sie\ (?:zeit|interesse)
        |(?:pourriez|pouvez|peux|pourrais|seriez)|(?:podrías|podría|puedes|puede)|(?:kan|kunde
        |skulle|har)\ du
        |(?:kun|kunt|zou|heb)\ (?:je|u))""",
    re.VERBOSE,
)
# Begins with the sender. Matches "I'm", "we have", "our product", "ich bin", "je suis".
_ME: Final = re.compile(
    r"""^(?:and|but|so|also|well|then|now|today|yesterday|here|currently|anyway|actually
        |since\ then)?[\W]{0,3}
        (?:i|i'm|i've|i'd|i'll|we|we're|we've|we'd|we'll|my|our|me|ich|wir|mein\w{0,2}
        |unser\w{0,2}
        |je|j'ai|nous|mon|ma|mes|notre|nos|yo|nosotros|mi|mis|nuestr[oa]s?|jag|vi|min|mitt|vår|vårt
        |ik|wij|mijn|onze?)\b""",
    re.VERBOSE,
)


def count_interest(message: Message) -> Interest:
    """Questions about the reader, and sentences about the sender; machines have none."""
    if message.automation.is_bulk or message.automation.is_auto_reply:
        return Interest()
    text = message.new_text[:LONGEST_TEXT]
    folded = fold(text)
    about_you = about_me = 0
    for start, end in find_sentences(text):
        sentence = folded[start:end]
        if sentence.endswith("?"):
            about_you += bool(_YOU.search(sentence)) and not _ERRAND.match(sentence)
        elif _ME.match(sentence):
            about_me += 1
    return Interest(about_you, about_me)
