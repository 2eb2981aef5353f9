"""Every document of the input is a record, also what cannot be read."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest
import zstandard

from relex.corpus.bounded import Input, Overflow, bounded_lines
from relex.corpus.documents import Fields, InputProblem, Record, files_of, records
from relex.corpus.markup import plain
from relex.corpus.readers import iso_day


def read(path: Path, **fields: object) -> list[Record]:
    return list(records(files_of([str(path)]), Fields(**fields)))  # type: ignore[arg-type]


def test_lines_of_json(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": "a", "text": "Rome.", "date": "2026-11-24"}\n\n{"text": "Oslo."}\n', "utf-8")
    assert read(path) == [
        Record(0, "a", str(path), "Rome.", "2026-11-24"),
        Record(1, f"{path}:3", str(path), "Oslo."),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "\xff"}', "byte 10 is not UTF-8"),
        (b'{"text": "\\ud800"}', "lone surrogate"),
        (b'{"text": "a\\u0000b"}', "zero byte"),
        (b'{"text": 5}', "'text' is no text"),
        (b'{"body": "Rome."}', "no 'text'; it has body"),
        (b'["Rome."]', "no JSON object"),
        (b'{"text": "Rome.', "no JSON"),
        (b'{"text": "' + b"a" * 50 + b'"}', "at most 40 are read"),
        (b'{"text": "' + b"a" * 70_000 + b'"}', "a line too long"),
        (b"[" * 5_000, "no JSON"),
    ],
    ids=range(10),
)
def test_a_bad_line_is_one_record_with_its_reason(tmp_path: Path, line: bytes, reason: str) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"text": "Rome."}\n' + line + b'\n{"text": "Oslo."}\n')
    first, bad, last = read(path, max_chars=40)
    assert (first.text, last.text) == ("Rome.", "Oslo.")
    assert bad.text is None
    assert reason in (bad.error or "")


def test_tables_of_cells_with_fields_of_other_names(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_text('key,body,day\n7,"Rome, and\nOslo.",2026-11-24\n8\n', "utf-8")
    found = read(path, text="body", id="key", date="day")
    assert [record.text for record in found] == ["Rome, and\nOslo.", None]
    assert (found[0].id, found[0].date, found[1].error) == ("7", "2026-11-24", "no 'body'; it has key, body, day")


def test_dates_as_gdelt_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    dates = ["20161105", "20161105093000", "20161105T093000Z", "2016-11-05T09:30:00Z", "2016"]
    path.write_text("".join(json.dumps({"text": "Rome.", "date": date}) + "\n" for date in dates), "utf-8")
    assert [record.date for record in read(path)] == [*["2016-11-05"] * 3, "2016-11-05T09:30:00Z", "2016"]


def test_folders_and_patterns_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "deep/c.txt", "d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name, "utf-8")
    assert [record.text for record in read(tmp_path)] == ["a.txt", "b.txt", "deep/c.txt"]
    assert [each.path.name for each in files_of([str(tmp_path / "*.txt"), str(tmp_path / "a.txt")])] == [
        "a.txt",
        "b.txt",
    ]
    with pytest.raises(InputProblem, match=r"d\.pdf: of no known kind; known are"):
        files_of([str(tmp_path / "d.pdf")])
    with pytest.raises(InputProblem, match="no such file"):
        files_of([str(tmp_path / "none*")])


def test_a_text_that_is_no_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\x80abc")
    (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02")
    (tmp_path / "c.txt").write_bytes("\ufeffRome.".encode())
    (tmp_path / "d.txt").write_bytes(b"<html>" * 100)
    found = read(tmp_path, max_chars=20)
    assert [bool(record.error) for record in found] == [True, True, False, True]
    assert found[2].text == "Rome."


def test_columns(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    parquet.write_table(arrow.table({"id": [1, 2], "text": ["Rome.", None]}), path)
    found = read(path)
    assert [(record.id, record.text) for record in found] == [("1", "Rome."), ("2", None)], found
    path.write_bytes(path.read_bytes()[:-30])
    (lost,) = read(path)
    assert "the rest of the file cannot be read" in (lost.error or "")


FEED = """<rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel><title>All</title><item>
<title>Talks</title><guid>g1</guid><pubDate>Tue, 24 Nov 2026 08:00:00 GMT</pubDate><description>Short</description>
<c:encoded>&lt;p&gt;Wang Yi met &lt;b&gt;them&lt;/b&gt;.&lt;/p&gt;&lt;script&gt;evil()&lt;/script&gt;</c:encoded></item>
</channel></rss>"""


def test_feeds(tmp_path: Path) -> None:
    path = tmp_path / "news.rss"
    path.write_text(FEED, "utf-8")
    assert read(path) == [Record(0, "g1", str(path), "Talks\n\nWang Yi met them.", "2026-11-24")]
    path.write_text('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "utf-8")
    assert "declares entities" in (read(path)[0].error or "")


def test_a_large_feed_is_read_item_by_item(tmp_path: Path) -> None:
    path = tmp_path / "news.atom"
    entry = "<entry><id>{}</id><title>Talks</title><content>Rome.</content><media:content/></entry>"
    with path.open("w", encoding="utf-8") as file:
        file.write('<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/">')
        file.writelines(map(entry.format, range(2_000)))
        file.write("<entry><content>" + "Rome " * 100_000)
    *whole, last = read(path, max_chars=1_000)
    assert [(record.id, record.text) for record in whole] == [(str(n), "Talks\n\nRome.") for n in range(2_000)]
    assert "an item of more than 4,000 characters" in (last.error or "")


LINES = {
    ".jsonl": (b'{"text": "Rome."}\n{"text": "', b'"}\n{"text": "Oslo."}\n'),
    ".csv": (b"id,text\n1,Rome.\n2,", b"\n3,Oslo.\n"),
    ".txt": (b"", b""),
    ".rss": (b"<rss><item><title>", b"</title></item></rss>"),
}


@pytest.mark.parametrize("kind", LINES)
def test_a_line_of_a_hundred_megabytes_is_one_error_and_takes_no_room(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"news{kind}"
    before, after = LINES[kind]
    with path.open("wb") as file:
        file.write(before)
        for _ in range(100):
            file.write(b"long " * 200_000)
        file.write(after)
    tracemalloc.start()
    found = read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 40_000_000
    assert [bool(record.error) for record in found] == [record.text is None for record in found]
    assert sum(record.text is None for record in found) == 1
    assert [record.text for record in found if record.text] == ([] if kind in (".txt", ".rss") else ["Rome.", "Oslo."])


def test_a_long_line_within_a_cell_costs_that_row(tmp_path: Path) -> None:
    path = tmp_path / "news.csv"
    path.write_bytes(b'\xef\xbb\xbftext\nRome.\n"Oslo\n' + b"b" * 80_000 + b'\nLima."\nCairo.\n' + b"c" * 80_000)
    found = read(path, max_chars=1_000)
    assert [record.text for record in found] == ["Rome.", None, "Cairo.", None]


@pytest.mark.parametrize(
    "text",
    ["<!DOCTYPE html>\n<p>Rome", "  <HTML lang=en>", '<?xml version="1.0"?><html>', "<!-- a --><html>"],
    ids=range(4),
)
def test_a_page_that_pretends_to_be_text_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (found,) = read(tmp_path / "a.txt")
    assert "a page of HTML" in (found.error or "")


@pytest.mark.parametrize(
    "piece", ["<script>", "<p", "<", " ", "\n ", "&", "<!--", "<style", "</", "<script></style>", "&#x"], ids=repr
)
def test_hostile_markup_costs_no_more_than_its_length(piece: str) -> None:
    began = time.process_time()
    plain(piece * (1_000_000 // len(piece)))
    assert time.process_time() - began < 3


def test_packed_files(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    line = json.dumps({"text": "Rome."}).encode() + b"\n"
    path.write_bytes(gzip.compress(line * 3))
    assert len(read(path)) == 3
    path.write_bytes(gzip.compress(line * 300)[:-20])
    *whole, last = read(path)
    assert all(record.text == "Rome." for record in whole)
    assert "the rest of the file cannot be read" in (last.error or "")


def test_zstandard(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.zst"
    path.write_bytes(zstandard.compress(b'{"text": "Rome."}\n'))
    assert [record.text for record in read(path)] == ["Rome."]
    path.write_bytes(zstandard.compress(b"0" * 100_000_000))
    (bomb,) = read(path)
    assert bomb.error


def test_a_bomb_is_contained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relex.corpus.bounded._FREE", 1_000_000)
    path = tmp_path / "bomb.jsonl.gz"
    path.write_bytes(gzip.compress(b"0" * 30_000_000))
    (bomb,) = read(path)
    assert "hundreds of times its size" in (bomb.error or "")
    with pytest.raises(Overflow), Input(path).opened() as file:
        file.read()


def test_lines_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "lines"
    path.write_bytes(b"a\n" + b"b" * 200_000 + b"\nccc")
    with Input(path).opened() as file:
        assert list(bounded_lines(file, 3)) == [b"a\n", None, b"ccc"]


def test_markup_and_days() -> None:
    assert plain("<p>a<br>b &lt; c</p><style>x{}</style>") == "a\n\nb < c"
    assert [iso_day(day) for day in ("2026-11-24T08:00Z", "soon", None)] == ["2026-11-24", None, None]
