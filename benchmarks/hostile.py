"""Families of hostile texts, and how the cost of reading one grows with its length.

    python benchmarks/hostile.py [FAMILY...]

Each family gives a text of any length. The cost is CPU time, the least of several runs, at a length and at twice and
four times that; what is told for each family is the growth a doubling (2.0 is linear) and microseconds a word.
"""

from __future__ import annotations

import itertools
import random
import sys
import time
from collections.abc import Callable, Mapping

import relex

LENGTH = 30_000  # characters of the shortest text
RUNS = 3
_SHUFFLED = 500  # words
TOLERATED = 2.4  # a doubling: 2 is linear, the rest is noise of short times

Family = Callable[[int], str]


def _again(unit: str) -> Family:
    return lambda length: (unit * (length // len(unit) + 1))[:length]


def _within(start: str, unit: str, end: str) -> Family:
    """One sentence: a start, a unit again and again, an end."""
    return lambda length: start + unit * max(1, (length - len(start) - len(end)) // len(unit)) + end


def _shuffled(words: str, seed: int) -> Family:
    """Words in a random order, the same again and again."""
    chosen, source = words.split(), random.Random(seed)
    return _again(" ".join(source.choice(chosen) for _ in range(_SHUFFLED)) + " ")


def _nested(opening: str, inner: str, closing: str) -> Family:
    def text(length: int) -> str:
        depth = max(1, length // (len(opening) + len(closing) + len(inner)))
        return opening * depth + inner * depth + closing * depth

    return text


def _numbered(unit: str) -> Family:
    """A unit with a number that is another each time."""
    return lambda length: "".join(itertools.islice(map(unit.format, itertools.count(1)), length // len(unit) + 1))


def _named(unit: str) -> Family:
    """A unit with a name that is another each time."""

    def text(length: int) -> str:
        source = random.Random(7)
        parts: list[str] = []
        size = 0
        while size < length:
            name = "".join(source.choice("bdfgklmnprstvz") + source.choice("aeiou") for _ in range(3)).capitalize()
            parts.append(unit.replace("{}", name))
            size += len(parts[-1])
        return "".join(parts)

    return text


FAMILIES: Mapping[str, Family] = {
    "capitals": _again("Aaron "),
    "capitals-shouted": _again("MOSCOW "),
    "one-capital": _again("A "),
    "initials": _again("J. R. "),
    "titles": _again("President "),
    "titles-small": _again("the president "),
    "greetings": _again(
        "\n\nSECRETARY BLINKEN: It is a pleasure to welcome you.\n\nMR MELNIK: Thank you for having us."
    ),
    "pairs-of-lists": _again("Russia and Turkey spoke and the two sides and the negotiators met. "),
    "pairs-in-a-sentence": _again("Melnik and Aydin and the two and the negotiators and "),
    "halves": _named("The {} said that the North went. "),
    "peace-talks": _again("Peace talks of the Syrian government and the rebels failed. Peace talks resumed. "),
    "partners": _named("{} signed a trade agreement. Chile and {} signed a trade agreement. "),
    "designating": _again("The United States is designating Igor Melnik; the Red Guard; and "),
    "papers": _again("It was late, according to a report issued on Monday, "),
    "foreign-ministers": _again("Foreign Minister "),
    "counterparts": _again("his counterpart "),
    "said": _again("said "),
    "said-that": _again("said that "),
    "he-said": _again("he said "),
    "he-said-stops": _again("He said so. "),
    "said-comma": _again("said, "),
    "who-said": _again("who said that he "),
    "according-to": _again("according to "),
    "quotation-marks": _again("“ ” "),
    "opening-marks": _again("“"),
    "closing-marks": _again("” "),
    "straight-marks": _again('" '),
    "straight-marks-glued": _again('"'),
    "single-marks": _again("‘a’ "),
    "apostrophes": _again("'"),
    "backticks": _again("`` '' "),
    "commas": _again(", "),
    "commas-glued": _again(","),
    "stops": _again(". "),
    "stops-glued": _again("."),
    "dashes": _again("— "),
    "hyphens": _again("-"),
    "semicolons": _again("; "),
    "colons": _again("He: "),
    "brackets-nested": _nested("( ", "he ", ") "),
    "square-brackets-nested": _nested("[", "a ", "]"),
    "quotations-nested": _nested("“He said ", "yes ", "” "),
    "blanks": _again(" "),
    "line-ends": _again("\n"),
    "paragraphs": _again("Yes.\n\n"),
    "tabs": _again("\t"),
    "countries": _again("China "),
    "countries-listed": _again("China, Russia, Japan and "),
    "demonyms": _again("Chinese "),
    "capitals-of-states": _again("Moscow and Beijing "),
    "persons-listed": _named("{} Ivanov, "),
    "persons-new": _named("Anna {} arrived. "),
    "persons-one-family": _named("{} Petrov and "),
    "spokesmen": _named("{}'s spokesman "),
    "the-two-ministers": _again("The two ministers met. They left. "),
    "he-of-many": _named("Igor {} left. He slept. "),
    "it-of-many": _again("The Russian minister came to Rome. It rained and nobody spoke of it. "),
    "possessives": _again("Russia's "),
    "possessives-chained": _again("minister's "),
    "days": _again("Monday "),
    "days-listed": _again("on Monday, on Tuesday, "),
    "numbers": _numbered("{} "),
    "years": _again("1999 "),
    "dates-glued": _again("12/12/2012 "),
    "hours-ago": _again("two hours ago "),
    "met": _again("met "),
    "met-with": _again("met with "),
    "meetings": _named("Anna {} met Boris Ivanov in Rome. "),
    "meetings-one": _again("Russia and China held talks in Rome on Monday. "),
    "talks-of-talks": _again("talks on talks with "),
    "sanctions": _again("sanctions "),
    "sanctions-against": _again("sanctions against "),
    "sanctions-many": _again("The United States imposed sanctions on Iran. "),
    "agreements": _again("agreement on cooperation "),
    "agreed-to-sign": _again("agreed to sign an agreement "),
    "cooperation-many": _again("Russia and China agreed to build a bridge. "),
    "quotes-many": _named("“We will come,” Anna {} said. "),
    "quotes-open": _again("“We will come, "),
    "one-sentence": _within("The president of Chile ", "and the king of Spain ", "met."),
    "one-sentence-quoted": _within("“", "we will come and ", "” he said."),
    "one-word": _within("", "a", ""),
    "one-word-upper": _within("", "A", ""),
    "one-number": _within("", "1", ""),
    "one-url": _within("http://", "a/", ""),
    "letters-with-marks": _again("e\u0301"),
    "letters-with-dots": _again("a."),
    "ampersands": _again("a&b&"),
    "invisible": _again("\u200b"),
    "lookalikes": _again("Рutin "),
    "surrogates": _again("\ud800"),
    "conditionals": _again("if he would have been going to be "),
    "not": _again("not "),
    "to-be": _again("to be to be "),
    "and": _again("and "),
    "of-the": _again("of the "),
    "in-the": _again("in the city of "),
    "words-of-rules": _shuffled(
        "the a of in with said met talks sanctions on against agreed President Putin Russia China Monday , . “ ” he "
        "they and or not will would to minister foreign visited imposed lifted cooperation project signed",
        3,
    ),
    "words-of-meetings": _shuffled(
        "met talks held with visit visited in Rome Russia China Putin summit , and to the", 4
    ),
    "words-of-quotes": _shuffled("“ ” said he she they Putin , . that asked whether told him according to", 5),
    "words-of-dates": _shuffled("last next Monday May 2012 week year two ago early late in on of the , 5 10", 6),
}


def seconds(text: str, extract: Callable[[str], object]) -> float:
    """The CPU time of one reading, the least of several."""
    spent: list[float] = []
    for _ in range(RUNS):
        began = time.process_time()
        extract(text)
        spent.append(time.process_time() - began)
    return min(spent)


def growth(family: Family, length: int = LENGTH) -> tuple[float, float]:
    """Return by how much the cost grows where the length doubles (over two doublings), and microseconds a word."""
    extract = relex.load()
    costs = [seconds(family(length * times), extract) for times in (1, 4)]
    words = len(family(length * 4).split()) or 1
    return (costs[1] / costs[0]) ** 0.5, costs[1] / words * 1e6


def main(chosen: list[str]) -> int:
    worst = 0
    for name in chosen or FAMILIES:
        doubling, cost = growth(FAMILIES[name])
        high = doubling > TOLERATED
        worst += high
        print(
            f"{name:24} x{doubling:.2f} a doubling {cost:8.1f} us a word{'   MORE THAN LINEAR' if high else ''}",
            flush=True,
        )
    return min(worst, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
