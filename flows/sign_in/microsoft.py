"""Microsoft 365 and Outlook.com, whose mailboxes take no passwords any more."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flows.sign_in.grant import (
    SECONDS_A_REQUEST,
    SECONDS_TO_SIGN_IN,
    Grant,
    GrantEnded,
    GrantUnreachable,
    Tell,
    Way,
)

# learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-...
READ_SCOPE = "https://outlook.office.com/IMAP.AccessAsUser.All"
SEND_SCOPE = "https://outlook.office.com/SMTP.Send"


@dataclass(frozen=True, slots=True)
class Entra:
    """Microsoft Entra ID; MSAL adds ``offline_access``, without which nothing can be renewed."""

    user: str
    client_id: str
    tenant: str
    authority: str | None
    can_send: bool

    @property
    def _scopes(self) -> list[str]:
        return [READ_SCOPE, SEND_SCOPE] if self.can_send else [READ_SCOPE]

    def ask(self, way: Way, tell: Tell) -> Grant:
        """Waits for a person to sign in, here or with a code on another machine."""
        import msal

        cache = msal.SerializableTokenCache()
        with _as_unreachable():
            app = self._app(cache)
            if way == "device":
                flow = app.initiate_device_flow(scopes=self._scopes)
                if "user_code" not in flow:
                    raise GrantEnded(f"no device code ({_code(flow)}).")
                tell(
                    f"On any machine, open {flow['verification_uri']}\n"
                    f"and type in this code: {flow['user_code']}"
                )
                answer = app.acquire_token_by_device_flow(flow)
            else:
                answer = app.acquire_token_interactive(
                    self._scopes,
                    login_hint=self.user,
                    timeout=SECONDS_TO_SIGN_IN,
                    # Where no browser opens by itself, the address is all there is.
                    auth_uri_callback=lambda url: tell(
                        f"Sign in here, in a browser on this machine:\n  {url}"
                    ),
                )
        return _grant(answer, cache)

    def renew(self, kept: str, *, is_fresh: bool) -> Grant:
        """A token from the cache, or by the refresh token in it."""
        import msal

        cache = msal.SerializableTokenCache()
        cache.deserialize(kept)
        with _as_unreachable():
            app = self._app(cache)
            accounts = app.get_accounts(self.user) or app.get_accounts()
            if not accounts:
                raise GrantEnded("nobody is signed in.")
            answer = app.acquire_token_silent_with_error(
                self._scopes, account=accounts[0], force_refresh=is_fresh
            )
        return _grant(answer or {"error": "no_refresh_token"}, cache)

    def _app(self, cache: Any) -> Any:
        import msal

        return msal.PublicClientApplication(
            self.client_id,
            authority=self.authority or f"https://login.microsoftonline.com/{self.tenant}",
            # Of a private cloud the public one knows nothing, and need not hear.
            instance_discovery=False if self.authority else None,
            token_cache=cache,
            timeout=SECONDS_A_REQUEST,
        )


@contextmanager
def _as_unreachable() -> Iterator[None]:
    """What goes wrong on the wire, or in what came over it, may be right another time."""
    from msal.exceptions import MsalError
    from msal.oauth2cli.oauth2 import BrowserInteractionTimeoutError
    from requests import RequestException

    try:
        yield
    except BrowserInteractionTimeoutError:
        raise GrantUnreachable("nobody signed in for 15 minutes. Try again.") from None
    except (RequestException, MsalError, OSError, ValueError) as error:
        raise GrantUnreachable(
            f"Microsoft's sign-in cannot be reached ({type(error).__name__})."
        ) from None


def _grant(answer: dict[str, Any], cache: Any) -> Grant:
    if "access_token" in answer:
        return Grant(str(answer["access_token"]), str(cache.serialize()))
    code = _code(answer)
    if code in {"temporarily_unavailable", "server_error"}:
        raise GrantUnreachable(f"Microsoft's sign-in gives no token now ({code}).")
    raise GrantEnded(f"the sign-in has ended or was refused ({code}).")


def _code(answer: dict[str, Any]) -> str:
    """RFC 6749 5.2's code and Entra's number; nothing else of what was said."""
    numbers = answer.get("error_codes") or []
    number = f", AADSTS{numbers[0]}" if isinstance(numbers, list) and numbers else ""
    return re.sub(r"\W", "_", str(answer.get("error", "unknown"))[:40]) + number
