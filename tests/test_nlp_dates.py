"""Dates in English and French news text, resolved against the article's date."""

from datetime import date

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp import date_component  # noqa: F401  (registers the component)
from nlp.date_grammar import Grammar
from nlp.dates import GRAMMARS, find_dates

WEDNESDAY = date(2023, 4, 5)


def read(text: str, language: str = "en", published: date | None = WEDNESDAY, country: str | None = None) -> list[str]:
    """'surface = first day[..last day]' of each date."""
    found = []
    for each in find_dates(text, published, language, country):
        days = str(each.date_start) if each.date_start == each.date_end else f"{each.date_start}..{each.date_end}"
        found.append(f"{text[each.start : each.end]} = {days}")
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opened on March 25, 2023, at noon.", ["March 25, 2023 = 2023-03-25"]),
        ("It opened on Saturday, March 25.", ["Saturday, March 25 = 2023-03-25"]),
        ("Filed Mar. 25 in Ottawa.", ["Mar. 25 = 2023-03-25"]),
        ("It opened on 25 March 2022.", ["25 March 2022 = 2022-03-25"]),
        ("Filed 2023-03-25.", ["2023-03-25 = 2023-03-25"]),
        ("Filed 03/25/2023.", ["03/25/2023 = 2023-03-25"]),
        ("Open March 25-27, 2023.", ["March 25-27, 2023 = 2023-03-25..2023-03-27"]),
        ("In December 2022 it closed.", ["December 2022 = 2022-12-01..2022-12-31"]),
        ("In 2019 it closed.", ["2019 = 2019-01-01..2019-12-31"]),
        ("A 2004 law says so.", ["2004 = 2004-01-01..2004-12-31"]),
        ("It fell in the summer of 2022.", ["the summer of 2022 = 2022-06-01..2022-08-31"]),
        ("Numbers rose last winter.", ["last winter = 2022-12-01..2023-02-28"]),
        ("It rose in the first quarter of 2022.", ["the first quarter of 2022 = 2022-01-01..2022-03-31"]),
        (
            "In the quarter that ended June 30, 2022, it fell.",
            ["the quarter that ended = 2022-04-01..2022-06-30", "June 30, 2022 = 2022-06-30"],
        ),
        (
            "January and February 2023 were calm, unlike the same two months of 2021.",
            [
                "January and February 2023 = 2023-01-01..2023-02-28",
                "the same two months of 2021 = 2021-01-01..2021-02-28",
            ],
        ),
        ("It rose in the fourth quarter.", ["the fourth quarter = 2022-10-01..2022-12-31"]),
        ("In the first half of 2022, 300 came.", ["the first half of 2022 = 2022-01-01..2022-06-30"]),
        ("It rose in late summer.", ["late summer = 2022-08-01..2022-08-31"]),
        ("They came in the 1990s.", ["the 1990s = 1990-01-01..1999-12-31"]),
        ("They came in the early '80s.", ["the early '80s = 1980-01-01..1983-04-30"]),
        ("As of Dec. 31, 300 waited.", ["Dec. 31 = 2022-12-31"]),
        ("He came at Christmas.", ["Christmas = 2022-12-25"]),
        ("It began in nineteen ninety-six.", ["nineteen ninety-six = 1996-01-01..1996-12-31"]),
        ("It began in March two thousand and two.", ["March two thousand and two = 2002-03-01..2002-03-31"]),
        ("Then two thousand people and twenty twenty-dollar bills came.", []),
        ("A Feb. 30 hearing.", []),
    ],
)
def test_a_date_that_names_its_day_month_season_or_year(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He spoke today.", ["today = 2023-04-05"]),
        ("He spoke yesterday and will speak tomorrow.", ["yesterday = 2023-04-04", "tomorrow = 2023-04-06"]),
        ("She left last week.", ["last week = 2023-03-27..2023-04-02"]),
        ("He returns next month.", ["next month = 2023-05-01..2023-05-31"]),
        ("Crossings fell last year.", ["last year = 2022-01-01..2022-12-31"]),
        ("In March last year it closed.", ["March last year = 2022-03-01..2022-03-31"]),
        ("Over the past six months, 40 came.", ["the past six months = 2022-10-05..2023-04-05"]),
        ("over the past 11 years", ["the past 11 years = 2012-04-05..2023-04-05"]),
        ("Three weeks ago it opened.", ["Three weeks ago = 2023-03-15"]),
        ("It opened five years ago.", ["five years ago = 2018-01-01..2018-12-31"]),
        ("The first week of March was cold.", ["The first week of March = 2023-03-01..2023-03-07"]),
        ("In the last three months of 2022", ["the last three months of 2022 = 2022-10-01..2022-12-31"]),
        ("It fell in mid-March.", ["mid-March = 2023-03-11..2023-03-20"]),
        ("It began in early 2023.", ["early 2023 = 2023-01-01..2023-04-30"]),
        ("By the end of December, 72 waited.", ["the end of December = 2022-12-31"]),
        ("In December it was 90, up from 60 a year earlier.", ["December = 2022-12-01..2022-12-31"] * 1
         + ["a year earlier = 2021-12-01..2021-12-31"]),
        ("It was 90 in March, up from 60 in the same month last year.",
         ["March = 2023-03-01..2023-03-31", "the same month last year = 2022-03-01..2022-03-31"]),
        ("It was 90 in March, up from 60 the year before.",
         ["March = 2023-03-01..2023-03-31", "the year before = 2022-03-01..2022-03-31"]),
        ("They met Tuesday of last week.", ["Tuesday of last week = 2023-03-28"]),
        ("It opened two weeks before Christmas.", ["two weeks before Christmas = 2022-12-11"]),
        ("Enrolment rose this school year.", ["this school year = 2022-09-01..2023-06-30"]),
        ("It is cold this winter.", ["this winter = 2022-12-01..2023-02-28"]),
        ("Later this month it opens.", ["Later this month = 2023-04-05..2023-04-30"]),
        ("It was 90 on March 2, and two days later 95.", ["March 2 = 2023-03-02", "two days later = 2023-03-04"]),
    ],
)  # fmt: skip
def test_a_date_that_counts_from_the_article_or_from_another_date(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("since 2019", "since 2019 = 2019-01-01..2023-04-05"),
        ("since March 25", "since March 25 = 2023-03-25..2023-04-05"),
        ("since 12:01 a.m. on March 25", "since 12:01 a.m. on March 25 = 2023-03-25..2023-04-05"),
        ("since midnight Saturday", "since midnight Saturday = 2023-04-01..2023-04-05"),
        ("since November", "since November = 2022-11-01..2023-04-05"),
        ("since the start of 2022", "since the start of 2022 = 2022-01-01..2023-04-05"),
        ("between March 25 and April 2", "between March 25 and April 2 = 2023-03-25..2023-04-02"),
        ("between July and February", "between July and February = 2022-07-01..2023-02-28"),
        ("from July 2021 to March 2022", "from July 2021 to March 2022 = 2021-07-01..2022-03-31"),
        ("in 2020 and 2021", "2020 and 2021 = 2020-01-01..2021-12-31"),
        ("on Thursday and Friday", "Thursday and Friday = 2023-03-30..2023-03-31"),
        ("2017–2020", "2017–2020 = 2017-01-01..2020-12-31"),
        ("between March 1 and 15", "between March 1 and 15 = 2023-03-01..2023-03-15"),
        ("in May and June 2022", "May and June 2022 = 2022-05-01..2022-06-30"),
        ("between now and May 3", "between now and May 3 = 2023-04-05..2023-05-03"),
        ("from last Thursday to yesterday", "from last Thursday to yesterday = 2023-03-30..2023-04-04"),
        ("in the 12 months ending in March", "the 12 months ending in March = 2022-04-01..2023-03-31"),
        ("the week of March 29", "the week of March 29 = 2023-03-27..2023-04-02"),
    ],
)
def test_an_interval_is_one_date(text: str, expected: str) -> None:
    assert read(f"Numbers rose {text}.") == [expected]


