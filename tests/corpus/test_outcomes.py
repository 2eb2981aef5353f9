"""Many documents from Python: results in order, errors as values."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import relex


def test_results_come_in_order_and_errors_are_values() -> None:
    text = "Foreign Minister Wang Yi met Badr Abdelatty in Cairo on Tuesday."
    documents: list[str | dict[str, object]] = [
        text,
        {"id": "b", "text": text, "date": "2026-11-25"},
        {"id": "c", "text": text, "date": "some day"},
        {"id": "d", "text": None},
        {"id": "e"},
        "",
    ]
    found = list(relex.run(documents, workers=2))
    assert [outcome.id for outcome in found] == ["0", "b", "c", "d", "e", "5"]
    assert [outcome.error for outcome in found[2:5]] == [
        "'some day' is no date; write it as in 2020-12-29",
        "no text",
        "no text",
    ]
    assert found[0].found == relex.extract(text)
    assert found[1].found == relex.extract(text, date="2026-11-25")


def test_documents_are_taken_as_they_are_needed() -> None:
    taken = itertools.count()

    def endless() -> Iterator[str]:
        for number in taken:
            yield f"Rome and Oslo met on {number} May."

    outcomes = relex.run(endless(), workers=1)
    for _ in range(40):
        next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert next(taken) < 600
