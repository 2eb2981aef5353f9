"""What it costs to begin: import, load, load from the cache, the first result; CPU time and memory of new processes.

    python benchmarks/startup.py

What is measured is printed and kept in benchmarks/results/startup.json.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import NamedTuple

from results import kept
from speed import RUNS

TEXT = "“We agree,” Foreign Minister Wang Yi said on Monday after he met Badr Abdelatty in Cairo."
# Each is a whole program, of which the one above is a part.
PROGRAMS = {
    "python": "pass",
    "import": "import relex",
    "load from the cache": "import relex; relex.load()",
    "first result": f"import relex; relex.extract({TEXT!r}, date='2026-11-24')",
    "first countries": f"import relex; relex.countries({TEXT!r})",
    "first quotes": f"import relex; relex.quotes({TEXT!r})",
    "first dates": f"import relex; relex.dates({TEXT!r})",
    "command line": "import sys; from relex.cli import main; main(['--version'], standalone_mode=False)",
}
TOLD = """
import os, sys, time
text = open("/proc/self/status").read() if os.path.exists("/proc/self/status") else ""
peak = next((int(line.split()[1]) / 1024 for line in text.split("\\n") if line.startswith("VmHWM")), 0)
print(time.process_time(), peak, file=sys.stderr)
"""


class Spent(NamedTuple):
    seconds: float  # of CPU
    peak: float  # MB of memory (on Linux)


def main() -> int:
    found: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        spent = {"load": least("import relex; relex.load()", "off", 1)}
        spent |= {name: least(program, folder, RUNS) for name, program in PROGRAMS.items()}
    for name, each in spent.items():
        found[name] = {"CPU s": round(each.seconds, 3), "peak MB": round(each.peak, 1)}
        print(f"{name:20s} {each.seconds:8.3f} s of CPU {each.peak:8.1f} MB")
    own = spent["import"].seconds - spent["python"].seconds
    print(f"import relex beyond Python itself: {own:.3f} s of CPU")
    print(f"kept in {kept('startup', {**found, 'import beyond python': {'CPU s': round(own, 3)}})}")
    return 0


def least(program: str, cache: str, runs: int) -> Spent:
    """Return the least that a program takes in some runs after one that fills the cache."""
    run(program, cache)
    several = [run(program, cache) for _ in range(runs)]
    return Spent(min(each.seconds for each in several), min(each.peak for each in several))


def run(program: str, cache: str) -> Spent:
    """Return what a program takes in a process of its own, all in all."""
    code = f"import os; os.environ['RELEX_CACHE'] = {cache!r}; {program}\n{TOLD}"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    seconds, peak = map(float, done.stderr.split()[-2:])
    return Spent(seconds, peak)


if __name__ == "__main__":
    sys.exit(main())
