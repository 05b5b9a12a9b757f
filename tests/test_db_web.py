"""The pages: what they show, what they may not do, and how they look in a real browser."""

from __future__ import annotations

import json
import re
import socket
from asyncio import Runner
from calendar import month_name
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from time import perf_counter

import pytest
from datasette.app import Datasette
from sqlite_utils import Database

from browser import NARROW, SCREENSHOTS, WIDE, chromium, visit
from db.records import Article, Decision, Figure
from db.store.articles import save_article
from db.store.connection import Home, HomeError
from db.store.official import save_official
from db.web.charts import Bar, Dot, bars, strip, timeline
from db.web.formats import amount, day, moment, noun, number, period, plural, stated
from db.web.links import host, outbound, web_address
from db.web.marked import Span, marked, paragraphs, passages, sentence
from db.web.measure import Answer, answers, standing
from db.web.serve import BusyPort, datasette_for, serve
from db.web.version import word_diff
from published import TOPIC, Site, opened, publish, served

PAGES = {
    "home": "/",
    "article": "/roxham/articles/1",
    "excerpt": "/roxham/articles/3",
    "hostile": "/roxham/articles/6",
    "measure": "/roxham/measures/irregular-crossings",
    "entity": "/roxham/entities/roxham-road",
    "version": "/roxham/versions/7",
    "articles": "/roxham/articles",
    "search": "/roxham/articles?_search=roxham",
    "figures": "/roxham/figures",
    "figure": "/roxham/figures/1-286-299",
    "questions": "/roxham/measures",
    "entities": "/roxham/entities",
    "claims": "/roxham/claims",
    "timeline": "/roxham/timeline",
    "stories": "/roxham/stories",
    "leads": "/roxham/leads",
    "source status": "/roxham/source_health",
    "runs": "/roxham/runs",
    "data": "/roxham",
    "query": "/roxham/conflicting_claims",
    "sql": "/roxham?sql=select+id,+headline+from+articles",
    "nothing": "/roxham/articles/999",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return publish(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[Site]:
    with opened(home) as site:
        yield site


# How values are written.


@pytest.mark.parametrize(
    ("value", "written"),
    [(39000.0, "39,000"), (39, "39"), (2.5, "2.5"), (0.0, "0"), (-12.25, "-12.25"), (1e12, "1,000,000,000,000"),
     (float("inf"), "inf"), ("many", "many"), (None, "")],
)  # fmt: skip
def test_numbers_are_written_for_readers(value: float | str | None, written: str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("value", "high", "unit", "language", "written"),
    [
        (15000, None, "migrant", "en", "15,000 migrants"),
        (15000, 20000, "person", "en", "15,000–20,000 people"),
        (1, None, "day", "en", "1 day"),
        (20, None, "person per day", "en", "20 people per day"),
        (20, None, "per day", "en", "20 per day"),
        (20, None, "personne par jour", "fr", "20 personnes par jour"),
        (20, None, "par jour", "fr", "20 par jour"),
        (99, None, "percent", "en", "99%"),
        (3, None, "percent per year", "en", "3% per year"),
        (2.5, None, "CAD", "en", "CA$2.5"),
        (40, None, "CHF per month", "en", "CHF 40 per month"),
        (3, None, "country", "en", "3 countries"),
        (40000, None, "demandeur d'asile", "fr", "40,000 demandeurs d'asile"),
        (4, None, "mois", "fr", "4 mois"),
        (7, None, None, "en", "7"),
    ],
)
def test_amounts_take_their_nouns(value: float, high: float, unit: str, language: str, written: str) -> None:
    words = filter(None, (amount(value, high, unit), noun(value, high, unit, language)))
    assert " ".join(words) == written


def test_a_figure_is_stated_with_its_qualifier() -> None:
    row = {"qualifier": "at_least", "value": 39000.0, "value_high": None, "unit": "person"}
    assert stated(row) == "at least 39,000 people"
    money = {"qualifier": "exact", "value": 5.0, "value_high": None, "unit": "CAD", "unit_assumed": 1}
    assert stated(money) == "CA$5 (currency assumed)"
    assert plural("asylum claim", 2) == "asylum claims"


def test_pages_say_where_a_currency_is_assumed(site: Site) -> None:
    assert "(currency assumed)" in site.get("/roxham/figures?unit=CAD").text
    assert "(currency assumed)" not in site.get("/roxham/figures?unit=person").text


@pytest.mark.parametrize(
    ("start", "end", "written"),
    [
        ("2022-01-01", "2022-12-31", "2022"),
        ("2021-01-01", "2022-12-31", "2021–2022"),
        ("2023-01-01", "2023-01-31", "January 2023"),
        ("2023-01-01", "2023-03-31", "January–March 2023"),
        ("2022-12-01", "2023-02-28", "December 2022 – February 2023"),
        ("2022-10-01", "2023-09-30", "October 2022 – September 2023"),
        ("2023-03-24", "2023-03-24", "24 March 2023"),
        ("2023-03-20", "2023-03-24", "20 March 2023 – 24 March 2023"),
        ("2023-03-25", None, "since 25 March 2023"),
        (None, "2023-03-25", "until 25 March 2023"),
        (None, None, ""),
        ("soon", "later", "soon – later"),
    ],
)
def test_periods_are_written_as_people_say_them(start: str | None, end: str | None, written: str) -> None:
    assert period(start, end) == written


@pytest.mark.parametrize(
    ("iso", "written"),
    [
        ("2023-03-24T20:10:00-04:00", "25 March 2023, 00:10 UTC"),
        ("2023-03-24T20:10:00", "24 March 2023, 20:10"),
        ("2023-03-24", "24 March 2023"),
        ("2023-03-24T99", "2023-03-24T99"),
        ("yesterday", "yesterday"),
        (None, ""),
    ],
)
def test_moments_are_written_in_utc(iso: str | None, written: str) -> None:
    assert moment(iso) == written
    assert day("2023-02-30") == "2023-02-30"


# What a hostile page may not do.


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example/",
     "https://", "http://[", "https://a.example/\n", "mailto:a@b.example", "", None],
)  # fmt: skip
def test_only_web_addresses_become_links(url: str | None) -> None:
    assert web_address(url) is None
    assert "<a" not in outbound(url)
    assert host(url) == ""


