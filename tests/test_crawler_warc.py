"""Web archives: the rows a crawl would have made, damage told, and a kill that loses nothing."""

from __future__ import annotations

import gzip
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.importer import Imported, import_paths
from crawler.warc import Capture, Damage, read_captures
from db.store.connection import Home
from loopback import Answer, Site, article, crawl, make_home, rows

WHEN = datetime(2023, 3, 25, 10, 11, 12, tzinfo=UTC)


def record(url: str, answer: Answer, when: datetime = WHEN, *, packed: bool = False) -> bytes:
    """A response as Common Crawl stores it."""
    body = answer.body.encode() if isinstance(answer.body, str) else answer.body
    headers = {"Content-Type": "text/html; charset=utf-8"} | answer.headers
    if packed:
        body, headers["Content-Encoding"] = gzip.compress(body), "gzip"
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    http = f"HTTP/1.1 {answer.status} OK\r\n{head}Content-Length: {len(body)}\r\n\r\n".encode() + body
    warc = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: {when:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:{abs(hash(url)):032x}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return warc.encode() + http + b"\r\n\r\n"


def imported(home: Home, path: Path) -> list[Imported]:
    return list(import_paths(home, [path], workers=1))


def stored(home: Home) -> dict[str, list[dict[str, object]]]:
    """What is known of pages, but for when they were captured and how rows are numbered."""
    return {
        "articles": rows(
            home,
            """select url, source_id, kind, headline, byline, section, language, published_at, modified_at, excerpt,
            word_count, relevance, versions, free from articles order by url""",
        ),
        "versions": rows(
            home,
            """select a.url, v.number, v.headline, v.text, v.sha256, v.snapshot, v.changes
            from versions v join articles a on a.id = v.article_id order by 1, 2""",
        ),
        "decisions": rows(home, "select url, source_id, headline, score, reasons, kept from decisions order by url"),
    }


def test_an_archive_gives_the_rows_of_a_crawl(tmp_path: Path) -> None:
    pages = {f"/2024/05/story-of-the-day-{n}": article(f"Story {n} at Roxham Road") for n in range(6)}
    pages["/2024/05/hockey-final-tonight"] = article("Hockey final", "The home side won by two goals.", "Fans cheered.")
    pages["/2024/05/paid-story-of-today"] = article(
        "Claims double", head='<script type="application/ld+json">{"isAccessibleForFree": false}</script>'
    )
    pages["/2024/05/moved-and-gone"] = Answer("gone", status=410)
    with Site(dict(pages)) as site:
        site.pages["/feed"] = site.feed(*pages)
        live = make_home(tmp_path / "live", site.source())
        crawl(live)
        archive = tmp_path / "news.warc.gz"
        records = [record(site.address + path, page, packed=n % 2 == 0) for n, (path, page) in enumerate(pages.items())]
        archive.write_bytes(b"".join(gzip.compress(each) for each in records))
        home = make_home(tmp_path / "home", site.source())
        outcomes = [result.outcome for result in imported(home, archive)]
    assert outcomes == ["new"] * 6 + ["rejected", "new", "gone"]
    assert stored(home) == stored(live)
    assert {row["captured_at"] for row in rows(home, "select captured_at from versions")} == {
        "2023-03-25T10:11:12+00:00"
    }
    again = [result.outcome for result in imported(home, archive)]
    assert again == ["unchanged"] * 9
    assert rows(home, "select count(*) as n from fetches") == [{"n": 9}]


def test_pages_of_no_source_belong_to_what_was_imported(tmp_path: Path) -> None:
    archive = tmp_path / "news.warc"
    archive.write_bytes(record("https://elsewhere.example/a", article("Asylum claims at Roxham Road")))
    home = make_home(tmp_path / "home")
    imported(home, archive)
    assert rows(home, "select source_id, url from articles") == [
        {"source_id": "import", "url": "https://elsewhere.example/a"}
    ]


def test_what_an_archive_had_before_becomes_a_version_before(tmp_path: Path) -> None:
    url = "https://elsewhere.example/a"
    days = {
        day: record(url, article(f"{number} cross at Roxham Road"), datetime(2023, 3, day, tzinfo=UTC))
        for day, number in (
            (10, "15,000"),
            (14, "16,000"),
            (18, "16,000"),
            (12, "15,000"),
            (16, "17,000"),
            (8, "14,000"),
        )
    }
    archive = tmp_path / "news.warc"
    archive.write_bytes(b"".join(days[day] for day in (14, 18, 16, 10, 12, 8)))
    home = make_home(tmp_path / "home")
    assert [result.outcome for result in imported(home, archive)] == [
        "new", "unchanged", "changed", "changed", "unchanged", "changed"
    ]  # fmt: skip
    versions = rows(home, "select number, captured_at, headline, changes from versions order by number")
    assert [(row["number"], str(row["captured_at"])[8:10], str(row["headline"])[:6]) for row in versions] == [
        (1, "08", "14,000"),
        (2, "10", "15,000"),
        (3, "14", "16,000"),
        (4, "16", "17,000"),
    ]
    assert [str(row["changes"]).count("cross at") > 0 for row in versions] == [False, True, True, True]
    (now,) = rows(home, "select a.headline, a.versions, a.captured_at from articles a")
    assert now == {"headline": "17,000 cross at Roxham Road", "versions": 4, "captured_at": "2023-03-08T00:00:00+00:00"}


def test_damage_is_told_and_what_follows_it_is_read(tmp_path: Path) -> None:
    good, other = (record(f"https://elsewhere.example/{n}", article(f"Story {n} at Roxham Road")) for n in "ab")
    broken = bytearray(gzip.compress(good))
    broken[len(broken) // 2] ^= 0xFF
    path = tmp_path / "news.warc.gz"
    path.write_bytes(bytes(broken) + gzip.compress(other) + gzip.compress(good)[:200])
    found = list(read_captures(path))
    assert [type(each) for each in found] == [Damage, Capture, Damage]
    assert isinstance(found[1], Capture)
    assert found[1].url.endswith("/b")
    home = make_home(tmp_path / "home")
    results = imported(home, path)
    assert {result.url: (result.outcome, result.reason) for result in results} == {
        None: ("failed", "damaged after byte 0: Gzip decompression error: data error"),
        "https://elsewhere.example/a": ("failed", "truncated"),
        "https://elsewhere.example/b": ("new", None),
    }


@pytest.mark.parametrize("content", [b"", b"WARC/1.0\r\n", b"no archive at all", gzip.compress(b"nothing", mtime=0)])
def test_what_is_no_archive_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.warc.gz"
    path.write_bytes(content)
    assert all(isinstance(each, Damage) for each in read_captures(path))
    assert len(list(read_captures(path))) <= 1


def test_a_killed_import_goes_on_where_it_was(tmp_path: Path) -> None:
    archive = tmp_path / "news.warc.gz"
    urls = [f"https://elsewhere.example/story-{n}" for n in range(60)]
    archive.write_bytes(b"".join(gzip.compress(record(url, article(f"{url} at Roxham Road"))) for url in urls))
    home = make_home(tmp_path / "home")
    command = [sys.executable, "-m", "roxham", "import", str(archive), "--home", str(home.path), "--quiet"]
    for least in (1, 20):
        with subprocess.Popen(command) as process:
            deadline = time.monotonic() + 60
            while process.poll() is None and time.monotonic() < deadline:
                if int(str(rows(home, "select count(*) as n from articles")[0]["n"])) >= least:
                    break
                time.sleep(0.02)
            process.send_signal(signal.SIGKILL)
    assert subprocess.run(command, check=False).returncode == 0
    assert rows(home, "select count(*) as n, count(distinct url) as urls from articles") == [{"n": 60, "urls": 60}]
    assert rows(home, "select count(*) as n from versions") == [{"n": 60}]
    assert rows(home, "select count(*) as n from fetches where outcome = 'new'") == [{"n": 60}]
    assert rows(home, "pragma foreign_key_check") == []
