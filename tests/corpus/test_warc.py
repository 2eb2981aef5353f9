"""Web archives: the articles of their pages."""

from __future__ import annotations

import gzip
import importlib.util
import os
from pathlib import Path

import pytest

from relex.corpus.bounded import Input
from relex.corpus.documents import Fields, records, with_text

there = all(importlib.util.find_spec(name) for name in ("fastwarc", "trafilatura"))
pytestmark = pytest.mark.skipif(not there and not os.environ.get("CI"), reason="needs fastwarc and trafilatura")

SENTENCES = " ".join(f"Foreign Minister Wang Yi met colleague number {n} in Cairo on Tuesday." for n in range(12))
HEAD = "<html><head><title>Talks</title></head><body><nav>Home</nav>"
PAGE = f"{HEAD}<article><h1>Talks</h1><p>{SENTENCES}</p></article></body></html>"


def record(address: str, body: bytes, kind: str = "text/html") -> bytes:
    """Return one response of an archive."""
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-11-24T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{len(address):012}>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    )
    return head.encode() + answer + b"\r\n\r\n"


def test_the_articles_of_an_archive(tmp_path: Path) -> None:
    path = tmp_path / "news.warc.gz"
    pages = [
        record("http://a.example/1", PAGE.encode()),
        record("http://a.example/22", b"\x89PNG", "image/png"),
        record("http://a.example/333", b"<html></html>"),
        record("http://a.example/4444", b"<p>" + b"a" * 9_000),
    ]
    path.write_bytes(b"".join(map(gzip.compress, pages)))
    first, empty, long = map(with_text, records([Input(path)], Fields(max_chars=2_000)))
    assert (first.id, first.date) == ("http://a.example/1", "2026-11-24")
    assert SENTENCES in (first.text or "")
    assert "Home" not in (first.text or "")
    assert (empty.error, long.error) == ("no article in the page", "a page of more than 8,000 bytes")
