"""The runner of examples: what it lets pass, and what it says of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from relex import load
from relex.testing import case_checks, checks, failures

RULES = """
labels: {Animal: [], Cat: [Animal]}
types:
  Chase:
    why: One animal runs after another.
    plural: chases
    roles:
      hunter: {label: Animal}
      prey: {label: Animal}
    attributes: {}
    statuses: [planned, held]
    status: held
    merge: [hunter, prey]
rules:
  - rule: cat
    emits: Cat
    why: A cat.
    pattern: cat
    finds: ["A [Cat cat] sat.", "An [Animal cat] sat."]
    ignores: ["A catalogue."]
  - rule: other
    emits: Animal
    why: Any other animal.
    pattern: dog | mouse | size:big dog
    finds: ["A [Animal dog] sat.", "A [Animal [size big] dog] sat."]
    ignores: ["A dogma."]
  - rule: chases
    emits: Chase
    why: The plain telling.
    pattern: hunter:@Animal trigger:(chased | may? chase) the prey:@Animal
    finds: ["A [hunter cat] [trigger=held chased] [prey the mouse].", "A [hunter dog] [trigger chased] the [prey cat]."]
    ignores: ["A cat chased me."]
cues:
  - cue: may
    gives: planned
    on: [Chase]
    why: What may be is not yet.
    pattern: may
    stands: before
    within: 3
    finds: ["A [hunter cat] [trigger=planned may chase] the [prey dog].", "A dog [trigger=planned may chase] the cat."]
    ignores: ["A cat chased the mouse in May."]
"""


def told(tmp_path: Path, old: str = "", new: str = "") -> list[str]:
    assert old in RULES
    folder = tmp_path / "zoo"
    folder.mkdir()
    (folder / "zoo.yaml").write_text(RULES.replace(old, new, 1) if old else RULES, "utf-8")
    extractor = load(folder)
    return [str(failure) for failure in failures(extractor, checks(extractor.rules, folder))]


def test_what_is_drawn_and_found_is_silent(tmp_path: Path) -> None:
    assert told(tmp_path) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[Cat cat] sat", "[Cat A cat] sat", ""),
        ("A [Cat cat] sat", "A cat [Cat sat]", "cat, finds: no such Cat is found"),
        ("[Animal [size big] dog]", "[Animal big [size dog]]", 'other, finds: Animal lacks size "dog"'),
        ("[trigger=held chased]", "[trigger=planned chased]", 'chases, finds: Chase lacks trigger "chased" as planned'),
        ("the [prey cat]", "[prey the] cat", 'chases, finds: Chase lacks prey "the"'),
        ("A [Animal dog] sat", "A [Animal cat] sat", "other, finds: found by cat instead"),
        ("A catalogue", "A cat alone", "cat, ignores: must find nothing"),
        ("A cat chased the mouse in May", "A cat may chase the mouse", "may, ignores: must find nothing"),
        ("may chase] the [prey dog]", "may chase] [prey the dog's]", 'may, finds: event lacks prey "the dog\'s"'),
    ],
)
def test_what_differs_is_told(tmp_path: Path, old: str, new: str, message: str) -> None:
    found = told(tmp_path, old, new)
    assert len(found) == bool(message)
    assert message in "".join(found)


def test_a_todo_that_works_is_told(tmp_path: Path) -> None:
    todo = '    todo: ["A [Cat cat] slept.", "A [Cat puss] slept."]\n  - rule: other'
    (found,) = told(tmp_path, "  - rule: other", todo)
    assert "cat, todo: this works now: move it to the finds" in found


CASES = """# Why it is hard

date: 2026-11-24

```text
A [Chase#1.hunter cat] [Chase#1.trigger chased] the [Chase#1.prey mouse]. A [Chase#2.hunter dog] chased the cat.
```

```text todo
A [Cat lynx] slept.
```

```text
A dog chased the cat.
```

```text
A cat slept.
```
"""


def test_cases(tmp_path: Path) -> None:
    (tmp_path / "zoo.yaml").write_text(RULES, "utf-8")
    file = tmp_path / "cases" / "hard.md"
    file.parent.mkdir()
    file.write_text(CASES, "utf-8")
    found = list(case_checks(file))
    assert [(check.kind, check.location.line, check.date) for check in found] == [
        ("case", 6, "2026-11-24"),
        ("todo", 10, "2026-11-24"),
        ("case", 14, "2026-11-24"),
        ("case", 18, "2026-11-24"),
    ]
    (failure,) = failures(load(tmp_path), found)
    assert failure.check.location.line == 14
    assert failure.reason == "must find no event and no quote"


def test_two_events_that_are_drawn_are_two_that_are_found(tmp_path: Path) -> None:
    (tmp_path / "zoo.yaml").write_text(RULES, "utf-8")
    file = tmp_path / "twice.md"
    file.write_text("```text\nA [Chase#1.hunter cat] chased the [Chase#2.prey mouse].\n```\n", "utf-8")
    (failure,) = failures(load(tmp_path), case_checks(file))
    assert failure.reason == "no such Chase is found"
