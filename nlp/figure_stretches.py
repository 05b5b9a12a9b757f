"""How far a phrase goes: stretches of a sentence's words around a noun, without dates, numbers and attribution."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Doc, Span, Token

from nlp.extensions import starting_in, starts_of
from nlp.figure_counted import Counted
from nlp.number_words import word_set
from nlp.numbers import Number
from nlp.reporting import is_reporting

MOST_WORDS = 12
# Words more than that are left standing rather than cut.
_SPARE = 2
NOUNS = frozenset({"NOUN", "PROPN"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})
OBJECTS = frozenset({"dobj", "obj"})
RELATIVE = frozenset({"relcl", "acl", "acl:relcl"})
RELATIVE_PRONOUNS = word_set("who that which whom qui que qu' qu’ dont où where")
# Words that begin another thought than what is counted.
_STOPS = word_set(
    "according including include includes down up compared while whereas but than versus because although though when "
    "if unless until so since among selon d'après d’après suivant dont contre soit tandis mais alors parce car si "
    "lorsque quand depuis comme comparativement toujours where whom per apiece"
)
LOOSE = frozenset({"ADP", "DET", "CCONJ", "SCONJ", "PRON", "AUX", "PUNCT", "SPACE", "PART", "ADV", "SYM", "NUM"})
OF = word_set("of de d' d’ du des")
# What stands between a preposition and a date that is left out: `in the course of`, `au cours de`.
BEFORE_DATE = word_set("course whole end start beginning rest cours ensemble fin début long total tout")
# Adverbs that tie a predicate to what was said before it.
_PASSING = word_set("also already still now then thus therefore meanwhile however aussi déjà encore donc")
# Adverbs that make another verb of the one before them: `turned back`, `sent home`.
PARTICLES = word_set("back aside away forward apart together home")
_AUXILIARY = frozenset({"aux", "auxpass", "cop", "aux:pass", "aux:tense"})
_TIMES = word_set(
    "second minute hour day night week month moi mois year decade season heure jour nuit semaine an année time"
)
_LEADING = word_set(
    "the a an its their his her our my your this these those some more other another additional extra about only just "
    "alone le la les l' l’ un une des du de d' d’ ses leurs leur son sa ces cette ce quelque quelques autres plus new "
    "many such environ près of any each or so"
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in its sentence, for `phrase`."""

    number: Number
    counted: Counted
    sentence: Span
    end: int
    """Character offset after unit, noun and rate."""
    money: bool
    bare: bool
    """Neither unit nor noun stands by it."""
    others: tuple[tuple[int, int], ...]
    """The other figures of the sentence."""


