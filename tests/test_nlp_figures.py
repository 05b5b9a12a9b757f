"""Figures of real pipelines, English and French: what is one, and what it says."""

from datetime import date

import pytest
import spacy

from db.records import Figure
from pipelines import pipeline


def figures(text: str, language: str = "en", published: str | None = "2024-05-10") -> list[Figure]:
    model = pipeline(language)
    doc = model.make_doc(text)
    doc._.published = date.fromisoformat(published) if published else None
    return model(doc)._.figures


def found(text: str, language: str = "en") -> list[tuple[float, float | None, str | None]]:
    return [(f.value, f.value_high, f.unit) for f in figures(text, language)]


@pytest.mark.parametrize(
    "text",
    [
        "The rule changed in 2019.",
        "It happened on May 3, 2021, at 9:30 a.m. near the road.",
        "Under Title 8, Highway 12 and section 31.2 stay open.",
        "Bill C-77 passed its 2nd reading.",
        "Call 1-800-555-0123 or 604 555-0188.",
        "The motion passed by a vote of 7-2.",
        "He quoted docket 300-11-022222.",
        "The two countries signed.",
        "The twenty-first century began.",
        "See page 14 and footnote 3.",
        "She no longer plays in the NBA's G7.",
        "1.\n\n2. Crossings between ports",
        "In the cold, call 911 first.",
        "Bring boots in sizes 10 to 13.",
        "The cafe opens from five in the morning.",
        "Channel 6 reported from the road.",
        "It was a lap record for a production-four-door car.",
        "The six-speed gearbox is new.",
        "It sells a new HIV 2 drug.",
        "The board met here.[3] It left.",
        "They dream of a last-32 place.",
        "They showed the Canoe Pro 3 tablets.",
    ],
)
def test_no_figures(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "La règle a changé en 2019.",
        "Il entrera en vigueur à 0 h 01, le samedi 4 mai.",
        "L'article 14 du projet de loi 9 reste en vigueur.",
        "Téléphonez au 514 555-0199.",
        "La motion a été adoptée par 60 voix contre 41.",
        "Les deux pays ont signé.",
        "Un homme est venu avec une valise.",
        "C'est la déclaration des deux gouvernements.",
        "Composez le 911.",
    ],
)
def test_no_french_figures(text: str) -> None:
    assert figures(text, "fr") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Canada will take 15,000 migrants.", [(15000, None, "migrant")]),
        ("Officers handled 30 asylum claims a day.", [(30, None, "asylum claim per day")]),
        ("The number fell from 130 a day to 20.", [(130, None, "per day"), (20, None, "per day")]),
        ("The wait went from 54 minutes to 38.", [(54, None, "minute"), (38, None, "minute")]),
        ("Between 15 and 20 people cross a week.", [(15, 20, "person")]),
        ("It cost $1.2 million, or 4.5 percent more.", [(1.2e6, None, "USD"), (4.5, None, "percent")]),
        ("A 17-page memo asked for two drones.", [(17, None, "page"), (2, None, "drone")]),
        ("One in five claimants was refused.", [(0.2, None, None)]),
        ("It was not 40,000 people but 39,540.", [(39540, None, None)]),
        ("Thousands of people waited.", [(1000, 10000, "person")]),
        ("Laval counts 171 of them, or about 99 per cent.", [(171, None, None), (99, None, "percent")]),
        ("They paid 2.5 million Swiss francs.", [(2.5e6, None, "CHF")]),
        ("Oil sold for $71.50 a barrel, a room for $90 a night.", [(71.5, None, "USD per barrel"), (90, None, "USD")]),
        ("A $70-a-share bid came.", [(70, None, "USD per share")]),
        ("The 600 barrel-a-day plant closed.", [(600, None, "barrel per day")]),
        ("The plant fills six 250ml bottles.", [(6, None, "bottle"), (250, None, "millilitre")]),
        ("The airline parked two new 737 Max jets.", [(2, None, "737 max jet")]),
        ("It has sold 35m of its phones.", [(35e6, None, "phone")]),
        ("Pipe runs for 35m.", [(35, None, "metre")]),
        ("The mill burns 300 tonnes of wood a day.", [(300, None, "metric ton per day")]),
        ("He has only one job.", [(1, None, "job")]),
        ("They saw 30 weapons sites and 40 others.", [(30, None, "weapons site"), (40, None, None)]),
        ("It may pass the 5,000 mark.", [(5000, None, "mark")]),
    ],
)
def test_value_and_unit(text: str, expected: list[tuple[float, float | None, str | None]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le Canada accueillera 15 000 migrants.", [(15000, None, "migrant")]),
        ("On compte 39\u00a0000 demandes d'asile par jour.", [(39000, None, "demande d'asile par jour")]),
        ("Une trentaine de personnes sont venues.", [(30, None, "personne")]),
        ("La facture totalise 136 M$.", [(136e6, None, "CAD")]),
        ("Le séjour est passé de 12 à 30 jours.", [(12, None, "jour"), (30, None, "jour")]),
        ("Il réclame 1,2 million de dollars.", [(1.2e6, None, "CAD")]),
        ("Ottawa a versé 374 M$ au Québec.", [(374e6, None, "CAD")]),
        ("Le billet coûte trois dollars, cinquante cents.", [(3.5, None, "CAD")]),
        ("Le billet coûte 17 USD 25.", [(17.25, None, "USD")]),
        ("L'or vaut 1 800 $ l'once.", [(1800, None, "CAD par once")]),
    ],
)
def test_french_value_and_unit(text: str, expected: list[tuple[float, float | None, str | None]]) -> None:
    assert found(text, "fr") == expected


