"""Units beside a number."""

import pytest

from nlp.numbers import read_numbers
from nlp.units import read_unit, singular


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("22 per cent of them", "en", "percent"),
        ("45 %", "fr", "percent"),
        ("six percentage points", "en", "percentage point"),
        ("six points de pourcentage", "fr", "point de pourcentage"),
        ("US $58.24", "en", "USD"),
        ("HK $216", "en", "HKD"),
        ("$40", "en", "CAD"),
        ("$5 U.S.", "en", "USD"),
        ("300 millions de dollars américains", "fr", "USD"),
        ("80 $ US", "fr", "USD"),
        ("40 millions d'euros", "fr", "EUR"),
        ("7,199 Chinese yuan", "en", "CNY"),
        ("10 million pounds", "en", "GBP"),
        ("200 pounds of flour", "en", "pound"),
        ("70 km/h", "en", "kilometre per hour"),
        ("-12 °C", "en", "celsius"),
        ("an 8.5 kW system", "en", "kilowatt"),
        ("20 (kg)", "en", "kilogram"),
        ("an 87 yo man", "en", "year of age"),
        ("C $1.34", "en", "CAD"),
        ("10 kV/cm", "en", "kilovolt per centimetre"),
        ("30 µg/m³ of dust", "en", "microgram per cubic metre"),
        ("a 7nm chip", "en", "nanometre"),
        ("450 Nm of torque", "en", "newton metre"),
        ("40 Mbps", "en", "megabit per second"),
        ("12 KW", "en", "kilowatt"),
        ("1.3 A.", "en", "ampere"),
        ("300 PS", "en", "horsepower"),
        ("15 kilos", "en", "kilogram"),
        ("R1.2bn", "en", "ZAR"),
        ("R18.50", "en", "ZAR"),
        ("5 A at 12 V", "en", "ampere"),
        ("a 2in screw", "en", "inch"),
        ("5.4 l/100 km", "en", "litre per 100 kilometre"),
        ("a 1,200-square-foot flat", "en", "square foot"),
        ("256 Go", "fr", "gigaoctet"),
        ("5 µg/m3", "fr", "microgramme par mètre cube"),
        ("section 15(c)", "en", None),
        ("12 A grades", "en", None),
        ("12 in the room", "en", None),
        ("300 people", "en", None),
    ],
)
def test_read_unit(text: str, language: str, unit: str | None) -> None:
    found = read_unit(text, read_numbers(text, language)[0], language, "CAD")
    assert (found.name if found else None) == unit


@pytest.mark.parametrize(
    ("noun", "language", "expected"),
    [
        ("people", "en", "person"),
        ("families", "en", "family"),
        ("buses", "en", "bus"),
        ("crossings", "en", "crossing"),
        ("series", "en", "series"),
        ("chevaux", "fr", "cheval"),
        ("mois", "fr", "mois"),
        ("demandes", "fr", "demande"),
        ("bureaux", "fr", "bureau"),
    ],
)
def test_singular(noun: str, language: str, expected: str) -> None:
    assert singular(noun, language) == expected
