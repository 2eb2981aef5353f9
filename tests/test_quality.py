"""Predictions have the formats that the scorers document, and come from the text alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import quality

ROW: dict[str, Any] = {
    "id": "one",
    "title": "Weber meets Novak",
    "date": "2026-11-25",
    "dct": "2026-11-25",
    "text": "Foreign Minister Anna Weber met Karl Novak in Cairo on Tuesday.\n\n“We agree on everything,” Weber said.",
    "surface": "Egyptian",
    "sentence": "Egypt and Chad agreed.",
}
KEYS = {
    "diplomacy": {"id", "countries", "speakers", "quotes", "meetings", "sanctions", "cooperation"},
    "quotes": {"id", "quotes"},
    "dates": {"id", "dates"},
    "countries-cases": {"surface", "iso3"},
    "countries-traps": {"sentence", "iso3"},
    "countries-text": {"id", "countries"},
    "sentences": {"id", "kinds"},
}


def predicted(kind: str, rows: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    source, target = folder / "in.jsonl", folder / "out.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    quality.predict(kind, source, target)
    return [json.loads(line) for line in target.read_text("utf-8").splitlines()]


@pytest.mark.parametrize("kind", KEYS)
def test_every_kind_has_its_keys(kind: str, tmp_path: Path) -> None:
    (row,) = predicted(kind, [ROW], tmp_path)
    assert set(row) == KEYS[kind]
    assert row.get("id", "one") == "one"


@pytest.mark.parametrize("kind", KEYS)
def test_any_row_is_answered(kind: str, tmp_path: Path) -> None:
    odd = [
        {"id": "none"},
        ROW | {"text": "", "title": "", "date": None},
        ROW | {"text": "\ud800 “Cairo” \x00", "date": "?"},
    ]
    assert len(predicted(kind, odd * 10, tmp_path)) == 30


@pytest.mark.parametrize("kind", KEYS)
def test_answers_beside_the_text_are_not_read(kind: str, tmp_path: Path) -> None:
    answers: dict[str, Any] = {
        key: [] for key in ("countries", "speakers", "quotes", "meetings", "sanctions", "dates", "mentions")
    }
    assert predicted(kind, [ROW | answers | {"iso3": "TCD"}], tmp_path) == predicted(kind, [ROW], tmp_path)


def test_offsets_are_of_the_text_alone(tmp_path: Path) -> None:
    (date,) = predicted("dates", [ROW], tmp_path)[0]["dates"]
    assert ROW["text"][date["start"] : date["end"]] == "Tuesday"
    assert date["value"] == "2026-11-24"
    (country,) = predicted("countries-text", [ROW | {"text": "Talks in Egypt."}], tmp_path)[0]["countries"]
    assert country == {"start": 9, "end": 14, "iso3": "EGY"}
    (quote,) = predicted("quotes", [ROW], tmp_path)[0]["quotes"]
    assert "We agree on everything" in ROW["text"][quote["start"] : quote["end"]]
    assert ROW["text"][quote["speaker_start"] : quote["speaker_end"]] == "Weber"


def test_a_figure_below_its_floor_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    floors = {"seed": {"mean_f1": 0.8, "unknown": 0.1}}
    assert quality.report({"seed": {"mean_f1": 0.8}}, floors) == 1
    assert quality.report({"seed": {"mean_f1": 0.79, "unknown": 0.1}}, floors) == 1
    assert quality.report({"seed": {"mean_f1": 0.8, "unknown": 0.1}}, floors) == 0
    assert "LOW  seed.mean_f1" in capsys.readouterr().out


def test_floors_are_raised_and_never_lowered() -> None:
    floors = "# why\n\n[seed]\nmean_f1 = 0.500\nspeakers = 0.900\n"
    figures = {"seed": {"mean_f1": 0.8, "speakers": 0.7}}
    assert quality.raised(floors, figures) == "# why\n\n[seed]\nmean_f1 = 0.797\nspeakers = 0.900\n"


def test_without_development_data_nothing_is_measured_but_in_ci_it_must_be(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(quality, "SHARED", tmp_path / "none")
    monkeypatch.delenv("CI", raising=False)
    assert quality.main(["all"]) == 0
    monkeypatch.setenv("CI", "true")
    assert quality.main(["all"]) == 1


def test_the_command_line(root: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps(ROW) + "\n", "utf-8")
    command = [sys.executable, str(root / "benchmarks/quality.py"), "predict", "diplomacy", "in.jsonl", "out.jsonl"]
    subprocess.run(command, cwd=tmp_path, check=True)
    assert json.loads((tmp_path / "out.jsonl").read_text("utf-8"))["countries"] == ["EG"]
    assert quality.main(["predict", "weather", "in.jsonl", "out.jsonl"]) == 2


def test_sentences_have_the_kinds_of_coders(tmp_path: Path) -> None:
    texts = {
        "France promised to release the ship.": ["cooperation"],
        "The French president arrived in Lima and threatened a boycott.": ["meeting", "sanction"],
        "It rained in Lima.": [],
    }
    found = predicted("sentences", [ROW | {"text": text} for text in texts], tmp_path)
    assert [row["kinds"] for row in found] == list(texts.values())
