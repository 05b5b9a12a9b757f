"""Who wrote an article: people as the page's metadata or byline name them, else the desk or agency that signs it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from crawler import structured
from crawler.headlines import is_site, shown
from crawler.metatags import MetaTags, first, plain

_META = (
    "article:author", "og:article:author", "author", "authors", "byl", "parsely-author", "sailthru.author",
    "citation_author", "dc.creator", "dcterms.creator", "dc:creator", "cxenseparse:author",
    "shareaholic:article_author_name", "article.author", "article:author_name", "articleauthor", "creator",
)  # fmt: skip
_BY = re.compile(
    r"^(?:(?:written|reported|posted|story|words|text|texte|tekst)\s+)?(?:by|von|par|por|di|door|af|av|od|oleh|от|автор)\b"
    r"[:\s]+"
    r"|^(?:author|autor|auteur|autore|byline|text|texte|tekst|fotos?|текст|писал)(?:s|e|es|in|innen)?\s*:\s*"
    r"|^(?:著者|執筆|筆者|文|取材・文|作者|记者|記者)\s*[:：=＝]\s*",
    re.IGNORECASE,
)
_ROLE_AFTER = re.compile(r"(?:\s*[（(].{1,30}[)）]|\s?(?:記者|记者|編集委員|論説委員))$")
_ADDRESS = re.compile(r"\S*(?:://|@)\S*")
_DATE_TAIL = re.compile(
    r"\s(?:[^\W\d_]{3,9}\.?\s\d{1,2}(?!\d)|\d{1,2}\.?\s[^\W\d_]{3,9}|\d{1,2}[./-]\d{1,2}[./-]|(?:19|20)\d\d-).*$"
)
_BETWEEN = re.compile(
    r"\s*[;,|/·•、，&]\s*|\s+[-–—]\s+"
    r"|\s+(?:and|und|et|with|avec|og|och|und|con|mit|(?-i:y|e|i|и|та|και|dan|ve))\s+",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"\b(?:staff|reporter|correspondent|editors?|newsroom|no author|anonymous|redaktion|rédaction|redacción|redactie|"
    r"redazione|bureau|desk|updated|published|minutes?|contributor|writer|journalist\w*|admin|agenc(?:y|ies)|team|senior|"
    r"chief|columnist|special to|follow|archive|rss|articles|posts|stories|profile|inc|ltd|llc|gmbh|corp|"
    r"correspondant\w*|korrespondent\w*|corresponsal|reporterin|redakteur\w*|rédact\w+)\b",
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
    r"periodistas?|reporters?|contributors?|columnists?|writers?|editors?|redaktion|redakteure?|forfattere?|"
    r"skribent(?:er)?|yazar(?:lar)?|penulis)/[^/]|/@\w",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:by|von|par|por|door|af|av|oleh)\s?:?\s+[^\W\d_]+(?:[\s,.&'’-]+[^\W\d_]+){1,8}(?:\s[|·•–—]\s.{0,60})?$|^著者\s?[:：]\s?\w{2,10}$",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?:written by|author|verfasst von|geschrieben von|autor(?:in)?|escrito por|écrit par|auteur|scritto da|autore|"
    r"geschreven door|skrevet av|skriven av|napisane przez|ditulis oleh)\s?:?",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(
    r"(?:^|[\s_-]|(?<=[a-z]))(?:[Aa]uth?or|[Aa]uteur|[Bb]yline|[Rr]edakteur)(?:s|es|en)?(?![a-z])"
)
"""Also within names made by style tools, such as 'StoryByline-x7f3' or 'article__author'."""
_BESIDE_NAME = re.compile(r"bio|image|img|avatar|photo|social|twitter|mail|comment|icon|date|time", re.IGNORECASE)
"""Classes of what stands beside an author's name."""
_LEVELS = 4
"""Levels up to the element that holds all names of one byline."""
_LONGEST_LINE = 80
_LONGEST = 1000
"""Characters of a byline that are read: more are no names."""
_PAST_HEADLINE = 60
"""Elements after the headline among which a byline may stand."""


def authors(
    tree: HtmlElement,
    head: HtmlElement | None,
    about: structured.Node,
    found: list[structured.Node],
    meta: MetaTags,
    sites: Sequence[str],
) -> tuple[str, ...]:
    """Names in the order of trust: JSON-LD, meta elements, elements marked as byline, links and lines by the headline.

    `head` is the article's heading. Where no person is named, the name that JSON-LD or a meta element gives as author
    stands, such as an agency's.
    """
    stated = structured.names(about.get("author") or about.get("creator"), found)
    metas = [meta[key] for key in _META if key in meta] + [list(_labelled(meta))]
    if people := person_names(stated, sites, whole=True):
        return people
    for names in metas:
        if people := person_names(names, sites):
            return people
    for names in _by_headline(head) if head is not None else ():
        if people := person_names(names, sites):
            return people
    for path in _MARKED:
        together = _together(tree.xpath(path)[:8])
        texts = (element.get("content") or plain(shown(element)) for element in together)
        if people := person_names([text for text in texts if text and len(text) < 120], sites):
            return people
    return next(filter(None, map(_signatures, (stated, *metas))), ())


