"""The French date grammar."""

from __future__ import annotations

import re
from datetime import date

from nlp.date_grammar import (
    Context,
    Grammar,
    Pair,
    Phrase,
    Prefix,
    Reading,
    alternatives,
    compiled,
    following_word,
    preceding_word,
)
from nlp.date_readings import (
    ago,
    beside_anchor,
    counted_part,
    current,
    day_of_month,
    days_from_now,
    fixed,
    from_anchor,
    last_before,
    neighbour,
    next_after,
    offset_year,
    ordinal_unit,
    part_of,
    recurring,
    rolling,
    same_as_anchor,
    season_of,
    since,
    span,
    still_to_come,
    this_season,
    this_weekend,
    weekday,
)
from nlp.intervals import (
    Interval,
    Part,
    Unit,
    containing,
    day,
    easter,
    fiscal_year,
    half,
    months,
    quarter,
    season,
    step,
    week,
    weekend,
    year,
)

_MONTH_NAMES = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)} | {
    "fevrier": 2, "aout": 8, "decembre": 12, "janv.": 1, "févr.": 2, "fév.": 2, "avr.": 4, "juill.": 7, "juil.": 7,
    "sept.": 9, "oct.": 10, "nov.": 11, "déc.": 12,
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"])
}
NUMBERS: dict[str, int] = {
    name: number
    for number, name in enumerate(
        ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf", "vingt"],
        1,
    )
} | {"une": 1, "trente": 30, "quarante": 40, "cinquante": 50, "une dizaine de": 10, "une dizaine d'": 10,
     "une quinzaine de": 15, "une quinzaine d'": 15, "une vingtaine de": 20, "une vingtaine d'": 20}  # fmt: skip
ORDINALS = {
    "premier": 1, "première": 1, "premiers": 1, "premières": 1, "1er": 1, "1re": 1, "1ère": 1, "deuxième": 2,
    "second": 2, "seconde": 2, "2e": 2, "2ème": 2, "troisième": 3, "3e": 3, "3ème": 3, "quatrième": 4, "4e": 4, "4ème": 4,
}  # fmt: skip
_FINAL = ("dernier", "dernière", "derniers", "dernières")
SEASONS = {"hiver": "winter", "printemps": "spring", "été": "summer", "automne": "fall"}
UNITS: dict[str, Unit] = {
    "jour": "day", "jours": "day", "journée": "day", "journées": "day", "semaine": "week", "semaines": "week",
    "fin de semaine": "weekend", "fins de semaine": "weekend", "week-end": "weekend", "weekend": "weekend",
    "week-ends": "weekend", "mois": "month", "trimestre": "quarter", "trimestres": "quarter", "semestre": "half",
    "semestres": "half", "an": "year", "ans": "year", "année": "year", "années": "year", "décennie": "decade",
    "décennies": "decade", "siècle": "century", "siècles": "century", "exercice": "fiscal", "exercice financier": "fiscal",
    "année financière": "fiscal", "année budgétaire": "fiscal", "exercice budgétaire": "fiscal", "année scolaire": "year",
}  # fmt: skip
HOLIDAYS = {
    "jour de l'an": lambda y: date(y, 1, 1),
    "saint-valentin": lambda y: date(y, 2, 14),
    "vendredi saint": lambda y: step(easter(y), -2, "day"),
    "lundi de pâques": lambda y: step(easter(y), 1, "day"),
    "pâques": easter,
    "fête du travail": lambda y: date(y, 9, 1 + (7 - date(y, 9, 1).weekday()) % 7),
    "saint-jean-baptiste": lambda y: date(y, 6, 24),
    "saint-jean": lambda y: date(y, 6, 24),
    "fête du canada": lambda y: date(y, 7, 1),
    "toussaint": lambda y: date(y, 11, 1),
    "halloween": lambda y: date(y, 10, 31),
    "veille de noël": lambda y: date(y, 12, 24),
    "noël": lambda y: date(y, 12, 25),
}
_ROMAN = {"XV": 15, "XVI": 16, "XVII": 17, "XVIII": 18, "XIX": 19, "XX": 20, "XXI": 21}
_DECADES = {"vingt": 1920, "trente": 1930, "quarante": 1940, "cinquante": 1950, "soixante": 1960, "soixante-dix": 1970,
            "quatre-vingt": 1980, "quatre-vingts": 1980, "quatre-vingt-dix": 1990, "deux mille": 2000}  # fmt: skip

