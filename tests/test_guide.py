"""Everything that the guide shows is true: its files are written, its commands run, its patterns match.

A fence with `title="..."` is a file, `console` are commands and what they print (`...` stands for anything), `pattern`
is a pattern with sentences that it matches (`+`) or not (`-`). The blocks of a page run in their order in a folder of
their own.
"""

from __future__ import annotations

import doctest
import re
import shlex
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from relex.cli import main
from relex.errors import Location
from relex.extractor import Extractor
from relex.rules.loader import load_rules
from relex.rules.pattern import parse_pattern
from relex.rules.ruleset import Rule, RuleSet
from relex.testing import Check, failure_of

DOCS = Path(__file__).resolve().parent.parent / "docs"
HERE = Location("patterns.md", 1, 1)
FENCE = re.compile(r'^(`{3,4})(\w+)(?: title="([^"]+)")?[^\n]*\n(.*?)^\1$', re.DOTALL | re.MULTILINE)


class Block(NamedTuple):
    kind: str
    title: str
    text: str


def blocks(page: Path) -> Iterator[Block]:
    for found in FENCE.finditer(page.read_text("utf-8")):
        yield Block(found[2], found[3] or "", found[4])


def is_guide(page: Path) -> bool:
    return any(block.kind == "console" for block in blocks(page))


@pytest.mark.parametrize(
    "page", [page for page in sorted(DOCS.glob("*.md")) if is_guide(page)], ids=lambda page: page.stem
)
def test_a_page_works_from_an_empty_folder_by_its_text_alone(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.title:
            file = tmp_path / block.title
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.text, "utf-8")
        elif block.kind == "console":
            run(block.text, told, tmp_path)


def told(arguments: list[str]) -> str:
    return CliRunner().invoke(main, arguments, prog_name="relex").output


def run(console: str, told: Callable[[list[str]], str], folder: Path) -> None:
    for command, expected in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", console, re.MULTILINE):
        program, *arguments = shlex.split(command)
        if program == "rm":
            (folder / arguments[0]).unlink()
            continue
        assert program == "relex"
        printed = told(arguments)
        flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
        same = doctest.OutputChecker().check_output(expected, printed, flags)
        assert same, f"$ {command}\n{printed}\nis not\n{expected}"


RULES = """
labels: {City: [Place], Country: [Place]}
rules:
  - rule: person
    emits: Person
    why: Two names.
    pattern: "[lower=ann|bo|cy] [shape=capital]"
    finds: ["[Person Ann Lee] left.", "[Person Bo Ray] left."]
    ignores: ["An end."]
"""
ROWS = "surface\tlabel\tid\n"
LEXICONS = {"places": "Cairo\tCity\tEG\nRome\tCity\tIT\nEgypt\tCountry\tEG\n", "speech": "said\tSay\t\ntold\tSay\t\n"}
MACROS = {"Aux": parse_pattern("has | have | had")}


@cache
def base(folder: Path) -> RuleSet:
    (folder / "lexicons").mkdir()
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    for name, rows in LEXICONS.items():
        (folder / "lexicons" / f"{name}.tsv").write_text(ROWS + rows, "utf-8")
    return load_rules(folder)


PATTERNS = [block.text for block in blocks(DOCS / "patterns.md") if block.kind == "pattern"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rules")


@pytest.mark.parametrize("shown", PATTERNS, ids=lambda shown: shown.split("\n", maxsplit=1)[0])
def test_a_pattern_matches_what_is_shown_below_it(shown: str, folder: Path) -> None:
    pattern, *sentences = shown.splitlines()
    rule = Rule("shown", "Found", "", parse_pattern(pattern, macros=MACROS), HERE)
    rules = base(folder)
    extractor = Extractor(RuleSet("shown", (*rules.rules, rule), (), rules.lexicons, (), {**rules.labels, "Found": ()}))
    assert {sentence[0] for sentence in sentences} == {"+", "-"}
    for sentence in sentences:
        check = Check("finds" if sentence[0] == "+" else "ignores", sentence[2:], HERE, rule)
        assert failure_of(extractor, check) is None


def test_every_construct_is_shown() -> None:
    shown = "\n".join(PATTERNS)
    for construct in (
        *(
            "[word=",
            "[lower=",
            "[lemma=",
            "[shape=",
            "[regex=",
            "[lexicon=",
            "[label=",
            "!",
            "[] ",
            "@",
            "who:",
            "(",
            "|",
        ),
        *("? ", "* ", "+ ", "{2,3}", "}? ", "...{3}", "(?=", "(?!", "(?<=", "(?<!", "^ ", " $\n", "$Aux", '","'),
    ):
        assert construct in shown, construct
