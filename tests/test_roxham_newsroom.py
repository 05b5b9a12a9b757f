"""The sample newsroom over real HTTP: what a crawler of it will meet."""

import csv
import gzip
import io
import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from difflib import SequenceMatcher
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import feedparser
import pytest
import trafilatura
from pypdf import PdfReader

from roxham.demo.content import HERE, Article, Change, ContentError, load_articles, load_facts, load_outlets
from roxham.demo.newsroom import Newsroom, PortBusyError, PortsFixedError, sources

CHANGED_IN_EDITION_2 = {
    "lakeshore/record-at-the-line",  # 49,540 corrected to 39,540
    "border-post/what-fourteen-days-means",  # about 39,000 -> 39,540
    "ledger/who-are-the-fifteen-thousand",  # attribution dropped
    "northline/court-upholds",  # headline
    "courrier/une-route-silencieuse",  # a paragraph more
    "radio-frontiere/un-an-apres",  # white space only
}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "n": "http://www.google.com/schemas/sitemap-news/0.9"}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    with Newsroom(tmp_path_factory.mktemp("home"), base_port=0) as running:
        yield running


def get(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    request = urllib.request.Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            return response.status, response.read(), dict(response.headers)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read(), dict(error.headers)


def address(newsroom: Newsroom, outlet: str) -> str:
    return f"http://127.0.0.1:{newsroom.ports[outlet]}"


def article_pages(newsroom: Newsroom) -> dict[str, bytes]:
    """Article key -> body as served in the current edition."""
    return {a.key: get(address(newsroom, a.outlet) + a.path)[1] for a in load_articles(newsroom.edition)}


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def test_it_is_a_whole_newsroom():
    articles = load_articles(edition=1)
    outlets = load_outlets()
    assert len(outlets) >= 8
    assert len(articles) >= 40
    assert {a.language for a in articles} == {"en", "fr"}
    kinds = {"news", "broadcaster", "wire", "government", "court", "ngo", "data", "discovery"}
    assert {o.publisher_kind for o in outlets} == kinds
    ways = {"rss", "atom", "news_sitemap", "section", "document", "csv", "ckan", "gdelt"}
    assert {e.kind for o in outlets for e in o.entries} == ways
    assert [a.published for a in articles] == sorted(a.published for a in articles)
    assert {a.published.year for a in articles} == {2022, 2023, 2024, 2025}
    assert 8 <= sum("local-life" in a.facts for a in articles) <= 14
    assert len([a for a in articles if a.copy_of]) >= 4


def test_every_source_answers_and_is_on_its_outlets_own_port(newsroom: Newsroom):
    for source in newsroom.sources():
        assert source.options.keys() - {"dataset"} == {"delay", "address"}
        assert source.options["address"] == "127.0.0.1"
        assert source.rights == "full"
        assert "(invented)" in source.name or "(inventé)" in source.name
        assert get(source.url)[0] == 200
    assert len(set(newsroom.ports.values())) == len(load_outlets())


def test_sources_of_a_known_base_port():
    listed = sources(8110)
    assert listed[0].url == "http://127.0.0.1:8110/feeds/news.xml"
    assert len({source.id for source in listed}) == len(listed)


def test_feeds_are_well_formed_and_list_the_outlets_articles(newsroom: Newsroom):
    for source in newsroom.sources():
        if source.kind not in ("rss", "atom"):
            continue
        feed = feedparser.parse(get(source.url)[1])
        assert not feed.bozo, source.url
        assert "(invent" in feed.feed.title
        for entry in feed.entries:
            assert entry.link.startswith(source.url.rsplit("/", 1)[0].split("/", 3)[0])
            assert entry.published_parsed
            assert get(entry.link)[0] == 200


def test_one_outlet_tags_its_feed_links(newsroom: Newsroom):
    feed = feedparser.parse(get(address(newsroom, "border-post") + "/feeds/news.xml")[1])
    assert all("utm_source=rss" in entry.link for entry in feed.entries)


def test_news_sitemap_names_titles_and_dates(newsroom: Newsroom):
    root = ElementTree.fromstring(get(address(newsroom, "radio-frontiere") + "/news-sitemap.xml")[1])
    urls = root.findall("s:url", SITEMAP)
    assert len(urls) == sum(a.outlet == "radio-frontiere" for a in load_articles(newsroom.edition))
    for url in urls:
        assert url.findtext("n:news/n:title", namespaces=SITEMAP)
        assert url.findtext("n:news/n:publication_date", namespaces=SITEMAP)
        assert "inventé" in url.findtext("n:news/n:publication/n:name", "", namespaces=SITEMAP)
        assert get(url.findtext("s:loc", "", namespaces=SITEMAP))[0] == 200


def test_every_page_says_that_it_is_invented_and_names_its_sources(newsroom: Newsroom):
    facts = load_facts()
    served = article_pages(newsroom)
    for article in load_articles(newsroom.edition):
        html = served[article.key].decode(article.charset)
        assert ("invented outlet" in html) or ("média inventé" in html), article.key
        assert article.facts
        for fact in article.facts:
            assert f'data-fact="{fact}"' in html, article.key
    used = {fact for article in load_articles(edition=2) for fact in article.facts}
    assert used == set(facts)


def test_bodies_come_out_whole(newsroom: Newsroom):
    served = article_pages(newsroom)
    for article in load_articles(newsroom.edition):
        text = squeezed(trafilatura.extract(served[article.key], include_comments=False) or "")
        shown = article.paragraphs[:2] if article.paywall else article.paragraphs
        for paragraph in shown:
            assert squeezed(paragraph.removeprefix("## ")) in text, article.key
        assert "sample newsroom" not in text
        assert "salle de presse" not in text


def test_a_paywalled_page_shows_its_lead_and_says_so(newsroom: Newsroom):
    (article,) = [a for a in load_articles(1) if a.paywall]
    html = article_pages(newsroom)[article.key].decode()
    assert '"isAccessibleForFree": false' in html
    assert article.paragraphs[0] in html
    assert article.paragraphs[-1] not in html


def test_a_page_in_windows_1252_declares_it(newsroom: Newsroom):
    (article,) = [a for a in load_articles(1) if a.charset != "utf-8"]
    _, body, headers = get(address(newsroom, article.outlet) + article.path)
    assert headers["Content-Type"] == "text/html; charset=windows-1252"
    assert 'charset="windows-1252"' in body.decode("windows-1252")
    assert "présentée" in body.decode("windows-1252")


@pytest.mark.parametrize("suffix", ["amp", "print"])
def test_variants_point_to_the_canonical_page(newsroom: Newsroom, suffix: str):
    (article,) = [a for a in load_articles(1) if a.variant == suffix]
    url = address(newsroom, article.outlet) + article.path
    assert f"{article.path}.{suffix}".encode() in get(url)[1]
    assert f'<link rel="canonical" href="{url}">'.encode() in get(f"{url}.{suffix}")[1]


def test_french_pages_keep_french_typography(newsroom: Newsroom):
    html = article_pages(newsroom)["courrier/un-hiver-au-chemin-roxham"].decode()
    assert "39\u00a0540 personnes" in html
    assert "«\u00a0Quelque 39\u00a0000, c&#39;est" in html
    assert "Publié le 30 janvier 2023 à 5\u00a0h\u00a030" in html


@pytest.mark.parametrize(
    ("outlet", "listing", "forbidden"),
    [
        ("ledger", "/immigration/", "/members/border-briefing.html"),
        ("courrier", "/rss/manchettes.xml", "/prive/carnet-de-frontiere"),
    ],
)
def test_robots_forbid_a_page_that_is_listed(newsroom: Newsroom, outlet: str, listing: str, forbidden: str):
    base = address(newsroom, outlet)
    robots = RobotFileParser()
    robots.parse(get(f"{base}/robots.txt")[1].decode().splitlines())
    listed = {a.path for a in load_articles(1) if a.outlet == outlet and a.path in get(base + listing)[1].decode()}
    assert {path for path in listed if not robots.can_fetch("roxham", base + path)} == {forbidden}


def test_one_outlet_has_no_robots(newsroom: Newsroom):
    status = {outlet: get(address(newsroom, outlet) + "/robots.txt")[0] for outlet in newsroom.ports}
    assert status.pop("northern-court") == 404
    assert set(status.values()) == {200}


def test_unchanged_pages_answer_304(newsroom: Newsroom):
    for source in newsroom.sources():
        _, _, headers = get(source.url)
        etag, modified = headers["ETag"], headers["Last-Modified"]
        assert get(source.url, If_None_Match=etag)[:2] == (304, b"")
        assert get(source.url, If_None_Match=f'"other", W/{etag.removeprefix("W/")}')[0] == 304
        assert get(source.url, If_Modified_Since=modified)[0] == 304
        # RFC 9110: the date doesn't count beside an entity tag
        assert get(source.url, If_None_Match='"other"', If_Modified_Since=modified)[0] == 200
        assert get(source.url, If_Modified_Since="Fri, 01 Jan 2021 00:00:00 GMT")[0] == 200
        assert get(source.url, If_Modified_Since="yesterday")[0] == 200


def test_hits_tell_who_asked_for_what(newsroom: Newsroom):
    newsroom.hits.clear()
    etag = get(address(newsroom, "northline") + "/atom.xml")[2]["ETag"]
    get(address(newsroom, "northline") + "/atom.xml?page=2", User_Agent="tester/1.0", If_None_Match=etag)
    get(address(newsroom, "ledger") + "/nowhere")
    assert [(hit.outlet, hit.path, hit.status) for hit in newsroom.hits] == [
        ("northline", "/atom.xml", 200),
        ("northline", "/atom.xml?page=2", 304),
        ("ledger", "/nowhere", 404),
    ]
    assert newsroom.hits[1].headers["user-agent"] == "tester/1.0"
    assert newsroom.hits[1].headers["if-none-match"] == etag


def test_gzip_for_those_who_accept_it(newsroom: Newsroom):
    url = address(newsroom, "lakeshore") + "/rss/local.xml"
    _, packed, headers = get(url, Accept_Encoding="gzip, deflate")
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == get(url)[1]


def test_the_second_edition_changes_only_what_it_means_to(tmp_path: Path):
    with Newsroom(tmp_path, base_port=0) as newsroom:
        first = article_pages(newsroom)
        etags = {key: f'"{key}"' for key in first}
        for article in load_articles(1):
            etags[article.key] = get(address(newsroom, article.outlet) + article.path)[2]["ETag"]
        new_url = address(newsroom, "lakeshore") + "/story/20250904/quebec-crossing-busy"
        assert get(new_url)[0] == 404

        newsroom.edition = 2
        second = article_pages(newsroom)
        assert second.keys() - first.keys() == {"lakeshore/quebec-crossing-busy"}
        assert get(new_url)[0] == 200
        changed = set()
        for article in load_articles(1):
            url = address(newsroom, article.outlet) + article.path
            if get(url, If_None_Match=etags[article.key])[0] == 200:
                changed.add(article.key)
        # A new article shows up among its neighbours' related links.
        neighbours = {a.key for a in load_articles(1) if a.outlet in {"lakeshore", "northline"}}
        assert CHANGED_IN_EDITION_2 <= changed <= CHANGED_IN_EDITION_2 | neighbours

        def texts(pages: dict[str, bytes]) -> dict[str, str]:
            return {key: squeezed(trafilatura.extract(html, fast=True) or "") for key, html in pages.items()}

        before, after = texts(first), texts(second)
        reworded = {key for key in first if before[key] != after[key]}
        assert reworded == CHANGED_IN_EDITION_2 - {"radio-frontiere/un-an-apres"}


def test_a_wrong_number_is_marked_and_corrected():
    before = {a.key: a for a in load_articles(1)}["lakeshore/record-at-the-line"]
    after = {a.key: a for a in load_articles(2)}["lakeshore/record-at-the-line"]
    assert before.invented
    assert "49,540" in " ".join(before.paragraphs)
    assert "39,540" in " ".join(after.paragraphs)
    assert after.paragraphs[-1].startswith("Correction:")
    assert after.modified
    assert after.modified > before.published
    assert [a.key for a in load_articles(1) if a.invented] == [before.key]
    wrong = [a.key for a in load_articles(2) if re.search(r"49[, ]540", " ".join((a.headline, *a.paragraphs)))]
    assert wrong == []


def test_changed_pages_have_a_later_last_modified(tmp_path: Path):
    with Newsroom(tmp_path, base_port=0) as newsroom:
        changed = [a for a in load_articles(1) if a.key in CHANGED_IN_EDITION_2]
        urls = [address(newsroom, a.outlet) + a.path for a in changed]
        first = [parsedate_to_datetime(get(url)[2]["Last-Modified"]) for url in urls]
        newsroom.edition = 2
        second = [parsedate_to_datetime(get(url)[2]["Last-Modified"]) for url in urls]
        assert all(later > earlier for earlier, later in zip(first, second, strict=True))


def test_pdfs_have_a_text_layer(newsroom: Newsroom):
    documents = [source for source in newsroom.sources() if source.kind == "document"]
    assert len(documents) == 2
    for source in documents:
        status, body, headers = get(source.url)
        assert (status, headers["Content-Type"]) == (200, "application/pdf")
        text = squeezed(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(body)).pages))
        assert "(invented)" in text
        (entry,) = [e for o in load_outlets() for e in o.entries if e.id == source.id]
        assert entry.file
        beside = (HERE / "documents" / entry.file).with_suffix(".txt").read_text(encoding="utf-8")
        assert text == squeezed(beside)
        assert set(entry.facts) <= set(load_facts())


