"""What a folder or a label is for: sent mail, drafts, junk, trash.

Knows the attributes of RFC 6154 (SPECIAL-USE) and the names that mail programs give, each in its
user's language; refuses to know what is done with them.
"""

from __future__ import annotations

from unicodedata import normalize

SPECIAL_USES = {
    b"\\all": "all",
    b"\\archive": "archive",
    b"\\drafts": "drafts",
    b"\\flagged": "flagged",
    b"\\important": "important",
    b"\\junk": "junk",
    b"\\sent": "sent",
    b"\\trash": "trash",
}
NOT_MAIL_USES = {
    "drafts": "drafts were never sent",
    "flagged": "a view of other folders",
    "important": "a view of other folders",
    "junk": "junk",
    "trash": "trash",
}
# Servers without SPECIAL-USE (RFC 6154), Exchange among them, and Takeout's labels are known by
# the names that mail programs give, each in its user's language.
_NAMES = {
    "sent": (
        "sent", "sent items", "sent messages", "sent mail", "sent-mail",
        "gesendet", "gesendete objekte", "gesendete elemente",
        "envoyés", "éléments envoyés", "messages envoyés",
        "enviados", "elementos enviados", "e-mails enviados", "itens enviados",
        "inviati", "posta inviata", "verzonden", "verzonden items",
        "skickat", "skickade objekt", "sendt", "sendte elementer", "lähetetyt",
        "wysłane", "elementy wysłane", "odeslané", "odeslaná pošta", "отправленные", "надіслані",
        "gönderilmiş postalar", "送信済みメール", "送信済みアイテム", "已发邮件", "已发送邮件",
        "보낸편지함",
    ),
    "drafts": (
        "drafts", "entwürfe", "brouillons", "borradores", "rascunhos", "bozze", "concepten",
        "utkast", "kladder", "luonnokset", "wersje robocze", "koncepty", "черновики", "чернетки",
        "taslaklar", "下書き", "草稿", "임시보관함",
        "outbox", "unsent messages", "postausgang", "boîte d'envoi", "bandeja de salida",
    ),
    "junk": (
        "junk", "junk e-mail", "junk email", "junk-e-mail", "spam", "bulk mail",
        "courrier indésirable", "correo no deseado", "lixo eletrônico", "posta indesiderata",
        "ongewenste e-mail", "skräppost", "søppelpost", "uønsket mail", "roskaposti",
        "wiadomości-śmieci", "nevyžádaná pošta", "спам", "迷惑メール", "垃圾邮件", "스팸함",
    ),
    "trash": (
        "trash", "bin", "deleted", "deleted items", "deleted messages",
        "papierkorb", "gelöschte elemente", "gelöschte objekte",
        "corbeille", "éléments supprimés", "papelera", "elementos eliminados",
        "lixeira", "itens excluídos", "cestino", "posta eliminata",
        "prullenbak", "verwijderde items", "papperskorgen", "borttaget", "borttagna objekt",
        "papirkurv", "slettede elementer", "slettet post", "roskakori", "kosz",
        "elementy usunięte", "koš", "odstraněná pošta", "корзина", "удаленные", "кошик",
        "çöp kutusu", "ゴミ箱", "削除済みアイテム", "已删除邮件", "휴지통",
    ),
}  # fmt: skip
_USES = {name: use for use, names in _NAMES.items() for name in names}


def use_by_name(name: str) -> str | None:
    """What a folder or a label of this name is for, by RFC 6154's words; None for all others."""
    # A folder that comes from a Mac may spell its letters as letter and accent.
    return _USES.get(normalize("NFC", name).casefold())
