"""`rapport report` and `rapport serve`."""

from __future__ import annotations

import os
from argparse import Namespace
from pathlib import Path

from flows.commands.places import config_file, log_file, optional_settings, ready_settings
from flows.commands.shown import say_aside
from flows.errors import SettingsError
from flows.letter import check_can_send, failed, send_letter, write_letter
from flows.prefect_server import running_server


def run_report(options: Namespace) -> int:
    """Writes the letter, and sends it where asked."""
    settings = optional_settings(options)
    if options.send:
        check_can_send(settings.report)
    folder = options.out or settings.report.folder or Path("letters")
    file = log_file(options, settings)
    written = write_letter(file, options.as_of, settings.owner.name, folder)
    if not options.quiet:
        print(f"{written.letter.subject}\n  {written.html_file}\n  {written.text_file}")
    if not options.send:
        return 0
    sent = send_letter(written, settings, file)
    if not options.quiet:
        if not sent:
            print("nothing to say this week, so nothing was sent")
        for item in sent:
            before = "" if item.is_new else " (settled before: one letter a week)"
            print(
                f"{item.delivery.recipient}: {item.delivery.state}{before} {item.delivery.detail}"
            )
    problems = failed(sent)
    if options.quiet:  # errors are said all the same
        for problem in problems:
            say_aside(problem)
    return 0 if not problems else 1 if len(problems) < len(sent) else 3


def run_serve(options: Namespace) -> int:
    """Runs both schedules until it is stopped."""
    settings = ready_settings(options)
    if not settings.accounts:
        raise SettingsError(
            ["config.toml names no account. Add an [[accounts]] table: rapport init."]
        )
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "INFO")
    file = log_file(options, settings)
    with running_server(settings.prefect.port) as url:
        if not options.quiet:
            print(
                f"sync-mail at {settings.schedule.sync}, weekly-report at "
                f"{settings.schedule.letter} ({settings.time_zone}).\n"
                f"Runs are shown at {url.removesuffix('/api')}. Stop with Ctrl-C.",
                flush=True,
            )
        from flows.serve import serve_schedules

        serve_schedules(settings, config_file(options), file)
    return 0
