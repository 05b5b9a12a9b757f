from datetime import date

import pytest
from lxml import html

from crawler import metadata
from crawler.bylines import person_names
from crawler.headlines import without_site
from crawler.metadata import Metadata

URL = "https://www.the-example.org/news/a-story"


def read(head: str = "", body: str = "", url: str = URL, html_attributes: str = "") -> Metadata:
    page = f"<html {html_attributes}><head>{head}</head><body>{body}</body></html>"
    return metadata.read(html.document_fromstring(page), url, latest=date(2023, 6, 1))


@pytest.mark.parametrize(
    ("head", "body", "headline"),
    [
        # the h1 that the metadata confirms, not another one
        (
            "<meta property='og:title' content='Border closes at midnight'>",
            "<h1>The Example</h1><h1>Border closes at midnight, sources say</h1>",
            "Border closes at midnight, sources say",
        ),
        # the h1 is the page's own where nothing confirms it
        ("<title>Border closed for all</title>", "<h1>What happens at midnight</h1>", "What happens at midnight"),
        # a slogan is no headline where title and OpenGraph agree
        (
            "<title>Border closes at midnight</title><meta property='og:title' content='Border closes at midnight'>",
            "<header><h1>First with all the news since 1880</h1></header><article><p>It closes.</p></article>",
            "Border closes at midnight",
        ),
        (
            "<title>Border closes at midnight</title><meta property='og:title' content='Border closes at midnight'>",
            "<h1><a href='https://www.the-example.org/'>First with all the news since 1880</a></h1>",
            "Border closes at midnight",
        ),
        # but the article's own h1 is what readers see, though title and OpenGraph agree on another
        (
            "<title>Border closes at midnight</title><meta property='og:title' content='Border closes at midnight'>",
            "<article><header><h1>The last night of an open road</h1></header></article>",
            "The last night of an open road",
        ),
        # the last of the breadcrumbs repeats the title; the headline is marked as such
        (
            "<title>Where does the border road lead?</title><meta property='og:title' content='Six facts on a road'>",
            "<ol><li><h1 class='breadcrumb_last'>Where does the border road lead?</h1></li></ol>"
            "<article><h2 itemprop='headline'>Six facts on a road</h2></article>",
            "Six facts on a road",
        ),
        # and stands where nothing else is marked
        (
            "<title>Where does the border road lead?</title><meta property='og:title' content='Where does it lead?'>",
            "<nav><h1>Where does the border road lead?</h1></nav>",
            "Where does the border road lead?",
        ),
        # an h1 that repeats the title for search engines yields to the editors' headline
        (
            "<title>Border crossing rules 2023: new agreement explained | The Example</title>"
            "<meta property='og:title' content='New agreement ends border crossing'>",
            "<h1>Border crossing rules 2023: new agreement explained</h1>",
            "New agreement ends border crossing",
        ),
        # but stays where JSON-LD says the same, too
        (
            "<title>Border crossing rules 2023: new agreement explained | The Example</title>"
            "<meta property='og:title' content='New agreement ends border crossing'>"
            '<script type="application/ld+json">{"@type": "NewsArticle", '
            '"headline": "Border crossing rules 2023: new agreement explained"}</script>',
            "<h1>Border crossing rules 2023: new agreement explained</h1>",
            "Border crossing rules 2023: new agreement explained",
        ),
        # even if JSON-LD cuts it short
        (
            "<title>Border crossing rules 2023: new agreement explained | The Example</title>"
            "<meta property='og:title' content='New agreement ends border crossing'>"
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Border crossing rules 2023: new"}'
            "</script>",
            "<h1>Border crossing rules 2023: new agreement explained</h1>",
            "Border crossing rules 2023: new agreement explained",
        ),
        # a running report that is labelled so for search engines
        (
            "<title>Border talks LIVE: Road stays open until midnight, minister says</title>"
            "<meta property='og:title' content='Road stays open until midnight as talks go on'>"
            '<script type="application/ld+json">{"@type": "LiveBlogPosting", '
            '"headline": "Border talks LIVE: Road stays open until midnight, minister says"}</script>',
            "<h1>Border talks LIVE: Road stays open until midnight, minister says</h1>",
            "Road stays open until midnight as talks go on",
        ),
        (
            "<title>Where they live: Life on the road</title><meta property='og:title' content='Life on the road'>",
            "<article><h1>Where they live: Life on the road where the border closed</h1></article>",
            "Where they live: Life on the road where the border closed",
        ),
        # or where OpenGraph says something else
        (
            "<title>Who counts the people that cross at night</title>"
            "<meta property='og:title' content='The Ledger of Dusk'>",
            "<h1>Who counts the people that cross at night</h1>",
            "Who counts the people that cross at night",
        ),
        # breadcrumbs for search engines; readers see an h2, with a kicker
        (
            "<title>Road news: border closes for ever</title><meta property='og:title' content='The end of the road'>",
            "<nav class='breadcrumb'><h1>Road news: border closes for ever</h1></nav>"
            "<h2><span>Night at the border</span> <span>The end of the road</span></h2>",
            "The end of the road",
        ),
        # of an h2 and an h1 in navigation, the one that OpenGraph repeats
        (
            "<title>The end of the road</title><meta property='og:title' content='The end of the road'>"
            '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Border closes"}</script>',
            "<nav><h1>The end of the road</h1></nav><h2>Border closes</h2>",
            "The end of the road",
        ),
        (
            "<title>Border closes for ever</title><meta property='og:title' content='The end of the road'>"
            '<script type="application/ld+json">{"@type": "Article", "headline": "Border closes for ever"}</script>',
            "<nav><h1>Border closes for ever</h1></nav><h2>The end of the road</h2>",
            "The end of the road",
        ),
        # an h1 that the address repeats, over a list of contents
        (
            "<title>Border closes, talks go on, ferries return</title>",
            "<h1>A Story News</h1><h2>Border closes, talks go on, ferries return</h2>",
            "A Story News",
        ),
        # a kicker that runs into the headline; words that are part of it; a kicker that a colon divides from it
        (
            "<meta property='og:title' content='Border closes at midnight'>",
            "<h1><span>Open roads</span> <span>Border closes at midnight</span></h1>",
            "Border closes at midnight",
        ),
        (
            "<meta property='og:title' content='Border Closes at Midnight'>",
            "<h1>Why the Border Closes at Midnight</h1>",
            "Why the Border Closes at Midnight",
        ),
        (
            "<meta property='og:title' content='Border closes at midnight'>",
            "<h1>Open roads: Border closes at midnight</h1>",
            "Open roads: Border closes at midnight",
        ),
        (
            "<meta property='og:title' content='Border closes at midnight'>",
            "<h1><a href='/roads'>Open roads |</a> <span>Border closes at midnight</span></h1>",
            "Border closes at midnight",
        ),
        # elements within words
        ("", "<h1>Grenz<wbr>übergang: CO<sub>2</sub> am <em>Schlag</em>baum</h1>", "Grenzübergang: CO2 am Schlagbaum"),
        # a blog whose h1 is its name
        (
            "<title>Notes on roads - The border closes at midnight</title>",
            "<h1>Notes on roads</h1><h2>24 March</h2><h3>The border closes at midnight</h3>",
            "The border closes at midnight",
        ),
        # of a text that is cut short, the whole
        (
            "<meta property='og:title' content='Border closes at …'><title>Border closes at midnight</title>",
            "<p>It closes.</p>",
            "Border closes at midnight",
        ),
        # a headline that begins with the letters of the site's name is none
        ("<title>Examples of closed roads</title>", "<h1>Examples of closed roads</h1>", "Examples of closed roads"),
        # writing without spaces
        (
            "<title>国境の道路が深夜に閉鎖｜The Example</title>",
            "<h1>国境の道路が深夜に閉鎖</h1>",
            "国境の道路が深夜に閉鎖",
        ),
        ("<title>Border closes - The Example</title>", "", "Border closes"),
        ("", "<h1>Only this heading here</h1>", "Only this heading here"),
        ("<title>Page 7</title>", "<header><h1>Only this heading here</h1></header>", "Only this heading here"),
        ("", "<h1 class='hidden'>Border closes</h1>", "Border closes"),
        # the section's h1, which nothing else on the page is called
        (
            "<title>Border closes at midnight</title><meta property='og:title' content='Border closes at midnight'>",
            "<h1>Politics and Society</h1><p>It closes.</p>",
            "Border closes at midnight",
        ),
        # the section's h1 over the article's h2
        ("<title>Border closes</title>", "<h1>All the news from Canada</h1><h2>Border closes</h2>", "Border closes"),
        ("", "<p>Nothing</p>", None),
    ],
)
def test_headline(head: str, body: str, headline: str | None):
    assert read(head, body).headline == headline


