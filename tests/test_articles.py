"""Articles in files."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from relex.articles import Article, articles


def test_a_text_is_one_article(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_bytes(b"Caf\xe9 in Cairo.")
    assert list(articles(file)) == [Article("one.txt", "Caf\ufffd in Cairo.")]


def test_lines_and_folders(tmp_path: Path) -> None:
    rows = [{"id": 7, "text": "A.", "date": "2026-11-24T10:00:00Z"}, {"text": "B.", "date": "soon"}, {"text": "C."}]
    lines = "\n\n".join(map(json.dumps, rows)).encode()
    (tmp_path / "b.jsonl").write_bytes(lines)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines))
    (tmp_path / "c.md").write_text("no article", "utf-8")
    found = list(articles(tmp_path))
    assert [each.text for each in found] == ["A.", "B.", "C."] * 2
    assert found[0] == Article("7", "A.", "2026-11-24")
    assert [each.date for each in found[1:3]] == [None, None]
    assert found[4].id == f"{tmp_path}/b.jsonl:3"


@pytest.mark.parametrize("line", ["{", "[]", '{"title": "x"}', '{"text": 5}'])
def test_a_line_that_is_no_article_is_told_with_its_place(tmp_path: Path, line: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text('{"text": "A."}\n' + line, "utf-8")
    with pytest.raises(ValueError) as raised:
        list(articles(file))
    assert str(raised.value).startswith(f"{file}:2: ")
