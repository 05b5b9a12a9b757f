"""What changed between two versions, as a reader would tell it."""

from __future__ import annotations

import time
from typing import Any

import pytest

from db.changes import figure_changes, name_changes, normalise, quote_changes, same_to_readers, text_changes


@pytest.mark.parametrize(
    ("old", "new", "paragraphs"),
    [
        ("One.\n\nTwo.", "One.\n\nTwo.", None),
        ("One.\n\nTwo.", "One.\nTwo. ", None),
        ("One.\n\nTwo.", "One.\n\nThree.", [["Two.", "Three."]]),
        ("One.\n\nTwo.", "Zero.\n\nOne.\n\nTwo.", [[None, "Zero."]]),
        ("One.\n\nTwo.", "Two.", [["One.", None]]),
        ("", "One.", [["", "One."]]),
        ("One.\n\nTwo.", "One. Two.", None),
        ("The caf\u00e9 co\u00adoperates.", "The cafe\u0301 cooperates.\u200b", None),
        ('"It\'s 10-15," he said - and left...', "“It’s 10–15,” he said — and left…", None),
        ('"One," he said.\n\nTwo.', "“One,” he said.\n\nThree.", [["Two.", "Three."]]),
        ("It is -5 now.", "It is 5 now.", [["It is -5 now.", "It is 5 now."]]),
        # what was edited stands beside what it was, whatever was added or cut before it
        (
            "He said 15 came.\n\nShe left the house early.",
            "It rained.\n\nHe said 16 came.\n\nShe left the house late.",
            [
                [None, "It rained."],
                ["He said 15 came.", "He said 16 came."],
                ["She left the house early.", "She left the house late."],
            ],
        ),
        (
            "It rained.\n\nHe said 15 came.",
            "He said 16 came.\n\nNobody else spoke.",
            [["It rained.", None], ["He said 15 came.", "He said 16 came."], [None, "Nobody else spoke."]],
        ),
    ],
)
def test_paragraphs_that_changed(old: str, new: str, paragraphs: list[Any] | None) -> None:
    assert same_to_readers(old, new) is (paragraphs is None)
    if paragraphs is not None:
        assert text_changes("H", old, "H ", new) == {"paragraphs": paragraphs}


def test_a_text_rewritten_is_compared_in_time() -> None:
    old = "\n\n".join(f"Paragraph {n} of the old text, with words {n * 7}." for n in range(400))
    new = "\n\n".join(f"Section {n} of another one altogether: {n * 11}." for n in range(400))
    begin = time.process_time()
    assert len(text_changes("H", old, "H", new)["paragraphs"]) == 400
    assert time.process_time() - begin < 1


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


def quote(text: str, speaker: str | None = "Ada Example", direct: int = 1) -> dict[str, Any]:
    return {"id": f"1-{len(text)}", "text": text, "speaker": speaker, "direct": direct}


def test_quotes_that_changed_came_and_went() -> None:
    kept, cut = quote("Nobody knows where they went."), quote("We shall see.", None)
    edited = quote("We counted fifteen families that night.")
    changes = quote_changes(
        [kept, cut, edited, quote("reported speech is no quote", direct=0)],
        [quote("We counted sixteen families that night."), kept, quote("A new one.")],
    )
    assert [tuple(side and side["text"] for side in (c["old"], c["new"])) for c in changes] == [
        (edited["text"], "We counted sixteen families that night."),
        (cut["text"], None),
        (None, "A new one."),
    ]


def test_a_quote_given_to_somebody_else_is_a_change() -> None:
    [change] = quote_changes([quote("We shall see.")], [quote("We shall see.", "Bo Example")])
    assert (change["old"]["speaker"], change["new"]["speaker"]) == ("Ada Example", "Bo Example")


def test_names_that_came_and_went() -> None:
    rcmp, canada, quebec = ({"id": name.lower(), "name": name} for name in ("RCMP", "Canada", "Quebec"))
    assert name_changes([rcmp, canada], [canada, rcmp]) == []
    assert name_changes([rcmp, canada], [canada, quebec]) == [
        {"old": rcmp, "new": None},
        {"old": None, "new": quebec},
    ]
