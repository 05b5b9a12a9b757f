"""Who a stretch of text is attributed to, for quotations and for figures alike.

`attribution` finds the words that say so ('she said', 'according to the RCMP'); `identify` tells whom those words
mean: a name, a pronoun, a title or a role that the text has given to somebody named. `resolve` does both.
All need `doc._.mentions`, set by the component `roxham_entities`, and the dependency parse.
"""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from db.records import Mention
from nlp.names import TITLES, folded, word_set

REPORTING_VERBS = word_set(
    "say tell add note explain ask reply respond argue state write announce declare insist claim warn acknowledge "
    "admit deny suggest continue recall remark observe describe concede confirm contend counter shout tweet joke quip "
    "conclude caution complain promise stress urge testify think believe estimate report call recount reveal repeat "
    "assert allege predict propose maintain mention muse lament opine answer interject boast brag exclaim emphasize "
    "emphasise reiterate reason elaborate agree disagree disclose inform post plead pledge vow read charge accuse "
    "criticize praise demand express comment advise assure remind retort snap scoff concur order blast slam fear "
    "wonder whisper yell chant sing recite cry protest theorize speculate "
    "dire écrire soutenir répondre conclure poursuivre reconnaître admettre prévenir croire promettre convenir "
    "craindre maintenir redire prédire apprendre "
)
"""Lemmas of verbs whose subject is the source of what is said."""
_FRENCH_ER_VERBS = word_set(
    "déclarer ajouter affirmer expliquer indiquer préciser estimer noter souligner rappeler demander raconter annoncer "
    "lancer avertir confier insister résumer soupirer plaider juger signaler assurer avancer constater penser observer "
    "commenter confirmer dénoncer déplorer témoigner répéter répliquer rétorquer exiger évoquer révéler rapporter "
    "nuancer glisser tonner ironiser marteler exclamer interroger réclamer regretter relater souffler lâcher clamer "
    "argumenter analyser détailler arguer objecter protester suggérer supplier murmurer pester calculer mentionner "
    "renchérir avouer garantir déclamer blaguer scander enchaîner chuchoter crier"
)


def _french_forms() -> frozenset[str]:
    # The lemmatiser and the tagger of the small French model are unsure of a verb behind a quotation.
    forms = {verb[:-2] + ending for verb in _FRENCH_ER_VERBS for ending in ("e", "ent", "ait", "aient", "é", "a", "er")}
    irregular = (
        "dit disent disait disaient soutient soutiennent soutenait soutenu répond répondait répondu conclut concluait "
        "poursuit poursuivait poursuivi écrit écrivait reconnaît reconnaissait reconnu admet admettait admis prévient "
        "prévenait prévenu promet promis convient convenu craint craignait rappelle rappellent renchérit renchéri "
        "croit croyait avertit averti garantit"
    )
    return frozenset(forms) | word_set(irregular) | word_set("said says told")


_FORMS = _french_forms()

_HE = word_set("he him his il lui")
_SHE = word_set("she her elle")
_THEY = word_set("they it them ils elles on we nous ce")
_RELATIVE = word_set("who that which whom qui")
_MALE_TITLES = word_set(
    "mr mr. sir lord m m. congressman chairman spokesman policeman councilman alderman king prince father "
    "brother rabbi "
    "sénateur président directeur avocat inspecteur agent"
)
_FEMALE_TITLES = word_set(
    "mrs mrs. ms ms. miss mme mlle dame lady congresswoman chairwoman spokeswoman policewoman councilwoman "
    "queen princess sister "
    "sénatrice présidente directrice avocate inspectrice agente sergente caporale mairesse députée "
    "professeure première "
)
_SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass", "nsubj:caus", "csubj", "agent")
_CLAUSES = ("conj", "xcomp", "advcl", "ccomp", "acl", "dep", "parataxis")


class Speaker(NamedTuple):
    name: str | None
    """Canonical name; None where the text names nobody ('officials')."""
    id: str | None
    text: str
    """The words of this text that stand for the speaker: 'she', 'the minister', 'Fraser'."""
    cue: str | None = None
    """The reporting verb or preposition as written."""


