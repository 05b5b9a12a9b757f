"""The topic file: the shipped one is complete, a bad one is told what is wrong, docs/topic.md knows every key."""

from __future__ import annotations

import dataclasses
import re
from datetime import date
from pathlib import Path

import pytest

from crawler.relevance import score
from db.records import Article, Event, Measure, Source, Term, Topic, TopicEntity
from roxham.topic import DATASET, OPTIONS, REPEATED, SINGLE, TopicError, load_topic, parse_topic, shipped_topics

DOCS = Path(__file__).parent.parent / "docs" / "topic.md"
GOLD_MEASURES = {
    "irregular-crossings",
    "asylum-claims",
    "humanitarian-places",
    "returns-to-us",
    "encounters-southbound",
    "cost",
    "detention",
    "claim-window-days",
}
HEAD = """
[topic]
id = "floods"
name = "Floods"
title = "Floods on the river"
summary = "The river rose."
languages = ["en", "fr"]

[crawler]
contact = "desk@example.org"

[schedule]
interval = "30m"

[relevance]
threshold = 2
zones = { headline = 3, lead = 2.0, body = 1.0, url = 2.0 }
"""
TERM = """
[[terms]]
term = "flood"
language = "en"
weight = 2
"""
ENTITY = """
[[entities]]
id = "red-river"
name = "Red River"
kind = "place"
"""
MEASURE = """
[[measures]]
id = "cost"
question = "What does it cost?"
kind = "flow"
definition = "Sums of money."
"""
EVENT = """
[[events]]
id = "crest"
date = "1997-05-01"
title = "The river crests"
source = "https://example.org/crest"
"""
SOURCE = """
[[sources]]
id = "gazette"
name = "The Gazette"
kind = "rss"
url = "https://example.org/feed"
publisher_kind = "news"
"""


@pytest.fixture(scope="module")
def shipped() -> Topic:
    return load_topic("safe-third-country")


def read(text: str) -> Topic:
    return parse_topic(text.encode(), "topics/x.toml")


# The shipped topic.


def test_shipped_topic_is_found_by_name_and_by_path(shipped: Topic) -> None:
    assert "safe-third-country" in shipped_topics()
    path = Path(__file__).parent.parent / "roxham" / "topics" / "safe-third-country.toml"
    assert load_topic(path) == load_topic(str(path)) == shipped


def test_shipped_topic_is_complete(shipped: Topic) -> None:
    assert len(shipped.entities) >= 60
    assert {measure.id for measure in shipped.measures} > GOLD_MEASURES
    assert len(shipped.sources) >= 40
    assert {term.language for term in shipped.terms} == {"en", "fr"}
    assert any(term.weight < 0 for term in shipped.terms)
    assert shipped.contact is None, "nobody's address is invented"


def test_every_event_has_a_day_and_a_page(shipped: Topic) -> None:
    days = [date.fromisoformat(event.date) for event in shipped.events]
    assert days == sorted(days)
    assert all(event.source.startswith("https://") for event in shipped.events)


def test_no_spelling_belongs_to_two_entities(shipped: Topic) -> None:
    owners: dict[str, str] = {}
    for entity in shipped.entities:
        for spelling in {entity.name, *(alias for aliases in entity.aliases.values() for alias in aliases)}:
            assert owners.setdefault(spelling.casefold(), entity.id) == entity.id, spelling


def test_every_measure_is_selected_in_both_languages(shipped: Topic) -> None:
    french = re.compile(r"[éèêûôà]|\b(jours|passages|demandes|prison|lits|corps|agents)\b")
    for measure in shipped.measures:
        assert any(french.search(word) for word in measure.include) or not measure.include, measure.id
        assert measure.units, measure.id
        assert len(set(measure.include)) == len(measure.include), measure.id
        assert not set(measure.include) & set(measure.exclude), measure.id


