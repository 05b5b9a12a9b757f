"""The text of an article: what trafilatura takes for it, mended where pages of newspapers mislead it.

Three things are mended. Boxes that are no part of the text are taken out first (facts, related articles, newsletters).
Articles cut into several containers of one kind, for advertisements or a paywall between them, are put together again.
Lines that belong to the page and not to the article are left out last.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.settings import Document

from crawler.page_lines import is_page_line, tells_when
from crawler.pagedates import dateline

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
"""A box is no box if it holds more of the page's running text than this."""
_NO_TEXT = frozenset({"script", "style", "noscript", "template"})

_READ_ON = re.compile(
    r"^\W*(?:read (?:more|also|next|the full)|more ?:|more on|see (?:also|more)|also read|you (?:may|might) also like|"
    r"also on|related(?: stor(?:y|ies)| articles?| posts?)? ?:|watch ?:|listen ?:|don't miss|"
    r"recommended (?:for you|reading|stories)|get the latest|sign up|subscribe|follow (?:us|\w+ on)|click here|"
    r"à lire aussi|lire aussi|à lire|lire la suite|à voir|voir aussi|inscrivez-vous|abonnez-vous|suivez|"
    r"lesen sie auch|mehr zum thema|mehr themen|zum artikel ?:|ähnliche ?:|auch interessant|lesetipp|mehr dazu|"
    r"siehe auch|noticias? relacionadas?|lee también|lea también|le puede interesar|te puede interesar|ver también|"
    r"leer más|suscríbete|leia também|veja também|leia mais|lees ook|les også|läs också|læs også|leggi anche|"
    r"czytaj (?:też|także)|číst|čtěte také|ayrıca oku|baca juga)(?!\w)"
    r"|^\W*(?:関連記事|関連キーワード|あわせて読みたい|おすすめ(?:情報|記事))"
    r"|^.{0,200}\[(?:video|photos?|pictures|insight|report|news|analysis|opinion|comment|warning|reaction|latest|revealed|"
    r"exclusive)\]$",
    re.IGNORECASE,
)
_PLEA = re.compile(
    r"\b(?:sign(?:ing)? up|subscri\w+|our|free|informiert|abonnier\w*|unser\w*|notre|nos|inscri\w+|nuestr\w+|recevez)\b"
    r".{0,80}\bnewsletters?\b|\bnewsletters?\b.{0,80}\b(?:sign up|subscrib\w+|informiert|abonn\w+)"
    r"|\b(?:your|ihr|votre|tu) (?:inbox|postfach|boîte mail|bandeja)|\bwhatsapp[- ](?:channel|kanal)\b"
    r"|\b(?:canal|chaîne) (?:de )?whatsapp\b|\bget in touch (?:with (?:us|our)|at|by|via)\b"
    r"|\b(?:like this story\?|more stories like this)|\bfehler gefunden\b|\bkostenlos testen\b|\bprobeabo\b"
    r"|\b(?:abonnieren|folgen) sie uns|\bsuivez[- ]nous|\babonnez[- ]vous|\bsíguenos|\bsuscríbete|\bfollow us on"
    r"|\bwrite to .{3,60} at \S{1,60}@|\bdownload (?:our|the) app\b",
    re.IGNORECASE,
)
"""What publishers ask of readers, above an article and below it."""
_PLEA_LENGTH = 400
_NEW_WINDOW = re.compile(
    r"\s?\((?:opens? in (?:a )?new (?:window|tab)|öffnet (?:im|in) (?:einem )?neuen (?:Fenster|Tab)|"
    r"se abre en (?:una )?(?:nueva )?(?:ventana|pestaña)(?: nueva)?|s[’']ouvre dans (?:une nouvelle fenêtre|un nouvel "
    r"onglet)|nouvelle fenêtre)\)",
    re.IGNORECASE,
)
"""What is said of links to those who hear the page."""
_SPACE = re.compile(r"\s+")


def article_text(tree: HtmlElement, url: str, headline: str | None) -> str:
    """Paragraphs of the article, separated by blank lines; "" where there is none. The tree is changed."""
    for script in list(tree.iter("script")):  # else trafilatura takes the text of a paywalled article from JSON-LD
        script.drop_tree()
    _without_furniture(tree)
    document = bare_extraction(tree, url=url, fast=True, include_comments=False)
    lines = _lines(document.text) if isinstance(document, Document) and document.text else []
    lines = _completed(tree, lines)
    return "\n\n".join(_without_page_lines(lines, headline))


