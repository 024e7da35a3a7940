"""Google, and any other provider of plain OAuth 2.0 (RFC 6749 with PKCE, RFC 7636)."""

from __future__ import annotations

import json
import webbrowser
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from flows.sign_in.grant import (
    SECONDS_A_REQUEST,
    SECONDS_TO_SIGN_IN,
    Grant,
    GrantEnded,
    GrantUnreachable,
    Tell,
    Way,
)

if TYPE_CHECKING:
    from google.oauth2.credentials import Credentials

GOOGLE_AUTHORIZATION_URL = "https://accounts.google.com/o/oauth2/v2/auth"
GOOGLE_TOKEN_URL = "https://oauth2.googleapis.com/token"  # noqa: S105 (an address)
# Gmail has no narrower one for IMAP and SMTP (developers.google.com/gmail/imap/xoauth2-protocol).
GOOGLE_SCOPES = ("https://mail.google.com/",)
SOON = timedelta(minutes=5)
"""A token that ends in the middle of a login is no use."""


@dataclass(frozen=True, slots=True)
class PlainOAuth:
    """A provider that is known by two addresses (RFC 6749 3.1 and 3.2)."""

    user: str
    client_id: str
    client_secret: str
    authorization_url: str = GOOGLE_AUTHORIZATION_URL
    token_url: str = GOOGLE_TOKEN_URL
    scopes: tuple[str, ...] = GOOGLE_SCOPES

    def ask(self, way: Way, tell: Tell) -> Grant:
        """Waits for a person to sign in, in a browser on this machine."""
        from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
        from oauthlib.oauth2 import OAuth2Error
        from requests import RequestException

        if way == "device":
            raise GrantUnreachable(
                "this provider gives no device codes for mail. Sign in without --device; on a "
                "machine without a browser, open the address that it prints elsewhere, with "
                "its port forwarded (ssh -L)."
            )
        flow = InstalledAppFlow.from_client_config(
            {
                "installed": {
                    "client_id": self.client_id,
                    "client_secret": self.client_secret,
                    "auth_uri": self.authorization_url,
                    "token_uri": self.token_url,
                }
            },
            scopes=list(self.scopes),
        )
        # `prompt=consent`: without it Google leaves the refresh token out the second time.
        wishes = {"access_type": "offline", "prompt": "consent", "login_hint": self.user}
        try:
            credentials = flow.run_local_server(
                host="127.0.0.1",  # RFC 8252 7.3: the loopback address, not a name
                port=0,
                open_browser=_has_browser(),
                authorization_prompt_message=None,
                success_message="Rapport may read this mailbox now. You can close this window.",
                timeout_seconds=SECONDS_TO_SIGN_IN,
                **_announced(flow, tell, wishes),
            )
        except WSGITimeoutError:
            raise GrantUnreachable("nobody signed in for 15 minutes. Try again.") from None
        except OAuth2Error as error:
            raise GrantEnded(f"the sign-in was refused ({error.error}). Try again.") from None
        except (RequestException, OSError) as error:
            raise GrantUnreachable(
                f"{self.token_url}: cannot be reached ({type(error).__name__}). Try again."
            ) from None
        if not credentials.refresh_token:
            raise GrantEnded(
                "the provider gave no refresh token, so the sign-in would end in an hour. "
                "Check that the client is a desktop app."
            )
        return _grant(credentials)

    def renew(self, kept: str, *, is_fresh: bool) -> Grant:
        """A token that holds for five minutes at least, from the kept refresh token."""
        from google.auth.exceptions import RefreshError, TransportError
        from google.auth.transport.requests import Request
        from google.oauth2.credentials import Credentials

        was = json.loads(kept)
        credentials = Credentials(  # type: ignore[no-untyped-call]  # not annotated there
            token=was["access_token"],
            refresh_token=was["refresh_token"],
            token_uri=self.token_url,
            client_id=self.client_id,
            client_secret=self.client_secret,
            # google-auth counts in naive UTC.
            expiry=datetime.fromisoformat(was["expires_at"]).replace(tzinfo=None),
        )
        ends_at = datetime.fromisoformat(was["expires_at"])
        if not is_fresh and ends_at - datetime.now(UTC) > SOON:
            return Grant(was["access_token"], kept)
        request = Request()

        def within_time(*arguments: Any, **options: Any) -> Any:
            return request(*arguments, **{**options, "timeout": SECONDS_A_REQUEST})

        try:
            credentials.refresh(within_time)  # type: ignore[no-untyped-call]
        except TransportError as error:
            raise GrantUnreachable(
                f"{self.token_url}: cannot be reached ({type(error).__name__})."
            ) from None
        except RefreshError as error:
            if error.retryable:
                raise GrantUnreachable(f"{self.token_url}: gives no token now.") from None
            raise GrantEnded(f"the sign-in has ended ({_code(error)}).") from None
        return _grant(credentials)


def _announced(flow: Any, tell: Tell, wishes: dict[str, str]) -> dict[str, str]:
    """Says where to sign in as soon as the address is known: the flow only prints or logs it."""
    build = flow.authorization_url

    def authorization_url(**options: str) -> tuple[str, str]:
        url, state = build(**options)
        tell(f"Sign in here, in a browser on this machine:\n  {url}")
        return url, state

    flow.authorization_url = authorization_url
    return wishes


def _has_browser() -> bool:
    try:
        webbrowser.get()
    except webbrowser.Error:
        return False
    return True


def _grant(credentials: Credentials) -> Grant:
    expiry = credentials.expiry or datetime.now(UTC).replace(tzinfo=None)
    kept = {
        "access_token": credentials.token,
        "refresh_token": credentials.refresh_token,
        "expires_at": expiry.replace(tzinfo=UTC).isoformat(),
    }
    return Grant(str(credentials.token), json.dumps(kept))


def _code(error: Exception) -> str:
    """RFC 6749 5.2's code, e.g. ``invalid_grant``; nothing else of what was said."""
    for detail in error.args:
        if isinstance(detail, dict) and isinstance(detail.get("error"), str):
            return str(detail["error"])[:40]
    return "refused"
