"""The report as one page of HTML, and the files beside it: every figure as SVG and as CSV.

The page needs no network and lets nothing run but its own script: whatever an article, a name or a rule holds is shown
as text.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from ..corpus.parts import Manifest, harmless
from ..corpus.tables import DOCUMENTS
from ..show.html import asset, filled, policy, text_in_html
from ..values.countries import country
from .facts import Fact
from .figures import FAILURES, Figure, Key, Report, Totals
from .inline import inline
from .pictures import picture

LONGEST = 360  # characters of a sentence that are shown
BEFORE = 140  # of these, before the words
TITLE = "What a run found"


class Pages(NamedTuple):
    """The page, and the files beside it by their names below its folder."""

    page: str
    beside: dict[str, str]


def pages(report: Report, manifest: Manifest, folder: str, title: str = TITLE) -> Pages:
    """Return the page of a report and the files of its figures, to which it leads in ``folder``."""
    beside: dict[str, str] = {}
    sections: list[str] = []
    for figure in report.figures:
        links = {key: f"{figure.name}-{number}" for number, key in enumerate(figure.shown())}
        drawn = picture(figure, {key: f"#{link}" for key, link in links.items()}, _name_of(figure))
        beside[f"{figure.name}.svg"] = drawn
        beside[f"{figure.name}.csv"] = _csv(figure)
        sections.append(_section(figure, drawn, links, quote(folder)))
    style, script = asset("colours.css") + asset("report.css"), asset("report.js")
    page = filled(
        "report.html",
        policy=policy(style, script),
        title=text_in_html(title),
        style=style,
        about=text_in_html(_about(report.totals, manifest)),
        notes=_notes(report, manifest),
        numbers=_numbers(report.totals),
        contents="".join(f'<li><a href="#{each.name}">{text_in_html(each.title)}</a></li>' for each in report.figures),
        figures="\n".join(sections),
        made=text_in_html(f"{manifest.plan.get('relex', '')}, rule set {str(manifest.plan.get('rules', ''))[:12]}"),
        script=script,
    )
    return Pages(page, beside)


def written(made: Pages, out: Path) -> Path:
    """Write a page and, in a folder beside it, the files of its figures; return the folder."""
    folder = out.with_name(folder_of(out))
    out.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    for name, content in made.beside.items():
        (folder / name).write_text(content, "utf-8", newline="")
    out.write_text(made.page, "utf-8", newline="")
    return folder


def folder_of(out: Path) -> str:
    """Return the name of the folder for the figures of a page.

    >>> folder_of(Path("news/report.html"))
    'report-figures'
    """
    return f"{out.stem}-figures"


def _about(totals: Totals, manifest: Manifest) -> str:
    files = [str(each.get("file", "")) for each in manifest.plan.get("input", ())]
    sources = ", ".join(Path(name).name for name in files[:3]) + (f" and {len(files) - 3} more" if files[3:] else "")
    days = f", dated {totals.days[0]} to {totals.days[1]}" if totals.days else ""
    return f"{_many(totals.documents, 'document')} from {sources or 'unnamed files'}{days}."


def _notes(report: Report, manifest: Manifest) -> str:
    notes = []
    if not manifest.complete:
        notes.append("This run is not finished: the figures tell of the documents that are done so far.")
    if not report.figures:
        notes.append("Nothing was found.")
    return "".join(f'<p class="note" role="note">{note}</p>' for note in notes)


def _numbers(totals: Totals) -> str:
    rows = [("documents", totals.documents), ("without a result", totals.errors), *totals.tables.items()]
    return "".join(f"<div><dt>{text_in_html(name)}</dt><dd>{count:,}</dd></div>" for name, count in rows)


def _section(figure: Figure, drawn: str, links: dict[Key, str], folder: str) -> str:
    labels = {f"#{link}": _label(figure, key) for key, link in links.items()}
    evidence = "".join(_evidence(figure, key, link) for key, link in links.items())
    return filled(
        "figure.html",
        name=figure.name,
        title=text_in_html(figure.title),
        about=text_in_html(figure.about + _left_out(figure)),
        picture=inline(drawn, figure.name, labels),
        table=_table(figure, links),
        shape=figure.shape,
        folder=folder,
        evidence=evidence,
    )


def _left_out(figure: Figure) -> str:
    """What is counted and not shown: the picture has the first of many rows only."""
    shown = sum(figure.counts[key] for key in figure.shown())
    whole = figure.counts.total()
    return f" {whole - shown:,} of {whole:,} are of others than those shown; the CSV has all." if whole > shown else ""


def _label(figure: Figure, key: Key) -> str:
    """What a count is of, in words, and the count.

    In a matrix: who with whom, or who towards whom.
    """
    one, other = map(_name_of(figure), key)
    if figure.shape == "matrix":
        who = f"{one} and {other}" if figure.mirrored else f"{one} towards {other}"
        return f"{who}, {figure.of[2]}: {figure.counts[key]:,}"
    return f"{one or 'none'}, {other}: {figure.counts[key]:,}"


def _name_of(figure: Figure) -> Callable[[str], str]:
    return _country_name if figure.name.startswith("between-") else str


def _country_name(code: str) -> str:
    found = country(code) if len(code) == 2 and code.isupper() else None
    return found.name if found else code


def _table(figure: Figure, links: dict[Key, str]) -> str:
    """The counts that are shown as rows of a table, each a link to its evidence."""
    name_of = _name_of(figure)

    def cell(key: Key) -> str:
        if key not in links:
            return "<td>0</td>"
        label = text_in_html(_label(figure, key))
        return f'<td><a href="#{links[key]}" aria-label="{label}">{figure.counts[key]:,}</a></td>'

    def heads(*names: str) -> str:
        return "".join(f'<th scope="col">{text_in_html(name)}</th>' for name in names)

    def head(name: str) -> str:
        return f'<th scope="row" dir="auto">{text_in_html(name)}</th>'

    if figure.shape == "matrix":
        ranked = sorted(links, key=lambda key: (-figure.counts[key], key))
        rows = [
            f'<tr>{head(name_of(one))}<td dir="auto">{text_in_html(name_of(other))}</td>{cell((one, other))}'
            f"<td>{text_in_html(_statuses(figure, (one, other)))}</td></tr>"
            for one, other in ranked
        ]
        return f"<thead><tr>{heads(*figure.of, 'status')}</tr></thead><tbody>{''.join(rows)}</tbody>"
    rows = [f"<tr>{head(name_of(row))}{''.join(cell((row, c)) for c in figure.columns)}</tr>" for row in figure.rows]
    return f"<thead><tr>{heads(figure.of[0], *figure.columns)}</tr></thead><tbody>{''.join(rows)}</tbody>"


def _statuses(figure: Figure, key: Key) -> str:
    ranked = sorted(figure.statuses[key].items(), key=lambda each: (-each[1], each[0]))
    return ", ".join(f"{count:,} {status}" for status, count in ranked if status)


def _evidence(figure: Figure, key: Key, link: str) -> str:
    kept = figure.evidence[key]
    count = figure.counts[key]
    told = [f"The first {len(kept):,} of {count:,}." if len(kept) < count else ""]
    told.append(f"{_statuses(figure, key)}." if figure.shape == "matrix" else "")
    about = " ".join(filter(None, told))
    items = "".join(_item(figure, fact) for fact in kept)
    return (
        f'<section class="ev" id="{link}" tabindex="-1" aria-labelledby="{link}-t">'
        f'<h3 id="{link}-t" dir="auto">{text_in_html(_label(figure, key))}</h3>'
        + (f"<p>{text_in_html(about)}</p>" if about else "")
        + f"<ol>{items}</ol></section>"
    )


def _item(figure: Figure, fact: Fact) -> str:
    told = [fact.document, fact.day.isoformat() if fact.day else "", fact.status]
    if figure.name == FAILURES:
        told = [fact.document, fact.rule]
    facts = "".join(f"<span>{text_in_html(each)}</span>" for each in told if each)
    rule = f"<code>{text_in_html(fact.rule)}</code>" if fact.table != DOCUMENTS else ""
    return f'<li><p class="sentence" dir="auto">{_sentence(fact)}</p><p class="of">{facts}{rule}</p></li>'


def _sentence(fact: Fact) -> str:
    """A sentence with the words marked in it, cut at both ends where it is long."""
    start = max(0, fact.start - BEFORE) if len(fact.sentence) > LONGEST else 0
    stop = min(len(fact.sentence), start + LONGEST)
    last = min(fact.stop, stop)
    pieces = (fact.sentence[start : fact.start], fact.sentence[fact.start : last], fact.sentence[last:stop])
    before, words, after = (text_in_html(" ".join(f"[{piece}]".split())[1:-1]) for piece in pieces)
    marked = f"<mark>{words}</mark>" if words else ""
    return f"{'…' if start else ''}{before}{marked}{after}{'…' if stop < len(fact.sentence) else ''}"


def _csv(figure: Figure) -> str:
    """Every count of a figure, also those that the picture leaves out."""
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(figure.of)
    for key, count in sorted(figure.counts.items(), key=_order(figure)):
        writer.writerow([*map(harmless, key), count])
    return sink.getvalue()


def _order(figure: Figure) -> Callable[[tuple[Key, int]], tuple[int, Key]]:
    """Over time in the order of time; else the highest counts first."""
    places = {row: number for number, row in enumerate(figure.rows)} if figure.shape == "time" else {}
    return lambda each: (places.get(each[0][0], 0) if places else -each[1], each[0])


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
