"""YAML to nodes that remember where they stand.

Only what a rule file needs is YAML here: texts, lists and mappings. Every plain value is the text as written (``NO``
is Norway), and anchors, tags and keys given twice are mistakes, because each of them hides what a rule really says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

from ..errors import Location, Problem

if TYPE_CHECKING:
    import yaml

SIZE_LIMIT = 5_000_000
DEPTH_LIMIT = 64


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was read.

    ``name`` is the same on every machine (rule set, then path inside it), ``shown`` is the path as the caller gave it.
    """

    name: str
    shown: str
    lines: tuple[str, ...] = field(repr=False)

    def place(self, line: int, column: int, width: int = 1) -> Place:
        return Place(self, line, column, width)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands; ``line`` and ``column`` count from 0."""

    source: Source
    line: int
    column: int
    width: int = 1

    @property
    def location(self) -> Location:
        return Location(self.source.name, self.line + 1, self.column + 1, self.width)

    @property
    def shown(self) -> str:
        return f"{self.source.shown}:{self.line + 1}"

    def problem(self, name: str, message: str, advice: str) -> Problem:
        location = Location(self.source.shown, self.line + 1, self.column + 1, self.width)
        line = self.source.lines[self.line] if self.line < len(self.source.lines) else ""
        return Problem(location, name, message, advice, source=line)


@dataclass(frozen=True, slots=True)
class ScalarNode:
    value: str
    place: Place
    style: str | None = None

    def inside(self, start: int, stop: int) -> Place:
        """Return where the characters of the value stand in the file.

        A block scalar (``|``) and a scalar on one line without escapes are exact; any other gives its start.
        """
        before = self.value[:start]
        row = before.count("\n")
        column = start - (before.rfind("\n") + 1)
        written = self.value.split("\n")[row]
        source = self.place.source
        line = self.place.line + row + (1 if self.style == "|" else 0)
        raw = source.lines[line] if line < len(source.lines) else ""
        width = max(1, min(stop - start, len(written) - column))
        if self.style == "|" and raw.endswith(written):
            return source.place(line, len(raw) - len(written) + column, width)
        indent = self.place.column + (1 if self.style in ("'", '"') else 0)
        if self.style not in ("|", ">") and raw.startswith(self.value, indent):
            return source.place(line, indent + column, width)
        return self.place


@dataclass(frozen=True, slots=True)
class ListNode:
    items: tuple[AnyNode, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class MapNode:
    entries: tuple[tuple[ScalarNode, AnyNode], ...]
    place: Place


AnyNode: TypeAlias = ScalarNode | ListNode | MapNode


def decode(name: str, shown: str, content: bytes) -> tuple[Source, str, list[Problem]]:
    r"""Return a file's lines and text, with a problem where its bytes are no UTF-8.

    >>> decode("a.yaml", "a.yaml", b"caf\xe9")[2][0].location
    Location(file='a.yaml', line=1, column=4, width=1)
    """
    problems: list[Problem] = []
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("utf-8-sig", errors="replace")
    source = Source(name, shown, tuple(_LINE_BREAK.split(text)))
    # A replacement mark that the file itself holds is a sign of the same loss, one file earlier.
    at = text.find("\ufffd")
    if at >= 0:
        advice = "save the file as UTF-8"
        problems.append(_place_at(source, text, at).problem("not-utf8", "these bytes are no UTF-8 text", advice))
    return source, text, problems


def read_yaml(source: Source, text: str) -> tuple[AnyNode | None, list[Problem]]:
    """Return the node of a YAML text (None where it is empty) and what is wrong with it.

    >>> source, text, _ = decode("a.yaml", "a.yaml", b"country: NO")
    >>> node, problems = read_yaml(source, text)
    >>> node.entries[0][1].value, problems
    ('NO', [])
    """
    forbidden = _UNPRINTABLE.search(text)
    if forbidden:
        message = f"the character U+{ord(forbidden[0]):04X} may not stand in YAML"
        return None, [_place_at(source, text, forbidden.start()).problem("yaml-syntax", message, "remove it")]
    builder = _Builder(source)
    return builder.root(text), builder.problems


_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def _place_at(source: Source, text: str, offset: int) -> Place:
    before = _LINE_BREAK.split(text[:offset])
    return source.place(len(before) - 1, len(before[-1]))


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not been read yet."""

    place: Place
    is_map: bool
    nodes: list[AnyNode] = field(default_factory=list)


