"""Which measure a figure answers: by the words of the topic file."""

from dataclasses import replace

import pytest

from db.records import Figure, Measure
from nlp.measures import assign

FIGURE = Figure(
    start=0,
    end=3,
    text="120",
    value=120.0,
    value_high=None,
    unit="person",
    counted="people",
    qualifier="exact",
    change=None,
    period_start=None,
    period_end=None,
    place=None,
    place_id=None,
    speaker=None,
    speaker_id=None,
    attribution=None,
    measure=None,
    sentence="They came.",
)


def measure(name: str, include: tuple[str, ...], units: tuple[str, ...], exclude: tuple[str, ...] = ()) -> Measure:
    return Measure(name, "How many?", None, "flow", "", include=include, exclude=exclude, units=units)


ARRIVALS = measure("arrivals", include=("arrived", "arrivals"), exclude=("flights",), units=("person", "arrival"))
COST = measure("cost", include=("spent", "bill"), units=("CAD", "USD"))
WAIT = measure("wait", include=("waiting time",), units=("day",))
MEASURES = (ARRIVALS, COST, WAIT)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"counted": "people arrived by boat"}, "arrivals"),
        ({"sentence": "Of those who arrived, 120 people stayed."}, "arrivals"),
        ({"sentence": "Of those who arrived, 120 people took flights."}, None),
        ({"counted": "people arrived", "unit": "day"}, None),
        ({"counted": "people arrived", "unit": "percent"}, "arrivals"),
        ({"counted": "arrivals", "unit": "person per day"}, "arrivals"),
        ({"unit": "CAD", "counted": "rooms"}, "cost"),
        ({"unit": None, "counted": "half of the bill"}, "cost"),
        ({"unit": "day", "counted": "waiting times"}, "wait"),
        ({}, None),
    ],
)
def test_assign(fields: dict[str, str | None], expected: str | None) -> None:
    assert assign(replace(FIGURE, **fields), MEASURES)[0] == expected  # pyright: ignore[reportArgumentType]


def test_the_reason_names_the_word() -> None:
    assert "arrived" in assign(replace(FIGURE, counted="people arrived"), MEASURES)[1]
    assert assign(FIGURE, ())[0] is None
