"""The headline of an article: what readers see, as far as the page's own metadata confirm it.

Sites write two of them, one for readers (h1) and one for search engines or social networks (title, OpenGraph,
JSON-LD). Which is which differs from site to site, so the candidates are weighed against each other.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice
from urllib.parse import unquote, urlsplit

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler import structured
from crawler.identity import site_label
from crawler.metatags import MetaTags, first, plain

_SEPARATOR = re.compile(r"\s+[-–—|·•»«:/⋆~⁄›‹]{1,2}\s+|\s*[|｜:：]\s*|_(?=[^_]+$)")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae", "å": "aa"})
_WORD = re.compile(r"\w+")
_APART = re.compile(
    r"breadcrumb|(?:^|[\s_-])(?:logo|brand|branding|site[_-]?(?:title|name)|hidden|hide|sr-only|screen-reader-text|modal|"
    r"dialog|cookie|consent|paywall|newsletter)(?=$|[\s_-])",
    re.IGNORECASE,
)
"""Classes of headings that stand apart from the article."""
_LIVE = re.compile(r"\b(?:LIVE|EN DIRECT|DIRECT|EN VIVO|DIRECTO|(?:LIVE|NEWS)-?(?:TICKER|BLOG))\b")
_HOME = re.compile(r"/|(?:https?:)?//[^/?#]+/?")
_SOCIAL = ("twitter:title", "parsely-title", "dc.title", "citation_title", "sailthru.title", "headline", "title")


def headline(tree: HtmlElement, about: structured.Node, meta: MetaTags, sites: Sequence[str], url: str) -> str | None:
    """The h1 that the page's metadata or its address confirm, else the headline of JSON-LD, OpenGraph or the title.

    `sites` are the names of the site (`site_names`), which are no part of a headline.
    """
    element = tree.find(".//head/title")
    title = (plain(element.text_content()) or "") if element is not None else ""
    sites = [*sites, *_blog_name(tree, title)]
    title = without_site(title, sites)
    stated = without_site(plain(structured.text(about.get("headline"))) or "", sites)
    social = without_site(first(meta, "og:title") or "", sites)
    written = [text for text in (stated, social, without_site(first(meta, *_SOCIAL) or "", sites), title) if text]
    named = [text for text in written if not is_site(text, sites)] or written
    named = [text for text in named if not any(_is_cut_short(text, other) for other in named)]
    elements = list(islice(tree.iter("h1"), 20))
    apart = [element for element in elements if _is_apart(element)]
    heads = [text for text in _texts(e for e in elements if e not in apart) if not is_site(text, sites)]
    if confirmed := _best_match(heads, named):
        # An h1 that only the title repeats is written for search engines where editors say the same in other words; so
        # is the label of running reports, 'Border talks LIVE'.
        for_search = _same(confirmed, title) and not _begins(confirmed, stated)
        labelled = bool(_LIVE.search(confirmed)) and not _LIVE.search(social)
        reworded = social in named and len(words(social)) >= 3 and _shared(confirmed, social) >= 0.5
        return social if (for_search or labelled) and reworded else _without_kicker(confirmed, elements, named)
    if addressed := _in_address(heads, url):
        return addressed
    others = [text for text in _texts(apart) if not is_site(text, sites)]
    lesser = _texts(tree.iter("h2"))
    agreed = any(_shared(a, b) >= 0.8 for a, b in combinations(named, 2))
    marked = tree.xpath('//h2[contains(@class, "headline") or contains(@class, "title")]')
    return (
        _best_match(_texts(tree.xpath('//*[@itemprop="headline"]')), named)
        # Of two headings, the one that OpenGraph repeats.
        or _held(lesser, [name for name in named if _begins(name, social)])
        or next((text for text in others if _same(text, social)), None)
        or _held(lesser, named)
        or _best_match(others, named)
        or _only(heads or ([] if agreed else others), least=5 if agreed else 3)
        or _best_match(_texts(marked), named)
        or next(iter([*named, *heads, *others]), None)
    )


def heading(tree: HtmlElement, headline: str | None) -> HtmlElement | None:
    """The element that shows the headline, be it with a kicker; else the first h1 that doesn't stand apart, or any."""
    head = _squeezed(headline or "")
    if head:
        for element in islice(tree.iter("h1", "h2", "h3"), 60):
            if head in _squeezed(element.text_content()):
                return element
    elements = list(islice(tree.iter("h1"), 20))
    return next((element for element in elements if not _is_apart(element)), next(iter(elements), None))


def _only(heads: Sequence[str], *, least: int) -> str | None:
    """The one heading there is, if it has words enough for a headline and isn't the name of a section."""
    return heads[0] if len(heads) == 1 and (len(words(heads[0])) >= least or len(heads[0]) >= 5 * least) else None


def _is_apart(heading: HtmlElement) -> bool:
    """Whether a heading stands apart from the article: the site's name or slogan, breadcrumbs, a box over the page."""
    classes = heading.xpath("@class | @id | ../@class | ../@id")
    links = heading.xpath("ancestor::a/@href | .//a/@href")
    if any(_APART.search(name) for name in classes) or any(_HOME.fullmatch(link) for link in links):
        return True
    for ancestor in heading.iterancestors("nav", "footer", "aside", "dialog", "article", "main"):
        return ancestor.tag not in ("article", "main")
    return next(heading.iterancestors("header"), None) is not None


