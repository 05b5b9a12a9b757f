"""Numbers of a text that are no figures of it, by their sentence."""

import pytest

from db.records import Figure
from pipelines import pipeline


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
        # a plan is no article, and what a correction adds stands
        ("An earlier version of the plan covered 40 ports.", "en", [40]),
        ("La première version du programme a aidé 400 personnes.", "fr", [400]),
        ("Officials had wrongly listed 40 children as adults.", "en", [40]),
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


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Over five years, the town spent $4 million.", "en", [4e6]),
        ("The jury heard the appeal over two days.", "en", []),
        ("Two winters ago, 300 men slept in the gym.", "en", [300]),
        ("In six weeks, 300 men came.", "en", [300]),
        ("En six semaines, 300 hommes sont venus.", "fr", [300]),
        # a length that is measured or budgeted for is a figure
        ("The town spent $4 million over five years.", "en", [4e6, 5]),
        ("La ville versera 40 millions de dollars sur cinq ans.", "fr", [40e6, 5]),
        ("The trial lasted over six years.", "en", [6]),
        ("She was over 60 days late.", "en", [60]),
        ("Le maire a attendu six semaines.", "fr", [6]),
    ],
)
def test_a_length_that_says_when(text: str, language: str, expected: list[float]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Twice as many families came in June.", "en", [2]),
        ("The board received twice the number of claims it had expected.", "en", [2]),
        ("The shelter spent double its usual budget.", "en", [2]),
        ("The minister visited the shelter twice in June.", "en", []),
        ("It crossed the river twice the same day.", "en", []),
        ("Ils ont reçu plus du double des demandes.", "fr", [2]),
        ("On craint que ce nombre double.", "fr", [2]),
        ("Le refuge a un lit double.", "fr", []),
    ],
)
def test_multiples(text: str, language: str, expected: list[float]) -> None:
    assert values(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("Three to four buses arrive each day at the terminal.", "en", "bus per day"),
        ("About 60 families come to the centre every month.", "en", "family per month"),
        ("Some 40 people cross there daily.", "en", "person per day"),
        ("Environ 60 familles arrivent chaque mois au centre.", "fr", "famille par mois"),
        ("About 60 families came to the centre that month.", "en", "family"),
        ("The union says 240 front-line staff left.", "en", "front-line staff"),
        ("Le refuge en reçoit une douzaine d'ordinaire.", "fr", None),
        ("Le refuge reçoit une douzaine de familles.", "fr", "famille"),
    ],
)
def test_unit(text: str, language: str, unit: str | None) -> None:
    assert figures(text, language)[0].unit == unit


def test_a_participle_behind_dont_is_no_noun() -> None:
    _, returned = figures("La police a vu 820 familles, dont 330 renvoyées au sud.", "fr")
    assert (returned.unit, returned.counted) == (None, "renvoyées au sud")
    _, hired = figures("La ville compte 820 femmes, dont 330 employées.", "fr")
    assert hired.unit == "employée"
