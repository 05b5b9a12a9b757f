"""What a number without a noun of its own counts where its clause says: `40 people died and 60 were hurt`."""

from __future__ import annotations

from itertools import takewhile

from spacy.tokens import Token

from nlp.figure_bearers import Bearers
from nlp.figure_passives import LIGHT, STATES
from nlp.figure_stretches import OBJECTS, OF, RELATIVE, RELATIVE_PRONOUNS, SUBJECTS
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_QUANTITIES = word_set("over under around about near")
_CONDITIONS = word_set("dead missing homeless unaccounted alive outstanding pregnant unhurt")
# After these a number is a part of what was counted before.
_PARTS = word_set("including them among included")
# `claimed 200 lives and injured 40`
_NO_PEOPLE = frozenset({"lives"})
_ENDS_NOUN = word_set("by in of at on for from to with under over near the a an along as who that whose")
_MOST_WORDS_OF_NOUN = 4


class BareNumbers(Bearers):
    def in_own_clause(self, behind: int, previous: str | None) -> str:
        """`people hurt in the blast` of `40 people died and 60 were hurt in the blast`; `behind` is the token after
        the number, `previous` what the figure before it is said of."""
        if self.language != "en":
            return ""
        root = self.span.root
        if behind < self.last and self.doc[behind].lower_ in OF:
            return ""
        adjacent = behind == self.span.end
        if clause := adjacent and (self._described_behind(behind) or self._predicate_behind(root, behind)):
            return f"{self._counted_before(root, previous)} {clause}".strip()
        verb, is_object = root.head, root.dep_ in OBJECTS
        if root.dep_ == "pobj" and verb.lower_ in _QUANTITIES and verb.head.pos_ == "VERB":
            # `wounded over 5,000`
            verb, is_object = verb.head, verb.head.lower_ != "aged"
        if is_object and verb.i < root.i and (done := self.passive(verb, root)):
            near = any(self.numeral.sentence.start_char <= end < self.span.start_char for _, end in self.numeral.others)
            noun = self._counted_before(root, previous if near else None)
            return f"{noun} {done}" if noun else done if " by " in done and previous else ""
        return ""

    def _described_behind(self, i: int) -> str:
        if i >= self.last or i in self.dates:
            return ""
        if self.doc[i].tag_ != "VBN" and self.doc[i].lower_ not in _CONDITIONS:
            return ""
        return self.text([i, *self.right([i], i + 1, None)])

    def _predicate_behind(self, root: Token, i: int) -> str:
        verb = root.head
        if root.dep_ not in SUBJECTS or not i <= verb.i < self.last or verb.dep_ in RELATIVE:
            return ""
        passive = any(child.dep_ == "auxpass" for child in verb.children)
        if verb.lemma_ == "be" and not self.negated(verb) and verb.i + 1 < self.last:
            # `4,000 were still in the dark`
            where = verb.i + 2 if self.doc[verb.i + 1].pos_ == "ADV" else verb.i + 1
            place = where < self.last and self.doc[where].pos_ == "ADP" and where not in self.dates
            return self.text(self.right([], where, None), leading=False) if place else ""
        said = is_reporting(verb) and not passive
        if verb.pos_ != "VERB" or verb.lemma_.lower() in STATES | LIGHT or self.negated(verb) or said:
            return ""
        words = self.right(range(self.span.start, self.span.end), i, verb)
        return self.text(words) if verb.i in words and (len(words) > 1 or passive) else ""

    def _counted_before(self, root: Token, previous: str | None) -> str:
        """The noun alone: `victims` of `Of the eight victims, three`, `people` of `people who crossed`."""
        if self.doc[self.first].lower_ == "of":
            whole = list(takewhile(lambda i: self.doc[i].text != ",", range(self.first + 1, self.span.start)))
            whole = [i for i in whole if i not in self.taken and self.doc[i].tag_ != "CD"]
            if len(whole) <= _MOST_WORDS_OF_NOUN and any(self.doc[i].tag_ in ("NNS", "NNPS") for i in whole):
                return self.text(whole)
        relations = SUBJECTS if root.dep_ in SUBJECTS else OBJECTS
        counted = [
            token
            for token in self.doc[self.first : self.span.start]
            if token.tag_ == "NNS" and any(child.dep_ == "nummod" for child in token.children)
        ]
        alike = [noun for noun in counted if noun.dep_ in relations]
        part = any(self.doc[i].lower_ in _PARTS for i in range(self.first, self.span.start))
        if alike or counted:
            noun = alike[-1] if alike else counted[0 if part else -1]
            return "" if noun.lower_ in _NO_PEOPLE else self.text(self.left(noun))
        if not previous or part:
            return ""
        words = list(takewhile(lambda word: not _ends_noun(word), previous.split()))
        return " ".join(words) if 0 < len(words) <= _MOST_WORDS_OF_NOUN else ""


def _ends_noun(word: str) -> bool:
    return word in _ENDS_NOUN or word in RELATIVE_PRONOUNS or word.endswith("ed")
