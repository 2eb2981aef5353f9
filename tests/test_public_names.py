"""The public names, pinned: to add one is a decision, to lose one breaks somebody's program."""

from __future__ import annotations

import subprocess
import sys

import relex

PUBLIC = [
    "Argument", "Country", "Date", "Event", "Extraction", "Location", "Mention", "Problem", "Quote", "RuleError",
    "Span", "Speaker", "country", "date", "extract", "load",
]  # fmt: skip
HEAVY = ("click", "dateparser", "pycountry", "rich", "yaml", "pyarrow", "multiprocessing")


def test_the_public_names_are_these() -> None:
    assert sorted(relex.__all__) == PUBLIC


def test_every_public_name_is_there_and_documented() -> None:
    for name in relex.__all__:
        assert getattr(relex, name).__doc__, f"relex.{name} has no docstring"


def test_importing_relex_loads_nothing_heavy() -> None:
    program = f"import sys, relex; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