def test_tables_say_that_they_are_invented_and_differ_only_where_they_are_corrected(tmp_path: Path):
    with Newsroom(tmp_path, base_port=0) as newsroom:
        url = address(newsroom, "border-figures") + "/tables/interceptions.csv"
        first = get(url)[1].decode()
        newsroom.edition = 2
        second = get(url)[1].decode()
        package = json.loads(get(address(newsroom, "border-figures") + "/api/3/action/package_show")[1])
        (resource,) = package["result"]["resources"]
        claims = get(resource["url"])[1].decode()
    assert "4,137" in first
    assert "wrong on purpose" in first
    rows = [dict(zip(("2022", "Jan", "Feb", "Mar", "Apr"), row[1:], strict=True)) for row in tabulated(first)]
    corrected = [dict(zip(("2022", "Jan", "Feb", "Mar", "Apr"), row[1:], strict=True)) for row in tabulated(second)]
    assert corrected == [{**rows[0], "Mar": "4,173"}, rows[1]]
    assert all("office is invented" in table or "Figures is invented" in table for table in (first, second, claims))


def tabulated(table: str) -> list[list[str]]:
    """The rows of a table that count something."""
    return [row for row in csv.reader(io.StringIO(table)) if row[0] in ("Total", "Quebec")]


def test_the_search_finds_one_article_of_ours_and_one_of_nobody(newsroom: Newsroom):
    ours, elsewhere = json.loads(get(address(newsroom, "wide-net") + "/api/v2/doc")[1])["articles"]
    status, page, _ = get(ours["url"])
    assert status == 200
    assert ours["title"].encode() in page
    assert elsewhere["url"].split("/")[2].endswith(".example")  # RFC 2606: nobody's


