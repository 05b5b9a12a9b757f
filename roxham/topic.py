"""The topic file: one TOML file that says what is tracked. `docs/topic.md` documents every key.

The tables below are the whole grammar. Each key names its check: a function that returns the value as
`db.records` wants it, or raises ValueError with the words that follow "must be".
"""

from __future__ import annotations

import difflib
import math
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from importlib import resources
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

from db.errors import RoxhamError
from db.records import EntityKind, Event, Measure, MeasureKind, Source, Term, Topic, TopicEntity

ZONES = ("headline", "lead", "body", "url")
PUBLISHER_KINDS = ("news", "wire", "broadcaster", "government", "court", "parliament", "ngo", "data", "discovery")
RIGHTS = ("full", "excerpt")
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

Check = Callable[[Any], Any]


class TopicError(RoxhamError, ValueError):
    """Everything that is wrong in a topic file, one fault a line: file, table, entry, key."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


# Checks: the error says what the value has to be, the caller adds what it is.


def text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text that is not empty")
    return value.strip()


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")
    return value


def number(low: float | None = None, high: float | None = None) -> Check:
    bounds = (f" from {low:g}" if low is not None else "") + (f" to {high:g}" if high is not None else "")

    def check(value: Any) -> float:
        finite = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if not finite or (low is not None and value < low) or (high is not None and value > high):
            raise ValueError(f"a number{bounds}")
        return float(value)

    return check


def one_of(*choices: str) -> Check:
    def check(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return value

    return check


def pattern(regex: str, meaning: str) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or not re.fullmatch(regex, value):
            raise ValueError(meaning)
        return value

    return check


def list_of(check: Check) -> Check:
    def check_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError("a list")
        try:
            return tuple(check(item) for item in value)
        except ValueError as error:
            raise ValueError(f"a list, each item {error}") from None

    return check_list


def table_of(keys: Check, values: Check) -> Check:
    def check(value: Any) -> dict[str, Any]:
        try:
            return {keys(key): values(item) for key, item in table(value).items()}
        except ValueError as error:
            raise ValueError(f"a table, each key or value {error}") from None

    return check


def table(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError("a table")
    return value


def day(value: Any) -> str:
    """TOML's own date (`2023-03-25`) or the same in quotes, as ISO 8601."""
    written = str(value) if isinstance(value, str | date) else ""
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            raise ValueError
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError("a day that exists, as YYYY-MM-DD") from None


def address(value: Any) -> str:
    """An http(s) URL, percent-encoded."""
    meaning = "a percent-encoded http or https URL"
    if not isinstance(value, str) or re.search(r"[\s\"<>]", value):
        raise ValueError(meaning)
    try:
        parts = urlsplit(value)
        port_is_valid = parts.port is None or parts.port > 0
    except ValueError:
        raise ValueError(meaning) from None
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_valid:
        raise ValueError(meaning)
    return value


def contact(value: Any) -> str | None:
    """Empty is allowed: the crawl then asks for it, and nobody's address is invented."""
    if value == "":
        return None
    if isinstance(value, str) and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value):
        return value
    try:
        return address(value)
    except ValueError:
        raise ValueError("an e-mail address or a web page, or empty") from None


def duration(value: Any) -> int:
    """`90s`, `30m`, `1h`, `1d`, in seconds."""
    match = re.fullmatch(r"([1-9]\d{0,6})([smhd])", value) if isinstance(value, str) else None
    if not match:
        raise ValueError('a number with s, m, h or d, like "30m"')
    return int(match[1]) * SECONDS[match[2]]


slug = pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "lower-case letters, digits and single hyphens, like roxham-road")
language = pattern(r"[a-z]{2}", "a language of two lower-case letters, like fr")
country = pattern(r"[A-Z]{2}", "a country of two capital letters, like CA")
wikidata = pattern(r"Q[1-9]\d*", "a Wikidata id, like Q16")
kind_name = pattern(r"[a-z]+(_[a-z]+)*", "lower-case letters and underscores, like news_sitemap")
texts = list_of(text)


@dataclass(frozen=True, slots=True)
class Key:
    check: Check
    required: bool = False


def _required(check: Check) -> Key:
    return Key(check, required=True)


# What each table may hold.

SINGLE: dict[str, dict[str, Key]] = {
    "topic": {
        "id": _required(slug),
        "name": _required(text),
        "title": _required(text),
        "summary": _required(text),
        "languages": _required(list_of(language)),
        "sample": Key(flag),
    },
    "crawler": {"contact": _required(contact)},
    "schedule": {"interval": _required(duration)},
    "relevance": {
        "threshold": _required(number(low=0)),
        "zones": _required(table_of(one_of(*ZONES), number(low=0))),
    },
}

