"""A workbench to test: a small rule set on the disk, and a server that runs beside the test."""

from __future__ import annotations

import contextlib
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import uvicorn

from relex.web.bench import Bench
from relex.web.server import application, listening

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TOKEN = "a-token-of-the-tests"
TYPES = """types:
  Deal:
    why: Somebody buys something.
    roles:
      buyer: {label: Person}
      thing: {label: Ware}
    statuses: [planned, done]
    status: done
"""
RULES = """# Who buys what.
rules:
  - rule: buys
    emits: Deal
    why: The plainest telling.
    pattern: |
      buyer:@Person trigger:[lemma=buy] thing:@Ware
    finds:
      - "[buyer Anna] [trigger bought] [thing bread]."
      - "[buyer Bob] [trigger buys] [thing milk]."
    ignores:
      - "Anna bought time."
cues:
  - cue: not-yet
    gives: planned
    on: [Deal]
    pattern: will
    stands: before
    within: 2
    finds: ["Tomorrow will [buyer Anna] [trigger=planned buy] [thing bread]."]
    ignores: ["[buyer Anna] bought bread."]
"""
LEXICON = "surface\tlabel\tid\tnote\nAnna\tPerson\t\t\nBob\tPerson\t\t\nbread\tWare\t\t\nmilk\tWare\t\t\n"
ARTICLE = "Anna bought bread on the market.\n\n👩‍🚀 Bob has never sold milk. Bob buys milk. Anna sold bread."


def small_set(folder: Path) -> Path:
    """Write the rule set of the tests and return its folder."""
    (folder / "lexicons").mkdir(parents=True)
    (folder / "types.yaml").write_text(TYPES)
    (folder / "deals.yaml").write_text(RULES)
    (folder / "lexicons" / "things.tsv").write_text(LEXICON)
    return folder


def corpus(folder: Path) -> Path:
    """Write a few articles and return their folder."""
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE, "utf-8")
    (folder / "b.txt").write_text("Bob sold milk and Anna bought milk.", "utf-8")
    return folder


@contextlib.contextmanager
def running(bench: Bench) -> Iterator[str]:
    """A workbench that can be opened at the address it gives."""
    bench.prepare()
    socket = listening("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(application(bench, TOKEN), log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [socket]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{socket.getsockname()[1]}/#token={TOKEN}"
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)
        socket.close()


@contextlib.contextmanager
def opened(
    chromium: Browser,
    bench: Bench,
    width: int = 1280,
    height: int = 900,
    scheme: Literal["light", "dark"] = "light",
) -> Iterator[tuple[Page, list[str]]]:
    """The workbench in a page that has read its first article, and whatever it complains of or asks of others."""
    with running(bench) as address:
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("dialog", lambda dialog: said.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: said.extend([] if request.url.startswith(address[:20]) else [request.url]))
        page.goto(address)
        page.locator("#shown p").first.wait_for()
        page.locator("#examples .hint", has_text="failed").wait_for(state="attached")
        try:
            yield page, said
        finally:
            context.close()


def bench_of(rules: Path) -> Bench:
    return Bench(str(rules), corpus(rules.parent / "articles"))


def choose(page: Page, name: str) -> None:
    """Open a file in the editor."""
    page.locator(f"[data-file='{name}']").click()
    page.locator("#file", has_text=name).wait_for()


def at(page: Page, line: int) -> None:
    """Put the cursor at the end of a line of the editor, one of the first."""
    page.locator(".cm-line").nth(line - 1).click()
    for _ in range(9):  # a long line is shown as several
        page.keyboard.press("End")


def line_of(page: Page, words: str) -> int:
    """The number of the first line that is shown with some words."""
    return next(n for n, each in enumerate(written(page).split("\n"), 1) if words in each)


def written(page: Page) -> str:
    return "\n".join(page.locator(".cm-line").all_inner_texts())


def shipped(root: Path, folder: Path) -> Bench:
    """The shipped rules in a folder of their own, and the sample articles."""
    for name in ("diplomacy", "common"):
        shutil.copytree(root / "rules" / name, folder / "rules" / name)
    return Bench(str(folder / "rules" / "diplomacy"), root / "seeds")
