"""Which of a sentence's attributions cover a figure: those above it in the parse and those that close the sentence, but
not for what the narrator adds.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from nlp.figure_cues import OPENERS, PLANS
from nlp.number_words import word_set
from nlp.reporting import is_reporting
from nlp.speakers import PASSIVE_SUBJECTS

_PASSING_ON = word_set("report write rapporter écrire")
_CLOSING = 8
"""Tokens of an attribution that closes a sentence."""
_CIRCUMSTANCES = word_set(
    "after before when while because since although though if unless until once "
    "après avant quand lorsque pendant parce puisque si alors tandis"
)
_OBJECTS = frozenset({"dobj", "dative", "obj", "iobj"})
# Verbs whose object is who hears it, or the words themselves.
_HEARERS = word_set(
    "ask tell write post read tweet sing recite answer advise assure charge inform remind thank warn urge"
)
_CONTENTS = frozenset({"ccomp", "xcomp", "parataxis", "dep", "conj"})
_ASIDES = frozenset({"prep", "npadvmod", "dobj", "dative", "relcl", "acl", "oprd"})
_WHERE = word_set("in at during after before to on from")
_SAYING = word_set("say tell add ask explain respond reply write")
_ADJUNCTS = frozenset({"prep", "advcl", "npadvmod", "obl", "obl:mod"})
# Verbs of saying whose object is somebody or something, not what is said.
_JUDGING = word_set("call describe label praise criticize blast slam accuse charge thank qualifier accuser décrire")
_OPENING_MARKS = frozenset("\"“«„‘'")
_CLOSING_MARKS = frozenset('"”»')


def governing_first(token: Token, found: Iterable[tuple[Token, Token]]) -> list[tuple[Token, Token]]:
    """The attributions by verbs above `token` in the parse, the outermost first (`the union says the minister
    promised 40`: the union), then the others as they come."""
    pairs = list(found)
    above = [pair for pair in pairs if governs(pair[0], token)]
    # `with one survey showing 40` is closer than all.
    above.sort(key=lambda pair: (pair[0].dep_ != "pcomp", sum(1 for _ in pair[0].ancestors)))
    rest = [pair for pair in pairs if pair not in above]
    if above and above[0][0].lemma_.lower() in _PASSING_ON:
        # `The Gazette reports that 40 came, according to the board`
        above = [pair for pair in rest if pair[0].lower_ in OPENERS] + above
    return above + [pair for pair in rest if pair not in above]


def governs(cue: Token, token: Token) -> bool:
    below = token
    while below.head != below:
        if below.head == cue:
            return below.dep_ not in ("conj", "advcl", "relcl", "acl", "acl:relcl")
        below = below.head
    return False


def planned(cue: Token, token: Token) -> bool:
    """`Ruiz's plan would open 40 beds`, `under Ruiz's plan, 40 beds would open`."""
    if cue.lemma_.lower() not in PLANS:
        return False
    verb = cue.head.head if cue.head.lower_ == "under" else cue.head
    intended = cue.head.lower_ == "under" or any(child.lower_ in ("would", "will") for child in verb.children)
    return intended and verb.pos_ in ("VERB", "AUX") and verb.is_ancestor(token)


def of_another_clause(cue: Token, token: Token) -> bool:
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


def after_circumstance(source: Token) -> bool:
    """'… after the investor Ana Ruiz complained': what stands before is not hers."""
    first = source.left_edge.i
    return first > 0 and source.doc[first - 1].lower_ in _CIRCUMSTANCES


def beside_what_is_said(cue: Token, source: Token, token: Token) -> bool:
    """The figure is in what the narrator adds: `With 50 days left, Roy said …`, `she said as 40 others left`; verbs of
    judging (`called it a disaster`) say only what they govern."""
    if _denied(cue):
        return True
    below = _below(cue, token)
    if source.head.dep_ == "agent" or source.dep_ == "obl:agent":
        return below.head != cue or below.dep_ not in PASSIVE_SUBJECTS
    if token.i > max(cue.i, source.i) and (_told_aside(cue, source, below, token) or _said_in_marks(cue, source)):
        return True
    if below.dep_ == "conj" and any(child.lower_ in ("but", "mais") for child in cue.children if child.dep_ == "cc"):
        return any(child.dep_ == "nsubj" for child in below.children)
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


def _told_aside(cue: Token, source: Token, below: Token, token: Token) -> bool:
    """Behind cue and source, to whom or where it was said: `asked three questions`, `told 40 reporters`, `said in two
    interviews that …`, `“…,” said Ruiz, whose union has 900 members`."""
    if below.head != cue or any(t.pos_ in ("VERB", "AUX") for t in (token, *token.ancestors) if below.is_ancestor(t)):
        return False
    if below.dep_ in _OBJECTS and cue.lemma_.lower() in _HEARERS:
        return True
    if below.dep_ == "npadvmod" and token.nbor().lower_ in ("times", "days", "weeks", "months", "years", "hours"):
        return True  # how often, how long
    clauses = [c.i for c in cue.children if c.i > cue.i and c.dep_ in _CONTENTS and c.pos_ in ("VERB", "AUX", "ADJ")]
    if below.dep_ == "prep" and below.lower_ in _WHERE and cue.lemma_.lower() in _SAYING:
        return not any(i < below.i for i in clauses)
    first = min(cue.i, source.left_edge.i)
    behind = first > cue.sent.start and cue.doc[first - 1].is_punct
    return behind and not clauses and is_reporting(cue) and below.dep_ in _ASIDES and below != token


def _said_in_marks(cue: Token, source: Token) -> bool:
    """`“…,” said Ruiz, who won 40 cases`: what was said stands before cue and source. Not `…, adding 40`."""
    if any(t.text == "," for t in cue.doc[min(cue.i, source.i) : max(cue.i, source.i)]):
        return False
    before = min(cue.i, source.left_edge.i) - 1
    comma = before > 0 and cue.doc[before].text == ","
    mark = before - comma
    return mark > 0 and cue.doc[mark].text in _CLOSING_MARKS and (comma or cue.doc[mark - 1].text in (",", "?", "!"))


def _denied(cue: Token) -> bool:
    return any(child.dep_ == "neg" for child in cue.children)


def opens_quotation(doc: Doc, cue: Token, token: Token) -> bool:
    """`In one letter, Fraser wrote: “…”`: what he wrote is the quotation, and the figure stands before it."""
    if token.i >= cue.i or _below(cue, token).dep_ == "ccomp":
        return False
    following = [t.text for t in doc[cue.i + 1 : cue.i + 4] if not t.is_space]
    return following[:1] == [":"] or (len(following) > 1 and following[0] == "," and following[1] in _OPENING_MARKS)


def _below(cue: Token, token: Token) -> Token:
    """The word on the way from `token` up to `cue` that hangs on the cue; the root where the cue is not above it."""
    while token.head not in (token, cue):
        token = token.head
    return token


def closes(cue: Token, source: Token, figure: int) -> bool:
    """Behind a comma and without more: `…, as the mayor put it`, « …, montrent les données »."""
    first = min(cue.i, source.left_edge.i)
    if first < max(figure, 1):
        return False
    before = cue.nbor(first - 1 - cue.i)
    if before.lower_ in ("as", "comme") and before.i:
        before = before.nbor(-1)
    more = any(child.dep_ in ("ccomp", "dobj", "obj", "xcomp") and child.lower_ != "it" for child in cue.children)
    return before.is_punct and not more


def describes_source(span: Span, source: Token, cue: Token) -> bool:
    """The figure stands in what describes the source: `Hal Brewster, 61, said`."""
    between = source.i < span.start < cue.i or cue.i < span.start < source.i
    return between or (span.root != source and source.is_ancestor(span.root) and not source.is_ancestor(cue))


def closed_between(doc: Doc, cue: Token, figure: int, sentence: Span) -> bool:
    """A semicolon ends what is said, but for words that close the sentence: '40 came; 30 left, the RCMP said.'"""
    if cue.i > figure and sentence.end - cue.i < _CLOSING and (cue.nbor(-1).is_punct or doc[sentence.end - 2] == cue):
        return False
    return any(doc[i].text == ";" for i in range(min(cue.i, figure), max(cue.i, figure)))
