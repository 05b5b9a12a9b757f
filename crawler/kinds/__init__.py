"""The kinds of sources: what a topic file calls each, and how its answers are read. Pure: no network, no database."""

from __future__ import annotations

import os
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from w3lib.url import add_or_replace_parameter

from db.records import Source

if TYPE_CHECKING:
    from crawler.kinds.listing import Listing


@dataclass(frozen=True, slots=True)
class Kind:
    reader: str
    """Of its listings: a function of bytes and address, as `module:name`. Loaded by the process that reads, not by the
    one that fetches."""
    leads: bool = False
    """It searches the work of other publishers: what it finds is recorded as a lead, not fetched."""
    documents: bool = False
    """What it lists are documents, not articles."""
    should_have_results: bool = False
    """A listing with nothing in it is a failure, unless the source's option of this name says otherwise."""
    key_parameter: str | None = None
    """Query parameter in which its API wants a key."""
    key_header: str | None = None
    """Header in which its API wants a key, as `Name: value` with `{}` for the key."""
    table: bool = False
    """It is a table of official statistics: its reader takes the source's options, too."""
    waits: bool = False
    """It asks where the next listing will be: that there is none yet is no fault."""


KINDS = {
    "rss": Kind("crawler.kinds.feeds:read_feed", should_have_results=True),
    "atom": Kind("crawler.kinds.feeds:read_feed", should_have_results=True),
    "json_feed": Kind("crawler.kinds.apis:read_json_feed", should_have_results=True),
    "news_sitemap": Kind("crawler.kinds.feeds:read_feed", should_have_results=True),
    "section": Kind("crawler.kinds.sections:read_section", should_have_results=True),
    "canada_news": Kind("crawler.kinds.apis:read_canada_news", should_have_results=True),
    "federal_register": Kind("crawler.kinds.apis:read_federal_register", documents=True),
    "gazette": Kind("crawler.kinds.gazette:read_gazette", documents=True),
    "justice_laws": Kind("crawler.kinds.laws:read_law", documents=True),
    "hansard": Kind("crawler.kinds.hansard:read_sitting", documents=True, waits=True),
    "openparliament": Kind("crawler.kinds.apis:read_openparliament", documents=True, should_have_results=True),
    "wayback": Kind("crawler.kinds.apis:read_wayback"),
    "canlii": Kind("crawler.kinds.apis:read_canlii", leads=True, key_parameter="api_key"),
    "ckan": Kind("crawler.kinds.datasets:read_dataset", documents=True, table=True),
    "csv": Kind("crawler.kinds.datasets:read_dataset", documents=True, table=True),
    "unhcr": Kind("crawler.kinds.datasets:read_dataset", documents=True, table=True),
    "google_news": Kind("crawler.kinds.feeds:read_feed", leads=True),
    "bing_news": Kind("crawler.kinds.feeds:read_feed", leads=True),
    "gdelt": Kind("crawler.kinds.apis:read_gdelt", leads=True),
    "media_cloud": Kind("crawler.kinds.apis:read_media_cloud", leads=True, key_header="Authorization: Token {}"),
}


def read_listing(kind: str, content: bytes, url: str, options: Mapping[str, object] | None = None) -> Listing:
    """What a listing of the kind offers. Never raises for what the bytes hold; ValueError for a kind there is not.

    `options` are the source's, which say what a table counts.
    """
    from crawler.decode import gunzip
    from crawler.exceptions import ExtractionError
    from crawler.kinds.listing import Listing

    if kind not in KINDS:
        raise ValueError(f"{url}: no listing of kind {kind!r}: {', '.join(KINDS)}")
    try:
        read, content = pkgutil.resolve_name(KINDS[kind].reader), gunzip(content, url)
        return read(content, url, options or {}) if KINDS[kind].table else read(content, url)
    except ExtractionError as error:
        return Listing(problem=str(error))


def missing_key(source: Source) -> str | None:
    """Why the source can't be asked: its API wants a key that its environment variable does not hold."""
    variable = source.options.get("key_variable")
    if variable and not os.environ.get(str(variable)):
        return f"its API wants a key, and ${variable} is not set"
    return None


def add_key(source: Source, url: str, headers: dict[str, str]) -> str:
    """The address, with the source's key where its API wants it; adds a header where it wants that."""
    kind, key = KINDS[source.kind], os.environ.get(str(source.options.get("key_variable", "")))
    if not key:
        return url
    if kind.key_header:
        name, _, value = kind.key_header.partition(": ")
        headers[name] = value.format(key)
    return add_or_replace_parameter(url, kind.key_parameter, key) if kind.key_parameter else url
