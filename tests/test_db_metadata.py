"""Every table, view and column is described, nothing described is gone, and every ready question gives an answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from sqlite_utils import Database

from db.web.serve import metadata
from db.web.tables_doc import schema, tables_doc
from published import Site, opened, publish

DESCRIBED = metadata()["databases"]["roxham"]
QUERIES = DESCRIBED["queries"]
INDEX = "versions_fts"  # FTS5 keeps its own tables under this name; Datasette hides them


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory):
    with opened(publish(tmp_path_factory.mktemp("home"))) as site:
        yield site


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory):
    with opened(publish(tmp_path_factory.mktemp("empty"), articles=False)) as site:
        yield site


@pytest.fixture
def database() -> Iterator[Database]:
    with schema() as database:
        yield database


def test_every_table_and_view_is_described(database: Database) -> None:
    names = {name for name in (*database.table_names(), *database.view_names()) if not name.startswith(INDEX)}
    assert names == set(DESCRIBED["tables"])


@pytest.mark.parametrize("name", DESCRIBED["tables"])
def test_every_column_is_described(database: Database, name: str) -> None:
    target = database.view(name) if name in database.view_names() else database.table(name)
    about = DESCRIBED["tables"][name]
    assert [column.name for column in target.columns] == list(about["columns"])
    assert about["title"]
    assert about["description"].endswith(".")
    assert all(text.strip().endswith(".") for text in about["columns"].values())


@pytest.mark.parametrize("name", DESCRIBED["tables"])
def test_labels_facets_and_orders_are_columns(name: str) -> None:
    about = DESCRIBED["tables"][name]
    columns = set(about["columns"])
    assert {*about.get("facets", ()), *about.get("units", ())} <= columns
    assert {about[key] for key in ("label_column", "sort", "sort_desc", "fts_pk") if key in about} <= columns


def test_every_facet_of_a_table_has_an_index(database: Database) -> None:
    """A facet counts the whole table: without an index it times out on a large one."""
    for name, about in DESCRIBED["tables"].items():
        if name in database.table_names():
            indexed = {index.columns[0] for index in database.table(name).indexes} | set(database.table(name).pks)
            small = name in ("aliases", "runs", "terms", "annotations", "corrections", "quotes")
            assert small or set(about.get("facets", ())) <= indexed, name


def test_the_page_about_tables_is_up_to_date() -> None:
    page = Path(__file__).parent.parent / "docs/tables.md"
    assert page.read_text() == tables_doc(), "run 'make docs'"


@pytest.mark.parametrize("name", QUERIES)
def test_a_ready_question_has_a_title_and_an_answer(site: Site, empty: Site, name: str) -> None:
    assert QUERIES[name]["title"]
    assert QUERIES[name]["description"].endswith(".")
    words = "".join(f"&{parameter}=roxham" for parameter in QUERIES[name].get("params", ()))
    for query in ("", words):
        for home in (site, empty):
            answer = home.get(f"/roxham/{name}.json?_shape=objects{query}")
            assert answer.status_code == 200, answer.text
            assert answer.json()["error"] is None


def rows(site: Site, name: str, **parameters: str) -> list[dict]:
    return site.get(f"/roxham/{name}.json", {"_shape": "array", **parameters}).json()


def test_claims_for_one_question_or_for_all(site: Site) -> None:
    assert {row["measure_id"] for row in rows(site, "claims_for_question", measure="claim-window-days")} == {
        "claim-window-days"
    }
    assert len({row["measure_id"] for row in rows(site, "claims_for_question", measure="")}) == 3


def test_conflicts_are_listed_with_their_sentence(site: Site) -> None:
    (row,) = [row for row in rows(site, "conflicting_claims") if row["period_start"] == "2022-01-01"]
    assert (row["value"], row["sentence"][:11]) == (49450, "Some 49,450")


def test_changed_numbers_say_what_became_what(site: Site) -> None:
    changed = {(row["before"], row["after"]) for row in rows(site, "changed_figures")}
    assert ("15,000 migrants", "16,000 migrants") in changed


def test_who_said_what_finds_figures_and_quotes(site: Site) -> None:
    assert {row["kind"] for row in rows(site, "who_said_what", speaker="Mounted Police")} == {"figure"}
    assert [row["said"] for row in rows(site, "who_said_what", speaker="lind")] == ["We never wanted a fence here,"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("fence", 2), ("québec", 1), ("quebec", 1), ('"sheep beside"', 2), ("", 0), ('"', 0), ("NEAR(", 0)],
)
def test_all_versions_can_be_searched_in_any_words(site: Site, words: str, found: int) -> None:
    assert len(rows(site, "search_texts", words=words)) == found


def test_what_was_rejected_says_why(site: Site) -> None:
    (row,) = rows(site, "rejected")
    assert (row["headline"], row["score"], row["threshold"]) == ("Harvest supper", 0.5, 3.0)


@pytest.mark.parametrize(
    "feed",
    [
        "latest_articles.atom",
        "changed_figures_feed.atom",
        "question_feed.atom?measure=irregular-crossings",
        "entity_feed.atom?entity=roxham-road",
        "search_feed.atom?words=fence",
    ],
)
def test_feeds_link_to_this_site_whatever_the_pages_say(site: Site, empty: Site, feed: str) -> None:
    for home in (site, empty):
        answer = home.get(f"/roxham/{feed}")
        assert answer.status_code == 200
        atom = "{http://www.w3.org/2005/Atom}"
        entries = ElementTree.fromstring(answer.content).findall(f"{atom}entry")
        assert entries
        for entry in entries:
            link = entry.find(f"{atom}link")
            assert link is not None
            assert (link.get("href") or "").startswith("http://localhost/roxham/")


def test_a_feed_holds_what_was_asked_for(site: Site) -> None:
    assert {row["atom_title"] for row in rows(site, "search_feed", words="fence")} == {
        "Quiet nights expected at Roxham Road"
    }
    claims = {row["atom_title"] for row in rows(site, "question_feed", measure="irregular-crossings")}
    assert "Northline Wire: 39,540 people" in claims
    assert not any("migrants" in claim for claim in claims)
    assert len(rows(site, "entity_feed", entity="roxham-road")) > 1


def test_searching_articles_searches_their_texts(site: Site) -> None:
    """Where Datasette does not find the index, `_search` silently gives every row."""
    found = site.get("/roxham/articles.json", {"_shape": "array", "_search": "fence"}).json()
    assert [row["headline"] for row in found] == ["Quiet nights expected at Roxham Road"]
