"""`rapport train`: learns the kinds anew, and says in numbers how good that is."""

from __future__ import annotations

from argparse import Namespace

from extractors.training.evaluate import evaluate, format_evaluation
from extractors.training.train import train
from flows.locations import trained_model


def run_train(options: Namespace) -> int:
    """Trains (unless told only to evaluate) and prints precision and recall of each kind."""
    model = None
    if not options.evaluate:
        model = options.out if options.out is not None else trained_model()
        if not options.quiet:
            print("training on the corpus that comes with Rapport ...", flush=True)
        model.parent.mkdir(parents=True, exist_ok=True)
        metrics = train(out=model)
        if not options.quiet:
            print(
                f"learned from {metrics.example_count} messages written for it and the word "
                f"counts of {metrics.real_count} real ones; on those held out it was right in "
                f"{metrics.held_out_accuracy:.1%}.\nWrote {model}"
            )
    if not options.quiet:
        print("evaluating ...", flush=True)
    print(format_evaluation(evaluate()))
    return 0
