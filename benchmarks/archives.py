"""What it takes to read whole archives, worked out from what `benchmarks/runs.py` measured.

    python benchmarks/archives.py

Writes the tables of docs/archives.md anew.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
PAGE = HERE.parent / "docs/archives.md"
MEASURED = HERE / "results/runs.json"
BEGIN, END = "<!-- measured -->", "<!-- end -->"
PRICE = 0.05  # dollars for an hour of one core
CORES = 64


class Archive(NamedTuple):
    """An archive: its documents, and whether they are articles or pages."""

    name: str
    documents: int
    kind: str


ARCHIVES = (
    Archive("Common Crawl News, a month", 11_700_000, "pages"),
    Archive("Common Crawl News, all of it", 1_350_000_000, "pages"),
    Archive("GDELT, English articles of a year", 83_000_000, "articles"),
)


class Cost(NamedTuple):
    """What a document takes: milliseconds of one core, bytes of tables."""

    milliseconds: float
    output: float


def main() -> int:
    text = PAGE.read_text("utf-8")
    before, after = text[: text.index(BEGIN)], text[text.index(END) + len(END) :]
    PAGE.write_text(f"{before}{block()}{after}", "utf-8")
    return 0


def block() -> str:
    """Return the tables between their marks."""
    found = json.loads(MEASURED.read_text("utf-8"))
    costs = {kind: cost(found[kind][-1]) for kind in ("articles", "pages")}
    return "\n\n".join((BEGIN, measured(found), per_document(costs), worked_out(costs), END))


def cost(row: dict[str, float]) -> Cost:
    """Return what a document of a run took."""
    cpu = row["CPU s of the workers"] + row["CPU s beside them"]
    return Cost(round(1000 * cpu / row["documents"], 1), round(row["output MB"] * 1e6 / row["documents"]))


def measured(found: dict[str, list[dict[str, float]]]) -> str:
    """Return the runs as a table."""
    heads = ("workers", "documents", "seconds", "documents/s", "words/s", "times the first", "MB of a worker")
    rows = [["", *heads, "MB beside them", "CPU beside them"]]
    for kind in ("articles", "pages"):
        for row in found[kind]:
            share = row["CPU s beside them"] / (row["CPU s of the workers"] + row["CPU s beside them"])
            rows.append([kind, *(f"{row[head]:,}" for head in heads), f"{row['MB beside them']:,}", f"{share:.1%}"])
    return table(rows)


def per_document(costs: dict[str, Cost]) -> str:
    """Return what a document takes, as a table."""
    rows = [["a document", "ms of one core", "bytes of tables"]]
    rows += [[kind, f"{each.milliseconds:,}", f"{each.output:,.0f}"] for kind, each in costs.items()]
    return table(rows)


def worked_out(costs: dict[str, Cost]) -> str:
    """Return what archives take, as a table."""
    rows = [["archive", "documents", "core hours", f"hours on {CORES} cores", f"dollars at {PRICE}", "GB of tables"]]
    for archive in ARCHIVES:
        each = costs[archive.kind]
        hours = archive.documents * each.milliseconds / 3_600_000
        size = archive.documents * each.output / 1e9
        figures = (archive.documents, round(hours), round(hours / CORES, 1), round(hours * PRICE), round(size))
        rows.append([archive.name, *(f"{figure:,}" for figure in figures)])
    return table(rows)


def table(rows: list[list[str]]) -> str:
    """Return rows as a table of Markdown, figures to the right."""
    head, *others = rows
    marks = ["---", *(["---:"] * (len(head) - 1))]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, marks, *others))


if __name__ == "__main__":
    sys.exit(main())
