"""Corrections hold through every new reading and every topic reload, and an undo shows again what the reading says."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlite_utils import Database

from db.records import Annotation, Article, Mention, Quote, Source, Topic, TopicEntity
from db.store import annotations, articles, topics
from db.store.connection import Home
from db.store.corrections import CorrectionError, Recorded, add_correction, corrections, undo_correction
from db.store.replay import KEYS, as_read
from examples import KEPT, figure

TEXT = (
    "Sgt. Dana Holm of the Mounties counted 39,540 people in 2022.\n\n"
    "Holm spoke at the Roxham crossing. “It was quiet,” Holm said.\n\nRead More"
)
PAGE = Article("http://127.0.0.1:1/count", TEXT, "The count", language="en", published="2023-01-20T09:00:00-05:00")
OTHER = Article("http://127.0.0.1:2/holm", "Erik Holm sold 12 sheep.", "Sheep", language="en")


def mention(text: str, words: str, name: str, kind: str, entity: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Mention(start, start + len(words), words, name, kind, entity, "PERSON")  # type: ignore[arg-type]


START = TEXT.index("39,540")
READ = Annotation(
    figures=(figure(START, 39540.0, speaker="Dana Holm", speaker_id="dana-holm", place_id="roxham-crossing"),),
    entities=(
        mention(TEXT, "Dana Holm", "Dana Holm", "person", "dana-holm"),
        mention(TEXT, "Mounties", "Mounties", "group", "mounties"),
        mention(TEXT, "Holm", "Dana Holm", "person", "dana-holm", nth=1),
        mention(TEXT, "Roxham crossing", "Roxham crossing", "organisation", "roxham-crossing"),
        mention(TEXT, "Read More", "Read More", "person", "read-more"),
    ),
    quotes=(Quote(98, 111, "It was quiet,", "Dana Holm", "dana-holm", "Holm", "said", True),),
)
OTHER_READ = Annotation(entities=(mention(OTHER.text, "Holm", "Dana Holm", "person", "dana-holm"),))
READINGS = {TEXT: READ, OTHER.text: OTHER_READ}
FIGURE = f"1-{START}-{START + 6}"


@pytest.fixture
def stored(database: Database) -> Database:
    """Two articles, read: in the other outlet's, 'Holm' is taken for Dana Holm."""
    save(database, PAGE)
    save(database, OTHER, "la-feuille")
    read(database, "1")
    return database


def save(database: Database, article: Article, source: str = "border-post") -> None:
    captured = "2023-01-20T15:00:00+00:00"
    articles.save_article(database, article, KEPT, source_id=source, snapshot="0" * 64, captured_at=captured)


def read(database: Database, pipeline: str) -> None:
    for version in annotations.unread(database, pipeline):
        annotations.save_annotation(database, version, pipeline, READINGS[version.text])
    annotations.remove_unused_entities(database)


def correct(database: Database, what: str, target: str, /, **change: Any) -> Recorded:
    return add_correction(database, what, target, change, author="Ada", reason="She said so.")


def undo(database: Database, id_: int) -> None:
    undo_correction(database, id_, author="Bo", reason="It was right.")


def rows(database: Database, sql: str) -> list[Any]:
    found = [tuple(row) for row in database.execute(sql).fetchall()]
    return [row[0] for row in found] if found and len(found[0]) == 1 else found


def named(database: Database, article: int = 1) -> list[str]:
    return rows(database, f'select entity_id from mentions where article_id = {article} order by "start"')


def tables(database: Database) -> dict[str, list[Any]]:
    return {name: rows(database, f"select * from {name} order by {', '.join(key)}") for name, key in KEYS.items()}


EVERY_KIND: list[tuple[str, str, dict[str, Any]]] = [
    ("merge", "mounties", {"into": "rcmp"}),
    ("merge", "rcmp", {"into": "mounties"}),
    ("split", "dana-holm", {"into": "erik-holm", "name": "Erik Holm", "article": 2}),
    ("split", "dana-holm", {"into": "erik-holm", "name": "Erik Holm", "source": "la-feuille"}),
    ("rename", "mounties", {"name": "The Mounties"}),
    ("rename", "rcmp", {"name": "RCMP"}),
    ("alias", "mounties", {"alias": "the red coats", "language": "en"}),
    ("reject", "read-more", {}),
    ("reject", "dana-holm", {}),
    ("kind", "roxham-crossing", {"kind": "place"}),
    ("value", FIGURE, {"value": 39450}),
    ("measure", FIGURE, {"measure": "claim-window-days"}),
    ("speaker", FIGURE, {"speaker": "rcmp"}),
    ("reject", FIGURE, {}),
]


