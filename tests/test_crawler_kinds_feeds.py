import gzip

import pytest

from crawler.kinds import read_listing
from crawler.kinds.feeds import read_feed
from crawler.kinds.listing import Candidate
from crawler.kinds.sections import looks_like_article, read_section
from crawler.kinds.sitemaps import read_sitemap

URL = "https://news.example.org/feed.xml"

RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel><title>The Example</title><language>en-CA</language>
<item><title>Border &amp;amp; law</title><link>/2023/03/24/border</link>
<description>&lt;p&gt;Two &lt;b&gt;sides&lt;/b&gt;&lt;/p&gt;</description>
<pubDate>Fri, 24 Mar 2023 08:31:00 EDT</pubDate></item>
<item><title>No date</title><guid>https://news.example.org/no-date</guid></item>
<item><title>No address</title></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>L'Exemple</title>
<entry><title>La frontière</title><link href="https://news.example.org/frontiere"/><id>urn:1</id>
<published>2023-03-24T08:31:00-04:00</published><updated>2023-03-25T00:00:00Z</updated></entry></feed>"""

NEWS_SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://news.example.org/a?id=1&amp;b=2</loc><n:news><n:publication><n:name>The Example</n:name>
<n:language>en</n:language></n:publication><n:publication_date>2023-03-24T08:31:00-04:00</n:publication_date>
<n:title>Border &amp; law</n:title></n:news></url>
<url><loc>https://news.example.org/b</loc><lastmod>2023-03-20</lastmod></url>
</urlset>"""


def test_rss():
    listing = read_feed(RSS.encode(), URL)
    assert listing.candidates == (
        Candidate(
            "https://news.example.org/2023/03/24/border", "Border & law", "2023-03-24T12:31:00+00:00", "en", "Two sides"
        ),
        Candidate("https://news.example.org/no-date", "No date", None, "en"),
    )
    assert listing.problem == f"{URL}: 1 of 3 entries without an address"


def test_atom_has_date_of_publication_not_of_update():
    listing = read_feed(ATOM.encode(), URL)
    assert [(each.headline, each.published) for each in listing.candidates] == [
        ("La frontière", "2023-03-24T12:31:00+00:00")
    ]
    assert listing.problem is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda feed: feed.replace("&amp;amp;", "&"),
        lambda feed: feed.replace("</channel></rss>", ""),
        lambda feed: feed.replace('<rss version="2.0">', '<rss version="2.0"><x:y/>'),
    ],
)
def test_malformed_feed_is_read_and_reported(damage):
    listing = read_feed(damage(RSS).encode(), URL)
    assert listing.candidates[0].url == "https://news.example.org/2023/03/24/border"
    assert listing.problem is not None
    assert "malformed" in listing.problem


@pytest.mark.parametrize("content", [b"", b"\x00\xff\xfe", b"<html><body>Moved</body></html>", b"plain words", b"{}"])
@pytest.mark.parametrize("kind", ["rss", "atom", "news_sitemap", "section"])
def test_nothing_to_read_is_a_problem_not_an_error(kind: str, content: bytes):
    listing = read_listing(kind, content, URL)
    assert listing.candidates == ()
    assert listing.problem is not None
    assert URL in listing.problem


def test_legacy_encoding_and_gzip():
    feed = RSS.replace("UTF-8", "ISO-8859-1").replace("No date", "Été").encode("latin-1")
    assert read_listing("rss", gzip.compress(feed), URL).candidates[1].headline == "Été"


def test_news_sitemap_keeps_title_and_date():
    listing = read_sitemap(NEWS_SITEMAP.encode(), URL)
    assert listing.candidates == (
        Candidate("https://news.example.org/a?id=1&b=2", "Border & law", "2023-03-24T08:31:00-04:00", "en"),
        Candidate("https://news.example.org/b", None, "2023-03-20"),
    )
    assert listing.problem is None


def test_malformed_sitemap_is_read_and_reported():
    listing = read_sitemap(NEWS_SITEMAP.replace("Border &amp; law", "Border & law").encode(), URL)
    assert len(listing.candidates) == 2
    assert "malformed" in (listing.problem or "")


def test_sitemap_index_gives_listings():
    index = b"<sitemapindex><sitemap><loc>https://news.example.org/1.xml</loc></sitemap></sitemapindex>"
    assert read_listing("news_sitemap", index, URL).listings == ("https://news.example.org/1.xml",)


