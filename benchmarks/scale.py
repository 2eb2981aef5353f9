"""How the cost grows: with the length of a text, the number of articles, of rules, of lexicon rows and of processes.

    python benchmarks/scale.py [length articles rules rows processes] [--most 1000000]

Costs are CPU time, the least of some runs; with several processes it is the time on the clock that they save. What is
measured is printed and kept in benchmarks/results/scale.json.
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import relex
import runs
from relex.extractor import Extractor
from results import kept
from speed import articles, cpu_seconds
from startup import least, run

RUNS = 3
LENGTHS = (1.25, 2.5, 5.0, 10.0)  # MB
COUNTS = (500, 1_000, 2_000)
RULES = (0, 10, 100, 1_000, 5_000)
ROWS = (0, 1_000, 10_000, 100_000, 1_000_000)
PROCESSES = (1, 2)  # also as many as the machine has cores
READ = 300  # articles that rules and rows are measured on
RUN = 4_000  # articles that processes share
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]

Measure = dict[str, float]


def main() -> int:
    parser = argparse.ArgumentParser(description="measure how the cost grows")
    parser.add_argument("what", nargs="*", choices=[*MEASURES, []], help="what grows; everything if nothing is named")
    parser.add_argument("--most", type=int, default=max(ROWS), help="lexicon rows at most")
    wanted = parser.parse_args()
    found: dict[str, list[Measure]] = {}
    for name in wanted.what or MEASURES:
        found[name] = []
        for row in MEASURES[name](wanted.most):
            found[name].append(row)
            print(name, ", ".join(f"{key} {value:,.4g}" for key, value in row.items()), flush=True)
    print(f"kept in {kept('scale', found)}")
    return 0


def by_length(_: int) -> Iterator[Measure]:
    """One text, made of articles one below the other."""
    extract, before = relex.load(), 0.0
    whole = "\n\n".join(itertools.islice(itertools.cycle(articles()), 6_000))
    for size in LENGTHS:
        text = whole[: int(size * 1e6)]
        while len(text) < size * 1e6:
            text = f"{text}\n\n{text}"[: int(size * 1e6)]
        spent = seconds(lambda text=text: extract(text), 1)  # type: ignore[misc]
        yield {"MB": size, "seconds": round(spent, 2), "a doubling": round(spent / before, 3) if before else 0.0}
        before = spent


def by_articles(_: int) -> Iterator[Measure]:
    """So many articles, one after the other."""
    extract, before = relex.load(), 0.0
    for count in COUNTS:
        texts = list(itertools.islice(itertools.cycle(articles()), count))
        spent = seconds(lambda texts=texts: [extract(text) for text in texts], 1)  # type: ignore[misc]
        yield {"articles": count, "seconds": round(spent, 2), "a doubling": round(spent / before, 3) if before else 0.0}
        before = spent


def by_rules(_: int) -> Iterator[Measure]:
    """The diplomacy rules and so many others, whose words stand in no article."""
    yield from _beside(RULES, "rules", _with_rules)


def by_rows(most: int) -> Iterator[Measure]:
    """The diplomacy rules and a lexicon of so many invented names of two words."""
    yield from _beside([count for count in ROWS if count <= most], "rows", _with_rows)


def by_processes(_: int) -> Iterator[Measure]:
    """`relex run` over so many articles, with so many workers."""
    cores = os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as place:
        source = Path(place) / "news.jsonl"
        size = runs.write(source, RUN)
        cpu_seconds("import relex; relex.load()")
        alone = 0.0
        for workers in sorted({*PROCESSES, cores}):
            spent = runs.timed(source, source.with_name(f"out{workers}"), workers)
            alone = alone or spent.seconds
            yield {
                "processes": workers,
                "cores": cores,
                "articles": size.documents,
                "clock s": round(spent.seconds, 1),
                "CPU s": round(spent.cpu, 1),
                "times one": round(alone / spent.seconds, 2),
            }


def _beside(counts: list[int] | tuple[int, ...], name: str, add: Callable[[Path, int], None]) -> Iterator[Measure]:
    texts = list(itertools.islice(articles(), READ))
    with tempfile.TemporaryDirectory() as place:
        folders = {count: Path(place) / f"with{count}" for count in counts}
        loads = dict.fromkeys(counts, 0.0)
        for count, folder in folders.items():
            folder.mkdir()
            (folder / "more.yaml").write_text("imports: [diplomacy]\n", "utf-8")
            add(folder, count)
            os.environ["RELEX_CACHE"] = cache = str(Path(place) / "cache")
            loads[count] = run(f"import relex; relex.load({str(folder)!r})", cache).seconds
        plain = relex.load(folders[counts[0]])
        seconds(lambda: [plain(text) for text in texts], 1)
        for count, folder in folders.items():
            cached = least(f"import relex; relex.load({str(folder)!r})", cache, RUNS)
            yield {
                name: count,
                "load s": round(loads[count], 2),
                "from cache s": round(cached.seconds, 3),
                "from cache MB": round(cached.peak, 1),
                "times without": round(_times_without(relex.load(folder), plain, texts), 3),
            }


def _times_without(extract: Extractor, plain: Extractor, texts: list[str]) -> float:
    """By how much slower one extractor is than another: both in turns, so that a busy machine slows both alike."""
    without: list[float] = []
    beside: list[float] = []
    for _ in range(RUNS):
        without.append(seconds(lambda: [plain(text) for text in texts], 1))
        beside.append(seconds(lambda: [extract(text) for text in texts], 1))
    return min(beside) / min(without)


def _with_rules(folder: Path, count: int) -> None:
    rules = (
        f"  - rule: added-{n}\n    why: Words that stand nowhere.\n    emits: Meeting\n"
        f"    pattern: participants:@Party trigger:[lower={word}] (a|the)? {word} with participants:@Party\n"
        "    finds:\n"
        f'      - "[participants France] [trigger {word}] {word} with [participants Kenya]."\n'
        f'      - "[participants Chad] [trigger {word}] the {word} with [participants Peru]."\n'
        f'    ignores: ["A {word} was seen."]\n'
        for n, word in enumerate(itertools.islice(_invented(), count))
    )
    if count:
        (folder / "rules.yaml").write_text("rules:\n" + "".join(rules), "utf-8")


def _with_rows(folder: Path, count: int) -> None:
    words = _invented()
    rows = (f"{next(words).capitalize()} {next(words).capitalize()}\tWord\n" for _ in range(count))
    if count:
        (folder / "labels.yaml").write_text("labels: {Word: []}\n", "utf-8")
        (folder / "lexicons").mkdir()
        with (folder / "lexicons/added.tsv").open("w", encoding="utf-8") as file:
            file.write("surface\tlabel\n")
            file.writelines(rows)


def _invented() -> Iterator[str]:
    for parts in itertools.product(SYLLABLES, repeat=4):
        yield "".join(parts) + "q"


def seconds(work: Callable[[], object], runs: int = RUNS) -> float:
    """The CPU time of some work, the least of several runs."""
    spent: list[float] = []
    for _ in range(runs):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


MEASURES: dict[str, Callable[[int], Iterator[Measure]]] = {
    "length": by_length,
    "articles": by_articles,
    "rules": by_rules,
    "rows": by_rows,
    "processes": by_processes,
}

if __name__ == "__main__":
    sys.exit(main())
