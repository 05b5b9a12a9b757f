"""Whom a pronoun, a title or a role means: 'she', 'the minister', 'la députée', « cet ancien professeur ».

All need `doc._.mentions`, set by the component `roxham_entities`, and the dependency parse.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from spacy.tokens import Doc, Span, Token

from db.records import Mention, Quote
from nlp.extensions import starting_before, starts_of, text_of
from nlp.kinds import Sex, sex_of
from nlp.names import TITLES, folded
from nlp.number_words import word_set
from nlp.reporting import is_reporting

HE = word_set("he him his il lui celui-ci")
SHE = word_set("she her elle celle-ci")
IT = word_set("it its")
SUBJECTS = ("nsubj", "nsubjpass", "nsubj:pass", "nsubj:caus", "csubj", "agent")
_DEFINITE = word_set("the le la l' l’ cette ce cet this that her his its their sa son leur notre our")
_POINTING = word_set("the le la l' l’ cette ce cet this")
_INDEFINITE = word_set("a an un une")
_MALE_TITLES = word_set(
    "mr mr. sir lord m m. monsieur congressman chairman spokesman policeman councilman alderman king prince father "
    "brother rabbi son husband sénateur président directeur avocat inspecteur fils mari père frère"
)
_FEMALE_TITLES = word_set(
    "mrs mrs. ms ms. miss mme madame mlle dame lady congresswoman chairwoman spokeswoman policewoman councilwoman "
    "queen princess sister daughter wife mother sénatrice présidente directrice avocate inspectrice agente sergente "
    "caporale mairesse députée professeure première fille femme mère sœur"
)
_MINISTRIES = word_set("ministère ministry department")
_NO_MINISTRIES = word_set(
    "refuge shelter centre center clinic clinique hospital hôpital university université college collège school école "
    "church église foundation fondation union syndicat association league ligue coalition network réseau institute "
    "institut council conseil"
)
_BODIES = word_set(
    "agency force department ministry board group organization organisation union company police government court "
    "council committee commission institute network service party campaign office tribunal agence ministère corps "
    "groupe organisme syndicat entreprise gouvernement cour conseil comité institut réseau parti cabinet"
)
# Words for a person that a text may use for one it has named; offices are left out, since they may mean somebody
# whom the text does not name. French ones in the masculine.
_PEOPLE = word_set(
    "activist actor adviser advocate aide analyst artist attorney author banker candidate columnist commander "
    "congressman congresswoman correspondent critic demographer deputy detective diplomat doctor driver economist "
    "executive expert farmer father filmmaker historian host lawmaker lawyer leader legislator liberal lieutenant man "
    "mother musician nominee novelist nurse officer organizer pastor physician player poet politician priest producer "
    "professor prosecutor refugee representative republican democrat researcher resident scholar scientist senator "
    "sergeant sheriff singer soldier specialist spokesman spokesperson spokeswoman strategist student superintendent "
    "supervisor teacher teenager veteran volunteer woman worker writer billionaire owner old homme femme avocat "
    "juriste professeur chercheur politicien élu député sénateur militant responsable dirigeant spécialiste "
    "économiste sociologue politologue historien démographe criminologue médecin infirmier bénévole travailleur "
    "intervenant coordonnateur coordinateur organisateur fondateur propriétaire agriculteur policier agent sergent "
    "caporal inspecteur journaliste chroniqueur auteur écrivain romancier artiste chanteur comédien réfugié migrant "
    "demandeur réclamant étudiant enseignant entrepreneur conseiller diplomate père mère trentenaire quadragénaire "
    "quinquagénaire sexagénaire septuagénaire octogénaire jeune retraité chauffeur ouvrier analyste gestionnaire "
    "candidat libéral conservateur péquiste néodémocrate solidaire bloquiste républicain démocrate prêtre pasteur "
    "évêque syndicaliste cinéaste résident citoyen consultant frère sœur fils fille mari épouse conjoint ami voisin "
    "collègue oncle tante cousin brother sister son daughter husband wife friend neighbour neighbor colleague uncle "
    "aunt partner associé barber barrister cabbie clerk consultant cook engineer firefighter fisherman geographer "
    "hotelier interpreter janitor landlord marshal notary paralegal paramedic planner psychologist rancher ranger "
    "shopkeeper solicitor teen tenant translator trooper trucker trustee ambulancier anthropologue camionneur "
    "commerçant concierge cuisinier curé géographe greffier hôtelier huissier interprète locataire notaire pompier "
    "psychologue restaurateur traducteur urgentologue"
)

_BEHIND = 40
"""Characters behind a pronoun in which a name may tell whom it means, where no name stands before it."""
_LOOK_BACK = 100
"""Mentions, or quotations, before a word that may tell whom it means. Farther ones are out of view."""

# Roles that companies and states have too.
_BODIES_TOO = word_set(
    "leader owner producer host partner representative representatives player advocate supervisor liberal executive "
    "republican democrat conservateur libéral républicain démocrate dirigeant propriétaire organisateur fondateur "
    "associé gestionnaire chef chief general général private staff director chair capital candidate candidat agent "
    "jeune old responsable premier première"
)


class _Named:
    """The mentions of a text by kind and by role, since every quotation and figure may ask for them."""

    def __init__(self, doc: Doc) -> None:
        self.mentions: list[Mention] = doc._.mentions
        self.by_kind: dict[str, list[Mention]] = {}
        self._by_role: dict[str, list[Mention]] | None = None
        self._by_role_and_sex: dict[tuple[str, str | None], list[Mention]] = {}
        self._bodies: dict[str, list[Mention]] = {}
        self._by_surname: dict[str, Mention] | None = None
        self.by_token: dict[int, Mention] = {}
        starts = starts_of(doc)
        for mention in self.mentions:
            self.by_kind.setdefault(mention.kind, []).append(mention)
            tokens = range(bisect_left(starts, mention.start), bisect_left(starts, mention.end))
            self.by_token.update(dict.fromkeys(tokens, mention))

    def holders(self, doc: Doc, role: str, sex: str | None) -> list[Mention]:
        """Whom the text calls so beside their names, without those of the other sex."""
        if self._by_role is None:
            self._by_role = {}
            for mention in self.mentions:
                for found in set(_roles(doc, mention)):
                    self._by_role.setdefault(found, []).append(mention)
        key = role, sex
        if key not in self._by_role_and_sex:
            holders = self._by_role.get(role, [])
            self._by_role_and_sex[key] = [m for m in holders if not sex or _sex(doc, m) in (sex, None)]
        return self._by_role_and_sex[key]

    def bodies(self, word: str) -> list[Mention]:
        """The organisations whose names have the word."""
        if word not in self._bodies:
            bodies = self.by_kind.get("organisation", [])
            self._bodies[word] = [body for body in bodies if word in body.name.lower()]
        return self._bodies[word]

    def called(self, surname: str) -> Mention | None:
        """The first person whose name ends so, whatever the case."""
        if self._by_surname is None:
            persons = reversed(self.by_kind.get("person", []))
            self._by_surname = {person.name.split()[-1].casefold(): person for person in persons}
        return self._by_surname.get(surname.casefold())


def _named(doc: Doc) -> _Named:
    kept = doc.user_data.get("named")
    if kept is None or kept.mentions is not doc.user_data.get("mentions"):
        kept = doc.user_data["named"] = _Named(doc)
    return kept


def mention_at(doc: Doc, token: Token) -> Mention | None:
    return _named(doc).by_token.get(token.i)


def last_body(doc: Doc, offset: int, words: tuple[str, ...] = ()) -> Mention | None:
    """The last organisation before the character whose name has one of the words, else the last of all."""
    for among in (words, ("",)):
        last = (next(_ended(_named(doc).bodies(word), offset), None) for word in among)
        if bodies := [body for body in last if body]:
            return max(bodies, key=lambda body: body.start)
    return None


def may_be_called(body: Mention, word: str) -> bool:
    """Whether the name of an organisation leaves open that it is what `word` says: a shelter is no ministry."""
    return word not in _MINISTRIES or _NO_MINISTRIES.isdisjoint(body.name.lower().split())


def _ended(mentions: Sequence[Mention], offset: int) -> Iterator[Mention]:
    return (mention for mention in starting_before(mentions, offset) if mention.end <= offset)


def person_called(doc: Doc, surname: str) -> Mention | None:
    return _named(doc).called(surname)


def antecedent(doc: Doc, pronoun: Token) -> Mention | None:
    """The person (for *it*, the organisation) before the pronoun that is nearest and most in view."""
    word = pronoun.lower_.lstrip("-")
    if word in IT:
        return _in_view(doc, pronoun, "organisation", None)
    body = _body_before(pronoun) if word in ("il", "elle") else None
    if body is not None:
        return role_holder(doc, body)
    if word in HE or word in SHE:
        return _in_view(doc, pronoun, "person", "male" if word in HE else "female")
    return None


def _in_view(doc: Doc, token: Token, kind: str, sex: str | None) -> Mention | None:
    """In view are subjects and those quoted last; who is of the other sex by title or given name is left out."""
    mentions = _named(doc).by_kind.get(kind, [])
    end = bisect_right(mentions, token.idx, key=lambda m: m.end)
    candidates = [m for m in mentions[max(0, end - _LOOK_BACK) : end] if not _quoted(doc, m)]
    excluded = {m.entity for m in candidates if sex and _sex(doc, m) not in (sex, None)}
    if _in_incise(token):
        excluded |= {m.entity for m in candidates if m.start >= token.sent.start_char}
    speaking = _spoke_last(doc, token)
    best, best_score = None, 0.0
    for rank, mention in enumerate(reversed([m for m in candidates if m.entity not in excluded][-6:])):
        span = _span(doc, mention)
        in_view = span is not None and span.root.dep_ in SUBJECTS
        score = min(2.0 * in_view + 1.2 * (mention.entity == speaking), 2.2) - rank
        if best is None or score > best_score:
            best, best_score = mention, score
    if best is None and not mentions[:end]:
        # “…,” she said. Ana Ruiz runs the shelter.
        near = (m for m in mentions[end : end + 1] if m.start < token.idx + _BEHIND)
        return next((m for m in near if _sex(doc, m) in (sex, None)), None)
    return best


def _body_before(pronoun: Token) -> Token | None:
    """« L'agence tient bon. Elle dit … »: the noun for a body that the sentence before is about."""
    first = pronoun.sent.start
    if pronoun.i != first or not first or "\n" in pronoun.nbor(-1).text:
        return None
    subject = next((t for t in pronoun.nbor(-1).sent if t.dep_ in SUBJECTS), None)
    if subject is None or subject.lower_ not in _BODIES:
        return None
    return subject


