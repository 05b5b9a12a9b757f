"""The Wayback Machine: which captures to ask for, and what a capture is of. Pure: no network, no database.

https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server describes the queries.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, date, datetime
from urllib.parse import urlencode

MOST_CAPTURES = 1000
"""Of a site and query: what is about a topic in the weeks asked for, and no more."""
_CAPTURE = re.compile(r"/web/(\d{14})(?:id_)?/(https?://.+)$")
_WORDS = re.compile(r"[a-z0-9]+")


def query(archive: str, site: str, first: date, last: date, terms: Iterable[str]) -> str:
    """Address of the list of a site's captures between two days whose own addresses name one of the terms.

    Captures of one page that are byte for byte the same are listed once.
    """
    words = sorted({".?".join(_WORDS.findall(_plain(term))) for term in terms})
    parameters = [
        ("url", site),
        ("matchType", "domain"),
        ("output", "json"),
        ("from", f"{first:%Y%m%d}"),
        ("to", f"{last:%Y%m%d}"),
        ("filter", "statuscode:200"),
        ("filter", "mimetype:text/html"),
        ("filter", f"urlkey:.*({'|'.join(words)}).*"),
        ("collapse", "digest"),
        ("limit", str(MOST_CAPTURES)),
    ]
    return f"{archive}/cdx/search/cdx?{urlencode(parameters)}"


def capture_of(url: str) -> tuple[str, datetime] | None:
    """The page that an archive's address is a capture of, and when it was captured."""
    match = _CAPTURE.search(url)
    if match is None:
        return None
    try:
        return match[2], datetime.strptime(match[1], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))
