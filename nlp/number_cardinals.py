"""Cardinal numbers in digits, words and mixtures of both."""

from __future__ import annotations

from nlp.number_tokens import Tokens
from nlp.number_words import (
    AFTER_METRES,
    APOSTROPHES,
    CAPITAL_SCALES,
    CLEAR_SCALES,
    CODE_SIGNS,
    COLLECTIVES,
    CURRENCY_SIGNS,
    GROUPS,
    HYPHENS,
    MINUS_SIGNS,
    RAISED,
    SHORT_SCALES,
    SPACES,
    TIMES,
)

# A longer run of digits is an identifier.
_MOST_DIGITS = 15
_LARGEST_EXPONENT = 99


class Cardinals(Tokens):
    def is_cold(self, i: int) -> bool:
        """`moins 20 degrés`, where `au moins 20 personnes` is a bound."""
        return i == 0 or any(self.at(k) in ("degré", "degrés", "°") for k in range(i + 2, i + 5))

    def is_minus(self, i: int) -> bool:
        before_free = i == 0 or not self.adjacent(i) or self.at(i - 1) in '(«“"' + CURRENCY_SIGNS
        spaced = self.at(i) == "\u2212" or self.at(i - 1) == "("
        written = self.adjacent(i + 1) or (spaced and self.at(i + 1).isdecimal())
        return before_free and written and (self.at(i + 1)[:1].isdecimal() or self.at(i + 1) in (".", ","))

    def is_numeral(self, i: int) -> bool:
        w, words = self.at(i), self.words
        if w[:1].isdecimal() or w in words.simple or (w in words.hundred and w != "cents"):
            return True
        if self.language == "fr" and w == "mille":
            return True
        # .25 at the start of a number
        return w == self.words.decimal and self.at(i + 1).isdecimal() and self.adjacent(i + 1) and not self.adjacent(i)

    def digits(self, i: int) -> tuple[float, int] | None:
        """Digits with their separators. Groups have three digits (two in Indian style before the last)."""
        if self.at(i) == self.words.decimal and self.at(i + 1).isdecimal():
            return float("0." + self.at(i + 1)), i + 2
        if not self.at(i).isdecimal():
            return None
        groups, seps, end = [self.at(i)], [], i + 1
        while (
            self.at(end + 1).isdecimal()
            and self.at(end) in (",", ".")
            and self.adjacent(end)
            and self.adjacent(end + 1)
        ):
            seps.append(self.at(end))
            groups.append(self.at(end + 1))
            end += 2
        if not seps:
            groups, end = self.spaced(i)
            if len(groups[0]) > _MOST_DIGITS:
                return None
            seps = [" "] * (len(groups) - 1)
            if (
                self.at(end) in (",", ".")
                and self.at(end + 1).isdecimal()
                and self.adjacent(end)
                and self.adjacent(end + 1)
                and seps
            ):
                return float("".join(groups) + "." + self.at(end + 1)), end + 2
        return self.separated(groups, seps), end

    def power(self, value: float, end: int) -> tuple[float, int]:
        """`value`, whose next token is `end`, with an exponent: `1.2e6`, `10^6`, `2.5 × 10⁻³`."""
        if self.at(end) == "e" and self.adjacent(end):
            exponent = self.exponent(end + 1)
            return (value * 10.0 ** exponent[0], exponent[1]) if exponent else (value, end)
        base = end + 1 if self.at(end) in TIMES and self.at(end) else end
        if base > end:
            if self.at(base) != "10":
                return value, end
            base += 1
        if self.at(base) == "^" and self.adjacent(base):
            exponent = self.exponent(base + 1)
        elif self.at(base - 1) == "10" and self.adjacent(base):
            exponent = self.raised(base)
        else:
            exponent = None
        if exponent is None or (value == 0 and exponent[0] < 0):
            return value, end
        return (value * 10.0 ** exponent[0] if base > end else value ** exponent[0]), exponent[1]

    def exponent(self, k: int) -> tuple[int, int] | None:
        """The whole number with its sign that is written against what stands before token k, and the index after it."""
        minus = self.at(k) in MINUS_SIGNS and self.at(k) != ""
        digits = k + 1 if minus or self.at(k) == "+" else k
        fits = all(self.adjacent(i) for i in range(k, digits + 1)) and self.at(digits).isdecimal()
        if (
            not fits
            or int(self.at(digits)) > _LARGEST_EXPONENT
            or (self.adjacent(digits + 1) and self.at(digits + 1).isalpha())
        ):
            return None
        return (-1 if minus else 1) * int(self.at(digits)), digits + 1

    def raised(self, k: int) -> tuple[int, int] | None:
        """`⁶` or `⁻³`, whose sign is a token of its own."""
        stop = k + 2 if self.at(k) in ("⁻", "⁺") and self.adjacent(k + 1) else k + 1
        written = "".join(self.at(i) for i in range(k, stop))
        return (
            (int(written.translate(RAISED)), stop)
            if written.strip("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹") == "" and 0 < len(written) < 4
            else None
        )

    def spaced(self, i: int) -> tuple[list[str], int]:
        groups, end = [self.at(i)], i + 1
        if self.at(end) in APOSTROPHES and self.at(end):
            return self.swiss(i)
        while (
            1 <= len(groups[0]) <= 3
            and groups[0][0] != "0"
            and len(self.at(end)) == 3
            and self.at(end).isdecimal()
            and self.tokens[end].start - self.tokens[end - 1].end == 1
            and self.text[self.tokens[end - 1].end] in SPACES
        ):
            groups.append(self.at(end))
            end += 1
        return groups, end

    def swiss(self, i: int) -> tuple[list[str], int]:
        """`1'234'567`, with apostrophes as they are written in Switzerland."""
        groups, end = [self.at(i)], i + 1
        while (
            len(groups[0]) <= 3
            and self.at(end) == self.at(i + 1)
            and len(self.at(end + 1)) == 3
            and self.at(end + 1).isdecimal()
            and self.adjacent(end)
            and self.adjacent(end + 1)
        ):
            groups.append(self.at(end + 1))
            end += 2
        return groups, end

    def separated(self, groups: list[str], seps: list[str]) -> float:
        if not seps or seps[0] == " ":
            return float("".join(groups))
        grouping = self.words.grouping
        if len(set(seps)) == 2 and seps[-1] not in seps[:-1]:
            # 1,234.5 and 1.234,5 say themselves which is which
            return float("".join(groups[:-1]) + "." + groups[-1])
        full = all(2 <= len(g) <= 3 for g in groups[1:]) and len(groups[-1]) == 3 and groups[0] not in ("0", "00")
        if len(seps) > 1:
            return float("".join(groups))
        if full and len(groups[0]) <= 3 and seps[0] == grouping:
            return float("".join(groups))
        if seps[0] == grouping and grouping == ",":
            return float("".join(groups)) if len(groups[1]) > 2 else float(".".join(groups))
        return float(".".join(groups))

    def cardinal(self, i: int) -> tuple[float, int, bool, bool] | None:
        """(value, index after it, whether it has a scale word, whether it is words only)."""
        words, total, group, last = self.words, 0.0, 0.0, float("inf")
        scaled, words_only, seen, end = False, True, False, i
        if self.at(i) in words.article:
            group, i, seen, end = 1, i + 1, True, i + 1
        while i < len(self.tokens):
            k, joined = self.skip_join(i, seen, total, group, words_only)
            w = self.at(k)
            if w in words.simple and not (joined and words.simple[w] == 0):
                added = self.add(group, words.simple[w], fresh=not seen or (group == 0 and scaled))
                if added is None:
                    break
                group, seen = added, True
            elif (
                w in words.hundred
                and (self.language == "en" or (words_only and group < 20))
                and (0 < group < 100 or not seen or (group == 0 and scaled))
                and w != "cents" * (not seen)
            ):
                group, seen = (group or 1) * 100, True
                last_was_cents = w == "cents"
                if last_was_cents and self.language == "fr" and not self.continues(k + 1):
                    i = end = k + 1
                    break
            elif (scale := self.scale(k, seen, words_only, group)) is not None:
                if scale == 12 and not seen:
                    break
                if scale >= last:
                    if group or last > 1000 or scale == last:
                        break
                    # `deux mille milliards`, `trois centaines de milliers`
                    total *= scale
                elif group == 0 and seen and scaled and w != "mille":
                    total, group = total * scale, 0
                else:
                    total, group = total + (group or (1 if w == "mille" or not seen else 0)) * scale, 0
                last, scaled, seen = scale, True, True
            elif w[:1].isdecimal() or (w == words.decimal and self.is_numeral(k)):
                if seen and not (scaled and self.scale_follows(k, last)):
                    break
                read = self.digits(k)
                if read is None:
                    break
                value, k = self.power(*read)
                group, k, seen, words_only = value, k - 1, True, False
            else:
                break
            i = end = k + 1
            point = self.past_hyphen(end)
            if words_only and self.at(point) in words.point and self.at(self.past_hyphen(point + 1)) in words.simple:
                decimals, end = self.decimals(self.past_hyphen(point + 1))
                group, i = group + decimals, end
        if not seen or end == i == 0:
            return None
        return (total + group, end, scaled, words_only) if end else None

    def continues(self, i: int) -> bool:
        w = self.at(i)
        return w in self.words.simple or w in self.words.scales or w in self.words.hundred or w in ("-", "et")

    def skip_join(self, i: int, seen: bool, total: float, group: float, words_only: bool) -> tuple[int, bool]:
        """Index of the next number word behind a hyphen or an `and` that belongs to the number."""
        w = self.at(i)
        if not seen:
            return i, False
        if w in HYPHENS and w and (self.adjacent(i) == self.adjacent(i + 1)):
            follower = self.at(i + 1)
            if follower == "and" and words_only and (total or group >= 100) and group % 100 == 0:
                # `two-hundred-and-fifty`
                k = self.past_hyphen(i + 2)
                return (k, True) if self.at(k) in self.words.simple else (i, False)
            if follower in self.words.scales or (words_only and self.continues(i + 1)):
                if self.language == "fr" and follower == "et":
                    return i + (3 if self.at(i + 2) in HYPHENS else 2), True
                return i + 1, False
        if w == "," and words_only and self.at(i - 1) in self.words.scales and self.goes_on(i):
            return i + 1, True
        if w in self.words.of and self.at(i - 1) in COLLECTIVES and self.at(i + 1) in self.words.scales:
            return i + 1, False
        if w in self.words.joins and (words_only or self.at(i - 1) in ("hundred", "thousand", "mille")):
            follower = self.at(i + 1)
            if follower in ("one", "un") and self.at(self.past_hyphen(i + 2)) in self.words.denominators:
                # `one hundred and one half`
                return i, False
            if self.language == "fr":
                tens = group % 100 in (20, 30, 40, 50, 60, 70, 80, 90)
                if (tens and follower in ("un", "une", "onze")) or (total or group >= 100):
                    return i + 1, True
            elif follower in self.words.simple and (total or group >= 100) and group % 100 == 0:
                return i + 1, True
        return i, False

    def goes_on(self, comma: int) -> bool:
        """`nine thousand, three hundred and six`: after the comma hundreds or a smaller scale, in lists neither."""
        if self.language != "en" or self.at(comma + 1) not in self.words.simple:
            return False
        hundreds = False
        for k in range(comma + 1, comma + 9):
            w = self.at(k)
            if w in self.words.scales:
                return self.words.scales[w] < self.words.scales[self.at(comma - 1)]
            hundreds = hundreds or w in self.words.hundred
            if w not in self.words.simple and w not in self.words.hundred and w not in ("-", "and"):
                break
        return hundreds

    def past_hyphen(self, i: int) -> int:
        return i + 1 if self.at(i) in HYPHENS and self.adjacent(i) and self.adjacent(i + 1) else i

    def add(self, group: float, v: int, *, fresh: bool) -> float | None:
        """`group` with the word of value v joined to its right, or None where the two are two numbers."""
        if fresh:
            return group + v
        rest = group % 100
        if self.language == "fr":
            if group in (4, 104, 204, 304, 404, 504, 604, 704, 804, 904) and v == 20:
                return group + 76
            fits = (
                (rest == 0 and group > 0 and v > 0)
                or (rest in (20, 30, 40, 50, 70, 90) and 0 < v < 10)
                or (rest in (60, 80) and 0 < v < 20)
                or (rest == 10 and 7 <= v <= 9)
                or (rest in (70, 90) and 0 < v < 10)
            )
        else:
            fits = (rest == 0 and group > 0 and v > 0) or (rest >= 20 and rest % 10 == 0 and 0 < v < 10)
        return group + v if fits else None

    def scale(self, k: int, seen: bool, words_only: bool, group: float) -> int | None:
        w = self.at(k)
        scale = self.words.scales.get(w) or self.group(k)
        if scale is not None:
            if (not seen and w != "mille") or (w in COLLECTIVES and group <= 1):
                return None
            if w in ("billions", "dozens") and self.language == "en" and group <= 1:
                return None
            return scale
        if words_only or not seen:
            return None
        return self.short_scale(k)

    def group(self, k: int) -> int | None:
        """`score of officers`; a `score of five` is a result."""
        follows = (
            self.at(k + 1) == "of" and self.at(k + 2).endswith(("s", "people", "men")) and not self.is_numeral(k + 2)
        )
        return GROUPS.get(self.at(k)) if follows and self.language == "en" else None

    def short_scale(self, k: int) -> int | None:
        """`k`, `M`, `bn` after digits. A lower-case m or b counts only by a currency or before a noun."""
        w, raw = self.at(k), self.written(k)
        apart = self.language == "fr" or w in CLEAR_SCALES or self.sign_near(k)
        if w in SHORT_SCALES and (self.adjacent(k) or apart) and (w != "mm" or raw == "MM"):
            return SHORT_SCALES[w]
        glued = self.adjacent(k + 1) and (self.at(k + 1) in HYPHENS or self.adjacent(k + 2))
        if raw in CAPITAL_SCALES and not glued and self.sign_near(k):
            # `$1.2 B`, but not a `$5 T-shirt` or `$5 B.C.`
            return CAPITAL_SCALES[raw]
        if w not in ("k", "m", "b", "g"):
            return None
        coded = self.adjacent(k + 1) and self.written(k + 1) in CODE_SIGNS
        signed = coded or (self.at(k + 1)[:1] in CURRENCY_SIGNS and self.at(k + 1) != "")
        if w == "g":
            return 10**9 if signed else None
        if not self.adjacent(k) and not signed:
            return 1000 if w == "k" and not self.at(k + 1).isalpha() else None
        value = {"k": 1000, "m": 10**6, "b": 10**9}[w]
        if raw.isupper() or w == "k" or signed or self.sign_near(k):
            return value
        follower = self.at(k + 1)
        if w == "b" and not follower.isalpha():
            return value
        return value if follower.isalpha() and follower not in AFTER_METRES else None

    def sign_near(self, k: int) -> bool:
        """A currency sign within the three tokens before the numeral that ends before k."""
        start = k - 1
        while start > 0 and (self.at(start)[:1].isdecimal() or self.at(start) in (",", ".")) and k - start < 8:
            start -= 1
        return bool(self.at(start)) and (
            self.at(start) in CURRENCY_SIGNS or self.at(start).upper() in CODE_SIGNS or self.at(start) == "ps"
        )

    def scale_follows(self, k: int, last: float) -> bool:
        read = self.digits(k)
        if read is None:
            return False
        w = self.at(read[1])
        scale = 100 if w in self.words.hundred else self.words.scales.get(w)
        return scale is not None and scale < last

    def decimals(self, i: int) -> tuple[float, int]:
        """Digits after `point`, each a word (`zero eight`) or one number word (`virgule cinquante deux`)."""
        written = ""
        while self.at(i) in self.words.simple and len(written) < 12:
            value = self.words.simple[self.at(i)]
            if written and written[-1] == "0" and len(written) > 1 and value < 10 and written[-2] != "0":
                written = written[:-1] + str(value)
            else:
                written += str(value)
            i += 1
            if self.at(i) in HYPHENS and self.at(i + 1) in self.words.simple and self.at(i):
                i += 1
        return float("0." + written), i

    def last_scale(self, end: int) -> float:
        return self.words.scales.get(self.at(end - 1), 1)
