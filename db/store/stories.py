"""Stories: articles that report the same thing. `nlp.stories` decides, here is what it decides on and what came of it.

A story's id is the smallest id of its articles, so that its address stays when an earlier report turns up later.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlite_utils import Database

from db.store.connection import transaction

OPENING = 600
"""Characters at the beginning of a text whose names say what it is about."""
LEAST_NUMBER = 20
"""Smaller numbers stand in every text."""
_WORD = re.compile(r"[^\W\d_]{4,}")

# Noon for an article that has only its day, so that it stands amid that day's others.
_PUBLISHED = """coalesce(julianday(a.published_at) + (length(a.published_at) = 10) * 0.5, julianday(a.captured_at))"""
# Copies go with their original. A document is what stories are about.
_REPORTS = f"""
select a.id, a.language, a.headline, a.excerpt, a.version_id, a.story_id, {_PUBLISHED} as published
from articles a where a.kind = 'article' and a.copy_of is null
"""
# Of what has no story, what can have one: a report's original whose present version was read.
_SINCE = f"""
select min({_PUBLISHED}) from articles a
where a.kind = 'article' and exists (select 1 from annotations n where n.version_id = a.version_id)
  and a.id in (select coalesce(copy_of, id) from articles where story_id is null)
"""
_NAMES = """
select v.value, m.entity_id, 1 + max(m."start" < :opening) from json_each(:versions) v
  join mentions m on m.version_id = v.value group by v.value, m.entity_id
"""
_NUMBERS = """
select v.value, f.value from json_each(:versions) v join figures f on f.version_id = v.value
where f.value >= :least group by v.value, f.value
"""
_OLDER = "select id from articles where story_id = ? and copy_of is null and id not in (select value from json_each(?))"
_MEMBERS = f"""
select a.id, a.headline, coalesce(a.published_at, a.captured_at) as published_at, a.source_id, a.copy_of
from json_each(:originals) o join articles a on a.id = o.value or a.copy_of = o.value order by {_PUBLISHED}, a.url
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What an article says, as far as telling stories apart needs it."""

    article_id: int
    published: float
    """Julian day."""
    language: str | None
    terms: Mapping[str, float] = field(default_factory=dict)
    """Weights of `name:` (entity ids), `number:` (values) and `word:` (of headline and excerpt)."""
    story: int | None = None
    """Its story, where it was published before everything that is to be grouped: later reports don't change it."""


def ungrouped_since(database: Database) -> float | None:
    """When the first report without a story was published (Julian day), None where every one has its story."""
    return database.execute(_SINCE).fetchone()[0]


def reports(database: Database, since: float, memory: float) -> list[Report]:
    """What was published from `since` on, and in the `memory` days before it, in the order of publication."""
    rows = list(
        database.query(f"{_REPORTS} and {_PUBLISHED} >= :begin order by {_PUBLISHED}, a.url", {"begin": since - memory})
    )
    versions = json.dumps([row["version_id"] for row in rows])
    terms: dict[int, dict[str, float]] = {row["version_id"]: _words(row["headline"], row["excerpt"]) for row in rows}
    for version, entity, weight in database.execute(_NAMES, {"versions": versions, "opening": OPENING}).fetchall():
        terms[version][f"name:{entity}"] = weight
    for version, value in database.execute(_NUMBERS, {"versions": versions, "least": LEAST_NUMBER}).fetchall():
        terms[version][f"number:{value:g}"] = 1
    return [
        Report(
            row["id"],
            row["published"],
            row["language"],
            terms[row["version_id"]],
            row["story_id"] if row["published"] < since else None,
        )
        for row in rows
    ]


def save_stories(database: Database, grouped: Mapping[int, int]) -> None:
    """Put the articles of `grouped`, and their copies, into stories; those left empty go.

    `grouped` gives each article its group: an earlier story by its id, whose older articles stay in it, or any negative
    number.
    """
    known = json.dumps(list(grouped))
    groups: dict[int, list[int]] = {}
    for article, key in grouped.items():
        groups.setdefault(key, []).append(article)
    with transaction(database):
        for key, originals in groups.items():
            if key > 0:
                originals += [row[0] for row in database.execute(_OLDER, [key, known]).fetchall()]
        for originals in groups.values():
            members = list(database.query(_MEMBERS, {"originals": json.dumps(originals)}))
            story = min(member["id"] for member in members)
            database.table("stories").upsert(
                {
                    "id": story,
                    "title": members[0]["headline"],
                    "first_published_at": members[0]["published_at"],
                    "articles": len(members),
                    "independent_sources": len({m["source_id"] for m in members if m["copy_of"] is None}),
                },
                pk="id",
            )
            database.execute(
                """update articles set story_id = :story
                where id in (select value from json_each(:members)) and story_id is not :story""",
                {"story": story, "members": json.dumps([member["id"] for member in members])},
            )
        database.execute(
            "delete from stories where not exists (select 1 from articles a where a.story_id = stories.id)"
        )


def _words(headline: str, excerpt: str) -> dict[str, float]:
    """A word of the excerpt says half of what one of the headline does."""
    weights = {f"word:{word}": 0.5 for word in _WORD.findall(excerpt.casefold())}
    return weights | {f"word:{word}": 1.0 for word in _WORD.findall(headline.casefold())}
