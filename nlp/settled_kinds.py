"""What kind of thing each name of a text is, told by its surroundings and by most of its mentions."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from spacy.tokens import Doc

from db.records import EntityKind
from nlp.coreference import tells_person
from nlp.extensions import words_of
from nlp.found import Found
from nlp.kinds import is_given_name, kind_by_words
from nlp.names import TITLES, folded, is_acronym
from nlp.number_words import word_set
from nlp.world import is_city

GOVERNED = re.compile(r"^(?:City|Town|Ville|Village) (?:of |de |d['’])(?=[A-ZÀ-Þ])")
"""A government is the place it governs: « la Ville de Lévis »."""
PLACE_PREPOSITIONS = word_set("in near at outside from around across inside à en")
_POINTERS = word_set("the his her their my our le la l' l’ son sa leur mon ma notre")
_POSSESSIVES = frozenset(("'s", "’s"))
_SURE = 100
"""What a mention's surroundings tell weighs more than any number of mentions without."""

# Right before a name they tell that it is a body: 'the newspaper Meridian', 'le groupe Horizon'.
_BODIES = word_set(
    "group party company firm club charity newspaper daily weekly magazine broadcaster website agency retailer "
    "insurer airline manufacturer grocer utility lender carmaker automaker startup start-up nonprofit "
    "non-profit militia network coalition "
    "groupe parti société entreprise quotidien hebdomadaire organisme syndicat compagnie firme magazine journal "
    "association chaîne collectif coalition fabricant manufacturier constructeur détaillant "
    "transporteur épicier assureur"
)
# Before 'of', or right before a name, they tell that it is a place: 'the village of Rouyn', 'the capital Bangui'.
_SITES = word_set(
    "village town city suburb province region district county municipality port capital island hamlet borough "
    "neighbourhood neighborhood ville région comté municipalité île hameau quartier arrondissement"
)
# Right behind a name: 'Sonora state', 'the Gaspé peninsula'.
TERRITORIES = word_set(
    "state province region district county peninsula prefecture governorate municipality suburb neighbourhood "
    "neighborhood island islands valley coast"
)
# 'a Halifax man'
_DWELLERS = word_set(
    "man woman resident residents native couple teen teenager teens student students driver family police"
)
# How French adjectives of origin end: « l'entreprise suédoise Northvolt ».
_ORIGIN = ("ais", "aise", "ois", "oise", "ain", "aine", "ien", "ienne", "and", "ande", "ol", "ole", "éen", "éenne")
_QUARTERS = word_set(
    "central northern southern eastern western northeastern northwestern southeastern southwestern downtown mainland"
)


# What is done to people, and whom only people have.
_SUFFERED = word_set(
    "born killed shot stabbed married hospitalized hospitalised murdered wounded injured buried abducted kidnapped "
    "né née tué tuée blessé blessée assassiné assassinée hospitalisé hospitalisée enlevé enlevée"
)
_KIN = word_set(
    "wife husband son daughter father mother brother sister parents girlfriend boyfriend widow fiancé fiancée death "
    "body funeral sons daughters grandson granddaughter uncle aunt nephew niece"
)


def settle_kinds(doc: Doc, found: Sequence[Found]) -> None:
    """One spelling has one kind in a text: the known one, else what its surroundings and most mentions say."""
    surnames = {doc[f.end - 1].text for f in found if f.kind == "person" and f.end - f.start > 1}
    bodies = {doc[f.start].text for f in found if f.kind == "organisation" and f.end - f.start > 1 and not f.known}
    regions = {f.start for f in found if f.known and f.kind == "place"}
    words = words_of(doc)
    titled = {folded(doc[f.start : f.end].text) for f in found if f.start and words[f.start - 1] in TITLES}
    people: set[str] = set()
    votes: dict[str, Counter[EntityKind]] = {}
    mentions: Counter[str] = Counter()
    located: Counter[str] = Counter()
    for i, f in enumerate(found):
        if f.known is not None:
            continue
        text = doc[f.start : f.end].text
        key = folded(text)
        before = words[f.start - 1] if f.start else ""
        mentions[key] += 1
        located[key] += before in PLACE_PREPOSITIONS or before == ","
        kind = _kind_in_place(f, text, before, surnames, bodies)
        if kind != "place" and f.end + 1 in regions and doc[f.end].text == "," and kind != "law":
            kind = "place"  # 'Burlington, Vt.'
        told = None if f.kind in ("law", "event", "group") else _told(words, found, i, text)
        if told == "place" and (is_acronym(text) or text in surnames or text in bodies or key in titled):
            told = None
        if told == "organisation" and (text in surnames or is_given_name(text)):
            told = None
        if told == "person" and (is_acronym(text) or kind_by_words(text, doc.lang_) or text in bodies):
            told = None
        if governed := GOVERNED.match(text):
            votes.setdefault(folded(text[governed.end() :]), Counter())["place"] += _SURE
        votes.setdefault(key, Counter())[told or kind] += _SURE if told else 1
        if kind in ("organisation", "place") and _presented(doc, f):
            people.add(key)
    for f in found:
        if f.known is not None:
            continue
        text = doc[f.start : f.end].text
        key = folded(text)
        f.kind = "person" if key in people else votes[key].most_common(1)[0][0]
        nowhere = f.kind == "place" and mentions[key] > 2 and located[key] * 4 < mentions[key]
        if nowhere and votes[key]["place"] < _SURE and not is_city(text):
            # A place is somewhere: what hardly anything is in, at, to or from is a body.
            f.kind = kind_by_words(text, doc.lang_) or "organisation"


