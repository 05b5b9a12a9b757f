"""Numbers beside a person's name."""

import pytest

from pipelines import pipeline


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Quarterback Dana Miller (12) throws a pass.", []),
        ("Striker Max Weber (23) runs.", []),
        ("David Brown (44) runs a mill.", [44]),
        ("Anna Keller, 44, runs a mill.", [44]),
        ("David Brown 44 has a mill.", [44]),
        ("David Brown: 6 Ran a lot.", []),
        ("He lost 7-6 (5).", []),
    ],
)
def test_a_shirt_is_no_figure_and_an_age_is(text: str, values: list[float]) -> None:
    assert [figure.value for figure in pipeline("en")(text)._.figures] == values


@pytest.mark.parametrize(
    "text",
    [
        "The iPhone 14 Pro cameras are new.",
        "Formula 1 drivers met.",
        "She scores every week.",
        "It is an iPhone 14.",
        "It costs six figures.",
        "The jet stood on Runway 27L.",
        "It streams in 4K video.",
        "Windows 10 runs on it.",
        "They came on day two.",
        "The PS5 sells well.",
    ],
)
def test_a_name_is_no_figure(text: str) -> None:
    assert pipeline("en")(text)._.figures == []
