"""Persons whose names the model overlooks or takes for places, told by the words beside them.

Somebody has a title or a role before the name ('Sgt. Whitcombe', 'la juge El-Khoury', 'le sociologue Tessier'), or says
something ('Okafor said', « …, tranche Wójcik »).
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Token

from nlp.coreference import tells_person
from nlp.extensions import small_words_of, words_of
from nlp.kinds import is_given_name, is_head, is_junk, kind_by_words
from nlp.names import PARTICLES, TITLES, is_acronym
from nlp.number_words import word_set
from nlp.reporting import QUOTING_FORMS, REPORTING_VERBS, is_quoting, is_reporting
from nlp.world import is_city, is_demonym

_LONGEST = 7
"""Tokens of a name; 'Delacroix-Nnamdi' is three of them."""
_JOINTS = frozenset("-‑'’")
_AUXILIARIES = word_set(
    "a ont avait avaient aura est sont était étaient s' s’ se n' n’ ne pas lui leur y en l' l’ nous m' m’ "
    "has had have also later then already once recently still often"
)
_HONORIFICS = word_set("m m. mm. mme mmes mlle me mr mr. mrs mrs. ms ms. miss dr dr. sir lord lady")
_CLOSING = frozenset({",", "»", "”", '"', "’", "?", "!", "…", "—", "–"})
# Seats of government, that speak as people do: 'Téhéran affirme'.
_SEATS = word_set("paris berlin tokyo téhéran tehran bagdad baghdad jérusalem jerusalem kremlin washington ottawa")


def name_end(doc: Doc, start: int) -> int:
    """Behind the personal name that begins at token `start`; `start` where none does.

    'El-Khoury', 'O'Brien', 'J. D. Purcell', 'de Grandpré'; small words only in front
    or behind a given name.
    """
    end = at = start
    while at < min(len(doc), start + _LONGEST):
        token = doc[at]
        if _capital(token):
            at = end = at + 1
        elif token.text in _JOINTS and start < at and not doc[at - 1].whitespace_ and not token.whitespace_:
            at += 1
        elif token.text == "." and start < at and len(doc[at - 1]) == 1:
            at = end = at + 1
        elif token.text in PARTICLES and (at == start or is_given_name(doc[at - 1].text)):
            at += 1
        else:
            break
    return end


def _capital(token: Token) -> bool:
    first = token.text[0]
    return first.isupper() and token.ent_type_ != "DATE" and not any(c.isdigit() for c in token.text)


def titled(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names, as first token and the one behind the last, with a title or a role before them."""
    for i, word in enumerate(words_of(doc)[:-1]):
        title = word in TITLES
        if not title and not (tells_person(word) and doc[i].text.islower()):
            continue
        start = i + 1
        if title and doc[start].text == "." and (word + "." in TITLES or word == "m"):
            start += 1
        while title and start < len(doc) and doc[start].is_space and "\n" not in doc[start].text:
            start += 1
        end = name_end(doc, start)
        whose = doc[start].text in PARTICLES and word not in _HONORIFICS  # « l'avocat de Samira Haddad »
        if start == end or whose or doc[start].lower_ in TITLES:
            continue
        named = not kind_by_words(doc[start:end].text, doc.lang_) if title else _personal(doc, start, end, role=True)
        if named:
            yield start, end


def sayers(doc: Doc) -> Iterator[tuple[int, int]]:
    """Names, as first token and the one behind the last, beside a verb of saying, and of no known body or place."""
    small_words = small_words_of(doc)
    bodies = frozenset(ent.text for ent in doc.ents if ent.label_ == "ORG")
    for start, end in (span for verb in _verbs(doc) for span in (_behind(doc, verb), _before(doc, verb))):
        ordinary = end - start == 1 and (doc[start].is_stop or doc[start].lower_ in small_words)
        if start < end and not ordinary and doc[start:end].text not in bodies and _personal(doc, start, end):
            yield start, end


def _verbs(doc: Doc) -> Iterator[Token]:
    french = doc.lang_ == "fr"
    strings = doc.vocab.strings
    lemmas = [] if french else [str(strings[key]) for key in doc.to_array(LEMMA).tolist()]
    words = words_of(doc)
    for i in range(len(doc)):
        if (words[i] in QUOTING_FORMS if french else lemmas[i] in REPORTING_VERBS) and is_quoting(doc[i]):
            yield doc[i]


def _behind(doc: Doc, verb: Token) -> tuple[int, int]:
    """« …, a confirmé Okonkwo »: the words before the verb are said."""
    at = verb.i - 1
    while at >= 0 and (doc[at].lower_ in _AUXILIARIES or (doc[at].is_space and "\n" not in doc[at].text)):
        at -= 1
    if at < 0 or doc[at].text not in _CLOSING:
        return verb.i, verb.i
    return verb.i + 1, name_end(doc, verb.i + 1)


def _before(doc: Doc, verb: Token) -> tuple[int, int]:
    """'Okonkwo has said', 'Le conducteur, Dufresne, soutient'."""
    end = verb.i
    while end and doc[end - 1].lower_ in _AUXILIARIES:
        end -= 1
    commas = end > 1 and doc[end - 1].text == ","
    end -= commas
    start = end
    while start and verb.i - start < _LONGEST and _goes_on(doc, start - 1, end):
        start -= 1
    if start == end or doc[start].text in _JOINTS or doc[end - 1].pos_ != "PROPN" or not is_reporting(verb):
        return verb.i, verb.i
    before = doc[start - 1] if start else None
    if commas and (before is None or before.text != ","):
        return verb.i, verb.i
    opens = before is None or before.is_space or before.is_punct or before.pos_ in ("CCONJ", "SCONJ", "ADV")
    opens = opens and (before is None or before.text != "(")  # 'Sen. Ruiz (R-Ky.) said'
    # In English what the model takes for a place may be one: 'Riyadh said'.
    located = doc.lang_ != "fr" and doc[start].ent_type_ in ("GPE", "LOC", "FAC")
    speaks = not located or not is_city(doc[start:end].text)
    return (start, end) if speaks and (opens or doc[start].is_sent_start) else (verb.i, verb.i)


def _goes_on(doc: Doc, i: int, end: int) -> bool:
    """Whether the token belongs to a name that goes on behind it: a capital, a small word, a hyphen."""
    if i + 1 < end and doc[i].text in PARTICLES:
        return True
    joint = doc[i].text in _JOINTS and 0 < i < end - 1 and not doc[i].whitespace_ and not doc[i - 1].whitespace_
    return joint or _capital(doc[i])


def _personal(doc: Doc, start: int, end: int, *, role: bool = False) -> bool:
    """Whether it may be the name of somebody who says something, or has a `role` before the name."""
    text = doc[start:end].text
    if any(token.lower_ in TITLES or token.lower_ + "." in TITLES for token in doc[start:end]):
        return False
    if " " in text and any(token.ent_type_ for token in doc[start:end]):
        return False  # the model has names of several words, but for their titles
    if is_acronym(text) or is_junk(text) or is_demonym(text) or is_head(text, "organisation"):
        return False
    if doc[start].lower_ in _SEATS or kind_by_words(text, doc.lang_) not in (None, "person"):
        return False
    body = doc[end - 1].ent_type_ == "ORG" and not (role and doc.lang_ == "en")
    return not body and doc[end - 1].ent_type_ not in ("NORP", "LAW", "EVENT")
