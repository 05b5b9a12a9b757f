"""Numbers as newspapers write them, read from plain text."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.numbers import read_numbers
from nlp.units import read_unit

THIRD = 1 / 3

ENGLISH = [
    ("1,234,567", 1234567),
    ("1\u00a0234\u202f567", 1234567),
    ("12 500 forms", 12500),
    ("1.111,11", 1111.11),
    ("1,674.5 million", 1674.5e6),
    (".75", 0.75),
    ("a drop of -4.5", -4.5),
    ("twenty-eight thousand six hundred forty-two", 28642),
    ("three hundred and fifty", 350),
    ("2.5 million", 2.5e6),
    ("4 thousand 3 hundred", 4300),
    ("a hundred", 100),
    ("half a million", 500000),
    ("half a dozen", 6),
    ("two dozen", 24),
    ("5k", 5000),
    ("zero point zero eight", 0.08),
    ("minus five", -5),
    ("two and a half", 2.5),
    ("two and three quarters", 2.75),
    ("one million and a half", 1.5e6),
    ("10 1/2", 10.5),
    ("3/4", 0.75),
    ("½", 0.5),
    ("two-thirds", 2 / 3),
    ("a third of the claims", THIRD),
    ("three quarters", 0.75),
    ("one in three", THIRD),
    ("nine out of 10", 0.9),
    ("one over three", THIRD),
    ("19 times out of 20", 0.95),
    ("tripled", 3),
    ("a minus-4 degree day", -4),
    ("200m titles", 200),
    ("a tenfold rise", 10),
    ("three twenty-fifths", 0.12),
    ("one two-hundredth of a second", 0.005),
    ("a twenty-fifth of the size", 0.04),
    ("one hundred and thirty sixths", 130 / 6),
    ("two million and a quarter", 2.25e6),
    ("five billion and three quarters", 5.75e9),
    ("a billion and a quarter million", 1.00025e9),
    ("two and a half million", 2.5e6),
    ("three and twenty-five hundredths", 3.25),
    ("two-and-a-half million", 2.5e6),
    ("5 and three-quarter percent", 5.75),
    ("2-1/2 million", 2.5e6),
    ("a half-million", 500000),
    ("half-a-million", 500000),
    ("1½ million", 1.5e6),
    ("2⅝", 2.625),
    ("⅚", 5 / 6),
    ("1 3\u20444", 1.75),
    ("1’234’567.50", 1234567.5),
    ("3 hundred and one", 301),
    ("2 thousand and five", 2005),
    ("three thousand million", 3e9),
    ("ninety-five hundred-fifths", 1900),
    ("1.2e6", 1.2e6),
    ("3.1E-07", 3.1e-7),
    ("10^9", 1e9),
    ("10⁶", 1e6),
    ("2.5 × 10^-3", 0.0025),
    ("6.02×10²³", 6.02e23),
    ("\u2212 5.2", -5.2),
    ("point zero eight", 0.08),
    ("point five per cent", 0.5),
    ("a score of officers", 20),
    ("sextupled", 6),
    ("one resident in five", 0.2),
    ("7 bn", 7e9),
    ("a couple of hundred thousand", 200000),
    ("a half-point", 0.5),
    ("quarter-point", 0.25),
    ("two-hundred-and-fifty", 250),
    ("six-point-five per cent", 6.5),
    ("three-quarter-point", 0.75),
    ("nine thousand, three hundred and six", 9306),
    ("one hundred and one half", 100.5),
    ("five and nine sixty-fourths", 5 + 9 / 64),
]
FRENCH = [
    ("39 000", 39000),
    ("39\u00a0000", 39000),
    ("1.234.567", 1234567),
    ("2,5 millions", 2.5e6),
    ("soixante-douze", 72),
    ("quatre-vingt-dix-neuf", 99),
    ("mille deux cents", 1200),
    ("trois mille quatre cent vingt et un", 3421),
    ("deux virgule cinq", 2.5),
    ("deux tiers", 2 / 3),
    ("les trois quarts", 0.75),
    ("la moitié", 0.5),
    ("un quart des dossiers", 0.25),
    ("un passager sur quatre", 0.25),
    ("3 millions et demi", 3.5e6),
    ("deux fois et demie", 2.5),
    ("une quarantaine de lits", 40),
    ("un millier", 1000),
    ("ont triplé", 3),
    ("le double", 2),
    ("un vingt-cinquième", 0.04),
    ("trois centièmes de seconde", 0.03),
    ("une demi-douzaine", 6),
    ("un quart de million", 250000),
    ("cinq milliards et trois quarts", 5.75e9),
    (",08", 0.08),
    ("quarante-cinq cents", 45),
    ("64,2 cents", 64.2),
    ("quinze cents dossiers", 1500),
    ("un million et quart", 1.25e6),
    ("trois et demi pour cent", 3.5),
    ("pour cent personnes", 100),
    ("deux mille milliards", 2e12),
    ("2,3 mille milliards", 2.3e12),
    ("trois centaines", 300),
    ("deux dizaines de milliers", 20000),
    ("un bon millier", 1000),
    ("une petite centaine de personnes", 100),
    ("une demi-dizaine", 5),
    ("la moitié d’un million", 500000),
    ("deux trillions", 2e18),
    ("3 mrd", 3e9),
    ("deux millions mille vingt-quatre", 2001024),
    ("cent et un quart", 100.25),
    ("2,5 × 10⁶", 2.5e6),
    ("un demandeur d’asile sur trois", THIRD),
]


@pytest.mark.parametrize(("text", "value"), ENGLISH)
def test_english(text: str, value: float) -> None:
    (number,) = read_numbers(text, "en")
    assert number.value == pytest.approx(value)
    assert number.high is None


@pytest.mark.parametrize(("text", "value"), FRENCH)
def test_french(text: str, value: float) -> None:
    (number,) = read_numbers(text, "fr")
    assert number.value == pytest.approx(value)
    assert number.high is None


@pytest.mark.parametrize(
    ("text", "language", "low", "high", "link"),
    [
        ("between 15 and 20", "en", 15, 20, "between"),
        ("from 10 to 15 million", "en", 10e6, 15e6, "from"),
        ("$10 to $15 billion", "en", 10e9, 15e9, "to"),
        ("15,000–20,000", "en", 15000, 20000, "-"),
        ("two or three", "en", 2, 3, "or"),
        ("a quarter to a third", "en", 0.25, THIRD, "to"),
        ("5% to 10%", "en", 5, 10, "to"),
        ("two or three hundred", "en", 200, 300, "or"),
        ("deux ou trois cents", "fr", 200, 300, "or"),
        ("entre 12 et 18", "fr", 12, 18, "between"),
        ("de 10 à 15", "fr", 10, 15, "from"),
        ("2 000 à 2 500", "fr", 2000, 2500, "to"),
    ],
)
def test_ranges(text: str, language: str, low: float, high: float, link: str) -> None:
    (number,) = read_numbers(text, language)
    assert (number.value, number.high, number.link) == (pytest.approx(low), pytest.approx(high), link)


@pytest.mark.parametrize(
    ("text", "language", "low", "high"),
    [
        ("dozens", "en", 12, 120),
        ("thousands", "en", 1000, 10000),
        ("tens of thousands", "en", 10000, 100000),
        ("several hundred", "en", 100, 1000),
        ("a few hundred thousand", "en", 100000, 1000000),
        ("des milliers", "fr", 1000, 10000),
        ("quelques centaines", "fr", 100, 1000),
        ("des dizaines de milliers", "fr", 10000, 100000),
        ("quelques centaines de milliers", "fr", 100000, 1000000),
    ],
)
def test_vague_plurals_are_ranges(text: str, language: str, low: float, high: float) -> None:
    (number,) = read_numbers(text, language)
    assert (number.value, number.high, number.about) == (low, high, True)


@pytest.mark.parametrize(
    ("text", "language", "value", "sign"),
    [
        ("US $58.24", "en", 58.24, "US$"),
        ("$21-billion", "en", 21e9, "$"),
        ("PS1.5m", "en", 1.5e6, "£"),
        ("AUD2.4m", "en", 2.4e6, "AUD"),
        ("₿21,000", "en", 21000, "₿"),
        ("Mex$10", "en", 10, "MEX$"),
        ("-$4 million", "en", -4e6, "$"),
        ("$5 bn", "en", 5e9, "$"),
        ("$1.2 B", "en", 1.2e9, "$"),
        ("$2T", "en", 2e12, "$"),
        ("Rs. 500 crore", "en", 5e9, "Rs"),
        ("RM 40", "en", 40, "RM"),
        ("₴500", "en", 500, "₴"),
        ("17€25", "fr", 17.25, "€"),
        ("MEUR 60", "en", 6e7, "EUR"),
        ("75 USD million", "en", 7.5e7, "USD"),
        ("2,5 M$", "fr", 2.5e6, "$"),
        ("80 $ US", "fr", 80, "US$"),
        ("45\u00a0000\u00a0$", "fr", 45000, "$"),
    ],
)
def test_money_keeps_its_sign(text: str, language: str, value: float, sign: str) -> None:
    (number,) = read_numbers(text, language)
    assert (number.value, number.sign) == (pytest.approx(value), sign)
    assert text[number.start : number.end] == text


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the twenty-fifth day", "en"),
        ("the second half", "en"),
        ("a twenty-first century army", "en"),
        ("the twenty-fifths", "en"),
        ("a third party", "en"),
        ("Entente sur les tiers pays sûrs", "fr"),
        ("mise en quarantaine", "fr"),
        ("no numbers at all", "en"),
        ("", "fr"),
    ],
)
def test_words_that_are_no_numbers(text: str, language: str) -> None:
    assert read_numbers(text, language) == []


def test_numbers_over_a_count_or_a_lower_number_are_no_ratio() -> None:
    assert [n.value for n in read_numbers("20 over 30 games")] == [20, 30]
    assert [n.value for n in read_numbers("120 over 80")] == [120, 80]


@pytest.mark.parametrize(
    ("text", "language", "values"),
    [
        ("a $5 T-shirt", "en", [5]),
        ("owes $5 B.C. Ferries", "en", [5]),
        ("a score of 80", "en", [80]),
        ("point two of the plan", "en", [2]),
        ("one goal in five games", "en", [1, 5]),
        ("5 - 3", "en", [5, 3]),
        ("15,000² claims", "en", [15000]),
        ("du 19e au 20e", "fr", [19, 20]),
        ("5 million and two years", "en", [5e6, 2]),
        ("one thousand, two thousand", "en", [1000, 2000]),
        ("two thousand, three more", "en", [2000, 3]),
    ],
)
def test_what_looks_like_a_part_of_the_number_and_is_none(text: str, language: str, values: list[float]) -> None:
    assert [n.value for n in read_numbers(text, language)] == values


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("three quarters of one per cent", "en", 0.75),
        ("half of 1%", "en", 0.5),
        ("un dixième de 1 %", "fr", 0.1),
        ("le quart d’un pour cent", "fr", 0.25),
    ],
)
def test_a_share_of_one_per_cent_is_in_per_cent(text: str, language: str, value: float) -> None:
    (number,) = read_numbers(text, language)
    unit = read_unit(text, number, language, "CAD")
    assert (number.value, unit and unit.name) == (value, "percent")


def test_a_year_and_a_number_are_no_range() -> None:
    assert [n.value for n in read_numbers("nine points since 2014 to 71 per cent")] == [9, 2014, 71]


_WORDS = (
    "1 000 ² ٣ , . - – / $ % million cent vingt et and one half a to de à from between in sur dozen tiers hundred m °"
)
_PIECES = st.sampled_from([" ", "\u00a0", "\n", "’", *_WORDS.split()])


@settings(max_examples=300, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=80), st.sampled_from(["en", "fr"]))
def test_any_text_is_read(text: str, language: str) -> None:
    end = 0
    for number in read_numbers(text, language):
        assert end <= number.start < number.end <= len(text)
        assert number.value == number.value
        assert abs(number.value) != float("inf")
        end = number.end


@pytest.mark.parametrize(
    "piece", ["1,", "1 ", "one hundred and ", "quatre-vingt-", "$1 to ", "1-", "a half ", "9", "(", "de 1 à "]
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_work_is_proportional_to_length(piece: str, language: str) -> None:
    """Counted in calls, which no busy machine changes."""

    def calls(text: str) -> int:
        count = 0

        def counted(*_: object) -> None:
            nonlocal count
            count += 1

        sys.setprofile(counted)
        try:
            read_numbers(text, language)
        finally:
            sys.setprofile(None)
        return count

    assert calls(piece * 2000) < 5 * calls(piece * 500) + 1000
