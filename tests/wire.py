"""A small agency's wire, invented: short articles that are the same every time, for pictures and for reports."""

from __future__ import annotations

import datetime
import json
import random
from pathlib import Path
from typing import NamedTuple


class Side(NamedTuple):
    """A country with its adjective, its capital and the people whom the wire knows there."""

    name: str
    adjective: str
    capital: str
    minister: str
    president: str


SIDES = (
    Side("France", "French", "Paris", "Anne Mercier", "Luc Deschamps"),
    Side("Kenya", "Kenyan", "Nairobi", "Wanjiru Kamau", "John Otieno"),
    Side("Japan", "Japanese", "Tokyo", "Kenji Moriyama", "Haruto Inoue"),
    Side("Brazil", "Brazilian", "Brasilia", "Marta Figueira", "Paulo Andrade"),
    Side("Norway", "Norwegian", "Oslo", "Ingrid Solheim", "Lars Bakken"),
    Side("Egypt", "Egyptian", "Cairo", "Hany Mansour", "Samir Fathy"),
    Side("Vietnam", "Vietnamese", "Hanoi", "Pham Thi Lan", "Tran Van Duc"),
    Side("Canada", "Canadian", "Ottawa", "Claire Beaumont", "Peter Lindqvist"),
    Side("Poland", "Polish", "Warsaw", "Ewa Zielinska", "Jan Kowalczyk"),
    Side("Peru", "Peruvian", "Lima", "Rosa Quispe", "Carlos Villanueva"),
)
WEIGHTS = (9, 8, 7, 6, 5, 4, 4, 3, 2, 2)
WORKS = ("a port", "a rail line", "a solar park", "a fishing school", "a satellite station", "a gas pipeline")
SAID = (
    "“We have talked about this for ten years, and now we will build it,” {one} said.",
    "“Nobody will be asked to pay twice,” {one} told reporters.",
    "{one} said that the work would begin before the end of the year.",
    "“It is a small step, but it is a step,” {one} said after the talks.",
    "{other} told a news conference that the price was still open.",
)
TARGETS = ("Belarus", "Myanmar", "Sudan", "Syria")


def articles(count: int = 120) -> list[dict[str, str | None]]:
    """Return articles with their ids and dates; every fortieth has no text."""
    chance = random.Random(2026)
    day = datetime.date(2024, 1, 8)
    made: list[dict[str, str | None]] = []
    for number in range(count):
        day += datetime.timedelta(days=chance.randrange(2, 14))
        text = None if number % 40 == 17 else _article(chance)
        made.append({"id": f"wire-{number:03d}", "date": day.isoformat(), "text": text})
    return made


def _article(chance: random.Random) -> str:
    one, other = _two(chance)
    kind = chance.choices(("talks", "call", "works", "measures", "plans"), (6, 2, 4, 3, 2))[0]
    first, second = f"{one.adjective} Foreign Minister {one.minister}", f"{other.adjective} President {other.president}"
    named = kind not in ("works", "measures")
    whom = (
        {"one": one.minister.split()[-1], "other": other.president.split()[-1]}
        if named
        else {"one": first, "other": second}
    )
    said = chance.choice(SAID).format(**whom)
    if kind == "talks":
        told = f"{first} held talks with {second} in {other.capital} on {_weekday(chance)}."
    elif kind == "call":
        told = f"{first} spoke by telephone with {second} on {_weekday(chance)}."
    elif kind == "works":
        told = f"{one.name} and {other.name} signed an agreement on {_weekday(chance)} to build {chance.choice(WORKS)}."
    elif kind == "measures":
        told = (
            f"{one.name} imposed sanctions on {chance.choice(TARGETS)} on {_weekday(chance)} over arrests of reporters."
        )
        said = f"“These measures can be lifted as fast as they were made,” {first} said."
    else:
        told = f"{first} will meet {second} in {one.capital} next month."
    return f"{one.capital.upper()} – {told}\n\n{said}\n"


def _two(chance: random.Random) -> tuple[Side, Side]:
    one = chance.choices(SIDES, WEIGHTS)[0]
    other = one
    while other is one:
        other = chance.choices(SIDES, WEIGHTS)[0]
    return one, other


def _weekday(chance: random.Random) -> str:
    return chance.choice(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"))


def written(path: Path, count: int = 120) -> Path:
    """Write the wire as JSON lines."""
    path.write_text("".join(json.dumps(each) + "\n" for each in articles(count)), "utf-8")
    return path
