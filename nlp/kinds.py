"""What kind of thing a name is, told by its words, and which capitalised words are no names at all.

The statistical models call treaties organisations and roads persons; the head word of a name is the better witness.
English names end in their head ('Federal Court', 'Refugee Act') or have it before *of*; French names begin with it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Literal, cast

from db.records import EntityKind
from nlp.names import LINKS, folded, is_acronym, unaccented
from nlp.number_words import word_set

_LAW = word_set(
    "act treaty agreement protocol charter convention conventions regulations regulation code constitution "
    "accord accords amendment "
    "covenant pact statute ordinance declaration resolution directive rule "
    "loi traite entente protocole charte reglement reglements pacte decret directive"
)
_EVENT = word_set(
    "summit fair expo games olympics cup election elections war festival championship championships conference forum "
    "convention referendum marathon hurricane genocide holocaust revolution earthquake awards bowl "
    "sommet jeux coupe guerre ouragan conference referendum tournoi championnat championnats"
)
_PLACE = word_set(
    "road street avenue river lake bay island islands mountain mountains airport bridge park county city "
    "valley beach square "
    "province territory peninsula ocean sea gulf desert town village district region falls creek hills "
    "heights harbour harbor "
    "crossing border coast forest canal plaza highway strait basin camp prison jail hemisphere building tower "
    "chemin rue boulevard lac riviere fleuve mont ile iles aeroport pont baie golfe route autoroute quartier "
    "ville comte "
    "facility penitentiary cemetery monument checkpoint campus gorge canyon plateau archipelago suburb "
    "museum hotel planetarium stadium arena palace cathedral mosque temple theatre theater hall "
    "musee hotel stade aerogare "
    "village municipalite arrondissement mer ocean montagne montagnes vallee plage parc"
)
_ORGANISATION = word_set(
    "court courts ministry department departments agency council commission committee party university "
    "college school institute "
    "institution association union bank company corp corp. inc inc. ltd ltd. llc llp police board service "
    "services office bureau "
    "authority foundation network centre center society group coalition caucus senate house parliament "
    "congress government "
    "administration federation league club church times post journal news magazine press gazette herald "
    "tribune army navy "
    "force forces guard patrol hub clinic alliance fund secretariat tribunal assembly hospital corporation "
    "media radio tv "
    "organization organisation organizations legislature project initiative campaign team airlines airways systems "
    "technologies industries partners associates brigade brigades division unit command observatory watch "
    "action registry protection "
    "station studios ministries democrats republicans "
    "collectif halte refuge courrier quotidien hebdomadaire revue regroupement "
    "limited plc gmbh holdings fleet militia battalion regiment squadron platoon orchestra choir ballet united "
    "rovers fc "
    "syndicate cooperative co-op chapter caucus taskforce directorate inspectorate constabulary ombudsman "
    "instituto universidad partido movimiento movimento banco banca zeitung "
    "cour ministere agence conseil comite parti universite college ecole institut banque gouvernement senat "
    "parlement assemblee "
    "bureau fondation societe gendarmerie surete federation reseau chambre ordre organisation clinique syndicat "
    "maison observatoire hopital ligue eglise tribunal regie secretariat centrale barreau carrefour "
    "aumonerie table accueil "
)
# What is done at a centre that is a building: 'Space Center', 'Detention Centre'.
_SITES = word_set(
    "space science sciences art arts visitor visitors convention cultural shopping trade detention rocket"
)
_HEADS: dict[EntityKind, frozenset[str]] = {
    "law": _LAW,
    "event": _EVENT,
    "place": _PLACE,
    "organisation": _ORGANISATION,
}

_LABELS: dict[str, EntityKind] = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "LAW": "law",
    "EVENT": "event",
    "NORP": "group",
    "MISC": "organisation",
    "PRODUCT": "organisation",
    "WORK_OF_ART": "organisation",
}

_NOT_NAMES = word_set(
    "he she it they we i you who this that these those his her its their our my "
    "il elle ils elles on nous vous je ce cela ceux celle lui leur "
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july "
    "august september "
    "october november december lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars "
    "avril mai juin juillet "
    "aout septembre octobre novembre decembre today yesterday tomorrow aujourd'hui hier demain "
    "advertisement photo photos image images video videos share comments subscribe newsletter newsletters "
    "menu search login "
    "register follow updated published related tags topics read more home facebook.com twitter.com "
    "publicite partager abonnez-vous infolettre accueil lire suite suivez renseignements media medias relations "
    "selon pour dans avec sans mais donc car si quand lorsque depuis apres avant pendant sous chez vers par entre "
    "ainsi alors aussi ces cet tout tous toute toutes plusieurs chaque certains certaines malgre quant "
    "in at from for with by as after before since during according some many most several all both each every "
    "yes no ok oui non however but and if while when there here meanwhile also "
    "crown couronne city municipality province ministry ville municipalite etat ministere "
    "internet covid covid-19 brexit ceo ceos id tv pm am gmt est edt pdf url rss lgbt lgbtq dna "
)
_NO_ACRONYMS = word_set("ceo ceos id tv pm am gmt est edt pdf url rss lgbt lgbtq dna covid ok no")
_JUNK = re.compile(
    r"(?:https?:|www\.|@|#|\.(?:com|org|net|ca)\b)|^(?:read|click|sign|watch|listen|lire|voir|cliquez|abonnez|inscrivez)\b"
    r"|\b(?:images|photos?|newsletter|infolettre|file photo|handout|shutterstock|getty)$"
    r"|^(?:getty|shutterstock|istock|alamy)\b"
    r"|^[A-Z]-?\d{1,3}$|^(?:article|section|chapter|page|figure|table|annexe?) \d",
    re.IGNORECASE,
)
# Streets, numbered roads and addresses matter only where the topic names them.
_ADDRESS = re.compile(
    r"(?:\b(?:street|st\.|avenue|ave\.?|boulevard|blvd\.?|suite|exit|room|floor)$)|^(?:rue|boulevard|avenue|autoroute|route|suite|exit|sortie|"
    r"highway|interstate|room|gate|bureau)\b(?=.*\d|\s)",
    re.IGNORECASE,
)
NUMBERED_LAW = re.compile(r"\b(?:(?:Bill|Proposition|[Pp]rojet de loi) (?:[A-Z]-?)?\d+|Tit(?:le|re) \d+)\b")
"""Laws that are called by a number."""


def kind_by_words(text: str, language: str) -> EntityKind | None:
    """The kind that a name's head word tells, None where it tells nothing."""
    if NUMBERED_LAW.fullmatch(text):
        return "law"
    if has_given_name(text) and not _kind_of_head([folded(text.split()[-1])]):
        return "person"
    parts = [unaccented(w).casefold().strip("'’\"") for w in re.split(r"[\s]+|(?<=[ldLD])['’]", text) if w]
    if len(parts) < 2:
        return None
    if "school" in parts:
        return "organisation"
    if parts[-1] in ("center", "centre") and parts[-2] in _SITES:
        return "place"
    return _kind_of_head(_head_words(parts, language))


