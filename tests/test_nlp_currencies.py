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


@pytest.mark.parametrize(
    ("text", "language", "value", "code"),
    [
        ("48.5 MGBP", "en", 48.5e6, "GBP"),
        ("20 kEUR", "fr", 20000, "EUR"),
        ("500 Kenyan shillings", "en", 500, "KES"),
        ("500 couronnes tchèques", "fr", 500, "CZK"),
        ("500 livres libanaises", "fr", 500, "LBP"),
        ("500 francs CFA", "fr", 500, "XOF"),
        ("500 zł", "en", 500, "PLN"),
        ("5 million pounds sterling", "en", 5e6, "GBP"),
        ("5 dollars US", "fr", 5, "USD"),
        ("50¢", "en", 50, "cent"),
        ("99 pence", "en", 99, "penny"),
    ],
)
def test_the_currencies_of_the_world_have_codes(text: str, language: str, value: float, code: str) -> None:
    (number,) = read_numbers(text, language)
    unit = read_unit(text, number, language, "CAD")
    assert (number.value, unit and unit.name) == (pytest.approx(value), code)


def test_codes_before_their_sums() -> None:
    for text, names in (("CAD 10 USD 20", ["CAD", "USD"]), ("one €10 note", [None, "EUR"])):
        units = [read_unit(text, number, "en", "CAD") for number in read_numbers(text)]
        assert [unit and unit.name for unit in units] == names