@pytest.mark.parametrize(
    ("title", "stripped"),
    [
        ("Border closes | The Example", "Border closes"),
        ("Border closes - Canada - theexample.org", "Border closes - Canada"),
        ("The Example: Border closes", "Border closes"),
        ("Canada - U.S. border closes", "Canada - U.S. border closes"),
        ("Border closes", "Border closes"),
        # domains are written without accents
        ("La route ferme | L’Exemple Équestre", "La route ferme"),
        ("Grenze zu | Böhmische Zeitung", "Grenze zu"),
        ("国境を閉鎖 | Exampleを買収", "国境を閉鎖 | Exampleを買収"),
    ],
)
def test_site_name_is_cut_off(title: str, stripped: str):
    sites = ("example", "theexampleorg", "lexempleequestre", "boehmischezeitung")
    assert without_site(title, sites) == stripped


@pytest.mark.parametrize(
    ("bylines", "people"),
    [
        (["By Ann Lee and Bo Day"], ("Ann Lee", "Bo Day")),
        (["Par Zoé Côté et Luc Roy"], ("Zoé Côté", "Luc Roy")),
        (["Von Anna Müller, Ottawa Bureau"], ("Anna Müller",)),
        (["ANN LEE"], ("Ann Lee",)),
        (["Ann Lee", "ann lee"], ("Ann Lee",)),
        (["https://example.org/ann", "ann@example.org", "@annlee", "Staff Reporter", "The Example"], ()),
        (["Jean-Luc O’Bonsawin"], ("Jean-Luc O’Bonsawin",)),
        (["Ann E Lee and E. Jean Day"], ("Ann E Lee", "E. Jean Day")),
        (["Ann Lee, Ottawa"], ("Ann Lee",)),
        (["Ann Lee - The Example"], ("Ann Lee",)),
        (["Aputsiaq Lund og Bo Møller"], ("Aputsiaq Lund", "Bo Møller")),
        (["José Paz y Ana Ruiz"], ("José Paz", "Ana Ruiz")),
        (["著者：山田花子"], ("山田花子",)),
        (["Investigations Team"], ()),
        (["Example Media Inc.", "Ann Lee"], ("Ann Lee",)),
        (["Ann Lee March 24, 2023 4:19 PM"], ("Ann Lee",)),
        (["By", "Ann Lee", "View author archive"], ("Ann Lee",)),
        (["Example Broadcasting (www.example.org)", "Agencies", "No Author"], ()),
        (["by annlee, on May 16th 2023"], ("annlee",)),
    ],
)
def test_names_of_people(bylines: list[str], people: tuple[str, ...]):
    assert person_names(bylines, sites=("example",)) == people


