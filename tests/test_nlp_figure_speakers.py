"""Who says a figure, read by real pipelines, and who does not."""

import pytest

from db.records import Figure
from pipelines import pipeline


def figure(text: str, number: str, language: str = "en") -> Figure:
    return next(f for f in pipeline(language)(text)._.figures if f.text == number)


@pytest.mark.parametrize(
    ("text", "number", "speaker"),
    [
        ("John Smith said the minister would welcome 400 people.", "400", "John Smith"),
        ("John Smith argues there is no need for Peru to match a 35 percent levy.", "35", "John Smith"),
        ("About 400 people crossed, John Smith said.", "400", "John Smith"),
        ("According to John Smith, 400 people crossed.", "400", "John Smith"),
        ("John Smith reports that 400 people crossed, according to Mary Jones.", "400", "Mary Jones"),
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
        ("John Smith was told that 400 people had crossed.", "400"),
        ("“The road is closed,” John Smith told 400 supporters.", "400"),
        ("“The road is closed,” said John Smith, who has won 400 cases.", "400"),
        ("Some 400 people crossed; John Smith put last year's number at 90.", "400"),
        ("The town spent $400 under a rule passed after John Smith, a banker, complained.", "$400"),
        ("John Smith called for a lower limit, but Mary Jones would leave it at 400 people.", "400"),
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


@pytest.mark.parametrize(
    ("text", "number", "speaker"),
    [
        ("The 400 crossings were recorded by John Smith.", "400", "John Smith"),
        ("John Smith's promise that 400 beds would open was not kept.", "400", "John Smith"),
        ("Under John Smith's plan, the town would open 400 beds.", "400", "John Smith"),
        ("John Smith wrote about the road. His report says 400 people crossed.", "400", "John Smith"),
        ("Some 400 people crossed, as John Smith put it.", "400", "John Smith"),
        ("John Smith is a rich man. By his own account, he gave away $400.", "$400", "John Smith"),
        ("“The road is closed,” said John Smith, adding that 400 people had crossed.", "400", "John Smith"),
        ("John Smith spoke first.\n\nSMITH: We counted 400 people.", "400", "John Smith"),
    ],
)
def test_nouns_documents_and_passives_attribute_too(text: str, number: str, speaker: str) -> None:
    assert figure(text, number).speaker == speaker


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("“We saw 400 people,” said Mr. Smith, the town's lawyer.", "said Mr. Smith, the town's lawyer"),
        ("Data from the housing ministry show that 400 people crossed.", "Data from the housing ministry show"),
    ],
)
def test_an_attribution_tells_who_that_is(text: str, attribution: str) -> None:
    assert figure(text, "400").attribution == attribution


@pytest.mark.parametrize(
    "text",
    [
        "Selon Jean Tremblay, 400 personnes ont traversé.",
        "Jean Tremblay compte les passages. Il y en a 400 par mois, dit-il, soit le triple.",
    ],
)
def test_a_french_source(text: str) -> None:
    assert figure(text, "400", "fr").speaker == "Jean Tremblay"


@pytest.mark.parametrize(
    ("text", "number", "language", "speaker"),
    [
        ("Some 900 people crossed in June, CBSA data show.", "900", "en", "CBSA"),
        ("Statistics Canada puts the number closer to 100,000.", "100,000", "en", "Statistics Canada"),
        ("Le nombre de lits passera à 400, a annoncé vendredi la GRC.", "400", "fr", "GRC"),
        # a shelter is no ministry
        ("Le Refuge du Lac est plein. Le ministère, lui, prévoit 300 lits.", "300", "fr", None),
        ("The Lakeside Shelter is full. The ministry estimates that 300 families wait.", "300", "en", None),
    ],
)
def test_bodies_that_say(text: str, number: str, language: str, speaker: str | None) -> None:
    assert figure(text, number, language).speaker == speaker
