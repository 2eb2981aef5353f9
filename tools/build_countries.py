"""Build countries.tsv, and beside values/countries.py the tables iso.tsv and spellings.tsv.

From sources/countries.txt (our own), pycountry 26.2.16 (ISO 3166 codes and names) and Babel 2.18.0 (CLDR's English
and native names):

    pip install pycountry==26.2.16 babel==2.18.0 && python tools/build_countries.py
"""

from __future__ import annotations

import re
import unicodedata

import pycountry
from babel import Locale, UnknownLocaleError
from babel.languages import get_official_languages
from tables import LEXICONS, SOURCES, VALUES, Row, one_a_surface_and_label, unaccented, with_plain_spellings, write

# Codes beside ISO 3166-1 of today: Kosovo's is user-assigned, the others were ISO codes while the states stood.
BESIDE_ISO = {
    "AN": ("ANT", "Netherlands Antilles"),
    "CS": ("CSK", "Czechoslovakia"),
    "DD": ("DDR", "East Germany"),
    "SU": ("SUN", "Soviet Union"),
    "XK": ("XKX", "Kosovo"),
    "YU": ("YUG", "Yugoslavia"),
}
KINDS = ("name", "official", "alias", "demonym", "capital", "abbreviation")
LABELS = {"demonym": "Demonym", "people": "People", "capital": "Capital"}
# Parts of a country: they speak of it, but are not its name.
PARTS = frozenset(
    {
        "England",
        "Scotland",
        "Wales",
        "Northern Ireland",
        "Ulster",
        "England and Wales",
        "Northern Cyprus",
        "North Cyprus",
        "Turkish Republic of Northern Cyprus",
        "Zanzibar",
        "Somaliland",
    }
)
NATIVES = re.compile(r".*(?:sh|ch|ts|ster|na)(?:wo)?m[ae]n")

HEAD = """
Countries and territories, their people and their capitals; id is ISO 3166-1 alpha-2 (docs/countries.md tells of the rest).
The note says by which kind of name (via) and what else the name may mean (also).
Built by tools/build_countries.py from tools/sources/countries.txt (this project's own) and ISO 3166 names of pycountry (LGPL-2.1).
Licence: as this project.
"""


class Name:
    """One name of a country: ``text`` says whether it is safe to look for in running text."""

    def __init__(self, code: str, kind: str, item: str) -> None:
        self.code, self.kind = code, kind
        self.text = not item.startswith("~")
        self.surface, _, also = item.removeprefix("~").partition("=")
        self.also = also


