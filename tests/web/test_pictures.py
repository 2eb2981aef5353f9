"""The pictures of the workbench in the README and the documentation: `make pictures` takes them anew."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from relex.web.bench import Bench

from ..browser import browser, needed
from ..test_pictures import IMAGES, LARGEST, WRITE, drawn
from .benches import at, choose, line_of, opened, shipped

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [needed, drawn]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture(scope="module")
def bench(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return shipped(root, tmp_path_factory.mktemp("pictures"))


def taken(page: Page, name: str, folder: Path) -> None:
    """Write a picture of the page as it is."""
    from PIL import Image

    image = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(96, dither=Image.Dither.NONE)
    path = (IMAGES if WRITE else folder) / f"{name}.png"
    image.save(path, optimize=True)
    assert 8_000 < path.stat().st_size < LARGEST
    assert len(image.getcolors() or ()) > 20


@pytest.mark.parametrize(
    ("name", "width", "height", "scheme"),
    [("workbench", 1200, 760, "light"), ("workbench-dark", 1200, 760, "dark"), ("workbench-phone", 390, 760, "light")],
)
def test_the_workbench(
    chromium: Browser,
    bench: Bench,
    tmp_path: Path,
    name: str,
    width: int,
    height: int,
    scheme: Literal["light", "dark"],
) -> None:
    with opened(chromium, bench, width, height, scheme) as (page, said):
        if width > 1000:
            choose(page, "meetings-visits.yaml")
        page.locator("#examples-count", has_text="pass").wait_for()
        page.locator("#status", has_text="read in").wait_for()
        taken(page, name, tmp_path)
        assert not said


def test_why_and_a_mistake(chromium: Browser, bench: Bench, tmp_path: Path) -> None:
    with opened(chromium, bench, 1200, 900) as (page, said):
        page.locator("#write").click()
        page.locator("#text").fill(
            "Foreign Minister Anne Mercier of France will soon hold further talks in Nairobi with her colleagues.\n\n"
            "Kenyan President John Otieno received her on Tuesday. “We will build the port,” Mercier said."
        )
        page.locator("#write").click()
        page.locator("#shown", has_text="Otieno").wait_for()
        choose(page, "meetings-talks.yaml")
        page.locator("#examples-count", has_text="pass").wait_for()
        at(page, line_of(page, "emits: Meeting"))
        page.locator("#shown").focus()
        for _ in range(11):
            page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        page.locator("#why section").nth(2).wait_for()
        taken(page, "workbench-why", tmp_path)
        page.locator("#tab-found").click()
        at(page, line_of(page, "emits: Meeting"))
        page.keyboard.type("s")
        page.locator("#problems li").first.wait_for()
        page.keyboard.press("Escape")
        page.wait_for_timeout(300)
        taken(page, "workbench-error", tmp_path)
        assert not said
