"""Names of countries: surface -> Country.

The names stand in the shipped lexicon ``countries.tsv`` (what is looked for in running text) and in ``spellings.tsv``
beside this module (what is only understood when asked). docs/countries.md tells what ambiguous names mean.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from ..model import Country

HERE = Path(__file__).resolve().parent
# The installed package carries the rule sets; in a source tree they stand at its root.
LEXICON_PLACES = tuple(
    rules / "common" / "lexicons" for rules in (HERE.parent / "shipped_rules", HERE.parents[2] / "rules")
)
KIND_OF_LABEL = {"Demonym": "demonym", "People": "demonym", "Capital": "capital", "NationalBody": "seat"}
# Of several readings of one spelling the plainer kind of name wins.
KINDS = ("name", "official", "alias", "part", "abbreviation", "demonym", "capital", "seat", "foreign")

# "Republic of Malta", "Reino de España": what stands before a name without changing it.
FORMS_OF_STATE = (
    re.compile(
        r"^(?:(?:former|federal|federated|democratic|people s|peoples|popular|islamic|arab|socialist|soviet|united"
        r"|sovereign|independent|plurinational|bolivarian|oriental|hashemite|cooperative|co operative|grand"
        r"|multinational|republic|kingdom|state|states|commonwealth|principality|sultanate|emirate|duchy|dominion|union"
        r"|nation|federation|confederation|territory|government|islands?|and) )+(?:of )?(?:the )?"
    ),
    re.compile(
        r"^(?:(?:republique|republica|repubblica|republik|republika|republiek|republic|royaume|reino|regno|konigreich"
        r"|koninkrijk|kongeriket|kongeriget|konungariket|kerajaan|jamhuri|jumhuriyat|jumhuriyyat|dawlat|mamlakat|etat"
        r"|estado|stato|staat|principaute|principado|principato|principat|furstentum|grossherzogtum|hertogdom|dominion|bailliage"
        r"|collectivite|departement|territoire|democratique|democratica|federale|federal|popular|populaire"
        r"|socialista|bolivariana|oriental|unie|unida) )+(?:d |de |du |des |do |da |del |della |der |van |von "
        r"|e |ya |y |i |al |el )?(?:la |les |l )?"
    ),
    re.compile(r"^(?:la|le|les|l|el|los|las|al|il|die|der|das|den|de|het|o|os|as) "),
)
FORM_AFTER = re.compile(
    r" (?:republic|kingdom|islands?|country|state|federation|(?:excluding|except|without|incl|including) .*)$"
)
SHORT_FORMS = (
    (re.compile(r"\bst\b"), "saint"),
    (re.compile(r"\bste\b"), "sainte"),
    (re.compile(r"\brep\b"), "republic"),
    (re.compile(r"\bdem\b"), "democratic"),
    (re.compile(r"\bfed\b"), "federated"),
    (re.compile(r"\b(?:is|isl|isls|isds)\b"), "islands"),
    (re.compile(r"\bsts\b"), "states"),
    (re.compile(r"\bprov\b"), "province"),
    (re.compile(r"\bterr\b"), "territories"),
    (re.compile(r"\beq\b"), "equatorial"),
    (re.compile(r"\bn\b"), "north"),
    (re.compile(r"\bs\b"), "south"),
)
PLAIN_LETTERS = str.maketrans({
    "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "ə": "a", "æ": "ae", "Æ": "Ae", "ß": "ss",
    "’": "'", "‘": "'", "ʻ": "'", "ʼ": "'", "`": "'", "´": "'", "&": " and ",
})  # fmt: skip


def country(surface: str) -> Country | None:
    """The country that a name, adjective, people, capital or abbreviation stands for.

    Case, accents, a leading "the" and a possessive do not matter, save that abbreviations are read only in capitals
    ("us" is a pronoun). A name of several countries gives the usual one; `candidates` gives them all.

    >>> country("the Ivory Coast's")
    Country(alpha_2='CI', alpha_3='CIV', name="Côte d'Ivoire", via='alias')
    >>> country("us") is None
    True
    """
    found = candidates(surface)
    return found[0] if found else None


@cache
def candidates(surface: str) -> tuple[Country, ...]:
    """Every country that a name can stand for, the usual one first; empty where there is none.

    >>> [found.alpha_2 for found in candidates("Congo")]
    ['CD', 'CG']
    """
    surface = well_encoded(surface.strip())
    owner = re.sub(r"['’]s?$", "", surface)
    if exact := code_itself(surface):  # before "ARE" is read as the Arab Republic of Egypt
        return exact
    for form in dict.fromkeys((surface, owner)):  # "St. John's" before "St. John"
        if codes := abbreviated(form):
            return tuple(country_of(code, "abbreviation") for code in codes)
        if reading := readings().get(plain(form)):
            return reading
    return looked_for(owner) or code_itself(owner) or joined(owner)


def well_encoded(surface: str) -> str:
    """'CÃ´te' -> 'Côte': UTF-8 that was once read as Latin-1."""
    if not {"Ã", "Â"}.isdisjoint(surface):
        try:
            return surface.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return surface
    return surface


def looked_for(surface: str) -> tuple[Country, ...]:
    """The readings of the nearest spelling that has any."""
    return next((found for key in spellings_of(surface) if (found := readings().get(key))), ())


def joined(surface: str) -> tuple[Country, ...]:
    """'Kittitian and Nevisian', 'Antigua/Barbuda': several names of one country."""
    parts = [part for part in re.split(r"\s*(?:,|/|&|\band\b)\s*", surface) if part]
    found = {looked_for(part)[:1] for part in parts}
    one = {country.alpha_2 for countries in found for country in countries}
    return found.pop() if len(parts) > 1 and len(one) == 1 and () not in found else ()


@cache
def country_of(alpha_2: str, via: str = "name") -> Country:
    """The country with a two-letter code; ``via`` is kept as the kind of name that led to it.

    >>> country_of("EG", via="capital")
    Country(alpha_2='EG', alpha_3='EGY', name='Egypt', via='capital')
    """
    alpha_3, name = iso()[alpha_2]
    return Country(alpha_2, alpha_3, name, via)


@cache
@cache
def everyday_name(alpha_2: str) -> str:
    """The name of a country that news use: the lexicon's where ISO's is official or turned round.

    >>> everyday_name("RU")
    'Russia'
    """
    name = country_of(alpha_2).name
    plainly = [surface for surface, via, codes in named() if via == "name" and codes == (alpha_2,)]
    return name if name in plainly or not plainly else min(plainly, key=len)


@cache
def iso() -> dict[str, tuple[str, str]]:
    """Alpha-2 -> (alpha-3, name): ISO 3166-1 and the few codes beside it."""
    return {row[0]: (row[1], row[2]) for row in rows(HERE / "iso.tsv")}


@cache
def readings() -> dict[str, tuple[Country, ...]]:
    """Plain spelling -> the countries it stands for: every kind of name but abbreviations."""
    found: dict[str, tuple[Country, ...]] = {}
    for surface, via, codes in sorted(named(), key=lambda row: KINDS.index(row[1])):
        if via != "abbreviation":
            kind = "alias" if via == "foreign" else via
            found.setdefault(plain(surface), tuple(country_of(code, kind) for code in codes))
    return found


def abbreviated(surface: str) -> tuple[str, ...]:
    """The codes that an abbreviation stands for: 'U.S.', 'USA', 'Usa'; two small letters are a word."""
    letters = re.sub(r"[\s.]", "", surface)
    return abbreviations().get(letters if len(letters) < 3 else letters.upper(), ())


@cache
def abbreviations() -> dict[str, tuple[str, ...]]:
    """Abbreviation without its points -> codes."""
    return {re.sub(r"[\s.]", "", surface).upper(): codes for surface, via, codes in named() if via == "abbreviation"}


@cache
def named() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """(surface, kind of name, codes) of every row, the lexicons' before the further spellings."""
    lexicons = next(place for place in LEXICON_PLACES if place.exists())
    found = []
    for surface, label, code, note in [*rows(lexicons / "countries.tsv"), *rows(lexicons / "bodies.tsv")]:
        if label in ("Country", *KIND_OF_LABEL):
            via = KIND_OF_LABEL.get(label) or noted(note, "via") or "name"
            found.append((surface, via, codes_of(code, note)))
    for surface, via, code, note in rows(HERE / "spellings.tsv"):
        found.append((surface, via, codes_of(code, note)))
    return tuple(found)


