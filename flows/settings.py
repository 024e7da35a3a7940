"""config.toml as frozen settings, with every problem reported at once.

Knows where the configuration and the log live and how a secret is fetched; refuses
to know what the settings are used for. Secrets are fetched late, by
:func:`read_secret`, and never stored in a settings value.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from extractors.addresses import canonical_address, domain_of
from extractors.discretion import Discretion
from flows.errors import SettingsError
from flows.locations import default_log_file

PASSWORD_COMMAND_SECONDS = 60
KEYRING_SERVICE = "rapport"
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})

Security = Literal["tls", "starttls", "none"]


def _canonical(text: str) -> str:
    address = canonical_address(text)
    if address is None:
        raise ValueError(f"{text!r} is not an e-mail address")
    return address


def _deliverable(text: str) -> str:
    _canonical(text)  # checks; the tag of a plus-address must survive for delivery
    return text.strip()


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(
            f"{name!r} is not an IANA time zone; write it like Europe/Berlin"
        ) from error
    return name


def _five_fields(cron: str) -> str:
    if len(cron.split()) != 5:
        raise ValueError('a cron line has five fields, like "0 7 * * 1"')
    return cron


def _a_domain(text: str) -> str:
    domain = text.strip().removeprefix("@").removeprefix("*.")
    if "." not in domain or canonical_address(f"someone@{domain}") is None:
        raise ValueError(f"{text!r} is not a domain; write it like example.org")
    return domain_of(canonical_address(f"someone@{domain}") or "")


def _https(url: str) -> str:
    if not url.startswith("https://"):
        raise ValueError(f"{url!r}: tokens are asked for over https:// only")
    return url


Address = Annotated[str, AfterValidator(_canonical)]
HttpsUrl = Annotated[str, AfterValidator(_https)]
DeliveryAddress = Annotated[str, AfterValidator(_deliverable)]
Domain = Annotated[str, AfterValidator(_a_domain)]
TimeZoneName = Annotated[str, AfterValidator(_known_zone)]
Cron = Annotated[str, AfterValidator(_five_fields)]
Port = Annotated[int, Field(ge=1, le=65535)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Secret(_Frozen):
    """Where a password comes from: exactly one of the three."""

    password_env: str | None = None
    password_command: str | None = None
    password_keyring: bool = False

    @model_validator(mode="after")
    def _one_place(self) -> Secret:
        given = [self.password_env, self.password_command, self.password_keyring or None]
        if sum(place is not None for place in given) > 1:
            raise ValueError(
                "give one of password_env, password_command and password_keyring, not several"
            )
        return self

    @property
    def is_given(self) -> bool:
        return bool(self.password_env or self.password_command or self.password_keyring)


class _Server(Secret):
    """What every server has: a host, a port, and how the wire is protected."""

    host: str
    security: Security = "tls"
    ca_file: Path | None = None

    @model_validator(mode="after")
    def _no_clear_text_over_a_network(self) -> _Server:
        if self.security == "none" and self.host not in LOOPBACK_HOSTS:
            raise ValueError(
                'security = "none" is for servers on this machine; use "tls" or "starttls"'
            )
        return self


class OAuthSettings(_Frozen):
    """Signing in without a password (OAuth 2.0, RFC 6749), by a client id of one's own.

    ``authorization_url``, ``token_url`` and ``scopes`` are for provider ``other``;
    ``authority`` for a national or private Microsoft cloud.
    """

    provider: Literal["google", "microsoft", "other"]
    client_id: str = Field(min_length=1)
    client_secret: str = Field(default="", repr=False)
    """Google gives desktop clients one that is no secret (RFC 8252 8.5); PKCE protects."""
    tenant: str = "common"
    authority: HttpsUrl | None = None
    authorization_url: HttpsUrl | None = None
    token_url: HttpsUrl | None = None
    scopes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _knows_where_to_ask(self) -> OAuthSettings:
        if self.provider == "other" and not (
            self.authorization_url and self.token_url and self.scopes
        ):
            raise ValueError(
                'provider = "other" wants authorization_url, token_url and scopes as well'
            )
        if self.provider == "google" and not self.client_secret:
            raise ValueError(
                "Google gives a client_secret with the client_id of a desktop app; add it "
                "(docs/SIGN_IN.md)"
            )
        return self


class AccountSettings(_Server):
    """One IMAP account, signed in to with a password or with OAuth."""

    name: str = Field(min_length=1, max_length=64, pattern=r"^[^/\\\x00-\x1f]+$")
    user: str = Field(min_length=1, pattern=r"^[^\x00-\x1f\x7f]+$")
    port: Port = 993
    addresses: tuple[Address, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    oauth: OAuthSettings | None = None

    @model_validator(mode="after")
    def _has_one_way_to_sign_in(self) -> AccountSettings:
        if self.oauth is not None and self.is_given:
            raise ValueError("give a password or an [accounts.oauth] table, not both")
        if self.oauth is None and not self.is_given:
            raise ValueError(
                "no password: give password_env, password_command or password_keyring = true, "
                "or an [accounts.oauth] table"
            )
        return self


class OwnerSettings(_Frozen):
    """Who the log belongs to."""

    name: str = ""
    addresses: tuple[Address, ...] = ()
    time_zone: TimeZoneName | None = None


class LogSettings(_Frozen):
    """Where the log is and how far back it reaches."""

    file: Path | None = None
    since: date | None = None


class ReportSettings(_Server):
    """The weekly letter and the SMTP server that takes it (port 465 or 587)."""

    host: str = ""
    port: Port = 465
    user: str = ""
    account: str | None = None
    """Name of the account whose OAuth sign-in sends the letter too."""
    sender: DeliveryAddress | None = Field(default=None, alias="from")
    to: tuple[DeliveryAddress, ...] = ()
    folder: Path | None = None


class ScheduleSettings(_Frozen):
    """Cron lines in the owner's time zone."""

    sync: Cron = "*/15 * * * *"
    letter: Cron = "0 7 * * 1"


