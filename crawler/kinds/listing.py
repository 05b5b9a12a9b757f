"""What a listing offers, whatever its kind: candidates to fetch, leads to look for, further listings to read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.etree as etree
from lxml import html

from crawler import pagedates
from crawler.decode import decode
from db.records import Article, Figure

MAX_CANDIDATES = 50_000
"""A sitemap holds at most this many addresses; https://www.sitemaps.org/protocol.html."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article as a listing offers it. What the listing lacks is None."""

    url: str
    headline: str | None = None
    published: str | None = None
    """ISO 8601: an instant with its UTC offset where the listing gives one, else a day."""
    language: str | None = None
    summary: str | None = None
    publisher: str | None = None
    """Who published it, where a search of many publishers says so."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """A table as a document, and its counts as figures with their place in its text."""

    document: Article
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Listing:
    candidates: tuple[Candidate, ...] = ()
    problem: str | None = None
    """What was malformed; the candidates are what could be read nevertheless."""
    listings: tuple[str, ...] = ()
    """Addresses of further listings: the sitemaps of a sitemap index, the next page of an API."""
    documents: tuple[Article, ...] = ()
    """What the listing itself holds: the sections of a law, the subjects of a sitting."""
    statistics: tuple[Statistics, ...] = ()
    """What a table of official statistics holds."""


def unique(candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """The first candidate of each address, in order."""
    found: dict[str, Candidate] = {}
    for candidate in candidates:
        found.setdefault(candidate.url, candidate)
        if len(found) >= MAX_CANDIDATES:
            break
    return tuple(found.values())


def web_address(text: object, base: str) -> str | None:
    """The http(s) address that a listing writes, made absolute; None where it writes none."""
    if not isinstance(text, str) or not text or len(text) > 4000 or text.startswith("<"):
        return None
    try:
        absolute = urljoin(base, storable(text.strip()))
        return absolute if absolute.startswith(("http://", "https://")) and urlsplit(absolute).hostname else None
    except ValueError:
        return None


_MARKUP = re.compile(r"<[a-zA-Z/!][^<>]{0,2000}>")


def plain_text(value: object) -> str | None:
    """Plain text of a title or summary, which may hold markup."""
    if not isinstance(value, str) or not value.strip():
        return None
    plain = value
    if "<" in value or "&" in value:
        try:
            plain = str(html.fromstring(f"<div>{value}</div>").text_content())
        except (etree.LxmlError, ValueError):
            plain = _MARKUP.sub(" ", value)
    return " ".join(storable(plain).split())[:2000] or None


def storable(text: str) -> str:
    """The text without halves of characters, as JSON may write them and nothing can store them."""
    return text.encode("utf-8", "replace").decode()


_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=$|[-_])")


def language_code(value: object) -> str | None:
    """ISO 639 code of a language tag: `en` of `en-CA`."""
    match = _LANGUAGE.match(value.strip()) if isinstance(value, str) else None
    return match[0].lower() if match else None


def iso_date(value: object) -> str | None:
    return pagedates.iso(pagedates.parse(value)) if isinstance(value, str) and value.strip() else None


def parse_json(content: bytes, url: str) -> tuple[object, str | None]:
    """What an API answered, and the problem where that is no JSON: its first words, which usually say why."""
    try:
        return json.loads(decode(content), strict=False), None  # line breaks within texts are common, and plain
    except (ValueError, RecursionError):
        words = " ".join((plain_text(decode(content[:2000])) or "nothing").split())[:120]
        return None, f"{url}: no JSON but: {words}"


def records(value: object, *names: str) -> list[dict[str, object]]:
    """The objects in the list that `names` lead to; none where the answer is built otherwise."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []
