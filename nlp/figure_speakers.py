"""Who says a figure, and the words that attribute it: `according to RCMP data`, `the board counted`, `selon la GRC`.

A quotation around the figure decides, then the parse (`nlp.speakers.resolve`), then any attribution of the sentence:
one that closes a sentence covers all of it. Verbs of doing (intercepted, returned) attribute nothing, verbs of
counting, wanting and expecting do.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span, Token

from db.records import Mention
from nlp.coreference import is_role, last_body, may_be_called, person_called, quoted_last, quotes_in
from nlp.extensions import starting_before, starting_in, text_of
from nlp.figure_attribution import (
    after_circumstance,
    beside_what_is_said,
    closed_between,
    closes,
    describes_source,
    governing_first,
    governs,
    of_another_clause,
    opens_quotation,
    planned,
)
from nlp.figure_cues import OPENERS, attributions, counts, only_counts
from nlp.number_words import word_set
from nlp.speakers import Speaker, attribution, identify, is_reporting, mention_at

# Of these a government or a country is the one who acts, not the one who says.
_ACTS = word_set(
    "agree promise pledge announce order agreer ask demand request plan admit charge accuse vow "
    "réclamer demander annoncer count compter want vouloir"
)
_MATERIAL = word_set(
    "data figures figure numbers number statistics statistic report reports memo memos documents "
    "document records survey study "
    "estimate estimates tally count analysis researchers officials spokesperson spokeswoman spokesman figures "
    "sources agents "
    "données chiffres statistiques rapport rapports note notes étude documents bilan décompte compilation "
    "estimation porte-parole"
)
_BODIES = word_set(
    "force agency tribunal board department ministry service police organization organisation "
    "group union association "
    "institute bureau office committee commission council city company centre center shelter charity "
    "agence ministère service syndicat organisme corps commission ville comité institut cour fondation"
)
# Words of the canonical name that a word for a body may stand for.
_KINDS_OF_BODY = {
    "force": ("police", "force"),
    "police": ("police",),
    "tribunal": ("board", "tribunal", "court", "commission"),
    "board": ("board",),
    "agency": ("agency",),
    "agence": ("agency", "agence"),
    "department": ("department", "citizenship", "ministry"),
    "ministère": ("ministry", "ministère", "citizenship", "department"),
    "ministry": ("ministry", "ministère", "citizenship", "department"),
    "corps": ("police",),
}
_LINKS = word_set("from by of de du par des at obtenus obtenues obtained posted compiled provided released")
_NEAR_CUE = 90
# `RUIZ:` at the head of a paragraph.
_LABEL = re.compile(r"[\"“]?(?P<name>[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){0,3}):\s")
_APPOSITION = re.compile(r", (?P<first>[^\W\d]+)['’]?[^,;:.\n“”«»\"()\d]{1,80}(?=[,;.)”\"»\n]|$)")
_ARTICLES_OF_APPOSITION = word_set("the a an his her its their le la l un une son sa")
# What these verbs say of someone without a name is what he does: `people claim asylum`, `qui demande l'asile`.
_ASKING = word_set("claim ask demand call want demander réclamer vouloir plead charge")
_SHOWING = word_set(
    "show find indicate estimate project predict forecast calculate reveal suggest reference put peg reckon "
    "montrer indiquer estimer prévoir calculer évaluer chiffrer révéler"
)
_NO_SOURCES = word_set("who that which qui that c' c’ nous on it this ce cela")
_PRONOUNS = word_set("he she il elle lui")
_BODY_PRONOUNS = word_set("it elle il")


def speaker(doc: Doc, sentence: Span, start: int, end: int, language: str) -> Speaker | None:
    """The one to whom the figure at `start` to `end` is attributed; None where the text asserts it itself.

    A speaker without a name (`officials`) has the name None.
    """
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None:
        return None
    quotes = quotes_in(doc, sentence.start_char, sentence.end_char)
    quoted = next((q for q in quotes if q.start <= start < q.end), None)
    if quoted is not None and (quoted.speaker or quoted.speaker_text):
        return Speaker(quoted.speaker, quoted.speaker_id, quoted.speaker_text or quoted.speaker or "", quoted.cue)
    if (labelled := _labelled(doc, start)) is not None:
        return labelled
    unnamed = None
    for cue, source in governing_first(span.root, attributions(doc, sentence, language)):
        if describes_source(span, source, cue) or any(q.start <= cue.idx < q.end for q in quotes):
            continue
        if closed_between(doc, cue, span.start, sentence):
            continue
        governed = cue.is_ancestor(span.root) or planned(cue, span.root)
        if not governed and (cue.pos_ == "NOUN" or (only_counts(cue) and not closes(cue, source, span.start))):
            continue
        if span.start < source.i and after_circumstance(source):
            continue
        if of_another_clause(cue, span.root) or opens_quotation(doc, cue, span.root):
            continue
        if beside_what_is_said(cue, source, span.root):
            continue
        found = _identified(doc, source)._replace(cue=cue.text)
        if found.name is not None and not _only_acts(doc, cue, source):
            return found
        if found.name is None and (not counts(cue) or _states(cue, source)) and not _only_asks(cue, found):
            unnamed = unnamed or found
            if source.pos_ == "NOUN" and governs(cue, span.root):
                break
    if unnamed is not None:
        return unnamed
    pair = attribution(span) if doc.has_annotation("DEP") else None
    if pair is None or of_another_clause(pair[1], span.root) or beside_what_is_said(pair[1], pair[0], span.root):
        return None
    if opens_quotation(doc, pair[1], span.root):
        return None
    return _checked(identify(doc, pair[0])._replace(cue=pair[1].text), sentence)


def _labelled(doc: Doc, offset: int) -> Speaker | None:
    """Who speaks in a transcript, a paragraph of which begins `RUIZ:`."""
    text = text_of(doc)
    label = _LABEL.match(text, text.rfind("\n", 0, offset) + 1)
    if label is None or label.end() > offset:
        return None
    meant = person_called(doc, label["name"].split()[-1])
    return Speaker(meant.name, meant.entity, label["name"]) if meant else None


def _states(cue: Token, source: Token) -> bool:
    """What a source without a name counts or shows as one that knows: `the slide shows`, `officials counted`."""
    return cue.lemma_.lower() in _SHOWING or source.lower_ in _MATERIAL or source.pos_ == "PROPN"


def _checked(found: Speaker, sentence: Span) -> Speaker | None:
    cue = (found.cue or "").lower()
    if found.name is None and found.text.lower() in _NO_SOURCES:
        return None
    # the parser's sentence may be longer than the text's
    return None if cue in ("agreed", "accepted") or cue not in sentence.text.lower() else found


def attribution_text(doc: Doc, sentence: Span, found: Speaker) -> str | None:
    """The words that attribute, as the text has them: `according to RCMP data`, `said Dana Whitcombe`."""
    text, cue = text_of(doc)[sentence.start_char : sentence.end_char], found.cue or ""
    opener = OPENERS.get(cue.lower().replace("’", "'"))
    start = text.lower().replace("’", "'").find(opener) if opener else -1
    if start >= 0:
        return " ".join(text[start : _end_of_source(doc, sentence, start)].split())
    joined = " ".join(part for part in (found.text, cue) if part) or None
    who = text.find(found.text)
    cues = [match.start() for match in re.finditer(rf"\b{re.escape(cue)}\b", text)]
    says = min(cues, key=lambda at: abs(at - who), default=-1)
    if not cue or who < 0 or says < 0:
        return joined
    first, last = min(who, says), max(who + len(found.text), says + len(cue))
    between = text[min(who + len(found.text), says + len(cue)) : max(who, says)]
    if len(between) > _NEAR_CUE or any(mark in between for mark in '\n;:“”«»"0123456789'):
        return joined
    if says < who and (more := _APPOSITION.match(text, last)):
        # `said Mr. Achterberg, the union's lawyer`
        last = more.end() if more["first"] in _ARTICLES_OF_APPOSITION or is_role(more["first"]) else last
    words = text[first:last].split()
    return " ".join(words[words[0].lower() in ("as", "comme") :])


def _end_of_source(doc: Doc, sentence: Span, start: int) -> int:
    """Where the source that begins at `start` in the sentence ends: at a comma that is not in a name, or the stop."""
    text = text_of(doc)[sentence.start_char : sentence.end_char]
    for match in re.finditer(r"[,;:\n«»“”()]|\.(?=\s|$)", text[start:]):
        end = start + match.start()
        offset = sentence.start_char + end
        name = next(starting_before(doc._.mentions, offset), None)
        if name is None or name.end <= offset:
            return end
    return len(text)


def _only_asks(cue: Token, found: Speaker) -> bool:
    return cue.lemma_.lower() in _ASKING or found.text.lower() in _NO_SOURCES


def _only_acts(doc: Doc, cue: Token, source: Token) -> bool:
    mention = mention_at(doc, source)
    if mention is None or mention.kind in ("person", "organisation"):
        return False
    return mention.kind != "place" or cue.lemma_.lower() in _ACTS or not (is_reporting(cue) or cue.i < source.i)


def _identified(doc: Doc, source: Token) -> Speaker:
    found = identify(doc, source)
    if source.lower_ in _PRONOUNS:
        recent = quoted_last(doc, source.idx)
        if recent is not None:
            return Speaker(recent.speaker, recent.speaker_id, source.text)
    if found.name is not None:
        return found
    mention = _behind(doc, source)
    return Speaker(mention.name, mention.entity, found.text) if mention else found


def _behind(doc: Doc, source: Token) -> Mention | None:
    """The body behind data, researchers or documents; the body that `the force` or `it` stands for."""
    word = source.lower_
    if word in _BODY_PRONOUNS or word in _BODIES:
        body = last_body(doc, source.idx, _KINDS_OF_BODY.get(word, ()))
        return body if body is not None and may_be_called(body, word) else None
    for i in range(source.i + 1, min(source.i + 4, len(doc))):
        # `le secrétaire parlementaire Étienne Marchand`
        mention = mention_at(doc, doc[i])
        if mention is not None and mention.kind == "person":
            return mention
        if doc[i].pos_ not in ("ADJ", "NOUN", "PROPN"):
            break
    for i in range(max(source.i - 4, 0), source.i):
        mention = mention_at(doc, doc[i])
        if mention is not None and mention.kind in ("organisation", "place") and _joined(doc, i, source.i):
            return mention
    if word not in _MATERIAL:
        return None
    near = starting_in(doc._.mentions, source.sent.start_char, source.sent.end_char)
    bodies = {m.entity: m for m in near if m.kind == "organisation"}
    for i in range(source.i + 1, min(source.i + 8, len(doc))):
        token = doc[i]
        if token.text in ".;:" or token.is_space:
            break
        mention = mention_at(doc, token)
        if mention is not None and mention.kind in ("organisation", "person") and _linked(doc, source.i, i):
            return mention
        if token.lower_ in _BODIES and _linked(doc, source.i, i):
            return last_body(doc, token.idx, _KINDS_OF_BODY.get(token.lower_, ()))
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _joined(doc: Doc, i: int, source: int) -> bool:
    return all(doc[k].pos_ in ("NOUN", "PROPN", "PART", "ADJ", "ADP") or doc[k].text in "'s’" for k in range(i, source))


def _linked(doc: Doc, source: int, i: int) -> bool:
    return any(doc[k].lower_ in _LINKS for k in range(source + 1, i))
