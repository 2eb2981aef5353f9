"""Documents are cut into batches and parts by their number and by their size."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from relex import extract
from relex.corpus.cutting import Cutter
from relex.corpus.documents import Record
from relex.corpus.tables import NEAR, rows_of


def documents(count: int, size: int = 1) -> Iterator[Record]:
    return (Record(number, str(number), "", "a" * size) for number in range(count))


def sizes(cutter: Cutter) -> list[int]:
    return list(map(len, cutter.batches()))


def test_no_batch_reaches_into_the_next_part() -> None:
    assert sizes(Cutter(documents(25), batch=4, part=10)) == [4, 4, 2, 4, 4, 2, 4, 1]
    cutter = Cutter(documents(25), batch=100, part=10)
    ends = []
    for batch in cutter.batches():
        assert cutter.end_of(len(batch) - 1) is None
        ends.append(cutter.end_of(len(batch)))
    assert [end and end.documents for end in ends] == [10, 10, None]
    last = cutter.end_of(5, last=True)
    assert last is not None
    assert last.documents == 5


def test_long_documents_make_small_batches_and_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("relex.corpus.cutting._BATCH_CHARS", 20)
    monkeypatch.setattr("relex.corpus.cutting._PART_CHARS", 50)
    cutter = Cutter(documents(14, 8))
    assert sizes(cutter) == [3, 3, 1, 3, 3, 1]
    assert cutter.end_of(7) == Cutter(documents(14, 8)).end_of(7) or cutter.end_of(7) is not None


def test_what_is_read_has_a_digest_however_it_is_cut() -> None:
    whole = Cutter(documents(25))
    assert whole.skip(20) == Cutter(documents(25), batch=3, part=7).skip(20)
    assert whole.skip(5) == Cutter(documents(25)).skip(25) != Cutter(documents(24)).skip(25)


def test_finds_in_one_endless_sentence_do_not_each_repeat_it() -> None:
    found = extract("talks in Rome and Oslo and " * 400)
    rows = rows_of(found, 0, "")["countries"]
    assert len(rows) == 800
    assert all(row["text"] in row["sentence"] and len(row["sentence"]) <= 2 * NEAR + 10 for row in rows)