class Stretches:
    """The words of one numeral's sentence, which phrases are cut from."""

    def __init__(self, doc: Doc, numeral: Numeral, span: Span, language: str) -> None:
        self.doc, self.numeral, self.span, self.language = doc, numeral, span, language
        self.first, self.last = numeral.sentence.start, numeral.sentence.end
        self.dates: dict[int, int] = {}
        for date in starting_in(doc._.dates, numeral.sentence.start_char, numeral.sentence.end_char):
            when = doc.char_span(date.start, date.end, alignment_mode="expand")
            if when is not None:
                self.dates |= dict.fromkeys(range(when.start, when.end), when.end)
        self.taken = {
            i
            for start, end in (*numeral.others, (span.start_char, span.end_char))
            if (other := doc.char_span(start, end, alignment_mode="expand")) is not None
            for i in range(other.start, other.end)
        }

    def _token_at(self, offset: int) -> int:
        return min(bisect_left(starts_of(self.doc), offset, self.span.end), self.last)

    def at(self, offset: int) -> str:
        """The lower-case token behind the space at a character offset."""
        i = next((t.i for t in self.doc[self.span.end : self.last] if t.idx >= offset and not t.is_space), self.last)
        return self.doc[i].lower_ if i < self.last else ""

    def left(self, head: Token) -> list[int]:
        """`head` with the modifiers before it, in one piece."""
        start = head.i
        first = self._token_at(self.numeral.end) if self.numeral.end <= head.idx else self.first
        while start > first:
            token = self.doc[start - 1]
            possessive = token.tag_ == "POS" or token.text in ("'s", "’s")
            compound = (token.dep_ == "compound" and token.pos_ != "NUM") or self._modifies(token, head)
            if not (token.pos_ in ("NOUN", "PROPN", "ADJ") or possessive or compound or token.text in "-‑&") or (
                start - 1 in self.dates or start - 1 in self.taken
            ):
                break
            if self.language == "fr" and token.pos_ in NOUNS and head.pos_ == "NOUN":
                break
            start -= 1
        return list(range(start, head.i + 1))

    def _modifies(self, participle: Token, head: Token) -> bool:
        """`continuing` of `from continuing operations`; not of `caught filming girls`."""
        if participle.dep_ != "amod" or participle.tag_ not in ("VBG", "VBN") or participle.head.i > head.i:
            return False
        before = self.doc[participle.i - 1] if participle.i else None
        return before is not None and (before.pos_ in ("DET", "ADJ", "ADP") or before.tag_ in ("PRP$", "POS"))

    def right(self, group: Iterable[int], i: int, predicate: Token | None) -> list[int]:
        """What restricts `group` from token `i` on, dates left out; `predicate` is the verb whose subject it is."""
        chosen: list[int] = []
        inside = set(group)
        while i < self.last:
            token = self.doc[i]
            if i in self.dates:
                skipped = self.dates[i]
                noun = skipped < self.last and self.doc[skipped].pos_ in ("NOUN", "PROPN", "ADJ")
                if self.language == "en" and chosen and noun and self.doc[skipped - 1].head.i >= skipped:
                    # `drop in third-quarter income`
                    i = skipped
                    continue
                chosen = self.trimmed(chosen)
                if not chosen and not inside:
                    break
                if skipped < self.last and self.doc[skipped].pos_ == "ADP" and self.doc[skipped].lower_ not in _STOPS:
                    i = skipped
                    continue
                break
            if i in self.taken and (past := self._past_size(i)):
                i = past
                continue
            stops = token.lower_ in _STOPS and token.dep_ != "prt"
            if i in self.taken or stops or "\n" in token.text or self.says_when(i):
                break
            if token.is_punct or token.pos_ == "SYM" or token.text in "|•":
                joins = token.text in ("-", "‑") and not self.doc[i - 1].whitespace_
                if joins or token.text in ("'", "’") or (token.text == "," and self._lists_on(i, inside)):
                    chosen.append(i)
                    i += 1
                    continue
                break
            if token.pos_ == "CCONJ" and not self._joins(i, inside):
                break
            hyphenated = self.doc[i - 1].text in "-‑" and not self.doc[i - 1].whitespace_
            if token.pos_ in ("VERB", "AUX") and not hyphenated and not self._restricts(token, inside, predicate):
                break
            if token.lower_ in RELATIVE_PRONOUNS and token.pos_ in ("PRON", "SCONJ") and not self._opens(token, inside):
                break
            auxiliary = predicate is not None and i < predicate.i and (token.pos_ == "AUX" or token.dep_ in _AUXILIARY)
            passing = predicate is not None and i < predicate.i and token.lower_ in _PASSING
            denied = any(t.dep_ == "neg" for t in self.doc[i + 1 : i + 3])
            if auxiliary and (token.tag_ == "MD" or (denied and not self._is_not(predicate))):
                break
            if not auxiliary and not passing:
                chosen.append(i)
            inside.add(i)
            i += 1
        return self.trimmed(chosen)

    def _past_size(self, i: int) -> int | None:
        """Index behind a size between article and noun: `a 10 kW system`."""
        k = i
        while k < self.last and (k in self.taken or self.doc[k].text in "-‑"):
            k += 1
        article = i > self.first and self.doc[i - 1].lower_ in ("a", "an", "the", "un", "une", "le", "la")
        sized = article and k < self.last and self.doc[k].pos_ in ("NOUN", "ADJ")
        return k if sized and k not in self.dates else None

    def says_when(self, i: int) -> bool:
        """`in that month`, `within the year`, `a day`: a time that is no date."""
        following = self.doc[i + 1].lower_ if i + 1 < self.last else ""
        if self.doc[i].lower_ in ("a", "an", "each", "every", "per", "par", "chaque") and following in _TIMES:
            return True
        if self.doc[i].pos_ != "ADP":
            return False
        k = i + 1
        while k < self.last and k < i + 4 and self.doc[k].pos_ in ("DET", "ADJ", "PRON", "NUM"):
            k += 1
        return k < self.last and self.doc[k].lower_.rstrip("s") in _TIMES

    def trimmed(self, chosen: list[int]) -> list[int]:
        while chosen:
            token = self.doc[chosen[-1]]
            lone = token.lower_ in BEFORE_DATE and len(chosen) > 1 and self.doc[token.i - 1].pos_ in ("ADP", "DET")
            lone = lone or (token.lower_ in ("aged", "worth") and token.i + 1 < self.last)
            lone = lone or (token.lower_ in ("much", "many") and self.doc[token.i - 1].lower_ == "as")
            closes = token.lower_ in PARTICLES and self.doc[token.i - 1].pos_ == "VERB"
            if (closes or token.dep_ == "prt") and len(chosen) > 1:
                break
            if token.pos_ not in LOOSE and not lone and not token.is_punct and token.tag_ not in ("JJS", "PDT", "JJR"):
                break
            chosen = chosen[:-1]
        return chosen

    def _lists_on(self, comma: int, inside: set[int]) -> bool:
        """A comma between the members of a list, which `and` closes."""
        for k in range(comma + 1, min(comma + 6, self.last)):
            token = self.doc[k]
            if token.dep_ == "conj" and token.pos_ in NOUNS and token.head.i in inside:
                window = range(comma + 1, min(comma + 12, self.last))
                ends = any(self.doc[n].pos_ == "CCONJ" for n in window)
                return ends and not any(n in self.taken for n in range(comma + 1, k + 1))
            if token.pos_ not in _NOMINAL and token.pos_ != "CCONJ":
                return False
        return False

    def _joins(self, i: int, inside: set[int]) -> bool:
        for k in range(i + 1, min(i + 8, self.last)):
            token = self.doc[k]
            if k in self.taken or token.is_punct:
                return False
            if token.dep_ == "conj":
                return token.head.i in inside and not (token.pos_ == "VERB" and token.head.pos_ in NOUNS)
        return False

    def _restricts(self, token: Token, inside: set[int], predicate: Token | None) -> bool:
        if predicate is not None:
            if token == predicate:
                return (not self.negated(token) or self._is_not(token)) and not is_reporting(token)
            if token.head == predicate and token.i < predicate.i:
                return True
        if token.dep_ in (*RELATIVE, "pcomp", "xcomp", "conj", "amod", "advcl", "acomp"):
            return token.head.i in inside and not (token.dep_ == "advcl" and predicate is None)
        if token.tag_ in ("VBG", "VBN") and token.i - 1 in inside:
            # `a poll of 1,500 adults found` ends in what the poll did
            ends = token.i + 1 == self.last or self.doc[token.i + 1].is_punct
            return not (ends and is_reporting(token))
        if token.pos_ == "AUX" or token.dep_ in ("aux", "cop", "aux:pass", "aux:tense", "auxpass"):
            return token.head.dep_ in RELATIVE and token.head.head.i in inside
        return False

    def _is_not(self, predicate: Token | None) -> bool:
        """`people not using the bridge` from `people were not using the bridge`."""
        if predicate is None or predicate.tag_ not in ("VBG", "VBN"):
            return False
        before = [child for child in predicate.children if child.dep_ in ("aux", "auxpass", "neg")]
        return all(child.lemma_ == "be" or child.lower_ == "not" for child in before)

    def _opens(self, pronoun: Token, inside: set[int]) -> bool:
        verb = pronoun
        for _ in range(3):
            if verb.dep_ in RELATIVE:
                return verb.head.i in inside
            verb = verb.head
        return False

    def negated(self, verb: Token) -> bool:
        return any(
            child.dep_ == "neg" or child.lower_ in ("not", "n't", "pas", "jamais", "never") for child in verb.children
        )

    def text(self, chosen: Iterable[int], *, bare: bool = False, leading: bool = True) -> str:
        """The tokens as the text has them, cut to size; `bare`: not cut. `leading`: without leading articles."""
        words = self.trimmed([i for i in chosen if not self.doc[i].is_space])
        while leading and len(words) > 1 and self._skipped(self.doc[words[0]]):
            if self.doc[words[1]].lower_ in RELATIVE_PRONOUNS:
                break
            words = words[1:]
        if not bare and len(self._joined(words).split()) > MOST_WORDS + _SPARE:
            words = self._cut(words)
        return self._joined(words)

    def _skipped(self, token: Token) -> bool:
        number = token.pos_ == "NUM" and token.is_alpha
        return number or token.lower_ in _LEADING or token.is_punct or token.text in ("'s", "’s")

    def _cut(self, words: list[int]) -> list[int]:
        """Ended before the last preposition, relative pronoun or conjunction that keeps to the length."""
        ends = [
            n
            for n in range(2, len(words))
            if len(self._joined(words[:n]).split()) <= MOST_WORDS
            and (self.doc[words[n]].pos_ in ("ADP", "CCONJ", "SCONJ") or self.doc[words[n]].lower_ in RELATIVE_PRONOUNS)
            and self.doc[words[n]].lower_ not in OF
        ]
        return self.trimmed(words[: ends[-1] if ends else MOST_WORDS])

    def word(self, token: Token) -> str:
        """As the text has it, without the capital that begins a sentence."""
        begins = token.i == self.numeral.sentence.start or (token.i and self.doc[token.i - 1].text in '—–«“"\n')
        named = token.pos_ in ("PROPN", "NUM") or token.ent_type_
        lower = begins and not named and token.text[1:] == token.lower_[1:]
        return token.lower_ if lower else token.text

    def _joined(self, words: list[int]) -> str:
        parts: list[str] = []
        for n, i in enumerate(words):
            token = self.doc[i]
            gap = n + 1 < len(words) and (bool(token.whitespace_) or words[n + 1] != i + 1)
            elided = self.language == "fr" and token.text.endswith(("'", "’"))
            parts.append(self.word(token) + (" " if gap and not elided else ""))
        return tidy("".join(parts))


def tidy(text: str) -> str:
    return " ".join(text.split())
