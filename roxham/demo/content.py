"""The sample newsroom's content: outlets, the facts they tell, and the articles of each edition.

All of it is data: `outlets.toml`, `facts.toml` and one Markdown file an article in `articles/<outlet>/<slug>.md`,
whose front matter is TOML between two `+++` lines. To add an article, add a file.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
EDITIONS = (1, 2)


class ContentError(ValueError):
    """A file of the newsroom says something the newsroom can't publish; the message names file and key."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A document that articles rest on."""

    id: str
    title: str
    url: str | None = None
    check: bool = False
    """True where the figure is from public reporting: articles attribute it instead of stating it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place where a crawler finds an outlet's articles (a feed, sitemap or section page), or one document."""

    id: str
    kind: str
    path: str
    language: str | None = None
    title: str | None = None
    file: str | None = None
    """For a document: its file in `documents/`."""
    facts: tuple[str, ...] = ()
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Outlet:
    id: str
    name: str
    tagline: str
    publisher_kind: str
    country: str
    article_path: str
    """`str.format` pattern with `date`, `section` and `slug`."""
    entries: tuple[Entry, ...]
    language: str | None = None
    """None for an outlet that publishes in two languages."""
    robots: str | None = None
    """Text of robots.txt; None answers 404."""
    tagged_links: bool = False
    """Feed links carry utm_ parameters, as many real ones do."""
    gzip: bool = False

    @property
    def marked_name(self) -> str:
        return f"{self.name} ({'inventé' if self.language == 'fr' else 'invented'})"


@dataclass(frozen=True, slots=True)
class Article:
    """One article as one edition shows it."""

    outlet: str
    slug: str
    headline: str
    byline: str
    section: str
    language: str
    published: datetime
    paragraphs: tuple[str, ...]
    facts: tuple[str, ...]
    modified: datetime | None = None
    saved: datetime | None = None
    """When the file was last written, where that is later than what the page says (HTTP Last-Modified)."""
    path: str = ""
    copy_of: str | None = None
    """`outlet/slug` of the agency text this one carries."""
    first_edition: int = 1
    paywall: bool = False
    charset: str = "utf-8"
    variant: str | None = None
    """`amp` or `print`: the page exists a second time under that suffix, with rel=canonical."""
    invented: bool = False
    """True where the article holds a figure that is wrong on purpose."""
    table: tuple[tuple[str, ...], ...] = ()

    @property
    def key(self) -> str:
        return f"{self.outlet}/{self.slug}"

    @property
    def last_modified(self) -> datetime:
        return max(moment for moment in (self.published, self.modified, self.saved) if moment)


@dataclass(frozen=True, slots=True)
class Change:
    """What the second edition makes of an article: the front matter's `[edition2]`."""

    headline: str | None = None
    modified: datetime | None = None
    saved: datetime | None = None
    replace: list[list[str]] = field(default_factory=list)
    append: str = ""


_FROM_FRONT_MATTER = {f.name for f in fields(Article)} - {"outlet", "slug", "paragraphs"} | {"edition2", "replace"}


def load_facts() -> dict[str, Fact]:
    return {id: Fact(id=id, **row) for id, row in _toml(HERE / "facts.toml").items()}


def load_outlets() -> tuple[Outlet, ...]:
    """Every outlet, in the order of their ports."""
    outlets = []
    for id, row in _toml(HERE / "outlets.toml").items():
        entries = tuple(Entry(**entry | {"facts": tuple(entry.get("facts", ()))}) for entry in row.pop("entries"))
        outlets.append(Outlet(id=id, entries=entries, **row))
    return tuple(outlets)


def load_articles(edition: int) -> tuple[Article, ...]:
    """Every article of an edition, oldest first.

    Raises ContentError for a file with an unknown key, outlet or fact, or a replacement whose words aren't there.
    """
    facts = load_facts()
    outlets = {outlet.id: outlet for outlet in load_outlets()}
    first: dict[str, Article] = {}
    changes: dict[str, Change] = {}
    copies: dict[str, list[list[str]]] = {}
    for path in sorted((HERE / "articles").glob("*/*.md")):
        meta, paragraphs = _read(path)
        outlet = outlets.get(path.parent.name)
        if outlet is None:
            raise ContentError(f"{path}: no outlet {path.parent.name!r} in outlets.toml")
        for fact in meta["facts"]:
            if fact not in facts:
                raise ContentError(f"{path}: facts: {fact!r} is not in facts.toml")
        change = meta.pop("edition2", None)
        edits = meta.pop("replace", [])
        article = _article(path, outlet, meta, paragraphs)
        first[article.key] = article
        if change is not None:
            changes[article.key] = Change(**change)
        if article.copy_of:
            copies[article.key] = edits

    for key, edits in copies.items():
        first[key] = _carry(first[key], first, edits)
    articles = first.values()
    if edition > 1:
        articles = [
            _change(article, changes[article.key]) if article.key in changes else article for article in articles
        ]
    return tuple(sorted((a for a in articles if a.first_edition <= edition), key=lambda a: a.published))


def _toml(path: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3:
        raise ContentError(f"{path}: expected front matter between two +++ lines")
    try:
        meta = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}") from error
    if unknown := sorted(meta.keys() - _FROM_FRONT_MATTER):
        raise ContentError(f"{path}: unknown key {unknown[0]!r}")
    return meta, _paragraphs(parts[2])


def _article(path: Path, outlet: Outlet, meta: dict[str, Any], paragraphs: tuple[str, ...]) -> Article:
    meta.setdefault("language", outlet.language)
    meta["facts"] = tuple(meta["facts"])
    meta["table"] = tuple(tuple(row) for row in meta.get("table", ()))
    try:
        place = outlet.article_path.format(date=meta["published"], section=meta["section"], slug=path.stem)
        return Article(
            outlet=outlet.id, slug=path.stem, paragraphs=paragraphs, **meta | {"path": meta.get("path", place)}
        )
    except (KeyError, TypeError) as error:
        raise ContentError(f"{path}: missing key: {error}") from error


def _carry(article: Article, first: dict[str, Article], edits: list[list[str]]) -> Article:
    """An agency text as a customer prints it: with its own small edits, and its own last paragraphs."""
    wire = first.get(str(article.copy_of))
    if wire is None:
        raise ContentError(f"{article.key}: copy_of: there is no article {article.copy_of!r}")
    text = _edit(article.key, "\n\n".join(wire.paragraphs), edits)
    return replace(article, paragraphs=_paragraphs(text) + article.paragraphs)


def _change(article: Article, change: Change) -> Article:
    text = _edit(article.key, "\n\n".join(article.paragraphs), change.replace)
    return replace(
        article,
        headline=change.headline or article.headline,
        modified=change.modified or article.modified,
        saved=change.saved,
        paragraphs=_paragraphs(f"{text}\n\n{change.append}"),
    )


def _edit(key: str, text: str, edits: list[list[str]]) -> str:
    for old, new in edits:
        if old not in text:
            raise ContentError(f"{key}: replace: {old!r} is not in the text")
        text = text.replace(old, new, 1)
    return text


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip())
