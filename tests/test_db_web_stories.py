"""Pages of stories, copies and versions: who repeats whom, and what changed after publication, word by word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from browser import NARROW, WIDE, chromium, visit
from db.records import Annotation, Mention, Quote
from db.store.annotations import save_annotation, unread
from db.store.articles import save_article
from db.store.connection import Home
from db.store.topics import save_topic
from db.web.version import word_diff
from examples import ARTICLE, KEPT
from nlp.stories import group_stories
from published import TOPIC, Site, opened, served

WIRE = (
    "The shelter at the end of the road counted 61 newcomers between Saturday and Monday. In the same three days of "
    "the week before it had counted 412. Its director said nobody knew yet whether they were staying away or looking "
    "for another way across. “{quote}” {speaker} said. Volunteers who used to meet the buses spent the weekend folding "
    "blankets, and the last of them went home before dark."
)
FIRST = WIRE.format(quote="We set out sixty beds.", speaker="Ada Example")
SECOND = WIRE.format(quote="We set out eighty beds.", speaker="Bo Example")
OWN_WORDS = "Fewer people came: the shelter counted 61, its director said, after a week in which there were 412."
SHELTER = Mention(4, 11, "shelter", "Road Shelter", "organisation", "road-shelter", "NER")
PAGES = ("/roxham/stories/1", "/roxham/articles/1", "/roxham/articles/2", "/roxham/versions/4", "/roxham/versions/5")


def quote(text: str, words: str, speaker: str) -> Quote:
    start = text.index(words)
    return Quote(start, start + len(words), words, speaker, None, speaker, "said", True)


def save(home: Home, source: str, text: str, at: str, annotation: Annotation, headline: str) -> None:
    database = home.open()
    article = replace(ARTICLE, url=f"https://{source}.example/shelter", text=text, published=at, headline=headline)
    save_article(database, article, KEPT, source_id=source, snapshot="0" * 64, captured_at=f"{at[:10]}T23:00:00+00:00")
    for version in unread(database, "1"):
        save_annotation(database, version, "1", annotation)
    group_stories(database)
    database.close()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("stories") / "home")
    home.create()
    database = home.open()
    save_topic(database, TOPIC)
    database.close()
    sixty = Annotation(entities=(SHELTER,), quotes=(quote(FIRST, "We set out sixty beds.", "Ada Example"),))
    eighty = Annotation(entities=(), quotes=(quote(SECOND, "We set out eighty beds.", "Bo Example"),))
    save(home, "northline", FIRST, "2023-03-28T09:00:00Z", sixty, "Fewer arrive at shelter")
    save(home, "border-post", FIRST, "2023-03-28T11:00:00Z", sixty, "Shelter sees fewer arrive")
    save(home, "office", OWN_WORDS, "2023-03-28T15:00:00Z", Annotation(entities=(SHELTER,)), "Shelter: fewer arrive")
    save(home, "northline", SECOND, "2023-03-28T09:00:00Z", eighty, "Fewer arrive at shelter")
    save(home, "northline", FIRST, "2023-03-28T09:00:00Z", sixty, "Fewer arrive at shelter")
    return home


@pytest.fixture(scope="module")
def site(home: Home) -> Iterator[Site]:
    with opened(home) as site:
        yield site


def test_a_story_shows_reports_and_counts_a_repeated_text_once(site: Site) -> None:
    page = site.get("/roxham/stories/1").text
    assert "3 articles from 2 independent sources, since 28 March 2023" in page
    assert "in 1 more outlet" in page
    assert "Shelter: fewer arrive" in page
    assert "Shelter sees fewer arrive" not in page


def test_the_home_page_says_how_many_articles_are_copies(site: Site) -> None:
    assert '(<a href="/roxham/wire_copies">1 of them copies</a>)' in site.get("/").text


def test_an_article_says_who_repeats_it_and_who_else_reports(site: Site) -> None:
    original, copy = (site.get(f"/roxham/articles/{number}").text for number in (1, 2))
    assert "Repeated by" in original
    assert "Shelter sees fewer arrive" in original
    assert "3 articles from 2 independent sources" in original
    assert "It does not count as a source of its own." in copy
    assert 'href="/roxham/stories/1"' in copy


def test_a_version_shows_changed_words_quotes_and_names(site: Site) -> None:
    page = site.get("/roxham/versions/4").text
    assert "“We set out <del>sixty</del> <ins>eighty</ins> beds.” <del>Ada</del> <ins>Bo</ins> Example said." in page
    assert "We set out <del>sixty</del> <ins>eighty</ins> beds. " in page
    assert "<del>Ada Example</del> became <ins>Bo Example</ins>" in page
    assert "<del>Road Shelter</del> is no longer named" in page
    assert "The text is again" not in page


def test_a_revert_is_a_version_that_says_so(site: Site) -> None:
    page = site.get("/roxham/versions/5").text
    assert "version 3 of 3" in page
    assert "The text is again what it was in version 1." in page
    assert '<ins><a href="/roxham/entities/road-shelter">Road Shelter</a></ins> is named now' in page


def test_of_a_text_that_is_not_ours_only_what_is_near_a_change_is_shown() -> None:
    before, after = (" ".join(f"{word}{n}" for n in range(50)) for word in ("a", "b"))
    shown = word_diff(f"{before} 15 {after}", f"{before} 16 {after}", excerpt=True)
    assert shown.split() == [
        "…", *(f"a{n}" for n in range(38, 50)), "<del>15</del>", "<ins>16</ins>", *(f"b{n}" for n in range(12)), "…"
    ]  # fmt: skip
    assert word_diff("", before, excerpt=True).split()[-2:] == ["a39", "…</ins>"]
    assert word_diff("Ten came.", "Nine came.", excerpt=True).split() == ["<del>Ten</del>", "<ins>Nine</ins>", "came."]


def test_the_pages_are_accessible_and_fit_every_screen(home: Home) -> None:
    with served(home) as base, chromium() as browser:
        for path in PAGES:
            for viewport in (WIDE, NARROW):
                with visit(browser, base, path, viewport) as visited:
                    assert visited.faults == [], path
                    assert visited.violations() == [], path
                    assert visited.overflow() <= 0, path


def test_marks_say_what_they_mean_without_their_colour(home: Home) -> None:
    """Struck through and underlined for the eye, named for a screen reader."""
    with served(home) as base, chromium() as browser, visit(browser, base, "/roxham/versions/4") as visited:
        script = "([tag, pseudo, key]) => getComputedStyle(document.querySelector(tag), pseudo)[key]"
        for tag, line, word in (("del", "line-through", "removed"), ("ins", "underline", "added")):
            assert line in visited.page.evaluate(script, [tag, None, "textDecorationLine"])
            assert word in visited.page.evaluate(script, [tag, "::before", "content"])
