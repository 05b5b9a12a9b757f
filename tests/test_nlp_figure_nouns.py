"""The noun of a figure: with the adjectives that tell its kind."""

import pytest

from pipelines import pipeline


def units(text: str) -> list[tuple[float, str | None]]:
    return [(figure.value, figure.unit) for figure in pipeline("en")(text)._.figures]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Police logged 14 residential burglaries in the valley.", "residential burglary"),
        ("The hall is heated by 20 decently sized wood-fired power plants.", "wood-fired power plant"),
        ("The island has 14 medical and dental clinics.", "medical and dental clinic"),
        ("The army keeps 300 nuclear warheads.", "nuclear warhead"),
        ("They hired 12 new full-time teachers.", "full-time teacher"),
        ("They hired eighty-seven teachers.", "teacher"),
        # a worth, a size or a place in a row is no kind
        ("The line bought two new passenger jets.", "passenger jet"),
        ("Officers counted 40 irregular crossings.", "crossing"),
        ("They filed 3 separate claims.", "claim"),
        ("He has three similar boats.", "boat"),
    ],
)
def test_an_adjective_that_tells_the_kind_belongs_to_the_unit(text: str, unit: str) -> None:
    assert [name for _, name in units(text)] == [unit]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Two of Miller's deputies resigned.", "deputy"),
        ("Three of the workers were hurt.", "worker"),
        ("Four of the six vans were stolen.", "van"),
        ("One of the local stores closed.", "local store"),
        ("The firm paid for one of the earliest flights.", "flight"),
        ("It won 42 of 101 seats.", "seat"),
        ("Three needed hospital care.", None),
        ("A magnitude 6.4 quake struck.", None),
        ("About 12 of them left.", None),
        ("Six of those killed were nurses.", None),
    ],
)
def test_a_part_is_counted_in_what_the_whole_is(text: str, unit: str | None) -> None:
    assert units(text)[0][1] == unit


def test_a_sum_without_currency_is_in_that_of_the_text_not_of_its_conversion() -> None:
    text = "Rent and wages came to 4.1 billion shekels ($1.1 billion) and 95 million."
    assert [unit for _, unit in units(text)] == ["ILS", "USD", "ILS"]


@pytest.mark.parametrize(
    "text", ["It was one of the finest goals.", "Lyon, one of the cities, grew.", "One of the reasons is rain."]
)
def test_one_of_the_best_counts_nothing(text: str) -> None:
    assert units(text) == []


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("The plan costs $15 a month.", "USD per month"),
        ("A room costs $150 a night.", "USD"),
        ("It earned $4 million a year earlier.", "USD"),
        ("The market grows five percent a year.", "percent per year"),
        ("He averages 25.3 points per game.", "point per game"),
        ("They filed 3 claims per their lawyer.", "claim"),
        ("There are 120 people per square kilometre.", "person per square kilometre"),
        ("The index (6,369.03, up 58.06 points) rose.", "point"),
        ("An adult needs 2000 - 2500 calories.", "calorie"),
    ],
)
def test_a_unit_and_what_it_is_per(text: str, unit: str) -> None:
    assert units(text)[0][1] == unit