DATASET: dict[str, Key] = {
    "measure": Key(slug),
    "unit": Key(text),
    "counted": Key(text),
    "place": Key(slug),
    "speaker": Key(slug),
    "resource": Key(text),
    "year": Key(text),
    "month": Key(text),
    "value": Key(text),
    "place_column": Key(text),
    "where": Key(table_of(text, text)),
    "fiscal_year": Key(one_of("CA", "US")),
    "rounded": Key(flag),
}

OPTIONS: dict[str, Key] = {
    "delay": Key(number(low=0)),
    "interval": Key(duration),
    "address": Key(text),
    # A list, as the database gives it back.
    "keep_params": Key(lambda value: list(texts(value))),
    "key_variable": Key(text),
    "max_new_urls": Key(number(low=1)),
    "sections": Key(lambda value: list(texts(value))),
    "should_have_results": Key(flag),
    "dataset": Key(table),
}

REPEATED: dict[str, dict[str, Key]] = {
    "terms": {
        "term": _required(text),
        "language": _required(language),
        "weight": _required(number()),
        "needs": Key(texts),
        "zones": Key(list_of(one_of(*ZONES))),
    },
    "entities": {
        "id": _required(slug),
        "name": _required(text),
        "kind": _required(one_of(*get_args(EntityKind))),
        "aliases": Key(table_of(language, texts)),
        "wikidata": Key(wikidata),
        "latitude": Key(number(-90, 90)),
        "longitude": Key(number(-180, 180)),
        "description": Key(text),
    },
    "measures": {
        "id": _required(slug),
        "question": _required(text),
        "unit": Key(text),
        "kind": _required(one_of(*get_args(MeasureKind))),
        "definition": _required(text),
        "include": Key(texts),
        "exclude": Key(texts),
        "units": Key(texts),
        "source": Key(address),
        "place": Key(slug),
    },
    "events": {
        "id": _required(slug),
        "date": _required(day),
        "title": _required(text),
        "source": _required(address),
        "description": Key(text),
        "aliases": Key(table_of(language, texts)),
    },
    "sources": {
        "id": _required(slug),
        "name": _required(text),
        "kind": _required(kind_name),
        "url": _required(address),
        "publisher_kind": _required(one_of(*PUBLISHER_KINDS)),
        "language": Key(language),
        "country": Key(country),
        "rights": Key(one_of(*RIGHTS)),
        "enabled": Key(flag),
        "options": Key(table),
    },
}


def shipped_topics() -> list[str]:
    """Names that `load_topic` takes without a path."""
    folder = resources.files("roxham") / "topics"
    return sorted(entry.name[: -len(".toml")] for entry in folder.iterdir() if entry.name.endswith(".toml"))


def load_topic(path: Path | str) -> Topic:
    """Read a topic file, or a shipped topic by its name.

    Raises TopicError with all faults of the file at once, or with the reason why it cannot be read.
    """
    if isinstance(path, str) and not path.endswith(".toml"):
        if path not in shipped_topics():
            raise TopicError(
                [f'no shipped topic "{path}": there is {", ".join(shipped_topics())} (a file ends in .toml)']
            )
        content = (resources.files("roxham") / "topics" / f"{path}.toml").read_bytes()
        return parse_topic(content, f"topics/{path}.toml")
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise TopicError([f"{path}: {error.strerror or error}"]) from error
    return parse_topic(content, str(path))


