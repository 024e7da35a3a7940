"""Notices: who did what on a network, out of the sender and the subject."""

from __future__ import annotations

import pytest

from extractors.notices import find_notice
from extractors.records import Mailbox, Notice

LINKEDIN = Mailbox("messages-noreply@linkedin.com", "LinkedIn")
JANE_BY_LINKEDIN = Mailbox("invitations@linkedin.com", "Jane Doe")
X = Mailbox("notify@x.com", "X")
INSTAGRAM = Mailbox("no-reply@mail.instagram.com", "Instagram")
FACEBOOK = Mailbox("notification@facebookmail.com", "Facebook")
XING = Mailbox("mailrobot@mail.xing.com", "XING")


@pytest.mark.parametrize(
    ("sender", "subject", "notice"),
    [
        (LINKEDIN, "Jane Doe wants to connect", ("linkedin", "invitation", "Jane Doe")),
        (LINKEDIN, "Bob, Jane Doe wants to connect", ("linkedin", "invitation", "Jane Doe")),
        (LINKEDIN, "You have an invitation from Jane Doe", ("linkedin", "invitation", "Jane Doe")),
        (JANE_BY_LINKEDIN, "I want to connect", ("linkedin", "invitation", "Jane Doe")),
        (
            JANE_BY_LINKEDIN,
            "Bob, please add me to your LinkedIn network",
            ("linkedin", "invitation", "Jane Doe"),
        ),
        (LINKEDIN, "Jane Doe accepted your invitation", ("linkedin", "accepted", "Jane Doe")),
        (LINKEDIN, "You and Jane Doe are now connected", ("linkedin", "accepted", "Jane Doe")),
        (LINKEDIN, "Jane Doe just messaged you", ("linkedin", "message", "Jane Doe")),
        (LINKEDIN, "New message from Jane Doe", ("linkedin", "message", "Jane Doe")),
        (LINKEDIN, "Jane Doe and 3 others viewed your profile", ("linkedin", "viewed", "Jane Doe")),
        (LINKEDIN, "Jane Doe mentioned you in a comment", ("linkedin", "mentioned", "Jane Doe")),
        (X, "Jane Doe (@jane) followed you", ("x", "followed", "Jane Doe")),
        (INSTAGRAM, "Jane Doe started following you", ("instagram", "followed", "Jane Doe")),
        (FACEBOOK, "Jane Doe sent you a friend request", ("facebook", "invitation", "Jane Doe")),
        (XING, "Kontaktanfrage von Jana Doe", ("xing", "invitation", "Jana Doe")),
        (LINKEDIN, "Jana Doe hat Ihre Einladung angenommen", ("linkedin", "accepted", "Jana Doe")),
        (LINKEDIN, "Jeanne Doe a accepté votre invitation", ("linkedin", "accepted", "Jeanne Doe")),
        (LINKEDIN, "Juana Doe te ha enviado un mensaje", ("linkedin", "message", "Juana Doe")),
        (LINKEDIN, "Johanna Doe har tittat på din profil", ("linkedin", "viewed", "Johanna Doe")),
        (LINKEDIN, "Anna Doe heeft je een bericht gestuurd", ("linkedin", "message", "Anna Doe")),
    ],
)
def test_who_did_what_is_read_from_the_subject(
    sender: Mailbox, subject: str, notice: tuple[str, str, str]
) -> None:
    """Five networks, six languages."""
    found = find_notice(sender, subject)
    assert found is not None
    assert (found.service, found.kind, found.person_name) == notice


def test_nobody_is_guessed() -> None:
    """A notice without a name has none."""
    assert find_notice(LINKEDIN, "Someone viewed your profile") == Notice("linkedin", "viewed", "")


@pytest.mark.parametrize(
    ("sender", "subject"),
    [
        (LINKEDIN, "The week's top jobs"),
        (LINKEDIN, "You appeared in 5 searches"),
        (Mailbox("jane@doe.example", "Jane Doe"), "Jane Doe wants to connect"),
        (Mailbox("news@notlinkedin.com"), "Jane Doe wants to connect"),
    ],
)
def test_what_is_no_notice_of_a_person_is_none(sender: Mailbox, subject: str) -> None:
    """Other mail of a network, and the same words from anybody else."""
    assert find_notice(sender, subject) is None
