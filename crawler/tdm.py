"""Whether a publisher reserves text and data mining, by the TDM Reservation Protocol (W3C community group, 2024).

It is recorded beside the fetch, for those who use the data: what may be done with them is theirs to judge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HEAD_SIZE = 64 * 1024
"""Bytes of a page in which its meta tags are looked for."""

_TAG = re.compile(rb"<meta\s([^<>]{0,500})>", re.IGNORECASE)
_NAME = re.compile(rb"name\s{0,9}=\s{0,9}[\"']?tdm-reservation[\"'\s/]|name=tdm-reservation$", re.IGNORECASE)
_CONTENT = re.compile(rb"content\s{0,9}=\s{0,9}[\"']?\s{0,9}([01])", re.IGNORECASE)


def reserved(headers: Mapping[str, str], content: bytes) -> bool | None:
    """True where the answer's header (names in lower case) or the page says so, False where they deny it, else None."""
    says = [headers.get("tdm-reservation", "").strip()]
    head = content[:HEAD_SIZE]
    if b"tdm-reservation" in head.lower():
        tags = (tag[1] for tag in _TAG.finditer(head))
        says += [found[1].decode() for tag in tags if _NAME.search(tag) and (found := _CONTENT.search(tag))]
    return True if "1" in says else False if "0" in says else None