def ld(author: str) -> str:
    return (
        f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "a", "author": {author}}}</script>'
    )


@pytest.mark.parametrize(
    ("head", "body", "authors"),
    [
        # each source of names for itself: the second field names the publisher
        (
            "<meta property='article:author' content='Ann Lee'><meta name='author' content='Some Publishing House'>",
            "",
            ("Ann Lee",),
        ),
        # who signs, where nobody is named
        (ld('{"@type": "Organization", "name": "The Example"}'), "", ("The Example",)),
        (ld('[{"@type": "Person", "name": "Ann Lee"}, {"name": "Graphics Team"}]'), "", ("Ann Lee", "Graphics Team")),
        (ld('{"name": "Newsroom"}'), "<h1>Border closes</h1><p class='byline'>By Ann Lee</p>", ("Newsroom",)),
        ("<meta name='author' content='Newsroom'>", "<h1>Closed</h1><p class='byline'>By Ann Lee</p>", ("Ann Lee",)),
        ("<meta name='author' content='https://example.org/ann'><meta name='author' content='@ann'>", "", ()),
        # what a card in a social network says
        (
            "<meta name='twitter:label1' content='Escrito por'><meta name='twitter:data1' content='Ana Ruiz'>"
            "<meta name='twitter:label2' content='Tiempo de lectura'><meta name='twitter:data2' content='3 minutos'>",
            "",
            ("Ana Ruiz",),
        ),
        # marked names that stand together; one of another article stands elsewhere
        (
            "",
            "<div><p><a rel='author' href='/1'>Ann Lee</a>, <a rel='author' href='/2'>Bo Day</a></p></div>"
            "<main><section><ul><li><div><a rel='author' href='/3'>Cy Fox</a></div></li></ul></section></main>",
            ("Ann Lee", "Bo Day"),
        ),
        # the page as it is seen: beside the headline rather than anywhere
        (
            "",
            "<aside><a rel='author' href='/cy'>Cy Fox</a></aside><h1>Border closes</h1>"
            "<div class='StoryByline-x7'>By <span class='author__name'>Ann Lee</span> | Ottawa Bureau</div>",
            ("Ann Lee",),
        ),
        (
            "",
            "<h1>Border closes</h1><p>The road was named after <a href='/people/cy-fox'>Cy Fox</a>, the farmer "
            "who built it from the river to the hills in the years between the wars; it is empty now, said his son, "
            "who has not seen a car in weeks.</p>"
            "<div>Por Ana Ruiz | 24/03/2023 20:36</div>",
            ("Ana Ruiz",),
        ),
        (
            "",
            "<h1>Border closes</h1><div><div>By <b>Ann Lee</b></div><i>Print</i></div>",
            ("Ann Lee",),
        ),
        ("", "<h1>Border closes</h1><div><a href='/authors/ann-lee'>Ann Lee</a></div>", ("Ann Lee",)),
        ("", "<h1>Border closes</h1><div>By Ann Lee</div><p>By night the road is empty.</p>", ("Ann Lee",)),
        ("", "<h1>Border closes</h1><p>By night the road is empty, said a farmer, and by day it is not.</p>", ()),
    ],
)  # fmt: skip
def test_authors(head: str, body: str, authors: tuple[str, ...]):
    assert read(head, body).authors == authors


