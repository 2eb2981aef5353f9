"""A real browser for the tests that need one: Chromium from the distribution, driven by Playwright."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium")
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
there = CHROMIUM is not None and importlib.util.find_spec("playwright") is not None
needed = pytest.mark.skipif(not there and not os.environ.get("CI"), reason="needs chromium and playwright")


@contextlib.contextmanager
def browser() -> Iterator[Browser]:
    """A headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        try:
            yield chromium
        finally:
            chromium.close()


def opened(
    chromium: Browser, address: str, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> tuple[Page, list[str]]:
    """Return a page and a list that grows with whatever it complains of, asks of the network or pops up."""
    page = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme).new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
    page.on("request", lambda request: said.extend([request.url] if request.url != address else []))
    page.goto(address)
    return page, said


# What a reader with a screen reader or without a mouse would miss, as a script that returns complaints.
CHECKS = (Path(__file__).parent / "checks.js").read_text("utf-8")
