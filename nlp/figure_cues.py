"""The words that attribute a figure, and whose they are: verbs of saying, counting, wanting, showing; `according to`;
nouns that state (`the IMF's estimate of 40`, `her promise that`), plans (`under Ruiz's plan`), polls and documents.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from spacy.attrs import LEMMA
from spacy.tokens import Doc, Span, Token

from nlp.coreference import SUBJECTS, mention_at
from nlp.extensions import words_of
from nlp.french_verbs import third_persons
from nlp.number_words import word_set
from nlp.reporting import REPORTING_VERBS, REPORTING_WORDS, is_reporting
from nlp.speakers import PASSIVE_SUBJECTS, is_pronoun, subject

# Lemmas, beside the reporting verbs of nlp.speakers, whose subject answers for the number.
COUNTING = word_set(
    "count log record tally register estimate want expect hope forecast project predict demand "
    "request ask show find "
    "indicate put anticipate plan calculate document identify foresee cite reference rate reckon peg "
    "aim decide guess intend know rule seek "
    "recenser enregistrer réclamer vouloir prévoir attendre espérer demander montrer dénombrer comptabiliser "
    "chiffrer évaluer viser anticiper souhaiter calculer projeter répertorier citer"
)
# The small model is unsure of French lemmas.
_COUNTING_FORMS = third_persons(
    word_set(
        "recenser enregistrer réclamer vouloir prévoir estimer dénombrer chiffrer évaluer indiquer comptabiliser "
        "anticiper calculer répertorier"
    )
)
OPENERS = {
    "according": "according to",
    "selon": "selon",
    "d'après": "d'après",
    "après": "d'après",
    "suivant": "suivant",
}
_DOCUMENTED = word_set("by per in")
_CUE_WORDS = frozenset(OPENERS) | {"d’après"} | _DOCUMENTED | REPORTING_WORDS | _COUNTING_FORMS
# Nouns that attribute what depends on them: `the IMF's estimate of 40`, `un bilan de la GRC`.
_STATEMENTS = word_set(
    "report claim estimate forecast projection prediction statement tally count finding admission assertion analysis "
    "allegation accusation announcement assurance boast comment complaint contention declaration emphasis insistence "
    "observation pledge promise proposal remark suggestion testimony vow warning "
    "rapport estimation prévision déclaration bilan décompte affirmation analyse promesse annonce engagement "
    "avertissement aveu proposition accusation"
)
PLANS = word_set("plan proposal budget bill scheme")
_COUNTS_AND_POLLS = word_set("estimate count tally poll survey study admission account reckoning")
_NOUNS = _STATEMENTS | PLANS
_CUE_LEMMAS = REPORTING_VERBS | COUNTING | _NOUNS
# `CBSA data show` at the end of a sentence, where the tagger sees one long noun.
_SHOWN = word_set("data figures numbers statistics records documents files estimates reports memos surveys polls")
_HIS = word_set("his her their its")
_AUTHORS = frozenset({"poss", "compound", "nmod"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "ADJ"})


def attributions(doc: Doc, sentence: Span, language: str) -> Iterator[tuple[Token, Token]]:
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
        elif token.pos_ == "NOUN" and token.lemma_.lower() in _NOUNS:
            source = _author(doc, token)
            if source is not None:
                nominal.append((token, source))
        elif "Inf" in token.morph.get("VerbForm", []) and _to(token):
            continue
        elif (reports := is_reporting(token)) or counts(token):
            source = _subject(token, sentence)
            if source is not None:
                (reporting if reports else counting).append((token, source))
    yield from reversed(reporting)
    yield from reversed(counting)
    yield from nominal


def _possible_cues(doc: Doc) -> list[int]:
    """Indexes of the tokens that `attributions` has to look at: few of a text."""
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
    for token in doc[preposition.i + 1 : preposition.i + 10]:
        if token.pos_ == "NOUN" and token.lemma_.lower() in _COUNTS_AND_POLLS:
            return token
        if (token.is_punct and token.text not in "/-") or token.pos_ in ("VERB", "AUX", "ADP"):
            return None
    return None


def _author(doc: Doc, statement: Token) -> Token | None:
    """Whose estimate or report it is: `the IMF's estimate`, `a Gazette report`."""
    for child in statement.children:
        if child.tag_ == "PRP$" and child.lower_ in _HIS:
            return child
        mention = mention_at(doc, child)
        known = mention is not None and mention.kind in ("organisation", "person") and child.dep_ in _AUTHORS
        if known or (mention is None and child.pos_ == "PROPN" and child.dep_ == "poss"):
            return child
    return None


def counts(token: Token) -> bool:
    return (
        token.pos_ == "VERB" and token.lemma_.lower() in COUNTING and "Inf" not in token.morph.get("VerbForm", [])
    ) or (
        (token.lower_ in _COUNTING_FORMS and token.pos_ in ("VERB", "AUX"))
        or (token.lower_ == "show" and token.i > 0 and token.nbor(-1).lower_ in _SHOWN)
    )


def only_counts(cue: Token) -> bool:
    return counts(cue) and not is_reporting(cue)


def _source_after(doc: Doc, cue: Token, sentence: Span, language: str) -> Token | None:
    """The last noun of the group after `according to`, `selon`."""
    i = cue.i + (2 if cue.lower_ == "according" else 1)
    head = None
    while i < sentence.end and i < cue.i + 9:
        token = doc[i]
        if token.pos_ in ("NOUN", "PROPN", "PRON"):
            if token.pos_ == "PRON" and token.tag_ == "PRP$":
                i += 1
                continue
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
    source = _inverted(verb) or _agent(verb) or _behind_incise(verb, sentence) or subject(verb)
    passive = source is not None and source.head == verb and source.dep_ in PASSIVE_SUBJECTS  # who is told
    if source is not None and not passive and sentence.start <= source.i < sentence.end and source.pos_ in _NOMINAL:
        return _antecedent_of_relative(source)
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
    last = next((i for i in range(sentence.end - 1, sentence.start, -1) if doc[i].is_alpha), sentence.start)
    if verb.i == last and doc[verb.i - 1].pos_ == "NOUN":
        return doc[verb.i - 1]  # `…, board statistics show.`
    return None


def _antecedent_of_relative(source: Token) -> Token:
    """`Ruiz, who says`: Ruiz, also where the parser sees no relative clause."""
    if source.lower_ not in ("who", "qui") or source.i < 2:
        return source
    before = source.nbor(-2) if source.nbor(-1).text == "," else source.nbor(-1)
    return before if before.pos_ in ("NOUN", "PROPN") else source


def _inverted(verb: Token) -> Token | None:
    """`dit-elle`, `a-t-il noté`."""
    near = verb.doc[max(verb.i - 2, 0) : verb.i + 3]
    return next((token for token in near if token.text.startswith("-") and is_pronoun(token)), None)


def _behind_incise(verb: Token, sentence: Span) -> Token | None:
    """« …, a indiqué jeudi la Croix-Rouge »: a name behind the verb, where the parser gives it no subject."""
    doc = verb.doc
    if verb.lang_ != "fr" or verb.i < sentence.start + 3 or doc[verb.i - 1].pos_ != "AUX":
        return None
    if doc[verb.i - 2].text != "," or any(child.dep_ in SUBJECTS and child.i > verb.i for child in verb.children):
        return None
    for token in doc[verb.i + 1 : min(verb.i + 5, sentence.end)]:
        mention = mention_at(doc, token)
        if mention is not None:
            return token if mention.kind in ("person", "organisation") else None
        if token.is_punct or token.pos_ not in ("NOUN", "DET", "NUM", "ADV", "ADJ"):
            return None
    return None


def _agent(verb: Token) -> Token | None:
    """Of a passive: '40 were counted by the RCMP'."""
    for child in verb.children:
        if child.dep_ == "agent":
            return next((below for below in child.children if below.dep_ == "pobj"), None)
        if child.dep_ == "obl:agent":
            return child
    return None