_MONTH = alternatives(MONTHS)
_WEEKDAY = alternatives(WEEKDAYS)
_NUMBER = rf"(?:\d{{1,3}}|{alternatives(NUMBERS)})"
_ORDINAL = alternatives(ORDINALS)
_LAST = alternatives(_FINAL)
_SEASON = alternatives(SEASONS)
_UNIT = alternatives(UNITS)
_YEAR = r"(?:1[5-9]|20)\d\d(?![\d%$€°]|[.,]\d| ?(?:\$|%|€|M\$|\d{3}))"
_END = r"(?!\w)"
_DASH = "(?:-|–|—)"
_DAYTIME = "(?: (?:au )?(?:matin|midi|soir|après-midi|avant-midi)| dans la nuit| en (?:soirée|matinée|après-midi|fin de journée))?"


def _plain_apostrophes(word: str) -> str:
    return " ".join(word.casefold().replace("’", "'").split())


def _number(word: str) -> int:
    return int(word) if word.isdigit() else NUMBERS[_plain_apostrophes(word)]


def _unit(word: str) -> Unit:
    return UNITS[_plain_apostrophes(word)]


def _day(match: re.Match[str]) -> Reading | None:
    number = 1 if match["day"].startswith("1er") else int(match["day"])
    of_month = MONTHS[match["month"].casefold()]
    which = match["which"]
    if which:
        if day_of_month(of_month, number) is None:
            return None
        build = next_after if which.startswith("proch") else last_before
        return Reading("day", build(lambda y: day(date(y, of_month, number))))
    return day_of_month(of_month, number, match["year"])


def _days(match: re.Match[str]) -> Reading | None:
    """'du 1er au 15 mars', 'entre le 10 et le 15 mars', 'les 30 et 31 mars'."""
    of_month = MONTHS[match["month"].casefold()]
    numbers = [1 if match[name].startswith("1er") else int(match[name]) for name in ("day", "last")]
    first, last = (day_of_month(of_month, number, match["year"]) for number in numbers)
    return span(first, last) if first and last and numbers[0] < numbers[1] else None


def _iso(match: re.Match[str]) -> Reading | None:
    return day_of_month(int(match[2]), int(match[3]), match[1]) if 1 <= int(match[2]) <= 12 else None


def _numeric(match: re.Match[str]) -> Reading | None:
    first, second = int(match[1]), int(match[3])
    if second > 12:
        first, second = second, first
    return day_of_month(second, first, match[4]) if 1 <= second <= 12 else None


_MONTH_LICENCES = frozenset(
    [
        "en",
        "de",
        "d'",
        "depuis",
        "entre",
        "et",
        "à",
        "jusqu'à",
        "jusqu'en",
        "dès",
        "pour",
        "à",
        "avant",
        "après",
        "vers",
        "fin",
        "début",
        "mi",
        "le",
        "ce",
        "avec",
        "contre",
        "que",
        "qu'",
        "or",
        "ou",
        "par",
        "of",
        "mois",
    ]
)


def _month(match: re.Match[str]) -> Reading | None:
    word = match["month"].casefold()
    number = MONTHS[word]
    which, of_year, offset = match["which"], match["year"], match["offset"]
    if of_year:
        return fixed("month", months(int(of_year), number))
    if offset:
        return offset_year(
            "month", 1 if "prochain" in offset else 0 if "cette" in offset else -1, lambda y: months(y, number)
        )
    if which:
        build = next_after if which.startswith("proch") else last_before
        return Reading("month", build(lambda y: months(y, number)))
    before = preceding_word(match).replace("’", "'")
    if number in (3, 5) and before not in _MONTH_LICENCES and not before.startswith(("d'", "qu'")):
        return None
    if match["month"][0].isupper() and number == 3 and before not in ("en", "depuis"):  # la planète
        return None
    return recurring("month", lambda y: months(y, number))


