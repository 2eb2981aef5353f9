"""A user's folder changes exactly what it says, and nothing else, over hundreds of articles."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

from relex import load
from relex.corpus.articles import articles
from relex.difference import differences
from relex.extractor import Extractor

DISABLED = "talks-with"
ROWS = ("Nikkei", "JP"), ("Sensex", "IN")
ARTICLES = 500


@pytest.fixture(scope="module")
def overlay(tmp_path_factory: pytest.TempPathFactory) -> Extractor:
    folder: Path = tmp_path_factory.mktemp("mine")
    (folder / "mine.yaml").write_text(f"imports: [diplomacy]\ndisable: [{DISABLED}]\n", "utf-8")
    (folder / "lexicons").mkdir()
    rows = "".join(f"{surface}\tCountry\t{code}\n" for surface, code in ROWS)
    (folder / "lexicons" / "countries.tsv").write_text(f"surface\tlabel\tid\n{rows}", "utf-8")
    return load(folder)


def named(text: str) -> int:
    return len(re.findall(rf"\b(?:{'|'.join(surface for surface, _ in ROWS)})\b", text))


@pytest.mark.shared
def test_only_articles_that_the_change_speaks_of_change(overlay: Extractor, shared: Path) -> None:
    shipped = load()
    seen = {"named": 0, "told": 0, "same": 0}
    corpus = articles(shared / "data" / "corpora" / "agency.jsonl.gz", [])
    for article in itertools.islice(corpus, ARTICLES):
        analysis = shipped.analyse(article.text, article.date)
        told = any(report.rule == DISABLED for report in analysis.told)
        found = differences(shipped(article.text, article.date), overlay(article.text, article.date))
        added = [each for each in found if each.kind == "added" and each.item.type == "Country"]
        assert len(added) == named(article.text), article.id
        assert not [each for each in found if each.after is not None and each.after.rule == DISABLED]
        if not named(article.text):
            assert {each.item.type for each in found} <= {"Meeting"}, article.id
            assert not found or told, article.id
        seen["named"] += bool(added)
        seen["told"] += told and bool(found)
        seen["same"] += not found
    # The corpus speaks of both, and mostly of neither.
    assert seen["named"] and seen["told"] and seen["same"] > 0.9 * ARTICLES


def test_what_is_added_is_found_as_the_rows_say(overlay: Extractor) -> None:
    text = "The Nikkei fell. France held talks with Kenya."
    assert [each.value.alpha_2 for each in overlay(text).countries] == ["JP", "FR", "KE"]
    assert [each.value.alpha_2 for each in load()(text).countries] == ["FR", "KE"]
