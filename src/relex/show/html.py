"""What pages of relex are made of: templates with gaps, text that stays text, a policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import PurePosixPath


@cache
def asset(name: str) -> str:
    """Return a file of the folder ``page`` beside this module."""
    return (files(__package__) / "page" / PurePosixPath(name)).read_text("utf-8")


def filled(template: str, /, **values: str) -> str:
    """Return a template of the page with its gaps filled, each once, whatever stands in what fills them."""
    return re.sub(r"\{(\w+)\}", lambda gap: values[gap[1]], asset(template))


def policy(style: str, script: str) -> str:
    """Return the content security policy of a page that has one style and one script and asks nothing of anybody."""
    allowed = f"style-src {_hash(style)}; script-src {_hash(script)}"
    return f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"


def text_in_html(text: str) -> str:
    """Return text as it can stand anywhere in a page; half characters and controls that HTML forbids are replaced.

    >>> text_in_html("<b> &")
    '&lt;b&gt; &amp;'
    """
    plain = text.encode("utf-8", "replace").decode()
    return escape("".join(each if each >= " " or each in "\n\t" else "\ufffd" for each in plain))


def _hash(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"
