"""`rapport train`: learns the kinds anew, and says in numbers how good that is."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Any

from extractors.training.corpus import Example
from extractors.training.evaluate import evaluate, format_evaluation
from extractors.training.train import train
from flows.commands.places import readable_log
from flows.errors import UsageError
from flows.locations import trained_model
from flows.log_reader import open_reader
from flows.outdated import outdated, version_in_use

MOST_A_CORRECTION = 5
"""Of one sender and kind: who calls a newsletter bulk teaches that once, not a thousand times."""


def run_train(options: Namespace) -> int:
    """Trains (unless told only to evaluate) and prints precision and recall of each kind."""
    if not options.evaluate:
        _train(options)
    if not options.quiet:
        print("evaluating ...", flush=True)
    print(format_evaluation(evaluate()))
    return 0


def _train(options: Namespace) -> None:
    model = trained_model() if options.out is None else _replaceable(options.out)
    if not options.quiet:
        print("training on the corpus that comes with Rapport ...", flush=True)
    corrected = _corrected(options)
    model.parent.mkdir(parents=True, exist_ok=True)
    metrics = train(corrected, out=model)
    if options.quiet:
        return
    print(
        f"learned from {metrics.example_count} messages written for it, the word counts of "
        f"{metrics.real_count} real ones and {metrics.correction_count} that you corrected "
        f"(each counts as three); on those held out it was right in "
        f"{metrics.held_out_accuracy:.1%}.\nWrote {model}"
    )
    if model != trained_model():
        print(f"Mail is judged by it once it lies at {trained_model()}")
        return
    log = readable_log(options)
    if log.exists():
        with open_reader(log) as reader:
            old = outdated(reader, version_in_use())
        if old.message_count:
            print(old)


def _replaceable(out: Path) -> Path:
    """``out``, which is replaced whole: refused where something else than a model would go."""
    out = out.absolute()
    is_model = all((out / name).is_file() for name in ("config.cfg", "meta.json"))
    if out.exists() and not is_model and not (out.is_dir() and not any(out.iterdir())):
        raise UsageError(
            f"{out}: is there already and is no model, and --out is replaced whole. "
            "Give a folder that is not there yet."
        )
    return out


def _corrected(options: Namespace) -> list[Example]:
    """What the user decided on the kinds of stored messages, to be learned from."""
    log = readable_log(options)
    if not log.exists():
        return []
    with open_reader(log) as reader:
        rows = reader.page("corrected_messages", {"most": MOST_A_CORRECTION})
    return [_example(row) for row in rows]


def _example(row: dict[str, Any]) -> Example:
    """The id is the thread's: messages of one thread are learned from or judged together."""
    return Example(
        id=row["thread_id"],
        kind=row["kind"],
        subject=row["subject"],
        new_text=row["new_text"],
        from_name=row["sender_name"],
        from_address=row["sender_address"],
        to=tuple((box["name"], box["address"]) for box in row["recipients"]),
        to_count=row["recipient_count"],
        is_reply=row["is_reply"],
        is_outgoing=row["is_outgoing"],
        signature=row["signature"],
        quoted_text=">" if row["quoted_character_count"] else "",
    )