def test_sitemaps_named_among_pages_are_listings():
    named = NEWS_SITEMAP.replace("</urlset>", "<sitemap><loc>https://news.example.org/2.xml</loc></sitemap></urlset>")
    listing = read_sitemap(named.encode(), URL)
    assert len(listing.candidates) == 2
    assert listing.listings == ("https://news.example.org/2.xml",)


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<opml version='2.0'><body><outline xmlUrl='https://news.example.org/a'/></body></opml>", "a list of feeds"),
        (b"<opml><head><title>News & more</title>", "a list of feeds"),
        (b"<head><title>Moved</title></head><body>here</body>", "an HTML page"),
        (b"<script>location.href = '/'</script>", "an HTML page"),
    ],
)
def test_what_is_no_feed_is_named(content: bytes, what: str):
    assert f"no feed but {what}" in str(read_listing("rss", content, URL).problem)


def test_entry_that_only_has_an_address_of_its_own():
    entry = "<entry><title>Words</title><id>urn:1</id><link rel='self' href='/entries/1'/></entry>"
    feed = f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>"
    assert [each.url for each in read_feed(feed.encode(), URL).candidates] == ["https://news.example.org/entries/1"]


@pytest.mark.parametrize(
    "before", ["<br />\n<b>Warning</b>: line 3<br />\n", "Notice: undefined\n", "\n\n<!-- a -->\n"]
)
@pytest.mark.parametrize("content", [RSS, NEWS_SITEMAP, f"<?xml version='1.0'?>{NEWS_SITEMAP}"])
def test_what_a_server_wrote_before_a_listing_costs_nothing(before: str, content: str):
    assert len(read_listing("rss", (before + content).encode(), URL).candidates) == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("content", [RSS, ATOM, NEWS_SITEMAP])
def test_wide_encodings_are_read_whatever_is_declared(encoding: str, content: str):
    narrow = read_listing("rss", content.encode(), URL).candidates
    assert read_listing("rss", content.encode(encoding), URL).candidates == narrow


def test_text_sitemap():
    listing = read_listing("news_sitemap", b"\xef\xbb\xbfhttps://news.example.org/a\nhttps://news.example.org/b\n", URL)
    assert [each.url for each in listing.candidates] == ["https://news.example.org/a", "https://news.example.org/b"]


def test_entities_are_not_expanded():
    bomb = b"""<!DOCTYPE urlset [<!ENTITY a "aaaaaaaaaa">
<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY file SYSTEM "file:///etc/passwd">]>
<urlset><url><loc>https://news.example.org/x</loc></url><url><loc>&file;</loc></url><url><loc>https://e.org/&b;</loc></url></urlset>"""
    listing = read_sitemap(bomb, URL)
    assert all("aaaa" not in each.url and "root" not in each.url for each in listing.candidates)
    assert listing.candidates[0].url == "https://news.example.org/x"


def test_addresses_other_than_web_are_left_out():
    feed = RSS.replace("/2023/03/24/border", "javascript:alert(1)")
    assert [each.headline for each in read_feed(feed.encode(), URL).candidates] == ["No date"]


def test_section_page():
    page = b"""<html><body><nav><a href="/politics">Politics</a><a href="/tag/border-law-and-more">Tag</a></nav>
<a href="/2023/03/24/border-closes#top"><img></a>
<h2><a href="/2023/03/24/border-closes">Border closes at midnight</a></h2>
<a href="https://other.example.com/2023/03/24/some-other-site">Elsewhere</a>
<a href="http://[broken">Broken</a></body></html>"""
    listing = read_section(page, "https://news.example.org/politics")
    assert listing.candidates == (
        Candidate("https://news.example.org/2023/03/24/border-closes", "Border closes at midnight"),
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://e.org/canada/asylum-seekers-cross-at-roxham", True),
        ("https://e.org/news/canada/deal-1.6789012", True),
        ("https://e.org/nouvelles/entente.html", True),
        ("https://e.org/", False),
        ("https://e.org/politics", False),
        ("https://e.org/author/jane-q-public-the-second", False),
        ("https://e.org/files/a-very-long-report.pdf", False),
    ],
)
def test_what_looks_like_an_article(url: str, expected: bool):
    assert looks_like_article(url) is expected


def test_unknown_kind():
    with pytest.raises(ValueError, match="no listing of kind 'carrier pigeon'"):
        read_listing("carrier pigeon", b"", URL)
