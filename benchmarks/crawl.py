"""What a crawl costs: `python -m benchmarks.crawl`, on loopback, everything measured in one run.

Fetching by bare aiohttp, by plain Scrapy and by Scrapy with Roxham's settings and middlewares, in alternating rounds;
then a first run (crawl: fetch, extract, score, store; and annotate) and crawls of the same pages unchanged, after which
annotate has nothing to read. CPU is user + system time of a process and its children. Start-up is what the same costs
for a handful of pages, so that the rest is per page.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Self

from crawler.run import crawl
from db.records import Source, Term, Topic
from db.store.connection import Home
from db.store.runs import finish_run, start_run
from db.store.topics import save_topic

AT_ONCE = 16
"""Requests under way: Scrapy's default. Roxham has one a host, and there are more hosts."""
SITES = 20
FEW = 40
"""Pages of the crawl that start-up is measured by: two for each site, so that both workers start."""
SAMPLE = 0.005
"""Seconds between two looks at how late the event loop is."""
LIMITS = {"fetch": 3.8, "unchanged": 0.05, "stall": 15.0}
"""Fetch CPU in bare aiohttp's, CPU of an unchanged run in the first one's, stall p95 of the first crawl in ms."""


def fetch_aiohttp(urls: list[str]) -> float:
    import aiohttp

    async def worker(session: aiohttp.ClientSession, waiting: Iterator[str]) -> None:
        for url in waiting:
            async with session.get(url) as response:
                await response.read()

    async def fetch() -> None:
        waiting = iter(urls)
        async with aiohttp.ClientSession() as session:
            await asyncio.gather(*(worker(session, waiting) for _ in range(AT_ONCE)))

    begin = time.process_time()
    asyncio.run(fetch())
    return time.process_time() - begin


def fetch_scrapy(urls: list[str]) -> float:
    return _scrapy(
        urls, {"LOG_LEVEL": "ERROR", "CONCURRENT_REQUESTS_PER_DOMAIN": AT_ONCE, "TELNETCONSOLE_ENABLED": False}, {}
    )


def fetch_roxham(urls: list[str]) -> float:
    from scrapy.settings import Settings

    settings = Settings()
    settings.setmodule("crawler.settings")
    source = Source("site", "Site", "rss", urls[0], "news", options={"delay": 0, "address": "127.0.0.1"})
    return _scrapy(urls, {**settings, "USER_AGENT": "Roxham/0.1", "ITEM_PIPELINES": {}}, {"source": source})


def _scrapy(urls: list[str], settings: dict[str, Any], meta: dict[str, Any]) -> float:
    from scrapy import Request, Spider
    from scrapy.crawler import AsyncCrawlerProcess

    begin = 0.0

    class Fetcher(Spider):
        name = "fetcher"

        async def start(self) -> AsyncIterator[Any]:
            nonlocal begin
            begin = time.process_time()
            for url in urls:
                yield Request(url, meta=dict(meta), dont_filter=True)

        def parse(self, response: Any) -> None:
            assert response.status == 200

    process = AsyncCrawlerProcess(settings)
    process.crawl(Fetcher)
    process.start()
    return time.process_time() - begin


def crawl_once(path: str, run_id: int, stalls: str) -> None:
    from crawler import settings

    extensions = {**settings.EXTENSIONS, "benchmarks.crawl.StallMeter": 0}
    events = os.open(os.devnull, os.O_WRONLY)
    code = crawl(
        path,
        run_id,
        contact="benchmark@example.org",
        ignore_due=True,
        events=events,
        settings={"EXTENSIONS": extensions, "STALLS_FILE": stalls},
    )
    assert code == 0, code


