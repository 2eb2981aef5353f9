"""Tellings, their roles and their merging, on the shipped rules and sentences of this project's own."""

from __future__ import annotations

import time

import pytest

from relex.diplomacy import Found, Meeting
from relex.extractor import load


def meetings(text: str, date: str | None = None) -> tuple[Meeting, ...]:
    found = load()(text, date=date)
    assert isinstance(found, Found)
    return found.meetings


def names(meeting: Meeting) -> list[str]:
    return sorted(one.name for one in meeting.participants)


def test_one_meeting_told_three_times_is_one() -> None:
    told = meetings(
        "Turkish minister meets Melnik\n\nRussian Foreign Minister Igor Melnik met Turkish Foreign Minister Selim Aydin"
        " in Sochi on Tuesday.\n\nMelnik said after the talks with Aydin that trade grew. The meeting lasted two hours."
    )
    assert [names(one) for one in told] == [["Igor Melnik", "Selim Aydin"]]
    assert len(told[0].mentions) >= 3


def test_two_days_are_two_meetings() -> None:
    told = meetings(
        "Russian President Igor Melnik met Turkish President Selim Aydin on Monday."
        " Melnik met Aydin again on Thursday.",
        date="2024-05-10",
    )
    assert len(told) == 2


def test_whoever_meets_several_one_by_one_has_a_meeting_with_each() -> None:
    told = meetings(
        "Russian President Igor Melnik held separate talks with Turkish President Selim Aydin and French President"
        " Luc Laval."
    )
    assert [names(one) for one in told] == [["Igor Melnik", "Selim Aydin"], ["Igor Melnik", "Luc Laval"]]


def test_held_and_planned_are_two_but_planned_and_called_off_one() -> None:
    pair = "Russian President Igor Melnik {} Turkish President Selim Aydin."
    two = " ".join((pair.format("met"), pair.format("will meet")))
    one = " ".join((pair.format("will meet"), pair.format("cancelled a meeting with")))
    assert [each.status for each in meetings(two)] == ["held", "planned"]
    assert [each.status for each in meetings(one)] == ["cancelled"]


def test_the_subject_is_no_party_that_a_preposition_holds() -> None:
    told = meetings("Turkish President Selim Aydin, back from a concert in Chile, met Russian Premier Igor Melnik.")
    assert [names(one) for one in told] == [["Igor Melnik", "Selim Aydin"]]


def test_both_sides_meet_where_they_were_told_to_meet() -> None:
    (told,) = meetings(
        "Russian President Igor Melnik met Turkish President Selim Aydin in Sochi. Melnik spoke of gas from Chile,"
        " and Peru's trade with Chile grew. The two sides discussed prices."
    )
    assert names(told) == ["Igor Melnik", "Selim Aydin"]


def test_talks_of_which_only_more_guests_are_told_are_those_told_before() -> None:
    (told,) = meetings(
        "Russian President Igor Melnik met Turkish President Selim Aydin in Sochi."
        " The meeting was attended by Chilean Foreign Minister Pedro Lira."
    )
    assert names(told) == ["Igor Melnik", "Pedro Lira", "Selim Aydin"]


def test_the_length_of_talks_is_no_day() -> None:
    (told,) = meetings(
        "Russian President Igor Melnik met Turkish President Selim Aydin. The 90-minute talks were open."
    )
    assert told.date is None


def test_a_year_far_from_what_took_place_is_not_when_it_took_place() -> None:
    (told,) = meetings(
        "Russian President Igor Melnik met Turkish President Selim Aydin, saying that the two had been neighbours who"
        " traded in wheat, wool and many other goods since 1992."
    )
    assert told.date is None


def test_a_name_at_the_end_is_of_the_office_before_it() -> None:
    (told,) = meetings("Russian President Igor Melnik met with the Turkish ambassador in Oslo, Selim Aydin.")
    assert names(told) == ["Igor Melnik", "Selim Aydin"]


def test_what_is_to_come_is_not_on_the_day_on_which_it_was_said() -> None:
    (told,) = meetings(
        "Russian President Igor Melnik said on Friday he would meet Turkish President Selim Aydin.", date="2024-05-10"
    )
    assert told.date is None


@pytest.mark.parametrize(
    ("head", "place"),
    [
        ("Ministers meet\n\nROME ", "ROME"),
        ("Ministers meet\n\nFINSTADJORDET, Norway ", "Norway"),
        ("Ministers meet\n\nRome, Italy\n\n", "Rome"),
        ("Ministers meet\n\nNATO, Russia and others: ", None),
        ("Ministers meet\n\n", None),
    ],
)
def test_what_took_place_today_took_place_where_the_text_was_written(head: str, place: str | None) -> None:
    text = head + "Russian President Igor Melnik met Turkish President Selim Aydin on Friday."
    told = meetings(text, date="2024-05-10")
    assert [one.place and one.place.text for one in told] == [place]


def test_a_call_and_what_was_long_ago_are_not_where_the_text_was_written() -> None:
    call = "Talks\n\nROME Russian President Igor Melnik telephoned Turkish President Selim Aydin on Friday."
    old = "Talks\n\nROME Russian President Igor Melnik met Turkish President Selim Aydin in March."
    assert [one.place for text in (call, old) for one in meetings(text, date="2024-05-10")] == [None, None]


