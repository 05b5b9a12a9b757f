"""Who says a figure, and the words that attribute it: `according to RCMP data`, `the board counted`, `selon la GRC`.

A quotation around the figure decides, then the parse (`nlp.speakers.resolve`), then any attribution of the sentence:
one that closes a sentence covers all of it. Verbs of doing (intercepted, returned) attribute nothing, verbs of
counting, wanting and expecting do.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Span, Token

from db.records import Mention
from nlp.extensions import text_of, words_of
from nlp.number_words import word_set
from nlp.reporting import REPORTING_VERBS, REPORTING_WORDS
from nlp.speakers import Speaker, attribution, identify, is_reporting, mention_at, subject

# Lemmas, beside the reporting verbs of nlp.speakers, whose subject answers for the number.
COUNTING = word_set(
    "count log record tally register estimate want expect hope forecast project predict demand "
    "request ask show find "
    "indicate put anticipate plan calculate document identify foresee cite reference rate reckon peg "
    "recenser enregistrer réclamer vouloir prévoir attendre espérer demander montrer dénombrer comptabiliser "
    "chiffrer évaluer viser anticiper souhaiter calculer projeter répertorier citer"
)
_COUNTING_FORMS = word_set("recense recensé réclame réclamait enregistré prévoit veut dénombre chiffre estime indique")
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
    "corps": ("police",),
}
_LINKS = word_set("from by of de du par des at obtenus obtenues obtained posted compiled provided released")
_OPENERS = {
    "according": "according to",
    "selon": "selon",
    "d'après": "d'après",
    "après": "d'après",
    "suivant": "suivant",
}
_NEAR_CUE = 40
_DOCUMENTED = word_set("by per in")
_CUE_WORDS = frozenset(_OPENERS) | {"d’après"} | _DOCUMENTED | REPORTING_WORDS | _COUNTING_FORMS
# What these verbs say of someone without a name is what he does: `people claim asylum`, `qui demande l'asile`.
_ASKING = word_set("claim ask demand call want demander réclamer vouloir plead charge")
_SHOWING = word_set(
    "show find indicate estimate project predict forecast calculate reveal suggest reference "
    "montrer indiquer estimer prévoir calculer évaluer chiffrer révéler"
)
_CIRCUMSTANCES = word_set(
    "after before when while because since although though if unless until once "
    "après avant quand lorsque pendant parce puisque si alors tandis"
)
_ADJUNCTS = frozenset({"prep", "advcl", "npadvmod", "obl", "obl:mod"})
# Verbs of saying whose object is somebody or something, not what is said.
_JUDGING = word_set("call describe label praise criticize blast slam accuse charge thank qualifier accuser décrire")
# Nouns that attribute what depends on them: `the IMF's estimate of 40`, `un bilan de la GRC`.
_STATEMENTS = word_set(
    "report claim estimate forecast projection prediction statement tally count finding admission assertion analysis "
    "rapport estimation prévision déclaration bilan décompte affirmation analyse"
)
_COUNTS_AND_POLLS = word_set("estimate count tally poll survey study admission account reckoning")
_CUE_LEMMAS = REPORTING_VERBS | COUNTING | _STATEMENTS
_AUTHORS = frozenset({"poss", "compound", "nmod"})
_OPENING_MARKS = frozenset("\"“«„‘'")
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
    quotes = [q for q in doc._.quotes if q.direct and q.start < sentence.end_char and q.end > sentence.start_char]
    quoted = next((q for q in quotes if q.start <= start < q.end), None)
    if quoted is not None and (quoted.speaker or quoted.speaker_text):
        return Speaker(quoted.speaker, quoted.speaker_id, quoted.speaker_text or quoted.speaker or "", quoted.cue)
    unnamed = None
    for cue, source in _governing_first(span.root, _attributions(doc, sentence, language)):
        if _inside(span, source, cue) or any(q.start <= cue.idx < q.end for q in quotes):
            continue
        if cue.i < span.start and _closed_between(doc, cue.i, span.start):
            continue
        if cue.pos_ == "NOUN" and not cue.is_ancestor(span.root):
            continue
        if _of_another_clause(cue, span.root) or _opens_quotation(doc, cue, span.start):
            continue
        if _beside_what_is_said(cue, source, span.root):
            continue
        found = _identified(doc, source)._replace(cue=cue.text)
        if found.name is not None and not _only_acts(doc, cue, source):
            return found
        if found.name is None and (not _counts(cue) or _states(cue, source)) and not _only_asks(cue, found):
            unnamed = unnamed or found
            if source.pos_ == "NOUN" and _governs(cue, span.root):
                break
    if unnamed is not None:
        return unnamed
    pair = attribution(span) if doc.has_annotation("DEP") else None
    if pair is None or _of_another_clause(pair[1], span.root) or _beside_what_is_said(pair[1], pair[0], span.root):
        return None
    return _checked(identify(doc, pair[0])._replace(cue=pair[1].text), sentence)


def _governing_first(token: Token, found: Iterator[tuple[Token, Token]]) -> list[tuple[Token, Token]]:
    """The attributions by verbs above `token` in the parse, the outermost first (`the union says the minister
    promised 40`: the union), then the others as they come."""
    pairs = list(found)
    above = [pair for pair in pairs if _governs(pair[0], token)]
    above.sort(key=lambda pair: sum(1 for _ in pair[0].ancestors))
    return above + [pair for pair in pairs if pair not in above]


def _governs(cue: Token, token: Token) -> bool:
    below = token
    while below.head != below:
        if below.head == cue:
            return below.dep_ not in ("conj", "advcl", "relcl", "acl", "acl:relcl")
        below = below.head
    return False


def _of_another_clause(cue: Token, token: Token) -> bool:
    """The cue stands in a clause about a noun or a circumstance, and the figure outside: `the deal that Fraser says
    will hold`, `after Roy complained`."""
    clause = cue
    while clause.head != clause:
        side = clause.dep_ in ("relcl", "acl:relcl") or (clause.dep_ == "advcl" and _circumstance(clause))
        if side and clause != token and not clause.is_ancestor(token):
            return clause.dep_ == "advcl" or clause.head not in (token, token.head)
        clause = clause.head
    return False


def _circumstance(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in _CIRCUMSTANCES for child in clause.children)


def _beside_what_is_said(cue: Token, source: Token, token: Token) -> bool:
    """The figure is in what the narrator adds: `With 50 days left, Roy said …`, `she said as 40 others left`; verbs of
    judging (`called it a disaster`) say only what they govern."""
    if _denied(cue):
        return True
    below = token
    while below.head != below and below.head != cue:
        below = below.head
    if below.head != cue or below == token.sent.root:
        return cue.lemma_.lower() in _JUDGING
    content = any(child.dep_ == "ccomp" and child.i > cue.i for child in cue.children)
    if below.i < source.i < cue.i:
        return below.dep_ in _ADJUNCTS and content
    return (
        below.dep_ == "advcl"
        and below.i > cue.i
        and any(
            child.dep_ == "mark" and child.lower_ in (_CIRCUMSTANCES | {"as"}) and child.lower_ != "if"
            for child in below.children
        )
    )


def _denied(cue: Token) -> bool:
    return any(child.dep_ == "neg" for child in cue.children)


def _opens_quotation(doc: Doc, cue: Token, figure: int) -> bool:
    """`In one letter, Fraser wrote: “…”`: what he wrote is the quotation, and the figure stands before it."""
    if figure >= cue.i:
        return False
    following = [t.text for t in doc[cue.i + 1 : cue.i + 4] if not t.is_space]
    return following[:1] == [":"] or (len(following) > 1 and following[0] == "," and following[1] in _OPENING_MARKS)


def _states(cue: Token, source: Token) -> bool:
    """What a source without a name counts or shows as one that knows: `the slide shows`, `officials counted`."""
    return cue.lemma_.lower() in _SHOWING or source.lower_ in _MATERIAL


def _checked(found: Speaker, sentence: Span) -> Speaker | None:
    cue = (found.cue or "").lower()
    if found.name is None and found.text.lower() in _NO_SOURCES:
        return None
    # the parser's sentence may be longer than the text's
    return None if cue in ("agreed", "accepted") or cue not in sentence.text.lower() else found


def attribution_text(doc: Doc, sentence: Span, found: Speaker) -> str | None:
    """The words that attribute, as the text has them: `according to RCMP data`, `said Dana Whitcombe`."""
    text, cue = text_of(doc)[sentence.start_char : sentence.end_char], found.cue or ""
    opener = _OPENERS.get(cue.lower().replace("’", "'"))
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
    words = text[first:last].split()
    return " ".join(words[words[0].lower() in ("as", "comme") :])


def _end_of_source(doc: Doc, sentence: Span, start: int) -> int:
    """Where the source that begins at `start` in the sentence ends: at a comma that is not in a name, or the stop."""
    text = text_of(doc)[sentence.start_char : sentence.end_char]
    for match in re.finditer(r"[,;:\n«»“”()]|\.(?=\s|$)", text[start:]):
        end = start + match.start()
        offset = sentence.start_char + end
        if not any(m.start < offset < m.end for m in doc._.mentions):
            return end
    return len(text)


def _attributions(doc: Doc, sentence: Span, language: str) -> Iterator[tuple[Token, Token]]:
    """(cue, head of the source), the closing attribution first."""
    reporting: list[tuple[Token, Token]] = []
    counting: list[tuple[Token, Token]] = []
    nominal: list[tuple[Token, Token]] = []
    cues = _possible_cues(doc)
    for i in cues[bisect_left(cues, sentence.start) : bisect_left(cues, sentence.end)]:
        token = doc[i]
        if token.lower_ in ("according", "selon", "d'après", "d’après", "suivant"):
            source = _source_after(doc, token, sentence, language)
            if source is not None:
                yield token, source
        elif token.lower_ in _DOCUMENTED and (source := _document_after(doc, token)) is not None:
            yield token, source
        elif token.lemma_.lower() in _STATEMENTS and token.pos_ == "NOUN":
            source = _author(doc, token)
            if source is not None:
                nominal.append((token, source))
        elif "Inf" in token.morph.get("VerbForm", []) and _to(token):
            continue
        elif (reports := is_reporting(token)) or _counts(token):
            source = _subject(token, sentence)
            if source is not None:
                (reporting if reports else counting).append((token, source))
    yield from reversed(reporting)
    yield from reversed(counting)
    yield from nominal


def _possible_cues(doc: Doc) -> list[int]:
    """Indexes of the tokens that `_attributions` has to look at: few of a text."""
    cues = doc.user_data.get("possible_cues")
    if cues is None:
        strings = doc.vocab.strings
        lemmas = [str(strings[key]) for key in doc.to_array(LEMMA).tolist()]
        cues = doc.user_data["possible_cues"] = [
            i
            for i, (word, lemma) in enumerate(zip(words_of(doc), lemmas, strict=True))
            if word in _CUE_WORDS or lemma.lower() in _CUE_LEMMAS
        ]
    return cues


def _to(verb: Token) -> bool:
    """`for Mexico to respond`: he does not, or not yet."""
    return verb.i > 0 and verb.nbor(-1).lower_ in ("to", "de", "à", "d'", "d’")


def _document_after(doc: Doc, preposition: Token) -> Token | None:
    """`by one estimate`, `in the latest poll`, `by the ministry's own count`: its author, or itself."""
    for token in doc[preposition.i + 1 : preposition.i + 6]:
        if token.pos_ == "NOUN" and token.lemma_.lower() in _COUNTS_AND_POLLS:
            return _author(doc, token) or token
        if token.is_punct or token.pos_ in ("VERB", "AUX", "ADP"):
            return None
    return None


def _author(doc: Doc, statement: Token) -> Token | None:
    """Whose estimate or report it is: `the IMF's estimate`, `a Gazette report`."""
    for child in statement.children:
        mention = mention_at(doc, child)
        if mention is not None and mention.kind in ("organisation", "person") and child.dep_ in _AUTHORS:
            return child
    return None


def _only_asks(cue: Token, found: Speaker) -> bool:
    return cue.lemma_.lower() in _ASKING or found.text.lower() in _NO_SOURCES


def _counts(token: Token) -> bool:
    return (
        token.pos_ == "VERB" and token.lemma_.lower() in COUNTING and "Inf" not in token.morph.get("VerbForm", [])
    ) or (token.lower_ in _COUNTING_FORMS and token.pos_ in ("VERB", "AUX"))


def _source_after(doc: Doc, cue: Token, sentence: Span, language: str) -> Token | None:
    """The last noun of the group after `according to`, `selon`."""
    i = cue.i + (2 if cue.lower_ == "according" else 1)
    head = None
    while i < sentence.end and i < cue.i + 9:
        token = doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON"):
            head = token
            if token.pos_ == "PRON":
                break
            if token.pos_ == "NOUN" and language == "fr" and doc[min(i + 1, len(doc) - 1)].pos_ != "PROPN":
                break
        elif token.pos_ not in ("DET", "ADJ", "PUNCT", "SPACE", "ADP") or token.text in ",;:.":
            break
        if token.pos_ == "ADP" and head is not None:
            break
        i += 1
    return head


def _subject(verb: Token, sentence: Span) -> Token | None:
    source = subject(verb)
    if source is not None and sentence.start <= source.i < sentence.end and source.pos_ in ("NOUN", "PROPN", "PRON"):
        return source
    doc = verb.doc
    # `, said Staff Sgt. Joël Castonguay` and `…, RCMP Cpl. Tamsin Reyes said`
    for i in range(verb.i + 1, min(verb.i + 7, sentence.end)):
        mention = mention_at(doc, doc[i])
        if (
            mention is not None
            and mention.kind in ("person", "organisation")
            and verb.i > sentence.start
            and doc[verb.i - 1].is_punct
        ):
            return doc[i]
    if verb.i > sentence.start:
        mention = mention_at(doc, doc[verb.i - 1])
        if mention is not None and mention.kind in ("person", "organisation"):
            return doc[verb.i - 1]
    return None


def _inside(span: Span, source: Token, cue: Token) -> bool:
    """The figure stands in what describes the source: `Hal Brewster, 61, said`."""
    between = source.i < span.start < cue.i or cue.i < span.start < source.i
    return between or (span.root != source and source.is_ancestor(span.root) and not source.is_ancestor(cue))


def _closed_between(doc: Doc, cue: int, figure: int) -> bool:
    return any(doc[i].text == ";" for i in range(cue, figure))


def _only_acts(doc: Doc, cue: Token, source: Token) -> bool:
    mention = mention_at(doc, source)
    if mention is None or mention.kind in ("person", "organisation"):
        return False
    return mention.kind != "place" or cue.lemma_.lower() in _ACTS or not (is_reporting(cue) or cue.i < source.i)


def _identified(doc: Doc, source: Token) -> Speaker:
    found = identify(doc, source)
    if source.lower_ in _PRONOUNS:
        recent = _last_speaker(doc, source.idx)
        if recent is not None:
            return Speaker(*recent, source.text)
    if found.name is not None:
        return found
    mention = _behind(doc, source)
    return Speaker(mention.name, mention.entity, found.text) if mention else found


def _last_speaker(doc: Doc, offset: int) -> tuple[str, str | None] | None:
    """The person quoted in the same paragraph right before `offset`."""
    paragraph = text_of(doc).rfind("\n", 0, offset)
    for quote in reversed(doc._.quotes):
        if paragraph < quote.end <= offset and quote.speaker is not None:
            return quote.speaker, quote.speaker_id
    return None


def _behind(doc: Doc, source: Token) -> Mention | None:
    """The body behind data, researchers or documents; the body that `the force` or `it` stands for."""
    word = source.lower_
    if word in _BODY_PRONOUNS or word in _BODIES:
        return _last_body(doc, source.idx, _KINDS_OF_BODY.get(word, ()))
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
    bodies = {m.entity: m for m in doc._.mentions if m.kind == "organisation" and _shares_sentence(doc, m, source)}
    for i in range(source.i + 1, min(source.i + 8, len(doc))):
        token = doc[i]
        if token.text in ".;:" or token.is_space:
            break
        mention = mention_at(doc, token)
        if mention is not None and mention.kind in ("organisation", "person") and _linked(doc, source.i, i):
            return mention
        if token.lower_ in _BODIES and _linked(doc, source.i, i):
            return _last_body(doc, token.idx, _KINDS_OF_BODY.get(token.lower_, ()))
    return next(iter(bodies.values())) if len(bodies) == 1 else None


def _shares_sentence(doc: Doc, mention: Mention, source: Token) -> bool:
    return source.sent.start_char <= mention.start < source.sent.end_char


def _joined(doc: Doc, i: int, source: int) -> bool:
    return all(doc[k].pos_ in ("NOUN", "PROPN", "PART", "ADJ", "ADP") or doc[k].text in "'s’" for k in range(i, source))


def _linked(doc: Doc, source: int, i: int) -> bool:
    return any(doc[k].lower_ in _LINKS for k in range(source + 1, i))


def _last_body(doc: Doc, offset: int, kinds: tuple[str, ...] = ()) -> Mention | None:
    bodies = [m for m in doc._.mentions if m.kind == "organisation" and m.end <= offset]
    named = [m for m in bodies if any(kind in m.name.lower() for kind in kinds)]
    if named:
        return named[-1]
    return bodies[-1] if bodies else None
