"""Fuzz the rule loader: rules are right or a RuleError with places, whatever the file holds.

python fuzz/rules.py -max_total_time=300
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["relex.rules", "relex.errors"]):
    from relex.errors import RuleError
    from relex.rules.loader import load_rules

FOLDER = Path(tempfile.mkdtemp(prefix="relex-fuzz-"))
PIECES = (
    "rules:\n", "  - rule: ", "a-rule", "\n    emits: ", "Meeting", "\n    why: x", "\n    pattern: ", '"', "'", "|\n      ", "@Party",
    "$Macro", "[lemma=say]", "(", ")", "?", "*", "{1,3}", "(?<= a )", "trigger:(", "imports: [common]\n", "types:\n", "  Meeting:\n",
    "    roles:\n", "labels:\n", "macros:\n", "  A: ", "- ", "[", "]", "{", "}", ": ", "\n", "  ", "&a ", "*a", "!!python/object ", "---\n",
    "lexicons:\n", "disable: ", "extends: ", "status:\n", "finds:\n", "ignores:\n", "\t", "\0", "\ufeff", "<<: ",
)  # fmt: skip


def one_input(data: bytes) -> None:
    """Load one rule file made of the bytes."""
    provider = atheris.FuzzedDataProvider(data)
    parts: list[str] = []
    while provider.remaining_bytes() and len(parts) < 150:
        if provider.ConsumeBool():
            parts.append(PIECES[provider.ConsumeIntInRange(0, len(PIECES) - 1)])
        else:
            parts.append(provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 8)))
    file = FOLDER / "rules.yaml"
    file.write_bytes("".join(parts).encode(errors="replace") if provider.ConsumeBool() else data)
    try:
        load_rules(file)
    except RuleError as error:
        assert error.problems, "an error without a problem"
        assert all(problem.message for problem in error.problems)


if __name__ == "__main__":
    atheris.Setup(sys.argv, one_input)
    atheris.Fuzz()
