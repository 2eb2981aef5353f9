"""How well relex reads: predictions in the scorers' formats, and their figures held against the floors.

    python benchmarks/quality.py predict KIND IN.jsonl OUT.jsonl
    python benchmarks/quality.py all
    python benchmarks/quality.py raise

KIND is diplomacy, quotes, dates, countries-cases, countries-traps, countries-text, sentences or companies. IN holds one
object a line with, as far as the kind has them, ``id``, ``title``, ``date`` or ``dct``, ``text``, ``surface`` (cases)
and ``sentence`` (traps). ``all`` predicts on the development data beside the repository (``../shared``), prints what
the scorers say, and exits with 1 when a figure is below its floor in ``floors.toml``. Where there is no such data it
says so and exits with 0, but in CI with 1. ``raise`` does the same and then lifts every floor to just below its figure;
none is lowered.
"""

from __future__ import annotations

import csv
import json
import math
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import formats
from relex import load
from relex.extractor import Extractor

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared"
SEEDS = HERE.parent / "seeds"
OUT = HERE / ".out"
FLOORS = HERE / "floors.toml"

# What a prediction may see of a row; everything else might be an answer.
INPUT_KEYS = ("id", "title", "date", "dct", "text", "surface", "sentence")
PROCESSES = min(2, os.cpu_count() or 1)
BATCH = 8
MARGIN = 0.003  # how far below its figure a raised floor lies: a change for the better may cost a mention or two

Figures = dict[str, float]


def main(arguments: list[str]) -> int:
    match arguments:
        case ["predict", kind, source, target] if kind in formats.KINDS:
            predict(kind, Path(source), Path(target))
            return 0
        case ["all"]:
            return measure_all()
        case ["raise"]:
            return measure_all(raising=True)
    print(__doc__, file=sys.stderr)
    return 2


