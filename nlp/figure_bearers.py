"""The noun near a number that its place in the sentence, rather than the tree, ties it to."""

from __future__ import annotations

from spacy.tokens import Token

from nlp.extensions import text_of
from nlp.figure_clauses import CHANGES, EMPTY, Clauses
from nlp.figure_stretches import BEFORE_DATE, NOUNS, OBJECTS, OF, SUBJECTS
from nlp.number_words import word_set

_BETWEEN_SIZES = word_set(", ( ) - ‑ or to and ou à et")
# Nouns that `at` gives the size of: `carbon levels at 1,200 ppm`.
_RATES = word_set(
    "level levels rate rates price prices temperature temperatures speed speeds share shares value cost costs yield "
    "yields depth height wage wages pressure density concentration altitude salary fee fees tax tariff ratio weight"
)
_BOUNDS = word_set("$ over about more less than up to around nearly almost roughly some just by an estimated")
_BEFORE_MEMBER = word_set("and but or while with plus et mais ou")
# How far behind the figure before it the next member of a list may begin.
_GAP = 3
_MOST_WORDS_OF_LABEL = 6
# What a price is said in, rather than what it buys: `$29 in heavy trading`.
_NO_GOODS = word_set("trading trade total cash all exchange")
_COMPARED = word_set("versus against contre")
_NO_FINITE = frozenset({"VBN", "VBG", "VB"})
_MEASURES_FR = word_set(
    "pèse pesait pèsent mesure mesurait mesurent vaut valait valent coûte coûtait coûtent dure durait durent totalise "
    "totalisait atteint atteignait dépasse dépassait frôle prévoit prévoyait"
)
_BEHIND = word_set("for on in from among pour en parmi chez")


