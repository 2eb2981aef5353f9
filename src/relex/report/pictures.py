"""Figures as SVG, drawn by matplotlib: the same bytes for the same numbers, each count a link to its evidence."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from .figures import Figure, Key

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

# Of these colours a page makes its own, light or dark, by their names (inline.py).
INK, SOFT, LINE, PAPER = "#1b1b1f", "#55565e", "#d5d6dc", "#ffffff"
COLOURS = ("#0b5fa5", "#a63d00", "#00674b", "#8a2f6b", "#7a5600", "#3d4f9e", "#9c1f32", "#56575f")
HEAT = COLOURS[0]
PALEST, DEEPEST = 0.08, 0.46  # of the colour behind a number, which stays easy to read
WIDTH = 640  # pixels
ROW = 25
LONGEST = 34  # characters of a label
MOST_TICKS = 9
_PIXELS = 100  # an inch
_FONT = 8.5

Links = Mapping[Key, str]


def picture(figure: Figure, links: Links, name_of: Callable[[str], str]) -> str:
    """Return a figure as SVG: every count that is shown leads to its link; ``name_of`` gives the label of a row."""
    try:
        from matplotlib import rc_context
    except ImportError:
        raise ImportError("pictures need matplotlib: pip install 'relex[report]'") from None
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as Canvas

    settings: dict[Any, Any] = {
        "svg.hashsalt": figure.name, "svg.fonttype": "none", "text.parse_math": False, "axes.unicode_minus": False,
        "font.family": ["DejaVu Sans"], "font.size": _FONT, "axes.edgecolor": LINE, "axes.linewidth": 0.8,
        "text.color": INK, "xtick.color": INK, "ytick.color": INK, "axes.labelcolor": SOFT,
        "patch.linewidth": 0.0, "figure.dpi": _PIXELS, "savefig.dpi": _PIXELS,
    }  # fmt: skip
    with warnings.catch_warnings(), rc_context(settings):
        warnings.simplefilter("ignore")  # a letter that the font lacks is only measured; the reader's font draws it
        canvas = Canvas(layout="constrained")
        FigureCanvasSVG(canvas)
        axes = canvas.add_subplot()
        height = _DRAWN[figure.shape](axes, figure, links, name_of)
        canvas.set_size_inches(WIDTH / _PIXELS, height / _PIXELS)
        sink = io.BytesIO()
        canvas.savefig(sink, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return sink.getvalue().decode()


def short(label: str) -> str:
    """Return a label that fits beside a bar.

    >>> short("byte # is not UTF-8 and so cannot be read")
    'byte # is not UTF-8 and so cannot…'
    """
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def _time(axes: Axes, figure: Figure, links: Links, _: Callable[[str], str]) -> int:
    from matplotlib.ticker import MaxNLocator

    places = range(len(figure.rows))
    below = [0] * len(figure.rows)
    for number, column in enumerate(figure.columns):
        heights = [figure.counts[row, column] for row in figure.rows]
        bars = axes.bar(places, heights, bottom=below, width=0.82, **_look(figure, number))
        for row, bar in zip(figure.rows, bars, strict=True):
            _lead(bar, figure, (row, column), links)
        below = [low + height for low, height in zip(below, heights, strict=True)]
    step = -(-len(figure.rows) // MOST_TICKS)
    axes.set_xticks(places[::step], [row.replace(" ", "\n") for row in figure.rows[::step]])
    axes.set_xlim(-0.6, len(figure.rows) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes.grid(axis="y", color=LINE, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.set_ylim(0, max(below) * 1.07)
    axes.tick_params(length=0)
    axes.tick_params(axis="x", pad=7)
    axes.spines[["top", "left", "right"]].set_visible(False)
    _legend(axes, figure)
    return 300


def _bars(axes: Axes, figure: Figure, links: Links, name_of: Callable[[str], str]) -> int:
    places = range(len(figure.rows))
    left = [0] * len(figure.rows)
    for number, column in enumerate(figure.columns):
        widths = [figure.counts[row, column] for row in figure.rows]
        bars = axes.barh(places, widths, left=left, height=0.74, **_look(figure, number))
        for row, bar in zip(figure.rows, bars, strict=True):
            _lead(bar, figure, (row, column), links)
        left = [low + width for low, width in zip(left, widths, strict=True)]
    for place, whole in zip(places, left, strict=True):
        axes.annotate(f"{whole:,}", (whole, place), (4, 0), textcoords="offset points", va="center", color=SOFT)
    axes.set_yticks(places, [short(name_of(row)) for row in figure.rows])
    axes.set_ylim(len(figure.rows) - 0.4, -0.6)
    axes.set_xlim(0, max(left) * 1.09)
    axes.set_xticks([])
    axes.tick_params(length=0)
    axes.spines[["top", "right", "bottom"]].set_visible(False)
    _legend(axes, figure)
    return 30 + ROW * len(figure.rows) + (26 if len(figure.columns) > 1 else 0)


def _matrix(axes: Axes, figure: Figure, links: Links, name_of: Callable[[str], str]) -> int:
    from matplotlib.colors import to_rgba
    from matplotlib.patches import Rectangle

    most = max(figure.counts[key] for key in figure.shown())
    for down, row in enumerate(figure.rows):
        for across, column in enumerate(figure.columns):
            key = figure.key(row, column)
            count = figure.counts[key]
            if not count:
                continue
            depth = PALEST + (DEEPEST - PALEST) * (count / most) ** 0.6
            cell = Rectangle((across - 0.47, down - 0.46), 0.94, 0.92, facecolor=to_rgba(HEAT, round(depth, 3)))
            _lead(cell, figure, key, links)
            axes.add_patch(cell)
            axes.text(across, down, f"{count:,}", ha="center", va="center_baseline")
    axes.set_xlim(-0.5, max(len(figure.columns), 8) - 0.5)
    axes.set_ylim(len(figure.rows) - 0.5, -0.5)
    axes.set_xticks(range(len(figure.columns)), [short(column) for column in figure.columns])
    if max(map(len, figure.columns)) > 3:
        axes.tick_params(axis="x", rotation=90 if len(figure.columns) > 8 else 0)
    axes.set_yticks(range(len(figure.rows)), [short(name_of(row)) for row in figure.rows])
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.set_xlabel(figure.of[1], loc="left")
    axes.set_ylabel(figure.of[0], loc="top")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for line in range(len(figure.rows) + 1):
        axes.axhline(line - 0.5, color=LINE, linewidth=0.6, zorder=0)
    return 75 + ROW * len(figure.rows)


def _lead(patch: Patch, figure: Figure, key: Key, links: Links) -> None:
    if figure.counts[key]:
        patch.set_url(links[key])
    else:
        patch.set_visible(False)


def _look(figure: Figure, number: int) -> dict[str, Any]:
    """The look of a column's bars; a thin line keeps neighbours apart for whoever sees no difference of colour."""
    return {"color": COLOURS[(figure.hue + number) % len(COLOURS)], "edgecolor": PAPER, "linewidth": 0.7}


def _legend(axes: Axes, figure: Figure) -> None:
    from matplotlib.patches import Patch as Box

    boxes = [Box(**_look(figure, number), label=column) for number, column in enumerate(figure.columns)]
    if len(boxes) > 1:
        axes.legend(
            handles=boxes, loc="lower left", bbox_to_anchor=(0, 1), ncols=4, frameon=False, borderpad=0,
            handlelength=0.9, handleheight=0.9, columnspacing=1.6, handletextpad=0.5, borderaxespad=0.3,
        )  # fmt: skip


_DRAWN: dict[str, Callable[[Any, Figure, Links, Callable[[str], str]], int]] = {
    "time": _time, "bars": _bars, "matrix": _matrix,
}  # fmt: skip
