"""`rapport login`: signs in to an account with OAuth and tries what it got."""

from __future__ import annotations

from argparse import Namespace

from flows.commands.places import needed_settings
from flows.errors import LoginRefused, SettingsError, UsageError
from flows.settings import AccountSettings, Settings
from flows.sign_in.access import open_mailboxes, sends, sign_in
from flows.sign_in.grant import GrantEnded, GrantUnreachable
from flows.terminal import printable


def run_login(options: Namespace) -> int:
    """Leaves a sign-in that reads the mailbox, or says why there is none."""
    settings = needed_settings(options)
    account = _chosen(settings, options.account)
    print(log_in(settings, account, is_device=options.device))
    return 0


def log_in(settings: Settings, account: AccountSettings, *, is_device: bool) -> str:
    """Signs in and logs in; one line that says what can be read and where tokens are kept."""
    can_send = sends(settings, account)
    try:
        place = sign_in(account, "device" if is_device else "browser", print, can_send=can_send)
    except (GrantEnded, GrantUnreachable) as error:
        raise LoginRefused(f"accounts[{account.name}]: {error}") from None
    with open_mailboxes(account, can_send=can_send) as mailboxes:
        folders = [folder for folder in mailboxes.folders() if folder.is_synced]
    return (
        f"Signed in as {printable(account.user)}: {len(folders)} folders will be read "
        f"(read-only). The tokens are kept in {place}."
    )


def _chosen(settings: Settings, name: str | None) -> AccountSettings:
    able = [account for account in settings.accounts if account.oauth is not None]
    if not able:
        raise SettingsError(
            [
                "no account of config.toml signs in with OAuth; the others need no `rapport "
                "login`. Add an [accounts.oauth] table: docs/SIGN_IN.md says how."
            ]
        )
    if name is None and len(able) == 1:
        return able[0]
    for account in able:
        if account.name == name:
            return account
    names = ", ".join(account.name for account in able)
    raise UsageError(f"which account? Give one of: {names}.")
