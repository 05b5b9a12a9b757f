"""The spaCy component `roxham_entities`: who and what a text names, each with one canonical name.

The topic's and the world's known names come first, then what the model found, repaired by rule, then the further
mentions of what was found. `doc.ents` and `doc._.mentions` hold the same names, in the order of the text, without
overlaps; the model's other entities (dates, money, …) stay in `doc.ents`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from spacy.attrs import POS
from spacy.language import Language
from spacy.symbols import PROPN
from spacy.tokens import Doc, Span, Token

from db.records import EntityKind, Mention
from nlp.coreference import sex_by_title
from nlp.extensions import small_words_of, text_of, words_of
from nlp.found import Found
from nlp.gazetteer import Gazetteer
from nlp.kinds import NUMBERED_LAW, is_given_name, is_head, is_junk, kind_by_label, kind_by_words, names_law, sex_of
from nlp.names import LINKS, PARTICLES, TITLES, Identity, Name, bare, identify, is_acronym
from nlp.number_words import word_set
from nlp.personal_names import sayers, titled
from nlp.settled_kinds import GOVERNED, PLACE_PREPOSITIONS, TERRITORIES, kind_beside, settle_kinds
from nlp.trees import cut_giant_sentences
from nlp.world import is_demonym

# The label a name has in doc.ents, where the model's own does not fit its kind.
_LABEL_OF: dict[EntityKind, str] = {
    "person": "PERSON",
    "organisation": "ORG",
    "place": "GPE",
    "law": "LAW",
    "event": "EVENT",
    "group": "NORP",
}
_DATELINE = re.compile(
    r"(?:^|\n)[ \t]*(?P<place>[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+(?:[ \-][A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+){0,3})"
    r"(?=(?:,[^\n—–]{1,40}|[ \t]*\([^)\n]{2,30}\))?[ \t]*(?:[—–]|--|-[ \t]))"
)
_OF_MANY = frozenset(("'", "’"))
_POSSESSIVES = frozenset(("'s", "’s", "'", "’", "s"))
_CAPTIONS = frozenset(("Image", "Images", "Photo", "Photos", "Video", "Credit", "Crédit", "File"))
_BREAKS = word_set('( " “ ” « » | to from vs vs. versus')
_WEEKDAYS = word_set("lundi mardi mercredi jeudi vendredi samedi dimanche hier")

# What French writes small before a name, and English with a capital behind it: 'pont Jacques-Cartier'.
_FRENCH_SITES = word_set(
    "pont lac mont parc aéroport golfe baie île stade gare port fleuve détroit camp cap fort place"
)
_NAME_LINKS = word_set("de du des d' d’ l' l’ la les pour aux")
_OFFICES = frozenset(("Minister", "Secretary", "Undersecretary"))
_MINISTRIES = frozenset(
    ("Ministry", "Department", "Departments", "Committee", "Agency", "Commission", "Administration", "Board", "Office")
)
_LED = _OFFICES | {"Ministers", "Member", "Members", "member", "members", "ministre", "ministres", "sous-ministre"}
_LED_BY = word_set("of for de du des d' d’ la le les l' l’ à aux")
_LAW_LINKS = _NAME_LINKS | word_set("sur et")


@Language.factory(
    "roxham_entities",
    assigns=["doc.ents", "doc._.mentions"],
    requires=["doc.ents", "token.pos"],
    default_config={"entities": []},
)
def make_entities(nlp: Language, name: str, entities: list[dict[str, Any]]) -> Entities:
    return Entities(nlp, entities)


class Entities:
    """entities: the topic's, as in `nlp.gazetteer.Gazetteer`."""

    def __init__(self, nlp: Language, entities: Iterable[Mapping[str, Any]]) -> None:
        self.language = nlp.lang or "en"
        self.gazetteer = Gazetteer(nlp, entities)

    def __call__(self, doc: Doc) -> Doc:
        cut_giant_sentences(doc)
        found = [f for f in self._known(doc) if not _for_or_against(doc, f.start)]
        found = _without_overlaps(
            [*found, *self._datelines(doc), *self._numbered_laws(doc), *self._persons(doc), *self._model(doc)]
        )
        found = _without_overlaps([*found, *self._missed(doc, found), *self._short_forms(doc, found)])
        full_names = {t.text for f in found if f.kind == "person" and f.end - f.start > 1 for t in doc[f.start : f.end]}
        found = [f for f in found if not _unlikely_person(doc, f, full_names)]
        found = self._whole_bodies(doc, _without_overlaps([*found, *_again(doc, found)]))
        settle_kinds(doc, found)
        identities = identify(self._names(doc, found))
        doc._.mentions = [_mention(doc, f, identity) for f, identity in zip(found, identities, strict=True)]
        _set_ents(doc, found, identities)
        return doc

    def _known(self, doc: Doc) -> list[Found]:
        return [
            Found(m.start, m.end, m.known.kind, "TOPIC" if m.known.topic else None, m.known)
            for m in self.gazetteer.matches(doc)
        ]

    def _datelines(self, doc: Doc) -> Iterator[Found]:
        for match in _DATELINE.finditer(text_of(doc)):
            span = doc.char_span(*match.span("place"), alignment_mode="contract")
            if span is not None and len(span):
                yield Found(span.start, span.end, "place", None, self.gazetteer.lookup(span.text))

    def _model(self, doc: Doc) -> Iterator[Found]:
        small_words = small_words_of(doc)
        for ent in doc.ents:
            kind = kind_by_label(ent.label_)
            if kind is None:
                continue
            titled = kind == "person" or kind_by_words(ent.text, self.language) in (None, "person")
            for start, end in _cleaned(doc, ent.start, ent.end, titled=titled):
                if kind == "person":
                    end = _with_surname(doc, start, end)
                if self.language == "fr":
                    start, end = _whole_french_name(doc, start, end)
                text = doc[start:end].text
                currency = is_acronym(text) and "$" in doc[max(0, start - 2) : start].text  # '80 $ US'
                if currency or is_junk(bare(text)) or is_demonym(text) or _for_or_against(doc, start):
                    continue
                if kind == "organisation" and _office(doc, start, end):
                    continue
                known = self.gazetteer.lookup(text)
                by_words = kind_by_words(bare(text), self.language)
                if known is None and not _plausible(doc, start, end, kind, by_words, small_words):
                    continue
                if known is None and by_words is None and ent.label_ == "MISC" and not _may_be_body(doc, start, end):
                    continue
                if by_words is None and _mislabelled(doc, start, end, kind):
                    kind = "organisation"
                yield Found(start, end, known.kind if known else by_words or kind, ent.label_, known)

    def _persons(self, doc: Doc) -> Iterator[Found]:
        for start, end in (*titled(doc), *sayers(doc)):
            if self.gazetteer.lookup(doc[start:end].text) is None:
                yield Found(start, end, "person", None, None)

    def _missed(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """Proper nouns that the model overlooked: their head or the words beside tell their kind, or they act."""
        taken = {i for f in found for i in range(f.start, f.end)}
        words = words_of(doc)
        for start, end in _proper_nouns(doc, taken):
            text = doc[start:end].text
            if is_junk(text) or is_demonym(text):
                continue
            kind = kind_by_words(text, self.language) if end - start > 1 else None
            if kind is None and 1 < end - start < 5 and _acts(doc[start:end].root):
                kind = "person"
            kind = kind or kind_beside(words, start, end, text)
            if kind:
                yield Found(start, end, kind, None, self.gazetteer.lookup(text))

    def _short_forms(self, doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
        """'State Law and Order Restoration Council (SLORC)': the acronym in brackets behind its long form."""
        for f in found:
            at = f.end + (f.end < len(doc) and doc[f.end].text in _POSSESSIVES)
            if f.kind == "person" or at + 2 >= len(doc) or doc[at].text != "(" or doc[at + 2].text != ")":
                continue
            short = doc[at + 1].text
            if is_acronym(short) and short[0] == doc[f.start].text[0].upper() and not is_junk(short):
                yield Found(at + 1, at + 2, f.kind, None, self.gazetteer.lookup(short))

    def _numbered_laws(self, doc: Doc) -> Iterator[Found]:
        """'Bill C-31', 'Title 42', 'projet de loi C-20'."""
        for match in NUMBERED_LAW.finditer(text_of(doc)):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if span is not None:
                yield Found(span.start, span.end, "law", None, self.gazetteer.lookup(span.text))

    def _whole_bodies(self, doc: Doc, found: Sequence[Found]) -> list[Found]:
        """'U.S.' and 'District Court' side by side are one court, 'Mines' and 'Energy Ministry' one ministry."""
        whole: list[Found] = []
        for f in found:
            before = whole[-1] if whole else None
            beside = before is not None and before.end == f.start and (before.kind == "place" or before.known)
            if before and beside and f.kind == "organisation" and f.known is None:
                text = doc[before.start : f.end].text
                if kind_by_words(text, self.language) == "organisation":
                    whole[-1] = Found(before.start, f.end, f.kind, f.label, self.gazetteer.lookup(text))
                    continue
            if f.kind == "organisation" and f.known is None and _half_a_ministry(doc, f):
                if before and before.end > f.start - 2:
                    whole.pop()
                f.start -= 2
            whole.append(f)
        return whole

    def _names(self, doc: Doc, found: Sequence[Found]) -> Iterator[Name]:
        for i, f in enumerate(found):
            before = found[i - 1] if i else None
            brackets = (
                before is not None
                and before.end + 1 == f.start
                and doc[before.end].text == "("
                and f.end < len(doc)
                and doc[f.end].text == ")"
                and f.known is None
            )
            sex = sex_by_title(doc[max(0, f.start - 3) : f.start]) or sex_of(doc[f.start : f.end].text)
            sex = None if sex == "either" else sex
            text = doc[f.start : f.end].text
            text = GOVERNED.sub("", text) if f.kind == "place" else text
            yield Name(text, f.kind, f.known, sex, i - 1 if brackets else None)


def _for_or_against(doc: Doc, start: int) -> bool:
    """'pro-Beijing' and 'anti-Roxham' are adjectives."""
    hyphen = start > 0 and doc[start - 1].text == "-" and not doc[start - 1].whitespace_
    return hyphen and start > 1 and doc[start - 2].lower_ in ("pro", "anti", "pan", "non")


def _office(doc: Doc, start: int, end: int) -> bool:
    """'State' of 'Secretary of State', 'Public Service' of 'Public Service Minister': what somebody looks after."""
    if is_acronym(doc[start:end].text):
        return False
    if end < len(doc) and doc[end].text in _OFFICES:
        return True
    if end - start > 1 or start < 2:
        return False
    at = start - 1
    while at and doc[at].lower_ in _LED_BY:
        at -= 1
    return at < start - 1 and doc[at].text in _LED


def _half_a_ministry(doc: Doc, f: Found) -> bool:
    """'Energy Ministry' behind 'the Mines and'."""
    if f.start < 3 or f.end - f.start < 2 or doc[f.end - 1].text not in _MINISTRIES:
        return False
    article, first, link = doc[f.start - 3 : f.start]
    return link.text in ("and", "&") and _name_word(first) and not is_acronym(first.text) and article.lower_ == "the"


def _acts(head: Token) -> bool:
    return (head.dep_ == "nsubj" and head.head.pos_ == "VERB") or (
        head.dep_ == "pobj" and head.head.lower_ == "to" and head.head.head.lower_ == "according"
    )


def _proper_nouns(doc: Doc, taken: Collection[int]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised proper nouns that nothing has taken, nor the word behind them."""
    start = end = -1
    for i, pos in enumerate(doc.to_array(POS).tolist()):
        if pos != PROPN or i in taken or _is_title(doc[i]) or not _name_word(doc[i]):
            continue
        if i != end:
            if start < end and end not in taken:
                yield start, end
            start = i
        end = i + 1
    if start < end and end not in taken:
        yield start, end


def _name_word(token: Token) -> bool:
    return token.text[0].isupper() and (token.is_alpha or "-" in token.text) and token.ent_type_ != "DATE"


def _cleaned(doc: Doc, start: int, end: int, *, titled: bool) -> Iterator[tuple[int, int]]:
    """A model's span without line breaks, articles, possessives, stray small words and, where `titled`, titles."""
    at = start
    for i in range(start, end + 1):
        if i == end or _breaks(doc[i]) or (titled and (_is_title(doc[i]) or _of_body(doc, i, end))):
            a, b = at, i
            while a < b and _stray_first(doc[a]):
                a += 1
            while a < b and _stray_last(doc[b - 1]):
                b -= 1
            if a < b:
                yield a, b
            at = i + 1


def _of_body(doc: Doc, i: int, end: int) -> bool:
    """The small word in « Carole Desrosiers de la Cour supérieure »."""
    if doc[i].lower_ not in ("de", "du", "des") or i == 0:
        return False
    head = doc[i + 2 if i + 1 < end and doc[i + 1].lower_ in ("la", "l'", "l’") else i + 1] if i + 2 < end else None
    return head is not None and head.text[0].isupper() and is_head(head.text, "organisation")


def _breaks(token: Token) -> bool:
    """Names don't go on over line breaks, brackets, quotation marks, spaced dashes, 'to' and 'from'."""
    if token.text in _CAPTIONS and token.i + 1 < len(token.doc) and token.nbor().text == ":":
        return True
    spaced_dash = token.text in ("-", "–", "—", "--") and token.i > 0 and bool(token.nbor(-1).whitespace_)
    return "\n" in token.text or token.text in _BREAKS or spaced_dash


def _is_title(token: Token) -> bool:
    if token.text == ".":
        return token.i > 0 and _is_title(token.nbor(-1))
    return token.lower_ in TITLES or token.lower_ + "." in TITLES


def _stray(token: Token) -> bool:
    return token.is_space or token.is_punct or token.text in '"“”«»|'


def _stray_first(token: Token) -> bool:
    # Inside a sentence a capital 'The' belongs to the name: 'told The Northern Ledger'.
    if token.text == "The" and not token.is_sent_start and token.i and token.nbor(-1).is_alpha:
        return False
    small = not token.text[0].isupper() and not token.text[0].isdigit()
    return _stray(token) or small or token.lower_ in LINKS or token.lower_ in ("l'", "l’", "d'", "d’")


def _stray_last(token: Token) -> bool:
    if token.lower_ in TERRITORIES and token.is_lower:
        return True  # 'Sonora state'
    function_word = token.pos_ in ("VERB", "AUX", "ADP", "DET", "PRON", "CCONJ", "SCONJ", "ADV")
    stray = _stray(token) or token.text in _POSSESSIVES or token.text in _WEEKDAYS
    return stray or (function_word and not token.text[0].isupper())


def _with_surname(doc: Doc, start: int, end: int) -> int:
    """The model at times stops after the given name."""
    while end + 1 < len(doc) and doc[end - 1].lower_ in PARTICLES | {"-"}:
        end += 1
    if end + 1 < len(doc) and doc[end].lower_ in PARTICLES and _particles_then_name(doc, end):
        end = _particles_then_name(doc, end)
    if end - start > 1 or end >= len(doc) or not is_given_name(doc[start].text):
        return end
    follows = doc[end].pos_ == "PROPN" and _name_word(doc[end]) and not _is_title(doc[end])
    return end + 1 if follows else end


def _particles_then_name(doc: Doc, at: int) -> int:
    """Behind the word that the particles at `at` lead to, 0 where they lead to none: 'van den Berg'."""
    while at < len(doc) and doc[at].lower_ in PARTICLES:
        at += 1
    return at + 1 if at < len(doc) and _name_word(doc[at]) and doc[at].pos_ == "PROPN" else 0


def _may_be_body(doc: Doc, start: int, end: int) -> bool:
    """What the French model calls MISC: titles of works, centuries and the like are no names."""
    return is_acronym(doc[start:end].text) or _has_article(doc, start)


def _mislabelled(doc: Doc, start: int, end: int, kind: EntityKind) -> bool:
    """Persons have no article and no digits, laws have a word that says so."""
    text = doc[start:end].text
    if kind == "law":
        return not names_law(text)
    return kind == "person" and (_has_article(doc, start) or any(c.isdigit() for c in text))


def _has_article(doc: Doc, start: int) -> bool:
    return start > 0 and doc[start - 1].lower_ in ("the", "le", "la", "l'", "l’", "du", "au")


def _whole_french_name(doc: Doc, start: int, end: int) -> tuple[int, int]:
    """French names go on in small letters ('Cour d'appel du Québec') and may begin so ('ministère de la Santé')."""
    for i in range(start - 1, max(start - 4, -1), -1):
        if doc[i].lower_ in ("ministère", "ministères"):
            start = i
            break
        if doc[i].lower_ not in ("de", "du", "des", "d'", "d’", "l'", "l’", "la"):
            break
    if start and doc[start - 1].lower_ in _FRENCH_SITES and not doc[start - 1].is_space:
        return start - 1, end
    law = is_head(doc[start].text, "law")
    if not law and not is_head(doc[start].text, "organisation"):
        return start, end
    links = _LAW_LINKS if law else _NAME_LINKS
    for token in doc[end : end + 10]:
        if token.lower_ in links:
            continue
        if token.pos_ not in ("NOUN", "ADJ", "PROPN") or token.is_punct or token.is_space:
            break
        end = token.i + 1
    return start, end


def _plausible(
    doc: Doc, start: int, end: int, kind: EntityKind, by_words: EntityKind | None, small_words: frozenset[str]
) -> bool:
    span = doc[start:end]
    first = doc[start]
    if kind == "group" and by_words is None:
        # 'Haitians', but not 'Haitian claimants' and not 'a Haitian'.
        last = doc[end - 1]
        plural = last.tag_ == "NNPS" or last.text.endswith("s")
        return plural and last.dep_ not in ("amod", "compound") and not last.text.endswith("ss")
    if len(span) == 1 and first.is_sent_start and kind == "organisation" and first.lower_ in small_words:
        return is_acronym(first.text)  # 'Localist groups', where 'localist' stands elsewhere
    if len(span) == 1 and first.is_sent_start and first.tag_ == "NNS" and end < len(doc) and doc[end].text in _OF_MANY:
        return False  # 'Teachers' unions'
    if (
        len(span) == 1
        and first.is_sent_start
        and first.pos_ in ("VERB", "ADV", "ADP", "SCONJ", "PRON", "AUX", "DET", "CCONJ")
    ):
        return False
    return not (len(span) == 1 and doc.lang_ == "fr" and first.is_sent_start and first.pos_ != "PROPN")


def _without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Names of several words of the topic and of known bodies first, then the longest, the known, the earlier."""

    def rank(f: Found) -> tuple[bool, int, bool]:
        strong = f.known is not None and f.end - f.start > 1 and (f.known.topic or f.kind != "place")
        return (not strong, f.start - f.end, f.known is None)

    kept: list[Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=lambda f: (*rank(f), f.start)):
        if not taken.intersection(range(f.start, f.end)):
            taken.update(range(f.start, f.end))
            kept.append(f)
    return sorted(kept, key=lambda f: f.start)


def _again(doc: Doc, found: Sequence[Found]) -> Iterator[Found]:
    """Further mentions of names found elsewhere in the text, surnames included."""
    texts = [token.text for token in doc]
    patterns: dict[str, dict[tuple[str, ...], Found]] = {}
    for f in found:
        tokens = tuple(texts[f.start : f.end])
        forms = [tokens]
        if f.kind == "person" and len(tokens) > 1 and len(tokens[-1]) > 2:
            forms.append(tokens[-1:])
        for form in forms:
            if form[0][0].isupper() and not (len(form) == 1 and is_junk(form[0])):
                patterns.setdefault(form[0], {}).setdefault(form, f)
    taken = {i for f in found for i in range(f.start, f.end)}
    for start, text in enumerate(texts):
        if text not in patterns or start in taken:
            continue
        for form, f in patterns[text].items():
            end = start + len(form)
            if tuple(texts[start:end]) == form and _whole(doc, start, end):
                known = f.known if len(form) == f.end - f.start else None
                yield Found(start, end, f.kind, f.label, known)


def _whole(doc: Doc, start: int, end: int) -> bool:
    """Not a part of a longer capitalised name."""
    after = doc[end] if end < len(doc) else None
    before = doc[start - 1] if start else None
    longer = after is not None and after.text[0].isupper() and after.pos_ == "PROPN" and not after.is_sent_start
    return not longer and not (
        before is not None and before.pos_ == "PROPN" and before.text[0].isupper() and before.lower_ not in TITLES
    )


def _unlikely_person(doc: Doc, f: Found, full_names: Collection[str]) -> bool:
    """One word that the model calls a person, but that no full name has, and that neither bears a title nor acts."""
    if f.known or f.kind != "person" or f.end - f.start > 1 or f.label is None:
        return False
    token = doc[f.start]
    if token.i and (token.nbor(-1).lower_ in TITLES or token.nbor(-1).lower_ in PLACE_PREPOSITIONS):
        return False
    if kind_beside(words_of(doc), f.start, f.end, token.text):
        return False
    acts = token.dep_ in ("nsubj", "nsubjpass") and token.head.pos_ == "VERB"
    return not acts and token.text not in full_names and not is_given_name(token.text)


def _mention(doc: Doc, f: Found, identity: Identity) -> Mention:
    span = doc[f.start : f.end]
    return Mention(span.start_char, span.end_char, span.text, identity.name, identity.kind, identity.id, f.label)


def _set_ents(doc: Doc, found: Sequence[Found], identities: Sequence[Identity]) -> None:
    taken = {i for f in found for i in range(f.start, f.end)}
    others = [e for e in doc.ents if kind_by_label(e.label_) is None and not taken.intersection(range(e.start, e.end))]
    names = [
        Span(
            doc,
            f.start,
            f.end,
            label=f.label if f.label and kind_by_label(f.label) == identity.kind else _LABEL_OF[identity.kind],
            kb_id=identity.id,
        )
        for f, identity in zip(found, identities, strict=True)
    ]
    doc.set_ents([*names, *others])
