"""Build leaders.tsv from sources/leaders.txt: each person under the spellings that news uses.

python tools/build_leaders.py
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tables import LEXICONS, SOURCES, Row, unaccented, write

HEAD = """
Heads of state and government, foreign ministers and other officials known world-wide, 1990 to 2026, by full name; id is
the alpha-2 code of the country, or the code of the body, that they spoke for; the note gives the years where known.
A family name alone is never here.
Built by tools/build_leaders.py from tools/sources/leaders.txt. Licence: as this project.
"""

FAMILIES = """
Family names of those in leaders.txt whose years in office are known, where all who bear one spoke for one country or
body; id is its code. Only with an office of state before it does such a name tell for whom somebody speaks: "President
Biden". Built by tools/build_leaders.py from tools/sources/leaders.txt. Licence: as this project.
"""

ITEM = re.compile(r"(?P<names>[^=]+?)(?:=(?P<code>[^=]+?))? (?P<gender>[mf])(?: (?P<years>\d{4}(?:-(?:\d{4})?)?))?")

# Spellings of one given name, any of which news may use: for names from Cyrillic, and for names from Arabic.
FROM_CYRILLIC = """
Sergei Sergey Sergej; Alexei Alexey Aleksei Aleksey; Andrei Andrey; Nikolai Nikolay;
Dmitry Dmitri Dmitriy Dmitrii; Yevgeny Evgeny Yevgeni Evgeniy; Alexander Aleksandr Alexandr; Yuri Yury Yuriy;
Vitaly Vitali Vitaliy; Valery Valeri Valeriy; Vasily Vassily Vasiliy; Grigory Grigori;
Anatoly Anatoli Anatoliy; Gennady Gennadi Gennadiy; Maxim Maksim; Maria Mariya; Yulia Yuliya Julia;
Natalia Natalya; Tatyana Tatiana; Oleksiy Oleksii; Andriy Andrii; Serhiy Serhii Sergiy; Volodymyr Vladimir;
Yegor Egor; Yelena Elena; Georgy Georgi Georgiy; Igor Ihor; Arseniy Arseny; Mikhail Mikhael; Fyodor Fedor
"""
FROM_ARABIC = """
Mohammed Mohammad Muhammad Mohamed Mohamad; Ahmed Ahmad; Hussein Hossein Husain Hussain Husayn; Hassan Hasan;
Yousef Yusuf Youssef Yousuf; Khaled Khalid; Mahmoud Mahmud; Mustafa Mostafa Moustafa; Saeed Saeid Said;
Abdullah Abdallah Abdulla; Faisal Faysal Feisal; Ibrahim Ebrahim; Ismail Esmail Ismael; Omar Umar Omer;
Osama Usama; Salah Saleh; Ali Aly; Nasser Naser Nasir; Jamal Gamal; Hamid Hameed; Rashid Rasheed Rachid;
Salim Saleem; Sultan Soltan; Suleiman Sulaiman Soleiman; Tariq Tarek Tareq; Abdul Abdel Abd; Walid Waleed;
Javad Jawad; Abbas Abas; Abdulaziz Abdelaziz; Abdulrahman Abdelrahman Abdul-Rahman; Qassem Qasem;
Marwan Marouan; Moussa Musa Mousa; Riyad Riad Riyadh; Adel Adil; Nabil Nabeel; Majid Majed; Jaber Jabir;
Masoud Massoud
"""
CYRILLIC = frozenset("SU RU UA BY KZ UZ TM KG TJ AM AZ GE MD BG Chechnya Abkhazia".split())
ARABIC = frozenset(
    "SA AE QA KW BH OM YE IQ IR SY LB JO PS EG LY TN DZ MA SD SO DJ MR AF PK BD MV ID MY BN IN TD ML NE NG SN KM EH "
    "Hamas Hezbollah Taliban PLO Houthis".split()
)
JAPANESE = frozenset({"JP"})
# Agencies write these letters with an e, or a doubled letter, where they have no accents.
SPELT_OUT = str.maketrans(
    {"ö": "oe", "Ö": "Oe", "ø": "oe", "Ø": "Oe", "ü": "ue", "Ü": "Ue", "ä": "ae", "Ä": "Ae", "å": "aa", "Å": "Aa"}
)
GERMANIC = frozenset("DE AT CH SE NO DK FI EE LI IS NATO EU".split())


class Person(NamedTuple):
    names: tuple[str, ...]
    code: str
    gender: str
    years: str

    @property
    def since(self) -> int:
        return int(self.years[:4] or 0)


def persons() -> Iterator[Person]:
    """Everybody in the source; a line that breaks its notation is an error."""
    for line in (SOURCES / "leaders.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        code, _, items = line.partition(":")
        for item in items.split(";"):
            match = ITEM.fullmatch(item.strip())
            if match is None:
                raise ValueError(f"not understood in leaders.txt: {item.strip()!r} of {code}")
            yield Person(tuple(match["names"].split("|")), match["code"] or code, match["gender"], match["years"] or "")


def spellings_of_words(text: str) -> dict[str, tuple[str, ...]]:
    groups = [tuple(group.split()) for group in text.split(";")]
    return {word: group for group in groups for word in group}


BY_CODE = [(CYRILLIC, spellings_of_words(FROM_CYRILLIC)), (ARABIC, spellings_of_words(FROM_ARABIC))]


def other_given_names(name: str, code: str) -> Iterator[str]:
    """The name with its first word, and in Arabic names a second one, spelt in other ways."""
    for codes, spellings in BY_CODE:
        if code in codes:
            words = name.split(" ")
            least = 2 if codes is ARABIC and len(words) > 2 else 1
            choices = [spellings.get(word, (word,)) for word in words[:least]]
            for chosen in itertools.product(*choices):
                yield " ".join((*chosen, *words[least:]))


def other_articles(name: str) -> Iterator[str]:
    """'al-Assad' also as 'Al-Assad', 'el-Assad', 'al Assad', 'Al Assad' and 'Assad'; 'bin' also as 'Bin'."""
    article = re.search(r" (?:[Aa]l|[Ee]l)[- ](?=\w)", name)
    if article:
        before, after = name[: article.start()], name[article.end() :]
        for written in ("al-", "Al-", "al ", "Al ", "el-", "El-", ""):
            if before.count(" ") or after.count(" ") or written or before:
                yield f"{before} {written}{after}"
    if " bin " in name:
        yield name.replace(" bin ", " Bin ")
        yield name.replace(" bin ", " ben ", 1)


def family_name_first(name: str) -> Iterator[str]:
    """'Kim Jong-il' also as 'Kim Jong Il', 'Kim Jong-Il', 'Kim Jongil' and 'Jong-il Kim'."""
    family, _, given = name.partition(" ")
    first, _, second = given.partition("-")
    if second and " " not in given:
        yield f"{family} {first}{second}"
        for join in "- ":
            yield f"{family} {first}{join}{second.capitalize()}"
        yield f"{given} {family}"


def spellings(name: str, code: str) -> Iterator[str]:
    """The name as written and every other usual spelling of it."""
    bare = name.removeprefix("^")
    found = [bare]
    if name.startswith("^"):
        found.extend(family_name_first(bare))
    if code in JAPANESE and bare.count(" ") == 1:
        given, family = bare.split(" ")
        found.append(f"{family} {given}")
    for form in list(found):
        found.extend(other_given_names(form, code))
    for form in list(found):
        found.extend(other_articles(form))
    if code in GERMANIC:
        found.extend(form.translate(SPELT_OUT) for form in list(found))
    for form in found:
        yield form
        yield unaccented(form)


def rows(everybody: Iterable[Person]) -> list[Row]:
    """A row a spelling; of several persons with one name the one whose office is the latest."""
    kept: dict[str, Row] = {}
    for person in sorted(everybody, key=lambda person: -person.since):
        for name in person.names:
            for surface in spellings(name, person.code):
                if " " in surface:
                    kept.setdefault(surface, Row(surface, "Leader", person.code, person.years))
    return list(kept.values())


def family_name(name: str) -> str:
    """The first word where a mark tells so, else the last."""
    words = name.removeprefix("^").split(" ")
    return words[0] if name.startswith("^") else words[-1]


def family_rows(everybody: Iterable[Person]) -> list[Row]:
    """A row for each family name, and its spelling without accents, that tells one country or body."""
    codes: dict[str, set[str]] = {}
    for person in everybody:
        for name in person.names:
            family = family_name(name)
            for surface in {family, unaccented(family)} if person.years and " " in name else ():
                codes.setdefault(surface, set()).add(person.code)
    return [Row(surface, "LeaderName", *own, "") for surface, own in codes.items() if len(own) == 1]


def main() -> None:
    everybody = list(persons())
    print(len(everybody), "persons; leaders.tsv", write(LEXICONS / "leaders.tsv", HEAD, rows(everybody)))
    print("leader-names.tsv", write(LEXICONS / "leader-names.tsv", FAMILIES, family_rows(everybody)))


if __name__ == "__main__":
    main()
