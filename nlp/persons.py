"""The same person in several outlets: 'J.-F. Roberge' is 'Jean-François Roberge', if texts name only one such person.

Accents, hyphens, capitals and titles make no difference to an entity's id. Initials do, and which name they stand for
can be told only once all texts are read. One initial is not enough: many people are a 'J. Roy'.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlite_utils import Database

from db.store.persons import Person, join_persons, persons
from nlp.names import personal_words


def join_spellings(database: Database) -> int:
    """Join persons that are one; return how many spellings were given up."""
    into = same_persons(persons(database))
    join_persons(database, into)
    return len(into)


def same_persons(named: Iterable[Person]) -> dict[str, str]:
    """The ids of those whose name is another's with initials or without a middle one, and of that other."""
    by_surname: dict[str, list[tuple[Person, Sequence[str]]]] = {}
    for person in named:
        words = personal_words(person.name)
        if len(words) > 1:
            given = [part for word in words[:-1] for part in word.split("-")]
            by_surname.setdefault(words[-1], []).append((person, given))
    joined: dict[str, str] = {}
    for namesakes in by_surname.values():
        for person, given in namesakes:
            lone_initial = len(given) == 1 and len(given[0]) == 1
            rivals = [(other, theirs) for other, theirs in namesakes if _may_abbreviate(given, theirs)]
            if len(rivals) == 1 and not (person.listed or lone_initial) and _abbreviates(given, rivals[0][1]):
                joined[person.id] = rivals[0][0].id
    return {id_: _last(joined, other) for id_, other in joined.items()}


def _last(joined: Mapping[str, str], id_: str) -> str:
    """'M.-A. Roy' is 'Marie-A. Roy' is 'Marie-Anne Roy'."""
    while id_ in joined:
        id_ = joined[id_]
    return id_


def _abbreviates(short: Sequence[str], full: Sequence[str]) -> bool:
    """'j', 'f' of 'jean', 'françois'; 'marc' of 'marc', 'a'."""
    return _may_abbreviate(short, full) and (len(short) == len(full) or all(len(word) == 1 for word in full[1:]))


def _may_abbreviate(short: Sequence[str], full: Sequence[str]) -> bool:
    """Also 'jean' of 'jean', 'françois', who may be somebody else."""
    agree = all(a == b or (len(a) == 1 and b[:1] == a) for a, b in zip(short, full, strict=False))
    return agree and list(short) != list(full) and len(short) <= len(full)