def test_the_day_that_ends_a_period_is_a_date_of_its_own() -> None:
    assert read("Sales rose in the year ended Jan. 31, from a loss a year earlier.") == [
        "the year ended = 2022-02-01..2023-01-31",
        "Jan. 31 = 2023-01-31",
        "a year earlier = 2021-02-01..2022-01-31",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Year-ago levels were lower.", "2022-01-01..2022-12-31"),
        ("The year-ago quarter was worse.", "2022-01-01..2022-03-31"),
        ("Two Fridays ago she quit.", "2023-03-24"),
        ("She quit a week ago Friday.", "2023-03-24"),
        ("She quit a year ago today.", "2022-04-05"),
        ("It opened 10 years ago this month.", "2013-04-01..2013-04-30"),
        ("It opened two and a half years ago.", "2020-01-01..2020-12-31"),
        ("It opened two years ago.", "2021-01-01..2021-12-31"),
        ("They met the week before last.", "2023-03-20..2023-03-26"),
        ("They met over the Labour Day weekend.", "2022-09-03..2022-09-05"),
        ("They met last Christmas.", "2022-12-25"),
        ("It began in ’98.", "1998-01-01..1998-12-31"),
        ("It began on 2/6/98.", "1998-02-06"),
        ("It grew in 2022's third quarter.", "2022-07-01..2022-09-30"),
        ("It was worth more at year-end 2021.", "2021-12-31"),
        ("It is up in fiscal '22.", "2021-10-01..2022-09-30"),
        ("They meet this Sunday, April ninth.", "2023-04-09"),
        ("They met on the twenty-fifth of March.", "2023-03-25"),
    ],
)
def test_more_ways_to_say_when(text: str, expected: str) -> None:
    assert [each.split(" = ")[1] for each in read(text)][-1:] == [expected]


