"""Words to values, in a fixed article: Wednesday, 9 November 2016."""

from __future__ import annotations

import datetime

import pytest

from relex.values import dates

ARTICLE = datetime.date(2016, 11, 9)


def timex(words: str, *, before: str = "", after: str = "", anchor: dates.Told | None = None) -> str | None:
    found = dates.resolve(words, reference=ARTICLE, before=before, after=after, anchor=anchor)
    return found.timex if found else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Nov. 9, 2015", "2015-11-09"),
        ("9 November 2015", "2015-11-09"),
        ("the 3rd of October", "2016-10-03"),
        ("April 8th", "2016-04-08"),
        ("Jan. 3", "2017-01-03"),
        ("Sunday, March 8, 2015", "2015-03-08"),
        ("February 29", "2016-02-29"),
        ("2016-02-30", None),
        ("July 1997", "1997-07"),
        ("June last year", "2015-06"),
        ("11/9/2016", "2016-11-09"),
        ("31/12/2015", "2015-12-31"),
        ("1994", "1994"),
        ("fiscal 2015", "2015"),
        ("nineteen eighty-nine", "1989"),
        ("the year two thousand", "2000"),
        ("the late 1970s", "197"),
        ("the '80s", "198"),
        ("the nineties", "199"),
        ("the 1800s", "18"),
        ("the 20th century", "19"),
        ("the twenty-first century", "20"),
        ("Thanksgiving Day", "2016-11-24"),
        ("last Thanksgiving", "2015-11-26"),
        ("Easter 2000", "2000-04-23"),
        ("New Year's Eve", "2016-12-31"),
    ],
)
def test_dates_of_the_calendar(words: str, expected: str | None) -> None:
    assert timex(words) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("today", "2016-11-09"),
        ("yesterday", "2016-11-08"),
        ("the day after tomorrow", "2016-11-11"),
        ("Wednesday", "2016-11-09"),
        ("Thursday", "2016-11-03"),
        ("last Wednesday", "2016-11-02"),
        ("next Wednesday", "2016-11-16"),
        ("this Friday", "2016-11-11"),
        ("Tuesday of last week", "2016-11-01"),
        ("last week", "2016-W44"),
        ("early next week", "2016-W46"),
        ("the weekend", "2016-W44-WE"),
        ("this weekend", "2016-W45-WE"),
        ("last month", "2016-10"),
        ("next year", "2017"),
        ("the end of the year", "2016"),
        ("this century", "20"),
        ("September", "2016-09"),
        ("December", "2015-12"),
        ("last November", "2015-11"),
        ("next May", "2017-05"),
        ("the third quarter", "2016-Q3"),
        ("last year's fourth quarter", "2015-Q4"),
        ("the first half of 2015", "2015-H1"),
        ("last summer", "2016-SU"),
        ("last winter", "2015-WI"),
        ("two years ago", "2014"),
        ("five months ago", "2016-06"),
        ("six weeks ago", "2016-W39"),
        ("ten days ago", "2016-10-30"),
        ("a decade ago", "2006"),
        ("several years ago", "PAST_REF"),
        ("two years from now", "2018"),
        ("recently", "PAST_REF"),
        ("now", "PRESENT_REF"),
        ("the near future", "FUTURE_REF"),
    ],
)
def test_dates_told_from_the_article(words: str, expected: str) -> None:
    assert timex(words) == expected


@pytest.mark.parametrize(
    ("words", "kind", "expected"),
    [
        ("five hours", "DURATION", "PT5H"),
        ("2 1/2 years", "DURATION", "P2Y6M"),
        ("one and a half hours", "DURATION", "PT1H30M"),
        ("twenty-five days", "DURATION", "P25D"),
        ("almost a hundred years", "DURATION", "P100Y"),
        ("two decades", "DURATION", "P20Y"),
        ("the past two weeks", "DURATION", "P2W"),
        ("recent weeks", "DURATION", "PXW"),
        ("years", "DURATION", "PXY"),
        ("two-day", "DURATION", "P2D"),
        ("day-long", "DURATION", "P1D"),
        ("30 seconds", "DURATION", "PT30S"),
        ("thirty-second", None, None),
        ("a couple of days", "DURATION", "P2D"),
        ("daily", "SET", "P1D"),
        ("every two years", "SET", "P2Y"),
        ("each Thursday", "SET", "XXXX-WXX-4"),
        ("Tuesday nights", "SET", "XXXX-WXX-2TNI"),
        ("every July", "SET", "XXXX-07"),
        ("10:35 a.m.", "TIME", "2016-11-09T10:35"),
        ("5 p.m. EST Nov. 7", "TIME", "2016-11-07T17:00"),
        ("1830 GMT", "TIME", "2016-11-09T18:30"),
        ("noon Tuesday", "TIME", "2016-11-08T12:00"),
        ("Tuesday morning", "TIME", "2016-11-08TMO"),
        ("last night", "TIME", "2016-11-08TNI"),
        ("tonight", "TIME", "2016-11-09TNI"),
        ("13 p.m.", None, None),
    ],
)
def test_durations_sets_and_times(words: str, kind: str | None, expected: str | None) -> None:
    found = dates.resolve(words, reference=ARTICLE)
    assert (found and found.type, found and found.timex) == (kind, expected)