def test_edition_and_addresses_are_remembered(tmp_path: Path):
    with Newsroom(tmp_path, base_port=0) as newsroom:
        newsroom.edition = 2
        ports = newsroom.ports
    with Newsroom(tmp_path) as again:
        assert again.edition == 2
        assert again.ports == ports
    with pytest.raises(PortsFixedError, match="another home"):
        Newsroom(tmp_path, base_port=1)


def test_there_is_no_third_edition(newsroom: Newsroom):
    with pytest.raises(ValueError, match="edition 3"):
        newsroom.edition = 3


def test_a_busy_port_is_named(tmp_path: Path):
    with Newsroom(tmp_path, base_port=0) as newsroom:
        ports = newsroom.ports
    with socket.create_server(("127.0.0.1", ports["courrier"])):
        blocked = Newsroom(tmp_path)
        with pytest.raises(PortBusyError, match=rf"port {ports['courrier']} on 127.0.0.1.*Le Courrier du Lac"):
            blocked.start()
    with Newsroom(tmp_path) as free:  # the outlets before the busy one were closed again
        assert free.ports == ports


def test_articles_know_nothing_of_their_future():
    """Figures may be told only from the day they were published."""
    known_since = {
        r"\b85\b": "2023-05-01",
        r"4[, ]994|4[, ]517": "2023-03-01",
        r"Protocol\b|Protocole additionnel": "2023-03-24",
        r"39[, ]540": "2023-01-01",
        r"6[, ]925": "2023-10-01",
        r"171[, ]835|69[, ]810|3[, ]605": "2025-08-01",
    }
    for article in load_articles(1):
        for pattern, since in known_since.items():
            if article.published.date().isoformat() < since:
                assert not re.search(pattern, " ".join(article.paragraphs)), (article.key, pattern)