class Bearers(Clauses):
    def tied(self) -> str:
        """`market` of `a market worth over 2 billion`, `Harbour Group` of `Harbour Group, down 68 cents at 40`."""
        i = self._before_bounds(self.span.start - 1)
        if measured := self._measured(i):
            return measured
        while i > self.first and self.doc[i].lower_ in ("at", "to") and i - 1 in self.taken:
            i -= 1
            while i > self.first and i in self.taken:
                i -= 1
            i = self._before_bounds(i)
        if self.doc[i].lower_ in ("up", "down", "off"):
            i = i - 1 if self.doc[i - 1].text == "," else self.first
        elif self.doc[i].lower_ != "worth":
            return ""
        if i <= self.first + 1:
            return ""
        head = self.doc[i - 1]
        noun = head.pos_ in NOUNS or (head.pos_ == "VERB" and self.doc[i].lower_ == "worth")
        return self.text(self.left(head)) if noun and self.free(head) else ""

    def _measured(self, i: int) -> str:
        """`tunnel` of `le tunnel mesure 3 kilomètres`, whose verb the tagger takes for a noun; `adults` of `adults
        over 65`."""
        before = self.doc[i + 1].lower_ if self.numeral.bare else ""
        if before in ("over", "under") and self.doc[i].tag_ == "NNS" and self.free(self.doc[i]):
            return self.text(self.left(self.doc[i]))
        if self.language != "fr" or self.doc[i].lower_ not in _MEASURES_FR or i <= self.first:
            return ""
        end = i - 1
        while end > self.first and self.doc[end].pos_ == "ADJ":
            end -= 1
        if self.doc[end].pos_ not in NOUNS or not self.free(self.doc[end]):
            return ""
        return self.text([*self._with_wholes(self.left(self.doc[end])), *range(end + 1, i)])

    def _before_bounds(self, i: int) -> int:
        while i > self.first and self.doc[i].lower_ in _BOUNDS:
            i -= 1
        return i

    def member(self) -> str:
        """The noun before the number in a list whose verb is said once: `shares fell 2%, Laval's by 3%`,
        `FTSE -0.6% CAC -1.7%`."""
        i = self._before_bounds(self._before_sign())
        if i > self.first and self.doc[i].tag_ == "POS":
            i -= 1
        if i <= self.first or self.doc[i].pos_ not in NOUNS or not self.free(self.doc[i]):
            return ""
        group = self.left(self.doc[i])
        before = group[0] - 1
        if before > self.first and self.doc[before].pos_ == "DET":
            before -= 1
        follows = any(k in self.taken for k in range(max(self.first, before - _GAP), before + 1))
        joins = before in self.taken or self.doc[before].text in ",;" or self.doc[before].lower_ in _BEFORE_MEMBER
        return self.text(group) if before > self.first and follows and joins else ""

    def label(self) -> str:
        """`Total cost` of `Total cost: $400`, `Injured` of `Injured: 40`."""
        colon = self._before_sign()
        if colon <= self.first or self.doc[colon].text != ":":
            return ""
        words = range(self.first, colon)
        if len(words) <= _MOST_WORDS_OF_LABEL and not any(i in self.taken or self.doc[i].is_punct for i in words):
            return self.text(words)
        noun = self.doc[colon - 1]
        return self.text(self.left(noun)) if noun.pos_ in NOUNS and self.free(noun) else ""

    def part_of(self, i: int) -> str:
        """`claimants` of `one in four claimants`, `power` of `half the power`."""
        kind = self.numeral.number.kind
        if kind not in ("ratio", "fraction") or i + 1 >= self.last or not self.numeral.bare:
            return ""
        if self.doc[i].lower_ == "the" or self.doc[i].tag_ == "PRP$":
            i += 1
        elif kind == "fraction":
            return ""
        group = self.right([], i, None)
        return self.text(group) if group and group[0] == i and self.doc[i].pos_ in ("NOUN", "PROPN", "ADJ") else ""

    def in_kind(self, i: int) -> str:
        """`military equipment` of `$100 million in military equipment`."""
        if i + 1 >= self.last or self.doc[i].lower_ not in ("in", "worth") or i + 1 in self.dates:
            return ""
        first = i + 2 if self.doc[i].lower_ == "worth" and self.doc[i + 1].lower_ == "of" else i + 1
        if first + 1 >= self.last or self.says_when(i):
            return ""
        working = self.doc[first].tag_ == "VBG" and self.doc[first + 1].pos_ == "NOUN"
        trading = any(t.lower_ in _NO_GOODS for t in self.doc[first : min(first + _MOST_WORDS_OF_LABEL, self.last)])
        if trading or not (working or self.doc[first].pos_ in ("NOUN", "ADJ")):
            return ""
        group = [first, first + 1] if working else []
        return self.text([*group, *self.right(group, first + len(group), None)])

    def bearer(self, i: int) -> str:
        """`Jake Austin` of `Jake Austin, 21, left`."""
        comma = self.span.start - 1
        ends = i >= self.last or self.doc[i].is_punct or self.doc[i].pos_ == "CCONJ"
        if comma <= self.first or self.doc[comma].text != "," or not ends:
            return ""
        name = self.doc[comma - 1]
        person = name.pos_ == "PROPN" and name.ent_type_ in ("PERSON", "PER") and self.numeral.number.value < 120
        return self.text(self.left(name)) if person else ""

    def described(self, i: int) -> str:
        """`the $40-million harbour plan`, `an 8.5 kW system`."""
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
            joined = self.doc[k].text in "-‑" and not self.doc[k].whitespace_ and not self.doc[k - 1].whitespace_
            joined = joined and k + 2 < self.last and self.doc[k + 1].is_alpha
            if self.doc[k].pos_ not in ("NOUN", "PROPN", "ADJ") and not joined:
                break
            k += 2 if joined else 1
        if not any(self.doc[n].pos_ in NOUNS for n in range(i, k)) or self.doc[i].lower_ in ("old", "more", "less"):
            return ""
        if self.numeral.number.percent and self.doc[i].pos_ == "PROPN" and self._follows_name():
            # the next of a list: `FTSE -0.6% CAC -1.7%`
            return ""
        group = list(range(i, k))
        rest = self.right(group, k, None)
        return f"{self.text([*group, *rest])} {'' if rest else self._whose(self.doc[k - 1])}".strip()

    def _whose(self, noun: Token) -> str:
        """`of global trade` from `Global trade could see a 5 per cent rebound`."""
        if self.language != "en" or noun.dep_ not in (*OBJECTS, "ccomp") or self.negated(noun.head):
            return ""
        if clause := self.relative(noun) if noun.lower_ not in CHANGES else "":
            return clause
        verb = noun.head
        agent = self.agent(verb) if verb.pos_ == "VERB" else ""
        if not agent:
            return ""
        modal = any(child.tag_ == "MD" for child in verb.children)
        said = "" if noun.lower_ in CHANGES else self.having(verb) or ("" if modal else self.passive(verb, noun))
        return said or f"of {agent}"

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

    def sized(self) -> str:
        """The noun before `of`: `a subsidy of $87,000`, `une hausse de près de 40 %`."""
        i = self.span.start - 1
        while i > self.first and (
            self.doc[i].pos_ in ("ADV", "ADJ", "SYM", "DET")
            or self.doc[i].lower_ in ("up", "to", "than", "at", "or", "près", "plus", "moins")
            or (self.doc[i].lower_ in OF and self.doc[i - 1].pos_ not in NOUNS)
        ):
            i -= 1
        if self.doc[i + 1].lower_ == "at" and self.doc[i].lower_ in _RATES and self.doc[i].dep_ not in SUBJECTS:
            return self.text(self.left(self.doc[i]))
        if i <= self.first or self.doc[i].lower_ not in OF or self.doc[i - 1].pos_ not in NOUNS:
            return ""
        head = self.doc[i - 1]
        if head.lower_ in EMPTY or head.lower_ in BEFORE_DATE or i - 1 in self.dates or self.is_participle(head):
            return ""
        return self.text(self._with_wholes(self.with_source(self.left(head))))

    def sold(self) -> str:
        """`tablet` of `a tablet for only $800`."""
        i = self._before_bounds(self.span.start - 1)
        if not self.numeral.money or i <= self.first + 1 or self.doc[i].lower_ != "for":
            return ""
        goods = self.doc[i - 1]
        given = goods.dep_ == "pobj" and goods.head.lower_ in ("to", "by", "from")
        if goods.pos_ not in NOUNS or not self.free(goods) or given:
            return ""
        return self.text(self._with_wholes(self.left(goods)))

    def _with_wholes(self, group: list[int]) -> list[int]:
        """`version of the tablet` before `tablet`."""
        for _ in range(2):
            of = group[0] - 1
            while of > self.first and self.doc[of].pos_ == "DET":
                of -= 1
            if of <= self.first or self.doc[of].lower_ not in OF or self.doc[of - 1].pos_ not in NOUNS:
                break
            if not self.free(self.doc[of - 1]):
                break
            group = [*self.left(self.doc[of - 1]), *range(of, group[-1] + 1)]
        return group

    def acts(self) -> bool:
        """Whether the number is the subject of the verb behind it: `44 per cent would wait`."""
        behind = self.after_rate(self.span.end)
        while behind < self.last and self.doc[behind].pos_ == "ADV":
            behind += 1
        following = self.doc[behind] if behind < self.last else None
        return following is not None and following.pos_ in ("VERB", "AUX") and following.tag_ not in _NO_FINITE

    def nearest(self) -> str:
        """The noun right before: `Unite Group, down 68 pence`, `battery (4,500 mAh)`."""
        if (self.span.root.dep_ in SUBJECTS or self.acts()) and not self._follows_name():
            return ""
        compared = False
        for i in range(self.span.start - 1, max(self.first - 1, self.span.start - 9), -1):
            token = self.doc[i]
            acronym = token.pos_ == "VERB" and token.is_upper and len(token) > 1
            if compared and (i in self.taken or i in self.dates):
                continue
            if i in self.taken or i in self.dates or token.pos_ in ("CCONJ", "SCONJ") or token.text in ";:|":
                return ""
            if token.pos_ == "VERB" and not acronym:
                return ""
            compared = compared or token.lower_ in _COMPARED
            if acronym or (token.pos_ in NOUNS and self.free(token)):
                dateline = len(token) > 3 and token.is_upper and self.doc[token.i + 1].is_punct
                behind = token.i + 1
                while self.language == "fr" and self.doc[behind].pos_ == "ADJ" and behind < self.span.start:
                    behind += 1
                return "" if dateline else self.text([*self.left(token), *range(token.i + 1, behind)])
        return ""

    def _before_sign(self) -> int:
        """Index of the token before the number and its currency sign."""
        i = self.span.start - 1
        return i - 1 if i > self.first and (self.doc[i].pos_ == "SYM" or self.doc[i].tag_ == "$") else i

    def behind_preposition(self, i: int) -> str:
        if i + 1 >= self.last or self.doc[i].lower_ not in _BEHIND:
            return ""
        rest = self.right([], i + 1, None)
        return self.text(rest) if any(self.doc[k].pos_ in NOUNS for k in rest) else ""
