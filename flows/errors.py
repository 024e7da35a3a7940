"""What can go wrong, as few types with a message that says what to do next.

The command line prints ``str(error)`` on one line and exits with ``exit_code``
(DESIGN section 4: 1 done in part, 2 wrong use or configuration, 3 nothing could be done).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar

_log = logging.getLogger(__name__)


class RapportError(Exception):
    """Base of all errors that a user may see: what, where, and what to do."""

    exit_code: ClassVar[int] = 3


class UsageError(RapportError):
    """The command or its arguments cannot work as given."""

    exit_code = 2


class SettingsError(RapportError):
    """config.toml has problems; ``problems`` lists every one of them."""

    exit_code = 2

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class LogError(RapportError):
    """The log (the DuckDB file) cannot be opened, written or published."""


class LogTooNew(LogError):
    """The log was made by a newer Rapport."""


class LogBusy(LogError):
    """Another run holds the log; it will be free again."""


class SourceError(RapportError):
    """Mail cannot be fetched from where it should come from."""


class TryLater(SourceError):
    """The server cannot be reached or used now; in a moment it may, so a run tries again."""


class ServerBusy(TryLater):
    """The server itself asks to come back later (RFC 5530): a run waits longer."""


class Refused(SourceError):
    """The server answered NO or BAD: the connection is good, and asking again is no use."""


class FetchBroken(SourceError):
    """The connection broke while these mails were asked for; one of them may be the cause."""

    def __init__(self, message: str, uids: tuple[int, ...]) -> None:
        super().__init__(message)
        self.uids = uids


class LoginRefused(SourceError):
    """The server says that the user name or secret is wrong; asking again may lock it."""


class DeliveryError(RapportError):
    """The letter could not be handed to the SMTP server."""


class ServerError(RapportError):
    """The Prefect server cannot be reached or started."""


def why_stopped(error: BaseException) -> str:
    """What ended a run early, for its line in the log: free of any mail's words."""
    if isinstance(error, RapportError):
        return f"stopped: {error}"
    if isinstance(error, KeyboardInterrupt):
        return "stopped: it was told to (Ctrl-C, or a signal)"
    return f"stopped: a fault of Rapport's own ({type(error).__name__})"


@contextmanager
def not_instead_of(cause: BaseException) -> Iterator[None]:
    """For what is still to be done where ``cause`` ended a run: if it fails too, for another
    reason, that is logged, and ``cause`` is what the caller hears of."""
    try:
        yield
    except Exception as error:
        said = str(error) if isinstance(error, RapportError) else type(error).__name__
        if said != str(cause):
            _log.warning("how the run ended could not be written down: %s", said)
