"""Section pages of sites without a feed: the links that look like articles."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import urljoin, urlsplit

import lxml.etree as etree
from lxml import html

from crawler.decode import decode
from crawler.identity import clean_url, same_site
from crawler.kinds.listing import MAX_CANDIDATES, Candidate, Listing, web_address

_ARTICLE_PATH = re.compile(
    r"/(?:19|20)\d\d[/-]\d{1,2}[/-]|\d{5,}|/[^/]{1,200}\.(?:s?html?|php|aspx?)$|(?:/|^)(?:articles?|news|story|stories|nouvelles?)/[^/]+"
)
_NO_ARTICLE = re.compile(
    r"/(?:tags?|topics?|authors?|auteurs?|category|categories|search|login|subscribe|account|newsletters?|contact|about|"
    r"privacy|terms|rss|feed|video|videos|galler(?:y|ies)|page)(?:/|$)|\.(?:pdf|jpe?g|png|gif|zip|mp[34]|xml|css|js)$",
    re.IGNORECASE,
)


def links(content: bytes, url: str) -> list[str]:
    """The web addresses that a page links to, in order. A page that can't be read has none."""
    try:
        tree = html.document_fromstring(decode(content))
    except (etree.LxmlError, ValueError):
        return []
    found = (web_address((link.get("href") or "").strip() or None, url) for link in tree.iter("a"))
    return list(dict.fromkeys(filter(None, found)))


def read_section(content: bytes, url: str) -> Listing:
    """Links of a listing page that look like articles of the same site, with their text as headline.

    An article's address has a date, a long number, several words in its last part or a file name; its link has words.
    """
    try:
        tree = html.document_fromstring(decode(content))
    except (etree.LxmlError, ValueError) as error:
        return Listing(problem=f"{url}: not readable as a page: {error}")
    base = next((urljoin(url, each) for each in tree.xpath("//base/@href")), url)
    found: dict[str, Candidate] = {}
    for link in tree.iter("a"):
        address = web_address((link.get("href") or "").strip() or None, base)
        if address is None or not same_site(address, url) or not looks_like_article(address):
            continue
        address = urlsplit(address)._replace(fragment="").geturl()
        headline = " ".join(link.text_content().split())[:400] or None
        known = found.get(address)
        # A picture, a headline and a teaser often link to one article: the headline is the first of several words.
        if known is None:
            found[address] = Candidate(address, headline)
        elif headline and len((known.headline or "").split()) < 3:
            found[address] = replace(known, headline=headline)
    here = clean_url(url)
    candidates = tuple(each for each in found.values() if clean_url(each.url) != here)[:MAX_CANDIDATES]
    return Listing(candidates, None if candidates else f"{url}: no links that look like articles")


def looks_like_article(url: str) -> bool:
    """Whether an address looks like that of one article rather than of a section."""
    path = urlsplit(url).path.rstrip("/")
    slug = path.rpartition("/")[2]
    if not slug or _NO_ARTICLE.search(path):
        return False
    return slug.count("-") >= 3 or slug.count("_") >= 3 or bool(_ARTICLE_PATH.search(path))
