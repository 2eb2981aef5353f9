"""Build common-words.tsv: words that, capitalised at a sentence start, are no names.

Counted in a corpus of government statements (JSON lines with a "text" each, gzipped; counts are facts and no text of
the corpus is kept):

    python tools/build_common_words.py CORPUS.jsonl.gz
"""

from __future__ import annotations

import collections
import gzip
import json
import re
import sys
from collections.abc import Iterator

from tables import LEXICONS, SOURCES, Row, write

HEAD = """
English words that are not names where they stand capitalised at a sentence start.
A word is here if it stands in lower case within a sentence five times or more and capitalised clearly less often.
Built by tools/build_common_words.py: counts over public-domain statements of the US government and statements of the
Kremlin (CC BY 4.0), with tools/sources/common-words.txt. Licence: as this project.
"""

PIECE = re.compile(r"\b[A-Z]\.(?:[A-Z]\.)+|[^\W\d_]+(?:'[^\W\d_]+)?|\n|\S")
# After these a capital letter says nothing.
OPENS = frozenset('.!?:;"“”()*•[]—–-\n/=<>@#%&')
LEAST, SHARE = 5, 0.6
# Short strings in lower case are mostly mark-up and codes: they must be frequent, and two letters are listed.
LEAST_OF_THREE = 60
OF_TWO = frozenset("ad ah am an as at be by do go he if in is it me my no of off oh ok on or so to up us we".split())
ENGLISH = frozenset("the of and to in is that for we was it are this".split())


def words_within_sentences(text: str) -> Iterator[str]:
    """The words that do not open a sentence, a quotation, a title or a markup."""
    opening = True
    for piece in PIECE.findall(text.replace("’", "'")):
        if piece[0].isalpha() and not opening:
            yield piece
        opening = piece in OPENS


def english_paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of twelve words or more in which every eighth is one of the plainest English words."""
    for paragraph in text.split("\n"):
        words = paragraph.lower().split()
        if len(words) >= 12 and sum(word in ENGLISH for word in words) * 8 >= len(words):
            yield paragraph


def counts(path: str) -> tuple[collections.Counter[str], collections.Counter[str]]:
    """How often each word stands within sentences in lower case, and with a capital."""
    lower: collections.Counter[str] = collections.Counter()
    capital: collections.Counter[str] = collections.Counter()
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            for paragraph in english_paragraphs(json.loads(line)["text"]):
                for word in words_within_sentences(paragraph):
                    if word.islower():
                        lower[word] += 1
                    elif word.istitle():
                        capital[word.lower()] += 1
    return lower, capital


def common_words(lower: collections.Counter[str], capital: collections.Counter[str]) -> set[str]:
    return {
        word
        for word, count in lower.items()
        if count >= (LEAST_OF_THREE if len(word) == 3 else LEAST)
        and count / (count + capital[word]) >= SHARE
        and word.isascii()
        and word.isalpha()
        and (len(word) > 2 or word in OF_TWO or word == "a")
        and not re.search(r"(.)\1\1", word)
    }


def by_hand() -> tuple[set[str], set[str]]:
    """Words to add and, after a minus, to leave out."""
    lines = (SOURCES / "common-words.txt").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines if not line.startswith("#") for word in line.split()]
    return {w for w in words if w[0] != "-"}, {w[1:] for w in words if w[0] == "-"}


def main() -> None:
    added, dropped = by_hand()
    words = (common_words(*counts(sys.argv[1])) | added) - dropped
    print("common-words.tsv", write(LEXICONS / "common-words.tsv", HEAD, [Row(word, "Common") for word in words]))


if __name__ == "__main__":
    main()
