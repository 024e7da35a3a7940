"""Writes the answers under README.md's SQL questions anew, from the demo's log.

`make answers` runs the demo first. The demo's mailbox ends on the last Sunday, so the days
in the answers move with the calendar.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
QUESTION = re.compile(r"```sql\n(?P<query>.*?)\n```\n\n```text\n.*?\n```", re.DOTALL)


def answered(match: re.Match[str]) -> str:
    """One question with the answer that the command gives today."""
    query = match["query"]
    command = [str(Path(sys.executable).parent / "rapport"), "--db", "demo/rapport.duckdb", "sql"]
    done = subprocess.run([*command, query], cwd=ROOT, check=True, capture_output=True, text=True)
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    answer = "\n".join(line for line in lines if line)
    return f"```sql\n{query}\n```\n\n```text\n{answer}\n```"


def main() -> None:
    """Rewrites README.md in place."""
    README.write_text(QUESTION.sub(answered, README.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
