"""Who a stretch of text is attributed to, for quotations and for figures alike.

`attribution` finds the words that say so ('she said', 'according to the RCMP'); `identify` tells whom those words
mean: a name, a pronoun, a title or a role that the text has given to somebody named. `resolve` does both.
All need `doc._.mentions`, set by the component `roxham_entities`, and the dependency parse.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from db.records import Mention
from nlp.coreference import HE, IT, SHE, SUBJECTS, antecedent, mention_at, quote_around, role_holder
from nlp.extensions import words_of
from nlp.names import TITLES
from nlp.number_words import word_set
from nlp.reporting import is_reporting

_OTHERS = word_set("they them their ils elles on we us nous i je ce this that who which those these")
_RELATIVE = word_set("who that which whom qui")
# What an organisation speaks through: 'RCMP data', 'un rapport de la GRC'.
_DOCUMENTS = word_set(
    "data datum figure figures number numbers statistic statistics report statement document documents tally "
    "survey poll study account admission reckoning "
    "estimate estimates release record records memo note briefing brief count official officials "
    "donnée données chiffre chiffres statistique statistiques rapport communiqué document documents étude sondage "
    "estimation estimations bilan note relevé décompte"
)
_OPINIONS = word_set("avis dires dire yeux words view opinion")
_OF = word_set("de d' d’ du des of")
_ACCORDING = word_set("according selon d'après après per croire") | _OPINIONS
PASSIVE_SUBJECTS = ("nsubjpass", "nsubj:pass")
LATTER = ("dernier", "dernière")  # which the small model takes for an adjective of the verb: 'ce dernier évalue'
_CLAUSES = ("conj", "xcomp", "advcl", "ccomp", "acl", "dep", "parataxis", "pcomp", "prep")


_LONGEST_PHRASE = 9
"""Tokens of what belongs to a noun behind it."""


class Speaker(NamedTuple):
    name: str | None
    """Canonical name; None where the text names nobody ('officials')."""
    id: str | None
    text: str
    """The words of this text that stand for the speaker: 'she', 'the minister', 'Fraser'."""
    cue: str | None = None
    """The reporting verb or preposition as written."""


def resolve(doc: Doc, target: Span | Token) -> Speaker | None:
    """Who says what `target` says, None where the sentence attributes it to nobody.

    A quotation around the target decides, where `doc._.quotes` is set; else the sentence does.
    """
    start = target.idx if isinstance(target, Token) else target.start_char
    quote = quote_around(doc, start)
    if quote is not None:
        if quote.speaker_text is None:
            return None
        return Speaker(quote.speaker, quote.speaker_id, quote.speaker_text, quote.cue)
    found = attribution(target)
    if found is None:
        return None
    source, cue = found
    return identify(doc, source)._replace(cue=cue.text)


def attribution(target: Span | Token) -> tuple[Token, Token] | None:
    """(head of the source, cue) that the target's sentence gives for it, by its parse."""
    token = target if isinstance(target, Token) else target.root
    below = token
    for above in (token, *token.ancestors):
        if above is not token and is_reporting(above):
            source = subject(above)
            if source is not None and _can_say(source, token):
                return source, above
        for child in above.children:
            behind = child.i > token.i and child is not below
            if behind and child.dep_ in ("parataxis", "ccomp", "dep") and is_reporting(child):
                source = subject(child)
                if source is not None and _can_say(source, token):
                    return source, child
        below = above
    sentence, words = token.sent, words_of(token.doc)
    for i in range(sentence.start, sentence.end):
        source = according(token.doc[i]) if words[i] in _ACCORDING else None
        if source is not None and source.i != token.i:
            return source, token.doc[i]
    return None


def _can_say(source: Token, said: Token) -> bool:
    """Not what is said, nor what something is said of: 'The deal will be announced on Friday'."""
    return not _within(said, source) and source.dep_ not in PASSIVE_SUBJECTS


def according(word: Token) -> Token | None:
    """The source that follows 'according to', 'selon', 'de l'avis de' or the like, where `word` ends or begins one."""
    if word.lower_ not in _ACCORDING:
        return None
    if word.lower_ == "according" and word.i + 1 < len(word.doc) and word.nbor().lower_ == "to":
        source = next((c for c in word.nbor().children if c.dep_ in ("pobj", "nmod")), None)
        return source or _first_nominal(word.doc[word.i + 2 : word.i + 7])
    if word.lower_ in ("selon", "d'après") or (
        word.lower_ == "après" and word.i and word.nbor(-1).lower_ in ("d'", "d’")
    ):
        return word.head if word.head.i > word.i else _first_nominal(word.doc[word.i + 1 : word.i + 6])
    if word.lower_ in _OPINIONS and word.i and word.i + 1 < len(word.doc) and word.nbor().lower_ in _OF:
        told = word.nbor(-1).lower_ in ("l'", "l’", "aux", "au", "the")
        return _first_nominal(word.doc[word.i + 2 : word.i + 6]) if told else None
    if word.lower_ == "per" and word.is_sent_start and word.i + 1 < len(word.doc):
        return _first_nominal(word.doc[word.i + 1 : word.i + 4])
    if word.lower_ == "croire" and word.i and word.nbor(-1).lower_ == "en":
        return _first_nominal(word.doc[word.i + 1 : word.i + 6])
    return None