def is_reporting(token: Token) -> bool:
    if token.pos_ in ("VERB", "AUX") and token.lemma_.lower() in REPORTING_VERBS:
        return True
    return token.lower_ in _FORMS and not (token.i and token.nbor(-1).pos_ in ("DET", "ADJ", "ADP", "NUM"))


def is_pronoun(token: Token) -> bool:
    """Also the French ones behind their verb: 'dit-elle'."""
    word = token.lower_.lstrip("-")
    return word in _HE or word in _SHE or word in _THEY


def resolve(doc: Doc, target: Span | Token) -> Speaker | None:
    """Who says what `target` says, None where the sentence attributes it to nobody.

    A quotation around the target decides, where `doc._.quotes` is set; else the sentence does.
    """
    start = target.idx if isinstance(target, Token) else target.start_char
    for quote in doc._.quotes:
        if quote.direct and quote.start <= start < quote.end:
            if quote.speaker_text is None:
                return None
            return Speaker(quote.speaker, quote.speaker_id, quote.speaker_text, quote.cue)
    found = attribution(target)
    if found is None:
        return None
    source, cue = found
    speaker = identify(doc, source)
    return speaker._replace(cue=cue.text)


def attribution(target: Span | Token) -> tuple[Token, Token] | None:
    """(head of the source, cue) that the target's sentence gives for it, by its parse."""
    token = target if isinstance(target, Token) else target.root
    below = token
    for above in (token, *token.ancestors):
        if is_reporting(above) and above is not token:
            source = subject(above)
            if source is not None and not _within(token, source):
                return source, above
        for child in above.children:
            if (
                child is not below
                and is_reporting(child)
                and child.dep_ in ("parataxis", "ccomp", "dep")
                and child.i > token.i
            ):
                source = subject(child)
                if source is not None and not _within(token, source):
                    return source, child
        below = above
    return _according(token)


def _according(token: Token) -> tuple[Token, Token] | None:
    for word in token.sent:
        if word.lower_ == "according" and word.i + 1 < len(token.doc) and word.nbor().lower_ == "to":
            source = next((c for c in word.nbor().children if c.dep_ in ("pobj", "nmod")), None)
        elif word.lower_ in ("selon", "d'après"):
            source = word.head if word.head.i > word.i else next(iter(word.children), None)
        else:
            continue
        if source is not None and source.i != token.i:
            return source, word
    return None


def _within(token: Token, head: Token) -> bool:
    return token == head or head.is_ancestor(token)


def subject(verb: Token) -> Token | None:
    """The verb's subject, or the one it shares with the verb it hangs on."""
    seen = 0
    while True:
        for child in verb.children:
            if child.dep_ in _SUBJECTS:
                if child.lower_ in _RELATIVE and verb.dep_ in ("relcl", "acl:relcl", "acl"):
                    return verb.head
                return child
        if verb.dep_ in ("acl", "relcl", "acl:relcl") and verb.head.pos_ in ("NOUN", "PROPN"):
            return verb.head
        seen += 1
        if verb.dep_ not in _CLAUSES or verb.head == verb or seen > 3:
            return None
        verb = verb.head


def mention_at(doc: Doc, token: Token) -> Mention | None:
    for mention in doc._.mentions:
        if mention.start <= token.idx < mention.end:
            return mention
    return None


def identify(doc: Doc, source: Token) -> Speaker:
    """Whom the phrase headed by `source` means."""
    mention = mention_at(doc, source)
    if mention:
        return Speaker(mention.name, mention.entity, mention.text)
    word = source.lower_.lstrip("-")
    if word in _HE or word in _SHE:
        person = _person_before(doc, source, male=word in _HE)
        return (
            Speaker(person.name, person.entity, source.text.lstrip("-")) if person else Speaker(None, None, source.text)
        )
    text = _phrase(source)
    if word in _THEY:
        return Speaker(None, None, source.text)
    named = _in_phrase(doc, source) or _named_after(doc, source) or _role(doc, source)
    return Speaker(named.name, named.entity, text) if named else Speaker(None, None, text)