_TABLE_RULE = set("|- ")


def paragraphs(text: str) -> str:
    """Plain text, which may hold markup, as paragraphs separated by blank lines."""
    return "\n\n".join(_lines(_TAG.sub("\n", unescape(text))))


_TAG = re.compile(r"<[a-zA-Z/][^<>]{0,500}>")


def _lines(text: str) -> list[str]:
    lines = (_SPACE.sub(" ", _NEW_WINDOW.sub("", line)).strip() for line in text.splitlines())
    return [_sole_cell(line) for line in lines if line and not set(line) <= _TABLE_RULE]


def _sole_cell(line: str) -> str:
    """The text of a table row of one cell, as tables that only lay out a page have them."""
    cell = line.strip("| ")
    return line if "|" in cell else cell


def _without_furniture(tree: HtmlElement) -> None:
    """Take out boxes named as furniture, unless one holds the headline or much of the page's text."""
    total, in_paragraphs = _prose(tree), _prose_of_paragraphs(tree)
    for element in list(tree.iter("p", "li")):
        text = _text(element)
        # A line that is one link leads elsewhere; a sentence that is one is still a sentence.
        if 0 < len(text) < 200 and not _SENTENCE.search(text[-4:]) and _link_length(element) >= 0.9 * len(text):
            element.drop_tree()
    for element in list(tree.iter("div", "section", "aside", "ul", "p", "span", "figure", "nav", "footer")):
        label = f"{element.get('class') or ''} {element.get('id') or ''}"
        if label == " " or not _FURNITURE.search(label) or element.getparent() is None:
            continue
        small = _prose_of_paragraphs(element) <= _MAX_SHARE * in_paragraphs and _prose(element) <= _MAX_SHARE * total
        if small and next(element.iter("h1"), None) is None:
            element.drop_tree()


def _prose_of_paragraphs(element: HtmlElement) -> int:
    return sum(len(paragraph.text or "") for paragraph in element.iter("p"))


def _prose(element: HtmlElement) -> int:
    """Characters of text in pieces long enough to be running text."""
    pieces = (piece for each in element.iter() if each.tag not in _NO_TEXT for piece in (each.text, each.tail) if piece)
    return sum(length for piece in pieces if (length := len(piece.strip())) >= 40)


_BLOCKS = frozenset({"p", "h2", "h3", "h4", "blockquote", "ul", "ol", "pre", "table"})
_KEY = 40
_SENTENCE = re.compile(r"\w{2}[.!?。！？…।][\"'”’»」)]?(?:\s|$)|[。！？]")


def _completed(tree: HtmlElement, lines: list[str]) -> list[str]:
    """The lines, or all blocks of the containers that hold the article, where these hold clearly more.

    The container is the parent of most paragraphs that were taken, or, where what was taken is no running text, of
    the longest ones. Containers of the same tag and class are its continuation.
    """
    paragraphs = [(text, element) for element in tree.iter("p") if len(text := _text(element)) > 25]
    taken = {line[:_KEY] for line in lines}
    total = sum(map(len, lines))
    running = sum(len(line) for line in lines if _SENTENCE.search(line)) >= 0.3 * total
    kinds: Counter[tuple[str, str]] = Counter()
    parents: Counter[HtmlElement] = Counter()
    for text, element in paragraphs:
        if (parent := element.getparent()) is not None:
            length = len(text) - 2 * _link_length(element)
            parents[parent] += length
            if text[:_KEY] in taken:
                kinds[_signature(element)] += length
    if not parents:
        return lines
    largest, size = parents.most_common(1)[0]
    # One container that holds far more running text than was taken is the article; comments have one each.
    missed = size > (2 * total if running else 500) and not _in_comments(largest)
    signature = (
        (str(largest.tag), largest.get("class") or "") if missed else kinds.most_common(1)[0][0] if kinds else ("", "")
    )
    if not signature[1] and not missed:
        return lines
    containers = {
        parent
        for _, element in paragraphs
        if (parent := element.getparent()) is not None and _signature(element) == signature
    }
    blocks = list(_blocks(tree, containers))
    return blocks if sum(map(len, blocks)) > (1.25 if running else 0.4) * total else lines


