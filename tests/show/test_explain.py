"""Explanations as their readers see them: a file for each question, which people review.

`RELEX_GOLDEN=write pytest tests/show` writes them anew.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from relex import load
from relex.cli import main
from relex.extractor import Extractor
from relex.show.explain import Question, explained

HERE = Path(__file__).parent
ZOO = HERE / "zoo"
TEXT = (
    "The big cat chased a Siamese cat. It may chase the dog on Monday. The dog chased nobody. "
    "The cat slept. The cat was chased by the dog. The mouse chased the big bad cat."
)
QUESTIONS = {
    "everything": Question(),
    "an-event": Question(event=2),
    "a-rule": Question(rule="breed"),
    "a-cue": Question(rule="may"),
    "a-character": Question(at=TEXT.index("Siamese")),
    "why-not": Question(rule="naps", why_not=True),
    "why-not-dropped": Question(rule="cat", why_not=True),
    "why-not-left-out": Question(rule="chases", why_not=True, at=TEXT.index("nobody")),
    "why-not-a-cue": Question(rule="never", why_not=True),
    "why-not-here": Question(at=TEXT.index("was chased"), why_not=True),
}


@cache
def zoo() -> Extractor:
    return load(ZOO)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_answer_is_explained_as_written_beside_it(name: str) -> None:
    told = explained(zoo(), TEXT, "2026-11-24", QUESTIONS[name]) + "\n"
    golden = HERE / "explained" / f"{name}.txt"
    if os.environ.get("RELEX_GOLDEN") == "write":
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(told, "utf-8")
    assert told == golden.read_text("utf-8")


@pytest.mark.parametrize(
    ("question", "message"),
    [
        (Question(rule="chasse"), "no rule or cue with the id 'chasse'; did you mean 'chases'?"),
        (Question(event=9), "the text gave 2 events; there is no event 9"),
        (Question(at=999), f"the text has {len(TEXT)} characters; there is no character 999"),
    ],
)
def test_a_question_that_asks_for_nothing_is_told(question: Question, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        explained(zoo(), TEXT, None, question)
    assert str(raised.value) == message


@pytest.mark.parametrize("text", ["", " ", "\ud800", "cat", "“" * 50, "a " * 2000])
def test_no_text_raises(text: str) -> None:
    for question in (Question(), Question(at=0), Question(at=0, why_not=True), Question(rule="chases", why_not=True)):
        assert explained(zoo(), text, None, question)


def test_the_verb(tmp_path: Path) -> None:
    file = tmp_path / "article.txt"
    file.write_text(TEXT, "utf-8")
    arguments = ["explain", str(file), "--rules", str(ZOO), "--date", "2026-11-24"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0
    assert result.stdout == (HERE / "explained" / "everything.txt").read_text("utf-8")
    wrong = CliRunner().invoke(main, [*arguments, "--event", "9"])
    assert wrong.exit_code == 2
    assert wrong.stderr == "relex: the text gave 2 events; there is no event 9\n"
