"""How fast relex reads: words a second on one core, beside a bare scan of the same articles.

    python benchmarks/speed.py [--at-most RATIO] [--quotes-at-most RATIO]

With a ratio it only tells how many times a bare scan's time the reading takes, of everything or of quotes alone as they
are written, and fails where that is more.

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
UNREAD = 500  # articles behind those, which nothing has read
RUNS = 3
TURN = 25  # articles that one reader reads before the other
SLOW = 12  # articles for a reader that takes long
DAY = "2026-11-24"
MARKED = ("direct", "mixed")
SCAN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s]")


def main() -> int:
    parser = argparse.ArgumentParser(description="time relex")
    parser.add_argument("--at-most", type=float, metavar="RATIO", help="fail where it takes more times a bare scan")
    parser.add_argument("--quotes-at-most", type=float, metavar="RATIO", help="the same of quotes between marks alone")
    wanted = parser.parse_args()
    if wanted.at_most is not None or wanted.quotes_at_most is not None:
        return held(wanted.at_most, wanted.quotes_at_most)
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
    found |= alone(texts) | beside_dateparser(texts)
    print(f"kept in {kept('speed', found)}")
    return 0


def held(most: float | None, most_of_quotes: float | None) -> int:
    """Tell whether readings take at most so many times a bare scan: the least of the runs, as machines are busy."""
    texts, failed = articles(), 0
    for name, read, limit in (("everything", load(), most), ("quotes as written", quotes_as_written, most_of_quotes)):
        if limit is not None:
            ratio = min(ratios(read, texts))
            print(f"{name}: {ratio:.1f} times the bare scan, at most {limit:g} allowed")
            failed |= ratio > limit
    return int(failed)


def ratios(read: Callable[[str], object], texts: list[str]) -> list[float]:
    """Return how many times the CPU time of a scan a reading takes, run by run."""
    read(texts[0])
    found: list[float] = []
    for _ in range(RUNS):
        scanned = spent(scan, texts)
        found.append(spent(read, texts) / scanned)
    return found


def spent(read: Callable[[str], object], texts: list[str]) -> float:
    """Return the CPU time of reading some texts."""
    began = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - began


def quotes_as_written(text: str) -> tuple[relex.Quote, ...]:
    """Return the quotes with words between marks, each with the words that name its speaker."""
    return relex.quotes(text, date=DAY, kinds=MARKED, resolve=False)


def quotes_resolved(text: str) -> tuple[relex.Quote, ...]:
    return relex.quotes(text, date=DAY, kinds=MARKED)


def alone(texts: list[str]) -> dict[str, object]:
    """Return how fast quotes alone are found."""
    found: dict[str, object] = {
        "words/s of quotes as written": round(rate(quotes_as_written, texts)),
        "words/s of quotes with words between marks": round(rate(quotes_resolved, texts)),
        "words/s of all quotes": round(rate(lambda text: relex.quotes(text, date=DAY), texts)),
        "times a bare scan of quotes as written": round(statistics.median(ratios(quotes_as_written, texts)), 1),
    }
    print(", ".join(f"{value:,} {key}" for key, value in found.items()))
    return found


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
    ratios: dict[str, float] = {"countries alone, times dates alone": ratio(texts)}
    if unread := articles(ARTICLES, UNREAD):
        ratios["the same on articles not read before"] = ratio(unread, runs=1)
    print(", ".join(f"{value:.2f} {key}" for key, value in ratios.items()))
    return {key: round(value) for key, value in found.items()} | {key: round(each, 2) for key, each in ratios.items()}


def ratio(texts: list[str], runs: int = RUNS) -> float:
    """Return how many times as fast the countries of some texts are found as their dates: the median of some runs.

    Both take turns, a few texts each, so that a busy machine slows both alike.
    """
    readers: tuple[Callable[[str], object], ...] = relex.countries, lambda text: relex.dates(text, date=DAY)
    found: list[float] = []
    for _ in range(runs):
        spent = [0.0, 0.0]
        for start in range(0, len(texts), TURN):
            for which, read in enumerate(readers):
                began = time.process_time()
                for text in texts[start : start + TURN]:
                    read(text)
                spent[which] += time.process_time() - began
        found.append(spent[1] / spent[0])
    return statistics.median(found)


def rate(read: Callable[[str], object], texts: list[str]) -> float:
    """Return how many words a second of CPU a function reads, the median of some runs."""
    read(texts[0])
    return sum(len(text.split()) for text in texts) / statistics.median(spent(read, texts) for _ in range(RUNS))


def scan(text: str) -> list[tuple[str, int]]:
    """Return the words and marks of a text with their offsets: the least that any reader must do."""
    return [(match.group(), match.start()) for match in SCAN.finditer(text)]


def cpu_seconds(program: str) -> float:
    timed = f"{program}; import time; print(time.process_time())"
    done = subprocess.run([sys.executable, "-c", timed], check=True, capture_output=True, text=True)
    return float(done.stdout)


def articles(first: int = 0, count: int = ARTICLES) -> list[str]:
    if AGENCY.is_file():
        with gzip.open(AGENCY, "rt", encoding="utf-8") as file:
            return [json.loads(line)["text"] for line in itertools.islice(file, first, first + count)]
    return [path.read_text("utf-8") for path in sorted((HERE.parent / "seeds").glob("*.txt"))] * 20


if __name__ == "__main__":
    sys.exit(main())
