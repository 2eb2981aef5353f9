"""Bodies with names of their own, and what a rule set of clubs says of them: who is meant, what is counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import relex
from relex.extractor import Extractor, load
from relex.model import Amount

RULES = """
first: [FullClub, ShortClub]
labels:
  FullClub: [Club]
  ShortClub: [Club]
  Club: [Proper, Side]
  TheClub: [Definite, Side]
  Crew: [Term]
  Metres: [Amount]
  Up: [Trend]
  Down: [Trend]
  Athlete: [Person]
  Captaincy: [Title]
types:
  Parting:
    why: A captain leaves a club.
    roles:
      rower: {label: Athlete, least: 1, office: Captaincy}
      club: {label: Side, least: 1, seek: [sentence, events, subject], sought: Side}
    merge: [rower]
  Race:
    why: A crew of a club rows.
    roles:
      club: {label: Side, least: 1, seek: [sentence, subject, document], sought: Side}
      crew: {label: Crew}
      far: {label: Metres}
      rower: {label: Athlete}
    attributes:
      trend: [up, down]
    merge: [club, crew, rower]
    apart: [far]
    worded: {trend: Trend}
rules:
  - rule: club-name
    emits: FullClub
    why: A name and the word.
    pattern: |
      name:([shape=capital]{1,3}) form:(Rowing Club)
    finds: ["[FullClub River Side Rowing Club] won.", "[FullClub Ouse Rowing Club] won."]
    ignores: ["The club won."]
  - rule: short-club
    emits: ShortClub
    shortens: FullClub
    why: The same again.
    pattern: |
      name:([shape=capital|upper]{1,2})
    finds: ["Ouse Rowing Club won. [ShortClub Ouse] lost.", "River Side Rowing Club won. [ShortClub RS] lost."]
    ignores: ["Ouse won."]
  - rule: the-club
    emits: TheClub
    why: The club spoken of.
    pattern: the club
    finds: ["[TheClub The club] won.", "They saw [TheClub the club]."]
    ignores: ["A club won."]
  - rule: athlete
    emits: Athlete
    why: Two capitals; but not those of a club.
    pattern: |
      role:([label=Title|Captaincy])? name:([shape=capital] [shape=capital])
    finds: ["[Athlete Tom Hill] won.", "They saw [Athlete Ann Lee]."]
    ignores: ["River Side Rowing Club won."]
  - rule: metres
    emits: Metres
    why: How far.
    pattern: |
      number:([shape=number]) ((to | -) number:([shape=number]))? scale:(thousand)? unit:(metres) (per per:(hour))?
    finds: ["It rowed [Metres 5 metres].", "It rowed [Metres 5 thousand metres]."]
    ignores: ["It rowed far."]
  - rule: rows
    emits: Race
    why: A crew rows.
    each: rower
    pattern: |
      (club:(@Side) 's?)? crew:(@Crew)? trigger:([label=Up|Down]) far:(@Metres)?
      (with rower:(@Athlete) (and rower:(@Athlete))?)?
    finds: ["[club Ouse Rowing Club] [trigger rose].", "[club Ouse Rowing Club] [trigger fell]."]
    ignores: ["Nobody rowed."]
  - rule: leaves
    emits: Parting
    why: A rower leaves.
    pattern: rower:@Athlete trigger:left club:@Side?
    finds:
      - "[rower Tom Hill] [trigger left] [club Ouse Rowing Club]."
      - "[rower Ann Lee] [trigger left] [club Ouse Rowing Club]."
    ignores: ["Nobody left."]
"""
ROWS = "surface\tlabel\tid\tnote\n" + "".join(
    f"{surface}\t{label}\t{id_}\t\n"
    for surface, label, id_ in (
        ("eight", "Crew", "8"), ("big boat", "Crew", "8"), ("four", "Crew", "4"), ("metres", "Unit", "m"),
        ("thousand", "Scale", "1000"), ("rose", "Up", "up"), ("fell", "Down", "down"),
        ("captain", "Captaincy", "captain"), ("mayor", "Title", "mayor"),
    )
)  # fmt: skip


@pytest.fixture
def clubs(tmp_path: Path) -> Extractor:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "clubs.yaml").write_text(RULES)
    (tmp_path / "lexicons" / "crews.tsv").write_text(ROWS)
    return load(tmp_path)


@pytest.fixture
def names(clubs: Extractor) -> Callable[[str], list[str]]:
    return lambda text: [race.club.name for race in clubs(text).events]  # type: ignore[attr-defined]


@pytest.mark.parametrize("again", ["River Side", "River", "RS", "The club"])
def test_a_body_is_called_again_by_its_first_words_its_initials_or_its_kind(
    names: Callable[[str], list[str]], again: str
) -> None:
    assert names(f"River Side Rowing Club came. {again} rose.") == ["River Side Rowing Club"]


def test_the_fullest_name_is_the_name_wherever_it_stands(names: Callable[[str], list[str]]) -> None:
    assert names("Ouse rose, so they cheered Ouse Rowing Club.") == ["Ouse Rowing Club"]


def test_two_full_names_of_which_one_begins_with_the_other_are_two_bodies(names: Callable[[str], list[str]]) -> None:
    text = "River Rowing Club rose. River Side Rowing Club fell."
    assert names(text) == ["River Rowing Club", "River Side Rowing Club"]


def test_the_kind_means_the_body_most_present(names: Callable[[str], list[str]]) -> None:
    text = "Ouse Rowing Club met River Side Rowing Club. Ouse won. The club rose."
    assert names(text) == ["Ouse Rowing Club"]


def test_what_is_found_first_is_open_to_no_other_rule(clubs: Extractor) -> None:
    labels = [found.label for found in clubs.analyse("River Side Rowing Club met Ann Lee.").reading.found]
    assert labels == ["FullClub", "Athlete"]


def test_who_bears_the_sought_label_is_found_nearby(names: Callable[[str], list[str]]) -> None:
    assert names("Ouse Rowing Club came. Its eight rose.") == ["Ouse Rowing Club"]
    assert names("Nobody came. Its eight rose.") == []


def partings(clubs: Extractor, text: str) -> list[tuple[str, str]]:
    return [(each.rower.name, each.club.name) for each in clubs(text).events]  # type: ignore[attr-defined]


def test_only_beside_who_holds_the_office_is_somebody_sought_outside_the_sentence(clubs: Extractor) -> None:
    assert partings(clubs, "Ouse Rowing Club met. Captain Tom Hill left.") == [("Tom Hill", "Ouse Rowing Club")]
    assert partings(clubs, "Captain Tom Hill won. Ouse Rowing Club met. Tom Hill left.") == [
        ("Tom Hill", "Ouse Rowing Club")
    ]
    assert partings(clubs, "Ouse Rowing Club met. Tom Hill left.") == []
    assert partings(clubs, "Ouse Rowing Club met as Tom Hill left.") == [("Tom Hill", "Ouse Rowing Club")]
    assert partings(clubs, "Ouse Rowing Club met as Mayor Tom Hill left.") == []


def test_who_fills_the_role_in_the_telling_before_is_found_before_the_subject(clubs: Extractor) -> None:
    text = "Tom Hill left Ouse Rowing Club. River Side Rowing Club met. Captain Ann Lee left."
    assert partings(clubs, text) == [("Tom Hill", "Ouse Rowing Club"), ("Ann Lee", "Ouse Rowing Club")]


def test_words_give_an_attribute(clubs: Extractor) -> None:
    found = clubs("Ouse Rowing Club rose. River Side Rowing Club fell.").events
    assert [race.trend for race in found] == ["up", "down"]  # type: ignore[attr-defined]


def test_terms_with_one_id_are_one(clubs: Extractor) -> None:
    assert len(clubs("Ouse Rowing Club's eight rose. Ouse's big boat rose.").events) == 1
    assert len(clubs("Ouse Rowing Club's eight rose. Ouse's four rose.").events) == 2


def test_of_two_terms_for_one_thing_the_one_in_more_words_is_kept(clubs: Extractor) -> None:
    (race,) = clubs("Ouse Rowing Club's eight rose. Ouse's big boat rose. Its eight rose.").events
    assert race.crew.text == "big boat"  # type: ignore[attr-defined]


def test_an_amount_has_a_number_and_a_unit(clubs: Extractor) -> None:
    def far(text: str) -> Amount | None:
        (race,) = clubs(text).events
        return race.far.amount  # type: ignore[attr-defined, no-any-return]

    assert far("Ouse Rowing Club rose 5 metres.") == Amount(5, "m")
    assert far("Ouse Rowing Club rose 5 to 7 thousand metres.") == Amount(5000, "m", 7000)
    assert far("Ouse Rowing Club rose 1,500.5 metres per hour.") == Amount(1500.5, "m/hour")


def test_amounts_that_differ_tell_events_apart(clubs: Extractor) -> None:
    assert len(clubs("Ouse Rowing Club's eight rose 5 metres. Ouse's eight rose 6 metres.").events) == 2
    assert len(clubs("Ouse Rowing Club's eight rose 5 metres. Ouse's eight rose 5 metres.").events) == 1


def test_several_who_fill_a_role_are_an_event_each(clubs: Extractor) -> None:
    found = clubs("Ouse Rowing Club rose with Tom Hill and Ann Lee.").events
    assert [race.rower.name for race in found] == ["Tom Hill", "Ann Lee"]  # type: ignore[attr-defined]


def test_an_amount_survives_the_way_through_json(clubs: Extractor) -> None:
    found = clubs("Ouse Rowing Club rose 5 metres.")
    assert type(found).from_dict(found.to_dict()) == found


def test_no_other_rule_set_knows_amounts() -> None:
    assert all(date.value is not None for date in relex.extract("It rained on Monday.").dates)
