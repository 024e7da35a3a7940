"""Which tests one worker of pytest-xdist runs after another, so that they share what they make.

The mark `xdist_group` would say it beside the tests, but with pytest 9.2 pytest-xdist 3.8 takes
no notice of it and says nothing (pytest-dev/pytest-xdist issue 1386): each worker built the demo
and ran a Prefect server of its own. Files are named here, since the process that deals the tests
out knows their names only.
"""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling

TOGETHER = {
    "tests/test_cli.py": "cli",
    "tests/test_correct.py": "correct",
    "tests/test_demo.py": "demo",
    "tests/test_docs.py": "demo",
    "tests/test_facts_again.py": "facts again",
    "tests/test_forget.py": "forget",
    "tests/test_history.py": "history",
    "tests/test_identity.py": "identity",
    "tests/test_letter.py": "letter",
    "tests/test_prefect.py": "prefect",
    "tests/test_publishing.py": "publishing",
    "tests/test_relabel.py": "relabel",
    "tests/test_store.py": "store",
}
"""Files with a fixture of a second or more of processor time for all their tests."""


def work_unit(test: str) -> str:
    """What is dealt out as one: the test with that id, or all that share with it."""
    return TOGETHER.get(test.partition("::")[0], test)


class WorkUnits(LoadScopeScheduling):  # type: ignore[misc]
    """Deals out the largest units first, then test by test."""

    def _split_scope(self, nodeid: str) -> str:
        return work_unit(nodeid)