class PrefectSettings(_Frozen):
    """The Prefect server that `rapport serve` starts or finds."""

    port: Port = 4200
    work_pool: str | None = None


class PrivacySettings(_Frozen):
    """What is never logged; see docs/PRIVACY.md."""

    never_log_addresses: tuple[Address, ...] = ()
    never_log_domains: tuple[Domain, ...] = ()
    never_log_folders: tuple[str, ...] = ()
    metadata_only: bool = False

    @property
    def discretion(self) -> Discretion:
        return Discretion(
            frozenset(self.never_log_addresses),
            frozenset(self.never_log_domains),
            self.never_log_folders,
            self.metadata_only,
        )


class Settings(_Frozen):
    """All of config.toml."""

    owner: OwnerSettings = OwnerSettings()
    log: LogSettings = LogSettings()
    accounts: tuple[AccountSettings, ...] = ()
    report: ReportSettings = ReportSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    prefect: PrefectSettings = PrefectSettings()
    privacy: PrivacySettings = PrivacySettings()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Settings:
        names = [account.name for account in self.accounts]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"accounts: the name {twice[0]!r} is used twice; names must differ")
        return self

    @model_validator(mode="after")
    def _letter_is_sent_by_an_account_with_oauth(self) -> Settings:
        if self.report.account is None:
            return self
        if self.report.is_given:
            raise ValueError("report: give account or a password, not both")
        if self.sending_account is None:
            raise ValueError(
                f"report.account: no account with an oauth table is called {self.report.account!r}"
            )
        return self

    @property
    def sending_account(self) -> AccountSettings | None:
        """The account whose OAuth sign-in sends the letter, None where a password does."""
        return next(
            (
                account
                for account in self.accounts
                if account.name == self.report.account and account.oauth is not None
            ),
            None,
        )

    @property
    def own_addresses(self) -> frozenset[str]:
        """Canonical addresses of the owner: stated ones, and logins that are addresses."""
        logins = (canonical_address(account.user) for account in self.accounts)
        return frozenset(
            (
                *self.owner.addresses,
                *(address for account in self.accounts for address in account.addresses),
                *(login for login in logins if login is not None),
            )
        )

    @property
    def time_zone(self) -> str:
        return self.owner.time_zone or local_time_zone()

    @property
    def log_file(self) -> Path:
        return self.log.file or default_log_file()

    @property
    def report_folder(self) -> Path:
        return self.report.folder or self.log_file.parent / "letters"


def local_time_zone() -> str:
    """IANA name of this machine's zone, ``UTC`` where it cannot be told."""
    from tzlocal import get_localzone_name

    return get_localzone_name() or "UTC"


