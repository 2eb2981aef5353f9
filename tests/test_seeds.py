"""The sample articles and their expected results say the same in their three files."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from relex.marks import parse

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
TEXTS = sorted(SEEDS.glob("*.txt"))
COMPANIES = sorted((SEEDS / "companies").glob("*.txt"))


def test_there_are_enough_of_them() -> None:
    assert len(TEXTS) >= 8
    assert len(COMPANIES) >= 8


@pytest.mark.parametrize("path", TEXTS + COMPANIES, ids=lambda path: path.stem)
def test_the_answer_is_drawn_on_the_text_itself(path: Path) -> None:
    text, marks = parse(path.with_suffix(".md").read_text("utf-8"))
    assert text == path.read_text("utf-8")
    assert marks


@pytest.mark.parametrize("path", TEXTS + COMPANIES, ids=lambda path: path.stem)
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


@pytest.mark.parametrize("path", COMPANIES, ids=lambda path: path.stem)
def test_the_answer_on_companies_speaks_of_the_text(path: Path) -> None:
    text = path.read_text("utf-8")
    answer = json.loads(path.with_suffix(".json").read_text("utf-8"))
    assert answer["id"] == path.stem
    datetime.date.fromisoformat(answer["date"])
    for event in (*answer["deals"], *answer["appointments"], *answer["earnings"], *answer["launches"]):
        assert event["sentence"] in text
        assert event["trigger"] in event["sentence"]
        for told in (event.get(role) for role in ("amount", "person", "organisation", "company", "product")):
            assert told is None or told in text
        assert all(party in text for party in (*event.get("acquirers", ()), *event.get("targets", ())))
