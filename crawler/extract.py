"""Bytes of a page or document to a `db.records.Article`. Pure: no network, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import py3langid
from lxml.html import HTMLParser, document_fromstring
from trafilatura.utils import load_html

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
        return _with_language(documents.read(kind, content, url, content_type=content_type, latest=latest))
    except ExtractionError:
        raise
    except (Exception, RecursionError) as error:
        # Parsers meet every fault that bytes can have; one page must never stop a crawl.
        raise ExtractionError(f"{url}: not readable: {type(error).__name__}: {error}") from error


def _page(html: str, url: str, latest: date) -> Article:
    tree = load_html(html)
    if tree is None and html.strip():  # too little of a page for trafilatura, which may still have a title
        tree = document_fromstring(html.encode(), parser=HTMLParser(encoding="utf-8"))
    if tree is None:
        raise ExtractionError(f"{url}: an empty page")
    data = metadata.read(tree, url, latest=latest)
    text = article_text(tree, url, data.headline)
    if data.free and data.body and len(text) < 0.5 * len(data.body):  # shown by a script, or in a layout of its own
        text = paragraphs(data.body)
    return _with_language(
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


def _with_language(article: Article) -> Article:
    """The article with the language of its text where it declares none."""
    if article.language or len(article.text) < 40:
        return article
    return replace(article, language=py3langid.classify(article.text[:4000])[0])