def person_names(given: Sequence[str], sites: Sequence[str] = (), *, whole: bool = False) -> tuple[str, ...]:
    """Names of people in bylines: without 'By', roles, addresses and the site's own name, each once.

    With `whole` a text that is one name stands even if it names a role: 'Investigations Team' is who signs.
    """
    people: list[str] = []
    for byline in given:
        line = _DATE_TAIL.sub("", _ADDRESS.sub(" ", (plain(byline) or "")[:_LONGEST]).strip())
        parts = _BETWEEN.split(_BY.sub("", line))
        for position, part in enumerate(parts):
            name = _ROLE_AFTER.sub("", _BY.sub("", f"{part} ").rstrip()).strip(" .,:-–—|()\"'《》")
            role = _ROLE.search(name) and not (whole and len(parts) == 1)
            # 'Ann Lee, Ottawa': a single word that follows a name is a place.
            place = position > 0 and " " not in name and name.isascii() and " " in parts[0]
            if not 1 < len(name) < 60 or len(name.split()) > 6 or role or place:
                continue
            # 'Example Broadcasting (www.example.org)' is an organisation; 'on' is left of 'on Friday'.
            if _NO_NAME.search(part) or is_site(name, sites) or (len(name) < 3 and name.isascii() and name.islower()):
                continue
            if name.isupper() and " " in name:
                name = name.title()
            if name.casefold() not in (known.casefold() for known in people):
                people.append(name)
    return tuple(people)


def _together(elements: Sequence[HtmlElement]) -> Iterator[HtmlElement]:
    """The first element and those near it: others on the page are the authors of other articles."""
    blocks = [set(islice(element.iterancestors(), _LEVELS)) for element in elements]
    yield from (element for element, block in zip(elements, blocks, strict=True) if block & blocks[0])


def _labelled(meta: MetaTags) -> Iterator[str]:
    """Names in the cards of social networks, as in twitter:label1 'Written by', twitter:data1 'Ann Lee'."""
    for number in "12":
        label, data = first(meta, f"twitter:label{number}"), first(meta, f"twitter:data{number}")
        if label and data and _LABEL.fullmatch(label):
            yield data


def _by_headline(head: HtmlElement) -> Iterator[list[str]]:
    """Links to authors' pages just after the headline, elements named for an author, lines such as 'By Ann Lee'."""
    after: list[HtmlElement] = head.xpath(f"following::*[position() <= {_PAST_HEADLINE}]")
    links = (element for element in after if element.tag == "a" and _leads_to_author(element))
    named = [text for link in links if 1 < len((text := _line(link)).split()) < 6 and _is_label(link)]
    yield named[:4]
    marked = (element for element in after if _is_named_for_author(element.get("class") or ""))
    yield _innermost([text for element in marked if (text := _line(element))])
    yield _innermost([text for element in after if _BYLINE.match(text := _line(element))])


def _line(element: HtmlElement) -> str:
    """The text of an element that is a short line; "" for any other."""
    if len(element.text_content()) > _LONGEST:
        return ""
    text = plain(shown(element)) or ""
    return text if len(text) < _LONGEST_LINE else ""


def _innermost(texts: list[str]) -> list[str]:
    """The texts within the first one that hold no other, or the first one."""
    within = [text for text in texts if text in texts[0]]
    return list(dict.fromkeys(text for text in within if not any(t != text and t in text for t in within)))


def _leads_to_author(link: HtmlElement) -> bool:
    return "author" in (link.get("rel") or "").split() or bool(_PROFILE.search(link.get("href") or ""))


def _is_named_for_author(classes: str) -> bool:
    return bool(_AUTHOR_CLASS.search(classes)) and not _BESIDE_NAME.search(classes)


def _is_label(link: HtmlElement) -> bool:
    """Whether a link stands alone or in a short line, not in running text."""
    parent = link.getparent()
    return parent is None or len(" ".join(parent.text_content().split())) < 2 * _LONGEST_LINE


def _signatures(given: Sequence[str]) -> tuple[str, ...]:
    """The texts given as authors as they stand, without addresses and user names."""
    names = (_ROLE_AFTER.sub("", plain(name) or "") for name in given)
    return tuple(dict.fromkeys(name for name in names if name and len(name) < 60 and not _ADDRESS.search(name)))
