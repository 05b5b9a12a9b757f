"""JSON answers: JSON Feed, and the interfaces of governments, parliaments, archives and news searches.

Each reader takes what it understands and says what it does not: an API that changes is a problem that is reported, not
an exception. Shapes are those of each API's documentation, named beside its reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.kinds.feeds import read_feed
from crawler.kinds.listing import (
    Candidate,
    Listing,
    iso_date,
    language_code,
    parse_json,
    plain_text,
    records,
    unique,
    web_address,
)

Record = dict[str, object]


def read_json_feed(content: bytes, url: str) -> Listing:
    """https://www.jsonfeed.org/version/1.1/: `items`, each with id, url, title, summary and dates."""

    def candidate(item: Record, feed: Record) -> Candidate | None:
        address = web_address(item.get("url"), url) or web_address(item.get("external_url"), url)
        given = item.get("id")
        if address is None and isinstance(given, str) and given.startswith(("http://", "https://")):
            address = web_address(given, url)
        if address is None:
            return None
        return Candidate(
            address,
            plain_text(item.get("title")),
            iso_date(item.get("date_published")) or iso_date(item.get("date_modified")),
            language_code(item.get("language")) or language_code(feed.get("language")),
            plain_text(item.get("summary")),
        )

    answer, problem = parse_json(content, url)
    feed = answer if isinstance(answer, dict) else {}
    listing = _read(answer, problem, url, "items", candidate=lambda item: candidate(item, feed))
    following = web_address(feed.get("next_url"), url)
    return Listing(listing.candidates, listing.problem, (following,) if following else ())


def read_canada_news(content: bytes, url: str) -> Listing:
    """News of the Government of Canada, as Atom or as JSON: `feed.entry[]` with title, link, publishedDate, teaser."""
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return read_feed(content, url)

    def candidate(entry: Record) -> Candidate | None:
        link = entry.get("link")
        if isinstance(link, dict):
            link = link.get("href")
        address = web_address(link, url)
        if address is None:
            return None
        published = iso_date(entry.get("publishedDate")) or iso_date(entry.get("published"))
        summary = plain_text(entry.get("teaser")) or plain_text(entry.get("summary"))
        return Candidate(address, plain_text(entry.get("title")), published, summary=summary)

    return _read(*parse_json(content, url), url, "feed", "entry", candidate=candidate)


def read_federal_register(content: bytes, url: str) -> Listing:
    """https://www.federalregister.gov/developers/documentation/api/v1: `results[]`, `next_page_url`.

    The text is taken from govinfo.gov, where the same document is published for machines too.
    """

    def candidate(result: Record) -> Candidate | None:
        number, day = result.get("document_number"), iso_date(result.get("publication_date"))
        if not isinstance(number, str) or day is None or not number.replace("-", "").isalnum():
            return None
        address = f"https://www.govinfo.gov/content/pkg/FR-{day}/html/{number}.htm"
        return Candidate(address, plain_text(result.get("title")), day, "en", plain_text(result.get("abstract")))

    answer, problem = parse_json(content, url)
    listing = _read(answer, problem, url, "results", candidate=candidate)
    following = web_address(answer.get("next_page_url"), url) if isinstance(answer, dict) else None
    return Listing(listing.candidates, listing.problem, (following,) if following else ())


def read_openparliament(content: bytes, url: str) -> Listing:
    """https://api.openparliament.ca: `objects[]` with the site's own address of each debate, newest first."""

    def candidate(record: Record) -> Candidate | None:
        path = record.get("url")
        if not isinstance(path, str):
            return None
        headline = " ".join(
            text for key in ("document_type", "number", "date") if (text := str(record.get(key) or "").strip())
        )
        return Candidate(
            f"https://openparliament.ca/{path.lstrip('/')}", headline or None, iso_date(record.get("date")), "en"
        )

    return _read(*parse_json(content, url), url, "objects", candidate=candidate)


