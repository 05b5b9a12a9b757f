"""Which measure a figure answers: by the words of the topic file."""

from dataclasses import replace

import pytest

from db.records import Figure, Measure
from nlp.measures import assign, assign_all
from roxham.topic import load_topic

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
    assert assign("", replace(FIGURE, **fields), MEASURES)[0] == expected  # pyright: ignore[reportArgumentType]


@pytest.mark.parametrize(
    ("sentences", "unit", "counted", "expected"),
    [
        ("Ottawa paid $90 million, or about 120 per cent.", "percent", None, "cost"),
        ("She paid $90 million for the cab, and keeps 120.", "blanket", None, None),
        ("The tally of arrivals was wrong. There were 120.", None, None, "arrivals"),
        ("The tally of arrivals was wrong. The town has 120.", None, None, None),
        ("Les arrivals montent. On en compte 120.", None, None, "arrivals"),
        ("The arrivals were 120 times the number of 2020.", "time", "arrivals", "arrivals"),
        ("It came 120 times in May after the arrivals.", "time", None, None),
    ],
)
def test_what_a_number_without_a_noun_is_said_of(
    sentences: str, unit: str | None, counted: str | None, expected: str | None
) -> None:
    sentence = sentences[sentences.rfind(". ") + 2 if ". " in sentences else 0 :]
    at = sentences.index("120")
    figures = [replace(FIGURE, start=at, end=at + 3, unit=unit, counted=counted, sentence=sentence)]
    if "$90 million" in sentences:
        money = sentences.index("$90")
        sum_ = replace(FIGURE, start=money, end=money + 11, text="$90 million", unit="CAD", counted=None)
        figures.insert(0, replace(sum_, sentence=sentence))
    assert assign_all(sentences, figures, MEASURES)[-1].measure == expected


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        ("The total stands at 60.", "arrivals"),
        ("The total of beds stands at 60.", None),
        ("About 60 of the May group stayed.", "arrivals"),
        ("The town has 60.", None),
    ],
)
def test_a_total_is_of_what_was_counted_last(second: str, expected: str | None) -> None:
    text = f"In May 120 people arrived.\n\n{second}"
    first = replace(FIGURE, start=7, end=10, counted="people arrived", sentence="In May 120 people arrived.")
    at = text.index("60")
    bare = replace(FIGURE, start=at, end=at + 2, text="60", unit=None, counted=None, sentence=second)
    assert assign_all(text, [first, bare], MEASURES)[1].measure == expected


def test_of_them_reaches_over_a_paragraph() -> None:
    text = "In May 120 people arrived.\n\nMen made up 60 per cent of them."
    first = replace(FIGURE, start=7, end=10, counted="people arrived", sentence="In May 120 people arrived.")
    at = text.index("60")
    second = replace(FIGURE, start=at, end=at + 2, text="60", unit="percent", counted=None)
    second = replace(second, sentence="Men made up 60 per cent of them.")
    assert assign_all(text, [first, second], MEASURES)[1].measure == "arrivals"


def test_what_numbers_are_rounded_to_and_rates_of_days_are_no_answers() -> None:
    text = "Arrivals are rounded to the nearest 120."
    (rounded,) = stored(text, "120", unit=None, counted="arrivals")
    assert assign(text, rounded, MEASURES)[0] is None
    days = replace(FIGURE, unit="day per week", sentence="The waiting time is 120 days a week.", counted=None)
    assert assign("", days, MEASURES)[0] is None


def test_the_reason_names_the_word() -> None:
    assert "arrived" in assign("", replace(FIGURE, counted="people arrived"), MEASURES)[1]
    assert "flights" in assign("", replace(FIGURE, counted="people who arrived on flights"), MEASURES)[1]
    assert assign("", FIGURE, ())[0] is None


def stored(text: str, *numbers: str, **fields: str | None) -> list[Figure]:
    """Figures of a text of one sentence, as they are stored."""
    return [
        replace(FIGURE, start=text.index(n), end=text.index(n) + len(n), text=n, sentence=text, **fields)  # pyright: ignore[reportArgumentType]
        for n in numbers
    ]


def test_a_number_without_a_noun_answers_what_the_one_before_it_does() -> None:
    text = "In May 120 people arrived. Nine were ill."
    first, second = stored(text, "120"), stored(text, "Nine", unit=None, counted=None)
    second = [replace(second[0], sentence="Nine were ill.")]
    measures = [(f.measure, f.measure_reason) for f in assign_all(text, first + second, MEASURES)]
    assert [m for m, _ in measures] == ["arrivals", "arrivals"]
    assert "120" in str(measures[1][1])


def test_an_age_answers_nothing() -> None:
    text = "Dana Whitcombe, 61, arrived."
    assert assign_all(text, stored(text, "61", unit=None, counted=None), MEASURES)[0].measure is None


def test_a_changed_topic_assigns_anew_from_what_is_stored() -> None:
    text = "Some 120 people arrived."
    stored_before = assign_all(text, stored(text, "120"), MEASURES)
    renamed = replace(ARRIVALS, id="comings")
    assert [f.measure for f in assign_all(text, stored_before, [renamed])] == ["comings"]


def test_a_count_in_apposition_answers_what_its_share_does() -> None:
    text = "Toronto has 55 per cent of the arrivals — some 120 people — and 30 per cent of the beds."
    (share,) = stored(text, "55", unit="percent", counted="arrivals")
    (count,) = stored(text, "120", unit="person", counted="people")
    assert [f.measure for f in assign_all(text, [share, count], MEASURES)] == ["arrivals", "arrivals"]


@pytest.mark.parametrize(
    ("sentence", "counted", "expected"),
    [
        ("Some 120 people crossed irregularly at the U.S.-Mexico border.", "people crossed", None),
        ("Some 120 people crossed irregularly at the Quebec border.", "people crossed", "irregular-crossings"),
        ("Ce sont 120 personnes qui ont traversé la frontière mexicaine.", "personnes", None),
        ("The Border Patrol apprehended 120 people.", "people apprehended", "encounters-southbound"),
        ("Some 120 people were apprehended by the RCMP.", "people apprehended by the RCMP", None),
        ("We turned away 120 people for lack of rooms.", "people turned away", None),
        ("Some 120 people were turned away at the border.", "people turned away", "returns-to-us"),
    ],
)
def test_directions_and_borders_of_the_shipped_topic(sentence: str, counted: str, expected: str | None) -> None:
    (figure,) = stored(sentence, "120", counted=counted)
    assert assign(sentence, figure, load_topic("safe-third-country").measures)[0] == expected
