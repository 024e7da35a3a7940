"""config.toml: frozen, and every problem of it at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import Secret, check_secrets, load_settings, read_secret

GOOD = """
[owner]
addresses = ["Anna+news@Example.org"]
time_zone = "Europe/Stockholm"

[[accounts]]
name = "work"
host = "imap.example.org"
user = "anna@example.org"
password_env = "WORK_PASSWORD"
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(folder, text))
    return caught.value.problems


def test_the_example_is_a_valid_configuration() -> None:
    """What people copy works as it stands."""
    example = Path(__file__).resolve().parent.parent / "config.example.toml"
    settings = load_settings(example)
    assert settings.accounts[0].port == 993
    assert settings.report.to


def test_addresses_are_canonical_and_logins_count_as_own(tmp_path: Path) -> None:
    """Parse at the door: inside, nobody lowers a string again."""
    settings = load_settings(written(tmp_path, GOOD))
    assert settings.own_addresses == {"anna@example.org"}


def test_paths_count_from_the_folder_of_the_file(tmp_path: Path) -> None:
    """A scheduled run starts in another directory than the shell did."""
    settings = load_settings(written(tmp_path, GOOD + '\n[log]\nfile = "mail.duckdb"\n'))
    assert settings.log_file == tmp_path / "mail.duckdb"


def test_all_problems_are_reported_at_once_each_with_its_key(tmp_path: Path) -> None:
    """One round of mending, not five."""
    text = GOOD.replace("Europe/Stockholm", "Mars/Olympus").replace(
        'host = "imap.example.org"', 'hots = "imap.example.org"\nport = 99999'
    )
    problems = problems_of(tmp_path, text)
    assert [problem.split(": ")[1] for problem in problems] == [
        "owner.time_zone",
        "accounts[0].host",
        "accounts[0].port",
        "accounts[0].hots",
    ]


def test_a_password_has_exactly_one_place(tmp_path: Path) -> None:
    """Two places leave it open which one counts; none cannot work."""
    twice = problems_of(tmp_path, GOOD + "password_keyring = true\n")
    assert "give one of password_env" in twice[0]
    none = problems_of(tmp_path, GOOD.replace('password_env = "WORK_PASSWORD"', ""))
    assert "accounts[0]: no password" in none[0]


def test_clear_text_is_refused_but_on_this_machine(tmp_path: Path) -> None:
    """There is no switch that sends a password over a network in clear."""
    assert (
        'security = "none" is for servers on this machine'
        in (problems_of(tmp_path, GOOD + 'security = "none"\n')[0])
    )
    on_loopback = GOOD.replace("imap.example.org", "127.0.0.1") + 'security = "none"\n'
    assert load_settings(written(tmp_path, on_loopback)).accounts[0].security == "none"


def test_account_names_are_unique(tmp_path: Path) -> None:
    """A name stands in every sighting: two accounts must not share one."""
    account = GOOD[GOOD.index("[[accounts]]") :]
    assert "is used twice" in problems_of(tmp_path, GOOD + account)[0]


@pytest.mark.parametrize("text", ["[owner", "name = ", "[accounts]\n[accounts]"])
def test_broken_toml_names_file_and_line(tmp_path: Path, text: str) -> None:
    """The reader of the message knows where to look."""
    (problem,) = problems_of(tmp_path, text)
    assert "config.toml: not valid TOML" in problem
    assert "line" in problem or "end of document" in problem


def test_a_missing_file_says_how_to_make_one(tmp_path: Path) -> None:
    """What, where, and what to do."""
    with pytest.raises(SettingsError, match="rapport init"):
        load_settings(tmp_path / "nowhere.toml")


def test_an_unset_variable_is_found_before_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DESIGN section 7.3, word for word."""
    monkeypatch.delenv("WORK_PASSWORD", raising=False)
    assert check_secrets(load_settings(written(tmp_path, GOOD))) == [
        "accounts[0].password_env: WORK_PASSWORD is not set. Export it or use password_command."
    ]


def test_a_command_gives_the_first_line_of_what_it_prints() -> None:
    """As password managers do."""
    secret = Secret(password_command="printf 'top secret\\nuser: anna\\n'")
    assert read_secret(secret, "accounts[0]", "anna", "host") == "top secret"


def test_a_file_as_windows_writes_it_is_read(tmp_path: Path) -> None:
    """A byte order mark before it and CRLF in it are no fault of the owner's."""
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert load_settings(path) == load_settings(written(tmp_path, GOOD))


def test_one_address_without_brackets_is_said_in_plain_words(tmp_path: Path) -> None:
    """The commonest slip in TOML."""
    (problem,) = problems_of(tmp_path, '[owner]\naddresses = "anna@example.org"\n')
    assert problem.endswith(
        "owner.addresses: is a list, also where it has one item. Write it in brackets."
    )


def test_a_file_in_another_encoding_says_which_is_wanted(tmp_path: Path) -> None:
    """As Notepad's "Unicode" makes it."""
    path = tmp_path / "config.toml"
    path.write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(SettingsError, match="Save it as UTF-8"):
        load_settings(path)


def test_a_line_end_after_a_password_is_none_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that was filled from a file. Within it, it would end the command LOGIN."""
    monkeypatch.setenv("WORK_PASSWORD", "top secret\r\n")
    secret = Secret(password_env="WORK_PASSWORD")
    assert read_secret(secret, "accounts[0]", "anna", "host") == "top secret"
    monkeypatch.setenv("WORK_PASSWORD", "top\nA1 DELETE INBOX")
    with pytest.raises(SettingsError, match="line break") as raised:
        read_secret(secret, "accounts[0]", "anna", "host")
    assert "DELETE" not in str(raised.value)


def test_a_command_that_prints_no_text_is_said_without_a_byte_of_it() -> None:
    """It could be run; what it printed may be the password, in another encoding."""
    secret = Secret(password_command=r"printf 'caf\351'")
    with pytest.raises(SettingsError, match="printed what is no text") as raised:
        read_secret(secret, "accounts[0]", "anna", "host")
    assert "0xe9" not in str(raised.value)


@pytest.mark.parametrize("command", ["false", "no-such-program-here", "true", "'"])
def test_a_command_that_fails_is_said_without_its_output(command: str) -> None:
    """What a password manager prints must not end in a log."""
    with pytest.raises(SettingsError, match=r"accounts\[0\]\.password_command"):
        read_secret(Secret(password_command=command), "accounts[0]", "anna", "host")


def test_no_keyring_is_said_with_the_command_that_fills_it() -> None:
    """The tests run with keyring's null backend, as a server without a desktop does."""
    with pytest.raises(SettingsError, match="keyring set rapport anna@host"):
        read_secret(Secret(password_keyring=True), "accounts[0]", "anna", "host")