@pytest.mark.parametrize(("kind", "target", "change"), EVERY_KIND, ids=lambda value: str(value)[:30])
def test_a_correction_holds_until_it_is_undone(
    stored: Database, topic: Topic, kind: str, target: str, change: dict[str, Any]
) -> None:
    before = tables(stored)
    recorded = correct(stored, kind, target, **change)
    corrected = tables(stored)
    assert corrected != before
    read(stored, "2")  # read again
    assert tables(stored) == corrected
    topics.save_topic(stored, topic)  # loaded again
    assert tables(stored) == corrected
    assert correct_again(stored, kind, target, change) in (recorded.id, None)
    undo(stored, recorded.id)
    assert tables(stored) == before
    assert rows(stored, "select * from uncorrected") == []
    read(stored, "3")
    assert tables(stored) == before
    undo(stored, recorded.id + 1)  # and holds again when the undo is undone
    assert tables(stored) == corrected


def correct_again(database: Database, kind: str, target: str, change: dict[str, Any]) -> int | None:
    """The id of the same correction made again; None where its target is gone, as it should be."""
    try:
        again = correct(database, kind, target, **change)
    except CorrectionError:
        return None
    assert not again.new
    return again.id


@pytest.mark.parametrize("kinds", [EVERY_KIND, EVERY_KIND[::-1]], ids=["in this order", "in the other"])
def test_corrections_upon_corrections_are_undone_to_nothing(stored: Database, topic: Topic, kinds: list) -> None:
    """Whatever the order of doing and undoing, after all of it the tables say what the readings say."""
    before = tables(stored)
    made = []
    for kind, target, change in kinds:
        try:
            made.append(correct(stored, kind, target, **change).id)
        except CorrectionError:
            continue
        corrected = tables(stored)
        read(stored, f"after {len(made)}")
        topics.save_topic(stored, topic)
        assert tables(stored) == corrected, (kind, target)
    assert len(made) > 7
    for id_ in made[::2] + made[1::2]:
        undo(stored, id_)
        corrected = tables(stored)
        read(stored, f"undone {id_}")
        assert tables(stored) == corrected
    assert tables(stored) == before
    assert stored.execute("PRAGMA foreign_key_check").fetchall() == []


# Merge


def test_a_merge_takes_mentions_speakers_places_quotes_and_names_along(stored: Database) -> None:
    correct(stored, "merge", "dana-holm", into="mounties")
    assert named(stored) == ["mounties", "mounties", "mounties", "roxham-crossing", "read-more"]
    assert rows(stored, "select speaker_id, speaker from quotes") == [("mounties", "Mounties")]
    assert rows(stored, "select speaker_id, place_id from figures") == [("mounties", "roxham-crossing")]
    correct(stored, "merge", "roxham-crossing", into="roxham-road")
    assert rows(stored, "select place_id from figures") == ["roxham-road"]
    assert rows(stored, "select id from entities where id in ('dana-holm', 'roxham-crossing')") == []
    assert ("Dana Holm", "merged") in rows(stored, "select alias, origin from aliases where entity_id = 'mounties'")


def test_a_chain_of_merges_ends_at_its_end_and_comes_apart_in_the_middle(stored: Database) -> None:
    correct(stored, "merge", "mounties", into="dana-holm")
    second = correct(stored, "merge", "dana-holm", into="rcmp")
    read(stored, "2")
    assert set(named(stored)) == {"rcmp", "roxham-crossing", "read-more"}
    undo(stored, second.id)
    assert set(named(stored)) == {"dana-holm", "roxham-crossing", "read-more"}


def test_a_merge_needs_no_new_reading_even_of_the_topics_own_names(stored: Database) -> None:
    correct(stored, "alias", "mounties", alias="red coats", language="en")
    known = topics.load_entities(stored)
    merged = correct(stored, "merge", "rcmp", into="mounties")
    correct(stored, "merge", "mounties", into="canada")
    assert topics.load_entities(stored) == known
    undo(stored, merged.id)
    assert topics.load_entities(stored) == known


