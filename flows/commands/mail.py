"""`rapport sync` and `rapport import`."""

from __future__ import annotations

import sys
import uuid
from argparse import Namespace
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from flows.commands.places import config_file, log_file, optional_settings, ready_settings
from flows.commands.shown import run_shown, say_aside
from flows.log_paths import LogPaths
from flows.terminal import printable, to_json

if TYPE_CHECKING:
    from flows.pull import Progress, SyncResult
    from flows.settings import Settings

EXIT_STATUS = {"done": 0, "partial": 1, "failed": 3}
MOST_LEFT_OUT_SHOWN = 10


def run_sync(options: Namespace) -> int:
    """Runs the flow sync-mail now; the exit status says whether all was read."""
    settings = ready_settings(options)
    file = log_file(options, settings)
    if not LogPaths(file.absolute()).live.exists():  # there will be mail
        # Before all else that takes a while to load, which goes on beside it.
        from flows.readers import warm_up

        warm_up()
    return run_shown(
        as_flow=lambda: _sync_as_flow(options, file),
        plainly=lambda: _sync_plainly(options, settings, file),
        say=lambda result: say_sync(result, file, options.quiet),
    )


def _sync_plainly(options: Namespace, settings: Settings, file: Path) -> SyncResult:
    from flows.pull import pull_mail

    with progress_shown(options.quiet) as bars:
        return pull_mail(
            settings,
            file,
            str(uuid.uuid4()),
            account=options.account,
            since=options.since,
            full=options.full,
            progress=bars,
        )


def progress_shown(is_quiet: bool) -> AbstractContextManager[Progress]:
    """Bars where somebody sees them; a run without news would mostly wait for their library."""
    if is_quiet or not sys.stderr.isatty():
        from flows.pull import Silence

        return nullcontext(Silence())
    from flows.progress import progress_bars

    return progress_bars(is_quiet)


def _sync_as_flow(options: Namespace, file: Path) -> SyncResult:
    from flows.sync import run_sync_mail

    return run_sync_mail(
        config_file(options).absolute(),
        file.absolute(),
        account=options.account,
        since=options.since,
        full=options.full,
    )


def say_sync(result: SyncResult, file: Path, is_quiet: bool) -> int:
    """Says what a sync came to; the return value is the exit status."""
    for warning in result.warnings:
        say_aside(f"warning: {warning}")
    for problem in result.problems:
        say_aside(problem)
    if result.busy:
        if not is_quiet:
            print(f"nothing done: {result.busy}")
        return 0
    if not is_quiet:
        counts = result.counts
        withheld_count = sum(folder.withheld_count for folder in result.folders)
        withheld = f", {withheld_count} kept out" if withheld_count else ""
        print(
            f"{len(result.folders)} folders: {counts.stored_count} new messages, "
            f"{counts.known_count} seen before elsewhere, {counts.unreadable_count} unreadable"
            f"{withheld}"
            f" (of {counts.server_count} to read)."
        )
        if result.problems:
            print("Not everything could be read: `rapport status` shows what is missing.")
        else:
            log = quote(str(file))
            print(f'Ask: rapport sql --db {log} "from owed_replies"; write: rapport report')
    return EXIT_STATUS[result.state]


def run_import(options: Namespace) -> int:
    """Reads files into the log."""
    # The readers of mail and of files take a while to load, which a sync need not wait for.
    from flows.importing import find_mail, guess_me, import_files, parse_me
    from flows.settings import local_time_zone

    settings = optional_settings(options)
    folders = find_mail(options.paths)
    stated = parse_me(options.me)
    me, source = stated | settings.own_addresses, "import --me" if stated else "config.toml"
    if not me:
        guess = guess_me(folders)
        if guess is not None:
            me, source = frozenset({guess.address}), f"guess: {guess.evidence}"
            say_aside(
                f"taking {guess.address} for you: {guess.evidence}. "
                "If that is wrong, say --me ADDRESS."
            )
    with progress_shown(options.quiet) as bars:
        result = import_files(
            folders,
            log_file(options, settings),
            str(uuid.uuid4()),
            me,
            source,
            settings.owner.time_zone or local_time_zone(),
            bars,
            settings.privacy.discretion,
        )
    for problem in result.problems:
        say_aside(problem)
    counts = result.counts
    if options.json:
        print(
            to_json(
                {
                    "read": counts.server_count,
                    "stored": counts.stored_count,
                    "known": counts.known_count,
                    "unreadable": counts.unreadable_count,
                    "seen_before": result.seen_before_count,
                    "left_out": result.left_out_count,
                    "left_out_folders": result.left_out_folders,
                    "problems": result.problems,
                }
            )
        )
    elif not options.quiet:
        print(
            f"{counts.server_count} mails read: {counts.stored_count} new messages, "
            f"{counts.known_count} copies of messages known, {counts.unreadable_count} "
            f"unreadable. {result.seen_before_count} had been imported before."
        )
        if result.left_out_count:
            print(f"{result.left_out_count} that Gmail labels as junk, trash or draft left out.")
        _say_left_out(result.left_out_folders)
        if counts.unreadable_count:
            print('Why: rapport sql "select reason, count(*) from unreadable_mail group by 1"')
    return 1 if result.problems else 0


def _say_left_out(folders: Sequence[str]) -> None:
    if not folders:
        return
    count = "1 folder" if len(folders) == 1 else f"{len(folders)} folders"
    print(f"{count} left out; junk, trash and drafts are read if named themselves:")
    for folder in folders[:MOST_LEFT_OUT_SHOWN]:
        print(f"  {printable(folder)}")
    if len(folders) > MOST_LEFT_OUT_SHOWN:
        print("  ... `rapport status` lists all.")
