"""What a page says about its article: headline, authors, dates, section, language, address.

Sources in the order of trust: JSON-LD, meta elements (OpenGraph, Dublin Core, parsely and the like), microdata, and
the visible page. For the headline it is the other way round: what readers see as h1 comes before what is written for
search engines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from html import unescape
from itertools import combinations, islice
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from crawler import pagedates, structured
from crawler.identity import same_site
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


_PUBLISHED = frozenset(
    [
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
        "parsely-pub-date",
        "sailthru.date",
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
    ]
)
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
_AUTHOR = frozenset(
    [
        "author",
        "authors",
        "article:author",
        "og:article:author",
        "byl",
        "dc.creator",
        "dcterms.creator",
        "dc:creator",
        "parsely-author",
        "creator",
        "sailthru.author",
        "citation_author",
        "cxenseparse:author",
        "shareaholic:article_author_name",
        "article.author",
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
    meta = _meta(tree)
    canonical = canonical_url(tree, meta, url)
    sites = tuple(_site_names(found, about, meta, url))
    candidates, updates = _dates(tree, about, meta, day_first=_day_first(tree, url))
    published = pagedates.published(candidates, url=url, tree=tree, latest=latest)
    modified = next((each.value for each in pagedates.plausible(updates, latest)), None)
    free = about.get("isAccessibleForFree")
    return Metadata(
        headline=_headline(tree, about, meta, sites),
        authors=_authors(tree, about, found, meta, sites),
        published=pagedates.iso(published),
        modified=pagedates.iso(modified),
        language=_language(tree, about),
        section=structured.text(about.get("articleSection")) or _first(meta, *sorted(_SECTION)),
        canonical_url=canonical,
        description=_first(meta, *_DESCRIPTION) or _plain(structured.text(about.get("description"))),
        free=not (free is False or str(free).strip().lower() in ("false", "no", "0")),
        body=structured.text(about.get("articleBody")),
    )


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    """Contents of meta elements by lower-case name or property, microdata left out."""
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = _plain(element.get("content") or element.get("value"))
        if content:
            for attribute in ("property", "name", "http-equiv"):
                if name := element.get(attribute):
                    found.setdefault(name.strip().lower(), []).append(content)
                    break
    return found


def _first(meta: dict[str, list[str]], *names: str) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


_TAG = re.compile(r"<[^<>]{1,200}>")


def _plain(text: str | None) -> str | None:
    """One line without markup and invisible characters; None where nothing is left."""
    if not text:
        return None
    if "&" in text or "<" in text:
        text = _TAG.sub(" ", unescape(text))
    return " ".join(_INVISIBLE.sub("", text).split()) or None


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def canonical_url(tree: HtmlElement, meta: dict[str, list[str]], url: str) -> str | None:
    """Address the page gives itself (rel=canonical, else og:url); None for another site's or a mere home page."""
    links = tree.xpath('//link[translate(@rel, "CANONICAL", "canonical") = "canonical"]/@href')
    for address in [*links[:1], *meta.get("og:url", [])[:1]]:
        absolute = urljoin(url, address.strip())
        parts = urlsplit(absolute)
        home = parts.path in ("", "/") and not parts.query and urlsplit(url).path not in ("", "/")
        if parts.scheme in ("http", "https") and not home and same_site(absolute, url):
            return absolute
    return None


# Headline


_SEPARATOR = re.compile(r"\s+[-–—|·•»«:/⋆~⁄›‹]{1,2}\s+|\s*[|｜:：]\s*|_(?=[^_]+$)")
_WORD = re.compile(r"\w+")


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _headline(
    tree: HtmlElement, about: structured.Node, meta: dict[str, list[str]], sites: Sequence[str]
) -> str | None:
    """The h1 that the page's own metadata confirms, else the headline of JSON-LD, OpenGraph or the title."""
    title = tree.find(".//head/title")
    written = [
        _plain(structured.text(about.get("headline"))),
        _first(meta, "og:title"),
        _first(
            meta, "twitter:title", "parsely-title", "dc.title", "citation_title", "sailthru.title", "headline", "title"
        ),
        _plain(title.text_content()) if title is not None else None,
    ]
    stripped = [without_site(text, sites) for text in written if text]
    named = [text for text in stripped if not _is_site(text, sites)] or stripped
    heads = [text for text in _texts(tree.iter("h1")) if not _is_site(text, sites)]
    social = without_site(meta["og:title"][0], sites) if "og:title" in meta else ""
    if confirmed := _best_match(heads, named):
        # An h1 that repeats the title word for word is written for search engines where editors have another headline.
        for_search = title is not None and _same(confirmed, without_site(_plain(title.text_content()) or "", sites))
        return social if for_search and len(_words(social)) >= 3 and social in named else confirmed
    agreed = any(_shared(a, b) >= 0.8 for a, b in combinations(named, 2))
    if len(heads) == 1 and not agreed and (len(_words(heads[0])) >= 3 or len(heads[0]) >= 15):
        return heads[0]
    marked = tree.xpath('//*[@itemprop="headline"] | //h2[contains(@class, "headline") or contains(@class, "title")]')
    return _best_match(_texts(marked), named) or next(iter(named + heads), None)