def _head_words(parts: Sequence[str], language: str) -> list[str]:
    cut = next((i for i, w in enumerate(parts) if i and w in LINKS), len(parts))
    english = [parts[cut - 1], parts[-1]]
    french = [parts[0] if parts[0] not in LINKS else parts[1]]
    return french + english if language == "fr" else english + french


def _kind_of_head(heads: Sequence[str]) -> EntityKind | None:
    for head in heads:
        for kind, words in _HEADS.items():
            if head in words:
                return kind
    return None


Sex = Literal["female", "male", "either"]


@lru_cache(maxsize=1)
def _given_names() -> dict[str, Sex]:
    names: dict[str, Sex] = {}
    for line in files("nlp").joinpath("given_names.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            sex, _, listed = line.partition("\t")
            names.update((folded(name), cast(Sex, sex)) for name in listed.split())
    return names


def sex_of(name: str) -> Sex | None:
    """What a full name's given name tells, None where it is unknown: 'Marie-Pier Roy' is female by 'Marie'."""
    parts = name.split()
    given = folded(parts[0]).split("-") if len(parts) > 1 else []
    known = {_given_names()[name] for name in given if name in _given_names()}
    if known <= {"either"}:
        return "either" if known else None
    return "female" if "female" in known else "male"


def is_given_name(word: str) -> bool:
    return folded(word) in _given_names()


def has_given_name(text: str) -> bool:
    """Two to four words, the first a usual given name: 'Tess Okafor', 'Jean-Marc Roy'."""
    return len(text.split()) <= 4 and sex_of(text) is not None


def is_head(word: str, kind: EntityKind) -> bool:
    """Whether the word is the head of names of that kind: 'Conseil' of organisations."""
    return folded(word) in _HEADS[kind]


def kind_by_label(label: str) -> EntityKind | None:
    return _LABELS.get(label)


def names_law(text: str) -> bool:
    """Whether any word of the name is one for laws, or it has a number."""
    return any(folded(word) in _LAW or any(c.isdigit() for c in word) for word in text.split())


def is_junk(text: str) -> bool:
    """Capitalised words that are no name: pronouns, weekdays, page furniture, addresses."""
    if not any(c.isalpha() for c in text) or not any(c.isupper() for c in text):
        return True
    plain = folded(text)
    listed = plain in _NOT_NAMES and (not is_acronym(text) or plain in _NO_ACRONYMS)
    return len(plain) < 2 or listed or bool(_JUNK.search(text)) or bool(_ADDRESS.search(text))