def test_that_day_is_the_one_told_of() -> None:
    assert read("He quit on March 3. Later that day, she quit too, and that year, so did all.") == [
        "March 3 = 2023-03-03",
        "Later that day = 2023-03-03",
        "that year = 2023-01-01..2023-12-31",
    ]


def test_reports_of_a_quarter_count_from_it() -> None:
    both = ["2023-01-01..2023-03-31", "2022-01-01..2022-03-31"]
    for before in ("a year ago", "in the year-earlier quarter"):
        found = read(f"Profit rose to $9 in the latest quarter, from $5 {before}.")
        assert [days.split(" = ")[1] for days in found] == both


def test_years_with_a_gap_between_them_stay_apart() -> None:
    assert read("in 2016 and 2020") == ["2016 = 2016-01-01..2016-12-31", "2020 = 2020-01-01..2020-12-31"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Police said Monday that he left.", "2023-04-03"),
        ("Police said Wednesday that he left.", "2023-04-05"),
        ("The court will sit Monday.", "2023-04-10"),
        ("The court is expected to sit on Monday.", "2023-04-10"),
        ("The court sat last Wednesday.", "2023-03-29"),
        ("The court sits next Wednesday.", "2023-04-12"),
        ("They will meet in May.", "2023-05-01..2023-05-31"),
        ("They met in June.", "2022-06-01..2022-06-30"),
        ("The hearing on June 6 was moved.", "2023-06-06"),
        ("In May, all of the beds were taken.", "2022-05-01..2022-05-31"),
        ("He was arrested Nov. 21.", "2022-11-21"),
        ("The council meets Friday.", "2023-04-07"),
        ("The vote is Monday.", "2023-04-10"),
        ("The order could be signed Monday.", "2023-04-10"),
        ("He may have died Monday.", "2023-04-03"),
        ("The ruling on Monday may end it.", "2023-04-03"),
        ("They planned a march on Monday.", "2023-04-10"),
        ("They agreed to meet again Monday.", "2023-04-10"),
        ("Ahead of Monday's vote, he fell silent.", "2023-04-10"),
        ("A bullet tore through the roof Monday.", "2023-04-03"),
        ("Third-quarter profit fell.", "2022-07-01..2022-09-30"),
        ("The bridge opened this fall.", "2022-09-01..2022-11-30"),
        ("The bridge opens this fall.", "2023-09-01..2023-11-30"),
    ],
)
def test_the_tense_tells_which_one_is_meant(text: str, expected: str) -> None:
    assert [each.split(" = ")[1] for each in read(text)] == [expected]


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("in fiscal year 2023", None, "2022-10-01..2023-09-30"),
        ("in fiscal years 2022 and 2023", "US", "2021-10-01..2023-09-30"),
        ("in fiscal 2023", "US", "2022-10-01..2023-09-30"),
        ("in fiscal year 2022-23", None, "2022-04-01..2023-03-31"),
        ("in the 2022-23 fiscal year", None, "2022-04-01..2023-03-31"),
        ("on border arrests that the U.S. counts in fiscal year 2023", "CA", "2022-10-01..2023-09-30"),
        ("in 2022-23", "CA", "2022-04-01..2023-03-31"),
        ("in 2022-23", "US", "2022-01-01..2023-12-31"),
        ("last fiscal year", "CA", "2022-04-01..2023-03-31"),
        ("last fiscal year", "US", "2021-10-01..2022-09-30"),
        ("the past two fiscal years", "CA", "2021-04-01..2023-03-31"),
        ("arrests by U.S. officials in the last fiscal year", "CA", "2021-10-01..2022-09-30"),
        ("It rose last fiscal year. The Border Patrol is gone.", "CA", "2022-04-01..2023-03-31"),
        ("arrests by the Border Patrol in the last fiscal year", "CA", "2021-10-01..2022-09-30"),
    ],
)
def test_fiscal_years_are_those_of_the_country(text: str, country: str | None, expected: str) -> None:
    assert [each.split(" = ")[1] for each in read(f"It spent more {text}.", country=country)] == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Doors open at 9:30 a.m. and close at 17:00.",
        "Numbers recently rose; they may rise again soon.",
        "He got a one-year sentence and 14 days to appeal.",
        "They march on; the second group waits.",
        "Theresa May spoke to April Jones.",
        "Some 2,004 people crossed.",
        "A survey of 1709 children found it.",
        "Police counted 2004 migrants.",
        "Nearly 1950 people live there.",
        "It costs $2019 on Route 2020.",
        "The sun sat low over the fall of the city.",
        "Call 514-555-2019 about Bill C-31.",
        "Fridays are busy.",
        "The strike will last two weeks.",
        "She said that day care costs more, that week after week it does.",
        "First responders took the class of '92 to the 5'10 wall.",
    ],
)
def test_what_only_looks_like_a_date(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le samedi 25 mars 2023, il a fermé.", ["Le samedi 25 mars 2023 = 2023-03-25"]),
        ("Le 1er avril, il a rouvert.", ["Le 1er avril = 2023-04-01"]),
        ("Il a fermé en 2022.", ["2022 = 2022-01-01..2022-12-31"]),
        ("Il a fermé en mars dernier.", ["mars dernier = 2023-03-01..2023-03-31"]),
        ("Elle a parlé hier et parlera demain.", ["hier = 2023-04-04", "demain = 2023-04-06"]),
        ("Elle l'a dit aujourd’hui.", ["aujourd’hui = 2023-04-05"]),
        ("Elle a parlé lundi.", ["lundi = 2023-04-03"]),
        ("Elle parlera lundi.", ["lundi = 2023-04-10"]),
        ("Elle parle vendredi prochain.", ["vendredi prochain = 2023-04-07"]),
        ("Il est venu l'an dernier.", ["l'an dernier = 2022-01-01..2022-12-31"]),
        ("C'était à la fin de l'année dernière.", ["la fin de l'année dernière = 2022-12-31"]),
        ("Pour l'exercice clos le 31 mars 2022.",
         ["l'exercice clos = 2021-04-01..2022-03-31", "le 31 mars 2022 = 2022-03-31"]),
        (
            "En douze mois terminés fin mars, 40 sont venus.",
            ["douze mois terminés fin mars = 2022-04-01..2023-03-31"],
        ),
        ("Il est venu la semaine dernière.", ["la semaine dernière = 2023-03-27..2023-04-02"]),
        ("Il y a trois semaines, tout allait bien.", ["Il y a trois semaines = 2023-03-15"]),
        ("Au cours des six derniers mois, 40 sont venus.", ["six derniers mois = 2022-10-05..2023-04-05"]),
        ("Depuis janvier, 40 sont venus.", ["Depuis janvier = 2023-01-01..2023-04-05"]),
        ("Depuis 0 h 01, le 25 mars, 40 sont venus.", ["Depuis 0 h 01, le 25 mars = 2023-03-25..2023-04-05"]),
        ("Depuis l'automne, 40 sont venus.", ["Depuis l'automne = 2022-09-01..2023-04-05"]),
        ("Il en est venu 40 de janvier à mars.", ["de janvier à mars = 2023-01-01..2023-03-31"]),
        ("Il en est venu 40 entre 2017 et 2020.", ["entre 2017 et 2020 = 2017-01-01..2020-12-31"]),
        ("Ouvert du 25 mars au 2 avril.", ["du 25 mars au 2 avril = 2023-03-25..2023-04-02"]),
        ("Ouvert du 1er au 15 mars.", ["du 1er au 15 mars = 2023-03-01..2023-03-15"]),
        ("Les deux premières semaines de mars", ["Les deux premières semaines de mars = 2023-03-01..2023-03-14"]),
        ("À la fin de décembre, 72 attendaient.", ["la fin de décembre = 2022-12-31"]),
        ("Tout a changé à la mi-mars.", ["la mi-mars = 2023-03-11..2023-03-20"]),
        ("Au deuxième trimestre de 2022", ["deuxième trimestre de 2022 = 2022-04-01..2022-06-30"]),
        ("Pendant l'exercice 2022-2023", ["l'exercice 2022-2023 = 2022-04-01..2023-03-31"]),
        ("Depuis le début de l'année, 40 sont venus.", ["Depuis le début de l'année = 2023-01-01..2023-04-05"]),
        ("En mars, 90, contre 60 au même mois l'an dernier.",
         ["mars = 2023-03-01..2023-03-31", "même mois l'an dernier = 2022-03-01..2022-03-31"]),
        ("À la fin de l'été, tout a changé.", ["la fin de l'été = 2022-08-31"]),
        ("Au mois de mai, c'était le contraire.", ["mois de mai = 2022-05-01..2022-05-31"]),
        ("Au mois de mai, ce sera le contraire.", ["mois de mai = 2023-05-01..2023-05-31"]),
        ("Au cours du dernier exercice financier, 40.", ["dernier exercice financier = 2021-10-01..2022-09-30"]),
        ("Les deux derniers exercices", ["Les deux derniers exercices = 2020-10-01..2022-09-30"]),
        ("Il sera jugé mardi.", ["mardi = 2023-04-11"]),
        ("Il y a deux ans jour pour jour", ["Il y a deux ans jour pour jour = 2021-04-05"]),
        ("Dans les années 1990", ["les années 1990 = 1990-01-01..1999-12-31"]),
        ("En décembre, 90, contre 60 un an plus tôt.",
         ["décembre = 2022-12-01..2022-12-31", "un an plus tôt = 2021-12-01..2021-12-31"]),
        ("Cette décision est attendue vendredi.", ["vendredi = 2023-04-07"]),
        ("Le procès s'ouvre lundi.", ["lundi = 2023-04-10"]),
        ("Il s'est rendu le 3 mars; ce jour-là, il a neigé.", ["le 3 mars = 2023-03-03", "ce jour-là = 2023-03-03"]),
        ("Elle quittera son poste dans deux semaines.", ["dans deux semaines = 2023-04-19"]),
        ("Plus tôt dans la semaine, il a neigé.", ["Plus tôt dans la semaine = 2023-04-03..2023-04-05"]),
        ("Le chemin a été ouvert à 9 h 30 pour 2004 personnes.", []),
        ("Il purge une peine d'un an; la planète Mars est loin.", []),
    ],
)  # fmt: skip
def test_french(text: str, expected: list[str]) -> None:
    assert read(text, "fr") == expected