def _blocks(tree: HtmlElement, containers: set[HtmlElement]) -> Iterator[str]:
    for element in tree.iter(*_BLOCKS):
        if element.getparent() in containers and (text := _text(element)) and _link_length(element) < 0.5 * len(text):
            yield text


def _in_comments(element: HtmlElement) -> bool:
    labels = (f"{each.get('class') or ''} {each.get('id') or ''}" for each in (element, *element.iterancestors()))
    return any("comment" in label.lower() for label in labels)


def _signature(element: HtmlElement) -> tuple[str, str]:
    parent = element.getparent()
    return ("", "") if parent is None else (str(parent.tag), parent.get("class") or "")


def _text(element: HtmlElement) -> str:
    return _SPACE.sub(" ", "".join(element.itertext())).strip()


def _link_length(element: HtmlElement) -> int:
    if next(element.iterancestors("a"), None) is not None:
        return len(_text(element))
    return sum(
        len("".join(link.itertext()).strip()) for link in element.iter("a") if not link.get("href", "#").startswith("#")
    )


def _without_page_lines(lines: list[str], headline: str | None) -> Iterator[str]:
    """Lines without those of the page: above the text, below it, and the pointers within."""
    head = _squeezed(headline or "")
    lines = [line for line in lines if not (len(line) < 250 and (_READ_ON.match(line) or is_page_line(line)))]
    lines = lines[: _end(lines)]
    begun = False
    for index, line in enumerate(lines):
        if not begun and (_squeezed(line) == head or _above_text(line)):
            continue
        if index < _TOP and (_repeats(line, head) or _BYLINE.match(line) or dateline(line)):
            continue
        last = index >= len(lines) - _BOTTOM
        if (index == 0 or last) and len(line) < _PLEA_LENGTH and _PLEA.search(line):
            continue
        if last and tells_when(line) and dateline(line):
            continue
        begun = True
        if _LETTER.search(line):
            yield line


_TOP = 6
"""First lines among which headline, byline and date may stand again, below a summary or a picture."""
_BOTTOM = 5
"""Last lines among which readers may be asked to subscribe, write or follow, or told when the page was updated."""


def _repeats(line: str, head: str) -> bool:
    """Whether a line is the headline, or ends in it after a few words that say what it belongs to."""
    squeezed = _squeezed(line)
    return len(head) >= 15 and squeezed.endswith(head) and len(squeezed) < len(head) + 40


def _squeezed(text: str) -> str:
    return _NOT_LETTER.sub("", text).casefold()


_LETTER = re.compile(r"\w")
_NOT_LETTER = re.compile(r"[\W_]+")
_RULE = re.compile(r"[_*=#•~\s—–-]{1,80}")
_CONTACT = re.compile(r"\b[\w.+-]{1,60}@[\w-]{1,60}\.|https?://\S{1,200}$|(?:^|\s)@\w{3,30}\b")
_BYLINE = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s?:?\s+[^\W\d_]+(?:[\s,.&'’-]+[^\W\d_]+){0,8}$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://\S+")
_SECTION = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ&.-]{2,15}(?: [A-Za-zÀ-ÖØ-öø-ÿ&.-]{1,15})?")
_CORRECTION = re.compile(r"correct|clarif|rectifi|erratum", re.IGNORECASE)
_READING_TIME = re.compile(r"^\W*\d{1,2}[ -]?(?:min|minutes?|minuten|minutos)\b.{0,20}$", re.IGNORECASE)


def _above_text(line: str) -> bool:
    """Whether a line before the first paragraph is a date, a byline, a reading time, an address or a section's name."""
    if _ADDRESS.fullmatch(line):
        return True
    if _SENTENCE.search(line) or len(line) > 90:
        return False
    return bool(dateline(line) or _BYLINE.match(line) or _READING_TIME.match(line) or _SECTION.fullmatch(line))


def _end(lines: list[str]) -> int:
    """Where the text ends: before the credits that a rule sets off, and before addresses to write to."""
    end = len(lines)
    for index in range(max(len(lines) - 5, len(lines) // 2), len(lines)):
        if _RULE.fullmatch(lines[index]) and not any(map(_CORRECTION.search, lines[index:])):
            end = index
            break
    while end > 1 and end > len(lines) - 4 and len(lines[end - 1]) < 300 and _CONTACT.search(lines[end - 1]):
        end -= 1
    return end
