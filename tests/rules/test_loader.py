from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relex import load
from relex.errors import Location, RuleError
from relex.rules.loader import check_rules, load_rules, shipped_rules
from relex.rules.pattern import Node, parse_pattern
from relex.rules.ruleset import BUILT_IN_LABELS, RoleType, Rule, RuleSet

Write = Callable[[Mapping[str, str]], Path]

TYPES = """\
types:
  Meeting:
    why: An encounter of
      two parties.
    roles:
      participants: {label: Party, many: true, least: 2}
      place: {label: Place, around: in place:@Place}
    attributes:
      form: [talks, summit]
    statuses: [held, planned]
    status: held
    merge: [participants]
    apart: [place, status]
labels:
  Person: [Party]
  City: Place
"""


def entity(rule: str, emits: str = "Person", pattern: str = "minister [shape=capital]", more: str = "") -> str:
    return f"""\
  - rule: {rule}
    emits: {emits}
    why: A title and a name.
    pattern: |
      {pattern}
{more}    finds: ["[{emits} Minister Wang] left.", "[{emits} Minister Li] left."]
    ignores: ["The minister left."]
"""


def rules(*entries: str) -> str:
    return "rules:\n" + "".join(entries)


def by_id(rule_set: RuleSet) -> dict[str, Rule]:
    return {rule.id: rule for rule in rule_set.rules}


def names_of_problems(path: Path | list[Path]) -> list[str]:
    with pytest.raises(RuleError) as raised:
        load_rules(path)
    return [problem.name for problem in raised.value.problems]


def test_everything_a_file_says_is_in_the_rule_set(write: Write) -> None:
    root = write(
        {
            "mine/meetings.yaml": TYPES
            + rules(
                """\
  - rule: talks-with
    emits: Meeting
    why: >-
      One party talks
      with another.
    pattern: |
      participants:@Party trigger:talks with participants:@Party
    roles:
      place: in @Place
    set: {form: talks}
    status: planned
    beats: [minister]
    finds:
      - "[participants A] [trigger talks] with [participants B]."
      - "[participants C] [trigger talks] with [participants D]."
    ignores: "Talks."
    todo: ["x"]
""",
                entity("minister"),
            )
            + """\
cues:
  - cue: future
    why: What is to come.
    gives: planned
    on: [Meeting]
    pattern: will | is to
    stands: before
    within: 6
    stops: ; | but
    finds: ["y"]
""",
            "mine/lexicons/places.tsv": "surface\tlabel\tid\tnote\nCairo\tCity\tEG\nRome\tCity\tIT\tin Italy\n",
        }
    )
    found = load_rules(root / "mine")
    assert (found.name, [rule.id for rule in found.rules]) == ("mine", ["talks-with", "minister"])
    rule = found.rules[0]
    assert rule.location == Location("mine/meetings.yaml", 18, 11, 10)
    assert rule.why == "One party talks with another."
    assert rule.pattern == parse_pattern("participants:@Party trigger:talks with participants:@Party")
    assert rule.roles == (("place", parse_pattern("in @Place")),)
    assert (rule.set, rule.status, rule.beats) == ((("form", "talks"),), "planned", ("minister",))
    assert [len(rule.finds), len(rule.ignores), len(rule.todo)] == [2, 1, 1]
    assert rule.finds[1].location == Location("mine/meetings.yaml", 32, 9, 57)
    (type_,) = found.types
    assert (type_.name, type_.plural, type_.why) == ("Meeting", "meetings", "An encounter of two parties.")
    assert type_.roles == (
        RoleType("participants", "Party", many=True, least=2),
        RoleType("place", "Place", around=parse_pattern("in place:@Place")),
    )
    assert type_.attributes == (("form", ("talks", "summit")),)
    assert (type_.statuses, type_.status) == (("held", "planned"), "held")
    assert (type_.merge, type_.apart) == (("participants",), ("place", "status"))
    (cue,) = found.cues
    assert (cue.id, cue.gives, cue.on, cue.stands, cue.within) == ("future", "planned", ("Meeting",), "before", 6)
    assert cue.stops == parse_pattern("; | but")
    (lexicon,) = found.lexicons
    assert (lexicon.name, lexicon.file) == ("places", "mine/lexicons/places.tsv")
    assert [(row.surface, row.label, row.id, row.line) for row in lexicon.rows] == [
        ("Cairo", "City", "EG", 2),
        ("Rome", "City", "IT", 3),
    ]
    assert found.labels["City"] == ("Place",)
    assert found.labels["Place"] == ()
    assert found.labels.keys() >= BUILT_IN_LABELS.keys()