@pytest.mark.parametrize(
    ("text", "language", "qualifier", "change"),
    [
        ("About 300 people left.", "en", "about", None),
        ("At least 300 people left.", "en", "at_least", None),
        ("More than 300 people left.", "en", "more_than", None),
        ("Up to 300 people left.", "en", "at_most", None),
        ("Fewer than 300 people left.", "en", "less_than", None),
        ("Buyers want sub-300 sq m offices.", "en", "less_than", None),
        ("Between 300 and 400 people left.", "en", "between", None),
        ("Some 300-odd people left.", "en", "about", None),
        ("Claims rose 12 per cent.", "en", "exact", "up"),
        ("Claims fell to 300.", "en", "exact", "down"),
        ("Claims are up by almost 12 per cent.", "en", "about", "up"),
        ("Claims tripled.", "en", "exact", "up"),
        ("Ottawa wants to cut its costs by 12 per cent.", "en", "exact", "down"),
        ("The forecast was revised upward by $300.", "en", "exact", "up"),
        ("The team gave up 300 yards.", "en", "exact", None),
        ("Gold ended higher at $300.", "en", "exact", None),
        ("Près de 300 personnes sont parties.", "fr", "about", None),
        ("Au moins 300 personnes sont parties.", "fr", "at_least", None),
        ("Plus de 300 personnes sont parties.", "fr", "more_than", None),
        ("Jusqu'à 300 personnes partent.", "fr", "at_most", None),
        ("Les demandes sont en hausse de 12 %.", "fr", "exact", "up"),
    ],
)
def test_qualifier_and_change(text: str, language: str, qualifier: str, change: str | None) -> None:
    figure = figures(text, language)[0]
    assert (figure.qualifier, figure.change) == (qualifier, change)


def test_an_index_after_its_change_is_a_level() -> None:
    assert [f.change for f in figures("The index gained 0.7 per cent to 6,327.85.")] == ["up", None]
    assert [f.change for f in figures("Claims rose 12 per cent to 39,000.")] == ["up", "up"]
    assert [f.change for f in figures("It is $84 billion, down from the $89 billion of May.")] == [None, None]


def test_a_change_and_the_level_it_led_to_are_two_figures() -> None:
    assert found("The stock fell $1.50 to $18.") == [(1.5, None, "USD"), (18, None, "USD")]
    assert found("Rates rose 5 to 20 per cent.") == [(5, 20, "percent")]


def test_a_size_before_the_hyphen_shares_the_unit_after_it() -> None:
    assert found("It has a 7- or 8-inch screen.") == [(7, None, "inch"), (8, None, "inch")]
    assert [f.counted for f in figures("It has a 7- or 8-inch screen.")] == ["screen", "screen"]


