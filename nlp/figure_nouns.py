"""What belongs to the noun that a number counts: the adjectives that tell its kind, as in `residential burglaries`."""

from __future__ import annotations

from spacy.tokens import Doc

from nlp.number_words import HYPHENS, word_set

# Relational adjectives are made of nouns by these endings and tell the kind of a thing (Quirk et al., 7.34-37); those
# below have the endings and tell its worth, its size or its place in a row.
_RELATIONAL = ("al", "ic", "ar", "ary", "an")
_NOT_RELATIONAL = word_set(
    "actual additional annual basic casual central classic comparable contemporary continual critical crucial drastic "
    "dramatic enthusiastic epic equal essential eventual exceptional extraordinary extremal familiar fantastic fatal "
    "final formal general global historic historical ideal identical imaginary individual initial integral iconic "
    "legendary literal loyal massive necessary neutral nominal normal occasional optimal ordinary original overall "
    "partial particular peculiar perpetual personal phenomenal popular potential practical precautionary principal "
    "rational real realistic regular respectable revolutionary romantic sceptical seasonal separate several similar "
    "singular special specific spectacular stellar strategic substantial successful temporary terrific total "
    "traditional tragic typical ultimate universal usual virtual vital"
)
_KINDS = word_set(
    "civil digital female foreign homeless hybrid junior male mobile offshore online private senior wireless"
)
# `irregular`, `unofficial`: the lack of a kind is no kind.
_LACKS = ("il", "ir", "un")
# First words of compounds that praise or date rather than tell a kind: `best-selling`, `long-awaited`, `last-minute`.
_JUDGING = word_set(
    "best better big ever far fast first high highly hot last late less little long low more most much new newly next "
    "once one record same self short single so then top well year"
)


def kind_start(doc: Doc, first: int, after: int) -> int:
    """Index of the first word of the noun at `first` with the adjectives before it, from the offset `after` on, that
    tell its kind.

    `coal-fired power plants` and `digital and physical sales` from their first word on; `two new planes` and `two
    irregular crossings` from the noun.
    """
    start = first
    i = first if doc[first - 1].text in HYPHENS else first - 1
    while i > 0 and doc[i].idx >= after:
        if i > 1 and doc[i - 1].text in HYPHENS and doc[i - 2].idx >= after and _joined(doc, i - 1):
            if doc[i - 2].lower_ in _JUDGING or not doc[i - 2].is_alpha:
                break
            start, i = i - 2, i - 3
        elif _tells_kind(doc, i):
            start, i = i, i - 1
        elif doc[i].lower_ in ("and", "or") and start < first and _tells_kind(doc, i - 1):
            i -= 1
        else:
            break
    return start


def _joined(doc: Doc, hyphen: int) -> bool:
    before, after = doc[hyphen - 1], doc[hyphen + 1]
    return before.idx + len(before) == doc[hyphen].idx and doc[hyphen].idx + 1 == after.idx and after.is_alpha


def _tells_kind(doc: Doc, i: int) -> bool:
    token = doc[i]
    word = token.lower_
    if token.tag_ != "JJ" or token.text != word or word in _NOT_RELATIONAL:
        return False
    return word in _KINDS or (len(word) > 4 and word.endswith(_RELATIONAL) and not word.startswith(_LACKS))
