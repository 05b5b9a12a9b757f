"""The attributes on `spacy.tokens.Doc` that Roxham's components share.

Importing this module registers them, so every component imports it and each works whichever others run:

=============  ====================  =====================================================
attribute      type                  set by
=============  ====================  =====================================================
``published``  ``date | None``       the caller: the article's date, against which dates are resolved
``country``    ``str | None``        the caller: ISO 3166 code of the outlet's country
``mentions``   ``list[Mention]``     ``roxham_entities``
``dates``      ``list[DateMention]`` ``roxham_dates``
``quotes``     ``list[Quote]``       ``roxham_quotes``
``figures``    ``list[Figure]``      ``roxham_figures``
=============  ====================  =====================================================

A list starts empty and is a new one in every Doc.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Protocol, TypeVar

from spacy.attrs import IDX, LOWER, ORTH
from spacy.tokens import Doc


# Lists are kept as they are in `doc.user_data`, where those who ask for every token find them: `doc._` makes an object.
def _list(name: str, doc: Doc) -> list[object]:
    return doc.user_data.setdefault(name, [])


def _keep(name: str, doc: Doc, found: list[object]) -> None:
    doc.user_data[name] = found


for _name in ("published", "country"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
for _name in ("mentions", "dates", "quotes", "figures"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, getter=partial(_list, _name), setter=partial(_keep, _name))


def text_of(doc: Doc) -> str:
    """The text of `doc`, kept: `Doc.text` joins all tokens each time, which makes a loop over a statute quadratic."""
    text = doc.user_data.get("text")
    if text is None:
        text = doc.user_data["text"] = doc.text
    return text


def words_of(doc: Doc) -> list[str]:
    """The lower-case tokens of `doc`, kept: each `Token.lower_` makes a Token and looks its string up."""
    words = doc.user_data.get("words")
    if words is None:
        strings = doc.vocab.strings
        words = doc.user_data["words"] = [strings[key] for key in doc.to_array(LOWER).tolist()]
    return words


def small_words_of(doc: Doc) -> frozenset[str]:
    """The words that `doc` writes in small letters, kept."""
    small = doc.user_data.get("small_words")
    if small is None:
        strings = doc.vocab.strings
        small = doc.user_data["small_words"] = frozenset(
            word for key in set(doc.to_array(ORTH).tolist()) if (word := strings[key]).islower()
        )
    return small


def starts_of(doc: Doc) -> list[int]:
    """The character offset of each token of `doc`, kept, so that an offset's token is found by bisection."""
    starts = doc.user_data.get("starts")
    if starts is None:
        starts = doc.user_data["starts"] = doc.to_array(IDX).tolist()
    return starts


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


T = TypeVar("T", bound=_Placed)


def starting_in(found: Sequence[T], start: int, end: int) -> Sequence[T]:
    """Those of `found`, which are in the text's order, that start from `start` on and before `end`."""
    first = bisect_left(found, start, key=lambda one: one.start)
    return found[first : bisect_left(found, end, first, key=lambda one: one.start)]


def starting_before(found: Sequence[T], offset: int) -> Iterator[T]:
    """Those of `found`, which are in the text's order, that start before `offset`, the last first."""
    return map(found.__getitem__, range(bisect_left(found, offset, key=lambda one: one.start) - 1, -1, -1))
