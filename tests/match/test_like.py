"""Rules that are tried one after the other share what is compiled, and give what they give by themselves."""

from __future__ import annotations

import random
from pathlib import Path

from relex.extractor import Extractor
from relex.rules.drafts import Drafts
from relex.rules.loader import check_rules

ROWS = "Anna Person|bob Person|Rome City|New York City|red tape Thing|bank Thing".split("|")
LEXICON = "surface\tlabel\n" + "".join("\t".join(row.rsplit(" ", 1)) + "\n" for row in ROWS)
WORDS = "met saw Huddle huddle bank Bank tape eBay Rome powwow said of the red-tape U.S. 5 Anna McBride".split()
SMALL = "met saw huddle bank tape powwow said of the".split()
ATOMS = (
    "{0}", "[lemma={1}]", "[word={0}]", "[lower={1}|{2}]", "@Person", "@City", "[shape=capital !lower={1}]",
    "...{{2}} {1}", "([lemma={1}] | {0})", "[shape=lower]{{0,2}}", "[lexicon=things]", '[regex="[0-9]+"]',
)  # fmt: skip
HEAD = "types:\n  Tie:\n    why: One.\n    roles:\n      who: {label: Person}\n    statuses: [held]\n    status: held\n"


def rules(patterns: list[str]) -> bytes:
    written = HEAD + "rules:\n"
    for number, pattern in enumerate(patterns):
        emits = "Tie" if number % 2 else "Thing"
        marked = f"trigger:({pattern})" if number % 2 else pattern
        written += (
            f"  - rule: r{number}\n    emits: {emits}\n    why: One.\n    pattern: |\n      {marked}\n"
            "    finds: ['[trigger One].', '[trigger Two].']\n    ignores: ['None.']\n"
        )
    return written.encode()


def pattern(chance: random.Random) -> str:
    def words() -> tuple[str, str, str]:
        return chance.choice([word for word in WORDS if "-" not in word]), chance.choice(SMALL), chance.choice(SMALL)

    atoms = [chance.choice(ATOMS).format(*words()) for _ in range(chance.randrange(1, 3))]
    return " ".join([f"[lower={chance.choice(SMALL)}|{chance.choice(SMALL)}]", *atoms])


def texts(chance: random.Random) -> list[str]:
    several = [
        *WORDS,
        *map(str.upper, WORDS),
        *map(str.capitalize, WORDS),
        "New York",
        "Red tape",
        "hUDDLE",
        "PowWow",
        "met",
    ]
    return [f"{' '.join(chance.choices(several, k=300))}." for _ in range(3)]


def test_rules_that_follow_others_give_what_they_give_alone(tmp_path: Path) -> None:
    chance = random.Random(11)
    folder = tmp_path / "set"
    (folder / "lexicons").mkdir(parents=True)
    (folder / "lexicons" / "things.tsv").write_text(LEXICON)
    file = folder / "rules.yaml"
    file.touch()
    patterns = [pattern(chance) for _ in range(4)]
    drafts = Drafts({file.resolve(): rules(patterns)})
    tried = Extractor(check_rules(folder, doubting=False, drafts=drafts).rules, tried=True)
    found = shared = 0
    for _ in range(25):
        patterns[chance.randrange(len(patterns))] = pattern(chance)
        drafts = Drafts({file.resolve(): rules(patterns)}, drafts)
        checked = check_rules(folder, doubting=False, drafts=drafts)
        before, tried = tried, Extractor(checked.rules, like=tried)
        alone = Extractor(checked.rules)
        shared += tried._matcher.alphabet._done is before._matcher.alphabet._done
        for text in texts(chance):
            assert tried.analyse(text).reading.found == alone.analyse(text).reading.found
            assert tried(text).to_dict() == alone(text).to_dict()
            found += len(tried.analyse(text).reading.found) + len(tried(text).events)
    assert found > 20  # there was something to differ in
    assert shared > 15  # and most of them had nothing else to compile


def test_other_lexicons_and_labels_are_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "set"
    (folder / "lexicons").mkdir(parents=True)
    lexicon = folder / "lexicons" / "things.tsv"
    lexicon.write_text(LEXICON)
    file = folder / "rules.yaml"
    file.write_bytes(rules(["red bank", "@City met"]))
    tried = Extractor(check_rules(folder, doubting=False).rules, tried=True)
    lexicon.write_text(LEXICON + "Oslo\tCity\n")
    after = Extractor(check_rules(folder, doubting=False).rules, like=tried)
    assert [each.rule for each in after("Oslo met Anna.").events] == ["r1"]
    assert not tried("Oslo met Anna.").events
