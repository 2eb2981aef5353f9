"""The command line: one function a verb, each a thin shell around a function of the library."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, cast

import click

from . import Extraction, Problem, RuleError, __version__, load
from .errors import annotation, render

if TYPE_CHECKING:
    from .corpus.parts import Format
    from .extractor import Extractor

UNREADABLE = 2
Writer = Callable[[str, Extraction], None]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, message="relex %(version)s")
def main() -> None:
    """Read typed facts from English news by declarative rules."""
    # A text may hold what the terminal's encoding cannot write; a result with an escape is better than none.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE... | -")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "text", "jsonl"]),
    default="table",
    show_default=True,
    help="Tables to read, the text with everything drawn on it, or one JSON object a file.",
)
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help='The day on which the articles were written; "on Tuesday" is counted from it.',
)
@click.option("--rules", metavar="RULES", help="A rule set: a folder, or the name of a shipped one.")
def extract(files: tuple[str, ...], form: str, date: datetime | None, rules: str | None) -> None:
    """Print what the articles report.

    A FILE is text in UTF-8; "-" is the standard input. A file that cannot be read is told on the standard error, the
    others are still done, and the exit code is 2. Tables and text have colours in a terminal and none in a pipe.
    """
    extractor = _loaded(rules)
    day = date.date().isoformat() if date else None
    if form == "text":
        write = _text_writer(several=len(files) > 1)
    else:
        write = _table_writer() if form == "table" else _line_writer
    unread = 0
    for name in files:
        text = _text(name)
        if text is None:
            unread += 1
        else:
            write(name, extractor(text, date=day))
    if unread:
        sys.exit(UNREADABLE)


@main.command()
@click.argument("rules", metavar="RULES")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    show_default=True,
    help="Text to read, one JSON object, or annotations as GitHub shows them beside the file.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 where there are warnings.")
def check(rules: str, form: str, *, strict: bool) -> None:
    """Print what is wrong with a rule set, and what is doubtful, with places and advice.

    Exits with 2 where the rules cannot be used. Warnings are: a rule that another always hides, an example that another
    rule answers, a pattern that begins with a gap, a macro or lexicon that nothing uses, and a lexicon row that has
    another meaning elsewhere. They are told of the rule set's own files only, not of those that it imports.
    """
    from .advice import advised

    problems: Sequence[Problem]
    counts = {}
    try:
        found = advised(rules)
        problems, counts = found.warnings, {"rule": len(found.rules.rules), "cue": len(found.rules.cues)}
    except RuleError as error:
        problems = error.problems
    except OSError as error:
        _fail(error)
    if form == "json":
        values = [_problem_values(problem) for problem in problems]
        click.echo(json.dumps({"rules": rules, "problems": values}, ensure_ascii=False, indent=2))
    elif form == "github":
        for problem in problems:
            click.echo(annotation(problem))
    else:
        for problem in problems:
            click.echo(f"{render(problem)}\n", err=not counts)
        told = _counted(len(problems), "warning") if problems else "no problem"
        if counts:
            click.echo(f"{rules}: {', '.join(_counted(many, noun) for noun, many in counts.items())}, {told}")
    sys.exit(UNREADABLE if not counts else 1 if strict and problems else 0)


def _problem_values(problem: Problem) -> dict[str, object]:
    values = dataclasses.asdict(problem)
    place: dict[str, object] = values.pop("location")
    return place | values


@main.command()
@click.argument("rules", metavar="RULES")
def test(rules: str) -> None:
    """Run the examples beside the rules, and the cases.

    Prints every answer that differs from the one that is drawn, and exits with 1 if there is any.
    """
    from .extractor import path_of
    from .testing import checks, failures

    extractor = _loaded(rules)
    examples = checks(extractor.rules, path_of(rules))
    failed = 0
    for failure in failures(extractor, examples):
        failed += 1
        click.echo(f"{failure}\n")
    click.echo(f"{rules}: {_counted(len(examples), 'example')}, {failed or 'none'} failed")
    if failed:
        sys.exit(1)


@main.command()
@click.argument("domain", metavar="DOMAIN")
def new(domain: str) -> None:
    """Make a folder DOMAIN with a small rule set to start from.

    It passes `relex check` and `relex test` as it is; every file says what it is for.
    """
    from .rules.skeleton import made

    try:
        files = made(Path(domain))
    except OSError as error:
        _fail(error)
    for file in files:
        click.echo(file.as_posix())
    click.echo(f"now: relex check {domain} && relex test {domain}")


@main.command()
@click.argument("file", metavar="FILE | -")
@click.option("--rules", metavar="RULES", help="A rule set: a folder, or the name of a shipped one.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day of the article.")
@click.option("--rule", metavar="ID", help="Only what this rule or cue found, and what it lost to others.")
@click.option("--event", type=int, metavar="N", help="Only the event with this number, counted from 1.")
@click.option("--at", type=int, metavar="OFFSET", help="Only what stands at this character, counted from 0.")
@click.option(
    "--why-not", is_flag=True, help="How far a rule got that found nothing; with --at, which rules came near."
)
def explain(
    file: str, rules: str | None, date: datetime | None, rule: str | None, event: int | None, at: int | None,
    *, why_not: bool,
) -> None:  # fmt: skip
    """Print why an article gave its answers: a tree from each answer to its words.

    Every line names the file and line of the rule or lexicon row behind it; then comes what was found and dropped, and
    in favour of what.
    """
    from .show.explain import Question, explained

    extractor = _loaded(rules)
    text = _text(file)
    if text is None:
        sys.exit(UNREADABLE)
    day = date.date().isoformat() if date else None
    with _told_if_unusable():
        click.echo(explained(extractor, text, day, Question(rule, event, at, why_not)))


@main.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.argument("corpus", metavar="CORPUS")
@click.option("--samples", type=click.IntRange(0), default=3, show_default=True, help="How many of each kind to show.")
@click.option("--fail-on-loss", is_flag=True, help="Exit with 1 where something is lost.")
@click.option("--jobs", type=click.IntRange(1), default=1, show_default=True, help="Processes that share the articles.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def diff(old: str, new: str, corpus: str, samples: int, jobs: int, form: str, *, fail_on_loss: bool) -> None:
    """Print what a change of rules adds, loses and changes over a corpus, by type and rule, with samples.

    OLD and NEW are rule sets; CORPUS is a file or a folder of files of the kinds that `relex run` reads. A part of an
    event or quote that is no longer filled counts as lost too.
    """
    from .corpus.articles import articles
    from .difference import compared

    unread: list[str] = []
    with _told_if_unusable():
        tally = compared(old, new, articles(corpus, unread), samples=samples, jobs=jobs)
    _tell_unread(unread)
    click.echo(json.dumps(tally.to_dict(), ensure_ascii=False, indent=2) if form == "json" else str(tally))
    if fail_on_loss and tally.losses:
        sys.exit(1)


@main.command()
@click.argument("rules", metavar="RULES")
@click.argument("corpus", metavar="CORPUS")
@click.option("--top", type=click.IntRange(0), default=20, show_default=True, help="How many rules to show.")
@click.option("--budget", type=float, metavar="PERCENT", help="Exit with 1 where a rule takes more of the whole time.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def profile(rules: str, corpus: str, top: int, budget: float | None, form: str) -> None:
    """Print what each rule costs over a corpus: tries, matches, time, and its share of the whole time.

    CORPUS is a file or a folder of files of the kinds that `relex run` reads.
    """
    from .corpus.articles import articles
    from .costs import costs

    unread: list[str] = []
    with _told_if_unusable():
        found = costs(rules, articles(corpus, unread))
    _tell_unread(unread)
    click.echo(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) if form == "json" else found.table(top))
    dear = found.above(budget) if budget is not None else ()
    for cost in dear:
        place = f"{cost.location.file}:{cost.location.line}"
        told = f"{place}: {cost.id} takes {found.share(cost):.2f}% of the time, more than {budget:g}%"
        click.echo(told, err=True)
    if dear:
        sys.exit(1)


@main.command()
@click.argument("rules", metavar="RULES")
def types(rules: str) -> None:
    """Print a module of dataclasses for a rule set's types."""
    from .extract.records import types_module
    from .rules.loader import load_rules

    try:
        click.echo(types_module(load_rules(rules)), nl=False)
    except (RuleError, OSError) as error:
        _fail(error)


