"""How fast relex reads: words a second on one core, beside a bare scan of the same articles.

    python benchmarks/speed.py [--at-most RATIO]

With a ratio it only tells how many times a bare scan's time the reading takes, and fails where that is more.

What is measured is printed and kept in benchmarks/results/speed.json.

The texts are agency articles of the development data beside the repository where it is there, else the samples.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import relex
from relex import load
from relex.extractor import Extractor
from results import kept

HERE = Path(__file__).resolve().parent
AGENCY = HERE.parent.parent / "shared/data/corpora/agency.jsonl.gz"
ARTICLES = 1000
RUNS = 3
SLOW = 12  # articles for a reader that takes long
DAY = "2026-11-24"
SCAN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")


def main() -> int:
    parser = argparse.ArgumentParser(description="time relex")
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail where it takes more times a bare scan")
    wanted = parser.parse_args().at_most
    if wanted is not None:
        return held(wanted)
    began = time.process_time()
    extractor = load()
    print(f"load()         {time.process_time() - began:8.3f} s of CPU")
    texts = articles()
    extractor(texts[0])
    scans, reads, dicts = timed(extractor, texts)
    seconds = statistics.median(reads)
    words = sum(len(text.split()) for text in texts)
    size = sum(len(text.encode(errors="replace")) for text in texts) / 1e6
    ratios = [read / plain for read, plain in zip(reads, scans, strict=True)]
    whole = [(read + told) / plain for read, told, plain in zip(reads, dicts, scans, strict=True)]
    found: dict[str, object] = {
        "articles": len(texts),
        "words": words,
        "words/s": round(words / seconds),
        "MB/s": round(size / seconds, 2),
        "ms an article": round(1000 * seconds / len(texts), 2),
        "words/s of a bare scan": round(words / statistics.median(scans)),
        "times a bare scan": round(statistics.median(ratios), 1),
        "times a bare scan with to_dict": round(statistics.median(whole), 1),
    }
    print(", ".join(f"{value:,} {key}" for key, value in found.items()))
    found |= beside_dateparser(texts)
    print(f"kept in {kept('speed', found)}")
    return 0


def held(most: float) -> int:
    """Tell whether the reading takes at most so many times a bare scan: the least of the runs, as machines are busy."""
    extractor, texts = load(), articles()
    extractor(texts[0])
    scans, reads, _ = timed(extractor, texts)
    ratio = min(read / plain for read, plain in zip(reads, scans, strict=True))
    print(f"{ratio:.1f} times the bare scan, at most {most:g} allowed")
    return int(ratio > most)


def timed(extractor: Extractor, texts: list[str]) -> tuple[list[float], list[float], list[float]]:
    """The CPU time of scans, of readings and of making dicts, for each run.

    Each run times all three, so that a busy machine slows the measure and what it is compared with alike.
    """
    scans: list[float] = []
    reads: list[float] = []
    dicts: list[float] = []
    for _ in range(RUNS):
        began = time.process_time()
        for text in texts:
            scan(text)
        scans.append(time.process_time() - began)
        began = time.process_time()
        found = [extractor(text) for text in texts]
        reads.append(time.process_time() - began)
        began = time.process_time()
        for each in found:
            each.to_dict()
        dicts.append(time.process_time() - began)
    return scans, reads, dicts


def beside_dateparser(texts: list[str]) -> dict[str, object]:
    """Return how fast the dates and the countries alone are found, and how fast ``dateparser.search_dates`` is.

    It is given few texts, since it takes a third of a second for each, and English, which it else has to guess.
    """
    from dateparser.search import search_dates

    relex.countries(texts[0]), relex.dates(texts[0], date=DAY)
    search_dates(texts[0], languages=["en"])
    found = {
        "words/s of dates alone": rate(lambda text: relex.dates(text, date=DAY), texts),
        "words/s of countries alone": rate(relex.countries, texts),
        "words/s of search_dates": rate(search_dates, texts[:SLOW]),
        "words/s of search_dates told English": rate(lambda text: search_dates(text, languages=["en"]), texts[:SLOW]),
    }
    print(", ".join(f"{value:,.0f} {key}" for key, value in found.items()))
    return {key: round(value) for key, value in found.items()}


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Return how many words a second of CPU a function reads, the median of some runs."""
    spent: list[float] = []
    for _ in range(RUNS):
        began = time.process_time()
        for text in texts:
            read(text)
        spent.append(time.process_time() - began)
    return sum(len(text.split()) for text in texts) / statistics.median(spent)


def scan(text: str) -> list[tuple[str, int]]:
    """Return the words and marks of a text with their offsets: the least that any reader must do."""
    return [(match.group(), match.start()) for match in SCAN.finditer(text)]


def cpu_seconds(program: str) -> float:
    timed = f"{program}; import time; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, text=True)
    return float(done.stdout)


def articles() -> list[str]:
    if AGENCY.is_file():
        with gzip.open(AGENCY, "rt", encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in itertools.islice(file, ARTICLES)]
    return [path.read_text("utf-8") for path in sorted((HERE.parent / "seeds").glob("*.txt"))] * 20


if __name__ == "__main__":
    sys.exit(main())
