"""Units written beside a number: percent, money (ISO 4217) and measures, in English and French.

`read_unit` looks only at the few words after (for currencies also before) a number. What is counted, the noun of
`15,000 migrants`, needs the grammar of the sentence: see `nlp.figure_counted`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from nlp.number_words import word_set
from nlp.numbers import Number

UnitKind = Literal["percent", "money", "measure"]

# ISO code: names in the singular, English and French.
_CURRENCY_NAMES = {
    "USD": (
        "us dollar|u.s. dollar|united states dollar|american dollar|us$|dollar us|dollar américain|"
        "dollar états-unis|usd"
    ),
    "CAD": "canadian dollar|dollar canadien|cad|c$|ca$|cdn$|can$",
    "AUD": "australian dollar|dollar australien|aud|au$|a$",
    "NZD": "new zealand dollar|dollar néo-zélandais|nzd|nz$",
    "HKD": "hong kong dollar|dollar de hong kong|dollar hong kong|dollar hk|hkd|hk$",
    "SGD": "singapore dollar|dollar de singapour|sgd|s$",
    "TWD": "taiwan dollar|new taiwan dollar|twd|nt$",
    "EUR": "euro|eur|€",
    "GBP": "pound sterling|british pound|sterling|quid|livre sterling|gbp|£",
    "JPY": "yen|japanese yen|yen japonais|jpy|¥",
    "CNY": "yuan|chinese yuan|renminbi|rmb|yuan chinois|cny|kuai",
    "INR": "indian rupee|roupie indienne|inr|₹",
    "LKR": "sri lankan rupee|lkr",
    "PKR": "pakistani rupee|pkr",
    "KRW": "won|south korean won|korean won|krw|₩",
    "CHF": "swiss franc|franc suisse|chf",
    "SEK": "swedish krona|swedish kronor|sek",
    "NOK": "norwegian krone|norwegian kroner|nok",
    "DKK": "danish krone|danish crown|danish kroner|dkk",
    "PLN": "zloty|polish zloty|pln",
    "CZK": "czech koruna|czech crown|czk",
    "HUF": "forint|hungarian forint|huf",
    "RUB": "ruble|rouble|russian ruble|russian rouble|rub|₽",
    "TRY": "turkish lira|livre turque",
    "MXN": "mexican peso|peso mexicain|mxn|mxn$|mex$",
    "BRL": "brazilian real|real brésilien|brl|r$",
    "ZAR": "rand|south african rand|zar",
    "ILS": "shekel|israeli shekel|israeli new shekel|new shekel|₪",
    "MYR": "ringgit|malaysian ringgit|myr",
    "THB": "baht|thai baht|thb|฿",
    "IDR": "rupiah|indonesian rupiah|idr",
    "PHP": "philippine peso|peso philippin",
    "VND": "vietnamese dong|vnd|₫",
    "LAK": "kip|lao kip",
    "GEL": "lari|georgian lari",
    "CRC": "costa rican colón|costa rican colon",
    "FIM": "markka|finnish markka|finnish markkaa",
    "ESP": "peseta|spanish peseta",
    "NLG": "guilder|dutch guilder|netherlands guilder|florin|florin néerlandais",
    "DEM": "deutsche mark|deutschmark|german mark",
    "FRF": "french franc|franc français",
    "ITL": "italian lira",
    "BTC": "bitcoin|btc|xbt",
    "UAH": "hryvnia|ukrainian hryvnia|uah",
    "SAR": "saudi riyal|sar",
    "AED": "uae dirham|emirati dirham|aed",
    "HTG": "haitian gourde|gourde haïtienne|gourde",
    "COP": "colombian peso|peso colombien",
    "ARS": "argentine peso|peso argentin",
}
# Names that several countries share and newspapers mostly write of one.
_FAMILY = {
    "pound": "GBP",
    "livre": "GBP",
    "franc": "CHF",
    "rupee": "INR",
    "roupie": "INR",
    "peso": "MXN",
    "mark": "DEM",
}
_SMALL_COINS = {"cent", "penny", "pence", "centime", "sen"}
_SIGN_CODES = {
    "US$": "USD",
    "USD$": "USD",
    "C$": "CAD",
    "CA$": "CAD",
    "CAN$": "CAD",
    "CDN$": "CAD",
    "CAD$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "AUD$": "AUD",
    "NZ$": "NZD",
    "NZD$": "NZD",
    "HK$": "HKD",
    "HKD$": "HKD",
    "S$": "SGD",
    "NT$": "TWD",
    "MXN$": "MXN",
    "MEX$": "MXN",
    "₿": "BTC",
    "R$": "BRL",
    "€": "EUR",
    "£": "GBP",
    "PS": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₽": "RUB",
    "₩": "KRW",
    "₪": "ILS",
    "฿": "THB",
    "RM": "MYR",
    "Rs": "INR",
    "₡": "CRC",
    "₭": "LAK",
}

# Unit: how it is written, besides its own name and plural.
_MEASURES_EN = {
    "kilometre": "km|kms|kilometer",
    "metre": "m|meter",
    "centimetre": "cm|centimeter",
    "millimetre": "mm|millimeter",
    "micrometre": "μm|µm|micron",
    "mile": "mi",
    "foot": "ft|feet",
    "inch": "in.|inches",
    "yard": "yd",
    "kilogram": "kg|kgs|kilo",
    "gram": "g|gramme",
    "milligram": "mg",
    "metric ton": "tonne",
    "pound": "lb|lbs",
    "ounce": "oz",
    "litre": "l|liter",
    "millilitre": "ml|milliliter",
    "kilometre per hour": "km/h|kph|kmh|kmph|kilometers per hour|kilometers an hour",
    "mile per hour": "mph|miles an hour",
    "mile per gallon": "mpg",
    "metre per second": "m/s",
    "horsepower": "hp|bhp|horse power",
    "watt": "w",
    "kilowatt": "kw",
    "megawatt": "mw",
    "gigawatt": "gw",
    "kilowatt hour": "kwh|kilowatt-hour",
    "square metre": "sq m|sqm|m2|m²|square meter",
    "square foot": "sq ft|sqft|ft2|square feet",
    "square kilometre": "sq km|km2|km²|square kilometer",
    "square mile": "sq mi",
    "gigabyte": "gb",
    "megabyte": "mb",
    "terabyte": "tb",
    "gigahertz": "ghz",
    "megahertz": "mhz",
    "kilohertz": "khz",
    "hertz": "hz",
    "milliampere-hour": "mah",
    "decibel": "db",
    "volt": "v",
    "newton metre": "nm|newton-meter",
    "foot pound-force": "lb-ft|lb ft|lb.-ft.|pound-foot|pound-feet|pounds-feet",
    "celsius": "°c|° c|° celsius|°celsius|c|degrees celsius|degree celsius|degrees c|deg celsius",
    "fahrenheit": "°f|° f|° fahrenheit|°fahrenheit|f|degrees fahrenheit|degree fahrenheit|degrees f|deg fahrenheit",
    "degree": "°|deg",
    "second": "sec|secs",
    "minute": "min|mins",
    "hour": "hr|hrs",
    "year": "yr|yrs",
    "basis point": "bps|bp",
    "barrel per day": "bpd|b/d|barrels per day|barrels a day",
    "percentage point": "percentage-point",
    "cubic foot": "cubic feet",
    "cubic metre": "cubic meter|m3|m³",
    "hectare": "ha",
    "part per million": "ppm|parts per million",
    "parts-per-billion": "ppb|parts per billion|parts-per-billion",
    "kilopascal": "kpa",
    "megapascal": "mpa",
    "kilopound per square inch": "ksi",
    "pixel": "px",
    "gallon": "gal",
    "radian": "rad",
    "knot": "kt|kts",
    "frame per second": "fps",
}
_MEASURES_FR = {
    "kilomètre": "km",
    "mètre": "m",
    "centimètre": "cm",
    "millimètre": "mm",
    "kilogramme": "kg|kilo",
    "gramme": "g",
    "litre": "l",
    "kilomètre par heure": "km/h|kilomètres à l'heure|kilomètres-heure|kilomètres par heure",
    "kilomètre carré": "km2|km²|kilomètres carrés",
    "mètre carré": "m2|m²|mètres carrés",
    "hectare": "ha",
    "heure": "h",
    "minute": "min",
    "seconde": "s",
    "celsius": "°c|degrés celsius|degré celsius",
    "degré": "°",
    "tonne": "t",
    "point de pourcentage": "points de pourcentage|points de %",
    "mégawatt": "mw",
    "kilowattheure": "kwh",
}
_PERCENT = {"%", "percent", "per cent", "pct", "pc", "pour cent", "p.100"}
_CANADA_WORDS = word_set(
    "canada canadian canadians ottawa quebec québec ontario toronto montreal vancouver "
    "calgary manitoba winnipeg "
    "alberta saskatchewan rcmp mounties ircc cbsa irb trudeau carney legault lacolle mps commons"
)
_STATES_WORDS = word_set(
    "washington york vermont plattsburgh champlain texas california florida arizona "
    "minnesota michigan maine "
    "congress senate senator republican republicans democrat democrats dhs fbi trump biden county"
)
# A dateline: capitals at the start of the text, then a province or state, then a dash.
_DATELINE = re.compile(r"[ \t\n]{0,9}([^\W\d_a-z][^—–\n]{2,60}?)\s?(?:—|–|--| - )\s")
_CANADA_DATELINE = re.compile(
    r"\b(?:Que|Qué|Ont|B\.C|Man|Sask|Alta|N\.S|N\.B|N\.L|P\.E\.I|Y\.T|OTTAWA|TORONTO|MONTR[EÉ]AL|QU[EÉ]BEC|VANCOUVER|"
    r"CALGARY|EDMONTON|WINNIPEG|HALIFAX|REGINA|LACOLLE|SURREY|HAMILTON|CORNWALL|GATINEAU|LAVAL|SHERBROOKE|"
    r"LONGUEUIL)\b"
)
_STATES_DATELINE = re.compile(
    r"\b(?:N\.Y|N\.H|N\.D|N\.J|N\.C|S\.C|N\.M|S\.D|Vt|Wash|Minn|Mich|Mont|Me|Tex|Texas|Ariz|Calif|Fla|Pa|Ill|Mass|"
    r"Conn|D\.C|"
    r"NEW YORK|WASHINGTON|BOSTON|CHICAGO|DETROIT|BUFFALO|SEATTLE|HOUSTON|PLATTSBURGH|BURLINGTON|EL PASO|"
    r"LOS ANGELES)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_AFTER = re.compile(r"[^\W\d_]+(?:[/²³23][^\W\d_]*)?|[%°$€£¥₹₽₩₪₡₭]|\.(?=[^\W\d_])|\S")


@dataclass(frozen=True, slots=True)
class Unit:
    name: str
    """`percent`, an ISO 4217 code or a singular noun."""
    kind: UnitKind
    end: int
    """Character offset after the unit, or the end of the number where the unit is its sign."""


def _expand(table: dict[str, str]) -> dict[str, str]:
    """Every spelling, plurals included, to its unit."""
    spellings = {}
    for name, others in table.items():
        for spelling in (name, *others.split("|")):
            spellings[spelling] = name
            if len(spelling) > 4 and not spelling.endswith("s"):
                words = spelling.split()
                spellings[spelling + "s"] = name
                spellings[" ".join([words[0] + "s", *words[1:]])] = name
                spellings[" ".join(word + "s" for word in words)] = name
    return spellings


_CURRENCIES = {
    spelling: code
    for code, names in _CURRENCY_NAMES.items()
    for name in names.split("|")
    for spelling in (name, name + "s", " ".join(word + "s" for word in name.split()))
}
_CURRENCIES |= {spelling: code for name, code in _FAMILY.items() for spelling in (name, name + "s")}
_BARE_DOLLAR = frozenset({"dollar", "dollars", "buck", "bucks", "$"})
_MEASURES = {"en": _expand(_MEASURES_EN), "fr": _expand(_MEASURES_FR)}
# Spelled-out measures that are ordinary nouns are left to the counted noun; here are those that need help.
_ARTICLE_GAP = frozenset({"de", "d", "of"})


def dollar_of(text: str, language: str, country: str | None = None) -> str:
    """ISO code that a bare `$` means in this text: the outlet's country, else its dateline, else what it names.

    French gives CAD but for its dateline. An English text without any sign of Canada gives USD.
    """
    if country:
        return "CAD" if country.upper() == "CA" else "AUD" if country.upper() == "AU" else "USD"
    dateline = _DATELINE.match(text[:90])
    if dateline:
        if _CANADA_DATELINE.search(dateline.group(1)):
            return "CAD"
        if _STATES_DATELINE.search(dateline.group(1)):
            return "USD"
    if language == "fr":
        return "CAD"
    words = [word.lower() for word in _WORD.findall(text)]
    canada = sum(word in _CANADA_WORDS for word in words)
    if canada:
        canada += 2 * text.count(" per cent")
    states = sum(word in _STATES_WORDS for word in words) + 2 * text.count(" percent")
    return "CAD" if canada > states else "USD"


def _following(text: str, start: int) -> list[tuple[str, int]]:
    """Up to five lower-case words or signs after `start`, with the offset after each."""
    found: list[tuple[str, int]] = []
    for match in _AFTER.finditer(text, start, min(len(text), start + 60)):
        found.append((match.group().lower(), match.end()))
        if len(found) == 6:
            break
    return found


def _phrases(text: str, start: int) -> list[tuple[str, int]]:
    """What the text says right after a number, longest phrase first: (normalised phrase, end)."""
    if "\n" in text[start : start + 2]:
        return []
    words = _following(text, start)
    while words and words[0][0] in ("-", "‐", "‑"):
        words = words[1:]
    if words and words[0][0] in _ARTICLE_GAP:
        words = words[1:]
        if words and words[0][0] in ("'", "’"):
            words = words[1:]
    phrases = []
    for n in range(min(5, len(words)), 0, -1):
        end = words[n - 1][1]
        phrase = text[words[0][1] - len(words[0][0]) : end].lower()
        phrases.append((" ".join(phrase.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").split()), end))
    return phrases


def read_unit(text: str, number: Number, language: str, dollar: str) -> Unit | None:
    """The unit beside `number`; None where there is none of those this module knows.

    `dollar` is the ISO code of a bare dollar, from `dollar_of`.
    """
    if number.percent:
        return Unit("percent", "percent", number.end)
    phrases = _phrases(text, number.end)
    if number.sign:
        code = _SIGN_CODES.get(number.sign) or (dollar if number.sign == "$" else number.sign)
        for phrase, end in phrases:
            # `$ 5 million US`, `80 $ US`, `$10 Canadian`
            if phrase in ("us", "u.s.", "american", "américains", "usd"):
                return Unit("USD", "money", end)
            if phrase in ("canadian", "cdn", "cad", "can", "ca", "canadiens", "cn"):
                return Unit("CAD", "money", end)
            if phrase in _CURRENCIES and len(phrase) > 3:
                return Unit(_CURRENCIES[phrase], "money", end)
        return Unit(code, "money", number.end)
    measures = _MEASURES[language]
    adjacent = text[number.end : number.end + 1].isalpha()
    for phrase, end in phrases:
        if phrase in _PERCENT:
            return Unit("percent", "percent", end)
        if phrase in ("pound", "pounds") and not number.scaled:
            return Unit("pound", "measure", end)
        if phrase in _CURRENCIES and (
            len(phrase) > 3 or _is_code(text[end - len(phrase) : end]) or phrase in ("yen", "won")
        ):
            return Unit(_CURRENCIES[phrase], "money", end)
        if phrase in _BARE_DOLLAR:
            return Unit(dollar, "money", end)
        if phrase in _SMALL_COINS or phrase.removesuffix("s") in _SMALL_COINS:
            return Unit(phrase.removesuffix("s"), "money", end)
        if phrase == "p" and (adjacent or number.word is None) and language == "en":
            return Unit("penny", "money", end)
        if phrase in measures and (len(phrase) > 2 or _is_abbreviation(text, number, end, phrase)):
            return Unit(measures[phrase], "measure", end)
    return _before(text, number, dollar)


def _is_code(written: str) -> bool:
    return written.isupper() or written.islower()


def _is_abbreviation(text: str, number: Number, end: int, phrase: str) -> bool:
    """A short spelling counts where nothing else can be meant: `12 m` but not `12 in the room`."""
    follower = text[end : end + 1]
    if follower.isalnum() or follower in ("'", "’", "-") or (follower == "." and text[end + 1 : end + 2].isalpha()):
        return False
    written = text[end - len(phrase) : end]
    if len(phrase) == 1 and written.isupper() != (phrase in "wvcfl"):
        return phrase == "l"
    return phrase not in ("in", "a", "i") and (text[number.end : number.end + 1] != "\n") and phrase != "s"


def _before(text: str, number: Number, dollar: str) -> Unit | None:
    """A code or name before the number: `USD 200`, `rmb 10`, `dollar 22.5 million`."""
    words = _WORD.findall(text[max(0, number.start - 9) : number.start])
    gap = text[max(0, number.start - 1) : number.start]
    if not words or not (gap == " " or gap.isalpha()):
        return None
    word = words[-1]
    if word.lower() == "dollar":
        return Unit(dollar, "money", number.end)
    if len(word) == 3 and word.lower() in _CURRENCIES and (word.isupper() or word in ("rmb", "usd")):
        return Unit(_CURRENCIES[word.lower()], "money", number.end)
    return None


_IRREGULAR = {
    "people": "person",
    "persons": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "feet": "foot",
    "teeth": "tooth",
    "lives": "life",
    "wives": "wife",
    "halves": "half",
    "mice": "mouse",
    "pence": "penny",
    "policemen": "policeman",
    "servicemen": "serviceman",
    "fishermen": "fisherman",
    "data": "datum",
}
_SAME_EN = word_set("series species means news headquarters aircraft horsepower")
_IRREGULAR_FR = {
    "yeux": "œil",
    "travaux": "travail",
    "vitraux": "vitrail",
    "mesdames": "madame",
    "messieurs": "monsieur",
}
_SAME_FR = word_set(
    "mois fois pays temps cas décès autobus bus repas succès procès permis corps os bras prix voix refus avis reçus"
)


def singular(noun: str, language: str) -> str:
    """The singular of one noun, lower-case: `claims`, `people`, `chevaux`."""
    word = noun.lower()
    return _singular_fr(word) if language == "fr" else _singular_en(word)


def _singular_en(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _SAME_EN or len(word) < 4:
        return word[:-1] if word.endswith("s") and len(word) == 3 and word not in ("bus", "gas", "yes") else word
    if word.endswith("ies") and word not in ("movies", "cookies", "ties", "calories", "zombies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes", "buses", "viruses")):
        return word[:-2]
    if word.endswith("men") and len(word) > 5:
        return word[:-2] + "an"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _singular_fr(word: str) -> str:
    if word in _IRREGULAR_FR:
        return _IRREGULAR_FR[word]
    if word in _SAME_FR or len(word) < 4:
        return word[:-1] if word == "ans" else word
    if word.endswith("eaux") or (
        word.endswith("eux") and word not in ("lieux", "aveux", "jeux", "feux", "cheveux", "neveux")
    ):
        return word[:-1] if word.endswith("eaux") else word
    if word.endswith(("lieux", "aveux", "jeux", "feux", "cheveux", "neveux", "bijoux", "cailloux", "genoux")):
        return word[:-1]
    if word.endswith("aux"):
        return word[:-3] + "al"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
