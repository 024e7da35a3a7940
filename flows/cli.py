"""The command `rapport`: what can be asked, and which function answers.

Only arguments and exit codes live here (DESIGN section 4); the work is in flows.commands,
imported when it is asked for, so that `rapport --help` is there at once.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from importlib import import_module
from importlib.metadata import version
from io import TextIOWrapper
from pathlib import Path

from extractors.records import KINDS
from flows import stopping
from flows.errors import RapportError
from flows.terminal import printable

EXIT_PARTIAL = 1
EXIT_USAGE = 2
EXIT_NOTHING = 3

RUNS = {
    "demo": "demo:run_demo",
    "init": "init:run_init",
    "login": "login:run_login",
    "sync": "mail:run_sync",
    "import": "mail:run_import",
    "classify": "classify:run_classify",
    "status": "status:run_status",
    "sql": "log:run_sql",
    "people": "people:run_people",
    "health": "people:run_health",
    "report": "letter:run_report",
    "correct": "correct:run_correct",
    "forget": "forget:run_forget",
    "train": "train:run_train",
    "relabel": "relabel:run_relabel",
    "check": "log:run_check",
    "serve": "letter:run_serve",
}
"""Which function of flows.commands answers which command."""

TEACHING = """\
first steps:
  rapport demo                     see it all work, on a sample mailbox
  rapport init                     connect your own mailbox (asks, tests, writes config.toml)
  rapport sync                     read new mail (read-only: nothing in the mailbox changes)
  rapport report                   write the letter to ./letters and look at it

then ask anything:
  rapport health                   your relationships, strongest first
  rapport people anna              one person's page, with the evidence
  rapport sql "from owed_replies"  any SQL, at any time, also while a sync runs
  rapport sql                      a prompt; schema/README.md says what there is

