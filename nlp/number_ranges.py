"""Numbers joined to their currency signs, to ratios and to ranges."""

from __future__ import annotations

from dataclasses import replace

from nlp.number_tokens import Number, Tokens
from nlp.number_words import (
    APOSTROPHES,
    CODE_SIGNS,
    CODED_SCALES,
    CURRENCY_SIGNS,
    DASHES,
    FRACTION_FOLLOWERS,
    HYPHENS,
    MINUS_SIGNS,
    SIGN_LETTERS,
    SPACED_CODES,
    TIME_UNITS,
)


class Ranges(Tokens):
    def sign_before(self, i: int, number: Number) -> tuple[int, Number]:
        k = i - 1
        if self.at(k) and self.at(k) in CURRENCY_SIGNS and self.tokens[i].start - self.tokens[k].end <= 1:
            sign, start = self.at(k), self.tokens[k].start
            if self.at(k - 1) in SIGN_LETTERS and self.tokens[k].start - self.tokens[k - 1].end <= 1:
                letters = self.tokens[k - 1]
                # `À US $58` but not `cost us $58` or `gave a $5 tip`: with a space the letters are capitals
                written = self.text[letters.start : letters.end]
                if self.adjacent(k) or (written.isupper() and letters.text != "a"):
                    sign, start, k = letters.text.upper() + sign, letters.start, k - 1
            elif self.at(k - 1) == "." and self.at(k - 2) == "s" and self.at(k - 3) == "." and self.at(k - 4) == "u":
                sign, start, k = "US" + sign, self.tokens[k - 4].start, k - 4
            first, factor = k, 1
            if self.at(k - 1) and self.at(k - 1) in MINUS_SIGNS and self.adjacent(k) and not self.adjacent(k - 1):
                # `-$5 million`
                first, factor, start = k - 1, -1, self.tokens[k - 1].start
            return first, replace(number, start=start, sign=sign, value=factor * number.value)
        if (
            self.written(k) == "R"
            and self.adjacent(i)
            and (number.scaled or "." in self.text[number.start : number.end])
        ):
            # `R1.2bn`, `R18.50`, but not `room R12`
            return k, replace(number, start=self.tokens[k].start, sign="R")
        dot = self.at(k) == "." and self.at(k - 1) == "rs" and self.adjacent(k)
        code = self.written(k - dot)
        if code in CODE_SIGNS and self.adjacent(k) and self.written(k - 1) in CODED_SCALES:
            # `MEUR 60`
            value = number.value * CODED_SCALES[self.written(k - 1)]
            return k - 1, replace(number, start=self.tokens[k - 1].start, sign=code, value=value, scaled=True)
        if code in CODE_SIGNS and (self.adjacent(i) or code in SPACED_CODES):
            return k - dot, replace(number, start=self.tokens[k - dot].start, sign=code)
        if code == "=" and self.at(k - 1) == "y" and self.adjacent(k) and self.adjacent(i):
            # as PS below: a wire that knows only ASCII
            return k - 1, replace(number, start=self.tokens[k - 1].start, sign="¥")
        if self.at(k) in ("us", "a", "c") and self.at(k - 1) == "$" and self.adjacent(k) and self.adjacent(i):
            return k - 1, replace(number, start=self.tokens[k - 1].start, sign=self.at(k).upper() + "$")
        if (
            self.written(k) == "PS"
            and self.adjacent(i)
            and (number.scaled or not number.value.is_integer() or number.value > 9)
        ):
            # news wires that know only ASCII write PS for the pound sign; a PS5 is a console
            return k, replace(number, start=self.tokens[k].start, sign="£")
        return i, number

    def sign_after(self, end: int, number: Number) -> tuple[int, Number]:
        w = self.at(end)
        if not w:
            return end, number
        gap = self.tokens[end].start - number.end
        if w == "%" and gap <= 1:
            return end + 1, replace(number, percent=True, end=self.tokens[end].end)
        if w == "°":
            return end, number
        if self.written(end) in CODE_SIGNS and number.sign is None and not number.scaled:
            scale = self.words.scales.get(self.at(end + 1), 1)
            if scale >= 10**6:
                # `75 USD million`
                value, stop = number.value * scale, self.tokens[end + 1].end
                return end + 2, replace(number, value=value, sign=self.written(end), end=stop, scaled=True)
        k = end + 1 if w == "de" and self.at(end + 1) in CURRENCY_SIGNS and self.at(end + 1) else end
        if self.at(k) and self.at(k) in CURRENCY_SIGNS and gap <= 1 and number.sign is None:
            if self.at(k + 1).isdecimal() and self.adjacent(k + 1):
                return self.sign_between(k, number) or (end, number)
            sign, stop = self.at(k), k + 1
            letters = self.at(stop)
            if (
                letters in ("us", "ca", "can", "cad", "c", "usd", "hk", "au", "nz", "a")
                and self.tokens[stop].start - self.tokens[k].end <= 1
            ) and (letters not in ("a", "au") or self.adjacent(stop)):
                # `374 M$ au Québec` are no Australian dollars
                sign, stop = letters.upper() + sign, stop + 1
            return stop, replace(number, sign=sign, end=self.tokens[stop - 1].end)
        return end, number

    def sign_between(self, k: int, number: Number) -> tuple[int, Number] | None:
        """`17€25`, whose sign is token k."""
        cents = self.at(k + 1)
        between = self.adjacent(k) and len(cents) == 2 and number.value.is_integer() and number.kind == "cardinal"
        if self.language != "fr" or not between or (self.adjacent(k + 2) and self.at(k + 2).isalnum()):
            return None
        whole = replace(number, value=number.value + int(cents) / 100, sign=self.at(k), end=self.tokens[k + 1].end)
        return k + 2, whole

    def ranges(self, found: list[tuple[Number, int, int]]) -> list[Number]:
        out: list[Number] = []
        i = 0
        while i < len(found):
            pair = found[i : i + 2]
            joined = self.ratio(*pair) or self.range(*pair) if len(pair) == 2 else None
            out.append(joined or found[i][0])
            i += 2 if joined else 1
        return out

    def between_words(self, a_end: int, b_first: int) -> list[str]:
        return [self.at(k) for k in range(a_end, min(b_first, a_end + 8))] if b_first - a_end <= 8 else []

    def ratio(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> Number | None:
        low, high = a[0], b[0]
        if not (low.kind == high.kind == "cardinal" and 0 < low.value < high.value) or low.sign or high.sign:
            return None
        if (
            low.percent
            or high.percent
            or 1900 <= high.value <= 2100
            or high.value > 10**6
            or low.value != int(low.value)
        ):
            return None
        gap = [w for w in self.between_words(a[2], b[1]) if w not in HYPHENS]
        if self.at(b[2]) in TIME_UNITS or not gap:
            return None
        if self.language == "fr":
            fits = gap[-1] == "sur" and len(gap) <= 5 and all(w.isalpha() or w in APOSTROPHES for w in gap)
        else:
            fits = gap in (["in"], ["out", "of"], ["in", "every"], ["of", "every"], ["out", "of", "every"]) or (
                len(gap) <= 4 and gap[-2:] == ["out", "of"] and all(w.isalpha() for w in gap)
            )
            # `one resident in five`, but not `one goal in five games`
            fits = fits or (
                low.value == 1
                and len(gap) == 2
                and gap[1] == "in"
                and gap[0].isalpha()
                and (self.at(b[2]) in FRACTION_FOLLOWERS["en"] or not self.at(b[2]).isalpha())
            )
            # `one over three`, but not `20 over 30 games`
            fits = fits or (gap == ["over"] and not self.at(b[2]).isalpha())
        if fits and gap == ["in"] and (high.value > 100 and low.value > 1):
            fits = False
        if not fits:
            return None
        return Number(low.start, high.end, low.value / high.value, kind="ratio")

    def range(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> Number | None:
        low, high = a[0], b[0]
        if low.kind in ("multiple", "vague") or high.kind in ("multiple", "vague"):
            return None
        link = self.range_link(a, b)
        if link is None:
            return None
        if (low.percent and not high.percent) or (
            _looks_like_year(self.text, low)
            and (
                high.percent
                or high.value < low.value
                or not (high.value >= 1000 and self.text[high.start : high.end].isdecimal())
            )
        ):
            return None
        shared = self.share_scale(low, high)
        if link == "or" and not (shared.value < high.value and high.value <= shared.value * 2 + 1 and not high.percent):
            return None
        if link in ("-", "or", "to") and shared.value >= high.value and link != "to":
            return None
        if bool(low.sign) and not high.sign and high.percent:
            return None
        if link == "to" and low.sign and not high.sign and not self.text[low.end - 1].isalnum():
            # `175 000 $ à quatre organismes`
            return None
        sign = high.sign if high.sign and (not low.sign or len(high.sign) > len(low.sign)) else low.sign
        return Number(
            low.start,
            high.end,
            shared.value,
            high=high.value,
            kind=high.kind,
            sign=sign,
            percent=high.percent,
            link=link,
            parts=(replace(shared, sign=sign, percent=high.percent), replace(high, sign=sign)),
            scaled=high.scaled,
        )

    def range_link(self, a: tuple[Number, int, int], b: tuple[Number, int, int]) -> str | None:
        words = self.words
        gap = self.between_words(a[2], b[1])
        gap = [
            w for w in gap if w not in ("about", "nearly", "roughly", "around", "environ", "même", "even", "perhaps")
        ]
        # the unit between the ends: `10 per cent to 15 per cent`
        if gap[:2] in (["per", "cent"], ["pour", "cent"]):
            gap = gap[2:] if self.percent_at(b[2]) else []
        elif gap[:1] in (["percent"], ["pc"], ["pct"]):
            gap = gap[1:] if self.percent_at(b[2]) else []
        elif len(gap) > 1 and gap[0].isalpha() and gap[0] == self.at(b[2]):
            gap = gap[1:]
        before = self.at(a[1] - 1)
        opener = before if before not in ("about", "roughly", "environ", "around") else self.at(a[1] - 2)
        if not gap:
            return None
        if len(gap) == 1:
            if gap[0] in words.to and opener == "by" and a[0].sign and b[0].sign:
                # `up by $40 to $120`: the step and where it led
                return None
            if gap[0] in words.to:
                return "from" if opener in words.start or before in words.start else "to"
            if gap[0] in words.joins and (opener in words.between):
                return "between"
            if gap[0] in words.or_:
                return "or"
            if gap[0] in DASHES:
                return "-"
        if len(gap) <= 3 and all(w in DASHES or w in words.to for w in gap) and any(w in words.to for w in gap):
            # 15-to-20
            return "to"
        return None

    def percent_at(self, i: int) -> bool:
        return self.at(i) in ("%", "percent", "pc", "pct") or (
            self.at(i) in ("per", "pour") and self.at(i + 1) == "cent"
        )

    def share_scale(self, low: Number, high: Number) -> Number:
        """`10 to 15 million`, `two or three hundred`: the scale is written once."""
        hundreds = self.text[low.end : high.end].lower().endswith((" hundred", " cent", " cents"))
        if low.scaled or not (high.scaled or hundreds) or low.value == 0 or low.value >= 1000:
            return low
        for scale in (10**12, 10**9, 10**6, 1000, 100 if hundreds else 12):
            if high.value >= scale:
                if low.value <= high.value / scale:
                    return replace(low, value=low.value * scale, scaled=True)
                return low
        return low


def _looks_like_year(text: str, number: Number) -> bool:
    return 1800 <= number.value <= 2100 and number.sign is None and text[number.start : number.end].isdecimal()
