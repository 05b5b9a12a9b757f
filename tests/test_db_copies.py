"""One text in several outlets: found whatever was cut or added, and never where only the furniture is shared."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from sqlite_utils import Database

from db.copies import bands, same_text
from db.records import Source
from db.store.articles import save_article
from db.store.connection import Home
from db.store.topics import add_source
from examples import ARTICLE, KEPT

WIRE = """MONTREAL - Fewer people walked into Quebec by back roads last week than in any week of the past two years, a \
shelter that receives them said on Tuesday, four days after Ottawa and Washington closed the gap in their agreement.

The shelter counted 61 newcomers between Saturday and Monday. In the same three days of the week before it had counted \
412. Its director said nobody knew yet whether they were staying away or looking for another way across.

Volunteers who used to meet buses at the end of the road spent the weekend folding blankets. One of them, a retired \
teacher, said she had not seen the place so quiet since 2020, when the border was closed because of the pandemic.

The two governments have not said how many were turned back. A spokesman for the police said figures for March would \
be published in the second half of April, as they are every month.

Lawyers expect the first challenges before the summer. They say that those sent back are given no chance to explain \
why they would not be safe, which the agreement's own exceptions require."""

SIDEBAR = " ".join(
    f"Photo {number} of 40: {caption} Hide caption."
    for number, caption in enumerate(
        (
            "A bus waits at the end of the gravel lane before sunrise in the first snow of the year.",
            "Officers carry suitcases to a tent that was put up for a month and stayed six years.",
            "The sign that told visitors where the road ends, in two languages and four drawings.",
            "Reporters wait behind a rope while the minister's car turns at the end of the lane.",
            "The last trailer leaves, with the number of the house painted on its side in white.",
            "Toys that a family left on the step of the welcome centre, kept by the night guard.",
            "A map drawn by hand that passed from phone to phone before it was taken off the net.",
            "Volunteers pour soup in the school hall, which was lent to them for three weekends.",
        ),
        1,
    )
)
OTHER_STORY = """OTTAWA - Members of the committee on public accounts asked for the contracts of the reception centre \
on Wednesday, and were told that the department would need until autumn to black out what suppliers hold confidential.

The chairwoman called that answer unacceptable. Rent alone had cost more than the land was worth, she said, and every \
month of waiting made it harder to ask the people who had signed.

An official replied that the house had been the only one to let within walking distance of the crossing."""
EXTRA = "Our own reporter visited the shelter on Wednesday and found nine people at breakfast, all of them from Haiti."


def paragraphs(text: str, *numbers: int) -> str:
    parts = text.split("\n\n")
    return "\n\n".join(parts[number] for number in numbers)


@pytest.mark.parametrize(
    "copy",
    [
        WIRE,
        WIRE.replace(" - ", " — ").replace("'", "’").replace("\n\n", "\n"),
        WIRE.replace("MONTREAL - ", "").replace("said on Tuesday", "said Tuesday"),
        f"{WIRE}\n\n{EXTRA}",
        f"{paragraphs(WIRE, 0)}\n\n{EXTRA}\n\n{paragraphs(WIRE, 1, 2, 3, 4)}",
        paragraphs(WIRE, 0, 1, 2),
        paragraphs(WIRE, 0, 1, 3),
        f"{EXTRA} It could be us next, one of them said.\n\n{paragraphs(WIRE, 0, 1, 2, 3)}",
        f"{WIRE}\n\n{SIDEBAR}",
    ],
    ids=[
        "whole",
        "typography",
        "dateline",
        "added at the end",
        "added within",
        "cut",
        "cut within",
        "introduced and cut",
        "with a gallery",
    ],
)
def test_a_copy_is_found_whatever_the_outlet_did_to_it(copy: str) -> None:
    assert same_text(WIRE, copy)
    assert same_text(copy, WIRE)
    assert set(bands(WIRE)) & set(bands(copy))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (WIRE, OTHER_STORY),
        (f"{paragraphs(WIRE, 0, 1)}\n\n{SIDEBAR}", f"{OTHER_STORY}\n\n{SIDEBAR}"),
        (paragraphs(WIRE, 0, 1), f"{OTHER_STORY}\n\n{SIDEBAR}\n\n{SIDEBAR.upper()}\n\n{paragraphs(WIRE, 0, 1)}"),
        (f"{EXTRA}\n\n{paragraphs(WIRE, 2)}", f"{OTHER_STORY}\n\n{paragraphs(WIRE, 2)}"),
        (f"{paragraphs(WIRE, 0)}\n\n{SIDEBAR}", f"{paragraphs(OTHER_STORY, 0)}\n\n{SIDEBAR}"),
        ("Subscribe to read on.", "Subscribe to read this."),
    ],
    ids=[
        "another story",
        "the same gallery",
        "one item of a roundup",
        "a shared quotation",
        "briefs with a long gallery",
        "short",
    ],
)
def test_what_is_shared_beside_the_text_makes_no_copy(a: str, b: str) -> None:
    assert not same_text(a, b)
    assert not same_text(b, a)


