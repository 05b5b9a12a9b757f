"""Whether every feed, sitemap, archive, page and document that lies beside is read: `python -m benchmarks.feeds`.

The files are those of `feeds`, `nasty` and `docs` in `../shared/data` (or $ROXHAM_SHARED), each read by the reader of
its kind. Of a feed, every address that feedparser finds has to be a candidate; what yields less has to say why.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

import feedparser
from protego import Protego

from benchmarks.accuracy import DATA
from crawler.decode import decode, gunzip
from crawler.exceptions import ExtractionError
from crawler.kinds import read_listing
from crawler.kinds.sitemaps import is_sitemap, root_name
from crawler.reading import Topicality, read_file
from crawler.warc import Capture, is_warc, read_captures
from db.records import Source

BASE = "https://feeds.example.org/feed"
FEEDS = (b"rss", b"feed", b"rdf")
LOC = re.compile(r"<loc>\s*([^<]+?)\s*</loc>")
ANYTHING = Topicality((), {}, 0.0)
SOURCE = Source("import", "Imported files", "import", "import:", "import")


@dataclass(frozen=True, slots=True)
class Read:
    """How much there is of what (entries, rules, records, words), how much was read, and what was said of the rest."""

    kind: str
    wanted: int
    got: int
    told: str | None = None
    missing: str | None = None
    """Why the file fails."""


def read(path: Path, probes: list[str]) -> Read:
    if is_warc(path):
        return _archive(path)
    if path.name.startswith("robots--"):
        return _robots(path)
    raw = path.read_bytes()
    try:
        content = gunzip(raw, path.name)
    except ExtractionError as error:
        return Read("gzip", 0, 0, str(error))
    root = root_name(content)
    if root == b"opml":
        listing = read_listing("rss", raw, BASE)
        told = listing.problem or ""
        return Read("opml", 0, 0, told, None if "OPML" in told else "not told that it is a list of feeds")
    if path.suffix == ".json":
        items = [item.get("url") or item.get("external_url") or item["id"] for item in json.loads(content)["items"]]
        return _listing("json_feed", raw, {urljoin(BASE, item) for item in items})
    if is_sitemap(content):
        text = decode(content)
        return _listing("sitemap", raw, {html.unescape(each) for each in LOC.findall(text) or text.split()})
    if root in FEEDS:
        found = feedparser.parse(content.lstrip(), response_headers={"content-location": BASE})
        # FeedBurner's detour is left out; feedparser takes an id for a link where there is none.
        links = (urljoin(BASE, entry.get("feedburner_origlink") or entry.get("link") or "") for entry in found.entries)
        return _listing("feed", raw, {link for link in links if link.startswith("http") and link != BASE})
    return _file(path, raw, content, probes)


def _listing(kind: str, raw: bytes, wanted: set[str]) -> Read:
    listing = read_listing("json_feed" if kind == "json_feed" else "rss", raw, BASE)
    got = {candidate.url for candidate in listing.candidates} | set(listing.listings)
    lost = wanted - got
    return Read(
        kind, len(wanted), len(got), listing.problem, f"without {', '.join(sorted(lost)[:3])}" if lost else None
    )


def _robots(path: Path) -> Read:
    """Every rule is one that the crawl can be told of."""
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    rules = Protego.parse(text)
    named = re.findall(r"^(?:Dis)?allow:[ \t]*(\S+)", text, re.IGNORECASE | re.MULTILINE)
    decided = [rules.can_fetch(f"https://example.org{path.replace('*', 'x').rstrip('$')}", "Roxham") for path in named]
    return Read("robots.txt", len(named), len(decided))


def _archive(path: Path) -> Read:
    records = list(read_captures(path))
    damage = [each.reason for each in records if not isinstance(each, Capture)]
    wanted = path.read_bytes().count(b"WARC-Type: response") if path.suffix == ".warc" else len(records)
    return Read(
        "warc",
        wanted,
        len(records),
        "; ".join(damage) or None,
        None if len(records) >= wanted else "records neither read nor told",
    )


def _file(path: Path, raw: bytes, content: bytes, probes: list[str]) -> Read:
    """A page or document: the words that someone saw in it are in its decoded text, and it has text or says why not."""
    text = html.unescape(decode(content)) if probes else ""
    lost = [probe for probe in probes if probe not in text]
    problem = f"without {', '.join(lost[:3])}" if lost else None
    try:
        readings = read_file(content, f"import:{path.name}", SOURCE, ANYTHING)
    except ExtractionError as error:
        return Read("file", 0, 0, str(error), problem)
    words = sum(len(reading.article.text.split()) for reading in readings)
    return Read("file", 1, words, None, problem or (None if words else "no text, and nothing told"))


def files() -> Iterator[tuple[Path, list[str]]]:
    """Each file of the manifests once, with the words that are to be in it."""
    found: dict[Path, list[str]] = {}
    for name in ("feeds", "nasty", "docs"):
        for line in (DATA / name / "manifest.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.setdefault(DATA / row["file"], []).extend(row.get("probe_words", []))
    yield from found.items()


def main() -> int:
    if not (DATA / "feeds").is_dir():
        print(f"no feeds in {DATA}: set ROXHAM_SHARED to where they are", file=sys.stderr)
        return 1
    failed, total = 0, 0
    print(f"{'file':<62}{'kind':<12}{'wanted':>7}{'got':>7}  told")
    for path, probes in files():
        total += 1
        try:
            result = read(path, probes)
        except Exception as error:
            result = Read("crash", 0, 0, missing=f"{type(error).__name__}: {error}")
        told = result.told.removeprefix(f"{BASE}: ") if result.told else ""
        if result.missing:
            failed, told = failed + 1, f"FAILED: {result.missing} {told}"
        name = f"{path.parent.name}/{path.name}"
        print(f"{name[:60]:<62}{result.kind:<12}{result.wanted:>7}{result.got:>7}  {told[:120]}")
    print(f"{total - failed} of {total} files read")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
