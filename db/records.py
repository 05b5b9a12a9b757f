"""The typed contract between the stages: what one stage hands to the next, and what `db.store` accepts.

Text offsets are Python character offsets, end exclusive, into the text of one version.
Days are ISO 8601 dates (`2023-03-25`), instants ISO 8601 with a UTC offset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

EntityKind = Literal["person", "organisation", "place", "law", "event", "group"]
Qualifier = Literal["exact", "about", "at_least", "more_than", "at_most", "less_than", "between"]
Change = Literal["up", "down"]
MeasureKind = Literal["flow", "stock", "cap", "target"]
FigureKind = Literal["reported", "official"]
ArticleKind = Literal["article", "document"]


# The topic: what `roxham init` reads from the TOML file and stores.


@dataclass(frozen=True, slots=True)
class Term:
    """Words that speak for (or, with a negative weight, against) an article being on the topic."""

    term: str
    language: str
    weight: float
    needs: tuple[str, ...] = ()
    """The term counts only where one of these stands near it, or where the article begins: 'asylum' needs 'Canada'."""
    zones: tuple[str, ...] = ()
    """Where the term counts: headline, lead, body, url; empty for everywhere."""


@dataclass(frozen=True, slots=True)
class TopicEntity:
    id: str
    name: str
    kind: EntityKind
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Other spellings by language (ISO 639-1)."""
    wikidata: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A question that figures answer. `include` and `exclude` decide which figures do."""

    id: str
    question: str
    unit: str | None
    kind: MeasureKind
    definition: str
    include: tuple[str, ...] = ()
    """Words, one of which has to be in what the figure is said of, or near it in the sentence."""
    exclude: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Units that may answer the question (`migrant`, `CAD`, `day`); empty for any."""
    source: str | None = None
    """Address of the official series, where there is one."""
    place: str | None = None
    """Entity id of the place meant where a text names none."""


@dataclass(frozen=True, slots=True)
class Event:
    """A dated key event of the story, with the page that says so."""

    id: str
    date: str
    title: str
    source: str
    description: str | None = None
    aliases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """How texts name it, by language (ISO 639-1): `nlp.dates_events` reads dates told by it."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place where articles are found. `options` holds what only some kinds need."""

    id: str
    name: str
    kind: str
    url: str
    publisher_kind: str
    language: str | None = None
    country: str | None = None
    rights: Literal["full", "excerpt"] = "excerpt"
    enabled: bool = True
    options: dict[str, object] = field(default_factory=dict)
    """`delay` (seconds between requests), `address` (a loopback or private address the source may use),
    `keep_params` (query parameters that are part of an article's identity), `key_variable` (environment variable)."""


@dataclass(frozen=True, slots=True)
class Topic:
    id: str
    name: str
    title: str
    summary: str
    languages: tuple[str, ...]
    contact: str | None
    """Web or e-mail address for the User-Agent."""
    threshold: float
    """Relevance score from which an article is kept."""
    zones: dict[str, float]
    """Factor by which a term's weight counts in each zone: headline, lead, body, url."""
    interval: int
    """Seconds between scheduled runs."""
    terms: tuple[Term, ...] = ()
    entities: tuple[TopicEntity, ...] = ()
    measures: tuple[Measure, ...] = ()
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    sample: bool = False
    """True for the sample newsroom: every page says so."""


# The crawl: what a page says.


@dataclass(frozen=True, slots=True)
class Article:
    """What `crawler.extract` reads from one page. Nothing is guessed: what the page lacks is None."""

    url: str
    text: str
    """Paragraphs separated by a blank line."""
    headline: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    """ISO 8601: an instant with its UTC offset where the page gives one, else a day."""
    modified: str | None = None
    language: str | None = None
    section: str | None = None
    canonical_url: str | None = None
    description: str | None = None
    kind: ArticleKind = "article"
    free: bool = True
    """False where the page says `isAccessibleForFree: false`."""
    pages: tuple[int, ...] = ()
    """Of a document with pages, the character offset in `text` at which each begins."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One term's part in a relevance score: `weight` is what it added."""

    term: str
    zone: str
    weight: float
    count: int = 1


@dataclass(frozen=True, slots=True)
class Decision:
    score: float
    kept: bool
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """An article at another publisher, as a search found it."""

    url: str
    headline: str | None = None
    publisher: str | None = None
    language: str | None = None
    published: str | None = None


# The reading: what `nlp` finds in one version of a text.


@dataclass(frozen=True, slots=True)
class Mention:
    start: int
    end: int
    text: str
    name: str
    """Canonical name."""
    kind: EntityKind
    entity: str
    """Slug: same slug, same entity."""
    label: str | None
    """The model's label, or `TOPIC` where the topic's own list of names decided."""


@dataclass(frozen=True, slots=True)
class Quote:
    start: int
    end: int
    text: str
    """Without the outer quotation marks."""
    speaker: str | None
    """Canonical name."""
    speaker_id: str | None
    speaker_text: str | None
    """The speaker as this text has it."""
    cue: str | None
    """The reporting verb as written."""
    direct: bool


@dataclass(frozen=True, slots=True)
class DateMention:
    start: int
    end: int
    text: str
    date_start: str | None
    date_end: str | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Figure:
    start: int
    end: int
    text: str
    value: float
    value_high: float | None
    unit: str | None
    counted: str | None
    qualifier: Qualifier
    change: Change | None
    period_start: str | None
    period_end: str | None
    place: str | None
    place_id: str | None
    speaker: str | None
    speaker_id: str | None
    attribution: str | None
    measure: str | None
    sentence: str
    measure_reason: str | None = None
    """Why it answers that measure, or none, in words."""
    unit_assumed: bool = False
    """The text does not name the currency in `unit`: it writes only `$`, or a name that several currencies share."""
    kind: FigureKind = "reported"
    """`official` for a count of the official series itself, `reported` for what a text says."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that one pipeline found in one text."""

    figures: tuple[Figure, ...] = ()
    entities: tuple[Mention, ...] = ()
    quotes: tuple[Quote, ...] = ()
    dates: tuple[DateMention, ...] = ()
