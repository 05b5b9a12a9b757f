"""What a number counts: the noun it stands with, the rate, and the phrase it is said of.

The noun is read from the words after the number by their part of speech, which the small models get right far more
often than the tree; the phrase is read from the dependency parse.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from nlp.number_words import word_set
from nlp.numbers import Number
from nlp.units import singular

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
_NO_NOUNS = word_set("per a.m. p.m. today yesterday ago")
_NOUNS = frozenset({"NOUN", "PROPN"})
_MODIFIERS = frozenset({"ADJ"})
_FIXED_COMPOUNDS_FR = frozenset({"asile"})
_LIGHT_VERBS = word_set("be have do say être avoir dire faire")
_RELATIVES = frozenset({"relcl", "acl", "acl:relcl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass", "csubj"})
_DROPPED = frozenset(
    {
        "advmod",
        "punct",
        "cc",
        "mark",
        "det",
        "neg",
        "npadvmod",
        "aux",
        "auxpass",
        "aux:pass",
        "aux:tense",
        "cop",
        "advcl",
        "parataxis",
        "discourse",
    }
)


@dataclass(frozen=True, slots=True)
class Counted:
    noun: str | None
    """Singular, with its compound."""
    head: Token | None
    end: int
    """Character offset after the noun."""
    plural: bool = True
    """False for a noun in the singular after a number that is not one: `Planet 9 project`."""


def counted_noun(doc: Doc, number: Number, language: str) -> Counted:
    """The noun that stands after `number`; nothing for `of them` or `rose to 156,000`."""
    i = _token_after(doc, number.end)
    nothing = Counted(None, None, number.end)
    if i >= len(doc) or "\n" in doc.text[number.end : doc[i].idx]:
        return nothing
    if doc[i].text in _HYPHENS and doc[i].idx == number.end:
        return _hyphenated(doc, i, language)
    if doc[i].text in _HYPHENS or doc[i].is_punct:
        return nothing
    if number.kind in ("fraction", "ratio", "multiple"):
        return nothing
    return _noun_group(doc, i, number, language)


def _token_after(doc: Doc, offset: int) -> int:
    """Index of the first token that is no space and starts at or after `offset`."""
    i = bisect_left(range(len(doc)), offset, key=lambda k: doc[k].idx)
    while i < len(doc) and doc[i].is_space:
        i += 1
    return i


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
            if language == "fr" or (many and token.tag_ in ("NNS", "NNPS")):
                i += 1
                break
        elif token.text not in _HYPHENS:
            nouns = [] if language == "en" else nouns
        i += 1
    if not nouns:
        return nothing
    return _named(doc, nouns, i, number, language)


def _is_modifier(doc: Doc, hyphen: int) -> bool:
    """`coal-fired plants`, `front-line workers`; not `decision-makers`."""
    if hyphen + 1 >= len(doc):
        return False
    joined, following = doc[hyphen + 1], doc[hyphen + 2] if hyphen + 2 < len(doc) else None
    return joined.tag_ in ("VBN", "VBG", "JJ") or (following is not None and following.pos_ in _NOUNS)


def _in_group(doc: Doc, i: int, nouns: list[Token], *, many: bool, language: str) -> bool:
    token = doc[i]
    if token.lower_ in _NO_NOUNS or (token.is_punct and token.text not in _HYPHENS):
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
    return number.value != 1 and nouns[-1].tag_ == "NN" and nouns[0].tag_ == "NN" and not number.scaled


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
    phrase = doc.text[nouns[0].idx : head.idx].lower() if start != head.i else ""
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
    first, second = doc[i], doc[i + 1]
    openers = ("a", "an", "per", "each", "every", "/") if language == "en" else ("par", "chaque", "à", "/")
    if first.lower_ in openers:
        if language == "fr" and first.lower_ == "à" and i + 2 < len(doc):
            return None
        period = singular(second.text, language)
        if period in _PERIODS[language]:
            return period, second.idx + len(second)
    return daily(doc, i)


def daily(doc: Doc, i: int) -> tuple[str, int] | None:
    if i < len(doc) and doc[i].lower_ in _ADVERB_RATES and doc[i].head.i < i:
        return _ADVERB_RATES[doc[i].lower_], doc[i].idx + len(doc[i])
    return None


def phrase(doc: Doc, sentence: Span, number: Number, head: Token | None, end: int, language: str) -> str | None:
    """What the number is said of, without the number itself and dates.

    Its noun with modifiers (`head`), the noun its unit describes (`the $1.3-billion border plan`, `end` is the offset
    behind the unit), the noun it is the size of (`a subsidy of $87,000`), the verb and the verb's subject.
    """
    span = doc.char_span(number.start, number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    anchor = head if head is not None else _attached(span)
    chosen: set[int] = set()
    _subtree(anchor, chosen, span, depth=0)
    described = _described(doc, end, sentence) if head is None or head.i + 1 < len(doc) else None
    if described is not None and described.i not in chosen:
        _subtree(described, chosen, span, depth=0)
    sized = _sized(doc, span, sentence, language)
    if sized is not None and sized.i not in chosen:
        _subtree(sized, chosen, span, depth=1)
    verb = _governor(anchor, sentence)
    if verb is not None:
        _add_clause(verb, chosen, span, sentence)
    words = [doc[i] for i in sorted(chosen) if not (span.start <= i < span.end)]
    words = [w for w in words if not w.is_space and not w.is_punct and w.text not in "$€£%" and not w.like_num]
    while words and words[-1].pos_ in ("ADP", "DET", "CCONJ", "PRON"):
        words.pop()
    return (
        "".join(w.text_with_ws if w.whitespace_ or w.text.endswith(("'", "’")) else w.text + " " for w in words).strip()
        or None
    )


def _add_clause(verb: Token, chosen: set[int], span: Span, sentence: Span) -> None:
    if verb.lemma_ not in _LIGHT_VERBS:
        chosen.add(verb.i)
    for child in verb.children:
        if (
            len(chosen) < 4
            and child.dep_ in ("prep", "obl", "obl:arg", "dobj", "obj", "xcomp", "attr")
            and child.i > verb.i
        ):
            _subtree(child, chosen, span, depth=1)
    subject = _subject(verb, sentence)
    if subject is not None and subject.pos_ not in ("PRON", "DET"):
        _subtree(subject, chosen, span, depth=1, stop=verb)


def _subject(verb: Token, sentence: Span) -> Token | None:
    """The verb's subject, or the one it takes from the verb above it."""
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in _SUBJECTS and not (child.pos_ == "PRON" and verb.dep_ in _RELATIVES):
                return child
        if verb.head == verb or not sentence.start <= verb.head.i < sentence.end:
            return None
        if verb.dep_ in _RELATIVES:
            return verb.head
        if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "aux", "ccomp"):
            return None
        verb = verb.head
    return None