def test_next_months_release_is_no_copy_of_this_months() -> None:
    release = (
        "The police intercepted {} people between ports of entry in {}, of whom {} in Quebec, {} in British Columbia "
        "and {} in Manitoba. Since the beginning of the year {} people have been intercepted, {} more than in the same "
        "months of the year before. The figures are preliminary and may be revised. They count interceptions and not "
        "persons: somebody who is stopped twice is counted twice. Inquiries go to the media office."
    )
    march = release.format("4,173", "March", "4,087", 30, 19, "14,129", "6,820")
    april = release.format("85", "April", "69", 4, 11, "14,214", "4,105")
    assert not same_text(march, april)
    assert same_text(march, march.replace("may be revised", "can be revised"))


def test_stored_hashes_stay_what_they_are() -> None:
    """Another algorithm finds no copy of what is stored: it has to come with a migration that hashes anew."""
    assert bands(" ".join(map(str, range(100))))[:2] == [5205846018592742532, 3892369551924595580]
    assert len(bands(WIRE)) == 48
    assert bands("Too short a text to be told from a notice.") == []


# In the database


def save(
    database: Database, name: str, text: str = WIRE, *, published: str | None = None, headline: str | None = None
) -> int:
    add_source(database, Source(name, name, "rss", f"http://127.0.0.1:9/{name}", "news"))
    article = replace(
        ARTICLE, url=f"http://127.0.0.1:9/{name}/1", text=text, published=published, headline=headline or "A quiet road"
    )
    _, article_id = save_article(
        database, article, KEPT, source_id=name, snapshot="0" * 64, captured_at="2023-04-01T00:00:00+00:00"
    )
    assert article_id is not None
    return article_id


def originals(database: Database) -> dict[str, str]:
    """The source that each source's article is a copy of."""
    return dict(
        database.execute(
            "select a.source_id, o.source_id from articles a join articles o on o.id = a.copy_of order by 1"
        ).fetchall()
    )


ARRIVALS = [
    ("agency", WIRE, "2023-03-28T15:00:00-04:00"),
    ("daily", paragraphs(WIRE, 0, 1, 2), "2023-03-28T19:30:00+00:00"),
    ("weekly", f"{WIRE}\n\n{EXTRA}", "2023-03-29"),
    ("radio", OTHER_STORY, "2023-03-28T12:00:00-04:00"),
]


@pytest.mark.parametrize("order", list(permutations(range(4))))
def test_copies_lead_to_the_earliest_in_whatever_order_they_arrive(database: Database, order: tuple[int, ...]) -> None:
    for index in order:
        name, text, published = ARRIVALS[index]
        save(database, name, text, published=published)
    assert originals(database) == {"daily": "agency", "weekly": "agency"}


def test_a_text_that_links_two_groups_joins_them(database: Database) -> None:
    save(database, "first-half", paragraphs(WIRE, 0, 1), published="2023-03-28T10:00:00Z")
    save(database, "second-half", paragraphs(WIRE, 2, 3, 4), published="2023-03-28T11:00:00Z")
    assert originals(database) == {}
    save(database, "whole", WIRE, published="2023-03-28T12:00:00Z")
    assert originals(database) == {"second-half": "first-half", "whole": "first-half"}


def test_a_copy_of_an_earlier_version_is_a_copy(database: Database) -> None:
    save(database, "agency", WIRE, published="2023-03-28T15:00:00Z")
    save(database, "agency", f"{OTHER_STORY}\n\n{paragraphs(WIRE, 3)}", published="2023-03-28T15:00:00Z")
    save(database, "daily", WIRE, published="2023-03-28T16:00:00Z")
    assert originals(database) == {"daily": "agency"}


def test_an_article_becomes_a_copy_when_its_text_does(database: Database) -> None:
    save(database, "agency", WIRE, published="2023-03-28T15:00:00Z")
    save(database, "daily", OTHER_STORY, published="2023-03-28T16:00:00Z")
    assert originals(database) == {}
    save(database, "daily", WIRE, published="2023-03-28T16:00:00Z")
    assert originals(database) == {"daily": "agency"}


def test_a_short_text_is_a_copy_only_under_the_same_headline(database: Database) -> None:
    notice = "This article is for subscribers. Log in or subscribe to read on."
    save(database, "daily", notice, headline="The road is quiet")
    save(database, "weekly", notice, headline="A ruling is expected")
    save(database, "radio", notice, headline="“The road is quiet”")
    assert originals(database) == {"radio": "daily"}


def test_texts_stored_before_there_were_fingerprints_are_linked(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.create()
    database = home.open()
    save(database, "agency", WIRE, published="2023-03-28T15:00:00Z")
    save(database, "daily", paragraphs(WIRE, 0, 1, 2), published="2023-03-28T16:00:00Z")
    database.execute("update articles set copy_of = null")
    database.execute("drop table fingerprints")
    database.execute("delete from _sqlite_migrations where name = 'm008_fingerprints'")
    database.close()
    assert originals(home.open()) == {"daily": "agency"}
