"""Memory of one process that reads many articles: the peak, and how much it grows while they go by.

    python benchmarks/memory.py [--articles 100000]

The articles are those of runs.py, without end. What is measured is printed and kept in benchmarks/results/memory.json.
"""

from __future__ import annotations

import argparse
import os
import sys
import time

import relex
from results import kept
from runs import endless, memory

STEPS = 20


def main() -> int:
    parser = argparse.ArgumentParser(description="measure the memory of reading many articles")
    parser.add_argument("--articles", type=int, default=100_000)
    wanted = parser.parse_args().articles
    extract = relex.load()
    rows: list[dict[str, float]] = []
    words = 0
    step = max(1, wanted // STEPS)
    began = time.process_time()
    for number, row in enumerate(endless(), 1):
        extract(row["text"], row["date"])
        words += len(row["text"].split())
        if number % step == 0:
            spent = time.process_time() - began
            rows.append({"articles": number, "MB": round(memory(os.getpid()), 1), "CPU s": round(spent, 1)})
            print(", ".join(f"{value:,} {key}" for key, value in rows[-1].items()), flush=True)
        if number >= wanted:
            break
    first = next(row for row in rows if row["articles"] * 10 >= wanted)
    told = {
        "articles": wanted,
        "words/s": round(words / (time.process_time() - began)),
        "peak MB": max(row["MB"] for row in rows),
        "growth MB": round(max(row["MB"] for row in rows) - first["MB"], 1),
        "growth from": first["articles"],
        "steps": rows,
    }
    print(f"peak {told['peak MB']:,} MB; growth from article {first['articles']:,} on: {told['growth MB']} MB")
    print(f"kept in {kept('memory', told)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
