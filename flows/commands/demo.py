"""`rapport demo`: what it says while flows.demo does the whole main job."""

from __future__ import annotations

import shutil
import sys
import webbrowser
from argparse import Namespace
from pathlib import Path

from flows.demo import Demo, run_the_demo
from flows.prefect_server import prepare_environment
from flows.progress import progress_bars
from flows.terminal import print_table

QUESTIONS = (
    ("Whom do I owe a reply?", "select full_name, waiting_days, question from owed_replies"),
    (
        "Who is fading, and why?",
        "select full_name, health, reason from health(current_date) where status = 'cooling'",
    ),
    (
        "What came of introductions?",
        "select introduced_at::date as on_day, introducer_name, introduced_names, outcome "
        "from introduction_outcomes order by introduced_at desc limit 8",
    ),
)


def run_demo(options: Namespace) -> int:
    """Leaves report.html, report.eml and rapport.duckdb in --out, and says what to do next."""
    if options.prefect:
        prepare_environment()
    if not options.quiet:
        print("Serving a sample mailbox over IMAP on this machine, and syncing it ...", flush=True)
    with progress_bars(options.quiet) as bars:
        demo = run_the_demo(options.out, bars, as_flows=options.prefect)
    if options.quiet:
        return 0
    _say(demo)
    if options.open:
        webbrowser.open(demo.html_file.absolute().as_uri())
    return 0


def _say(demo: Demo) -> None:
    counts = demo.sync.counts
    rapport, log = _command(), _from_here(demo.log_file)
    print(
        f"{counts.stored_count} messages of {demo.owner_name} read over IMAP, "
        f"{counts.known_count} copies of them, {counts.unreadable_count} unreadable "
        "(broken on purpose). The mailbox is as it was.\n"
    )
    print_table(
        ("what", "where"),
        (
            ("the letter, in a browser", _from_here(demo.html_file)),
            ("the letter, as the mail server got it", _from_here(demo.eml_file)),
            ("the log, for any DuckDB shell", log),
        ),
        "Look at",
    )
    print("Ask\n")
    for question, query in QUESTIONS:
        print(f'  {question}\n    {rapport} --db {log} sql "{query}"')
    print(f"\nThen your own mailbox: {rapport} init, {rapport} sync, {rapport} report")


def _command() -> str:
    """How this command is called from here: in a checkout it is not on the PATH."""
    return "rapport" if shutil.which("rapport") else _from_here(Path(sys.argv[0]))


def _from_here(path: Path) -> str:
    here = Path.cwd()
    path = path.absolute()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
