"""Texts that stand in markup: pages of web archives, items of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError, XMLParser

_BLOCK = re.compile(r"</?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote|section|article)\b[^<>]*>", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b(?:.*?</\1\s*>|.*)", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_APART = re.compile(r"\n\s*\n")
_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html)\b", re.IGNORECASE)


def is_page(text: str) -> bool:
    """Tell whether a text is a whole HTML page.

    >>> is_page("<!DOCTYPE html><p>Talks."), is_page("The tag <html> begins a page.")
    (True, False)
    """
    return _PAGE.match(text) is not None


def plain(markup: str) -> str:
    r"""Return the words of a piece of HTML, paragraphs apart.

    >>> plain("<p>Talks &amp; tea.</p><p>Rome.</p>")
    'Talks & tea.\n\nRome.'
    """
    import html

    text = html.unescape(_ANY_TAG.sub("", _BLOCK.sub("\n\n", _HIDDEN.sub(" ", markup))))
    return "\n\n".join(filter(None, map(str.strip, _APART.split(text))))


def article_of(page: bytes) -> str | None:
    """Return the article that an HTML page holds; None where there is none."""
    from trafilatura import extract

    found: str | None = extract(page)
    return found or None


Item = dict[str, str]
_ITEM = ("item", "entry")


class Items:
    """The items of a feed, as its bytes come in: for each the words in each of its tags, the first of each name."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._ready: list[Item] = []
        self._path: list[str] = []
        self._item: Item | None = None
        self._depth = 0
        self._words: list[str] = []
        self._parser = XMLParser(target=self)  # noqa: S314  a DOCTYPE, which alone declares entities, is refused

    def feed(self, piece: bytes) -> Iterator[Item]:
        """Yield the items that end in a piece; then raise ValueError where it is no feed or a hostile one."""
        wrong = None
        try:
            self._parser.feed(piece)
        except ParseError as error:
            wrong = f"no feed: {error}"
        except ValueError as error:
            wrong = str(error)
        ready, self._ready = self._ready, []
        yield from ready
        if wrong:
            raise ValueError(wrong)

    def doctype(self, *_: object) -> None:
        """Refuse a feed that may declare entities."""
        raise ValueError("a feed that declares entities is not read")

    def start(self, tag: str, _attributes: object) -> None:
        """Take in the start of an element."""
        self._path.append(tag.rpartition("}")[2])
        if self._item is None and self._path[-1] in _ITEM:
            self._item, self._depth = {}, len(self._path)
        elif self._item is not None and len(self._path) == self._depth + 1:
            self._words = []

    def data(self, words: str) -> None:
        """Take in characters."""
        if self._item is not None and len(self._path) > self._depth:
            self._words.append(words)
            self._held += len(words)
            if self._held > self._limit:
                raise ValueError(f"an item of more than {self._limit:,} characters")

    def end(self, _tag: str) -> None:
        """Take in the end of an element."""
        if self._item is not None and len(self._path) == self._depth + 1:
            name = self._path[-1]
            self._item[name] = self._item.get(name) or "".join(self._words).strip()
        elif self._item is not None and len(self._path) == self._depth:
            self._ready.append(self._item)
            self._item, self._held = None, 0
        self._path.pop()

    def close(self) -> None:
        """Nothing is left to give."""
