"""The schema of roxham.db and archive.db. Migrations are append-only: a change is a new function.

What each table and column means is written in `db/web/metadata.yaml`, which Datasette shows and docs/tables.md repeats.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

roxham = Migrations("roxham")
archive = Migrations("archive")

# Words keep their accents' letters but match without them: 'Québec' is found by 'quebec'.
TOKENIZE = "unicode61 remove_diacritics 2"


@roxham()
def m001_topic(db: Database) -> None:
    db.table("topic").create(
        {
            "id": str,
            "name": str,
            "title": str,
            "summary": str,
            "languages": str,
            "contact": str,
            "threshold": float,
            "zones": str,
            "interval": int,
            "sample": int,
            "loaded_at": str,
        },
        pk="id",
        not_null={"name", "title", "summary", "languages", "threshold", "zones", "interval", "sample", "loaded_at"},
        strict=True,
    )
    db.table("terms").create(
        {"id": int, "term": str, "language": str, "weight": float, "needs": str, "zones": str},
        pk="id",
        not_null={"term", "language", "weight", "needs", "zones"},
        strict=True,
    )
    db.table("events").create(
        {"id": str, "date": str, "title": str, "description": str, "source": str},
        pk="id",
        not_null={"date", "title", "source"},
        strict=True,
    ).create_index(["date"])
    db.table("measures").create(
        {
            "id": str,
            "question": str,
            "unit": str,
            "kind": str,
            "definition": str,
            "include": str,
            "exclude": str,
            "units": str,
            "place": str,
            "source": str,
        },
        pk="id",
        not_null={"question", "kind", "definition", "include", "exclude", "units"},
        strict=True,
    )
    entities = db.table("entities").create(
        {
            "id": str,
            "name": str,
            "kind": str,
            "wikidata": str,
            "latitude": float,
            "longitude": float,
            "description": str,
            "origin": str,
        },
        pk="id",
        not_null={"name", "kind", "origin"},
        strict=True,
    )
    entities.create_index(["kind"])
    entities.create_index(["name"])
    db.table("aliases").create(
        {"entity_id": str, "alias": str, "language": str, "origin": str},
        pk=("entity_id", "alias", "language"),
        not_null={"origin"},
        foreign_keys=[("entity_id", "entities", "id")],
        strict=True,
    ).create_index(["alias"])
    sources = db.table("sources").create(
        {
            "id": str,
            "name": str,
            "kind": str,
            "url": str,
            "publisher_kind": str,
            "language": str,
            "country": str,
            "rights": str,
            "enabled": int,
            "options": str,
        },
        pk="id",
        not_null={"name", "kind", "url", "publisher_kind", "rights", "enabled", "options"},
        strict=True,
    )
    for column in ("kind", "publisher_kind", "language", "country", "enabled"):
        sources.create_index([column])


@roxham()
def m002_articles(db: Database) -> None:
    db.table("stories").create(
        {"id": int, "title": str, "first_published_at": str, "articles": int, "independent_sources": int},
        pk="id",
        not_null={"title"},
        strict=True,
    )
    articles = db.table("articles").create(
        {
            "id": int,
            "url": str,
            "source_id": str,
            "kind": str,
            "headline": str,
            "byline": str,
            "section": str,
            "language": str,
            "published_at": str,
            "modified_at": str,
            "captured_at": str,
            "excerpt": str,
            "word_count": int,
            "relevance": float,
            "story_id": int,
            "copy_of": int,
            "versions": int,
            "version_id": int,
            "month": str,
            "free": int,
        },
        pk="id",
        not_null={"url", "source_id", "kind", "headline", "captured_at", "excerpt", "word_count", "versions", "free"},
        foreign_keys=[
            ("source_id", "sources", "id"),
            ("story_id", "stories", "id"),
            ("copy_of", "articles", "id"),
        ],
        strict=True,
    )
    articles.create_index(["url"], unique=True)
    for columns in (
        ["source_id", "month"],
        ["language"],
        ["kind"],
        ["section"],
        ["month"],
        ["story_id"],
        ["copy_of"],
        ["published_at"],
        ["versions"],
    ):
        articles.create_index(columns)
    versions = db.table("versions").create(
        {
            "id": int,
            "article_id": int,
            "number": int,
            "captured_at": str,
            "headline": str,
            "text": str,
            "sha256": str,
            "snapshot": str,
            "changes": str,
        },
        pk="id",
        not_null={"article_id", "number", "captured_at", "headline", "text", "sha256", "changes"},
        foreign_keys=[("article_id", "articles", "id")],
        strict=True,
    )
    versions.create_index(["article_id", "number"], unique=True)
    versions.create_index(["captured_at"])
    versions.create_index(["sha256"])
    articles.add_foreign_key("version_id", "versions", "id")
    articles.create_index(["version_id"])
    # External content: the index holds no second copy of the texts (49-55 % of table bytes, not 100 %).
    versions.enable_fts(["headline", "text"], tokenize=TOKENIZE, create_triggers=True)


@roxham()
def m003_crawl(db: Database) -> None:
    db.table("runs").create(
        {
            "id": int,
            "started_at": str,
            "finished_at": str,
            "trigger": str,
            "state": str,
            "new": int,
            "changed": int,
            "unchanged": int,
            "rejected": int,
            "failed": int,
        },
        pk="id",
        not_null={"started_at", "trigger", "state", "new", "changed", "unchanged", "rejected", "failed"},
        strict=True,
    ).create_index(["started_at"])
    fetches = db.table("fetches").create(
        {
            "id": int,
            "run_id": int,
            "source_id": str,
            "url": str,
            "fetched_at": str,
            "status": int,
            "outcome": str,
            "reason": str,
            "bytes": int,
            "snapshot": str,
        },
        pk="id",
        not_null={"source_id", "url", "fetched_at", "outcome"},
        foreign_keys=[("run_id", "runs", "id"), ("source_id", "sources", "id")],
        strict=True,
    )
    for columns in (["run_id"], ["source_id", "fetched_at"], ["url"], ["outcome"]):
        fetches.create_index(columns)
    decisions = db.table("decisions").create(
        {
            "url": str,
            "source_id": str,
            "headline": str,
            "score": float,
            "reasons": str,
            "kept": int,
            "decided_at": str,
        },
        pk="url",
        not_null={"source_id", "score", "reasons", "kept", "decided_at"},
        foreign_keys=[("source_id", "sources", "id")],
        strict=True,
    )
    for column in ("source_id", "kept"):
        decisions.create_index([column])
    frontier = db.table("frontier").create(
        {
            "url": str,
            "source_id": str,
            "kind": str,
            "state": str,
            "discovered_at": str,
            "next_due": str,
            "lease_until": str,
            "etag": str,
            "last_modified": str,
            "body_hash": str,
            "interval": int,
            "failures": int,
            "last_status": int,
            "last_fetched_at": str,
            "last_run_id": int,
            "article_id": int,
        },
        pk="url",
        not_null={"source_id", "kind", "state", "discovered_at", "next_due", "failures"},
        foreign_keys=[
            ("source_id", "sources", "id"),
            ("last_run_id", "runs", "id"),
            ("article_id", "articles", "id"),
        ],
        strict=True,
    )
    for columns in (["state", "next_due"], ["source_id"], ["article_id"]):
        frontier.create_index(columns)


@roxham()
def m004_annotations(db: Database) -> None:
    db.table("annotations").create(
        {"version_id": int, "pipeline": str, "state": str, "error": str, "annotated_at": str},
        pk=("version_id", "pipeline"),
        not_null={"state", "annotated_at"},
        foreign_keys=[("version_id", "versions", "id")],
        strict=True,
    ).create_index(["pipeline", "state"])
    span = {"article_id": int, "version_id": int, "start": int, "end": int, "text": str}
    span_keys = [("article_id", "articles", "id"), ("version_id", "versions", "id")]
    not_null = {"article_id", "version_id", "start", "end", "text"}
    mentions = db.table("mentions").create(
        {"id": str, **span, "entity_id": str, "label": str},
        pk="id",
        not_null={*not_null, "entity_id"},
        foreign_keys=[*span_keys, ("entity_id", "entities", "id")],
        strict=True,
        column_order=["id", "article_id", "version_id", "entity_id"],
    )
    figures = db.table("figures").create(
        {
            "id": str,
            **span,
            "value": float,
            "value_high": float,
            "unit": str,
            "counted": str,
            "qualifier": str,
            "change": str,
            "period_start": str,
            "period_end": str,
            "place_id": str,
            "speaker_id": str,
            "attribution": str,
            "measure_id": str,
            "sentence": str,
        },
        pk="id",
        not_null={*not_null, "value", "qualifier", "sentence"},
        foreign_keys=[
            *span_keys,
            ("place_id", "entities", "id"),
            ("speaker_id", "entities", "id"),
            ("measure_id", "measures", "id"),
        ],
        strict=True,
    )
    quotes = db.table("quotes").create(
        {"id": str, **span, "speaker_id": str, "speaker": str, "cue": str, "direct": int},
        pk="id",
        not_null={*not_null, "direct"},
        foreign_keys=[*span_keys, ("speaker_id", "entities", "id")],
        strict=True,
    )
    dates = db.table("dates").create(
        {"id": str, **span, "date_start": str, "date_end": str, "sentence": str},
        pk="id",
        not_null={*not_null, "sentence"},
        foreign_keys=span_keys,
        strict=True,
    )
    for table in (mentions, figures, quotes, dates):
        table.create_index(["article_id"])
        table.create_index(["version_id"])
    mentions.create_index(["entity_id", "article_id"])
    mentions.create_index(["label"])
    for columns in (
        ["measure_id", "period_start", "period_end"],
        ["unit"],
        ["qualifier"],
        ["place_id"],
        ["speaker_id"],
        ["value"],
    ):
        figures.create_index(columns)
    quotes.create_index(["speaker_id"])
    dates.create_index(["date_start"])
    db.table("corrections").create(
        {"id": int, "kind": str, "target": str, "change": str, "author": str, "reason": str, "created_at": str},
        pk="id",
        not_null={"kind", "target", "change", "author", "created_at"},
        strict=True,
    )


@roxham()
def m005_reservations(db: Database) -> None:
    db.table("fetches").add_column("tdm_reserved", int)


@roxham()
def m006_assumed_units(db: Database) -> None:
    db.table("figures").add_column("unit_assumed", int, not_null_default=0)


@roxham()
def m007_measure_reasons(db: Database) -> None:
    db.table("figures").add_column("measure_reason", str)


@roxham()
def m008_fingerprints(db: Database) -> None:
    from db.store.copies import link_copies

    # Keyed by hash, which is all that is asked for, and nothing else stored: one B-tree, not a table and its index.
    db.execute(
        """create table fingerprints (hash integer not null, version_id integer not null references versions(id),
        primary key (hash, version_id)) strict, without rowid"""
    )
    for (version_id,) in db.execute("select id from versions order by id").fetchall():
        link_copies(db, version_id)


@roxham()
def m009_corrections(db: Database) -> None:
    db.table("corrections").add_column("undone_by", int, fk="corrections", fk_col="id")
    db.table("corrections").create_index(["target"])
    db.table("uncorrected").create(
        {"table_name": str, "row_id": str, "version_id": int, "correction_id": int, "row": str},
        pk=("table_name", "row_id"),
        not_null={"correction_id", "row"},
        foreign_keys=[("version_id", "versions", "id"), ("correction_id", "corrections", "id")],
        strict=True,
    )
    for column in ("version_id", "correction_id"):
        db.table("uncorrected").create_index([column])


@roxham()
def m010_leads(db: Database) -> None:
    db.table("leads").create(
        {
            "url": str,
            "source_id": str,
            "headline": str,
            "publisher": str,
            "language": str,
            "published_at": str,
            "found_at": str,
            "article_id": int,
        },
        pk="url",
        not_null={"source_id", "found_at"},
        foreign_keys=[("source_id", "sources", "id"), ("article_id", "articles", "id")],
        strict=True,
    )
    for column in ("source_id", "publisher", "language", "published_at", "article_id"):
        db.table("leads").create_index([column])
    db.execute("create index idx_articles_headline on articles (headline collate nocase)")


@roxham()
def m011_measure_editions(db: Database) -> None:
    db.table("annotations").add_column("measures", str)


@roxham()
def m012_official_figures(db: Database) -> None:
    db.table("figures").add_column("kind", str, not_null_default="reported")
    db.table("figures").create_index(["kind"])


@roxham()
def m013_pages(db: Database) -> None:
    # Asked for by version and place alone: one B-tree, not a table and its index.
    db.execute(
        """create table pages (version_id integer not null references versions(id), page integer not null,
        start integer not null, primary key (version_id, page)) strict, without rowid"""
    )


@roxham()
def m014_rescores(db: Database) -> None:
    db.table("topic").add_column("rescoring", str)
    db.table("versions").create_index(["snapshot"])


@roxham()
def m015_names_of_events(db: Database) -> None:
    db.table("events").add_column("aliases", str, not_null_default="{}")


@roxham()
def m016_places_sought(db: Database) -> None:
    db.table("topic").add_column("places_sought", str)


@archive()
def m001_snapshots(db: Database) -> None:
    db.table("bodies").create(
        {"sha256": str, "base": str, "size": int, "zstd": bytes},
        pk="sha256",
        not_null={"size", "zstd"},
        foreign_keys=[("base", "bodies", "sha256")],
        strict=True,
    )
    db.table("snapshots").create(
        {"id": int, "url": str, "fetched_at": str, "status": int, "headers": str, "sha256": str},
        pk="id",
        not_null={"url", "fetched_at", "status", "headers", "sha256"},
        foreign_keys=[("sha256", "bodies", "sha256")],
        strict=True,
    ).create_index(["url", "fetched_at"])


@archive()
def m002_snapshots_of_bodies(db: Database) -> None:
    db.table("snapshots").create_index(["sha256"])