@dataclass(slots=True)
class _Builder:
    source: Source
    problems: list[Problem] = field(default_factory=list)

    def root(self, text: str) -> AnyNode | None:
        import yaml

        # Events, not compose(): one loop without recursion knows how deep it is before anything can overflow.
        loader_class: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        loader = None
        try:
            loader = loader_class(text)
            return self.document(loader, yaml)
        except yaml.YAMLError as error:
            self.problems.append(_syntax_problem(self.source, error))
            return None
        finally:
            if loader is not None:
                loader.dispose()

    def document(self, loader: Any, yaml: Any) -> AnyNode | None:
        opened: list[_Open] = []
        top: AnyNode | None = None
        while (event := loader.get_event()) is not None:
            node: AnyNode | None = None
            kind = type(event)
            if kind is yaml.ScalarEvent:
                node = self.scalar(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.refuse_extras(event)
                opened.append(_Open(self.place(event), kind is yaml.MappingStartEvent))
                if len(opened) > DEPTH_LIMIT:
                    message = f"this is nested deeper than {DEPTH_LIMIT}"
                    self.refuse(event, "too-deep", message, "a rule file needs no more than five levels")
                    return None
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                node = self.closed(opened.pop())
            elif kind is yaml.AliasEvent:
                self.refuse(event, "no-anchors", "aliases have no place in rule files", "write it out, or use a macro")
                node = ScalarNode("", self.place(event))
            elif kind is yaml.DocumentStartEvent and top is not None:
                self.refuse(event, "yaml-syntax", "a second document begins here", "remove the line, or use two files")
                return top
            if node is not None and opened:
                opened[-1].nodes.append(node)
            elif node is not None:
                top = node
        return top

    def place(self, event: Any) -> Place:
        start, end = event.start_mark, event.end_mark
        if start.line == end.line:
            width = end.column - start.column
        else:
            line = self.source.lines[start.line] if start.line < len(self.source.lines) else ""
            width = len(line) - start.column
        return Place(self.source, start.line, start.column, max(1, width))

    def refuse(self, event: Any, name: str, message: str, advice: str) -> None:
        self.problems.append(self.place(event).problem(name, message, advice))

    def refuse_extras(self, event: Any) -> None:
        if event.anchor is not None:
            self.refuse(event, "no-anchors", f"the anchor &{event.anchor} has no place in rule files", "remove it")
        if event.tag is not None:
            self.refuse(
                event, "no-tags", f"the tag {_short(event.tag)} has no place in rule files", "every value is a text"
            )

    def scalar(self, event: Any) -> ScalarNode:
        if event.anchor is not None or event.tag is not None:
            self.refuse_extras(event)
        place = self.place(event)
        if event.style in ("|", ">"):
            place = Place(self.source, place.line, place.column)
        return ScalarNode(event.value, place, event.style)

    def closed(self, opened: _Open) -> AnyNode:
        if not opened.is_map:
            return ListNode(tuple(opened.nodes), opened.place)
        entries: list[tuple[ScalarNode, AnyNode]] = []
        seen: dict[str, ScalarNode] = {}
        for key, value in zip(opened.nodes[::2], opened.nodes[1::2], strict=True):
            if not isinstance(key, ScalarNode):
                advice = "text that begins with [ or { stands in quotes or in a block"
                self.problems.append(key.place.problem("yaml-syntax", "a key must be a plain text", advice))
            elif key.value in seen:
                message = f"the key '{key.value}' is given twice; first on line {seen[key.value].place.line + 1}"
                self.problems.append(key.place.problem("duplicate-key", message, "keep one of the two"))
            else:
                seen[key.value] = key
                entries.append((key, value))
        return MapNode(tuple(entries), opened.place)


def _syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is None:
        return source.place(0, 0).problem("yaml-syntax", "this is no YAML", str(error).splitlines()[0])
    line = min(mark.line, len(source.lines) - 1)
    column = mark.column if line == mark.line else len(source.lines[line])
    following = source.lines[line][column : column + 1]
    said = f"{getattr(error, 'context', '') or ''} {getattr(error, 'problem', '') or ''}".strip()
    message, advice = _in_plain_words(said, following, source.lines[line][:column])
    return source.place(line, column).problem("yaml-syntax", message, advice)


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")


_IN_BLOCK = "in a block: `|` and a new line"


def _in_plain_words(said: str, following: str, before: str) -> tuple[str, str]:
    if following == "\t" or "tab" in said:
        return "YAML is not indented with tabs", "use spaces"
    if "cannot start any token" in said:
        return f"a value cannot begin with `{following}`", f"put it in quotes, or {_IN_BLOCK}"
    if "block scalar" in said:
        return (
            "the text of a block begins on the line after its `|`",
            "put text with quotes and | in other quotation marks",
        )
    if "mapping values are not allowed" in said:
        return (
            "a colon and a space make a key here",
            f"put text with a colon in quotes, or {_IN_BLOCK}",
        )
    if "quoted scalar" in said:
        return "the quotation has no end", "add the closing quotation mark"
    if "flow sequence" in said or "flow mapping" in said:
        return (
            "the list in brackets goes wrong here",
            f"text that begins with [ or {{ stands in quotes, or {_IN_BLOCK}",
        )
    if "expected" in said and re.fullmatch(r"\s*(- |[\w-]+: )*[\"']", before):
        return "a quotation that began further up ends here", "see which line above lacks its closing quotation mark"
    if "expected" in said and re.search(r"[\"']\s*$", before):
        return "more text follows a quotation", f"put the whole in other quotation marks, or {_IN_BLOCK}"
    if "expected" in said and re.search(r"\]\s*$", before):
        return "more text follows a list", f"text that begins with [ stands in quotes, or {_IN_BLOCK}"
    if "expected" in said:
        return "this does not fit what stands before it", "check the indentation, and the quotes above"
    return f"this is no YAML: {said}", "check the quotes and the indentation"
