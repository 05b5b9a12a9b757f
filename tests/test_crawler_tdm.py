"""Reservations of text and data mining, where publishers write them."""

from __future__ import annotations

import pytest

from crawler.tdm import parse_policies, policy_for, reserved


@pytest.mark.parametrize(
    ("header", "page", "expected"),
    [
        (None, b"<head><title>A page</title></head>", None),
        ("1", b"", True),
        ("0", b"", False),
        (" 1 ", b"%PDF-1.7", True),
        ("yes", b"", None),
        (None, b'<head><meta name="tdm-reservation" content="1"></head>', True),
        (None, b"<META CONTENT='1' NAME='TDM-Reservation' />", True),
        (None, b"<meta name=tdm-reservation content=1>", True),
        (None, b"<meta content=1 name=tdm-reservation>", True),
        (None, b'<meta name="tdm-reservation" content="0">', False),
        ("0", b'<meta name="tdm-reservation" content="1">', True),
        (None, b'<meta name="tdm-reservation-policy" content="1">', None),
        (None, b"<p>The tdm-reservation tag is explained here: 1.</p>", None),
        (None, b"<meta " * 20_000 + b'name="tdm-reservation"', None),
    ],
)
def test_reserved(header: str | None, page: bytes, expected: bool | None) -> None:
    assert reserved({} if header is None else {"tdm-reservation": header}, page) is expected


@pytest.mark.parametrize(
    ("content", "path", "expected"),
    [
        (b'[{"location": "/", "tdm-reservation": 1}]', "/story", True),
        (b'[{"location": "/free/", "tdm-reservation": 0}, {"location": "/", "tdm-reservation": 1}]', "/free/a", False),
        (b'[{"location": "/", "tdm-reservation": 1}, {"location": "/free/", "tdm-reservation": 0}]', "/free/a", True),
        (b'[{"location": "/paid/*.html$", "tdm-reservation": 1}]', "/paid/2024/a.html", True),
        (b'[{"location": "/paid/*.html$", "tdm-reservation": 1}]', "/paid/2024/a.html.txt", None),
        (b'[{"location": "/paid/", "tdm-reservation": "1"}]', "/open/a", None),
        (b'[{"location": "/"}, 7, {"location": 3, "tdm-reservation": 1}]', "/a", None),
        (b'[{"location": "/x\\nDisallow: /", "tdm-reservation": 1}]', "/a", None),
        (b'{"location": "/", "tdm-reservation": 1}', "/a", None),
        (b"<html>not found</html>", "/a", None),
        (b"\xff\xfe[", "/a", None),
    ],
)
def test_the_first_entry_for_a_path_speaks_for_it(content: bytes, path: str, expected: bool | None) -> None:
    assert policy_for(parse_policies(content), f"https://news.example.org{path}") is expected
