"""`rapport relabel`: judges again what older rules or an older model judged."""

from __future__ import annotations

import uuid
from argparse import Namespace

from flows.commands.mail import EXIT_STATUS, progress_shown
from flows.commands.places import readable_log
from flows.errors import UsageError
from flows.judging import relabel
from flows.prefect_server import is_healthy, prepare_environment, server_url


def run_relabel(options: Namespace) -> int:
    """Runs the flow relabel-messages now; exit status 1 where some could not be judged."""
    file = readable_log(options)
    if not file.exists():
        raise UsageError(f"{file}: there is no log yet. Run `rapport sync` or `rapport import`.")
    url = server_url()
    if url is not None and is_healthy(url):
        prepare_environment()
        from flows.relabel import relabel_messages

        done = relabel_messages(file.absolute())
    else:
        with progress_shown(options.quiet) as bars:
            done = relabel(file, str(uuid.uuid4()), progress=bars)
    if not options.quiet:
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
