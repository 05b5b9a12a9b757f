"""Meta elements of a page by name, and the cleaning of one-line texts that all readers of metadata share."""

from __future__ import annotations

import re
from html import unescape

from lxml.html import HtmlElement

MetaTags = dict[str, list[str]]
"""Contents by lower-case name or property, in page order."""

_TAG = re.compile(r"<[^<>]{1,200}>")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")


def meta_tags(tree: HtmlElement) -> MetaTags:
    """Contents of meta elements, microdata left out."""
    found: MetaTags = {}
    for element in tree.iter("meta"):
        content = plain(element.get("content") or element.get("value"))
        if content:
            for attribute in ("property", "name", "http-equiv"):
                if name := element.get(attribute):
                    found.setdefault(name.strip().lower(), []).append(content)
                    break
    return found


def first(meta: MetaTags, *names: str) -> str | None:
    """The first content of the first of these names that the page has."""
    return next((meta[name][0] for name in names if name in meta), None)


def plain(text: str | None) -> str | None:
    """One line without markup and invisible characters; None where nothing is left."""
    if not text:
        return None
    if "&" in text or "<" in text:
        text = _TAG.sub(" ", unescape(text))
    return " ".join(_INVISIBLE.sub("", text).split()) or None
