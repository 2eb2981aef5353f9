"""The component in a real pipeline of spaCy's."""

from __future__ import annotations

import os

import pytest

if not os.environ.get("CI"):
    pytest.importorskip("spacy")


def test_the_component_sets_results_and_spans() -> None:
    import spacy

    import relex
    import relex.adapters.spacy  # what the entry point does for an installed relex

    nlp = spacy.blank("en")
    nlp.add_pipe("relex", config={"date": "2026-11-25"})
    text = "Foreign Minister Wang Yi met Badr Abdelatty in Cairo on Tuesday. “We agree,” Wang said."
    doc = nlp(text)
    assert doc._.relex == relex.extract(text, date="2026-11-25")
    spans = {(span.text, span.label_, span.id_) for span in doc.spans["relex"]}
    assert {("met", "Meeting", "held"), ("Cairo", "Country", ""), ("Tuesday", "Date", "")} <= spans
    assert any(label == "Quote" and "We agree" in words for words, label, _ in spans)
    assert not list(nlp("").spans["relex"])
