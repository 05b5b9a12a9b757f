"""Who says a quotation, by the words beside it in its own sentence.

`beside` reads the tokens before and after the quotation: a reporting verb and its subject ('she said', 'a-t-elle dit',
« …, martèle au bout du fil la directrice, Ana Ruiz »), a preposition ('according to', 'selon', 'de l'avis de'), or,
where words are quoted in mid-sentence, whoever the sentence is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from spacy.tokens import Doc, Token

from nlp.coreference import is_body, is_role, mention_at, quote_around
from nlp.names import TITLES
from nlp.number_words import word_set
from nlp.reporting import is_quoting, is_reporting
from nlp.speakers import LATTER, Speaker, according, identify, is_pronoun, subject

_NO_SOURCES = word_set(
    "me us reporters that it mercredi jeudi vendredi samedi dimanche lundi mardi hier "
    "monday tuesday wednesday thursday friday saturday sunday yesterday"
)
_CLITICS = word_set("se s' s’ lui leur nous me m' m’ y en l' l’ le la les ne n' n’")
_ARTICLES = word_set(
    "le la l' l’ les un une des ce cet cette son sa ses leur leurs notre "
    "the a an this that his her its their our one another"
)
_ENDS_OF_CLAUSE = word_set("qui que qu' qu’ dont où lorsque quand mais who which that when but while as because")
_ATTACHED = word_set(
    "de d' d’ du des of to with à au aux par pour avec chez envers contre for by from at "
    "sur dans en devant auprès on in"
)
_OPINION = 7
"""Words of 'pour le sociologue de Laval Karim Ziani' in which the name is looked for."""
_LONG = 6
"""Words from which a quotation in mid-sentence is the speech of whoever the sentence is about."""


def beside(doc: Doc, before: Sequence[Token], after: Sequence[Token], *, goes_on: bool, words: int) -> Speaker | None:
    """The speaker that the quotation's own sentence names, None where it names none.

    before, after: tokens of the sentence around the quotation, without blanks; goes_on: it continues the words before
    it; words: how many words are quoted.
    """
    speaker = reporter(doc, before, reverse=True) if goes_on else None
    if speaker is None and before and before[-1].text == ":":
        speaker = actor(doc, before)
    speaker = speaker or inverted(doc, after) or _plain(doc, after) or reporter(doc, after)
    speaker = speaker or reporter(doc, before, reverse=True)
    if speaker is None and goes_on:
        speaker = _of_opinion(doc, before) or (actor(doc, before) if words > _LONG or _that(before) else None)
    return speaker


def inverted(doc: Doc, after: Sequence[Token]) -> Speaker | None:
    """“…,” recalls Ana Ruiz / « … », s'est-elle inquiétée: any verb does that stands between quotation and speaker."""
    words = [t for t in after if t.text != ","]
    hyphened = next((t for t in words[:4] if t.text.startswith("-") and is_pronoun(t)), None)
    if hyphened is not None and hyphened.text != "-on":
        return identify(doc, hyphened)._replace(cue=_cue(words))
    while words and doc.lang_ == "fr" and (words[0].lower_ in _CLITICS or _infinitive(words)):
        words = words[1:]
    if not words or not words[0].text[:1].islower():
        return None
    if words[0].tag_ == "VBG" or (words[0].pos_ not in ("VERB", "AUX") and not is_quoting(words[0])):
        return None
    source = _subject_behind(doc, words)
    return identify(doc, source)._replace(cue=_cue(words)) if source is not None else None


def _infinitive(words: Sequence[Token]) -> bool:
    """« … », d'ajouter la mairesse."""
    return words[0].lower_ in ("de", "d'", "d’") and len(words) > 1 and words[1].lower_.endswith(("er", "ir", "re"))


def _subject_behind(doc: Doc, words: Sequence[Token]) -> Token | None:
    """Head of the first phrase after the verb that no preposition attaches to something else."""
    reports = any(is_quoting(t) for t in words[:4])
    for n, token in enumerate(words[1:16], 1):
        if token.lower_ in _ENDS_OF_CLAUSE or (token.pos_ == "CCONJ" and n > 1):
            return None
        attached = words[n - 1].lower_ in _ATTACHED or (
            words[n - 1].lower_ in _ARTICLES and words[n - 2].lower_ in _ATTACHED
        )
        if attached or not _may_speak(token):
            continue
        mention = mention_at(doc, token)
        if mention and mention.kind in ("person", "organisation"):
            return token
        if reports and token.lower_ in _ARTICLES:
            head = _head(doc, token)
            if head is not None and _may_speak(head):
                return _name_of(doc, head) or head
    return None