def test_links_out_are_escaped_and_tell_nothing() -> None:
    link = outbound('https://a.example/?q="><script>')
    assert link.startswith('<a href="https://a.example/?q=&#34;&gt;&lt;script&gt;" rel="noopener noreferrer')
    assert host("https://www.a.example/x") == "a.example"


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_planted_html_stays_text(site: Site, path: str) -> None:
    for tag, attributes in elements(site.get(path).text):
        assert tag not in ("script", "img", "iframe", "object", "style")
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        for name in ("href", "src", "action"):
            assert not (attributes.get(name) or "").lower().strip().startswith(("javascript:", "data:"))


def elements(page: str) -> list[tuple[str, dict[str, str | None]]]:
    found: list[tuple[str, dict[str, str | None]]] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: found.append((tag, dict(attrs)))
    parser.feed(page)
    return found


@pytest.mark.parametrize("path", [*PAGES.values(), "/roxham/figures.json", "/roxham/latest_articles.atom"])
def test_every_answer_forbids_scripts(site: Site, path: str) -> None:
    headers = site.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "script-src" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "sql", ["select hex(randomblob(300000000))", "select printf('%.*c', 90000000, 'x')", "select zeroblob(9000000)"]
)
def test_a_query_can_not_fill_the_memory(site: Site, sql: str) -> None:
    answer = site.get("/roxham.json", {"sql": sql})
    assert answer.status_code == 400 or len(answer.text) < 1000


@pytest.mark.parametrize(
    "sql", ["attach database '/etc/passwd' as x", "delete from articles", "pragma writable_schema=1"]
)
def test_a_query_can_only_read(site: Site, sql: str) -> None:
    assert site.get("/roxham.json", {"sql": sql}).status_code == 400


def test_the_database_can_not_be_downloaded(site: Site) -> None:
    assert site.get("/roxham.db").status_code in (403, 404)


# What the pages show.


def test_home_tells_what_is_claimed_and_how_fresh_it_is(site: Site) -> None:
    page = site.get("/").text
    assert TOPIC.title in page
    assert "conflict: 39,540 vs 49,450" in page
    assert "6 new, 1 changed, 0 failed" in page
    assert "HTTP 403" in page
    assert "<del>49,540 people</del> became <ins>49,450 people</ins>" in page
    assert "in 1 more outlet" in page
    assert page.count("Border rule extended</a>") == 0, "a wire copy is not news of its own"


def test_home_tells_what_happened_when(site: Site) -> None:
    page = site.get("/").text
    days = page.partition("Days most written of")[2].partition("</ol>")[0]
    assert '<time datetime="2023-03-' in days
    assert "/roxham/timeline?day=2023-03-" in days