def test_what_it_is_said_of() -> None:
    (figure,) = figures(
        "About 39,000 people entered Canada through unofficial crossings last year.", published="2023-03-24"
    )
    assert (figure.value, figure.qualifier, figure.unit) == (39000, "about", "person")
    assert (figure.period_start, figure.period_end) == ("2022-01-01", "2022-12-31")
    assert figure.counted is not None
    assert "people entered Canada" in figure.counted


@pytest.mark.parametrize(
    ("text", "language", "counted"),
    [
        (
            "The board heard 40 appeals at its western office in May 2023.",
            "en",
            "appeals heard by the board at its western office",
        ),
        ("About 200 people walked into the village through unofficial crossings last year.", "en", None),
        ("Some 300 families were sent to hotels near the lake.", "en", "families sent to hotels near the lake"),
        ("Canada will welcome 500 people from the Western Hemisphere on humanitarian grounds.", "en", None),
        ("Lapointe's land office took 40 claims.", "en", "claims taken by Lapointe's land office"),
        ("People who cross elsewhere and claim asylum within 14 days are sent back.", "en", None),
        ("The fee rose by 12 per cent.", "en", "fee"),
        ("Total cost: $7,200 for the van.", "en", "total cost for the van"),
        ("The plan includes a penalty of $520 for Laval.", "en", "penalty for Laval"),
        ("The truck makes a five-day, 900-mile trip from Erie.", "en", "trip from Erie"),
        ("The motor yields 45 Nm (33 lb-ft) of torque.", "en", "torque"),
        ("They found carbon levels at 1,200 parts per million.", "en", "carbon levels"),
        ("The lowest is 74 cents.", "en", "lowest"),
        ("The mill burns 300 tonnes of wood a day.", "en", "wood"),
        ("Each of the houses costs $40.", "en", "houses"),
        ("A fleet worth over 3 million is rusting.", "en", "fleet"),
        ("The fallers were Harbour Group, down 68 cents.", "en", "Harbour Group"),
        ("69 per cent of those asked said no.", "en", "asked"),
        ("The army ordered $70 million in medical equipment.", "en", "medical equipment"),
        ("The airline said it was buying two old jets.", "en", "old jets bought by the airline"),
        ("Shares leapt $2.", "en", "shares"),
        ("The 32% state-owned bank shrank.", "en", "state-owned bank shrank"),
        ("The Smiths' share is 27%.", "en", "Smiths' share"),
        ("Maria Fielding, 26, and Jake Austin, 21, left.", "en", "Maria Fielding"),
        ("They came back after resting for 20 minutes.", "en", "resting"),
        ("The population of the town is 8,000 people.", "en", "population of the town"),
        ("Homes there stay empty for an average of 70 days.", "en", "homes there stay empty"),
        ("Ottawa announced plans to lay off 600 workers.", "en", "workers to be laid off by Ottawa"),
        ("He will be 30 years old.", "en", None),
        ("The crew looked at two bridges.", "en", "bridges the crew looked at"),
        ("The package includes 40 buses.", "en", "buses the package includes"),
        ("The port moved the equivalent of 40 containers.", "en", "containers moved by the port"),
        ("Tens of thousands of people camped on the shore.", "en", "people camped on the shore"),
        ("The blast left 25 people dead.", "en", "people left dead by the blast"),
        ("The report says she has used 29 boats.", "en", "boats used"),
        ("Exports could see a 5 per cent rebound.", "en", "rebound of exports"),
        ("The lab signed a 10-year contract.", "en", "contract signed by the lab"),
        ("It expects income from rents of about $300,000.", "en", "income from rents"),
        ("The shop offers 50 per cent off a laptop.", "en", "laptop"),
        ("They sold the best version of the tablet for only $800.", "en", "best version of the tablet"),
        ("The Aero Pro 16 inch is worth $2000.", "en", "Aero Pro"),
        ("Lee entered the game averaging 15 points.", "en", "Lee"),
        ("Paris demanded $30 million from London.", "en", "amount demanded by Paris from London"),
        ("Its shares closed at $29 in heavy trading.", "en", "shares"),
        ("The guards turned back 210 boats.", "en", "boats turned back by the guards"),
        ("The fire forced 900 people to flee.", "en", "people forced by the fire to flee"),
        ("Ten people were not using the bridge.", "en", "people not using the bridge"),
        ("A total of $650,000 was paid out by the city.", "en", "amount paid out by the city"),
        ("Families spent an average of $1,250 on rent.", "en", "amount spent by families on rent"),
        ("Researchers followed 400 patients for six years.", "en", "patients followed by researchers"),
        ("A barrel of oil sold for $82.40.", "en", "oil"),
        ("One in four claimants came from Mexico.", "en", "claimants"),
        ("The chip uses half the power.", "en", "power"),
        ("The tablet's MSRP is $33.", "en", "tablet's MSRP"),
        ("The peso saw strong buying to close at 17.40.", "en", "peso"),
        ("Le bureau a reçu 40 demandes au printemps.", "fr", "demandes reçues par le bureau"),
        ("Two of the five bridges are shut.", "en", "bridges"),
        ("Agents found 40 kilograms of copper worth $2 million.", "en", "copper"),
        ("Lee led Tan by 5 percentage points.", "en", "Lee"),
        ("It set aside $11 million related to the repair of a mill.", "en", "amount related to the repair of a mill"),
        ("Sun, a maker of computers, operates 40 stores.", "en", "stores Sun operates"),
        ("The firm posted a $130 million write-down of its bonds.", "en", "write-down of its bonds"),
        ("They found 600 pounds of fertilizer-based explosives.", "en", "fertilizer-based explosives"),
        ("Le tunnel mesure 3,2 kilomètres.", "fr", "tunnel"),
        ("Le délai moyen est de 44 mois.", "fr", "délai moyen"),
        ("Les prix ont bondi de 12 %.", "fr", "prix"),
        ("Environ 60 millions de personnes utilisent l'application.", "fr", "personnes utilisent l'application"),
        ("La ville accueillera 500 personnes de la région pour des motifs humanitaires.", "fr", None),
    ],
)
def test_counted_reads_as_a_phrase(text: str, language: str, counted: str | None) -> None:
    stretches = {
        200: "people walked into the village through unofficial crossings",
        500: "people from the Western Hemisphere on humanitarian grounds"
        if language == "en"
        else "personnes de la région pour des motifs humanitaires",
        14: "people who cross elsewhere and claim asylum",
    }
    figure = figures(text, language)[0]
    assert figure.counted == (counted or stretches.get(int(figure.value)))


