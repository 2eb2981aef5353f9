"""The workbench, used as its users do: in a browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from relex.web.bench import Bench

from ..browser import CHECKS, browser, needed
from .benches import ARTICLE, RULES, at, bench_of, choose, line_of, opened, running, shipped, small_set, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needed
EVIL = "</script><img src=x onerror=alert(1)><script>alert(2)</script> \"'><svg onload=alert(3)> &lt; {policy}"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return small_set(tmp_path / "deals")


def test_typing_a_broken_rule_shows_its_error_and_mending_it_the_result(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, said):
        assert page.locator("#file").inner_text() == "deals.yaml"
        assert page.locator("#found details[data-i]").count() == 2
        at(page, 7)
        page.keyboard.type("r")  # @Warer
        began = time.monotonic()
        page.locator("#problems .place", has_text="deals.yaml:7").wait_for(timeout=1000)
        assert time.monotonic() - began < 1
        assert "Ware" in page.locator("#problems .advice").inner_text()
        assert page.locator(".cm-lintRange-error").inner_text() == "@Warer"
        assert page.locator(".cm-lint-marker-error").count() == 1
        assert page.locator("#stale").is_visible()
        assert "1 error" in page.locator("#status").inner_text()
        assert page.locator("[data-file='deals.yaml'] .mark.bad").is_visible()
        page.keyboard.press("Backspace")
        page.locator("#problem-count", has_text="No problem").wait_for(timeout=1000)
        page.locator("#stale").wait_for(state="hidden")
        page.keyboard.press("ArrowUp")
        at(page, 7)
        for _ in "] thing:@Ware":
            page.keyboard.press("ArrowLeft")
        page.keyboard.type("|sell")
        page.locator("#found-count", has_text="3").wait_for(timeout=2000)
        assert not said


def test_undo_and_saving(chromium: Browser, rules: Path) -> None:
    file = rules / "deals.yaml"
    with opened(chromium, bench_of(rules)) as (page, said):
        assert page.locator("#save").is_disabled()
        at(page, 1)
        page.keyboard.type(" Says who?")
        assert page.locator("[data-file='deals.yaml'] .mark.changed").is_visible()
        page.locator("#undo").click()
        assert "Says" not in written(page)
        assert page.locator("#save").is_disabled()
        page.locator("#redo").click()
        choose(page, "types.yaml")
        choose(page, "deals.yaml")
        assert "Says who?" in written(page)
        page.keyboard.press("Control+s")
        page.locator("#status", has_text="saved deals.yaml").wait_for()
        assert file.read_text() == RULES.replace("Who buys what.", "Who buys what. Says who?")
        page.locator("#undo").click()  # what was saved can be undone too
        page.locator("#save").click()
        page.locator("#status", has_text="saved deals.yaml").wait_for()
        page.locator("#save[disabled]").wait_for()
        assert file.read_text() == RULES
        assert not said


def test_mistakes_are_saved_only_after_a_question(chromium: Browser, rules: Path) -> None:
    file = rules / "deals.yaml"
    with opened(chromium, bench_of(rules)) as (page, _):
        at(page, 7)
        page.keyboard.type("r")
        page.locator("#save").click()
        page.locator("#dialog[open]").wait_for()
        assert "deals.yaml:7" in page.locator("#dialog-text").inner_text()
        assert page.evaluate("() => document.activeElement.id") == "dialog-no"
        page.keyboard.press("Escape")
        assert file.read_text() == RULES
        page.locator("#save").click()
        page.locator("#dialog-yes").click()
        page.locator("#save[disabled]").wait_for()
        assert file.read_text() == RULES.replace("@Ware", "@Warer")
        file.write_text("# theirs")
        page.keyboard.press("Escape")
        at(page, 7)
        page.keyboard.press("Backspace")
        page.locator("#save").click()
        page.locator("#dialog[open]").wait_for()
        assert "changed on the disk" in page.locator("#dialog-text").inner_text()
        page.locator("#dialog-no").click()
        assert file.read_text() == "# theirs"


def test_why_not_names_the_word(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, said):
        at(page, 7)
        # The word behind an emoji of several characters: offsets are counted as Python counts.
        box = page.evaluate(
            """() => { const node = document.querySelectorAll('#shown p')[1].firstChild;
              const range = document.createRange();
              const at = node.data.indexOf('sold'); range.setStart(node, at + 1); range.setEnd(node, at + 2);
              const box = range.getBoundingClientRect(); return [box.x, box.y + box.height / 2]; }"""
        )
        page.mouse.click(*box)
        page.locator("#tab-why", has_text="sold").wait_for()
        own = page.locator("#why section", has_text="How far buys got here")
        own.locator(".wanted", has_text="[lemma=buy]").wait_for()
        told = own.inner_text()
        assert "got as far as" in told
        assert '"Bob"' in told
        assert "stopped on" in told
        assert '"has"' in told
        start = ARTICLE.index("has")
        own.locator(".words", has_text="has").click()
        lit = page.evaluate("() => Array.from(CSS.highlights.get('word')).map((range) => range.toString()).join()")
        assert lit == ARTICLE[start : start + 3]
        own.locator(".place", has_text="deals.yaml:3").click()
        assert page.locator(".cm-activeLine").inner_text().strip() == "- rule: buys"
        assert not said


def test_every_word_can_be_reached_by_keys(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, _):
        page.locator("#shown").focus()
        for key in ("ArrowRight", "ArrowRight", "ArrowRight", "ArrowLeft"):
            page.keyboard.press(key)
        page.keyboard.press("Enter")
        page.locator("#why h3", has_text="What stands at “bought”").wait_for()
        assert "Deal 1" in page.locator("#why").inner_text()
        page.locator("#tab-why").focus()
        page.keyboard.press("ArrowRight")
        assert page.locator("#examples").is_visible()
        assert page.evaluate("() => document.activeElement.id") == "tab-examples"
        # Tab leaves the editor, and comes by everything.
        reached = set()
        page.evaluate("() => document.activeElement.blur()")
        for _ in range(60):
            page.keyboard.press("Tab")
            reached.add(
                page.evaluate(
                    "() => { const e = document.activeElement;"
                    " return e.id || e.className || e.dataset.file || e.tagName; }"
                )
            )
        expected = {"deals.yaml", "types.yaml", "new", "articles", "date", "write", "shown", "tab-examples", "examples"}
        assert expected <= reached
        assert any("cm-content" in each for each in reached)


def test_examples_and_the_change_of_a_corpus(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, said):
        assert page.locator("#examples-count").inner_text() == "5 pass"
        at(page, 7)
        for _ in "] thing:@Ware":
            page.keyboard.press("ArrowLeft")
        for _ in "buy":
            page.keyboard.press("Backspace")
        page.keyboard.type("sell")
        page.locator("#examples-count.bad", has_text="3 failed").wait_for()
        page.locator("#tab-examples").click()
        assert page.locator("#examples .example.fails").count() == 3
        assert "no such Deal is found" in page.locator("#examples .example.fails").first.inner_text()
        page.locator("#tab-change").click()
        page.locator("#compare").click()
        page.locator("#differences td", has_text="3").first.wait_for()
        row = page.locator("#differences tr", has_text="Deal").locator("td").all_inner_texts()
        assert row == ["3", "2", "2", "3", "0"]  # saved, now, added, lost, changed
        lost = page.locator("#differences li").all_inner_texts()
        assert any("[trigger bought]" in each for each in lost)
        assert not said


def test_completion_knows_the_schema_and_the_names(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, _):
        at(page, 7)
        page.keyboard.type(" @Pe")
        page.locator(".cm-tooltip-autocomplete li", has_text="FirstPerson").wait_for()
        page.keyboard.press("Escape")
        for _ in " @Pe":
            page.keyboard.press("Backspace")
        at(page, 5)
        page.keyboard.press("Enter")
        page.keyboard.type("las")
        page.locator(".cm-tooltip-autocomplete li", has_text="lasts").wait_for()
        page.wait_for_timeout(100)  # for so long a completion waits that nobody takes it by mistake
        page.keyboard.press("Enter")
        assert "    lasts: " in written(page).split("\n")


def test_a_new_file(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, _):
        page.locator("#new").click()
        page.locator("#dialog-input").fill("../out.yaml")
        page.keyboard.press("Enter")
        page.locator("#status.bad", has_text="cannot be the name").wait_for()
        page.locator("#new").click()
        page.locator("#dialog-input").fill("more.yaml")
        page.locator("#dialog-yes").click()
        page.locator("#file", has_text="more.yaml").wait_for()
        page.locator("#examples-count", has_text="3 pass").wait_for()  # what it begins with is a rule that works
        assert not (rules / "more.yaml").exists()
        page.locator(".cm-content").fill("rules: []")
        page.locator("#problem-count", has_text="No problem").wait_for()
        page.locator("#save").click()
        page.locator("#status", has_text="saved").wait_for()
        assert (rules / "more.yaml").read_text() == "rules: []"
        assert not (rules.parent / "out.yaml").exists()


def test_an_article_of_ones_own(chromium: Browser, rules: Path) -> None:
    with opened(chromium, bench_of(rules)) as (page, _):
        page.locator("#write").click()
        page.locator("#text").fill("Bob bought bread. Anna bought milk. Bob buys bread.")
        page.locator("#write").click()
        page.locator("#found-count", has_text="3").wait_for()
        page.locator("#kinds input[value=Deal]").uncheck()
        assert page.locator("#shown .m").count() == 0
        page.locator("#articles").select_option("1")
        page.locator("#shown", has_text="sold milk").wait_for()


def test_nothing_of_rules_lexicons_or_articles_runs(chromium: Browser, rules: Path) -> None:
    evil = EVIL.replace('"', '\\"')
    (rules / "evil.yaml").write_text(
        f"""types:
  Evil:
    why: One.
    attributes: {{form: []}}
    statuses: [done]
    status: done