def _phrase(head: Token) -> str:
    start = head.left_edge.i if head.i - head.left_edge.i < 8 else head.i
    return head.doc[start : head.i + 1].text.strip(" ,\n")


def _in_phrase(doc: Doc, head: Token) -> Mention | None:
    """A person named beside the role: 'the minister, Sean Fraser', 'spokesperson Dana Whitcombe'."""
    near = {t.i for t in head.children if t.dep_ in ("appos", "flat:name", "flat:foreign", "nmod:appos")}
    if head.dep_ in ("compound", "appos"):
        near.add(head.head.i)
    for i in sorted(near):
        mention = mention_at(doc, doc[i])
        if mention and mention.kind == "person":
            return mention
    return None


def _named_after(doc: Doc, head: Token) -> Mention | None:
    """The person whose title or role stands before the name: 'Sgt. Ruiz', 'le secrétaire parlementaire Roy'."""
    for token in doc[head.i + 1 : head.i + 7]:
        mention = mention_at(doc, token)
        if mention and mention.kind == "person":
            return mention
        title = token.text == "." and token.nbor(-1).lower_ + "." in TITLES
        if not title and not mention and token.pos_ not in ("NOUN", "ADJ", "PROPN"):
            return None
    return None


def _role(doc: Doc, head: Token) -> Mention | None:
    """Who the text has called this before, or calls it later: 'the minister', 'the court'."""
    if head.pos_ not in ("NOUN", "PROPN"):
        return None
    role = folded(head.text)
    definite = any(
        c.lower_ in ("the", "le", "la", "l'", "l’", "cette", "ce", "this", "her", "his") for c in head.children
    )
    if not definite:
        return None
    holders = [m for m in doc._.mentions if role in _roles(doc, m)]
    earlier = [m for m in holders if m.end <= head.idx]
    return earlier[-1] if earlier else (holders[0] if holders else None)


def _roles(doc: Doc, mention: Mention) -> set[str]:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return set()
    if mention.kind == "organisation":
        return {folded(w) for w in mention.name.split() if len(w) > 3}
    if mention.kind != "person":
        return set()
    roles = set()
    for i in range(span.start - 1, max(span.start - 5, -1), -1):
        token = doc[i]
        if token.pos_ not in ("NOUN", "PROPN", "ADJ") and token.lower_ not in TITLES:
            break
        roles.add(folded(token.text))
    if span.end + 1 < len(doc) and doc[span.end].text == ",":
        for token in doc[span.end + 1 : span.end + 9]:
            if token.text in (",", ".", ";") or token.pos_ == "VERB":
                break
            if token.pos_ == "NOUN":
                roles.add(folded(token.text))
    return roles


def _person_before(doc: Doc, pronoun: Token, *, male: bool) -> Mention | None:
    """The latest person before the pronoun who may be a he (or a she); subjects before others."""
    others = _FEMALE_TITLES if male else _MALE_TITLES
    people = [m for m in doc._.mentions if m.kind == "person" and m.end <= pronoun.idx]
    excluded = {m.entity for m in people if others & _titles(doc, m)}
    fitting = [m for m in people if m.entity not in excluded and not _quoted(doc, m)]
    for mention in reversed(fitting[-4:]):
        span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
        if span is not None and span.root.dep_ in _SUBJECTS:
            return mention
    return fitting[-1] if fitting else None


def _quoted(doc: Doc, mention: Mention) -> bool:
    return any(q.start <= mention.start < q.end for q in doc._.quotes)


def _titles(doc: Doc, mention: Mention) -> set[str]:
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return set()
    before = doc[max(0, span.start - 3) : span.start]
    return {t.lower_ for t in before if t.lower_ in TITLES or t.lower_.endswith(("man", "woman"))}
