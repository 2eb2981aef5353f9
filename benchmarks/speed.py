"""How fast relex reads: import, load, and words a second on one core.

    python benchmarks/speed.py

The texts are agency articles of the development data beside the repository where it is there, else the samples.
"""

from __future__ import annotations

import gzip
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

from relex import load

HERE = Path(__file__).resolve().parent
AGENCY = HERE.parent.parent / "shared/data/corpora/agency.jsonl.gz"
ARTICLES = 1000


def main() -> int:
    print(f"import relex   {import_seconds():8.3f} s of CPU")
    began = time.process_time()
    extractor = load()
    print(f"load()         {time.process_time() - began:8.3f} s of CPU")
    texts = articles()
    extractor(texts[0])
    began = time.process_time()
    for text in texts:
        extractor(text)
    seconds = time.process_time() - began
    words = sum(len(text.split()) for text in texts)
    size = sum(len(text.encode(errors="replace")) for text in texts) / 1e6
    print(f"{len(texts)} articles {seconds:8.3f} s of CPU: {words / seconds:,.0f} words/s, {size / seconds:.2f} MB/s")
    return 0


def import_seconds() -> float:
    """Return the CPU time of ``import relex`` beyond that of starting Python, the best of five."""
    return min(cpu_seconds("import relex") for _ in range(5)) - min(cpu_seconds("pass") for _ in range(5))


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
