"""The page of one story: who reported it in words of their own, and who repeated whom."""

from __future__ import annotations

from typing import Any

from datasette.database import Database

from db.web.cards import article_cards
from db.web.links import Links

MOST_SHOWN = 60
STORY = "select * from stories where id = :id"
REPORTS = f"""
select id from articles where story_id = :id and copy_of is null order by published_at, id limit {MOST_SHOWN}
"""


async def story_page(database: Database, links: Links, story_id: str) -> dict[str, Any]:
    """What row-roxham-stories.html shows."""
    story = dict((await database.execute(STORY, {"id": story_id})).first())
    reports = [row["id"] for row in (await database.execute(REPORTS, {"id": story_id})).rows]
    return {"story": story, "reports": await article_cards(database, links, reports)}