def test_plain_values_are_texts(write: Write) -> None:
    root = write({"a/x.yaml": rules(entity("no").replace("why: A title and a name.", "why: NO")), "b/y.yaml": ""})
    assert [(rule.id, rule.why) for rule in load_rules(root / "a").rules] == [("no", "NO")]
    assert load_rules(root / "b").rules == ()


def test_one_file_is_a_rule_set(write: Write) -> None:
    root = write({"a/x.yaml": rules(entity("one")), "a/y.yaml": "this is wrong"})
    found = load_rules(root / "a/x.yaml")
    assert found.name == "x"
    assert found.rules[0].location.file == "x.yaml"


def test_imports_give_rules_labels_lexicons_and_macros(write: Write) -> None:
    root = write(
        {
            "common/base.yaml": "macros:\n  Title: minister\n" + rules(entity("base", "Office", "$Title of @City")),
            "common/lexicons/places.tsv": "surface\tlabel\nCairo\tCity\n",
            "mine/x.yaml": "imports: [../common]\n" + rules(entity("mine", pattern="$Title @Office @City")),
        }
    )
    found = load_rules(root / "mine")
    assert [rule.id for rule in found.rules] == ["base", "mine"]
    assert [rule.location.file for rule in found.rules] == ["common/base.yaml", "mine/x.yaml"]
    assert by_id(found)["mine"].pattern == parse_pattern("minister @Office @City")


def test_an_importer_lends_no_macros(write: Write) -> None:
    root = write(
        {
            "common/base.yaml": rules(entity("base", pattern="$Title [shape=capital]")),
            "mine/x.yaml": "imports: [../common]\nmacros: {Title: minister}\n",
        }
    )
    assert names_of_problems(root / "mine") == ["unknown-macro"]


def test_rule_sets_may_import_one_another_and_the_shipped_ones(write: Write) -> None:
    root = write({"a/x.yaml": "imports: [../b, ./]\n" + rules(entity("a")), "b/y.yaml": "imports: [../a]\n"})
    assert load_rules(root / "a").name == "a"
    assert load_rules(root / "a").digest == load_rules([root / "a", root / "a"]).digest


def test_an_import_stays_beside_its_rule_set(write: Write) -> None:
    root = write({"deep/a/x.yaml": "imports: [../../outside]\n", "outside/y.yaml": rules(entity("a"))})
    assert names_of_problems(root / "deep/a") == ["import-outside"]
    (root / "deep/link").symlink_to(root / "outside")
    (root / "deep/a/x.yaml").write_text("imports: [../link]\n")
    assert names_of_problems(root / "deep/a") == ["import-outside"]


def test_an_overlay_changes_one_rule_and_disables_another(write: Write) -> None:
    root = write(
        {
            "base/x.yaml": "macros: {Title: minister}\n"
            + rules(
                entity("one", pattern="$Title [shape=capital]"), entity("two", pattern="president [shape=capital]")
            ),
            "mine/x.yaml": """\
imports: [../base]
disable: [two]
rules:
  - extends: one
    pattern: $Title of @City
labels: {City: []}
""",
            "over/x.yaml": "disable: [two]\nrules:\n  - extends: one\n    why: Another reason.\n",
        }
    )
    (rule,) = load_rules(root / "mine").rules
    assert (rule.id, rule.pattern, rule.why) == ("one", parse_pattern("minister of @City"), "A title and a name.")
    assert len(rule.finds) == 2
    assert rule.location.file == "mine/x.yaml"
    both = load_rules([root / "base", root / "over"])
    assert (both.name, [rule.why for rule in both.rules]) == ("base+over", ["Another reason."])


ROWS = "surface\tlabel\tid\tnote\n"


