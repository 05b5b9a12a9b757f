"""Which currency a sum of money is in, and whether the text says so."""

import pytest

from nlp.currencies import dollar_of
from nlp.numbers import read_numbers
from nlp.units import read_unit


@pytest.mark.parametrize(
    ("text", "language", "country", "code"),
    [
        ("OTTAWA — The minister spent $5.", "en", None, "CAD"),
        ("HAMMOND, N.Y. — The ride costs $5, people in Ottawa say.", "en", None, "USD"),
        ("The RCMP and CBSA asked Ottawa for $5.", "en", None, "CAD"),
        ("It costs $5.", "en", None, "USD"),
        ("It costs $5.", "en", "CA", "CAD"),
        ("The RCMP spent C$5 ($3.70), Ottawa says.", "en", None, "USD"),
        ("The state gave Canada's province $5 (US$3.70).", "en", None, "CAD"),
        ("It costs $5.", "en", "NZ", "NZD"),
        ("Cela coûte 5 $.", "fr", None, "CAD"),
        ("Cela coûte 5 $.", "fr", "US", "USD"),
    ],
)
def test_the_dollar_of_a_text(text: str, language: str, country: str | None, code: str) -> None:
    assert dollar_of(text, language, country) == code


@pytest.mark.parametrize(
    ("text", "language", "code", "assumed"),
    [
        ("$40", "en", "CAD", True),
        ("US$40", "en", "USD", False),
        ("$40 U.S.", "en", "USD", False),
        ("40 dollars", "en", "CAD", True),
        ("40 Canadian dollars", "en", "CAD", False),
        ("40 million pounds", "en", "GBP", True),
        ("£40", "en", "GBP", False),
        ("40 $", "fr", "CAD", True),
        ("40 $ US", "fr", "USD", False),
        ("40 francs", "fr", "CHF", True),
        ("40 euros", "fr", "EUR", False),
    ],
)
def test_a_currency_the_text_does_not_name_is_assumed(text: str, language: str, code: str, assumed: bool) -> None:
    unit = read_unit(text, read_numbers(text, language)[0], language, "CAD")
    assert unit is not None
    assert (unit.name, unit.assumed) == (code, assumed)
