"""Bounds and directions: `about 39,000`, `at least six`, `up 10 per cent`, `en hausse de 5 %`.

A bound is said by words that touch the number; a direction by a word of rise or fall that governs it.
"""

from __future__ import annotations

from db.records import Change, Qualifier
from nlp.number_words import TIME_UNITS, word_set
from nlp.numbers import Number

# Words before the number, the longest first where one begins another.
_BEFORE: dict[str, dict[Qualifier, str]] = {
    "en": {
        "at_least": "at least|no fewer than|no less than|not fewer than|a minimum of|minimum of|at minimum",
        "more_than": (
            "more than|over|above|in excess of|exceeding|exceeded|exceeds|exceed|upwards of|north of|"
            "greater than|well over|just over|topped|tops|surpassed|surpasses|surpassing|better than|larger than|"
            "higher than|beyond|past the|older than|over the age of|aged over"
        ),
        "at_most": (
            "at most|no more than|not more than|up to|as many as|as much as|as high as|a maximum of|maximum of|"
            "capped at|limited to|within|no later than|not exceeding|a ceiling of"
        ),
        "less_than": (
            "fewer than|less than|under|below|just under|shy of|lower than|sub-|south of|smaller than|younger than|"
            "under the age of|aged under"
        ),
        "about": (
            "about|around|nearly|almost|roughly|approximately|some|close to|an estimated|estimated|estimated at|"
            "maybe|perhaps|circa|approaching|in the neighbourhood of|in the neighborhood of|on the order of|"
            "in the range of|somewhere around|closer to|averaged|averaging|~|≈|nearing|neared"
        ),
    },
    "fr": {
        "at_least": "au moins|au minimum|pas moins de|pas moins d'|à tout le moins|un minimum de",
        "more_than": (
            "plus de|plus d'|plus du|plus des|au-delà de|supérieur à|supérieure à|supérieurs à|supérieures à|dépasse|"
            "dépassent|dépassait|dépassé|excède|dépasser|plus que"
        ),
        "at_most": (
            "jusqu'à|au plus|au maximum|un maximum de|maximum de|pas plus de|pas plus d'|dans les|plafonné à|"
            "plafonnée à|à concurrence de|limité à|tout au plus"
        ),
        "less_than": (
            "moins de|moins d'|inférieur à|inférieure à|inférieurs à|inférieures à|sous les|"
            "sous la barre des|en deçà de"
        ),
        "about": (
            "environ|près de|près d'|près du|près des|quelque|autour de|autour des|à peu près|presque|"
            "aux alentours de|aux alentours des|de l'ordre de|peut-être|approximativement|frôle|frôlait|frôlent|"
            "avoisine|avoisinait|estimé à|estimée à|estimés à|à près de|à quelque|"
            "grosso modo"
        ),
    },
}
_AFTER: dict[str, dict[Qualifier, str]] = {
    "en": {
        "about": "or so|-odd|odd|give or take|-some|-ish|or thereabouts",
        "at_least": "or more|or above|-plus|plus|+|and over|and older|and up|or higher|or older|minimum|and counting",
        "at_most": "or less|or fewer|or under|or below|or lower|at most|maximum|tops",
    },
    "fr": {
        "about": "environ|à peu près|approximativement|et quelques",
        "at_least": "ou plus|et plus|au moins|au minimum|minimum|+",
        "at_most": "ou moins|au plus|au maximum|maximum|tout au plus",
    },
}
_UP = {
    "en": (
        "up rise rises rose risen rising climb climbs climbed climbing increase increases increased increasing "
        "grow grows grew grown growing gain gains gained gaining jump jumps jumped jumping surge surges surged "
        "surging soar soars soared soaring swell swells swelled swelling advance advanced advances add added "
        "adds higher upward upwards spike spiked doubled doubling ballooned balloon crept creep leap leapt leaped "
        "rallied rally peaked raise raised raises raising hike hiked boosted boost expanded expand bump bumped edged"
    ),
    "fr": (
        "hausse augmenté augmente augmentent augmentation augmenter augmentait bondi bond grimpé grimpe grimper "
        "progressé progression crû croissance monté monte monter élevé hausser haussé bondir accru accroissement "
        "explosé grossi gonflé doublé"
    ),
}
_DOWN = {
    "en": (
        "down downward downwards fall falls fell fallen falling drop drops dropped dropping decline declines "
        "declined declining decrease decreases decreased decreasing slip slips slipped skid skidded slid slide "
        "slides sink sank sunk plunge plunges plunged plunging tumble tumbled tumbles plummet plummeted plummets "
        "shrink shrank shrunk dip dipped dips lose loses lost losing lower reduce reduced reduces cut cuts cutting "
        "shed slumped slump eased eases dwindled retreated off slashed"
    ),
    "fr": (
        "baisse baissé baissent baisser diminué diminution diminuer diminuent chuté chute chuter recul reculé "
        "reculer tombé tombée tombées tombés tombe tomber réduit réduite réduction réduire fondu dégringolé "
        "décru perdu perd repli passé_bas"
    ),
}
_UP_WORDS = {language: frozenset(words.split()) for language, words in _UP.items()}
_DOWN_WORDS = {language: frozenset(words.split()) for language, words in _DOWN.items()}
# Words that may stand between the word of change and its number.
_BRIDGE = word_set(
    "to by a an as much of the at from its only just about nearly almost around roughly some more "
    "than over another further least "
    "nearly sharply slightly less fewer up down further still even back record high low level between in "
    "à de d ' ’ des du la le les près plus moins environ quelque ainsi encore même presque au jusqu en par "
    "rapport une un"
)
# Verbs that `up`, `down` and `off` only complete: `gave up 517 yards`, `set up 12 rooms`.
_PHRASAL = word_set(
    "give gives gave given giving make makes made making set sets setting pick picks picked picking put puts putting "
    "take takes took taken taking rack racked turn turned turns turning sign signed signing "
    "build built boil boils boiling pay paid paying put clean cleaned round rounded rounding "
    "lay laid laying call called hold held send sent break broke broken gun gunned sit stand use used write wrote "
    "track tracked hunt hunted summed sums add adds live lives grow line lined snap snapped shut"
)
# Behind these `over` bounds a length of time; elsewhere it says during which.
_BEFORE_LENGTH = word_set("for in just well of lasted lasting lasts takes took taken spent is was are were a to after")
# `sum it up in 30 words`
_PRONOUNS = word_set("it them him her us me you myself yourself himself herself themselves")
_LOOSE = word_set("the a an us its about around nearly almost roughly some $ just over under more less than estimated")
# `five times the figure of the spring`, `dix fois plus`
_COMPARED: dict[str, Change] = {"the": "up", "as": "up", "more": "up", "higher": "up", "larger": "up", "bigger": "up"}
_COMPARED |= {"plus": "up", "less": "down", "fewer": "down", "lower": "down", "moins": "down"}
_AMOUNTS = word_set("percent per pct pc point points cent cents pence p basis % dollars euros")
_FROM = {"en": "from", "fr": "de"}


