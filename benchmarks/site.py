"""News sites on loopback for `benchmarks.crawl`, in a process of their own, so that their CPU is not the crawl's.

Pages have the size of real ones (170 kB, 35 kB packed, 750 words of article) and are all different. A page that is
known by its ETag is answered with 304. Prints the port of each site, one JSON list; ends when its stdin closes.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import zlib
from dataclasses import dataclass

VOCABULARY = """
    border crossing asylum claim road agreement minister province shelter officer winter family treaty court month
    people number government report official reporter street council budget service letter morning question answer
    federal local national busy quiet early late large small new old clear open said asked told wrote found made took
    gave kept left moved opened closed counted waited arrived of to in on at by from with under over the a an this
    that each some many more most few all no any and but or because while since after before
"""
WORDS = VOCABULARY.split()


@dataclass(frozen=True)
class Page:
    etag: bytes
    packed: bytes


def sentence(random_: random.Random) -> str:
    words = random_.choices(WORDS, k=random_.randint(9, 24))
    return f"{' '.join(words).capitalize()}."


def page(number: int) -> str:
    """A story inside what surrounds stories: scripts, menus, teasers."""
    random_ = random.Random(number)
    headline = f"Story {number}: {sentence(random_)[:60]} at Roxham Road"
    paragraphs = "".join(
        f"<p class='body-text'>{' '.join(sentence(random_) for _ in range(3))} Asylum claims at Roxham Road.</p>"
        for _ in range(15)
    )
    menu = "".join(f"<li><a class='nav' href='/section/{n}'>{random_.choice(WORDS)} {n}</a></li>" for n in range(150))
    teasers = "".join(
        f"<div class='teaser card'><div class='media'><img src='/i/{n}.jpg' alt=''></div><div class='words'><h3>"
        f"<a href='/2024/05/other-story-{n}'>{sentence(random_)}</a></h3><span class='when'>{n} May 2024</span>"
        "</div></div>"
        for n in range(120)
    )
    script = "".join(
        f"window.state[{n}]={{id:{random_.random()},name:'{random_.choice(WORDS)}'}};" for n in range(1600)
    )
    data = json.dumps(
        {
            "@context": "https://schema.org",
            "@type": "NewsArticle",
            "headline": headline,
            "datePublished": f"2024-05-{number % 28 + 1:02}T08:00:00-04:00",
            "author": {"@type": "Person", "name": "Robin Example"},
        }
    )
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{headline}</title>"
        f"<script type='application/ld+json'>{data}</script><script>{script}</script></head><body><header><nav><ul>"
        f"{menu}</ul></nav></header><main><article><h1>{headline}</h1><div class='story'>{paragraphs}</div></article>"
        f"<aside>{teasers}</aside></main><footer><ul>{menu}</ul></footer></body></html>"
    )


class Site(asyncio.Protocol):
    """One connection to one site. Answers come at once, so requests are complete when they arrive."""

    def __init__(self, pages: dict[bytes, Page]) -> None:
        self._pages = pages

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1]
        page = self._pages.get(path)
        if page is None:
            self._transport.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
        elif b"\r\nif-none-match: " + page.etag in data.lower():
            self._transport.write(b"HTTP/1.1 304 Not Modified\r\nETag: " + page.etag + b"\r\n\r\n")
        else:
            self._transport.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\nETag: "
                b"%s\r\nContent-Length: %d\r\n\r\n%s" % (page.etag, len(page.packed), page.packed)
            )


def packed(text: str) -> bytes:
    packer = zlib.compressobj(wbits=31)
    return packer.compress(text.encode()) + packer.flush()


async def serve(pages: int, sites: int) -> None:
    loop = asyncio.get_running_loop()
    numbers = range(pages)
    ports: list[int] = []
    for site in range(sites):
        own = {b"/2024/05/story-%d" % n: Page(b'"%x"' % n, packed(page(n))) for n in numbers[site::sites]}
        server = await loop.create_server(lambda own=own: Site(own), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        items = "".join(
            f"<item><title>{path.decode()}</title><link>http://127.0.0.1:{port}{path.decode()}</link></item>"
            for path in own
        )
        feed = f"<rss version='2.0'><channel><title>Site {site}</title>{items}</channel></rss>"
        own[b"/feed"] = Page(b'"feed"', packed(feed))
        ports.append(port)
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, required=True)
    parser.add_argument("--sites", type=int, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.pages, options.sites))
