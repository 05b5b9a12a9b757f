"""What extraction gives and costs beside others: `python -m benchmarks.extract`, everything measured in one run.

Roxham, trafilatura (fast, which is what Roxham builds on, and its default), newspaper4k and readability-lxml read the
same pages in turn: F1 of the text, as scrapinghub/article-extraction-benchmark counts it, and CPU. The pages are the
real ones beside the project (`../shared`, or where $ROXHAM_SHARED says), else those of the sample newsroom, which are
fewer and easier. Where the real ones are, damaged and wrongly labelled pages are decoded, too.

newspaper4k and readability-lxml are the dependency group `bench`; what is not installed is left out.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.accuracy import DATA
from crawler.decode import decode, gunzip
from crawler.exceptions import ExtractionError
from crawler.extract import extract
from crawler.headlines import words

LIMIT = 1.2
"""CPU of Roxham in that of trafilatura's fast mode with metadata."""
BASE = "trafilatura fast"
Extractor = Callable[[bytes, str], str]
"""Bytes of a page and its address to the text of the article."""


@dataclass(frozen=True)
class Sample:
    name: str
    content: bytes
    url: str
    texts: tuple[str, ...]
    """Right texts: with the standfirst and without."""


def roxham(content: bytes, url: str) -> str:
    return extract(content, url).text


def trafilatura_fast(content: bytes, url: str) -> str:
    return _trafilatura(content, url, fast=True)


def trafilatura_default(content: bytes, url: str) -> str:
    return _trafilatura(content, url, fast=False)


def _trafilatura(content: bytes, url: str, *, fast: bool) -> str:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    document = bare_extraction(content, url=url or None, fast=fast, include_comments=False, with_metadata=True)
    return document.text or "" if isinstance(document, Document) else ""


def newspaper4k(content: bytes, url: str) -> str:
    from newspaper import Article  # pyright: ignore[reportMissingImports]

    article = Article(url=url or "https://example.org/a", fetch_images=False)  # else it asks the publisher for them
    article.download(input_html=decode(content))
    article.parse()
    return article.text


def readability(content: bytes, url: str) -> str:
    from lxml.html import document_fromstring
    from readability import Document  # pyright: ignore[reportMissingImports]

    return document_fromstring(Document(decode(content), url=url or None).summary()).text_content()


EXTRACTORS: dict[str, Extractor] = {
    "roxham": roxham,
    BASE: trafilatura_fast,
    "trafilatura default": trafilatura_default,
    "newspaper4k": newspaper4k,
    "readability-lxml": readability,
}


def real_pages() -> Iterator[Sample]:
    """Pages whose text people, or a parser made for the one site, have told."""
    folder = DATA / "pages"
    for line in (folder / "truth.jsonl").read_text().splitlines():
        page = json.loads(line)
        if page.get("body_kind", "readability-output") != "readability-output":
            content = gzip.decompress((folder / page["html"]).read_bytes())
            texts = (page["body"], *(page.get("body_alt") or ()))
            yield Sample(page["id"], content, page.get("url") or "", texts)


def sample_pages() -> Iterator[Sample]:
    """The articles of the sample newsroom that everybody may read."""
    from roxham.demo.content import load_articles, load_outlets
    from roxham.demo.pages import build

    addresses = {outlet.id: f"https://{outlet.id}.example" for outlet in load_outlets()}
    site = build(1, addresses)
    for article in load_articles(1):
        if not article.paywall:
            url = addresses[article.outlet] + article.path
            content = site[article.outlet][article.path].body
            yield Sample(article.key, content, url, ("\n\n".join(article.paragraphs),))


def f1(right: str, found: str) -> float:
    """F1 of the shingles of four words that two texts have in common."""
    true, given = _shingles(right), _shingles(found)
    both = (true & given).total()
    return 2 * both / (true.total() + given.total()) if both else float(not true and not given)


def _shingles(text: str, size: int = 4) -> Counter[tuple[str, ...]]:
    found = words(text)
    return Counter(tuple(found[i : i + size]) for i in range(max(1, len(found) - size + 1)) if found)


@dataclass
class Result:
    scores: list[float]
    seconds: float = 0.0
    failed: int = 0


def measure(samples: list[Sample], extractors: dict[str, Extractor]) -> dict[str, Result]:
    """Every page by every extractor before the next page, so that what else the machine does hits all of them."""
    results = {name: Result([]) for name in extractors}
    names = list(extractors)
    for number, sample in enumerate(samples):
        for name in names[number % len(names) :] + names[: number % len(names)]:
            begin = time.process_time()
            try:
                text = extractors[name](sample.content, sample.url)
            except Exception:  # another's extractor may fail in any way: it counts as no text
                text = ""
                results[name].failed += 1
            results[name].seconds += time.process_time() - begin
            results[name].scores.append(max(f1(right, text) for right in sample.texts))
    return results


def available() -> dict[str, Extractor]:
    """Extractors that are installed, each run once, so that no page pays for its imports."""
    page = b"<html><body><article><p>A page to begin with, long enough to be taken for one.</p></article></body></html>"
    found = {}
    for name, extractor in EXTRACTORS.items():
        try:
            extractor(page, "https://example.org/a")
        except ImportError:
            print(f"{name} is left out: not installed (dependency group bench)", file=sys.stderr)
            continue
        except Exception as error:
            print(f"{name}: {error}", file=sys.stderr)
        found[name] = extractor
    return found


def damaged() -> tuple[int, int, int, list[str]]:
    """Pages wrongly labelled or damaged: how many of how many decode right, how many are read, and what went wrong."""
    right = total = read = 0
    wrong: list[str] = []
    for line in (DATA / "nasty" / "manifest.jsonl").read_text().splitlines():
        page = json.loads(line)
        path = DATA / page["file"]
        content = path.read_bytes()
        try:
            text = decode(gunzip(content, path.name))
            extract(content, page.get("url") or "")
        except ExtractionError:
            text = ""
        except Exception as error:
            wrong.append(f"{path.name}: {type(error).__name__}: {error}")
            continue
        read += 1
        if probes := page.get("probe_words"):
            total += 1
            lost = [word for word in probes if word not in text]
            right += not lost
            wrong += [f"{path.name}: not decoded to {word!r}" for word in lost]
    return right, total, read, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--pages", type=int, help="only so many pages")
    parser.add_argument("--sample", action="store_true", help="the sample newsroom's pages, even where real ones are")
    options = parser.parse_args()
    real = (DATA / "pages").is_dir() and not options.sample
    samples = list(real_pages() if real else sample_pages())[: options.pages]
    results = measure(samples, available())
    base = results[BASE].seconds
    print(f"{len(samples)} pages {'beside the project' if real else 'of the sample newsroom'}\n")
    print(f"{'':22}{'F1':>7}{'>= 0.9':>9}{'ms/page':>10}{'x fast':>8}{'failed':>8}")
    for name, result in results.items():
        score = statistics.fmean(result.scores)
        good = sum(each >= 0.9 for each in result.scores) / len(samples)
        cost = 1000 * result.seconds / len(samples)
        print(f"{name:22}{score:7.3f}{good:9.0%}{cost:10.1f}{result.seconds / base:8.2f}{result.failed:8}")
    fine = results["roxham"].seconds <= LIMIT * base
    if real:
        right, total, read, wrong = damaged()
        print(f"\n{right} of {total} damaged or wrongly labelled pages decoded right, {read} read or refused")
        print("\n".join(wrong))
        fine = fine and not wrong
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
