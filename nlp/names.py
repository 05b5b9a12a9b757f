"""Names as text: how they are compared, spelt as a slug, and who is who within one document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from db.records import EntityKind
from nlp.number_words import word_set

# Words before a name that say what somebody is. They are no part of the name.
TITLES = word_set(
    "mr mr. mrs mrs. ms ms. miss mx mx. dr dr. prof prof. professor sir dame lord lady rev rev. reverend "
    "father fr. sister brother "
    "rabbi imam bishop archbishop cardinal pope king queen prince princess hon hon. honourable honorable "
    "president vice-president premier chancellor minister secretary senator sen. sens. congressman congresswoman "
    "representative rep. reps. gov. governor mayor councillor councilor councilman councilwoman alderman "
    "ambassador commissioner "
    "judge justice magistrate attorney atty. sheriff chief chairman chairwoman chairperson chair director "
    "sgt sgt. sergeant cpl cpl. corporal const const. constable insp insp. inspector supt supt. "
    "superintendent det det. detective "
    "officer lt lt. lieutenant capt capt. captain maj maj. major col col. colonel gen gen. general adm adm. "
    "admiral commander "
    "pvt pvt. private staff spokesman spokeswoman spokesperson coach "
    "m m. mm mm. mme mmes mlle mgr me maître docteur docteure professeure premier première ministre "
    "président présidente "
    "sénateur sénatrice député députée maire mairesse juge sergent sergente caporal caporale agent agente "
    "inspecteur inspectrice "
    "commandant commandante capitaine colonel colonelle général générale lieutenant lieutenante gouverneur "
    "gouverneure "
    "ambassadeur ambassadrice commissaire secrétaire porte-parole avocat avocate directeur directrice "
    "professeur père sœur roi reine "
)

# Words inside names that carry no identity of their own.
LINKS = word_set(
    "the of and for in on to at de du des la le les l d et pour sur en au aux à & a an un une von van der "
    "den al el bin ibn dos da di "
)

# Of these, the small words of surnames: 'van den Berg', 'de la Cruz', 'bin Salman', 'al-Assad'.
PARTICLES = word_set("van von der den ter de la le du des del della di da dos das bin ibn al el ben bint y e abu")

_ARABIC_ARTICLE = re.compile(r"^(?:al|el|as|ad|ar|ash|an)-(?=\w{3})")
# 'Heathrow' alone is 'Heathrow Airport'; 'Essex' is not 'Essex County'.
_SITES = word_set("airport bridge prison jail stadium arena dam castle palace airfield crossing port")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-") | dict.fromkeys("’‘ʼ`", "'") | dict.fromkeys("  ", " "))
_POSSESSIVE = re.compile(r"\s?['’](?:s|S)?$")
_ARTICLE = re.compile(r"^(?:(?:the|a|an|le|la|les|un|une|des|du)\s|[ld]')")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")


def unaccented(text: str) -> str:
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def slug(name: str) -> str:
    """ASCII slug of a canonical name: 'Saint-Bernard-de-Lacolle' -> 'saint-bernard-de-lacolle'."""
    ascii_name = unaccented(name.translate(_DASHES)).casefold().replace("'", "").replace("œ", "oe").replace("ß", "ss")
    return _NOT_SLUG.sub("-", ascii_name).strip("-")


@lru_cache(maxsize=16384)
def folded(name: str) -> str:
    """The form in which names are compared: no case, accents, leading article, possessive or double spaces."""
    plain = " ".join(unaccented(name.translate(_DASHES)).casefold().split())
    return _ARTICLE.sub("", _POSSESSIVE.sub("", plain))


def bare(text: str) -> str:
    """A name as it is shown: without possessive and line breaks."""
    return _POSSESSIVE.sub("", " ".join(text.split()))


@lru_cache(maxsize=16384)
def words(name: str) -> tuple[str, ...]:
    """Comparable words of a name: 'U.S. Border Patrol' -> ('us', 'border', 'patrol')."""
    return tuple(w for w in re.split(r"[\s\-/]+", folded(name).replace(".", "")) if w)


@lru_cache(maxsize=16384)
def personal_words(name: str) -> tuple[str, ...]:
    """Comparable words of a person's name, without the small words of the surname; a double name is one.

    'Lisa Lopez-Galvan' -> ('lisa', 'lopez-galvan'), 'Nouri al-Maliki' -> ('nouri', 'maliki')
    """
    plain = unaccented(_POSSESSIVE.sub("", " ".join(name.translate(_DASHES).split()))).casefold().replace(".", "")
    parts = [_ARABIC_ARTICLE.sub("", part) for part in plain.split()]
    return tuple(p for n, p in enumerate(parts) if n == len(parts) - 1 or p not in PARTICLES) or tuple(parts)


@lru_cache(maxsize=16384)
def initials(name: str) -> frozenset[str]:
    """Acronyms a name may have, lower-case: with and without its small words."""
    parts = re.findall(r"[^\W\d_]+", name.replace("’", "'").replace("U.S.", "US "))
    big = "".join(p if p == "US" else p[0] for p in parts if p[0].isupper())
    content = "".join(p if p == "US" else p[0] for p in parts if p.casefold() not in LINKS)
    spelt = (big, content, "".join(p[0] for p in parts))
    return frozenset(unaccented(s).casefold() for s in spelt if len(s) > 1)


def _titlecase(text: str) -> str:
    """'SAINT-BERNARD-DE-LACOLLE' -> 'Saint-Bernard-de-Lacolle'."""
    parts = re.split(r"([\s\-])", text)
    return "".join(p.lower() if n and p.lower() in LINKS else p[:1] + p[1:].lower() for n, p in enumerate(parts))


def is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("&", "")
    return (
        2 <= len(letters) <= 7 and letters.isalpha() and sum(c.isupper() for c in letters) >= max(2, len(letters) - 1)
    )


def misspelt(a: str, b: str) -> bool:
    """Whether `a` is plausibly a slip for `b`: same first letter, one edit, or two in a long word."""
    if a == b or min(len(a), len(b)) < 4 or a[0] != b[0] or not (a.isalpha() and b.isalpha()):
        return False
    allowed = 1 if len(b) < 8 else 2
    return DamerauLevenshtein.distance(a, b, score_cutoff=allowed) <= allowed


@dataclass(frozen=True, slots=True)
class Known:
    """A name whose identity is given: from the topic's list, or the list of countries."""

    id: str
    name: str
    kind: EntityKind
    topic: bool = True