@pytest.mark.parametrize("path", [*PAGES.values(), "/-/versions"])
def test_a_sample_says_so_on_every_page(site: Site, path: str) -> None:
    assert "the outlets are invented" in site.get(path).text


def test_an_article_shows_its_evidence(site: Site) -> None:
    page = site.get("/roxham/articles/1").text
    assert '<mark class="figure" id="figure-1-286-299">39,540 people</mark>' in page
    assert 'href="#figure-1-286-299">show in text' in page
    assert 'href="/roxham/entities/rcmp">RCMP</a>' in page
    assert re.search(r"compare \d claims", page)
    assert '<span class="quoted" id="quote-' in page
    assert 'href="https://wire.example/border-rule"' in page
    assert "safe third country agreement" in page
    assert re.search(r"SHA-256 <code>[0-9a-f]{64}</code>", page)


def test_a_text_whose_rights_are_kept_is_not_shown_whole(site: Site) -> None:
    page = site.get("/roxham/articles/3").text
    assert "49,450 people</mark>" in page
    assert "We never wanted a fence here," in page
    assert "tells of sheep" not in page
    assert "The rights to this text are its publisher's." in page


def test_a_changed_article_says_which_numbers_changed(site: Site) -> None:
    page = site.get("/roxham/articles/3").text
    assert "changed ×1" in page
    assert "<del>15,000 migrants</del> became <ins>16,000 migrants</ins>" in page
    assert "<del>49,540</del> <ins>49,450</ins> people crossed" in site.get("/roxham/versions/7").text


def test_french_text_is_marked_as_french(site: Site) -> None:
    page = site.get("/roxham/articles/4").text
    assert '<html lang="en">' in page
    assert '<div class="text" lang="fr">' in page


def test_a_question_lists_every_claim_with_its_sentence(site: Site) -> None:
    page = site.get("/roxham/measures/irregular-crossings").text
    assert "Sources put it between <b>39,000</b> and <b>49,450</b>" in page
    assert "<mark>Quelque 39 000 personnes</mark>" in page
    assert 'href="/roxham/articles/4#figure-4-41-65"' in page
    for verdict in ("agrees", "rounds", "conflicts", "superseded", "only source"):
        assert f">{verdict}</span>" in page


def test_an_entity_gathers_its_spellings(site: Site) -> None:
    page = site.get("/roxham/entities/roxham-road").text
    assert "Roxham Rhoad" in page
    assert "<mark>chemin Roxham</mark>" in page
    said = site.get("/roxham/entities/rcmp").text
    assert "<mark>Quelque 39 000 personnes</mark>" in said


def test_a_search_shows_the_words_found(site: Site) -> None:
    assert "<mark>fence</mark>" in site.get("/roxham/articles?_search=fence").text


def test_rows_link_to_what_they_refer_to(site: Site) -> None:
    assert 'href="/roxham/measures/irregular-crossings">How many people' in site.get("/roxham/figures/1-286-299").text
    assert 'href="/roxham/articles/' in site.get("/roxham/claims").text


@pytest.mark.parametrize(
    "query", ["?_col=headline", "?_nocol=excerpt&_sort=id", "?_facet=section", "?_size=1", "?kind=x"]
)
def test_datasettes_own_options_still_work(site: Site, query: str) -> None:
    assert site.get(f"/roxham/articles{query}").status_code == 200


def test_a_question_that_takes_too_long_is_told_so(home: Home) -> None:
    with opened(home, sql_time_limit_ms=50) as site:
        endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
        answer = site.get("/roxham", {"sql": endless})
    assert answer.status_code == 400
    assert "takes longer than a second" in answer.text
    assert "<script" not in answer.text


def test_pages_outlive_more_claims_than_can_be_compared(tmp_path: Path) -> None:
    home = publish(tmp_path)
    with closing(home.open().conn) as connection:
        connection.execute(
            """with recursive n(i) as (select 1 union all select i + 1 from n where i < 4000)
            insert into figures (id, article_id, version_id, "start", "end", text, value, unit, qualifier,
              period_start, period_end, place_id, measure_id, sentence)
            select id || '-' || i, article_id, version_id, "start", "end", text, value + i, unit, qualifier,
              period_start, period_end, place_id, measure_id, sentence
            from figures, n where article_id in (1, 5) and measure_id = 'irregular-crossings'"""
        )
    with opened(home, sql_time_limit_ms=200) as site:
        assert "too many claims to compare" in site.get("/").text
        assert "too many claims to compare" in site.get("/roxham/measures/irregular-crossings").text
        assert site.get("/roxham/articles/3").status_code == 200
        assert site.get("/roxham/measures").status_code == 200


