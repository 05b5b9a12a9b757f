"""JSON-LD of a page: the article it describes, among the breadcrumbs, sites and teasers around it.

Types and properties are those of https://schema.org/Article.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml.html import HtmlElement

Node = dict[str, object]

_ARTICLE_TYPES = re.compile(
    r"(?:Article|BlogPosting|LiveBlogPosting|NewsStory|Report|Posting|ScholarlyArticle|Review|Recipe|Podcast\w*)$"
)
_PAGE_TYPES = frozenset({"WebPage", "ItemPage", "VideoObject", "CreativeWork", "AboutPage"})
_NESTED = ("@graph", "mainEntity", "mainEntityOfPage", "hasPart")
_MAX_NODES = 2000
_TRAILING_COMMA = re.compile(r",(\s{0,50}[}\]])")
_COMMENT = re.compile(r"^[ \t]*//.*$", re.MULTILINE)
_PROPERTY = re.compile(
    r'"(@type|headline|datePublished|dateModified|dateCreated)"\s{0,9}:\s{0,9}'
    r'"((?:[^"\\\n]|\\.|"(?!\s{0,9}[,}\]\r\n])){1,300})"(?=\s{0,9}[,}\]\r\n])'
)
_AUTHOR = re.compile(r'"author"\s{0,9}:[\s\[]{0,9}\{[^{}]{0,300}?"name"\s{0,9}:\s{0,9}"([^"\\\n]{2,80})"')
_WRAPPING = re.compile(r"^(?://)?\s{0,9}(?:<!\[CDATA\[|<!--)|(?://)?\s{0,9}(?:\]\]>|-->)$")


def nodes(tree: HtmlElement) -> list[Node]:
    """Every top-level or graph node of the page's JSON-LD, in page order. Broken scripts are passed over."""
    found: list[Node] = []
    for script in tree.iterfind(".//script[@type]"):
        if "ld+json" not in (script.get("type") or "").lower() or not script.text:
            continue
        for data in _parsed(script.text):
            found.extend(_walk(data))
            if len(found) > _MAX_NODES:
                return found
    return found


def _parsed(source: str) -> Iterator[object]:
    source = _WRAPPING.sub("", source.strip()).strip().rstrip(";")
    mended = _TRAILING_COMMA.sub(r"\1", _COMMENT.sub("", source))
    for text in (source, mended, f"[{mended}]"):
        try:
            # strict=False: pages carry raw line breaks inside strings
            yield json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        return
    yield _salvaged(source[:100_000])


def _salvaged(source: str) -> Node:
    """What a script that is no JSON says of its article, such as one with quotation marks inside a headline."""
    node: Node = {}
    for key, value in _PROPERTY.findall(source):
        if key != "@type" or _ARTICLE_TYPES.search(value):
            node.setdefault(key, value.replace("\\/", "/").replace('\\"', '"'))
    if author := _AUTHOR.search(source):
        node["author"] = author[1]
    return node


def _walk(data: object, depth: int = 0) -> Iterator[Node]:
    if depth > 5:
        return
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, dict):
            yield item
            for key in _NESTED:
                if isinstance(item.get(key), (dict, list)):
                    yield from _walk(item[key], depth + 1)
        elif isinstance(item, list):
            yield from _walk(item, depth + 1)


def types(node: Node) -> list[str]:
    kind = node.get("@type")
    names = kind if isinstance(kind, list) else [kind]
    return [name.rsplit("/", 1)[-1] for name in names if isinstance(name, str)]


def article(found: list[Node], url: str) -> Node:
    """The node that describes the article at `url`; empty where none does."""
    articles = [node for node in found if any(_ARTICLE_TYPES.search(name) for name in types(node))]
    pages = [node for node in found if any(name in _PAGE_TYPES for name in types(node)) and node.get("datePublished")]
    candidates = [node for node in articles if text(node.get("headline")) or node.get("datePublished")] or pages
    if not candidates:
        return {}
    path = _path(url)
    here = [node for node in candidates if path and path in {_path(address) for address in _addresses(node)}]
    return max(here or candidates[:1], key=len)


def merged(found: list[Node], url: str) -> Node:
    """The article's node, its gaps filled from the nodes of the same page."""
    best = article(found, url)
    if not best:
        return {}
    path = _path(url)
    whole = dict(best)
    for node in found:
        same = path and path in {_path(address) for address in _addresses(node)}
        described = any(_ARTICLE_TYPES.search(name) or name in _PAGE_TYPES for name in types(node))
        if node is not best and same and described:
            for key in (
                "author",
                "datePublished",
                "dateModified",
                "isAccessibleForFree",
                "inLanguage",
                "articleSection",
            ):
                if not whole.get(key) and node.get(key) is not None:
                    whole[key] = node[key]
    return whole


def _addresses(node: Node) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        value = node.get(key)
        if isinstance(value, dict):
            value = value.get("@id") or value.get("url")
        if isinstance(value, str):
            yield value


def _path(url: str) -> str:
    return url.split("#")[0].split("?")[0].split("://")[-1].partition("/")[2].rstrip("/")


def text(value: object) -> str | None:
    """A string property; the first one of a list."""
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name")
    return value.strip() or None if isinstance(value, str) else None


def names(value: object, found: list[Node]) -> list[str]:
    """Names of people or organisations, which may be given as text, nodes, or references by @id to other nodes."""
    result: list[str] = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, list):
            result.extend(names(item, []))
            continue
        if isinstance(item, dict) and not item.get("name") and item.get("@id"):
            item = next((node for node in found if node.get("@id") == item["@id"] and node.get("name")), item)
        if isinstance(item, dict):
            item = item.get("name")
        if isinstance(item, list):
            result.extend(name for name in item if isinstance(name, str))
        elif isinstance(item, str):
            result.append(item)
    return result