def _phrases(table: dict[Qualifier, str]) -> list[tuple[tuple[str, ...], Qualifier]]:
    phrases: list[tuple[tuple[str, ...], Qualifier]] = [
        (tuple(_split(phrase)), qualifier) for qualifier, text in table.items() for phrase in text.split("|")
    ]
    return sorted(phrases, key=lambda pair: -len(pair[0]))


def _split(phrase: str) -> list[str]:
    """As `figure_filters.Words` cuts text."""
    for mark in "'-+~≈":
        phrase = phrase.replace(mark, f" {mark} ")
    return phrase.split()


_BEFORE_PHRASES = {language: _phrases(table) for language, table in _BEFORE.items()}
_AFTER_PHRASES = {language: _phrases(table) for language, table in _AFTER.items()}


def qualifier(number: Number, before: list[str], after: list[str], after_unit: list[str], language: str) -> Qualifier:
    """What bounds `number`, from the lower-case words around it; `after_unit` begins behind its unit."""
    words = [word.replace("’", "'") for word in before[-8:]]
    if language == "fr" and number.kind == "multiple" and words[-1:] == ["le"]:
        # `presque le double`
        words = words[:-1]
    for opener in ("between", "from", "entre", "de", "the", "a", "d", "une", "un"):
        if number.link in ("between", "from") and words and words[-1] == opener:
            words = words[:-1]
            break
    if words and words[-1] in ("a", "the", "$", "les", "un", "une", "nos", "as", "(") and language == "en":
        words = words[:-1]
    last = words[-1] if words else None
    for phrase, found in _BEFORE_PHRASES[language]:
        if phrase[-1] == last and tuple(words[-len(phrase) :]) == phrase and not _false_bound(phrase, words, after):
            return found
    for tail in (after, after_unit):
        tail = [word.replace("’", "'") for word in tail[:4]]
        following = tail[0] if tail else None
        for phrase, found in _AFTER_PHRASES[language]:
            if phrase[0] == following and tuple(tail[: len(phrase)]) == phrase:
                if phrase == ("plus",) and tail is not after:
                    continue
                return found
    if number.about:
        return "about"
    return "between" if number.high is not None else "exact"