exit status: 0 done, 1 done in part (it says what is missing), 2 wrong use or configuration,
3 nothing could be done
"""


def _a_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write it like 2026-11-23") from None


def _a_moment(text: str) -> date | datetime:
    if len(text) <= len("2026-11-23"):
        return _a_date(text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            f'{text!r} is no time; write it like 2026-11-23 or "2026-11-23 15:30"'
        ) from None


def _common(is_after_command: bool) -> argparse.ArgumentParser:
    """Global options: accepted before and after the command, where the latter wins."""
    unset = argparse.SUPPRESS if is_after_command else None
    parser = argparse.ArgumentParser(add_help=False)
    group = parser.add_argument_group("global options")
    group.add_argument(
        "--config",
        metavar="FILE",
        type=Path,
        default=unset,
        help="settings (default: ./config.toml, else ~/.config/rapport/config.toml)",
    )
    group.add_argument(
        "--db",
        metavar="FILE",
        type=Path,
        default=unset,
        help="the log (default: as config.toml says, else ~/.local/share/rapport/rapport.duckdb)",
    )
    group.add_argument(
        "-q",
        "--quiet",
        action="store_true",
        default=argparse.SUPPRESS if is_after_command else False,
        help="say nothing but errors",
    )
    return parser


def build_parser() -> argparse.ArgumentParser:
    """The whole command line; documentation tests walk it."""
    parser = argparse.ArgumentParser(
        prog="rapport",
        description="Keeps relationships alive from the mailbox: reads mail over IMAP "
        "(read-only), logs every interaction in DuckDB, writes a weekly letter.",
        epilog=TEACHING,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        parents=[_common(is_after_command=False)],
    )
    parser.add_argument("--version", action="version", version=f"rapport {version('rapport')}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")

    def command(name: str, help: str, description: str, examples: str) -> argparse.ArgumentParser:
        return commands.add_parser(
            name,
            help=help,
            description=description,
            epilog=f"examples:\n{examples}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            parents=[_common(is_after_command=True)],
        )

    demo = command(
        "demo",
        "the whole main job on a sample mailbox",
        "Starts an IMAP server on this machine with a sample mailbox, syncs it, logs it,\n"
        "writes and sends the letter to a mail sink, and leaves report.html, report.eml and\n"
        "rapport.duckdb to look at. Touches nothing of yours.",
        "  rapport demo\n  rapport demo --out /tmp/demo --open\n  rapport demo --prefect",
    )
    demo.add_argument(
        "--out", metavar="DIR", type=Path, default=Path("demo"), help="default: ./demo"
    )
    demo.add_argument("--open", action="store_true", help="open the letter in the browser")
    demo.add_argument(
        "--prefect",
        action="store_true",
        help="run as Prefect flows, on a server of its own (slower)",
    )

    command(
        "init",
        "connect your mailbox",
        "Asks for address and server, tests the login, writes config.toml (readable by you\n"
        "only) and keeps the password in the system's keyring.",
        "  rapport init\n  rapport --config ~/rapport.toml init",
    )
    login = command(
        "login",
        "sign in with OAuth (Google, Microsoft 365)",
        "For an account with an [accounts.oauth] table: lets you sign in in the browser, or with\n"
        "a code on another machine, and keeps what comes of it in the system's keyring. Needed\n"
        "once, and again when the provider ends it. docs/SIGN_IN.md says how to get a client id.",
        "  rapport login\n  rapport login work --device",
    )
    login.add_argument("account", metavar="ACCOUNT", nargs="?", help="its name in config.toml")
    login.add_argument(
        "--device", action="store_true", help="by a code, in a browser anywhere (Microsoft only)"
    )

    sync = command(
        "sync",
        "read new mail now",
        "Reads what is new in every folder of every account into the log. The mailbox is only\n"
        "read, never changed. Stop it at any time: the next run goes on from there.",
        "  rapport sync\n  rapport sync --account work --since 2025-01-01\n  rapport sync --full",
    )
    sync.add_argument("--account", metavar="A", help="only this account of config.toml")
    sync.add_argument(
        "--since", metavar="DATE", type=_a_date, help="only mail received on or after this day"
    )
    sync.add_argument(
        "--full", action="store_true", help="look through all of every folder for what is missing"
    )

    imports = command(
        "import",
        "read mail from files",
        "Reads mbox files, Maildirs, folders of .eml or Apple Mail's .emlx, and Google Takeout's\n"
        "zip archives through the same spine. What was read before is not read again: stop it at\n"
        "any time. Folders of junk, trash or drafts are read only if you name them themselves.",
        "  rapport import ~/Mail --me anna@example.org\n"
        "  rapport import takeout-20261125-001.zip --me anna@gmail.com",
    )
    imports.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    imports.add_argument(
        "--me", metavar="ADDRESS", action="append", default=[], help="an address of yours (repeat)"
    )
    imports.add_argument("--json", action="store_true", help="the counts as one JSON object")

    classify = command(
        "classify",
        "judge mail without storing it",
        "Prints one JSON object a message: path, message_id, kind, confidence, second,\n"
        "decided_by, evidence, introduction, meeting, asks, new_text.",
        "  rapport classify message.eml\n  rapport classify inbox/ --me anna@example.org\n"
        "  rapport classify message.eml --explain",
    )
    classify.add_argument("paths", metavar="PATH", type=Path, nargs="+")
    classify.add_argument(
        "--explain",
        action="store_true",
        help="say why in a sentence a message, instead of JSON",
    )
    classify.add_argument(
        "--me", metavar="ADDRESS", action="append", default=[], help="an address of yours (repeat)"
    )

    status = command(
        "status",
        "what is read and what is missing",
        "Shows, folder by folder, what the server has, what is stored, what was left out and\n"
        "why, and when it last worked. Exit status 1 when something is missing.",
        "  rapport status\n  rapport status --json",
    )
    status.add_argument("--json", action="store_true", help="one JSON object")

    sql = command(
        "sql",
        "ad-hoc SQL",
        "Runs a query on the log, also while a sync writes. With no query: a prompt.\n"
        "schema/README.md lists every table, view and macro.",
        '  rapport sql "from owed_replies"\n'
        '  rapport sql "from health(current_date) limit 5"\n'
        '  rapport sql --format csv "from ties" > ties.csv',
    )
    sql.add_argument("query", metavar="QUERY", nargs="?")
    sql.add_argument(
        "--format",
        choices=("table", "csv", "json", "parquet"),
        default="table",
        help="default: table",
    )

    people = command(
        "people",
        "the people, or one person's page",
        "With a name, an address or a part of one: who it is, since when, the score and its\n"
        "parts, the last exchanges, what is owed both ways, introductions, meetings.",
        "  rapport people\n  rapport people anna\n  rapport people anna@example.org --json\n"
        "  rapport people --suggestions",
    )
    people.add_argument("name", metavar="NAME", nargs="?")
    people.add_argument(
        "--suggestions",
        action="store_true",
        help="addresses that may be one person's, or yours, why, and how to say yes or no",
    )
    people.add_argument("--json", action="store_true", help="one JSON object")

    health = command(
        "health",
        "the relationships, ranked",
        "Every relationship with its health (0-100: the chance that it lives on), status and\n"
        "the reason, strongest first.",
        "  rapport health\n  rapport health --as-of 2026-06-30 --json",
    )
    health.add_argument("--as-of", metavar="DATE", type=_a_date, help="default: today")
    health.add_argument("--json", action="store_true", help="one JSON array")

    report = command(
        "report",
        "write the weekly letter",
        "Writes report.html and report.txt; with --send also e-mails the letter, once a week\n"
        "and recipient.",
        "  rapport report --out letters\n  rapport report --as-of 2026-11-22 --send",
    )
    report.add_argument("--as-of", metavar="DATE", type=_a_date, help="default: today")
    report.add_argument(
        "--out",
        metavar="DIR",
        type=Path,
        help="default: report.folder of config.toml, else ./letters",
    )
    report.add_argument("--send", action="store_true", help="e-mail it as config.toml says")

    _add_correct(
        command(
            "correct",
            "say what you know better",
            "What you decide beats what was read, holds after every sync and re-import, and can\n"
            "be undone. NAME is a name, a part of one, or an address.",
            "  rapport correct kind CAF3x9 note              this message is no pitch\n"
            "  rapport correct kind CAF3x9 bulk --scope sender\n"
            "  rapport correct merge anna@north.example anna.berg@gmail.com\n"
            "  rapport correct split anna.berg@gmail.com     no, that is another Anna\n"
            "  rapport correct me hello@firm.example         that is my address too\n"
            "  rapport correct snooze anna --until 2027-01-10\n"
            '  rapport correct rename anna "Anna Berg"\n'
            '  rapport correct rename north.example "North Ltd"\n'
            '  rapport correct log anna --kind call --at 2026-11-23 --text "her new job"\n'
            "  rapport correct list\n"
            "  rapport correct undo                          takes the latest one back",
        )
    )

    forget = command(
        "forget",
        "purge a person, and keep them out",
        "Deletes a person's mail and every row about them, blacks out their name where others\n"
        "wrote it, writes all files anew so that no bytes are left, and leaves new mail of\n"
        "theirs out. Shows what will go and asks first. Your mailbox is not touched.",
        "  rapport forget anna@example.org\n"
        '  rapport forget "Anna Berg" --yes\n'
        "  rapport forget anna@example.org --let-in   a mistake: let new mail in again",
    )
    forget.add_argument("person", metavar="PERSON", help="an address, or a name that fits one")
    forget.add_argument("--yes", action="store_true", help="do not ask")
    forget.add_argument(
        "--let-in", action="store_true", help="no longer keep this address out of the log"
    )

    train = command(
        "train",
        "train the classifier and print how good it is",
        "Trains the text classifier on the corpus that comes with Rapport and on the kinds that\n"
        "you corrected (rapport correct kind), and prints precision and recall of each kind. All\n"
        "stays on this machine. New mail is judged by the new model; `rapport relabel` judges\n"
        "what is stored. With --evaluate it only measures.",
        "  rapport train\n  rapport train --evaluate\n  rapport train --out my-model",
    )
    train.add_argument("--evaluate", action="store_true", help="measure, change nothing")
    train.add_argument("--out", metavar="DIR", type=Path, help="where the model goes")

    command(
        "relabel",
        "judge stored mail again, by the rules and model of now",
        "Judges every message again whose kind was found by older rules or an older model: after\n"
        "`rapport train`, and after an update of Rapport. It judges what the log keeps of each\n"
        "(of quoted text: that there was some). Older verdicts are kept in the table verdicts,\n"
        "what you corrected stays as you said. Stop it at any time: it goes on from there.",
        "  rapport relabel",
    )

    check = command(
        "check",
        "is everything in order",
        "Runs schema/checks on the log (each states what must always hold) and checks the\n"
        "settings, if there are any. With --retry it first reads mail in quarantine again,\n"
        "from the bytes that were kept.",
        "  rapport check\n  rapport check --retry\n  rapport --db demo/rapport.duckdb check",
    )
    check.add_argument(
        "--retry", action="store_true", help="read mail that could not be read again"
    )

    command(
        "serve",
        "run the schedules",
        "Syncs every 15 minutes and sends the letter on Monday at 07:00, by Prefect, on a\n"
        "server that it finds (PREFECT_API_URL) or starts. Stop it with Ctrl-C.",
        "  rapport serve",
    )
    return parser


def _add_correct(correct: argparse.ArgumentParser) -> None:
    """What can be corrected, as commands below `rapport correct`."""
    actions = correct.add_subparsers(dest="action", metavar="WHAT", title="what", required=True)
    noted = _common(is_after_command=True)
    noted.add_argument("--note", metavar="TEXT", default="", help="why, in your own words")

    def action(name: str, help: str, *arguments: str) -> argparse.ArgumentParser:
        parser = actions.add_parser(name, help=help, description=help, parents=[noted])
        for argument in arguments:
            parser.add_argument(argument, metavar=argument.upper())
        return parser

    kind = action("kind", "what kind a message is", "message")
    kind.add_argument("kind", metavar="KIND", choices=KINDS, help=", ".join(KINDS))
    kind.add_argument(
        "--scope",
        choices=("message", "thread", "sender", "domain"),
        default="message",
        help="how far it holds (default: this message only)",
    )
    action("merge", "these two are one person", "one", "other")
    action("split", "this address is a person of its own", "address")
    action("different", "these two are not one person: do not suggest it again", "one", "other")
    me = action("me", "this address is mine", "address")
    me.add_argument("--no", action="store_true", help="it is not mine")
    action("robot", "no human answers at this address", "address")
    action("human", "a human answers at this address", "address")
    for name, help in (
        ("mute", "leave this person out of the letter and the ranking"),
        ("pin", "mark this person as one to keep"),
    ):
        action(name, help, "name").add_argument("--off", action="store_true", help="no longer")
    snooze = action("snooze", "leave this person out until a day", "name")
    snooze.add_argument("--until", metavar="DATE", type=_a_date, required=True)
    rename = action("rename", "call a person, or an organisation (by its domain), so", "name")
    rename.add_argument("new_name", metavar="NEW_NAME")
    log = action("log", "a call, a meeting or a note outside mail, which counts as contact", "name")
    log.add_argument("--kind", choices=("call", "meeting", "note"), required=True)
    log.add_argument(
        "--at",
        metavar="DATE",
        type=_a_moment,
        required=True,
        help='2026-11-23, or "2026-11-23 15:30"',
    )
    log.add_argument("--text", metavar="TEXT", default="", help="what it was about")
    listing = action("list", "what was corrected")
    listing.add_argument("--all", action="store_true", help="also what was undone")
    listing.add_argument("--json", action="store_true", help="one JSON array")
    undo = action("undo", "take a correction back (the latest, or by its number)")
    undo.add_argument("number", metavar="N", nargs="?", type=int)


def _write_what_can_be_written() -> None:
    """Where the terminal's encoding lacks a character of a name, the rest is still an answer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors == "strict":
            stream.reconfigure(errors="replace")


