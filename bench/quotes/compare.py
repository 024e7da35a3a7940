"""Our quote splitting beside four libraries', on public fixtures, real mail and our own mail.

    python bench/quotes/compare.py [--wrong SPLITTER]

Downloads the libraries' source distributions (for their fixtures) and installs the libraries
into an environment under the user's cache folder; nothing of them enters the repository.
README.md says what is measured and how the libraries' expectations are found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from extractors.cleaning import clean_text  # noqa: E402 (a script finds its checkout first)
from extractors.html_text import html_to_text  # noqa: E402
from extractors.messages import read_message  # noqa: E402
from extractors.quotes import SplitText, split_quotes  # noqa: E402
from extractors.records import Place, RawMail  # noqa: E402
from quoted_mail import quoted_mails  # noqa: E402
from unpacking import unpack  # noqa: E402

HERE = Path(__file__).resolve().parent
CORPORA = ROOT.parent / "shared" / "corpora"
CORPUS = ROOT / "extractors" / "training" / "assets"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "rapport-bench-quotes"

SOURCES = ("talon==1.4.4", "quotequail==0.5.4")
PEERS = ("email-reply-parser==0.5.12", "mail-parser-reply==1.36", "quotequail==0.5.4")
NEEDED_BY_TALON = ("six", "regex", "chardet", "faust-cchardet", "cssselect", "html5lib")
NEEDED_BY_SCRIPTS = ("lxml", "inscriptis")
OURS = "rapport"


@dataclass(slots=True)
class Case:
    """One text, what is new in it (its digest), and what each splitter calls new."""

    source: str
    name: str
    text: str
    digest: str
    is_html: bool = False
    answers: dict[str, list[str]] = field(default_factory=dict)

    def is_right(self, splitter: str) -> bool:
        return any(digest(answer) == self.digest for answer in self.answers[splitter])


def digest(text: str) -> str:
    """What stands for a text without holding it: labels carry no mail."""
    return hashlib.sha256("".join(text.split()).encode()).hexdigest()[:16]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--wrong", metavar="SPLITTER", help="also name the cases it gets wrong")
    options = parser.parse_args(arguments)
    environment = prepared_environment()
    cases = [*fixture_cases(environment), *own_cases(), *corpus_cases(), *real_cases()]
    ask_peers(environment, cases)
    print_table(cases)
    for case in cases:
        if options.wrong and not case.is_right(options.wrong):
            print(f"{options.wrong} is wrong on {case.source}: {case.name}")
    return 0


def prepared_environment() -> Path:
    """A folder with the libraries installed in ``env`` and their sources in ``sources``."""
    python = CACHE / "env" / "bin" / "python"
    if not python.exists():
        venv.create(CACHE / "env", with_pip=True)
        packages = (*PEERS, *NEEDED_BY_TALON, *NEEDED_BY_SCRIPTS)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    sources = CACHE / "sources"
    for wanted in SOURCES:
        name, _, version = wanted.partition("==")
        if (sources / f"{name}-{version}").exists():
            continue
        download = ("download", "--quiet", "--no-binary", ":all:", "--no-deps", "--dest", sources)
        subprocess.run([python, "-m", "pip", *download, wanted], check=True)
        unpack(sources / f"{name}-{version}.tar.gz", sources)
    return CACHE


def run_inside(environment: Path, script: str, given: str = "") -> Iterator[dict[str, object]]:
    command = [environment / "env" / "bin" / "python", HERE / script, environment / "sources"]
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True)
    return map(json.loads, done.stdout.splitlines())


def fixture_cases(environment: Path) -> Iterator[Case]:
    for found in run_inside(environment, "collect.py"):
        is_html = bool(found["is_html"])
        text = str(found["text"]) if is_html else clean_text(str(found["text"]))
        case = Case(
            source=f"{found['source']}, {'HTML' if is_html else 'plain'}",
            name=str(found["name"]),
            text=text,
            digest=digest(clean_text(str(found["expected"]))),
            is_html=is_html,
        )
        plain = html_to_text(text, []) if is_html else text
        # Neither library's tests expect signatures to be cut, so both readings count.
        split = split_quotes(clean_text(plain))
        case.answers[OURS] = [split.new_text, with_signature(split)]
        yield case


def with_signature(split: SplitText) -> str:
    return f"{split.new_text}\n{split.signature}"


def own_cases() -> Iterator[Case]:
    for mail in quoted_mails():
        file = mail.name.partition(":")[0]
        yield mail_case(f"our mail, {file}", mail.name, mail.as_bytes(), digest(mail.new_text))


def corpus_cases() -> Iterator[Case]:
    """The modern letters of the training corpus that tell their parts; written by others."""
    for path in sorted(CORPUS.glob("modern_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            letter = json.loads(line)
            text = clean_text(letter["text"])
            wanted = digest(clean_text(letter["new_text"]))
            case = Case("modern corpus", letter["id"], text, wanted)
            case.answers[OURS] = [split_quotes(text, letter["from_name"]).new_text]
            yield case


def real_cases() -> Iterator[Case]:
    """Labelled by reading before any splitter was asked; see README.md."""
    labels = [json.loads(line) for line in (HERE / "labels.jsonl").read_text().splitlines()]
    folder = CACHE / "corpora"
    for name in sorted({label["file"].partition("/")[0] for label in labels}):
        archive = CORPORA / f"{name}.tar.gz"
        if not archive.exists():
            print(f"{archive}: is missing, so its real mail is not measured.")
        elif not (folder / name).exists():
            unpack(archive, folder)
    for label in labels:
        path = folder / label["file"]
        if path.exists():
            source = "real mail, " + ("held out" if label["held_out"] else "looked at")
            yield mail_case(source, label["file"], path.read_bytes(), label["sha256"])


def mail_case(source: str, name: str, content: bytes, wanted: str) -> Case:
    message = read_message(RawMail(Place("files", "bench", 0, 1), content))
    case = Case(source=source, name=name, text=message.text, digest=wanted)
    case.answers[OURS] = [message.new_text]
    return case


def ask_peers(environment: Path, cases: Sequence[Case]) -> None:
    given = "".join(json.dumps({"text": c.text, "is_html": c.is_html}) + "\n" for c in cases)
    for case, answers in zip(cases, run_inside(environment, "peers.py", given), strict=True):
        case.answers.update(answers)  # type: ignore[arg-type]  # lists of texts, see peers.py


def print_table(cases: Sequence[Case]) -> None:
    splitters = list(cases[0].answers)
    print(f"{'exactly right, white space aside':34}{'cases':>6}", *(f"{s:>19}" for s in splitters))
    for source in dict.fromkeys(case.source for case in cases):
        of_source = [case for case in cases if case.source == source]
        right = [sum(case.is_right(s) for case in of_source) for s in splitters]
        shares = (f"{count:>12}  {count / len(of_source):.3f}" for count in right)
        print(f"{source:34}{len(of_source):>6}", *shares)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