def test_a_later_text_of_a_merged_entity_is_the_others(stored: Database) -> None:
    correct(stored, "merge", "mounties", into="rcmp")
    correct(stored, "merge", "rcmp", into="canada")
    text = "Mounties were there, they said: 7."
    new = Annotation(
        entities=(mention(text, "Mounties", "Mounties", "group", "mounties"),),
        quotes=(Quote(22, 26, "said", "RCMP", "rcmp", "they", "said", True),),
    )
    READINGS[text] = new
    save(stored, replace(PAGE, url="http://127.0.0.1:1/new", text=text))
    read(stored, "1")
    assert named(stored, 3) == ["canada"]
    assert rows(stored, "select speaker_id from quotes where article_id = 3") == ["canada"]


# Split, rename, alias, reject


def test_a_split_is_of_one_article_and_its_later_readings(stored: Database) -> None:
    correct(stored, "split", "dana-holm", into="erik-holm", name="Erik Holm", article=2)
    assert named(stored, 2) == ["erik-holm"]
    assert "dana-holm" in named(stored, 1)
    assert rows(stored, "select name, kind, origin from entities where id = 'erik-holm'") == [
        ("Erik Holm", "person", "text")
    ]


def test_the_order_of_corrections_is_kept_in_every_replay(stored: Database, topic: Topic) -> None:
    """What is merged into Dana Holm after the split stays hers, in the article of the split too."""
    correct(stored, "split", "dana-holm", into="erik-holm", name="Erik Holm", article=1)
    correct(stored, "merge", "mounties", into="dana-holm")
    expected = ["erik-holm", "dana-holm", "erik-holm", "roxham-crossing", "read-more"]
    assert named(stored) == expected
    topics.save_topic(stored, topic)
    assert named(stored) == expected
    read(stored, "2")
    assert named(stored) == expected


def test_a_renamed_entity_keeps_its_id_and_its_old_name(stored: Database, topic: Topic) -> None:
    correct(stored, "rename", "rcmp", name="Mounted Police")
    changed = [replace(e, name="The Police") if e.id == "rcmp" else e for e in topic.entities]
    topics.save_topic(stored, replace(topic, entities=tuple(changed)))
    [known] = [e for e in topics.load_entities(stored) if e.id == "rcmp"]
    assert known.name == "Mounted Police"  # against the file, though the file is the later
    assert "The Police" in known.aliases["und"]


def test_an_alias_is_looked_for_from_now_on(stored: Database) -> None:
    correct(stored, "alias", "dana-holm", alias="the sergeant", language="en")
    assert TopicEntity("dana-holm", "Dana Holm", "person", {"en": ("the sergeant",)}) in topics.load_entities(stored)


def test_a_rejected_entity_comes_back_in_no_reading(stored: Database) -> None:
    correct(stored, "reject", "dana-holm")
    read(stored, "2")
    assert "dana-holm" not in named(stored)
    assert rows(stored, "select id from entities where id = 'dana-holm'") == []
    assert rows(stored, "select speaker_id, speaker from quotes") == [(None, "Dana Holm")]
    assert rows(stored, "select speaker_id from figures") == [None]


# Figures


def test_a_corrected_value_is_what_the_claims_compare(stored: Database) -> None:
    correct(stored, "value", FIGURE, value=39450, value_high=39600)
    assert rows(stored, "select value, value_high, qualifier from claims") == [(39450.0, 39600.0, "between")]
    [(was, by)] = rows(stored, "select row, correction_id from uncorrected where table_name = 'figures'")
    assert (json.loads(was)["value"], by) == (39540.0, 1)
    correct(stored, "reject", FIGURE)
    assert rows(stored, "select * from claims") == []


def test_the_last_value_holds_and_the_same_twice_is_one(stored: Database) -> None:
    assert [correct(stored, "value", FIGURE, value=value).id for value in (5, 6, 6, 5)] == [1, 2, 2, 3]
    read(stored, "2")
    assert rows(stored, "select value from figures") == [5.0]


