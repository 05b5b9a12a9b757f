"""Units written as symbols: those that take SI prefixes (`kV`, `µg`), and one by another (`kV/cm`, `kg/m³`).

The names are those of the SI brochure, in English and French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_PREFIXES = {
    "T": ("tera", "téra"),
    "G": ("giga", "giga"),
    "M": ("mega", "méga"),
    "k": ("kilo", "kilo"),
    "h": ("hecto", "hecto"),
    "d": ("deci", "déci"),
    "c": ("centi", "centi"),
    "m": ("milli", "milli"),
    "µ": ("micro", "micro"),
    "n": ("nano", "nano"),
}


class _Base(NamedTuple):
    symbol: str
    english: str
    french: str
    prefixes: str
    loose: bool = False
    """Newspapers write it in any case: `kw`, `Ghz`."""
    variant: str | None = None
    """How else the English name is spelt."""


_BASES = (
    _Base("m", "metre", "mètre", "kdcmµn", variant="meter"),
    _Base("g", "gram", "gramme", "kmµn", loose=True, variant="gramme"),
    _Base("l", "litre", "litre", "hdcmµ", loose=True, variant="liter"),
    _Base("L", "litre", "litre", "Mdcmµ"),
    _Base("W", "watt", "watt", "TGMkmµ", loose=True),
    _Base("Wh", "watt hour", "wattheure", "TGMk", loose=True, variant="watt-hour"),
    _Base("V", "volt", "volt", "Mkm"),
    _Base("A", "ampere", "ampère", "kmµ", variant="amp"),
    _Base("Ah", "ampere-hour", "ampère-heure", "m", loose=True),
    _Base("Ω", "ohm", "ohm", "Mk"),
    _Base("F", "farad", "farad", "µn"),
    _Base("J", "joule", "joule", "TGMk"),
    _Base("cal", "calorie", "calorie", "k", loose=True),
    _Base("Pa", "pascal", "pascal", "GMkh", loose=True),
    _Base("N", "newton", "newton", "k"),
    _Base("Nm", "newton metre", "newton mètre", "k", variant="newton-meter"),
    _Base("N·m", "newton metre", "newton mètre", "k"),
    _Base("Hz", "hertz", "hertz", "TGMk", loose=True),
    _Base("eV", "electronvolt", "électronvolt", "TGMkm"),
    _Base("B", "byte", "octet", "TGMk", loose=True),
    _Base("b", "bit", "bit", "TGMk"),
    _Base("bit", "bit", "bit", "TGMk"),
    _Base("bps", "bit per second", "bit par seconde", "GMk", loose=True),
    _Base("s", "second", "seconde", "mµn"),
    _Base("mol", "mole", "mole", "mµ"),
    _Base("Sv", "sievert", "sievert", "mµ"),
    _Base("Bq", "becquerel", "becquerel", "GMk"),
    _Base("Gy", "gray", "gray", "m"),
    _Base("T", "tesla", "tesla", "mµ"),
    _Base("K", "kelvin", "kelvin", "m"),
    _Base("bar", "bar", "bar", "m"),
    _Base("lm", "lumen", "lumen", ""),
    _Base("lx", "lux", "lux", ""),
    _Base("cd", "candela", "candela", ""),
    _Base("t", "metric ton", "tonne", ""),
    _Base("Mt", "megatonne", "mégatonne", ""),
    _Base("Gt", "gigatonne", "gigatonne", ""),
)
_OCTET = _Base("o", "byte", "octet", "TGMk")
# What stands below the line besides: `l/min`, `kWh/day`.
_DIVISORS = {
    "h": ("hour", "heure"),
    "hr": ("hour", "heure"),
    "min": ("minute", "minute"),
    "d": ("day", "jour"),
    "ha": ("hectare", "hectare"),
    "ft": ("foot", "pied"),
    "mi": ("mile", "mille"),
    "in": ("inch", "pouce"),
    "lb": ("pound", "livre"),
    "gal": ("gallon", "gallon"),
}
# Their names are other words, too: `two bars`, `six moles`.
_AMBIGUOUS = frozenset({"bar", "bit", "gray", "mole", "second", "seconde"})
# Symbols that stand for a unit only with a prefix, or one by another.
_NOT_ALONE = frozenset({"bar", "bit", "bps", "cd", "Gy"})
_POWERS = {"2": ("square {}", "{} carré"), "3": ("cubic {}", "{} cube")} | {
    "²": ("square {}", "{} carré"),
    "³": ("cubic {}", "{} cube"),
}
_WRITTEN = re.compile(
    r"[ \u00a0\u202f\-‑]?(?P<unit>[A-Za-zµμΩ·]{1,4})(?P<power>[23²³]?)"
    r"(?:[/⁄](?P<many>100 ?)?(?P<divisor>[A-Za-zµμ]{1,3})(?P<divided>[23²³]?))?(?![\w/])"
)
_LETTERS = frozenset("AJKNVWbtΩ")
_ENDS = re.compile(r"\s{0,3}(?:[.,;:)\]]|$|(?:and|at|for|from|in|of|or|per|to|with|à|de|en|et|ou|pour)\b)")


def _symbols(bases: tuple[_Base, ...], language: str) -> dict[str, str]:
    names = {}
    for base, prefix in _prefixed(bases):
        names[prefix + base.symbol] = _name(base, prefix, language)
    return names | {symbol.replace("µ", "μ"): name for symbol, name in names.items()}


def _prefixed(bases: tuple[_Base, ...]) -> Iterator[tuple[_Base, str]]:
    for base in bases:
        yield base, ""
        for prefix in _PREFIXES:
            if prefix in base.prefixes:
                yield base, prefix


def _name(base: _Base, prefix: str, language: str) -> str:
    french = language == "fr"
    return (_PREFIXES[prefix][french] if prefix else "") + (base.french if french else base.english)


_SYMBOLS = {"en": _symbols(_BASES, "en"), "fr": _symbols((*_BASES, _OCTET), "fr")}


def spellings(language: str) -> dict[str, str]:
    """Each unit that takes prefixes, and how else than by its symbol it is written, joined by `|`."""
    found: dict[str, set[str]] = {}
    for base, prefix in _prefixed(_BASES):
        name = _name(base, prefix, language)
        if name in _AMBIGUOUS:
            continue
        names = found.setdefault(name, set())
        if " " not in name:
            names.add(name + "s")
        if base.variant and language == "en":
            variant = name.removesuffix(base.english) + base.variant
            names |= {variant, variant + "s"}
        written = (prefix + base.symbol).lower()
        if base.loose and len(written) > 1 and not any(written in others for others in found.values()):
            names.add(written)
    return {name: "|".join(sorted(others)) for name, others in found.items()}


def read_symbol(text: str, start: int, language: str) -> tuple[str, int] | None:
    """The unit whose symbol stands right behind a number that ends at `start`, and where it ends."""
    written = _WRITTEN.match(text, start)
    if written is None:
        return None
    unit, power, divisor, divided = written.group("unit", "power", "divisor", "divided")
    if divisor is None and not power and (len(unit) == 1 or unit in _NOT_ALONE):
        return None
    name = _powered(_SYMBOLS[language].get(unit), power, language)
    if divisor is not None:
        french = language == "fr"
        below = _DIVISORS[divisor][french] if divisor in _DIVISORS else _SYMBOLS[language].get(divisor)
        below = _powered(below, divided, language)
        many = written["many"] or ""
        name = f"{name} {'par' if french else 'per'} {many and '100 '}{below}" if name and below else None
    return (name, written.end()) if name else None


def read_letter(text: str, start: int, language: str) -> tuple[str, int] | None:
    """As `read_symbol`, of a unit of one letter: it counts only where no word follows that it could belong to."""
    written = _WRITTEN.match(text, start)
    if written is None or written.group("power") or written.group("divisor") or not _ENDS.match(text, written.end()):
        return None
    letter = written.group("unit")
    return (_SYMBOLS[language][letter], written.end()) if letter in _LETTERS else None


def _powered(name: str | None, power: str, language: str) -> str | None:
    return name if name is None or not power else _POWERS[power][language == "fr"].format(name)
