"""No reader backtracks: what it costs to read a text grows with the text's length, however hostile its repetitions."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.currencies import dollar_of
from nlp.dates import find_dates
from nlp.figure_filters import Masks
from nlp.numbers import read_numbers
from nlp.pipeline import COMPONENTS, Reader
from nlp.quotation_marks import quoted

PUBLISHED = date(2023, 5, 2)
READERS: dict[str, Callable[[str, str], object]] = {
    "numbers": read_numbers,
    "dates": lambda text, language: find_dates(text, PUBLISHED, language),
    "quotation marks": lambda text, _: quoted(text),
    "masks": lambda text, _: Masks(text),
    "currency": dollar_of,
}
WORDS = (
    "1 2,000 3.5 2,5 000 2023 $ % - – / . , : ; ( ) “ ” \" ' ’ « » @ www. # http:// a.b ___ aaaa é one hundred and a "
    "half in to from between of the per cent million thirds last week Monday May since first quarter fiscal 5th "
    "said he M. Mme un cent et demi de à entre le pour mille tiers dernier semaine lundi mai depuis premier 1er dit"
)
PIECES = st.sampled_from(WORDS.split())
SEPARATORS = st.sampled_from(["", " ", "\u00a0", "\n"])
# How many times more than in proportion to its length a text may cost: a busy machine's noise. Of a text 32 times as
# long, a quadratic pattern makes it 32, and one that backtracks on any pair or nest of repetitions far more.
NOISE = 5


def excess(read: Callable[[str], object], piece: str, ending: str = "") -> float:
    """CPU time for a long text over that for a short one, divided by their lengths: 1 where cost is proportional.

    The length doubles from 500 characters to 16,000, or until the excess is beyond `NOISE`.
    """
    factor, base = 0.0, 0.0
    for doubled in range(6):
        text = piece * (500 * 2**doubled // len(piece) + 1) + ending
        cost = min(_seconds(read, text) for _ in range(2))
        base = base or max(cost, 0.001)
        factor = cost / base / 2**doubled
        if factor > NOISE:
            break
    return factor


def _seconds(read: Callable[[str], object], text: str) -> float:
    start = time.process_time()
    read(text)
    return time.process_time() - start


@settings(max_examples=20, deadline=None, derandomize=True)
@given(
    pieces=st.lists(PIECES, min_size=1, max_size=4),
    separator=SEPARATORS,
    ending=st.sampled_from(["", "!", "x", "1", '"']),
    language=st.sampled_from(["en", "fr"]),
)
def test_no_pattern_backtracks(pieces: list[str], separator: str, ending: str, language: str) -> None:
    piece = separator.join(pieces) + separator
    for name, read in READERS.items():
        assert excess(lambda text, read=read: read(text, language), piece, ending) < NOISE, name


def test_excess_tells_a_pattern_that_backtracks() -> None:
    assert excess(re.compile(r"\s+,").search, " ") > NOISE
    assert excess(re.compile(r"\s{1,4},").search, " ") < NOISE


@pytest.mark.parametrize(
    ("piece", "language"),
    [
        ("40 people, ", "en"),
        ("Ana Ruiz said 40 people came on May 3, 2023. ", "en"),
        ("40 personnes ", "fr"),
    ],
)
def test_work_on_figures_is_proportional_to_length(piece: str, language: str) -> None:
    """Counted in calls, without a model, whose own work would hide that on the figures."""
    nlp = spacy.blank(language)
    nlp.add_pipe("sentencizer")
    for name in ("roxham_entities", "roxham_dates", "roxham_figures"):
        nlp.add_pipe(name)
    reader = nlp.get_pipe("roxham_figures")

    def calls(length: int) -> int:
        doc, count = nlp(piece * (length // len(piece))), 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            reader(doc)
        finally:
            sys.setprofile(None)
        return count

    assert calls(3600) < 4 * calls(1200)


READER = Reader((), ())
QUOTATIONS = (
    ("“Come,” said Ana Ruiz. ", "en"),
    ("“Come,” she said to 40 people. ", "en"),
    ("The so-called “deal”, the minister said. ", "en"),
    ("40 people, ", "en"),
    ("she said 40 came, ", "en"),
    ("one of ", "en"),
    ("“‘a ", "en"),
    ("« Venez », dit Ana Ruiz. ", "fr"),
    ("« Venez », dit-elle, la ministre, ", "fr"),
    ("« Venez, dit-il, ", "fr"),
    ("« venez », ", "fr"),
    ("40 personnes, ", "fr"),
)


@pytest.mark.parametrize(("piece", "language"), QUOTATIONS)
def test_work_on_quotations_and_figures_is_proportional_to_length(piece: str, language: str) -> None:
    """CPU of our components behind the parser, whose sentence may be the whole text."""
    nlp = READER.pipeline(language)

    def seconds(length: int) -> float:
        with nlp.select_pipes(disable=COMPONENTS):
            doc = nlp(piece * (length // len(piece)))
        start = time.process_time()
        for name in COMPONENTS:
            doc = nlp.get_pipe(name)(doc)
        return time.process_time() - start

    seconds(500)
    short = max(0.005, min(seconds(1000) for _ in range(2)))
    assert seconds(8000) / short / 8 < NOISE