def _described(doc: Doc, end: int, sentence: Span) -> Token | None:
    """The noun behind a unit: `8.5 kW system`, `a 17-page memo`."""
    i = _token_after(doc, end)
    if i < len(doc) and doc[i].text in _HYPHENS:
        i += 1
    head = None
    while i < min(sentence.end, len(doc)) and doc[i].pos_ in ("NOUN", "PROPN", "ADJ"):
        if doc[i].pos_ != "ADJ":
            head = doc[i]
        i += 1
    return head


def _sized(doc: Doc, span: Span, sentence: Span, language: str) -> Token | None:
    """The noun before `of`: `sales of 5,835 units`."""
    i = span.start - 1
    while i > sentence.start and (
        doc[i].pos_ in ("ADV", "ADJ", "SYM", "DET") or doc[i].lower_ in ("up", "to", "than", "at")
    ):
        i -= 1
    if i > sentence.start and doc[i].lower_ in _OF[language] and doc[i - 1].pos_ in _NOUNS:
        return doc[i - 1]
    return None


def _attached(span: Span) -> Token:
    """The word the number hangs on where it has no noun of its own."""
    root = span.root
    if root.head.text in "%$€£" or root.head.lower_ in (
        "percent",
        "cent",
        "pc",
        "pourcent",
        "points",
        "point",
        "dollars",
        "dollar",
    ):
        root = root.head
    return root


def _subtree(token: Token, chosen: set[int], span: Span, *, depth: int, stop: Token | None = None) -> None:
    """Adds `token` and what restricts it, up to three levels down."""
    if token == stop or len(chosen) > 18:
        return
    chosen.add(token.i)
    if depth >= 4:
        return
    for child in token.children:
        if child.dep_ in _DROPPED or child.dep_ in ("quantmod", "nummod") or child.ent_type_ == "DATE" or child == stop:
            continue
        if child.dep_ in ("relcl", "acl:relcl", "conj", "appos") and depth > 0:
            continue
        if child.pos_ == "PRON" and not span.start <= child.i < span.end:
            continue
        _subtree(child, chosen, span, depth=depth + 1, stop=stop)


def _governor(token: Token, sentence: Span) -> Token | None:
    for steps, ancestor in enumerate(token.ancestors):
        if steps > 5 or not sentence.start <= ancestor.i < sentence.end:
            return None
        if ancestor.pos_ in ("VERB", "AUX"):
            return ancestor
    return token if token.pos_ in ("VERB", "AUX") else None