def test_authors_by_reference_within_json_ld():
    graph = """<script type="application/ld+json">{"@graph": [
      {"@type": "WebSite", "name": "The Example"}, {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
      {"@type": "NewsArticle", "headline": "Border closes", "author": {"@id": "#ann"}}]}</script>"""
    assert read(graph).authors == ("Ann Lee",)


def test_article_of_this_page_among_others():
    scripts = """<script type="application/ld+json">[
      {"@type": "NewsArticle", "headline": "Another", "url": "/other", "datePublished": "2023-01-01"},
      {"@type": "NewsArticle", "headline": "This", "url": "https://www.the-example.org/news/a-story",
       "datePublished": "2023-03-24"}]</script>"""
    assert read(scripts).published == "2023-03-24"


def test_json_ld_with_line_breaks_and_trailing_comma():
    data = '{"@type": "NewsArticle", "headline": "a\nb", "datePublished": "2023-03-24",}'
    script = f'<script type="application/ld+json">{data}</script>'
    assert read(script).published == "2023-03-24"


@pytest.mark.parametrize(
    "data",
    [
        '{"@type": "NewsArticle", "datePublished": "2023-03-24",\n // empty for partners\n "headline": "a"}',
        '{"@type": "WebSite", "name": "The Example"}, {"@type": "NewsArticle", "datePublished": "2023-03-24"}',
        '// <![CDATA[\n{"@type": "NewsArticle", "datePublished": "2023-03-24"}\n// ]]>',
        '{"@type": "NewsArticle", "headline": "A "last" night", "datePublished": "2023-03-24"}',
    ],
)
def test_json_ld_that_is_no_json(data: str):
    assert read(f'<script type="application/ld+json">{data}</script>').published == "2023-03-24"


def test_headline_and_author_of_json_ld_that_is_no_json():
    data = """{"@context": "https://schema.org", "@type": "NewsArticle", "image": {"@type": "ImageObject", "url": ""},
      "headline": "The "last" night of a road", "author": {"@type": "Person", "name": "Ann Lee"}, "url": '/a'}"""
    found = read(f'<script type="application/ld+json">{data}</script>')
    assert (found.headline, found.authors) == ('The "last" night of a road', ("Ann Lee",))