_YEAR_LICENCES = frozenset(
    [
        "en",
        "de",
        "d'",
        "depuis",
        "entre",
        "et",
        "à",
        "dès",
        "pour",
        "avant",
        "après",
        "vers",
        "fin",
        "début",
        "mi",
        "jusqu'en",
        "jusqu'à",
        "contre",
        "(",
        "que",
        "qu'",
        "qu'en",
        "d'ici",
        "ici",
        "l'année",
        "année",
        "an",
        "années",
        "l'an",
        "exercice",
        "durant",
        "pendant",
        "dans",
        "or",
        "ou",
        "par",
        "les",
        "la",
        "l'",
        "cette",
        "toute",
        ":",
        "–",
        "-",
        "—",
        ",",
        ";",
    ]
)
_NUMBERED = frozenset(
    [
        "route",
        "autoroute",
        "article",
        "loi",
        "chapitre",
        "page",
        "no",
        "n°",
        "numéro",
        "local",
        "bureau",
        "salle",
        "vol",
        "canal",
        "boîte",
        "c-",
    ]
)


def _year(match: re.Match[str]) -> Reading | None:
    before, after = preceding_word(match).replace("’", "'"), following_word(match)
    if before in _NUMBERED:
        return None
    counted = after[:1].isalpha() and after.islower() and len(after) > 3 and after.endswith(("s", "x"))
    if not match["named"] and counted and before not in ("en", "depuis", "l'an", "fin", "début", "dès"):
        return None
    if (
        int(match["year"]) < 1800
        and before not in ("en", "depuis", "de", "dès", "et", "jusqu'en")
        and not match["named"]
    ):
        return None
    return fixed("year", year(int(match["year"])))


def _years(match: re.Match[str]) -> Reading | None:
    first, last = int(match["first"]), match["last"]
    final = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    if not first < final <= first + 120:
        return None
    if match["fiscal"]:
        return fixed("fiscal", fiscal_year(final, "CA"))
    if match["school"]:
        return fixed("years", Interval(date(first, 9, 1), date(final, 6, 30)))
    if final == first + 1:
        return Reading("years", lambda context: _financial(first, final, context))
    return fixed("years", Interval(year(first).start, year(final).end))


def _financial(first: int, final: int, context: Context) -> Interval:
    """'2022-2023' is how Canada writes its fiscal years."""
    return fiscal_year(final, "CA") if context.country == "CA" else Interval(year(first).start, year(final).end)


def _fiscal(match: re.Match[str]) -> Reading | None:
    of_year = int(match["year"])
    return Reading("fiscal", lambda context: fiscal_year(of_year, context.country))


def _decade(match: re.Match[str]) -> Reading | None:
    digits = match["digits"]
    first = _DECADES[match["name"].casefold()] if match["name"] else int(digits)
    if first < 100:
        first += 1900 if first > 20 else 2000
    return fixed("decade", containing(date(first, 1, 1), "decade"))


def _century(match: re.Match[str]) -> Reading | None:
    number = _ROMAN[match[1].upper()]
    return fixed("century", months(100 * (number - 1), 1, 1200))


def _quarter(match: re.Match[str]) -> Reading | None:
    word, kind = match["ordinal"].casefold(), match["kind"].casefold()
    build = quarter if kind == "trimestre" else half
    highest = 4 if kind == "trimestre" else 2
    number = highest if word in _FINAL else ORDINALS[word]
    if number > highest or (word in _FINAL and not (match["year"] or match["offset"])):
        return None
    if match["year"]:
        return fixed("quarter", build(int(match["year"]), number))
    offset = match["offset"]
    if offset:
        return offset_year("quarter", _offset(offset), lambda y: build(y, number))
    return ordinal_unit("quarter" if build is quarter else "half", number, build)


