"""Full sync beside mbsync and notmuch, on the same mailbox in the same run.

    python bench/sync/run.py [--rounds N] [--latency MILLISECONDS] [--corpora FOLDER]

Both archives of the corpora (about 8,300 real messages) lie in a Dovecot of the bench's own
on loopback. The peer only fetches (mbsync) and indexes (notmuch new); Rapport fetches,
parses, classifies, logs and publishes (`rapport sync`, the whole command). Both start from
nothing in every round, over the same plain connection, and in turns; a round that is not
timed comes before, in which Python keeps what it compiles, as it does wherever it may. Then
Rapport syncs once more through a proxy that adds latency to each round trip. Ratios within one
run are what counts: absolute times are the machine's.

Needs Debian's dovecot-imapd, isync and notmuch.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests"), str(ROOT / "bench")]

from latency import latency_proxy  # noqa: E402 (a script finds its checkout first)
from usage import Usage  # noqa: E402

from servers import Dovecot, DovecotMissingError, dovecot  # noqa: E402
from unpacking import unpack  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
ARCHIVES = {"spamassassin": "INBOX", "enron": "Archive"}
"""Archives and the folders that they fill."""
USER, PASSWORD = "alice@example.org", "secret"
COMPILING = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
RAPPORT = [sys.executable, "-m", "flows.cli"]


@dataclass(frozen=True, slots=True)
class Timing:
    """Wall and CPU seconds of one round, and megabytes (PSS) at its peak."""

    seconds: float
    cpu_seconds: float
    megabytes: float
    parts: str = ""


def main(arguments: Sequence[str]) -> int:
    options = _options(arguments)
    missing = [name for name in ("mbsync", "notmuch") if shutil.which(name) is None]
    if missing:
        print(f"{', '.join(missing)}: not installed (Debian: apt-get install isync notmuch).")
        return 2
    with tempfile.TemporaryDirectory(prefix="bench-sync-") as name:
        folder = Path(name)
        try:
            with dovecot({USER: PASSWORD}) as server:
                count = _fill(server, options.corpora, folder / "mail")
                _compare(server, count, folder, options)
        except DovecotMissingError as error:
            print(error)
            return 2
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, default=50, metavar="MILLISECONDS")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    return parser.parse_args(arguments)


def _fill(server: Dovecot, corpora: Path, scratch: Path) -> int:
    """Puts the archives into the server's folders; returns how many mails there are."""
    count = 0
    for archive, mailbox in ARCHIVES.items():
        unpack(corpora / f"{archive}.tar.gz", scratch / archive)
        files = sorted(path for path in (scratch / archive).rglob("*") if path.is_file())
        server.add_maildir(USER, mailbox, files)
        count += len(files)
    # The first client to come pays for Dovecot's own index; that is neither one's work.
    with server.connect(USER) as client:
        for mailbox in ARCHIVES.values():
            client.select_folder(mailbox, readonly=True)
            client.fetch(client.search(), ["RFC822.SIZE", "INTERNALDATE"])
    return count


def _compare(server: Dovecot, count: int, folder: Path, options: argparse.Namespace) -> None:
    print(f"{count} messages, {os.cpu_count()} cores, {options.rounds} rounds\n")
    print(f"{'':34}{'seconds':>9}{'mails/s':>9}{'CPU s':>9}{'peak MB':>9}")
    _rapport(server.imap_port, folder / "untimed", count)
    peers, ours = [], []
    for number in range(1, options.rounds + 1):
        peers.append(_peer(server.imap_port, folder / f"peer-{number}", count))
        _say(f"{number}. mbsync + notmuch new", peers[-1], count)
        ours.append(_rapport(server.imap_port, folder / f"rapport-{number}", count))
        _say(f"{number}. rapport sync", ours[-1], count)
    peer = median(timing.seconds for timing in peers)
    rapport = median(timing.seconds for timing in ours)
    print(f"\nrapport sync is {peer / rapport:.2f} times as fast (wanted: 2.00)")
    again = _again(server.imap_port, folder / "rapport-1")
    print(f"the same again, nothing new: {again:.2f} s for the whole command\n")
    with latency_proxy(server.imap_port, options.latency / 1000) as port:
        far = _rapport(port, folder / "far", count)
    _say(f"rapport sync, {options.latency} ms a round trip", far, count)
    print(f"{far.seconds / rapport:.2f} times the time without (wanted: at most 1.50)")


