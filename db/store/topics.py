"""The topic in the database: `roxham init` writes it, the stages read it from there."""

from __future__ import annotations

import json
from dataclasses import asdict

from sqlite_utils import Database

from db.records import Event, Measure, Source, Term, Topic, TopicEntity
from db.store.connection import HomeError, now, transaction


def save_topic(database: Database, topic: Topic) -> None:
    """Load a topic, or load it again after its file changed.

    What is gone from the file is removed if nothing refers to it. Sources with stored pages are disabled instead.
    Entities that texts named, and their aliases, stay. Raises HomeError if the home holds another topic.
    """
    held = next(iter(database.query("select id from topic")), None)
    if held and held["id"] != topic.id:
        raise HomeError(f"This home holds the topic '{held['id']}', not '{topic.id}': one home holds one topic.")
    with transaction(database):
        database.table("topic").upsert(
            {
                "id": topic.id,
                "name": topic.name,
                "title": topic.title,
                "summary": topic.summary,
                "languages": json.dumps(topic.languages),
                "contact": topic.contact,
                "threshold": topic.threshold,
                "zones": json.dumps(topic.zones),
                "interval": topic.interval,
                "sample": topic.sample,
                "loaded_at": now(),
            },
            pk="id",
        )
        _replace_terms(database, topic.terms)
        _save_entities(database, topic.entities)
        _save_events(database, topic.events)
        _save_measures(database, topic.measures)
        _save_sources(database, topic.sources)


def load_topic(database: Database) -> Topic:
    """The topic of this home. Raises HomeError where none was loaded."""
    row = next(iter(database.query("select * from topic")), None)
    if row is None:
        raise HomeError("This home holds no topic. Load one with 'roxham init'.")
    return Topic(
        id=row["id"],
        name=row["name"],
        title=row["title"],
        summary=row["summary"],
        languages=tuple(json.loads(row["languages"])),
        contact=row["contact"],
        threshold=row["threshold"],
        zones=json.loads(row["zones"]),
        interval=row["interval"],
        sample=bool(row["sample"]),
        terms=tuple(
            Term(r["term"], r["language"], r["weight"], tuple(json.loads(r["needs"])), tuple(json.loads(r["zones"])))
            for r in database.query("select * from terms order by id")
        ),
        entities=load_entities(database),
        measures=load_measures(database),
        events=tuple(
            Event(r["id"], r["date"], r["title"], r["source"], r["description"])
            for r in database.query("select * from events order by date")
        ),
        sources=load_sources(database),
    )


def load_entities(database: Database) -> tuple[TopicEntity, ...]:
    """The entities the topic names, with their aliases: what the gazetteer looks for."""
    aliases: dict[str, dict[str, list[str]]] = {}
    for row in database.query("select * from aliases where origin <> 'text' order by alias"):
        aliases.setdefault(row["entity_id"], {}).setdefault(row["language"], []).append(row["alias"])
    return tuple(
        TopicEntity(
            id=r["id"],
            name=r["name"],
            kind=r["kind"],
            aliases={language: tuple(names) for language, names in aliases.get(r["id"], {}).items()},
            wikidata=r["wikidata"],
            latitude=r["latitude"],
            longitude=r["longitude"],
            description=r["description"],
        )
        for r in database.query("select * from entities where origin <> 'text' order by id")
    )


def load_measures(database: Database) -> tuple[Measure, ...]:
    return tuple(
        Measure(
            id=r["id"],
            question=r["question"],
            unit=r["unit"],
            kind=r["kind"],
            definition=r["definition"],
            include=tuple(json.loads(r["include"])),
            exclude=tuple(json.loads(r["exclude"])),
            units=tuple(json.loads(r["units"])),
            place=r["place"],
            source=r["source"],
        )
        for r in database.query("select * from measures order by rowid")
    )


def load_sources(database: Database) -> tuple[Source, ...]:
    return tuple(
        Source(
            id=r["id"],
            name=r["name"],
            kind=r["kind"],
            url=r["url"],
            publisher_kind=r["publisher_kind"],
            language=r["language"],
            country=r["country"],
            rights=r["rights"],
            enabled=bool(r["enabled"]),
            options=json.loads(r["options"]),
        )
        for r in database.query("select * from sources order by id")
    )


def add_source(database: Database, source: Source) -> None:
    """Add a source that no topic file names, unless it is there."""
    with transaction(database):
        row = asdict(source) | {"options": json.dumps(source.options, ensure_ascii=False)}
        database.table("sources").insert(row, pk="id", ignore=True)


def _replace_terms(database: Database, terms: tuple[Term, ...]) -> None:
    table = database.table("terms")
    table.delete_where()
    table.insert_all(
        {
            "term": term.term,
            "language": term.language,
            "weight": float(term.weight),
            "needs": json.dumps(term.needs, ensure_ascii=False),
            "zones": json.dumps(term.zones),
        }
        for term in terms
    )


def _save_entities(database: Database, entities: tuple[TopicEntity, ...]) -> None:
    rows = [{k: v for k, v in asdict(entity).items() if k != "aliases"} | {"origin": "topic"} for entity in entities]
    database.table("entities").upsert_all(rows, pk="id")
    database.execute(
        "update entities set origin = 'text' where origin = 'topic' and id not in (select value from json_each(?))",
        [json.dumps([entity.id for entity in entities])],
    )
    database.table("aliases").delete_where("origin = 'topic'")
    database.table("aliases").upsert_all(
        (
            {"entity_id": entity.id, "alias": alias, "language": language, "origin": "topic"}
            for entity in entities
            for language, names in entity.aliases.items()
            for alias in names
        ),
        pk=("entity_id", "alias", "language"),
    )


def _save_events(database: Database, events: tuple[Event, ...]) -> None:
    table = database.table("events")
    table.delete_where()
    table.insert_all(asdict(event) for event in events)


def _save_measures(database: Database, measures: tuple[Measure, ...]) -> None:
    database.table("measures").upsert_all(
        (
            asdict(measure)
            | {key: json.dumps(getattr(measure, key), ensure_ascii=False) for key in ("include", "exclude", "units")}
            for measure in measures
        ),
        pk="id",
    )
    gone = "id not in (select value from json_each(?)) "
    ids = [json.dumps([measure.id for measure in measures])]
    database.execute(f"update figures set measure_id = null where measure_{gone}", ids)
    database.table("measures").delete_where(gone, ids)


def _save_sources(database: Database, sources: tuple[Source, ...]) -> None:
    database.table("sources").upsert_all(
        (asdict(source) | {"options": json.dumps(source.options, ensure_ascii=False)} for source in sources), pk="id"
    )
    gone = [json.dumps([source.id for source in sources])]
    database.execute("update sources set enabled = 0 where id not in (select value from json_each(?))", gone)
    database.table("sources").delete_where(
        """id not in (select value from json_each(?)) and id not in (select source_id from articles)
        and id not in (select source_id from fetches) and id not in (select source_id from decisions)
        and id not in (select source_id from frontier)""",
        gone,
    )