def _head(doc: Doc, article: Token) -> Token | None:
    """The noun an article belongs to: 'cet ancien professeur'."""
    for token in doc[article.i + 1 : article.i + 5]:
        if token.pos_ in ("NOUN", "PROPN") or token.lower_ in LATTER:
            follows = token.nbor() if token.i + 1 < len(doc) else None
            compound = follows is not None and doc.lang_ == "en" and follows.pos_ == "NOUN"
            if not compound:
                return token
        elif token.pos_ not in ("ADJ", "NUM", "ADV", "DET", "VERB"):
            return None
    return None


def _name_of(doc: Doc, head: Token) -> Token | None:
    """'le secrétaire parlementaire Ana Ruiz', 'la directrice de la Maison du Pont, Ana Ruiz'."""
    attached = False
    for token in doc[head.i + 1 : head.i + 12]:
        mention = mention_at(doc, token)
        if mention and mention.kind == "person":
            return None if attached else token
        if token.text == ",":
            follows = next((t for t in doc[token.i + 1 : token.i + 4] if t.lower_ not in TITLES and t.is_alpha), None)
            return follows if follows is not None and person_at(doc, follows) else None
        if token.is_punct or token.pos_ in ("PRON", "CCONJ", "SCONJ", "AUX"):
            return None
        attached = attached or token.lower_ in _ATTACHED
    return None


def _plain(doc: Doc, after: Sequence[Token]) -> Speaker | None:
    """“…,” Ana Ruiz laughed: a name and then any verb."""
    words = [t for t in after if t.text != ","]
    if not words:
        return None
    mention = mention_at(doc, words[0])
    end = next((n for n, t in enumerate(words) if not mention or t.idx >= mention.end), len(words))
    if mention and mention.kind == "person" and end < len(words) and words[end].pos_ == "VERB":
        return identify(doc, words[0])._replace(cue=words[end].text)
    return None


def _cue(words: Sequence[Token]) -> str:
    return next((t.text for t in words[:4] if is_quoting(t)), words[0].text)


def reporter(doc: Doc, tokens: Sequence[Token], *, reverse: bool = False) -> Speaker | None:
    """The subject of the reporting verb nearest to the quotation among these tokens."""
    verbs = [t for t in tokens if is_quoting(t)]
    for verb in _outer_first(verbs) if reverse else verbs:
        source = source_of(doc, verb, tokens, shared=reverse)
        if source is not None and (is_reporting(verb) or _animate(doc, source)):
            return identify(doc, source)._replace(cue=verb.text)
    for token in tokens:
        source = according(token)
        if source is not None:
            return identify(doc, source)._replace(cue=token.text)
    return None


def _outer_first(verbs: Sequence[Token]) -> list[Token]:
    """From the last to the first, but no verb of a relative clause before the one that says it: 'saying anyone who
    complains “is …”'."""
    order = list(reversed(verbs))
    told = [v for v in order if v.dep_ in ("relcl", "acl:relcl") and any(above in verbs for above in v.ancestors)]
    return [v for v in order if v not in told] + told


def source_of(doc: Doc, verb: Token, tokens: Sequence[Token], *, shared: bool = False) -> Token | None:
    """Who does the saying: the verb's subject by the parse, else the likeliest name or noun around it.

    shared: the subject may also stand earlier in the sentence than these tokens.
    """
    hyphened = next((t for t in tokens if t.text.startswith("-") and is_pronoun(t) and abs(t.i - verb.i) < 4), None)
    if hyphened is not None:
        return hyphened
    before, after = [t for t in tokens if t.i < verb.i], [t for t in tokens if verb.i < t.i <= verb.i + 8]
    if doc.lang_ == "fr" and verb.lower_.endswith("ant"):
        # 'Elle a refusé, évoquant …': whoever the sentence is about.
        about = next((t for t in before if _named_speaker(doc, t) and _may_speak(t)), None)
        if about is not None:
            return about
    if verb.tag_ == "VBG" and before and person_at(doc, before[-1]):
        return before[-1]
    if before and before[-1].i == verb.i - 1 and _opens_quotation(verb) and _named_speaker(doc, before[-1]):
        return before[-1]
    is_inverted = not before or before[-1].text == ","
    if is_inverted and "," not in [t.text for t in after[:2]]:
        behind = takewhile(lambda t: t.lower_ not in _ENDS_OF_CLAUSE, after[:5])
        person = next((t for t in behind if person_at(doc, t)), None)
        if person is not None:
            return person
    source = subject(verb)
    if (
        source is not None
        and _may_speak(source)
        and (source.i in {t.i for t in tokens} or (shared and _earlier(doc, source, verb)))
    ):
        return source
    stop = next((n for n, t in enumerate(after) if t.text in (",", ":")), len(after))
    sides = (before, after[:stop])
    if not any(mention_at(doc, t) or t.pos_ in ("PRON", "NOUN", "PROPN") for t in before):
        sides = (after[:stop], before)
    for side in sides:
        for fits in (_named_speaker, _nominal):
            found = next((t for t in side if _may_speak(t) and fits(doc, t)), None)
            if found is not None:
                return found
    return None


