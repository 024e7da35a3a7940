"""The whole main job on a sample mailbox: serve, sync, log, write, send.

The same code as for a real mailbox, over the same wire: only the two servers are ours, in
this process, on loopback.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from flows.errors import UsageError
from flows.letter import last_complete_week, raise_for_failures, send_letter, write_letter
from flows.locks import locked
from flows.pull import Progress, SyncResult, pull_mail
from flows.sample.build import Sample, build_sample
from flows.sample.servers import ServerAddress, SmtpSink, imap_server, smtp_sink
from flows.settings import load_settings
from flows.store import LogPaths

PASSWORD_VARIABLE = "RAPPORT_DEMO_PASSWORD"  # noqa: S105 (a name, not a secret)
LOG_NAME = "rapport.duckdb"


@dataclass(frozen=True, slots=True)
class Demo:
    """What a demo left behind."""

    owner_name: str
    as_of: date
    sync: SyncResult
    html_file: Path
    eml_file: Path
    log_file: Path


def run_the_demo(folder: Path, progress: Progress, *, as_flows: bool = False) -> Demo:
    """Does the main job from nothing; what an earlier demo left in ``folder`` is replaced.

    ``as_flows``: as Prefect flows, on the server that PREFECT_API_URL names or one that
    Prefect starts for this process. Raises UsageError where ``folder`` is not for us.
    """
    paths = LogPaths(folder.absolute() / LOG_NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(
            f"{folder}: cannot be made ({error.strerror}). Give another --out."
        ) from None
    with locked(folder / ".demo.lock", 60.0, f"the demo in {folder}"):
        _make_room(paths)
        as_of = last_complete_week(_today())
        sample = build_sample(as_of)
        # A made-up password for a made-up server, from the environment like a real one.
        os.environ[PASSWORD_VARIABLE] = uuid.uuid4().hex
        user = sample.addresses[0]
        with (
            imap_server(sample.mails, user, os.environ[PASSWORD_VARIABLE]) as imap,
            smtp_sink() as sink,
            TemporaryDirectory(prefix="rapport-demo-") as scratch,
        ):
            config = Path(scratch) / "config.toml"
            config.write_text(_config(sample, imap, sink, paths.file.parent), encoding="utf-8")
            return _do_the_main_job(config, paths, sample, as_of, sink, progress, as_flows)


def _today() -> date:
    # The sample's owner lives in one zone and the reader in another; a day's difference
    # between the two must not put mail into the future.
    return min(datetime.now(ZoneInfo("Europe/Berlin")).date(), datetime.now().astimezone().date())


def _make_room(paths: LogPaths) -> None:
    mark = paths.private / "demo"
    if (paths.file.exists() or paths.private.exists()) and not mark.exists():
        raise UsageError(
            f"{paths.file}: is a log, but not a demo's. Give the demo another --out; nothing "
            "was changed."
        )
    paths.file.unlink(missing_ok=True)
    shutil.rmtree(paths.private, ignore_errors=True)
    paths.private.mkdir(mode=0o700)
    mark.touch()


def _config(sample: Sample, imap: ServerAddress, sink: SmtpSink, folder: Path) -> str:
    addresses = json.dumps(list(sample.addresses))
    owner = json.dumps(sample.owner_name, ensure_ascii=False)
    user = json.dumps(sample.addresses[0])
    return f"""\
[owner]
name = {owner}
addresses = {addresses}
time_zone = "{sample.time_zone}"

[[accounts]]
name = "demo"
host = "{imap.host}"
port = {imap.port}
security = "none"
user = {user}
password_env = "{PASSWORD_VARIABLE}"

[report]
from = {user}
to = [{user}]
host = "{sink.host}"
port = {sink.port}
security = "none"
folder = {json.dumps(str(folder))}
"""


def _do_the_main_job(
    config: Path,
    paths: LogPaths,
    sample: Sample,
    as_of: date,
    sink: SmtpSink,
    progress: Progress,
    as_flows: bool,
) -> Demo:
    settings = load_settings(config)
    if as_flows:
        sync = _as_flows(config, paths.file, as_of)
    else:
        sync = pull_mail(settings, paths.file, str(uuid.uuid4()), progress=progress)
    folder = paths.file.parent
    written = write_letter(paths.file, as_of, sample.owner_name, folder)
    raise_for_failures(send_letter(written, settings, paths.file))
    eml_file = folder / "report.eml"
    eml_file.write_bytes(sink.messages[0].content)
    return Demo(sample.owner_name, as_of, sync, written.html_file, eml_file, paths.file)


def _as_flows(config: Path, log_file: Path, as_of: date) -> SyncResult:
    from flows.sync import run_sync_mail
    from flows.weekly_report import weekly_report

    sync = run_sync_mail(config, log_file)
    weekly_report(config, log_file, as_of)
    return sync