def _is_text(value: object) -> bool:
    """Whether an argument is text in the terminal's encoding; paths may be any bytes."""
    if not isinstance(value, str):
        return True
    return not any("\ud800" <= character <= "\udfff" for character in value)


def _say_error(line: str) -> None:
    print(f"rapport: {printable(line)}", file=sys.stderr)


def _let_go_of_output() -> None:
    """What can be written is; the rest goes nowhere, else Python's own end complains of it."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the return value is the exit status."""
    _write_what_can_be_written()
    try:
        return _run(arguments)
    except RapportError as error:
        for line in str(error).splitlines():
            _say_error(line)
        return error.exit_code
    except KeyboardInterrupt:
        _say_error("stopped. What was stored is kept; run it again to go on.")
        return EXIT_PARTIAL
    except EOFError:
        _say_error("a question was not answered, so nothing was done. Run it again to go on.")
        return EXIT_USAGE
    except BrokenPipeError:
        _let_go_of_output()
        return 0
    except Exception as error:
        if os.environ.get("RAPPORT_DEBUG"):
            raise
        if isinstance(error, OSError) and error.strerror:
            where = "" if error.filename is None else f"{error.filename}: "
            _say_error(f"{where}{error.strerror}. See to that, and run it again.")
        else:
            _say_error(
                f"a fault of Rapport's own: {type(error).__name__}. Run it again with "
                "RAPPORT_DEBUG=1 to see where, and tell us."
            )
        _let_go_of_output()
        return EXIT_NOTHING
    finally:
        stopping.is_over()


def _run(arguments: Sequence[str] | None) -> int:
    parser = build_parser()
    try:
        options = parser.parse_args(arguments)
    except SystemExit:
        sys.stdout.flush()  # the help: what cannot be written is an error, said by main
        raise
    for name, value in vars(options).items():
        if not _is_text(value):
            parser.error(f"{name}: is not text in this terminal's encoding (UTF-8 is best)")
    if options.command is None:
        parser.print_help()
        sys.stdout.flush()
        return 0
    stopping.listen()
    module, _, function = RUNS[options.command].partition(":")
    run: Callable[[argparse.Namespace], int] = getattr(
        import_module(f"flows.commands.{module}"), function
    )
    status = run(options)
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
