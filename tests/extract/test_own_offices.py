"""Offices of one state, and an office alone at the head of a text."""

from typing import Any

from relex import load


def participants(text: str) -> list[tuple[str, str | None]]:
    found: Any = load()(text)
    return [(one.name, one.actor) for event in found.meetings for one in event.participants]


def test_an_office_that_one_state_has_tells_the_state() -> None:
    assert ("Anna Lewis", "US") in participants("Under Secretary Anna Lewis met Chilean Foreign Minister Pedro Lira.")


def test_a_country_that_is_told_goes_before() -> None:
    assert ("Anna Lewis", "PH") in participants("Philippine Undersecretary Anna Lewis met Pedro Lira of Chile.")


def test_who_is_told_by_an_office_at_the_head_is_the_first_named_with_it() -> None:
    text = "President met envoys of Chile\n\nPresident of Peru Anna Korpi met envoys of Chile on Monday."
    assert {name for name, _ in participants(text)} == {"Anna Korpi", "envoys of Chile"}
