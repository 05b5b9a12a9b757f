"""Tables of official statistics: invented counts in the shapes that governments publish."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.exceptions import ExtractionError
from crawler.importer import import_paths
from crawler.kinds.datasets import Dataset, read_dataset, read_statistics
from db.records import Figure, Measure, TopicEntity
from db.store.annotations import count_unread
from db.store.connection import Home
from db.store.topics import save_topic
from loopback import TOPIC, Answer, Site, crawl, outcomes, rows

URL = "https://data.example.org/landings.csv"

WIDE = """\
Ferry landings by kind of pier and region; January 2023 - March 2024
Kind of pier and region,,2023,,,,2024,,
,,Jan,Feb,Mar,2023 Total,Jan,Feb,2024 Total
,Northland,0,5,--,10,5,--,10
,Southland,"1,005",20,30,"1,055",15,20,35
River - Total,,"1,005",25,30,"1,065",20,20,45
Harbour,,5,5,5,15,5,5,10
Total ,,"1,010",30,35,"1,080",25,25,55
Note: values between 0 and 5 are shown as --.
"Source: Ministry of Ferries, April 30, 2024"
"""

LONG = """\
EN_YEAR\tEN_MONTH\tRegion\tPier\tTOTAL
2023\tJan\tNorthland\tRiver\t10
2023\tJan\tSouthland\tRiver\t--
2023\tFeb\tSouthland\tRiver\t1,200
2023\tFeb\tSouthland\tHarbour\t7
"""

FISCAL = """\
Fiscal Year,Month (abbv),Border,Encounter Count
2024,OCT,North,3
2024,OCT,South,900
2024,JAN,North,4
2025 (FYTD),NOV,North,5
"""


def statistics(content: str | bytes, **dataset: object) -> dict[str, Figure]:
    """The figures by the line they stand in."""
    found = read_statistics(content.encode() if isinstance(content, str) else content, URL, Dataset(**dataset))  # pyright: ignore[reportArgumentType]
    for figure in found.figures:
        assert found.document.text[figure.start : figure.end] == figure.text
        assert figure.sentence in found.document.text.splitlines()
    return {figure.sentence: figure for figure in found.figures}


def test_a_wide_table_is_taken_as_it_is() -> None:
    found = statistics(WIDE, measure="landings", unit="landing", counted="ferry landings", place="ferryland")
    january = found["Total, January 2023: 1,010"]
    assert (january.value, january.unit, january.counted) == (1010, "landing", "ferry landings")
    assert (january.period_start, january.period_end) == ("2023-01-01", "2023-01-31")
    assert (january.measure, january.place_id, january.kind) == ("landings", "ferryland", "official")
    part = found["River, Southland, January 2023: 1,005"]
    assert (part.measure, part.place_id, part.place) == (None, None, "Southland")
    assert part.counted == "ferry landings: River, Southland"
    assert found["Harbour, February 2024: 5"].value == 5


def test_the_total_of_a_year_that_goes_on_covers_its_months() -> None:
    found = statistics(WIDE)
    assert found["Total, 2024: 55"].period_end == "2024-02-29"
    assert found["Total, 2023: 1,080"].period_end == "2023-03-31"


def test_what_is_suppressed_is_in_the_text_and_no_figure() -> None:
    document = read_statistics(WIDE.encode(), URL, Dataset()).document
    assert "River, Northland, March 2023: --" in document.text
    found = statistics(WIDE)
    assert not [line for line in found if "Northland, March 2023" in line]
    assert found["River, Northland, January 2023: 0"].value == 0


def test_title_notes_and_date_are_the_documents() -> None:
    document = read_statistics(WIDE.encode(), URL, Dataset()).document
    assert document.headline == "Ferry landings by kind of pier and region; January 2023 - March 2024"
    assert document.published == "2024-04-30"
    assert document.text.splitlines()[-2] == "Note: values between 0 and 5 are shown as --."


def test_rounded_counts_are_about() -> None:
    assert {figure.qualifier for figure in statistics(WIDE, rounded=True).values()} == {"about"}


def test_a_long_table_is_summed_and_a_sum_of_hidden_counts_is_at_least() -> None:
    found = statistics(LONG, place_column="Region")
    january = found["Total, January 2023: 10"]
    assert (january.value, january.qualifier) == (10, "at_least")
    assert found["Total, February 2023: 1,207"].qualifier == "exact"
    assert found["Southland, February 2023: 1,207"].place == "Southland"
    assert (found["Total, 2023: 1,217"].period_end, found["Total, 2023: 1,217"].value) == ("2023-02-28", 1217)


def test_rows_are_chosen_and_fiscal_years_begin_in_autumn() -> None:
    found = statistics(FISCAL, value="Encounter Count", where={"Border": "North"}, fiscal_year="US")
    assert {line: (figure.period_start, figure.period_end) for line, figure in found.items()} == {
        "Total, October 2023: 3": ("2023-10-01", "2023-10-31"),
        "Total, fiscal year 2024: 7": ("2023-10-01", "2024-01-31"),
        "Total, January 2024: 4": ("2024-01-01", "2024-01-31"),
        "Total, fiscal year 2025: 5": ("2024-10-01", "2024-11-30"),
        "Total, November 2024: 5": ("2024-11-01", "2024-11-30"),
    }


def test_the_records_of_an_api_are_a_table() -> None:
    answer = {"items": [{"year": 2022, "coo": "AFG", "applied": 20.0}, {"year": 2022, "coo": "ALB", "applied": 3}]}
    assert list(statistics(json.dumps(answer))) == ["Total, 2022: 23"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("name,colour\nriver,blue\n", "a table without months or years"),
        ("", "no table in it"),
        ("year,total\n", "a table without counts"),
        ('"open', "a table without months or years"),
        (b"PK\x03\x04 no zip", "not readable as a spreadsheet"),
        ('{"items": []}', "no table in it"),
    ],
)
def test_what_is_no_table_of_counts_says_why(content: str | bytes, problem: str) -> None:
    with pytest.raises(ExtractionError, match=problem):
        statistics(content)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(ExtractionError, match="no column for every key of 'where': it has Fiscal Year, Month"):
        statistics(FISCAL, where={"Coast": "North"})


def test_a_catalogue_and_a_page_lead_to_the_table() -> None:
    package = {"result": {"resources": [{"url": "/a.pdf"}, {"url": "/all.csv"}, {"url": "/EN_landings.xlsx"}]}}
    options = {"dataset": {"resource": "landings"}}
    listed = read_dataset(json.dumps(package).encode(), URL, options)
    assert listed.listings == ("https://data.example.org/EN_landings.xlsx",)
    page = b"<html><a href='/2024-05/all.csv'>All</a><a href='/2024-05/landings-fy24.csv'>Landings</a></html>"
    assert read_dataset(page, URL, options).listings == ("https://data.example.org/2024-05/landings-fy24.csv",)
    assert read_dataset(b"<html></html>", URL, options).problem == (
        f"{URL}: no table named 'landings' among its 0 links to tables"
    )


MEASURE = Measure("landings", "How many ferries landed?", "landing", "flow", "Landings of ferries.")
PLACES = (TopicEntity("ferryland", "Ferryland", "place"), TopicEntity("southland", "Southland", "place"))
DATASET = {"measure": "landings", "unit": "landing", "place": "ferryland", "resource": "landings"}


def make_home(path: Path, *sources: object) -> Home:
    home = Home(path)
    home.create()
    database = home.open()
    save_topic(database, replace(TOPIC, sources=sources, measures=(MEASURE,), entities=PLACES))  # pyright: ignore[reportArgumentType]
    database.close()
    return home


def test_a_corrected_table_is_a_new_version_with_figures_of_its_own(tmp_path: Path) -> None:
    with Site() as site:
        package = {"result": {"resources": [{"url": f"{site.address}/2024-04/landings.csv"}]}}
        site.pages["/package"] = Answer(json.dumps(package))
        site.pages["/2024-04/landings.csv"] = Answer(WIDE, headers={"Content-Type": "text/csv"})
        home = make_home(tmp_path / "home", site.source("/package", "ckan", dataset=DATASET))
        assert outcomes(crawl(home)) == {"/package": ("listing", None), "/2024-04/landings.csv": ("listing", None)}
        package["result"]["resources"][0]["url"] = f"{site.address}/2024-05/landings.csv"
        site.pages["/package"] = Answer(json.dumps(package))
        site.pages["/2024-05/landings.csv"] = Answer(WIDE.replace('Total ,,"1,010"', 'Total ,,"1,015"'))
        del site.pages["/2024-04/landings.csv"]
        crawl(home, ignore_due=True)
        (article,) = rows(home, "select * from articles")
        assert (article["url"], article["kind"], article["versions"]) == (f"{site.address}/package", "document", 2)
    said = """select v.number, f.value, f.attribution from figures f join versions v on v.id = f.version_id
      where f.measure_id = 'landings' and f.kind = 'official' and f.period_end = '2023-01-31' order by 1"""
    assert rows(home, said) == [
        {"number": 1, "value": 1010, "attribution": "Loopback Courier"},
        {"number": 2, "value": 1015, "attribution": "Loopback Courier"},
    ]
    assert rows(home, "select distinct place_id from figures order by 1") == [
        {"place_id": None},
        {"place_id": "ferryland"},
        {"place_id": "southland"},
    ]
    (version,) = rows(home, "select changes from versions where number = 2")
    assert "1,015" in str(version["changes"])
    database = home.open()
    assert count_unread(database, "any") == 0
    database.close()


def test_a_table_given_by_a_person_is_read_as_its_sources(tmp_path: Path) -> None:
    table = tmp_path / "landings.csv"
    table.write_text(WIDE)
    with Site() as site:
        source = replace(site.source("/package", "ckan", dataset=DATASET), id="landings")
    home = make_home(tmp_path / "home", source)
    (result,) = import_paths(home, [table], source_id="landings", workers=1)
    assert (result.outcome, result.url) == ("new", source.url)
    assert rows(home, "select count(*) as n from figures where measure_id = 'landings'") == [{"n": 7}]
