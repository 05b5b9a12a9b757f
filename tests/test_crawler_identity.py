import pytest

from crawler.identity import clean_url, identity, same_site


@pytest.mark.parametrize(
    "variant",
    [
        "https://www.example.com/news/crossing-1.23?utm_source=rss&utm_medium=feed",
        "https://www.example.com/news/crossing-1.23#comments",
        "https://www.example.com/news/crossing-1.23?cmp=rss",
        "https://www.example.com/news/crossing-1.23?fbclid=abc&gclid=def",
        "https://www.example.com/news/crossing-1.23/amp/",
        "https://www.example.com/amp/news/crossing-1.23",
        "https://amp.example.com/news/crossing-1.23",
        "https://www.example.com/news/crossing-1.23?amp=1",
        "https://www.example.com/news/crossing-1.23?outputType=amp",
        "https://www.example.com/news/crossing-1.23?print=true",
        "https://www.example.com:443/news/crossing-1.23",
        "HTTPS://WWW.EXAMPLE.COM/news/crossing-1.23",
    ],
)
def test_variants_collapse(variant: str):
    assert clean_url(variant).rstrip("/") == "https://www.example.com/news/crossing-1.23"


@pytest.mark.parametrize(
    "url",
    [
        "https://example.com/story?a=1",
        "https://example.com/story?id=44&page=2",
        "https://example.com/story?b=2&a=1",
        "http://127.0.0.1:8101/story",
        "https://example.com/campground/print-shops-close",
        "https://example.com/view?article=12&format=long",
        "https://example.com/accents/%C3%A9t%C3%A9",
    ],
)
def test_what_identifies_stays(url: str):
    assert clean_url(url) == url


def test_keep_list_of_a_source():
    assert clean_url("https://example.com/a?cmp=7&utm_source=x", keep_params=("cmp",)) == "https://example.com/a?cmp=7"


@pytest.mark.parametrize("url", ["ftp://example.com/a", "javascript:alert(1)", "/relative", "mailto:a@example.com", ""])
def test_only_web_addresses(url: str):
    with pytest.raises(ValueError, match=r"no http\(s\) address"):
        clean_url(url)


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("https://www.example.co.uk/a", "http://news.example.co.uk/b", True),
        ("https://example.co.uk/a", "https://other.co.uk/a", False),
        ("http://127.0.0.1:8101/a", "http://127.0.0.1:8102/a", False),
        ("http://127.0.0.1:8101/a", "http://127.0.0.1:8101/b", True),
        ("https://example.com/", "mailto:a@example.com", False),
    ],
)
def test_same_site(a: str, b: str, same: bool):
    assert same_site(a, b) is same


def test_canonical_address_of_the_same_site_stands_for_the_article():
    url = "https://www.example.com/news/crossing?utm_source=rss"
    assert identity(url, "https://www.example.com/2023/crossing") == "https://www.example.com/2023/crossing"
    assert identity(url, "/2023/crossing#top") == "https://www.example.com/2023/crossing"
    assert identity(url, "https://agency.example.org/crossing") == "https://www.example.com/news/crossing"
    assert identity(url, "https://www.example.com/") == "https://www.example.com/news/crossing"
    assert identity(url) == "https://www.example.com/news/crossing"


def test_a_copy_in_the_wayback_machine_is_the_article():
    page = "https://www.example.com/2023/crossing"
    archived = f"https://web.archive.org/web/20240218232538/{page}"
    assert identity(archived, archived) == identity(archived) == identity(page, archived) == page
    assert identity(f"http://web.archive.org/web/2024id_/{page}?utm_source=rss") == page
    assert identity("https://web.archive.org/about/") == "https://web.archive.org/about/"