rules:
  - rule: evil
    emits: Evil
    why: "{evil}"
    pattern: trigger:[lemma=sell]
    set: {{form: "{evil}"}}
    finds: ["[trigger sold] {evil}", "[trigger sells]."]
    ignores: ["{evil}"]
"""
    )
    (rules / "lexicons" / "evil.tsv").write_text(f"surface\tlabel\tid\tnote\nmarket\tPerson\t{EVIL}\t{EVIL}\n")
    bench = bench_of(rules)
    (rules.parent / "articles" / "a.txt").write_text(f"{EVIL}\n\nAnna sold milk. The market {EVIL} sold.", "utf-8")
    bench = Bench(str(rules), rules.parent / "articles")
    with opened(chromium, bench) as (page, said):
        assert EVIL in page.locator("#shown").inner_text()
        assert page.locator("#found section[data-kind=Evil] details").count() == 2
        choose(page, "lexicons/evil.tsv")
        choose(page, "evil.yaml")
        page.locator("#tab-examples").click()
        for _ in range(4):
            page.locator("#shown").focus()
            for _ in range(25):
                page.keyboard.press("ArrowRight")
            page.keyboard.press("Enter")
            page.locator("#why section").first.wait_for()
        at(page, 1)
        page.keyboard.type(f"a: {EVIL}")  # a message with these words
        page.locator("#problems li").first.wait_for()
        page.wait_for_timeout(200)
        assert not said
        assert page.locator("main img, main svg, header img").count() == 0
        assert page.locator("script").count() == 1
        # And what would run if somebody got it into the page is refused by the page's own policy.
        refused = page.evaluate(
            "() => { try { document.body.innerHTML = '<b>'; } catch (error) { return error.name; } }"
        )
        assert refused == "TypeError"
        page.evaluate(
            """() => { const style = document.createElement('style'); style.textContent = 'body { opacity: .5 }';
              document.head.append(style); }"""
        )
        assert page.evaluate("() => getComputedStyle(document.body).opacity") == "1"


def test_the_page_without_its_token_tells_nothing(chromium: Browser, rules: Path) -> None:
    with running(bench_of(rules)) as address:
        page = chromium.new_context().new_page()
        page.goto(address.split("#")[0])
        page.locator("#status", has_text="token").wait_for()
        assert not page.locator("main").is_visible()
        page.goto(address)
        page.reload()
        page.locator("#shown p").first.wait_for()
        assert "token" not in page.url
        page.reload()
        page.locator("#shown p").first.wait_for()
        page.context.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (800, "light"), (390, "dark")])
def test_everybody_can_use_it(chromium: Browser, rules: Path, width: int, scheme: Literal["light", "dark"]) -> None:
    with opened(chromium, bench_of(rules), width, scheme=scheme) as (page, _):
        at(page, 7)
        page.keyboard.type("r")
        page.locator("#problems li").first.wait_for()
        page.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
        for tab in ("found", "why", "examples", "change"):
            page.locator(f"#tab-{tab}").click()
            assert page.evaluate(CHECKS) == [], tab
        assert page.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
        page.locator("#write").click()
        assert page.evaluate(CHECKS) == []
        page.locator("#save").click()
        page.locator("#dialog[open]").wait_for()
        assert page.evaluate(CHECKS) == []


@dataclass
class Seconds:
    """How long something takes by the clock, and how long it would if the machine did nothing else."""

    clock: float = 0.0
    work: float = 0.0

    @property
    def least(self) -> float:
        return min(self.clock, self.work + 0.3)  # what the browser takes, and waits for before it asks


@contextmanager
def seconds() -> Iterator[Seconds]:
    taken, clock, work = Seconds(), time.monotonic(), time.process_time()
    yield taken
    taken.clock, taken.work = time.monotonic() - clock, time.process_time() - work


@pytest.fixture(scope="module")
def diplomacy(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return shipped(root, tmp_path_factory.mktemp("shipped"))


def test_the_shipped_rules_stay_quick(chromium: Browser, diplomacy: Bench, root: Path) -> None:
    long = " ".join(
        " ".join(path.read_text("utf-8") for path in sorted((root / "seeds").glob("*.txt"))).split(" ")[:700]
    )
    with opened(chromium, diplomacy) as (page, said):
        page.locator("#write").click()
        page.locator("#text").fill(long)
        page.locator("#write").click()
        page.locator("#status", has_text="read in").wait_for()
        # What a window waits for once rules are compiled: the best of a few, since other tests run beside this one.
        taken = page.evaluate(
            """async (text) => {
              const token = sessionStorage.getItem('relex-token');
              const headers = { 'content-type': 'application/json', 'x-relex-token': token };
              const times = [];
              for (let n = 0; n < 7; n++) {
                const began = performance.now();
                const answer = await fetch('/api/read', { method: 'POST', headers, body: JSON.stringify({ text }) });
                document.getElementById('found-count').textContent = (await answer.json()).entries;
                times.push(performance.now() - began);
              }
              return Math.min(...times); }""",
            long,
        )
        assert taken < 200
        choose(page, "meetings-talks.yaml")
        line = line_of(page, "emits: Meeting")
        at(page, line)
        broken, mended = [], []
        for letter in "sxz":  # no label Meetings, Meetingx, Meetingz: the best of these, for the same reason
            with seconds() as taken_to_break:
                page.keyboard.type(letter)
                page.locator("#problems .place", has_text=f"meetings-talks.yaml:{line}").first.wait_for()
            with seconds() as taken_to_mend:
                page.keyboard.press("Backspace")
                page.locator("#status", has_text="read in").wait_for()
            broken.append(taken_to_break.least)
            mended.append(taken_to_mend.least)
        assert min(broken) < 1
        assert min(mended) < 3
        assert not said