@pytest.mark.parametrize("edition", [1, 2])
def test_figures_to_be_checked_are_attributed(edition: int):
    facts = load_facts()
    for article in load_articles(edition):
        if any(facts[fact].check for fact in article.facts):
            text = " ".join(article.paragraphs)
            assert re.search(r"according to|figures? (?:published|show)|selon|d'après", text, re.IGNORECASE), (
                article.key
            )


def test_wire_copies_are_nearly_the_agencys_words():
    articles = {article.key: article for article in load_articles(1)}
    for copy in articles.values():
        if copy.copy_of:
            wire = articles[copy.copy_of]
            assert copy.outlet != wire.outlet
            assert copy.byline == "Northline Wire"
            assert copy.published >= wire.published
            ratio = SequenceMatcher(None, " ".join(wire.paragraphs), " ".join(copy.paragraphs), autojunk=False).ratio()
            assert 0.9 < ratio < 1, copy.key


def test_the_readme_explains_every_key():
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    own = {"outlet", "slug", "paragraphs"}
    keys = {f.name for f in fields(Article)} - own | {f.name for f in fields(Change)}
    assert [key for key in sorted(keys) if f"`{key}`" not in readme] == []


FRONT = """+++
headline = "A headline"
byline = "Maud Ellery"
section = "News"
published = 2023-03-27T06:30:00-04:00
facts = ["map"]
"""


