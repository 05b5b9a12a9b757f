"""Currencies: their names, signs and ISO 4217 codes, and which of them a bare `$` means in a text."""

from __future__ import annotations

import re

from nlp.number_words import word_set

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
_SHARED = {
    "pound": "GBP",
    "livre": "GBP",
    "franc": "CHF",
    "rupee": "INR",
    "roupie": "INR",
    "peso": "MXN",
    "mark": "DEM",
}
SMALL_COINS = {"cent", "penny", "pence", "centime", "sen"}
SIGN_CODES = {
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
# How a text names the one dollar when its bare one is the other: `C$10 million ($7.5 million)`.
_SAYS_US = re.compile(r"\bUS ?\$|\$ ?US\b|\b(?:U\.S\.|US|American) dollars?\b")
_SAYS_CANADIAN = re.compile(r"\b(?:C|CA|CAN|Cdn|CDN) ?\$|\bCanadian dollars?\b")

CURRENCIES = {
    spelling: code
    for code, names in _CURRENCY_NAMES.items()
    for name in names.split("|")
    for spelling in (name, name + "s", " ".join(word + "s" for word in name.split()))
}
SHARED_NAMES = {spelling: code for name, code in _SHARED.items() for spelling in (name, name + "s")}
CURRENCIES |= SHARED_NAMES
BARE_DOLLAR = frozenset({"dollar", "dollars", "buck", "bucks", "$"})
_DOLLAR_COUNTRIES = {"CA": "CAD", "AU": "AUD", "NZ": "NZD", "HK": "HKD", "SG": "SGD"}


def dollar_of(text: str, language: str, country: str | None = None) -> str:
    """ISO code that a bare `$` means in this text.

    The outlet's country (ISO 3166-1) says, else the dateline, else what the text names: the other dollar by its own
    sign, places, institutions, spellings. French gives CAD but for its dateline; English without any sign of Canada
    USD.
    """
    if country:
        return _DOLLAR_COUNTRIES.get(country.upper(), "USD")
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
    says_us, says_canadian = _SAYS_US.search(text), _SAYS_CANADIAN.search(text)
    if says_us and not says_canadian and canada:
        return "CAD"
    if says_canadian and not says_us:
        return "USD"
    if canada:
        canada += 2 * text.count(" per cent")
    states = sum(word in _STATES_WORDS for word in words) + 2 * text.count(" percent")
    return "CAD" if canada > states else "USD"