def parse_topic(content: bytes, file: str) -> Topic:
    """The topic in `content`; `file` is what the errors call it."""
    document = _parse_toml(content, file)
    unknown = [name for name in document if name not in SINGLE and name not in REPEATED]
    faults = [f"{file}: unknown table [{name}]{_suggestion(name, [*SINGLE, *REPEATED])}" for name in unknown]
    single: dict[str, dict[str, Any]] = {}
    repeated: dict[str, list[dict[str, Any]]] = {}
    for name, keys in SINGLE.items():
        entry = document.get(name)
        if not isinstance(entry, dict):
            faults.append(f"{file}: table [{name}] is missing" if entry is None else f"{file}: {name} must be a table")
            continue
        single[name] = _read(entry, keys, f"{file}: [{name}]", faults)
    for name, keys in REPEATED.items():
        entries = document.get(name, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            faults.append(f"{file}: {name} must be written as [[{name}]] tables")
            continue
        labels = [_label(entry, position) for position, entry in enumerate(entries, start=1)]
        repeated[name] = [
            _read(entry, keys, f"{file}: [[{name}]] {label}", faults)
            for entry, label in zip(entries, labels, strict=True)
        ]
        faults += _duplicates(name, repeated[name], file)
    for entry in repeated.get("entities", []):
        if ("latitude" in entry) != ("longitude" in entry):
            faults.append(f'{file}: [[entities]] "{entry.get("id")}": latitude and longitude go together')
    places = {entry.get("id") for entry in repeated.get("entities", []) if entry.get("kind") == "place"}
    for entry in repeated.get("measures", []):
        if "place" in entry and entry["place"] not in places:
            where = f'{file}: [[measures]] "{entry.get("id")}"'
            faults.append(f'{where}: key "place" names no entity that is a place: "{entry["place"]}"')
    for entry in repeated.get("sources", []):
        where = f'{file}: [[sources]] "{entry.get("id")}" options'
        entry["options"] = options = _read(entry.get("options", {}), OPTIONS, where, faults)
        if "dataset" in options:
            options["dataset"] = _read(options["dataset"], DATASET, f"{where} dataset", faults)
            faults += _unknown_in_dataset(options["dataset"], repeated, where)
    if faults:
        raise TopicError(faults)
    return Topic(
        **single["topic"],
        **single["crawler"],
        **single["relevance"],
        **single["schedule"],
        terms=tuple(Term(**entry) for entry in repeated["terms"]),
        entities=tuple(TopicEntity(**entry) for entry in repeated["entities"]),
        measures=tuple(Measure(**{"unit": None, **entry}) for entry in repeated["measures"]),
        events=tuple(Event(**entry) for entry in repeated["events"]),
        sources=tuple(Source(**entry) for entry in repeated["sources"]),
    )


def _unknown_in_dataset(dataset: dict[str, Any], repeated: dict[str, list[dict[str, Any]]], where: str) -> list[str]:
    """The ids that a dataset names and the topic does not have."""
    tables = {"measure": "measures", "place": "entities", "speaker": "entities"}
    return [
        f'{where} dataset: key "{key}" names nothing in [[{table}]]: "{dataset[key]}"'
        for key, table in tables.items()
        if key in dataset and dataset[key] not in {entry.get("id") for entry in repeated.get(table, [])}
    ]


def _parse_toml(content: bytes, file: str) -> dict[str, Any]:
    try:
        source = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TopicError([f"{file}, line {line}: not UTF-8"]) from None
    try:
        return tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r" \(at (?:line (\d+), column \d+|end of document)\)$", str(error))
        message = str(error)[: place.start()] if place else str(error)
        line = place[1] if place and place[1] else source.count("\n") + 1
        raise TopicError([f"{file}, line {line}: {message}"]) from None


def _read(entry: dict[str, Any], keys: dict[str, Key], where: str, faults: list[str]) -> dict[str, Any]:
    """The checked values of one table; what is wrong with it goes to `faults`."""
    values: dict[str, Any] = {}
    for name, value in entry.items():
        if name not in keys:
            faults.append(f'{where}: unknown key "{name}"{_suggestion(name, keys)}')
            continue
        try:
            values[name] = keys[name].check(value)
        except ValueError as error:
            shown = f'"{value}"' if isinstance(value, str) else value
            faults.append(f'{where}: key "{name}" must be {error}, not {shown}')
    faults += [f'{where}: key "{name}" is missing' for name, key in keys.items() if key.required and name not in entry]
    return values


def _suggestion(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, known, n=1)
    return f', did you mean "{close[0]}"?' if close else f" (known: {', '.join(known)})"


def _label(entry: dict[str, Any], position: int) -> str:
    name = entry.get("id", entry.get("term"))
    return f'"{name}"' if isinstance(name, str) and name else f"number {position}"


def _duplicates(name: str, entries: list[dict[str, Any]], file: str) -> list[str]:
    """Entries are told apart by their id, terms by their words and language."""
    seen: set[tuple[Any, ...]] = set()
    faults: list[str] = []
    for entry in entries:
        identity = (entry.get("term", "").casefold(), entry.get("language")) if name == "terms" else (entry.get("id"),)
        if identity in seen and identity[0]:
            faults.append(f'{file}: [[{name}]] "{entry.get("term", entry.get("id"))}" is there twice')
        seen.add(identity)
    return faults
