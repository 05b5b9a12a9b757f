"""The noun of a number that its own words leave short: with the adjectives that tell its kind, and of a part."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from spacy.tokens import Doc, Token

from nlp.extensions import starts_of, text_of
from nlp.figure_counted import Counted, counted_noun
from nlp.number_words import HYPHENS, word_set
from nlp.numbers import Number
from nlp.units import singular

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
    "administrative affordable automotive civil diesel digital disposable driverless eligible executive female foreign "
    "homeless hybrid indigenous junior juvenile local male mobile native offshore online portable private rechargeable "
    "religious renewable retail senior stateless vulnerable wireless"
)
# `irregular`, `unofficial`: the lack of a kind is no kind.
_LACKS = ("il", "ir", "un")
# First words of compounds that praise or date rather than tell a kind: `best-selling`, `long-awaited`, `last-minute`.
_JUDGING = word_set(
    "best better big ever far fast first high highly hot last late less little long low more most much new newly next "
    "once one record same self short single so then top well year"
)

_OF = {"en": frozenset({"of"}), "fr": frozenset({"de", "des", "d'", "d’"})}
_DETERMINERS = {
    "en": word_set("the these those its their his her our my your"),
    "fr": word_set("ces ses leurs nos mes vos"),
}
_AS = word_set("as become becomes became remains remained its it's 's")
_APPOSING = frozenset(",(—–")
# `One of the reasons` begins a list and counts nothing.
_THOUGHTS = word_set(
    "advantage answer aspect cause challenge concern fact factor goal idea issue key lesson point priority problem "
    "question reason sign thing way"
)
_SUPERLATIVES = frozenset({"JJS", "RBS"})
_MOST_WORDS_OF_OWNER = 6


def with_kind(doc: Doc, counted: Counted, number: Number) -> Counted:
    """An English noun behind `number` with the adjectives before it that tell its kind.

    `coal-fired power plant` and `digital and physical sale` are units; `two new planes` are planes, and `two irregular
    crossings` crossings. Nothing is counted where a verb stands between, `Three needed hospital care`, nor by a
    `magnitude 6.4 quake`.
    """
    if counted.noun is None or counted.head is None:
        return counted
    at = bisect_left(starts_of(doc), number.end)
    verb = doc[at].tag_ in ("VBN", "VBD") and not counted.plural and number.value != 1
    if verb or (at > 1 and doc[at - 2].lower_ == "magnitude"):
        return Counted(None, None, number.end)
    first = counted.head.i
    compound = len(counted.noun) - len(singular(counted.head.text, "en"))
    while first > 0 and counted.head.idx - doc[first].idx < compound:
        first -= 1
    start = _kind_start(doc, first, number.end)
    kind = text_of(doc)[doc[start].idx : doc[first].idx].lower()
    return replace(counted, noun=" ".join(f"{kind}{counted.noun}".split()))


def _kind_start(doc: Doc, first: int, after: int) -> int:
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


def partitive(doc: Doc, number: Number, language: str) -> str | None:
    """What the whole is counted in, singular, where `of` and a definite or counted plural follow `number`; nothing
    for `of them`."""
    of = bisect_left(starts_of(doc), number.end)
    if number.kind != "cardinal" or of + 2 > len(doc) or doc[of].lower_ not in _OF[language]:
        return None
    start = of + 1
    if doc[of].lower_ != "des":
        start = _behind_determiner(doc, of + 1, language)
    if start is None or start >= len(doc):
        return None
    if doc[start].like_num and number.value != 1:
        start += 1
    if number.value == 1 and language == "fr":
        # « l'un des avocats » tells who, not how many
        return None
    if number.value == 1 and _describes(doc, of - 1, start):
        return None
    end = doc[start - 1].idx + len(doc[start - 1])
    whole = replace(number, end=end, value=2)
    counted = counted_noun(doc, whole, language)
    if counted.noun is None or counted.head is None or not _is_plural(counted.head, language):
        return None
    if number.value == 1 and singular(counted.head.text, language) in _THOUGHTS:
        return None
    return with_kind(doc, counted, whole).noun if language == "en" else counted.noun


def _describes(doc: Doc, one: int, start: int) -> bool:
    """`It was one of the finest goals`, `Lyon, one of the largest cities`: what it is, not how many there are."""
    before = one - 1
    if before > 0 and doc[before].pos_ == "ADV":
        before -= 1
    if before < 0 or doc[before].text in _APPOSING:
        return before >= 0
    superlative = any(token.tag_ in _SUPERLATIVES for token in doc[start : start + 2])
    return superlative and (doc[before].lemma_ == "be" or doc[before].lower_ in _AS)


def _behind_determiner(doc: Doc, i: int, language: str) -> int | None:
    """Index behind the determiner or the owner (`Miller's`, `the city's`) at `i`, or `i` where the whole is counted."""
    for k in range(i, min(i + _MOST_WORDS_OF_OWNER, len(doc) - 1)):
        if doc[k].tag_ == "POS":
            return k + 1
        if doc[k].pos_ not in ("PROPN", "DET", "NOUN", "ADJ"):
            break
    return i + 1 if doc[i].lower_ in _DETERMINERS[language] else i if doc[i].like_num else None


def _is_plural(noun: Token, language: str) -> bool:
    return noun.lower_.endswith(("s", "x")) if language == "fr" else noun.tag_ in ("NNS", "NNPS")
