"""What each outlet serves in one edition: path -> page, rendered from `templates/`."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

import jinja2
from markupsafe import Markup, escape

from roxham.demo.content import HERE, Article, Entry, Outlet, load_articles, load_facts, load_outlets

_HTML = "text/html; charset=utf-8"
_CSV = "text/csv; charset=utf-8"
_JSON = "application/json"
_FOUNDED = datetime(2022, 1, 3, tzinfo=UTC)
_FEED_TEMPLATES = {"rss": "rss.xml", "atom": "atom.xml", "news_sitemap": "news-sitemap.xml", "section": "section.html"}
_CONTENT_TYPES = {
    "rss": "application/rss+xml; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
    "news_sitemap": "application/xml; charset=utf-8",
    "section": _HTML,
}
# fmt: off
_MONTHS = {
    "en": ["January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December"],
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin",
           "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
}
# fmt: on


@dataclass(frozen=True, slots=True)
class Page:
    body: bytes
    content_type: str
    modified: datetime

    @property
    def etag(self) -> str:
        return f'"{hashlib.sha256(self.body).hexdigest()[:20]}"'


def build(edition: int, addresses: Mapping[str, str]) -> dict[str, dict[str, Page]]:
    """Outlet id -> path -> page. `addresses` gives each outlet's `http://host:port`, for absolute links."""
    articles = load_articles(edition)
    site = {}
    for outlet in load_outlets():
        own = [article for article in reversed(articles) if article.outlet == outlet.id]
        site[outlet.id] = _outlet_pages(outlet, own, addresses[outlet.id])
        for entry in outlet.entries:
            site[outlet.id] |= _files(entry.in_edition(edition), addresses[outlet.id], addresses)
    return site


def _outlet_pages(outlet: Outlet, articles: list[Article], address: str) -> dict[str, Page]:
    newest = max((article.last_modified for article in articles), default=_FOUNDED)
    pages = {}
    for article in articles:
        others = [other for other in articles if other is not article and other.language == article.language][:3]
        for suffix in ("", article.variant) if article.variant else ("",):
            html = _render(
                f"{outlet.id}.html",
                language=article.language,
                outlet=outlet,
                address=address,
                article=article,
                related=others,
                variant=suffix,
                json_ld=_json_ld(outlet, article, address),
            )
            path = f"{article.path}.{suffix}" if suffix else article.path
            body = html.encode(article.charset, errors="xmlcharrefreplace")
            pages[path] = Page(body, f"text/html; charset={article.charset}", article.last_modified)
    for entry in outlet.entries:
        if entry.kind in _FEED_TEMPLATES:
            pages[entry.path] = _listing(outlet, entry, articles, address)
    common = {"outlet": outlet, "address": address, "language": outlet.language or "en"}
    pages["/"] = Page(_render("section.html", articles=articles, **common).encode(), _HTML, newest)
    pages["/about"] = Page(_render("about.html", **common).encode(), _HTML, _FOUNDED)
    if outlet.robots is not None:
        robots = outlet.robots.replace("{address}", address)
        pages["/robots.txt"] = Page(robots.encode(), "text/plain; charset=utf-8", _FOUNDED)
    return pages


def _files(entry: Entry, address: str, addresses: Mapping[str, str]) -> dict[str, Page]:
    """What of an entry is not made from articles: path -> page."""
    if entry.file is None or entry.date is None:
        return {}
    if entry.kind == "document":
        return {entry.path: Page((HERE / "documents" / entry.file).read_bytes(), "application/pdf", entry.date)}
    table = HERE / "tables" / entry.file
    match entry.kind:
        case "ckan":  # a catalogue's answer leads to the table
            path = f"/tables/{entry.file}"
            package = {"success": True, "result": {"resources": [{"url": address + path, "format": "CSV"}]}}
            return {
                entry.path: Page(json.dumps(package).encode(), _JSON, entry.date),
                path: Page(table.read_bytes(), _CSV, entry.date),
            }
        case "csv":
            return {entry.path: Page(table.read_bytes(), _CSV, entry.date)}
        case _:  # a search, which finds pages of the other outlets
            hits = table.read_text(encoding="utf-8")
            for id, place in addresses.items():
                hits = hits.replace(f"{{{id}}}", place)
            return {entry.path: Page(hits.encode(), _JSON, entry.date)}


