"""Currencies: their names, signs and ISO 4217 codes, and which of them a bare `$` means in a text."""

from __future__ import annotations

import re

from nlp.currency_names import currency_names
from nlp.number_words import word_set

# Names that several countries share and newspapers mostly write of one.
_SHARED = {
    "pound": "GBP",
    "livre": "GBP",
    "franc": "CHF",
    "rupee": "INR",
    "roupie": "INR",
    "peso": "MXN",
    "mark": "DEM",
    "lira": "TRY",
    "kronor": "SEK",
    "kroner": "NOK",
}
# Written form: its singular.
SMALL_COINS = {
    **{spelling: coin for coin in ("cent", "penny", "centime", "sen") for spelling in (coin, coin + "s")},
    "pence": "penny",
    "pennies": "penny",
    "¢": "cent",
}
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
    "R": "ZAR",
    "Rp": "IDR",
    "₡": "CRC",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "₵": "GHS",
    "₸": "KZT",
    "₮": "MNT",
    "₲": "PYG",
    "₾": "GEL",
    "₼": "AZN",
    "৳": "BDT",
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

SHARED_NAMES = {spelling: code for name, code in _SHARED.items() for spelling in (name, name + "s")}
CURRENCIES = currency_names() | SHARED_NAMES
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
