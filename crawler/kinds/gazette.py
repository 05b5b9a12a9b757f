"""The Canada Gazette: a feed of issues, each issue a page of contents, each regulation, notice or order a page."""

from __future__ import annotations

import re

import lxml.etree as etree
from lxml import html

from crawler.decode import decode
from crawler.kinds.feeds import read_feed
from crawler.kinds.listing import Candidate, Listing, unique, web_address
from crawler.kinds.sitemaps import root_name

_PUBLICATION = re.compile(r"/(?:sor-dors|si-tr|reg|notice-avis|order-decret)[\w-]{0,40}-(?:eng|fra)\.html$")
_SUPPLEMENT = re.compile(r"/(?:x|g)\d+/[\w-]{1,60}-(?:eng|fra)\.html$")


def read_gazette(content: bytes, url: str) -> Listing:
    """The issues that the feed offers are listings; what an issue's contents link to are candidates.

    An error page that comes with HTTP 200, as the Gazette sends them, has no such links, and is reported.
    """
    if root_name(content) in (b"rss", b"feed", b"rdf"):
        feed = read_feed(content, url)
        return Listing(problem=feed.problem, listings=tuple(candidate.url for candidate in feed.candidates))
    try:
        tree = html.document_fromstring(decode(content))
    except (etree.LxmlError, ValueError) as error:
        return Listing(problem=f"{url}: not readable as a page: {error}")
    found = []
    for link in tree.iter("a"):
        address = web_address((link.get("href") or "").partition("#")[0], url)
        if address and (_PUBLICATION.search(address) or _SUPPLEMENT.search(address)):
            found.append(Candidate(address, " ".join(link.text_content().split())[:400] or None))
    return Listing(unique(found), None if found else f"{url}: no contents of an issue")