def test_a_table_of_five_thousand_counts_has_a_quick_page(tmp_path: Path) -> None:
    home = publish(tmp_path)
    lines = [f"Group {n // 12}, {month_name[n % 12 + 1]} 2023: {n + 1000}" for n in range(5000)]
    text, figures, at = "\n".join(lines), [], 0
    for n, line in enumerate(lines):
        start = at + line.index(": ") + 2
        month = f"2023-{n % 12 + 1:02}"
        figures.append(official(start, line, n + 1000, f"{month}-01", f"{month}-28"))
        at += len(line) + 1
    with closing(home.open()) as database:
        article = Article("https://office.example/table", text, "Counts by group", (), "2024-01-19", kind="document")
        decision = Decision(9.0, True, ())
        _, id = save_article(
            database, article, decision, source_id="office", snapshot="0" * 64, captured_at="2024-01-20T00:00:00+00:00"
        )
        assert id is not None
        save_official(database, id, "Office of Crossings", figures)
    with opened(home) as site:
        site.get(f"/roxham/articles/{id}")
        started = perf_counter()
        page = site.get(f"/roxham/articles/{id}").text
        taken = perf_counter() - started
        question = site.get("/roxham/measures/irregular-crossings")
    assert "All 5,000 figures" in page
    assert page.count('class="figure"') == 5000 + 1  # every one can be linked to; one is the key
    assert page.count('id="card-') == 100
    assert taken < 2
    assert question.status_code == 200


def official(start: int, line: str, value: float, period_start: str, period_end: str) -> Figure:
    words = line.partition(": ")[2]
    return Figure(
        start=start, end=start + len(words), text=words, value=value, value_high=None, unit="person", counted="people",
        qualifier="exact", change=None, period_start=period_start, period_end=period_end, place=None, place_id=None,
        speaker=None, speaker_id=None, attribution=None, measure="irregular-crossings", sentence=line, kind="official",
    )  # fmt: skip


def test_pages_hold_under_another_address(home: Home) -> None:
    with opened(home, base_url="/news/") as site:
        for path in ("/", "/roxham/articles/1", "/roxham/measures/irregular-crossings"):
            links = set(re.findall(r'href="(/[^"]*)"', site.get(path).text))
            assert links
            assert all(link.startswith("/news/") for link in links)


def test_a_new_home_has_pages_too(tmp_path: Path) -> None:
    with opened(publish(tmp_path, articles=False)) as site:
        for path in (
            "/",
            "/roxham",
            "/roxham/articles",
            "/roxham/measures/irregular-crossings",
            "/roxham/entities/rcmp",
        ):
            assert site.get(path).status_code == 200


def test_a_home_without_a_topic_says_so(tmp_path: Path) -> None:
    Home(tmp_path).create()
    with opened(Home(tmp_path)) as site:
        assert "No topic is loaded yet" in site.get("/").text


def test_other_databases_are_left_alone(tmp_path: Path) -> None:
    with closing(Database(tmp_path / "other.db").conn) as connection:
        connection.execute("create table t (id integer primary key, value real)")
        connection.execute("insert into t values (1, 39000.0)")
        connection.commit()
    plain = Datasette([str(tmp_path / "other.db")])
    with Runner() as runner:
        page = runner.run(plain.client.get("/other/t"))
    for database in plain.databases.values():
        database.close()
    assert "roxham" not in page.text
    assert "39000.0" in page.text
    assert "content-security-policy" not in page.headers


def test_a_copy_is_served_as_one_that_does_not_change(home: Home, tmp_path: Path) -> None:
    copy = Home(tmp_path)
    with closing(home.open().conn) as connection:
        connection.execute("vacuum into ?", [str(copy.database)])
    datasette = datasette_for(copy, immutable=True)
    with Runner() as runner:
        assert runner.run(datasette.client.get("/roxham/articles/1")).status_code == 200
        (database,) = runner.run(datasette.client.get("/-/databases.json")).json()
    assert (database["name"], database["is_mutable"]) == ("roxham", False)
    datasette.get_database("roxham").close()


def test_an_address_that_leads_nowhere_says_so(site: Site) -> None:
    answer = site.get("/a/b/c/d/e/f")
    assert answer.status_code == 404
    assert "There is no page at this address" in answer.text
    assert "Sample newsroom" in answer.text


