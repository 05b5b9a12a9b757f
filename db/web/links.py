"""Links of the site, and which foreign addresses may become links."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from datasette.utils import tilde_encode
from markupsafe import Markup

if TYPE_CHECKING:
    from datasette.app import Datasette

DATABASE = "roxham"
_HOST = re.compile(r"[\w.:\-\[\]]+")


def web_address(url: str | None) -> str | None:
    """The address if a reader's browser may follow it (http or https with a host), else None.

    Escaping does not disarm `javascript:`; this does.
    """
    if not url or any(character.isspace() or ord(character) < 32 for character in url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def host(url: str | None) -> str:
    """The host name of a web address, without `www.`; empty for any other."""
    address = web_address(url)
    return (urlsplit(address).hostname or "").removeprefix("www.") if address else ""


def outbound(url: str | None, label: str | None = None) -> Markup:
    """A link that leaves the site and tells the other one nothing; plain text where it is no web address."""
    address = web_address(url)
    if address is None:
        return Markup("{}").format(label or url or "")
    return Markup('<a href="{}" rel="noopener noreferrer nofollow">{}</a>').format(address, label or url)


class Links:
    """Paths within the site. They hold under any `base_url`."""

    def __init__(self, datasette: Datasette) -> None:
        self._urls = datasette.urls

    def row(self, table: str, key: str | int, fragment: str = "") -> str:
        return self._urls.row(DATABASE, table, tilde_encode(str(key))) + (f"#{fragment}" if fragment else "")

    def table(self, table: str, format: str | None = None, **filters: str | int) -> str:
        path = self._urls.table(DATABASE, table, format=format)
        return path + (f"?{urlencode(filters)}" if filters else "")

    def query(self, name: str, format: str | None = None, **parameters: str | int) -> str:
        return self.table(name, format, **parameters)

    def sql(self, sql: str, **parameters: str | int) -> str:
        return self._urls.database(DATABASE) + "?" + urlencode({"sql": sql, **parameters})

    def absolute(self, host: str | None, protocol: str | None, table: str, key: str | int) -> str:
        """A row's address for readers elsewhere, as feeds want it; only the path where no host is known.

        The SQL function `permalink`, called with the headers Host and X-Forwarded-Proto of the request.
        """
        path = self.row(table, key)
        if not host or not _HOST.fullmatch(host):
            return path
        return f"{'https' if protocol == 'https' else 'http'}://{host}{path}"

    def figure(self, article_id: int, figure_id: str) -> str:
        """Where a figure of an article's present version stands in its text."""
        return self.row("articles", article_id, f"figure-{figure_id}")

    def quote(self, article_id: int, quote_id: str) -> str:
        return self.row("articles", article_id, f"quote-{quote_id}")

    def static(self, path: str) -> str:
        return self._urls.static_plugins(DATABASE, path)

    def home(self) -> str:
        return self._urls.instance()

    def database(self) -> str:
        return self._urls.database(DATABASE)
