from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relex.marks import Mark, MarkError, Part, draw, parse

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,5}", fullmatch=True)
PARTS = st.builds(Part, NAMES, st.none() | NAMES, st.none() | st.integers(0, 99))
TEXTS = st.text(st.sampled_from('ab é\n[]\\=#."') | st.characters(), min_size=1, max_size=30)


@st.composite
def marked_texts(draw_value: st.DrawFn) -> tuple[str, tuple[Mark, ...]]:
    text = draw_value(TEXTS)
    marks = draw_value(nested(0, len(text), depth=3))
    return text, marks


@st.composite
def nested(draw_value: st.DrawFn, start: int, stop: int, *, depth: int) -> tuple[Mark, ...]:
    """Marks between two places that nest and do not cross, in the order in which they open."""
    marks: list[Mark] = []
    while start < stop and depth and draw_value(st.booleans()):
        first = draw_value(st.integers(start, stop - 1))
        last = draw_value(st.integers(first + 1, stop))
        parts = tuple(draw_value(st.lists(PARTS, min_size=1, max_size=3)))
        marks.append(Mark(parts, first, last, draw_value(st.none() | st.text(max_size=5))))
        marks += draw_value(nested(first, last, depth=depth - 1))
        start = last
    return tuple(marks)


@given(marked_texts())
def test_parse_turns_back_what_draw_drew(answer: tuple[str, tuple[Mark, ...]]) -> None:
    text, marks = answer
    assert parse(draw(text, marks)) == answer


@given(st.text(st.sampled_from("ab =[]\\#.,\"'")))
def test_any_text_is_read_or_refused_with_its_place(marked: str) -> None:
    try:
        text, marks = parse(marked)
    except MarkError as error:
        assert 0 <= error.position < len(marked)
    else:
        assert parse(draw(text, marks)) == (text, marks)


@pytest.mark.parametrize(
    ("marked", "text", "marks"),
    [
        ("", "", ()),
        (r"a \[b\] \\ c", r"a [b] \ c", ()),
        ("[place Cairo]", "Cairo", (Mark((Part("place"),), 0, 5),)),
        ("[place=EG Cairo]", "Cairo", (Mark((Part("place"),), 0, 5, "EG"),)),
        ('[speaker="Wang Yi" he]', "he", (Mark((Part("speaker"),), 0, 2, "Wang Yi"),)),
        ("[Meeting#2.place=EG in]", "in", (Mark((Part("place", "Meeting", 2),), 0, 2, "EG"),)),
        ("[Quote#3 in]", "in", (Mark((Part("Quote", None, 3),), 0, 2),)),
        (
            "[Meeting.participants,Quote.speaker Wang Yi]",
            "Wang Yi",
            (Mark((Part("participants", "Meeting"), Part("speaker", "Quote")), 0, 7),),
        ),
        (
            "[Person [title Minister] [name Wang]]",
            "Minister Wang",
            (Mark((Part("Person"),), 0, 13), Mark((Part("title"),), 0, 8), Mark((Part("name"),), 9, 13)),
        ),
        ("[a [b x]]", "x", (Mark((Part("a"),), 0, 1), Mark((Part("b"),), 0, 1))),
        ("[a  two spaces]", " two spaces", (Mark((Part("a"),), 0, 11),)),
    ],
)
def test_the_notation(marked: str, text: str, marks: tuple[Mark, ...]) -> None:
    assert parse(marked) == (text, marks)
    assert parse(draw(text, marks)) == (text, marks)


@pytest.mark.parametrize(
    ("marked", "position", "message"),
    [
        ("in [place Cairo", 3, "never closed"),
        ("[a [b x]", 0, "never closed"),
        ("in Cairo]", 8, "nothing is open"),
        ("a \\n b", 2, "a backslash stands only before"),
        ("a \\", 2, "a backslash stands only before"),
        ("[]", 0, "a mark begins like"),
        ("[place]", 0, "a mark begins like"),
        ("[place= Cairo]", 0, "a mark begins like"),
        ("[a.b.c x]", 0, "a mark begins like"),
        ("[1st x]", 0, "a mark begins like"),
        ("[place ]", 0, "draws no words"),
        ("[a [b ]]", 3, "draws no words"),
    ],
)
def test_an_unreadable_mark_is_named_with_its_place(marked: str, position: int, message: str) -> None:
    with pytest.raises(MarkError, match=message) as caught:
        parse(marked)
    assert caught.value.position == position
    assert str(pickle.loads(pickle.dumps(caught.value))) == str(caught.value)


@pytest.mark.parametrize(
    ("marks", "message"),
    [
        ([(0, 3), (2, 5)], "crosses"),
        ([(1, 1)], "no characters"),
        ([(-1, 2)], "no characters"),
        ([(3, 9)], "no characters"),
    ],
)
def test_what_cannot_be_drawn_is_refused(marks: list[tuple[int, int]], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        draw("abcdef", [Mark((Part("a"),), start, stop) for start, stop in marks])


def test_a_long_text_with_many_marks_takes_linear_time() -> None:
    marked = "[place Cairo] and " * 50_000
    text, marks = parse(marked)
    assert len(marks) == 50_000
    assert draw(text, marks) == marked