def test_without_an_article_date_only_absolute_dates_have_days() -> None:
    text = "On Friday, he recalled March 25, 2023."
    assert read(text, published=None) == ["Friday = None", "March 25, 2023 = 2023-03-25"]


def test_a_language_without_a_grammar_has_no_dates() -> None:
    assert read("Am 25. März 2023", "de") == []


@pytest.mark.parametrize("text", ["in the past 999 years", "300 decades ago", "since 1500", "999 years ago"])
def test_dates_before_the_calendar_lose_their_days_only(text: str) -> None:
    assert len(find_dates(text, date(50, 1, 1), "en")) == len(find_dates(text, WEDNESDAY, "en")) == 1


PIECES = (
    *(
        "the ",
        "first ",
        "week of ",
        "since ",
        "between ",
        "and ",
        "from ",
        "to ",
        "May ",
        "March",
        "last ",
        "year ",
        "two ",
    ),
    *("ago ", "Friday", "early ", "end of ", " 25", "2023", "20", "1", "-", ",", ".", " ", "\n", "\u00a0", "’", "'90s"),
    *("FRİDAY", "laſt ", "wee\u212a ", "٣", "²", "Sept. "),
    *("depuis ", "de ", "à ", "mars ", "la ", "fin ", "semaine ", "l'", "année ", "dernière ", "entre ", "et ", "mi-"),
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(sorted(GRAMMARS)))
def test_any_text_gives_ordered_spans_inside_it(text: str, language: str) -> None:
    position = 0
    for each in find_dates(text, WEDNESDAY, language):
        assert position <= each.start < each.end <= len(text)
        assert (each.date_start is None) == (each.date_end is None)
        if each.date_start and each.date_end:
            assert date.fromisoformat(each.date_start) <= date.fromisoformat(each.date_end)
        position = each.end


