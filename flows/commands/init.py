"""`rapport init`: asks, tests the login, writes config.toml and keeps the secret."""

from __future__ import annotations

import getpass
import json
import os
import sys
import tomllib
from argparse import Namespace
from dataclasses import dataclass, replace
from pathlib import Path

from extractors.addresses import canonical_address, domain_of
from flows.commands.login import log_in
from flows.commands.places import config_file
from flows.errors import LoginRefused, SettingsError, UsageError
from flows.settings import (
    AccountSettings,
    local_time_zone,
    parse_settings,
    store_secret,
)
from flows.sources.folders import Folder
from flows.sources.imap import open_account
from flows.terminal import printable

ATTEMPTS = 3
PASSWORD_VARIABLE = "RAPPORT_PASSWORD"  # noqa: S105 (a name, not a secret)


@dataclass(frozen=True, slots=True)
class Provider:
    """What is known of a mail provider's servers, and how it wants its passwords."""

    imap_host: str
    smtp_host: str
    advice: str = ""
    takes_passwords: bool = True


GMAIL = Provider(
    "imap.gmail.com",
    "smtp.gmail.com",
    "Gmail wants an app password: Google account, Security, 2-Step Verification, App passwords.",
)
ICLOUD = Provider(
    "imap.mail.me.com",
    "smtp.mail.me.com",
    "iCloud wants an app-specific password: account.apple.com, Sign-In and Security.",
)
FASTMAIL = Provider(
    "imap.fastmail.com",
    "smtp.fastmail.com",
    "Fastmail wants an app password: Settings, Privacy & Security, App passwords.",
)
MICROSOFT = Provider(
    "outlook.office365.com",
    "smtp.office365.com",
    "Microsoft takes no passwords for mail: you sign in in the browser, by a client id of your\n"
    "own (ten minutes, once; docs/SIGN_IN.md says how).",
    takes_passwords=False,
)
OAUTH_PROVIDERS = {
    "imap.gmail.com": "google",
    "outlook.office365.com": "microsoft",
    "imap-mail.outlook.com": "microsoft",
}
"""Whose sign-in a server takes besides passwords, or instead of them."""
PROVIDERS = {
    "outlook.com": MICROSOFT,
    "hotmail.com": MICROSOFT,
    "live.com": MICROSOFT,
    "msn.com": MICROSOFT,
    "gmail.com": GMAIL,
    "googlemail.com": GMAIL,
    "icloud.com": ICLOUD,
    "me.com": ICLOUD,
    "mac.com": ICLOUD,
    "fastmail.com": FASTMAIL,
    "fastmail.fm": FASTMAIL,
    "yahoo.com": Provider(
        "imap.mail.yahoo.com", "smtp.mail.yahoo.com", "Yahoo wants an app password."
    ),
    "gmx.de": Provider("imap.gmx.net", "mail.gmx.net", "Switch IMAP on in GMX's settings first."),
    "gmx.net": Provider("imap.gmx.net", "mail.gmx.net", "Switch IMAP on in GMX's settings first."),
    "web.de": Provider("imap.web.de", "smtp.web.de", "Switch IMAP on in WEB.DE's settings first."),
}


IMAPS_PORT = 993
SUBMISSIONS_PORT = 465
"""TLS from the start (RFC 8314)."""
SUBMISSION_PORT = 587
STARTTLS_PORTS = (143, SUBMISSION_PORT)
"""What begins in clear there, TLS takes over."""


def run_init(options: Namespace) -> int:
    """Leaves a config.toml that works, or changes nothing."""
    path: Path = config_file(options).absolute()
    if path.exists():
        raise UsageError(f"{path}: is there already. Edit it, or name another with --config.")
    if not sys.stdin.isatty():
        raise UsageError(
            "init asks questions and needs a terminal. In a script, copy config.example.toml "
            f"to {path} and edit it."
        )
    address = _ask_address()
    provider = PROVIDERS.get(domain_of(address)) or Provider(
        f"imap.{domain_of(address)}", f"smtp.{domain_of(address)}"
    )
    if provider.advice:
        print(provider.advice)
    name = _ask("Your name", "")
    host, port = _host_and_port(_ask("IMAP server", provider.imap_host), IMAPS_PORT)
    user = _ask("Login name", address)
    if host in OAUTH_PROVIDERS and OAUTH_PROVIDERS[host] == "microsoft":
        provider = MICROSOFT
    smtp_host, smtp_port = _host_and_port(
        _ask("SMTP server that sends you the letter", provider.smtp_host), SUBMISSIONS_PORT
    )
    answers = Answers(name, address, host, port, user, smtp_host, smtp_port, local_time_zone())
    oauth = _ask_oauth(host, provider)
    if oauth is not None:
        return _sign_in(replace(answers, oauth=oauth), path)
    settings = parse_settings(tomllib.loads(config_text(answers)), path)
    folders, password = _log_in(settings.accounts[0])
    where = _keep_secret(answers, password)
    if where is not None:
        answers = replace(answers, password_env=where)
    _write_private(path, config_text(answers))
    read = [folder for folder in folders if folder.is_synced]
    print(f"\nThe login works. {len(read)} of {len(folders)} folders will be read (read-only):")
    print("  " + ", ".join(printable(folder.name) for folder in read[:12]))
    kept = "in the system's keyring"
    if where is not None:
        kept = f"not kept: this machine has no keyring, so export {where} before a sync"
    print(f"Wrote {path}; the password is {kept}.\nNext: rapport sync")
    return 0


