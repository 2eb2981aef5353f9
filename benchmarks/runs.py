"""How `relex run` grows with its workers: documents a second, CPU time, memory.

    python benchmarks/runs.py [--documents 100000] [--workers 1 2] [--pages 2000]

The documents are the articles of the development data beside the repository, else the samples, repeated under new ids;
the pages are the same articles in the HTML of a news site, in a web archive. What is measured is printed and kept in
benchmarks/results/runs.json.
"""

from __future__ import annotations

import argparse
import gzip
import html
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
from typing import NamedTuple

from chaos import children
from results import kept

HERE = Path(__file__).resolve().parent
CORPORA = HERE.parent.parent / "shared/data/corpora"
SEEDS = HERE.parent / "seeds"
PAGE = 60_000  # bytes of what stands around the article in a page


def main() -> int:
    parser = argparse.ArgumentParser(description="time relex run with several workers")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--pages", type=int, default=2_000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = {
            "articles": measured(folder / "news.jsonl", write(folder / "news.jsonl", wanted.documents), wanted.workers),
            "pages": measured(
                folder / "news.warc.gz", write_pages(folder / "news.warc.gz", wanted.pages), wanted.workers[-1:]
            ),
        }
    print(f"kept in {kept('runs', found)}")
    return 0


class Size(NamedTuple):
    documents: int
    words: int


def measured(source: Path, size: Size, several: list[int]) -> list[dict[str, float]]:
    """Return what a run over a file takes, for several numbers of workers."""
    rows: list[dict[str, float]] = []
    for workers in several:
        spent = timed(source, source.with_name(f"{source.name}-{workers}"), workers)
        rows.append(
            {
                "documents": size.documents,
                "words": size.words,
                "input MB": round(source.stat().st_size / 1e6, 1),
                "output MB": round(spent.output / 1e6, 1),
                "workers": workers,
                "seconds": round(spent.seconds, 1),
                "documents/s": round(size.documents / spent.seconds, 1),
                "words/s": round(size.words / spent.seconds),
                "times the first": round(rows[0]["seconds"] / spent.seconds, 2) if rows else 1.0,
                "CPU s of the workers": round(spent.cpu - spent.own_cpu, 1),
                "CPU s beside them": round(spent.own_cpu, 1),
                "MB of a worker": round(spent.worker_memory),
                "MB beside them": round(spent.own_memory),
            }
        )
        print(f"{source.name}: {', '.join(f'{value:,} {key}' for key, value in rows[-1].items())}", flush=True)
    return rows


def write(source: Path, count: int) -> Size:
    """Write so many documents."""
    words = 0
    with source.open("w", encoding="utf-8") as file:
        for number, row in enumerate(itertools.islice(endless(), count)):
            words += len(row["text"].split())
            file.write(json.dumps({**row, "id": f"n{number}"}) + "\n")
    return Size(count, words)


def write_pages(source: Path, count: int) -> Size:
    """Write so many documents as the pages of a web archive."""
    words = 0
    around = "".join(
        f'<li><a class="more" href="/{n}">Read on: the story of number {n}</a></li>' for n in range(PAGE // 75)
    )
    with source.open("wb") as file:
        for number, row in enumerate(itertools.islice(endless(), count)):
            words += len(row["text"].split())
            body = "".join(f"<p>{html.escape(part)}</p>" for part in row["text"].split("\n") if part.strip())
            head = "<!DOCTYPE html><html><head><title>News</title></head><body>"
            page = f"{head}<nav><ul>{around}</ul></nav><article>{body}</article></body></html>".encode()
            answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
            told = (
                "WARC/1.0\r\nWARC-Type: response\r\n"
                f"WARC-Target-URI: https://news.example/{number}\r\nWARC-Date: {row['date']}T08:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
            )
            file.write(gzip.compress(told.encode() + answer + b"\r\n\r\n"))
    return Size(count, words)


def endless() -> Iterator[dict[str, str]]:
    """Yield articles without end."""
    return itertools.chain.from_iterable(articles() for _ in itertools.count())


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


class Spent(NamedTuple):
    """What a run took: seconds, those of CPU of all its processes and of the first, bytes of memory and of tables."""

    seconds: float
    cpu: float
    own_cpu: float
    own_memory: float
    worker_memory: float
    output: int


def timed(source: Path, out: Path, workers: int) -> Spent:
    """Run with so many workers."""
    command = [sys.executable, "-m", "relex", "run", str(source), "--out", str(out), "--workers", str(workers)]
    before = os.times()
    began = time.monotonic()
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    own_cpu = own_memory = worker_memory = 0.0
    over = threading.Event()

    def watch() -> None:
        nonlocal own_cpu, own_memory, worker_memory
        while not over.wait(0.2):
            own_cpu = max(own_cpu, cpu(run.pid))
            own_memory = max(own_memory, memory(run.pid))
            worker_memory = max(worker_memory, *map(memory, children(run.pid)), 0.0)

    thread = threading.Thread(target=watch)
    thread.start()
    run.wait()
    seconds = time.monotonic() - began
    over.set()
    thread.join()
    after = os.times()
    whole = after.children_user + after.children_system - before.children_user - before.children_system
    if run.returncode:
        raise SystemExit(f"the run ended with {run.returncode}")
    output = sum(path.stat().st_size for path in out.rglob("*.parquet"))
    return Spent(seconds, whole, own_cpu, own_memory, worker_memory, output)


def cpu(process: int) -> float:
    """Return the seconds of CPU that a process has had by itself (on Linux); 0 where it is gone."""
    try:
        user, system = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:13]
    except (OSError, ValueError):
        return 0.0
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Return the resident memory of a process in MB (on Linux); 0 where it is gone."""
    try:
        pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    sys.exit(main())
