"""What a page says about its article: headline, authors, dates, section, language, address.

Sources in the order of trust: JSON-LD, meta elements (OpenGraph, Dublin Core, parsely and the like), microdata, and
the visible page. For the headline it is the other way round: what readers see as h1 comes before what is written for
search engines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler import pagedates, structured
from crawler.bylines import authors
from crawler.headlines import heading, headline, site_names
from crawler.identity import same_site
from crawler.metatags import MetaTags, first, meta_tags, plain
from crawler.pagedates import DateCandidate, Provenance


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields as in `db.records.Article`; `body` is the text in JSON-LD, where there is one."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    free: bool = True
    body: str | None = None


_PUBLISHED = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "date_published",
    "publication_date",
    "publicationdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "published_time",
    "published",
    "citation_publication_date",
    "citation_online_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date.created",
    "rnews:datepublished",
    "bt:pubdate",
    "article.published",
    "originalpublicationdate",
    "cxenseparse:recs:publishtime",
    "ptime",
    "displaydate",
    "article_date_original",
    "date.release",
    "iso-8601-publish-date",
    "dcterms.date.issued",
    "shareaholic:article_published_time",
    "article.created",
    "datecreated",
    "parsely-pub-date",
    "sailthru.date",
)
"""Names of the publication date, those first that sites use for nothing else."""
_LOOSE = frozenset(["date", "dc.date", "dcterms.date", "dc:date", "cxenseparse:publishtime", "buildtime", "timestamp"])
_MODIFIED = frozenset(
    [
        "article:modified_time",
        "og:updated_time",
        "article:modified",
        "og:modified_time",
        "datemodified",
        "lastmod",
        "dcterms.modified",
        "dc.date.modified",
        "last-modified",
        "date.modified",
        "modified_time",
        "parsely-updated",
        "article.updated",
    ]
)
_SECTION = frozenset(
    ["article:section", "section", "parsely-section", "og:article:section", "cxenseparse:section", "sailthru.section"]
)
_DESCRIPTION = ("og:description", "description", "twitter:description", "dc.description", "dcterms.description")


def read(tree: HtmlElement, url: str, *, latest: date) -> Metadata:
    """Metadata of the page at `url`. `latest` is the day of the fetch: no date may lie after it."""
    found = structured.nodes(tree)
    about = structured.merged(found, url)
    meta = meta_tags(tree)
    canonical = canonical_url(tree, meta, url)
    sites = tuple(site_names(found, about, meta, url))
    title = headline(tree, about, meta, sites, url)
    head = heading(tree, title)
    candidates, updates = _dates(tree, head, about, meta, day_first=_day_first(tree, url))
    published = pagedates.published(candidates or updates, url=url, tree=tree, latest=latest)
    modified = next((each.value for each in pagedates.plausible(updates, latest)), None)
    free = about.get("isAccessibleForFree")
    return Metadata(
        headline=title,
        authors=authors(tree, head, about, found, meta, sites),
        published=pagedates.iso(published),
        modified=pagedates.iso(modified),
        language=_language(tree, about),
        section=structured.text(about.get("articleSection")) or first(meta, *sorted(_SECTION)),
        canonical_url=canonical,
        description=first(meta, *_DESCRIPTION) or plain(structured.text(about.get("description"))),
        free=not (free is False or str(free).strip().lower() in ("false", "no", "0")),
        body=structured.text(about.get("articleBody")),
    )


def canonical_url(tree: HtmlElement, meta: MetaTags, url: str) -> str | None:
    """Address the page gives itself (rel=canonical, else og:url); None for another site's or a mere home page."""
    links = tree.xpath('//link[translate(@rel, "CANONICAL", "canonical") = "canonical"]/@href')
    for address in [*links[:1], *meta.get("og:url", [])[:1]]:
        absolute = urljoin(url, address.strip())
        parts = urlsplit(absolute)
        home = parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/")
        if parts.scheme in ("http", "https") and not home and same_site(absolute, url):
            return absolute
    return None


# Dates


def _dates(
    tree: HtmlElement, head: HtmlElement | None, about: structured.Node, meta: MetaTags, *, day_first: bool
) -> tuple[list[DateCandidate], list[DateCandidate]]:
    """Candidates for the dates of publication and of the last change; `head` is the article's heading."""
    published: list[DateCandidate] = []
    modified: list[DateCandidate] = []

    def add(to: list[DateCandidate], text: str | None, provenance: Provenance) -> None:
        value = pagedates.parse(text, day_first=day_first) if text else None
        if value:
            to.append(DateCandidate(value, provenance))

    add(published, structured.text(about.get("datePublished") or about.get("dateCreated")), Provenance.JSON_LD)
    add(modified, structured.text(about.get("dateModified")), Provenance.JSON_LD)
    for name in _PUBLISHED:
        add(published, first(meta, name), Provenance.META)
    for name, contents in meta.items():
        if name in _LOOSE:
            add(published, contents[0], Provenance.META_LOOSE)
        elif name in _MODIFIED:
            add(modified, contents[0], Provenance.META)
    for element in tree.xpath('//*[@itemprop="datePublished" or @itemprop="dateCreated" or @itemprop="dateModified"]')[
        :10
    ]:
        text = element.get("content") or element.get("datetime") or plain(" ".join(element.itertext()))
        target = modified if element.get("itemprop") == "dateModified" else published
        add(target, text, Provenance.MICRODATA)
    after = head.xpath("following::time[position() <= 4]") if head is not None else tree.xpath("//time")[:2]
    for element in after:
        label = f"{element.get('class', '')} {element.get('itemprop', '')} {_text_before(element)}"
        target = modified if pagedates.is_update(label) else published
        add(target, element.get("datetime") or plain(" ".join(element.itertext())), Provenance.TIME_ELEMENT)
    if not published:
        add(published, pagedates.end_of_title(tree), Provenance.VISIBLE)
        for label, value in pagedates.near_headline(head, tree, day_first=day_first):
            target = modified if pagedates.is_update(label) else published
            target.append(DateCandidate(value, Provenance.VISIBLE))
    return published, modified


def _text_before(element: HtmlElement) -> str:
    """The words before an element within its parent, as a label stands before a time."""
    previous = element.getprevious()
    if previous is None:
        return element.getparent().text or ""
    return previous.tail if (previous.tail or "").strip() else " ".join(previous.itertext())


# Language


_LANGUAGE = re.compile(r"^[A-Za-z]{2,3}(?=$|[-_])")


def _language(tree: HtmlElement, about: structured.Node) -> str | None:
    """ISO 639 code of the html element or of JSON-LD."""
    root = tree.getroottree().getroot()
    for value in (
        root.get("lang"),
        root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        root.get("xml:lang"),
        structured.text(about.get("inLanguage")),
    ):
        match = _LANGUAGE.match((value or "").strip())
        if match:
            return match[0].lower()
    return None


_DAY_FIRST_ENGLISH = re.compile(r"\ben[-_](?:gb|au|nz|ie|in|za)\b")


def _day_first(tree: HtmlElement, url: str) -> bool:
    """Whether 03/04 is 3 April here: English pages write month first unless they are of another country."""
    language = (tree.getroottree().getroot().get("lang") or "en").lower()
    if not language.startswith("en") or _DAY_FIRST_ENGLISH.search(f"{language} {urlsplit(url).path.lower()}"):
        return True
    return pagedates.writes_day_first(url)
