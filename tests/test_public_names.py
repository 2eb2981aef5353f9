"""The public names, pinned: to add one is a decision, to lose one breaks somebody's program."""

from __future__ import annotations

import subprocess
import sys

import relex

PUBLIC = [
    "Argument", "Country", "Date", "Event", "Extraction", "Location", "Mention", "Problem", "Quote", "RuleError",
    "Span", "Speaker", "countries", "country", "date", "dates", "extract", "load", "quotes", "run",
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


def test_importing_relex_takes_little_time() -> None:
    def seconds(program: str) -> float:
        timed = f"{program}; import time; print(time.process_time())"
        done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)
        return float(done.stdout)

    spent = min(seconds("import relex") for _ in range(5)) - min(seconds("pass") for _ in range(5))
    assert spent < 0.15
