"""The report of a run: its numbers are those of the tables, and each leads to its sentences, as its readers see it."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner, Result

from relex.cli import main
from relex.corpus.stored import Stored, stored
from relex.report.figures import Figure, Report, report_of

from ..browser import CHECKS, browser, needed, opened
from ..wire import articles, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

EVIL = "</script><img src=x onerror=alert(1)><script>alert(2)</script> \"'><svg onload=alert(3)> {policy} $\\frac"
FORMS = ("parquet", "jsonl", "csv")


def relex(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)))


@pytest.fixture(scope="module")
def wire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the wire's tables in each format."""
    folder = tmp_path_factory.mktemp("wire")
    written(folder / "wire.jsonl")
    for form in FORMS:
        made = relex(
            "run", folder / "wire.jsonl", "--out", folder / form, "--format", form, "--workers", "1", "--part", "50"
        )
        assert made.exit_code == 0, made.output
    return folder


@pytest.fixture(scope="module")
def page(wire: Path) -> Path:
    out = wire / "page" / "report.html"
    made = relex("report", wire / "parquet", "--out", out)
    assert made.exit_code == 0, made.output
    return out


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as found:
        yield found


def figure(report: Report, name: str) -> Figure:
    return next(each for each in report.figures if each.name == name)


def table(run: Stored, name: str) -> list[dict[str, Any]]:
    columns = run.columns(name)
    return [row for part in run.manifest.parts for row in run.rows(name, part, columns)]


def test_every_format_gives_the_same_report(wire: Path) -> None:
    first, *others = (report_of(stored(wire / form)) for form in FORMS)
    assert all(other == first for other in others)
    assert first.totals.documents == len(articles())
    assert first.totals.errors == sum(each["text"] is None for each in articles()) == 3


def test_the_numbers_are_those_of_the_tables(wire: Path) -> None:
    run = stored(wire / "parquet")
    report = report_of(run)
    meetings = table(run, "meetings")
    assert report.totals.tables["meetings"] == len(meetings) > 20
    assert figure(report, "over-time").counts.total() == sum(report.totals.tables[name] for name in run.event_tables())
    assert sum(count for key, count in figure(report, "rules").counts.items() if key[1] == "meetings") == len(meetings)
    held = sum(row["status"] == "held" for row in meetings)
    assert figure(report, "statuses").counts["held", "meetings"] == held
    pairs = Counter(tuple(sorted(set(row["participants_actors"].split("; ")))) for row in meetings)
    assert dict(figure(report, "between-meetings").counts) == {key: n for key, n in pairs.items() if len(key) == 2}
    towards = Counter((row["imposers_actors"], row["targets_actors"]) for row in table(run, "sanctions"))
    assert dict(figure(report, "between-sanctions").counts) == dict(towards)
    quoted = Counter(row["speaker_name"] for row in table(run, "quotes"))
    of_mercier = sum(n for key, n in figure(report, "speakers").counts.items() if key[0] == "Anne Mercier (FR)")
    assert of_mercier == quoted["Anne Mercier"] > 5


def test_evidence_is_bounded_and_its_words_stand_in_their_sentences(wire: Path) -> None:
    run = stored(wire / "parquet")
    report = report_of(run, evidence=3)
    known = {(row["id"], row["sentence"]): row for name in ("meetings", "quotes") for row in table(run, name)}
    for each in report.figures:
        for key in each.shown():
            kept = each.evidence[key]
            assert len(kept) == min(3, each.counts[key])
            assert each.statuses[key].total() == each.counts[key]
            for fact in kept:
                row = known.get((fact.document, fact.sentence))
                if fact.table == "meetings" and row:
                    assert fact.sentence[fact.start : fact.stop] in row["sentence"]


def test_the_same_run_gives_the_same_bytes(wire: Path, page: Path, tmp_path: Path) -> None:
    again = tmp_path / "report.html"
    assert relex("report", wire / "parquet", "--out", again).exit_code == 0
    assert again.read_bytes() == page.read_bytes()
    for file in (page.parent / "report-figures").iterdir():
        assert (tmp_path / "report-figures" / file.name).read_bytes() == file.read_bytes()


def test_beside_the_page_stands_every_figure(page: Path) -> None:
    files = {file.name for file in (page.parent / "report-figures").iterdir()}
    links = set(re.findall(r'href="report-figures/([^"]+)"', page.read_text("utf-8")))
    assert links == files
    assert {"over-time.csv", "between-meetings.svg", "speakers.csv", "rules.csv", "failures.csv"} <= files
    with (page.parent / "report-figures" / "between-sanctions.csv").open() as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["imposers", "targets", "sanctions"]
    assert all(len(row) == 3 and int(row[2]) for row in rows[1:])