@dataclass(slots=True)
class Name:
    """One mention's name, in the order of the text."""

    text: str
    kind: EntityKind
    known: Known | None = None
    sex: str | None = None
    """What a title or given name tells: female or male."""
    acronym_of: int | None = None
    """Index of the name just before it, where this one stands in brackets as its short form."""


@dataclass(frozen=True, slots=True)
class Identity:
    id: str
    name: str
    kind: EntityKind


@dataclass(slots=True)
class _Cluster:
    kind: EntityKind
    known: Known | None = None
    forms: dict[str, int] = field(default_factory=dict)
    kinds: dict[EntityKind, int] = field(default_factory=dict)

    def add(self, name: Name) -> None:
        text = bare(name.text)
        self.forms[text] = self.forms.get(text, 0) + 1
        self.kinds[name.kind] = self.kinds.get(name.kind, 0) + 1

    def _fullness(self, form: str) -> tuple[bool, int, int, bool, int, bool]:
        parts = words(form)
        letters = sum(len(p) > 1 for p in parts)
        return not is_acronym(form), letters, len(parts), form.startswith("The "), self.forms[form], not form.isupper()

    def identity(self) -> Identity:
        if self.known:
            return Identity(self.known.id, self.known.name, self.known.kind)
        full = max(self.forms, key=self._fullness)
        kind = max(self.kinds, key=lambda k: self.kinds[k])
        shouted = full.isupper() and kind in ("person", "place") and not is_acronym(full)
        shown = _titlecase(full) if shouted else full
        return Identity(slug(shown) or "unnamed", shown, kind)


