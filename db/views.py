"""The named SQL views: part of the public interface, brought up to date whenever a home is opened."""

from __future__ import annotations

from sqlite_utils import Database

# The step a number is rounded to: 39,000 has 1,000, 39,540 has 10, 2.5 has less than 1.
_STEP = """CASE
      WHEN {v} = 0 OR {v} <> CAST({v} AS INTEGER) THEN 0.1
      WHEN {v} % 1000000000 = 0 THEN 1000000000 WHEN {v} % 100000000 = 0 THEN 100000000
      WHEN {v} % 10000000 = 0 THEN 10000000 WHEN {v} % 1000000 = 0 THEN 1000000
      WHEN {v} % 100000 = 0 THEN 100000 WHEN {v} % 10000 = 0 THEN 10000
      WHEN {v} % 1000 = 0 THEN 1000 WHEN {v} % 100 = 0 THEN 100
      WHEN {v} % 10 = 0 THEN 10 ELSE 1 END"""

# `c` rounds `o`: to the nearest step, or cut off ('39,000' of 39,540), and never by more than 5 %.
_ROUNDS = """(
      abs({a}.value - {b}.value) <= 0.05 * {b}.value
      AND (abs({a}.value - {b}.value) * 2 <= {a}.step
           OR ({b}.value > {a}.value AND {b}.value - {a}.value < {a}.step AND {a}.step * 10 <= {b}.value))
      OR ({a}.qualifier = 'between' AND {b}.value BETWEEN {a}.value AND {a}.value_high))"""

_NEAR = f"({_ROUNDS.format(a='c', b='o')} OR {_ROUNDS.format(a='o', b='c')})"

CLAIMS = f"""
WITH stated AS (
  SELECT f.id, f.kind, f.measure_id, f.value, f.value_high, f.unit, f.counted, f.qualifier, f.change,
    f.period_start, f.period_end, coalesce(f.place_id, m.place) AS place_id, f.speaker_id, f.attribution, f.sentence,
    f.article_id, f.version_id, a.source_id, a.published_at, a.language, v.captured_at,
    -- a copy of an agency's text is the agency's claim
    coalesce((SELECT t.source_id FROM articles t WHERE t.id = a.copy_of), a.source_id) AS origin,
    a.version_id = f.version_id AS stands,
    -- a flow or a stock without its period answers no question that another claim could contradict
    m.kind IN ('cap', 'target') OR f.period_start IS NOT NULL AS comparable,
    -- what is aimed at is the same whether a source says by when, from when or neither
    m.kind IN ('cap', 'target') AS aimed,
    CASE WHEN m.kind NOT IN ('cap', 'target') THEN f.period_start END AS held_from,
    CASE WHEN m.kind NOT IN ('cap', 'target') THEN f.period_end END AS held_to,
    CASE WHEN f.unit GLOB 'percent*' OR f.unit GLOB '[A-Z][A-Z][A-Z]*' THEN f.unit
      WHEN f.unit LIKE '%per %' THEN substr(f.unit, instr(f.unit, 'per '))
      WHEN f.unit LIKE '%par %' THEN substr(f.unit, instr(f.unit, 'par ')) ELSE 'count' END AS scale,
    {_STEP.format(v="f.value")} AS step
  FROM figures f
  JOIN measures m ON m.id = f.measure_id
  JOIN articles a ON a.id = f.article_id
  JOIN versions v ON v.id = f.version_id
),
said AS (
  -- what is compared are the values a source stands by, not each of its articles: claims grow, these hardly do
  SELECT DISTINCT measure_id, period_start, period_end, aimed, held_from, held_to, place_id, scale, value, value_high,
    qualifier, step, origin, stands
  FROM stated WHERE comparable
),
pairs AS (
  SELECT c.measure_id, c.period_start, c.period_end, c.place_id, c.scale, c.value, c.value_high, c.qualifier, c.origin,
    c.stands,
    max(o.value = c.value AND o.value_high IS c.value_high) AS same,
    max({_NEAR}) AS near,
    count(DISTINCT CASE WHEN o.value = c.value OR {_NEAR} THEN o.origin END) AS supporters
  FROM said c
  JOIN said o ON o.measure_id = c.measure_id AND o.held_from IS c.held_from AND o.held_to IS c.held_to
    AND o.place_id IS c.place_id AND o.scale = c.scale AND o.stands AND o.origin <> c.origin
    -- numbers further apart count different things (one town's share, a multiple, a month)
    AND o.value <= 2 * c.value AND c.value <= 2 * o.value
    -- another number for another year is a part of the aim, not another aim
    AND (NOT c.aimed OR o.value = c.value OR {_NEAR}
      OR o.period_start IS c.period_start AND o.period_end IS c.period_end)
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
)
SELECT s.measure_id, s.value, s.value_high, s.unit, s.qualifier, s.change, s.counted, s.period_start, s.period_end,
  s.place_id, s.source_id, s.speaker_id, s.attribution,
  CASE WHEN NOT s.stands THEN 'superseded' WHEN p.origin IS NULL THEN 'alone' WHEN p.same THEN 'agrees'
    WHEN p.near THEN 'rounds_to' ELSE 'conflicts' END AS verdict,
  coalesce(p.supporters, 0) + 1 AS independent_sources,
  s.published_at, s.captured_at, s.language, s.sentence, s.article_id, s.version_id, s.id AS figure_id, s.kind
FROM stated s
LEFT JOIN pairs p ON s.comparable AND p.measure_id = s.measure_id AND p.period_start IS s.period_start
  AND p.period_end IS s.period_end AND p.place_id IS s.place_id AND p.scale = s.scale AND p.value = s.value
  AND p.value_high IS s.value_high AND p.qualifier = s.qualifier AND p.origin = s.origin AND p.stands = s.stands
-- a figure that the present version still has is one claim, not one for each version
WHERE s.stands OR NOT EXISTS (
  SELECT 1 FROM stated n WHERE n.article_id = s.article_id AND n.stands AND n.measure_id = s.measure_id
    AND n.value = s.value AND n.value_high IS s.value_high AND n.period_start IS s.period_start)
"""