def test_a_rule_set_of_ones_own_has_its_own_figures(tmp_path: Path) -> None:
    texts = ["Latvia went to the polls on Sunday.", "Ghana held general elections.", "Latvia goes to the polls in May."]
    lines = [json.dumps({"text": text, "date": "2026-03-04"}) for text in texts]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    run = tmp_path / "run"
    rules = Path(__file__).resolve().parents[2] / "examples" / "elections"
    assert relex("run", tmp_path / "in.jsonl", "--out", run, "--rules", rules, "--workers", "1").exit_code == 0
    report = report_of(stored(run))
    assert dict(figure(report, "between-elections").counts) == {("LV", "elections"): 2, ("GH", "elections"): 1}
    assert relex("report", run, "--out", tmp_path / "page.html").exit_code == 0


def test_nothing_found_is_a_report_too(tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "It rained."}\n', "utf-8")
    relex("run", tmp_path / "in.jsonl", "--out", tmp_path / "run", "--workers", "1")
    assert relex("report", tmp_path / "run", "--out", tmp_path / "page.html").exit_code == 0
    assert "Nothing was found." in (tmp_path / "page.html").read_text("utf-8")


def test_a_big_run_has_no_big_page(wire: Path, page: Path, tmp_path: Path) -> None:
    """The same parts fifty times over: fifty times the counts, and about the same page that tells what is left out."""
    import shutil

    shutil.copytree(wire / "parquet", tmp_path / "run")
    manifest = tmp_path / "run" / "manifest.json"
    told = json.loads(manifest.read_text("utf-8"))
    told["parts"] *= 50
    manifest.write_text(json.dumps(told), "utf-8")
    assert relex("report", tmp_path / "run", "--out", tmp_path / "page.html").exit_code == 0
    written = (tmp_path / "page.html").read_text("utf-8")
    assert len(written) < 4 * page.stat().st_size
    assert "6,000 documents" in written
    assert "The first 8 of 350." in written


