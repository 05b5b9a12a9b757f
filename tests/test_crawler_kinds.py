"""What each kind of source offers, from answers written after its documentation."""

from __future__ import annotations

import json

import pytest

from crawler.kinds import KINDS, read_listing
from crawler.kinds.hansard import next_sitting
from crawler.kinds.listing import Candidate

URL = "https://api.example.org/list"

REGULATION = """<?xml version="1.0" encoding="utf-8"?>
<Regulation xmlns:lims="http://justice.gc.ca/lims" xml:lang="{language}" lims:inforce-start-date="2019-01-01">
<Identification><InstrumentNumber>{number}</InstrumentNumber><LongTitle>Ferry Landing Regulations</LongTitle>
</Identification><Body>
<Heading level="1"><TitleText>Landings</TitleText></Heading>
<Section lims:fid="501" lims:inforce-start-date="2019-01-01" lims:lastAmendedDate="2021-06-01">
<MarginalNote>Time limit</MarginalNote><Label>7.2</Label><Subsection><Label>(1)</Label>
<Text>A ferry must land within {days} days.</Text></Subsection></Section>
<Section lims:fid="502"><Label>72</Label><Text>A landing must be lit.</Text></Section></Body>
<Schedule><Section lims:fid="503"><Label>1</Label><Text>Old rules go on until spring.</Text></Section></Schedule>
</Regulation>"""

SITTING = """<Hansard xml:lang="EN"><ExtractedInformation>
<ExtractedItem Name="InstitutionDebate">House of Commons Debates</ExtractedItem>
<ExtractedItem Name="MetaDateNumYear">2024</ExtractedItem><ExtractedItem Name="MetaDateNumMonth">05</ExtractedItem>
<ExtractedItem Name="MetaDateNumDay">08</ExtractedItem></ExtractedInformation><HansardBody><OrderOfBusiness>
<SubjectOfBusiness id="11"><SubjectOfBusinessTitle>Ferries</SubjectOfBusinessTitle>
<SubjectOfBusinessContent><Intervention id="12"><PersonSpeaking><Affiliation>Ms. Robin Example (Gaspé):</Affiliation>
</PersonSpeaking><Content><ParaText>Mr. Speaker, the ferry is late again.</ParaText></Content></Intervention>
</SubjectOfBusinessContent></SubjectOfBusiness></OrderOfBusiness></HansardBody></Hansard>"""

ISSUES = """<rss version="2.0"><channel><title>Part II</title><item><title>May 8, 2024</title>
<link>https://gazette.example.org/rp-pr/p2/2024/2024-05-08/html/index-eng.html</link></item></channel></rss>"""

CONTENTS = """<html><body><a href="/accueil-home-eng.html">Home</a><ul>
<li><a href="sor-dors91-eng.html">SOR/2024-91: Regulations Amending the Ferry Regulations</a></li>
<li><a href="sor-dors91-eng.html#footnote">again</a></li><li><a href="si-tr22-eng.html">SI/2024-22</a></li>
</ul></body></html>"""

