"""Closing formulas: "Best regards", "Viele Grüße aus Leipzig", in some twenty languages."""

from __future__ import annotations

import re

from extractors.quote_words import words

_CLOSINGS = frozenset(
    words(
        """
        best | with best wishes | warm wishes | thanks so much | thanks a lot | thanks for reading |
        thank you so much | thank you for your time | thank you for your attention |
        thank you for your consideration | thank you for your time and consideration |
        mit herzlichen grüßen | herzlichst | med vänlig hälsning | vänlig hälsning |
        bien à toi | un abrazo | hartelijke groet | hartelijke groeten |
        best regards | best wishes | regards | kind regards | kindest regards |
        warm regards | warmest regards | warmly | with kind regards | with best regards |
        sincerely | sincerely yours | yours sincerely | yours truly | yours faithfully | yours |
        respectfully | cordially | cheers | thanks | many thanks | thanks again | thank you |
        thank you very much | thanks very much | thanks and regards | thanks & regards |
        thanks in advance | all the best | take care | talk soon | rgds | br | kr | thx | ciao |
        mit freundlichen grüßen | mit freundlichen grüssen | freundliche grüße |
        freundliche grüsse | viele grüße | liebe grüße | beste grüße | mit besten grüßen |
        herzliche grüße | schöne grüße | gruß | grüße | mfg | vg | lg | danke | hochachtungsvoll |
        cordialement | bien cordialement | bien à vous | salutations | meilleures salutations |
        sincères salutations | merci | amicalement | saludos | un saludo | saludos cordiales |
        atentamente | un cordial saludo | gracias | cordiali saluti | distinti saluti | saluti |
        grazie | atenciosamente | cumprimentos | abraços | abraço | obrigado | obrigada |
        met vriendelijke groet | met vriendelijke groeten | vriendelijke groet |
        vriendelijke groeten | groet | groeten | groetjes | mvg | bedankt | med vänliga hälsningar
        | vänliga hälsningar | hälsningar | mvh | vänligen | tack | bästa hälsningar |
        med venlig hilsen | venlig hilsen | hilsen | vh | tak | vennlig hilsen |
        med vennlig hilsen | takk | pozdrawiam | z poważaniem | dziękuję | pozdrowienia |
        ystävällisin terveisin | terveisin | terveiset | kiitos | yst. terv |
        with warm regards | with warmest regards | warmest wishes | with thanks | with gratitude |
        with many thanks | with appreciation | fondly | love | lots of love | hugs | xx | xoxo |
        bye for now | speak soon | see you soon | until then | yours respectfully | best wishes to
        all | have a great day | have a good day | have a nice day | have a great weekend |
        mit freundlichem gruß | mit bestem gruß | mit besten grüssen | mit lieben grüßen |
        mit den besten grüßen | mit herzlichem gruß | herzlichen gruß | herzlicher gruß |
        lieben gruß | lieber gruß | freundlicher gruß | viele liebe grüße | ganz liebe grüße |
        sonnige grüße | bis bald | bis dann | vielen dank | danke und gruß | danke und grüße |
        bien amicalement | amitiés | bien sincèrement | à bientôt | bonne journée | bises |
        sentiments distingués | bien à toi et à bientôt | merci d'avance | merci beaucoup |
        un saludo cordial | cordialmente | muchas gracias | abrazos | besos | atentos saludos |
        saludos cordiales y gracias | hasta pronto | quedo a la espera | un fuerte abrazo |
        un cordiale saluto | cordialità | a presto | un caro saluto | cari saluti | grazie mille |
        tanti saluti | com os melhores cumprimentos | melhores cumprimentos |
        beijinhos | um abraço | até breve | muito obrigado | muito obrigada | grato | grata |
        med hartelijke groet | met hartelijke groet | met hartelijke groeten | met groet |
        hartelijks | liefs | tot snel | alvast bedankt | hartelijk dank | allra bästa hälsningar |
        varma hälsningar | trevlig helg | kram | tack på förhand | tusen tack | med bästa hälsningar
        | mange hilsner | de bedste hilsner | bedste hilsner | kærlig hilsen | mange hilsener |
        beste hilsen | med beste hilsen | varme hilsener | hilsener | klem | på forhånd takk |
        z wyrazami szacunku | pozdrawiam serdecznie | serdecznie pozdrawiam | serdeczności |
        z pozdrowieniami | łączę pozdrowienia | s pozdravem | s přátelským pozdravem | zdravím |
        hezký den | děkuji | parhain terveisin | parhain terveisin ja kiitos | terv | yt |
        ystävällisesti | kiitos etukäteen | с уважением | с наилучшими пожеланиями | всего доброго |
        спасибо | з повагою | saygılarımla | sevgiler | iyi çalışmalar | üdvözlettel |
        üdvözlettel és köszönettel | cu stimă | lep pozdrav | srdačan pozdrav | s poštovanjem |
        敬具 | よろしくお願いいたします | よろしくお願い致します | 此致敬礼 | 此致 | 祝好 | 顺祝商祺
        """
    )
)
_GREETING = re.compile(
    r"""
    \b (?: regards | wishes | greetings | gr(?:ü|ue)(?:ß|ss)e?n? | gruß | gruss
         | hälsning | hälsningar | hilsen | hilsner | hilsener | groet | groeten | groetjes
         | saluti | saluto | saludo | saludos | abrazo | salutations | cumprimentos | terveisin
         | cordialement | amicalement | respectueusement | sincèrement
         | (?: bonne | belle | excellente )\ (?: journée | soirée | fin\ de\ (?:journée|semaine) )
         | à\ (?: bientôt | très\ vite ) | au\ plaisir | quedo\ a\ (?: sus | su | la )
         | pozdrawiam | pozdrowienia | pozdrowieniami | pozdrav | pozdravem | поздрави | уважением
         | sevgiler | saygılarımla | üdvözlettel ) \b
      (?! \ (?: bitte | dein | deine | deinen | mir ) \b )
    # In a line of a few words that is no sentence. matches: Sonnige Grüße aus Leipzig;
    # not: Greet your mother, Grüße bitte deine Schwester
    """,
    re.VERBOSE,
)


def closes(line: str) -> bool:
    if len(line) > 60:
        return False
    folded = line.rstrip(",.!;:-~ ").lower()
    if folded in _CLOSINGS:
        return True
    # "Grüße aus Leipzig", "Sevgiler / Best regards", "Belle journée et salutations"
    return (
        len(folded.split()) <= 6
        and line[-1:] not in ".?"
        and ":" not in line
        and (_GREETING.search(folded) is not None)
    )
