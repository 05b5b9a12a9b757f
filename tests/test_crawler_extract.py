import gzip
from datetime import UTC, datetime

import pytest

from crawler.exceptions import ExtractionError, UnsupportedFormat
from crawler.extract import extract
from db.records import Article

URL = "https://news.example.org/canada/2023/03/24/border-closes"
NOW = datetime(2023, 6, 1, tzinfo=UTC)

SENTENCES = [
    "The road ends at a ditch, and on the other side of the ditch begins another country, said the farmer.",
    "Buses brought 4,173 people in a month, according to the police, and hotels in the city filled up by the evening.",
    "The new rule applies to the whole length of the border, rivers and lakes included, from one minute past midnight.",
    "Lawyers said that they would ask a court to look at it, because the first agreement had been looked at as well.",
]

PAGE = """<!doctype html><html lang="en-CA"><head><title>Border closes | Canada | The Example</title>
<meta property="og:title" content="Border closes at midnight"><meta property="og:site_name" content="The Example">
<meta property="og:description" content="What changes &amp; for whom">
<link rel="canonical" href="/canada/border-closes">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Border closes at midnight - The Example", "datePublished": "2023-03-24T08:31:00-04:00",
 "dateModified": "2023-03-25T10:00:00Z", "articleSection": "Canada", "isAccessibleForFree": {free},
 "author": [{{"@type": "Person", "name": "By Ann Lee"}}, {{"@type": "Person", "name": "Bo Day"}}]}}</script></head>
<body><nav><a href="/">Home</a> <a href="/canada">Canada</a></nav><main><article><h1>Border closes at midnight</h1>
<p class="byline">By Ann Lee and Bo Day</p>{body}</article></main>
<aside class="related"><h2>Related</h2><p><a href="/x">Something else entirely happened elsewhere</a></p></aside>
<footer>Copyright The Example</footer></body></html>"""


def page(*extra: str, free: str = "true") -> str:
    return PAGE.format(free=free, body="".join(f"<p>{sentence}</p>" for sentence in [*SENTENCES, *extra]))


def read(html: str | bytes, url: str = URL, content_type: str | None = None) -> Article:
    return extract(html, url, content_type=content_type, fetched_at=NOW)


def test_article():
    assert read(page().encode(), content_type="text/html; charset=utf-8") == Article(
        url=URL,
        text="\n\n".join(SENTENCES),
        headline="Border closes at midnight",
        authors=("Ann Lee", "Bo Day"),
        published="2023-03-24T08:31:00-04:00",
        modified="2023-03-25T10:00:00+00:00",
        language="en",
        section="Canada",
        canonical_url="https://news.example.org/canada/border-closes",
        description="What changes & for whom",
        free=True,
    )


def test_gzip_and_text_input_give_the_same():
    assert read(gzip.compress(page().encode())) == read(page()) == read(page().encode())


def test_paywalled_page_says_so():
    assert read(page(free="false")).free is False
    assert read(page(free='"False"')).free is False


@pytest.mark.parametrize(
    "line",
    [
        "Read more: The hotel that never sleeps",
        "RELATED: The hotel that never sleeps",
        "À lire aussi : l'hôtel qui ne dort jamais",
        "Sign up for our morning newsletter",
        "Advertisement",
        "Advertisement - scroll to continue",
        "Updated 3 hours ago",
        "Last updated: March 25, 2023 at 9:31 a.m.",
        "1.2K shares",
        "View comments (12)",
        "0:00 / 2:31",
        "La suite après la publicité",
        "Partager sur Facebook",
        "Already a subscriber? Log in",
        "Mis à jour il y a 20 minutes",
        "Listen to this article",
        "4 min",
        "You have 3 free articles left this month.",
        "Like what you read? You can sign up for our free weekly newsletter, which comes on Fridays.",
        "Do you know more about this? Get in touch with our reporters at desk@example.org.",
        "« Abonnez-vous » : les nouvelles du matin dans votre boîte mail",
        "See more: The hotel that never sleeps",
        "The hotel that never sleeps [INSIGHT]",
        "Our Standards: The Example Trust Principles.",
        "おすすめ情報",
        "<a href='/hotel'>The hotel that never sleeps</a>",
        "___",
    ],
)
def test_lines_of_the_page_are_left_out(line: str):
    assert read(page(line)).text == "\n\n".join(SENTENCES)


@pytest.mark.parametrize(
    "line",
    [
        "The ministry said that it would get in touch with the families of the 24 people by the end of the week.",
        "Published in March 2019, the report of the committee was read by few of those whom it was about that year.",
        "Article 31 was saved.",
        "The letter was first printed in a newsletter of the parish, which has 300 readers on both sides of the road.",
    ],
)
def test_sentences_that_only_mention_them_stay(line: str):
    assert read(page(line)).text.endswith(line)


@pytest.mark.parametrize(
    "line", ["Border closes at midnight", "Canada: Border closes at midnight", "By Ann Lee, Ottawa", "March 24, 2023"]
)
def test_headline_byline_and_date_below_the_summary_are_left_out(line: str):
    html = page().replace(f"<p>{SENTENCES[1]}</p>", f"<p>{line}</p><p>{SENTENCES[1]}</p>")
    assert read(html).text == "\n\n".join(SENTENCES)


