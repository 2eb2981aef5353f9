"""A picture as part of a page: its styles as classes that follow the page's theme, its links with names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping

from .pictures import COLOURS, INK, LINE, PAPER, SOFT

_SVG, _LINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
_NAMED = {INK: "ink", SOFT: "soft", LINE: "line", PAPER: "paper"} | {c: f"k{n}" for n, c in enumerate(COLOURS)}
_DROPPED = {"metadata", "style"}
_SIZE = re.compile(r"([\d.]+)px")


def inline(picture: str, name: str, labels: Mapping[str, str]) -> str:
    """Return an SVG picture to stand in a page: no styles that its policy forbids, no id that another picture has.

    ``name`` tells it from the page's other pictures, ``labels`` what each of its links leads to.
    """
    root = ET.fromstring(picture.encode())  # noqa: S314  (matplotlib wrote it)
    for child in list(root.iter()):
        for part in list(child):
            if _bare(part.tag) in _DROPPED:
                child.remove(part)
    for part in root.iter():
        _themed(part)
        _renamed(part, name)
        address = part.get(f"{{{_LINK}}}href", "")
        if _bare(part.tag) == "a":
            part.attrib.pop("target", None)
            part.set("href", part.attrib.pop(f"{{{_LINK}}}href"))
            part.set("aria-label", labels[address])
            ET.SubElement(part, f"{{{_SVG}}}title").text = labels[address]
    for size in ("width", "height", "version"):
        root.attrib.pop(size, None)
    ET.register_namespace("", _SVG)
    ET.register_namespace("xlink", _LINK)
    return ET.tostring(root, encoding="unicode")


def _bare(tag: str) -> str:
    return tag.rpartition("}")[2]


def _themed(part: ET.Element) -> None:
    """Turn a style into attributes, and the colours that a page has by name into classes."""
    classes: list[str] = []
    for declaration in filter(None, map(str.strip, part.attrib.pop("style", "").split(";"))):
        key, _, value = map(str.strip, declaration.partition(":"))
        if key in ("fill", "stroke") and value in _NAMED:
            classes.append(f"{key}-{_NAMED[value]}")
        elif key == "font":
            size = _SIZE.search(value)
            part.set("font-size", size[1] if size else "12")
        else:
            part.set(key, value)
    if _bare(part.tag) == "text" and not any(each.startswith("fill") for each in classes):
        classes.append("fill-ink")
    if classes:
        part.set("class", " ".join(classes))


def _renamed(part: ET.Element, name: str) -> None:
    """Keep the ids that something refers to, each with the picture's name before it; drop the others."""
    identity = part.attrib.pop("id", None)
    if identity and _bare(part.tag) in ("clipPath", "path"):
        part.set("id", f"{name}-{identity}")
    for key, value in part.attrib.items():
        if value.startswith("url(#"):
            part.set(key, f"url(#{name}-{value[5:]}")
        elif key == f"{{{_LINK}}}href" and _bare(part.tag) == "use":
            part.set(key, f"#{name}-{value[1:]}")
