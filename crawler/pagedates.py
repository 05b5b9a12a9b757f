"""When a page was published: every date it offers, ranked by where it stands.

A page says its date many times over, and not all of them are its own: an update, a neighbour, a copyright line.
Machine-readable statements about the article come first, then its address, then marked elements, then htmldate.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime
from enum import IntEnum
from functools import cache
from itertools import chain
from operator import itemgetter
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from htmldate import find_date
from lxml.html import HtmlElement

FIRST_YEAR = 1990
"""Pages older than the web are dates of something else."""


class Provenance(IntEnum):
    """Where a date stands, best first."""

    JSON_LD = 1
    META = 2
    MICRODATA = 3
    TIME_ELEMENT = 4
    VISIBLE = 5
    """A short line near the headline."""
    META_LOOSE = 6
    """Names that sites also use for updates: date, dc.date."""


@dataclass(frozen=True, slots=True)
class DateCandidate:
    value: datetime | date
    """An instant with its offset where the page gives one, else a day."""
    provenance: Provenance

    @property
    def day(self) -> date:
        return self.value.date() if isinstance(self.value, datetime) else self.value


# Month names by their beginnings, January first; a name is looked up by its longest beginning here. The first row is
# of English, German, French, Spanish, Italian, Portuguese, Dutch, the Nordic languages, Indonesian and Hungarian.
_MONTH_BEGINNINGS = (
    (
        "jan jän ene gen", "feb fév fev", "mar mär mrt maa már", "apr avr abr ápr", "may mai mag maj mei máj",
        "jun juin giu jún", "jul juil lug júl", "aug aoû aou ago agu", "sep set sze", "oct okt out ott", "nov nóv",
        "dec déc dez dic des",
    ),
    ("ian", "", "", "", "", "iun", "iul", "", "", "", "noi noie", ""),  # Romanian
    ("led", "úno", "bře", "dub", "kvě", "červ", "červene červenc", "srp", "zář", "říj", "list", "pro"),  # Czech
    ("sty", "lut", "", "kwi", "", "cze", "lip", "sie", "wrz", "paź", "lis", "gru"),  # Polish
    ("oca", "şub", "mart", "nis", "", "haz", "tem", "ağu", "eyl", "eki", "kas", "ara"),  # Turkish
    ("tam", "hel", "maal", "huh", "tou", "kes", "hei", "elo", "syy", "lok", "marr", "jou"),  # Finnish
    ("янв", "фев", "мар", "апр", "мая май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек"),  # Russian
    ("січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер", "жов", "лис", "гру"),  # Ukrainian
    ("", "", "mac mach", "", "", "", "", "ogo", "", "", "", "dis"),  # Malay, Swahili
    ("sau", "vas", "kov", "bal", "geg", "bir", "lie", "rugp", "rugs", "spa", "lap", ""),  # Lithuanian
    ("sij", "velj", "ožu", "trav", "svi", "", "", "kol", "ruj", "", "stu", ""),  # Croatian, where Czech has no other
    ("яну", "", "", "", "", "юни", "юли", "", "сеп", "", "ное", ""),  # Bulgarian
    (
        "ιαν", "φεβ", "μαρ μάρ", "απρ", "μαΐ μαϊ μάι", "ιουν ιούν", "ιουλ ιούλ", "αυγ αύγ", "σεπ", "οκτ", "νοε νοέ",
        "δεκ",
    ),  # Greek
    ("ינו", "פבר", "מרץ", "אפר", "מאי", "יוני", "יולי", "אוג", "ספט", "אוק", "נוב", "דצמ"),  # Hebrew
    (
        "يناير", "فبراير", "مارس", "أبريل ابريل", "مايو", "يونيو", "يوليو", "أغسطس اغسطس", "سبتمبر", "أكتوبر اكتوبر",
        "نوفمبر", "ديسمبر",
    ),  # Arabic
    (
        "जनव", "फरव फ़रव", "मार्च", "अप्रै", "मई", "जून", "जुल", "अगस्त", "सित", "अक्टू अक्तू", "नवं नवम्", "दिसं दिसम्",
    ),  # Hindi
    ("জানু", "ফেব", "মার্চ", "এপ্র", "মে", "জুন", "জুল", "আগস", "সেপ", "অক্", "নভে", "ডিসে"),  # Bengali
)  # fmt: skip
_MONTHS = {
    beginning: number
    for language in _MONTH_BEGINNINGS
    for number, beginnings in enumerate(language, start=1)
    for beginning in beginnings.split()
}
_ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "ut": 0, "est": -5, "edt": -4, "et": None, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "ast": -4, "adt": -3, "nst": -3.5, "ndt": -2.5, "hne": -5, "hae": -4, "bst": 1, "cet": 1,
    "cest": 2, "jst": 9, "ist": None,
}  # fmt: skip
_ISO = re.compile(
    r"(?P<y>\d{4})(?:[-/]|\.\s?)(?P<m>\d{1,2})(?:[-/]|\.\s?)(?P<d>\d{1,2})"
    r"(?:(?:T|\s{1,3}|\s?-\s?)(?P<H>\d{1,2}):?(?P<M>\d{2})(?::?(?P<S>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s{0,2}(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{2}\b|[A-Za-z]{1,4}\b)?)?"
)
_COMPACT = re.compile(
    r"^(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?:T?(?P<H>\d{2})(?P<M>\d{2})(?P<S>\d{2})?(?P<zone>Z|[+-]\d{4})?)?$"
)
_CLOCK = (
    r"(?:\D{1,12}?(?P<H>\d{1,2})(?:[:.h]\s?(?P<M>\d{2}))(?::(?P<S>\d{2}))?\s{0,2}(?P<half>[ap]\.?\s?m\b\.?)?"
    r"\s{0,2}(?:(?:GMT|UTC)(?=[+-]\d))?(?P<zone>[+-]\d{2}:?\d{2}|[+-]\d{1,2}\b|[A-Z]{1,4}\b)?)?"
)
_NAME = r"(?P<name>[^\W\d_][^\s\d.,:;/|()-]{1,11})"
"""A month's name, with the signs that stand for vowels in Indian scripts."""
_CTIME = re.compile(
    r"[A-Z][a-z]{2}\s(?P<name>[A-Z][a-z]{2})\s{1,2}(?P<d>\d{1,2})\s(?P<H>\d{2}):(?P<M>\d{2}):(?P<S>\d{2})\s"
    r"(?:(?P<zone>[A-Z]{1,4}|[+-]\d{4})\s)?(?P<y>\d{4})\b"
)
_MONTH_FIRST = re.compile(
    _NAME + r"\.?\s{1,3}(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}(?P<y>\d{4})" + _CLOCK, re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|\.|º)?(?:\s{1,3}|[-/])(?:de\s|of\s|ב)?"
    + _NAME
    + r"\.?,?(?:\s{1,3}|[-/])(?:de\s|del\s)?(?P<y>\d{4})"
    + _CLOCK,
    re.IGNORECASE,
)
_YEAR_FIRST = re.compile(r"(?P<y>\d{4})\.?(?:\sm\.)?\s" + _NAME + r"\.?\s(?P<d>\d{1,2})(?!\d)", re.IGNORECASE)
_CJK = re.compile(r"(?P<y>\d{4})\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]")
_NUMERIC = re.compile(
    r"(?<![\d.,/])(?P<a>\d{1,2})(?P<s>[/.-])\s?(?P<b>\d{1,2})(?P=s)\s?(?P<y>\d{4}|\d\d)(?![\d,]|[./]\d)"
)
_IN_PATH = re.compile(
    r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<s>[/_-])(?P<m>0[1-9]|1[0-2]|[a-z]{3}|[1-9])(?P=s)(?P<d>0[1-9]|[12]\d|3[01]|[1-9])(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_IN_PATH_SOLID = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")


def parse(text: str, *, day_first: bool = True) -> datetime | date | None:
    """The first date in a text: an instant where it has a clock time with a zone, else a day; None where there is none.

    `day_first` decides 03/04/2023, where nothing else does.
    """
    text = text.strip()[:120]
    if text.isdecimal() and len(text) in (10, 13):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    for pattern in (_ISO, _COMPACT, _CTIME, _MONTH_FIRST, _DAY_FIRST, _CJK, _YEAR_FIRST):
        if (match := pattern.search(text)) and (value := _value(match.groupdict())):
            return value
    if match := _NUMERIC.search(text):
        a, b = int(match["a"]), int(match["b"])
        day, month = (a, b) if b <= 12 and (day_first or a > 12) else (b, a)
        year = int(match["y"])
        return _day(year if year > 99 else 2000 + year, month, day)
    if "," in text:
        try:
            value = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return None
        return value if value.tzinfo else value.date()
    return None


def _value(parts: dict[str, str | None]) -> datetime | date | None:
    month = parts.get("m") or ""
    number = int(month) if month.isdecimal() else _month(parts.get("name") or month)
    day = _day(int(parts["y"] or 0), number, int(parts["d"] or 0))
    zone = _zone(parts.get("zone"))
    if day is None or zone is None or not parts.get("H"):
        return day
    hour, half = int(parts["H"] or 0), (parts.get("half") or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    try:
        clock = time(hour, int(parts.get("M") or 0), int(parts.get("S") or 0), tzinfo=zone)
    except ValueError:
        return day
    return datetime.combine(day, clock)


def _month(name: str) -> int:
    name = name.lower()
    return next((_MONTHS[name[:length]] for length in range(7, 1, -1) if name[:length] in _MONTHS), 0)


def _day(year: int, month: int, day: int) -> date | None:
    if year < FIRST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _zone(name: str | None) -> timezone | None:
    if not name:
        return None
    if name[0] in "+-":
        digits = name[1:].replace(":", "")
        minutes = int(digits) * 60 if len(digits) < 3 else int(digits[:2]) * 60 + int(digits[2:])
        return timezone(timedelta(minutes=minutes if name[0] == "+" else -minutes)) if minutes < 24 * 60 else None
    hours = _ZONES.get(name.lower())
    return None if hours is None else timezone(timedelta(hours=hours))


def in_address(url: str) -> date | None:
    """The day in an address such as /2023/03/24/, /2023-03-24- or /2023/mar/24/."""
    path = urlsplit(url).path
    matches = chain(_IN_PATH.finditer(path), _IN_PATH_SOLID.finditer(path))
    values = filter(None, (_value(match.groupdict()) for match in matches))
    return next((value.date() if isinstance(value, datetime) else value for value in values), None)


def iso(value: datetime | date | None) -> str | None:
    """ISO 8601 to the second."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    return value.isoformat() if value else None


def plausible(candidates: list[DateCandidate], latest: date) -> Iterator[DateCandidate]:
    """Candidates that can be the page's, best provenance first: none from after `latest`."""

    # Of date lines the one with a clock time is the article's; one without may be today's.
    def rank(candidate: DateCandidate) -> tuple[int, bool]:
        day_only = candidate.provenance is Provenance.VISIBLE and not isinstance(candidate.value, datetime)
        return candidate.provenance, day_only

    for candidate in sorted(candidates, key=rank):
        if candidate.day <= latest:
            yield candidate


_YEAR = re.compile(r"(?<!\d)(?:(?:19|20)\d{2}|\d{1,2}[./]\d{1,2}[./]\d\d)(?!\d)")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_WORDS = 4
"""Words besides numbers that a date line ending in a full stop may have."""
_UPDATE = re.compile(
    r"updat|modif|revis|mise à jour|mis à jour|actualiz|aktualisiert|bijgewerkt|korrigiert|corrected|edited",
    re.IGNORECASE,
)
_EXPIRY = re.compile(
    r"\b(?:until|till|expires?|bis|jusqu|hasta|até|fino al|tot en met|verfügbar|disponible)", re.IGNORECASE
)


def dateline(line: str, *, day_first: bool = True) -> datetime | date | None:
    """The date of a line that says little else, such as 'March 24, 2023 8:31am', 'Date: 2023-06-16', 'Updated: …'."""
    if len(line) > 90 or not _YEAR.search(line) or _EXPIRY.search(line):
        return None
    if len(_WORD.findall(line)) > (_SENTENCE_WORDS if line.endswith(".") else 8):
        return None
    return parse(line, day_first=day_first)


_AFTER, _BEFORE = 120, 50
"""Elements after and before the headline that are near it."""


def is_update(label: str) -> bool:
    """Whether words before a date say that it is the last change's."""
    return bool(_UPDATE.search(label))


def near_headline(
    headline: HtmlElement | None, page: HtmlElement, *, day_first: bool
) -> Iterator[tuple[str, datetime | date]]:
    """Dates with the words before them in their lines: those nearest the headline first, else any."""
    if headline is None:
        yield from _datelines(page.iter(), day_first=day_first)
        return
    after = headline.xpath(f"following::*[position() <= {_AFTER}]")
    before = headline.xpath(f"preceding::*[position() <= {_BEFORE}]")
    # What stands above the headline is farther from it than it looks: the page's head ends in today's date.
    places = [*enumerate(after), *((2 * index, element) for index, element in enumerate(reversed(before)))]
    near = (element for _, element in sorted(places, key=itemgetter(0)))
    found = False
    for label, value in _datelines(near, day_first=day_first):
        found = True
        yield label, value
    if not found:
        yield from _datelines(page.iter(), day_first=day_first)


def _datelines(elements: Iterable[HtmlElement], *, day_first: bool) -> Iterator[tuple[str, datetime | date]]:
    for element in elements:
        for text in (element.text, element.tail):
            line = " ".join(text.split()) if text and len(text) < 200 else ""
            if (value := dateline(line, day_first=day_first)) and not _in_caption(element):
                yield _YEAR.split(line, maxsplit=1)[0], value


_TITLE_END = re.compile(r"(?:[|–—,]|\s-)\s{0,3}(?P<date>[^|–—,]{8,20})$")


def end_of_title(page: HtmlElement) -> str | None:
    """The date that the title ends in, behind the site's name: 'Border closes | The Paper | 24.03.2023'."""
    title = (page.findtext(".//head/title") or "").strip()
    match = _TITLE_END.search(title[-40:])
    return match["date"] if match and len(_WORD.findall(match["date"])) < 2 and dateline(match["date"]) else None


def _in_caption(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or next(element.iterancestors("figcaption", "figure"), None) is not None


def published(candidates: list[DateCandidate], *, url: str, tree: HtmlElement, latest: date) -> datetime | date | None:
    """The publication date of a page, by provenance; where nothing machine-readable says it, what htmldate finds.

    The address outweighs provenance where the first candidate is days later, because sites put their last update into
    datePublished, and it tells which of day and month is which.
    """
    ranked = list(plausible(candidates, latest))
    address, month = in_address(url), month_in_address(url)
    if address and address > latest:
        address = None
    if ranked:
        best = ranked[0]
        if address and abs((best.day - address).days) > 2:
            near = [each for each in ranked if abs((each.day - address).days) <= 1]
            ahead = best.day < address and best.provenance <= Provenance.MICRODATA  # of a printed issue yet to come
            return near[0].value if near else best.value if ahead else address
        if month and not _in_month(best.day, month):
            near = [each for each in ranked if _in_month(each.day, month)]
            return near[0].value if near else _swapped(best.day, month) or best.value
        if not isinstance(best.value, datetime):
            stated = (each.value for each in ranked if each.provenance <= Provenance.TIME_ELEMENT)
            instants = (value for value in stated if isinstance(value, datetime) and value.date() == best.value)
            return next(instants, best.value)
        return _local_day(best.value, address, ranked, local_zone(url))
    if address:
        return address
    text = find_date(
        tree, url=url, extensive_search=False, original_date=True, max_date=latest.isoformat(), outputformat="%Y-%m-%d"
    )
    found = date.fromisoformat(text) if text else None
    if found is None or (found.month, found.day) == (1, 1):  # htmldate's way to say a year, mostly that of a copyright
        return None
    if month and not _in_month(found, month):
        return _swapped(found, month)
    return found


def _local_day(
    value: datetime, address: date | None, ranked: list[DateCandidate], zone: ZoneInfo | None
) -> datetime | date:
    """An instant given in UTC as the publisher's clock shows it: what the text calls today is that day.

    The page may state the same instant with an offset, or show its day in the address or a time element. Else the
    country of the address decides, where it has one.
    """
    if value.utcoffset():
        return value
    for each in ranked:
        if isinstance(each.value, datetime) and each.value.utcoffset():
            mislabelled = each.value.replace(tzinfo=UTC)  # local time that is called UTC
            if abs(each.value - value) < _SAME_INSTANT or mislabelled == value:
                return each.value
    days = [each.day for each in ranked if each.provenance is Provenance.TIME_ELEMENT and each.value == each.day]
    shown = address or next(iter(days), None)
    earliest, latest = value - timedelta(hours=12), value + timedelta(hours=14)
    if shown and shown != value.date() and earliest.date() <= shown <= latest.date():
        return shown
    return value if shown or zone is None else value.astimezone(zone)


_SAME_INSTANT = timedelta(minutes=5)
_COUNTRY_ZONES = {
    country: zone
    for zone, countries in {
        "America/Toronto": "ca", "America/Mexico_City": "mx", "America/Guatemala": "gt hn ni cr sv",
        "America/Bogota": "co pe ec", "America/La_Paz": "bo", "America/Caracas": "ve", "America/Panama": "pa",
        "America/Santo_Domingo": "do", "America/Santiago": "cl", "America/Argentina/Buenos_Aires": "ar uy",
        "America/Sao_Paulo": "br", "America/Asuncion": "py", "Europe/London": "uk ie pt",
        "Europe/Berlin": "de at ch fr be nl lu es it dk no se pl cz sk hu si hr rs",
        "Europe/Athens": "gr fi ee lv lt ro bg ua", "Europe/Istanbul": "tr", "Europe/Moscow": "ru",
        "Africa/Lagos": "ng", "Africa/Johannesburg": "za", "Africa/Cairo": "eg", "Africa/Nairobi": "ke tz ug et",
        "Asia/Jerusalem": "il", "Asia/Kolkata": "in", "Asia/Karachi": "pk", "Asia/Dhaka": "bd",
        "Asia/Jakarta": "id th vn", "Asia/Manila": "ph", "Asia/Singapore": "sg my hk cn tw", "Asia/Tokyo": "jp kr",
        "Australia/Sydney": "au", "Pacific/Auckland": "nz",
    }.items()
    for country in countries.split()
}  # fmt: skip


@cache
def _zone_named(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError:  # a system without time zone data
        return None


def local_zone(url: str) -> ZoneInfo | None:
    """The zone of most readers in the country of an address, None where its domain names no country."""
    name = _COUNTRY_ZONES.get((urlsplit(url).hostname or "").rpartition(".")[2])
    return _zone_named(name) if name else None


def writes_day_first(url: str) -> bool:
    """Whether the country of an address writes the day before the month."""
    return (urlsplit(url).hostname or "").rpartition(".")[2] in _DAY_FIRST_DOMAINS


_DAY_FIRST_DOMAINS = frozenset({*_COUNTRY_ZONES, "eu"} - {"ca", "ph", "jp", "kr", "cn", "tw", "hu"})
_PATH_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})[/-]?(?P<m>0[1-9]|1[0-2]|[1-9])(?=/)")


def month_in_address(url: str) -> tuple[int, int] | None:
    """Year and month of an address such as /2023/03/title."""
    match = _PATH_MONTH.search(urlsplit(url).path)
    return (int(match["y"]), int(match["m"])) if match else None


def _in_month(day: date, month: tuple[int, int]) -> bool:
    """Whether a day is in the month, or so near that the address may have been made in another time zone."""
    first = date(*month, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first - timedelta(days=1) <= day <= following


def _swapped(day: date, month: tuple[int, int]) -> date | None:
    """The day with day and month exchanged, where that puts it into the month the address names."""
    if day.day == month[1] and day.year == month[0] and day.month <= 31:
        return _day(day.year, day.day, day.month)
    return None
