"""The verb, subject, object or noun of a sentence that a number hangs on."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.extensions import text_of
from nlp.figure_passives import STATES, Passives
from nlp.figure_stretches import NOUNS, OBJECTS, RELATIVE, RELATIVE_PRONOUNS, SUBJECTS
from nlp.number_words import word_set

EMPTY = word_set(
    "number numbers total figure figures count tally sum rest one ones all half number nombre total chiffre chiffres "
    "somme reste moitié average moyenne equivalent comparison peine hauteur multiple coup raison record period"
)
# Nouns that measure rather than are counted: the number is said of something else.
MEASURING = word_set(
    "second minute hour day night week month quarter year decade season century kilometre kilometer metre meter mile "
    "foot centimetre inch degree celsius point unit mph hp horsepower decibel litre liter gallon ton tonne time fold "
    "seconde heure jour nuit semaine mois trimestre an année décennie saison siècle mètre pied pouce degré fois part "
    "percentage cent acre hectare ounce gram kilogram barrel watt megawatt"
)
_COMPARING = word_set("compared comparing versus including")
CHANGES = word_set(
    "increase increases decrease rise fall drop decline jump surge growth reduction gain loss rebound raise cut dip "
    "slump slide plunge hausse baisse augmentation diminution recul chute bond croissance réduction progression"
)
# Whose object is who comes second: `Lee led Tan by 5 points`.
_CONTESTS = word_set("lead beat trail defeat edge outscore outsell outpace exceed surpass")
_OPENERS = word_set("while whereas but")
_PHASES = word_set("enter leave begin start open end close finish conclude exit complete spend")
_AUXILIARIES_FR = word_set("a ont avait avaient aura auront est sont était étaient")
_SHARES_OF = word_set("each most many some all both either every none few several")
THOSE = word_set("those anyone people ceux celles celui celle quiconque")


class Clauses(Passives):
    def after_rate(self, i: int) -> int:
        while i < self.last and self.doc[i].idx < self.numeral.end:
            i += 1
        return i

    def free(self, noun: Token) -> bool:
        """Whether a number may be said of `noun`, which is no date, unit or part of another figure."""
        measures = noun.lower_ in MEASURING | EMPTY or noun.lower_.rstrip("s") in MEASURING
        said = noun.i in self.dates or noun.i in self.taken
        return not said and not measures and not self.is_participle(noun)

    def is_participle(self, noun: Token) -> bool:
        """A participle that the tagger takes for a noun: `les prix ont bondi de 12 %`."""
        return self.language == "fr" and noun.i > self.first and self.doc[noun.i - 1].lower_ in _AUXILIARIES_FR

    def _measured_out(self, measure: Token) -> Token:
        """`oil` of `a barrel of oil`."""
        of = self.doc[measure.i + 1] if measure.i + 1 < self.last else None
        if measure.lower_ not in MEASURING or of is None or of.lower_ != "of":
            return measure
        return next((child for child in of.children if child.pos_ == "NOUN"), measure)

    def noun_phrase(self, head: Token, verb: Token | None) -> str:
        """`head` with its modifiers on both sides, up to the verb."""
        group = self.with_source(self.left(head))
        stop = verb.i if verb is not None and verb.i > head.i else self.last
        last, self.last = self.last, min(self.last, stop)
        rest = self.right(group, head.i + 1, None)
        self.last = last
        return self.text([*group, *rest]) or self.word(head)

    def with_source(self, group: list[int]) -> list[int]:
        """`income from rents` before `rents of $300,000`."""
        start = group[0]
        if start - 2 < self.first or self.doc[start - 1].lower_ != "from" or self.doc[start - 2].pos_ != "NOUN":
            return group
        before = self.doc[start - 2]
        return [*self.left(before), start - 1, *group] if self.free(before) else group

    def verb(self) -> Token | None:
        for steps, token in enumerate((self.span.root, *self.span.root.ancestors)):
            if steps > 6 or not self.first <= token.i < self.last:
                return None
            of_time = token.dep_ in RELATIVE and (
                self._measured_out(token.head).lower_ in MEASURING or token.head.i in self.dates
            )
            if token.pos_ in ("VERB", "AUX") and not of_time and token.lower_ not in _COMPARING:
                return token
        return None

    def subject_of(self, verb: Token) -> Token | None:
        for _ in range(4):
            # of two, `A veteran, Lee averages 20 points`, the second is the subject
            for child in (*reversed(list(verb.lefts)), *verb.rights):
                if child.dep_ in SUBJECTS and child.i < max(verb.i, self.span.start):
                    if child.lower_ in RELATIVE_PRONOUNS:
                        meant = verb.head.pos_ in NOUNS or verb.head.lower_ in THOSE
                        return self._whole(verb.head, child) if verb.dep_ in RELATIVE and meant else None
                    if child.lower_ in _SHARES_OF and (whole := self._of_what(child)) is not None:
                        return whole
                    if child.lower_ in ("it", "they"):
                        return self.named_before(child)
                    if child.lower_ in MEASURING and child.i - 1 in self.taken:
                        child = self._before_size(child)
                    child = self._measured_out(child)
                    fits = (
                        (child.pos_ in NOUNS or child.tag_ in ("VBG", "JJS"))
                        and child.text[:1].isalnum()
                        and child.i not in self.dates
                        and child.i >= self.first
                    )
                    of_itself = self.numeral.number.start <= child.idx < self.numeral.end
                    return child if fits and not of_itself else None
            if verb.head == verb or not self.first <= verb.head.i < self.last:
                return None
            if verb.dep_ in RELATIVE:
                if not self._ends_phase(verb):
                    return self._measured_out(verb.head) if verb.head.pos_ in NOUNS else None
                verb = verb.head.head
                continue
            if (opened := self._opened(verb)) is not None:
                return opened
            sees = verb.dep_ == "ccomp" and verb.tag_ == "VBG"
            if verb.dep_ not in ("conj", "xcomp", "advcl", "pcomp", "aux", "prep") and not sees:
                return None
            verb = verb.head
        return None

    def _opened(self, verb: Token) -> Token | None:
        """`energy` of `Oil rose, while energy, a weak sector, fell 3%`, where the parser joins `fell` to `rose`."""
        if verb.dep_ != "conj":
            return None
        opener = next((i for i in range(verb.i - 1, verb.head.i, -1) if self.doc[i].lower_ in _OPENERS), None)
        if opener is None:
            return None
        named = next((token for token in self.doc[opener + 1 : verb.i] if token.pos_ in NOUNS), None)
        if named is None or named.dep_ not in SUBJECTS or named.left_edge.i != opener + 1:
            return None
        return named if self.free(named) else None

    def _ends_phase(self, participle: Token) -> bool:
        """`She entered the game averaging 20 points`: the game averages nothing."""
        phase = participle.head
        return participle.tag_ == "VBG" and phase.dep_ in OBJECTS and phase.head.lemma_.lower() in _PHASES

    def _before_size(self, measure: Token) -> Token:
        """`Pro` of `The Aero Pro 16 inch is worth $2000`."""
        i = measure.i - 1
        while i > self.first and i in self.taken:
            i -= 1
        return self.doc[i] if self.doc[i].pos_ in NOUNS else measure

    def _of_what(self, share: Token) -> Token | None:
        """`houses` of `each of the houses`."""
        of = self.doc[share.i + 1] if share.i + 1 < self.last else None
        return next((t for t in of.children if t.pos_ in NOUNS), None) if of is not None and of.lower_ == "of" else None

    def _whole(self, head: Token, pronoun: Token) -> Token:
        """What `, which` takes up: `package` of `a package for the chief executive, which was worth $2 million`."""
        if self.doc[pronoun.i - 1].text != ",":
            return head
        while head.dep_ == "pobj" and head.head.head.pos_ in NOUNS and head.head.head.i >= self.first:
            head = head.head.head
        return head

    def antecedent(self, verb: Token | None) -> str:
        """What `they reached` or `il y en a eu` takes up: the subject of the sentence before."""
        children = list(verb.children) if verb is not None else []
        pronouns = [child.lower_ for child in children if child.dep_ in SUBJECTS] + [self.doc[self.first].lower_]
        plural = any(pronoun in ("they", "elles", "ils") for pronoun in pronouns)
        partitive = self.language == "fr" and any(child.lower_ == "en" for child in children)
        start = text_of(self.doc).rfind("\n", 0, self.numeral.sentence.start_char)
        if not (partitive or (plural and (verb is None or verb.lemma_.lower() in STATES))):
            return ""
        for i in range(self.first - 1, max(-1, self.first - 60), -1):
            token = self.doc[i]
            if token.idx < start:
                break
            if token.dep_ in SUBJECTS and token.pos_ in NOUNS and token.text.endswith(("s", "x")):
                first, self.first = self.first, token.sent.start
                last, self.last = self.last, token.sent.end
                found = self.noun_phrase(token, token.head if token.head.pos_ in ("VERB", "AUX") else None)
                self.first, self.last = first, last
                return found
        return ""

    def is_subjects(self, verb: Token | None, subject: Token | None) -> bool:
        """Whether the bare number is the subject's own size, not that of the thing counted before."""
        if verb is None or subject is None or (subject.lower_ in EMPTY and subject.right_edge.i == subject.i):
            return False
        edge = self.doc[max(subject.left_edge.i, self.first)].idx
        between = any(edge <= start < self.span.start_char for start, _ in self.numeral.others)
        return not between and not (self.span.root.dep_ in OBJECTS and verb.lemma_.lower() not in STATES)

    def parent(self) -> Token | None:
        """The noun before the number that it hangs on: `a grant worth up to $8 million`, `customers with $5,000`."""
        for steps, token in enumerate(self.span.root.ancestors):
            if steps > 3 or token.pos_ in ("VERB", "AUX") or not self.first <= token.i < self.last:
                return None
            if (
                token.pos_ in NOUNS
                and token.i < self.span.start
                and token.text[:1].isalnum()
                and token.i not in self.dates | dict.fromkeys(self.taken, 0)
            ):
                token = self._measured_out(token)
                between = self.doc[token.i + 1 : self.span.start]
                return token if self.free(token) and not any(w.text in ",;:" for w in between) else None
        return None

    def object_of(self, verb: Token) -> Token | None:
        """What is done something to for the number: `sell the phone for $900`, `cut the rate to 5 per cent`."""
        for child in verb.children:
            if verb.lemma_.lower() in _CONTESTS:
                return None
            if child.dep_ in OBJECTS and verb.i < child.i < self.span.start and child.pos_ in NOUNS:
                return child if self.free(child) else None
        return None
