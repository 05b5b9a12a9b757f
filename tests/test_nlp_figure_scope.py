"""When a figure holds and where, read by real pipelines: every sentence is of an article of 10 June 2023."""

from datetime import date

import pytest

from nlp.figure_scope import is_age
from pipelines import pipeline

YEAR_2021, YEAR_2022 = ("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-12-31")
MARCH, APRIL, MAY = ("2023-03-01", "2023-03-31"), ("2023-04-01", "2023-04-30"), ("2023-05-01", "2023-05-31")
TODAY = ("2023-06-10", "2023-06-10")


def periods(text: str, language: str) -> dict[str, tuple[str | None, str | None]]:
    model = pipeline(language)
    doc = model.make_doc(text)
    doc._.published = date(2023, 6, 10)
    return {f.text: (f.period_start, f.period_end) for f in model(doc)._.figures}


def check(text: str, language: str, expected: dict[str, tuple[str, str] | None]) -> None:
    found = periods(text, language)
    assert {number: found.get(number) for number in expected} == {
        number: days or (None, None) for number, days in expected.items()
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Officers stopped 1,204 people from January to March, compared with 5,255 in the same months last year.",
            {"1,204": ("2023-01-01", "2023-03-31"), "5,255": ("2022-01-01", "2022-03-31")},
        ),
        ("Crossings fell from 130 a day in March to 20 now.", {"130": MARCH, "20": TODAY}),
        ("Arrivals dropped from 4,100 in March to 70 in May.", {"4,100": MARCH, "70": MAY}),
        ("In 2022, officers stopped 39,540 people, up from 4,246 in 2021.", {"39,540": YEAR_2022, "4,246": YEAR_2021}),
        ("There were 4,100 crossings in March, 85 in April and 70 in May.", {"4,100": MARCH, "85": APRIL, "70": MAY}),
        (
            "Police stopped 900 people in the last nine months of 2022, the force said Friday, up from 400 over the "
            "same period a year earlier.",
            {"900": ("2022-04-01", "2022-12-31"), "400": ("2021-04-01", "2021-12-31")},
        ),
        (
            "Agents logged 6,925 encounters in 2022, a year that ended on Dec. 31, up from 1,065 the year before.",
            {"6,925": YEAR_2022, "1,065": YEAR_2021},
        ),
        ("Arrivals fell from 4,173 in March to 85 in April. That is a drop of 98 per cent.", {"98": APRIL}),
        ("The shelter served 6,200 meals last year and 900 so far this year.", {"900": ("2023-01-01", "2023-06-10")}),
        ("In May agents logged 300 encounters, five times the figure for 2021.", {"five": MAY}),
        (
            "The province housed 40 families in May. That is 30 per cent more than in the same month of 2021.",
            {"30": MAY},
        ),
        ("Canada received 90 claims in May, nearly half of them in Ontario, the board reported Friday.", {"half": MAY}),
    ],
)
def test_each_side_of_a_comparison_has_its_own_days(text: str, expected: dict[str, tuple[str, str] | None]) -> None:
    check(text, "en", expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "La police a stoppé 310 personnes en mai, contre 420 au cours du même mois en 2022.",
            {"310": MAY, "420": ("2022-05-01", "2022-05-31")},
        ),
        ("Le nombre de passages est passé de 130 par jour en mars à 20 aujourd'hui.", {"130": MARCH, "20": TODAY}),
        ("Le refuge, qui comptait 120 places en 2021, en a maintenant 400.", {"120": YEAR_2021, "400": TODAY}),
        (
            "La GRC a stoppé 70 personnes en mai, contre 85 en avril et 4100 en mars. C'est 12 % de moins qu'en 2022.",
            {"70": MAY, "85": APRIL, "4100": MARCH, "12 %": MAY},
        ),
        ("Elle n'a vu que 70 personnes en mai, une baisse de 80 % par rapport à 2020.", {"80 %": MAY}),
        (
            "La maison a logé 268 personnes en mai, comparativement à 193 en mai 2022, soit une hausse de 39 %.",
            {"268": MAY, "193": ("2022-05-01", "2022-05-31"), "39 %": MAY},
        ),
        ("Le délai est de 37 mois, contre 20 en 2022. Près de la moitié des gens attendent.", {"la moitié": None}),
    ],
)
def test_each_side_of_a_french_comparison(text: str, expected: dict[str, tuple[str, str] | None]) -> None:
    check(text, "fr", expected)


