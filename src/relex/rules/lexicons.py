"""Tables of phrases: tab-separated, to be read and edited by people."""

from __future__ import annotations

from ..errors import Problem, did_you_mean
from .nodes import Source
from .ruleset import Lexicon, LexiconRow

HEADING = ("surface", "label", "id", "note")
SIZE_LIMIT = 50_000_000


def read_lexicon(name: str, source: Source) -> tuple[Lexicon, list[Problem]]:
    r"""Return the rows of a lexicon and what is wrong with others.

    The columns at the end of a row may be left out. Line numbers count from 1.

    >>> lines = ("surface\tlabel\tid\tnote", "Cairo\tCity\tEG\talso for the government")
    >>> read_lexicon("places", Source("places.tsv", "places.tsv", lines))[0].rows
    (LexiconRow(surface='Cairo', label='City', id='EG', line=2, note='also for the government'),)
    """
    first = next((at for at, line in enumerate(source.lines) if line.strip() and not line.startswith("#")), None)
    heading = source.lines[first].rstrip("\t").split("\t") if first is not None else []
    if first is None or tuple(heading) != HEADING[: len(heading)] or len(heading) < 2:
        return Lexicon(name, source.name, ()), [_heading_problem(source, first or 0)]
    rows: list[LexiconRow] = []
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(source.lines[first + 1 :], start=first + 1):
        if not line or line.isspace():
            continue
        cells = line.split("\t")
        surface, label, id_, note = (*cells, "", "", "")[:4]
        if not surface or not 2 <= len(cells) <= 4 or not label.isidentifier() or _untidy(cells):
            problems.append(_row_problem(source, number, cells))
            continue
        other = seen.setdefault((surface, label), number)
        if other != number:
            problems.append(_twice_problem(source, number, other, surface, label))
            continue
        rows.append(LexiconRow(surface, label, id_, number + 1, note))
    return Lexicon(name, source.name, tuple(rows)), problems


def _untidy(cells: list[str]) -> bool:
    return any(cell != cell.strip() for cell in cells) or "  " in cells[0]


def _heading_problem(source: Source, line: int) -> Problem:
    width = max(1, len(source.lines[line]))
    advice = f"write `{'<tab>'.join(HEADING)}` as the first line that is no # comment"
    return source.place(line, 0, width).problem("no-heading", "a lexicon begins with the names of its columns", advice)


def _row_problem(source: Source, line: int, cells: list[str]) -> Problem:
    raw = source.lines[line]
    whole = source.place(line, 0, max(1, len(raw.rstrip())))
    if raw.startswith("#"):
        return whole.problem("wrong-columns", "comments stand above the heading only", "use the column `note`")
    if len(cells) < 2:
        advice = "put a tab, not spaces, between the surface and the label"
        return whole.problem("wrong-columns", "the row has one column; it needs a surface and a label", advice)
    if len(cells) > 4:
        place = source.place(line, len("\t".join(cells[:4])) + 1, len("\t".join(cells[4:])) or 1)
        advice = f"the columns are {', '.join(HEADING)}"
        return place.problem("wrong-columns", f"the row has {len(cells)} columns, not 4", advice)
    if not cells[0].strip():
        return source.place(line, 0).problem(
            "empty-surface", "the row has no surface", "write the phrase, or remove it"
        )
    if not cells[1].strip():
        place = source.place(line, len(cells[0]) + 1)
        return place.problem("empty-label", "the row has no label", "say what the phrase is: Country, Person, ...")
    for at, cell in enumerate(cells):
        column = len("\t".join(cells[:at])) + (at > 0)
        if cell != cell.strip() or (at == 0 and "  " in cell):
            place = source.place(line, column, max(1, len(cell)))
            return place.problem("stray-space", f"the {HEADING[at]} has a space too many", "remove it")
    place = source.place(line, len(cells[0]) + 1, len(cells[1]))
    plain = "".join(character for character in cells[1].title() if character.isalnum())
    advice = did_you_mean(cells[1], [plain], "a label is one word of letters: Country")
    return place.problem("bad-label", f"'{cells[1]}' cannot be a label", advice)


def _twice_problem(source: Source, line: int, other: int, surface: str, label: str) -> Problem:
    message = f"'{surface}' as {label} stands on line {other + 1} already"
    place = source.place(line, 0, len(surface))
    return place.problem("duplicate-row", message, "keep one of the two: a phrase has one id for each label")
