"""Rule files that mean harm are refused, each in little time, with a place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from relex import RuleError
from relex.rules.loader import load_rules

LAUGHS = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" if n else "a0: &a0 ha" for n in range(12))
RULE = "rules:\n  - rule: a\n    emits: A\n    why: x\n    pattern: {}\n    finds: [x]\n    ignores: [y]\n"
HOSTILE: dict[str, str | bytes] = {
    "laughs": LAUGHS,
    "alias to itself": "a: &a [*a]",
    "alias to a map": "a: &a {b: 1}\nc: *a",
    "anchor alone": "a: &a 1",
    "merge": "a: {<<: {b: 1}}",
    "deep lists": "[" * 5_000,
    "deep closed lists": "[" * 3_000 + "]" * 3_000,
    "deep maps": "{a: " * 3_000,
    "deep blocks": "\n".join(" " * n + "a:" for n in range(2_000)),
    "deep dashes": "- " * 4_000 + "a",
    "python object": "rules: !!python/object/apply:os.system ['true']",
    "python name": "rules: !!python/name:os.system",
    "own tag": "rules: !mine []",
    "binary": "rules: !!binary aGk=",
    "set": "rules: !!set {a, b}",
    "two documents": "rules: []\n---\nrules: []",
    "directive": "%YAML 9.9\n---\nrules: []",
    "tag directive": "%TAG ! tag:evil,2026:\n---\nrules: !it []",
    "zero byte": "rules: []\0",
    "control": "rules: [\x07]",
    "broken bytes": b"rules: \xff\xfe[]",
    "half a character": b"rules: \xed\xa0\x80",
    "utf-16": "rules: []".encode("utf-16"),
    "endless key": "? " + "a" * 200_000 + "\n: 1",
    "endless scalar": "a: " + "b" * 2_000_000,
    "many keys": "\n".join(f"k{n}: 1" for n in range(5_000)),
    "one key often": "rules: []\n" * 500,
    "import of the root": "imports: ['/']",
    "import from above": "imports: ['../../../../etc']",
    "import of passwords": "imports: ['/etc/passwd']",
    "import with a zero": 'imports: ["a\\0b"]',
    "import of a device": "imports: ['/dev/zero']",
    "a tab": "\trules: []",
    "import of home": "imports: ['~']",
    "endless count": RULE.format("'a{1,99999}'"),
    "nested counts": RULE.format("'((((a{1,99}){1,99}){1,99}){1,99})'"),
    "open groups": RULE.format("'" + "(" * 3_000 + "'"),
    "deep groups": RULE.format("'" + "(" * 3_000 + "a" + ")" * 3_000 + "'"),
    "many ways": RULE.format("'" + "|".join(["a b?"] * 9_000) + "'"),
    "regex that runs away": RULE.format("'[regex=(a+)+$]'"),
    "macro of itself": "macros: {A: $A}\n" + RULE.format("'$A'"),
    "macros that double": "macros:\n"
    + "".join(f"  A{n}: '{'x' if not n else f'$A{n - 1} $A{n - 1}'}'\n" for n in range(40))
    + RULE.format("'$A39'"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused(name: str, tmp_path: Path) -> None:
    content = HOSTILE[name]
    path = tmp_path / "rules.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    began = time.process_time()
    with pytest.raises(RuleError) as refused:
        load_rules(path)
    assert refused.value.problems
    assert time.process_time() - began < 5
