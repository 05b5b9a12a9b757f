"""Which reports are of one event: by what they name and count, within days, in any language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.store.stories import Report
from nlp.stories import group

RULING = {"name:supreme-court": 2.0, "name:safe-third-country-agreement": 2.0, "number:2017": 1.0}
RELEASE = {"name:rcmp": 2.0, "name:safe-third-country-agreement": 1.0, "number:4173": 1.0}


def report(article: int, day: float, terms: dict[str, float], words: str = "", language: str = "en") -> Report:
    return Report(article, day, language, terms | {f"word:{word}": 1.0 for word in words.split()})


def groups(*reports: Report) -> list[set[int]]:
    """The articles of each story that has several."""
    stories: dict[int, set[int]] = {}
    for article, story in group(reports).items():
        stories.setdefault(story, set()).add(article)
    return [story for story in stories.values() if len(story) > 1]


def test_reports_of_one_event_are_a_story_and_others_of_that_day_are_not() -> None:
    found = groups(
        report(1, 10.0, RULING, "court upholds pact"),
        report(2, 10.2, RELEASE, "police publish figures"),
        report(3, 10.3, RULING, "judges uphold asylum pact"),
        report(4, 11.0, RELEASE, "fewer people intercepted"),
    )
    assert found == [{1, 3}, {2, 4}]


def test_a_report_in_another_language_is_recognised_by_names_and_numbers() -> None:
    english = report(1, 10.0, RULING, "court upholds pact")
    french = report(2, 10.3, RULING, "cour valide entente", "fr")
    assert groups(english, french) == [{1, 2}]
    assert groups(english, replace(french, terms={"word:court": 1.0, "word:pact": 1.0})) == []


def test_what_is_said_again_after_a_week_is_another_story() -> None:
    assert groups(report(1, 10.0, RULING, "court"), report(2, 12.5, RULING, "court")) == [{1, 2}]
    assert groups(report(1, 10.0, RULING, "court"), report(2, 17.0, RULING, "court")) == []


def test_what_everybody_always_names_makes_no_story_once_that_is_known() -> None:
    everywhere = {"name:canada": 2.0, "name:safe-third-country-agreement": 2.0}
    month = [report(n, float(n), everywhere | {f"name:{n}": 2.0, f"number:{n}": 1.0}, f"word{n}") for n in range(1, 25)]
    assert all(max(story) < 5 for story in groups(*month))


@pytest.mark.parametrize("known", range(1, 6))
def test_grouping_what_is_new_is_grouping_all(known: int) -> None:
    reports = [
        report(1, 10.0, RULING, "court upholds pact"),
        report(2, 10.2, RELEASE, "police publish figures"),
        report(3, 10.3, RULING, "judges uphold asylum pact"),
        report(4, 11.0, RELEASE, "fewer people intercepted"),
        report(5, 12.0, RULING, "what the court said"),
    ]
    everything = group(reports)
    again = group([replace(r, story=everything[r.article_id]) for r in reports[:known]] + reports[known:])
    assert again == everything
