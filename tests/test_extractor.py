"""The object that a user keeps: shared by threads, pickled, kept compiled on the disk."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import relex
from relex.extractor import Extractor
from relex.match import store

TEXT = (
    "MOSCOW (AP) — Russian Foreign Minister Sergey Lavrov met Wang Yi in Sochi on Tuesday.\n\n“We agree,” he said. "
    "The EU imposed sanctions on Belarus. Turkey and Russia signed an agreement on trade on Dec. 29."
)
RULES = """
types:
  Trip:
    why: A journey of somebody.
    plural: trips
    roles:
      who: {label: Person}
    attributes: {}
    statuses: [held]
    status: held
    merge: [who]
rules:
  - rule: name
    emits: Person
    why: A word with a capital.
    pattern: "[shape=capital !lower=the]"
    finds: ["[Person Ann] left.", "[Person Bob] came."]
    ignores: ["the end."]
  - rule: left
    emits: Trip
    why: Somebody left.
    pattern: who:@Person trigger:left
    finds: ["[who Ann] [trigger left].", "[who Bob] [trigger left] early."]
    ignores: ["the end left."]
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("RELEX_CACHE", str(tmp_path / "cache"))
    rules = tmp_path / "trips"
    rules.mkdir()
    (rules / "trips.yaml").write_text(RULES, "utf-8")
    return rules


def told(extractor: Extractor, text: str = TEXT) -> str:
    return json.dumps(extractor(text, "2020-12-29").to_dict())


def test_threads_may_share_an_extractor() -> None:
    extractor = relex.load()
    texts = [f"{TEXT} It was the {number}th time." for number in range(40)]
    alone = [told(extractor, text) for text in texts]
    switching = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(lambda text: told(extractor, text), texts)) == alone
    finally:
        sys.setswitchinterval(switching)


def test_an_extractor_and_what_it_finds_can_be_pickled() -> None:
    extractor = relex.load()
    copy = pickle.loads(pickle.dumps(extractor))
    assert told(copy) == told(extractor)
    assert copy.rules == extractor.rules
    found = extractor(TEXT, "2020-12-29")
    assert pickle.loads(pickle.dumps(found)) == found


def test_a_user_reads_what_it_is() -> None:
    extractor = relex.load()
    assert repr(extractor).startswith("<Extractor: diplomacy, ")
    assert "Meeting" in repr(extractor(TEXT))


def test_the_cache_gives_the_same_extractor(folder: Path) -> None:
    text = "Ann left. Bob left."
    first = relex.load(folder)
    files = list((folder.parent / "cache").iterdir())
    assert len(files) == 1
    second = relex.load(folder)
    assert told(first, text) == told(second, text)
    assert second.rules == first.rules
    assert [event.who.name for event in second(text).trips] == ["Ann", "Bob"]  # type: ignore[attr-defined]


def test_a_change_of_the_rules_is_seen(folder: Path) -> None:
    relex.load(folder)
    (folder / "trips.yaml").write_text(RULES.replace("trigger:left", "trigger:(left | came)"), "utf-8")
    assert len(relex.load(folder)("Ann came.").events) == 1
    (folder / "more.yaml").write_text("macros: {Word: word}\n", "utf-8")
    assert relex.load(folder).rules.digest != ""


def test_the_cache_forgets_what_was_not_used_for_longest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sets = [folder.parent / name for name in ("first", "second", "third")]
    for rules in sets[:2]:
        shutil.copytree(folder, rules)
        relex.load(rules)
    sizes = {file.name.split("-")[0]: file.stat().st_size for file in (folder.parent / "cache").iterdir()}
    for age, rules in enumerate(sets[:2]):
        (file,) = (folder.parent / "cache").glob(f"{rules.name}-*")
        os.utime(file, (age, age))
    relex.load(sets[0])  # so it was used after the second
    monkeypatch.setattr(store, "_ROOM", sum(sizes.values()) // 2 + 1)
    shutil.copytree(folder, sets[2])
    relex.load(sets[2])
    kept = {file.name.split("-")[0] for file in (folder.parent / "cache").iterdir()}
    assert kept == {"first", "third"}


@pytest.mark.parametrize("damage", ["cut", "empty", "other", "inside"])
def test_a_damaged_cache_hurts_nobody(folder: Path, damage: str) -> None:
    relex.load(folder)
    (file,) = (folder.parent / "cache").iterdir()
    content = file.read_bytes()
    damaged = {"cut": content[:200], "empty": b"", "other": b"x" * 1000, "inside": content[:-50] + b"y" * 50}
    file.write_bytes(damaged[damage])
    assert len(relex.load(folder)("Ann left.").events) == 1
    assert file.read_bytes() == content


def test_a_cache_that_cannot_be_written_hurts_nobody(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = folder.parent / "file"
    blocked.write_text("no folder", "utf-8")
    monkeypatch.setenv("RELEX_CACHE", str(blocked / "cache"))
    assert len(relex.load(folder)("Ann left.").events) == 1
    monkeypatch.setenv("RELEX_CACHE", "off")
    assert len(relex.load(folder)("Ann left.").events) == 1
    assert not (folder.parent / "cache").exists()


@pytest.mark.skipif(os.name != "posix", reason="only POSIX tells whose a file is")
@pytest.mark.parametrize("whose", ["a file of others", "a file for others", "a folder for others"])
def test_a_cache_that_others_could_have_written_is_not_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch, whose: str
) -> None:
    relex.load(folder)
    (file,) = (folder.parent / "cache").iterdir()
    match whose:
        case "a file of others":
            monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
        case "a file for others":
            file.chmod(0o620)
        case _:
            file.parent.chmod(0o770)
    monkeypatch.setattr("relex.extractor._unpacked", lambda _: pytest.fail("it was read"))
    assert len(relex.load(folder)("Ann left.").events) == 1


def test_a_date_that_is_none_is_told() -> None:
    with pytest.raises(ValueError, match="'yesterday' is no date"):
        relex.extract("", date="yesterday")