@pytest.mark.parametrize("language", sorted(GRAMMARS))
@pytest.mark.parametrize(
    "piece",
    ["the first two weeks of ", "since ", "between March and ", "from from ", " ", "1", "2023-", "early ", "March ",
     "the ", "end of ", "Friday and ", "de la fin de ", "depuis entre ", "la première semaine de ",
     "d'", "l'", "il y a "],
)  # fmt: skip
def test_the_work_grows_no_faster_than_the_text(language: str, piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted in places tried: each is a fixed set of patterns over a bounded stretch of text."""
    tried = 0
    original = Grammar._single

    def counted(self: Grammar, text: str, lower: str, position: int, depth: int) -> object:
        nonlocal tried
        tried += 1
        return original(self, text, lower, position, depth)

    monkeypatch.setattr(Grammar, "_single", counted)
    counts = []
    for times in (200, 400):
        tried = 0
        find_dates(piece * times, WEDNESDAY, language)
        counts.append(tried)
    assert counts[1] <= 2.2 * counts[0] + 50


def test_the_component_sets_the_dates_of_a_doc() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("roxham_dates")
    doc = nlp.make_doc("It closed Saturday. Since 2017, many came.")
    doc._.published = WEDNESDAY
    mentions = nlp(doc)._.dates
    assert [(each.text, each.date_start, each.date_end, each.sentence) for each in mentions] == [
        ("Saturday", "2023-04-01", "2023-04-01", "It closed Saturday."),
        ("Since 2017", "2017-01-01", "2023-04-05", "Since 2017, many came."),
    ]
