"""Which articles carry one text: near-copies are linked to the earliest of them as they arrive.

Two articles carry one text if any version of one is a near-copy of any version of the other, and so do articles linked
through a third. Links only ever join, so the groups don't depend on the order in which articles arrive; nor does the
choice of the original, which depends on what the articles say.
"""

from __future__ import annotations

import json

from sqlite_utils import Database

from db.copies import bands, same_text, same_words

MOST_CANDIDATES = 60
"""Versions compared exactly, those that share most first. Of articles known to carry one text, one is compared."""

CANDIDATES = """
select v.article_id, coalesce(a.copy_of, a.id) as original, v.text
from (select version_id, count(*) as shared from fingerprints
    where hash in (select value from json_each(:hashes)) group by version_id) f
  join versions v on v.id = f.version_id join articles a on a.id = v.article_id
where a.id <> :article
order by f.shared desc, v.id limit :limit
"""
# A short text is a notice or a teaser as often as an article: it has to stand under the same headline.
WORD_FOR_WORD = """
select v.article_id, coalesce(a.copy_of, a.id) as original, v.headline
from versions v join articles a on a.id = v.article_id
where v.sha256 = :sha256 and v.text <> '' and a.id <> :article
"""
# The first published; of those published at once an agency's, the fullest. A day without a time is over when it ends.
ORIGINAL = """
select a.id from articles a join sources s on s.id = a.source_id
where coalesce(a.copy_of, a.id) in (select value from json_each(:originals))
order by
  case when length(a.published_at) = 10 then datetime(a.published_at, '+1 day')
    else coalesce(datetime(a.published_at), datetime(a.captured_at)) end,
  s.publisher_kind <> 'wire', a.word_count desc, a.url
limit 1
"""
LINK = """
update articles set copy_of = nullif(:original, id), story_id = null
where coalesce(copy_of, id) in (select value from json_each(:originals)) and copy_of is not nullif(:original, id)
"""


def link_copies(database: Database, version_id: int) -> None:
    """Join the version's article with those that carry its text, and let the earliest be what the others copy."""
    version = next(database.query("select article_id, headline, text, sha256 from versions where id = ?", [version_id]))
    article = version["article_id"]
    hashes = bands(version["text"])
    originals = {database.execute("select coalesce(copy_of, id) from articles where id = ?", [article]).fetchone()[0]}
    if hashes:
        found = database.query(CANDIDATES, {"hashes": json.dumps(hashes), "article": article, "limit": MOST_CANDIDATES})
        for candidate in found:
            if candidate["original"] not in originals and same_text(version["text"], candidate["text"]):
                originals.add(candidate["original"])
        database.execute(
            "insert or ignore into fingerprints (hash, version_id) select value, ? from json_each(?)",
            [version_id, json.dumps(hashes)],
        )
    else:
        for candidate in database.query(WORD_FOR_WORD, {"sha256": version["sha256"], "article": article}):
            if same_words(version["headline"], candidate["headline"]):
                originals.add(candidate["original"])
    given = json.dumps(sorted(originals))
    original = database.execute(ORIGINAL, {"originals": given}).fetchone()[0]
    database.execute(LINK, {"originals": given, "original": original})