def _opens_quotation(verb: Token) -> bool:
    """'Ana Ruiz boasted, “…”', whatever the parser makes of the words before."""
    behind = verb.doc[verb.i + 1 : verb.i + 3].text
    return behind[:1] in (",", ":") and behind[1:].lstrip()[:1] in ("“", '"', "«", "")


def _earlier(doc: Doc, source: Token, verb: Token) -> bool:
    """Named earlier in the sentence, before another quotation: 'She called it “rash” and asked that it be “undone”'."""
    return source.sent == verb.sent and source.i < verb.i and quote_around(doc, source.idx) is None


def person_at(doc: Doc, token: Token) -> bool:
    mention = mention_at(doc, token)
    return mention is not None and mention.kind == "person"


def _named_speaker(doc: Doc, token: Token) -> bool:
    """A name that is neither a possessor ('Ruiz's niece', « l'avocat d'Ana Ruiz ») nor in brackets."""
    mention = mention_at(doc, token)
    if mention is None or mention.kind not in ("person", "organisation"):
        return is_pronoun(token)
    span = doc.char_span(mention.start, mention.end, alignment_mode="expand")
    if span is None:
        return False
    possessor = span.end < len(doc) and doc[span.end].text in ("'s", "’s")
    if mention.kind == "person" and span.start and doc[span.start - 1].lower_ in ("de", "d'", "d’"):
        return False
    return not possessor and not (span.start and doc[span.start - 1].text == "(")


def _animate(doc: Doc, token: Token) -> bool:
    mention = mention_at(doc, token)
    if mention is not None:
        return mention.kind in ("person", "organisation")
    said_to_speak = is_role(token.lower_) or is_body(token.lower_)
    return is_pronoun(token) or said_to_speak or identify(doc, token).name is not None


def _nominal(doc: Doc, token: Token) -> bool:
    return (token.pos_ in ("PRON", "NOUN", "PROPN") and token.lower_ not in ("qui", "que")) or is_role(token.lower_)


def _may_speak(token: Token) -> bool:
    return token.lower_ not in _NO_SOURCES and token.ent_type_ not in ("DATE", "TIME")


def _that(before: Sequence[Token]) -> bool:
    """A verb with *that* before the quotation reports, whichever verb it is: 'a statué que …'."""
    for token in reversed(before[1:]):
        if token.lower_ in ("that", "que", "qu'", "qu’"):
            return token.nbor(-1).pos_ == "VERB"
    return False


def _of_opinion(doc: Doc, before: Sequence[Token]) -> Speaker | None:
    """'Pour Ana Ruiz, le texte est « … »': whose opinion it is opens the sentence."""
    if len(before) < 3 or before[0].lower_ not in ("pour", "for") or not before[0].is_sent_start:
        return None
    opinion = takewhile(lambda t: not t.is_punct and t.pos_ not in ("VERB", "AUX"), before[1:_OPINION])
    mention = next(filter(None, (mention_at(doc, t) for t in opinion)), None)
    if mention is None or mention.kind not in ("person", "organisation"):
        return None
    return Speaker(mention.name, mention.entity, mention.text, before[0].text)


def actor(doc: Doc, before: Sequence[Token]) -> Speaker | None:
    """The last person or body before the quoted words that is the subject of something, else the one that opens them.

    'Son frère est moins patient : « … »' is said by somebody without a name.
    """
    subjects = [t for t in before if t.dep_ in ("nsubj", "nsubj:pass", "nsubjpass") and _may_speak(t)]
    for token in reversed(subjects):
        if mention_at(doc, token) or is_pronoun(token):
            return identify(doc, token)
    announced = bool(before) and before[-1].text == ":"
    if announced and subjects and is_role(subjects[-1].lower_):
        return identify(doc, subjects[-1])
    opening = next((t for t in before[:4] if _named_speaker(doc, t) and mention_at(doc, t)), None)
    attached = opening is not None and opening.i and opening.nbor(-1).lower_ in _ATTACHED
    return identify(doc, opening) if announced and opening is not None and not attached else None