def _false_bound(phrase: tuple[str, ...], words: list[str], after: list[str]) -> bool:
    """`handed over`, `built over six years`, `crept up to`; `some` is always a bound."""
    earlier = words[-len(phrase) - 1] if len(words) > len(phrase) else ""
    if phrase == ("over",):
        unit = next((word for word in after[:2] if word.isalpha()), "")
        during = unit in TIME_UNITS and earlier not in _BEFORE_LENGTH
        return during or earlier in ("all", "turned", "took", "handed", "again", "fought", "spread")
    if phrase == ("under",):
        return earlier in ("from",)
    return phrase == ("up", "to") and earlier in _UP_WORDS["en"]


def change(number: Number, before: list[str], after: list[str], language: str) -> Change | None:
    """`up` or `down` where a word of rise or fall governs the number."""
    if number.kind == "multiple":
        return "up"
    if number.percent and number.value < 0:
        return "down"
    if after and after[0] in ("times", "fois") and (compared := _COMPARED.get(" ".join(after[1:2]))):
        return compared
    if (language == "fr" and after[:2] == ["de", "plus"]) or (language == "fr" and after[:3] == ["%", "de", "plus"]):
        return "up"
    if language == "fr" and after[:2] == ["de", "moins"]:
        return "down"
    words = before[-9:]
    if language == "en" and (_is_base(words) or words[-1:] == ["at"] or words[-2:] == ["at", "$"]):
        # `higher at $3.20` tells the level
        return None
    if language == "en" and (changed := _changed_by(words)):
        return changed
    if words[-1:] == ["off"] and not (number.percent or number.sign or (after[:1] and after[0] in _AMOUNTS)):
        # `94 runs off 61 balls`
        return None
    if words and words[-1] in ("in", "en") and after[:1] and after[0] in TIME_UNITS:
        # `fell in 12 hours`
        return None
    for steps, word in enumerate(reversed(words)):
        if word in _UP_WORDS[language]:
            return None if _not_change(word, words, steps) or _collects(word, number, words, steps) else "up"
        if word in _DOWN_WORDS[language]:
            return None if _not_change(word, words, steps) else "down"
        if word not in _BRIDGE and not (steps == 0 and word in ("$",)):
            return None
    return None


def _changed_by(words: list[str]) -> Change | None:
    """`cut its costs by 10 per cent`, `grow sales by about 35`: the verb stands before its object."""
    while words and words[-1] in _LOOSE:
        words = words[:-1]
    if not words or words[-1] != "by":
        return None
    for steps, word in enumerate(reversed(words[:-1])):
        if not word.isalpha() or steps > 5:
            return None
        if word in _UP_WORDS["en"] or word in _DOWN_WORDS["en"]:
            return "up" if word in _UP_WORDS["en"] else "down"
    return None


def _is_base(words: list[str]) -> bool:
    """What a change starts from: `from`, `from about`, `from the US` before the number."""
    while words and words[-1] in _LOOSE:
        words = words[:-1]
    return bool(words) and words[-1] == _FROM["en"]


def _collects(word: str, number: Number, words: list[str], steps: int) -> bool:
    """`raised $5 million from investors`, but `raised the fee by $5`, `to $40`."""
    return word.startswith("rais") and number.sign is not None and not {"by", "to"} & set(words[len(words) - steps :])


def _not_change(word: str, words: list[str], steps: int) -> bool:
    """`up to 60` is a bound, `as much as` too; `lost 190 points` is a fall, `lost all ten toes` is not."""
    following = words[len(words) - steps :]
    earlier = words[: len(words) - steps - 1]
    if word in ("up", "down", "off") and earlier and earlier[-1] in _PHRASAL | _PRONOUNS:
        return True
    if word == "up" and following[:1] == ["to"]:
        return not (earlier and earlier[-1] in _UP_WORDS["en"])
    return word in ("cut", "off", "add", "added", "adds", "lost", "lose", "losing") and bool(
        {"all", "the", "a"} & set(following)
    )
