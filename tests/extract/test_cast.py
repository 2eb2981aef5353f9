"""Whom short names, offices and pronouns mean."""

from __future__ import annotations

import pytest

import relex


def speakers(text: str) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in relex.extract(text).quotes]


def test_the_subject_of_the_sentence_before_is_meant() -> None:
    assert speakers("Igor Melnik met Selim Aydin. “It was a good talk,” he said.") == ["Igor Melnik"]


def test_a_pronoun_agrees_in_gender() -> None:
    text = "Maria Schmidt met Igor Melnik. “It was a good talk,” he said. “It was long,” she said."
    assert speakers(text) == ["Igor Melnik", "Maria Schmidt"]


def test_words_between_marks_bring_nobody_to_the_fore() -> None:
    text = "Igor Melnik left. “Selim Aydin and Tom Berg will come here,” he said. “They know the way,” he added."
    assert set(speakers(text)) == {"Igor Melnik"}


def test_an_office_means_who_holds_it() -> None:
    text = "Russian Foreign Minister Igor Melnik met Turkish President Selim Aydin. “Late,” the foreign minister said."
    assert speakers(text) == ["Igor Melnik"]


def test_an_office_under_another_word() -> None:
    text = "Finnish President Anna Korpi came to Oslo. “It is late,” the head of state said."
    assert speakers(text) == ["Anna Korpi"]


def test_a_country_tells_two_holders_apart() -> None:
    text = "Russian President Igor Melnik met Turkish President Selim Aydin. “It is late,” the Turkish president said."
    assert speakers(text) == ["Selim Aydin"]


def test_somebody_unnamed_is_described() -> None:
    assert speakers("“It is late,” a Western diplomat said.") == ["a Western diplomat"]


def test_a_family_name_that_is_a_place_too() -> None:
    assert speakers("French Foreign Minister Anne Laval came. “It is late,” Laval said.") == ["Anne Laval"]


@pytest.mark.parametrize(
    "text", ["They bought the S-400 from Russia.", "Sputnik V was sold abroad.", "The T-72 came late."]
)
def test_types_and_products_are_no_persons(text: str) -> None:
    found = relex.extract("Igor Melnik came. " + text + " He said nothing would change.")
    assert {speaker.name for speaker in found.speakers} <= {"Igor Melnik"}