def _offset(words: str) -> int:
    words = words.casefold()
    return 1 if "proch" in words else -1 if "derni" in words or "pass" in words or "précé" in words else 0


def _season(match: re.Match[str]) -> Reading | None:
    name = SEASONS[match["season"].casefold()]
    which, determiner = (match["which"] or "").casefold(), _plain_apostrophes(match["determiner"] or "")
    if match["year"]:
        return fixed("season", season(name, int(match["year"])))
    if which in ("dernier", "passé"):
        return Reading("season", last_before(season_of(name)))
    if which in ("prochain",) or determiner == "le prochain":
        return Reading("season", next_after(season_of(name)))
    if determiner in ("cet", "ce"):
        return this_season(name)
    licences = (
        "à",
        "au",
        "depuis",
        "pendant",
        "durant",
        "dès",
        "en",
        "de",
        "d'",
        "pour",
        "avant",
        "après",
        "vers",
        "entre",
        "et",
        "jusqu'à",
        "ici",
    )
    if preceding_word(match).replace("’", "'") not in licences and determiner not in ("au", "à l'"):
        return None
    return recurring("season", season_of(name))


def _neighbour(match: re.Match[str]) -> Reading | None:
    """'la semaine dernière', 'l'an prochain', 'l'année précédente'."""
    unit, which = _unit(match["unit"]), match["which"].casefold()
    if which.startswith(("précéd", "suivant", "d'avant", "d’avant", "d'après", "d’après")):
        forward = which.startswith(("suivant", "d'après", "d’après"))
        return from_anchor(1 if forward else -1, "day") if unit == "day" else beside_anchor(1 if forward else -1, unit)
    if unit == "half" or unit == "day":
        return None
    if which.startswith("en cours"):
        return current(unit)
    return neighbour(unit, 1 if which.startswith(("proch", "qui vient")) else -1)


def _this(match: re.Match[str]) -> Reading | None:
    unit = _unit(match["unit"])
    if unit == "weekend":
        return this_weekend()
    return None if unit in ("day", "half", "century") and not match["ci"] else current(unit)


def _adjective_first(match: re.Match[str]) -> Reading | None:
    """'la dernière année' and 'la prochaine année' are rolling; 'la prochaine fin de semaine' is one of the calendar."""
    unit, forward = _unit(match["unit"]), match["which"].casefold().startswith("proch")
    if unit in ("weekend", "fiscal", "quarter"):
        return neighbour(unit, 1 if forward else -1)
    return None if unit in ("day", "half") else rolling(1 if forward else -1, unit)


def _rolling(match: re.Match[str]) -> Reading | None:
    forward = (match["which"] or match["late"]).casefold().startswith(("proch", "suiv", "à venir"))
    return rolling(_number(match["count"]) * (1 if forward else -1), _unit(match["unit"]))


def _ago(match: re.Match[str]) -> Reading | None:
    exact = match["exact"]
    count, unit = -_number(match["count"]), _unit(match["unit"])
    if exact:
        return Reading("ago", lambda context: day(step(context.today, count, unit)))
    return ago(count + (-0.5 if match["half"] else 0), unit)


def _shift(match: re.Match[str]) -> Reading | None:
    way = match["way"].casefold()
    if way in ("avant", "après") and following_word(match) not in _STOPS:
        return None
    return from_anchor(_number(match["count"]) * (1 if way in ("plus tard", "après") else -1), _unit(match["unit"]))


_STOPS = frozenset([".", ",", ";", ":", ")", "»", "”", "!", "?", "—", "–", "et", "mais"]) | {""}

_TODAY = {"hier": -1, "avant-hier": -2, "aujourd'hui": 0, "demain": 1, "après-demain": 2}


def _today(match: re.Match[str]) -> Reading | None:
    return days_from_now(_TODAY.get(_plain_apostrophes(match["word"]), 0))


