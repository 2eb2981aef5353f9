"""The house holds: floors, no circles, and no word of the domain where the domain is not known."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent / "src" / "relex"

# The first name of a module below relex, and the floor on which it stands (ARCHITECTURE.md).
FLOORS = {
    "model": 0, "errors": 0, "marks": 0,
    "text": 1, "rules": 1, "values": 1,
    "match": 2,
    "extract": 3, "diplomacy": 3,
    "extractor": 4,
    "alone": 5, "joint": 5,
    "show": 5,
    "corpus": 6, "testing": 6,
    "advice": 7, "difference": 7, "costs": 7, "pytest_plugin": 7,
    "adapters": 7, "report": 7,
    "arrow": 7,
    "__init__": 8,
    "web": 8,
    "cli": 9, "__main__": 10,
}  # fmt: skip
FLOOR_OF_MEANING = 3

DOMAIN_WORDS = re.compile(
    r"meeting|minister|president|sanction|embargo|treaty|treaties|cooperation|summit|ministry|ministries|diplomat",
    re.IGNORECASE,
)
HOLIDAYS = {"presidents day"}  # the name of a day is no word of the domain


@cache
def modules() -> dict[str, Path]:
    return {name(path): path for path in sorted(SOURCE.rglob("*.py"))}


def name(path: Path) -> str:
    """Return a module's name below relex: ``text.tokens``, ``text`` for its ``__init__``, ``__init__`` for relex."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and parts[:-1] else parts)


def unit(module: str) -> str:
    return module.split(".", maxsplit=1)[0]


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text("utf-8"), str(modules()[module]))


@cache
def imports(module: str) -> frozenset[str]:
    """Return the modules of ours that a module imports, in TYPE_CHECKING blocks and inside functions too."""
    return frozenset(target for target in _targets(module) if target != module)


def _targets(module: str) -> Iterator[str]:
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.split(".")[0] == "relex":
                    yield _known(alias.name.split(".")[1:])
        elif isinstance(node, ast.ImportFrom):
            base = _base(module, node)
            if base is not None:
                for alias in node.names:
                    yield _known([*base, alias.name])


def _base(module: str, node: ast.ImportFrom) -> list[str] | None:
    written = node.module.split(".") if node.module else []
    if node.level == 0:
        return written[1:] if written[:1] == ["relex"] else None
    package = [] if module == "__init__" else module.split(".")
    if modules()[module].name != "__init__.py":
        package = package[:-1]
    return package[: len(package) - (node.level - 1)] + written


def _known(path: list[str]) -> str:
    """Return the longest beginning of a dotted path that is a module."""
    while path and ".".join(path) not in modules():
        path = path[:-1]
    return ".".join(path) or "__init__"


def test_the_modules_are_seen() -> None:
    assert {"model", "errors", "marks", "cli", "__init__"} <= set(modules())
    assert "model" in imports("__init__") | imports("extractor")


@pytest.mark.parametrize("module", modules())
def test_every_module_has_a_floor(module: str) -> None:
    assert unit(module) in FLOORS, f"{module} stands on no floor: put it into a house that has one, or give it one"


@pytest.mark.parametrize("module", modules())
def test_a_module_imports_from_lower_floors_only(module: str) -> None:
    own = unit(module)
    wrong = [
        target for target in sorted(imports(module)) if unit(target) != own and FLOORS[unit(target)] >= FLOORS[own]
    ]
    assert not wrong, f"{module} (floor {FLOORS[own]}) imports {', '.join(wrong)}"


def test_floor_zero_imports_nothing_of_ours() -> None:
    assert {module: set(imports(module)) for module in modules() if FLOORS[unit(module)] == 0} == {
        module: set() for module in ("errors", "marks", "model")
    }


def test_there_is_no_circle_of_imports() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            for target in sorted(imports(module)):
                visit(target, (*path, module))
            done.add(module)

    for module in modules():
        visit(module, ())


@pytest.mark.parametrize("module", [one for one in modules() if FLOORS.get(unit(one), 0) < FLOOR_OF_MEANING])
def test_no_word_of_the_domain_below_the_floor_of_meaning(module: str) -> None:
    found = sorted(
        {
            f"line {line}: {word}"
            for line, word in words(tree(module))
            if DOMAIN_WORDS.search(word) and word not in HOLIDAYS
        }
    )
    assert not found, f"{module} knows the domain, which belongs in rules/: {found}"


def words(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Return every identifier and every string of a module but its docstrings, which may give examples."""
    documentation = {id(node) for node in docstrings(module)}
    for node in ast.walk(module):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                yield line, text
            case ast.Name(id=text) | ast.Attribute(attr=text) | ast.arg(arg=text) | ast.alias(name=text):
                yield line, text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text) | ast.keyword(arg=str(text)):
                yield line, text


def docstrings(module: ast.Module) -> Iterator[ast.AST]:
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            match node.body:
                case [ast.Expr(value=ast.Constant(value=str()) as text), *_]:
                    yield text


def test_nothing_is_called_utils_or_helpers() -> None:
    assert not [module for module in modules() if re.search(r"util|helper|common|misc", module)]
