"""The shipped tables: tidy, sorted, true to their sources."""

from __future__ import annotations

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TABLES = sorted(ROOT.glob("rules/*/lexicons/*.tsv"))
VALUES = ROOT / "src" / "relex" / "values"
# Builder -> the tables that it writes. Whoever changes a source builds these again.
BUILDERS = {
    "build_countries": ["countries"],
    "build_places": ["cities", "namesakes", "regions"],
    "build_tables": ["bodies", "country-traps"],
}

BUILT = [name for names in BUILDERS.values() for name in names]


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n")
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_a_table_is_tidy(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    if table.stem in BUILT:
        head = text.partition("surface\t")[0]
        assert head.startswith("# ") and "Licence" in head, "its head tells what it is, and its licence"
    assert text.endswith("\n") and "\r" not in text
    keys = [tuple(row[:2]) for row in rows(table)]
    assert len(set(keys)) == len(keys), "one row a surface and label"
    for row in rows(table):
        assert 2 <= len(row) <= 4, row
        assert row[0] and row[1].isidentifier(), row
        assert all(cell == cell.strip() and "  " not in cell for cell in row), row


@pytest.mark.parametrize("name", BUILT)
def test_a_built_table_is_sorted(name: str) -> None:
    keys = [tuple(row[:2]) for row in rows(ROOT / "rules" / "common" / "lexicons" / f"{name}.tsv")]
    assert keys == sorted(keys)


@pytest.mark.parametrize("name", ["countries", "cities", "regions"])
def test_codes_are_countries(name: str) -> None:
    known = {row[0] for row in rows(VALUES / "iso.tsv")}
    for row in rows(ROOT / "rules" / "common" / "lexicons" / f"{name}.tsv"):
        also = re.findall(r"also=(\S+)", row[3]) if len(row) > 3 else []
        codes = [row[2], *(code for part in also for code in part.split(","))]
        assert row[1] == "Region" or set(codes) <= known, row


def test_the_codes_are_those_of_iso_3166() -> None:
    pycountry = pytest.importorskip("pycountry")
    beside = {"AN", "CS", "DD", "SU", "XK", "YU"}
    ours = {row[0]: (row[1], row[2]) for row in rows(VALUES / "iso.tsv") if row[0] not in beside}
    theirs = {one.alpha_2: (one.alpha_3, getattr(one, "common_name", one.name)) for one in pycountry.countries}
    assert ours == theirs


def test_notice_names_the_licence_of_every_foreign_source() -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    for source in ("GeoNames", "pycountry", "CLDR", "Faker", "Kremlin"):
        assert source in notice


@pytest.mark.parametrize("builder", BUILDERS)
def test_tables_are_built_from_their_sources(builder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "tools"))
    for name in ("tables", *BUILDERS):
        monkeypatch.delitem(sys.modules, name, raising=False)
    try:
        module = importlib.import_module(builder)
    except ImportError as missing:
        pytest.skip(f"{missing.name} is not installed")
    shipped = {name: (ROOT / "rules" / "common" / "lexicons" / f"{name}.tsv") for name in BUILDERS[builder]}
    before = {name: path.read_text(encoding="utf-8") for name, path in shipped.items()}
    tables = sys.modules["tables"]
    write = tables.write
    monkeypatch.setattr(module, "write", lambda path, *rest: write(tmp_path / path.name, *rest))
    if hasattr(module, "VALUES"):
        monkeypatch.setattr(module, "VALUES", tmp_path)
    module.main()
    for name, text in before.items():
        assert (tmp_path / f"{name}.tsv").read_text(encoding="utf-8") == text, f"run tools/{builder}.py"
    for name in ("iso", "spellings") if hasattr(module, "VALUES") else ():
        assert (tmp_path / f"{name}.tsv").read_text(encoding="utf-8") == (VALUES / f"{name}.tsv").read_text("utf-8")
