"""What stands in a text and is not the article's: where else to read, what to subscribe to, who wrote it.

Extraction leaves the page's furniture out; what is written like a paragraph stays in the stored text, as evidence, and
is only not counted when relevance is judged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_POINTER = re.compile(
    r"\W*(?:(?:read|see|watch|listen|hear) (?:more|also|next|here|now|the full|our)\b|(?:read|see|watch|listen|more|"
    r"related|recommended|opinion|analysis|photos?|video|gallery|tags?|topics?|keywords|filed under) ?[:|»>]|"
    r"more (?:on|from|about) [^.!?]{1,80}$|also read|you (?:may|might) (?:also )?(?:like|be interested)|"
    r"(?:do you have|have|got|vous avez) (?:an?|any|une|des) (?:[\w'’]{1,20} ){0,3}(?:story|tips?|questions?|news|"
    r"photos?|histoire|informations?)\b[^.!?]{0,60}\?|support our (?:journalism|reporting|newsroom|work)|"
    r"share your (?:\w{1,20} ){0,2}(?:story|stories|thoughts|views|experience)|"
    r"in case you missed|don['’]t miss|sign up|subscribe|get (?:the|our) (?:latest|best|top)|"
    r"download (?:our|the)\b|(?:follow|e-?mail|contact) (?:us|him|her|them|me)\b|click here|advertisement\b|"
    r"with files from|\(?(?:additional |further )?(?:reporting|writing|editing|compiled|photos?) by (?-i:[A-ZÀ-Þ])|"
    r"our standards ?:|(?:this (?:article|story|report) (?:is|was) )?part of (?:an?|our|the) (?:\w{1,20} )?series\b|"
    r"copyright\b|©|\(c\) ?\d{4}|all rights reserved|this (?:article|story|report) (?:(?:by|on|about) .{1,80} )?"
    r"(?:was|is|has been) (?:originally |first )?(?:published|produced|reprinted|provided|written|translated)|"
    r"this material may not be|the (?:views|opinions?) expressed|"
    r"(?:à|a) (?:lire|voir|écouter|ecouter)\b|(?:lire|voir|écouter) (?:aussi|également|la suite|plus)|"
    r"(?:lisez|consultez|écoutez|regardez|découvrez) (?:aussi|également|notre|nos)\b|"
    r"pour (?:aller plus loin|en savoir plus)|sur le même sujet|(?:inscrivez|abonnez)[- ]vous|suivez[- ]nous|"
    r"téléchargez|recevez|mots[- ]clés|thèmes? ?:|avec (?:(?:des|les) informations d|la presse canadienne|"
    r"l['’]agence )|tous droits réservés|les opinions exprimées)",
    re.IGNORECASE,
)
"""How a line begins that leads elsewhere, names rights and helpers, or asks something of the reader."""
_LONGEST = 600
"""Characters: nothing of the kind is longer."""
_NOTICE = re.compile(
    r"\ball rights reserved|\btous droits réservés|\bmay not be (?:published|reproduced|redistributed|copied)|"
    r"\b(?:newsletters?|infolettres?)\b.{0,200}\b(?:inbox|sign(?:ing)? up|subscrib\w+|inscri\w+|abonn\w+|courriel)\b|"
    r"\b(?:sign(?:ing)? up|subscrib\w+|inscri\w+|abonn\w+)\b.{0,200}\b(?:newsletters?|infolettres?)\b|"
    r"\b(?:follow|contact|reach|reached|e-?mail)\b.{0,40}(?:@\w|\b(?:twitter|facebook|instagram|linkedin|bluesky)\b)",
    re.IGNORECASE,
)
_LIST_HEADING = re.compile(
    r"\W*(?:(?:related|more|recommended|popular|most|top|latest|trending|other|further|also|editors?['’]?s?)\b.{0,20}\b"
    r"(?:stor(?:y|ies)|articles?|news|reading|coverage|headlines|links?|content|picks?|posts?|topics?|videos?|read|"
    r"popular|viewed|in this (?:section|series)|on this (?:story|topic|subject))"
    r"(?: (?:from|on|about|in) .{1,40})?|related|read (?:more|next)|see also|around the web|from the web|"
    r"(?:à|a) (?:lire|voir)(?: aussi| également)?|lire aussi|voir aussi|sur le même (?:sujet|thème)|"
    r"(?:autres|nos|plus d['’]|les plus|dernières|derniers) ?(?:articles?|nouvelles|actualités|textes|lus?|populaires)"
    r"(?: .{0,20})?)\W*",
    re.IGNORECASE,
)
_BIO = re.compile(
    r"\W*(?:(?:[A-ZÀ-Þ][\w.'’-]{0,30} ){1,4}|The (?:author|writer|reporter|columnist) |(?:S|s)?[Hh]e |L['’]auteure? )"
    r"(?:is|was|covers|writes|reports|works|has (?:been|covered|reported|written|worked)|joined|est|couvre|écrit)\b|"
    r"(?:Journaliste|Correspondante?|Chroniqueu(?:r|se)) [^.]{0,80}\b(?:couvre|écrit)\b"
)
"""How a line begins that presents whoever wrote the article."""
_ROLE = re.compile(
    r"\b(?:reporter|journalist|columnist|correspondent|editor|producer|writer|author|contributor|contributing|fellow|"
    r"intern|bureau chief|host|anchor|photographer|professor|covers|writes (?:about|on|for)|reports (?:on|for)|"
    r"has (?:been (?:covering|reporting|writing)|covered|reported|written)|[Jj]ournaliste|"
    r"[Cc]orrespondante|chroniqueu\w{1,4}|rédact\w{1,7}|correspondante?|collabora\w{1,7}|"
    r"auteure?|professeure?|photographe|couvre|écrit (?:sur|pour))\b"
)
_BIO_PLACES = 4
"""Last paragraphs among which writers are presented: before them it is somebody in the news."""
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’»)\]]{0,3}$")
_ENDING = 4
_LINK_WORDS = range(3, 21)
_LINKS = 3
"""So many headlines in a row at the end of a text are a list of links."""
_PROSE = 3
"""A text with fewer sentences than this in paragraphs of their own may be a list itself."""


def article_paragraphs(text: str) -> list[str]:
    """The paragraphs that say what the article says, in order."""
    paragraphs = [paragraph for each in text.split("\n\n") if (paragraph := each.strip())]
    paragraphs = _without_last_links(paragraphs)
    kept: list[str] = []
    in_list = False
    for index, paragraph in enumerate(paragraphs):
        heads_list = len(paragraph) <= _LONGEST and _LIST_HEADING.fullmatch(paragraph) is not None
        in_list = heads_list or (in_list and _is_headline(paragraph))
        at_end = index > 0 and index >= len(paragraphs) - _BIO_PLACES
        if not in_list and not _is_boilerplate(paragraph, at_end):
            kept.append(paragraph)
    return kept


def _is_boilerplate(paragraph: str, at_end: bool) -> bool:
    if len(paragraph) > _LONGEST:
        return False
    if _POINTER.match(paragraph) or _NOTICE.search(paragraph):
        return True
    return at_end and bool(_BIO.match(paragraph) and _ROLE.search(paragraph))


def _is_headline(paragraph: str) -> bool:
    return (
        len(paragraph) <= _LONGEST
        and len(paragraph.split()) in _LINK_WORDS
        and not _SENTENCE_END.search(paragraph[-_ENDING:])
    )


def _without_last_links(paragraphs: Sequence[str]) -> Sequence[str]:
    """The paragraphs before a list of headlines that ends a text of prose; a list that a colon announces is its own."""
    end = len(paragraphs)
    while end and _is_headline(paragraphs[end - 1]):
        end -= 1
    prose = sum(bool(_SENTENCE_END.search(paragraph[-_ENDING:])) for paragraph in paragraphs[:end])
    if len(paragraphs) - end < _LINKS or prose < _PROSE or paragraphs[end - 1].endswith(":"):
        return paragraphs
    return paragraphs[:end]
