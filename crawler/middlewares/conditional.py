"""Asks only for what has changed, by the validators the frontier keeps (RFC 9110, 13.1)."""

from __future__ import annotations

from scrapy import Request

from db.store.frontier import Due


class ConditionalMiddleware:
    def process_request(self, request: Request) -> None:
        due: Due | None = request.meta.get("due")
        if due is None:
            return
        if due.etag:
            request.headers.setdefault("If-None-Match", due.etag)
        if due.last_modified:
            request.headers.setdefault("If-Modified-Since", due.last_modified)