ANSWERS = {
    "json_feed": (
        {
            "language": "fr-CA",
            "items": [
                {
                    "id": "19",
                    "url": "/item/19/index.do",
                    "title": "A <i>c.</i> B",
                    "date_published": "2024-05-08T09:45:00-04:00",
                },
                {"id": "https://api.example.org/item/20"},
                {"id": "21"},
            ],
            "next_url": "https://api.example.org/list?page=2",
        },
        (
            Candidate("https://api.example.org/item/19/index.do", "A c. B", "2024-05-08T09:45:00-04:00", "fr"),
            Candidate("https://api.example.org/item/20", language="fr"),
        ),
    ),
    "canada_news": (
        {
            "feed": {
                "entry": [
                    {
                        "title": "Ferry talks",
                        "link": "https://www.example.org/ferry.html",
                        "publishedDate": "2024-05-08T13:00:00Z",
                        "teaser": "They met.",
                    }
                ]
            }
        },
        (
            Candidate(
                "https://www.example.org/ferry.html", "Ferry talks", "2024-05-08T13:00:00+00:00", summary="They met."
            ),
        ),
    ),
    "federal_register": (
        {
            "count": 1,
            "results": [
                {
                    "document_number": "2024-09999",
                    "type": "Rule",
                    "title": "Ferry landings",
                    "abstract": "About ferries.",
                    "publication_date": "2024-05-08",
                }
            ],
            "next_page_url": "https://api.example.org/list?page=2",
        },
        (
            Candidate(
                "https://www.govinfo.gov/content/pkg/FR-2024-05-08/html/2024-09999.htm",
                "Ferry landings",
                "2024-05-08",
                "en",
                "About ferries.",
            ),
        ),
    ),
    "openparliament": (
        {
            "objects": [{"date": "2024-05-08", "number": "310", "url": "/debates/2024/5/8/"}],
            "pagination": {"next_url": "/debates/?offset=20"},
        },
        (Candidate("https://openparliament.ca/debates/2024/5/8/", "310 2024-05-08", "2024-05-08", "en"),),
    ),
    "wayback": (
        [
            ["urlkey", "timestamp", "original", "mimetype"],
            ["org,example)/a", "20230325101112", "https://example.org/a", "text/html"],
            ["short"],
        ],
        (Candidate("https://api.example.org/web/20230325101112id_/https://example.org/a"),),
    ),
    "gdelt": (
        {
            "articles": [
                {
                    "url": "https://news.example.org/a",
                    "title": "Ferries late",
                    "seendate": "20240508T031500Z",
                    "domain": "news.example.org",
                    "language": "English",
                }
            ]
        },
        (
            Candidate(
                "https://news.example.org/a",
                "Ferries late",
                "2024-05-08T03:15:00+00:00",
                "en",
                publisher="news.example.org",
            ),
        ),
    ),
    "media_cloud": (
        {
            "stories": [
                {
                    "id": "1",
                    "url": "https://news.example.org/a",
                    "title": "Ferries late",
                    "publish_date": "2024-05-08",
                    "media_name": "The Example",
                    "language": "en",
                }
            ],
            "pagination_token": "x y",
        },
        (Candidate("https://news.example.org/a", "Ferries late", "2024-05-08", "en", publisher="The Example"),),
    ),
    "canlii": (
        {
            "cases": [
                {
                    "databaseId": "csc-scc",
                    "caseId": {"en": "2024scc9"},
                    "title": "A v. B",
                    "citation": "2024 SCC 9 (CanLII)",
                }
            ]
        },
        (
            Candidate(
                "https://api.canlii.org/v1/caseBrowse/en/csc-scc/2024scc9/",
                "A v. B, 2024 SCC 9 (CanLII)",
                language="en",
                publisher="CanLII",
            ),
        ),
    ),
}


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_api_answers(kind: str) -> None:
    answer, expected = ANSWERS[kind]
    assert read_listing(kind, json.dumps(answer).encode(), URL).candidates == expected


def test_a_record_without_an_address_is_reported() -> None:
    listing = read_listing("json_feed", json.dumps(ANSWERS["json_feed"][0]).encode(), URL)
    assert listing.problem == f"{URL}: 1 of 3 records without an address"


def test_json_is_read_as_people_write_it() -> None:
    item = b'{"url": "https://news.example.org/a", "title": "Two\nlines \\ud83d \xe9"}'
    listing = read_listing("json_feed", b'\xef\xbb\xbf{"items": [' + item + b"]}", URL)
    assert [(each.url, each.headline) for each in listing.candidates] == [
        ("https://news.example.org/a", "Two lines ? \ufffd")
    ]


@pytest.mark.parametrize("kind", ["json_feed", "federal_register", "media_cloud"])
def test_the_next_page_is_a_further_listing(kind: str) -> None:
    listings = read_listing(kind, json.dumps(ANSWERS[kind][0]).encode(), URL).listings
    assert listings == (f"{URL}?pagination_token=x+y" if kind == "media_cloud" else f"{URL}?page=2",)


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b"7", b'{"items": 7, "feed": [], "results": null}'])
@pytest.mark.parametrize("kind", KINDS)
def test_another_answer_than_documented_is_a_problem_not_an_error(kind: str, content: bytes) -> None:
    listing = read_listing(kind, content, URL)
    assert (listing.candidates, listing.documents) == ((), ())
    if kind not in ("gdelt", "wayback"):  # where nothing found is written like this
        assert listing.problem is not None


def test_the_words_of_an_error_that_is_no_json_are_kept() -> None:
    problem = read_listing("gdelt", b"Please limit requests to one every 5 seconds.", URL).problem
    assert problem == f"{URL}: no JSON but: Please limit requests to one every 5 seconds."


