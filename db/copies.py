"""Whether two texts are one: an agency's story in another outlet, cut or with a paragraph added, or a page moved.

Candidates are found by MinHash (Broder 1997) over the texts' word triples, in bands (locality-sensitive hashing); each
candidate is then compared exactly, so that a collision never makes a copy.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from hashlib import blake2b

from rensa import RMinHash  # pyright: ignore[reportAttributeAccessIssue]  # compiled, without stubs

SHORTEST = 50
"""Words of a text that can be told from a notice or a teaser. Shorter ones are the same only word for word."""
OPENING = 120
"""Words at the beginning that have bands of their own: outlets cut from the end, and shortly cut texts share little."""
ALIKE = 0.6
"""Word triples of both texts together that both have, from which they are one text."""
WITHIN = 0.92
"""The same where one text is contained in the other: cut, or continued."""
CARRIED = 0.25
"""And what the contained text has to be of both, so that a roundup is no copy of each brief in it."""
BEGINNING = 60
BEGINNING_SHARED = 0.5
"""How much of one's first words the other text has to hold: where only galleries, sidebars, an office's standing
paragraphs or a rewritten agency story are shared, it does not."""
NUMBERS_SHARED = 0.6
"""How many of the numbers have to be the same: next month's release has this month's sentences."""
FEW_NUMBERS = 4

_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"\d[\d.,]*")
_ROWS = 3
_BANDS = 32
_OPENING_BANDS = 16
_SEED = 1989

Triple = tuple[str, ...]


def bands(text: str) -> list[int]:
    """Hashes (64 bits, signed) of which near-copies share some; none for a text too short to be told by likeness.

    Of two texts that share half of their triples 99 % are found, of those that share 30 % more than half.
    """
    words = _words(text)
    if len(words) < SHORTEST:
        return []
    return _hashes(words, _BANDS, 0) + _hashes(words[:OPENING], _OPENING_BANDS, _BANDS)


def same_text(a: str, b: str) -> bool:
    """Whether one is a near-copy of the other. Short texts are only the same text word for word."""
    words_a, words_b = _words(a), _words(b)
    if words_a == words_b or min(len(words_a), len(words_b)) < SHORTEST:
        return words_a == words_b
    triples_a, triples_b = _triples(words_a), _triples(words_b)
    shared = len(triples_a & triples_b)
    alike = shared / len(triples_a | triples_b)
    within = shared / min(len(triples_a), len(triples_b))
    if alike < ALIKE and (within < WITHIN or alike < CARRIED):
        return False
    begun = max(_share(words_a[:BEGINNING], triples_b), _share(words_b[:BEGINNING], triples_a))
    return begun >= BEGINNING_SHARED and _same_numbers(a, b)


def same_words(a: str, b: str) -> bool:
    """Whether two headlines differ in capitals and punctuation at most."""
    return _words(a) == _words(b)


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def _triples(words: list[str]) -> set[Triple]:
    return set(zip(words, words[1:], words[2:], strict=False))


def _share(words: list[str], triples: set[Triple]) -> float:
    own = _triples(words)
    return len(own & triples) / len(own)


def _same_numbers(a: str, b: str) -> bool:
    numbers_a, numbers_b = ({number.rstrip(".,") for number in _NUMBER.findall(text)} for text in (a, b))
    fewer = min(len(numbers_a), len(numbers_b))
    return fewer < FEW_NUMBERS or len(numbers_a & numbers_b) >= NUMBERS_SHARED * fewer


def _hashes(words: list[str], count: int, first: int) -> list[int]:
    minhash = RMinHash(num_perm=count * _ROWS, seed=_SEED)
    minhash.update([" ".join(triple) for triple in _triples(words)])
    digest = minhash.digest()
    # The band's number is in the hash, so that a table needs no column for it.
    packed = (struct.pack(f"<B{_ROWS}I", first + i, *digest[i * _ROWS : (i + 1) * _ROWS]) for i in range(count))
    return [int.from_bytes(blake2b(band, digest_size=8).digest(), signed=True) for band in packed]