def test_a_figure_is_corrected_in_every_version_that_has_its_words(stored: Database) -> None:
    later = TEXT + "\n\nOn Monday the office said nothing."
    READINGS[later] = READ
    save(stored, replace(PAGE, text="By our staff\n\n" + TEXT))  # moved by a line
    READINGS["By our staff\n\n" + TEXT] = Annotation(
        figures=(replace(READ.figures[0], start=START + 14, end=START + 20),)
    )
    save(stored, replace(PAGE, text=later))
    read(stored, "1")
    correct(stored, "value", FIGURE, value=39450)
    assert rows(stored, "select value from figures order by version_id") == [39450.0, 39450.0, 39450.0]
    assert [
        json.loads(c).get("figures") for c in rows(stored, "select changes from versions where article_id = 1")
    ] == [
        None,
        None,
        None,
    ]
    read(stored, "2")
    assert rows(stored, "select value from figures order by version_id") == [39450.0, 39450.0, 39450.0]


def test_a_copy_of_the_text_is_corrected_with_it_and_one_that_comes_later(stored: Database) -> None:
    save(stored, replace(PAGE, url="http://127.0.0.1:2/copy"), "la-feuille")
    read(stored, "1")
    correct(stored, "value", FIGURE, value=39450)
    save(stored, replace(PAGE, url="http://127.0.0.1:2/another"), "la-feuille")
    read(stored, "1")
    assert rows(stored, "select value from figures") == [39450.0, 39450.0, 39450.0]
    undo(stored, 1)
    assert rows(stored, "select value from figures") == [39540.0, 39540.0, 39540.0]


def test_a_figure_whose_words_changed_is_another_claim(stored: Database) -> None:
    text = TEXT.replace("39,540", "41,100")
    READINGS[text] = Annotation(figures=(figure(START, 41100.0),))
    save(stored, replace(PAGE, text=text))
    read(stored, "1")
    correct(stored, "reject", FIGURE)
    assert rows(stored, "select value from figures") == [41100.0]


def test_a_reading_that_draws_the_borders_otherwise_is_corrected_too(stored: Database) -> None:
    correct(stored, "reject", FIGURE)
    wider = replace(READ, figures=(replace(READ.figures[0], end=START + 13),))
    for version in list(annotations.unread(stored, "2")):
        annotations.save_annotation(stored, version, "2", wider if version.text == TEXT else OTHER_READ)
    assert rows(stored, "select * from figures") == []


def test_a_question_that_the_topic_drops_takes_its_corrections_with_it_and_brings_them_back(
    stored: Database, topic: Topic
) -> None:
    correct(stored, "measure", FIGURE, measure="claim-window-days")
    topics.save_topic(stored, replace(topic, measures=topic.measures[:1]))
    assert rows(stored, "select measure_id from figures") == ["irregular-crossings"]
    topics.save_topic(stored, replace(topic, measures=topic.measures[1:]))
    assert rows(stored, "select measure_id from figures") == ["claim-window-days"]
    undo(stored, 1)
    assert rows(stored, "select measure_id from figures") == [None]


# The record


def test_who_why_and_when_are_recorded(stored: Database) -> None:
    correct(stored, "reject", "read-more")
    undo(stored, 1)
    first, second = corrections(stored)
    assert (first["kind"], first["target"], first["change"]) == ("reject", "read-more", {})
    assert (first["author"], first["reason"]) == ("Ada", "She said so.")
    assert (first["state"], first["undone_by"]) == ("undone", 2)
    assert (second["kind"], second["target"], second["author"], second["state"]) == ("undo", "1", "Bo", "in force")


def test_a_correction_of_what_is_read_no_more_waits(stored: Database) -> None:
    correct(stored, "value", FIGURE, value=5)
    for version in list(annotations.unread(stored, "2")):
        annotations.save_annotation(stored, version, "2", Annotation())
    assert [row["state"] for row in corrections(stored)] == ["waiting"]
    read(stored, "3")
    assert [row["state"] for row in corrections(stored)] == ["in force"]
    assert rows(stored, "select value from figures") == [5.0]