def test_every_source_says_on_what_evidence_it_stands() -> None:
    path = Path(__file__).parent.parent / "roxham" / "topics" / "safe-third-country.toml"
    ids = re.findall(r"^\[\[sources\]\]\n(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    assert ids
    for line in ids:
        assert re.fullmatch(r'id = "[a-z0-9-]+" # evidence: [FVMPGLCS]\b.*', line), line


def test_sources_of_every_sort_in_both_languages(shipped: Topic) -> None:
    sorts = {source.publisher_kind for source in shipped.sources}
    assert sorts >= {"news", "wire", "broadcaster", "government", "court", "parliament", "data", "discovery"}
    assert {source.language for source in shipped.sources if source.enabled} >= {"en", "fr"}
    assert sum(source.kind == "document" and source.enabled for source in shipped.sources) >= 5


@pytest.mark.parametrize(
    ("headline", "text", "kept"),
    [
        ("Border rules tighten", "The Safe Third Country Agreement now covers the whole frontier.", True),
        ("Un chemin se ferme", "Plus personne ne passe par le chemin Roxham depuis samedi.", True),
        ("Asylum seekers keep coming", "The RCMP met fewer asylum seekers crossing into Canada this spring.", True),
        ("Québec demande des comptes", "Les demandeurs d'asile au Québec attendent leur permis de travail.", True),
        ("Court hears asylum seekers", "Asylum seekers in Texas wait at the southern border for months.", False),
        ("Londres persiste", "Les demandeurs d'asile seraient envoyés au Rwanda, a dit le ministre.", False),
        ("Fishing quotas rise", "Canada and the United States signed an additional protocol on cod.", False),
        ("Storm closes roads in Quebec", "The RCMP asks travellers to stay off the roads near Montreal.", False),
    ],
)
def test_shipped_terms_tell_the_story_from_its_neighbours(shipped: Topic, headline: str, text: str, kept: bool) -> None:
    article = Article(url="https://example.org/a", headline=headline, text=text)
    assert score(article, shipped.terms, shipped.zones, shipped.threshold).kept == kept


# How a file is read.


def test_a_small_topic() -> None:
    topic = read(HEAD + TERM + ENTITY + MEASURE + EVENT + SOURCE)
    assert topic.interval == 1800
    assert topic.contact == "desk@example.org"
    assert topic.zones["headline"] == 3.0
    assert topic.terms == (Term("flood", "en", 2.0),)
    assert topic.sources[0].enabled
    assert topic.sources[0].rights == "excerpt"
    assert not topic.sample


@pytest.mark.parametrize(("written", "seconds"), [("45s", 45), ("30m", 1800), ("1h", 3600), ("2d", 172800)])
def test_interval(written: str, seconds: int) -> None:
    assert read(HEAD.replace("30m", written)).interval == seconds


@pytest.mark.parametrize(
    ("written", "contact"), [("", None), ("https://example.org/about", "https://example.org/about")]
)
def test_contact(written: str, contact: str | None) -> None:
    assert read(HEAD.replace("desk@example.org", written)).contact == contact


def test_toml_date_windows_line_ends_and_byte_order_mark() -> None:
    content = (HEAD + EVENT.replace('"1997-05-01"', "1997-05-01")).replace("\n", "\r\n").encode("utf-8-sig")
    assert parse_topic(content, "x.toml").events[0].date == "1997-05-01"


def test_options_of_a_source() -> None:
    options = (
        'options = { delay = 5, interval = "1h", address = "127.0.0.1", keep_params = ["id"], key_variable = "KEY" }\n'
    )
    assert read(HEAD + SOURCE + options).sources[0].options == {
        "delay": 5.0,
        "interval": 3600,
        "address": "127.0.0.1",
        "keep_params": ["id"],
        "key_variable": "KEY",
    }


# What is wrong with a file. Each fault names file, table, entry and key.

COST = 'topics/x.toml: [[measures]] "cost":'
GAZETTE = 'topics/x.toml: [[sources]] "gazette":'


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            HEAD + MEASURE.replace('"flow"', '"flw"'),
            f'{COST} key "kind" must be one of flow, stock, cap, target, not "flw"',
        ),
        (HEAD + MEASURE + 'inclde = ["cost"]', f'{COST} unknown key "inclde", did you mean "include"?'),
        (HEAD + MEASURE.replace("definition", "units"), f'{COST} key "definition" is missing'),
        (HEAD + MEASURE + 'include = "cost"', f'{COST} key "include" must be a list, not "cost"'),
        (
            HEAD + MEASURE + 'include = ["cost", 3]',
            f"{COST} key \"include\" must be a list, each item a text that is not empty, not ['cost', 3]",
        ),
        (HEAD + MEASURE + 'place = "mars"', f'{COST} key "place" names no entity that is a place: "mars"'),
        (HEAD + MEASURE + MEASURE, 'topics/x.toml: [[measures]] "cost" is there twice'),
        (HEAD + TERM + TERM.replace("flood", "Flood"), 'topics/x.toml: [[terms]] "Flood" is there twice'),
        (
            HEAD + TERM.replace("weight = 2", "weight = true"),
            'topics/x.toml: [[terms]] "flood": key "weight" must be a number, not True',
        ),
        (
            HEAD + TERM.replace("weight = 2", "weight = nan"),
            'topics/x.toml: [[terms]] "flood": key "weight" must be a number, not nan',
        ),
        (
            HEAD + TERM + 'zones = ["title"]',
            'topics/x.toml: [[terms]] "flood": key "zones" must be a list, '
            "each item one of headline, lead, body, url, not ['title']",
        ),
        (
            HEAD + TERM.replace('term = "flood"\n', ""),
            'topics/x.toml: [[terms]] number 1: key "term" is missing',
        ),
        (
            HEAD + ENTITY + 'wikidata = "16"',
            'topics/x.toml: [[entities]] "red-river": key "wikidata" must be a Wikidata id, like Q16, not "16"',
        ),
        (
            HEAD + ENTITY + "latitude = 91\nlongitude = 0",
            'topics/x.toml: [[entities]] "red-river": key "latitude" must be a number from -90 to 90, not 91',
        ),
        (
            HEAD + ENTITY + "latitude = 49.9",
            'topics/x.toml: [[entities]] "red-river": latitude and longitude go together',
        ),
        (
            HEAD + ENTITY + 'aliases = { french = ["rivière Rouge"] }',
            'topics/x.toml: [[entities]] "red-river": key "aliases" must be a table, each key or value '
            "a language of two lower-case letters, like fr, not {'french': ['rivière Rouge']}",
        ),
        (
            HEAD + ENTITY.replace("red-river", "Red River"),
            'topics/x.toml: [[entities]] "Red River": key "id" must be '
            'lower-case letters, digits and single hyphens, like roxham-road, not "Red River"',
        ),
        (
            HEAD + EVENT.replace("1997-05-01", "1997-02-30"),
            'topics/x.toml: [[events]] "crest": key "date" must be a day that exists, as YYYY-MM-DD, not "1997-02-30"',
        ),
        (
            HEAD + EVENT.replace('"1997-05-01"', "1997-05-01T10:00:00"),
            'topics/x.toml: [[events]] "crest": key "date" must be a day that exists, as YYYY-MM-DD, '
            "not 1997-05-01 10:00:00",
        ),
        *(
            (
                HEAD + SOURCE.replace("https://example.org/feed", url),
                f'{GAZETTE} key "url" must be a percent-encoded http or https URL, not "{url}"',
            )
            for url in (
                "example.org/feed",
                "ftp://example.org/",
                "https:///feed",
                "http://[::1",
                "https://a.org/?q=a b",
            )
        ),
        (
            HEAD + SOURCE + "options = { dealy = 2 }",
            'topics/x.toml: [[sources]] "gazette" options: unknown key "dealy", did you mean "delay"?',
        ),
        (
            HEAD + SOURCE + "options = { delay = -1 }",
            'topics/x.toml: [[sources]] "gazette" options: key "delay" must be a number from 0, not -1',
        ),
        (HEAD + SOURCE + 'enabled = "no"', f'{GAZETTE} key "enabled" must be true or false, not "no"'),
        (
            HEAD + SOURCE + 'country = "ca"',
            f'{GAZETTE} key "country" must be a country of two capital letters, like CA, not "ca"',
        ),
        (
            HEAD.replace("30m", "30 minutes"),
            'topics/x.toml: [schedule]: key "interval" must be a number with s, m, h or d, like "30m", '
            'not "30 minutes"',
        ),
        (
            HEAD.replace("desk@example.org", "the desk"),
            'topics/x.toml: [crawler]: key "contact" must be an e-mail address or a web page, or empty, not "the desk"',
        ),
        (HEAD.replace("threshold = 2", ""), 'topics/x.toml: [relevance]: key "threshold" is missing'),
        (HEAD.replace("[schedule]", "[shedule]"), 'topics/x.toml: unknown table [shedule], did you mean "schedule"?'),
        (HEAD.replace("[schedule]", "[shedule]"), "topics/x.toml: table [schedule] is missing"),
        ("sources = 3\n" + HEAD, "topics/x.toml: sources must be written as [[sources]] tables"),
        (HEAD + SOURCE + "language = en", "topics/x.toml, line 25: Invalid value"),
    ],
)
def test_fault(text: str, fault: str) -> None:
    with pytest.raises(TopicError) as caught:
        read(text)
    assert fault in caught.value.faults


