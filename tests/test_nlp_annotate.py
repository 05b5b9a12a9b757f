"""`annotate`: processes that read and one that writes; whatever is killed or breaks, no text is lost or read twice.

The suite kills MOMENTS times; `python -m benchmarks.kill annotate --moments 20` kills as often as it is told to.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from db.records import Article, Measure, Topic
from db.store import articles
from db.store.annotations import TABLES
from db.store.connection import Home
from db.store.corrections import add_correction, undo_correction
from db.store.topics import save_topic
from examples import KEPT
from loopback import rows
from nlp.texts import BATCH, BATCH_CHARACTERS
from published import opened

MOMENTS = int(os.environ.get("ROXHAM_KILL_MOMENTS", "3"))
SEED = 20230325
TEXTS = 60

ENGLISH = """{name} said on Friday that {n} people crossed at Roxham Road in 2022, up from {m} a year before.

"We counted {n} of them," {name} told reporters in Quebec. "It is {m} more than anyone expected."

The RCMP intercepted about {m} migrants near Champlain in January, and {n} claims were made by June."""
FRENCH = """{name} a déclaré vendredi que {n} personnes avaient franchi la frontière au chemin Roxham en 2022.

« Nous en avons compté {m} », a dit {name} à Québec. La GRC a intercepté quelque {n} migrants en janvier."""
NAMES = ("Dana Whitcombe", "Paul Garneau", "Ines Okafor", "Marc Tellier", "Ruth Lindqvist")


def store(database: Database, number: int, text: str, language: str = "en", published: str = "2023-01-20") -> None:
    article = Article(f"http://127.0.0.1:1/{number}", text, f"Story {number}", published=published, language=language)
    articles.save_article(
        database, article, KEPT, source_id="border-post", snapshot="0" * 64, captured_at="2023-01-20T15:00:00+00:00"
    )


def text(number: int, paragraphs: int = 1) -> str:
    form = FRENCH if number % 3 == 2 else ENGLISH
    return "\n\n".join(
        form.format(name=NAMES[(number + part) % len(NAMES)], n=f"{1200 + 37 * number + part}", m=200 + part)
        for part in range(paragraphs)
    )


def start(home: Home, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "roxham", "--home", str(home.path), "annotate", *arguments]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | environment
    )


def annotate(home: Home, *arguments: str, **environment: str) -> dict[str, Any]:
    process = start(home, "--json", *arguments, **environment)
    output, errors = process.communicate(timeout=120)
    assert output, errors
    return json.loads(output)


def workers(process: subprocess.Popen[str]) -> list[int]:
    """The process ids of those that read for `process`."""
    with suppress(FileNotFoundError):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return [int(pid) for pid in children if b"spawn_main" in _command(int(pid))]
    return []


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def gone(pids: list[int], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while any(b"spawn_main" in _command(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.01)
    return not any(b"spawn_main" in _command(pid) for pid in pids)


def everything(home: Home) -> dict[str, list[dict[str, Any]]]:
    """All that was read, without when and in which order."""
    found = {name: rows(home, f"select * from {name} order by 1, 2, 3") for name in (*TABLES, "entities", "aliases")}
    return found | {"annotations": rows(home, "select version_id, pipeline, state, error from annotations order by 1")}


@pytest.fixture
def unread(home: Home, database: Database) -> Home:
    """A home with a few texts in two languages."""
    for number in range(6):
        store(database, number, text(number), "fr" if number % 3 == 2 else "en")
    return home


def test_a_text_is_read_once_and_nothing_to_read_starts_no_process_and_imports_no_spacy(unread: Home) -> None:
    assert annotate(unread) == {"done": 6, "not_read": 0, "reassigned": 0, "failed": {}}
    before = everything(unread)
    assert len(before["figures"]) >= 5 * 6
    command = [sys.executable, "-X", "importtime", "-m", "roxham", "--home", str(unread.path), "annotate"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "nlp.annotate" in done.stderr
    assert "spacy" not in done.stderr
    assert everything(unread) == before


def test_a_text_in_another_language_is_kept_found_and_marked_as_not_read(database: Database, home: Home) -> None:
    store(database, 0, "Unas 400 personas cruzaron la frontera en enero, dijo la policía.", "es")
    store(database, 1, text(0))
    annotated = annotate(home)
    assert (annotated["done"], annotated["not_read"]) == (1, 1)
    assert rows(home, "select version_id, state, error from annotations where state <> 'done'") == [
        {"version_id": 1, "state": "not_read", "error": "no model reads 'es'"}
    ]
    assert rows(home, "select id from figures where version_id = 1") == []
    with opened(home) as site:
        assert "Not read: no model reads this language" in site.get("/roxham/articles/1").text
        assert "Not read" not in site.get("/roxham/articles/2").text
        assert "/roxham/articles/1" in site.get("/roxham/articles?_search=personas").text


def test_a_text_that_breaks_the_pipeline_is_recorded_and_the_others_are_read(database: Database, home: Home) -> None:
    for number in range(4):
        store(database, number, text(number), published="2023-02-30" if number == 1 else "2023-02-28")
    assert annotate(home)["failed"] == {"2": "ValueError: day is out of range for month"}
    assert rows(home, "select version_id, error from annotations where state = 'failed'") == [
        {"version_id": 2, "error": "ValueError: day is out of range for month"}
    ]
    assert annotate(home) == {"done": 0, "not_read": 0, "reassigned": 0, "failed": {}}


def test_a_text_that_kills_whoever_reads_it_is_recorded_and_the_others_are_read(database: Database, home: Home) -> None:
    for number in range(5):
        store(database, number, text(number, 2000 if number == 2 else 1))
    with start(home, "--workers", "1", "--json") as process:
        while process.poll() is None:
            # The one that takes long is the giant text: each process that begins it is killed.
            for pid in workers(process):
                time.sleep(4)
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        assert process.stdout is not None
        assert json.loads(process.stdout.read()) == {
            "done": 4,
            "not_read": 0,
            "reassigned": 0,
            "failed": {"3": "the process that read it was killed by signal 9"},
        }


def test_a_giant_text_is_read_whole(database: Database, home: Home) -> None:
    giant = text(0, 320)
    assert len(giant) > BATCH_CHARACTERS
    store(database, 0, giant)
    assert annotate(home)["done"] == 1
    for row in everything(home)["figures"]:
        assert giant[row["start"] : row["end"]] == row["text"]
    per_paragraph = len(rows(home, "select id from figures")) / 320
    assert per_paragraph > 5


def test_changed_measures_are_assigned_to_what_was_read_and_no_text_is_read_again(
    database: Database, topic: Topic, unread: Home
) -> None:
    crossed = replace(topic.measures[0], include=("crossed", "intercepted"))
    topic = replace(topic, measures=(crossed, topic.measures[1]))
    save_topic(database, topic)
    annotate(unread)
    before = everything(unread)
    answers = {row["id"]: row["measure_id"] for row in before["figures"]}
    crossings = [id_ for id_, measure in answers.items() if measure == "irregular-crossings"]
    assert crossings
    by_hand = crossings[0]
    window = {"measure": "claim-window-days"}
    correction = add_correction(database, "measure", by_hand, window, author="Ada", reason="as an example")

    claims = Measure(
        "asylum-claims", "How many claims were made?", "claim", "flow", "Claims.", include=("claims made",)
    )
    save_topic(database, replace(topic, measures=(claims, topic.measures[1])))
    again = annotate(unread)
    assert again["done"] == 0
    assert again["reassigned"] >= len(crossings)
    after = everything(unread)
    changed = {row["id"]: (row["measure_id"], row["measure_reason"]) for row in after["figures"]}
    assert changed.keys() == answers.keys()
    assert changed[by_hand][0] == "claim-window-days"
    assert {measure for id_, (measure, _) in changed.items() if id_ != by_hand} == {None, "asylum-claims"}
    assert annotate(unread)["reassigned"] == 0

    undo_correction(database, correction.id, author="Ada", reason="an example no more")
    save_topic(database, topic)
    assert annotate(unread)["done"] == 0
    assert everything(unread)["figures"] == before["figures"]


def test_two_at_once_share_the_work(unread: Home) -> None:
    with start(unread, "--json") as first, start(unread, "--json") as second:
        outputs = [json.loads(process.communicate(timeout=120)[0]) for process in (first, second)]
    assert sorted(output["done"] for output in outputs) == [0, 6]


@pytest.mark.timeout(120 + 40 * MOMENTS)
def test_kill_9_loses_nothing_and_reads_nothing_twice(database: Database, home: Home, tmp_path: Path) -> None:
    for number in range(TEXTS):
        store(database, number, text(3 * number))  # in English: a second model would only take longer to load
    reference = Home(tmp_path / "reference")
    shutil.copytree(home.path, reference.path)
    annotate(reference, "--workers", "1")
    expected = everything(reference)
    random_ = random.Random(SEED)
    kills = 0
    while kills < MOMENTS:
        life = Home(tmp_path / "life")
        shutil.copytree(home.path, life.path)
        while kills < MOMENTS and len(rows(life, "select 1 from annotations")) <= TEXTS - BATCH:
            kills += killed(life, random_)
            assert rows(life, "pragma integrity_check") == [{"integrity_check": "ok"}]
            assert rows(life, "pragma foreign_key_check") == []
        annotate(life)
        assert everything(life) == expected
        shutil.rmtree(life.path)


def killed(home: Home, random_: random.Random) -> bool:
    """Kill a pass, or one of its processes and let the pass go on; False if it came to its end before."""
    whole = random_.random() < 0.7
    with start(home, "--workers", "2") as process, closing(sqlite3.connect(home.database)) as database:
        read = database.execute("select count(*) from annotations").fetchone()[0]
        wanted = random_.randint(read, TEXTS - BATCH)
        while process.poll() is None and (not workers(process) or read < wanted):
            time.sleep(0.02)
            read = database.execute("select count(*) from annotations").fetchone()[0]
        time.sleep(random_.uniform(0, 0.3))
        pids = workers(process)
        if not pids:
            return False
        os.kill(process.pid if whole else random_.choice(pids), signal.SIGKILL)
        if not whole:
            errors = process.communicate(timeout=120)[1]
            assert process.returncode == 0, errors
    assert gone(pids), "left behind"
    return True
