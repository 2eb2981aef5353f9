"""The tables and pictures of docs/speed.md, made from benchmarks/results/*.json.

    python benchmarks/page.py

Run it after a benchmark. A test holds the page against the results.
"""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from results import FOLDER

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/speed.md"
IMAGES = ROOT / "docs/images"
INK, SOFT, LINE, COLOUR, OTHER = "#1b1b1f", "#55565e", "#d5d6dc", "#0b5fa5", "#a63d00"
SIZE = (6.4, 2.6)  # inches
MORE = {"relex.quotes resolved": "with speakers resolved"}

Results = Mapping[str, Any]
Points = Sequence[tuple[float, float]]


class Bar(NamedTuple):
    """What a figure shall be: at most, or at least, so much."""

    what: str
    found: float
    bar: float
    unit: str = ""
    least: bool = False

    @property
    def met(self) -> bool:
        return self.found >= self.bar if self.least else self.found <= self.bar


class Picture(NamedTuple):
    """A curve, its axes, and the highest value that is allowed."""

    name: str
    title: str
    across: str
    up: str
    points: Points
    bar: float | None = None
    even: bool = False  # whether the values across are shown at even distances: they grow tenfold


def results() -> Results:
    """Return what the benchmarks kept, by their names."""
    return {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(FOLDER.glob("*.json"))}


def bars(told: Results) -> list[Bar]:
    """Return the bars that relex sets itself, beside what was measured."""
    speed, scale, startup, memory = told["speed"], told["scale"], told["startup"], told["memory"]
    quotes = told["rivals"]["textacy"]["the like of relex is faster by"]
    most_rows, thousand = scale["rows"][-1], next(row for row in scale["rules"] if row["rules"] == 1000)
    return [
        Bar("times a bare scan of the same text", speed["times a bare scan"], 4),
        Bar("the same, results turned into dicts", speed["times a bare scan with to_dict"], 5),
        Bar("times as fast as spaCy's small model", told["rivals"]["spacy"]["relex is faster by"], 80, least=True),
        Bar("times as fast as textacy's `direct_quotations`, quotes alone", quotes, 50, least=True),
        Bar("time of a text twice as long, up to 10 MB", most(scale["length"]), 2.2, "times"),
        Bar("time of twice as many articles", most(scale["articles"]), 2.2, "times"),
        Bar("time with 1,000 more rules whose words do not occur", thousand["times without"], 1.1, "times"),
        Bar(f"time with {most_rows['rows']:,} lexicon rows", most_rows["times without"], 1.25, "times"),
        Bar("loading these rows the first time", most_rows["load s"], 30, "s"),
        Bar("loading them from the cache", most_rows["from cache s"], 1.5, "s"),
        Bar("`import relex`", startup["import beyond python"]["CPU s"], 0.15, "s"),
        Bar("first result of a new process", startup["first result"]["CPU s"], 0.5, "s"),
        Bar(f"memory at its highest, in {memory['articles']:,} articles", memory["peak MB"], 150, "MB"),
        Bar(f"growth of memory from article {memory['growth from']:,} on", memory["growth MB"], 5, "MB"),
    ]


def most(rows: Sequence[Mapping[str, float]]) -> float:
    return max(row["a doubling"] for row in rows)


def pictures(told: Results) -> list[Picture]:
    """Return what is drawn."""
    scale, memory = told["scale"], told["memory"]

    def points(rows: str, across: str, up: str) -> Points:
        return [(row[across], row[up]) for row in scale[rows]]

    lasting = [(0, memory["loaded MB"]), *((row["articles"], row["MB"]) for row in memory["steps"])]
    ratio = "times without them"
    return [
        Picture("length", "A longer text", "MB in one text", "seconds", points("length", "MB", "seconds")),
        Picture("memory", "Memory while articles go by", "articles read", "MB", lasting, 150),
        Picture("rules", "More rules", "rules added", ratio, points("rules", "rules", "times without"), 1.1, True),
        Picture("rows", "More lexicon rows", "rows added", ratio, points("rows", "rows", "times without"), 1.25, True),
        Picture(
            "loading", "Loading a big lexicon", "rows added", "seconds", points("rows", "rows", "load s"), 30, True
        ),
    ]