def _same(a: str, b: str) -> bool:
    return _words(a) == _words(b)


def _texts(elements: Iterable[HtmlElement]) -> list[str]:
    """Texts of the first few elements, without those too long for a headline."""
    texts = (_plain(" ".join(element.itertext())) for element in islice(elements, 20))
    return [text for text in texts if text and len(text) < 400]


def _best_match(heads: Sequence[str], named: Sequence[str]) -> str | None:
    """The text that shares most words with one of those named; None where none shares half."""
    best, best_share = None, 0.5
    for head in heads:
        for name in named:
            share = _shared(head, name)
            if share > best_share or (share == best_share and best is None):
                best, best_share = head, share
    return best


def _shared(a: str, b: str) -> float:
    """Share of the shorter text's words that the longer one has, 0 to 1; short texts have to be nearly the same."""
    x, y = _words(a), _words(b)
    if not x or not y:
        return 0.0
    squeezed = sorted(("".join(x), "".join(y)), key=len)
    if len(squeezed[0]) >= 10 and squeezed[0] in squeezed[1]:
        return 1.0
    both = len(set(x) & set(y))
    return both / (min(len(set(x)), len(set(y))) if min(len(x), len(y)) >= 3 else len(set(x) | set(y)))


def without_site(title: str, sites: Sequence[str]) -> str:
    """A title without the site's name and section at its ends: 'Border closes - The Paper' is 'Border closes'."""
    for _ in range(3):
        cuts = list(_SEPARATOR.finditer(title))
        if not cuts:
            break
        first, last = cuts[0], cuts[-1]
        if _is_site(title[last.end() :], sites):
            title = title[: last.start()]
        elif _is_site(title[: first.start()], sites):
            title = title[first.end() :]
        else:
            break
    return title.strip()


def _is_site(text: str, sites: Sequence[str]) -> bool:
    """Whether a text is the site's name, or the name and a word or two (`The Paper Politics`)."""
    words = _words(text)
    squeezed = "".join(words).removeprefix("the")
    if not squeezed or len(words) > 5:
        return False
    return any(
        squeezed == site
        or (min(len(site), len(squeezed)) > 3 and (squeezed.startswith(site) or site.startswith(squeezed)))
        for site in sites
    )


def _site_names(
    found: list[structured.Node], about: structured.Node, meta: dict[str, list[str]], url: str
) -> Iterator[str]:
    """The site's names, squeezed to lower-case letters and digits."""
    given = [*meta.get("og:site_name", []), *meta.get("application-name", []), *meta.get("twitter:site", [])]
    given += meta.get("apple-mobile-web-app-title", [])
    given += structured.names(about.get("publisher"), found)
    for node in found:
        if "WebSite" in structured.types(node):
            given += structured.names(node, [])
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    given += [host, host.rpartition(".")[0], host.partition(".")[0] if host.count(".") > 1 else ""]
    if host.count(".") > 1:
        given.append(host.split(".")[-2])
    for name in dict.fromkeys(given):
        squeezed = "".join(_words(name)).removeprefix("the")
        if len(squeezed) > 1:
            yield squeezed


# Authors


_BY = re.compile(
    r"^(?:(?:written|reported|posted|story|words|text|texte)\s+)?(?:by|von|par|por|di|door|af|av|от|автор)\b[:\s]+"
    r"|^(?:author|autor|auteur|byline)s?\s*:\s*",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"\S*(?:://|@)\S*")
_BETWEEN = re.compile(
    r"\s*(?:;|,|\||/|·|•|、|&|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bwith\b|\bavec\b)\s*", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"https?:|www\.|@|\.com\b|\d|\b(?:staff|reporter|correspondent|editor|editors|newsroom|redaktion|rédaction|redacción|"
    r"bureau|desk|updated|published|minutes?|contributor|writer|journalist|journaliste|admin|agency|team|senior|chief|"
    r"columnist|special to|follow)\b",
    re.IGNORECASE,
)
_BYLINES = (
    '//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author" and not(.//*[@itemprop="name"])]',
    '//a[contains(concat(" ", @rel, " "), " author ")]',
    "//*[self::a or self::span or self::div or self::p or self::address or self::li]["
    'contains(@class, "author-name") or contains(@class, "author__name") or contains(@class, "authorName") or '
    'contains(@class, "byline-name") or contains(@class, "byline__name") or contains(@class, "byline__author")]',
    '//*[self::a or self::span or self::div or self::p or self::address][contains(@class, "byline") or '
    'contains(@class, "Byline") or @class="author" or '
    'contains(@class, "article-author") or contains(@class, "post-author")]',
)


