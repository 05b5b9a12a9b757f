"""Words as relevance compares them: English and French, in either spelling of a form, reduced to one."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+")
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u200d\u2060\ufeff]")
"""Soft hyphens and the like, which only tell a browser where to break a line."""
_VOWEL = re.compile(r"[aeiouy]")
_DOUBLED = frozenset("bdgmnprt")
_SHORTEST = 4
"""Letters: shorter words have no endings to speak of, and what an ending leaves has to be as long."""


def stems(text: str) -> list[str]:
    """The words of a text in lower case, without accents and inflection.

    'Crossed, crossing; Réfugiées d’une frontière' is ['cross', 'cross', 'refugy', 'd', 'une', 'frontier'].
    Apostrophes and hyphens part words, so it does not matter which of their many characters stands there.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    return list(map(_stems.__getitem__, _WORD.findall(text.casefold())))


def _stem(word: str) -> str:
    """What the forms of a word have in common, roughly: matching needs no more than that both sides agree."""
    if len(word) >= _SHORTEST:
        word = _singular(word)
        if word.endswith("ée"):
            word = word[:-1]
    word = "".join(letter for letter in unicodedata.normalize("NFKD", word) if not unicodedata.combining(letter))
    if len(word) < _SHORTEST:
        return word
    if word.endswith("ied"):
        return f"{word[:-3]}y"
    if word.endswith("ie"):  # country and countries, but also réfugié and réfugiés
        return f"{word[:-2]}y"
    if word.endswith("iere"):
        return word[:-1]
    if word.endswith("ienne"):
        return word[:-2]
    for ending in ("ing", "ed"):
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= _SHORTEST and not left.endswith("e") and _VOWEL.search(left):
            return left[:-1] if left[-1] == left[-2] and left[-1] in _DOUBLED else left
    return word[:-1] if word.endswith("e") and len(word) > _SHORTEST + 1 else word


def _singular(word: str) -> str:
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("aux") and not word.endswith("eaux"):
        return f"{word[:-3]}al"
    if word.endswith(("eaux", "eux", "oux")) or (word.endswith("s") and not word.endswith(("ss", "us", "is"))):
        return word[:-1]
    return word


class _Stems(dict[str, str]):
    """Stems of the words met, as a language has few and texts repeat them."""

    def __missing__(self, word: str) -> str:
        if len(self) > 200_000:  # whoever crawls for weeks meets numbers and names without end
            self.clear()
        stem = self[word] = _stem(word)
        return stem


_stems = _Stems()