def _eve(match: re.Match[str]) -> Reading | None:
    word = match["word"].casefold()
    if word != "surlendemain" and following_word(match) in ("de", "du", "des", "d'", "d’"):
        return None
    return from_anchor({"veille": -1, "avant-veille": -2, "lendemain": 1, "surlendemain": 2}[word], "day")


def _same(match: re.Match[str]) -> Reading | None:
    return same_as_anchor(_unit(match["unit"]))


def _weekday(match: re.Match[str]) -> Reading | None:
    which = (match["which"] or "").casefold()
    if preceding_word(match) in ("les", "des", "chaque", "tous", "du") and not which:
        return None
    if which.startswith("précéd"):
        return weekday(WEEKDAYS[match["weekday"].casefold()], "previous")
    if which.startswith("suivant"):
        return weekday(WEEKDAYS[match["weekday"].casefold()], "following")
    return weekday(
        WEEKDAYS[match["weekday"].casefold()], "next" if which.startswith("proch") else "last" if which else None
    )


def _holiday(match: re.Match[str]) -> Reading | None:
    of_year = HOLIDAYS[_plain_apostrophes(match["holiday"])]
    if match["year"]:
        return fixed("holiday", day(of_year(int(match["year"]))))
    return recurring("holiday", lambda y: day(of_year(y)))


def _whole(match: re.Match[str]) -> Reading | None:
    """'l'année' after 'la fin de': the one of the article."""
    return current(_unit(match["unit"])) if preceding_word(match) in ("de", "du", "d'ici", "fin", "début") else None


_PARTABLE = frozenset(("month", "year", "season", "quarter", "half", "decade", "week", "fiscal", "century", "years"))


def _part(word: str) -> Part:
    word = _plain_apostrophes(word)
    if "mi-" in word or "milieu" in word:
        return "mid"
    return "late" if "fin" in word else "early"


def _shade(match: re.Match[str], inner: Reading) -> Reading | None:
    """'début mars' and 'la mi-mars' are a third; 'la fin de mars' the last day, 'le début de' the first."""
    if inner.sort not in _PARTABLE:
        return None
    return part_of(_part(match["shade"]), inner)


