"""The one place that writes: topics, articles and versions, annotations, runs and the frontier."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlite_utils import Database

from db.records import Annotation, Article, Decision, Mention, Quote, Topic
from db.store import annotations, articles, frontier, runs, topics
from db.store.connection import Home, HomeError, now, transaction
from examples import ARTICLE, KEPT, REJECTED, figure


def save(database: Database, article: Article = ARTICLE, decision: Decision = KEPT, source: str = "border-post"):
    return articles.save_article(
        database, article, decision, source_id=source, snapshot="0" * 64, captured_at="2023-01-20T15:00:00+00:00"
    )


def rows(database: Database, sql: str) -> list[dict]:
    return list(database.query(sql))


def test_a_topic_comes_back_as_it_was_loaded(database: Database, topic: Topic) -> None:
    stored = topics.load_topic(database)
    assert stored.terms == topic.terms
    assert stored.measures == topic.measures
    assert stored.sources == topic.sources
    assert {e.id: e for e in stored.entities} == {e.id: e for e in topic.entities}
    assert stored.events == topic.events
    assert stored == replace(topic, entities=stored.entities)


def test_loading_a_topic_again_keeps_what_was_stored(database: Database, topic: Topic) -> None:
    save(database)
    topics.save_topic(database, replace(topic, sources=topic.sources[1:], terms=topic.terms[:1]))
    assert [(s.id, s.enabled) for s in topics.load_sources(database)] == [("border-post", False), ("la-feuille", True)]
    assert rows(database, "select headline from articles") == [{"headline": ARTICLE.headline}]


def test_a_home_holds_one_topic(database: Database, topic: Topic) -> None:
    with pytest.raises(HomeError, match="holds the topic 'crossings', not 'other'"):
        topics.save_topic(database, replace(topic, id="other"))


def test_a_folder_that_is_no_home_is_named(tmp_path) -> None:
    with pytest.raises(HomeError, match="empty is no Roxham home"):
        Home(tmp_path / "empty").open()


def test_an_article_is_stored_once(database: Database) -> None:
    assert save(database) == ("new", 1)
    assert save(database) == ("unchanged", 1)
    [row] = rows(database, "select * from articles")
    assert row["byline"] == "Ada Example, Bo Example"
    assert row["published_at"] == "2023-01-20T09:00:00-05:00"
    assert row["month"] == "2023-01"
    assert row["word_count"] == 11
    assert row["version_id"] == 1


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.example.com/a/story",
        "https://example.com/a/story",
        "https://m.example.com/a/story",
        "https://www.example.com/a/story/",
        "http://example.com/a/story/index.html",
    ],
)
def test_another_spelling_of_an_address_is_the_same_article(database: Database, spelling: str) -> None:
    address = "https://www.example.com/a/story"
    assert save(database, replace(ARTICLE, url=address)) == ("new", 1)
    assert save(database, replace(ARTICLE, url=spelling)) == ("unchanged", 1)
    assert rows(database, "select url from articles") == [{"url": address}]
    assert rows(database, "select url from decisions") == [{"url": address}]


@pytest.mark.parametrize(
    "other",
    [
        "https://www.example.com/a",
        "https://www.example.com/a/story?page=2",
        "https://news.example.com/a/story",
        "https://www.example.com:8443/a/story",
    ],
)
def test_another_address_is_another_article(database: Database, other: str) -> None:
    assert save(database, replace(ARTICLE, url="https://www.example.com/a/story")) == ("new", 1)
    assert save(database, replace(ARTICLE, url=other)) == ("new", 2)


def test_a_rejected_page_leaves_its_reasons_and_no_article(database: Database) -> None:
    assert save(database, decision=REJECTED) == ("rejected", None)
    [decision] = rows(database, "select * from decisions")
    assert (decision["kept"], decision["score"]) == (0, 0.5)
    assert json.loads(decision["reasons"]) == [{"term": "asylum", "zone": "body", "weight": 0.5, "count": 1}]
    assert rows(database, "select * from articles") == []


def test_a_stored_article_stays_when_a_later_text_is_off_topic(database: Database) -> None:
    save(database)
    assert save(database, replace(ARTICLE, text="Nothing to see."), REJECTED) == ("changed", 1)


@pytest.mark.parametrize(
    ("edit", "outcome"),
    [
        ({"text": ARTICLE.text.replace("39,540", "39,171")}, "changed"),
        ({"headline": "Crossings at Roxham Road fall"}, "changed"),
        ({"text": ARTICLE.text.replace("\n\n", "\n \n\n  ").replace(" people", "  people")}, "unchanged"),
    ],
)
def test_words_make_a_version_and_spacing_does_not(database: Database, edit: dict, outcome: str) -> None:
    save(database)
    assert save(database, replace(ARTICLE, **edit)) == (outcome, 1)
    [row] = rows(database, "select versions, version_id from articles")
    assert row == ({"versions": 2, "version_id": 2} if outcome == "changed" else {"versions": 1, "version_id": 1})


def test_a_version_says_what_changed(database: Database) -> None:
    save(database)
    save(database, replace(ARTICLE, headline="New", text=ARTICLE.text + "\n\nBy Monday it was over."))
    [changes] = [json.loads(row["changes"]) for row in rows(database, "select changes from versions where number = 2")]
    assert changes == {"headline": [ARTICLE.headline, "New"], "paragraphs": [[None, "By Monday it was over."]]}


def test_a_reverted_text_is_a_version_too(database: Database) -> None:
    save(database)
    save(database, replace(ARTICLE, text="Another text about Roxham Road."))
    assert save(database) == ("changed", 1)
    assert rows(database, "select versions from articles") == [{"versions": 3}]


def test_the_same_text_elsewhere_is_a_copy_of_the_first(database: Database) -> None:
    save(database)
    save(database, replace(ARTICLE, url="http://127.0.0.1:2/roxham"), source="la-feuille")
    assert rows(database, "select id, copy_of from articles") == [{"id": 1, "copy_of": None}, {"id": 2, "copy_of": 1}]


def test_search_finds_the_present_text_without_accents(database: Database) -> None:
    save(database, replace(ARTICLE, text="Des demandeurs d'asile au Québec."))
    save(database, replace(ARTICLE, text="Une autre version, à Montréal."))
    search = (
        "select a.id from articles a where a.version_id in (select rowid from versions_fts where versions_fts match ?)"
    )
    assert database.execute(search, ["montreal"]).fetchall() == [(1,)]
    assert database.execute(search, ["quebec"]).fetchall() == []


def test_a_failed_transaction_leaves_nothing(database: Database) -> None:
    def save_and_fail() -> None:
        with transaction(database):
            save(database)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        save_and_fail()
    assert rows(database, "select * from articles") == []
    assert rows(database, "select * from versions") == []


# Annotations


def annotate(database: Database, version: int, annotation: Annotation, pipeline: str = "1") -> None:
    [unread] = [row for row in annotations.unread(database, pipeline) if row.version_id == version]
    annotations.save_annotation(database, unread, pipeline, annotation)


READ = Annotation(
    figures=(figure(21, 39540.0),),
    entities=(
        Mention(4, 8, "RCMP", "Royal Canadian Mounted Police", "organisation", "rcmp", "TOPIC"),
        Mention(50, 53, "Bus", "Bus Example", "person", "bus-example", "PERSON"),
    ),
    quotes=(Quote(1, 5, "came", "Bus Example", "bus-example", "Bus", "said", True),),
)


def test_reading_again_adds_nothing_and_keeps_ids(database: Database) -> None:
    save(database)
    annotate(database, 1, READ, "1")
    assert list(annotations.unread(database, "1")) == []
    before = {table: rows(database, f"select * from {table}") for table in annotations.TABLES}
    annotate(database, 1, READ, "2")
    assert {table: rows(database, f"select * from {table}") for table in annotations.TABLES} == before
    assert before["figures"][0]["id"] == "1-21-27"
    assert before["figures"][0]["speaker_id"] == "rcmp"


def test_a_better_reading_replaces_the_old_one(database: Database) -> None:
    save(database)
    annotate(database, 1, READ, "1")
    annotate(database, 1, Annotation(figures=(figure(21, 39541.0),)), "2")
    assert rows(database, "select value from figures") == [{"value": 39541.0}]
    annotations.remove_unused_entities(database)
    assert rows(database, "select id from entities where origin = 'text'") == []
    assert database.execute("select count(*) from entities").fetchone()[0] == 4


def test_a_speaker_who_is_no_entity_is_kept_by_name_only(database: Database) -> None:
    save(database)
    annotate(database, 1, Annotation(quotes=(Quote(1, 5, "came", "Nobody", "nobody", "Nobody", "said", True),)))
    assert rows(database, "select speaker, speaker_id from quotes") == [{"speaker": "Nobody", "speaker_id": None}]


def test_a_text_that_breaks_the_pipeline_is_not_tried_again(database: Database) -> None:
    save(database)
    [unread] = annotations.unread(database, "1")
    annotations.save_failure(database, unread, "1", "ValueError: too odd")
    assert list(annotations.unread(database, "1")) == []
    assert annotations.count_unread(database, "2") == 1


def test_a_changed_number_is_told_with_its_attribution(database: Database) -> None:
    save(database)
    save(database, replace(ARTICLE, text=ARTICLE.text.replace("39,540", "49,540")))
    annotate(database, 2, Annotation(figures=(figure(21, 49540.0, attribution=None, speaker_id=None),)))
    annotate(database, 1, READ)  # the order of reading does not matter
    [changes] = [json.loads(row["changes"]) for row in rows(database, "select changes from versions where id = 2")]
    [change] = changes["figures"]
    assert (change["old"]["value"], change["new"]["value"]) == (39540.0, 49540.0)
    assert (change["old"]["attribution"], change["new"]["attribution"]) == ("The RCMP", None)
    assert "paragraphs" in changes
    [change] = changes["quotes"]
    assert change == {"old": {"id": "1-1-5", "text": "came", "speaker": "Bus Example"}, "new": None}
    assert [change["old"]["name"] for change in changes["names"]] == ["Bus Example", "Royal Canadian Mounted Police"]


def test_changes_are_told_anew_when_a_text_is_read_anew(database: Database) -> None:
    save(database)
    save(database, replace(ARTICLE, text=ARTICLE.text.replace("39,540", "49,540")))
    for version in (1, 2):
        annotate(database, version, READ if version == 1 else Annotation())
    annotate(database, 1, Annotation(), "2")
    [changes] = [json.loads(row["changes"]) for row in rows(database, "select changes from versions where id = 2")]
    assert list(changes) == ["paragraphs"]


# Runs and the frontier


def test_a_run_counts_its_fetches(database: Database) -> None:
    run = runs.start_run(database, "manual")
    for outcome in ("new", "new", "unchanged", "rejected", "failed", "refused"):
        runs.save_fetch(
            database, runs.Fetch("border-post", "http://127.0.0.1:1/a", outcome, now(), run, reason=outcome)
        )
    runs.finish_run(database, run, "finished")
    row = runs.last_run(database)
    assert row is not None
    assert {key: row[key] for key in ("state", "new", "changed", "unchanged", "rejected", "failed")} == {
        "state": "finished",
        "new": 2,
        "changed": 0,
        "unchanged": 1,
        "rejected": 1,
        "failed": 1,
    }
    [summary] = runs.run_summary(database, run)
    assert (summary["refused"], summary["failed"]) == (1, 1)
    assert summary["reasons"] == "failed; refused"


def test_a_summary_tells_the_commonest_reasons(database: Database) -> None:
    run = runs.start_run(database, "manual")
    for reason in ("HTTP 503", "forbidden", "forbidden", *"abcdef"):
        fetch = runs.Fetch("border-post", "http://127.0.0.1:1/a", "refused", now(), run, reason=reason)
        runs.save_fetch(database, fetch)
    [summary] = runs.run_summary(database, run)
    assert summary["reasons"] == "2 x forbidden; HTTP 503; a; b; c"


def test_a_leased_url_is_nobody_elses(database: Database) -> None:
    run = runs.start_run(database, "manual")
    urls = [f"http://127.0.0.1:1/{n}" for n in range(5)]
    assert frontier.add_urls(database, "border-post", [*urls, urls[0]], "article") == 5
    first = frontier.lease(database, run, limit=3)
    second = frontier.lease(database, run, limit=3)
    assert len(first) == 3
    assert sorted(due.url for due in first + second) == urls
    frontier.release(database, [first[0].url])
    assert [due.url for due in frontier.lease(database, run, limit=9)] == [first[0].url]


def test_no_more_new_urls_than_allowed(database: Database) -> None:
    assert (
        frontier.add_urls(database, "border-post", ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b"], "article", 1) == 1
    )


def test_a_settled_url_waits_until_it_is_due(database: Database) -> None:
    run = runs.start_run(database, "manual")
    frontier.add_urls(database, "border-post", ["http://127.0.0.1:1/a"], "article")
    frontier.lease(database, run, limit=1)
    settled = frontier.Settlement("2999-01-01T00:00:00+00:00", status=200, etag='"1"')
    frontier.settle(database, "http://127.0.0.1:1/a", run, settled)
    assert frontier.lease(database, run, limit=1) == []
    assert frontier.lease(database, run, limit=1, ignore_due=True) == []  # this run has had it
    again = runs.start_run(database, "manual")
    assert [due.etag for due in frontier.lease(database, again, limit=1, ignore_due=True)] == ['"1"']


def test_a_failed_fetch_keeps_the_validators(database: Database) -> None:
    run = runs.start_run(database, "manual")
    frontier.add_urls(database, "border-post", ["http://127.0.0.1:1/a"], "article")
    past = "2000-01-01T00:00:00+00:00"
    frontier.settle(database, "http://127.0.0.1:1/a", run, frontier.Settlement(past, etag='"1"', body_hash="b"))
    frontier.settle(database, "http://127.0.0.1:1/a", run, frontier.Settlement(past, status=503, failed=True))
    [due] = frontier.lease(database, runs.start_run(database, "manual"), limit=1)
    assert (due.etag, due.body_hash, due.failures) == ('"1"', "b", 1)