@pytest.mark.parametrize(
    ("text", "language", "number", "start"),
    [
        ("So far this year, 14,000 people have crossed.", "en", "14,000", "2023-01-01"),
        ("Some 300 people have been returned since the pact was widened on March 25.", "en", "300", "2023-03-25"),
        ("The pact took effect on March 25. Since it took effect, 191 people have left.", "en", "191", "2023-03-25"),
        ("Depuis l'élargissement de l'entente, le 25 mars, 300 personnes sont parties.", "fr", "300", "2023-03-25"),
        ("Quelque 9000 personnes ont pris ce chemin depuis son apparition en 2017.", "fr", "9000", "2017-01-01"),
        ("Jusqu'à présent cette année, 14 000 personnes ont traversé.", "fr", "14 000", "2023-01-01"),
    ],
)
def test_what_began_and_goes_on_lasts_to_the_article(text: str, language: str, number: str, start: str) -> None:
    check(text, language, {number: (start, "2023-06-10")})


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("March brought 4,100 crossings, April 85.", "en", {"4,100": MARCH, "85": APRIL}),
        ("Mars a vu 4100 passages, avril 85.", "fr", {"4100": MARCH, "85": APRIL}),
        ("Claims peaked in April, when 4,689 people came.", "en", {"4,689": APRIL}),
        ("Les demandes ont culminé en avril, quand 4689 personnes sont venues.", "fr", {"4689": APRIL}),
        ("The town expects another 620 families by 2025.", "en", {"620": ("2023-06-10", "2025-12-31")}),
        ("La Ville prévoit loger 620 autres familles d'ici 2025.", "fr", {"620": ("2023-06-10", "2025-12-31")}),
        ("Il a promis 500 agents de plus d'ici deux ans.", "fr", {"500": ("2023-06-11", "2025-06-10")}),
        ("On a compté 18 décès au cours des trois années précédentes.", "fr", {"18": ("2020-06-10", "2023-06-10")}),
        (
            "Beds in 2022\n\n| Month | Beds |\n| --- | --- |\n| March | 310 |\n| May | 85 |",
            "en",
            {"310": ("2022-03-01", "2022-03-31"), "85": ("2022-05-01", "2022-05-31")},
        ),
        ("Lits en 2022\n\n| Mois | Lits |\n| --- | --- |\n| Mars | 310 |", "fr", {"310": ("2022-03-01", "2022-03-31")}),
        ("The town wants $12 million for 2020, 2021 and 2022.", "en", {"$12 million": ("2020-01-01", "2022-12-31")}),
        ("La Ville réclame 12 M$ pour 2020, 2021 et 2022.", "fr", {"12 M$": ("2020-01-01", "2022-12-31")}),
        (
            "Alberta took in 55 per cent of the patients seen in clinics in 2022 — some 7,300 people — she wrote.",
            "en",
            {"55": YEAR_2022, "7,300": YEAR_2022},
        ),
        ("Of the 4,000 permits issued in May, 1,100 went to families.", "en", {"4,000": MAY, "1,100": MAY}),
        ("Des 4000 permis délivrés en mai, 1100 sont allés à des familles.", "fr", {"4000": MAY, "1100": MAY}),
        ("Some 250 people wait for a room, some of them since 2021.", "en", {"250": None}),
        ("Crossings stayed low in May, with 36 people intercepted by police.", "en", {"36": MAY}),
        ("The hall, with only 30 seats, sent visitors home in May.", "en", {"30": None}),
        ("Samedi et dimanche, la police a refoulé 40 personnes.", "fr", {"40": ("2023-06-03", "2023-06-04")}),
        ("The city wants to keep 238 rooms open until Sept. 30.", "en", {"238": ("2023-06-10", "2023-09-30")}),
        ("On Thursday it had 31 requests; on Friday, 26.", "en", {"26": ("2023-06-09", "2023-06-09")}),
        ("En avril, le séjour durait en moyenne 41 jours.", "fr", {"41": APRIL}),
        ("Le programme, ouvert le 17 avril, est plafonné à 11 000 demandes.", "fr", {"11 000": None}),
        (
            "Mothers filed 700 claims in May, up from 520 in the same month of 2022. Men filed half as many.",
            "en",
            {"700": MAY, "520": ("2022-05-01", "2022-05-31")},
        ),
        ("Starting July 15, 11,000 people may apply.", "en", {"11,000": None}),
        ("À partir du 15 juillet, 11 000 personnes pourront postuler.", "fr", {"11 000": None}),
    ],
)
def test_a_date_that_holds_beyond_its_own_clause(
    text: str, language: str, expected: dict[str, tuple[str, str] | None]
) -> None:
    check(text, language, expected)