class StallMeter:
    """How late the event loop is, looked at every SAMPLE seconds; writes a JSON list of ms when the spider closes."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._late: list[float] = []

    @classmethod
    def from_crawler(cls, crawler: Any) -> Self:
        from scrapy import signals

        meter = cls(Path(crawler.settings["STALLS_FILE"]))
        crawler.signals.connect(meter._begin, signals.spider_opened)
        crawler.signals.connect(meter._end, signals.spider_closed)
        return meter

    def _begin(self) -> None:
        self._task = asyncio.ensure_future(self._look())

    async def _look(self) -> None:
        while True:
            before = time.perf_counter()
            await asyncio.sleep(SAMPLE)
            self._late.append(1000 * max(0.0, time.perf_counter() - before - SAMPLE))

    def _end(self) -> None:
        self._task.cancel()
        self._path.write_text(json.dumps(self._late))


FETCHERS: dict[str, Callable[[list[str]], float]] = {
    "aiohttp": fetch_aiohttp,
    "scrapy": fetch_scrapy,
    "roxham": fetch_roxham,
}


@contextmanager
def sites(pages: int) -> Iterator[list[int]]:
    command = [sys.executable, "-m", "benchmarks.site", "--pages", str(pages), "--sites", str(SITES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.communicate()


def measured(module: str, *arguments: str) -> dict[str, Any]:
    """Run a module in a process of its own; its CPU, that of its children included, and seconds."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, "-m", module, *arguments], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"cpu": cpu, "seconds": time.perf_counter() - begin}


def make_home(path: Path, ports: list[int]) -> Home:
    home = Home(path)
    home.create()
    options: dict[str, object] = {"delay": 0, "address": "127.0.0.1"}
    sources = tuple(
        Source(f"site-{port}", f"Site {port}", "rss", f"http://127.0.0.1:{port}/feed", "news", "en", options=options)
        for port in ports
    )
    terms = (Term("Roxham Road", "en", 2.0), Term("asylum", "en", 1.0))
    zones = {"headline": 3.0, "lead": 2.0, "body": 1.0, "url": 1.0}
    topic = Topic("bench", "Bench", "Bench", "Bench", ("en",), None, 1.0, zones, 3600, terms=terms, sources=sources)
    with closing(home.open()) as database:
        save_topic(database, topic)
    return home


def annotated(home: Home) -> float:
    """CPU of reading what was not read yet."""
    return measured("roxham", "--home", str(home.path), "--quiet", "annotate")["cpu"]


