"""One address for one article: what differs between the ways to a page is taken off its address.

Neither w3lib (keeps utm_*) nor courlan (keeps fragments, AMP and `cmp`; its strict mode drops real ids such as
`?a=1`) does this, so the rules are here: a parameter is dropped only if it is known to track.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import SplitResult, parse_qs, unquote, urljoin, urlsplit, urlunsplit

import tldextract
from w3lib.url import safe_url_string

from crawler.kinds import KINDS
from db.records import Source, Topic

# The list bundled with the package: without these two arguments tldextract downloads one and writes a cache.
_domain = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

_TRACKING_PREFIXES = (
    "utm_", "utm-", "hsa_", "mtm_", "pk_", "piwik_", "matomo_", "at_medium", "at_campaign", "at_custom", "at_link",
    "at_format", "at_bbc", "at_ptr", "at_creation", "at_variant", "ns_campaign", "ns_mchannel", "ns_source",
    "ns_linkname", "ns_fee", "ga_", "guce_", "fb_action_", "ss_campaign_", "amp_", "oly_", "vero_", "_hs",
    "__cft__", "itm_", "wt_mc", "wt.mc_id", "aspsessionid",
)  # fmt: skip
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gclsrc", "msclkid", "yclid", "ttclid", "twclid", "li_fat_id", "igshid", "igsh",
    "gbraid", "wbraid", "s_cid", "fb_source", "fb_ref", "mc_cid", "mc_eid", "mkt_tok", "ss_source", "ss_email_id",
    "cmp", "cmpid", "cmpcode", "campaign_id", "cid_source", "ncid", "ocid", "icid", "intcid", "int_cid", "intcmp",
    "int_cmp", "soc_src", "soc_trk", "ito", "ico", "smid", "smtyp", "taid", "tpcc", "xtor", "xtref", "xtcr", "wtmc",
    "wprss", "feedtype", "feedname", "_ga", "_gl", "__twitter_impression", "__source", "__tn__", "guccounter",
    "ref_src", "refsrc", "ref_url", "refurl", "referrer", "referer", "spref", "traffic_source", "partner", "rss",
    "sh", "share", "shared", "sharetype", "fbrefresh", "mbid", "sref", "srnd", "tbcid", "trk", "trkcampaign",
    "ftag", "algtrack", "phpsessid", "jsessionid", "sessionid", "session_id", "cfid", "cftoken",
})  # fmt: skip
_TRACKING_BUT_NUMBERS = frozenset({"cid", "ref", "source", "src", "via", "sid"})
"""Names that track, unless the value is a number: then they may say which article."""
_AMP_PARAMETERS = frozenset({"amp", "outputtype", "output", "view", "print", "printable", "mode", "format"})
_AMP_VALUES = frozenset({"", "1", "amp", "amp-type", "true", "print", "yes"})
_AMP_PATH = re.compile(r"(?<=[^/])/(?:amp|print)(?P<slash>/?)$|(?:\.amp|[-_.]print)(?=\.html?$)|\.amp$", re.IGNORECASE)
_AMP_FOLDER = re.compile(r"^/amp(?:/s)?(?=/\w)", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"^https?://(?:(?:[\w-]+\.)?cdn\.ampproject\.org/[a-z]{1,3}|(?:www\.)?(?:google\.[a-z.]{2,6}|bing\.com)/amp)/"
    r"(?P<secure>s/)?(?=[\w-]+\.)",
    re.IGNORECASE,
)
_SESSION = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?;]*", re.IGNORECASE)
_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_PORTS = {"http": 80, "https": 443}
_REDIRECTORS = re.compile(
    r"^(?:www\.|news\.)?google\.[a-z.]{2,6}/(?:news/)?url$|^(?:www\.)?bing\.com/news/apiclick\.aspx$"
    r"|^lm?\.(?:facebook|instagram)\.com/(?:l\.php)?$|^(?:www\.)?facebook\.com/l\.php$|^out\.reddit\.com/"
    r"|^(?:www\.)?youtube\.com/redirect$|^duckduckgo\.com/l/?$|^[\w-]+\.safelinks\.protection\.outlook\.com/",
    re.IGNORECASE,
)
_GOOGLE_NEWS = re.compile(r"^https?://news\.google\.com/(?:rss/)?articles/(?P<id>CBMi[\w-]{20,2000})")
_EMBEDDED = re.compile(rb"https?://[!-~]{4,1500}")
_SECTION = re.compile(r"[^\W\d_]{1,20}(?:[-_+ ][^\W\d_]{1,20})?|\d{1,4}")
_INDEX = re.compile(r"(?:index|default|home)\.\w{2,5}", re.IGNORECASE)
_ID = re.compile(r"\w{0,12}id|[anp]|art|article|post|story|doc\w{0,8}", re.IGNORECASE)
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(?=https?://)", re.IGNORECASE)
"""What the Wayback Machine puts before a page's own address, in the copy's canonical address, too."""


def clean_url(url: str, keep_params: Collection[str] = ()) -> str:
    """The address without fragment, tracking parameters, session ids, AMP and print variants and default port.

    Redirects that name where they lead, such as those of news searches and AMP caches, are followed without a request.
    A fragment that begins with `#!` stays: on sites built on it, it is the page's name. Parameters keep their order;
    those in `keep_params` stay whatever they look like. Addresses other than http(s) raise ValueError.
    """
    parts = urlsplit(safe_url_string(_target(url.strip())))
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"no http(s) address: {url!r}")
    path = _AMP_PATH.sub(lambda match: match["slash"] or "", _SESSION.sub("", parts.path))
    path = _AMP_FOLDER.sub("", path) or "/"
    query = "&".join(pair for pair in parts.query.split("&") if pair and _kept(pair, keep_params))
    fragment = parts.fragment if parts.fragment.startswith("!") else ""
    host = _host(parts.scheme, parts.hostname, parts.port)
    return urlunsplit((parts.scheme, host, _escaped(path), _escaped(query), fragment))


def _target(url: str) -> str:
    """The address that a redirect or cache names in its own; other addresses as they are."""
    for _ in range(3):
        if match := _AMP_CACHE.match(url):
            url = f"http{'s' if match['secure'] else ''}://{url[match.end() :]}"
        elif match := _GOOGLE_NEWS.match(url):
            return _embedded(match["id"]) or url
        elif inner := _named(url):
            url = inner
        else:
            break
    return url


def _named(url: str) -> str | None:
    """The address that is a parameter of a known redirector."""
    parts = urlsplit(url)
    if not _REDIRECTORS.match(f"{parts.netloc}{parts.path}"):
        return None
    parameters = parse_qs(parts.query)
    given = (parameters[name][0] for name in ("url", "q", "u", "uddg") if name in parameters)
    return next((address for address in given if address.startswith(("http://", "https://"))), None)


def _embedded(identifier: str) -> str | None:
    """The address in a Google News id; since 2024 most hold none."""
    try:
        content = base64.urlsafe_b64decode(identifier + "=" * (-len(identifier) % 4))
    except ValueError:
        return None
    match = _EMBEDDED.search(content)
    return match[0].decode("ascii") if match else None


def _escaped(text: str) -> str:
    """Percent-encoding in its one form (RFC 3986, 6.2.2): upper-case digits, none where the character needs none."""

    def one(match: re.Match[str]) -> str:
        character = chr(int(match[0][1:], 16))
        return character if character.isascii() and (character.isalnum() or character in "-._~") else match[0].upper()

    return _ESCAPE.sub(one, text)


def _kept(pair: str, keep_params: Collection[str]) -> bool:
    name, _, value = pair.partition("=")
    if name in keep_params:
        return True
    name = name.lower()
    if name in _AMP_PARAMETERS and value.lower() in _AMP_VALUES:
        return False
    if name in _TRACKING_BUT_NUMBERS:
        return value.isdecimal()
    return name not in _TRACKING and not name.startswith(_TRACKING_PREFIXES)


def _host(scheme: str, host: str, port: int | None) -> str:
    host = host.rstrip(".")
    subdomain, _, rest = host.partition(".")
    if subdomain == "amp" and _domain(host).subdomain:
        host = rest if _domain(rest).subdomain else f"www.{rest}"
    name = f"[{host}]" if ":" in host else host
    return name if port in (None, _PORTS[scheme]) else f"{name}:{port}"


@lru_cache(maxsize=4096)
def _site(host: str) -> str:
    return _domain(host).top_domain_under_public_suffix or host


def site_label(host: str) -> str:
    """What a site is called in its host: 'example' of news.example.co.uk."""
    return _domain(host).domain


def site_of(url: str) -> str:
    """The registered domain of an address, or its host and port where there is none, such as on loopback."""
    host = urlsplit(url).hostname or ""
    return _site(host) if _domain(host).suffix else urlsplit(url).netloc


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


def source_of(url: str, topic: Topic, default: Source) -> Source:
    """The topic's source of the page's site: the first that fetches pages there, else `default`."""
    ours = (source for source in topic.sources if source.kind in KINDS and not KINDS[source.kind].leads)
    return next((source for source in ours if same_site(source.url, url)), default)


def _port(url: str) -> int | None:
    parts = urlsplit(url)
    return parts.port or _PORTS.get(parts.scheme)


def identity(url: str, canonical_url: str | None = None, keep_params: Collection[str] = ()) -> str:
    """The address that stands for the article: its canonical one where that is on the same site, else its own, cleaned.

    A canonical address that is the front page of a site or of a section, as misconfigured sites give it, is not used:
    all articles would be one. A copy in the Wayback Machine is the article that it is a copy of.
    """
    url, canonical_url = _ARCHIVED.sub("", url, count=1), _ARCHIVED.sub("", canonical_url or "", count=1)
    own = clean_url(url, keep_params)
    if not canonical_url:
        return own
    absolute = urljoin(url, canonical_url)
    if urlsplit(absolute).scheme not in _PORTS or not same_site(absolute, own):
        return own
    canonical = clean_url(absolute, keep_params)
    return own if _stands_for_many(urlsplit(canonical), urlsplit(own)) else canonical


def _stands_for_many(canonical: SplitResult, own: SplitResult) -> bool:
    """Whether a canonical address is less of an article's than the page's own: a front page, or without the id."""
    if canonical.path == own.path:
        return _has_id(own) and not _has_id(canonical)
    return _frontness(canonical) > _frontness(own)


def _frontness(address: SplitResult) -> int:
    """2 for a home page, 1 for what may be a section (it ends in a word or two, or in a number of a date), else 0."""
    last = unquote(address.path).rstrip("/").rpartition("/")[2]
    home = not last or _INDEX.fullmatch(last)
    section = _SECTION.fullmatch(last)
    return max(0, (2 if home else 1 if section else 0) - _has_id(address))


def _has_id(address: SplitResult) -> bool:
    return any(_ID.fullmatch(pair.partition("=")[0]) for pair in address.query.split("&"))
