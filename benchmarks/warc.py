"""Whether a web archive gives the rows of a live crawl, and what it costs: `python -m benchmarks.warc`.

The pages of `benchmarks.site` are crawled from loopback, and imported from an archive as Common Crawl writes them: once
in one go, and once killed half-way and begun again. Articles, versions and decisions have to be the same each time.
"""

from __future__ import annotations

import argparse
import gzip
import json
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from benchmarks.crawl import SITES, crawled, make_home, sites
from benchmarks.site import packed, page
from db.store.connection import Home

COMPARED = {
    "articles": """select url, source_id, kind, headline, byline, section, language, published_at, modified_at, excerpt,
        word_count, relevance, versions, free from articles order by url""",
    "versions": """select a.url, v.number, v.headline, v.text, v.sha256, v.snapshot, v.changes
        from versions v join articles a on a.id = v.article_id order by 1, 2""",
    "decisions": "select url, source_id, headline, score, reasons, kept from decisions order by url",
}
"""What is known of pages, but for when they were captured and how rows are numbered."""


def write_archive(path: Path, pages: int, ports: list[int]) -> None:
    """ISO 28500, each record packed by itself; headers and body as the site sends them."""
    with path.open("wb") as file:
        for number in range(pages):
            body = packed(page(number))
            head = (
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n"
                f'ETag: "{number:x}"\r\nContent-Length: {len(body)}\r\n\r\n'
            )
            http = head.encode() + body
            url = f"http://127.0.0.1:{ports[number % SITES]}/2024/05/story-{number}"
            warc = (
                f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
                f"WARC-Date: 2024-06-01T06:{number // 60 % 60:02}:{number % 60:02}Z\r\n"
                f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
            )
            file.write(gzip.compress(warc.encode() + http + b"\r\n\r\n"))


def importing(home: Home, archive: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "roxham", "import", "--home", str(home.path), "--quiet", str(archive)]
    )


def imported(home: Home, archive: Path) -> float:
    """Seconds."""
    begin = time.perf_counter()
    with importing(home, archive) as process:
        assert process.wait() == 0, process.returncode
    return time.perf_counter() - begin


def kill(home: Home, archive: Path, articles: int) -> int:
    """End an import by kill -9 when so many articles are stored; how many there are then."""
    with importing(home, archive) as process:
        while process.poll() is None and count(home) < articles:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
    return count(home)


def count(home: Home, table: str = "articles") -> int:
    with closing(home.open()) as database:
        return database.table(table).count


def stored(home: Home) -> dict[str, list[dict[str, object]]]:
    with closing(home.open()) as database:
        return {table: list(database.query(sql)) for table, sql in COMPARED.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    pages: int = options.pages
    if not 0 < pages <= 100 * SITES:
        parser.error(f"--pages: at most {100 * SITES}, of which a feed brings 100 at a time")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with sites(pages) as ports:
            live = make_home(folder / "live", ports)
            seconds = {"crawl": crawled(live, folder)["seconds"]}
        archive = folder / "pages.warc.gz"
        write_archive(archive, pages, ports)
        home, killed = make_home(folder / "home", ports), make_home(folder / "killed", ports)
        seconds |= {"import": imported(home, archive), "again": imported(home, archive)}
        half = kill(killed, archive, pages // 2)
        seconds["rest"] = imported(killed, archive)
        wanted = stored(live)
        differ = [
            f"{which}: {table}"
            for which, found in (("import", stored(home)), ("killed", stored(killed)))
            for table, rows in wanted.items()
            if found[table] != rows
        ]
        fetches = {"import": count(home, "fetches"), "killed": count(killed, "fetches")}
        double = [which for which, number in fetches.items() if number != pages]
    report = {"pages": pages, "rows": {table: len(rows) for table, rows in wanted.items()}, "killed_at": half}
    report |= {"seconds": {key: round(value, 1) for key, value in seconds.items()}, "differ": differ, "double": double}
    if options.json:
        print(json.dumps(report))
    else:
        print(f"{pages} pages crawled live in {seconds['crawl']:.0f} s: {report['rows']}")
        print(f"imported from an archive in {seconds['import']:.0f} s, again in {seconds['again']:.0f} s")
        print(f"killed at {half}, the rest imported in {seconds['rest']:.0f} s")
        print(
            f"rows that differ: {', '.join(differ) or 'none'}; recorded more than once: {', '.join(double) or 'none'}"
        )
    return int(bool(differ or double or report["rows"]["articles"] != pages or not 0 < half < pages))


if __name__ == "__main__":
    sys.exit(main())
