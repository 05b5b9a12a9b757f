"""Third-person forms of French verbs, by the rules of conjugation.

The small French model is unsure of lemmas and tags behind a quotation ('», s'inquiète-t-elle'), forms are certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

# Verbs in -er whose stem takes a second consonant: 'rappelle', 'rejette'.
_DOUBLING = re.compile(r"(?:app|rapp|ép)el|jet|quet$")
_OPEN_E = re.compile(r"é([^aeiouy]+u?)$|e([lmnrstv])$")

# Present singular and plural, imperfect singular (its plural ends in -aient), past participle, past definite.
_IRREGULAR = (
    ("dire", "dit disent disait dit dit"),
    ("rire", "rit rient riait ri rit"),
    ("lire", "lit lisent lisait lu lut"),
    ("crire", "crit crivent crivait crit crivit"),
    ("oire", "oit oient oyait u ut"),
    ("oir", "oit oient oyait u it"),
    ("ondre", "ond ondent ondait ondu ondit"),
    ("endre", "end endent endait endu endit"),
    ("prendre", "prend prennent prenait pris prit"),
    ("mettre", "met mettent mettait mis mit"),
    ("tenir", "tient tiennent tenait tenu tint"),
    ("venir", "vient viennent venait venu vint"),
    ("clure", "clut cluent cluait clu clut"),
    ("suivre", "suit suivent suivait suivi suivit"),
    ("naître", "naît naissent naissait nu nut"),
    ("aindre", "aint aignent aignait aint aignit"),
    ("mentir", "ment mentent mentait menti mentit"),
    ("faire", "fait font faisait fait fit"),
    ("mouvoir", "meut meuvent mouvait mu mut"),
    ("vouloir", "veut veulent voulait voulu voulut"),
)


def third_persons(infinitives: Iterable[str]) -> frozenset[str]:
    """Present, imperfect, past definite, both participles of these verbs, as 'he', 'she' and 'they' take them."""
    return frozenset(form for infinitive in infinitives for form in _forms(infinitive))


def _forms(infinitive: str) -> Iterator[str]:
    endings = [end for end, _ in _IRREGULAR if infinitive.endswith(end)]
    if endings:
        end = max(endings, key=len)
        stem = infinitive.removesuffix(end)
        present, plural, imperfect, participle, past = (stem + form for form in dict(_IRREGULAR)[end].split())
        yield from (present, plural, imperfect, imperfect[:-1] + "ent", participle, past, imperfect[:-2] + "nt")
    elif infinitive.endswith("ir"):
        stem = infinitive[:-2]
        yield from (stem + ending for ending in ("it", "issent", "issait", "issaient", "i", "issant"))
    else:
        stem = infinitive[:-2]
        before_a = re.sub("c$", "ç", re.sub("g$", "ge", stem))
        yield from (_stressed(stem) + ending for ending in ("e", "ent"))
        yield from (before_a + ending for ending in ("ait", "aient", "a", "ant"))
        yield from (stem + "é", stem + "èrent")


def _stressed(stem: str) -> str:
    """The stem before a silent ending: 'rappell', 'martèl', 'inquièt', 'appui'."""
    if _DOUBLING.search(stem):
        return stem + stem[-1]
    if stem.endswith(("uy", "oy")):
        return stem[:-1] + "i"
    return _OPEN_E.sub(lambda e: "è" + (e[1] or e[2]), stem)
