"""What a terminal shows and what a pipe gets, as it is: compared with files that people review."""

from __future__ import annotations

import dataclasses
import io
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

import relex
from relex.diplomacy import Cooperation, Found, Meeting
from relex.errors import Location
from relex.marks import draw, parse, pieces
from relex.model import Argument, Country, Date, Mention, Quote, Span, Speaker
from relex.show.drawing import drawing_of, print_drawing
from relex.show.terminal import print_extraction, print_plain
from relex.testing import Check, failure_of

SEEDS = sorted((Path(__file__).resolve().parents[2] / "seeds").glob("*.txt"))
GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "terminal"
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
TEXT = (
    "NAIROBI – French Foreign Minister Anne Mercier held talks with Kenyan President John Otieno in Nairobi on Tuesday."
    " They agreed to build a port [at Lamu].\n\n“We will build it together,” she said.\n"
)


def span(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def country(words: str, code: str, name: str) -> Mention[Country]:
    return Mention(span(words), words, "Country", Country(code, code + "X", name), span("NAIROBI"), "a-lexicon")


def who(words: str, name: str, country: Country | None = None) -> Argument:
    return Argument(
        span=span(words), text=words, name=name, country=country, actor=country.alpha_2 if country else name
    )


def found() -> Found:
    """An extraction made by hand, so that no change of rules changes what is shown."""
    france, kenya = country("French", "FR", "France"), country("Kenyan", "KE", "Kenya")
    day = Date("2026-11-24", "DATE", granularity="day")
    mercier = who("French Foreign Minister Anne Mercier", "Anne Mercier", france.value)
    otieno = who("Kenyan President John Otieno", "John Otieno", kenya.value)
    tuesday = dataclasses.replace(who("Tuesday", "Tuesday"), date=day)
    sentence = span(TEXT.split(" They", maxsplit=1)[0])
    meeting = Meeting(
        span=span("held talks with"), text="held talks with", sentence=sentence, rule="held-talks-with",
        trigger="held talks", trigger_span=span("held talks"), status="held", participants=(mercier, otieno),
        place=who("Nairobi", "Nairobi", kenya.value), date=tuesday, form="talks",
    )  # fmt: skip
    work = Cooperation(
        span=span("agreed to build a port"), text="agreed to build a port", sentence=sentence, rule="agreed-to-build",
        trigger="agreed", trigger_span=span("agreed"), status="agreed", parties=(who("They", "Anne Mercier"),),
        name=who("a port [at Lamu]", "a port [at Lamu]"), kind="project",
    )  # fmt: skip
    speaker = Speaker(
        span("Anne Mercier"), "Anne Mercier", sentence, "office-name", "Anne Mercier", "Foreign Minister",
        country=france.value, quotes=1,
    )  # fmt: skip
    words = "We will build it together,"
    quote = Quote(
        span(words), words, span(words), "quote-subject-verb", "direct", cue="said", cue_span=span("said"),
        speaker=speaker, mention=Span(TEXT.index("she said"), TEXT.index("she said") + 3),
    )  # fmt: skip
    date = Mention(span("Tuesday"), "Tuesday", "Date", day, sentence, "a-day")
    capital = country("NAIROBI", "KE", "Kenya")
    return Found(TEXT, "2026-11-26", "", (meeting, work), (quote,), (speaker,), (capital, france, kenya), (date,))


def printed(*, terminal: bool, width: int, text: bool) -> str:
    console = Console(
        file=io.StringIO(), width=width, force_terminal=terminal, highlight=False, legacy_windows=False,
        color_system="standard" if terminal else None, _environ={},
    )  # fmt: skip
    if text:
        print_drawing(console, found())
    else:
        (print_extraction if terminal else print_plain)(console, "note.txt", found())
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


@pytest.mark.parametrize("text", [True, False], ids=["text", "table"])
@pytest.mark.parametrize(("terminal", "width"), [(True, 120), (True, 60), (False, 120)])
def test_what_is_shown(text: bool, terminal: bool, width: int) -> None:
    """RELEX_GOLDEN=write writes the files anew; `cat` shows them as they are in a terminal."""
    told = printed(terminal=terminal, width=width, text=text)
    path = GOLDEN / f"{'text' if text else 'table'}-{f'terminal-{width}' if terminal else 'pipe'}.txt"
    if os.environ.get("RELEX_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(told, "utf-8")
    assert told == path.read_text("utf-8")


@pytest.mark.parametrize("text", [True, False], ids=["text", "table"])
def test_a_terminal_has_colours_and_wraps_and_a_pipe_does_not(text: bool) -> None:
    shown = printed(terminal=True, width=60, text=text)
    assert COLOUR.search(shown)
    assert max(map(len, COLOUR.sub("", shown).splitlines())) <= 60
    piped = printed(terminal=False, width=120, text=text)
    assert "\x1b" not in piped
    assert all(line == line.rstrip() for line in piped.splitlines())
    if text:
        assert COLOUR.sub("", shown).split() == piped.split()


def test_the_text_in_a_pipe_reads_back() -> None:
    text, marks = parse(printed(terminal=False, width=60, text=True))
    assert text == TEXT
    drawn = {str(mark): text[mark.start : mark.stop] for mark in marks}
    assert drawn["Meeting#1.trigger=held"] == "held talks"
    assert drawn["Meeting#1.date,Date=2026-11-24"] == "Tuesday"
    assert drawn["Cooperation#1.name"] == "a port [at Lamu]"
    assert drawn['Quote#1.speaker="Anne Mercier"'] == "she"


def test_crossing_marks_are_left_out_and_counted() -> None:
    one = Mention(Span(0, 9), "", "Country", Country("AA", "AAA", "A"), Span(0, 9), "")
    other = dataclasses.replace(one, span=Span(5, 20))
    drawing = drawing_of(dataclasses.replace(found(), events=(), quotes=(), dates=(), countries=(one, other)))
    assert drawing.crossing == 1
    assert drawing.marked.startswith("NAIRO[Country=AA BI – French For]eign")  # the longer one is kept


@pytest.mark.parametrize("text", [True, False], ids=["text", "table"])
def test_a_document_does_not_command_the_terminal(text: bool) -> None:
    evil = (
        "Wang Yi met \x1b]0;owned\x07 Badr \x1b[2J Abdelatty in \x9b31m Cairo. “Yes, \x1b[31m we agree,” Wang Yi said."
    )
    console = Console(file=io.StringIO(), width=90, force_terminal=True, highlight=False, color_system="standard")
    if text:
        print_drawing(console, relex.extract(evil))
    else:
        print_extraction(console, "\x1b[2Jnote.txt", relex.extract(evil))
    assert isinstance(console.file, io.StringIO)
    shown = console.file.getvalue()
    assert "\x1b[31m we" not in shown
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", COLOUR.sub("", shown))


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem)
def test_the_drawing_of_events_and_quotes_is_a_case_that_passes(path: Path) -> None:
    extractor = relex.load()
    known = dataclasses.replace(extractor(path.read_text("utf-8"), "2026-11-24"), countries=(), dates=())
    drawing = drawing_of(known)
    assert drawing.crossing == 0
    check = Check("case", drawing.marked, Location(path.name, 1, 1), date="2026-11-24")
    assert failure_of(extractor, check) is None


def test_pieces_put_together_are_the_marked_text() -> None:
    marked = draw("a [b] \\ c", parse("a [x \\[b\\]] \\\\ [y=1 c]")[1])
    assert "".join(piece for _, piece in pieces(marked)) == marked
    assert [kind for kind, _ in pieces(marked)].count("open") == 2


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("form", ["table", "text"])
def test_the_command_in_a_terminal_and_in_a_pipe(form: str, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text("Wang Yi met Badr Abdelatty in Cairo on Tuesday.\n", "utf-8")
    command = [sys.executable, "-m", "relex", "extract", "--format", form, str(article)]
    plain = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "FORCE_COLOR")}
    piped = subprocess.run(command, capture_output=True, encoding="utf-8", check=True, env=plain).stdout
    assert "\x1b" not in piped
    inner, outer = pty.openpty()
    with subprocess.Popen(command, stdout=outer, env=plain | {"TERM": "xterm-256color"}) as process:
        os.close(outer)
        shown = b""
        while chunk := _read(inner):
            shown += chunk
        assert process.wait() == 0
    os.close(inner)
    assert COLOUR.search(shown.decode())
    assert "Wang Yi" in shown.decode()


def _read(handle: int) -> bytes:
    try:
        return os.read(handle, 65536)
    except OSError:  # what Linux says when the other end is closed
        return b""