def _told(words: Sequence[str], found: Sequence[Found], i: int, text: str) -> EntityKind | None:
    f = found[i]
    kind = kind_beside(words, f.start, f.end, text)
    if kind == "organisation" and f.kind == "organisation":
        return None
    previous = found[i - 1] if i else None
    if kind is None and f.kind == "place" and previous and previous.known and previous.kind == "place":
        theirs = previous.end + 1 == f.start and words[previous.end] in _POSSESSIVES
        somewhere = is_city(text) or kind_by_words(text, "en") == "place"
        return "organisation" if theirs and not somewhere else None  # 'Denmark's Orsted'
    if kind or f.kind != "person":
        return kind
    following = found[i + 1] if i + 1 < len(found) else None
    if words[f.start - 1] == "of" and previous and previous.end + 1 == f.start and _full(previous):
        return "organisation"  # 'Ana Ruiz of Volt'
    possessive = f.end < len(words) and words[f.end] in _POSSESSIVES
    theirs = possessive and following is not None and following.start == f.end + 1 and _full(following)
    return "organisation" if theirs else None  # 'Volt's Ana Ruiz'


def kind_beside(words: Sequence[str], start: int, end: int, text: str) -> EntityKind | None:
    """What the words beside a name tell, None where they tell nothing: 'the village of Rouyn', 'the party Volt'.

    `words`: the text's, lower-case, of which `start` to `end` (exclusive) are the name.
    """
    before = words[start - 1] if start else ""
    further = words[start - 2] if start > 1 else ""
    after = words[end] if end < len(words) else ""
    behind = words[end + 1] if end + 1 < len(words) else ""
    if before in _QUARTERS or after in TERRITORIES or (before in _SITES and further):
        return "place"
    if before in ("of", "de", "d'", "d’") and further in _SITES:
        return "place"
    of = before in ("de", "d'", "d’") and further not in TITLES and not is_given_name(text)
    if (before in PLACE_PREPOSITIONS or of or after in _DWELLERS) and is_city(text):
        return "place"
    if before in _BODIES or (further in _BODIES and len(before) > 4 and before.endswith(_ORIGIN)):
        return "organisation"
    suffered = after in ("was", "were", "est", "a") and behind in _SUFFERED
    return "person" if suffered or (after in _POSSESSIVES and behind in _KIN) else None


def _full(f: Found) -> bool:
    return f.kind == "person" and f.end - f.start > 1


def _presented(doc: Doc, f: Found) -> bool:
    """Beside its name somebody is told to be a person: 'his wife, Samira,', 'Samira, 34, a nurse', 'Samira, who'."""
    if f.end - f.start > 4 or kind_by_words(doc[f.start : f.end].text, doc.lang_) or is_acronym(doc[f.start].text):
        return False
    if f.start > 1 and doc[f.start - 1].text == ",":
        phrase = doc[max(0, f.start - 8) : f.start - 1]
        for token in reversed(phrase):
            if token.pos_ in ("VERB", "AUX", "PUNCT", "PRON", "CCONJ") or token.is_space:
                break
            article = token.nbor(-1).lower_ if token.i else ""
            if article in _POINTERS and tells_person(token.lower_):
                return True
    # 'members of Lumenism, who': what follows tells of somebody before.
    if f.end + 2 >= len(doc) or doc[f.end].text != "," or (f.start and doc[f.start - 1].pos_ == "ADP"):
        return False
    first, second = doc[f.end + 1], doc[f.end + 2]
    aged = first.like_num and (second.text == "," or second.lower_ == "ans")
    role = second if first.lower_ in ("a", "an", "the", "un", "une", "le", "la", "l'", "l’") else first
    return aged or first.lower_ == "who" or tells_person(role.lower_)


def _kind_in_place(f: Found, text: str, before: str, surnames: Collection[str], bodies: Collection[str]) -> EntityKind:
    if is_acronym(text):
        return "organisation" if f.kind in ("person", "law") else f.kind
    if f.end - f.start == 1 and text in surnames:
        return "person"
    if f.kind == "person" and f.end - f.start == 1 and before in PLACE_PREPOSITIONS:
        return "place"
    if f.end - f.start == 1 and f.kind != "organisation" and text in bodies and not is_given_name(text):
        return "organisation"  # 'Highmark', where 'Highmark Insurance Group' is named too
    return f.kind