@pytest.mark.parametrize(
    ("words", "mod"),
    [
        ("about two years", "APPROX"),
        ("nearly two years", "LESS_THAN"),
        ("more than four hours", "MORE_THAN"),
        ("at least 30 days", "EQUAL_OR_MORE"),
        ("no more than sixty days", "EQUAL_OR_LESS"),
        ("early 2014", "START"),
        ("the end of May", "END"),
        ("mid-March", "MID"),
        ("a week or so", "APPROX"),
        ("1994 or later", "ON_OR_AFTER"),
        ("May", None),
    ],
)
def test_modifiers(words: str, mod: str | None) -> None:
    found = dates.resolve(words, reference=ARTICLE)
    assert found is not None
    assert found.mod == mod


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Friday", "XXXX-WXX-5"),
        ("November 9", "XXXX-11-09"),
        ("November", "XXXX-11"),
        ("last week", "XXXX-WXX"),
        ("last year", "XXXX"),
        ("today", "XXXX-XX-XX"),
        ("the third quarter", "XXXX-Q3"),
        ("the quarter", "XXXX-QX"),
        ("the '90s", "XX9"),
        ("this summer", "XXXX-SU"),
        ("the weekend", "XXXX-WXX-WE"),
        ("10:30 a.m.", "XXXX-XX-XXT10:30"),
        ("June last year", "XXXX-06"),
        ("May 9, 2016", "2016-05-09"),
        ("two days", "P2D"),
    ],
)
def test_without_an_articles_date_values_are_partial(words: str, expected: str) -> None:
    found = dates.resolve(words, reference=None)
    assert found is not None
    assert found.timex == expected


@pytest.mark.parametrize(
    ("before", "words", "after", "expected"),
    [
        ("Talks are scheduled to resume ", "Friday", "", "2016-11-11"),
        ("It had been scheduled to end ", "Friday", "", "2016-11-04"),
        ("Talks are due to end by ", "March", "", "2017-03"),
        ("He will leave on ", "Wednesday", "", "2016-11-09"),
        ("for the year ended ", "Nov. 30", "", "2015-11-30"),
        ("under Resolution ", "1929", " of the Council", None),
        ("resolutions 1747, 1803 and ", "1929", ".", None),
        ("It killed ", "2000", " people", None),
        ("After Japan's ", "2011", " earthquake", "2011"),
        ("The ", "2012", " deaths were told in ", "2012"),
        ("from July 18-25, ", "2021", ".", "2021"),
        ("The ", "1995", " United Nations treaty", "1995"),
        ("The march of ", "may", " they", None),
        ("He stayed for ", "a year", ".", "P1Y"),
    ],
)
def test_the_words_around_decide(before: str, words: str, after: str, expected: str | None) -> None:
    assert timex(words, before=before, after=after) == expected


def test_a_year_is_a_rate_after_an_amount() -> None:
    found = dates.resolve("a year", reference=ARTICLE, before="It costs two million dollars ")
    assert found is not None
    assert found.type == "SET"


def test_the_text_moves_on_from_the_date_it_told_last() -> None:
    told = tell("Sept. 3, 1998")
    assert timex("the next day", anchor=told) == "1998-09-04"
    assert timex("the following month", anchor=told) == "1998-10"
    assert timex("later that year", anchor=told) == "1998"
    assert timex("the previous year", anchor=told) == "1997"


def test_a_year_earlier_keeps_the_quarter_that_a_report_is_about() -> None:
    told = tell("the third quarter", "Sept. 30", "a year earlier")
    assert timex("a year earlier", anchor=told) == "2015-Q3"
    assert timex("the quarter", anchor=told) == "2016-Q3"
    assert timex("a year ago", anchor=tell("the third quarter", "nine months")) == "2015"


def tell(*phrases: str) -> dates.Told:
    told = dates.Told()
    for words in phrases:
        found = dates.resolve(words, reference=ARTICLE, anchor=told)
        assert found is not None
        told = dates.told_after(told, words, found)
    return told


def test_bounds_are_half_open_days() -> None:
    found = dates.resolve("last month", reference=ARTICLE)
    assert found is not None
    assert (found.start, found.stop) == (datetime.date(2016, 10, 1), datetime.date(2016, 11, 1))
    past = dates.resolve("the past two years", reference=ARTICLE)
    assert past is not None
    assert (past.start, past.stop) == (datetime.date(2014, 11, 9), ARTICLE)


def test_one_expression_forgives_its_preposition() -> None:
    found = dates.date("on Tuesday", date="2016-11-09")
    assert found is not None
    assert found.timex == "2016-11-08"
    assert dates.date("in talks") is None
    assert dates.date("") is None
    assert dates.date("the early " * 100_000 + "May") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NAIROBI, Nov. 7 (Xinhua) -- The envoy left.", datetime.date(2016, 11, 7)),
        ("BANDAR SERI BEGAWAN, Nov 8, 2016 (AFP) - The envoy left.", datetime.date(2016, 11, 8)),
        ("Nov 8 (Reuters) - The envoy left.", datetime.date(2016, 11, 8)),
        ("MOSCOW, March 3, 1998 (Interfax) - The envoy left.", None),
        ("On Nov. 7 the envoy left.", None),
        ("Envoy leaves\n\nLUANDA, Nov 8 - The envoy left.", datetime.date(2016, 11, 8)),
        ("HELSINKI, June 30 -- The envoy left.", datetime.date(2016, 6, 30)),
    ],
)
def test_a_dateline_tells_the_day_of_writing(text: str, expected: datetime.date | None) -> None:
    assert dates.dateline(text, reference=ARTICLE) == expected