def test_google_news_names_the_publisher() -> None:
    feed = b"""<rss version="2.0"><channel><item><title>Ferries late again - The Example</title>
    <link>https://news.google.com/rss/articles/CBMi0?oc=5</link><pubDate>Wed, 08 May 2024 12:00:00 GMT</pubDate>
    <source url="https://news.example.org">The Example</source></item></channel></rss>"""
    (lead,) = read_listing("google_news", feed, URL).candidates
    assert (lead.headline, lead.publisher) == ("Ferries late again", "The Example")


def test_bing_news_is_looked_through() -> None:
    feed = b"""<rss version="2.0" xmlns:News="https://www.bing.com/news/search?format=rss"><channel><item>
    <title>Ferries late</title><News:Source>The Example</News:Source>
    <link>http://www.bing.com/news/apiclick.aspx?ref=FexRss&amp;url=https%3a%2f%2fnews.example.org%2fa</link>
    </item></channel></rss>"""
    (lead,) = read_listing("bing_news", feed, URL).candidates
    assert (lead.url, lead.publisher) == ("https://news.example.org/a", "The Example")


def test_a_gazette_lists_issues_and_an_issue_lists_regulations() -> None:
    issue = "https://gazette.example.org/rp-pr/p2/2024/2024-05-08/html/index-eng.html"
    assert read_listing("gazette", ISSUES.encode(), URL).listings == (issue,)
    listing = read_listing("gazette", CONTENTS.encode(), issue)
    assert [each.url.rpartition("/")[2] for each in listing.candidates] == ["sor-dors91-eng.html", "si-tr22-eng.html"]
    assert listing.candidates[0].headline == "SOR/2024-91: Regulations Amending the Ferry Regulations"
    missing = read_listing("gazette", b"<html><body>We couldn't find that page</body></html>", issue)
    assert missing.problem == f"{issue}: no contents of an issue"


def test_each_section_of_a_law_is_a_document() -> None:
    law = REGULATION.format(language="en", number="SOR/2019-5", days=14)
    limit, lit, rest = read_listing("justice_laws", law.encode(), URL).documents
    assert limit.url == "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2019-5/section-7.2.html"
    assert limit.headline == "Ferry Landing Regulations, section 7.2: Time limit"
    assert limit.text == "Time limit\n\n7.2 (1) A ferry must land within 14 days."
    assert (limit.section, limit.published, limit.modified) == ("7.2", "2019-01-01", "2021-06-01")
    assert (lit.section, lit.kind) == ("72", "document")
    assert rest.url == "https://laws-lois.justice.gc.ca/eng/regulations/SOR-2019-5/"
    assert "Old rules go on until spring." in rest.text
    assert "14 days" not in rest.text


def test_a_law_in_french_has_its_own_addresses() -> None:
    law = REGULATION.format(language="fr", number="DORS/2019-5", days=14)
    limit, *_ = read_listing("justice_laws", law.encode(), URL).documents
    assert limit.url == "https://laws-lois.justice.gc.ca/fra/reglements/DORS-2019-5/article-7.2.html"
    assert limit.headline == "Ferry Landing Regulations, article 7.2: Time limit"


def test_an_extract_knows_its_sections_by_the_number_they_have_for_life() -> None:
    law = REGULATION.format(language="en", number="SOR/2019-5", days=14)
    section = law[law.index("<Section") : law.index("</Section>") + len("</Section>")]
    extract = f'<Extract xmlns:lims="http://justice.gc.ca/lims">{section}</Extract>'
    (limit,) = read_listing("justice_laws", extract.encode(), URL).documents
    assert (limit.url, limit.headline) == ("import:justice-laws/section-501", "section 7.2: Time limit")


def test_a_sitting_holds_its_subjects_and_leads_to_the_next() -> None:
    url = "https://www.ourcommons.ca/Content/House/441/Debates/099/HAN099-E.XML"
    listing = read_listing("hansard", SITTING.encode(), url)
    assert listing.listings == ("https://www.ourcommons.ca/Content/House/441/Debates/100/HAN100-E.XML",)
    (subject,) = listing.documents
    assert (subject.url, subject.headline) == (f"{url}#11", "House of Commons Debates, Ferries")
    assert (subject.published, subject.language) == ("2024-05-08", "en")
    assert "the ferry is late again" in subject.text


def test_an_address_without_a_number_has_no_next_sitting() -> None:
    assert next_sitting("https://www.ourcommons.ca/Content/House/441/Debates/latest.XML") is None