def _one_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Full names of one person: the same surname, and first names that agree or abbreviate one another."""
    if a[-1] != b[-1] and not misspelt(a[-1], b[-1]):
        short, long = sorted((a, b), key=len)
        return len(short) > 1 and len(long) > len(short) and long[: len(short)] == short
    first, other = a[0], b[0]
    abbreviated = min(len(first), len(other)) == 1 and first[0] == other[0]
    short, long = sorted((first.split("-"), other.split("-")), key=lambda parts: sum(map(len, parts)))
    if len(short) == len(long) > 1:
        abbreviated = all(a == b or (len(a) == 1 and b[:1] == a) for a, b in zip(short, long, strict=True))
    return first == other or abbreviated or (len(first) > 4 and misspelt(first, other))


def _one_thing(a: str, b: str, kind: EntityKind) -> bool:
    """Two names, folded, of one organisation, place, law, event or group."""
    x, y = words(a), words(b)
    if x == y or [w for w in x if w not in LINKS] == [w for w in y if w not in LINKS]:
        return True
    if len(x) == len(y):
        wrong = [(p, q) for p, q in zip(x, y, strict=True) if p != q]
        return len(wrong) == 1 and misspelt(*wrong[0]) and (len(x) > 1 or len(a) > 7)
    short, long = sorted((x, y), key=len)
    if kind == "place" and len(long) == len(short) + 1 and long[-1] in _SITES:
        return short == long[:-1]
    if kind == "organisation" and len(long) == 3 and long[1] in ("of", "de") and len(short) == 1:
        return short[0] == long[2]  # 'Scientology' / 'Church of Scientology'
    if kind in ("organisation", "law") and len(short) > 1 and len([w for w in short if w not in LINKS]) > 1:
        return short == long[-len(short) :]
    return False


def identify(names: Iterable[Name]) -> list[Identity]:
    """Who each name of a document is, one identity a name.

    Known names give their id. A surname or given name alone is the full name last used, or else the next one that
    has it; an acronym is its long form; slips of one or two letters are the name they resemble.
    """
    order = list(names)
    clusters: list[_Cluster] = []
    of: list[_Cluster | None] = [None] * len(order)

    def join(position: int, cluster: _Cluster | None) -> _Cluster:
        name = order[position]
        if cluster is None:
            cluster = _Cluster(name.kind, name.known)
            clusters.append(cluster)
        cluster.add(name)
        of[position] = cluster
        return cluster

    surnames_in_full: dict[str, set[str]] = {}
    for name in order:
        parts = personal_words(name.text)
        if name.kind == "person" and len(parts) > 1:
            surnames_in_full.setdefault(parts[-1], set()).add(name.known.id if name.known else "")

    def lone_surname(name: Name) -> bool:
        return name.kind == "person" and len(personal_words(name.text)) == 1

    def overruled(name: Name, known: Known) -> bool:
        # The topic's 'Legault' is somebody else where the text names another Legault in full.
        others = surnames_in_full.get(personal_words(name.text)[0]) if lone_surname(name) else None
        return bool(others) and known.id not in others

    by_id: dict[str, _Cluster] = {}
    for i, name in enumerate(order):
        if name.known and not overruled(name, name.known):
            by_id[name.known.id] = join(i, by_id.get(name.known.id))

    people = [
        i for i, n in enumerate(order) if of[i] is None and n.kind == "person" and len(personal_words(n.text)) > 1
    ]
    for i in people:
        parts = personal_words(order[i].text)
        join(i, next((c for c in clusters if c.kind == "person" and _has_full(c, parts)), None))

    for i, name in enumerate(order):
        if of[i] is None and lone_surname(name):
            join(i, _whose(personal_words(name.text)[0], name.sex, i, order, of))

    rest = [i for i, _ in enumerate(order) if of[i] is None]
    for i in sorted(rest, key=lambda i: (is_acronym(bare(order[i].text)), -len(words(order[i].text)))):
        join(i, _same_thing(order[i], of, clusters))
    return [cluster.identity() for cluster in of if cluster]


def _has_full(cluster: _Cluster, parts: Sequence[str]) -> bool:
    names = [*cluster.forms, *([cluster.known.name] if cluster.known else [])]
    return any(len(form) > 1 and _one_person(form, parts) for form in map(personal_words, names))


def _whose(
    word: str, sex: str | None, position: int, order: Sequence[Name], of: Sequence[_Cluster | None]
) -> _Cluster | None:
    """The person a single name belongs to: the latest before it, else the first after it, of this sex if it is told."""
    before = range(position - 1, -1, -1)
    after = range(position + 1, len(order))
    for fits in (
        lambda parts: parts[-1] == word,
        lambda parts: word in parts,
        lambda parts: any(len(p) > 5 and misspelt(word, p) for p in parts),
    ):
        for i in (*before, *after):
            cluster = of[i]
            if cluster is None or cluster.kind != "person":
                continue
            parts = personal_words(order[i].text)
            if sex and order[i].sex not in (sex, None):
                continue
            if (len(parts) > 1 or parts == (word,)) and fits(parts):
                return cluster
    return None


def _same_thing(name: Name, of: Sequence[_Cluster | None], clusters: Sequence[_Cluster]) -> _Cluster | None:
    if name.acronym_of is not None and of[name.acronym_of]:
        return of[name.acronym_of]
    text = bare(name.text)
    plain, acronym = folded(text), is_acronym(text)
    short = unaccented(text.replace(".", "")).casefold()
    for cluster in clusters:
        if (cluster.kind == "person") != (name.kind == "person") and not acronym:
            continue
        forms = [*cluster.forms, *([cluster.known.name] if cluster.known else [])]
        if any(folded(form) == plain for form in forms):
            return cluster
        if acronym and any(short in initials(form) for form in forms if len(words(form)) > 1):
            return cluster
        if cluster.kind == name.kind and any(_one_thing(form, text, name.kind) for form in forms):
            return cluster
    return None
