"""The sample articles and their expected results say the same in their three files."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from relex.marks import parse

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TEXTS = sorted(SEEDS.glob("*.txt"))


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 8


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_answer_is_drawn_on_the_text_itself(path: Path) -> None:
    text, marks = parse(path.with_suffix(".md").read_text("utf-8"))
    assert text == path.read_text("utf-8")
    assert marks


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_an_article_has_the_length_of_one(path: Path) -> None:
    assert 300 <= len(path.read_text("utf-8").split()) <= 700


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_the_answer_speaks_of_the_text(path: Path) -> None:
    text = path.read_text("utf-8")
    answer = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert answer["id"] == path.stem
    datetime.date.fromisoformat(answer["date"])
    names = {speaker["name"] for speaker in answer["speakers"]}
    for quote in answer["quotes"]:
        assert quote["text"] in text
        assert quote["speaker"] in names
    for event in (*answer["meetings"], *answer["sanctions"], *answer["cooperation"]):
        assert event["trigger"] in text
        assert " ".join(event["sentence"].split()) in " ".join(text.split())
