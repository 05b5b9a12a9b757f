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
        # What follows an auxiliary is no verb form of its own: 'will be published'.
        r"\b(?:(?P<future>(?:will|won['’]t|would|shall|\w{1,20}['’]ll|to be)(?: \w{1,15}){0,2}"
        r"|(?:have|has|had|gave|given)(?: \w{1,15}){0,4} until|upcoming|deadline|effective|payable|takes effect"
        r"|begins?|starts|opens|resumes|meets|reconvenes|votes|is (?:due|scheduled|expected|planned|set)"
        r"|(?:due|scheduled|expected|planned|set|slated) for"
        r"|(?:going|due|set|scheduled|expected|expects?|plan(?:s|ned|ning)?|slated|supposed|hop(?:es?|ed|ing)|vow(?:s|ed)"
        r"|wants?|agreed|likely|ready|intends?|promised) to)"
        r"|(?P<past>was|were|had|did|been|said|told|went|came|took|made|saw|got|gave|found|became|began|left|held|met"
        r"|fell|rose|sent|wrote|won|lost|shot|led|kept|ran|spoke|brought|bought|sold|ago|(?-i:[a-z]{2,18}ed)))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:(?P<future>(?:sera|seront|aura|auront|va|vont|doit|doivent|devrait|devraient|pourrait|pourraient)"
        r"(?: \w{1,15}){0,2}|prévue?s?|d['’]ici|prochaine?s?|jusqu['’]"
        r"|(?-i:[a-zéèêîïûç]{1,18}(?:[eiu]ra|dra|vra|tra|rra|[eiu]ront|dront|vront|tront|rront)))"
        r"|(?P<past>a|ont|avait|avaient|était|étaient|été|fut|furent"
        r"|(?-i:[a-zéèêîïûç]{2,18}(?:ait|aient|èrent|ée?s?))))\b",
        re.IGNORECASE,
    ),
}
_SENTENCE_END = re.compile(r"[.!?][\"”’')»]*\s+(?=[\"“‘«(]?[A-ZÀ-Ý]|\Z)|\n\s*\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Z]|[ap]\.m|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Sgt|Cpl|Const|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|No"
    r"|Me|Mme)\.\Z"
)


def tense_at(text: str, start: int, end: int, language: str) -> Tense | None:
    """Past or future, or None where no verb form near `text[start:end]` tells."""
    cues = _CUES.get(language)
    if cues is None:
        return None
    before, after = text[max(0, start - _WINDOW) : start], text[end : end + _WINDOW]
    begin = 0
    for stop in _SENTENCE_END.finditer(before):
        if not _ABBREVIATION.search(before, max(0, stop.start() - 8), stop.start() + 1):
            begin = stop.end()
    nearest = None
    for cue in cues.finditer(before, begin):
        nearest = cue
    if nearest is None:
        stop = _SENTENCE_END.search(after)
        nearest = cues.search(after, 0, stop.start() if stop else len(after))
    if nearest is None:
        return None
    return "future" if nearest["future"] else "past"
