"""The table of all lexicon rows finds what a plain look at every row finds, and stays in bytes."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import relex
from relex.match import store
from relex.match.alphabet import Alphabet
from relex.match.tables import Lines, Records
from relex.match.words import Draft, Place, Words
from relex.rules.ruleset import Lexicon, LexiconRow, RuleSet
from relex.text.document import words

PARTS = [
    "Ann",
    "ann",
    "ANN",
    "of",
    "Of",
    "U.S.",
    "u.s.",
    "Straße",
    "STRASSE",
    "İzmir",
    "Xinhua's",
    "9/11",
    "al-Assad",
    "EU",
]
SURFACES = st.lists(st.sampled_from(PARTS), min_size=1, max_size=4).map(" ".join)
ROWS = st.lists(st.tuples(SURFACES, st.sampled_from(["Place", "Person"])), max_size=12, unique=True)


def forms(surface: str) -> tuple[str, ...]:
    return tuple(piece.form for piece in words(surface))


def rule_set(rows: list[tuple[str, str]]) -> RuleSet:
    half = len(rows) // 2
    lexicons = [
        Lexicon(name, f"{name}.tsv", tuple(LexiconRow(*row, f"id{at}", at + 1) for at, row in enumerate(part)))
        for name, part in (("one", rows[:half]), ("two", rows[half:]))
    ]
    return RuleSet("made", lexicons=tuple(lexicons))


def table(rows: list[tuple[str, str]]) -> Words:
    return Draft(rule_set(rows)).words


def written_so(surface: str, tokens: tuple[str, ...]) -> bool:
    """Tell by the definition whether a text with some tokens may mean a row."""
    if surface == surface.lower():
        return forms(surface) == tuple(" ".join(tokens).lower().split(" "))
    return tokens in (forms(surface), forms(surface.upper()))


@given(rows=ROWS, asked=SURFACES, how=st.sampled_from([str, str.upper, str.lower, str.title]))
def test_rows_are_found_as_they_may_be_written(rows: list[tuple[str, str]], asked: str, how: type[str]) -> None:
    known, tokens = table(rows), forms(how(asked))
    found = [(row.surface, row.label) for _, row in known.rows(tokens)]
    assert sorted(found) == sorted(row for row in rows if written_so(row[0], tokens))
    again = pickle.loads(pickle.dumps(known, protocol=5))
    assert again.rows(tokens) == known.rows(tokens)


@given(rows=ROWS, asked=st.sampled_from(PARTS), how=st.sampled_from([str, str.upper, str.lower, str.capitalize]))
@example([("ann", "Person"), ("ann of", "Place"), ("ann U.S.", "Place")], "ann", str.capitalize)
def test_a_symbol_has_the_labels_of_its_word(rows: list[tuple[str, str]], asked: str, how: type[str]) -> None:
    alphabet = Alphabet(rule_set(rows), [], [])
    for token in words(how(asked)):
        kind = alphabet.kinds[alphabet.word_symbol(token.form, token.shape)]
        assert set(kind.labels) == {label for surface, label in rows if written_so(surface, (token.form,))}


@given(rows=ROWS)
def test_the_words_of_phrases_are_known_by_their_places(rows: list[tuple[str, str]]) -> None:
    known = table(rows)
    for surface, label in rows:
        for tokens in (forms(surface), forms(surface.upper())):
            if len(tokens) > 1:
                assert label in known.look(tokens[0]).place.opens
                assert known.look(tokens[1]).place.follows
                assert len(tokens) in known.lengths(" ".join(tokens[:2]))


def test_what_stands_nowhere_is_found_nowhere() -> None:
    known = table([("Cairo", "Place")])
    assert known.rows(("Rome",)) == known.rows(("\ud800",)) == ()
    assert known.look("cairo").place == Place()
    assert table([]).rows(("Cairo",)) == ()


def test_half_a_character_may_stand_in_a_table() -> None:
    assert list(Lines(["\ud800"], ["\ud800\t1"]).near("\ud800")) == ["\ud800\t1"]
    assert Records([("\ud800", 1)])[0] == ("\ud800", 1)


@pytest.mark.parametrize("mapped", [False, True])
def test_a_rule_set_from_the_cache_has_all_its_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mapped: bool
) -> None:
    monkeypatch.setenv("RELEX_CACHE", str(tmp_path / "cache"))
    if mapped:
        monkeypatch.setattr(store, "_MAPPED", 0)
    folder = tmp_path / "trips"
    (folder / "lexicons").mkdir(parents=True)
    (folder / "lexicons/towns.tsv").write_text(
        "surface\tlabel\tid\tnote\nCairo\tTown\tEG\tbig\nBig Apple\tTown\n", "utf-8"
    )
    (folder / "trips.yaml").write_text("labels: {Town: []}\n", "utf-8")
    fresh, kept = relex.load(folder), relex.load(folder)
    assert kept.rules == fresh.rules
    assert kept.rules.lexicons[0].rows[0] == LexiconRow("Cairo", "Town", "EG", 2, "big")
    assert pickle.loads(pickle.dumps(kept)).rules == fresh.rules


def test_the_cache_forgets_what_older_programs_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RELEX_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "trips"
    folder.mkdir()
    (folder / "trips.yaml").write_text("labels: {Town: []}\n", "utf-8")
    (tmp_path / "cache").mkdir(mode=0o700)
    (tmp_path / "cache/trips-of-others.bin").write_bytes(b"not ours")
    for version in range(6):
        monkeypatch.setattr(store, "_own_state", lambda version=version: f"version {version}")
        relex.load(folder)
    names = [file.name for file in (tmp_path / "cache").iterdir()]
    assert len(names) == 5
    assert "trips-of-others.bin" in names
