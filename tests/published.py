"""A small published home, written through `db.store`: what the page tests show. All outlets are invented."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from datasette.app import Datasette
from sqlite_utils import Database

from db.records import (
    Annotation,
    Article,
    DateMention,
    Decision,
    Event,
    Figure,
    Measure,
    Mention,
    Quote,
    Reason,
    Source,
    Topic,
    TopicEntity,
)
from db.store.annotations import save_annotation, unread
from db.store.articles import save_article
from db.store.connection import Home
from db.store.runs import Fetch, finish_run, save_fetch, start_run
from db.store.topics import save_topic
from db.web.serve import datasette_for

HOSTILE = "<script>document.title='owned'</script><img src=x onerror=alert(1)>"

TOPIC = Topic(
    id="safe-third-country",
    name="Safe Third Country Agreement",
    title="The asylum agreement between Canada and the United States, claim by claim",
    summary="On 24 March 2023 the two governments extended the agreement to the whole land border. "
    "This site keeps what is published about it: every figure, who said it, of what, and whether it changed.",
    languages=("en", "fr"),
    contact=None,
    threshold=3.0,
    zones={"headline": 3.0, "lead": 2.0, "body": 1.0, "url": 1.0},
    interval=3600,
    entities=(
        TopicEntity(
            "roxham-road",
            "Roxham Road",
            "place",
            {"en": ("Roxham Rhoad",), "fr": ("chemin Roxham",)},
            wikidata="Q30598441",
            latitude=45.0056,
            longitude=-73.5157,
            description="Rural road between New York and Quebec, an unofficial crossing.",
        ),
        TopicEntity("stca", "Safe Third Country Agreement", "law", {"fr": ("Entente sur les tiers pays sûrs",)}),
        TopicEntity("rcmp", "Royal Canadian Mounted Police", "organisation", {"en": ("RCMP",), "fr": ("GRC",)}),
        TopicEntity("quebec", "Quebec", "place", {"fr": ("Québec",)}),
        TopicEntity("justin-trudeau", "Justin Trudeau", "person", {"en": ("Trudeau",)}),
        TopicEntity("canada", "Canada", "place"),
    ),
    measures=(
        Measure(
            "irregular-crossings",
            "How many people crossed irregularly into Canada?",
            "person",
            "flow",
            "People the RCMP intercepted between ports of entry, in the period named.",
            source="https://www.canada.ca/en/immigration-refugees-citizenship.html",
            place="canada",
        ),
        Measure(
            "humanitarian-places",
            "How many people will Canada take in on humanitarian grounds?",
            "person",
            "target",
            "Places promised in March 2023 for people from the Western Hemisphere.",
        ),
        Measure(
            "claim-window-days",
            "Within how many days of crossing does the rule apply?",
            "day",
            "cap",
            "Days after crossing within which a claimant may be returned.",
        ),
    ),
    events=(
        Event("signed", "2002-12-05", "Agreement signed", "https://www.canada.ca/en.html"),
        Event("announced", "2023-03-24", "Additional Protocol announced", "https://www.canada.ca/en.html"),
        Event("in-force", "2023-03-25", "Protocol in force", "https://www.canada.ca/en.html"),
        Event("scc", "2023-06-16", "Supreme Court upholds the regime", "https://www.scc-csc.ca/"),
    ),
    sources=(
        Source("border-post", "The Border Post", "rss", "https://post.example/feed", "news", "en", "US", "excerpt"),
        Source("northline", "Northline Wire", "atom", "https://wire.example/feed", "wire", "en", "CA", "full"),
        Source("courrier", "Le Courrier du Lac", "rss", "https://courrier.example/f", "news", "fr", "CA", "full"),
        Source("office", "Office of Crossings", "rss", "https://office.example/f", "government", "en", "CA", "full"),
        Source("refuge", "Refuge Council", "rss", "https://refuge.example/f", "ngo", "en", "CA", "full"),
        Source("quiet", "The Quiet Gazette", "rss", "https://quiet.example/f", "news", "en", "CA", "excerpt"),
    ),
    sample=True,
)


@dataclass
class Text:
    """An article and what was found in it, told by the words: `draft.figure("39,000", …)` finds the offsets."""

    article: Article
    figures: list[Figure] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)

    def at(self, words: str) -> tuple[int, int]:
        start = self.article.text.index(words)
        return start, start + len(words)

    def sentence(self, words: str) -> str:
        start, end = self.at(words)
        text = self.article.text
        first = max(text.rfind(". ", 0, start) + 2, text.rfind("\n", 0, start) + 1, 0)
        last = text.find(".", end)
        return text[first if text.rfind(". ", 0, start) >= 0 or first else 0 : last + 1]

    def figure(self, words: str, value: float, unit: str | None, counted: str | None, **fields: str | float) -> Text:
        start, end = self.at(words)
        values = {"qualifier": "exact", **dict.fromkeys(_OPTIONAL)} | fields
        self.figures.append(
            Figure(start, end, words, value, unit=unit, counted=counted, sentence=self.sentence(words), **values)  # type: ignore[arg-type]
        )
        return self

    def name(self, words: str, name: str, kind: str, entity: str) -> Text:
        self.mentions.append(Mention(*self.at(words), words, name, kind, entity, "TOPIC"))  # type: ignore[arg-type]
        return self

    def quote(self, words: str, speaker: str, speaker_id: str | None, cue: str = "said") -> Text:
        self.quotes.append(Quote(*self.at(words), words, speaker, speaker_id, speaker, cue, True))
        return self

    def date(self, words: str, day: str) -> Text:
        self.dates.append(DateMention(*self.at(words), words, day, day, self.sentence(words)))
        return self

    def annotation(self) -> Annotation:
        return Annotation(tuple(self.figures), tuple(self.mentions), tuple(self.quotes), tuple(self.dates))


_OPTIONAL = (
    "value_high",
    "change",
    "period_start",
    "period_end",
    "place",
    "place_id",
    "speaker",
    "speaker_id",
    "attribution",
    "measure",
)
YEAR_2022 = {"period_start": "2022-01-01", "period_end": "2022-12-31"}
CROSSINGS = {"measure": "irregular-crossings", **YEAR_2022}


def wire() -> Text:
    text = (
        "Canada and the United States will turn back people who cross between ports of entry, officials said.\n\n"
        "The rule reaches Roxham Road, and the Safe Third Country Agreement now covers the whole border. "
        "It applies to people who claim asylum within 14 days of crossing.\n\n"
        "The RCMP intercepted 39,540 people between ports of entry in 2022. "
        "Canada will welcome 15,000 migrants from the hemisphere over the next year.\n\n"
        "“This protects the fairness of our system,” Justin Trudeau said in Ottawa on March 24, 2023."
    )
    return (
        Text(
            Article(
                "https://wire.example/border-rule",
                text,
                "Border rule extended to unofficial crossings",
                ("Ada Holm",),
                "2023-03-24T20:10:00+00:00",
                language="en",
                section="Canada",
            )
        )
        .figure("14 days", 14, "day", "days of crossing", measure="claim-window-days")
        .figure(
            "39,540 people",
            39540,
            "person",
            "people intercepted between ports of entry",
            speaker="Royal Canadian Mounted Police",
            speaker_id="rcmp",
            attribution="The RCMP intercepted",
            **CROSSINGS,
        )
        .figure("15,000 migrants", 15000, "migrant", "migrants from the hemisphere", measure="humanitarian-places")
        .name("Canada", "Canada", "place", "canada")
        .name("Roxham Road", "Roxham Road", "place", "roxham-road")
        .name("Safe Third Country Agreement", "Safe Third Country Agreement", "law", "stca")
        .name("RCMP", "Royal Canadian Mounted Police", "organisation", "rcmp")
        .name("Justin Trudeau", "Justin Trudeau", "person", "justin-trudeau")
        .name("Ottawa", "Ottawa", "place", "ottawa")
        .quote("This protects the fairness of our system,", "Justin Trudeau", "justin-trudeau")
        .date("March 24, 2023", "2023-03-24")
    )


def wire_copy() -> Text:
    original = wire()
    article = Article(
        "https://post.example/wire/border-rule",
        original.article.text,
        "Border rule extended",
        ("Northline Wire",),
        "2023-03-25T08:00:00+00:00",
        language="en",
    )
    return Text(article, original.figures, original.mentions, original.quotes, original.dates)


def post(number: str, value: float, promised: str, promise: float) -> Text:
    text = (
        "Sheriff's deputies in the north country expect quieter nights at Roxham Rhoad from Saturday. "
        "Neighbours of the road have lived for six years with taxis at all hours, and said they would miss the drivers "
        "less than the silence that went before them, which one of them remembers as complete.\n\n"
        f"Some {number} people crossed into Canada between ports of entry in 2022, by one count. "
        f"Ottawa promised to welcome {promised} migrants.\n\n"
        "“We never wanted a fence here,” said Mara Lind, who keeps sheep beside the road.\n\n"
        "The paragraph that only the publisher may show tells of sheep, of taxis, and of nothing else."
    )
    return (
        Text(
            Article(
                "https://post.example/roxham-quiet",
                text,
                "Quiet nights expected at Roxham Road",
                ("J. Bell",),
                "2023-03-25T11:00:00-04:00",
                language="en",
                section="Local",
            )
        )
        .figure(f"Some {number} people", value, "person", "people who crossed into Canada", **CROSSINGS)
        .figure(f"{promised} migrants", promise, "migrant", "migrants", measure="humanitarian-places")
        .name("Roxham Rhoad", "Roxham Road", "place", "roxham-road")
        .name("Canada", "Canada", "place", "canada")
        .quote("We never wanted a fence here,", "Mara Lind", None)
    )


def courrier() -> Text:
    text = (
        "Le chemin Roxham ferme samedi à 0 h 01.\n\n"
        "Quelque 39 000 personnes sont entrées au Canada par des passages non officiels en 2022, selon la GRC.\n\n"
        "L'Entente sur les tiers pays sûrs s'applique désormais à toute la frontière."
    )
    return (
        Text(
            Article(
                "https://courrier.example/chemin-roxham",
                text,
                "Le chemin Roxham ferme : ce que change le protocole",
                ("Anne Côté",),
                "2023-03-25",
                language="fr",
                section="Politique",
            )
        )
        .figure(
            "Quelque 39 000 personnes",
            39000,
            "personne",
            "personnes entrées au Canada",
            qualifier="about",
            speaker="Royal Canadian Mounted Police",
            speaker_id="rcmp",
            attribution="selon la GRC",
            **CROSSINGS,
        )
        .name("chemin Roxham", "Roxham Road", "place", "roxham-road")
        .name("Canada", "Canada", "place", "canada")
        .name("GRC", "Royal Canadian Mounted Police", "organisation", "rcmp")
        .name("Entente sur les tiers pays sûrs", "Safe Third Country Agreement", "law", "stca")
    )


def office() -> Text:
    text = (
        "The Office publishes interceptions between ports of entry. In 2022 the RCMP intercepted 39,540 people, "
        "of them 39,171 people in Quebec.\n\nIn January 2023 there were 4,994 interceptions. "
        "The work cost $136.5 million."
    )
    return (
        Text(
            Article(
                "https://office.example/table-2022",
                text,
                "Interceptions between ports of entry, 2022",
                (),
                "2024-01-19",
                language="en",
                kind="document",
            )
        )
        .figure("39,540 people", 39540, "person", "people intercepted", **CROSSINGS)
        .figure("39,171 people", 39171, "person", "people in Quebec", place="Quebec", place_id="quebec", **CROSSINGS)
        .figure(
            "4,994 interceptions",
            4994,
            "interception",
            "interceptions",
            measure="irregular-crossings",
            period_start="2023-01-01",
            period_end="2023-01-31",
        )
        .figure("$136.5 million", 136_500_000, "CAD", "the work", unit_assumed=True)
        .name("RCMP", "Royal Canadian Mounted Police", "organisation", "rcmp")
        .name("Quebec", "Quebec", "place", "quebec")
    )


def hostile() -> Text:
    text = (
        f"A page that attacks its reader: {HOSTILE} and about 500 people & more.\n\n"
        'It names "Roxham Road" onmouseover=alert(2) as well. “</p><script>alert(3)</script>,” it said.'
    )
    return (
        Text(
            Article(
                "javascript:alert(document.domain)//https://refuge.example/",
                text,
                f"Hostile {HOSTILE} headline",
                (HOSTILE,),
                "2023-04-01",
                language="en",
                section='"><script>alert(4)</script>',
            )
        )
        .figure("about 500 people", 500, "person", HOSTILE, qualifier="about", attribution=HOSTILE, **CROSSINGS)
        .name("<script>document.title='owned'</script>", HOSTILE, "person", "script-owned-")
        .name("Roxham Road", "Roxham Road", "place", "roxham-road")
        .quote("</p><script>alert(3)</script>,", HOSTILE, None)
    )


KEPT = Decision(
    9.5, True, (Reason("safe third country agreement", "headline", 6.0), Reason("roxham road", "body", 3.5, 2))
)


@dataclass
class Site:
    """A home as Datasette publishes it."""

    datasette: Datasette
    runner: asyncio.Runner

    def get(
        self, path: str, parameters: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        return self.runner.run(self.datasette.client.get(path, params=parameters, headers=headers))


@contextmanager
def opened(home: Home, **settings: Any) -> Iterator[Site]:
    datasette = datasette_for(home, settings=settings)
    with asyncio.Runner() as runner:
        runner.run(datasette.invoke_startup())
        try:
            yield Site(datasette, runner)
        finally:
            for database in datasette.databases.values():
                database.close()
            if datasette.executor:
                datasette.executor.shutdown()


@contextmanager
def served(home: Home) -> Iterator[str]:
    """Address of the site, served by a process of its own until SIGTERM."""
    code = (
        "import sys; from pathlib import Path; from db.store.connection import Home; from db.web.serve import serve\n"
    )
    code += "serve(Home(Path(sys.argv[1])), '127.0.0.1', 0, ready=lambda address: print(address, flush=True))"
    server = subprocess.Popen([sys.executable, "-c", code, str(home.path)], stdout=subprocess.PIPE, text=True)
    alarm = threading.Timer(300, server.kill)
    alarm.start()
    try:
        assert server.stdout is not None
        yield server.stdout.readline().strip()
        server.terminate()
        assert server.wait(20) == 0, "SIGTERM ends it cleanly"
        assert server.stdout.read() == ""
    finally:
        alarm.cancel()
        server.kill()
        server.wait()
        if server.stdout:
            server.stdout.close()


def publish(path: Path, *, articles: bool = True) -> Home:
    """A home with six articles, one of them changed, one page rejected, and the run that brought them."""
    home = Home(path)
    home.create()
    database = home.open()
    try:
        save_topic(database, TOPIC)
        if not articles:
            return home
        run = start_run(database, "test")
        for source, text in (
            ("northline", wire()),
            ("border-post", wire_copy()),
            ("border-post", post("49,540", 49540, "15,000", 15000)),
            ("courrier", courrier()),
            ("office", office()),
            ("refuge", hostile()),
        ):
            store(database, run, source, text)
        store(database, run, "border-post", post("49,450", 49450, "16,000", 16000), day="2023-03-28")
        save_article(
            database,
            Article("https://post.example/harvest", "The harvest supper is on Sunday.", "Harvest supper"),
            Decision(0.5, False, (Reason("canada", "body", 0.5),)),
            source_id="border-post",
            snapshot="0" * 64,
            captured_at="2023-03-25T12:00:00+00:00",
        )
        save_fetch(
            database,
            Fetch("quiet", "https://quiet.example/f", "refused", "2023-03-28T06:00:00+00:00", run, 403, "HTTP 403"),
        )
        finish_run(database, run, "finished")
    finally:
        database.close()
    return home


def store(database: Database, run: int, source: str, text: Text, day: str = "2023-03-26") -> None:
    captured = f"{day}T06:00:00+00:00"
    outcome, _ = save_article(database, text.article, KEPT, source_id=source, snapshot="ab" * 32, captured_at=captured)
    save_fetch(database, Fetch(source, text.article.url, outcome, captured, run, 200, None, 5000, "ab" * 32))
    for version in unread(database, "test-1"):
        save_annotation(database, version, "test-1", text.annotation())