def test_an_overlay_adds_rows_to_a_lexicon_and_replaces_others(write: Write) -> None:
    root = write(
        {
            "base/x.yaml": rules(entity("one", pattern="[lexicon=offices]")),
            "base/lexicons/offices.tsv": ROWS + "minister\tOffice\tm\npresident\tOffice\tp\nchair\tSeat\tc\n",
            "mine/x.yaml": "imports: [../base]\n",
            "mine/lexicons/offices.tsv": ROWS + "president\tOffice\thead\nchair\tOffice\tx\nenvoy\tOffice\te\n",
            "theirs/x.yaml": "imports: [../mine]\n",
            "theirs/lexicons/offices.tsv": ROWS + "envoy\tOffice\tenvoy\n",
        }
    )
    found = load_rules(root / "theirs").lexicons
    assert [(each.file, [(row.surface, row.label, row.id, row.line) for row in each.rows]) for each in found] == [
        ("base/lexicons/offices.tsv", [("minister", "Office", "m", 2), ("chair", "Seat", "c", 4)]),
        ("mine/lexicons/offices.tsv", [("president", "Office", "head", 2), ("chair", "Office", "x", 3)]),
        ("theirs/lexicons/offices.tsv", [("envoy", "Office", "envoy", 2)]),
    ]
    assert check_rules(root / "mine").warnings == ()
    # The same with several folders given, of which each may change those before it.
    both = load_rules([root / "base", root / "mine"])
    assert [len(each.rows) for each in both.lexicons] == [2, 3]


def test_rule_sets_that_import_each_other_cannot_share_a_lexicon(write: Write) -> None:
    table = ROWS + "minister\tOffice\tm\n"
    files = {"a/x.yaml": "imports: [../b]\n", "b/x.yaml": "imports: [../a]\n"}
    root = write(files | {"a/lexicons/t.tsv": table, "b/lexicons/t.tsv": table})
    assert "conflict" in names_of_problems(root / "a")


BASE_TYPE = """
labels: {Party: []}
macros: {At: in | at}
types:
  Talk:
    why: They speak.
    roles:
      who: {label: Party, many: true}
      place: {label: Party, around: $At place:@Party}
    attributes: {form: [loud]}
    statuses: [held, planned]
    status: held
    merge: [who]
"""


def test_an_overlay_adds_fields_to_a_type(write: Write) -> None:
    change = """
imports: [../base]
types:
  Talk:
    extends: Talk
    roles:
      topic: {label: Party, around: $At topic:@Party}
      who: {label: Party, many: true, least: 2}
    attributes: {tone: [warm, cool]}
    merge: [who, topic]
  Address:
    extends: Talk
    why: One speaks.
    plural: addresses
"""
    root = write({"base/x.yaml": BASE_TYPE, "mine/x.yaml": change})
    address, talk = load_rules(root / "mine").types
    assert [(role.name, role.least) for role in talk.roles] == [("who", 2), ("place", 0), ("topic", 0)]
    assert talk.attributes == (("form", ("loud",)), ("tone", ("warm", "cool")))
    assert (talk.why, talk.merge, talk.status, talk.plural) == ("They speak.", ("who", "topic"), "held", "talks")
    assert talk.location.file == "mine/x.yaml"
    assert (address.name, address.plural, address.why, len(address.roles)) == ("Address", "addresses", "One speaks.", 3)
    (base,) = load_rules(root / "base").types
    assert [role.name for role in base.roles] == ["who", "place"]


@pytest.mark.parametrize(
    ("types", "name"),
    [
        ("Talk: {extends: Walk}", "unknown-type"),
        ("Talk: {extends: [Talk]}", "wrong-kind"),
        ("Walk: {extends: Walk, why: x}", "unknown-type"),
        ("Talk: {why: They speak otherwise.}", "conflict"),
        ("Walk: {why: x}\n  Talk: {extends: Walk}", "conflict"),
        ("Talk: {extends: Talk, status: lost}", "unknown-status"),
    ],
)
def test_wrong_extensions_of_types(write: Write, types: str, name: str) -> None:
    root = write({"base/x.yaml": BASE_TYPE, "mine/x.yaml": f"imports: [../base]\ntypes:\n  {types}\n"})
    assert name in names_of_problems(root / "mine")


def test_a_type_is_changed_only_where_it_is_imported(write: Write) -> None:
    change = "types:\n  Talk: {extends: Talk, why: x}\n"
    root = write({"base/x.yaml": BASE_TYPE, "mine/x.yaml": change, "all/x.yaml": "imports: [../base, ../mine]\n"})
    assert names_of_problems(root / "all") == ["unknown-type"]


