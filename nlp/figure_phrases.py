"""The phrase that says what a number is said of, as a reader would put it: `people who crossed between ports of entry`.

It is a stretch of the sentence's own words, mostly in one piece: the noun behind the number and what restricts it,
or else the noun that the verb, a unit or a preposition ties the number to. Dates, numbers, attribution, leading
articles and auxiliaries are left out. Of an active verb with the counted noun as its object it makes a passive one
(`The board heard 40 appeals`: `appeals heard by the board`), where the text has the form of the participle.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Token

from nlp.extensions import text_of
from nlp.figure_bare import BareNumbers
from nlp.figure_clauses import CHANGES, EMPTY, MEASURING, THOSE
from nlp.figure_passives import LIGHT, STATES
from nlp.figure_stretches import (
    LOOSE,
    MOST_WORDS,
    NOUNS,
    OBJECTS,
    OF,
    RELATIVE_PRONOUNS,
    SUBJECTS,
    Numeral,
    tidy,
)
from nlp.number_words import word_set

__all__ = ["Numeral", "phrase"]

_WHERE = word_set("in at on near across inside outside à au aux en dans sur chez")
_TIES = word_set("at by to from for in of on between par pour à de")
_WHOM_ALWAYS = word_set("for among pour parmi chez")
_WHOM = {"en": word_set("for among from in on at"), "fr": word_set("pour parmi chez en dans au aux à")}
_MOST_WORDS_BETWEEN = 5
_TRADING = word_set("close open trade settle end finish hover")
_SPENDING = {"en": "amount", "fr": "somme"}


def phrase(doc: Doc, numeral: Numeral, language: str, previous: str | None) -> str | None:
    """What the number is said of, at most some twelve words; None where the text does not say.

    `previous` is what the figure before it is said of, which a number without a noun of its own takes over
    (`39,540 people, of whom 39,171`).
    """
    span = doc.char_span(numeral.number.start, numeral.number.end, alignment_mode="expand")
    if span is None or not len(span):
        return None
    words = _Words(doc, numeral, span, language)
    noun = (numeral.counted.noun or "").split(" ")[-1]
    measures = noun in MEASURING and not (noun == "point" and words.at(numeral.counted.end) in OF)
    own = numeral.counted.head is not None and not measures and noun != "age"
    found = words.own() if own else words.with_whom(words.borrowed(previous))
    return found or None


class _Words(BareNumbers):
    def own(self) -> str:
        head = self.numeral.counted.head
        assert head is not None
        group = [i for i in range(self.span.end, self.noun_end(head)) if not self.doc[i].is_space]
        behind = self.after_rate(group[-1] + 1 if group else head.i + 1)
        if self.numeral.number.end > head.idx:
            group, behind = [head.i], head.i + 1
        hyphenated = text_of(self.doc)[self.numeral.number.end : self.numeral.number.end + 1] in ("-", "‑")
        if hyphenated and behind < self.last and self.doc[behind].pos_ in ("NOUN", "PROPN", "ADJ"):
            # `a 17-page memo`
            group, behind = [], behind
        if sized := self._is_size_of(head):
            return sized
        whole = self._whole_of(head)
        verb = whole.head if whole.dep_ in OBJECTS and whole.head.pos_ == "VERB" else self._verb_before(head)
        subject = whole.dep_ in SUBJECTS and head.i < whole.head.i < self.last
        predicate = whole.head if subject else self._verb_behind(behind)
        rest = self.right(group, behind, predicate)
        if not rest and subject and any(i in self.taken for i in range(behind, whole.head.i)):
            # `Seven rooms and two halls face the lake`
            rest = self.right(group, whole.head.i, predicate)
        if self.doc[self.span.start - 1].pos_ != "DET" and (sized := self.sized()) and len(sized.split()) <= 4:
            return f"{sized} {'of' if self.language == 'en' else 'de'} {self.text([*group, *rest])}"
        if not rest and verb is not None and self._is_told(verb, behind):
            rest = self.right([*group, verb.i], behind, None)
        if passive := self._said_by(verb, head, rest) if verb is not None else "":
            return self._with_passive(group, passive, rest)
        if not rest and (clause := self.relative(whole)):
            return f"{self.text(group)} {clause}"
        where = "" if rest or self.numeral.number.value < 2 else self._fronted()
        return f"{self.text([*group, *rest])} {where}".strip()

    def _with_passive(self, group: list[int], passive: str, rest: list[int]) -> str:
        noun, close = self.text(group, bare=True), self._close(rest)
        if rest and self.doc[rest[0]].tag_ == "JJ":
            # `people left dead by the blast`
            participle, by, agent = passive.partition(" by ")
            return f"{noun} {participle} {self.text(rest, bare=True)}{by}{agent}"
        if close and passive.startswith("to be ") and any(self.doc[i].pos_ == "VERB" for i in rest):
            # `visas they have asked for`: the nearer clause says enough
            return self.text([*group, *rest])
        return self._fit(noun, passive, self.text(rest, bare=True, leading=False), verb_first=not close)

    def _whole_of(self, noun: Token) -> Token:
        """`equivalent` of `moved the equivalent of 40 containers`, the first of a row: what the verb governs."""
        while noun.head.i < noun.i:
            if noun.dep_ == "conj" and noun.head.pos_ in NOUNS:
                noun = noun.head
            elif noun.dep_ == "pobj" and noun.head.lower_ in OF and self._is_number(noun.head.head):
                noun = noun.head.head
            elif noun.dep_ == "nmod" and noun.head.dep_ in SUBJECTS and self._is_number(noun.head):
                noun = noun.head
            else:
                break
        return noun

    def _is_size_of(self, head: Token) -> str:
        """`current population` from `The current population is 8,000 people`."""
        verb = head.head
        if head.dep_ != "attr" or verb.lemma_ != "be" or self.negated(verb):
            return ""
        if any(token.is_punct for token in self.doc[verb.i : self.span.start]):
            return ""
        subject = next((child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i), None)
        if subject is None or subject.pos_ not in NOUNS or subject.i in self.dates | dict.fromkeys(self.taken, 0):
            return ""
        return self.noun_phrase(subject, verb)

    def _is_number(self, token: Token) -> bool:
        return token.lower_ in EMPTY or self.span.start <= token.i < self.span.end

    def _is_told(self, verb: Token, i: int) -> bool:
        """`to flee` of `The fire forced 900 people to flee`."""
        return i + 1 < self.last and self.doc[i].tag_ == "TO" and self.doc[i].head.head == verb

    def _said_by(self, verb: Token, head: Token, rest: list[int]) -> str:
        if self._close(rest) and len(rest) > _MOST_WORDS_BETWEEN:
            return ""
        return self.having(verb) or self.passive(verb, head)

    def _close(self, rest: list[int]) -> bool:
        """Whether what follows belongs to the noun rather than to its verb: `members of the board`."""
        if rest and self.doc[rest[0]].lower_ == "for" and self.doc[rest[0]].head.pos_ == "VERB":
            return False
        if rest and self.doc[rest[0]].tag_ == "TO":
            return False
        joined = len(rest) > 1 and self.doc[rest[0]].pos_ == "CCONJ" and self.doc[rest[1]].pos_ in (*NOUNS, "ADJ")
        return joined or (bool(rest) and not self._takes_participle(rest[0]))

    def _verb_before(self, head: Token) -> Token | None:
        """The verb right before a number whose noun the parser does not take for its object."""
        if head.dep_ in SUBJECTS:
            return None
        for i in range(self.span.start - 1, max(self.first, self.span.start - 6), -1):
            token = self.doc[i]
            if token.pos_ == "VERB" and token.tag_ not in ("VBG", "VB"):
                return token
            if token.pos_ not in ("ADV", "SYM") and token.lower_ not in (
                "de",
                "d'",
                "en",
                "tout",
                "près",
                "que",
                "quelque",
            ):
                return None
        return None

    def _verb_behind(self, i: int) -> Token | None:
        """The verb right behind the noun, where no other verb of the sentence could govern it."""
        if i >= self.last or self.doc[i].tag_ not in ("VBD", "VBP", "VBZ"):
            return None
        before = self.doc[self.first : self.span.start]
        return None if any(t.pos_ in ("VERB", "AUX") for t in before) or self.doc[i].pos_ == "AUX" else self.doc[i]

    def _fronted(self) -> str:
        """`at Quebec's offices` from `At Quebec's offices, the agency took 40 claims`."""
        first = self.doc[self.first]
        if first.pos_ != "ADP" or first.lower_ not in _WHERE:
            return ""
        end = next((i for i in range(self.first, min(self.first + 9, self.span.start)) if self.doc[i].text == ","), 0)
        words = self.doc[self.first : end] if end else None
        if words is None or any(i in self.dates or i in self.taken for i in range(self.first, end)):
            return ""
        named = any(t.pos_ in ("DET", "PROPN") for t in words) or words[0].lower_ in ("au", "aux", "at")
        text = tidy(words.text)
        return text[:1].lower() + text[1:] if named else ""

    def _fit(self, noun: str, passive: str, rest: str, *, verb_first: bool = True) -> str:
        """Noun, participle with its agent, rest; what is least needed goes where it gets too long."""
        participle = re.split(r" (?:by|par) ", passive)[0]
        for said, more in ((passive, rest), (participle, rest), (passive, "")):
            words = " ".join(part for part in ((noun, said, more) if verb_first else (noun, more, said)) if part)
            if len(words.split()) <= MOST_WORDS:
                return words
        return f"{noun} {rest}".strip()

    def noun_end(self, head: Token) -> int:
        """Index behind the counted noun with its compound (`demande d'asile`)."""
        i = head.i + 1
        while i < self.last and self.doc[i].idx < self.numeral.counted.end:
            i += 1
        return i

    def _takes_participle(self, i: int) -> bool:
        if i >= self.last or i in self.dates:
            return True
        token = self.doc[i]
        if token.lower_ in OF or token.lower_ in RELATIVE_PRONOUNS or token.lower_ in ("from", "for", "pour"):
            return False
        return token.is_punct or token.pos_ in ("ADP", "CCONJ", "SCONJ", "ADV", "PUNCT", "DET", "NOUN")

    def borrowed(self, previous: str | None) -> str:
        number, i = self.numeral.number, self._after_aside(self.after_rate(self.span.end))
        if previous and self.numeral.bare and self._of_them(i):
            return previous
        if self.numeral.bare and number.kind == "cardinal" and (clause := self.in_own_clause(i, previous)):
            return clause
        inside = [t for t in self.span if t.pos_ == "NOUN" and t.is_alpha] if number.kind == "ratio" else []
        if inside:
            # `un demandeur sur trois`
            return self.text([inside[0].i, *self.right([inside[0].i], i, None)])
        if shared := self.part_of(i):
            return shared
        if self.numeral.bare and (bearer := self.bearer(i)):
            return bearer
        described = self.described(i)
        if described:
            return described
        if label := ("" if self.acts() else self.label()) or self.member():
            return label
        if self._is_of(i) and number.kind != "multiple":
            rest = self.right([], i + 1, None)
            noun = next((self.doc[k] for k in rest if self.doc[k].pos_ in NOUNS), None)
            if noun is not None and noun.lower_ in EMPTY and previous:
                return previous
            if any(self.doc[k].lower_ in THOSE for k in rest[:1]) and len(rest) > 1:
                # `69 per cent of those polled`
                return self.text(rest)
            if noun is not None and noun.lower_ not in MEASURING and noun.lower_.rstrip("s") not in MEASURING:
                return self.text(rest)
        if tied := self.tied() or self.sold():
            return tied
        if self.numeral.money and (kind := self.in_kind(i)):
            return kind
        if self.numeral.money and (moved := self._moved(i)):
            return moved
        if sized := self.sized():
            # what rises says more than `increase`
            return previous if previous and sized.lower() in CHANGES else sized
        if (parent := self.parent()) is not None:
            return self.noun_phrase(parent, None)
        verb = self.verb()
        subject = self.subject_of(verb) if verb is not None else None
        if self.numeral.bare and (antecedent := self.antecedent(verb)):
            return antecedent
        if self.numeral.bare and previous and not self.is_subjects(verb, subject):
            return previous
        if verb is not None and self.numeral.money and (spent := self._spent(verb, i)):
            return spent
        if subject is not None and subject.lower_ in EMPTY and subject.right_edge.i == subject.i and previous:
            return previous
        if number.percent and self.acts():
            return previous or ""
        if verb is not None and not self.numeral.bare and (clause := self._clause(verb, subject)):
            return clause
        if verb is not None and (thing := self.object_of(verb)) is not None:
            return self.noun_phrase(thing, None)
        if subject is not None:
            return self.noun_phrase(subject, verb)
        share = number.percent or any(t.lower_ in ("percent", "cent") for t in self.doc[self.span.end : i])
        if previous and (self.numeral.bare or share or number.kind != "cardinal" or self._takes_number(verb)):
            return previous
        if verb is not None and verb.dep_ == "pcomp":
            # `with half of them waiting for a bed`
            behind = verb.i >= self.span.end
            return self.text([verb.i, *self.right([verb.i], verb.i + 1, None)]) if behind else self.word(verb)
        return self.behind_preposition(i) or self.nearest()

    def _takes_number(self, verb: Token | None) -> bool:
        """Whether another number is the subject: `One family in four waits ten months`."""
        children = verb.children if verb is not None else ()
        own = range(self.span.start, self.span.end)
        return any(child.dep_ in SUBJECTS and child.i in self.taken and child.i not in own for child in children)

    def _is_of(self, i: int) -> bool:
        """`of`, or `off a laptop`, behind the number."""
        if i + 1 >= self.last or i in self.taken:
            return False
        return self.doc[i].lower_ in OF or (self.doc[i].lower_ == "off" and self.doc[i + 1].pos_ in ("DET", "PRON"))

    def _after_aside(self, i: int) -> int:
        """Index behind `(11 km)` where the same is said in another unit."""
        if not self.numeral.bare and i < self.last and self.doc[i].text == "(":
            for k in range(i + 1, min(i + 8, self.last - 1)):
                if self.doc[k].text == ")":
                    return k + 1
        return i

    def with_whom(self, found: str) -> str:
        """`acceptance rate for Turks`: the phrase with whom or where a share, sum or bare number holds for."""
        i = self._after_aside(self.after_rate(self.span.end))
        if i + 1 < self.last and self.doc[i].lower_ in OF and self.doc[i + 1].lower_ == "them":
            i += 2
        verb = self.span.root.head
        done = self.span.root.dep_ in OBJECTS and verb.pos_ == "VERB" and verb.lemma_.lower() not in LIGHT | STATES
        if done and i < self.last and self.doc[i].lower_ not in _WHOM_ALWAYS:
            # `Paris demanded £30 million from London`: Paris is not from there
            return found
        if not found or i + 1 >= self.last or self.doc[i].lower_ not in _WHOM[self.language] or self.says_when(i):
            return found
        rest = self._plain(self.right([], i + 1, None))
        named = self.doc[i].lower_ in _WHOM_ALWAYS or any(self.doc[k].pos_ in ("PROPN", "DET") for k in rest)
        more = self.text(rest, leading=False)
        if not named or not 0 < len(more.split()) <= _MOST_WORDS_BETWEEN or self.text(rest).lower() in found.lower():
            return found
        tie = f" {self.doc[i].lower_} "
        start = found.split(tie)[0]
        return f"{start}{tie}{more}" if len(start.split()) <= MOST_WORDS else found

    def _plain(self, words: list[int]) -> list[int]:
        """Up to the first verb or pronoun."""
        ends = (n for n, i in enumerate(words) if self.doc[i].pos_ in ("VERB", "AUX", "PRON", "SCONJ"))
        return self.trimmed(words[: next(ends, len(words))])

    def _of_them(self, i: int) -> bool:
        return any(t.lower_ in ("them", "these", "those", "eux", "elles", "which", "whom") for t in self.doc[i : i + 3])

    def _spent(self, verb: Token, behind: int) -> str:
        """`amount spent by Ottawa on hotels`."""
        root = self._whole_of(self.span.root)
        if root.dep_ not in (*OBJECTS, "nummod", "quantmod") or verb.lemma_.lower() in STATES | LIGHT | _TRADING:
            return ""
        passive = self.passive(verb, root) if not self.negated(verb) else ""
        between = self.doc[verb.i + 1 : root.left_edge.i if root.i < self.span.start else self.span.start]
        if not passive or not verb.i < self.span.start or any(w.lower_ in _TIES for w in between):
            return ""
        if self.language == "fr":
            # the text's participle, which agrees with no object behind it: `a remis`, so `somme remise`
            passive = f"{verb.lower_}e {passive.partition(' ')[2]}".strip()
        rest = self.text(self.right([], behind, None), bare=True, leading=False)
        return self._fit(_SPENDING[self.language], passive, rest)

    def _moved(self, behind: int) -> str:
        """`amount paid out by the city` of `$40 million was paid out by the city`."""
        root = self._whole_of(self.span.root)
        if behind + 1 < self.last and self.doc[behind].tag_ == "VBN" and self.doc[behind + 1].pos_ == "ADP":
            # `$11 million related to the repair of a mill`
            told = self.text([behind, *self.right([behind], behind + 1, None)])
            return f"{_SPENDING['en']} {told}" if self.doc[behind].lower_ != "compared" else ""
        if root.dep_ != "nsubjpass" or not behind <= root.head.i < self.last or self.negated(root.head):
            return ""
        words = self.right(range(root.i, self.span.end), behind, root.head)
        return f"{_SPENDING['en']} {self.text(words)}" if root.head.i in words else ""

    def _clause(self, verb: Token, subject: Token | None) -> str:
        """`people who claim asylum` before `within 14 days`: from the subject to the number's preposition."""
        if subject is None or not subject.i < verb.i < self.span.start or self.numeral.counted.noun is None:
            return ""
        stop = self.span.start
        if not any(self.doc[k].pos_ in ("ADP", "SCONJ") for k in range(max(verb.i + 1, stop - 4), stop)):
            return ""
        while stop > verb.i + 1 and (
            self.doc[stop - 1].pos_ in LOOSE
            or self.doc[stop - 1].lower_ in ("less", "moins", "near")
            or self.doc[stop - 1].lower_ in EMPTY
        ):
            stop -= 1
        group = self.left(subject)
        apart = any(self.doc[i].is_punct for i in range(subject.i + 1, verb.i))
        # `The island, home to many, lost power for two days`
        words = [*group, *range(verb.i, stop)] if apart else list(range(group[0], stop))
        # `followed 400 patients for six years`
        words = [i for i in words if i not in self.taken or self.doc[i - 1].pos_ != "VERB"]
        if any(i in self.taken or i in self.dates or self.doc[i].text in ',;:()«»“”"' for i in words):
            return ""
        return self.text(words) if len(words) <= MOST_WORDS + 4 and verb.lemma_.lower() not in LIGHT else ""