def test_the_evidence_is_not_served(site: Site) -> None:
    assert [d["name"] for d in site.get("/-/databases.json").json()] == ["roxham"]


# The parts.


def test_marks_nest_where_they_overlap() -> None:
    spans = [Span(0, 7, "q", anchor="a"), Span(3, 10, "mark", [("class", "x")], depth=1)]
    assert marked("abcdefghij<", spans) == (
        '<q id="a">abc</q><q><mark class="x">defg</mark></q><mark class="x">hij</mark>&lt;'
    )


def test_marks_beyond_the_text_do_no_harm() -> None:
    assert marked("ab", [Span(1, 99, "b"), Span(50, 60, "i"), Span(1, 1, "u")]) == "a<b>b</b>"


def test_paragraphs_keep_the_offsets_of_the_text() -> None:
    text = "One.\n\nTwo 2 three.\n \nFour."
    assert list(paragraphs(text, [Span(10, 11, "b")])) == ["One.", "Two <b>2</b> three.", "Four."]
    assert list(paragraphs(text, [], [(6, 9), (12, 17)])) == ["Two … three …"]


def test_passages_are_the_beginning_and_the_sentences_asked_for() -> None:
    text = "Start of it. " * 30 + "\n\nA first one. It cost $2 million. A last one."
    start = text.index("$2")
    lead, cost = passages(text, [(start, start + 2)])
    assert lead[0] == 0
    assert lead[1] <= 280
    assert text[slice(*cost)] == "It cost $2 million."
    assert passages("Short.", []) == [(0, 6)]


@pytest.mark.parametrize(
    ("words", "found"), [("2.5", "It cost 2.5 million."), ("Oui", "« Oui ! »"), ("dit", "dit-il."), ("End", "End")]
)
def test_a_sentence_is_found_around_its_figure(words: str, found: str) -> None:
    text = "It cost 2.5 million. « Oui ! » dit-il.\nEnd"
    start = text.index(words)
    assert text[slice(*sentence(text, start, start + len(words)))] == found


def test_a_word_diff_shows_both_texts() -> None:
    assert word_diff("a 1 <c", "a 2 <c").strip() == "a <del>1</del> <ins>2</ins> &lt;c"
    assert word_diff("", "new").strip() == "<ins>new</ins>"
    long = "word " * 5000
    assert word_diff(long, long + "x").startswith("<del>word word")


def claim(value: float, source: str, **changes: object) -> dict[str, object]:
    row = {
        "measure_id": "m", "question": "How many?", "period_start": "2022-01-01", "period_end": "2022-12-31",
        "place_id": None, "place": None, "unit": "person", "value": value, "value_high": None, "qualifier": "exact",
        "verdict": "agrees", "language": "en", "kind": "reported", "publisher_kind": "news", "claims": 1, "asked": 1,
        "aimed": 0, "sources": json.dumps([source]),
    }  # fmt: skip
    return row | changes


def one(rows: list[dict[str, object]]) -> Answer:
    (answer,) = answers(rows)
    return answer


def test_an_official_figure_leads_whatever_others_state() -> None:
    rows = [claim(39000, "a"), claim(39000, "b"), claim(39540, "c", publisher_kind="government")]
    answer = one(rows)
    assert (answer.amount, answer.official, answer.range, answer.sources) == ("39,540", True, "39,000 to 39,540", 3)


def test_the_official_series_leads_before_officials_words() -> None:
    rows = [
        claim(39000, "a"),
        claim(39600, "c", publisher_kind="government"),
        claim(39540, "d", publisher_kind="data", kind="official"),
    ]
    answer = one(rows)
    assert (answer.value, answer.series, answer.stated) == (39540, True, 39000)
    assert one(rows[-1:]).stated is None


@pytest.mark.parametrize(
    ("value", "high", "words"),
    [
        (39540, None, "as the official figure"),
        (39000, None, "rounds the official 39,540"),
        (40000, None, "rounds the official 39,540"),
        (39000, 40000, "rounds the official 39,540"),
        (41000, None, "3.7% above the official 39,540"),
        (38000, None, "3.9% below the official 39,540"),
    ],
)
def test_a_claim_is_told_how_it_stands_to_the_official_figure(value: float, high: float | None, words: str) -> None:
    assert standing(value, high, 39540) == words


