"""Bounds and directions as real sentences say them, English and French."""

import pytest

from pipelines import pipeline


@pytest.mark.parametrize(
    ("text", "language", "last"),
    [
        ("The wait grew from 12 to 30 days.", "en", ("exact", "up")),
        ("The wait fell from 54 minutes to 38.", "en", ("exact", "down")),
        ("Visits went from 300 in 2019 to 1,400.", "en", ("exact", "up")),
        ("Grades range from 80 per cent for some to 25 for others.", "en", ("exact", None)),
        ("Le séjour est passé de 90 jours à 30.", "fr", ("exact", "down")),
        ("Sales have crept up to between 40 and 60 a day.", "en", ("between", "up")),
        ("The hall holds up to 400 people.", "en", ("at_most", None)),
        ("That is five times the figure of the spring.", "en", ("exact", "up")),
        ("They hired three times fewer people.", "en", ("exact", "down")),
        ("C'est dix fois plus.", "fr", ("exact", "up")),
        ("C'est presque le double.", "fr", ("about", "up")),
        ("The crew was closer to three dozen.", "en", ("about", None)),
        ("It will travel over six years.", "en", ("exact", None)),
        ("She led over a 40-year career.", "en", ("exact", None)),
        ("They sum it up in 30 words.", "en", ("exact", None)),
        ("It has run for over six years.", "en", ("more_than", None)),
        ("The firm raised $5 million from investors.", "en", ("exact", None)),
        ("The firm raised its fee by $5.", "en", ("exact", "up")),
        ("Milk was down 2.3%, bread by 2.6%.", "en", ("exact", "down")),
        ("About an inch fell in 12 hours.", "en", ("exact", None)),
        ("She made 94 runs off 61 balls.", "en", ("exact", None)),
        ("Riders under the age of 12 pay nothing.", "en", ("less_than", None)),
        ("Les montants inférieurs à dix sont effacés.", "fr", ("less_than", None)),
    ],
)
def test_the_last_number_is_bounded_or_moves(text: str, language: str, last: tuple[str, str | None]) -> None:
    figure = pipeline(language)(text)._.figures[-1]
    assert (figure.qualifier, figure.change) == last
