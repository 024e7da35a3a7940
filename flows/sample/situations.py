"""What the sample mailbox shows, and which mails and people show it.

For tests of the whole: every situation that the letter speaks of stands here with the
Message-IDs (they do not depend on the day) and the addresses to look for. Where a
situation names both, ``people`` are those the letter should, or in a trap should not, name.
"""

from __future__ import annotations

from dataclasses import dataclass

ME = "lanternandlathe.example"


@dataclass(frozen=True, slots=True)
class Situation:
    name: str
    what: str
    messages: tuple[str, ...] = ()
    """Message-IDs without brackets."""
    people: tuple[str, ...] = ()
    """Addresses."""


SITUATIONS: tuple[Situation, ...] = (
    # Ties
    Situation(
        "fading",
        "strong ties with a clear rhythm that went quiet 6 to 11 weeks ago",
        (
            "fading-saltmarsh.last@saltmarshinns.example",
            "fading-voss.last@vossinteriors.example",
            "fading-allard.last@galerie-allard.example",
            f"fading-corrieburn.awaited@{ME}",
        ),
        (
            "dev@saltmarshinns.example",
            "eleanor@vossinteriors.example",
            "py.allard@galerie-allard.example",
            "hamish.orr@corrieburn.example",
        ),
    ),
    Situation(
        "steady",
        "clients, a supplier and an architect who come and go in their rhythm",
        people=(
            "greta.lindholm@harbourmill.example",
            "luca@ferrante-studio.example",
            "wanda@prycehotglass.example",
            "tomasz@lanternandlathe.example",
        ),
    ),
    Situation(
        "warming",
        "began some weeks ago and grows",
        people=(
            "amara.nwosu@kittiwake.example",
            "carys@bevanclay.example",
            "mina.castelo@harbourmill.example",
        ),
    ),
    Situation(
        "dormant",
        "quiet for about half a year or more",
        people=("kerstin.aalto@pohjalampi.example", "bill@prenticemenswear.example"),
    ),
    # Owed and awaited
    Situation(
        "owed reply",
        "a question to the owner, unanswered for days",
        (
            "mueller.owed@mueller-soehne.example",
            "museum.owed@cliftonmaritime.example",
            "glass.owed@prycehotglass.example",
            "introductions.owed@bevanclay.example",
            "traps.owed@tanabe-lamps.example",
            "traps.owed-despite-auto-reply@hotel-lesormes.example",
        ),
        (
            "einkauf@mueller-soehne.example",
            "siobhan.keane@cliftonmaritime.example",
            "wanda@prycehotglass.example",
            "carys@bevanclay.example",
            "aiko@tanabe-lamps.example",
            "d.marchetti@hotel-lesormes.example",
        ),
    ),
    Situation(
        "owed despite an out-of-office",
        "the owner's automatic reply is no answer",
        (
            "traps.owed-despite-auto-reply@hotel-lesormes.example",
            f"traps.own-auto-reply@{ME}",
        ),
    ),
    Situation(
        "trap: answered in another thread",
        "not owed",
        ("traps.answered-elsewhere@abelsonbooks.example", f"traps.the-answer@{ME}"),
        ("ruth@abelsonbooks.example",),
    ),
    Situation(
        "trap: answered by a meeting",
        "not owed",
        (
            "traps.answered-by-meeting@northquaycoop.example",
            "traps.meeting-that-answers@northquaycoop.example",
            f"traps.meeting-accepted@{ME}",
            "traps.meeting-recap@northquaycoop.example",
        ),
        ("callum.reid@northquaycoop.example",),
    ),
    Situation(
        "trap: a question in a broadcast",
        "not owed",
        ("traps.broadcast-question@avonguild.example",),
    ),
    Situation(
        "awaited reply",
        "the owner's question, unanswered; an out-of-office is no answer",
        (
            f"fading-corrieburn.awaited@{ME}",
            f"suppliers.awaited@{ME}",
            f"advisers.awaited@{ME}",
        ),
        (
            "hamish.orr@corrieburn.example",
            "o.bondar@brightline-led.example",
            "pgarrick@garrickreeve.example",
        ),
    ),
    Situation(
        "trap: awaited and received",
        "the signed terms came in a mail about lamps outdoors: not awaited",
        (f"kittiwake.awaited-closed@{ME}",),
        ("amara.nwosu@kittiwake.example",),
    ),
    Situation(
        "promise of mine, overdue",
        "revised figures by a day that has passed",
        (f"kittiwake.follow-up@{ME}",),
        ("amara.nwosu@kittiwake.example",),
    ),
    Situation(
        "promise of mine, due",
        "two lines and a plan by a day to come",
        (f"ferrante.promise-mine@{ME}",),
        ("luca@ferrante-studio.example",),
    ),
    Situation(
        "promise of theirs, overdue",
        "two menus by a day that has passed",
        ("mueller.promise-theirs@mueller-soehne.example",),
        ("m.mueller@mueller-soehne.example",),
    ),
    # Introductions
    Situation(
        "introduction made, met",
        "Luca and Ben: answered, met, thanked",
        (
            f"ferrante.intro-made@{ME}",
            "ferrante.intro-accepted@tarrantjoinery.example",
            "ferrante.intro-met@ferrante-studio.example",
            "ferrante.intro-thanks@tarrantjoinery.example",
        ),
        ("luca@ferrante-studio.example", "ben@tarrantjoinery.example"),
    ),
    Situation(
        "introduction made, answered",
        "Siobhán and Zoë; and this week Oksana and Yusuf",
        (
            f"museum.intro-made@{ME}",
            "museum.intro-accepted@papercrane.example",
            f"introductions.made-this-week@{ME}",
            "introductions.made-this-week-answered@haldengrow.example",
        ),
    ),
    Situation(
        "introduction made, silent",
        "Tobias never wrote to Wanda",
        (f"glass.intro-made@{ME}",),
        ("tobias.renner@rennerbar.example",),
    ),
    Situation(
        "introduction received, met",
        "Henrik brought Amara: answered, met, thanked in the answer",
        ("kittiwake.intro-received@dahladvisory.example", f"kittiwake.intro-answered@{ME}"),
        ("henrik@dahladvisory.example", "amara.nwosu@kittiwake.example"),
    ),
    Situation(
        "introduction received this week",
        "Greta brought Ingrid; answered",
        (
            "harbour-mill.intro-received@harbourmill.example",
            f"harbour-mill.intro-answered@{ME}",
        ),
        ("greta.lindholm@harbourmill.example", "ingrid@fjellstue.example"),
    ),
    Situation(
        "introduction received, silent",
        "Henrik's other one, to Marguerite: forgotten by both",
        ("introductions.received-silent@dahladvisory.example",),
        ("marguerite.okonjo@lisle-hotels.example",),
    ),
    Situation(
        "introduction asked by me",
        "of Henrik, to Kelmscote House; it came, and was thanked for",
        (
            f"introductions.asked-by-owner@{ME}",
            "introductions.received-answered@dahladvisory.example",
            f"introductions.thanks-said@{ME}",
        ),
    ),
    Situation(
        "introduction asked of me",
        "answered with a joiner; answered this week; one left lying",
        (
            "ferrante.asked-for-joiner@ferrante-studio.example",
            "introductions.asked-of-owner@haldengrow.example",
            "introductions.asked-of-owner-silent@papercrane.example",
        ),
    ),
    Situation(
        "introduction offered",
        "Luca offers a chapel builder",
        ("ferrante.intro-offered@ferrante-studio.example",),
    ),
    Situation(
        "self-introduction by a referrer",
        "Ruth writes because Eleanor suggested it",
        ("introductions.self-introduction@abelsonbooks.example",),
    ),
    Situation(
        "new colleague presented",
        "Greta presents Mina to three of us",
        ("harbour-mill.presented@harbourmill.example",),
    ),
    Situation(
        "thanks owed",
        "Clare brought Carys, a tie came of it, nobody thanked Clare",
        ("introductions.received-thanks-owed@avonguild.example",),
        ("clare@avonguild.example",),
    ),
    # Pitches
    Situation(
        "pitch received",
        "cold, each in its own voice, some with nudges",
        (
            "pitches.seo@rankrocket.example",
            "pitches.seo-bump@rankrocket.example",
            "pitches.seo-last@rankrocket.example",
            "pitches.crm@hivecrm.example",
            "pitches.broker@penhale-exits.example",
            "pitches.factory@ningdelamp.example",
            "pitches.recruiter@farrtalent.example",
            "pitches.foundry@danubecasting.example",
            "pitches.energy@voltswitch.example",
            "pitches.podcast@makersmindset.example",
            "pitches.lender@quickstone-capital.example",
            "pitches.lender-bump@quickstone-capital.example",
            "pitches.charity@lifeboatball.example",
            "pitches.job-seeker@fernpost.example",
            "pitches.wealth@whyteassociates.example",
            "pitches.app@shiftly.example",
            "pitches.pitch-this-week@rankrocket.example",
        ),
    ),
    Situation(
        "own pitch before rapport",
        "to the fair and to an investor, with a bump",
        (
            f"own-pitches.before-rapport@{ME}",
            f"own-pitches.before-rapport-silent@{ME}",
            f"own-pitches.own-bump@{ME}",
        ),
        ("lars.eklund@nordlightfair.example", "priya@tidemarkangels.example"),
    ),
    Situation(
        "own pitch after rapport",
        "to Luca, after many houses",
        (f"ferrante.own-pitch@{ME}",),
        ("luca@ferrante-studio.example",),
    ),
    # Meetings
    Situation(
        "meeting moved, held, followed up",
        "site visit for the bar: REQUEST, accepted, SEQUENCE 1, accepted, notes",
        (
            f"harbour-mill.visit-invite@{ME}",
            "harbour-mill.visit-accepted@harbourmill.example",
            f"harbour-mill.visit-moved@{ME}",
            "harbour-mill.visit-accepted-again@harbourmill.example",
            f"harbour-mill.visit-follow-up@{ME}",
        ),
        ("greta.lindholm@harbourmill.example",),
    ),
    Situation(
        "meeting cancelled",
        "Luca's review call: CANCEL",
        (
            "ferrante.call-invite@ferrante-studio.example",
            "ferrante.call-cancelled@ferrante-studio.example",
        ),
    ),
    Situation(
        "meeting declined",
        "the panel: REPLY with DECLINED, not held",
        ("press.panel-invite@nordlightfair.example", f"press.panel-declined@{ME}"),
    ),
    Situation(
        "meeting without follow-up",
        "Fatima's interview, accepted and held; Henrik's coffee, fixed in words",
        (
            "press.meeting-invite@madequarterly.example",
            f"press.meeting-accepted@{ME}",
            "press.meeting-proposed@dahladvisory.example",
            f"press.meeting-confirmed@{ME}",
        ),
        ("fatima@madequarterly.example", "henrik@dahladvisory.example"),
    ),
    Situation(
        "meeting in plain text, followed up",
        "Amara and her builder",
        (
            "kittiwake.meeting-proposed@kittiwake.example",
            f"kittiwake.meeting-confirmed@{ME}",
            f"kittiwake.follow-up@{ME}",
        ),
        ("amara.nwosu@kittiwake.example",),
    ),
    Situation(
        "meeting this week",
        "Ben with his templates, fixed in words; it had a word after it",
        (
            "press.meeting-proposed-this-week@tarrantjoinery.example",
            f"press.meeting-held-this-week@{ME}",
        ),
        ("ben@tarrantjoinery.example",),
    ),
    Situation(
        "meeting ahead",
        "lamp care with housekeeping, accepted",
        (
            "harbour-mill.meeting-ahead@harbourmill.example",
            f"harbour-mill.meeting-ahead-accepted@{ME}",
        ),
        ("greta.lindholm@harbourmill.example",),
    ),
    # Machines
    Situation(
        "newsletter",
        "weekly with List-Id and one-click unsubscribe; HTML only; plain notices",
        (
            "ledger.01@workshopledger.example",
            "fitout.01@mail.fitoutbriefing.example",
            "guild.01@avonguild.example",
        ),
        (
            "letter@workshopledger.example",
            "news@mail.fitoutbriefing.example",
            "noreply@avonguild.example",
        ),
    ),
    Situation(
        "LinkedIn notice",
        "first contacts among them",
        ("linkedin.07@linkedin.example", "linkedin.12@linkedin.example"),
        ("notifications-noreply@linkedin.example",),
    ),
    Situation(
        "receipt or other no-reply",
        "purchases, statements, parcels, sign-ins",
        (
            "receipts.01@tillroll.example",
            "bank.01@brunelmutual.example",
            "parcels.01@packhorse.example",
            "security.01@fernpost.example",
        ),
        (
            "receipts@tillroll.example",
            "no-reply@brunelmutual.example",
            "donotreply@packhorse.example",
            "security-noreply@fernpost.example",
        ),
    ),
    Situation(
        "calendar robot",
        "reminders",
        ("calendar.01@fernpost.example",),
        ("calendar-notification@fernpost.example",),
    ),
    Situation(
        "out-of-office",
        "Oksana's",
        ("suppliers.out-of-office@brightline-led.example",),
    ),
    Situation(
        "delivery failure",
        "of a mail with a slip in the address",
        (f"suppliers.bounced@{ME}", "suppliers.bounce@mx.fernpost.example"),
    ),
    # Identity
    Situation(
        "aliases of the owner",
        "two own addresses",
        people=("nora@lanternandlathe.example", "nora.whitlock@fernpost.example"),
    ),
    Situation(
        "one person, two addresses",
        "same full name in the same organisation",
        people=("samuel.oyelaran@kelmscotehouse.example", "soyelaran@kelmscotehouse.example"),
    ),
    Situation(
        "non-ASCII name",
        "in UTF-8 and in ISO-8859-1",
        people=(
            "aiko@tanabe-lamps.example",
            "siobhan.keane@cliftonmaritime.example",
            "m.mueller@mueller-soehne.example",
            "zoe@papercrane.example",
        ),
    ),
    # Form
    Situation(
        "HTML-only mail",
        "from the accountant, and an energy broker",
        ("advisers.03@garrickreeve.example", "pitches.energy@voltswitch.example"),
    ),
    Situation(
        "quoted history: Gmail",
        "top-posted, text and HTML",
        (f"harbour-mill.02@{ME}", "kittiwake.03@kittiwake.example"),
    ),
    Situation(
        "quoted history: Outlook",
        "a border and From, Sent, To, Subject; German too",
        ("harbour-mill.03@harbourmill.example", "mueller.08@mueller-soehne.example"),
    ),
    Situation(
        "quoted history: Apple Mail",
        "with the day and the time",
        ("ferrante.03@ferrante-studio.example",),
    ),
    Situation(
        "quoted history: Thunderbird",
        "in English bottom-posted, in German",
        ("glass.03@prycehotglass.example", "mueller.03@mueller-soehne.example"),
    ),
    Situation(
        "interleaved answers",
        "between the quoted lines",
        (
            "glass.02@prycehotglass.example",
            "fading-corrieburn.03@corrieburn.example",
            "lampmakers.list-post@prycehotglass.example",
        ),
    ),
    Situation("forwarded message", "an enquiry", (f"team.forward@{ME}",)),
    Situation("attachment", "small PDFs", ("harbour-mill.order@harbourmill.example",)),
    Situation(
        "discussion list",
        "posts by people, not bulk",
        ("lampmakers.list-post@prycehotglass.example", f"lampmakers.own-list-post@{ME}"),
    ),
    Situation(
        "same message in two folders",
        "INBOX and Archive",
        ("harbour-mill.order@harbourmill.example",),
    ),
)


def situation(name: str) -> Situation:
    """The one of that name; KeyError where there is none."""
    return _BY_NAME[name]


_BY_NAME = {one.name: one for one in SITUATIONS}
