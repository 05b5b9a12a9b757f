"""Addresses that name one page: they differ in scheme, `www.` or `m.`, or in how a folder's page is written.

None of these spellings can be chosen without asking the site, so an article keeps the address it came with, and the
others find it.
"""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

_HOSTS = ("", "www.", "m.", "mobile.")
_INDEX = ("index.html", "index.htm", "index.php")


def spellings(url: str) -> list[str]:
    """The address itself first, then the others that mean the same page."""
    parts = urlsplit(url)
    hosts = [parts.netloc]
    name = parts.netloc
    for prefix in _HOSTS[1:]:
        name = name.removeprefix(prefix)
    numeric = name.replace(".", "").isdecimal()
    if "." in name and ":" not in name and not numeric:
        hosts += [prefix + name for prefix in _HOSTS]
    schemes = [parts.scheme] if ":" in parts.netloc else [parts.scheme, "https", "http"]
    path = parts.path
    for index in _INDEX:
        path = path.removesuffix(f"/{index}")
    folder = path.rstrip("/")
    paths = [parts.path, folder or "/", f"{folder}/", *(f"{folder}/{index}" for index in _INDEX)]
    return list(
        dict.fromkeys(
            urlunsplit((scheme, host, path, parts.query, parts.fragment))
            for path in paths
            for host in hosts
            for scheme in schemes
        )
    )
