"""The page of highlighted articles, looked at as its readers do: in a browser."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

import relex
from relex.cli import main
from relex.model import Extraction, Span
from relex.show.view import Article, Told, items_of, kinds_of, lanes_of, page

from ..browser import CHECKS, browser, needed, opened

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
ODD = [
    "👩‍🚀 Wang Yi said: “We agree 👍🏽 on e\u0301verything,” in Cairo on Monday.",
    "وزير said “نعم” while Foreign Minister Wang Yi met Badr Abdelatty in Cairo on Tuesday. אבג said no.",
    "Z\u0351\u036b\u0343algo\u0301 of Qa\u0308tar told China: “I said ‘no’ in 2016 to ‘US’ sanctions on Iran.”",
    "\u202eTurkey\u202c and\u200b France agreed to build a bridge, “the Paris bridge”, by May 2020\t& <b>more</b>.",
]
EVIL = "</script><img src=x onerror=alert(1)><script>alert(2)</script> \"'><svg onload=alert(3)> &lt; {policy}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


def written(tmp_path: Path, articles: list[Article], title: str = "Test") -> str:
    path = tmp_path / "page.html"
    path.write_text(page(articles, title), "utf-8")
    return path.as_uri()


def articles() -> list[Article]:
    """Twenty articles with nested spans and odd characters."""
    chance = random.Random(9)
    texts = [path.read_text("utf-8") for path in SEEDS[:8]] + ODD
    while len(texts) < 20:
        texts.append("\n\n".join(chance.sample(ODD + texts[:8], 3))[: chance.randrange(400, 1500)])
    return [Article(f"article {n}", relex.extract(text, date="2026-11-24")) for n, text in enumerate(texts)]


@needed
def test_every_entry_highlights_its_exact_words(chromium: Browser, tmp_path: Path) -> None:
    several = articles()
    spans = [[item.span for item in items_of(article.found)] for article in several]
    assert sum(one.start <= two.start < two.stop < one.stop for own in spans for one in own for two in own) > 50
    view, said = opened(chromium, written(tmp_path, several))
    shown = view.evaluate(
        """() => Array.from(document.querySelectorAll('article')).map((article) =>
          Array.from(article.querySelectorAll('details[data-i]')).map((item) => {
            item.querySelector('summary').click();
            const on = Array.from(article.querySelectorAll('.on'));
            return [Number(item.dataset.start), Number(item.dataset.stop), on.map((e) => e.textContent).join('')];
          }))"""
    )
    assert len(shown) == 20
    for article, rows in zip(several, shown, strict=True):
        text = article.found.text
        assert [(start, stop) for start, stop, _ in rows] == [item.span for item in items_of(article.found)]
        for start, stop, words in rows:
            # A mark's stretches nest where marks do: each stretch is counted once, by the innermost.
            assert words == text[start:stop].replace("\n", "").replace("\r", ""), (start, stop)
    assert not said


@needed
def test_nothing_of_a_document_runs(chromium: Browser, tmp_path: Path) -> None:
    span = Span(0, len(EVIL))
    country = relex.Country("XX", "XXX", EVIL, EVIL)
    named = relex.Mention(span, EVIL, EVIL, country, span, EVIL)
    found = Extraction(EVIL, EVIL, EVIL, countries=(named,))
    told = Told((EVIL,), (EVIL,), {EVIL: EVIL})
    met = relex.extract(f"Wang Yi met Badr Abdelatty in Cairo. “{EVIL},” Wang Yi said.")
    address = written(tmp_path, [Article(EVIL, found, told), Article(EVIL, met, Told((EVIL,) * 9, (EVIL,) * 9))], EVIL)
    view, said = opened(chromium, address)
    view.wait_for_timeout(200)
    assert not said
    assert view.locator("img, svg").count() == 0
    assert view.locator("script").count() == 1
    assert EVIL in view.inner_text("h1")
    # And what would run if somebody got it into the page is refused by the page's own policy.
    view.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';
          document.body.append(script); }"""
    )
    assert view.evaluate("() => window.ran") is None


@needed
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_everybody_can_read_it(chromium: Browser, tmp_path: Path, width: int, scheme: str) -> None:
    view, said = opened(chromium, written(tmp_path, articles()[:3]), width, "dark" if scheme == "dark" else "light")
    view.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert view.evaluate(CHECKS) == []
    assert view.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert not said


@needed
def test_keys_and_filters(chromium: Browser, tmp_path: Path) -> None:
    view, _ = opened(chromium, written(tmp_path, articles()[:2]))
    view.keyboard.press("j")
    first = view.evaluate("() => document.activeElement.parentElement.dataset.i")
    view.keyboard.press("j")
    assert view.evaluate("() => document.activeElement.parentElement.dataset.i") != first
    view.keyboard.press("k")
    assert view.evaluate("() => document.activeElement.parentElement.dataset.i") == first
    view.keyboard.press("Enter")
    assert view.locator("details[open]").count() == 1
    before = view.locator(".m").count()
    quotes = view.locator(".m[data-kind=Quote]").count()
    box = view.locator("input[value=Quote]")
    box.uncheck()
    assert view.locator(".m").count() == before - quotes
    assert not view.locator("section[data-kind=Quote]").first.is_visible()
    box.check()
    assert view.locator(".m").count() == before
    view.locator(".m[data-kind=Country]").first.click()
    assert view.locator("details.chosen").count() == 1
    assert view.locator("details.chosen").is_visible()


