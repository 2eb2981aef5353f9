"""Build titles.tsv from sources/titles.txt: plurals, and the offices of every field of government, written out.

python tools/build_titles.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tables import LEXICONS, SOURCES, Row, with_plain_spellings, write

HEAD = """
Offices that persons hold and what stands around them: Title and TitlePlural (id: the singular), TitlePrefix (acting,
former), Field (foreign, defence), Rank, Honorific (id: m or f where it tells).
Built by tools/build_titles.py from tools/sources/titles.txt. Licence: as this project.
"""

# "defence minister", "defence ministers": each with the field before the office.
BEFORE = ("minister", "deputy minister", "vice minister", "vice-minister")
# "minister of defence": each with the field after it.
AFTER = (
    "minister of",
    "minister for",
    "deputy minister of",
    "deputy minister for",
    "vice minister of",
    "minister of state for",
    "secretary of state for",
    "minister in charge of",
    "assistant minister of",
    "state secretary for",
    "secretary for",
)
SPOKEN = {"spokesman": "spokesmen", "spokeswoman": "spokeswomen", "secretary": "secretaries"}


def sections() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (SOURCES / "titles.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            items = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            items.extend(item.strip() for item in line.split(";"))
    return found


def titles_and_plurals(label: str, items: list[str]) -> Iterator[Row]:
    for item in items:
        singular, _, irregular = item.rstrip("!").partition("/")
        yield Row(singular, label, singular)
        if not item.endswith("!"):
            yield Row(irregular or singular + "s", "TitlePlural", singular)


def offices(fields: list[str]) -> Iterator[Row]:
    """Minister and the like of every field: 'defence minister', 'deputy defence minister', 'minister of defence'."""
    for item in fields:
        field, _, noun = item.partition("=")
        for office in BEFORE:
            first, _, last = office.rpartition(" ")
            before = " ".join(
                word
                for word in ((first if last == "minister" else ""), field, ("" if last == "minister" else first), last)
                if word
            )
            yield Row(before, "Title", before)
            yield Row(plural(before), "TitlePlural", before)
        for office in AFTER:
            for determiner in ("", "the "):
                of = f"{office} {determiner}{noun or field}"
                if noun_like(noun or field) and (not determiner or (noun or field) in WITH_ARTICLE):
                    yield Row(of, "Title", of.replace(" the ", " "))
                    yield Row(
                        plural(office.split(" of")[0].split(" for")[0])
                        + of[len(office.split(" of")[0].split(" for")[0]) :],
                        "TitlePlural",
                        of.replace(" the ", " "),
                    )


# Ranks that in lower case are more often plain words.
ORDINARY = frozenset({"general", "major", "private", "inspector", "marshal", "constable", "ensign"})
SHORT = re.compile(r"\b(?:gen|lt|maj|col|capt|sgt|cpl|brig|cmdr|cdre)\b")
WITH_ARTICLE = frozenset({"interior", "economy", "environment", "budget", "treasury", "colonies", "diaspora", "family"})


def noun_like(field: str) -> bool:
    """Whether 'minister of ...' takes the field: 'of defence', never 'of economic'."""
    return field not in {"economic", "home", "digital", "military", "foreign"}


def plural(title: str) -> str:
    *rest, last = title.split(" ")
    return " ".join([*rest, SPOKEN.get(last, last + "s")])


def honorifics(items: list[str]) -> Iterator[Row]:
    for item in items:
        surface, _, gender = item.partition("=")
        yield Row(surface, "Honorific", gender)


def main() -> None:
    parts = sections()
    rows = [
        *titles_and_plurals("Title", parts["Title"]),
        *titles_and_plurals("Rank", parts["Rank"]),
        *offices(parts["Field"]),
        *honorifics(parts["Honorific"]),
    ]
    rows += [Row(prefix, "TitlePrefix", prefix) for prefix in parts["TitlePrefix"]]
    rows += [Row(field.partition("=")[0], "Field", field.partition("=")[0]) for field in parts["Field"]]
    rows = [row._replace(surface=lowered(row.surface, row.label)) for row in rows]
    print("titles.tsv", write(LEXICONS / "titles.tsv", HEAD, with_plain_spellings(rows)))


def lowered(surface: str, label: str) -> str:
    """In lower case, so that the row matches any case; what is an ordinary word or a shorthand keeps capitals."""
    if label == "Honorific":
        return surface
    if label == "Rank" and (surface in ORDINARY or "." in surface or SHORT.search(surface)):
        return surface.title()
    return surface.lower()


if __name__ == "__main__":
    main()