def codes_of(code: str, note: str) -> tuple[str, ...]:
    also = noted(note, "also")
    return (code, *also.split(",")) if also else (code,)


def noted(note: str, key: str) -> str | None:
    """A value of a row's note: 'via=alias also=CG'."""
    return next((part.partition("=")[2] for part in note.split() if part.startswith(key + "=")), None)


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def plain(surface: str) -> str:
    """Small letters and single spaces: 'Côte d'Ivoire' -> 'cote d ivoire'."""
    parts = unicodedata.normalize("NFKD", surface.translate(PLAIN_LETTERS))
    bare = "".join(part for part in parts if not unicodedata.combining(part))
    words = re.sub(r"[^\w]+", " ", bare.casefold()).strip()
    return words.removeprefix("the ")


def spellings_of(surface: str) -> list[str]:
    """The plain spellings to look up, the nearest to the surface first."""
    found = [plain(surface)]
    first, comma, rest = surface.replace(":", ",").partition(",")
    if comma:  # "Korea, Republic of", "Bahamas, The"
        found += [plain(f"{rest} {first}"), plain(f"{rest} of {first}")]
    outside = re.sub(r"\([^)]*\)|\[[^\]]*\]", " ", surface)
    if outside != surface:  # "Burma (Myanmar)"; "Iran (Islamic Republic of)"
        inside = " ".join(re.findall(r"\(([^)]*)\)", surface))
        found += [plain(f"{inside} {outside}"), plain(outside)]
    found += [written_out(key) for key in list(found)]
    found += [bare for form in FORMS_OF_STATE for key in list(found) if (bare := form.sub("", key)) != key]
    found += [bare for key in list(found) if (bare := FORM_AFTER.sub("", key)) != key]
    return list(dict.fromkeys(key for key in found if key))


def written_out(key: str) -> str:
    """'st kitts' -> 'saint kitts'."""
    for short, long in SHORT_FORMS:
        key = short.sub(long, key)
    return key


def code_itself(surface: str) -> tuple[Country, ...]:
    """'DE' and 'DEU' in capitals."""
    if surface in iso():
        return (country_of(surface, "abbreviation"),)
    return tuple(country_of(code, "abbreviation") for code, (alpha_3, _) in iso().items() if alpha_3 == surface)
