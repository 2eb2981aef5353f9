"""Read and write the lexicons: sorted, one row a (surface, label), with the spellings that news uses beside accents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
LEXICONS = ROOT / "rules" / "common" / "lexicons"
SOURCES = Path(__file__).resolve().parent / "sources"
VALUES = ROOT / "src" / "relex" / "values"


class Row(NamedTuple):
    surface: str
    label: str
    id: str = ""
    note: str = ""


# Letters that Unicode does not take apart, as agencies write them.
PLAIN = str.maketrans(
    {
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
        "ə": "a",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "’": "'",
        "ʻ": "'",
        "‘": "'",
        "ʼ": "'",
    }
)


def unaccented(surface: str) -> str:
    """The surface in plain letters: 'Córdoba' -> 'Cordoba'."""
    parts = unicodedata.normalize("NFD", surface.translate(PLAIN))
    return unicodedata.normalize("NFC", "".join(part for part in parts if not unicodedata.combining(part)))


def with_plain_spellings(rows: Iterable[Row]) -> list[Row]:
    """The rows, and after each accented one its unaccented twin."""
    found: list[Row] = []
    for row in rows:
        found.append(row)
        plain = unaccented(row.surface)
        if plain != row.surface:
            found.append(row._replace(surface=plain))
    return found


def one_a_surface_and_label(rows: Iterable[Row]) -> list[Row]:
    """Sorted rows; of several for one surface and label the first one given stays."""
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        first.setdefault((row.surface, row.label), row)
    return [first[key] for key in sorted(first)]


def write(path: Path, head: str, rows: Iterable[Row]) -> int:
    """Write a lexicon with its ``head`` as comment lines; gives the number of rows."""
    kept = one_a_surface_and_label(rows)
    lines = [f"# {line}".rstrip() for line in head.strip().splitlines()]
    lines.append("surface\tlabel\tid\tnote")
    lines.extend("\t".join(row) for row in kept)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(kept)


def read(path: Path) -> tuple[str, list[Row]]:
    """The head and the rows of a lexicon."""
    lines = path.read_text(encoding="utf-8").split("\n")
    head = [line[1:].strip() for line in lines if line.startswith("#")]
    body = [line for line in lines if line and not line.startswith("#")]
    return "\n".join(head), [Row(*line.split("\t")) for line in body[1:]]