@pytest.mark.parametrize(
    ("body", "published", "modified"),
    [
        ("<time datetime='2023-03-24T08:31:00-04:00'>today</time>", "2023-03-24T08:31:00-04:00", None),
        ("<p>March 24, 2023 8:31am</p><p>Updated: March 28, 2023</p>", "2023-03-24", "2023-03-28"),
        ("<p>The law of March 24, 2019 was amended by the parliament after long debates.</p>", None, None),
        ("<p>04/03/2023</p>", "2023-04-03", None),
        ("<p>March 24, 2023 | Updated 08:24</p>", "2023-03-24", None),
        ("<p>Updated: March 28, 2023</p>", "2023-03-28", "2023-03-28"),
        ("<p>Video available until April 24, 2023</p><p>March 24, 2023</p>", "2023-03-24", None),
        ("<figure><figcaption>The border on March 20, 2023</figcaption></figure><p>24.03.2023</p>", "2023-03-24", None),
        (
            "<p>Updated <time datetime='2023-03-28'>28</time> | Published <time datetime='2023-03-24'>24</time></p>",
            "2023-03-24",
            "2023-03-28",
        ),
    ],
)  # fmt: skip
def test_dates_of_the_visible_page(body: str, published: str | None, modified: str | None):
    found = read("", f"<h1>A story of the border</h1>{body}")
    assert (found.published, found.modified) == (published, modified)


def test_date_beside_the_headline_under_a_logo():
    logo = "<h1 class='logo'>The Example</h1><i>January 2, 2023</i>" + "<span></span>" * 130
    body = f"{logo}<h2>A story of the border</h2><i>March 24, 2023</i>"
    assert read("<title>A story of the border</title>", body).published == "2023-03-24"


def test_date_line_nearest_the_headline_is_the_articles():
    below = "<p>The border closed at midnight.</p>" * 5 + "<ul><li>Most read</li><li>2 January 2023</li></ul>"
    body = f"<p>Politics</p><p>24 March 2023</p><h1>A story of the border</h1>{below}"
    assert read("", body).published == "2023-03-24"


def test_date_that_the_title_ends_in():
    heading = "<h1>A story of the border</h1><p>2 January 2023</p>"
    assert read("<title>A story of the border | The Example | 24.03.2023</title>", heading).published == "2023-03-24"
    assert read("<title>What changes in May 2023</title>", heading).published == "2023-01-02"


@pytest.mark.parametrize(
    ("url", "attributes", "published"),
    [
        ("https://example.com/a", "", "2023-04-03"),
        ("https://example.com/a", "lang='es'", "2023-03-04"),
        ("https://example.es/a", "", "2023-03-04"),
        ("https://example.co.uk/a", "lang='en'", "2023-03-04"),
    ],
)
def test_day_or_month_first_by_language_and_country(url: str, attributes: str, published: str):
    assert read("", "<p>04/03/2023</p>", url, attributes).published == published


def test_date_far_from_the_headline_where_there_is_no_other():
    body = "<h1>A story of the border</h1>" + "<b></b>" * 130 + "<p>2023.03.24</p>"
    assert read("", body).published == "2023-03-24"


def test_date_of_publication_before_one_that_sites_renew():
    head = (
        "<meta name='sailthru.date' content='2023-03-28'><meta property='article:published_time' content='2023-03-24'>"
    )
    assert read(head).published == "2023-03-24"


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("/news/canonical", "https://www.the-example.org/news/canonical"),
        ("https://m.the-example.org/x", "https://m.the-example.org/x"),
        ("https://agency.example.com/x", None),
        ("https://www.the-example.org/", None),
    ],
)
def test_canonical_address_of_the_same_site_only(href: str, expected: str | None):
    assert read(f"<link rel='canonical' href='{href}'>").canonical_url == expected


@pytest.mark.parametrize(("attributes", "language"), [("lang='fr-CA'", "fr"), ("lang='EN'", "en"), ("lang=''", None)])
def test_declared_language(attributes: str, language: str | None):
    assert read(html_attributes=attributes).language == language
