from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from lxml import html

from crawler import pagedates
from crawler.pagedates import DateCandidate, Provenance

EDT = timezone(timedelta(hours=-4))
EMPTY = html.document_fromstring("<html><body><p>text</p></body></html>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-03-24T08:31:00-04:00", "2023-03-24T08:31:00-04:00"),
        ("2023-03-24T08:31:00.123Z", "2023-03-24T08:31:00+00:00"),
        ("2023-03-24 08:31:00 EDT", "2023-03-24T08:31:00-04:00"),
        ("2023-03-24T08:31:00", "2023-03-24"),  # no zone, no instant
        ("2023-03-24", "2023-03-24"),
        ("20230324T083100Z", "2023-03-24T08:31:00+00:00"),
        ("20230324083100-0400", "2023-03-24T08:31:00-04:00"),
        ("March 24, 2023 8:31am", "2023-03-24"),
        ("Updated: March 28, 2023 1:09 p.m. EDT", "2023-03-28T13:09:00-04:00"),
        ("Fri, 24 Mar 2023 08:31:00 -0400", "2023-03-24T08:31:00-04:00"),
        ("Publié le 24 mars 2023 à 8h31", "2023-03-24"),
        ("le 1er août 2022", "2022-08-01"),
        ("24. März 2023", "2023-03-24"),
        ("24 de marzo de 2023", "2023-03-24"),
        ("2023年3月24日", "2023-03-24"),
        ("2023년 3월 24일", "2023-03-24"),
        ("24. března 2023", "2023-03-24"),
        ("12. červen 2023", "2023-06-12"),
        ("12. července 2023", "2023-07-12"),
        ("24 Mart 2023", "2023-03-24"),
        ("24 марта 2023, 08:31", "2023-03-24"),
        ("24 Μαρτίου 2023", "2023-03-24"),
        ("24 مارس 2023", "2023-03-24"),
        ("2023. március 24.", "2023-03-24"),
        ("2023 m. kovo 24 d.", "2023-03-24"),
        ("24. maaliskuuta 2023", "2023-03-24"),
        ("24 במרץ 2023", "2023-03-24"),
        ("24 मार्च 2023", "2023-03-24"),
        ("২৪ মে ২০২৩", "2023-05-24"),
        ("24 Machi 2023", "2023-03-24"),
        ("2023. 3. 24.", "2023-03-24"),
        ("24th of March, 2023", "2023-03-24"),
        ("24/Mar/2023", "2023-03-24"),
        ("24 Mar 2023, 08:31 GMT+10", "2023-03-24T08:31:00+10:00"),
        ("Fri Mar 24 2023 08:31:00 GMT-0400 (EDT)", "2023-03-24T08:31:00-04:00"),
        ("Fri Mar 24 08:31:00 EDT 2023", "2023-03-24T08:31:00-04:00"),
        ("24/03/2023", "2023-03-24"),
        ("Fr 24.03.23 | 08:31 Uhr", "2023-03-24"),
        ("1679661060", "2023-03-24T12:31:00+00:00"),
        ("1679661060000", "2023-03-24T12:31:00+00:00"),
        ("2023-02-30", None),
        ("0000-00-00", None),
        ("soon", None),
        ("", None),
        ("1,234,567 people", None),
        ("version 1.2.34.5", None),
    ],
)
def test_parse(text: str, expected: str | None):
    assert pagedates.iso(pagedates.parse(text)) == expected


def test_day_or_month_first():
    assert pagedates.parse("03/04/2023") == date(2023, 4, 3)
    assert pagedates.parse("03/04/2023", day_first=False) == date(2023, 3, 4)
    assert pagedates.parse("13/04/2023", day_first=False) == date(2023, 4, 13)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2023/03/24/title", date(2023, 3, 24)),
        ("https://example.org/news/2023-03-24-title", date(2023, 3, 24)),
        ("https://example.org/2023/mar/24/title", date(2023, 3, 24)),
        ("https://example.org/2023/03/title", None),
        ("https://example.org/story-20230399", None),
        ("https://example.org/20230324-title", date(2023, 3, 24)),
        ("https://example.org/story/2023126", None),
        ("https://example.org/2019-the-1-year/2023/03/24/title", date(2023, 3, 24)),
    ],
)
def test_day_in_address(url: str, expected: date | None):
    assert pagedates.in_address(url) == expected