def test_a_number_without_a_noun_counts_what_the_one_before_it_does() -> None:
    first, second = figures("Officers stopped 120 people between ports of entry, of whom 80 were in Laval.")
    assert first.counted == second.counted == "people stopped by officers between ports of entry"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("Shares of Harbour were down 2%, Laval Steel by 3% and Erie's by 4%.", ["Laval Steel", "Erie"]),
        ("In Europe: FTSE -0.6% CAC -1.7%.", ["CAC"]),
        ("The fallers were Laval, down 68 p at 112 p.", ["Laval"]),
        ("The fee is $33 versus last year's $32.", ["fee"]),
        ("Total dead: 192\nInjured: 40", ["injured"]),
        ("Nine people were hurt and at least 12 arrested in the riot.", ["people arrested in the riot"]),
        ("It killed 20 people, including two guards, and wounded 50.", ["guards", "people wounded"]),
        ("Oil fell 2%, while copper, a base metal, rose 3%.", ["copper"]),
        ("Crews reached 56 homes, but 40 were still in the dark.", ["homes in the dark"]),
        ("The fund followed 400 patients for six years.", ["fund followed patients"]),
        ("The school has 120 pupils and would take 35 if it had room.", ["pupils to be taken by the school"]),
        ("Of the eight men, three were stabbed and two drowned in the lake.", ["men drowned in the lake"]),
    ],
)
def test_each_number_of_a_list_is_said_of_its_own(text: str, counted: list[str]) -> None:
    assert [figure.counted for figure in figures(text)[1:]] == counted


