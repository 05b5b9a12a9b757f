"""Who wrote an article: people as the page's metadata or byline name them, else the desk or agency that signs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler import structured
from crawler.headlines import is_site
from crawler.metatags import MetaTags, plain

_META = (
    "article:author", "og:article:author", "author", "authors", "byl", "parsely-author", "sailthru.author",
    "citation_author", "dc.creator", "dcterms.creator", "dc:creator", "cxenseparse:author",
    "shareaholic:article_author_name", "article.author", "article:author_name", "creator",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written|reported|posted|story|words|text|texte|tekst)\s+)?(?:by|von|par|por|di|door|af|av|od|oleh|от|автор)\b"
    r"[:\s]+"
    r"|^(?:author|autor|auteur|autore|byline|text|texte|tekst|fotos?|писал)(?:s|e|es|in|innen)?\s*:\s*"
    r"|^(?:著者|執筆|筆者|文|取材・文|作者|记者|記者)\s*[:：=＝]\s*",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(r"(?:\s*[（(].{1,30}[)）]|\s?(?:記者|记者|編集委員|論説委員))$")
_ADDRESS = re.compile(r"\S*(?:://|@)\S*")
_BETWEEN = re.compile(
    r"\s*[;,|/·•、，&]\s*|\s+[-–—]\s+"
    r"|\s+(?:and|und|et|with|avec|og|och|und|con|mit|(?-i:y|e|i|и|та|και|dan|ve))\s+",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:staff|reporter|correspondent|editors?|newsroom|redaktion|rédaction|redacción|redactie|redazione|bureau|desk|"
    r"updated|published|minutes?|contributor|writer|journalist\w*|admin|agency|team|senior|chief|columnist|special to|"
    r"follow|correspondant\w*|korrespondent\w*|corresponsal|reporterin|redakteur\w*|rédact\w+)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"https?:|www\.|@|\d|\.(?:com|org|net|co\.\w\w)\b", re.IGNORECASE)
_MARKED = (
    '//*[@itemprop="author"]//*[@itemprop="name"] | //*[@itemprop="author" and not(.//*[@itemprop="name"])]',
    '//a[contains(concat(" ", @rel, " "), " author ")]',
    "//*[self::a or self::span or self::div or self::p or self::address or self::li]["
    'contains(@class, "author-name") or contains(@class, "author__name") or contains(@class, "authorName") or '
    'contains(@class, "authorname") or contains(@class, "author_name") or '
    'contains(@class, "byline-name") or contains(@class, "byline__name") or contains(@class, "byline__author")]',
    '//*[self::a or self::span or self::div or self::p or self::address][contains(@class, "byline") or '
    'contains(@class, "Byline") or @class="author" or '
    'contains(@class, "article-author") or contains(@class, "post-author")]',
)
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i|e)?|auteurs?|by|staff|profiles?|profil|people|person|journalists?|journalistes?|"
    r"periodistas?|reporters?|contributors?|columnists?|writers?|redaktion|redakteure?)/[^/]",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|von|par|por|door|af|av|oleh)\s?:?\s+[^\W\d_]+(?:[\s,.&'’-]+[^\W\d_]+){1,8}$|^著者\s?[:：]\s?\w{2,10}$",
    re.IGNORECASE,
)
_LONGEST = 1000
"""Characters of a byline that are read: more are no names."""
_PAST_HEADLINE = 60
"""Elements after the headline among which a byline may stand."""


def authors(
    tree: HtmlElement, about: structured.Node, found: list[structured.Node], meta: MetaTags, sites: Sequence[str]
) -> tuple[str, ...]:
    """Names in the order of trust: JSON-LD, meta elements, elements marked as byline, links and lines by the headline.

    Where no person is named, the name that JSON-LD or a meta element gives as author stands, such as an agency's.
    """
    stated = structured.names(about.get("author") or about.get("creator"), found)
    metas = [meta[key] for key in _META if key in meta]
    if people := person_names(stated, sites, whole=True):
        return people
    for names in metas:
        if people := person_names(names, sites):
            return people
    for path in _MARKED:
        texts = (element.get("content") or plain(" ".join(element.itertext())) for element in tree.xpath(path)[:8])
        if people := person_names([text for text in texts if text and len(text) < 120], sites):
            return people
    if people := person_names(list(_by_headline(tree, sites)), sites):
        return people
    return next(filter(None, map(_signatures, (stated, *metas))), ())


def person_names(given: Sequence[str], sites: Sequence[str] = (), *, whole: bool = False) -> tuple[str, ...]:
    """Names of people in bylines: without 'By', roles, addresses and the site's own name, each once.

    With `whole` a text that is one name stands even if it names a role: 'Investigations Team' is who signs.
    """
    people: list[str] = []
    for byline in given:
        parts = _BETWEEN.split(_BY.sub("", _ADDRESS.sub(" ", (plain(byline) or "")[:_LONGEST]).strip()))
        for position, part in enumerate(parts):
            name = _ROLE_AFTER.sub("", _BY.sub("", part)).strip(" .,:-–—|()\"'《》")
            role = _ROLE.search(name) and not (whole and len(parts) == 1)
            # 'Ann Lee, Ottawa': a single word that follows a name is a place.
            place = position > 0 and " " not in name and name.isascii() and " " in parts[0]
            if not 1 < len(name) < 60 or len(name.split()) > 6 or role or place:
                continue
            if _NO_NAME.search(name) or is_site(name, sites):
                continue
            if name.isupper() and " " in name:
                name = name.title()
            if name.casefold() not in (known.casefold() for known in people):
                people.append(name)
    return tuple(people)


def _by_headline(tree: HtmlElement, sites: Sequence[str]) -> Iterator[str]:
    """Names of links to authors' pages, else lines such as 'By Ann Lee', just after the headline."""
    heads = (element for element in tree.iter("h1") if not is_site(element.text_content(), sites))
    head = next(heads, None)
    if head is None:
        return
    after: list[HtmlElement] = head.xpath(f"following::*[position() <= {_PAST_HEADLINE}]")
    links = [element for element in after if element.tag == "a" and _PROFILE.search(element.get("href") or "")]
    named = [text for link in links if (text := plain(link.text_content())) and 1 < len(text.split()) < 6]
    if named:
        yield from named[:4]
        return
    lines = (plain(element.text_content()) for element in after if isinstance(element.tag, str))
    yield from islice((line for line in lines if line and len(line) < 80 and _BYLINE.match(line)), 1)


def _signatures(given: Sequence[str]) -> tuple[str, ...]:
    """The texts given as authors as they stand, without addresses and user names."""
    names = (plain(name) for name in given)
    return tuple(dict.fromkeys(name for name in names if name and len(name) < 60 and not _ADDRESS.search(name)))