def test_address_above_the_text_is_left_out():
    html = page().replace(f"<p>{SENTENCES[0]}</p>", f"<p>{URL}</p><p>{SENTENCES[0]}</p>")
    assert read(html).text == "\n\n".join(SENTENCES)


def test_words_for_those_who_hear_the_page_are_left_out():
    linked = SENTENCES[0].replace("ditch,", '<a href="/ditch">ditch (opens in a new tab)</a>,', 1)
    assert read(page().replace(SENTENCES[0], linked)).text == "\n\n".join(SENTENCES)


def test_correction_is_kept():
    note = "This version corrects the number of people in the second paragraph."
    assert read(page("___", note)).text.endswith(note)


def test_boxes_are_left_out():
    box = "<div class='fact-box'><p>Facts that stand beside the article and are repeated on every page of it.</p></div>"
    assert "Facts that stand beside" not in read(page().replace("</article>", box + "</article>")).text


def test_article_cut_into_containers_is_put_together():
    chunks = "".join(
        f"<div class='grid'><div class='chunk'><p>{sentence}</p><p>{sentence[::-1]}.</p></div></div><div>ad</div>"
        for sentence in SENTENCES * 2
    )
    text = read(f"<html><body><h1>Border closes at midnight</h1><div class='all'>{chunks}</div></body></html>").text
    assert all(sentence in text for sentence in SENTENCES)


def test_text_in_json_ld_where_the_page_shows_none():
    data = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Border closes",
      "isAccessibleForFree": FREE, "articleBody": "TEXT"}</script>""".replace("TEXT", "<br>".join(SENTENCES))
    assert read(f"<html><head>{data.replace('FREE', 'true')}</head><body></body></html>").text == "\n\n".join(SENTENCES)
    assert read(f"<html><head>{data.replace('FREE', 'false')}</head><body></body></html>").text == ""


def test_language_of_the_text_where_the_page_declares_none():
    french = "<p>Les demandeurs d'asile traversent la frontière au chemin Roxham depuis plusieurs années déjà.</p>" * 3
    assert read(f"<html><body><article>{french}</article></body></html>").language == "fr"


def test_elements_left_open_by_the_hundred_lose_nothing():
    opened = "".join(f"<div><font>{sentence}<br>" for sentence in SENTENCES * 50)
    assert SENTENCES[-1] in read(f"<html><body>{opened}</body></html>").text
    nested = page().replace("<h1>", "<div>" * 400 + "<h1>").replace("</article>", "</div>" * 400 + "</article>")
    assert read(nested).text == "\n\n".join(SENTENCES)


@pytest.mark.parametrize("html", ["<html><body></body></html>", "<html><head><title>Empty</title></head></html>"])
def test_page_without_text(html: str):
    assert read(html).text == ""


@pytest.mark.parametrize(
    "html",
    [
        "",
        b"",
        b"<",
        "<div>" * 20_000 + "deep",
        "<p>" + "<b>" * 5_000 + "bold",
        "<table><tr><td>" * 200 + "cell",
        "<p>form\x0cfeed and \x08 backspace \uffff</p>",
        "<title>" + "Closed - " * 50_000 + "</title><h1>Closed</h1>",
        "<script type='application/ld+json'>" + "[" * 50_000 + "</script><p>text</p>",
        "<html><head><script type='application/ld+json'>{not json</script></head><body><p>text</p></body></html>",
        '<html><head><script type="application/ld+json">{"@graph": 7, "author": [[["x"]]]}</script></head></html>',
        '<html><head><link rel="canonical" href="http://[broken"></head><body><p>text</p></body></html>',
        '<html><head><meta property="article:published_time" content="99999-99-99T99:99"></head><body>x</body></html>',
        b"<html><body><p>\xff\xfe\x00\x01</p></body></html>",
    ],
)
def test_broken_page_is_an_article_or_one_clear_error(html: str | bytes):
    try:
        read(html)
    except ExtractionError as error:
        message = str(error)
    else:
        return
    assert URL in message


@pytest.mark.parametrize(
    ("content", "url", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "https://e.org/a", "PNG"),
        (b"\xff\xd8\xff\xe0\x00", "https://e.org/a.jpg", "JPEG"),
        (b"a,b\n1,2\n", "https://e.org/claims.csv", "CSV"),
        (gzip.compress(b"a,b\n1,2\n", mtime=0), "https://e.org/claims.csv.gz", "CSV"),
        (b'{"a": 1}', "https://e.org/a", "JSON"),
        (b"PK\x03\x04broken", "https://e.org/a", "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "https://e.org/a.xls", "Office"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "https://e.org/feed", "feed"),
        (bytes(range(32)) * 40, "https://e.org/a", "binary"),
    ],
)
def test_other_formats_are_named(content: bytes, url: str, what: str):
    with pytest.raises(UnsupportedFormat, match=what) as raised:
        extract(content, url)
    assert url in str(raised.value)
