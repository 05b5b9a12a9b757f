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
        r"|(?:(?-i:may|might)|could(?! not\b)|should|must|can)(?! have\b)(?: \w{1,15}){0,2}"
        r"|(?:have|has|had|gave|given)(?: \w{1,15}){0,4} until|upcoming|deadline|effective|payable"
        r"|ahead of|(?:run-up|lead-up) to|as (?:early|soon) as|no later than|starting|beginning"
        r"|begins?|starts|opens|resumes?|meets?|reconvenes?|convenes|votes|arrives?|departs?|expires?|hears"
        r"|retires|kicks off"
        r"|(?:leaves|heads?|travels?|flies|returns) (?:for|to)|(?:goes|go) (?:to|on|into|before)|faces?"
        r"|takes? (?:effect|office|place|over)|(?:is|are)(?= (?:on |in |in the )?\Z)|(?:is|are|was|were) to(?= [a-z])"
        r"|(?:is|are|['’]re) (?:meeting|travell?ing|leaving|arriving|heading|holding|hosting|visiting|flying|returning"
        r"|going|coming|starting|opening|closing|voting|playing|speaking)"
        r"|is (?:due|scheduled|expected|planned|set|forecast)|due|set for|hop(?:es?|ed|ing) (?:for|to)|forecast to"
        r"|(?<!had )(?<!had been )(?:plan(?:s|ned)?|scheduled|expect(?:s|ed)?|slated)"
        r"|(?:agreed|decided|voted|ordered|urged|promised|pledged) (?:\w{1,15} ){0,4}to [a-z]{2,15}"
        r"|(?:going|set|plan(?:s|ned|ning)?|supposed|vow(?:s|ed)|wants?|likely|ready|intends?) to)"
        r"|(?P<past>was|were|had|did|been|said|told|went|came|took|made|saw|got|gave|found|became|began|left|held|met"
        r"|fell|rose|sent|wrote|won|lost|shot|led|kept|ran|spoke|brought|bought|sold|ago"
        r"|tore|struck|broke|drove|flew|fled|grew|knew|threw|drew|rode|stood|caught|sought|fought|thought|felt|dealt"
        r"|built|spent|paid|laid|heard|hit|quit|sank|blew|chose|stole|sat|shook|(?-i:[a-z]{2,18}ed)))\b",
        re.IGNORECASE,
    ),
    "fr": re.compile(
        r"\b(?:(?P<future>(?:sera|seront|aura|auront|va|vont|doit|doivent|devrait|devraient|pourrait|pourraient"
        r"|peut|peuvent|compten?t?|faut)(?: \w{1,15}){0,2}|d['’]ici|prochaine?s?|jusqu['’]"
        r"|(?<!était )(?<!étaient )(?<!avait été )(?:prévue?s?|attendue?s?)|attend|attendent|date limite"
        r"|échéance|s['’]ouvre|(?:se )?réuni(?:t|ssent)|commencen?t?|débuten?t?|reprend|reprennent|(?:a|ont) lieu"
        r"|prend fin|expire|entren?t? en vigueur|à compter|à partir|à l['’]approche|en vue|en prévision"
        r"|(?:est|sont)(?= (?:pour )?\Z)"
        r"|(?-i:[a-zéèêîïûç]{1,18}(?:[eiu]ra|dra|vra|tra|rra|[eiu]ront|dront|vront|tront|rront)))"
        r"|(?P<past>a|ont|avait|avaient|était|étaient|été|fut|furent"
        r"|(?-i:[a-zéèêîïûç]{2,18}(?:ait|aient|èrent|ée?s?))))\b",
        re.IGNORECASE,
    ),
}
# A date that begins its sentence, and a verb that says it is over: `In June, there were 40`, `En juin, c'était 40`.
_FRONTED = re.compile(
    r"(?:\A|\n|[.!?»”\"] )(?:(?:in|over|during|back in|en|à|au|dès|durant|pendant) )?(?:the |le |la |l['’])?\Z",
    re.IGNORECASE,
)
_FRONT_REACH = 20
_OVER = {
    "en": re.compile(r",? (?:[\w’'-]{1,15} ){0,4}(?:was|were|had|did|came)\b"),
    "fr": re.compile(
        r",? (?:[\w’'-]{1,15} ){0,4}(?:[cn]['’])?(?:était|étaient|avait|avaient|ont|a(?! l['’]))\b(?! prévu| promis)"
    ),
}
_UP_TO = re.compile(r"\b(?:by|until|till|d['’]ici|d['’]ici (?:à|au))(?: the| le| la)? ?\Z", re.IGNORECASE)
# 'the ruling Thursday may cut claims' may be over.
_OPEN = re.compile(r" (?:may|might|could|pourraient|pourrait)\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?][\"”’')»]*\s+(?=[\"“‘«(]?[A-ZÀ-Ý])|\n\s*\n")
_ABBREVIATION = re.compile(
    r"\b(?:[A-Za-z]|Mr|Mrs|Ms|Dr|St|Gov|Sen|Rep|Sgt|Cpl|Const|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec|Inc|Corp|Co|No"
    r"|Me|Mme)\.\Z"
)


def opens_past_clause(text: str, start: int, end: int, language: str) -> bool:
    """Whether `text[start:end]` begins a sentence about what is over."""
    over = _OVER.get(language)
    if over is None or over.match(text, end) is None:
        return False
    return _FRONTED.search(text[max(0, start - _FRONT_REACH) : start]) is not None


def tense_at(text: str, start: int, end: int, language: str) -> Tense | None:
    """Past or future, or None where no verb form near `text[start:end]` tells."""
    cues = _CUES.get(language)
    if cues is None:
        return None
    window = text[max(0, start - _WINDOW) : end + _WINDOW]
    place = min(start, _WINDOW)
    begin, stop = 0, len(window)
    for boundary in _SENTENCE_END.finditer(window):
        if _ABBREVIATION.search(window, max(0, boundary.start() - 8), boundary.start() + 1):
            continue
        if boundary.end() > place:
            stop = boundary.start()
            break
        begin = boundary.end()
    nearest = None
    for cue in cues.finditer(window, begin, place):
        nearest = cue
    if nearest is None:
        after = _OPEN.match(window, place + end - start)
        nearest = cues.search(window, min(after.end() if after else place + end - start, stop), stop)
    if nearest is None:
        return "future" if _UP_TO.search(window, begin, place) else None
    return "future" if nearest["future"] else "past"