def _ask_oauth(host: str, provider: Provider) -> OAuthAnswers | None:
    """How to sign in where the server takes more than passwords; None: with a password."""
    name = OAUTH_PROVIDERS.get(host)
    if name is None:
        return None
    if provider.takes_passwords:
        chosen = _ask(f"Sign in with a password or with {name} in the browser", "password")
        if chosen.lower() != name:
            return None
    client_id = _ask("Client id (docs/SIGN_IN.md says how to get one)", "")
    secret = getpass.getpass("Client secret: ") if name == "google" else ""
    return OAuthAnswers(name, client_id, secret)


def _sign_in(answers: Answers, path: Path) -> int:
    settings = parse_settings(tomllib.loads(config_text(answers)), path)
    print(log_in(settings, settings.accounts[0], is_device=False))
    _write_private(path, config_text(answers))
    print(f"Wrote {path}.\nNext: rapport sync")
    return 0


@dataclass(frozen=True, slots=True)
class OAuthAnswers:
    """Whose sign-in, and the client id that is the user's own."""

    provider: str
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What was asked and answered. ``password_env`` empty: the keyring has the password."""

    name: str
    address: str
    host: str
    port: int
    user: str
    smtp_host: str
    smtp_port: int
    time_zone: str
    password_env: str = ""
    oauth: OAuthAnswers | None = None


def config_text(answers: Answers) -> str:
    """A config.toml for one account. JSON strings are TOML basic strings."""

    def quoted(text: str) -> str:
        return json.dumps(text, ensure_ascii=False)

    place = "password_keyring = true"
    if answers.password_env:
        place = f"password_env = {quoted(answers.password_env)}"
    sending, smtp_port = place, answers.smtp_port
    if answers.oauth is not None:
        place = (
            f"[accounts.oauth]\nprovider = {quoted(answers.oauth.provider)}\n"
            f"client_id = {quoted(answers.oauth.client_id)}"
        )
        if answers.oauth.client_secret:
            place += f"\nclient_secret = {quoted(answers.oauth.client_secret)}"
        sending = f"account = {quoted(domain_of(answers.address))}"
        if answers.oauth.provider == "microsoft":  # has no port for TLS from the start
            smtp_port = SUBMISSION_PORT
    return f"""\
# Rapport's settings; config.example.toml explains every one.
[owner]
name = {quoted(answers.name)}
addresses = [{quoted(answers.address)}]
time_zone = {quoted(answers.time_zone)}

[[accounts]]
name = {quoted(domain_of(answers.address))}
host = {quoted(answers.host)}
port = {answers.port}{_starttls(answers.port)}
user = {quoted(answers.user)}
{place}

[report]
from = {quoted(answers.address)}
to = [{quoted(answers.address)}]
host = {quoted(answers.smtp_host)}
port = {smtp_port}{_starttls(smtp_port)}
user = {quoted(answers.user)}
{sending}
"""


def _starttls(port: int) -> str:
    return '\nsecurity = "starttls"' if port in STARTTLS_PORTS else ""


def _host_and_port(text: str, port_of_tls: int) -> tuple[str, int]:
    """``host`` or ``host:port``."""
    host, _, port = text.rpartition(":")
    return (host, int(port)) if host and port.isdigit() else (text, port_of_tls)


def _keep_secret(answers: Answers, password: str) -> str | None:
    """Puts the password into the keyring; without one, the variable that must hold it."""
    try:
        store_secret(answers.user, answers.host, password)
        store_secret(answers.user, answers.smtp_host, password)
    except SettingsError:
        return PASSWORD_VARIABLE
    return None


def _ask(question: str, default: str) -> str:
    shown = f" [{default}]" if default else ""
    return input(f"{question}{shown}: ").strip() or default


def _ask_address() -> str:
    while True:
        address = canonical_address(_ask("Your e-mail address", ""))
        if address is not None:
            return address
        print("That is not an e-mail address; write it like anna@example.org.")


def _log_in(account: AccountSettings) -> tuple[tuple[Folder, ...], str]:
    for attempt in range(1, ATTEMPTS + 1):
        password = getpass.getpass(f"Password for {account.user} at {account.host}: ")
        try:
            with open_account(account, password) as mailboxes:
                return mailboxes.folders(), password
        except LoginRefused as error:
            if attempt == ATTEMPTS:
                raise
            print(printable(str(error)))
    raise SettingsError(["no login worked"])


def _write_private(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