def _in_incise(token: Token) -> bool:
    """'Kowalski, she said, lied': she is somebody else than the sentence tells of."""
    if token.text.startswith("-"):
        return token.i > 1 and token.nbor(-2).text == ","
    if token.i == 0 or token.i + 2 >= len(token.doc) or token.nbor(-1).text != ",":
        return False
    return is_reporting(token.nbor()) and token.nbor(2).text == ","


def _spoke_last(doc: Doc, token: Token) -> str | None:
    near = islice(starting_before(doc._.quotes, token.idx), _LOOK_BACK)
    return next((q.speaker_id for q in near if q.end <= token.idx and q.speaker_id), None)


def quoted_last(doc: Doc, offset: int) -> Quote | None:
    """The last quotation before `offset`, in its paragraph, that has a speaker."""
    paragraph = text_of(doc).rfind("\n", 0, offset)
    near = islice(starting_before(doc._.quotes, offset), _LOOK_BACK)
    return next((q for q in near if paragraph < q.end <= offset and q.speaker is not None), None)


def sex_by_title(before: Iterable[Token]) -> Sex | None:
    """What the words before a name tell: 'Mme', 'le sénateur'."""
    titles = {t.lower_ for t in before}
    if not titles.isdisjoint(_FEMALE_TITLES):
        return "female"
    return None if titles.isdisjoint(_MALE_TITLES) else "male"