def test_a_place_behind_another_meeting_is_its_own() -> None:
    told = meetings(
        "Turkish President Selim Aydin met Russian Premier Igor Melnik after talks between France and Chad in Paris."
        " Turkish President Selim Aydin met Chinese Premier Li Ming during a summit of the EU in Rome."
    )
    places = {tuple(names(one)): one.place and one.place.text for one in told}
    assert places["Igor Melnik", "Selim Aydin"] is None
    assert places["Chad", "France"] == "Paris"
    assert places["Li Ming", "Selim Aydin"] == "Rome"


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("{m}, who came to Rome on Monday, made a promise on Tuesday during talks with {a}.", "Tuesday"),
        ("Trade grew on Tuesday, they said.\n\n{m} met {a}, who came to Rome on Monday.", "Tuesday"),
        ("{m} spoke of his talks with {a}, which will take place on Wednesday.", "Wednesday"),
        ("{m} said on Monday that the talks with {a} had been useful.", None),
        ("{m} said on Monday during talks with {a} that trade had grown.", "Monday"),
        ("Trade grew on May 7.\n\n{m} said trade had grown at the start of a meeting with {a}.", None),
    ],
)
def test_a_day_of_something_else_is_not_that_of_a_meeting(text: str, date: str | None) -> None:
    (told,) = meetings(text.format(m="Russian Premier Igor Melnik", a="Turkish Premier Selim Aydin"), date="2024-06-05")
    assert (told.date.text.removeprefix("on ") if told.date else None) == date


def test_a_place_is_that_of_a_meeting_only_if_somebody_who_takes_part_is_told_of_there() -> None:
    text = "{} spoke in Rome.\n\nRussian Premier Igor Melnik was to meet Turkish Premier Selim Aydin next week."
    (near,), (far,) = (meetings(text.format(who)) for who in ("Premier Melnik", "Chilean Premier Pedro Lira"))
    assert near.place is not None and near.place.text == "Rome"
    assert far.place is None


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("met {a} at his Sochi residence", "Sochi"),
        ("met {a} in the Black Forest resort of Bonndorf", "Bonndorf"),
        ("visited Wellington, New Zealand", "Wellington"),
        ("met {a} at the Foreign Ministry", "the Foreign Ministry"),
        ("opened the Geneva talks with {a}", "Geneva"),
    ],
)
def test_a_place_is_the_smallest_that_is_told(words: str, place: str) -> None:
    (told,) = meetings(f"Russian Premier Igor Melnik {words}.".format(a="Turkish Premier Selim Aydin"))
    assert told.place is not None and told.place.text == place


def test_what_goes_on_on_a_day_to_come_is_planned() -> None:
    text = "Russian Premier Igor Melnik is meeting Turkish Premier Selim Aydin {}."
    told = [each.status for day in ("tomorrow", "today") for each in meetings(text.format(day), date="2024-06-05")]
    assert told == ["planned", "ongoing"]


def test_remarks_before_a_meeting_have_the_place_below_the_title() -> None:
    (told,) = meetings(
        "Secretary Anna Lira and Turkish Foreign Minister Selim Aydin Before Their Meeting\n\nBerlin, Germany\n\n"
        "SECRETARY LIRA: Good morning. We have much to do today.",
        date="2024-06-05",
    )
    assert told.place is not None and (told.place.text, told.status) == ("Berlin", "ongoing")


def test_he_and_another_are_two() -> None:
    (told,) = meetings(
        "Before Russian Premier Igor Melnik returns, he and Chinese Premier Li Ming will hold talks with Turkish"
        " President Selim Aydin."
    )
    assert names(told) == ["Igor Melnik", "Li Ming", "Selim Aydin"]


def test_whoever_announces_talks_between_others_takes_no_part() -> None:
    (told,) = meetings("Chinese Premier Li Ming announced talks between Russia and Turkey.")
    assert [one.actor for one in told.participants] == ["RU", "TR"]


def test_a_visit_lasts_longer_than_a_day() -> None:
    told = meetings(
        "Turkish President Selim Aydin arrived in Chile on Monday for a three-day visit. On Tuesday Aydin met Chilean"
        " President Pedro Lira.",
        date="2024-05-10",
    )
    assert [names(one) for one in told] == [["Pedro Lira", "Selim Aydin"]]


@pytest.mark.parametrize(
    "quiet",
    [
        "Anna Kovac met Peter Novak at a concert on Monday.",
        "The results met expectations in talks about music.",
        "Turkish President Selim Aydin told reporters that trade grew.",
    ],
)
def test_private_persons_and_reporters_make_no_meeting(quiet: str) -> None:
    assert meetings(quiet) == ()


def test_one_sentence_without_an_end_takes_linear_time() -> None:
    extractor = load()
    extractor("warm")

    def seconds(times: int) -> float:
        began = time.process_time()
        extractor("Russia held talks with Turkey in Rome and " * times)
        return time.process_time() - began

    for _ in range(3):  # another process may disturb one of them
        half, whole = seconds(2_000), seconds(4_000)
        if whole < 3 * half:
            return
    pytest.fail(f"{half:.3f} s for half the sentence, {whole:.3f} s for all of it")


def test_a_phone_call_is_nowhere() -> None:
    (call,) = meetings("Chilean President Pedro Lira phoned Turkish President Selim Aydin on Monday in Oslo.")
    assert (call.form, call.place) == ("phone", None)


@pytest.mark.parametrize("name", ["Philips", "Laval", "“Igor Melnik”"])
def test_a_title_may_end_in_by_and_a_name_that_is_no_writer(name: str) -> None:
    assert meetings(f"Board clears sale of Ottermark by {name}\n\nThe board spoke.") == ()
