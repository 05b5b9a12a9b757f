"""Bytes of a page or document to a `db.records.Article`. Pure: no network, no database."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import py3langid
from lxml.html import HTMLParser, document_fromstring

from crawler import documents, metadata
from crawler.body import article_text, paragraphs
from crawler.decode import decode, gunzip
from crawler.exceptions import ExtractionError
from crawler.formats import sniff
from db.records import Article


def extract(
    content: bytes | str, url: str, *, content_type: str | None = None, fetched_at: datetime | None = None
) -> Article:
    """What the page, PDF, XML or text document at `url` says.

    `content_type` is the HTTP header, if there was one; `fetched_at` (default now) bounds the dates. A page without
    text gives an Article with text "". Raises ExtractionError for what can't be read, UnsupportedFormat for what is
    no document of words.
    """
    latest = (fetched_at or datetime.now(UTC)).date()
    try:
        if isinstance(content, str):
            return _page(content, url, latest)
        content = gunzip(content, url)
        kind = sniff(content, url, content_type)
        if kind == "html":
            return _page(decode(content, content_type), url, latest)
        return with_language(documents.read(kind, content, url, content_type=content_type, latest=latest))
    except ExtractionError:
        raise
    except (Exception, RecursionError) as error:
        # Parsers meet every fault that bytes can have; one page must never stop a crawl.
        raise ExtractionError(f"{url}: not readable: {type(error).__name__}: {error}") from error


_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that a tree can't hold."""


def _parser() -> HTMLParser:
    """As trafilatura's own, which loses what comes after the 256th level; this one reads 2048 levels."""
    return HTMLParser(encoding="utf-8", huge_tree=True, collect_ids=False, remove_comments=True, remove_pis=True)


def _page(html: str, url: str, latest: date) -> Article:
    if not html.strip():
        raise ExtractionError(f"{url}: an empty page")
    tree = document_fromstring(_NO_XML.sub("", html).encode("utf-8", "replace"), parser=_parser())
    data = metadata.read(tree, url, latest=latest)
    text = article_text(tree, url, data.headline)
    if data.free and data.body and len(text) < 0.5 * len(data.body):  # shown by a script, or in a layout of its own
        text = paragraphs(data.body)
    return with_language(
        Article(
            url=url,
            text=text,
            headline=data.headline,
            authors=data.authors,
            published=data.published,
            modified=data.modified,
            language=data.language,
            section=data.section,
            canonical_url=data.canonical_url,
            description=data.description,
            free=data.free,
        )
    )


def with_language(article: Article) -> Article:
    """The article with the language of its text where it declares none."""
    if article.language or len(article.text) < 40:
        return article
    return replace(article, language=py3langid.classify(article.text[:4000])[0])
