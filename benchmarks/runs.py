"""How `relex run` grows with its workers: documents a second and memory.

    python benchmarks/runs.py [--documents 100000] [--workers 1 2]

The documents are the articles of the development data beside the repository, else the samples, repeated under new ids.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from chaos import children

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent.parent / "shared/data/corpora"
SEEDS = HERE.parent / "seeds"


def main() -> int:
    parser = argparse.ArgumentParser(description="time relex run with several workers")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "news.jsonl"
        words = write(source, wanted.documents)
        print(f"{wanted.documents:,} documents, {words:,} words, {source.stat().st_size / 1e6:,.0f} MB")
        first = None
        for workers in wanted.workers:
            seconds, own, theirs = timed(source, folder / f"out{workers}", workers)
            first = first or seconds
            size = sum(path.stat().st_size for path in (folder / f"out{workers}").rglob("*.parquet"))
            print(
                f"{workers} workers {seconds:8.1f} s {wanted.documents / seconds:8.1f} documents/s "
                f"{words / seconds:10,.0f} words/s, {first / seconds:.2f} times the first; memory: {own:,.0f} MB "
                f"beside {theirs:,.0f} MB for the largest worker; {size / 1e6:,.0f} MB of tables"
            )
    return 0


def write(source: Path, count: int) -> int:
    """Write so many documents; return their words."""
    words = 0
    with source.open("w", encoding="utf-8") as file:
        for number, row in enumerate(itertools.islice(itertools.cycle(articles()), count)):
            words += len(row["text"].split())
            file.write(json.dumps({**row, "id": f"n{number}"}) + "\n")
    return words


def articles() -> Iterator[dict[str, str]]:
    """Yield articles: those of both corpora in turns, so that every stretch is a like mixture."""
    files = [CORPORA / "agency.jsonl.gz", CORPORA / "government.jsonl.gz"]
    if not all(file.is_file() for file in files):
        for path in sorted(SEEDS.glob("*.txt")):
            yield {"text": path.read_text("utf-8"), "date": "2026-11-24"}
        return
    with gzip.open(files[0], "rt", encoding="utf-8") as agency, gzip.open(files[1], "rt", encoding="utf-8") as others:
        for line in itertools.chain.from_iterable(zip(agency, others, others, strict=False)):
            row = json.loads(line)
            yield {"text": row["text"], "date": row["date"][:10]}


def timed(source: Path, out: Path, workers: int) -> tuple[float, float, float]:
    """Return the seconds of a run, and the peak memory in MB of its supervisor and of its largest worker."""
    command = [sys.executable, "-m", "relex", "run", str(source), "--out", str(out), "--workers", str(workers)]
    began = time.monotonic()
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    peaks = [0.0, 0.0]
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.5):
            peaks[0] = max(peaks[0], memory(run.pid))
            peaks[1] = max(peaks[1], *map(memory, children(run.pid)), 0.0)

    thread = threading.Thread(target=watch)
    thread.start()
    run.wait()
    seconds = time.monotonic() - began
    over.set()
    thread.join()
    return seconds, peaks[0], peaks[1]


def memory(process: int) -> float:
    """Return the resident memory of a process in MB (on Linux); 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main())
