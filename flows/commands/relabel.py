"""`rapport relabel`: judges again what older rules or an older model judged."""

from __future__ import annotations

import uuid
from argparse import Namespace
from pathlib import Path

from flows.commands.mail import EXIT_STATUS, progress_shown
from flows.commands.places import readable_log
from flows.commands.shown import run_shown
from flows.judging import Relabelled, relabel
from flows.log_reader import refuse_missing


def run_relabel(options: Namespace) -> int:
    """Runs the flow relabel-messages now; exit status 1 where some could not be judged."""
    file = readable_log(options)
    refuse_missing(file)
    return run_shown(
        as_flow=lambda: _relabel_as_flow(file),
        plainly=lambda: _relabel_plainly(file, options.quiet),
        say=lambda done: _say(done, options.quiet),
    )


def _relabel_as_flow(file: Path) -> Relabelled:
    from flows.relabel import run_relabel_messages

    return run_relabel_messages(file.absolute())


def _relabel_plainly(file: Path, is_quiet: bool) -> Relabelled:
    with progress_shown(is_quiet) as bars:
        return relabel(file, str(uuid.uuid4()), progress=bars)


def _say(done: Relabelled, is_quiet: bool) -> int:
    if not is_quiet:
        print(
            f"{done.judged_count} messages judged again, {done.changed_count} of them otherwise. "
            "Older verdicts are kept, and so is what you decided."
        )
        if done.textless_count:
            print(
                f"{done.textless_count} keep their verdict: their text was not to be logged, so "
                "there is nothing to judge."
            )
        if done.failed_count:
            print(f"{done.failed_count} could not be judged and keep their old verdict.")
    return EXIT_STATUS["partial" if done.failed_count else "done"]