def _listing(outlet: Outlet, entry: Entry, articles: list[Article], address: str) -> Page:
    listed = [article for article in articles if entry.language in (None, article.language)]
    text = _render(
        _FEED_TEMPLATES[entry.kind],
        outlet=outlet,
        entry=entry,
        address=address,
        articles=listed,
        language=entry.language or outlet.language or "en",
        updated=max(article.last_modified for article in listed),
    )
    return Page(text.encode(), _CONTENT_TYPES[entry.kind], max(article.last_modified for article in listed))


def _json_ld(outlet: Outlet, article: Article, address: str) -> dict[str, object]:
    url = address + article.path
    return {
        "@type": "NewsArticle",
        "@id": f"{url}#article",
        "mainEntityOfPage": url,
        "headline": french_spaces(article.headline) if article.language == "fr" else article.headline,
        "datePublished": article.published.isoformat(),
        "dateModified": (article.modified or article.published).isoformat(),
        "author": [{"@type": "Organization" if article.copy_of else "Person", "name": article.byline}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.marked_name},
        "articleSection": article.section,
        "inLanguage": f"{article.language}-{outlet.country}",
        "isAccessibleForFree": not article.paywall,
    }


def french_spaces(text: str) -> str:
    """Plain spaces made no-break where French typography wants them: in numbers, guillemets and before :;!?%$."""
    text = re.sub(r"(?<=\d) (?=\d{3}\b)", "\u00a0", text)
    text = re.sub(r"(?<=«) | (?=[»:;!?%$])", "\u00a0", text)
    return re.sub(r"(?<=\d) (?=h\b)|(?<=\bh) (?=\d)", "\u00a0", text)


def _day(moment: datetime, language: str) -> str:
    month = _MONTHS[language][moment.month - 1]
    if language == "fr":
        return f"{'1er' if moment.day == 1 else moment.day} {month} {moment.year}"
    return f"{month} {moment.day}, {moment.year}"


def _clock(moment: datetime, language: str) -> str:
    if language == "fr":
        return f"{moment.hour}\u00a0h\u00a0{moment.minute:02}"
    return f"{moment.hour % 12 or 12}:{moment.minute:02} {'a.m.' if moment.hour < 12 else 'p.m.'}"


def _zone(moment: datetime, language: str) -> str:
    """Every outlet keeps Eastern time, so the offset tells summer from winter."""
    summer = moment.strftime("%z") == "-0400"
    if language == "fr":
        return "HAE" if summer else "HNE"
    return "EDT" if summer else "EST"


@jinja2.pass_context
def _words(context: jinja2.runtime.Context, text: str) -> Markup:
    article = context.get("article")
    language = article.language if article else context["language"]
    return escape(french_spaces(text) if language == "fr" else text)


def _tag(url: str, outlet: Outlet) -> str:
    return f"{url}?utm_source=rss&utm_medium=feed&utm_campaign={outlet.id}" if outlet.tagged_links else url


def _script(data: object) -> Markup:
    """JSON that can't end the script element it stands in."""
    return Markup(json.dumps(data, ensure_ascii=False, indent=1).replace("</", "<\\/"))  # noqa: S704


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "words": _words,
        "day": _day,
        "clock": _clock,
        "zone": _zone,
        "rfc822": format_datetime,
        "iso": datetime.isoformat,
        "script": _script,
        "tag": _tag,
    }
    environment.globals["facts"] = load_facts()
    return environment


def _render(template: str, **values: object) -> str:
    return _ENVIRONMENT.get_template(template).render(**values)


_ENVIRONMENT = _environment()