def blocks(told: Results) -> dict[str, str]:
    """Return the tables of the page by their names."""
    speed, runs, rivals = told["speed"], told["runs"], told["rivals"]
    one, several = runs["articles"][0], runs["articles"][-1]
    hour = rounded(3600 * one["documents/s"])
    found = bars(told)
    return {
        "summary": f"""\
- One processor core reads about **{rounded(speed['words/s']):,} words a second**: an article of agency news takes \
{speed['ms an article']:g} thousandths of a second.
- `relex run`, with one worker, gets through **{hour:,} articles an hour**; with {several['workers']} workers \
{several['times the first']:g} times as many.
- While {told['memory']['articles']:,} articles went by it never took more than \
**{told['memory']['peak MB']:.0f} MB of memory**.
- Of the {len(found)} bars that the project has set itself, {sum(bar.met for bar in found)} are met.""",
        "bars": table(
            ("what", "measured", "bar", "met"),
            [
                (bar.what, value(bar.found, bar.unit), f"{'≥' if bar.least else '≤'} {value(bar.bar, bar.unit)}",
                 "yes" if bar.met else "**no**")
                for bar in found
            ],
        ),
        "rivals": table(
            ("program", "what it does", "words a second", "relex", "the like of relex"),
            [
                (f"{name} {row['version']}", row["does"], f"{row['words a second']:,}",
                 f"{row['relex is faster by']:g} times", _the_like(row))
                for name, row in rivals.items()
                if isinstance(row, dict)
            ],
        ),
        "rows": table(
            ("rows added", "first load", "from the cache", "memory", "reading"),
            [
                (f"{row['rows']:,}", f"{row['load s']:.1f} s", f"{row['from cache s']:.2f} s",
                 f"{row['from cache MB']:.0f} MB", f"{row['times without']:.2f} times")
                for row in told["scale"]["rows"]
            ],
        ),
        "processes": table(
            ("processes", "articles", "on the clock", "CPU time", "times one", "memory of each"),
            [
                (str(row["workers"]), f"{row['documents']:,}", f"{row['seconds']:,.0f} s",
                 f"{row['CPU s of the workers']:,.0f} s", f"{row['times the first']:.2f}",
                 f"{row['MB of a worker']:.0f} MB")
                for row in runs["articles"]
            ],
        ),
        "machine": f"Measured on {speed['date']}, Python {speed['python']}, a machine with {speed['cores']} cores; "
        f"times are CPU time unless the clock is named.{_busy(speed)}",
    }  # fmt: skip


def _the_like(row: Mapping[str, Any]) -> str:
    """How much faster that part of relex is which does the same, and one that does somewhat more."""
    more = [f"{row['parts are faster by'][part]:g} times {words}" for part, words in MORE.items()
            if part in row.get("parts are faster by", {})]  # fmt: skip
    return ", ".join((f"{row['the like of relex is faster by']:g} times", *more))


def _busy(told: Results) -> str:
    """What the reader must know of a machine that had other work."""
    wanting = told.get("programs at work") or 0
    if wanting <= told["cores"]:
        return ""
    return (
        f" About {wanting:.0f} programs shared them when the speed was measured: a quiet machine is faster, "
        "with the same memory, and the costs grow alike."
    )


def rounded(number: float) -> int:
    """Two figures are enough to remember."""
    step = int("1".ljust(len(str(int(number))) - 1, "0"))
    return round(number / step) * step


def value(number: float, unit: str) -> str:
    return f"{number:,.3g} {unit}".strip()


def table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heading, ["---"] * len(heading), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def page(text: str, told: Results) -> str:
    """Return the page with its tables made anew: each stands between a comment with its name and `<!-- end -->`."""
    known = blocks(told)
    return re.sub(
        r"(<!-- (\w+): [^\n]*-->\n).*?(<!-- end -->)",
        lambda match: f"{match[1]}\n{known[match[2]]}\n\n{match[3]}",
        text,
        flags=re.DOTALL,
    )


def drawn(picture: Picture) -> str:
    """Return a picture as SVG, which tells its points in its description."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    settings: dict[Any, Any] = {
        "svg.hashsalt": picture.name, "svg.fonttype": "none", "font.family": ["DejaVu Sans"], "font.size": 9,
        "axes.edgecolor": LINE, "text.color": INK, "xtick.color": SOFT, "ytick.color": SOFT, "axes.labelcolor": SOFT,
        "axes.spines.top": False, "axes.spines.right": False,
    }  # fmt: skip
    with rc_context(settings):
        canvas = Figure(figsize=SIZE, layout="constrained")
        FigureCanvasSVG(canvas)
        axes = canvas.add_subplot()
        values = [up for _, up in picture.points]
        across = list(range(len(values))) if picture.even else [at for at, _ in picture.points]
        axes.plot(across, values, color=COLOUR, marker="o", markersize=3.5, linewidth=1.6)
        if picture.even:
            axes.set_xticks(across, [f"{at:,}" for at, _ in picture.points])
        else:
            axes.xaxis.set_major_formatter(lambda at, _: f"{at:,.4g}" if at < 1000 else f"{at:,.0f}")
        if picture.bar is not None:
            axes.axhline(picture.bar, color=OTHER, linewidth=1, linestyle="--")
            axes.annotate("at most", (across[0], picture.bar), (0, 3), textcoords="offset points", color=OTHER)
        axes.set_ylim(0, 1.15 * max(*values, picture.bar or 0))
        axes.set_title(picture.title, loc="left", fontsize=10)
        axes.set_xlabel(picture.across)
        axes.set_ylabel(picture.up)
        sink = io.BytesIO()
        told = json.dumps(picture.points)
        canvas.savefig(sink, format="svg", metadata={"Date": None, "Creator": None, "Description": told})
    return sink.getvalue().decode()


def points_told(svg: str) -> list[list[float]]:
    """Return the points that a picture tells in its description."""
    told = re.search(r"<dc:description>(.*?)</dc:description>", svg, re.DOTALL)
    found: list[list[float]] = json.loads(told[1]) if told else []
    return found


def main(draw: Callable[[Picture], str] = drawn) -> int:
    told = results()
    PAGE.write_text(page(PAGE.read_text("utf-8"), told), "utf-8")
    for picture in pictures(told):
        (IMAGES / f"speed-{picture.name}.svg").write_text(draw(picture), "utf-8")
    print(f"{PAGE.name} and {len(pictures(told))} pictures made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
