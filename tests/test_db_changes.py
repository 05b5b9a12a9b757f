"""What changed between two versions, as a reader would tell it."""

from __future__ import annotations

from typing import Any

import pytest

from db.changes import figure_changes, normalise, text_changes


@pytest.mark.parametrize(
    ("old", "new", "paragraphs"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo.", None),
        ("One.\n\nTwo.", "One.\nTwo. ", None),
        ("One.\n\nTwo.", "One.\n\nThree.", [["Two.", "Three."]]),
        ("One.\n\nTwo.", "Zero.\n\nOne.\n\nTwo.", [[None, "Zero."]]),
        ("One.\n\nTwo.", "Two.", [["One.", None]]),
        ("", "One.", [["", "One."]]),
    ],
)
def test_paragraphs_that_changed(old: str, new: str, paragraphs: list[Any] | None) -> None:
    assert text_changes("H", old, "H", new) == ({} if paragraphs is None else {"paragraphs": paragraphs})


def test_normalised_text_keeps_its_words_and_paragraphs() -> None:
    assert normalise(" A\u00a0 b\tc \n \n\n d ") == "A b c\n\nd"


def row(value: float, sentence: str, **more: Any) -> dict[str, Any]:
    fields = {
        "id": f"1-{value:g}",
        "text": f"{value:,.0f}",
        "value": value,
        "value_high": None,
        "unit": "person",
        "qualifier": "exact",
        "attribution": None,
        "speaker_id": None,
        "measure_id": None,
        "sentence": sentence,
    }
    return fields | more


def told(changes: list[dict[str, Any]]) -> list[tuple[float | None, float | None]]:
    return [tuple(side and side["value"] for side in (c["old"], c["new"])) for c in changes]  # type: ignore[misc]


def test_figures_that_changed_came_and_went() -> None:
    old = [
        row(39540, "The RCMP stopped 39,540 people in 2022."),
        row(14, "The window is 14 days.", unit="day"),
        row(130, "It was 130 a day then."),
    ]
    new = [
        row(14, "The window is 14 days.", unit="day"),
        row(39171, "The RCMP stopped 39,171 people in 2022."),
        row(60, "A trailer held 60 cots.", unit="cot"),
    ]
    assert told(figure_changes(old, new)) == [(39540, 39171), (130, None), (None, 60)]


def test_a_dropped_attribution_is_a_change() -> None:
    old = [row(20, "About 20 people came, the RCMP said.", attribution="the RCMP", speaker_id="rcmp")]
    new = [row(20, "About 20 people came.")]
    [change] = figure_changes(old, new)
    assert (change["old"]["attribution"], change["new"]["attribution"]) == ("the RCMP", None)


def test_the_same_figures_in_another_order_are_no_change() -> None:
    figures = [row(1, "One person came."), row(2, "Two people left.")]
    assert figure_changes(figures, figures[::-1]) == []
