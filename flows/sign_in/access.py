"""The secret that a login shows: a password, or an access token that was just renewed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from flows.errors import LoginRefused, TryLater
from flows.settings import AccountSettings, OAuthSettings, Settings, read_secret
from flows.sign_in.grant import Authority, GrantEnded, GrantUnreachable, Tell, Way
from flows.sign_in.kept import keep, load_kept, one_at_a_time
from flows.sources.imap import Mailboxes, open_account


def secret_of(account: AccountSettings, *, can_send: bool = False, is_fresh: bool = False) -> str:
    """A password from where the settings say, or an access token for the next minutes.

    A refresh token that came with it is kept before it is used: providers that rotate them
    (RFC 6749 10.4) take the old one back. ``is_fresh``: the server refused the last token.
    Raises SettingsError, LoginRefused where a person must sign in, TryLater where the
    provider cannot be reached.
    """
    if account.oauth is None:
        return read_secret(account, f"accounts[{account.name}]", account.user, account.host)
    with one_at_a_time(account):
        kept = load_kept(account)
        if kept is None:
            raise LoginRefused(
                f"accounts[{account.name}]: nobody has signed in on this machine yet. "
                f"Run: rapport login {account.name}"
            )
        try:
            grant = _authority(account, account.oauth, can_send).renew(kept, is_fresh=is_fresh)
        except GrantEnded as error:
            raise LoginRefused(
                f"accounts[{account.name}]: {error} Sign in anew: rapport login {account.name}"
            ) from None
        except GrantUnreachable as error:
            raise TryLater(
                f"accounts[{account.name}]: {error} Check the network, then try again."
            ) from None
        except (KeyError, TypeError, ValueError):
            raise LoginRefused(
                f"accounts[{account.name}]: what was kept of the sign-in cannot be read. "
                f"Sign in anew: rapport login {account.name}"
            ) from None
        if grant.kept != kept:
            keep(account, grant.kept)
    return grant.access_token


@contextmanager
def open_mailboxes(account: AccountSettings, *, can_send: bool = False) -> Iterator[Mailboxes]:
    """Logs in with what :func:`secret_of` has; an access token that is refused is renewed once.

    A password is never tried twice: that may lock the account. Raises as secret_of and
    :func:`flows.sources.imap.open_account` do.
    """
    with ExitStack() as stack:
        try:
            secret = secret_of(account, can_send=can_send)
            mailboxes = stack.enter_context(open_account(account, secret))
        except LoginRefused:
            if account.oauth is None:
                raise
            secret = secret_of(account, can_send=can_send, is_fresh=True)
            mailboxes = stack.enter_context(open_account(account, secret))
        yield mailboxes


def sign_in(account: AccountSettings, way: Way, tell: Tell, *, can_send: bool = False) -> str:
    """Lets a person grant access; says in words where the tokens are kept.

    Raises GrantEnded or GrantUnreachable.
    """
    assert account.oauth is not None
    grant = _authority(account, account.oauth, can_send).ask(way, tell)
    with one_at_a_time(account):
        return keep(account, grant.kept)


def sends(settings: Settings, account: AccountSettings) -> bool:
    """Whether this account's sign-in sends the letter too, and must be allowed to."""
    return settings.report.account == account.name


def _authority(account: AccountSettings, oauth: OAuthSettings, can_send: bool) -> Authority:
    if oauth.provider == "microsoft":
        from flows.sign_in.microsoft import Entra

        return Entra(account.user, oauth.client_id, oauth.tenant, oauth.authority, can_send)
    from flows.sign_in.oauth2 import (
        GOOGLE_AUTHORIZATION_URL,
        GOOGLE_SCOPES,
        GOOGLE_TOKEN_URL,
        PlainOAuth,
    )

    return PlainOAuth(
        account.user,
        oauth.client_id,
        oauth.client_secret,
        oauth.authorization_url or GOOGLE_AUTHORIZATION_URL,
        oauth.token_url or GOOGLE_TOKEN_URL,
        oauth.scopes or GOOGLE_SCOPES,
    )