def _sex(doc: Doc, mention: Mention) -> str | None:
    """By title, else by given name; None where neither tells."""
    if mention.kind != "person":
        return None
    span = _span(doc, mention)
    titled = sex_by_title(doc[max(0, span.start - 3) : span.start]) if span is not None else None
    if titled:
        return titled
    sex = sex_of(mention.name)
    return None if sex == "either" else sex


def _quoted(doc: Doc, mention: Mention) -> bool:
    return quote_around(doc, mention.start) is not None


def quotes_in(doc: Doc, start: int, end: int) -> list[Quote]:
    """The direct quotations of which some stands between the characters, in order."""
    quotes = doc._.quotes
    first = max(0, bisect_left(quotes, start, key=lambda q: q.start) - _LOOK_BACK)
    return [
        q for q in quotes[first : bisect_left(quotes, end, first, key=lambda q: q.start)] if q.direct and q.end > start
    ]


def quote_around(doc: Doc, offset: int) -> Quote | None:
    """The outermost direct quotation in which the character stands, of those read so far."""
    quotes = doc._.quotes
    end = bisect_right(quotes, offset, key=lambda q: q.start)
    return next((q for q in quotes[max(0, end - _LOOK_BACK) : end] if q.direct and offset < q.end), None)


def _span(doc: Doc, mention: Mention) -> Span | None:
    return doc.char_span(mention.start, mention.end, alignment_mode="expand")