@main.command()
@click.argument("rules", metavar="[RULES]", required=False)
@click.option("--rule-files", is_flag=True, help="The schema of rule files (draft-07), for editors.")
def schema(rules: str | None, *, rule_files: bool) -> None:
    """Print the JSON Schema of extractions, or of rule files.

    Of extractions by the shipped rules, or by RULES; `relex extract --format jsonl` writes one a line, with the name of
    its file before it.
    """
    from .rules.schema import rule_schema
    from .show.schema import json_schema

    if rule_files:
        if rules is not None:
            raise click.UsageError("rule files have one schema, whatever the RULES")
        click.echo(json.dumps(rule_schema(), indent=2))
        return
    click.echo(json.dumps(json_schema(type(_loaded(rules)(""))), indent=2))


@main.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@click.option("--out", type=click.Path(path_type=Path), metavar="PAGE", help="The page; standard output if left out.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="The day of the articles.")
@click.option("--rules", metavar="RULES", help="A rule set: a folder, or the name of a shipped one.")
@click.option("--title", default="What relex found", show_default=True)
def view(files: tuple[str, ...], out: Path | None, date: datetime | None, rules: str | None, title: str) -> None:
    """Write a page in which everything that was found lights up in the articles.

    The page is one file, needs no network, and lets nothing run that an article holds.
    """
    from .show.explain import explained_each
    from .show.view import Article, Told, page

    extractor = _loaded(rules)
    day = date.date().isoformat() if date else None
    articles: list[Article] = []
    unread: list[str] = []
    for name in files:
        text = _text(name)
        if text is None:
            unread.append(name)
            continue
        found, events, quotes, places = explained_each(extractor, text, day)
        articles.append(Article(Path(name).name, found, Told(events, quotes, places)))
    written = page(articles, title)
    if out:
        out.write_text(written, "utf-8", newline="\n")
    else:
        click.echo(written, nl=False)
    if unread:
        sys.exit(UNREADABLE)


@main.command()
@click.option(
    "--rules", metavar="DIR", help="The folder of rules to work on; the shipped ones, to look at, if left out."
)
@click.option("--corpus", type=click.Path(path_type=Path), metavar="CORPUS", help="Articles to read and to compare on.")
@click.option(
    "--sample", type=click.IntRange(1, 5000), default=200, show_default=True, help="How many of them, evenly spread."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen; any other lets others ask.")
@click.option("--port", type=click.IntRange(1, 65535), metavar="PORT", help="8765, or a free one, if left out.")
@click.option("--open", "opens", is_flag=True, help="Open the page in a browser.")
def serve(rules: str | None, corpus: Path | None, sample: int, host: str, port: int | None, *, opens: bool) -> None:
    """Open the rule workbench in a browser: write rules and see what they do.

    While you write, it shows mistakes at their lines, what the rules find in an article, how the examples do, how far
    each rule got at any word, and what a change adds and loses in a corpus. It saves only inside DIR, and asks before
    it saves rules with mistakes. It needs the extra [web]; stop it with Ctrl+C.
    """
    try:
        from .web.bench import Bench
        from .web.server import run
    except ImportError as error:
        _stop(f"{error}; install relex[web]", UNREADABLE)
    with _told_if_unusable():
        bench = Bench(rules, corpus, sample)
        _tell_unread(bench.unread)
        run(bench, host, port, lambda address: _tell_address(address, opens=opens))


def _tell_address(address: str, *, opens: bool) -> None:
    click.echo(f"the workbench is at {address}\nstop it with Ctrl+C")
    if opens:
        click.launch(address)


@main.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder for the tables.")
@click.option("--format", "form", type=click.Choice(["parquet", "jsonl", "csv"]), default="parquet", show_default=True)
@click.option("--resume", is_flag=True, help="Go on where an earlier run into DIR has come to.")
@click.option("--rules", metavar="RULES", help="A rule set: a folder, or the name of a shipped one.")
@click.option("--text-field", default="text", show_default=True, help="The key or column of the text.")
@click.option("--id-field", default="id", show_default=True, help="The key or column of the document's name.")
@click.option("--date-field", default="date", show_default=True, help="The key or column of the document's date.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), metavar="YYYY-MM-DD", help="For documents without a date.")
@click.option("--engine", type=click.Choice(["local", "dask", "spark"]), default="local", show_default=True)
@click.option("--scheduler", metavar="ADDRESS", help="Of a Dask cluster, as tcp://host:8786.")
@click.option("--master", metavar="URL", help="Of a Spark cluster, as spark://host:7077.")
@click.option("--workers", type=click.IntRange(1), help="Processes; as many as the machine has cores if left out.")
@click.option("--batch", type=click.IntRange(1), default=32, show_default=True, help="Documents given at a time.")
@click.option("--part", type=click.IntRange(1), default=1000, show_default=True, help="Documents a file.")
@click.option("--limit", type=click.IntRange(1), help="Read at most so many documents.")
@click.option("--sample", type=click.FloatRange(0, 1, min_open=True), help="Read this share of them, evenly spread.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, min_open=True),
    default=60.0,
    show_default=True,
    help="Seconds for a document.",
)
@click.option("--times", is_flag=True, help="Measure the seconds for each document, into the column of that name.")
@click.option("--memory", type=click.IntRange(256), default=2048, show_default=True, help="Megabytes for a worker.")
@click.option(
    "--max-chars", type=click.IntRange(1), default=1_000_000, show_default=True, help="Longer texts are errors."
)
def run(
    inputs: tuple[str, ...],
    out: Path,
    form: str,
    resume: bool,
    rules: str | None,
    text_field: str,
    id_field: str,
    date_field: str,
    date: datetime | None,
    engine: str,
    scheduler: str | None,
    master: str | None,
    workers: int | None,
    batch: int,
    part: int,
    limit: int | None,
    sample: float | None,
    timeout: float,
    times: bool,
    memory: int,
    max_chars: int,
) -> None:
    """Read many documents into tables: Parquet, JSON lines or CSV.

    An INPUT is a file (JSON lines, CSV, Parquet, text, RSS or Atom, WARC; packed with gzip or zstd or not), a folder
    or a pattern. Every document has a row in DIR/documents, also one that could not be read, with the reason. What
    stands in DIR is whole at any moment: after whatever end, --resume goes on, and the tables come out the same.
    """
    # Arrow's own allocators keep tens of megabytes more than they give, here and in the workers.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    from .corpus.documents import Fields, InputProblem
    from .corpus.parts import RunProblem
    from .corpus.run import Plan, local, run_to_folder
    from .corpus.supervisor import Limits, WorkerProblem
    from .show.progress import progress_of

    day = date.date().isoformat() if date else None
    fields = Fields(text_field, id_field, date_field, day, max_chars)
    plan = Plan(inputs, rules, fields, cast("Format", form), part, limit, sample, times, __version__)
    limits = Limits(timeout, memory * 1_000_000)
    if engine == "local":
        reads = local(workers or os.cpu_count() or 1, limits)
    else:
        from .adapters.engines import ENGINES

        reads = ENGINES[engine](scheduler if engine == "dask" else master, limits)
    try:
        with progress_of() as told:
            done = run_to_folder(plan, out, reads, resume=resume, batch=batch, told=told)
    except KeyboardInterrupt:
        _stop(f"stopped; what is finished stands in {out}, go on with --resume", 130)
    except (RunProblem, InputProblem, WorkerProblem, ImportError) as problem:
        _stop(str(problem), UNREADABLE)
    except OSError as error:
        said = f"{error.filename or out}: {error.strerror or error}"
        _stop(f"{said}; what is finished is safe, go on with --resume", UNREADABLE)
    except RuleError as error:
        _fail(error)
    failed = f", {done.errors:,} without a result (see the column error)" if done.errors else ""
    click.echo(f"{out}: {_counted(done.documents, 'document')}{failed}", err=True)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="RUN_DIR")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=Path("report.html"),
    show_default=True,
    metavar="PAGE",
    help="The page; its figures go into a folder beside it.",
)
@click.option("--title", default="What a run found", show_default=True)
@click.option(
    "--evidence", type=click.IntRange(1), default=8, show_default=True, help="Sentences kept for a bar or a cell."
)
def report(folder: Path, out: Path, title: str, evidence: int) -> None:
    """Write a page about a run: events over time, who with whom, who is quoted, which rules find, what failed.

    RUN_DIR is the folder that `relex run` has written, by whatever rules and in whatever format. Every bar and cell
    leads to the sentences behind it, of which the page keeps the first few. Beside the page stands a folder with each
    figure as SVG and as CSV. The page needs no network, and lets nothing run that an article holds.
    """
    from .corpus.parts import RunProblem
    from .corpus.stored import stored
    from .report.figures import report_of
    from .report.page import folder_of, pages, written

    try:
        run = stored(folder)
        made = pages(report_of(run, evidence=evidence), run.manifest, folder_of(out), title)
        beside = written(made, out)
    except (RunProblem, ImportError) as problem:
        _stop(str(problem), UNREADABLE)
    except OSError as error:
        _fail(error)
    click.echo(f"{out}: {_counted(len(made.beside) // 2, 'figure')}, as SVG and CSV in {beside}", err=True)


def _stop(message: str, code: int) -> NoReturn:
    click.echo(f"relex: {message}", err=True)
    sys.exit(code)


def _tell_unread(unread: Sequence[str]) -> None:
    for each in unread:
        click.echo(f"relex: {each}", err=True)


def _loaded(rules: str | None) -> Extractor:
    try:
        return load(rules)
    except (RuleError, OSError) as error:
        _fail(error)


@contextmanager
def _told_if_unusable() -> Iterator[None]:
    """End with one line where rules or a corpus cannot be used."""
    try:
        yield
    except (RuleError, OSError) as error:
        _fail(error)
    except ValueError as error:
        _stop(str(error), UNREADABLE)


def _fail(error: Exception) -> NoReturn:
    click.echo(_message(error), err=True)
    sys.exit(UNREADABLE)


def _message(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return f"relex: {f'{error.filename}: ' if error.filename else ''}{error.strerror}"
    return str(error)


def _text(name: str) -> str | None:
    """Return what a file says; None, and a line on the standard error, where it cannot be read."""
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        click.echo(f"relex: {name}: {error.strerror}", err=True)
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        click.echo(f"relex: {name}: byte {error.start} is not UTF-8; unreadable bytes are read as \ufffd", err=True)
        return content.decode(errors="replace")


def _table_writer() -> Writer:
    from .show.terminal import console_of, print_extraction, print_plain

    console = console_of()
    printed = print_extraction if console.is_terminal else print_plain
    return lambda name, found: printed(console, name, found)


def _text_writer(*, several: bool) -> Writer:
    from .show.drawing import print_drawing
    from .show.terminal import console_of

    console = console_of()

    def write(name: str, found: Extraction) -> None:
        if several:
            console.print(name, style="bold", markup=False, soft_wrap=True)
        left_out = print_drawing(console, found)
        if several:
            console.print()
        if left_out:
            told = f"relex: {name}: {_counted(left_out, 'mark')} not drawn, as they cross others"
            click.echo(told, err=True)

    return write


def _line_writer(name: str, found: Extraction) -> None:
    click.echo(json.dumps({"file": name} | found.to_dict(), ensure_ascii=False))


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
