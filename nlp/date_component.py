"""The spaCy component `roxham_dates`: sets `doc._.dates` from `doc._.published`, the language and `doc._.country`."""

from __future__ import annotations

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from db.records import DateMention, Event
from nlp.currencies import dollar_of
from nlp.dates import find_dates
from nlp.dates_events import EventDates
from nlp.extensions import text_of


@Language.factory("roxham_dates", assigns=["doc._.dates"], default_config={"events": []})
class DateFinder:
    """Needs sentence boundaries from an earlier component (parser, senter or sentencizer)."""

    def __init__(self, nlp: Language, name: str, events: list[dict[str, Any]]) -> None:
        """`events`: the topic's events as dictionaries of `db.records.Event`."""
        self.language = nlp.lang or ""
        self.name = name
        self._events = EventDates((Event(**row) for row in events), self.language)

    def __call__(self, doc: Doc) -> Doc:
        text = text_of(doc)
        sentences = iter(doc.sents)
        sentence = next(sentences, None)
        mentions = []
        # a text of no known outlet has the fiscal years of the country whose dollar it means
        country = doc._.country or ("CA" if dollar_of(text, self.language) == "CAD" else None)
        dates = find_dates(text, doc._.published, self.language, country)
        told = self._events.find(text, doc._.published, dates)
        read_to = 0
        for found in sorted([*dates, *told], key=lambda date: (date.start, -date.end)):
            if found.start < read_to:
                continue
            read_to = found.end
            while sentence is not None and sentence.end_char <= found.start:
                sentence = next(sentences, None)
            mentions.append(
                DateMention(
                    start=found.start,
                    end=found.end,
                    text=text[found.start : found.end],
                    date_start=found.date_start,
                    date_end=found.date_end,
                    sentence=text[sentence.start_char : sentence.end_char].strip() if sentence is not None else "",
                )
            )
        doc._.dates = mentions
        return doc