@pytest.mark.parametrize(
    ("text", "language", "number"),
    [
        ("The mayor said on Tuesday that 45 families were in the shelter.", "en", "45"),
        ("The agency, which employs 8,500 officers, closed the office on Monday.", "en", "8,500"),
        ("The pact, signed in 2002, covers 117 ports of entry.", "en", "117"),
        ("Amadou, who left Guinea in 2019, paid smugglers US$4,000.", "en", "US$4,000"),
        ("Ottawa set aside $1 billion for housing in the March budget.", "en", "$1 billion"),
        ("L'entente, signée en 2002, s'applique à 117 points d'entrée.", "fr", "117"),
        ("L'agence, qui emploie 8500 agents, a fermé le bureau lundi.", "fr", "8500"),
    ],
)
def test_a_date_of_something_else_is_not_the_figures(text: str, language: str, number: str) -> None:
    check(text, language, {number: None})


@pytest.mark.parametrize(
    ("text", "language", "number", "days"),
    [
        ("Police counted 85 crossings in April. Only 14 were families.", "en", "14", APRIL),
        ("Police counted 85 people in April, compared with 4,100 in March. Nine were hurt.", "en", "Nine", APRIL),
        ("Officers stopped 39,540 people in 2022. Of those, 39,171 were in Quebec.", "en", "39,171", YEAR_2022),
        ("Quebec paid $20 million in 2021. That year, 1,500 families got aid.", "en", "1,500", YEAR_2021),
        ("La police a compté 85 passages en avril. Parmi eux, 14 étaient des enfants.", "fr", "14", APRIL),
        ("Police counted 85 crossings in April. The shelter has 60 beds.", "en", "60", None),
        ("In April the clinic saw 85 patients. It turned away 60 families.", "en", "60", APRIL),
        ("En avril, le refuge a logé 85 personnes. Il a refusé 60 familles.", "fr", "60", APRIL),
        ("In April the clinic saw 85 patients. It has 60 beds.", "en", "60", None),
        ("Police counted 85 people in April. Germany took in 700.", "en", "700", None),
    ],
)
def test_a_part_has_the_days_of_the_whole(text: str, language: str, number: str, days: tuple[str, str] | None) -> None:
    check(text, language, {number: days})


@pytest.mark.parametrize(
    ("text", "number", "expected"),
    [
        ("Hal Brewster, 61, drove.", "61", True),
        ("She is 47.", "47", True),
        ("In Ontario, 61, and in Quebec, 80.", "61", False),
        ("A Guatemalan man, 44, was found dead.", "44", True),
        ("It took 31 calls on Monday; on Tuesday, 26.", "26", False),
    ],
)
def test_ages(text: str, number: str, expected: bool) -> None:
    start = text.index(number)
    assert is_age(text, start, start + len(number)) is expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Police in Toronto counted 85 claims in April, 70 in May.", "en", {"85": "Toronto", "70": "Toronto"}),
        ("Officers in Toronto met 55 people. Three needed care.", "en", {"55": "Toronto", "Three": "Toronto"}),
        ("La police a reçu 85 demandes à Toronto en avril et 70 en mai.", "fr", {"85": "Toronto", "70": "Toronto"}),
        ("The table left out Manitoba (90) and Toronto (242 claims).", "en", {"90": "Manitoba", "242": "Toronto"}),
        ("Police in Toronto counted 85 claims in April. Each room costs $90.", "en", {"85": "Toronto", "$90": None}),
    ],
)
def test_where_what_is_counted_happened(text: str, language: str, expected: dict[str, str | None]) -> None:
    doc = pipeline(language)(text)
    found = {f.text: f.place for f in doc._.figures}
    assert {number: found.get(number, "not found") for number in expected} == expected
