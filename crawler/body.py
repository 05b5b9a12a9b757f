"""The text of an article: what trafilatura takes for it, mended where pages of newspapers mislead it.

Three things are mended. Boxes that are no part of the text are taken out first (facts, related articles, newsletters).
Articles cut into several containers of one kind, for advertisements or a paywall between them, are put together again.
Lines that belong to the page and not to the article are left out last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:fact-?box(?:es)?|info-?box|related|recirc\w*|read-?more|see-?also|more-?on|most-?(?:read|popular)|"
    r"trending|newsletter\w*|sign-?up|subscri(?:be|ption)\w*|paywall-?(?:box|prompt|banner|message|overlay)|promo\w*|"
    r"teasers?|recommend\w*|outbrain|taboola|social|share-?(?:bar|buttons?|tools|links)|sharing|breadcrumbs?|byline|"
    r"author-?(?:bio|box|info|card)|caption|figcaption|copyright|disclaimer|advert\w*|ad-?(?:slot|unit|label|wrapper)|"
    r"correction-?link|tags?-?list|article-?tags|comments?|disqus|cookie\w*|consent|print-?only|sr-only|visually-hidden|"
    r"screen-reader-text|topics-?list|live-?blog-?nav)(?=$|[\s_-])",
    re.IGNORECASE,
)
_MAX_SHARE = 0.3
"""A box is no box if it holds more of the page's paragraph text than this."""

_READ_ON = re.compile(
    r"^\W*(?:read (?:more|also|next|the full)|more ?:|more on|see also|also read|also on|related(?: stor(?:y|ies)| articles?)?\b ?:?|"
    r"watch ?:|listen ?:|don't miss|recommended|get the latest|sign up|subscribe|follow (?:us|\w+ on)|click here|"
    r"à lire aussi|lire aussi|à lire|lire la suite|à voir|voir aussi|inscrivez-vous|abonnez-vous|suivez|"
    r"lesen sie auch|mehr zum thema|auch interessant|lesetipp|mehr dazu|siehe auch|"
    r"lee también|lea también|le puede interesar|te puede interesar|ver también|leer más|suscríbete|"
    r"leia também|veja também|leia mais|lees ook|les også|läs också|læs også|leggi anche|czytaj (?:też|także)|číst|"
    r"čtěte také|ayrıca oku|baca juga|関連記事|あわせて読みたい)\b",
    re.IGNORECASE,
)
_PAGE_LINE = re.compile(
    r"^\W*(?:advertisement|anzeige|werbung|publicité|publicidad|advertentie|skip to (?:content|main content)|share this.*|"
    r"share|print|loading.*|sponsored|copyright\b.*|©.*|all rights reserved.*|tous droits réservés.*|\(?image:.*|"
    r"photo(?:graph)? ?(?:by|:|credit).*|getty images.*|story continues below.*|article continues .*|"
    r"this article (?:was )?originally .{0,20}published.*|comments? ?\(?\d*\)?|back to top)\W*$",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s+")


def article_text(tree: HtmlElement, url: str, headline: str | None) -> str:
    """Paragraphs of the article, separated by blank lines; "" where there is none. The tree is changed."""
    _without_furniture(tree)
    document = bare_extraction(tree, url=url, fast=True, include_comments=False)
    lines = _lines(document.text) if isinstance(document, Document) and document.text else []
    lines = _completed(tree, lines)
    return "\n\n".join(_without_page_lines(lines, headline))


def _lines(text: str) -> list[str]:
    lines = (_SPACE.sub(" ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not set(line) <= set("|- ")]


def _without_furniture(tree: HtmlElement) -> None:
    """Take out boxes named as furniture, unless one holds the headline or much of the page's text."""
    total = sum(len(text) for paragraph in tree.iter("p") if (text := paragraph.text))
    for element in list(tree.iter("div", "section", "aside", "ul", "p", "span", "figure", "nav", "footer")):
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        if label == " " or not _FURNITURE.search(label) or element.getparent() is None:
            continue
        inside = sum(len(paragraph.text or "") for paragraph in element.iter("p"))
        if inside <= _MAX_SHARE * total and next(element.iter("h1"), None) is None:
            element.drop_tree()


_BLOCKS = frozenset({"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "pre", "table"})
_KEY = 40


def _completed(tree: HtmlElement, lines: list[str]) -> list[str]:
    """The lines, or all blocks of the containers that hold the article, where these hold clearly more.

    The container is the parent of most paragraphs that were taken, or, where what was taken is no running text, of
    the longest ones. Containers of the same tag and class are its continuation.
    """
    paragraphs = [(text, element) for element in tree.iter("p") if len(text := _text(element)) > 25]
    taken = {line[:_KEY] for line in lines}
    running = sum(len(line) for line in lines if len(line) > 80) >= 0.5 * sum(map(len, lines))
    sizes: Counter[tuple[str, str]] = Counter()
    for text, element in paragraphs:
        if not running or text[:_KEY] in taken:
            sizes[_signature(element)] += len(text) - 2 * _link_length(element)
    if not sizes:
        return lines
    signature, size = sizes.most_common(1)[0]
    if not signature[1] or (not running and size < 500):
        return lines
    containers = {
        parent for _, element in paragraphs if (parent := element.getparent()) is not None and _signature(element) == signature
    }
    blocks = list(_blocks(tree, containers))
    return blocks if sum(map(len, blocks)) > (1.25 if running else 0.4) * sum(map(len, lines)) else lines


def _blocks(tree: HtmlElement, containers: set[HtmlElement]) -> Iterator[str]:
    for element in tree.iter(*_BLOCKS):
        if element.getparent() in containers and (text := _text(element)) and _link_length(element) < 0.5 * len(text):
            yield text


def _signature(element: HtmlElement) -> tuple[str, str]:
    parent = element.getparent()
    return ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")


def _text(element: HtmlElement) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _link_length(element: HtmlElement) -> int:
    return sum(len("".join(link.itertext())) for link in element.iter("a"))


def _without_page_lines(lines: list[str], headline: str | None) -> Iterator[str]:
    head = _SPACE.sub(" ", headline or "").casefold()
    for index, line in enumerate(lines):
        if index < 3 and line.casefold() == head:
            continue
        if len(line) < 250 and (_READ_ON.match(line) or _PAGE_LINE.match(line)):
            continue
        yield line
