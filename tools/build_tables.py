"""Build the tables that are written by hand: bodies.tsv and country-traps.tsv.

python tools/build_tables.py
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tables import LEXICONS, SOURCES, Row, with_plain_spellings, write

TABLES = {
    "bodies": """
Bodies with names: Body (international; id: the code that event data uses), NationalBody (a seat or body that speaks for
a state; id: ISO alpha-2), Movement (id: its usual name), Agency (news agencies, broadcasters, papers; id: the name).
The note gives the country where the id does not.
Built by tools/build_tables.py from tools/sources/bodies.txt. Licence: as this project.
""",
    "country-traps": """
Phrases in which the name of a country, its people or its capital means something else; the longest match swallows it.
NoCountry: names no country. Organisation: a company or institution named after one.
Built by tools/build_tables.py from tools/sources/country-traps.txt. Licence: as this project.
""",
}
LINE = re.compile(r"(?P<id>[^:(]*?)\s*(?:\((?P<note>[^)]*)\))?\s*:\s*(?P<names>.*)")


def rows(name: str) -> Iterator[Row]:
    """The rows of a source: '[Label]' opens a part, 'id (note): name; name=Other label'."""
    label = ""
    for line in (SOURCES / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            label = line.strip("[]")
        elif line and not line.startswith("#") and (match := LINE.fullmatch(line)):
            for item in match["names"].split(";"):
                surface, _, other = item.strip().partition("=")
                if surface:
                    yield Row(
                        without_article(surface), other or label, "" if other else match["id"], match["note"] or ""
                    )


def without_article(surface: str) -> str:
    """'The New York Times' without its article; 'The Hill' keeps it, for "Hill" is a name of its own."""
    bare = surface.removeprefix("The ")
    return bare if " " in bare else surface


def main() -> None:
    for name, head in TABLES.items():
        if (SOURCES / f"{name}.txt").exists():
            print(f"{name}.tsv", write(LEXICONS / f"{name}.tsv", head, with_plain_spellings(rows(name))))


if __name__ == "__main__":
    main()
