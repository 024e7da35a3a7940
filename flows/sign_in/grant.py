"""What every way of signing in comes down to: a person grants, a program renews.

The words are those of OAuth 2.0 (RFC 6749 1.3): a grant is what the owner gave once, in the
browser; from it come access tokens, each good for an hour or so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, Protocol

from flows.errors import RapportError

Way = Literal["browser", "device"]
"""In a browser on this machine (RFC 8252), or with a code typed in on another (RFC 8628)."""

Tell = Callable[[str], None]

SECONDS_TO_SIGN_IN = 900.0
SECONDS_A_REQUEST = 30.0


@dataclass(frozen=True, slots=True)
class Grant:
    """One access token, and the text from which the next ones come."""

    access_token: str = field(repr=False)
    kept: str = field(repr=False)


class GrantEnded(RapportError):
    """The owner, or the provider, took the grant back: only a person can renew it."""


class GrantUnreachable(RapportError):
    """The provider did not answer, or not sensibly: later it may."""


class Authority(Protocol):
    """One provider's way of granting."""

    def ask(self, way: Way, tell: Tell) -> Grant:
        """Lets a person sign in; raises GrantEnded or GrantUnreachable."""

    def renew(self, kept: str, *, is_fresh: bool) -> Grant:
        """An access token without a person; ``is_fresh``: not one that was used before."""
