"""Regular expressions: made once, kept on disk as code, made again in no time.

Most of the time that ``re`` takes goes into the same few classes of characters again and again, and into compiling what
an earlier process compiled already. Both are remembered here, by way of the private parts of ``re`` (hence each
``noqa: SLF001``); where a Python has other ones, the public way is taken, which is only slower.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from array import array
from functools import cache
from types import ModuleType
from typing import Any
from weakref import WeakKeyDictionary

VERSION = sys.version
_FEW = 8  # stretches of characters in a class
Parts = tuple[str, int, int, dict[str, int], tuple[str | None, ...], bytes]

_parts: WeakKeyDictionary[re.Pattern[str], Parts] = WeakKeyDictionary()
_classes: dict[tuple[object, ...], Any] = {}


def expression(source: str, first: str | None = None) -> re.Pattern[str]:
    """Return a compiled expression, as ``re.compile`` does.

    ``first`` is a class or character with one of which every match starts: a search passes over all others quickly,
    as it does of its own accord only where an expression starts with a class.

    >>> expression("a+b").match("aab").span()
    (0, 3)
    >>> expression("a?b", "[ab]").search("cccab").span()
    (3, 5)
    """
    compiler = _compiler()
    if compiler is None:
        return re.compile(source)
    tree = compiler._parser.parse(source, 0)  # noqa: SLF001
    if first is not None:
        tree.state.starting = first
    code = compiler._code(tree, 0)  # noqa: SLF001
    names: list[str | None] = [None] * tree.state.groups
    parts = (source, tree.state.flags, tree.state.groups - 1, dict(tree.state.groupdict), tuple(names))
    made = _made(parts, code)
    _parts[made] = (*parts, array("I", code).tobytes())
    return made


def forget() -> None:
    """Let go of what helps only while a rule set is compiled."""
    _classes.clear()


def parts_of(made: re.Pattern[str]) -> tuple[str, str, Parts | None]:
    """Return what ``restored`` makes the expression from."""
    if made.pattern is None:
        raise TypeError("this expression was reopened without its source")
    return VERSION, made.pattern, _parts.get(made)


def restored(version: str, source: str, parts: Parts | None) -> re.Pattern[str]:
    """Return the expression that an earlier process compiled."""
    if parts is None or version != VERSION or _compiler() is None:
        return expression(source)
    made = _made(parts[:5], array("I", parts[5]).tolist())
    _parts[made] = parts
    return made


def reopened(version: str, source: str, parts: Parts | None) -> re.Pattern[str]:
    """Return the expression that an earlier process compiled, without its source, for one who holds what it is of."""
    if parts is None or version != VERSION or _compiler() is None:
        return expression(source)
    return _made((None, *parts[1:5]), array("I", parts[5]).tolist())


def _made(
    parts: tuple[str | None, int, int, dict[str, int], tuple[str | None, ...]], code: list[int]
) -> re.Pattern[str]:
    source, flags, groups, index, names = parts
    compiler = _compiler()
    assert compiler is not None
    made: re.Pattern[str] = compiler._sre.compile(source, flags, code, groups, index, names)  # noqa: SLF001
    return made


@cache
def _compiler() -> ModuleType | None:
    """A copy of the compiler of ``re`` of our own, which remembers classes; None where there is none such."""
    try:
        spec = importlib.util.find_spec("re._compiler")
        if spec is None or spec.loader is None or array("I").itemsize != 4:
            return None
        compiler = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(compiler)
        plain = compiler._optimize_charset  # noqa: SLF001

        def remembered(charset: list[Any], iscased: Any = None, fixup: Any = None, fixes: Any = None) -> Any:
            if fixup is not None:
                return plain(charset, iscased, fixup, fixes)
            # A few stretches are tested as fast one by one; `re` would make a table of all characters to sum them up.
            if len(charset) <= _FEW and all(str(each[0]) in ("LITERAL", "RANGE") for each in charset):
                return list(charset), False
            key = tuple(charset)
            if key not in _classes:
                _classes[key] = plain(charset, iscased, fixup, fixes)
            return _classes[key]

        own = compiler._get_charset_prefix  # noqa: SLF001

        def starting(tree: Any, flags: int) -> Any:
            """The class with which a search starts: the one that was told, else the one that the compiler sees."""
            first = getattr(tree.state, "starting", None)
            return own(tree if first is None else compiler._parser.parse(first, 0), flags)  # noqa: SLF001

        compiler._optimize_charset = remembered  # type: ignore[attr-defined]  # noqa: SLF001
        compiler._get_charset_prefix = starting  # type: ignore[attr-defined]  # noqa: SLF001
        code = compiler._code(compiler._parser.parse("(a)[b-d]", 0), 0)  # noqa: SLF001
        tried = compiler._sre.compile("(a)[b-d]", 32, code, 1, {}, (None, None))  # noqa: SLF001
    except (AttributeError, ImportError, TypeError, ValueError, RuntimeError):
        return None
    return compiler if tried.match("ac") else None