def role_holder(doc: Doc, head: Token) -> Mention | None:
    """Whom a definite noun means: who the text calls so before it, or else later, or else who is in view."""
    article = _article(head)
    if article is None or head.pos_ not in ("NOUN", "PROPN", "ADJ"):
        return None
    role = _role(head)
    sex = _sex_of_noun(head, article)
    if head.lower_ in ("dernier", "dernière", "latter") and article.lower_ in _POINTING:
        return _in_view(doc, head, "person", sex)
    named = _named(doc)
    holders = named.holders(doc, role, sex)
    among = holders
    if not holders and head.lower_ in _BODIES:
        among = [m for m in named.by_kind.get("organisation", []) if may_be_called(m, head.lower_)]
    earlier = bisect_right(among, head.idx, key=lambda m: m.end)
    if earlier or holders:
        return among[max(0, earlier - 1)]
    if role.split()[-1] in _PEOPLE_ROLES and article.lower_ in _POINTING and not _introduced(doc, head):
        return _in_view(doc, head, "person", sex)
    return None


def is_role(word: str) -> bool:
    """Whether the word tells what somebody is: a title, an office, a trade."""
    return word in TITLES or folded(_masculine(word)) in _PEOPLE_ROLES


@lru_cache(maxsize=16384)
def tells_person(word: str) -> bool:
    """Whether only somebody, never a body or place, is so called: 'wife', 'mairesse', but not 'leader' or 'owner'."""
    return is_role(word) and word not in _BODIES_TOO


def is_body(word: str) -> bool:
    """Whether the word is one for an organisation: 'agency', 'cabinet'."""
    return word in _BODIES


def _article(head: Token) -> Token | None:
    """The definite article or the like of a noun, with at most two words between them."""
    for i in range(head.i - 1, max(head.i - 4, -1), -1):
        token = head.doc[i]
        if token.lower_ in _DEFINITE:
            return token
        if token.pos_ not in ("ADJ", "NOUN", "PROPN", "NUM", "PUNCT", "ADV") or token.text == ",":
            return None
    return None


def _sex_of_noun(head: Token, article: Token) -> str | None:
    """What a French article or a feminine ending tells."""
    if head.lang_ != "fr":
        return "female" if head.lower_.endswith("woman") else "male" if head.lower_.endswith("man") else None
    if article.lower_ in ("la", "cette") or (article.lower_[0] == "l" and _masculine(head.lower_) != head.lower_):
        return "female"
    return None


