"""relex as a component of a spaCy pipeline: ``nlp.add_pipe("relex")`` sets ``doc._.relex`` and spans.

The spans stand in ``doc.spans["relex"]``: for every event its trigger, for every quote its words, for every country and
date its own, with the type as their label and, where the event has one, its status as their id.
"""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ..extractor import Extractor, load
from ..model import Extraction, Span

KEY = "relex"


@Language.factory("relex", default_config={"rules": None, "date": None}, assigns=["doc._.relex", "doc.spans"])
def make(nlp: Language, name: str, rules: str | None, date: str | None) -> Relex:  # noqa: ARG001  (spaCy's signature)
    """Return the component: ``rules`` names a rule set, ``date`` is the day of documents that give none."""
    return Relex(load(rules), date)


class Relex:
    """Reads a document's text; a document whose extension ``relex_date`` holds an ISO date is read from that day."""

    def __init__(self, extractor: Extractor, date: str | None) -> None:
        self._extractor = extractor
        self._date = date
        if not Doc.has_extension(KEY):
            Doc.set_extension(KEY, default=None)
            Doc.set_extension("relex_date", default=None)

    def __call__(self, doc: Doc) -> Doc:
        found = self._extractor(doc.text, doc._.relex_date or self._date)
        doc._.relex = found
        doc.spans[KEY] = [span for span in (_span(doc, *each) for each in _labelled(found)) if span is not None]
        return doc


def _labelled(found: Extraction) -> list[tuple[Span, str, str]]:
    events = [(event.trigger_span, event.type, event.status) for event in found.events]
    quotes = [(quote.span, "Quote", quote.kind) for quote in found.quotes]
    countries = [(mention.span, mention.label, "") for mention in found.countries]
    dates = [(mention.span, mention.label, "") for mention in found.dates]
    return [*events, *quotes, *countries, *dates]


def _span(doc: Doc, span: Span, label: str, name: str) -> Any:
    """The tokens that hold some characters; None where there are none."""
    return doc.char_span(*span, label=label, span_id=name, alignment_mode="expand") if span.stop > span.start else None
