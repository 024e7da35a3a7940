"""The commonest words of languages: they tell which one a mail is in, and nothing of what it is."""

from __future__ import annotations

from typing import Final

KNOWN_LANGUAGES: Final = tuple(
    frozenset(words.split())
    for words in (
        """the to of and a in is for you i it that on with this we be are have your our at as will
        not if can my from or do me please thanks hi an by was but so let just what no any""",
        """der die das und ich sie wir ist nicht ein eine zu mit für den es im auf von haben noch
        uns an am bei bitte dem des hat ihr ihre in kann nach oder um war wie wird zum zur fuer
        mir mich dir dich hier heute bis ja nein nur schon mal wenn dann sind bin habe hab hast vom
        durch ihnen ihren euch unsere keine kein diese dieser hallo guten liebe lieber geehrte""",
        """le la les de des et vous je nous un une est en que pour pas dans sur avec au du votre
        ce à a ai aux elle il ils on ou par plus qui sont ne se si tu bonjour merci j'ai c'est d'un
        d'une qu'il n'est m'a mon ma mes ton ta tes leur chaque lui cher chère cette ces""",
        """el los las que en un una por para con su es lo se del al nos me te gracias la de a y o
        mi tu sus le les ya si no qué más muy como ha he hola hay está este esta usted pero cuando
        tengo tiene nuestra nuestro buenos buenas desde hasta""",
        """och att det som är jag en på för med vi du har inte till av den om ett hej kan de i ni
        vill ska så men din er från kl mig dig oss vår ert ditt när hur bara också då här där sig
        kommer behöver eller efter hos mot över under""",
        """de het een van en ik je dat is niet met voor we u op zijn te er aan hebben wij kan in
        om nog bij of ook maar als naar uit heb dan deze die mij jou jij jullie uw ons onze hoi nu
        alles geen ben heeft moet moeten wel want hier door beste graag wordt worden""",
    )
)
"""Common words of English, German, French, Spanish, Swedish and Dutch."""
FUNCTION_WORDS: Final = frozenset().union(*KNOWN_LANGUAGES)
OTHER_LANGUAGES: Final = tuple(
    frozenset(words.split())
    for words in (
        """il i lo la gli le di del dei della a è e che ti te mi al alla nel per con un una non
        sono ho ci si da ma come anche questo grazie ciao nella delle degli nei hai ha va più lei
        suo vostro vostra nostro nostra oggi domani buongiorno però se le mio mia""",
        """o a os as de do da dos das que e em um uma não com para por é se no na ao mais me te
        segue você obrigado obrigada olá bom boa à às ao aos pelo pela já quando pode tem ou mas foi
        ontem hoje seu sua nosso nossa bem muito""",
        """og jeg det en er ikke til på for med vi du har af at den de som om et kan fra vil
        også hvad hvis dig mig vennlig hilsen så når efter etter under hos vores dette skal blev ble
        bliver blir din dit der her hvor meget veldig tak takk hei hej i men eller deg
        meg""",
        """nie się na w z że jest i do to czy dla jak dzień dobry proszę po o od ale za są""",
        """a je že na se v s to do že jsem z dobrý den pro o jako ale prosím""",
        """on ja ei että hei kiitos olen oli se tämä mutta kun jos niin voi ovat""",
        """ve bir bu için merhaba da de ile ne çok var teşekkürler""",
        """és az a hogy nem egy is szia van meg de ez""",
        """și nu este pentru cu vă bună la de în mulțumesc o să din pe""",
    )
)
"""The same of Italian, Portuguese, Danish and Norwegian, Polish, Czech, Finnish, Turkish, Hungarian
and Romanian, which share words with those and are not learned."""