def crawled(home: Home, folder: Path) -> dict[str, Any]:
    """One crawl of everything in the home: CPU, seconds, outcomes, bytes received, stalls."""
    stalls = folder / "stalls.json"
    with closing(home.open()) as database:
        run_id = start_run(database, "benchmark")
        result = measured("benchmarks.crawl", "--crawl", str(home.path), str(run_id), str(stalls))
        finish_run(database, run_id, "finished")
        found = database.query(
            "select outcome, count(*) as n, sum(coalesce(bytes, 0)) as size from fetches where run_id = ? group by 1",
            [run_id],
        )
        outcomes = {row["outcome"]: row for row in found}
    late = sorted(json.loads(stalls.read_text()))
    return result | {
        "outcomes": {name: row["n"] for name, row in outcomes.items()},
        "body_bytes": sum(row["size"] for row in outcomes.values()),
        "stall_p50": late[len(late) // 2],
        "stall_p95": late[len(late) * 95 // 100],
    }


def compare_fetches(pages: int, rounds: int) -> dict[str, float]:
    """CPU ms a page of each fetcher, from its first request on: the median of its rounds."""
    found: dict[str, list[float]] = {name: [] for name in FETCHERS}
    with sites(pages) as ports:
        urls = [f"http://127.0.0.1:{ports[n % SITES]}/2024/05/story-{n}" for n in range(pages)]
        for _ in range(rounds):
            for name, results in found.items():
                command = [sys.executable, "-m", "benchmarks.crawl", "--fetch", name]
                done = subprocess.run(command, input=json.dumps(urls), stdout=subprocess.PIPE, text=True, check=True)
                results.append(1000 * float(done.stdout) / pages)
    return {name: statistics.median(results) for name, results in found.items()}


def run_once(home: Home, folder: Path) -> dict[str, Any]:
    """A crawl, and then reading what it brought."""
    return {**crawled(home, folder), "annotate": annotated(home)}


def compare_runs(pages: int, rounds: int, folder: Path) -> dict[str, Any]:
    """The first run and the unchanged one, of few pages and of all: the difference is theirs, the rest start-up."""
    sizes: dict[int, dict[str, Any]] = {}
    for size in (FEW, pages):
        with sites(size) as ports:
            home = make_home(folder / f"home-{size}", ports)
            first, *again = [run_once(home, folder) for _ in range(1 + rounds)]
            assert first["outcomes"]["new"] == size, first["outcomes"]
            assert all(run["outcomes"] == {"unchanged": size + SITES} for run in again), again
            unchanged = sorted(again, key=lambda run: run["cpu"])[rounds // 2]
            sizes[size] = {"first": first, "unchanged": unchanged}
    few, every = sizes[FEW], sizes[pages]
    result: dict[str, Any] = {}
    for name in ("first", "unchanged"):
        page = {part: 1000 * (every[name][part] - few[name][part]) / (pages - FEW) for part in ("cpu", "annotate")}
        startup = few[name]["cpu"] + few[name]["annotate"]
        result[name] = every[name] | {"startup": startup, "crawl_page": page["cpu"], "annotate_page": page["annotate"]}
    return result


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--only", choices=("fetch", "crawl"))
    parser.add_argument("--fetch", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--crawl", nargs=3, metavar=("HOME", "RUN", "STALLS"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.fetch:
        print(FETCHERS[options.fetch](json.load(sys.stdin)))
        return 0
    if options.crawl:
        crawl_once(options.crawl[0], int(options.crawl[1]), options.crawl[2])
        return 0
    if options.pages % SITES or not FEW < options.pages <= 100 * SITES:
        parser.error(f"--pages: a multiple of {SITES}, more than {FEW}, at most {100 * SITES}")
    report: dict[str, Any] = {"pages": options.pages, "rounds": options.rounds, "load": os.getloadavg()[0]}
    with tempfile.TemporaryDirectory() as folder:
        if options.only != "crawl":
            report["fetch"] = compare_fetches(options.pages, options.rounds)
        if options.only != "fetch":
            report["run"] = compare_runs(options.pages, options.rounds, Path(folder))
    print(json.dumps(report) if options.json else _table(report))
    return 0


def _table(report: dict[str, Any]) -> str:
    lines = [f"{report['pages']} pages, median of {report['rounds']} rounds, load average {report['load']:.1f}"]
    if fetch := report.get("fetch"):
        lines += ["", f"{'fetch only':<12}{'CPU ms/page':>12}{'x aiohttp':>12}"]
        lines += [f"{name:<12}{cpu:>12.2f}{cpu / fetch['aiohttp']:>12.2f}" for name, cpu in fetch.items()]
        lines += [f"Roxham's is to be at most {LIMITS['fetch']} x aiohttp"]
    if runs := report.get("run"):
        heads = ("crawl ms/page", "annotate", "start-up s", "pages/s", "bodies MB", "stall p50", "stall p95 ms")
        lines += ["", f"{'CPU of a run':<12}" + "".join(f"{head:>14}" for head in heads)]
        for name, row in runs.items():
            cells = (
                row["crawl_page"],
                row["annotate_page"],
                row["startup"],
                report["pages"] / row["seconds"],
                row["body_bytes"] / 1e6,
                row["stall_p50"],
                row["stall_p95"],
            )
            lines += [f"{name:<12}" + "".join(f"{cell:>14.2f}" for cell in cells)]
        first, unchanged = runs["first"], runs["unchanged"]
        crawl = unchanged["crawl_page"] / first["crawl_page"]
        run = (unchanged["crawl_page"] + unchanged["annotate_page"]) / (first["crawl_page"] + first["annotate_page"])
        lines += [
            f"the unchanged run costs {run:.1%} of the first, to be at most {LIMITS['unchanged']:.0%} (its crawl "
            f"{crawl:.1%} of the first crawl); stall p95 of the first to be at most {LIMITS['stall']:.0f} ms"
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
