"""Records that several tests take apart."""

from __future__ import annotations

from typing import Any

from db.records import Article, Decision, Figure, Reason

KEPT = Decision(12.0, True, (Reason("Roxham Road", "headline", 10.0),))
REJECTED = Decision(0.5, False, (Reason("asylum", "body", 0.5),))
ARTICLE = Article(
    url="http://127.0.0.1:1/roxham",
    headline="Crossings at Roxham Road rise",
    text="The RCMP intercepted 39,540 people in 2022.\n\nMost came by bus.",
    authors=("Ada Example", "Bo Example"),
    published="2023-01-20T09:00:00-05:00",
    language="en",
)


def figure(start: int, value: float, **more: Any) -> Figure:
    fields: dict[str, Any] = {
        "start": start,
        "end": start + 6,
        "text": f"{value:,.0f}",
        "value": value,
        "value_high": None,
        "unit": "person",
        "counted": "people intercepted",
        "qualifier": "exact",
        "change": None,
        "period_start": "2022-01-01",
        "period_end": "2022-12-31",
        "place": None,
        "place_id": None,
        "speaker": "Royal Canadian Mounted Police",
        "speaker_id": "rcmp",
        "attribution": "The RCMP",
        "measure": "irregular-crossings",
        "sentence": f"The RCMP intercepted {value:,.0f} people in 2022.",
    }
    return Figure(**(fields | more))


QUIET_TOPIC = """\
[topic]
id = "quiet"
name = "Quiet"
title = "A topic without sources"
summary = "Nothing is fetched."
languages = ["en"]

[crawler]
contact = "tests@example.org"

[schedule]
interval = "6h"

[relevance]
threshold = 1
zones = { headline = 3.0, lead = 2.0, body = 1.0, url = 2.0 }

[[terms]]
term = "quiet"
language = "en"
weight = 1
"""