def chosen(*candidates: tuple[Provenance, date | datetime], url: str = "https://example.org/a") -> str | None:
    listed = [DateCandidate(value, provenance) for provenance, value in candidates]
    return pagedates.iso(pagedates.published(listed, url=url, tree=EMPTY, latest=date(2023, 6, 1)))


def test_provenance_ranks_candidates():
    assert chosen((Provenance.META, date(2023, 3, 25)), (Provenance.JSON_LD, date(2023, 3, 24))) == "2023-03-24"


def test_no_date_from_the_future():
    assert chosen((Provenance.JSON_LD, date(2024, 1, 1)), (Provenance.META, date(2023, 3, 24))) == "2023-03-24"
    assert chosen((Provenance.JSON_LD, date(2024, 1, 1))) is None


def test_address_outweighs_an_update_stated_as_publication():
    assert chosen((Provenance.JSON_LD, date(2023, 5, 2)), url="https://example.org/2023/03/24/a") == "2023-03-24"


def test_magazine_page_is_older_than_the_issue_in_its_address():
    issue = "https://example.org/magazine/2023/04/10/a"
    assert chosen((Provenance.JSON_LD, date(2023, 3, 24)), url=issue) == "2023-03-24"
    assert chosen((Provenance.VISIBLE, date(2023, 3, 24)), url=issue) == "2023-04-10"


def test_local_time_called_utc():
    stated, shown = datetime(2023, 3, 24, 20, 0, tzinfo=UTC), datetime(2023, 3, 24, 20, 0, tzinfo=EDT)
    assert chosen((Provenance.META, stated), (Provenance.TIME_ELEMENT, shown)) == "2023-03-24T20:00:00-04:00"


def test_swapped_day_and_month_are_caught_by_the_address():
    assert chosen((Provenance.VISIBLE, date(2023, 4, 3)), url="https://example.org/2023/03/a") == "2023-03-04"


def test_day_the_page_shows_for_an_instant_in_utc():
    instant = datetime(2023, 3, 25, 2, 30, tzinfo=UTC)
    assert chosen((Provenance.JSON_LD, instant), url="https://example.org/2023/03/24/a") == "2023-03-24"
    assert chosen((Provenance.JSON_LD, instant), url="https://example.org/2023/03/25/a") == "2023-03-25T02:30:00+00:00"


def test_same_instant_on_the_publishers_clock():
    instant, local = datetime(2023, 3, 25, 2, 30, tzinfo=UTC), datetime(2023, 3, 24, 22, 30, tzinfo=EDT)
    another = datetime(2023, 3, 24, 21, 0, tzinfo=EDT)
    stated = (Provenance.JSON_LD, instant)
    assert chosen(stated, (Provenance.META, local)) == "2023-03-24T22:30:00-04:00"
    assert chosen(stated, (Provenance.TIME_ELEMENT, another)) == "2023-03-25T02:30:00+00:00"
    assert chosen(stated, (Provenance.TIME_ELEMENT, date(2023, 3, 24))) == "2023-03-24"


def test_instant_of_the_day_stated_first():
    day, instant = date(2023, 3, 24), datetime(2023, 3, 24, 8, 31, tzinfo=EDT)
    assert chosen((Provenance.JSON_LD, day), (Provenance.META, instant)) == "2023-03-24T08:31:00-04:00"
    assert chosen((Provenance.JSON_LD, day), (Provenance.META_LOOSE, instant)) == "2023-03-24"


def test_country_of_the_address_tells_the_clock():
    instant = (Provenance.JSON_LD, datetime(2023, 3, 25, 2, 30, tzinfo=UTC))
    assert chosen(instant, url="https://example.ca/a") == "2023-03-24T22:30:00-04:00"
    assert chosen(instant, url="https://example.co.jp/a") == "2023-03-25T11:30:00+09:00"
    assert chosen(instant, url="https://example.com/a") == "2023-03-25T02:30:00+00:00"


def test_dateline_is_no_sentence():
    assert pagedates.dateline("Published: March 24, 2023") == date(2023, 3, 24)
    assert (
        pagedates.dateline("The treaty that was signed on 5 December 2002 came into force two years after that.")
        is None
    )
    assert pagedates.dateline("The border was closed on March 24, 2023.") is None
