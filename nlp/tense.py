"""The tense of the clause around a place in the text, from its words alone.

Cheap on purpose: the nearest verb form before the place decides, else the nearest after it. Good enough to tell
whether 'Friday' is the one before or after the article.
"""

from __future__ import annotations

import re

from nlp.date_grammar import Tense

_WINDOW = 160

_CUES = {
    "en": re.compile(
        r"\b(?:(?P<future>will|won['’]t|shall|\w{1,20}['’]ll|going to|due|set|scheduled|expected|expects?|plans?|planned|upcoming|slated|to be"
        r"|hopes?|intends?|until|till|by|begins|starts|opens|resumes|meets|reconvenes|takes effect|effective|payable|deadline|ahead of)"
        r"|(?P<past>was|were|had|has|have|did|been|said|told|went|came|took|made|saw|got|gave|found|became|began|left|held|met|fell"
        r"|rose|sent|wrote|won|lost|shot|led|kept|ran|put|cut|spoke|brought|bought|sold|ago|[a-z]{2,18}ed))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:(?P<future>[a-zéèêîïûç]{1,18}(?:era|ira|ura|dra|vra|tra|rra|eront|iront|uront|dront|vront|tront|rront)|sera|va|vont|doit|doivent"
        r"|prévue?s?|devrait|devraient|d['’]ici|prochaine?s?|jusqu['’])"
        r"|(?P<past>a|ont|avait|avaient|était|étaient|été|fut|furent|[a-zéèêîïûç]{2,18}(?:ait|aient|èrent|ée?s?)))\b",
        re.IGNORECASE,
    ),
}
_BREAK = re.compile(r"[.!?][\"”’')»]*\s+(?=[\"“‘«(]?[A-ZÀ-Ý])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Sgt|Cpl|Const|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|No|M|Me|Mme))\.\Z"
)


def tense_at(text: str, start: int, end: int, language: str) -> Tense | None:
    """Past or future, or None where no verb form near `text[start:end]` tells."""
    cues = _CUES.get(language)
    if cues is None:
        return None
    before = text[max(0, start - _WINDOW) : start]
    clause = 0
    for found in _BREAK.finditer(before):
        if not _ABBREVIATION.search(before, max(0, found.start() - 8), found.start() + 1):
            clause = found.end()
    last = None
    for last in cues.finditer(before, clause):
        pass
    if last is None:
        after = text[end : end + _WINDOW]
        found = _BREAK.search(after)
        last = cues.search(after[: found.start()] if found else after)
    if last is None:
        return None
    return "future" if last["future"] else "past"