@needed
def test_on_a_phone_the_entry_lies_below_its_words(chromium: Browser, tmp_path: Path) -> None:
    view, said = opened(chromium, written(tmp_path, articles()[:3]), 390)
    mark = view.locator("article").nth(1).locator(".m[data-kind=Quote]").first
    mark.click()
    view.wait_for_timeout(1000)  # it scrolls smoothly
    chosen = view.locator("details.chosen")
    entry, words = chosen.bounding_box(), view.locator(".on").first.bounding_box()
    assert entry
    assert words
    assert entry["y"] + entry["height"] <= 900 + 1
    assert 0 <= words["y"] < entry["y"]
    view.keyboard.press("Escape")
    assert view.locator("details[open]").count() == 0
    assert not said


@needed
def test_what_rules_and_lexicons_hold_does_not_run(chromium: Browser, tmp_path: Path) -> None:
    """Hostile text where authors write: why of a type and of a rule, the file's name, a lexicon's label id and note."""
    rules = tmp_path / "a'&<b>"
    rules.mkdir()
    evil = " ".join(EVIL.replace("{policy}", "").replace("'", "").replace('"', "").split())
    (rules / "types.yaml").write_text(
        f"imports: [common]\n\ntypes:\n  Vote:\n    why: '{evil}'\n    plural: votes\n    roles:\n"
        "      thing: {label: Thing, least: 1}\n    statuses: [held]\n    status: held\n    merge: [thing]\n"
        "labels:\n  Thing: []\n",
        "utf-8",
    )
    (rules / "votes.yaml").write_text(
        f"rules:\n  - rule: votes\n    emits: Vote\n    why: '{evil}'\n    pattern: thing:@Thing trigger:wins\n"
        '    finds:\n      - "Then [thing the pony] [trigger wins]."\n      - "Now [thing the pony] [trigger wins]."\n'
        '    ignores:\n      - "The pony runs."\n',
        "utf-8",
    )
    (rules / "lexicons").mkdir()
    (rules / "lexicons" / "things.tsv").write_text(
        f"surface\tlabel\tid\tnote\nthe pony\tThing\t{evil}\t{evil}\n", "utf-8"
    )
    article = tmp_path / "<img src=x onerror=alert(5)>.txt"
    article.write_text(f"Now the pony wins {EVIL}.", "utf-8")
    out = tmp_path / "page.html"
    result = CliRunner().invoke(
        main, ["view", str(article), "--out", str(out), "--rules", str(rules), "--title", EVIL], catch_exceptions=False
    )
    assert result.exit_code == 0, result.output
    view, said = opened(chromium, out.as_uri())
    assert view.locator("details[data-i]").count() >= 1
    view.evaluate("() => document.querySelectorAll('summary').forEach((each) => each.click())")
    view.wait_for_timeout(200)
    assert not said
    assert view.locator("img, svg").count() == 0
    assert view.locator("script").count() == 1
    assert evil[:40] in view.inner_text("main")


@needed
def test_two_hundred_articles_stay_quick(chromium: Browser, tmp_path: Path) -> None:
    found = [relex.extract(path.read_text("utf-8")) for path in SEEDS]
    many = [Article(f"article {n}", found[n % len(found)]) for n in range(200)]
    address = written(tmp_path, many)
    began = time.monotonic()
    view, said = opened(chromium, address)
    loaded = time.monotonic() - began
    assert loaded < 10
    assert not said
    seconds = view.evaluate(
        """() => { const began = performance.now(); const items = document.querySelectorAll('details[data-i]');
          for (let n = 0; n < 20; n++) items[(n * 397) % items.length].querySelector('summary').click();
          return (performance.now() - began) / 20000; }"""
    )
    assert seconds < 0.1


def test_lines_below_the_words_never_cross() -> None:
    chance = random.Random(3)
    for _ in range(200):
        spans = [Span(start, start + chance.randrange(1, 9)) for start in chance.choices(range(20), k=8)]
        lanes = lanes_of(spans)
        for one, lane in zip(spans, lanes, strict=True):
            for other, another in zip(spans, lanes, strict=True):
                assert one is other or lane != another or one.stop <= other.start or other.stop <= one.start


def test_every_kind_has_a_letter_of_its_own() -> None:
    kinds = kinds_of(relex.extract(""))
    assert [kind.name for kind in kinds] == ["Cooperation", "Meeting", "Sanction", "Quote", "Country", "Date"]
    assert len({kind.letter for kind in kinds}) == len(kinds)


def test_notebooks_show_it_in_a_frame() -> None:
    shown = relex.extract("Wang Yi met Badr Abdelatty.")._repr_html_()
    assert shown.startswith('<iframe sandbox="allow-scripts" ')
    assert "<script>" not in shown


def test_the_command(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    result = CliRunner().invoke(main, ["view", str(SEEDS[0]), "--out", str(out)])
    assert result.exit_code == 0
    told = out.read_text("utf-8")
    assert SEEDS[0].name in told
    assert "diplomacy/" in told
    assert "|- trigger" in told