def read_wayback(content: bytes, url: str) -> Listing:
    """https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server: a row of names, then rows of captures.

    Each candidate is the capture as it was archived, without the Wayback Machine's own frame (`id_`).
    """
    archive = urlunsplit((*urlsplit(url)[:2], "", "", ""))
    answer, problem = parse_json(content, url)
    rows = [row for row in answer if isinstance(row, list)] if isinstance(answer, list) else []
    if problem is None and not isinstance(answer, list):
        problem = f"{url}: no list of captures"
    captures = [dict(zip(rows[0], row, strict=False)) for row in rows[1:]] if rows else []
    found = (
        Candidate(f"{archive}/web/{capture['timestamp']}id_/{capture['original']}")
        for capture in captures
        if str(capture.get("timestamp", "")).isdecimal()
        and str(capture.get("original", "")).startswith(("http://", "https://"))
    )
    return Listing(unique(found), problem)


def read_gdelt(content: bytes, url: str) -> Listing:
    """https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/: `articles[]`; without a hit, an empty object."""

    def candidate(article: Record) -> Candidate | None:
        address = web_address(article.get("url"), url)
        if address is None:
            return None
        return Candidate(
            address,
            plain_text(article.get("title")),
            iso_date(article.get("seendate")),
            _language(article.get("language")),
            publisher=plain_text(article.get("domain")),
        )

    answer, problem = parse_json(content, url)
    if answer == {}:
        return Listing()
    return _read(answer, problem, url, "articles", candidate=candidate)


def read_media_cloud(content: bytes, url: str) -> Listing:
    """https://github.com/mediacloud/web-search: `stories[]`, and the token of the next page."""

    def candidate(story: Record) -> Candidate | None:
        address = web_address(story.get("url"), url)
        if address is None:
            return None
        return Candidate(
            address,
            plain_text(story.get("title")),
            iso_date(story.get("publish_date")),
            language_code(story.get("language")),
            publisher=plain_text(story.get("media_name")),
        )

    answer, problem = parse_json(content, url)
    listing = _read(answer, problem, url, "stories", candidate=candidate)
    token = answer.get("pagination_token") if isinstance(answer, dict) else None
    following = (_with_parameter(url, "pagination_token", token),) if isinstance(token, str) and token else ()
    return Listing(listing.candidates, listing.problem, following)


def read_canlii(content: bytes, url: str) -> Listing:
    """https://github.com/canlii/API_documentation: `cases[]`, metadata only: each is a lead to a decision."""

    def candidate(case: Record) -> Candidate | None:
        database, ids = case.get("databaseId"), case.get("caseId")
        language, number = next(iter(ids.items()), (None, None)) if isinstance(ids, dict) else (None, ids)
        if not isinstance(database, str) or not isinstance(number, str):
            return None
        headline = ", ".join(text for key in ("title", "citation") if (text := plain_text(case.get(key))))
        address = f"https://api.canlii.org/v1/caseBrowse/{language or 'en'}/{database}/{number}/"
        return Candidate(address, headline or None, None, language_code(language), publisher="CanLII")

    return _read(*parse_json(content, url), url, "cases", candidate=candidate)


def _read(
    answer: object, problem: str | None, url: str, *names: str, candidate: Callable[[Record], Candidate | None]
) -> Listing:
    """The candidates of the records that `names` lead to, and how many records have none."""
    if problem is not None:
        return Listing(problem=problem)
    found: Iterable[Record] = records(answer, *names)
    candidates = [candidate(record) for record in found]
    kept = unique(each for each in candidates if each is not None)
    if not candidates and not _has_list(answer, names):
        return Listing(problem=f"{url}: no {'.'.join(names)} in the answer")
    without = candidates.count(None)
    return Listing(kept, f"{url}: {without} of {len(candidates)} records without an address" if without else None)


def _has_list(answer: object, names: tuple[str, ...]) -> bool:
    for name in names:
        answer = answer.get(name) if isinstance(answer, dict) else None
    return isinstance(answer, list)


def _language(name: object) -> str | None:
    """GDELT writes a language's English name."""
    return {"english": "en", "french": "fr", "spanish": "es"}.get(name.lower()) if isinstance(name, str) else None


def _with_parameter(url: str, name: str, value: str) -> str:
    parts = urlsplit(url)
    query = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != name]
    return urlunsplit(parts._replace(query=urlencode([*query, (name, value)])))