@pytest.mark.parametrize(
    ("text", "language", "period"),
    [
        ("Officers stopped 120 people in March 2023.", "en", ("2023-03-01", "2023-03-31")),
        ("There were 50 crossings in April 2023 and 70 in May 2023.", "en", ("2023-04-01", "2023-04-30")),
        ("The count was 120, according to data released on Tuesday.", "en", (None, None)),
        ("La police a arrêté 120 personnes en mars 2023.", "fr", ("2023-03-01", "2023-03-31")),
        ("By the tables for 2022, there were 50 arrests in January.", "en", ("2022-01-01", "2022-01-31")),
        (
            "Officers stopped 120 people who walked into Canada near the mill in 2022.",
            "en",
            ("2022-01-01", "2022-12-31"),
        ),
        ("La police a arrêté 120 personnes, contre 90 en février.", "fr", (None, None)),
    ],
)
def test_period(text: str, language: str, period: tuple[str | None, str | None]) -> None:
    figure = figures(text, language)[0]
    assert (figure.period_start, figure.period_end) == period


@pytest.mark.parametrize(
    ("text", "language", "places"),
    [
        ("Officers stopped 120 people between ports in 2022, including 80 in Quebec.", "en", [None, "Quebec"]),
        ("Officers stopped 120 people last year, nearly all of them in Quebec.", "en", [None]),
        ("They flee poverty in South and Central America, 120 families say.", "en", [None]),
        ("Quebec's offices took 120 claims and about 80 in April.", "en", ["Quebec", "Quebec"]),
        ("La police a arrêté 120 personnes, dont 80 au Québec.", "fr", [None, "Quebec"]),
    ],
)
def test_place(text: str, language: str, places: list[str | None]) -> None:
    assert [figure.place for figure in figures(text, language)] == places


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Maria Fielding said 40 people slept in the hall.", "Maria Fielding"),
        ("Forty people slept in the hall, said Maria Fielding.", "Maria Fielding"),
        ("“We counted 40 people,” Maria Fielding said.", "Maria Fielding"),
        ("Officers found 40 people in the hall.", None),
    ],
)
def test_speaker(text: str, speaker: str | None) -> None:
    assert figures(text)[0].speaker == speaker


@pytest.mark.parametrize(
    ("text", "language", "attribution"),
    [
        ("According to police data, 40 people slept in the hall.", "en", "According to police data"),
        ("Forty people slept in the hall, said Maria Fielding.", "en", "said Maria Fielding"),
        ("Selon les données de la ville, 40 personnes y dorment.", "fr", "Selon les données de la ville"),
        ("Quarante personnes y dorment, d'après la ville.", "fr", "d'après la ville"),
        ("People who claim asylum within 14 days are sent back.", "en", None),
    ],
)
def test_attribution_as_written(text: str, language: str, attribution: str | None) -> None:
    assert figures(text, language)[0].attribution == attribution


def test_offsets_and_sentence() -> None:
    text = "Rain fell.\n\nAbout 39,000 people came to Laval, and it cost $40 a head."
    for figure in figures(text):
        assert text[figure.start : figure.end] == figure.text
        assert figure.sentence == "About 39,000 people came to Laval, and it cost $40 a head."


def test_a_currency_the_text_does_not_name_is_assumed() -> None:
    text = "The bridge cost $40 million, or US$30 million, Quebec says."
    assert [(f.unit, f.unit_assumed) for f in figures(text)] == [("CAD", True), ("USD", False)]


def test_works_alone_and_on_an_empty_text() -> None:
    blank = spacy.blank("en")
    blank.add_pipe("roxham_figures")
    assert blank("")._.figures == []
    assert [f.value for f in blank("They sold 40 cars.")._.figures] == [40]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("La Ville versera 175 000 $ à quatre organismes.", [(175000, "CAD"), (4, "organisme")]),
        ("Ottawa a versé 750 millions de dollars en juin; elle exigeait un milliard.", [(750e6, "CAD"), (1e9, "CAD")]),
        ("Ottawa a versé 750 millions de dollars pour 2 millions de gens.", [(750e6, "CAD"), (2e6, "gen")]),
    ],
)
def test_what_is_as_much_money_and_who_is_paid(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.unit) for figure in figures(text, "fr")] == expected


def test_a_time_is_not_what_is_counted() -> None:
    assert [figure.unit for figure in figures("Officers stopped 31 people, up from 12 last summer.")] == [
        "person",
        None,
    ]
