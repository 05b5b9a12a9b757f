"""What currencies are called in English and French: the names of Unicode's CLDR, and what newspapers write besides."""

from __future__ import annotations

from collections.abc import Iterator

from babel.numbers import get_currency_name, list_currencies

# ISO 4217 code: further names in the singular, and codes and signs that stand behind a sum. A code that is also a
# word (`all`, `try`) is left out.
_FURTHER = {
    "USD": "u.s. dollar|united states dollar|american dollar|us$|dollar us|dollar américain|dollar états-unis|usd",
    "CAD": "cad|c$|ca$|cdn$|can$",
    "AUD": "aud|au$|a$",
    "NZD": "nzd|nz$",
    "HKD": "dollar de hong kong|dollar hong kong|dollar hk|hkd|hk$",
    "SGD": "sgd|s$",
    "TWD": "taiwan dollar|taiwanese dollar|twd|nt$",
    "EUR": "eur|€",
    "GBP": "pound sterling|sterling|quid|gbp|£",
    "JPY": "yen|yen japonais|jpy|¥",
    "CNY": "yuan|renminbi|rmb|yuan chinois|cny|kuai",
    "INR": "inr|₹",
    "LKR": "lkr",
    "PKR": "pakistani rupee|pkr",
    "KRW": "won|korean won|krw|₩",
    "CHF": "chf|sfr",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "danish crown|dkk",
    "PLN": "zloty|złoty|zł|pln",
    "CZK": "czech crown|kč|czk",
    "HUF": "forint|huf",
    "RUB": "ruble|rouble|russian rouble|rub|₽",
    "RON": "leu|lei",
    "BGN": "lev|leva|bgn",
    "MXN": "mxn|mxn$|mex$",
    "BRL": "reais|brazilian reais|real brésilien|brl|r$",
    "ZAR": "rand|zar",
    "ILS": "shekel|israeli shekel|new shekel|nis|₪",
    "MYR": "ringgit|myr",
    "THB": "baht|thb|฿",
    "IDR": "rupiah|idr",
    "VND": "dong|vnd|₫",
    "LAK": "kip|lao kip",
    "KHR": "riel",
    "MMK": "kyat",
    "BDT": "taka",
    "AFN": "afghani|afn",
    "GEL": "lari",
    "KZT": "tenge|kzt",
    "MNT": "tugrik|tögrög",
    "CRC": "costa rican colon",
    "GTQ": "quetzal",
    "HNL": "lempira",
    "HTG": "gourde|htg",
    "PYG": "guarani|guaraní",
    "VES": "bolivar|bolívar",
    "PEN": "nuevo sol|sol péruvien",
    "NGN": "naira|ngn|₦",
    "GHS": "cedi|cédi",
    "ETB": "birr",
    "ZMW": "kwacha",
    "XOF": "fcfa|franc cfa|cfa franc",
    "DEM": "deutsche mark|deutschmark",
    "NLG": "guilder|netherlands guilder|florin",
    "ESP": "peseta",
    "FIM": "markka",
    "ITL": "lire",
    "BTC": "bitcoin|btc|xbt",
    "UAH": "hryvnia|uah|₴",
    "SAR": "sar",
    "AED": "uae dirham|emirati dirham|aed",
    "MAD": "dirham marocain",
    "TRY": "turkish lira|₺",
}

# Further codes, none of them a word.
_CODES = (
    "aoa azn bdt bhd bwp byn clp crc dzd egp etb ghs gtq hnl iqd irr isk jmd jod kes kgs khr kwd lbp lyd mdl mkd mmk "
    "mnt mzn npr omr pyg qar rsd syp ttd tzs ugx uyu uzs xaf xcd xof xpf yer zmw"
)


def currency_names() -> dict[str, str]:
    """Every name, lower-case, in singular and plural, to its ISO 4217 code."""
    names = {code: code.upper() for code in _CODES.split()}
    for code, name in _cldr_names():
        names.setdefault(name, code)
    for code, further in _FURTHER.items():
        for name in further.split("|"):
            first, _, rest = name.partition(" ")
            plurals = (f"{first}s {rest}".strip(), name + "s", " ".join(word + "s" for word in name.split()))
            names |= dict.fromkeys((name, *plurals), code)
    return names


def _cldr_names() -> Iterator[tuple[str, str]]:
    """(code, name): `Swiss francs`, `francs suisses`. Those of metals and of units of account are no names of money."""
    for code in list_currencies("en"):
        if code.startswith("X") and code not in ("XAF", "XCD", "XOF", "XPF"):
            continue
        for language in ("en", "fr"):
            for count in (1, 2):
                name = get_currency_name(code, count, language)
                if " " in name and "(" not in name:
                    yield code, name.lower().replace("’", "'")
        if code == "EUR":
            yield code, "euro"
            yield code, "euros"
