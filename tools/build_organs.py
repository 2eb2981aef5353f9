"""Build organs.tsv from sources/organs.txt and the fields of government in sources/titles.txt.

python tools/build_organs.py
"""

from __future__ import annotations

from build_titles import WITH_ARTICLE, noun_like, sections
from tables import LEXICONS, SOURCES, Row, write

HEAD = """
Bodies of a state as common nouns, in lower case (any case matches); the country stands beside them in the text.
Built by tools/build_organs.py from tools/sources/organs.txt. Licence: as this project.
"""


def organs() -> list[str]:
    lines = (SOURCES / "organs.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for item in (item.strip() for line in lines if not line.startswith("#") for item in line.split(";")):
        found.extend(of_every_field(item) if "*" in item else [item])
    return [item for item in found if item]


def of_every_field(item: str) -> list[str]:
    """'* ministry' and 'ministry of *' for every field that they take."""
    found = []
    for field, _, noun in (field.partition("=") for field in sections()["Field"]):
        if item.startswith("*"):
            found.append(item.replace("*", field))
        elif noun_like(noun or field):
            found.append(item.replace("*", noun or field))
            if (noun or field) in WITH_ARTICLE:
                found.append(item.replace("*", "the " + (noun or field)))
    return [organ.lower() for organ in found]


def main() -> None:
    rows = [Row(organ, "Organ", organ.replace(" of the ", " of ")) for organ in organs()]
    print("organs.tsv", write(LEXICONS / "organs.tsv", HEAD, rows))


if __name__ == "__main__":
    main()
