"""Reservations of text and data mining, where publishers write them."""

from __future__ import annotations

import pytest

from crawler.tdm import reserved


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