@pytest.mark.parametrize(
    ("kind", "target", "change", "words"),
    [
        ("merge", "nobody", {"into": "rcmp"}, "no entity 'nobody'"),
        ("merge", "Dana Holm", {"into": "rcmp"}, "no entity 'Dana Holm': do you mean 'dana-holm'?"),
        ("merge", "rcmp", {"into": "nobody"}, "no entity 'nobody'"),
        ("merge", "rcmp", {"into": "rcmp"}, "can't be merged into itself"),
        ("split", "rcmp", {"into": "x", "name": "X", "article": 99}, "no article 99"),
        ("split", "rcmp", {"into": "x", "name": "X", "source": "nosuch"}, "no source 'nosuch'"),
        ("split", "rcmp", {"into": "x", "name": "X"}, "of one article or of one source"),
        ("alias", "mounties", {"alias": "GRC"}, "'GRC' already names 'rcmp'"),
        ("rename", "rcmp", {"name": " "}, "does not say 'name'"),
        ("kind", "rcmp", {"kind": "animal"}, "'animal' is no kind of entity: it is one of person"),
        ("value", "rcmp", {"value": 5}, "'rcmp' is no figure: the id of one is version-start-end"),
        ("value", "1-2-3", {"value": 5}, "no figure '1-2-3'"),
        ("value", FIGURE, {"value": "many"}, "a number, not 'many'"),
        ("value", FIGURE, {"value": 5, "value_high": 4}, "5 to 4"),
        ("measure", FIGURE, {"measure": "nosuch"}, "no question 'nosuch': the topic's are claim-window"),
        ("speaker", FIGURE, {"speaker": "nobody"}, "no entity 'nobody'"),
        ("improve", "rcmp", {}, "unknown kind of correction 'improve'"),
    ],
)  # fmt: skip
def test_what_cannot_be_corrected_is_said(stored: Database, kind: str, target: str, change: dict, words: str) -> None:
    before = tables(stored)
    with pytest.raises(CorrectionError) as error:
        correct(stored, kind, target, **change)
    assert words in str(error.value)
    assert tables(stored) == before
    assert corrections(stored) == []


def test_what_was_merged_or_rejected_is_corrected_no_more(stored: Database) -> None:
    correct(stored, "merge", "mounties", into="rcmp")
    with pytest.raises(CorrectionError, match=r"'mounties' any more: it was merged into 'rcmp' \(correction 1\)"):
        correct(stored, "rename", "mounties", name="X")
    correct(stored, "reject", FIGURE)
    with pytest.raises(CorrectionError, match=r"any more: it was rejected \(correction 2\)"):
        correct(stored, "value", FIGURE, value=5)
    with pytest.raises(CorrectionError, match="no correction 9"):
        undo(stored, 9)
    undo(stored, 1)
    with pytest.raises(CorrectionError, match="undone already, by correction 3"):
        undo(stored, 1)


@pytest.mark.parametrize(("author", "reason", "words"), [(" ", "x", "--author"), ("x", "", "--reason")])
def test_author_and_reason_are_needed(stored: Database, author: str, reason: str, words: str) -> None:
    with pytest.raises(CorrectionError, match=words):
        add_correction(stored, "reject", "rcmp", {}, author=author, reason=reason)


def test_an_entity_of_a_correction_outlives_its_last_mention(stored: Database) -> None:
    correct(stored, "merge", "dana-holm", into="mounties")
    for version in list(annotations.unread(stored, "2")):
        annotations.save_annotation(stored, version, "2", Annotation())
    annotations.remove_unused_entities(stored)
    read(stored, "3")
    assert named(stored)[0] == "mounties"


def test_rows_written_in_between_are_corrected_at_the_end(stored: Database) -> None:
    correct(stored, "measure", FIGURE, measure="claim-window-days")
    with as_read(stored):
        assert rows(stored, "select measure_id from figures") == ["irregular-crossings"]
        stored.execute("update figures set measure_id = null")
    assert rows(stored, "select measure_id from figures") == ["claim-window-days"]
    undo(stored, 1)
    assert rows(stored, "select measure_id from figures") == [None]


def test_a_name_that_comes_back_is_read_again(stored: Database) -> None:
    """An undone alias leaves the pipeline with the name it had: what was read between must not pass for read."""
    assert list(annotations.unread(stored, "1")) == []
    read(stored, "with alias")
    assert len(list(annotations.unread(stored, "1"))) == 2


def test_a_home_made_before_corrections_takes_them(home: Home, topic: Topic) -> None:
    database = home.open()
    topics.save_topic(database, replace(topic, sources=(Source("a", "A", "rss", "http://127.0.0.1:1/f", "news"),)))
    correct(database, "rename", "rcmp", name="Mounties")
    database.close()
    again = home.open()
    assert rows(again, "select name from entities where id = 'rcmp'") == ["Mounties"]
    again.close()
