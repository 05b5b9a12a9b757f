"""The noun near a number that its place in the sentence, rather than the tree, ties it to."""

from __future__ import annotations

from nlp.extensions import text_of
from nlp.figure_clauses import EMPTY, MEASURING, Clauses
from nlp.figure_stretches import BEFORE_DATE, NOUNS, OF, SUBJECTS
from nlp.number_words import word_set

_BETWEEN_SIZES = word_set(", ( ) - ‑ or to and ou à et")
# Nouns that `at` gives the size of: `carbon levels at 1,200 ppm`.
_RATES = word_set(
    "level levels rate rates price prices temperature temperatures speed speeds share shares value cost costs yield "
    "yields depth height wage wages pressure density concentration altitude salary fee fees tax tariff ratio weight"
)
_BOUNDS = word_set("$ over about more less than up to around nearly almost roughly some just by an estimated")
_BEHIND = word_set("for on in from among pour en parmi chez")


class Bearers(Clauses):
    def _tied(self) -> str:
        """`market` of `a market worth over 2 billion`, `Harbour Group` of `Harbour Group, down 68 cents`."""
        i = self.span.start - 1
        while i > self.first and self.doc[i].lower_ in _BOUNDS:
            i -= 1
        if self.doc[i].lower_ in ("up", "down", "off"):
            i = i - 1 if self.doc[i - 1].text == "," else self.first
        elif self.doc[i].lower_ != "worth":
            return ""
        if i <= self.first + 1:
            return ""
        head = self.doc[i - 1]
        free = head.pos_ in NOUNS and head.i not in self.dates and head.i not in self.taken
        return self.text(self.left(head)) if free and head.lower_.rstrip("s") not in MEASURING | EMPTY else ""

    def _in_kind(self, i: int) -> str:
        """`military equipment` of `$100 million in military equipment`."""
        if i + 1 >= self.last or self.doc[i].lower_ not in ("in", "worth") or i + 1 in self.dates:
            return ""
        first = i + 2 if self.doc[i].lower_ == "worth" and self.doc[i + 1].lower_ == "of" else i + 1
        if first >= self.last or self.doc[first].pos_ not in ("NOUN", "ADJ") or self.says_when(i):
            return ""
        return self.text(self.right([], first, None))

    def _bearer(self, i: int) -> str:
        """`Jake Austin` of `Jake Austin, 21, left`."""
        comma = self.span.start - 1
        ends = i >= self.last or self.doc[i].is_punct or self.doc[i].pos_ == "CCONJ"
        if comma <= self.first or self.doc[comma].text != "," or not ends:
            return ""
        name = self.doc[comma - 1]
        person = name.pos_ == "PROPN" and name.ent_type_ in ("PERSON", "PER") and self.numeral.number.value < 120
        return self.text(self.left(name)) if person else ""

    def _described(self, i: int) -> str:
        """`the $1.3-billion border plan`, `an 8.5 kW system`."""
        if i < self.last and self.doc[i].text in ("-", "‑"):
            i += 1
        else:
            i = self._past_sizes(i)
        gap = text_of(self.doc)[self.span.end_char : self.doc[i].idx] if i < self.last else "\n"
        if "\n" in gap or i in self.dates or i in self.taken:
            return ""
        if self.numeral.bare or self.doc[i].pos_ not in ("NOUN", "PROPN", "ADJ"):
            return ""
        k = i
        while k < self.last and k not in self.dates:
            # `the 32% state-owned group`
            joined = self.doc[k].text in "-‑" and k + 2 < self.last and self.doc[k + 1].tag_ in ("VBN", "VBG", "JJ")
            if self.doc[k].pos_ not in ("NOUN", "PROPN", "ADJ") and not joined:
                break
            k += 2 if joined else 1
        if not any(self.doc[n].pos_ in NOUNS for n in range(i, k)) or self.doc[i].lower_ in ("old", "more", "less"):
            return ""
        if self.numeral.number.percent and self.doc[i].pos_ == "PROPN" and self._follows_name():
            # the next of a list: `FTSE -0.6% CAC -1.7%`
            return ""
        group = list(range(i, k))
        return self.text([*group, *self.right(group, k, None)])

    def _follows_name(self) -> bool:
        """`FTSE -0.6%`, `Stoxx 50 -1.3%`"""
        i = self.span.start - 1
        if i > self.first and self.doc[i].text.isdecimal():
            i -= 1
        return i >= self.first and self.doc[i].pos_ == "PROPN"

    def _past_sizes(self, i: int) -> int:
        """Index behind the other sizes of a list that ends in a noun: `a five-year, 2-mile (3 km) journey`."""
        end = self.numeral.number.end
        if self.numeral.bare or text_of(self.doc)[end : end + 1] not in ("-", "‑"):
            return i
        k = i
        while k < self.last and (k in self.taken or self.doc[k].lower_ in _BETWEEN_SIZES):
            k += 1
        return k if k < self.last and any(n in self.taken for n in range(i, k)) else i

    def _sized(self) -> str:
        """The noun before `of`: `a subsidy of $87,000`, `une baisse de près de 85 %`."""
        i = self.span.start - 1
        while i > self.first and (
            self.doc[i].pos_ in ("ADV", "ADJ", "SYM", "DET")
            or self.doc[i].lower_ in ("up", "to", "than", "at", "près", "plus", "moins")
            or (self.doc[i].lower_ in OF and self.doc[i - 1].pos_ not in NOUNS)
        ):
            i -= 1
        if self.doc[i + 1].lower_ == "at" and self.doc[i].lower_ in _RATES and self.doc[i].dep_ not in SUBJECTS:
            return self.text(self.left(self.doc[i]))
        if i <= self.first or self.doc[i].lower_ not in OF or self.doc[i - 1].pos_ not in NOUNS:
            return ""
        head = self.doc[i - 1]
        if head.lower_ in EMPTY or head.lower_ in BEFORE_DATE or i - 1 in self.dates:
            return ""
        return self.text(self.left(head))

    def _nearest(self) -> str:
        """The noun right before: `Unite Group, down 68 pence`, `battery (4,500 mAh)`."""
        if self.span.root.dep_ in SUBJECTS and not self._follows_name():
            return ""
        for i in range(self.span.start - 1, max(self.first - 1, self.span.start - 7), -1):
            token = self.doc[i]
            if token.text == ":" and i == self._before_sign() and i > self.first:
                # `Total cost: $400`
                continue
            if i in self.taken or i in self.dates or token.pos_ in ("VERB", "CCONJ", "SCONJ") or token.text in ";:|":
                return ""
            if token.pos_ in NOUNS and token.lower_ not in EMPTY:
                dateline = len(token) > 3 and token.is_upper
                return "" if dateline else self.text(self.left(token))
        return ""

    def _before_sign(self) -> int:
        """Index of the token before the number and its currency sign."""
        i = self.span.start - 1
        return i - 1 if i > self.first and (self.doc[i].pos_ == "SYM" or self.doc[i].tag_ == "$") else i

    def _behind_preposition(self, i: int) -> str:
        if i + 1 >= self.last or self.doc[i].lower_ not in _BEHIND:
            return ""
        rest = self.right([], i + 1, None)
        return self.text(rest) if any(self.doc[k].pos_ in NOUNS for k in rest) else ""
