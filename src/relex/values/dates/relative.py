"""Phrases told from another date: last week, two years ago, the third quarter, this summer, now."""

from __future__ import annotations

from .meanings import (
    Calendar,
    HoursAway,
    Length,
    Meaning,
    PartOfYear,
    Shifted,
    The,
    Vague,
    YearsApart,
)
from .units import CLOCK_UNITS
from .words import (
    COUNT,
    KIND_OF_UNIT,
    KIND_OF_YEAR,
    SEASON,
    SEASONS,
    SIDE,
    UNIT,
    UPPER,
    WHICH_YEAR,
    YEAR,
    Groups,
    Readers,
    count_of,
    reads,
    side_of,
    unit_of,
    year_of,
)

READERS: Readers = []
_VAGUE = {
    "PRESENT_REF": "now|right now|just now|currently|current|present|the present|at present|presently|nowadays|"
    "these days|the moment|this moment|the present day|the present time",
    "PAST_REF": "recently|more recently|most recently|recent|more recent|most recent|lately|past|the past|"
    "the recent past|the not too distant past|the distant past|previously|once",
    "FUTURE_REF": "future|the future|the near future|the foreseeable future|the not too distant future|near future|"
    "the distant future|the immediate future|the near term|the short term|the long term|soon|someday|some day|"
    "as soon as possible",
}
_VAGUE_TIMEX = {phrase: timex for timex, phrases in _VAGUE.items() for phrase in phrases.split("|")}
_PLAIN_UNIT = r"(?P<unit>day|week|fortnight|month|quarter|year|decade|century|millennium)"


@reads(READERS, "|".join(_VAGUE_TIMEX).join(("(?P<phrase>", ")")))
def _vague(groups: Groups) -> Meaning | None:
    return Vague(_VAGUE_TIMEX[groups["phrase"]])


@reads(READERS, r"(?P<name>yesterday|today|tomorrow|the day before yesterday|the day after tomorrow)")
def _named_day(groups: Groups) -> Meaning | None:
    names = ("the day before yesterday", "yesterday", "today", "tomorrow", "the day after tomorrow")
    return Shifted("day", names.index(groups["name"]) - 2)


@reads(READERS, rf"(?:the )?{SIDE} {KIND_OF_YEAR}{_PLAIN_UNIT}")
def _near_unit(groups: Groups) -> Meaning | None:
    unit, side = groups["unit"], side_of(groups) or 0
    if unit == "fortnight":
        return Length(2, "week", side)
    # "The next day" is the day after the one just spoken of; "this day" is the article's.
    return Shifted(unit, side, told=unit == "day" and side != 0)


@reads(
    READERS,
    rf"(?:the )?(?:(?P<back>previous|prior|preceding)|(?P<on>following|ensuing)|same) {KIND_OF_YEAR}{_PLAIN_UNIT}",
    rf"that (?:same |very )?{KIND_OF_YEAR}{_PLAIN_UNIT}",
    rf"the {_PLAIN_UNIT} (?:(?P<back>before|earlier)|(?P<on>after))",
)
def _told_unit(groups: Groups) -> Meaning | None:
    count = -1 if groups.get("back") else 1 if groups.get("on") else 0
    if groups["unit"] == "fortnight":
        return Shifted("week", 2 * count, told=True)
    return Shifted(groups["unit"], count, told=True)


@reads(
    READERS,
    r"the (?:(?:full|fiscal|financial|calendar|entire|whole|current) ){0,2}"
    r"(?P<unit>day|week|month|quarter|year|decade|century|period)",
    r"(?:the )?(?P<latest>latest|most recent) (?:fiscal )?(?P<unit>day|week|month|quarter|year|period)",
)
def _the_unit(groups: Groups) -> Meaning | None:
    return The(groups["unit"], bool(groups.get("latest")))


@reads(READERS, rf"(?:the )?(?:year 's end|year end)(?: {YEAR})?")
def _year_end(groups: Groups) -> Meaning | None:
    return Calendar(int(groups["year"])) if groups["year"] else Shifted("year", 0)


