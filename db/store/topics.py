"""The topic in the database: `roxham init` writes it, the stages read it from there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlite_utils import Database

from db.records import Event, Measure, Source, Term, Topic, TopicEntity
from db.store.connection import HomeError, now, transaction
from db.store.replay import as_read, figure_versions, in_force


def save_topic(database: Database, topic: Topic) -> None:
    """Load a topic, or load it again after its file changed.

    What is gone from the file is removed if nothing refers to it. Sources with stored pages are disabled instead.
    Entities that texts named, and their aliases, stay, and so do corrections: they hold against the file, whichever is
    the later, until they are undone. Raises HomeError if the home holds another topic.
    """
    held = next(iter(database.query("select id from topic")), None)
    if held and held["id"] != topic.id:
        raise HomeError(f"This home holds the topic '{held['id']}', not '{topic.id}': one home holds one topic.")
    with as_read(database, figure_versions(database), names=True):
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
        events=load_events(database),
        sources=load_sources(database),
    )


def load_events(database: Database) -> tuple[Event, ...]:
    """The key events, the earliest first."""
    return tuple(
        Event(
            id=row["id"],
            date=row["date"],
            title=row["title"],
            source=row["source"],
            description=row["description"],
            aliases={language: tuple(names) for language, names in json.loads(row["aliases"]).items()},
        )
        for row in database.query("select * from events order by date")
    )


def load_entities(database: Database) -> tuple[TopicEntity, ...]:
    """The entities that the topic or a correction names, with their aliases: what the gazetteer looks for.

    Those that a correction merged or rejected are among them: reading does not know of it, and what was found of them
    is corrected when it is stored. So a merge needs no new reading, nor does its undo.
    """
    known = {row["id"]: row for row in database.query("select * from entities where origin <> 'text'")}
    names = list(database.query("select * from aliases where origin in ('topic', 'correction')"))
    for entity, aliases in _removed(database):
        if entity["origin"] != "text":
            known[entity["id"]] = entity
            names += aliases
    spelt: dict[str, dict[str, set[str]]] = {}
    for row in names:
        spelt.setdefault(row["entity_id"], {}).setdefault(row["language"], set()).add(row["alias"])
    return tuple(
        TopicEntity(
            id=id_,
            name=row["name"],
            kind=row["kind"],
            aliases={language: tuple(sorted(aliases)) for language, aliases in sorted(spelt.get(id_, {}).items())},
            wikidata=row["wikidata"],
            latitude=row["latitude"],
            longitude=row["longitude"],
            description=row["description"],
        )
        for id_, row in sorted(known.items())
    )


def _removed(database: Database) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Entities that a correction merged or rejected, each with its aliases, as they were when it did."""
    rows = "select row from uncorrected where table_name = ? and {} order by row_id"
    gone = "row_id not in (select id from entities)"
    entities = [json.loads(row) for (row,) in database.execute(rows.format(gone), ["entities"]).fetchall()]
    if not entities:
        return
    corrections = in_force(database)
    for entity in entities:
        own = "json_extract(row, '$.entity_id') = ?"
        kept = database.execute(rows.format(own), ["aliases", entity["id"]]).fetchall()
        aliases = [alias for (row,) in kept if (alias := json.loads(row))["origin"] in ("topic", "correction")]
        for correction in (c for c in corrections if c.target == entity["id"]):
            named = {"entity_id": entity["id"], "language": "und"}
            if correction.kind == "alias":
                aliases.append({**named, **correction.change})
                entity["origin"] = "correction"
            elif correction.kind == "rename":
                aliases.append(named | {"alias": entity["name"]})
                entity["name"] = correction.change["name"]
            elif correction.kind == "kind":
                entity["kind"] = correction.change["kind"]
        yield entity, aliases


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
    """Add a source that no topic file names; one that is there is enabled again."""
    with transaction(database):
        row = asdict(source) | {"options": json.dumps(source.options, ensure_ascii=False)}
        database.table("sources").upsert(row, pk="id")


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
    table.insert_all(asdict(event) | {"aliases": json.dumps(event.aliases, ensure_ascii=False)} for event in events)


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
