"""Where the tokens of a sign-in are kept: the system's keyring, else a file of the owner's alone.

Knows nothing of what a token is: it keeps a text an account. A machine without a desktop has
no keyring; there a file with mode 0600 in a folder with mode 0700 is what mail programs use.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from flows.errors import SourceError
from flows.locations import token_folder
from flows.locks import locked
from flows.settings import AccountSettings, find_in_keyring, put_in_keyring
from flows.whole_files import write_whole

LOCK_WAIT_SECONDS = 60.0


def load_kept(account: AccountSettings) -> str | None:
    """What was kept for this account, None when nobody signed in on this machine.

    Raises SourceError where it may not be read, which is no trouble of other accounts.
    """
    text = find_in_keyring(_name(account))
    if text is not None:
        return text
    file = _file(account)
    try:
        return file.read_text(encoding="utf-8", errors="replace")  # what it means is not known here
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SourceError(
            f"accounts[{account.name}]: {file} cannot be read ({error.strerror}). See to that, "
            f"or move it away and sign in anew: rapport login {account.name}"
        ) from None


def keep(account: AccountSettings, text: str) -> str:
    """Keeps ``text`` for this account, at once and whole; says in words where."""
    file = _file(account)
    if put_in_keyring(_name(account), text):
        file.unlink(missing_ok=True)
        return "the system's keyring"
    _make_folder(file.parent)
    write_whole(file, text.encode("utf-8"))
    return str(file)


@contextmanager
def one_at_a_time(account: AccountSettings) -> Iterator[None]:
    """Two runs that renew one token at once would each make the other's worthless."""
    file = _file(account)
    _make_folder(file.parent)
    lock = file.with_suffix(".lock")
    with locked(lock, LOCK_WAIT_SECONDS, f"the sign-in of {account.name}"):
        yield


def _name(account: AccountSettings) -> str:
    return f"oauth:{account.user}@{account.host}"


def _file(account: AccountSettings) -> Path:
    return token_folder() / f"{sha256(_name(account).encode()).hexdigest()[:16]}.token"


def _make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