def _authors(
    tree: HtmlElement,
    about: structured.Node,
    found: list[structured.Node],
    meta: dict[str, list[str]],
    sites: Sequence[str],
) -> tuple[str, ...]:
    given = structured.names(about.get("author") or about.get("creator"), found)
    if people := person_names(given, sites):
        return people
    if people := person_names([name for key in sorted(_AUTHOR) for name in meta.get(key, [])], sites):
        return people
    for path in _BYLINES:
        marked = tree.xpath(path)[:8]
        texts = [element.get("content") or _plain(" ".join(element.itertext())) or "" for element in marked]
        if people := person_names([text for text in texts if len(text) < 120], sites):
            return people
    return ()


def person_names(given: Sequence[str], sites: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of people in bylines: without 'By', roles, addresses and the site's own name, each once."""
    people: list[str] = []
    for byline in given:
        text = _BY.sub("", _ADDRESS.sub(" ", _plain(byline) or "").strip())
        for part in _BETWEEN.split(text):
            name = _BY.sub("", part).strip(" .,:-–—|()\"'")
            if not 2 < len(name) < 60 or _NO_NAME.search(name) or _is_site(name, sites) or len(name.split()) > 6:
                continue
            if name.isupper() and " " in name:
                name = name.title()
            if name.casefold() not in (known.casefold() for known in people):
                people.append(name)
    return tuple(people)


# Dates


_UPDATE = re.compile(
    r"updat|modif|revis|mise à jour|mis à jour|actualiz|aktualisiert|bijgewerkt|korrigiert|corrected|edited"
)


def _dates(
    tree: HtmlElement, about: structured.Node, meta: dict[str, list[str]], *, day_first: bool
) -> tuple[list[DateCandidate], list[DateCandidate]]:
    """Candidates for the dates of publication and of the last change."""
    published: list[DateCandidate] = []
    modified: list[DateCandidate] = []

    def add(to: list[DateCandidate], text: str | None, provenance: Provenance) -> None:
        value = pagedates.parse(text, day_first=day_first) if text else None
        if value:
            to.append(DateCandidate(value, provenance))

    add(published, structured.text(about.get("datePublished") or about.get("dateCreated")), Provenance.JSON_LD)
    add(modified, structured.text(about.get("dateModified")), Provenance.JSON_LD)
    for name, contents in meta.items():
        if name in _PUBLISHED:
            add(published, contents[0], Provenance.META)
        elif name in _LOOSE:
            add(published, contents[0], Provenance.META_LOOSE)
        elif name in _MODIFIED:
            add(modified, contents[0], Provenance.META)
    for element in tree.xpath('//*[@itemprop="datePublished" or @itemprop="dateCreated" or @itemprop="dateModified"]')[
        :10
    ]:
        text = element.get("content") or element.get("datetime") or _plain(" ".join(element.itertext()))
        target = modified if element.get("itemprop") == "dateModified" else published
        add(target, text, Provenance.MICRODATA)
    headline = next(tree.iter("h1"), None)
    after = headline.xpath("following::time[position() <= 4]") if headline is not None else tree.xpath("//time")[:2]
    for element in after:
        label = (
            f"{element.get('class', '')} {element.get('itemprop', '')} {_plain(element.getparent().text) or ''}".lower()
        )
        target = modified if _UPDATE.search(label) else published
        add(target, element.get("datetime") or _plain(" ".join(element.itertext())), Provenance.TIME_ELEMENT)
    if not published:
        for line, value in pagedates.near_headline(headline, tree, day_first=day_first):
            target = modified if _UPDATE.search(line.lower()) else published
            target.append(DateCandidate(value, Provenance.VISIBLE))
    return published, modified


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


_DAY_FIRST_DOMAINS = frozenset(["uk", "au", "nz", "ie", "in", "za", "ng", "ke", "pk", "sg", "my", "hk", "eu"])
_DAY_FIRST_ENGLISH = re.compile(r"\ben[-_](?:gb|au|nz|ie|in|za)\b")


def _day_first(tree: HtmlElement, url: str) -> bool:
    """Whether 03/04 is 3 April here: English pages write month first except in the Commonwealth."""
    language = (tree.getroottree().getroot().get("lang") or "en").lower()
    parts = urlsplit(url)
    domain = (parts.hostname or "").rpartition(".")[2]
    commonwealth = domain in _DAY_FIRST_DOMAINS or _DAY_FIRST_ENGLISH.search(f"{language} {parts.path.lower()}")
    return not language.startswith("en") or bool(commonwealth)