def test_rule_sets_of_installed_packages_have_names(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(
        {
            "site/zoo_rules/__init__.py": "raise RuntimeError('nothing of it is run')\n",
            "site/zoo_rules/animals/x.yaml": rules(entity("one")),
            "site/zoo_rules-1.dist-info/METADATA": "Name: zoo-rules\nVersion: 1\n",
            "site/zoo_rules-1.dist-info/entry_points.txt": (
                "[relex.rules]\nzoo = zoo_rules:animals\ngone = zoo_rules:nothing\nlost = no_such_package\n"
            ),
            "mine/x.yaml": "imports: [zoo]\n" + rules(entity("two", pattern="deputy")),
            "wrong/x.yaml": "imports: [gone]\n",
        }
    )
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    assert [rule.id for rule in load_rules("zoo").rules] == ["one"]
    assert [rule.id for rule in load_rules(tmp_path / "mine").rules] == ["one", "two"]
    assert names_of_problems(tmp_path / "wrong") == ["unknown-import"]
    assert load("zoo").rules.name == "animals"


def test_a_rule_with_an_id_may_take_what_another_says(write: Write) -> None:
    more = "  - {rule: two, extends: one, pattern: deputy, why: Two.}\n  - {rule: three, extends: two, pattern: aide}\n"
    root = write({"a/x.yaml": rules(entity("one"), more)})
    found = by_id(load_rules(root / "a"))
    assert (found["two"].why, found["three"].why) == ("Two.", "Two.")
    assert found["three"].pattern == parse_pattern("aide")


@pytest.mark.parametrize(
    ("more", "name"),
    [
        ("  - {rule: two, extends: three}\n  - {rule: three, extends: two}\n", "circle"),
        ("  - {rule: two, extends: two}\n", "circle"),
        ("  - {extends: nothing}\n", "unknown-rule"),
        ("  - {extends: one, why: x}\n  - {extends: one, why: y}\n", "conflict"),
        ("  - {extends: [one]}\n", "wrong-kind"),
        ("  - {rule: [one]}\n", "wrong-kind"),
        ("  - text\n", "wrong-kind"),
        ("  - {rule: one, extends: one}\n", "duplicate-id"),
    ],
)
def test_wrong_extensions(write: Write, more: str, name: str) -> None:
    assert name in names_of_problems(write({"a/x.yaml": rules(entity("one"), more)}) / "a")


def test_all_problems_of_all_files_are_told_in_file_order(write: Write) -> None:
    root = write(
        {
            "a/x.yaml": rules(
                entity("one", pattern="[lema=x] y"), entity("two", pattern="@Titel x", more="    sett: 1\n")
            ),
            "a/y.yaml": "rule: 1\n",
            "a/lexicons/z.tsv": "surface\tlabel\nRome\n",
        }
    )
    with pytest.raises(RuleError) as raised:
        load_rules(root / "a")
    told = [(Path(each.location.file).name, each.location.line, each.name) for each in raised.value.problems]
    assert told == [
        ("z.tsv", 2, "wrong-columns"),
        ("x.yaml", 6, "unknown-attribute"),
        ("x.yaml", 13, "unknown-label"),
        ("x.yaml", 14, "unknown-key"),
        ("x.yaml", 14, "wrong-kind"),
        ("y.yaml", 1, "unknown-key"),
        ("y.yaml", 1, "wrong-kind"),
    ]


def test_a_file_that_cannot_be_read_makes_no_missing_names(write: Write) -> None:
    root = write(
        {"a/x.yaml": rules(entity("one", pattern="@Titel x", more="    beats: [two]\n")), "a/y.yaml": "a: [\n"}
    )
    assert names_of_problems(root / "a") == ["yaml-syntax"]


@pytest.mark.parametrize("style", ["|", "|-", "|2", '"', "'", ""])
def test_a_problem_stands_at_its_character(write: Write, style: str) -> None:
    pattern = "minister [shape=captial]"
    value = f"{style}  # so\n      {pattern}" if style.startswith("|") else f"{style}{pattern}{style}"
    if style == "|2":
        value = f"|2  # so\n      \n      {pattern}"
    root = write({"a/x.yaml": rules(entity("one")).replace("|\n      minister [shape=capital]", value)})
    with pytest.raises(RuleError) as raised:
        load_rules(root / "a")
    (problem,) = raised.value.problems
    place = problem.location
    assert problem.source[place.column - 1 : place.column - 1 + place.width] == "captial"
    assert (root / "a/x.yaml").read_text().split("\n")[place.line - 1] == problem.source


@pytest.mark.parametrize("value", [">\n      minister\n      [shape=captial]", '"minister \\\n      [shape=captial]"'])
def test_a_problem_in_folded_text_stands_at_its_start(write: Write, value: str) -> None:
    root = write({"a/x.yaml": rules(entity("one")).replace("|\n      minister [shape=capital]", value)})
    with pytest.raises(RuleError) as raised:
        load_rules(root / "a")
    assert (raised.value.problems[0].location.line, raised.value.problems[0].location.column) == (5, 14)


def test_the_digest_follows_the_content_alone(write: Write) -> None:
    files = {"a/x.yaml": rules(entity("one")), "a/y.yaml": "labels: {City: []}\n", "b/z.yaml": "labels: {City: []}\n"}
    root = write(files)
    first = load_rules(root / "a")
    shutil.copytree(root / "a", root / "other/a")
    again = load_rules(root / "other/a")
    assert again == first
    (root / "a/y.yaml").write_text("labels: {City: [Place]}\n")
    assert load_rules(root / "a").digest != first.digest


def test_the_order_in_which_a_disk_lists_files_changes_nothing(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write({f"a/{name}.yaml": rules(entity(name, pattern=f"{name} [shape=capital]")) for name in "cab"})
    first = load_rules(root / "a")
    walk = os.walk
    monkeypatch.setattr(os, "walk", lambda top: [(at, inner, files[::-1]) for at, inner, files in walk(top)])
    assert load_rules(root / "a") == first
    assert [rule.id for rule in first.rules] == ["a", "b", "c"]


def test_circles_need_the_taxonomy_to_be_seen(write: Write) -> None:
    files = {
        "a/x.yaml": "labels: {Person: [Party]}\n"
        + rules(
            entity("one", "Person", "minister @Office"),
            entity("two", "Office", "office of @Party"),
            entity("three", "Home", "home of @Person"),
        )
    }
    root = write(files)
    with pytest.raises(RuleError) as raised:
        load_rules(root / "a")
    (problem,) = raised.value.problems
    assert problem.name == "circle"
    assert "'two'" in problem.message
    assert "'one'" in problem.message
    (root / "a/x.yaml").write_text(files["a/x.yaml"].replace("labels: {Person: [Party]}", "labels: {Party: []}"))
    assert len(load_rules(root / "a").rules) == 3


def test_a_circle_through_a_macro_is_seen(write: Write) -> None:
    root = write({"a/x.yaml": "macros: {Who: '@Person'}\n" + rules(entity("one", "Person", "minister $Who"))})
    assert names_of_problems(root / "a") == ["circle"]


def test_regexes_are_counted_over_the_rule_set(write: Write) -> None:
    def with_regexes(rule: str, numbers: range) -> str:
        return entity(rule, pattern=" ".join(f'[regex="[A-Z]{{{number}}}"]' for number in numbers))

    root = write({"a/x.yaml": rules(with_regexes("one", range(1, 6)), with_regexes("two", range(2, 9)))})
    assert len(load_rules(root / "a").rules) == 2
    root = write({"a/x.yaml": rules(with_regexes("one", range(1, 6)), with_regexes("two", range(5, 11)))})
    assert names_of_problems(root / "a") == ["too-many-regexes"] * 2


def test_a_quote_may_lack_a_trigger(write: Write) -> None:
    text = "types:\n  Quote:\n    why: Words.\n    roles: {content: {label: Quoted}}\n" + rules(
        entity("one", "Quote", "content:@Quoted")
    )
    assert load_rules(write({"a/x.yaml": text}) / "a").types[0].status == ""


@pytest.mark.parametrize(
    ("wrong", "right", "name"),
    [
        ("many: true", "many: perhaps", "wrong-kind"),
        ("least: 2", "least: two", "wrong-kind"),
        ("many: true, least: 2", "least: 2", "wrong-kind"),
        ("participants: {label: Party, many: true, least: 2}", "participants: {many: true}", "missing-key"),
        ("in place:@Place", "in plase:@Place", "unknown-role"),
        ("in place:@Place", "in [plase", "yaml-syntax"),
        ("apart: [place, status]", "apart: [places]", "unknown-role"),
        ("    status: held\n", "", "missing-key"),
        ("form: [talks", "3form: [talks", "bad-name"),
        ("form: [talks", "span: [talks", "bad-name"),
        ("form: [talks", "class: [talks", "bad-name"),
        ("  Meeting:\n", "  Person:\n", "conflict"),
        ("  Meeting:\n", "  Pronoun:\n", "conflict"),
        ("  Meeting:\n", "  Two words:\n", "bad-name"),
        ("      place: {", "      trigger: {", "bad-name"),
        ("    why: An encounter of\n      two parties.\n", "", "missing-key"),
        ("  City: Place\n", "  City: [Place]\n  Place: [City]\n", "circle"),
        ("  City: Place\n", "  City: {Place: x}\n", "wrong-kind"),
        ("  City: Place\n", "  ? [City]\n  : Place\n", "yaml-syntax"),
    ],
)
def test_wrong_types(write: Write, wrong: str, right: str, name: str) -> None:
    assert wrong in TYPES
    assert name in names_of_problems(write({"a/x.yaml": TYPES.replace(wrong, right)}) / "a")


def test_the_same_type_may_be_told_twice_and_no_other(write: Write) -> None:
    root = write({"a/x.yaml": TYPES, "b/y.yaml": "imports: [../a]\n" + TYPES})
    assert len(load_rules(root / "b").types) == 1
    (root / "b/y.yaml").write_text("imports: [../a]\n" + TYPES.replace("least: 2", "least: 1"))
    assert names_of_problems(root / "b") == ["conflict"]


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    assert names_of_problems(tmp_path / "nothing") == ["no-rules"]
    assert names_of_problems(tmp_path) == ["no-rules"]
    assert names_of_problems([tmp_path, tmp_path / "nothing"]) == ["no-rules", "no-rules"]


def test_a_file_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_bytes(b"#" * 5_000_001)
    assert names_of_problems(tmp_path) == ["too-large"]


def test_the_pure_python_parser_of_yaml_gives_the_same(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    yaml = pytest.importorskip("yaml")
    root = write({"a/x.yaml": TYPES + rules(entity("one"))})
    first = load_rules(root / "a")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert load_rules(root / "a") == first


def test_the_shipped_rules_are_found() -> None:
    assert (shipped_rules() / "diplomacy").is_dir()


# Whatever an author writes: a rule set, or problems that each have a place in the file.

GOOD = TYPES + rules(entity("one"), entity("two", "Title", "prime minister", more="    beats: [one]\n"))
_PIECES = st.sampled_from(
    [*GOOD.split("\n"), "rules:", "- rule: x", "  - rule: x", "cues:", "    pattern: |", "imports: [.]",
     "macros: {A: a}", "extends: one", "disable: [one]", "&a", "*a", "!!x", "[", "{", "]", "}", ": ", "? ", "- ", "---",
     "...", "%YAML 1.1", "\t", "|", ">", '"', "'", "\\", "\x85", "\u2028", "\ufeff", "\x00", "\x0b", "é", "\U0001f600",
     "a: b: c", "~", "null"]
)  # fmt: skip


def load_or_refuse(root: Path, content: bytes) -> None:
    (root / "x.yaml").write_bytes(content)
    try:
        load_rules(root)
    except RuleError as error:
        assert error.problems
        assert str(error)
        for problem in error.problems:
            assert problem.location.file
            assert problem.location.line >= 1
            assert problem.location.column >= 1


FUZZ = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@FUZZ
@given(st.one_of(st.binary(max_size=60), st.text(max_size=60).map(lambda text: text.encode("utf-8", "replace"))))
def test_any_bytes_load_or_are_refused(tmp_path: Path, content: bytes) -> None:
    load_or_refuse(tmp_path, content)


@FUZZ
@given(st.lists(_PIECES, max_size=12), st.sampled_from(["", " ", "\n", "\n    "]))
def test_any_pieces_load_or_are_refused(tmp_path: Path, pieces: list[str], glue: str) -> None:
    load_or_refuse(tmp_path, glue.join(pieces).encode())


@FUZZ
@given(st.integers(0, len(GOOD)), st.integers(0, 20), st.one_of(_PIECES, st.text(max_size=5)))
def test_any_slip_of_the_pen_loads_or_is_refused(tmp_path: Path, at: int, removed: int, put: str) -> None:
    load_or_refuse(tmp_path, (GOOD[:at] + put + GOOD[at + removed :]).encode("utf-8", "replace"))


@FUZZ
@given(st.lists(st.sampled_from("abc\t\n# surfacelabel"), max_size=60).map("".join), st.booleans())
def test_any_lexicon_loads_or_is_refused(tmp_path: Path, text: str, headed: bool) -> None:
    (tmp_path / "lexicons").mkdir(exist_ok=True)
    (tmp_path / "lexicons/l.tsv").write_text("surface\tlabel\tid\tnote\n" * headed + text)
    load_or_refuse(tmp_path, b"")


def test_the_pattern_of_a_file_is_the_pattern_of_its_text(write: Write) -> None:
    text = "name:[shape=capital]{1,3} , the [lemma=minister]"
    pattern: Node = load_rules(write({"a/x.yaml": rules(entity("one", pattern=text))}) / "a").rules[0].pattern
    assert pattern == parse_pattern(text)
