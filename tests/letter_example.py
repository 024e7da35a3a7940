"""A rich week, written by hand: the report behind the golden letter."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flows.report.weekly import (
    CoverageLine,
    Fading,
    FollowUpDue,
    HelpSuggestion,
    IntroductionOutcome,
    IntroductionToMake,
    OwedReply,
    Pitch,
    Promise,
    Relationship,
    Status,
    ThanksOwed,
    WeeklyReport,
    WeekNumber,
)

AS_OF = date(2026, 11, 22)


def at(month: int, day: int, hour: int = 9, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, 30, tzinfo=UTC)


def tie(  # a table row, read as one
    person_id: int,
    full_name: str,
    email: str,
    status: Status,
    reason: str,
    health: int | None,
    trend: int | None,
    touches: str,
    organisation: str | None = None,
) -> Relationship:
    """``touches``: twelve digits, oldest week first."""
    weeks = tuple(int(digit) for digit in touches)
    return Relationship(
        person_id=person_id,
        full_name=full_name,
        email=email,
        status=status,
        reason=reason,
        health=health,
        contact_chance=None if health is None else health / 100,
        strength=float(sum(weeks)),
        balance=0.5,
        quiet_days=12,
        rhythm_days=9.0,
        trend=trend,
        contact_day_count=sum(weeks),
        received_count=sum(weeks),
        sent_count=sum(weeks),
        meeting_count=1,
        first_contact_at=at(2, 3),
        last_contact_at=at(11, 10),
        touches_by_week=weeks,
        organisation=organisation,
    )


RELATIONSHIPS = (
    tie(1, "Tomás Becker", "tomas@becker-holzbau.example", "steady",
        "last contact 2 days ago; you two talk every 4 days", 94, 1, "231322413223"),
    tie(2, "Marta Lindqvist", "marta@lindqvist-mobel.example", "cooling",
        "7 weeks quiet; you two used to talk every 9 days", 38, -31, "212120000000"),
    tie(3, "Priya Raman", "priya.raman@northlight.example", "warming",
        "6 days of contact this month, 2 the month before", 91, 12, "000101012322"),
    tie(4, "Sébastien Moreau", "s.moreau@atelier-moreau.example", "steady",
        "last contact 6 days ago; you two talk every 11 days", 83, -2, "101011010111"),
    tie(5, "Oluwaseun Adeyemi", "seun@adeyemi-partners.example", "cooling",
        "9 weeks quiet; you two used to talk every 3 weeks", 27, -22, "010000000000"),
    tie(6, "Hannah Weiss", "hannah.weiss@weissundsohn.example", "steady",
        "last contact 9 days ago; you two talk every 12 days", 79, 0, "101001001010"),
    tie(7, "Kenji Watanabe", "watanabe@kumo-lighting.example", "warming",
        "4 days of contact this month, none the month before", 72, 18, "000000000121"),
    tie(8, "Aoife Brennan", "aoife@brennan-legal.example", "steady",
        "last contact 2 weeks ago; you two talk every 16 days", 66, -4, "010010100100"),
    tie(9, "Luca Ferri", "luca@ferri-marmi.example", "cooling",
        "6 weeks quiet; you two used to talk every 2 weeks", 44, -15, "011010000000"),
    tie(10, "Ingeborg van den Berghe-Hagström", "i.vandenberghe@scandinavian-interiors.example",
        "steady", "last contact 3 weeks ago; you two talk every 4 weeks", 58, -3, "010001000100"),
    tie(11, "Marek Dvořák", "marek.dvorak@dvorak-sklo.example", "new",
        "first contact 11 days ago", None, None, "000000000012"),
    tie(12, "Fatima El Amrani", "fatima@elamrani-textiles.example", "dormant",
        "31 weeks quiet; you two used to talk every 3 weeks", 8, -1, "000000000000"),
)  # fmt: skip

REPORT = WeeklyReport(
    as_of=AS_OF,
    owner_name="Ingrid Solheim",
    time_zone="Europe/Oslo",
    message_count=6_214,
    newest_message_at=at(11, 22, 18),
    numbers=(
        WeekNumber(1, "people_in_touch", "People in touch with", 23, 19),
        WeekNumber(2, "messages_received", "Messages received", 64, 71),
        WeekNumber(3, "messages_sent", "Messages sent", 41, 38),
        WeekNumber(4, "replies_sent", "Replies sent", 29, 25),
        WeekNumber(5, "meetings_held", "Meetings held", 4, 6),
        WeekNumber(6, "introductions_made", "Introductions made", 1, 0),
        WeekNumber(7, "introductions_received", "Introductions received", 2, 1),
        WeekNumber(8, "pitches_received", "Pitches received", 7, 9),
        WeekNumber(9, "pitches_sent", "Pitches sent", 1, 0),
        WeekNumber(10, "new_people", "New people", 3, 2),
    ),
    relationships=RELATIONSHIPS,
    fading=(
        Fading(2, "Marta Lindqvist", "marta@lindqvist-mobel.example", "cooling",
               "7 weeks quiet; you two used to talk every 9 days", 38, 8.0, 50, 9.0,
               at(10, 3), "received", "m-2", "Re: Oak samples for the showroom"),
        Fading(5, "Oluwaseun Adeyemi", "seun@adeyemi-partners.example", "cooling",
               "9 weeks quiet; you two used to talk every 3 weeks", 27, 5.0, 64, 21.0,
               at(9, 19), "sent", "m-5", "Lease renewal, second draft"),
        Fading(9, "Luca Ferri", "luca@ferri-marmi.example", "cooling",
               "6 weeks quiet; you two used to talk every 2 weeks", 44, 4.0, 43, 14.0,
               at(10, 10), "received", "m-9", "Photos from the quarry"),
        Fading(12, "Fatima El Amrani", "fatima@elamrani-textiles.example", "dormant",
               "31 weeks quiet; you two used to talk every 3 weeks", 8, 3.0, 217, 21.0,
               at(4, 19), "sent", "m-12", "Thank you for the swatches"),
    ),
    owed_replies=(
        OwedReply(4, "Sébastien Moreau", "s.moreau@atelier-moreau.example", "m-21", "t-21",
                  "Atelier visit in December", at(11, 16), 4,
                  "Would the 9th or the 10th suit you better for the visit?",
                  "asked 6 days ago, no answer from you since"),
        OwedReply(8, "Aoife Brennan", "aoife@brennan-legal.example", "m-22", "t-22",
                  "Supplier terms, clause 7", at(11, 17), 3,
                  "Can you live with thirty days, or do we ask for forty-five?",
                  "asked 6 days ago, no answer from you since"),
        OwedReply(11, "Marek Dvořák", "marek.dvorak@dvorak-sklo.example", "m-23", "t-23",
                  "Dobrý den / glass for the stairs", at(11, 19), 1, None,
                  "asked 3 days ago, no answer from you since"),
    ),
    awaited_replies=(
        OwedReply(6, "Hannah Weiss", "hannah.weiss@weissundsohn.example", "m-24", "t-24",
                  "Lead times before Christmas", at(11, 13), 5,
                  "Could you still deliver by the 18th?", "you asked; no word since"),
        OwedReply(7, "Kenji Watanabe", "watanabe@kumo-lighting.example", "m-25", "t-25",
                  "Pendant lamps, quantities", at(11, 18), 2,
                  "Is twelve a number you can work with?", "you asked; no word since"),
    ),
    introductions=(
        IntroductionOutcome("m-31", at(11, 5), "made", "by_me", 0, "Ingrid Solheim",
                            "ingrid@solheim-interior.example",
                            ("Tomás Becker", "Kenji Watanabe"), "met", at(11, 18), None,
                            "met 13 days later"),
        IntroductionOutcome("m-32", at(11, 11), "made", "to_me", 3, "Priya Raman",
                            "priya.raman@northlight.example", ("Marek Dvořák",), "answered",
                            at(11, 12), None, "answered 1 day later"),
        IntroductionOutcome("m-33", at(10, 28), "made", "by_me", 0, "Ingrid Solheim",
                            "ingrid@solheim-interior.example",
                            ("Aoife Brennan", "Luca Ferri"), "silent", None, 25,
                            "no word seen for 25 days"),
    ),
    thanks_owed=(
        ThanksOwed(3, "Priya Raman", "priya.raman@northlight.example", "m-32", at(11, 11),
                   ("Marek Dvořák",),
                   "the introduction led to an exchange, and you have not thanked since"),
    ),
    follow_ups_due=(
        FollowUpDue(1, "Tomás Becker", "tomas@becker-holzbau.example", "m-41",
                    "Site walk, Grünerløkka", at(11, 17), 3,
                    "met 5 days ago, no word since"),
    ),
    promises=(
        Promise("m-51", 6, "Hannah Weiss", "hannah.weiss@weissundsohn.example", "mine",
                "I'll send you the floor plan by Friday.", at(11, 16), date(2026, 11, 20), True),
        Promise("m-52", 10, "Ingeborg van den Berghe-Hagström",
                "i.vandenberghe@scandinavian-interiors.example", "theirs",
                "You will have the signed order next week.", at(11, 13), None, False),
    ),
    pitches=(
        Pitch("m-61", None, "Brad Kessler", "brad@growthrocket.example", "received", at(11, 17),
              "Quick question, Ingrid", 0, True,
              "15 minutes on your calendar this week to show you how we 10x your pipeline", 0.97),
        Pitch("m-62", None, None, "partnerships@seo-lantern.example", "received", at(11, 19),
              "Guest post on your website", 0, True,
              "we would love to place an article with a do-follow link", 0.91),
        Pitch("m-63", None, "Dana Cole", "dana@fairstand.example", "received", at(11, 20),
              "A stand at the Oslo fair", 0, True, "special price until Friday", 0.41),
        Pitch("m-64", 13, "Henrik Voss", "h.voss@voss-hotels.example", "sent", at(11, 18),
              "Interiors for your new house in Bergen", 1, True,
              "we would be glad to make you an offer for the lobby", 0.88),
    ),
    help_suggestions=(
        HelpSuggestion(8, "Aoife Brennan", "aoife@brennan-legal.example",
                       """quiet for 2 weeks; they last wrote of "Supplier terms, clause 7\""""),
        HelpSuggestion(10, "Ingeborg van den Berghe-Hagström",
                       "i.vandenberghe@scandinavian-interiors.example",
                       """quiet for 3 weeks; they last wrote of "Opening in January\""""),
    ),
    introductions_to_make=(
        IntroductionToMake(9, "Luca Ferri", "luca@ferri-marmi.example", 4, "Sébastien Moreau",
                           "s.moreau@atelier-moreau.example",
                           "both wrote to you about marble, worktops; never on one message"),
    ),
    coverage=(
        CoverageLine("work", "INBOX", "inbox", True, None, 4_131, 4_128, 2, 1, "larger than 25 MB",
                     0, date(2024, 2, 3), True, at(11, 23, 5), at(11, 23, 5), None),
        CoverageLine("work", "Sent", "sent", True, None, 2_088, 2_086, 0, 0, None, 2,
                     date(2024, 2, 5), False, at(11, 23, 5), at(11, 22, 20),
                     "the server closed the connection"),
        CoverageLine("work", "Spam", "junk", False, "spam is not read", 310, 0, 0, 0, None,
                     None, None, False, None, None, None),
    ),
)  # fmt: skip

QUIET_REPORT = WeeklyReport(as_of=AS_OF, owner_name="", time_zone="UTC")


if __name__ == "__main__":
    # Writes the golden letter anew; look at it before you commit it.
    from pathlib import Path

    from flows.report.render import render_letter

    golden = Path(__file__).parent / "golden"
    letter = render_letter(REPORT)
    (golden / "letter.html").write_text(letter.html, encoding="utf-8")
    (golden / "letter.txt").write_text(letter.text, encoding="utf-8")
