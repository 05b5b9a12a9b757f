"""What a number counts: the noun it stands with, and the rate.

Both are read from the words after the number by their part of speech, which the small models get right far more often
than the tree.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from nlp.extensions import starts_of, text_of
from nlp.number_words import word_set
from nlp.numbers import Number
from nlp.units import is_measure, singular

_PERIODS = {
    "en": word_set("second minute hour day night week month quarter year decade season shift century"),
    "fr": word_set("seconde minute heure jour nuit semaine mois trimestre an année saison siècle"),
}
_ADVERB_RATES = {
    "hourly": "hour",
    "daily": "day",
    "nightly": "night",
    "weekly": "week",
    "monthly": "month",
    "yearly": "year",
    "annually": "year",
}
_HYPHENS = frozenset("-‐‑–")
_OF = {"en": frozenset({"of"}), "fr": frozenset({"de", "d'", "d’", "des", "du"})}
_FILLERS = {
    "en": word_set("more or so other additional further extra different of plus odd"),
    "fr": word_set(
        "autres autre nouveaux nouvelles nouvelle nouveau premiers premières petits petites jeunes derniers "
        "dernières grands grandes"
    ),
}
_NO_NOUNS = word_set("per a.m. p.m. today yesterday ago others")
_NOUNS = frozenset({"NOUN", "PROPN"})
_MODIFIERS = frozenset({"ADJ"})
# `une douzaine d'ordinaire`: behind the preposition an adverb.
_ADVERBIAL_FR = word_set("ordinaire habitude affilée avance emblée plus moins trop")
# Of the words in -ées those that are nouns; the others say what was done to what was counted before.
_NOUNS_IN_EE = word_set(
    "allées années armées arrivées assemblées bouées chaussées cheminées coudées couvées cuvées dictées données durées "
    "employées entrées épées équipées fées fusées gorgées idées jetées journées levées lycées marées matinées mêlées "
    "montées mosquées musées nuées orchidées pensées percées pincées plongées poignées portées poupées pesées "
    "randonnées réfugiées rangées rentrées salariées soirées sorties tablées tournées traversées trophées vallées "
    "veillées députées accusées blessées déléguées détenues diplômées élues immigrées invitées retraitées"
)
_FIXED_COMPOUNDS_FR = frozenset({"asile"})


@dataclass(frozen=True, slots=True)
class Counted:
    noun: str | None
    """Singular, with its compound."""
    head: Token | None
    """The noun; without one, the participle that says which of them: `dont 330 renvoyées`."""
    end: int
    """Character offset after the noun."""
    plural: bool = True
    """False for a noun in the singular after a number that is not one: `Planet 9 project`."""


def counted_noun(doc: Doc, number: Number, language: str) -> Counted:
    """The noun that stands after `number`; nothing for `of them` or `rose to 156,000`."""
    i = _token_after(doc, number.end)
    nothing = Counted(None, None, number.end)
    if i >= len(doc) or "\n" in text_of(doc)[number.end : doc[i].idx]:
        return nothing
    if text_of(doc)[number.end : number.end + 2] in ("- ", "‑ "):
        # `a 7- or 8-inch screen`
        return nothing
    if doc[i].text in _HYPHENS and doc[i].idx == number.end:
        return _hyphenated(doc, i, language)
    if doc[i].text in _HYPHENS or doc[i].is_punct:
        return nothing
    if number.kind in ("fraction", "ratio", "multiple"):
        return nothing
    if language == "fr":
        if doc[i].lower_ in _OF["fr"] and i + 1 < len(doc) and doc[i + 1].lower_ in _ADVERBIAL_FR:
            return nothing
        if _is_participle(doc, i, number):
            return Counted(None, doc[i], doc[i].idx + len(doc[i]))
    return _noun_group(doc, i, number, language)


def _token_after(doc: Doc, offset: int) -> int:
    """Index of the first token that is no space and starts at or after `offset`."""
    i = bisect_left(starts_of(doc), offset)
    while i < len(doc) and doc[i].is_space:
        i += 1
    return i


def _is_participle(doc: Doc, i: int, number: Number) -> bool:
    """`dont 330 renvoyées au sud`"""
    word = doc[i].lower_
    if not word.endswith("ées") or word in _NOUNS_IN_EE:
        return False
    return text_of(doc)[max(0, number.start - 8) : number.start].rstrip().lower().endswith("dont")


def _hyphenated(doc: Doc, i: int, language: str) -> Counted:
    """`14-day`, `34-year-old`, `17-page`: the word after the hyphen."""
    if i + 1 >= len(doc):
        return Counted(None, None, doc[i].idx)
    token = doc[i + 1]
    if not token.is_alpha or token.idx != doc[i].idx + 1:
        return Counted(None, None, doc[i].idx)
    if token.lower_ in ("odd", "plus", "some", "ish", "fold"):
        return _noun_group(doc, i + 2, None, language)
    if token.pos_ not in _NOUNS and token.lower_ not in _PERIODS[language]:
        return Counted(None, None, token.idx)
    return Counted(singular(token.text, language), token, token.idx + len(token))


def _noun_group(doc: Doc, i: int, number: Number | None, language: str) -> Counted:
    nothing = Counted(None, None, number.end if number else 0)
    nouns: list[Token] = []
    steps = 0
    many = number is None or number.value != 1 or number.high is not None
    scale_before = number is not None and (number.scaled or number.about or number.kind == "vague")
    while i < len(doc) and steps < 7:
        token = doc[i]
        lower, steps = token.lower_, steps + 1
        if token.is_space and "\n" not in token.text:
            i += 1
            continue
        if not nouns and (past := _size_end(doc, i, language)):
            i = past
            continue
        if not nouns and token.text.isdecimal() and i + 1 < len(doc) and doc[i + 1].pos_ == "PROPN":
            # `two 737 Max jets`
            nouns.append(token)
            i += 1
            continue
        if lower in _OF[language] and not nouns:
            if not scale_before or (i + 1 < len(doc) and doc[i + 1].pos_ in ("PRON", "DET", "NUM")):
                return nothing
            i += 1
            continue
        if lower in _FILLERS[language] and not nouns:
            if lower == "more" and i + 1 < len(doc) and doc[i + 1].lower_ == "than":
                return nothing
            i += 1
            continue
        if token.text in _HYPHENS and nouns and _is_modifier(doc, i):
            # `coal-fired power plants`
            nouns, i = [], i + 2
            continue
        if lower in ("and", "et") and not nouns and _joins_adjectives(doc, i):
            i += 1
            continue
        if not _in_group(doc, i, nouns, many=many, language=language):
            break
        if (
            token.lower_ in _PERIODS[language]
            and not nouns
            and i
            and doc[i - 1].lower_ in ("last", "next", "this", "past")
        ):
            break
        if token.pos_ in _NOUNS or _is_noun_anyway(doc, i, nouns, many=many, language=language):
            nouns.append(token)
            if language == "fr" or (many and token.tag_ in ("NNS", "NNPS") and not _modifies_plural(doc, i)):
                i += 1
                break
        elif token.text not in _HYPHENS:
            nouns = [] if language == "en" else nouns
        i += 1
    if not nouns:
        return nothing
    return _named(doc, nouns, i, number, language)


def _joins_adjectives(doc: Doc, i: int) -> bool:
    """`combined digital and physical sales`."""
    return i + 2 < len(doc) and doc[i - 1].pos_ == doc[i + 1].pos_ == "ADJ" and doc[i + 2].pos_ in _NOUNS


def _size_end(doc: Doc, i: int, language: str) -> int | None:
    """Index behind a size that stands between number and noun: `two 8-inch screens`, `six 250ml bottles`."""
    if not doc[i].text[:1].isdecimal() or i + 1 >= len(doc):
        return None
    unit, written = i, doc[i].lower_.lstrip("0123456789.,")
    if not written:
        unit = i + 2 if doc[i + 1].text in _HYPHENS else i + 1
        written = doc[unit].lower_ if unit < len(doc) else ""
    if unit + 1 >= len(doc) or not is_measure(written, language):
        return None
    return unit + 1 if doc[unit + 1].pos_ in _NOUNS | _MODIFIERS else None


def _modifies_plural(doc: Doc, i: int) -> bool:
    """`human rights groups`, `Acme Technologies common shares`"""
    k = i + 1
    if doc[i].tag_ == "NNPS" and k < len(doc) and doc[k].tag_ == "JJ":
        k += 1
    return k < len(doc) and doc[k].tag_ == "NNS"


def _is_modifier(doc: Doc, hyphen: int) -> bool:
    """`coal-fired plants`, `front-line workers`; not `decision-makers`."""
    if hyphen + 1 >= len(doc):
        return False
    joined, following = doc[hyphen + 1], doc[hyphen + 2] if hyphen + 2 < len(doc) else None
    return joined.tag_ in ("VBN", "VBG", "JJ") or (following is not None and following.pos_ in _NOUNS)


def _in_group(doc: Doc, i: int, nouns: list[Token], *, many: bool, language: str) -> bool:
    token = doc[i]
    if token.lower_ in _NO_NOUNS or not (token.text[:1].isalnum() or token.text in _HYPHENS):
        return False
    if token.pos_ in _NOUNS or token.pos_ in _MODIFIERS:
        return True
    if token.text in _HYPHENS and 0 < i < len(doc) - 1:
        return doc[i - 1].idx + len(doc[i - 1]) == token.idx and doc[i + 1].idx == token.idx + 1
    if _is_noun_anyway(doc, i, nouns, many=many, language=language):
        return True
    following = doc[i + 1] if i + 1 < len(doc) else None
    if language == "en" and token.tag_ in ("VBN", "VBG", "JJ", "RB", "JJS") and following is not None and not nouns:
        return following.pos_ in _NOUNS or following.pos_ == "ADJ" or following.tag_ in ("VBN", "VBG")
    return False


def _is_noun_anyway(doc: Doc, i: int, nouns: list[Token], *, many: bool, language: str) -> bool:
    """A plural noun that the tagger took for a verb: `30 asylum claims a day`."""
    token = doc[i]
    if not many or not token.is_alpha:
        return False
    if language == "fr":
        return not nouns and token.pos_ in ("VERB", "ADJ", "X") and token.lower_.endswith(("s", "x")) and len(token) > 3
    return (
        token.tag_ == "VBZ"
        and token.lower_ not in ("is", "has", "was", "does", "says")
        and (not nouns or nouns[-1].tag_ in ("NN", "NNP"))
    )


def _is_measure_pair(nouns: list[Token], number: Number) -> bool:
    compound = nouns[0].nbor(-1).text in _HYPHENS  # `40 front-line staff`
    singulars = nouns[-1].tag_ == nouns[0].tag_ == "NN"
    return number.value != 1 and singulars and not number.scaled and not compound


def _named(doc: Doc, nouns: list[Token], end: int, number: Number | None, language: str) -> Counted:
    if language == "en" and number is not None and len(nouns) > 1 and _is_measure_pair(nouns, number):
        # `a 12 page document`: a hyphen left out
        nouns = nouns[:1]
    head = nouns[-1]
    if language == "fr":
        name = singular(head.text, language)
        following = doc[end : end + 2]
        if len(following) == 2 and following[0].lower_ in ("d'", "d’") and following[1].lower_ in _FIXED_COMPOUNDS_FR:
            return Counted(f"{name} d'{following[1].lower_}", head, following[1].idx + len(following[1]))
        return Counted(name, head, head.idx + len(head))
    if number is not None and all(noun.pos_ == "PROPN" for noun in nouns) and head.tag_ == "NNP":
        return Counted(None, None, number.end)
    start = nouns[0].i
    phrase = text_of(doc)[nouns[0].idx : head.idx].lower() if start != head.i else ""
    name = phrase + singular(head.text, language)
    return Counted(" ".join(name.split()), head, head.idx + len(head), plural=head.tag_ not in ("NN", "NNP"))


def age_end(doc: Doc, end: int, language: str) -> int | None:
    """End of `old` or `of age` after a unit of time."""
    i = _token_after(doc, end)
    if language != "en" or i >= len(doc):
        return None
    if doc[i].text in _HYPHENS and i + 1 < len(doc):
        i += 1
    if doc[i].lower_ in ("old", "olds"):
        return doc[i].idx + len(doc[i])
    if doc[i].lower_ == "of" and i + 1 < len(doc) and doc[i + 1].lower_ == "age":
        return doc[i + 1].idx + len(doc[i + 1])
    return None


def rate(doc: Doc, end: int, language: str) -> tuple[str, int] | None:
    """The period of a rate that begins at `end` (`a day`, `per week`, `par jour`, `/day`), singular, and its end."""
    i = _token_after(doc, end)
    if i + 1 >= len(doc):
        return daily(doc, i)
    joined = doc[i].text in _HYPHENS and i + 3 < len(doc) and doc[i + 2].text in _HYPHENS
    # `barrel-a-day`
    first, second = (doc[i + 1], doc[i + 3]) if joined else (doc[i], doc[i + 1])
    openers = ("a", "an", "per", "each", "every", "/") if language == "en" else ("par", "chaque", "à", "/")
    if first.lower_ in openers:
        if language == "fr" and first.lower_ == "à" and i + 2 < len(doc):
            return None
        period = singular(second.text, language)
        if period in _PERIODS[language]:
            return period, second.idx + len(second)
    return daily(doc, i)


def rate_behind(doc: Doc, end: int, language: str) -> str | None:
    """The period of a rate behind what is counted or measured: `a year` of `gallons of jet fuel a year`."""
    i = _token_after(doc, end)
    if i >= len(doc) or doc[i].lower_ not in _OF[language]:
        return None
    k = i + 1
    while k < len(doc) and k < i + 5 and doc[k].pos_ in (*_NOUNS, *_MODIFIERS):
        k += 1
    per = rate(doc, doc[k - 1].idx + len(doc[k - 1]), language) if k > i + 1 else None
    return per[0] if per else None


def rate_of_verb(counted: Counted, language: str) -> str | None:
    """The period of a rate that stands behind the verb of what is counted: `Three buses arrive each day`."""
    head = counted.head
    if head is None or head.dep_ != "nsubj" or not head.i < head.head.i:
        return None
    for child in head.head.children:
        if child.i < head.head.i:
            continue
        if language == "en" and child.lower_ in _ADVERB_RATES:
            return _ADVERB_RATES[child.lower_]
        each = any(below.lower_ in ("each", "every", "chaque") and below.i == child.i - 1 for below in child.children)
        if each and child.lower_ in _PERIODS[language]:
            return child.lower_
    return None


def daily(doc: Doc, i: int) -> tuple[str, int] | None:
    if i < len(doc) and doc[i].lower_ in _ADVERB_RATES and doc[i].head.i < i:
        return _ADVERB_RATES[doc[i].lower_], doc[i].idx + len(doc[i])
    return None
