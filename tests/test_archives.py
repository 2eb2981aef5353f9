"""The figures of docs/archives.md are those that were measured, and what follows from them."""

from __future__ import annotations

from pathlib import Path

import archives


def test_the_tables_follow_from_what_was_measured(root: Path) -> None:
    assert archives.block() in (root / "docs/archives.md").read_text("utf-8")


def test_the_arithmetic() -> None:
    row = {"documents": 1000, "CPU s of the workers": 8.0, "CPU s beside them": 2.0, "output MB": 3.0}
    cost = archives.cost(row)
    assert cost == archives.Cost(10.0, 3000)
    *_, last = archives.worked_out({"pages": cost, "articles": cost}).splitlines()
    assert last == "| GDELT, English articles of a year | 83,000,000 | 231 | 3.6 | 12 | 249 |"
