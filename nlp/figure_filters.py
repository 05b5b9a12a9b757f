"""Numbers that are no figures: dates, clock times, ordinals, names and labels, phone and file numbers, scores, votes.

What counts as a figure follows from what a number of the text asserts of something; a number that only names,
points or dates asserts nothing. A number the text denies (`not 40,000 but 39,540`) is not asserted either.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from nlp.number_words import TIME_UNITS, word_set
from nlp.numbers import Number

_MONTHS = word_set(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug "
    "sep sept oct nov dec janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre "
    "décembre decembre janv févr juill sept déc"
)
# Words whose number names a thing: `section 159.4`, `Route 202`, `page 7`.
_LABELS = word_set(
    "section sections subsection paragraph article articles clause schedule annex appendix chapter "
    "page pages footnote "
    "title bill act law rule order form file docket case no nos number numbers route highway hwy interstate "
    "autoroute exit "
    "road rang concession line pier gate terminal flight channel room apartment apt suite unit platform track lane "
    "phase level part round stage step grade type tier version episode season series group category district ward "
    "precinct "
    "model mark day week chapitre paragraphe alinéa règlement loi projet dossier numéro numéros "
    "sortie porte vol salle chambre appartement bureau voie ligne phase niveau partie étape catégorie version "
    "formula lap titre annexe tableau figure note rue avenue boulevard n° no° § # art par"
)
# Of these the number counts after all when a noun follows it: `on day 20 people came`.
# Their number in words names one where no noun follows: `on day two`, `in part one`.
_PARTS = word_set("day week part act series group stage round")
_STREETS = word_set("avenue ave street st road rd drive dr boulevard blvd lane way court place rue chemin rang")
_CLOCK_AFTER = re.compile(
    r"\s?(?:a\.m|p\.m|am\b|pm\b|o['’]clock|h(?![^\W\d_])\s?(?:\d{2}\b)?|(?:ET|EST|EDT|PT|PST|PDT|GMT|UTC)\b|"
    "hours? GMT)"
)
_ORDINAL_AFTER = re.compile(r"(?:st|nd|rd|th|er|ers|re|res|ère|e|es|ème|èmes|nde|s)(?![^\W_])")
_DIGIT_MASKS = r"""
        (?<![\d,.])(?:\+?1[-. \u00a0])?(?:\(?\d{3}\)?[-. \u00a0])?\d{3}[-.\u2011]\d{4}(?!\d|,\d)  # telephone
      | (?<![\d,])\d{1,8}(?:[-\u2011]\d{1,8}){2,6}(?!\d|,\d)    # docket, ISO date
      | (?<![\d.,])\d{1,2}[ \u00a0\u202f]?h[ \u00a0\u202f]?\d{2}(?!\d)   # 8 h 30
      | \d{1,2}[:]\d{2}(?:[:]\d{2})?(?!\d)                     # clock
      | (?<![\d,.])\d{1,3}(?:\.\d{1,3}){3}(?!\d)               # IP address
      | (?<![\d.,])\d{1,2}/\d{1,2}/\d{2,4}(?!\d)               # date