def test_without_one_what_most_sources_state_leads() -> None:
    rows = [claim(39540, "a"), claim(39540, "b"), claim(49540, "c", verdict="conflicts")]
    assert one(rows).verdict_words == "conflict: 39,540 vs 49,540"
    assert one(rows[:2]).verdict_words == "2 sources agree"
    assert one([claim(39540, "a", verdict="alone")]).verdict_words == "one source"
    no_period = [claim(value, "ab"[value % 2], verdict="alone", period_start=None) for value in (7, 8)]
    assert one(no_period).verdict_words == "not compared"


@pytest.mark.parametrize(
    "other", [{"unit": "person per day"}, {"unit": "percent"}, {"unit": "CAD"}, {"period_end": "2022-06-30"},
              {"value": 500.0}, {"place_id": "quebec"}],
)  # fmt: skip
def test_what_can_not_be_compared_is_another_answer(other: dict[str, object]) -> None:
    assert len(answers([claim(39540, "a"), {**claim(39540, "b"), **other}])) == 2


def test_a_target_is_one_answer_by_whatever_date() -> None:
    years = [{"period_start": f"{year}-01-01", "period_end": f"{year}-12-31", "aimed": 1} for year in (2023, 2024)]
    whole, part = (claim(15000, "ab"[n], **year) for n, year in enumerate(years)), claim(11000, "b", **years[1])
    assert [(a.value, a.sources) for a in answers([*whole, part])] == [(15000, 2), (11000, 1)]


def test_the_noun_of_an_answer_is_english_where_a_source_is() -> None:
    french = claim(3, "a", unit="semaine", language="fr")
    assert one([french, claim(3, "b", unit="week")]).noun == "weeks"


def test_charts_name_every_point_and_escape_it() -> None:
    dots = [
        Dot("2023-03-24", "news", "<b>", "/a?b=1&c", 3),
        Dot("2023-05-01", "odd", "two", "/c"),
        Dot("?", "news", "", ""),
    ]
    svg = timeline(dots, [("2023-04-01", "<i>"), ("1999-01-01", "before"), ("bad", "bad")], "Label")
    assert svg.count('aria-label="&lt;b&gt;"') == 2
    assert "<b>" not in svg
    assert "before" not in svg
    assert timeline([], [], "none") == ""
    values = strip([Dot(39540, "news", "one", "#a"), Dot(39540, "news", "two", "#b", approximate=True)], "people", "L")
    assert values.count("<polygon") == 2
    assert strip([], "people", "L") == ""
    assert strip([Dot(0, "news", "zero", "#z"), Dot(1e9, "news", "much", "#m")], "", "L")


def test_bars_are_as_wide_as_their_period() -> None:
    months = [("2023-01-01", "2023-01-31", 4994), ("2023-02-01", "2023-02-28", 4517), ("2023-04-01", "2023-04-30", 0)]
    svg = bars([Bar(*month, "agrees", "<b>", "#a") for month in months], "people", "By month")
    assert svg.count("<rect") == 6
    assert "<b>" not in svg
    assert bars([Bar("?", "?", 1, "alone", "", "")], "", "none") == ""
    official = bars(
        [Bar(*months[0], "agrees", "", "#a")], "people", "L", official=[Bar(*months[1], "alone", "<", "#o")]
    )
    assert official.count('<a class="official"') == 2
    assert 'aria-label="Official, &lt;"' in official


# Serving.


def test_a_missing_home_is_named(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match="no Roxham home"):
        datasette_for(Home(tmp_path))


def test_a_busy_port_is_named(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(BusyPort, match=f"port {port} is already in use"):
            serve(home, "127.0.0.1", port)


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    with served(home) as address:
        yield address


def test_pages_in_a_browser(address: str) -> None:
    """No script, dialog, foreign request or CSP error; no fault that axe knows; nothing wider than the window."""
    SCREENSHOTS.mkdir(exist_ok=True)
    faults: dict[str, object] = {}
    with chromium() as browser:
        for name, path in PAGES.items():
            with visit(browser, address, path) as page:
                for width, viewport in (("wide", WIDE), ("narrow", NARROW)):
                    page.page.set_viewport_size(viewport)
                    found = [f for f in page.faults if name != "nothing" or "404" not in f]
                    found += page.violations()
                    if page.overflow() > 0:
                        found.append(f"{page.overflow()} px wider than the window")
                    if page.page.title().startswith("owned"):
                        found.append("the planted script ran")
                    if found:
                        faults[f"{name}, {width}"] = found
                    if name in ("home", "article", "measure"):
                        page.page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    assert faults == {}
