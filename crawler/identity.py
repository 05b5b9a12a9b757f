"""One address for one article: what differs between the ways to a page is taken off its address.

Neither w3lib (keeps utm_*) nor courlan (keeps fragments, AMP and `cmp`; its strict mode drops real ids such as
`?a=1`) does this, so the rules are here: a parameter is dropped only if it is known to track.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

# The list bundled with the package: without these two arguments tldextract downloads one and writes a cache.
_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

_TRACKING = re.compile(
    r"(?:utm_\w+|utm-\w+|hsa_\w+|mtm_\w+|pk_\w+|piwik_\w+|at_(?:medium|campaign|custom\d|link\w*|format|bbc_team|ptr_name)"
    r"|(?:fb|g|dc|ms|yc|tt|tw|li_|igsh|wbra|gbra|s_)cl(?:id|src)|gbraid|wbraid|fbclid|gclid|gclsrc|igshid|igsh|msclkid|twclid"
    r"|mc_[ce]id|mkt_tok|_hs(?:enc|mi)|vero_id|oly_(?:anon|enc)_id|ss_(?:source|campaign_\w+|email_id)"
    r"|cmp|cmpid|cmpcode|campaign_id|cid_source|ncid|ocid|icid|soc_(?:src|trk)|ito|smid|smtyp|taid|tpcc"
    r"|ns_(?:campaign|mchannel|source|linkname|fee)|xtor|xtref|xtcr|wt_mc|wt\.mc_id|wtmc|wprss|feedtype|feedname"
    r"|__twitter_impression|__source|_ga|_gl|ga_\w+|guccounter|guce_referr\w+|ref_?src|ref_?url|referrer|spref|traffic_source"
    r"|partner|rss|sh|share|shared|sharetype|fbrefresh|fb_(?:action_\w+|source|ref)|mbid|sref|amp_\w+)"
)
_AMP_PARAMETERS = re.compile(r"(?:amp|outputtype|output|view|print|printable|mode|format)", re.IGNORECASE)
_AMP_VALUES = frozenset({"", "1", "amp", "amp-type", "true", "print", "yes"})
_AMP_PATH = re.compile(r"(?<=/)(?:amp|print)/?$|(?:\.amp|[-_.]print)(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_FOLDER = re.compile(r"^/amp(?:/s)?(?=/\w)", re.IGNORECASE)
_PORTS = {"http": 80, "https": 443}
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://)", re.IGNORECASE)
"""What the Wayback Machine puts before a page's own address, in the copy's canonical address, too."""


def clean_url(url: str, keep_params: Collection[str] = ()) -> str:
    """The address without fragment, tracking parameters, AMP and print variants and default port.

    Parameters keep their order; those in `keep_params` stay whatever they look like. Addresses other than http(s)
    raise ValueError.
    """
    parts = urlsplit(safe_url_string(url.strip()))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"no http(s) address: {url!r}")
    path = _AMP_FOLDER.sub("", _AMP_PATH.sub("", parts.path)) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and _kept(pair, keep_params))
    return urlunsplit((parts.scheme, _host(parts.scheme, parts.hostname, parts.port), path, query, ""))


def _kept(pair: str, keep_params: Collection[str]) -> bool:
    name, _, value = pair.partition("=")
    if name in keep_params:
        return True
    if _AMP_PARAMETERS.fullmatch(name) and value.lower() in _AMP_VALUES:
        return False
    return not _TRACKING.fullmatch(name.lower())


def _host(scheme: str, host: str, port: int | None) -> str:
    labels = host.rstrip(".").split(".")
    if len(labels) > 2 and labels[0] == "amp":
        labels[0] = "www"
    name = f"[{host}]" if ":" in host else ".".join(labels)
    return name if port in (None, _PORTS[scheme]) else f"{name}:{port}"


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    return _domain(host).top_domain_under_public_suffix or host


def site_label(host: str) -> str:
    """What a site is called in its host: 'example' of news.example.co.uk."""
    return _domain(host).domain


def same_site(a: str, b: str) -> bool:
    """Whether two addresses have one registered domain (news.example.co.uk, www.example.co.uk), or one host and port
    where there is none, such as on loopback."""
    first, second = urlsplit(a), urlsplit(b)
    if not first.hostname or not second.hostname:
        return False
    sites = _site(first.hostname), _site(second.hostname)
    if sites[0] != sites[1]:
        return False
    registered = bool(_domain(first.hostname).suffix)
    return registered or _port(a) == _port(b)


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or _PORTS.get(parts.scheme)


def identity(url: str, canonical_url: str | None = None, keep_params: Collection[str] = ()) -> str:
    """The address that stands for the article: its canonical one where that is on the same site, else its own, cleaned.

    A canonical address that is a site's or section's front page, as misconfigured sites give it, is not used. A copy in
    the Wayback Machine is the article that it is a copy of.
    """
    url, canonical_url = _ARCHIVED.sub("", url, count=1), _ARCHIVED.sub("", canonical_url or "", count=1)
    if canonical_url:
        absolute = urljoin(url, canonical_url)
        home = urlsplit(absolute).path in ("", "/") and not urlsplit(absolute).query
        if not home and same_site(absolute, url) and urlsplit(absolute).scheme in _PORTS:
            return clean_url(absolute, keep_params)
    return clean_url(url, keep_params)