@reads(
    READERS,
    r"(?:the )?(?:comparable |corresponding )?year (?:earlier|ago)(?: (?:period|quarter))?",
    r"the (?:same|corresponding|comparable) (?:period|quarter)(?: of| in)? "
    r"(?:last year|the previous year|a year (?:earlier|ago))",
    r"last year 's (?:quarter|period)",
    r"the quarter a year (?:ago|earlier)",
)
def _year_earlier(_: Groups) -> Meaning | None:
    return YearsApart(-1)


@reads(
    READERS,
    rf"the {YEAR} (?P<unit>period|quarter)",
    rf"the (?:same|corresponding|comparable) (?P<unit>period|quarter)(?: of| in)? {YEAR}",
)
def _period_of_year(groups: Groups) -> Meaning | None:
    return The(groups["unit"], year=int(groups["year"]))


_QUARTER = r"(?:fiscal |financial )?(?:(?P<number>[1-4])th (?:fiscal )?quarter|q ?(?P<short>[1-4]))"


@reads(
    READERS,
    rf"(?:the )?{_QUARTER}",
    rf"(?:the )?{_QUARTER}(?: of)?(?: the)?(?: fiscal)?(?: year)? {YEAR}",
    rf"(?:the )?{_QUARTER} (?:of )?{WHICH_YEAR}",
    rf"the {YEAR} {_QUARTER}",
    rf"(?P<whose>this|last|next) year 's {_QUARTER}",
    rf"(?:the )?(?:comparable )?(?P<apart>year (?:earlier|ago)) {_QUARTER}",
)
def _quarter(groups: Groups) -> Meaning | None:
    year = Shifted("year", -1) if groups.get("apart") else year_of(groups)
    return PartOfYear("quarter", "Q" + (groups["number"] or groups["short"]), year)


@reads(
    READERS,
    rf"(?:the )?(?P<which>1th|2th|latter|last) half(?: of (?:{YEAR}|{WHICH_YEAR}|the year))?",
    rf"(?:the )?{YEAR} (?P<which>1th|2th) half",
)
def _half(groups: Groups) -> Meaning | None:
    return PartOfYear("half", "H1" if groups["which"] == "1th" else "H2", year_of(groups))


@reads(
    READERS,
    rf"(?:the )?(?:{SIDE} )?{SEASON}",
    rf"(?:the )?{SEASON} (?:of )?(?:{YEAR}|{WHICH_YEAR})",
)
def _season(groups: Groups) -> Meaning | None:
    return PartOfYear("season", SEASONS[groups["season"]], year_of(groups), side_of(groups))


@reads(
    READERS,
    rf"{COUNT}{UPPER} {KIND_OF_UNIT}{UNIT}(?: or so| or more)? (?P<order>ago|earlier|before|from now|hence|from today)",
)
def _counted_away(groups: Groups) -> Meaning | None:
    count, unit = count_of(groups["count"]), unit_of(groups["unit"])
    step = -1 if groups["order"] in ("ago", "earlier", "before") else 1
    told = groups["order"] in ("earlier", "before")
    if count is None:
        return Vague("PAST_REF" if step < 0 else "FUTURE_REF")
    if unit in CLOCK_UNITS:
        return HoursAway()
    return _whole_units(count * step, unit, told)


@reads(READERS, rf"{UNIT} ago")
def _long_ago(_: Groups) -> Meaning | None:
    return Vague("PAST_REF")


# A decade ago is the year ten years ago, not the nineties.
_IN_SMALLER = {
    "fortnight": (2, "week"),
    "decade": (10, "year"),
    "century": (100, "year"),
    "millennium": (1000, "year"),
}


def _whole_units(count: float, unit: str, told: bool) -> Meaning | None:
    times, unit = _IN_SMALLER.get(unit, (1, unit))
    count *= times
    if count != int(count) and unit == "year":
        count, unit = count * 12, "month"
    if count != int(count) or abs(count) > 1_000_000:
        return None
    if (count, unit) == (-1, "year"):
        return YearsApart(-1, told)
    return Shifted(unit, int(count), told)