def names() -> list[Name]:
    """Every name of sources/countries.txt, plurals written out."""
    found: list[Name] = []
    for line in (SOURCES / "countries.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, *fields = line.split("|")
        for kind, field in zip(KINDS, fields, strict=True):
            for item in field.split(";"):
                if item:
                    found.extend(Name(code, kind_of(kind, form, item), form) for form in singular_and_plural(item))
    return found


def kind_of(kind: str, form: str, item: str) -> str:
    """'people' for nouns, which name persons and no country (Turks, Frenchman); 'part' for Scotland and the like."""
    bare = form.removeprefix("~").partition("=")[0]
    plural = "+" in item and form != item.replace("+", "")
    if kind == "demonym" and (plural or NATIVES.fullmatch(bare)):
        return "people"
    return "part" if kind == "alias" and bare in PARTS else kind


def singular_and_plural(item: str) -> list[str]:
    if "+" not in item:
        return [item]
    return [item.replace("+", ""), item.replace("+", "s")]


def lexicon_rows(found: list[Name]) -> list[Row]:
    """The rows of countries.tsv: the names that are safe in running text."""
    rows = []
    for name in found:
        label = LABELS.get(name.kind, "Country")
        notes = [] if label != "Country" else [f"via={name.kind}"]
        if name.also:
            notes.append(f"also={name.also}")
        if name.text:
            rows.append(Row(name.surface, label, name.code, " ".join(notes)))
    return with_plain_spellings(rows)


def iso_rows() -> list[tuple[str, str, str]]:
    """Alpha-2, alpha-3 and the short English name, as pycountry has them."""
    rows = [(c.alpha_2, c.alpha_3, getattr(c, "common_name", c.name)) for c in pycountry.countries]
    rows.extend((code, *rest) for code, rest in BESIDE_ISO.items())
    return sorted(rows)


def spelling_rows(found: list[Name], known: list[Row]) -> list[Row]:
    """Names that country() knows beyond the lexicon: the risky ones, pycountry's, and CLDR's native ones."""
    rows = [
        Row(name.surface, name.kind.replace("people", "demonym"), name.code, f"also={name.also}" if name.also else "")
        for name in found
        if not name.text
    ]
    rows.extend(pycountry_names())
    rows.extend(cldr_names())
    seen = {plain(unaccented(row.surface)) for row in known}
    fresh = []
    for row in rows:
        if (key := plain(unaccented(row.surface))) not in seen:
            seen.add(key)
            fresh.append(row)
    return one_a_surface_and_label(fresh)


def pycountry_names() -> list[Row]:
    rows = []
    for country in pycountry.countries:
        for kind, attribute in (("name", "common_name"), ("name", "name"), ("official", "official_name")):
            if surface := getattr(country, attribute, None):
                rows.append(Row(surface, kind, country.alpha_2))
    return rows


# Languages whose names of countries a text or a table may hold, besides a country's own.
LANGUAGES = (
    "af",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "es",
    "et",
    "eu",
    "fi",
    "fr",
    "hr",
    "hu",
    "id",
    "is",
    "it",
    "lt",
    "lv",
    "ms",
    "nb",
    "nl",
    "pl",
    "pt",
    "ro",
    "sk",
    "sl",
    "sq",
    "sv",
    "sw",
    "tr",
    "vi",
)


def cldr_names() -> list[Row]:
    """CLDR's English names, each country's name in its own languages, and in thirty others where it is no other's."""
    rows = []
    foreign: dict[str, set[str]] = {}
    codes = sorted({country.alpha_2 for country in pycountry.countries} | {"XK"})
    for code in codes:
        for language in ("en", *sorted(get_official_languages(code, regional=True))):
            if surface := territory_name(language, code):
                rows.append(Row(surface, "name" if language == "en" else "alias", code))
        for language in LANGUAGES:
            if surface := territory_name(language, code):
                foreign.setdefault(plain(unaccented(surface)), set()).add(code)
    for code in codes:
        for language in LANGUAGES:
            surface = territory_name(language, code)
            if surface and len(foreign[plain(unaccented(surface))]) == 1:
                rows.append(Row(surface, "foreign", code))
    return rows


def territory_name(language: str, code: str) -> str | None:
    try:
        surface: str | None = Locale.parse(language).territories.get(code)
    except (UnknownLocaleError, ValueError):
        return None
    latin = surface and all(not c.isalpha() or "LATIN" in unicodedata.name(c, "") for c in surface)
    return surface if latin else None


def plain(surface: str) -> str:
    return re.sub(r"\W+", " ", surface).casefold()


def main() -> None:
    found = names()
    rows = lexicon_rows(found)
    print("countries.tsv", write(LEXICONS / "countries.tsv", HEAD, rows))
    iso = iso_rows()
    (VALUES / "iso.tsv").write_text(
        "# ISO 3166-1 codes and short names as in pycountry (LGPL-2.1), and six codes beside it; tools/build_countries.py\n"
        "alpha_2\talpha_3\tname\n" + "".join("\t".join(row) + "\n" for row in iso),
        encoding="utf-8",
    )
    spellings = spelling_rows(found, rows)
    (VALUES / "spellings.tsv").write_text(
        "# Names that country() resolves but no rule looks for in running text; tools/build_countries.py\n"
        "# Sources: this project; pycountry (LGPL-2.1); CLDR through Babel (Unicode-3.0)\n"
        "surface\tvia\talpha_2\tnote\n" + "".join("\t".join(row) + "\n" for row in spellings),
        encoding="utf-8",
    )
    print("iso.tsv", len(iso), "spellings.tsv", len(spellings))


if __name__ == "__main__":
    main()