def test_all_faults_at_once() -> None:
    with pytest.raises(TopicError) as caught:
        read(HEAD + MEASURE.replace("flow", "flw") + EVENT.replace("1997", "97"))
    assert len(caught.value.faults) == 2
    assert str(caught.value) == "\n".join(caught.value.faults)


def test_not_utf8() -> None:
    with pytest.raises(TopicError, match=r"x\.toml, line 2: not UTF-8"):
        parse_topic('# one\nname = "Québec"'.encode("latin-1"), "x.toml")


def test_file_cut_short() -> None:
    with pytest.raises(TopicError, match=r"x\.toml, line 2: "):
        parse_topic(b'[topic]\nname = """', "x.toml")


def test_unknown_shipped_topic() -> None:
    with pytest.raises(TopicError, match=r'no shipped topic "floods": there is .*safe-third-country'):
        load_topic("floods")


# The documentation.


def documented() -> dict[str, set[str]]:
    """Keys by the table whose heading they stand under, read from the first column of its tables."""
    keys: dict[str, set[str]] = {}
    heading = ""
    for line in DOCS.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            heading = line.strip("# `[]")
        elif match := re.match(r"\| `([a-z_]+)`", line):
            keys.setdefault(heading, set()).add(match[1])
    return keys


def test_what_a_dataset_names_is_in_the_topic() -> None:
    with pytest.raises(TopicError, match=r'dataset: key "measure" names nothing in \[\[measures\]\]: "landings"'):
        read(HEAD + SOURCE + '[sources.options.dataset]\nmeasure = "landings"\n')


def test_docs_know_every_key() -> None:
    grammar = {name: set(keys) for name, keys in {**SINGLE, **REPEATED, "options": OPTIONS, "dataset": DATASET}.items()}
    assert documented() == grammar


@pytest.mark.parametrize(
    ("table", "record"),
    [("terms", Term), ("entities", TopicEntity), ("measures", Measure), ("events", Event), ("sources", Source)],
)
def test_keys_are_the_fields_of_the_records(table: str, record: type) -> None:
    fields = {field.name: field for field in dataclasses.fields(record)}
    assert set(REPEATED[table]) == set(fields)
    for name, field in fields.items():
        required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
        assert REPEATED[table][name].required == required or name == "unit"


def test_single_tables_fill_the_topic() -> None:
    keys = {key for table in SINGLE.values() for key in table}
    assert keys | set(REPEATED) == {field.name for field in dataclasses.fields(Topic)}
