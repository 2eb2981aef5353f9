"""The articles on which rules are tried."""

from __future__ import annotations

import gzip
import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relex.corpus.articles import Article, articles, spread
from relex.corpus.documents import InputProblem


def test_lines_and_texts_of_a_folder(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": "A.", "date": "2026-11-24T10:00:00Z"}, {"text": "B.", "date": "soon"}, {"title": "C."}]
    lines = "\n\n".join(map(json.dumps, rows)).encode()
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "c.txt").write_bytes("Café in Cairo.".encode())
    unread: list[str] = []
    found = list(articles(tmp_path, unread))
    assert found == [
        Article("7", "A.", "2026-11-24"),
        Article(f"{tmp_path}/b.jsonl.gz:3", "B."),
        Article(f"{tmp_path}/c.txt", "Café in Cairo."),
    ]
    assert unread == [f"{tmp_path}/b.jsonl.gz:5: no 'text'; it has title"]


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputProblem):
        list(articles(tmp_path, []))


@given(st.integers(0, 300), st.integers(1, 40), st.integers(1, 300))
def test_a_sample_is_spread_evenly(size: int, count: int, among: int) -> None:
    found = [int(article.id) for article in spread((Article(str(n), "A.") for n in range(size)), count, among)]
    looked_at = min(size, among)
    assert len(found) == min(count, looked_at)
    steps = [after - before for before, after in pairwise([*found, looked_at])]
    assert all(step >= 1 for step in steps)
    assert not steps or max(steps) <= 4 * max(1, looked_at / count)
