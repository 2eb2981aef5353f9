"""What is saved from a browser lands inside the folder of the rules, whole, or nowhere."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from relex.web import folder
from relex.web.folder import RefusedError

OUTSIDE = [
    "../out.yaml", "a/../../out.yaml", "/etc/out.yaml", "..", "", ".", "a//b.yaml", "a\\..\\out.yaml", ".hidden.yaml",
    "a/.git/b.yaml", "con\0.yaml", "a.yaml/", "b.py", "x.tsv", "lexicons/x.py", "cases/x.yaml/", "a/b/c/d/e.yaml",
    "a b.yaml",
    "x.yaml\n", "~/x.yaml", "C:/x.yaml", "x.md", "cases/x.html", "%2e%2e/x.yaml", "ä.yaml", "a" * 200 + ".yaml",
]  # fmt: skip


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_name_leads_out(tmp_path: Path, name: str) -> None:
    root = tmp_path / "rules"
    root.mkdir()
    for ask in (folder.read, lambda root, name: folder.write(root, {name: b"x"}), folder.new_name, folder.path_of):
        with pytest.raises(RefusedError):
            ask(root, name)
    assert list(tmp_path.rglob("*")) == [root]


def test_no_link_is_followed(tmp_path: Path) -> None:
    root, out = tmp_path / "rules", tmp_path / "out"
    root.mkdir()
    out.mkdir()
    (out / "secret.yaml").write_text("secret")
    (root / "link.yaml").symlink_to(out / "secret.yaml")
    (root / "dangling.yaml").symlink_to(out / "new.yaml")
    (root / "lexicons").symlink_to(out)
    (root / "folder").symlink_to(out)
    for name in ("link.yaml", "dangling.yaml", "lexicons/a.tsv", "folder/secret.yaml", "folder/new.yaml"):
        with pytest.raises(RefusedError):
            folder.write(root, {name: b"x"})
        with pytest.raises((RefusedError, FileNotFoundError)):
            folder.read(root, name)
    assert [(each.name, each.read_text()) for each in out.iterdir()] == [("secret.yaml", "secret")]
    assert folder.names_of(root) == ()


def test_what_is_no_plain_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "dir.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    for name in ("dir.yaml", "pipe.yaml"):
        with pytest.raises((RefusedError, OSError)):
            folder.write(tmp_path, {name: b"x"})
        with pytest.raises((RefusedError, OSError)):
            folder.read(tmp_path, name)


def test_a_file_is_whole_or_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.yaml").write_text("old a")
    (tmp_path / "b.yaml").write_text("old b")
    (tmp_path / "a.yaml").chmod(0o640)
    folder.write(tmp_path, {"a.yaml": b"new a", "lexicons/new.tsv": b"surface\tlabel\n"})
    assert (tmp_path / "a.yaml").read_text() == "new a"
    assert stat.S_IMODE((tmp_path / "a.yaml").stat().st_mode) == 0o640
    assert (tmp_path / "lexicons" / "new.tsv").exists()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(OSError, match="No space"):
        folder.write(tmp_path, {"b.yaml": b"new b" * 1000, "a.yaml": b"newer"})
    assert (tmp_path / "b.yaml").read_text() == "old b"
    assert sorted(tmp_path.rglob("*")) == before  # nothing is left lying about


def test_line_ends_and_marks_stay_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n")
    assert folder.read(tmp_path, "a.yaml").text == "a: 1\nb: 2\n"
    assert folder.as_on_disk(tmp_path, "a.yaml", "a: 1\nb: 3\n") == b"\xef\xbb\xbfa: 1\r\nb: 3\r\n"
    assert folder.as_on_disk(tmp_path, "new.yaml", "a: é\n") == "a: é\n".encode()


def test_bytes_that_are_no_text_are_not_opened(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes(b"caf\xe9")
    with pytest.raises(RefusedError, match="not UTF-8"):
        folder.read(tmp_path, "a.yaml")


def test_somebody_elses_change_is_seen(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("one")
    base = folder.read(tmp_path, "a.yaml").digest
    assert folder.changed_since(tmp_path, {"a.yaml": base, "new.yaml": ""}) == ()
    (tmp_path / "a.yaml").write_text("two")
    (tmp_path / "new.yaml").write_text("there")
    assert folder.changed_since(tmp_path, {"a.yaml": base, "new.yaml": ""}) == ("a.yaml", "new.yaml")


def test_the_names_are_those_of_rules_lexicons_and_cases(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "lexicons/x.tsv", "cases/c.md", "x.tsv", "README.md", ".d.yaml", "sub/e.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert folder.names_of(tmp_path) == ("a.yml", "b.yaml", "lexicons/x.tsv", "sub/e.yaml", "cases/c.md")
