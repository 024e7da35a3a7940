"""How well the headers, the sender and the footers alone tell bulk mail, on real mail.

    python bench/bulk/measure.py

Reads the labelled messages of ``../shared/corpora/kinds.jsonl`` and of
``extractors/training/labels/real.jsonl`` and prints precision and recall of
``Automation.is_bulk``, with the signals behind what it wrongly calls bulk. What these facts
leave open (spam without a header, a colleague's announcement) is for the judges: recall is
not theirs alone, precision is.
"""

from __future__ import annotations

import json
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from extractors.errors import UnreadableMail  # noqa: E402 (a script finds its checkout first)
from extractors.messages import read_message  # noqa: E402
from extractors.records import Message, Place, RawMail  # noqa: E402

CORPORA = ROOT.parent / "shared" / "corpora"
LABELS = (CORPORA / "kinds.jsonl", ROOT / "extractors" / "training" / "labels" / "real.jsonl")


def main() -> int:
    if not CORPORA.exists():
        print(f"{CORPORA}: is missing, and with it the real mail.")
        return 2
    for path in LABELS:
        labels = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        kinds = {label["file"]: label["kind"] for label in labels}
        counts: Counter[tuple[bool, bool]] = Counter()
        wrong: Counter[str] = Counter()
        for file, message in messages(set(kinds)):
            is_bulk = kinds[file] == "bulk"
            automation = message.automation
            counts[automation.is_bulk, is_bulk] += 1
            if automation.is_bulk and not is_bulk:
                wrong.update(evidence.signal for evidence in automation.evidence)
        right = counts[True, True]
        print(
            f"{path.name}: {sum(counts.values())} messages, "
            f"precision {right / (right + counts[True, False]):.3f}, "
            f"recall {right / (right + counts[False, True]):.3f}; wrong by {dict(wrong)}"
        )
    return 0


def messages(wanted: set[str]) -> Iterator[tuple[str, Message]]:
    for name in sorted({file.partition("/")[0] for file in wanted}):
        with tarfile.open(CORPORA / f"{name}.tar.gz") as archive:
            for member in archive:
                if member.name in wanted and (opened := archive.extractfile(member)):
                    raw = RawMail(Place("files", "bench", 0, 1), opened.read())
                    try:
                        yield member.name, read_message(raw)
                    except UnreadableMail as error:
                        print(f"{member.name}: {error.reason}, left out")


if __name__ == "__main__":
    raise SystemExit(main())
