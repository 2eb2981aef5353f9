"""Where sentences end, and where they only seem to."""

from __future__ import annotations

from itertools import pairwise

import pytest

from relex.match.matcher import Matcher
from relex.rules.ruleset import RuleSet

MATCHER = Matcher(RuleSet("nothing"))


def sentences(text: str) -> list[str]:
    reading = MATCHER.read(text)
    bounds = [0, *reading.ends(reading.base), len(reading.base.symbols)]
    spans = [reading.sentence_span(first) for first, after in pairwise(bounds) if after > first]
    return [text[span.start : span.stop] for span in spans if span.stop > span.start]


@pytest.mark.parametrize(
    "marked",
    [
        # Datelines belong to no sentence.
        "SOCHI, Russia (AP) - | The minister met him. | He left.",
        "MOSCOW (Reuters) — | Talks began.",
        "BEIJING, Dec. 29 (Xinhua) -- | China said so. | Yes.",
        "WASHINGTON, June 3, 2020 (AFP) – | The U.S. said so. | It is.",
        "Kyiv (AFP) - | Talks began.",
        "KYIV - | Talks began.",
        "CAIRO, Egypt (AP) _ | Talks began.",
        "WASHINGTON | The talks began.",
        "EU - Russia talks began.",
        # Abbreviations and initials.
        "Mr. J. R. Okafor and John F. Lind met. | They left.",
        "Gen. Weiss met Sen. Lind on Jan. 5. | St. Petersburg is cold.",
        "He lives in the U.S. | He left.",
        "The U.S. president came. | U.S. officials left.",
        "The U.N. Security Council met at 10 a.m. local time. | It rose at 5 p.m. | The talks ended.",
        "He works at Lind Inc. | The firm grew. | Lind Inc. said so.",
        "It began in Sept. | The rest is known.",
        "He spoke to Sen. Lind, D-Mass. | He left.",
        "There is no plan B. | He left.",
        "Ph.D. students, e.g. The Hague's, i.e. The best, came.",
        # Numbers.
        "It grew 3.5 percent to $1.2 billion. | It fell.",
        "No. 5 is here. | He came in No. 10. | Then he left.",
        "He said no. | Five stayed.",
        "He is 42. | She is 39.",
        # Quotations that hold full stops.
        "“We agree.” he said. | “Do you?” she asked. | “No!” they cried.",
        "“Yes.” | The minister left.",
        '"Stop!" he said. | "Never." | They left.',
        "He said “no.” | Then he left.",
        "(He left.) | They stayed. | [He stayed.] | Then all left.",
        "What?! | No.",
        # Ellipses, list numbers, headings without a stop, glued sentences.
        "Well... he left. | Well... | He left.",
        "Talks begin\n| 1. First item\n| 2. Second item",
        "Ministers meet\n\n| Talks began on\nthe coast. | They\nended.",
        "The end.| The next begins. | Visit http://example.com/b. | Done.",
        # Odd blanks and line ends.
        "Ministers meet\r\n\r\n| Talks began.\u00a0| They\u200b ended.",
        "\ufeff| Hello there. | Yes.",
    ],
)
def test_sentences_end_where_a_reader_would_end_them(marked: str) -> None:
    text = marked.replace("| ", "")
    expected = [part.strip("\ufeff\u00a0\r\n ") for part in marked.split("| ")]
    assert [each.strip("\ufeff") for each in sentences(text)] == [part for part in expected if part]


def test_a_mark_of_another_line_ends_nothing_here() -> None:
    assert sentences("1914. A year.") == ["1914.", "A year."]
