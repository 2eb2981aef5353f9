"""The pictures in the README and the documentation: `make pictures` takes them anew; here the same pages are looked at.

Without RELEX_PICTURES=write they go into a folder that is thrown away, and it is only seen that there is something on
them. What they show is written for this project: seeds/ and the wire of tests/wire.py.
"""

from __future__ import annotations

import importlib.util
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from click.testing import CliRunner

import relex
from relex.cli import main

from .browser import browser, needed, opened
from .wire import written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
LARGEST = 200_000  # bytes of a picture
WRITE = os.environ.get("RELEX_PICTURES") == "write"
drawn = pytest.mark.skipif(
    not importlib.util.find_spec("PIL") and not os.environ.get("CI"), reason="needs pillow, which matplotlib brings"
)
Scheme = Literal["light", "dark"]


class Shot(NamedTuple):
    """A picture: of which page, how wide and high, in which scheme, and what is chosen first."""

    name: str
    page: str
    width: int
    height: int
    scheme: Scheme
    choose: str = ""


MEETING = "document.querySelector('.m[data-kind=Meeting]').click()"
CELL = (
    "document.querySelector('#between-meetings').scrollIntoView({ behavior: 'instant' });"
    "document.querySelectorAll('#between-meetings .picture a')[5]"
    ".dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }))"
)
BAR = (
    "document.querySelectorAll('#over-time .picture a')[30]"
    ".dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })); window.scrollTo(0, 0)"
)
SHOTS = (
    Shot("view", "view", 1200, 720, "light", MEETING),
    Shot("view-dark", "view", 1200, 720, "dark", MEETING),
    Shot("view-phone", "view", 390, 760, "light", MEETING),
    Shot("report", "report", 1200, 760, "light", BAR),
    Shot("report-pairs", "report", 1200, 640, "light", CELL),
    Shot("report-pairs-dark", "report", 1200, 640, "dark", CELL),
    Shot("report-phone", "report", 390, 760, "dark", CELL),
    Shot("terminal", "terminal", 1000, 520, "dark"),
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The pages that are looked at, by their names."""
    folder = tmp_path_factory.mktemp("pages")
    run = CliRunner().invoke
    article = ROOT / "seeds" / "ministers-meeting.txt"
    made = [
        run(main, ["view", str(article), "--date", "2021-03-05", "--out", str(folder / "view.html")]),
        run(main, ["run", str(written(folder / "wire.jsonl")), "--out", str(folder / "events"), "--workers", "1"]),
        run(main, ["report", str(folder / "events"), "--out", str(folder / "report.html")]),
    ]
    assert [each.exit_code for each in made] == [0, 0, 0], [each.output for each in made]
    (folder / "terminal.html").write_text(_terminal(article), "utf-8")
    return {name: (folder / f"{name}.html").as_uri() for name in ("view", "report", "terminal")}


def _terminal(article: Path) -> str:
    """What `relex extract` shows of an article's beginning, as rich writes it down for a page."""
    from rich.console import Console
    from rich.terminal_theme import MONOKAI

    from relex.show.drawing import print_drawing
    from relex.show.terminal import event_table, quote_table

    found = relex.extract("\n\n".join(article.read_text("utf-8").split("\n\n")[1:3]), date="2021-03-05")
    console = Console(width=112, record=True, force_terminal=True, file=io.StringIO(), highlight=False)
    console.print("$ relex extract article.txt --date 2021-03-05", style="dim")
    table = event_table(type(found.events[0]), found.of(type(found.events[0])))
    table.title_style = "bold yellow"
    console.print(table)
    quotes = quote_table(found.quotes, found.text)
    quotes.title_style = "bold magenta"
    console.print(quotes)
    console.print("$ relex extract article.txt --date 2021-03-05 --format text", style="dim")
    print_drawing(console, found)
    page = console.export_html(theme=MONOKAI, inline_styles=True)
    return page.replace("<body", '<body style="margin: 0; padding: 4px 22px; font-size: 14px"', 1)


@needed
@drawn
@pytest.mark.parametrize("shot", SHOTS, ids=lambda shot: shot.name)
def test_a_picture(chromium: Browser, pages: dict[str, str], shot: Shot, tmp_path: Path) -> None:
    from PIL import Image

    view, said = opened(chromium, pages[shot.page], shot.width, shot.scheme)
    view.set_viewport_size({"width": shot.width, "height": shot.height})
    if shot.choose:
        view.evaluate(shot.choose)
        view.wait_for_timeout(900)
    image = Image.open(io.BytesIO(view.screenshot())).convert("RGB")
    # Few colours make a small file, and the letters stay sharp.
    image = image.quantize(96, dither=Image.Dither.NONE)
    path = (IMAGES if WRITE else tmp_path) / f"{shot.name}.png"
    path.parent.mkdir(exist_ok=True)
    image.save(path, optimize=True)
    assert 8_000 < path.stat().st_size < LARGEST
    assert len(image.getcolors() or ()) > 20
    assert not said


def test_every_picture_is_shown_and_every_shown_picture_is_there() -> None:
    texts = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    shown = {name for text in texts for name in re.findall(r"images/([\w-]+\.png)", text.read_text("utf-8"))}
    there = {path.name for path in IMAGES.glob("*.png")}
    assert {f"{shot.name}.png" for shot in SHOTS} <= there
    assert {path for path in there if (IMAGES / path).stat().st_size >= LARGEST} == set()
    assert shown == there
