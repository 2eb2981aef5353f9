"""Names of countries: one name asked for, and names in a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

import relex
from relex.values.countries import candidates, iso, named

CODES = st.sampled_from(sorted(iso()))


@pytest.mark.parametrize(
    ("surface", "code", "via"),
    [
        ("Egypt", "EG", "name"),
        ("the Ivory Coast's", "CI", "alias"),
        ("Côte d'Ivoire", "CI", "name"),
        ("Cote D’Ivoire", "CI", "name"),
        ("CÃ´te d'Ivoire", "CI", "name"),
        ("federal republic of germany", "DE", "official"),
        ("U.S.", "US", "abbreviation"),
        ("Nigerien", "NE", "demonym"),
        ("Nigerian", "NG", "demonym"),
        ("Scotland", "GB", "part"),
        ("Kosovo", "XK", "name"),
        ("Gaza", "PS", "alias"),
        ("Ouagadougou", "BF", "capital"),
        ("Kremlin", "RU", "seat"),
    ],
)
def test_a_name_gives_its_country(surface: str, code: str, via: str) -> None:
    found = candidates(surface)[0]
    assert (found.alpha_2, found.via) == (code, via)


@pytest.mark.parametrize("surface", ["", " ", "us", "it", "Atlantis", "the", "'s", "Crimea", "\x00", "ß" * 500])
def test_what_names_no_country_gives_none(surface: str) -> None:
    assert relex.country(surface) is None


@pytest.mark.parametrize(
    ("surface", "codes"),
    [("Korea", "KR KP"), ("Congo", "CD CG"), ("Congolese", "CD CG"), ("Dominican", "DO DM")],
)
def test_a_name_of_several_gives_the_usual_one_first(surface: str, codes: str) -> None:
    assert [found.alpha_2 for found in candidates(surface)] == codes.split()
    assert isinstance(relex.country(surface), tuple)


@given(CODES)
def test_every_country_is_found_by_its_name_and_codes(code: str) -> None:
    alpha_3, name = iso()[code]
    for surface in (name, code, alpha_3):
        assert code in {found.alpha_2 for found in candidates(surface)}, surface


@given(st.sampled_from([row for row in named() if row[1] not in ("abbreviation", "seat")]))
def test_case_article_and_possessive_are_forgiven(row: tuple[str, str, tuple[str, ...]]) -> None:
    surface, _, _ = row
    plainly = candidates(surface)
    assert plainly
    for form in (surface.upper(), f"the {surface.removeprefix('the ')}", f"{surface}'s", f" {surface} "):
        assert {found.alpha_2 for found in candidates(form)} & {found.alpha_2 for found in plainly}, form


@given(st.text())
def test_any_text_is_a_country_or_none(text: str) -> None:
    found = candidates(text)
    assert found == candidates(text)
    assert all(one.alpha_2 in iso() for one in found)


@pytest.mark.parametrize(
    ("sentence", "codes"),
    [
        ("The Georgia legislature met in Atlanta.", ""),
        ("Georgia's president met Armenia's in Tbilisi.", "GE AM"),
        ("Voters in Macon, Georgia, queued for hours.", ""),
        ("Jordan Whitfield scored twice.", ""),
        ("Amman said Jordan would host the talks.", "JO"),
        ("Shares of Bank of China rose.", ""),
        ("The Congo River flooded.", ""),
        ("She answered in Spanish.", ""),
        ("Croatia's Serbs and ethnic Hungarians voted.", "HR"),
        ("Denmark paid US$5 million.", "DK"),
        ("CONTACT US TODAY.", ""),
        ("Riyadh accused Tehran of meddling.", "SA IR"),
        ("Brussels proposed new tariffs.", ""),
        ("The Bolivian Congress voted.", "BO"),
        ("Talks in Brazzaville ended; Congo signed.", "CG"),
        ("A mayor in Lebanon, Ohio, resigned.", ""),
    ],
)
def test_a_sentence_speaks_of_these_countries(sentence: str, codes: str) -> None:
    found = {one.value.alpha_2 for one in relex.extract(sentence).countries if one.value.via != "city"}
    assert found == set(codes.split())


def test_a_bearers_name_stays_the_bearers() -> None:
    text = "Georgia Stevens began to skate at four. Georgia trains every morning."
    assert not relex.extract(text).countries
    both = text + " The Georgian federation watches. Georgia may send her."
    assert len(relex.extract(both).countries) == 3


def test_a_mention_tells_by_which_kind_of_name() -> None:
    text = "The UAE, Burma and England met Egyptians and the Kremlin in Cairo; Ankara denied it."
    kinds = [(one.text, one.value.via) for one in relex.extract(text).countries]
    assert kinds == [
        ("UAE", "abbreviation"),
        ("Burma", "alias"),
        ("England", "part"),
        ("Egyptians", "demonym"),
        ("Kremlin", "seat"),
        ("Cairo", "city"),
        ("Ankara", "capital"),
    ]