COVERAGE = """
SELECT source_id, substr(fetched_at, 1, 10) AS day,
  sum(outcome <> 'listing') AS expected,
  sum(outcome IN ('new', 'changed', 'unchanged', 'rejected')) AS got,
  sum(outcome IN ('new', 'changed')) AS stored,
  sum(outcome = 'listing') AS listings,
  group_concat(DISTINCT CASE WHEN outcome IN ('refused', 'failed', 'gone') THEN outcome || ': ' || reason END)
    AS why_not
FROM fetches
GROUP BY source_id, day
"""

SOURCE_HEALTH = """
SELECT s.id AS source_id, s.enabled,
  CASE WHEN NOT s.enabled THEN 'disabled' WHEN l.id IS NULL THEN 'never'
    WHEN l.outcome IN ('failed', 'refused', 'gone') THEN 'failing' ELSE 'ok' END AS state,
  l.fetched_at AS last_fetch_at, l.outcome AS last_outcome, l.reason AS last_reason,
  (SELECT max(fetched_at) FROM fetches f WHERE f.source_id = s.id
    AND f.outcome NOT IN ('failed', 'refused', 'gone')) AS last_success_at,
  (SELECT count(*) FROM articles a WHERE a.source_id = s.id) AS articles,
  (SELECT max(captured_at) FROM articles a WHERE a.source_id = s.id) AS last_article_at,
  (SELECT min(next_due) FROM frontier q WHERE q.source_id = s.id AND q.state = 'due') AS next_due
FROM sources s
LEFT JOIN fetches l ON l.id = (
  SELECT max(id) FROM fetches f WHERE f.source_id = s.id AND f.fetched_at = (
    SELECT max(fetched_at) FROM fetches t WHERE t.source_id = s.id))
"""

TIMELINE = """
SELECT date AS day, date AS until, 'key event' AS kind, title, NULL AS language, NULL AS article_id, source AS url,
  NULL AS articles, NULL AS sources
FROM events
UNION ALL
-- a sentence that several articles print is one row, and a copy of an agency's text is the agency's
SELECT d.date_start, d.date_end,
  CASE WHEN min(d.date_start > substr(coalesce(a.published_at, a.captured_at), 1, 10)) THEN 'announced'
    ELSE 'reported' END,
  trim(d.sentence), a.language, min(d.article_id), NULL, count(DISTINCT d.article_id),
  count(DISTINCT coalesce((SELECT t.source_id FROM articles t WHERE t.id = a.copy_of), a.source_id))
FROM dates d
JOIN articles a ON a.id = d.article_id AND a.version_id = d.version_id
-- longer spans tell when something was true, not when it happened
WHERE julianday(d.date_end) - julianday(d.date_start) BETWEEN 0 AND 31
GROUP BY d.date_start, d.date_end, trim(d.sentence)
ORDER BY day, until, kind
"""

VIEWS = {"claims": CLAIMS, "coverage": COVERAGE, "source_health": SOURCE_HEALTH, "timeline": TIMELINE}


def up_to_date(database: Database) -> bool:
    """Whether the database has these views: a release may change one."""
    there = {view.name: view.schema for view in database.views}
    return all(there.get(name) == _schema(name) for name in VIEWS)


def create(database: Database) -> None:
    for name in VIEWS:
        database.execute(f"DROP VIEW IF EXISTS {name}")
        database.execute(_schema(name))


def _schema(name: str) -> str:
    return f"CREATE VIEW {name} AS {VIEWS[name].strip()}"