def test_an_unfinished_run_says_so(wire: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(wire / "jsonl", tmp_path / "run")
    manifest = tmp_path / "run" / "manifest.json"
    manifest.write_text(manifest.read_text("utf-8").replace('"complete": true', '"complete": false'), "utf-8")
    assert relex("report", tmp_path / "run", "--out", tmp_path / "page.html").exit_code == 0
    assert "not finished" in (tmp_path / "page.html").read_text("utf-8")


def test_what_is_no_run_is_told_in_one_line(wire: Path, tmp_path: Path) -> None:
    import shutil

    made = relex("report", tmp_path, "--out", tmp_path / "page.html")
    assert made.exit_code == 2
    assert made.stderr.count("\n") == 1
    shutil.copytree(wire / "jsonl", tmp_path / "run")
    (tmp_path / "run" / "quotes" / "part-00001.jsonl").write_text("{", "utf-8")
    made = relex("report", tmp_path / "run", "--out", tmp_path / "page.html")
    assert made.exit_code == 2
    assert "quotes/part-00001.jsonl: cannot be read" in made.stderr
    assert not (tmp_path / "page.html").exists()


@needed
def test_every_figure_leads_to_its_sentences(chromium: Browser, page: Path, wire: Path) -> None:
    view, said = opened(chromium, page.as_uri())
    report = report_of(stored(wire / "parquet"))
    shown = view.evaluate(
        """() => Array.from(document.querySelectorAll('.picture a')).map((link) => {
          link.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true }));
          const open = Array.from(document.querySelectorAll('.ev')).filter((each) => each.offsetParent !== null);
          const items = open.flatMap((each) => Array.from(each.querySelectorAll('li')));
          return [link.getAttribute('href'), link.getAttribute('aria-label'), open.map((each) => each.id),
            items.map((each) => [each.querySelector('.sentence').textContent, each.querySelector('.of').textContent])];
        })"""
    )
    known = {
        f"#{each.name}-{number}": each.evidence[key]
        for each in report.figures
        for number, key in enumerate(each.shown())
    }
    assert {href for href, *_ in shown} == set(known)
    for href, label, open_, items in shown:
        assert open_ == [href[1:]]
        facts = known[href]
        assert int(label.rsplit(": ")[-1]) >= len(facts) == len(items)
        for fact, (sentence, about) in zip(facts, items, strict=True):
            assert " ".join(sentence.split()) == " ".join(fact.sentence.split())
            assert fact.document in about
            assert fact.rule in about
    assert not said


@needed
def test_a_picture_is_read_with_the_keys(chromium: Browser, page: Path) -> None:
    view, said = opened(chromium, page.as_uri())
    view.locator("#between-meetings .picture a").first.focus()
    first = view.evaluate("() => document.activeElement.getAttribute('href')")
    view.keyboard.press("ArrowRight")
    second = view.evaluate("() => document.activeElement.getAttribute('href')")
    view.keyboard.press("ArrowDown")
    assert len({first, second, view.evaluate("() => document.activeElement.getAttribute('href')")}) == 3
    assert view.locator("#between-meetings .picture a[tabindex='0']").count() == 1
    view.keyboard.press("Enter")
    assert view.locator(".ev.shown").count() == 1
    assert view.evaluate("() => document.activeElement.classList.contains('ev')")
    view.keyboard.press("Escape")
    assert view.locator(".ev.shown").count() == 0
    assert view.evaluate("() => document.activeElement.closest('.picture') !== null")
    view.locator("#speakers summary").focus()
    view.keyboard.press("Enter")
    view.keyboard.press("Tab")
    view.keyboard.press("Tab")
    assert view.evaluate("() => document.activeElement.closest('table') !== null")
    view.keyboard.press("Enter")
    assert view.locator("#speakers .ev.shown li").count() > 0
    assert not said


@needed
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")])
def test_everybody_can_read_it(chromium: Browser, page: Path, width: int, scheme: str) -> None:
    view, said = opened(chromium, page.as_uri(), width, "dark" if scheme == "dark" else "light")
    view.evaluate("() => document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    view.evaluate("() => document.querySelectorAll('.ev').forEach((each) => each.classList.add('shown'))")
    assert view.evaluate(CHECKS) == []
    assert view.evaluate("() => document.documentElement.scrollWidth <= window.innerWidth")
    assert view.locator(".picture svg text").count() > 50
    assert not said


@needed
def test_without_script_a_link_leads_to_its_sentences_too(chromium: Browser, page: Path) -> None:
    view = chromium.new_context(java_script_enabled=False).new_page()
    view.goto(f"{page.as_uri()}#speakers-0")
    assert view.locator(".ev:visible").count() == 1
    assert view.locator("#speakers .hint").is_hidden()


@needed
def test_nothing_of_a_document_runs(chromium: Browser, tmp_path: Path) -> None:
    """Hostile text in ids, sentences, names, files and reasons; then in every cell of the tables."""
    name = "Wang <img src=x onerror=alert(1)> Yi"
    rows = [
        {
            "id": EVIL,
            "text": f"French Foreign Minister Anne Mercier met {EVIL} John Otieno in Cairo. “{EVIL},” {name} said.",
        },
        {
            "id": EVIL,
            "text": f"Kenya and Japan signed an agreement to build {EVIL}. “No {EVIL} here,” Anne Mercier said.",
        },
        {"id": EVIL, EVIL: 1},
    ]
    source = tmp_path / "a'&<b>.jsonl"
    source.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    run = tmp_path / "run"
    made = relex("run", source, "--out", run, "--format", "jsonl", "--workers", "1")
    assert made.exit_code == 0, made.output
    for file in run.rglob("*.jsonl"):
        told = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        for row in told:
            for key in ("rule", "status", "name", "actor", "country", "speaker_name", "kind", "error", "source"):
                if row.get(key) and row[key] != "ok":
                    row[key] += EVIL
        file.write_text("".join(json.dumps(row) + "\n" for row in told), "utf-8")
    out = tmp_path / "report.html"
    made = relex("report", run, "--out", out, "--title", EVIL)
    assert made.exit_code == 0, made.output
    view, said = opened(chromium, out.as_uri())
    view.evaluate("() => document.querySelectorAll('.ev').forEach((each) => each.classList.add('shown'))")
    view.wait_for_timeout(200)
    assert not said
    assert view.locator("img").count() == 0
    assert view.locator("script").count() == 1
    assert view.locator("svg").count() == view.locator(".picture > svg").count() > 3
    assert EVIL in view.inner_text("h1")
    view.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.ran = 1';
          document.body.append(script); }"""
    )
    assert view.evaluate("() => window.ran") is None
