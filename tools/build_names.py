"""Build names.tsv from the name lists of Faker 40.54.0 (MIT), sources/names.txt and the persons of sources/leaders.txt.

pip install faker==40.54.0 && python tools/build_names.py
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable

from build_leaders import persons
from tables import LEXICONS, SOURCES, Row, read, unaccented, with_plain_spellings, write

HEAD = """
Given names (id: m, f or u for both) and family names as news holds them. Names that are mostly plain words, countries or
titles are left out.
Built by tools/build_names.py from the name lists of Faker (MIT, see NOTICE), tools/sources/names.txt and leaders.txt.
Licence: as this project.
"""

# Locale -> (given names, family names) to take: Faker gives the frequent ones first or with weights.
LOCALES = {
    "en_US": (500, 700),
    "en_GB": (300, 300),
    "en_IE": (150, 150),
    "en_IN": (120, 200),
    "en_KE": (50, 80),
    "en_NG": (40, 40),
    "en_NZ": (200, 100),
    "de_DE": (160, 120),
    "fr_FR": (130, 150),
    "fr_BE": (150, 60),
    "es_ES": (120, 100),
    "es_MX": (100, 100),
    "es_CL": (200, 150),
    "es_CO": (150, 100),
    "it_IT": (120, 80),
    "pt_BR": (120, 100),
    "pt_PT": (100, 60),
    "nl_NL": (80, 40),
    "sv_SE": (150, 80),
    "da_DK": (100, 60),
    "no_NO": (100, 60),
    "fi_FI": (120, 60),
    "cs_CZ": (120, 40),
    "hu_HU": (100, 60),
    "ro_RO": (100, 40),
    "hr_HR": (80, 40),
    "sl_SI": (60, 30),
    "pl_PL": (100, 0),
    "et_EE": (40, 20),
    "lv_LV": (50, 20),
    "id_ID": (60, 40),
    "tr_TR": (100, 60),
    "az_AZ": (50, 30),
    "fr_DZ": (80, 40),
    "yo_NG": (30, 30),
    "ha_NG": (20, 20),
    "ig_NG": (20, 20),
    "tw_GH": (20, 40),
    "sk_SK": (60, 30),
    "vi_VN": (0, 10),
}
# Three letters are a name by themselves only where English readers know it.
SPOKEN_ENGLISH = frozenset({"en_US", "en_GB", "en_NZ"})
CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
        [
            "a",
            "b",
            "v",
            "g",
            "d",
            "e",
            "yo",
            "zh",
            "z",
            "i",
            "i",
            "k",
            "l",
            "m",
            "n",
            "o",
            "p",
            "r",
            "s",
            "t",
            "u",
            "f",
            "kh",
            "ts",
            "ch",
            "sh",
            "shch",
            "",
            "y",
            "",
            "e",
            "yu",
            "ya",
            "i",
            "yi",
            "ye",
            "g",
        ],
        strict=True,
    )
)
# Where the family name mostly stands first, and styles that stand where a given name would.
FAMILY_FIRST = frozenset("CN TW HK MO SG KP KR VN KH LA MM BT".split())
STYLES = frozenset(
    "Pope King Queen Prince Princess Sheikh Mullah Emperor Empress Ayatollah Patriarch Lord Qari Mawlawi President Sultan "
    "Grand Begum Maulana Ratu Tengku Syed Seyed Seyyed Sardar Khawaja Makhdoom Chaudhry Raja Mian Hafiz Qazi".split()
)


def provider(locale: str) -> object:
    return importlib.import_module(f"faker.providers.person.{locale}").Provider


def most_frequent(names: Iterable[str] | dict[str, float] | None, least: int) -> list[str]:
    """The first so many; by weight where there are weights."""
    if isinstance(names, dict):
        names = sorted(names, key=lambda name: (-names[name], name))  # type: ignore[index,call-overload]
    return [name for name in list(names or ())[:least] if good(name)]


def good(name: str) -> bool:
    bare = name.replace("-", "").replace("'", "")
    return len(bare) > 1 and bare.isalpha() and name[0].isupper()


def every_other(names: list[str], wanted: int) -> list[str]:
    """A spread over an alphabetical list, so that Z has names too."""
    if len(names) <= wanted or names[:20] != sorted(names[:20]):
        return names[:wanted]
    return [names[i * len(names) // wanted] for i in range(wanted)]


def spread(names: Iterable[str] | dict[str, float] | None, wanted: int) -> list[str]:
    if isinstance(names, dict):
        return most_frequent(names, wanted)
    return [name for name in every_other(list(dict.fromkeys(names or ())), wanted) if good(name)] if wanted else []


def in_latin(name: str) -> str:
    """A Russian name as agencies spell it: 'Сергей' -> 'Sergei', 'Лавровский' -> 'Lavrovsky'."""
    small = name.lower().replace("ый", "y").replace("ий", "y").replace("ье", "ye").replace("ья", "ya")
    spelt = "".join(CYRILLIC.get(letter, letter) for letter in small)
    return "Ye" + spelt[1:] if name[:1] == "Е" else spelt.capitalize()


def hand_lists() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    part: set[str] = set()
    for line in (SOURCES / "names.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            part = found.setdefault(line.strip("[]"), set())
        elif line and not line.startswith("#"):
            part.update(line.split())
    return found


def given_names_of_leaders() -> dict[str, set[str]]:
    """The first names of those whom news knows, four letters or more, with their genders."""
    found: dict[str, set[str]] = {}
    for person in persons():
        for name in person.names:
            first = name.split(" ")[0]
            given_first = not name.startswith("^") and person.code not in FAMILY_FIRST and first not in STYLES
            if given_first and len(first) > 3 and good(first) and "-" not in first:
                found.setdefault(first, set()).add(person.gender)
    return found


def places() -> set[str]:
    return {
        row.surface for name in ("cities", "regions", "bodies", "organs") for row in read(LEXICONS / f"{name}.tsv")[1]
    }


def words_that_are_no_names() -> tuple[set[str], set[str]]:
    """Common words; and names of countries, capitals, states and offices."""
    common = {row.surface for row in read(LEXICONS / "common-words.tsv")[1]}
    other = {row.surface.lower() for name in ("countries", "titles") for row in read(LEXICONS / f"{name}.tsv")[1]}
    return common, other


def given_names(hand: dict[str, set[str]], common: set[str], other: set[str]) -> dict[str, str]:
    genders: dict[str, set[str]] = {}
    for locale, (wanted, _) in LOCALES.items():
        for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
            for name in spread(getattr(provider(locale), attribute, None), wanted):
                if len(name) > 3 or locale in SPOKEN_ENGLISH:
                    genders.setdefault(name, set()).add(gender)
    for gender, attribute in (("m", "first_names_male"), ("f", "first_names_female")):
        for name in spread(getattr(provider("ru_RU"), attribute), 120):
            genders.setdefault(in_latin(name), set()).add(gender)
        for name in hand[f"Given {gender}"]:
            genders.setdefault(name, set()).add(gender)
    known = {unaccented(name) for name in genders} | places()
    genders.update({name: of for name, of in given_names_of_leaders().items() if unaccented(name) not in known})
    for name in hand["Given u"]:
        genders[name] = {"u"}
    kept = {}
    for name, found in genders.items():
        plain = unaccented(name).lower()
        by_hand = any(name in hand[part] for part in ("Given m", "Given f", "Given u"))
        if unaccented(name) in hand["Keep"] or not (
            unaccented(name) in hand["Drop given"]
            or plain in common
            or plain in other
            or (len(plain) < 3 and not by_hand)
        ):
            kept[name] = found.pop() if len(found) == 1 else "u"
    return kept


def family_names(hand: dict[str, set[str]], common: set[str], other: set[str]) -> set[str]:
    names = set(hand["Family"])
    for locale, (_, wanted) in LOCALES.items():
        found = spread(getattr(provider(locale), "last_names", None), wanted)
        names.update(name for name in found if len(name) > 4 or locale in SPOKEN_ENGLISH)
    names.update(in_latin(name) for name in spread(provider("ru_RU").last_names, 150))  # type: ignore[attr-defined]
    names.update(spread(provider("zh_CN").last_romanized_names, 100))  # type: ignore[attr-defined]
    names.update(spread(provider("ja_JP").last_romanized_names, 50))  # type: ignore[attr-defined]
    return {
        name
        for name in names
        if unaccented(name) not in hand["Drop family"]
        and unaccented(name).lower() not in common
        and unaccented(name).lower() not in other
        and (len(name) > 2 or name in hand["Family"])
    }


def main() -> None:
    hand = hand_lists()
    common, other = words_that_are_no_names()
    rows = [Row(name, "Given", gender) for name, gender in sorted(given_names(hand, common, other).items())]
    rows += [Row(name, "Family") for name in sorted(family_names(hand, common, other))]
    print("names.tsv", write(LEXICONS / "names.tsv", HEAD, with_plain_spellings(rows)))


if __name__ == "__main__":
    main()
