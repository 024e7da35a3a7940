"""What may happen to the log and to the process that writes it; docs/FAULTS.md has the table.

Each as a person meets it: through the command, with its exit status and what it says.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from flows.cli import main
from logs import everything, one, write_config
from servers import Dovecot, flag_snapshot
from test_pull import ALICE, letter

ROOT = Path(__file__).resolve().parent.parent
KILLS = int(os.environ.get("RAPPORT_KILLS", "50"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a person would stand: config.toml and rapport.duckdb lie here."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def rapport(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flows.cli", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def two_thousand(server: Dovecot) -> None:
    """2,000 mails in three folders: some in two of them, some that cannot be read."""
    broken = [b"From: \xff<\r\nno end of header %d" % number for number in range(5)]
    server.add_maildir(ALICE, "INBOX", [*map(letter, range(1_200)), *broken])
    server.add_maildir(ALICE, "Kunden", map(letter, range(1_150, 1_850)))
    server.add_maildir(ALICE, "Sent", map(letter, range(1_900, 1_995)), flags=("\\Seen",))


@pytest.mark.slow
def test_killed_at_fifty_random_moments_the_log_is_that_of_one_clean_run(
    dovecot_server: Dovecot, folder: Path
) -> None:
    """kill -9 while it connects, plans, stores, publishes, ends: nothing lost, nothing doubled.

    Each row of every table is compared; whatever came through early begins anew.
    """
    two_thousand(dovecot_server)
    with dovecot_server.connect(ALICE) as client:
        flags = flag_snapshot(client)
    config = write_config(folder, dovecot_server.imap_port, ALICE, dovecot_server.users[ALICE])
    assert main(["-q", "--db", "clean.duckdb", "sync"]) == 0
    clean = everything(folder / "clean.duckdb")
    assert len(clean["sightings"]) == 1_995
    assert len(clean["unreadable_mail"]) == 5
    kills = 0
    for seed in range(KILLS):
        log = folder / f"killed-{seed}.duckdb"
        done = subprocess.run(
            [
                sys.executable, ROOT / "tests" / "killed_sync.py", config, log,
                str(seed), str(KILLS - kills),
            ],  # fmt: skip
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        kills += int(done.stdout)
        assert everything(log) == clean
        assert main(["-q", "--db", str(log), "sync"]) == 0
        assert everything(log) == clean
        assert main(["-q", "--db", str(log), "check"]) == 0
        if kills >= KILLS:
            break
    assert kills == KILLS
    with dovecot_server.connect(ALICE) as client:
        assert flag_snapshot(client) == flags
    assert one(log, "select count(*) from runs where state = 'running'") == 0
