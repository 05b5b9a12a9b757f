"""Evidence first, then what is derived from it: SQLite does not commit two files as one."""

from __future__ import annotations

from typing import Self

from scrapy.crawler import Crawler

from crawler.items import Visit
from crawler.recorder import Recorder
from crawler.spiders.frontier import FrontierSpider


class ArchivePipeline:
    """Keeps the bytes of pages and documents, of unreadable and rejected ones too: they may be read again one day."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(_spider(crawler).recorder)

    async def process_item(self, item: Visit) -> Visit:
        evidence = item.due.kind != "listing" or item.readings
        if item.body and evidence and item.outcome in (None, "listing", "failed", "refused"):
            item.snapshot = await self._recorder.archive(item)
        return item


class StorePipeline:
    """One transaction for article, fetch and lease: validators never outlive the text they stand for."""

    def __init__(self, spider: FrontierSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(_spider(crawler))

    async def process_item(self, item: Visit) -> Visit:
        await self._spider.recorder.save(item)
        self._spider.let_go(item.due.url)
        return item


def _spider(crawler: Crawler) -> FrontierSpider:
    assert isinstance(crawler.spider, FrontierSpider)
    return crawler.spider
