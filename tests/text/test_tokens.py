"""Tokens: their forms, their shapes, and which marks may end a sentence."""

from __future__ import annotations

import pytest

from relex.text.tokens import split_chunk, word_shape


@pytest.mark.parametrize(
    ("chunk", "forms"),
    [
        ("Turkey’s", "Turkey 's"),
        ("TURKEY'S", "TURKEY 's"),
        ("ministers’", "ministers ’"),
        ("don’t", "don't"),
        ("he’ll", "he 'll"),
        ("six-party", "six - party"),
        ("U.S.", "U.S."),
        ("U.S.-led", "U.S. - led"),
        ("Mr.", "Mr."),
        ("J.", "J."),
        ("10:30", "10:30"),
        ("1,000.5", "1,000.5"),
        ("21st", "21st"),
        ("1990s", "1990s"),
        ("’90s", "’90s"),
        ("2020-12-29", "2020-12-29"),
        ("$1.2", "$ 1.2"),
        ("50%", "50 %"),
        ("“We", "“ We"),
        ("``We", "“ We"),
        ("''", '"'),
        ('talks."', "talks . ”"),
        ('"We', "“ We"),
        ('talks,"', "talks , ”"),
        ("«We»", "“ We ”"),
        ("‘I", "‘ I"),
        ("wait...", "wait …"),
        ("war--and", "war — and"),
        ("AT&T", "AT&T"),
        ("snake_case", "snake _ case"),
        ("http://a.com/b.", "http://a.com/b ."),
        ("O’Neill", "O'Neill"),
        ("Cafe\u0301", "Cafe\u0301"),
        ("", ""),
    ],
)
def test_a_chunk_becomes_these_tokens(chunk: str, forms: str) -> None:
    assert " ".join(piece.form for piece in split_chunk(chunk)) == forms


@pytest.mark.parametrize(
    ("word", "shape"),
    [("talks", "lower"), ("Cairo", "capital"), ("EU", "upper"), ("McDonald", "mixed"), ("A", "capital"),
     ("北京", "other"), ("eBay", "mixed"), ("B2", "upper"), ("123", "number")],
)  # fmt: skip
def test_a_word_has_this_shape(word: str, shape: str) -> None:
    assert word_shape(word) == shape


@pytest.mark.parametrize(
    ("chunk", "last"),
    [("left.", "."), ('left."', "”"), ("left.)", ")"), ("left?!", "!"), ("left.]", "]"), ("left…", "…")],
)
def test_the_last_mark_of_several_may_end_the_sentence(chunk: str, last: str) -> None:
    assert [piece.form for piece in split_chunk(chunk) if piece.ends] == [last]


@pytest.mark.parametrize("chunk", ["Mr.", "U.S.", "3.5", "a.com", "left,", "J."])
def test_other_stops_do_not(chunk: str) -> None:
    assert not any(piece.ends for piece in split_chunk(chunk))
