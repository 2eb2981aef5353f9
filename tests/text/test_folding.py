"""Folding makes odd characters plain and loses no offset."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from relex.text.document import chunks_of
from relex.text.folding import fold
from relex.text.tokens import split_chunk

ODD = "\u200b\ufeff\u00a0\r\n\t\x85\u2028\xad\u0392\u0435\uff21\ud800\u0301aBZ .,“”\"'’-\u202f"
texts = st.one_of(st.text(), st.text(alphabet=ODD), st.text(alphabet=st.characters(categories=None)))


@given(texts)
def test_every_offset_of_the_folded_text_is_one_of_the_original(text: str) -> None:
    folded = fold(text)
    origins = [folded.origin(at) for at in range(len(folded.text) + 1)]
    assert all(a < b for a, b in pairwise(origins))
    assert origins[-1] == len(text) or not folded.text
    for at, character in enumerate(folded.text):
        if character.isalnum() and character.isascii() and text[origins[at]].isascii():
            assert text[origins[at]] == character


@given(texts)
def test_folding_what_is_folded_changes_nothing_but_wrapped_lines(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text.replace("\n", " ") == folded.replace("\n", " ")


@given(texts)
def test_tokens_cover_every_character_that_is_no_blank(text: str) -> None:
    folded = fold(text).text
    chunks = chunks_of(folded)
    assert "".join(chunk if chunk.endswith("\n") else f"{chunk} " for chunk in chunks) == f"{folded}\n"
    for chunk in map(str.rstrip, chunks):
        at = 0
        for piece in split_chunk(chunk):
            assert piece.start == at
            assert piece.stop > at
            assert piece.form
            at = piece.stop
        assert at == len(chunk)


def test_look_alikes_change_only_inside_latin_words() -> None:
    assert fold("Βefore Βορράς Москва Мoscow").text == "Before Βορράς Москва Moscow"


def test_blanks_and_line_ends_of_all_kinds_become_plain() -> None:
    assert fold("a\u00a0b\tc\r\nD\u2028E").text == "a b c \nD\nE"


def test_invisible_characters_go_and_offsets_stay() -> None:
    folded = fold("\ufeffPu\u200btin\u00ad left")
    assert folded.text == "Putin left"
    assert [folded.origin(at) for at in (0, 2, 5)] == [1, 4, 8]


def test_a_line_broken_for_width_goes_on() -> None:
    assert fold("they met\nin Rome").text == "they met in Rome"
    assert fold("Ministers meet\nTalks began").text == "Ministers meet\nTalks began"
