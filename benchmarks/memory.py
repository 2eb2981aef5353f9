"""Memory of one process that reads many articles: the peak, and how much it grows while they go by.

    python benchmarks/memory.py [--articles 100000]

The articles are those of runs.py, without end. What is measured is printed and kept in benchmarks/results/memory.json.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

import relex
from results import kept
from runs import endless, memory
from speed import cpu_seconds

STEPS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description="measure the memory of reading many articles")
    parser.add_argument("--articles", type=int, default=100_000)
    wanted = parser.parse_args().articles
    cpu_seconds("import relex; relex.load()")  # in the cache, so that nothing of the compiler is in this process
    extract = relex.load()
    loaded = memory(os.getpid())
    rows: list[dict[str, float]] = []
    words = 0
    step = max(1, wanted // STEPS)
    began = time.process_time()
    for number, row in enumerate(endless(), 1):
        extract(row["text"], row["date"])
        words += len(row["text"].split())
        if number % step == 0 or number == wanted:
            spent = time.process_time() - began
            rows.append({"articles": number, "MB": round(memory(os.getpid()), 1), "CPU s": round(spent, 1)})
            print(", ".join(f"{value:,} {key}" for key, value in rows[-1].items()), flush=True)
            told = figures(rows, loaded, words / spent)  # kept at each step, for whoever does not wait for the last
            kept("memory", told)
        if number >= wanted:
            break
    print(f"peak {told['peak MB']:,} MB; growth from article {told['growth from']:,} on: {told['growth MB']} MB")
    return 0


def figures(rows: list[dict[str, float]], loaded: float, speed: float) -> dict[str, object]:
    """Return what was measured so far; the growth is that from a tenth of the articles on."""
    last = rows[-1]["articles"]
    first = next(row for row in rows if row["articles"] * 10 >= last)
    highest = max(row["MB"] for row in rows)
    peak = max(highest, round(high_water(), 1))
    return {
        "articles": last,
        "words/s": round(speed),
        "loaded MB": round(loaded, 1),
        "peak MB": peak,
        "growth MB": round(highest - first["MB"], 1),
        "growth from": first["articles"],
        "steps": rows,
    }


def high_water() -> float:
    """Return the most memory that this process ever had, in MB (on Linux); 0 where nobody tells."""
    try:
        told = Path("/proc/self/status").read_text("utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) * 1024 / 1e6 for line in told.split("\n") if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    sys.exit(main())
