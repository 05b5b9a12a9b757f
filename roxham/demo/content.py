"""The sample newsroom's content: outlets, the facts they tell, and the articles of each edition.

All of it is data: `outlets.toml`, `facts.toml` and one Markdown file an article in `articles/<outlet>/<slug>.md`,
whose front matter is TOML between two `+++` lines. To add an article, add a file.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from db.errors import RoxhamError

HERE = Path(__file__).parent
EDITIONS = (1, 2)


class ContentError(RoxhamError):
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
    """A place where a crawler finds an outlet's articles (a feed, sitemap or section page), a document, a table of
    figures, or a search's hits."""

    id: str
    kind: str
    path: str
    language: str | None = None
    title: str | None = None
    file: str | None = None
    """For a document: its file in `documents/`; for a table or a search: in `tables/`."""
    facts: tuple[str, ...] = ()
    date: datetime | None = None
    """When the file was published."""
    edition2: Mapping[str, Any] = field(default_factory=dict)
    """The `file` of the second edition and its `date`, where it has one of its own."""
    dataset: Mapping[str, Any] = field(default_factory=dict)
    """What a table counts: `options.dataset` of its source."""

    def in_edition(self, edition: int) -> Entry:
        return replace(self, edition2={}, **self.edition2) if edition > 1 else self


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


@dataclass(frozen=True, slots=True)
class _File:
    path: Path
    article: Article
    edits: list[list[str]]
    """What an outlet that prints an agency text changes in it: pairs of old and new words."""
    change: Change | None


def load_facts() -> dict[str, Fact]:
    return {id: Fact(id=id, **row) for id, row in _toml(HERE / "facts.toml").items()}


def load_outlets() -> tuple[Outlet, ...]:
    """Every outlet, in the order of their ports."""
    outlets = []
    for id, row in _toml(HERE / "outlets.toml").items():
        entries = tuple(Entry(**entry | {"facts": tuple(entry.get("facts", ()))}) for entry in row.pop("entries"))
        outlets.append(Outlet(id=id, entries=entries, **row))
    return tuple(outlets)


def load_articles(edition: int, folder: Path = HERE / "articles") -> tuple[Article, ...]:
    """Every article of an edition, oldest first.

    Raises ContentError for a file with an unknown or missing key, an unknown outlet or fact, a copy of nothing, or
    a replacement whose words aren't there.
    """
    outlets = {outlet.id: outlet for outlet in load_outlets()}
    facts = load_facts().keys()
    files = [_read(path, outlets, facts) for path in sorted(folder.glob("*/*.md"))]
    originals = {file.article.key: file.article for file in files}
    articles = []
    for file in files:
        article = _carry(file, originals) if file.article.copy_of else file.article
        if edition > 1 and file.change:
            article = _change(file.path, article, file.change)
        if article.first_edition <= edition:
            articles.append(article)
    return tuple(sorted(articles, key=lambda article: article.published))


def _toml(path: Path) -> dict[str, dict[str, Any]]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _read(path: Path, outlets: Mapping[str, Outlet], facts: Collection[str]) -> _File:
    parts = path.read_text(encoding="utf-8").split("+++\n", 2)
    if len(parts) != 3:
        raise ContentError(f"{path}: expected front matter between two +++ lines")
    try:
        meta = tomllib.loads(parts[1])
    except tomllib.TOMLDecodeError as error:
        raise ContentError(f"{path}: {error}") from error
    outlet = outlets.get(path.parent.name)
    if outlet is None:
        raise ContentError(f"{path}: no outlet {path.parent.name!r} in outlets.toml")
    change, edits = meta.pop("edition2", None), meta.pop("replace", [])
    meta = {"language": outlet.language, "section": "", "published": None} | meta
    meta |= {"facts": tuple(meta.get("facts", ())), "table": tuple(map(tuple, meta.get("table", ())))}
    _check(path, meta, Article)
    _check(path, change or {}, Change)
    if missing := [
        key for key in ("headline", "byline", "section", "language", "published", "facts") if not meta.get(key)
    ]:
        raise ContentError(f"{path}: missing key {missing[0]!r}")
    if unknown := sorted(set(meta["facts"]) - set(facts)):
        raise ContentError(f"{path}: facts: {unknown[0]!r} is not in facts.toml")
    place = outlet.article_path.format(date=meta["published"], section=meta["section"], slug=path.stem)
    values: dict[str, Any] = {"path": place} | meta
    article = Article(outlet=outlet.id, slug=path.stem, paragraphs=_paragraphs(parts[2]), **values)
    return _File(path, article, edits, None if change is None else Change(**change))


def _check(path: Path, keys: Mapping[str, Any], kind: type[Article] | type[Change]) -> None:
    known = {field.name for field in fields(kind)} - {"outlet", "slug", "paragraphs"}
    if unknown := sorted(keys.keys() - known):
        raise ContentError(f"{path}: unknown key {unknown[0]!r}")


def _carry(file: _File, originals: Mapping[str, Article]) -> Article:
    """An agency text as a customer prints it: with its own small edits, and its own last paragraphs."""
    wire = originals.get(str(file.article.copy_of))
    if wire is None:
        raise ContentError(f"{file.path}: copy_of: there is no article {file.article.copy_of!r}")
    text = _edit(file.path, "\n\n".join(wire.paragraphs), file.edits)
    return replace(file.article, paragraphs=_paragraphs(text) + file.article.paragraphs)


def _change(path: Path, article: Article, change: Change) -> Article:
    text = _edit(path, "\n\n".join(article.paragraphs), change.replace)
    return replace(
        article,
        headline=change.headline or article.headline,
        modified=change.modified or article.modified,
        saved=change.saved,
        paragraphs=_paragraphs(f"{text}\n\n{change.append}"),
    )


def _edit(path: Path, text: str, edits: list[list[str]]) -> str:
    for old, new in edits:
        if old not in text:
            raise ContentError(f"{path}: replace: {old!r} is not in the text")
        text = text.replace(old, new, 1)
    return text


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip())