def _say(name: str, timing: Timing, count: int) -> None:
    print(
        f"{name:34}{timing.seconds:9.2f}{count / timing.seconds:9.0f}"
        f"{timing.cpu_seconds:9.1f}{timing.megabytes:9.0f}   {timing.parts}",
        flush=True,
    )


def _peer(port: int, folder: Path, count: int) -> Timing:
    maildir = folder / "mail"
    maildir.mkdir(parents=True)
    mbsync_config, notmuch_config = folder / "mbsyncrc", folder / "notmuchrc"
    mbsync_config.write_text(
        f"FSync no\n\nIMAPStore far\nHost 127.0.0.1\nPort {port}\nUser {USER}\nPass {PASSWORD}\n"
        "SSLType None\nAuthMechs LOGIN\n\n"
        f"MaildirStore near\nPath {maildir}/\nInbox {maildir}/INBOX\nSubFolders Verbatim\n\n"
        "Channel all\nFar :far:\nNear :near:\nPatterns *\nSync Pull\nCreate Near\n"
        f"SyncState {folder}/\n",
        "utf-8",
    )
    notmuch_config.write_text(
        f"[database]\npath={maildir}\n[user]\nname=Alice\nprimary_email={USER}\n"
        "[new]\ntags=unread;inbox\n[maildir]\nsynchronize_flags=false\n",
        "utf-8",
    )
    with Usage() as usage:
        with _timed() as fetched:
            _run(["mbsync", "-q", "-c", str(mbsync_config), "all"], {}, usage)
        with _timed() as indexed:
            _run(["notmuch", "new", "--quiet"], {"NOTMUCH_CONFIG": str(notmuch_config)}, usage)
    asked = ["notmuch", "count", "--output=files", "*"]
    found = subprocess.run(
        asked, env={**os.environ, "NOTMUCH_CONFIG": str(notmuch_config)}, capture_output=True
    )
    _check(int(found.stdout or 0), count, "notmuch")
    parts = f"{fetched[0]:.2f} s + {indexed[0]:.2f} s"
    return Timing(fetched[0] + indexed[0], usage.cpu_seconds, usage.megabytes, parts)


def _rapport(port: int, folder: Path, count: int) -> Timing:
    folder.mkdir(parents=True)
    (folder / "config.toml").write_text(
        f'[owner]\naddresses = ["{USER}"]\ntime_zone = "Europe/Stockholm"\n\n'
        f'[[accounts]]\nname = "bench"\nhost = "127.0.0.1"\nport = {port}\nuser = "{USER}"\n'
        'password_env = "BENCH_PASSWORD"\nsecurity = "none"\n',
        "utf-8",
    )
    with _timed() as took, Usage() as usage:
        _sync(folder, usage)
    question = (
        "select (select count(*) from sightings) + (select count(*) from unreadable_mail) as n"
    )
    log = str(folder / "log.duckdb")
    answer = subprocess.run(
        [*RAPPORT, "sql", "--db", log, question, "--format", "json"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    _check(int(json.loads(answer.stdout)[0]["n"]), count, "rapport")
    return Timing(took[0], usage.cpu_seconds, usage.megabytes)


def _again(port: int, folder: Path) -> float:
    with _timed() as took, Usage() as usage:
        _sync(folder, usage)
    return took[0]


def _sync(folder: Path, usage: Usage) -> None:
    command = [*RAPPORT, "sync", "-q", "--config", str(folder / "config.toml")]
    _run([*command, "--db", str(folder / "log.duckdb")], {"BENCH_PASSWORD": PASSWORD}, usage)


def _run(command: Sequence[str], environment: dict[str, str], usage: Usage) -> None:
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**COMPILING, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    usage.watch(process.pid)
    _, said = process.communicate()
    if process.returncode:
        raise SystemExit(f"{command[0]} ended with {process.returncode}: {said.decode()}")


def _check(found: int, wanted: int, who: str) -> None:
    """A run that lost mail has no time worth printing."""
    if found != wanted:
        raise SystemExit(f"{who} has {found} of {wanted} messages")


@contextmanager
def _timed() -> Iterator[list[float]]:
    took: list[float] = []
    started = time.perf_counter()
    yield took
    took.append(time.perf_counter() - started)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
