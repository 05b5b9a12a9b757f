import base64

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
        "https://www.example.com/news/crossing-1.23.amp",
        "https://www.example.com/news/crossing-1.23/print",
        "https://www.example.com/news/crossing-1.23?print=1",
        "https://www.example.com/news/crossing-1.23?CMP=share_btn&at_medium=RSS&ref=rss&cid=newsletter_1&smid=tw-share",
        "https://www.example.com/news/crossing-1.23?mc_cid=a1&mc_eid=b2&PHPSESSID=0a1b2c3d",
        "https://www.example.com/news/crossing-1.23;jsessionid=0A1B2C3D?utm_id=1",
        "https://www.example.com/%6Eews/crossing%2D1.23",
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/crossing-1.23?amp=1",
        "https://cdn.ampproject.org/v/s/www.example.com/news/crossing-1.23/amp?amp_js_v=0.1",
        "https://www.google.ca/amp/s/www.example.com/news/crossing-1.23.amp",
        "https://www.google.com/url?rct=j&url=https%3A%2F%2Fwww.example.com%2Fnews%2Fcrossing-1.23%3Fcmp%3Drss",
        "https://www.bing.com/news/apiclick.aspx?ref=FexRss&url=https%3a%2f%2fwww.example.com%2fnews%2fcrossing-1.23",
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fwww.example.com%2Fnews%2Fcrossing-1.23&h=AT0",
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
        "https://example.com/path%2Fwith%2Fslashes",
        "https://example.com/article?cid=123456",
        "https://example.com/stories#!/crossing",
        "https://example.com/amp",
        "https://amp.co.uk/story",
        "https://example.com/2023/03/24/",
        "https://news.google.com/rss/articles/CBMiAUFVX3lxTFBhYmNkZWZnaGlqa2xtbm9w",
        "https://news.google.com/rss/articles/CBMiAUFVX3lxTFBhYmNkZWZnaGlqa2xtbm9wq",
        "https://www.google.com/url?q=not-an-address",
        "https://example.com/search?url=https://other.example.org/",
    ],
)
def test_what_identifies_stays(url: str):
    assert clean_url(url) == url


def test_slash_of_the_page_is_kept_below_its_variants():
    assert clean_url("https://example.com/story/amp/") == "https://example.com/story/"
    assert clean_url("https://example.com/story/amp") == "https://example.com/story"


def test_one_form_of_percent_encoding():
    assert clean_url("https://example.com/caf%c3%a9/%7Eann") == clean_url("https://example.com/café/~ann")
    assert clean_url("https://bücher.example/a") == "https://xn--bcher-kva.example/a"


def test_google_news_id_that_holds_the_address():
    inner = b"\x08\x13\x22\x2bhttps://www.example.com/news/crossing?cmp=rss\xd2\x01\x00"
    encoded = base64.urlsafe_b64encode(inner).decode().rstrip("=")
    assert clean_url(f"https://news.google.com/rss/articles/{encoded}?oc=5") == "https://www.example.com/news/crossing"


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


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.com/canada/2023/border-closes-at-midnight", "https://example.com/"),
        ("https://example.com/canada/2023/border-closes-at-midnight", "https://example.com/index.html"),
        ("https://example.com/canada/2023/border-closes-at-midnight", "https://example.com/canada"),
        ("https://example.com/canada/2023/border-closes-at-midnight", "https://politics.example.com/us-politics/"),
        ("https://example.com/canada/2023/border-closes-at-midnight", "https://example.com/canada/2023/"),
        ("https://example.com/story.php?id=7", "https://example.com/story.php"),
        ("https://example.com/?p=7", "https://example.com/"),
    ],
)
def test_canonical_address_of_many_pages_is_not_used(url: str, canonical: str):
    assert identity(url, canonical) == url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://example.com/?p=7", "https://example.com/crossing"),
        ("https://example.com/crossing?page=all", "https://example.com/crossing"),
        ("https://m.example.com/story-1234", "https://www.example.com/canada/story-1234"),
        ("https://example.com/border-closes-at-midnight/amp", "https://example.com/border-closes-at-midnight"),
    ],
)
def test_canonical_address_is_used(url: str, canonical: str):
    assert identity(url, canonical) == canonical


def test_a_copy_in_the_wayback_machine_is_the_article():
    page = "https://www.example.com/2023/crossing"
    archived = f"https://web.archive.org/web/20240218232538/{page}"
    assert identity(archived, archived) == identity(archived) == identity(page, archived) == page
    assert identity(f"http://web.archive.org/web/2024id_/{page}?utm_source=rss") == page
    assert identity("https://web.archive.org/about/") == "https://web.archive.org/about/"
