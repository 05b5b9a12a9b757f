"""Lines that belong to a page and not to the article on it: what its buttons, counters, players and offers say."""

from __future__ import annotations

import re

_ADVERTISING = (
    r"ads?|advertisements?(?: \d{1,2})?|anzeige|werbung|publicité|publicidad|advertentie|skip (?:ad|advertisement)|"
    r"advertisement\W{1,5}scroll to continue.*|this advertisement has not loaded.*|supported by|sponsored(?: content)?|"
    r"sponsor message|contenu (?:commandité|partenaire)|(?:story|content) continues below.*|article continues .*|"
    r"continue reading below|la suite (?:de l['’]article )?après la publicité|le texte se poursuit .{0,40}"
)
_BUTTONS = (
    r"skip to (?:main )?content|share(?: this.*)?|(?:click to )?share on .{1,30}|print(?: article)?|save|bookmark|"
    r"close|copy link|copied|email this article|text size|loading.*|show (?:more|less)|learn more|play(?: video)?|"
    r"watch live|listen|(?:open|read) in app|report an error|(?:enlarge|view) this image|(?:hide|toggle) caption|"
    r"back to top|order reprints|article content|partager(?: sur .{1,30})?|imprimer|envoyer par courriel|"
    r"copier le lien|suivre|(?:voir|afficher) (?:plus|moins)|lire plus tard|offrir cet article|agrandir l['’]image|"
    r"écouter"
)
_LISTS = (
    r"top stories|trending(?: now)?|most (?:viewed|read|popular|shared|recent)|editors?['’]?s? picks?|"
    r"recommended videos|(?:les )?plus (?:lus|populaires|récents)|filed under:.*"
)
_COUNTERS = (
    r"[\d.,\u00a0 ]{1,9}[km]? ?(?:shares?|views?|comments?|likes?|partages?|vues?|commentaires?)|"
    r"(?:view |show |hide |see |jump to )?(?:all )?comment(?:s|aires?)? ?\(?\d*\)?|be the first to comment|"
    r"join (?:the conversation|our community)|(?:estimated )?(?:reading time|temps de lecture)\b.{0,20}|"
    r"\d{1,2} ?min(?:ute)?s?(?: read)?"
)
_PLAYERS = (
    r"(?:listen|écouter|watch)?\W{0,4}\d{1,2}:\d{2}(?::\d{2})?(?:\W{1,4}\d{1,2}:\d{2}(?::\d{2})?)?|"
    r"listen to this (?:article|story).{0,40}|écout(?:er|ez) (?:cet|l['’]) ?article.{0,40}"
)
_AGES = (
    r"(?:(?:last )?(?:updated|modified|published|posted)\W{1,3})?(?:about )?(?:an?|\d{1,2}) ?(?:m|h|min|mins|minutes?|"
    r"hrs?|hours?|days?) ago|(?:(?:mis à jour|publié)\W{1,3})?il y a (?:une?|\d{1,2}) (?:minutes?|heures?|jours?)|"
    r"(?:mis à jour|publié) (?:hier|aujourd['’]hui)\b.{0,20}"
)
_RIGHTS = (
    r"copyright\b.*|©.*|all rights reserved.*|tous droits réservés.*|\(?image:.*|image source\b.*|"
    r"photo(?:graph)? ?(?:by|:|credit).*|getty images.*|this article (?:was )?originally .{0,20}published.*|"
    r"this copy is for your personal,? non-?commercial use.*|our standards: .{0,80}principles"
)
_OFFERS = (
    r"(?:sign in|log in|create an account)\b.*|already a subscriber\b.*|try .{1,30} for free|déjà abonnée?\b.*|"
    r"you(?: have|['’]ve) (?:read |used |reached )?.{0,30}\bfree (?:articles?|stories|story)\b.*|"
    r"il vous reste .{1,10} articles? gratuits?.*|article réservé aux abonnés|get breaking news alerts"
)
_NOTICES = (
    r"an error (?:has )?occurred.*|thank you|view this (?:post|photo) on instagram.*|this article has been sent to.*"
)
_KINDS = (_ADVERTISING, _BUTTONS, _LISTS, _COUNTERS, _PLAYERS, _AGES, _RIGHTS, _OFFERS, _NOTICES)
_PAGE_LINE = re.compile(rf"^\W*(?:{'|'.join(_KINDS)})\W*$", re.IGNORECASE)
_TELLS_WHEN = re.compile(
    r"\W*(?:(?:last|first) )?(?:updated|modified|published|posted|mis à jour|publié|modifié)\b", re.IGNORECASE
)
_LONGEST_DATE = 100


def is_page_line(line: str) -> bool:
    """Whether the whole line is one that pages write beside articles."""
    return _PAGE_LINE.match(line) is not None


def tells_when(line: str) -> bool:
    """Whether the line, which holds a date, says no more than when the page was published or updated."""
    return len(line) <= _LONGEST_DATE and _TELLS_WHEN.match(line) is not None