@pytest.mark.parametrize(
    ("outlet", "text", "message"),
    [
        ("border-post", "No front matter.", "front matter"),
        ("border-post", "+++\nheadline = \n+++\n", "Invalid value"),
        ("nobody", f"{FRONT}+++\nText.", "no outlet 'nobody'"),
        ("border-post", f"{FRONT}colour = 1\n+++\nText.", "unknown key 'colour'"),
        ("border-post", f"{FRONT}[edition2]\nheading = 'x'\n+++\nText.", "unknown key 'heading'"),
        ("border-post", FRONT.replace('byline = "Maud Ellery"\n', "") + "+++\nText.", "missing key 'byline'"),
        ("northline", f"{FRONT}+++\nText.", "missing key 'language'"),
        ("border-post", FRONT.replace('"map"', '"rumour"') + "+++\nText.", "'rumour' is not in facts.toml"),
        ("border-post", f"{FRONT}copy_of = 'northline/none'\n+++\n", "no article 'northline/none'"),
        ("border-post", f"{FRONT}[edition2]\nreplace = [['a', 'b']]\n+++\nText.", "'a' is not in the text"),
    ],
)
def test_an_article_that_cannot_be_published_is_named(tmp_path: Path, outlet: str, text: str, message: str):
    path = tmp_path / outlet / "slug.md"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=rf"slug\.md: .*{message}"):
        load_articles(2, tmp_path)
