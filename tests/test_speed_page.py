"""The page about speed shows what the benchmarks kept, and draws it."""

from __future__ import annotations

import pytest

import page


def test_the_tables_are_those_of_the_results() -> None:
    text = page.PAGE.read_text("utf-8")
    told = page.results()
    assert page.page(text, told) == text
    assert all(f"<!-- {name}: " in text for name in page.blocks(told))


def test_the_pictures_are_those_of_the_results() -> None:
    for picture in page.pictures(page.results()):
        file = page.IMAGES / f"speed-{picture.name}.svg"
        assert page.points_told(file.read_text("utf-8")) == [list(point) for point in picture.points]
        assert f"(images/{file.name})" in page.PAGE.read_text("utf-8")
        assert file.stat().st_size < 40_000


def test_a_picture_is_drawn_alike_each_time() -> None:
    pytest.importorskip("matplotlib")
    picture = page.Picture("made", "Made", "across", "up", [(0, 1.0), (1000, 2.5)], 2.0, True)
    assert page.drawn(picture) == page.drawn(picture)
    assert page.points_told(page.drawn(picture)) == [[0, 1.0], [1000, 2.5]]


def test_a_bar_that_is_missed_is_told() -> None:
    assert page.Bar("time", 1.2, 1.1).met is False
    assert page.Bar("times as fast", 14, 80, least=True).met is False
    missed = [bar for bar in page.bars(page.results()) if not bar.met]
    assert page.PAGE.read_text("utf-8").count("**no**") == len(missed)