def load_settings(path: Path) -> Settings:
    """Reads and checks one config.toml.

    Raises :class:`SettingsError` with one line a problem, each naming its key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")  # as Windows writes it
    except FileNotFoundError:
        raise SettingsError(
            [f"{path}: not there. Run `rapport init`, or copy config.example.toml to it."]
        ) from None
    except UnicodeDecodeError as error:
        raise SettingsError([f"{path}: is not UTF-8 ({error}). Save it as UTF-8."]) from None
    except OSError as error:
        raise SettingsError([f"{path}: cannot be read: {error.strerror or error}."]) from None
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError([f"{path}: not valid TOML: {error}. Mend that line."]) from None
    return parse_settings(tables, path)


def parse_settings(tables: dict[str, Any], path: Path) -> Settings:
    """The tables of a TOML document as settings; relative paths count from its folder."""
    try:
        settings = Settings.model_validate(tables)
    except ValidationError as error:
        raise SettingsError(
            [_problem(path, item["loc"], item["msg"], item["type"]) for item in error.errors()]
        ) from None
    return _with_absolute_paths(settings, path.absolute().parent)


def check_secrets(settings: Settings) -> list[str]:
    """Every environment variable that is named for a password but not set."""
    problems = []
    servers: list[tuple[str, Secret]] = [
        (f"accounts[{i}]", account) for i, account in enumerate(settings.accounts)
    ]
    servers.append(("report", settings.report))
    for where, secret in servers:
        variable = secret.password_env
        if variable and variable not in os.environ:
            problems.append(
                f"{where}.password_env: {variable} is not set. Export it or use password_command."
            )
    return problems


def read_secret(secret: Secret, where: str, user: str, host: str) -> str:
    """Fetches a password from where the settings say.

    Raises :class:`SettingsError` naming ``where`` when there is none to be had; the
    secret itself is in no message.
    """
    if secret.password_env:
        value = os.environ.get(secret.password_env, "").rstrip("\r\n")  # as of a file
        remedy = (
            f"password_env: {secret.password_env} is not set. Export it or use password_command."
        )
    elif secret.password_command:
        value, remedy = _run_password_command(secret.password_command)
    elif secret.password_keyring:
        value, remedy = _read_keyring(user, host)
    else:
        value, remedy = "", "no password is configured."
    if not value:
        raise SettingsError([f"{where}.{remedy}"])
    if any(character in value for character in "\r\n\0"):
        raise SettingsError(
            [f"{where}: the password has a line break within it, which no server takes."]
        )
    return value


def store_secret(user: str, host: str, password: str) -> None:
    """Keeps a password in the system's keyring; raises SettingsError where there is none."""
    if not put_in_keyring(f"{user}@{host}", password):
        raise SettingsError(["this machine has no usable keyring. Use password_command."])


def put_in_keyring(name: str, text: str) -> bool:
    """Whether the system's keyring keeps ``text`` under ``name``, and gives it back."""
    import keyring
    import keyring.errors

    try:
        keyring.set_password(KEYRING_SERVICE, name, text)
    except keyring.errors.KeyringError:
        return False
    # A machine without a desktop may have a backend that keeps nothing, silently.
    return find_in_keyring(name) == text


def find_in_keyring(name: str) -> str | None:
    """What the keyring keeps under ``name``; None also where there is no keyring to ask."""
    import keyring
    import keyring.errors

    try:
        return keyring.get_password(KEYRING_SERVICE, name)
    except keyring.errors.KeyringError:
        return None


def _run_password_command(command: str) -> tuple[str, str]:
    try:
        done = subprocess.run(
            shlex.split(command),
            capture_output=True,
            timeout=PASSWORD_COMMAND_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return "", (
            f"password_command: did not end in {PASSWORD_COMMAND_SECONDS} s. Try it by hand: "
            "perhaps it waits for somebody to type."
        )
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        return "", f"password_command: could not be run ({why}). Try it by hand."
    if done.returncode != 0:
        return "", f"password_command: ended with {done.returncode}. Try it by hand."
    first_line, _, _ = done.stdout.partition(b"\n")
    try:
        password = first_line.removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError:  # whose text says what the bytes are
        return (
            "",
            "password_command: printed what is no text. It must print the password, in UTF-8.",
        )
    return password, "password_command: printed nothing. It must print the password."


def _read_keyring(user: str, host: str) -> tuple[str, str]:
    import keyring
    import keyring.errors

    remedy = (
        f"password_keyring: no password is kept. Run: keyring set {KEYRING_SERVICE} {user}@{host}"
    )
    try:
        return keyring.get_password(KEYRING_SERVICE, f"{user}@{host}") or "", remedy
    except keyring.errors.KeyringError as error:
        return "", f"password_keyring: this machine has no usable keyring ({error})."


def _problem(path: Path, place: tuple[int | str, ...], message: str, kind: str) -> str:
    key = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in place)
    name = key.removeprefix(".")
    if kind == "extra_forbidden":
        message = "is no setting of Rapport. See config.example.toml for those there are."
    elif kind == "tuple_type":
        message = "is a list, also where it has one item. Write it in brackets."
    elif kind == "missing":
        message = "is missing. See config.example.toml."
    else:
        message = message.removeprefix("Value error, ")
    return f"{path}: {name}: {message}" if name else f"{path}: {message}"


def _with_absolute_paths(settings: Settings, folder: Path) -> Settings:
    def absolute(path: Path | None) -> Path | None:
        return None if path is None else folder / path.expanduser()

    return settings.model_copy(
        update={
            "log": settings.log.model_copy(update={"file": absolute(settings.log.file)}),
            "report": settings.report.model_copy(
                update={
                    "folder": absolute(settings.report.folder),
                    "ca_file": absolute(settings.report.ca_file),
                }
            ),
            "accounts": tuple(
                account.model_copy(update={"ca_file": absolute(account.ca_file)})
                for account in settings.accounts
            ),
        }
    )