"""
_ADDRESS_MASK = r"[\w.+-]{1,64}@[\w-]{1,64}\.\S{1,64}"
_WEB_MASKS = r"(?:https?://|www\.)\S{1,300} | \#\w{1,64}"
_MASKS = re.compile(f"{_DIGIT_MASKS} | {_ADDRESS_MASK} | {_WEB_MASKS}", re.VERBOSE)
# Where there is no `@` all begin with one of a few characters, and trying the rest at each letter costs far more.
_MASKS_BUT_ADDRESSES = re.compile(rf"(?=[\d+(\#hw]) (?:{_DIGIT_MASKS} | {_WEB_MASKS})", re.VERBOSE)
_SCORE_WORDS = word_set(
    "vote votes voted score scored win won beat lost defeat defeated victory loss match game "
    "lead led down votes "
    "voix contre ballots passed majority ruling ruled decision adopté adoptée adoption battu gagné perdu"
)
_PREPOSITIONS_OF_YEARS = word_set(
    "after and année après avant before between depuis during dès début early en entre exercice fin "
    "fiscal in jusqu l'année late mid since through till until vers"
)
_QUANTITY_CUES = word_set(
    "about around nearly almost roughly approximately over than some least to quelque environ près plus moins"
)
_CALLS = word_set(
    "call calls calling called dial dials dialing dialled dialed telephone phone composez composer appelez appeler"
)
_OF_CLOCKS = word_set("from at between until till by since before after")
_SIZES = word_set("size sizes taille tailles pointure pointures")
# `iPhone 14 Pro`, `Watch 4 Classic`
_EDITIONS = frozenset({"Pro", "Max", "Plus", "Ultra", "Mini", "Lite", "Series", "Classic"})
# `4K video`, a `10K` race
_RESOLUTION = re.compile(r"[1-9]0?K")
_LETTERS = frozenset("ABDEGHJLNRST")
_INDICES = word_set("stoxx nasdaq ftse cac dax nikkei russell asx tsx")
# What a number word before a hyphen tells the kind of, not the number of: `a four-door car`, `a two-way street`.
_KINDS = word_set(
    "door cylinder speed pointer pointers figure way wheel wheeler seater star time tier part party piece ply"
)
_LONG_UNITS = word_set(
    "day days night nights week weeks month months winter winters summer summers year years decade decades "
    "jour jours nuits semaine semaines mois hivers étés an ans années décennies"
)
_SPAN_AFTER = word_set("ago after before earlier later")
_SPAN_BEFORE = word_set("first last past next previous premiers derniers prochains dernières prochaines premières")
_DURING = word_set("in over en")
_BEFORE_NOUN = word_set("the a an its their his her our this that these those")
_DEFINITE = word_set("the these those both our les ces nos leurs its")
_NEGATIONS = {"en": frozenset({"not"}), "fr": frozenset({"non", "pas"})}
# What a negation may have between it and the number: `not by 28 per cent`, `et non de 28 %`.
_BESIDE_NEGATION = {"en": word_set("by at of to"), "fr": word_set("de d' à des par")}
# A newsroom's correction of itself, and a statement that the text calls wrong, up to a number.
_NEWS = "article|story|report|column|post|headline|graphic|caption|dispatch"
_NEWS_FR = "article|texte|reportage|nouvelle|dépêche|chronique|billet|légende|titre"
_TAKEN_BACK = re.compile(
    rf"""\b(?:
        (?:earlier|previous|prior|original|initial|first)\ versions?\ of
        \ (?:(?:this|our)\ (?:{_NEWS})|the\ (?:article|story))\b
      | (?:this|our)\ (?:{_NEWS})\ (?:had\ )?(?:originally|previously|initially)\b
      | (?:incorrectly|wrongly|mistakenly|erroneously)\ (?:said|stated|reported|indicated|claimed|wrote)\b
      | (?:version\ (?:antérieure|précédente|initiale|originale)|(?:première|précédente)\ version)
        \ d[eu]\ (?:l['’]|ce\ |cet\ |cette\ |notre\ )?(?:{_NEWS_FR})\b
      | (?:indiqu|affirm|dis|dit|écri|mentionn|rapport|souten|prétend|avanc)[^\W\d]{{0,6}}\ (?:[^\W\d]+\ )?
        (?:à\ tort|par\ erreur|erronément|incorrectement)\b
    )(?P<said>[^;:\n]*)\Z""",
    re.IGNORECASE | re.VERBOSE,
)
# What a correction adds, or says instead.
_NOT_TAKEN_BACK = re.compile(
    r"\b(?:omit\w*|left out|fail\w*|not|in fact|should|correct|omet\w*|oubli\w*|ne|en fait|en réalité|plutôt)\b"
    r"|\bn['’]|[—–]|, (?:when|but|alors qu|mais)|(?:instead of|rather than|au lieu d)(?=[^,]*,)",
    re.IGNORECASE,
)
_NOT_ONE_BEFORE = word_set(
    "first last single only big new same good no this that the every each any some which another only's such a what"
)
_PERSONS = word_set(
    "man woman person child boy girl baby teenager civilian officer soldier passenger worker student driver victim "
    "suspect resident migrant"
)
_NOT_ONE_AFTER = word_set("of another thing 's ’s or who whose")


class Masks:
    """Spans of a text that hold no figures whatever stands in them: telephone and file numbers, addresses, clocks."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]] = ()) -> None:
        masks = _MASKS if "@" in text else _MASKS_BUT_ADDRESSES
        found = sorted([m.span() for m in masks.finditer(text)] + list(spans))
        self._starts = [start for start, _ in found]
        self._ends = [end for _, end in found]

    def covers(self, start: int, end: int) -> bool:
        i = bisect_right(self._starts, start) - 1
        inside = i >= 0 and self._ends[i] > start
        return inside or (i + 1 < len(self._starts) and self._starts[i + 1] < end)


class Words:
    """The words of a text around a number, lower-case, without spaces."""

    _WORD = re.compile(r"\d+|[^\W\d_]+|\S")

    def __init__(self, text: str, number: Number, start: int, end: int) -> None:
        """`start` and `end` bound the sentence."""
        self.raw_before = self._WORD.findall(text[max(start, number.start - 80) : number.start])
        self.raw_after = self._WORD.findall(text[number.end : min(end, number.end + 80)])
        self.before = [word.lower() for word in self.raw_before]
        self.after = [word.lower() for word in self.raw_after]
        self.sentence_start = start
        self.first = not any(word.isalpha() for word in self.raw_before)
        self.adjacent_before = text[number.start - 1 : number.start] if number.start else ""
        self.adjacent_after = text[number.end : number.end + 1]

    def back(self, n: int) -> str:
        return self.before[-n] if n <= len(self.before) else ""

    def ahead(self, n: int) -> str:
        return self.after[n - 1] if n <= len(self.after) else ""

    def raw_back(self, n: int) -> str:
        return self.raw_before[-n] if n <= len(self.raw_before) else ""

    def raw_ahead(self, n: int) -> str:
        return self.raw_after[n - 1] if n <= len(self.raw_after) else ""


def rejected(text: str, number: Number, words: Words, language: str, *, has_unit: bool, noun: bool) -> str | None:
    """Why `number` is no figure, or None. `noun`: a counted noun stands after it."""
    digits = number.word is None and text[number.start : number.start + 1].isdecimal()
    if _denied(words, language):
        return "denied"
    if number.word == "scores" and words.ahead(1) != "of" and not words.first:
        return "verb"
    if number.sign or number.percent:
        return None
    written = text[number.start : number.end]
    plain = written.isdecimal()
    if digits and (reason := _clock_or_ordinal(text, number, words, has_unit=has_unit)):
        return reason
    if _is_date(number, words, plain=plain, noun=noun, has_unit=has_unit):
        return "date"
    if _is_year(number, words, plain=plain, has_unit=has_unit, noun=noun):
        return "year"
    if digits and _is_heading(text, number, words):
        return "heading"
    if _is_telephone(words) or (words.back(1) in _SIZES and not noun):
        return "name"
    if digits and (reason := _name(text, number, words, has_unit=has_unit, noun=noun)):
        return reason
    if not digits and (reason := _word_name(text, number, words)):
        return reason
    if number.word and not noun and words.back(1) in _PARTS:
        return "label"
    if _is_hour(number, words):
        return "clock"
    if words.ahead(1) in ("minute", "minutes") and words.ahead(3) in ("midnight", "noon"):
        return "clock"
    if _is_score(number, words):
        return "score"
    if _definite(number, words):
        return "definite"
    return None


def _is_hour(number: Number, words: Words) -> bool:
    """`from five in the morning`, `between nine and ten tonight`."""
    if max(number.value, number.high or 0) > 12 or words.back(1) not in _OF_CLOCKS:
        return False
    part = words.ahead(3) if words.after[:2] == ["in", "the"] else words.ahead(2) if words.ahead(1) == "this" else ""
    return part in ("morning", "afternoon", "evening") or words.ahead(1) == "tonight"


def _is_heading(text: str, number: Number, words: Words) -> bool:
    """The number of a list item or a heading: `2. Interceptions`, `3) Costs` at the start of a line."""
    if number.value > 99 or not words.first or words.ahead(1) not in (".", ")") or words.adjacent_after not in ".)":
        return False
    line = text.rfind("\n", 0, number.start) + 1
    return not text[line : number.start].strip(" \t\u00a0(*•-–—#")


def _is_telephone(words: Words) -> bool:
    """`call 911`, `dial 211`, `composez le 911`."""
    back = [word for word in words.before[-3:] if word not in ("le", "the", "at", ":")]
    return bool(back) and back[-1] in _CALLS and words.ahead(1) not in ("people", "times", "personnes", "fois")


def taken_back(text: str, number: Number, words: Words) -> bool:
    """Whether a correction takes `number` back: `An earlier version of this article said 50 people came.`"""
    found = _TAKEN_BACK.search(text, words.sentence_start, number.start)
    return found is not None and not _NOT_TAKEN_BACK.search(found["said"])


def _denied(words: Words, language: str) -> bool:
    before = words.before
    elided = before[-1:] in (["'"], ["’"])
    if before and (before[-1] in _BESIDE_NEGATION[language] or elided):
        before = before[: -2 if elided else -1]
    last, second = (before[-1] if before else ""), (before[-2] if len(before) > 1 else "")
    near = [last] if last not in ("about", "pas", "environ") else [last, second]
    negated = any(word in _NEGATIONS[language] for word in near)
    if negated and language == "fr" and last == "pas":
        return second == "non" or "mais" in words.after[:14]
    return negated


def _clock_or_ordinal(text: str, number: Number, words: Words, *, has_unit: bool) -> str | None:
    if _CLOCK_AFTER.match(text, number.end) and not text[number.end :].lstrip().lower().startswith(("hp", "h/")):
        return "clock"
    if words.ahead(1) == "/" and words.ahead(2).isdecimal() and words.adjacent_after == "/":
        return "date"
    if words.adjacent_before == "/" and words.back(2).isdecimal():
        return "date"
    if _ORDINAL_AFTER.match(text, number.end) and not has_unit and number.value.is_integer():
        return "ordinal"
    return None


def _is_date(number: Number, words: Words, *, plain: bool, noun: bool, has_unit: bool) -> bool:
    if not plain and number.link is None and number.word is None:
        return False
    months = (words.back(1), words.back(2) if words.back(1) == "." else "")
    if number.value <= 31 and any(month in _MONTHS and month for month in months):
        month = next(month for month in months if month in _MONTHS)
        raw = words.raw_back(1) if month == words.back(1) else words.raw_back(2)
        lower_ok = month not in ("may", "march", "mar", "mars", "mai", "sept", "dec", "oct") or words.back(1) == "."
        if (raw[:1].isupper() or lower_ok) and not (month == "may" and noun):
            return not (has_unit and noun)
        return False
    if (
        number.value <= 31
        and words.ahead(1) in _MONTHS
        and (words.ahead(1) not in ("may", "mars", "mar") or not has_unit)
    ):
        return True
    return number.link is not None and words.ahead(1) in _MONTHS


def _is_year(number: Number, words: Words, *, plain: bool, has_unit: bool, noun: bool) -> bool:
    if number.link is not None:
        if words.back(1) in _QUANTITY_CUES - {"over", "to"}:
            return False
        low, high = number.value, number.high or 0
        years = 1500 <= low <= 2100 and low == int(low) and (low < high <= 2200 or (high < 100 and number.link == "-"))
        return years and not has_unit and not noun and (number.end - number.start) <= 16
    if not plain or not 1000 <= number.value <= 2200 or has_unit:
        return False
    if words.back(1) in _PREPOSITIONS_OF_YEARS:
        return not (noun and number.value < 1900)
    if words.back(1) in _MONTHS:
        return True
    if number.value >= 1500 and (words.back(1) in (",", "(") or words.back(2) in _MONTHS):
        return True
    if number.value < 1700 or (number.value < 1900 and noun):
        return False
    return words.back(1) not in _QUANTITY_CUES or (words.back(1) in ("to", "over") and not noun)


def _name(text: str, number: Number, words: Words, *, has_unit: bool, noun: bool) -> str | None:
    before, raw = words.back(1), words.raw_back(1)
    if words.adjacent_before.isalpha() or words.adjacent_before in ("_", "#", "&"):
        return "name"
    if words.adjacent_before in ("-", "‑") and len(words.before) > 1 and words.before[-2].isalpha():
        prefix = words.raw_back(2)
        if prefix[:1].isupper() or prefix in ("last", "top", "under", "foot"):
            return "name"
    if words.adjacent_after.isalpha() and not has_unit:
        return "name"
    if _RESOLUTION.fullmatch(text, number.start, number.end):
        return "name"
    if words.raw_ahead(1) in _LETTERS and words.adjacent_after.isalpha() and raw[:1].isupper() and not words.first:
        # `Runway 27L`, `Pad 39A`
        return "name"
    if words.adjacent_before == "[" and words.adjacent_after == "]":
        return "footnote"
    if before in _LABELS or (before in (".", "°", "(") and words.back(2) in _LABELS):
        label = before if before in _LABELS else words.back(2)
        if not (
            noun
            and label
            in ("no", "day", "week", "line", "order", "case", "part", "par", "form", "file", "act", "road", "room")
        ):
            return "label"
    if words.adjacent_before == "." and text[number.start - 2 : number.start - 1].isalpha():
        return "name"
    shouted = text[max(0, number.start - 20) : number.start].isupper()
    initials = raw.isupper() and len(raw) > 1 and not words.first and not shouted
    if number.value < 10 and not has_unit and (initials or _follows_long_name(words)):
        # `an HIV 2 drug`, `the Surface Pro 3 tablets`
        return "name"
    if not has_unit and number.value < 100 and (words.raw_ahead(1) in _EDITIONS or _is_brand(raw)):
        return "name"
    if words.raw_ahead(1)[:1].isupper() and _STREETS & {words.ahead(1), words.ahead(2)}:
        return "address"
    if before in _INDICES or (before == "p" and words.back(2) == "&"):
        return "name"
    separated = "," in text[number.start : number.end] or not text[number.start : number.end].isdecimal()
    if (
        raw != raw.lower()
        and raw.isalpha()
        and not words.first
        and not separated
        and number.link is None
        and not has_unit
    ):
        sentence_start = len(words.before) == 1
        if not sentence_start and not noun and before not in _MONTHS and before not in _QUANTITY_CUES:
            return "name"
    return None


def _is_brand(raw: str) -> bool:
    """`iPhone`, `iOS`: what begins small and goes on with capitals."""
    return raw[:1].islower() and raw != raw.lower()


def _follows_long_name(words: Words) -> bool:
    raw = words.raw_before[-3:]
    capitals = [word for word in raw[1:] if word[:1].isupper() and word[1:].islower()]
    return len(raw) == 3 and len(capitals) == 2 and raw[0] in ("the", "The", "a", "A", "its", "its", "new")


def _word_name(text: str, number: Number, words: Words) -> str | None:
    written = text[number.start : number.end]
    if words.adjacent_before in ("-", "‑") and words.back(2) not in ("sub", "mid", "under", "over"):
        # `a production-four-door record`
        return "name"
    if words.adjacent_after in ("-", "‑") and words.ahead(2) in _KINDS and number.word:
        return "kind"
    if words.ahead(1) == "figures" and 4 <= number.value <= 9:
        # `it costs six figures`
        return "kind"
    if written[:1].isupper() and not words.first and number.word and number.kind == "cardinal":
        if words.back(1) in ("“", '"', "«", ":", "—", "–", "•", "‘", "("):
            return None
        return "name"
    if (
        words.back(1)
        in _LABELS
        - {
            "no",
            "day",
            "week",
            "order",
            "case",
            "line",
            "part",
            "par",
            "act",
            "form",
            "file",
            "unit",
            "group",
            "series",
        }
        and number.word
    ):
        return "label"
    return None


def _is_score(number: Number, words: Words) -> bool:
    near = set(words.before[-8:]) | set(words.after[:6])
    if words.back(1) == "(" and words.ahead(1) == ")" and words.back(2).isdecimal() and words.back(3) in ("-", "–"):
        # `7-6 (5)`
        return True
    if words.ahead(1) in ("voix", "votes", "vote") and words.ahead(2) in ("contre", "to", "against", "-"):
        return True
    if words.back(1) in ("contre", "to", "against") and words.back(2) in ("voix", "votes"):
        return True
    if number.link in ("-", "to") and number.high is not None and number.value < 1000:
        return bool(near & _SCORE_WORDS) and number.parts is not None and not number.scaled
    if words.adjacent_after in ("-", "–") and words.ahead(2).isdecimal() and len(words.ahead(2)) <= 3:
        return True
    return words.adjacent_before in ("-", "–") and words.back(2).isdecimal()


def _definite(number: Number, words: Words) -> bool:
    if number.kind != "cardinal" or number.link is not None:
        return False
    if _is_span(words):
        return True
    if words.back(1) in _DEFINITE and words.back(2) in ("in", "over", "during", "for", "pendant", "durant"):
        # `in the eight weeks the strike lasted` is a date
        return words.ahead(1) in TIME_UNITS
    if not number.word or number.value > 10:
        return False
    if words.adjacent_after in ("-", "‑"):
        return False
    if words.back(1) in ("des", "aux") and number.value == 2:
        # `la déclaration des deux gouvernements`
        return True
    return words.back(1) in _DEFINITE and words.ahead(1) not in ("or", "to")


def _is_span(words: Words) -> bool:
    """`eight months after the deal`, `in its first 11 months`: the length says when, not how much."""
    if words.ahead(1) not in _LONG_UNITS:
        return False
    return words.ahead(2) in _SPAN_AFTER or words.back(1) in _SPAN_BEFORE or _is_during(words)


def _is_during(words: Words) -> bool:
    """`Over six years, it …`, `heard the case over two days`; not `lasted over six years` nor, what a budget is for,
    `$4 million over six years`."""
    preposition = words.back(1)
    if len(words.before) == 1 and preposition in _DURING:
        return words.ahead(2) == ","
    return preposition == "over" and words.back(3) in _BEFORE_NOUN and words.ahead(2) not in ("old", "of", "-")


def one_counts(words: Words, language: str, *, noun: bool, others: bool) -> bool:
    """Whether `one`, `un` or `une` counts something. `others`: another number stands in the sentence."""
    if language == "fr":
        return words.ahead(1) in ("seul", "seule")
    only = words.back(1) == "only" and words.back(2) not in ("the", "an", "my", "their", "his", "her", "its", "our")
    if (words.back(1) in _NOT_ONE_BEFORE and not only) or words.ahead(1) in _NOT_ONE_AFTER:
        return False
    if "another" in words.after[1:4]:
        # `of one sort or another`
        return False
    if noun:
        if words.ahead(1) in ("day", "night", "morning", "time", "way"):
            return False
        # `One reason` begins a list
        return not words.first or words.adjacent_after == "-" or words.ahead(1) in _PERSONS
    return others and words.adjacent_after != "-"