def _blog_name(tree: HtmlElement, title: str) -> list[str]:
    """The h1 that is a blog's name, squeezed: the title has it before the headline, which is a lesser heading."""
    cut = _SEPARATOR.search(title)
    if not cut:
        return []
    name, rest = _squeezed(title[: cut.start()]), _squeezed(title[cut.end() :])
    if len(rest) <= len(name) or name not in map(_squeezed, _texts(tree.iter("h1"))):
        return []
    return [name] if any(rest in _squeezed(text) for text in _texts(tree.iter("h2", "h3"))) else []


def _squeezed(text: str) -> str:
    return "".join(words(text))


def words(text: str) -> list[str]:
    """Words of a text as they are compared: without punctuation, capitals and width."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _same(a: str, b: str) -> bool:
    return words(a) == words(b)


def _begins(text: str, beginning: str) -> bool:
    """Whether a text is another one or that with more words, which was cut short."""
    squeezed = _squeezed(beginning)
    return bool(squeezed) and _squeezed(text).startswith(squeezed)


def _texts(elements: Iterable[HtmlElement]) -> list[str]:
    """Texts of the first few elements, without those too long for a headline."""
    texts = (plain(shown(element)) for element in islice(elements, 20))
    return [text for text in texts if text and len(text) < 400]


_WITHIN_WORDS = frozenset({"wbr", "sub", "sup", "em", "mark", "abbr"})
"""Elements whose edges are no ends of words."""


def shown(element: HtmlElement) -> str:
    """The text of an element, with a space at each edge of the elements in it that stand apart."""
    parts: list[str] = []
    for event, part in iterwalk(element, ("start", "end")):
        text = part.text if event == "start" else part.tail if part is not element else None
        gap = "" if part.tag in _WITHIN_WORDS else " "
        parts += (gap, text or "")
    return "".join(parts)


def _is_cut_short(text: str, other: str) -> bool:
    """Whether a text that ends in an ellipsis is the beginning of another one."""
    return text.endswith(("…", "...")) and len(other) > len(text) and other.startswith(text.rstrip(" .…"))


def _held(heads: Sequence[str], named: Sequence[str]) -> str | None:
    """The longest text named that one of the headings holds, be it after a kicker."""
    squeezed = [_squeezed(head) for head in heads]
    held = [name for name in named if len(_squeezed(name)) >= 10 and any(_squeezed(name) in head for head in squeezed)]
    return max(held, key=len, default=None)


def _without_kicker(head: str, elements: Sequence[HtmlElement], named: Sequence[str]) -> str:
    """A heading without a kicker of its own element that no colon or dash ends: 'Canada | Border closes' is 'Border
    closes'."""
    parts = {plain(text) for element in elements for text in element.itertext()}
    for name in named:
        kicker = head.removesuffix(name).rstrip()
        unmarked = kicker[-1:].isalnum() or kicker.endswith("|")
        if name in parts and kicker != head and len(words(name)) >= 3 and unmarked:
            return name
    return head


def _in_address(heads: Sequence[str], url: str) -> str | None:
    """The heading whose words the address repeats, as it is made of the headline."""
    address = words(unquote(url).replace("_", " "))
    repeated = (head for head in heads if len(found := words(head)) >= 3 and set(found) <= set(address))
    return next(repeated, None)


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
    x, y = words(a), words(b)
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
        start, end = cuts[0], cuts[-1]
        if is_site(title[end.end() :], sites):
            title = title[: end.start()]
        elif is_site(title[: start.start()], sites):
            title = title[start.end() :]
        else:
            break
    return title.strip()


def is_site(text: str, sites: Sequence[str]) -> bool:
    """Whether a text is the site's name, its beginning, or the name and a word or two ('The Paper Politics')."""
    found = words(text)
    if found[:1] == ["the"]:
        del found[0]
    if not found or len(found) > 5 or any(word.isdecimal() for word in found[1:]):
        return False
    return any(_begin_alike(spelled, sites) for spelled in _spellings(found))


def _begin_alike(found: list[str], sites: Sequence[str]) -> bool:
    squeezed = "".join(found)
    beginnings = {"".join(found[:count]) for count in (len(found) - 2, len(found) - 1) if count > 0}
    return any(
        squeezed == site or (len(site) > 3 and site in beginnings) or (len(squeezed) > 3 and site.startswith(squeezed))
        for site in sites
    )


def _spellings(found: list[str]) -> Iterator[list[str]]:
    """Words as they are, and as domain names have them: without accents, or ö as oe."""
    yield found
    written = " ".join(found)
    if not written.isascii():
        for text in (written.translate(_UMLAUTS), written):
            yield "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).split()


def site_names(found: list[structured.Node], about: structured.Node, meta: MetaTags, url: str) -> Iterator[str]:
    """The site's names, squeezed to lower-case letters and digits."""
    given = [
        name
        for key in ("og:site_name", "application-name", "twitter:site", "apple-mobile-web-app-title")
        for name in meta.get(key, [])
    ]
    given += structured.names(about.get("publisher"), found)
    for node in found:
        if "WebSite" in structured.types(node):
            given += structured.names(node, [])
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    given += [host, host.rpartition(".")[0], host.partition(".")[0] if host.count(".") > 1 else "", site_label(host)]
    for name in dict.fromkeys(given):
        squeezed = _squeezed(name).removeprefix("the")
        if len(squeezed) > 1:
            yield squeezed