def _first_nominal(tokens: Iterable[Token]) -> Token | None:
    return next((t for t in tokens if t.pos_ in ("NOUN", "PROPN", "PRON")), None)


def _within(token: Token, head: Token) -> bool:
    return token == head or head.is_ancestor(token)


def subject(verb: Token) -> Token | None:
    """The verb's subject, or the one it shares with the verb it hangs on."""
    if verb.i and verb.nbor(-1).lower_ in LATTER:
        return verb.nbor(-1)
    for _ in range(4):
        for child in verb.children:
            if child.dep_ in SUBJECTS:
                relative = child.lower_ in _RELATIVE and verb.dep_ in ("relcl", "acl:relcl", "acl")
                return verb.head if relative else child
        if verb.dep_ in ("acl", "relcl", "acl:relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        if verb.dep_ not in _CLAUSES or verb.head == verb:
            return None
        verb = verb.head
    return None


def is_pronoun(token: Token) -> bool:
    """Also the French ones behind their verb: 'dit-elle'."""
    word = token.lower_.lstrip("-")
    return word in HE or word in SHE or word in IT or word in _OTHERS


def identify(doc: Doc, source: Token) -> Speaker:
    """Whom the phrase headed by `source` means."""
    mention = mention_at(doc, source)
    if mention:
        return Speaker(mention.name, mention.entity, mention.text)
    if (stressed := _stressed(doc, source)) is not None:
        return identify(doc, stressed)
    if is_pronoun(source):
        meant = antecedent(doc, source)
        text = source.text.lstrip("-")
    else:
        meant = _named_after(doc, source) or _in_phrase(doc, source) or _issuer(doc, source) or role_holder(doc, source)
        text = _phrase(source)
    return Speaker(meant.name, meant.entity, text) if meant else Speaker(None, None, text)


def _stressed(doc: Doc, pronoun: Token) -> Token | None:
    """« L'agence, elle, … »: the noun that the pronoun repeats."""
    if not 1 < pronoun.i < len(doc) - 1 or not is_pronoun(pronoun):
        return None
    noun = pronoun.nbor(-2)
    between = pronoun.nbor(-1).text == pronoun.nbor().text == ","
    return noun if between and noun.pos_ in ("NOUN", "PROPN") else None


def _phrase(head: Token) -> str:
    """The noun with what stands before it and whose or of what it is: 'data from the housing ministry'."""
    start = head.left_edge.i if head.i - head.left_edge.i < 8 else head.i
    end = head.i + 1
    for child in head.rights:
        attached = child.dep_ in ("prep", "nmod", "flat:name", "amod") and child.left_edge.i == end
        if not attached or child.right_edge.i - head.i > _LONGEST_PHRASE or _interrupted(child):
            break
        end = child.right_edge.i + 1
    return head.doc[start:end].text.strip(" ,\n")


def _interrupted(phrase: Token) -> bool:
    """By a comma, a clause or a line break: no more than a name is told."""
    return any(
        t.is_space or t.is_punct or t.pos_ in ("VERB", "AUX") or t.dep_ in ("relcl", "acl") for t in phrase.subtree
    )


def _in_phrase(doc: Doc, head: Token) -> Mention | None:
    """A person named in apposition: 'the minister, Sean Fraser'."""
    near = {t.i for t in head.children if t.dep_ in ("appos", "flat:name", "flat:foreign")}
    if head.dep_ in ("compound", "appos"):
        near.add(head.head.i)
    named = (mention_at(doc, doc[i]) for i in sorted(near))
    return next((m for m in named if m and m.kind == "person"), None)


def _named_after(doc: Doc, head: Token) -> Mention | None:
    """The person whose title or role stands before the name: 'Sgt. Ruiz', 'sa porte-parole, Mme Roy'."""
    commas = 0
    attached = False
    for token in doc[head.i + 1 : head.i + 8]:
        mention = mention_at(doc, token)
        if mention and mention.kind == "person":
            return None if attached and not commas else mention
        if token.pos_ in ("ADP", "DET") and not commas:
            attached = True
            continue
        commas += token.text == ","
        title = token.lower_ in TITLES or (token.text == "." and token.nbor(-1).lower_ + "." in TITLES)
        fits = title or mention or (token.is_space and "\n" not in token.text) or token.pos_ in ("NOUN", "ADJ", "PROPN")
        if not fits and not (token.text == "," and commas == 1):
            return None
    return None


def _issuer(doc: Doc, head: Token) -> Mention | None:
    """The organisation whose data or report it is."""
    if head.lower_ not in _DOCUMENTS:
        return None
    for token in head.subtree:
        mention = mention_at(doc, token)
        if mention and mention.kind in ("organisation", "person", "place"):
            return mention
    whose = next((child for child in head.children if child.tag_ == "PRP$"), None)
    return antecedent(doc, whose) if whose is not None else None