def _masculine(noun: str) -> str:
    for feminine, masculine in (
        ("trice", "teur"),
        ("euse", "eur"),
        ("eure", "eur"),
        ("ée", "é"),
        ("ue", "u"),
        ("onne", "on"),
        ("ienne", "ien"),
        ("ière", "ier"),
        ("ante", "ant"),
        ("ente", "ent"),
        ("ate", "at"),
        ("aine", "ain"),
        ("ale", "al"),
        ("esse", "e"),
    ):
        if noun.endswith(feminine) and len(noun) > len(feminine) + 1 and not noun.endswith(("gue", "que")):
            return noun.removesuffix(feminine) + masculine
    return noun


def _role(noun: Token) -> str:
    """How a role is compared: in the masculine, and a prime minister is no other minister."""
    role = folded(_masculine(noun.lower_) if noun.lang_ == "fr" else noun.lower_)
    first = noun.i and noun.nbor(-1).lower_ in ("premier", "première", "prime")
    return f"premier {role}" if first else role


def _introduced(doc: Doc, head: Token) -> bool:
    """'Un bénévole … Le bénévole': somebody without a name."""
    return any(
        t.lower_ == head.lower_ and any(w.lower_ in _INDEFINITE for w in doc[max(0, t.i - 2) : t.i])
        for t in doc[max(0, head.i - 200) : head.i]
    )


def _roles(doc: Doc, mention: Mention) -> Iterator[str]:
    """What the text calls a person or body beside its name."""
    if mention.kind == "organisation":
        yield from (folded(w) for w in mention.name.split() if len(w) > 3)
    span = _span(doc, mention)
    if span is None or mention.kind != "person":
        return
    yield from _roles_before(doc, span)
    yield from _roles_after(doc, span)


def _roles_before(doc: Doc, span: Span) -> Iterator[str]:
    """'Immigration Minister Ruiz', 'la ministre de la Justice, Ana Ruiz'."""
    first = span.start - 1
    comma = first >= 0 and doc[first].text == ","
    chain: list[Token] = []
    for i in range(first - comma, max(first - 14, -1), -1):
        token = doc[i]
        title = token.lower_ in TITLES or (token.text == "." and i and token.nbor(-1).lower_ + "." in TITLES)
        noun_phrase = title or token.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "DET")
        if not noun_phrase or "\n" in token.text:
            break
        chain.insert(0, token)
    if not comma:
        if chain and chain[-1].lower_ in ("de", "d'", "d’"):
            return  # « l'avocat d'Ana Ruiz » is not she
        near = len(chain)
        while near and (chain[near - 1].pos_ in ("NOUN", "PROPN", "ADJ") or chain[near - 1].lower_ in TITLES):
            near -= 1
        yield from (_role(t) for t in chain[near:])
        if span.doc.lang_ != "fr" or any(t.lower_ in TITLES for t in chain[near:]):
            return
    start = next((n for n, t in enumerate(chain) if t.pos_ == "DET" and (not n or chain[n - 1].pos_ != "ADP")), 0)
    for token in chain[start + 1 :]:
        if token.pos_ == "ADP":
            break
        if token.pos_ in ("NOUN", "PROPN", "ADJ"):
            yield _role(token)


def _roles_after(doc: Doc, span: Span) -> Iterator[str]:
    """'Ana Ruiz, 34, directrice du refuge,' / 'Ana Ruiz is the mayor of Windsor.'"""
    if span.end >= len(doc):
        return
    comma = doc[span.end].text == ","
    if not comma and doc[span.end].lower_ not in ("est", "était", "is", "was"):
        return
    told_age = False
    for token in doc[span.end + 1 : span.end + 14]:
        if token.like_num:
            told_age = True
        elif token.text == "," and told_age:
            told_age = False
        elif token.text in (",", ".", ";") or token.pos_ in ("VERB", "ADP", "SCONJ") or token.is_space:
            return
        elif token.pos_ in ("NOUN", "PROPN", "ADJ"):
            yield _role(token)


_PEOPLE_ROLES = frozenset(map(folded, _PEOPLE))