def predict(kind: str, source: Path, target: Path) -> None:
    """Write one line of predictions for every line of input, in the same order."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for row in predictions(kind, list(rows(source))):
            file.write(json.dumps(row) + "\n")


def predictions(kind: str, inputs: list[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    jobs = [(kind, inputs[at : at + BATCH]) for at in range(0, len(inputs), BATCH)]
    if PROCESSES == 1 or len(jobs) < PROCESSES:
        for job in jobs:
            yield from answers(job)
        return
    with ProcessPoolExecutor(PROCESSES) as pool:
        for batch in pool.map(answers, jobs):
            yield from batch


def answers(job: tuple[str, list[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    kind, inputs = job
    return [formats.KINDS[kind](extractor(formats.RULES.get(kind)), row) for row in inputs]


@cache
def extractor(rules: str | None) -> Extractor:
    return load(rules)


def rows(source: Path) -> Iterator[dict[str, Any]]:
    with source.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                row = json.loads(line)
                yield {key: row[key] for key in INPUT_KEYS if key in row}


def measure_all(*, raising: bool = False) -> int:
    if not SHARED.is_dir():
        needed = bool(os.environ.get("CI"))
        print(f"quality: no development data at {SHARED}: {'needed in CI' if needed else 'nothing measured'}")
        return int(needed)
    OUT.mkdir(exist_ok=True)
    figures: dict[str, Figures] = {}
    for name, measure in MEASURES.items():
        began = time.perf_counter()
        print(f"== {name}", flush=True)
        figures[name] = measure(name)
        print(f"   ({time.perf_counter() - began:.1f} s)\n", flush=True)
    if raising:
        FLOORS.write_text(raised(FLOORS.read_text("utf-8"), figures), "utf-8")
    return report(figures, tomllib.loads(FLOORS.read_text("utf-8")))


def raised(floors: str, figures: Mapping[str, Figures]) -> str:
    """Return the floors file with every floor at least at its figure less the margin, comments kept."""
    lines: list[str] = []
    name = ""
    for line in floors.splitlines():
        if heading := re.fullmatch(r"\[(\w+)\]", line):
            name = heading[1]
        if floor := re.fullmatch(r"(\w+) = ([\d.]+)", line):
            reached = figures.get(name, {}).get(floor[1], 0.0) - MARGIN
            lines.append(f"{floor[1]} = {max(float(floor[2]), math.floor(reached * 1000) / 1000):.3f}")
        else:
            lines.append(line)
    return "\n".join(lines) + "\n"


def report(figures: Mapping[str, Figures], floors: Mapping[str, Figures]) -> int:
    """Print every figure that has a floor, and return 1 if one of them is below it."""
    low = 0
    for name, expected in floors.items():
        for figure, floor in expected.items():
            value = figures.get(name, {}).get(figure)
            good = value is not None and value >= floor
            low += not good
            shown = "missing" if value is None else f"{value:.4f}"
            print(f"{'ok  ' if good else 'LOW '} {name + '.' + figure:42s} {shown:>8s}   floor {floor:.4f}")
    print(f"quality: {low} below the floor" if low else "quality: every figure holds its floor")
    return int(low > 0)


def diplomacy(name: str) -> Figures:
    gold = {
        "diplomacy": SHARED / "data/diplomacy/dev.jsonl",
        "seed": SHARED / "seed_article/gold.jsonl",
        "seeds": samples(SEEDS),
    }[name]
    predicted = predicted_on("diplomacy", gold, name)
    print(scorer("score_diplomacy.py", gold, predicted), end="")
    rows = json.loads(scorer("score_diplomacy.py", gold, predicted, "--json"))
    return {figure: row["f1"] for figure, row in rows.items()}


def quotes(name: str) -> Figures:
    gold = SHARED / "data/quotes/dev.jsonl"
    predicted = predicted_on("quotes", gold, name)
    table = OUT / "quotes-figures.json"
    print(scorer("score_quotes.py", gold, predicted, "--json", table), end="")
    figures: Figures = {}
    for row, result in json.loads(table.read_text("utf-8")).items():
        kind = re.sub(r"\W+", "_", row).strip("_").lower()
        figures |= {f"{kind}_{part}": result[part][2] for part in ("overlap", "e2e", "detect") if part in result}
        figures[f"{kind}_speaker"] = result["spk_acc"]
    return figures


def dates(name: str) -> Figures:
    gold = SHARED / "data/dates" / f"{name.removeprefix('dates_')}.jsonl"
    predicted = predicted_on("dates", gold, name)
    print(scorer("score_dates.py", "--gold", gold, "--pred", predicted), end="")
    rows = json.loads(scorer("score_dates.py", "--gold", gold, "--pred", predicted, "--json"))
    return {
        f"{prefix}{figure.lower()}": rows[kind][figure]
        for kind, prefix in (("all", ""), ("DATE", "date_"))
        for figure in ("strict_F1", "relaxed_F1", "value_F1", "value_acc", "type_F1")
    }


def countries_cases(name: str) -> Figures:
    gold = SHARED / "data/countries/cases.tsv"
    predicted = predicted_on("countries-cases", as_jsonl(gold, name), name)
    told = scorer("score_countries.py", "cases", gold, predicted)
    print(told, end="")
    found = re.findall(r"^(\S+)\s+right\s+([\d.]+) %\s+wrong\s+([\d.]+) %", told, re.MULTILINE)
    right = {f"{kind}_right": float(share) / 100 for kind, share, _ in found}
    return right | {f"{kind}_not_wrong": 1 - float(share) / 100 for kind, _, share in found}


def countries_traps(name: str) -> Figures:
    gold = SHARED / "data/countries/traps.tsv"
    predicted = predicted_on("countries-traps", as_jsonl(gold, name), name)
    told = scorer("score_countries.py", "traps", gold, predicted)
    print(told, end="")
    right, of = numbers(r"exactly right: (\d+) of (\d+)", told)
    return {"right": right / of}


def countries_text(name: str) -> Figures:
    gold = SHARED / "data/countries/trnews.jsonl"
    predicted = predicted_on("countries-text", gold, name)
    told = scorer("score_countries.py", "text", gold, predicted)
    print(told, end="")
    precision, recall, f1 = numbers(r"^P ([\d.]+)  R ([\d.]+)  F1 ([\d.]+)", told)
    return {"precision": precision / 100, "recall": recall / 100, "f1": f1 / 100}


def sentences(name: str) -> Figures:
    """Precision and recall of each kind over all the sentences; a sentence may be of several kinds."""
    gold = SHARED / "data/events/sentences.jsonl"
    predicted = lines_by_id(predicted_on("sentences", gold, name))
    coded = lines_by_id(gold)
    figures: Figures = {}
    for kind in sorted(set(formats.KIND_OF_EVENT.values())):
        true = {key for key, row in coded.items() if kind in {code["kind"] for code in row["codes"]}}
        told = {key for key, row in predicted.items() if kind in row["kinds"]}
        figures |= {
            f"{kind}_precision": len(true & told) / max(1, len(told)),
            f"{kind}_recall": len(true & told) / max(1, len(true)),
        }
        print(
            f"{kind:12s} P {figures[kind + '_precision']:.3f}  R {figures[kind + '_recall']:.3f}   ({len(true)} coded)"
        )
    return figures


def lines_by_id(path: Path) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in map(json.loads, path.read_text("utf-8").splitlines())}


def companies(name: str) -> Figures:
    gold = samples(SEEDS / "companies") if name == "companies_seeds" else SHARED / "data/companies/dev.jsonl"
    predicted = predicted_on("companies", gold, name)
    print(scorer("score_companies.py", gold, predicted), end="")
    rows = json.loads(scorer("score_companies.py", gold, predicted, "--json"))
    return {figure: row["f1"] for figure, row in rows.items()}


MEASURES: dict[str, Callable[[str], Figures]] = {
    "seed": diplomacy,
    "seeds": diplomacy,
    "diplomacy": diplomacy,
    "countries_cases": countries_cases,
    "countries_traps": countries_traps,
    "countries_text": countries_text,
    "dates_timebank": dates,
    "dates_aquaint": dates,
    "quotes": quotes,
    "sentences": sentences,
    "companies": companies,
    "companies_seeds": companies,
}


def predicted_on(kind: str, source: Path, name: str) -> Path:
    target = OUT / f"{name}.jsonl"
    predict(kind, source, target)
    return target


def samples(folder: Path) -> Path:
    """Write the sample articles of a folder as one file of gold, texts and answers."""
    target = OUT / f"{folder.name}-gold.jsonl"
    texts = sorted(folder.glob("*.txt"))
    write_lines(
        target,
        (
            json.dumps(json.loads(text.with_suffix(".json").read_text("utf-8")) | {"text": text.read_text("utf-8")})
            for text in texts
        ),
    )
    return target


def as_jsonl(table: Path, name: str) -> Path:
    """Write the question of every row of a table, once, as the input that ``predict`` reads."""
    with table.open(encoding="utf-8") as file:
        asked = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        column = next(key for key in asked.fieldnames or () if key in INPUT_KEYS)
        questions = dict.fromkeys(row[column] for row in asked)
    target = OUT / f"{name}-input.jsonl"
    write_lines(target, (json.dumps({column: question}) for question in questions))
    return target


def write_lines(target: Path, lines: Iterable[str]) -> None:
    target.write_text("".join(line + "\n" for line in lines), "utf-8", newline="\n")


def scorer(name: str, *arguments: str | Path) -> str:
    command = [sys.executable, str(SHARED / "eval" / name), *map(str, arguments)]
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def numbers(pattern: str, text: str) -> list[float]:
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise ValueError(f"the scorer's output holds no {pattern!r}")
    return [float(number) for number in found.groups()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
