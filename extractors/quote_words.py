"""The words by which mail programs mark history, in some twenty languages.

Knows labels of headers, markers of answers and forwards, and how attribution lines begin.
Plain sets of lower-case words; :mod:`extractors.quotes` knows what to do with them.
"""

from __future__ import annotations


def words(listing: str) -> list[str]:
    """The phrases of a listing that parts them by bars and runs over lines."""
    phrases = (" ".join(phrase.split()) for phrase in listing.split("|"))
    return [phrase for phrase in phrases if phrase]


HEADER_LABELS: dict[str, str] = {
    label: role
    for role, labels in {
        "from": """
            from | von | de | från | fra | van | da | od | lähettäjä | mittente | expéditeur |
            remitente | remetente | absender | afzender | avsändare | nadawca | odesílatel |
            отправитель | от | від | 发件人 | 寄件者 | 差出人 | 보낸 사람 | kimden | gönderen |
            feladó | de la | expeditor | από | from address
        """,
        "date": """
            sent | date | gesendet | datum | envoyé | envoyé le | date d'envoi | enviado |
            enviado el | enviada em | enviado em | enviada el | fecha | data | skickat | sendt |
            dato | verzonden | inviato | inviato il | wysłano | wysłane | data wysłania |
            lähetetty | päiväys | päivämäärä | pvm | дата | отправлено | надіслано | odesláno |
            发送时间 | 发件时间 | 日期 | 寄件日期 | 送信日時 | 日付 | 보낸 날짜 | gönderildi |
            gönderme tarihi | tarih | elküldve | küldve | dátum | trimis | ημερομηνία | sent on |
            gesendet am | sendt den
        """,
        "to": """
            to | an | à | pour | para | till | til | aan | a | do | vastaanottaja | destinataire |
            destinatario | destinatário | empfänger | ontvanger | mottagare | modtager | adresat |
            кому | komu | 收件人 | 收件者 | 宛先 | 받는 사람 | kime | alıcı | címzett | către |
            προς
        """,
        "cc": """
            cc | kopie | copie | copie à | kopia | kopi | kopio | dw | do wiadomości | копия |
            копія | 抄送 | 副本 | 참조 | bilgi | másolatot kap | bcc | cci | cco | ccn
        """,
        "subject": """
            subject | betreff | objet | asunto | assunto | ämne | emne | onderwerp | oggetto |
            temat | aihe | sujet | тема | předmět | predmet | 主题 | 主旨 | 件名 | 제목 | konu |
            tárgy | subiect | θέμα
        """,
        "other": """
            reply-to | importance | attachments | anhänge | priority | antwort an | répondre à |
            organization | sensitivity | message-id | in-reply-to | references | newsgroups |
            x-mailer | attachment | return-path | wichtigkeit | prioritet | bijlagen |
            pièces jointes | responder a | rispondi a | svar till | beantwoorden aan | bilaga |
            adjuntos | allegati | załączniki | liitteet | when | required | optional
        """,
    }.items()
    for label in words(labels)
}

REPLY_MARKERS = frozenset(
    words(
        """
        original message | original appointment | original email | original mail | reply message |
        reply separator | ursprüngliche nachricht | originalnachricht | original-nachricht |
        ursprünglicher termin | antwort nachricht | ursprüngliche e-mail | message d'origine |
        message original | message initial | message d’origine | mensaje original |
        mensagem original | messaggio originale | messaggio originario | ursprungligt meddelande |
        originalmeddelande | ursprungligt mail | originalbericht | origineel bericht |
        oorspronkelijk bericht | oorspronkelijke bericht | opprinnelig melding | original melding
        | oprindelig meddelelse | original meddelelse | wiadomość oryginalna |
        oryginalna wiadomość | alkuperäinen viesti | původní zpráva | исходное сообщение |
        оригинальное сообщение | 原始邮件 | 原始郵件 | 元のメッセージ | 원본 메시지 |
        eredeti üzenet | mesaj original | orijinal mesaj | özgün ileti
        """
    )
)
FORWARD_MARKERS = frozenset(
    words(
        """
        forwarded message | begin forwarded message | forwarded mail | start of forwarded message
        | end of forwarded message | forwarded text | forwarded letter |
        begin forwarded text | end forwarded text | forwarded | begin forward |
        inline attachment follows |
        weitergeleitete nachricht | anfang der weitergeleiteten nachricht | weitergeleitete mail |
        weitergeleitete e-mail | message transféré | début du message réexpédié |
        début du message transféré | message réexpédié | mensaje reenviado |
        inicio del mensaje reenviado | mensagem encaminhada | mensagem reencaminhada |
        início da mensagem encaminhada | início da mensagem reencaminhada |
        messaggio inoltrato | inizio messaggio inoltrato | inizia messaggio inoltrato |
        vidarebefordrat meddelande | vidarebefordrat mail | vidarebefordrat brev |
        vidarebefordrat e-postmeddelande | doorgestuurd bericht | begin doorgestuurd bericht |
        videresendt melding | videresendt e-post | videresendt besked | videresendt meddelelse |
        start på videresendt besked | start på videresendt melding |
        wiadomość przekazana | przekazana wiadomość | treść przekazanej wiadomości |
        początek przekazywanej wiadomości | välitetty viesti | edelleenlähetetty viesti |
        přeposlaná zpráva | пересланное сообщение | пересылаемое сообщение |
        начало переадресованного сообщения | 转发邮件 | 转发的邮件 | 轉寄郵件 | 転送メッセージ |
        továbbított üzenet | mesaj redirecționat | iletilen ileti | yönlendirilmiş ileti
        """
    )
)
BEGINNINGS = (
    "begin", "forwarded message", "inizi", "início", "inicio", "début", "anfang", "start",
    "początek", "начало",
)  # fmt: skip
"""A forward marker without dashes around it says that something begins."""

COMPANIES = (" corp.", " inc.", " ltd.", " gmbh", " llc", " plc", " corp", " ab", " ag")
RESPOND_TO = ("please respond to", "sent by:", "bitte antwort an", "veuillez répondre à")
"""What Notes writes between the name and the headers of the mail that is answered."""

OPENERS = frozenset(
    words(
        """
        on | am | le | el | il | em | op | den | på | w | dnia | dne | pe | a | at | in | quoting
        | citando | zitat | citerar | el: | --- | på: | kl. | tarihinde | ons | tor | fre | lør |
        søn | man | tir | mån | tis | lör | sön | ma | ti | ke | to | pe | la | su | вт | пн | ср
        | чт | пт | сб | вс | śr | pon | wt | czw | pt | sob | niedz | po | út | st | čt | pá | so
        | ne | no | wiadomość | vào | ons. | tor. | fre. | lør. | søn. | man. | tir. | śr. | pon.
        | wt. | czw. | pt. | sob. | niedz. | στις | pada | missatge
        """
    )
)
"""The first word of an attribution line."""