def _edge(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in _PARTABLE:
        return None
    word = match["edge"].casefold()
    return part_of("end" if "fin" in word else "mid" if "milieu" in word else "start", inner)


def _counted_part(match: re.Match[str], inner: Reading) -> Reading | None:
    if inner.sort not in _PARTABLE:
        return None
    word = (match["ordinal"] or match["plural"]).casefold()
    from_end = word in _FINAL
    number = _number(match["count"]) if match["count"] else 1
    return counted_part(
        number, _unit(match["unit"]), inner, from_end, 1 if from_end or match["count"] else ORDINALS[word]
    )


def _week_of(match: re.Match[str], inner: Reading) -> Reading | None:
    build = week if _unit(match["unit"]) == "week" else weekend
    if inner.sort not in ("day", "weekday", "holiday"):
        return None
    return Reading("week", lambda context: build(inner.resolve(context).start))


def _since(_: re.Match[str], inner: Reading) -> Reading | None:
    return since(inner) if inner.sort not in ("rolling", "since", "span") else None


def _until_end(_: re.Match[str], inner: Reading) -> Reading | None:
    return still_to_come(inner) if inner.sort in _PARTABLE else None


def _plain(_: re.Match[str], inner: Reading) -> Reading | None:
    return inner


_WHICH = r"(?:dernier|dernière|passé|passée|prochain|prochaine|précédent|précédente|suivant|suivante)"
_OFFSET = (
    r"(?: (?:de )?(?P<offset>l['’](?:an|année) (?:dernier|dernière|passé|passée|prochain|prochaine)|cette année))?"
)
_IN_YEAR = rf"(?: (?:de |d['’])?(?P<year>{_YEAR}))?"
_PHRASES = (
    (
        rf"(?:(?:le )?{_WEEKDAY},? )?(?:le )?(?P<day>1er|\d{{1,2}}) (?P<month>{_MONTH})(?!\w)(?: (?P<year>{_YEAR})| (?P<which>dernier|prochain))?{_END}",
        _day,
    ),
    (
        rf"(?:du|les|entre le) (?P<day>1er|\d{{1,2}}) (?:au|et|et le) (?P<last>\d{{1,2}}) (?P<month>{_MONTH})(?!\w)(?: (?P<year>{_YEAR}))?{_END}",
        _days,
    ),
    (rf"(\d{{4}})-(\d{{1,2}})-(\d{{1,2}}){_END}", _iso),
    (rf"(\d{{1,2}})([/.-])(\d{{1,2}})\2(\d{{4}}){_END}", _numeric),
    (
        rf"(?P<month>{_MONTH})(?!\w)(?: (?:de )?(?P<year>{_YEAR})| (?P<which>dernier|prochain)|{_OFFSET[3:-2]})?{_END}",
        _month,
    ),
    (rf"(?P<named>(?:toute )?l['’](?:année|an) |année )?(?P<year>{_YEAR}){_END}", _year),
    (
        rf"(?:l['’])?(?:(?P<fiscal>exercice (?:financier |budgétaire )?|année (?:financière|budgétaire) )|(?P<school>année scolaire ))?(?P<first>{_YEAR})(?:{_DASH}|/)(?P<last>\d{{4}}|\d\d){_END}",
        _years,
    ),
    (
        rf"(?:l['’])?(?:exercice(?: financier| budgétaire)?|année (?:financière|budgétaire)) (?P<year>{_YEAR}){_END}",
        _fiscal,
    ),
    (rf"(?:les )?années (?:(?P<digits>(?:1[5-9]|20)?\d0)|(?P<name>{alternatives(_DECADES)})){_END}", _decade),
    (rf"({alternatives(_ROMAN)})(?:e|ème) siècle", _century),
    (
        rf"(?:le |la )?(?P<ordinal>{_ORDINAL}|{_LAST}) (?P<kind>trimestre|semestre){_END}(?: (?:de |d['’])?(?P<year>{_YEAR}){_END})?{_OFFSET}",
        _quarter,
    ),
    (
        rf"(?:(?P<determiner>cet|ce|l['’]|le prochain|au|à l['’]|le) ?)?(?P<season>{_SEASON})(?: (?P<which>dernier|passé|prochain))?{_IN_YEAR}{_END}",
        _season,
    ),
    (
        rf"(?:l['’]|la |le |au |à la |du )?(?P<unit>{_UNIT}) (?P<which>{_WHICH}|qui vient|en cours|d['’]avant|d['’]après){_END}",
        _neighbour,
    ),
    (rf"(?:ce|cet|cette) (?P<unit>{_UNIT})(?P<ci>-ci)?{_END}", _this),
    (rf"(?:la |le |l['’])(?P<which>dernière|dernier|prochaine|prochain) (?P<unit>{_UNIT}){_END}", _adjective_first),
    (
        rf"(?:les |des |ces |aux )?(?:(?P<which>derniers|dernières|prochains|prochaines) )?(?P<count>{_NUMBER}) (?:(?P<late>derniers|dernières|prochains|prochaines) )?(?P<unit>{_UNIT})(?: (?P<after>à venir))?{_END}",
        lambda m: _rolling_of(m),
    ),
    (
        rf"il y a (?:près de |environ |plus de |à peine |presque |moins de |maintenant |déjà )?(?P<count>{_NUMBER}) ?(?P<unit>{_UNIT})(?P<half> et demie?)?{_END}(?P<exact>,? (?:jour pour jour|exactement))?",
        _ago,
    ),
    (rf"(?P<count>{_NUMBER}) (?P<unit>{_UNIT}) (?P<way>plus tôt|plus tard|auparavant|avant|après){_END}", _shift),
    (
        rf"(?P<word>hier|avant-hier|aujourd['’]hui|demain|après-demain|ce matin|ce soir|cet après-midi|cette nuit){_END}{_DAYTIME}",
        _today,
    ),
    (rf"(?:la |le )(?P<word>veille|avant-veille|lendemain|surlendemain){_END}", _eve),
    (rf"(?:la |le |du )même (?P<unit>jour|semaine|mois|trimestre|année){_END}", _same),
    (rf"(?:le |ce |du )?(?P<weekday>{_WEEKDAY}){_END}{_DAYTIME}(?: (?P<which>{_WHICH}){_END})?", _weekday),
    (
        rf"(?P<holiday>{alternatives(HOLIDAYS)}|{alternatives(h.replace(chr(39), '’') for h in HOLIDAYS)}){_END}(?: (?:de )?(?P<year>{_YEAR}))?",
        _holiday,
    ),
    (
        rf"(?:l['’])?(?P<unit>année financière|année scolaire|année|mois|semaine|trimestre|exercice|décennie){_END}",
        _whole,
    ),
)


def _rolling_of(match: re.Match[str]) -> Reading | None:
    if not (match["which"] or match["late"] or match["after"]):
        return None
    word = (match["which"] or match["late"] or "prochain").casefold()
    return rolling(_number(match["count"]) * (1 if word.startswith("proch") else -1), _unit(match["unit"]))


_OF = r"(?:de la |de l['’]|du |de |d['’]|des )?(?=\S)"
_PREFIXES = (
    (r"depuis (?:le |la |les |l['’](?=année|an |été|hiver|automne)|au moins |environ )?", _since),
    (r"(?:la |le |à la |au )?(?P<shade>mi-|début |fin |à la fin )(?:de )?(?=\S)", _shade),
    (rf"(?:la |le |au |à la |du )?(?P<edge>fin|début|milieu) {_OF[:-7]}(?=\S)", _edge),
    (
        rf"(?:la |le |les |aux |au |des )(?:(?P<ordinal>{_ORDINAL}|{_LAST}) |(?P<count>{_NUMBER}) (?P<plural>premiers|premières|derniers|dernières) )(?P<unit>{_UNIT}) (?:de la |de l['’]|du mois de |du |de |d['’]|en )",
        _counted_part,
    ),
    (
        rf"les (?P<ordinal>premiers|premières|derniers|dernières) (?P<count>{_NUMBER})(?P<plural>) (?P<unit>{_UNIT}) (?:de la |de l['’]|du |de |d['’])",
        _counted_part,
    ),
    (
        r"(?:la |le )?(?P<unit>semaine|fin de semaine|week-end) (?:du|commençant le|se terminant le) (?=\d|1er)",
        _week_of,
    ),
    (r"(?:le |au |du )?mois (?:de |d['’])", _plain),
)
_STARTS = compiled(
    rf"(?<![\w$€£/.,:-])(?:\d|(?:{_MONTH}|{_WEEKDAY}|{_SEASON}|{_NUMBER}|{_ORDINAL}|{_LAST}|{alternatives(HOLIDAYS)}|{alternatives(_ROMAN)}(?:e|ème)"
    rf"|{_UNIT}|{alternatives(_TODAY)}|aujourd’hui|la|le|les|des|du|de|au|aux|à|ce|cet|cette|ces|toute|depuis|entre|il|fin|début|milieu|années)(?!\w)|[ld]['’]|mi-)"
)

GRAMMAR = Grammar(
    starts=_STARTS,
    phrases=tuple(Phrase(compiled(pattern), read) for pattern, read in _PHRASES),
    prefixes=tuple(Prefix(compiled(pattern), read) for pattern, read in _PREFIXES),
    pairs=(
        Pair(compiled(r"entre (?:le |la |les )?"), compiled(r",? et (?:le |la |les )?"), span),
        Pair(
            compiled(r"(?:de |d['’]|du |de l['’]|de la )"),
            compiled(r",? (?:à la |à l['’]|à |au |jusqu['’]en |jusqu['’]au |jusqu['’]à )"),
            span,
        ),
        Pair(None, compiled(rf" ?(?:{_DASH}) ?"), span, same_sort=True),
    ),
)
