"""A run over 5,000 articles, killed forty times, with poison among them, against the same run left alone.

    python benchmarks/chaos.py [--documents 5000] [--kills 20]

Workers are killed at random moments and the run itself as often, to be resumed. One document in a hundred is poison:
it never ends, eats all memory, kills its process, is too long, half a character, no UTF-8, no JSON, binary, a page of
HTML. The files must come out the same, every document once.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SEEDS = sorted((HERE.parent / "seeds").glob("*.txt"))
PART = 100
COMMAND = (
    sys.executable,
    "-m",
    "relex",
    "run",
    "--workers",
    "2",
    "--part",
    str(PART),
    "--timeout",
    "3",
    "--memory",
    "700",
)
# No rules that relex accepts do such things, so a stand-in for them does: Python runs it wherever it starts.
STAND_IN = """
import os
import relex.corpus.jobs as jobs

class Poisoned:
    def __init__(self, extractor):
        self.extractor, self.digest, self.kind = extractor, extractor.digest, extractor.kind

    def __call__(self, text, date=None):
        while text == "SPIN":
            pass
        held = []
        while text == "EAT":
            held.append(b"x" * 10_000_000)
        if text == "DIE":
            os._exit(7)
        return self.extractor(text, date)

load = jobs.load
jobs.load = lambda rules: Poisoned(load(rules))
"""


def main() -> int:
    parser = argparse.ArgumentParser(description="kill a run forty times")
    parser.add_argument("--documents", type=int, default=5000)
    parser.add_argument("--kills", type=int, default=20)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / "news.jsonl"
        os.environ["PYTHONPATH"] = stand_in(folder)
        poison = write(source, wanted.documents)
        began = time.monotonic()
        subprocess.run([*COMMAND, str(source), "--out", str(folder / "calm")], check=True)
        print(f"undisturbed: {time.monotonic() - began:.0f} s")
        killed, deaths = disturbed(source, folder / "wild", wanted.kills)
        same = digest(folder / "calm") == digest(folder / "wild")
        numbers, errors = documents(folder / "wild")
        print(f"{killed} workers and {deaths} runs killed: {'the same bytes' if same else 'OTHER BYTES'}")
        once = numbers == list(range(wanted.documents))
        told = "each once" if once else "NOT EACH ONCE"
        print(f"{len(numbers)} documents, {told}, {errors} errors of {poison} poisoned")
        return 0 if same and once and errors == poison else 1


def stand_in(folder: Path) -> str:
    """Have rules in processes that start from now on spin, eat or die where a text says so; return their PYTHONPATH."""
    (folder / "poison").mkdir()
    (folder / "poison/sitecustomize.py").write_text(STAND_IN, "utf-8")
    return os.pathsep.join(filter(None, (str(folder / "poison"), os.environ.get("PYTHONPATH"))))


def write(source: Path, count: int) -> int:
    """Write articles with poison among them; return how many are poisoned."""
    chance = random.Random(11)
    sentences = [line for path in SEEDS for line in path.read_text("utf-8").split("\n") if len(line) > 60]
    poisons = [
        b'{"text": "SPIN"}',
        b'{"text": "EAT"}',
        b'{"text": "DIE"}',
        b'{"text": "<!DOCTYPE html><p>Wang Yi met them."}',
        b'{"text": "\\ud800 alone"}',
        b'{"text": "\xff\xfe"}',
        b"no json",
        b'{"text": "a\\u0000b"}',
        os.urandom(4000).replace(b"\n", b" "),
        b'{"text": "' + b"long " * 2_000_000 + b'"}',
    ]
    poisoned = 0
    with source.open("wb") as file:
        for number in range(count):
            if number % 100 == 57:
                line = poisons[poisoned % len(poisons)]
                poisoned += 1
            else:
                text = "\n\n".join(chance.sample(sentences, 3))
                line = json.dumps({"id": f"n{number}", "text": text, "date": "2026-11-24"}).encode()
            file.write(line + b"\n")
    return poisoned


def disturbed(source: Path, out: Path, kills: int) -> tuple[int, int]:
    """Run, kill workers and the run itself until each has died often enough, and let it end; return the deaths."""
    chance = random.Random(12)
    killed = deaths = 0
    while True:
        run = subprocess.Popen([*COMMAND, "--resume", str(source), "--out", str(out)], stderr=subprocess.DEVNULL)
        until = time.monotonic() + chance.uniform(2.0, 6.0) if deaths < kills else None
        while run.poll() is None and (until is None or time.monotonic() < until):
            time.sleep(chance.uniform(0.2, 1.5))
            if killed < kills and (workers := children(run.pid)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(chance.choice(workers), signal.SIGKILL)
                    killed += 1
        if run.poll() is not None:
            return killed, deaths
        run.kill()
        run.wait()
        deaths += 1


def children(process: int) -> list[int]:
    """Return the processes that another has started (on Linux)."""
    found = []
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            if int((path / "stat").read_text().rpartition(")")[2].split()[1]) == process:
                found.append(int(path.name))
    return found


def digest(folder: Path) -> str:
    """Return one digest of all tables of a run."""
    state = hashlib.sha256()
    for path in sorted(folder.rglob("*.parquet")):
        state.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return state.hexdigest()


def documents(folder: Path) -> tuple[list[int], int]:
    """Return the numbers of all documents of a run, and how many have no result."""
    import pyarrow.parquet as parquet

    parts = [parquet.read_table(path).to_pylist() for path in sorted(folder.glob("documents/*.parquet"))]
    rows = [row for part in parts for row in part]
    return [row["document"] for row in rows], sum(row["status"] == "error" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
