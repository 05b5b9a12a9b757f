"""Tables of official statistics to official figures, each with the line of the document in which it stands.

Two layouts are read. In a wide table, months and years head the columns, and each row is a group with its counts; rows
are taken as they are. In a long one, each row is a count of one group in one period; rows are summed by period, and by
place where a column names one. What a cell hides ('--', fewer than some number of people) is suppressed, not zero: it
makes no figure, and a sum with such cells in it is 'at least'.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date

from crawler import pagedates
from crawler.exceptions import ExtractionError
from crawler.kinds.listing import Listing, Statistics, parse_json, plain_text, records, web_address
from crawler.kinds.sections import links
from crawler.kinds.tables import Row, is_json, read_tables
from db.records import Article, Figure, Qualifier

HEADER_ROWS = 20
"""Rows at the top of a sheet in which its column heads are looked for."""
FISCAL_START = {"US": 10, "CA": 4}
"""Month in which the fiscal year named by its last year begins."""
_SUPPRESSED = frozenset({"--", "-", "–", "—", "x", "..", "...", "f", "*", "n/a", "na"})
_NUMBER = re.compile(r"\d{1,3}(?:[, \u00a0\u202f]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_YEAR = re.compile(r"(?:FY\s*)?((?:19|20)\d\d)(?:\s*\(.{1,20}\))?")
_TOTAL = re.compile(r"(?:((?:19|20)\d\d)\s+)?total", re.IGNORECASE)
_SUBTOTAL = re.compile(r"(.{1,120}?)\s*[-–]\s*total\s*", re.IGNORECASE)
_GRAND_TOTAL = re.compile(r"(?:grand |national )?total", re.IGNORECASE)
_TABLE_NAME = re.compile(r"\.(?:csv|tsv|xlsx?|ods)(?:$|\?)", re.IGNORECASE)
_MONTHS = {
    name.lower().rstrip("."): number
    for names in (
        calendar.month_name,
        calendar.month_abbr,
        ("", "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
         "novembre", "décembre"),
        ("", "janv", "févr", "mars", "avr", "mai", "juin", "juil", "août", "sept", "oct", "nov", "déc"),
    )
    for number, name in enumerate(names)
    if name
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dataset:
    """What a topic file says of a source's table: `options.dataset`."""

    measure: str | None = None
    """The measure that the table's totals answer. Parts of a total answer none: they would contradict it."""
    unit: str | None = None
    counted: str | None = None
    place: str | None = None
    """Entity id of the place that totals are of."""
    speaker: str | None = None
    """Entity id of whoever publishes it."""
    resource: str | None = None
    """Part of the address of the file, where a page or a catalogue offers several."""
    year: str | None = None
    month: str | None = None
    value: str | None = None
    """Columns of a long table."""
    place_column: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    """Of a long table, the rows whose columns hold these values."""
    fiscal_year: str | None = None
    """Country (US or CA) whose fiscal years a long table's years are."""
    rounded: bool = False
    """Its counts are rounded, to protect people: they are 'about'."""

    @classmethod
    def of(cls, options: Mapping[str, object]) -> Dataset:
        given = options.get("dataset")
        known = {each.name for each in fields(cls)}
        return cls(**{key: value for key, value in given.items() if key in known}) if isinstance(given, dict) else cls()


@dataclass(frozen=True, slots=True)
class Period:
    start: date
    end: date
    name: str


@dataclass(frozen=True, slots=True)
class Observation:
    """A count of one group in one period: `value` None where it is suppressed. `total` where the group is everyone."""

    group: str
    period: Period
    text: str
    value: float | None
    total: bool
    place: str | None = None
    qualifier: Qualifier = "exact"


def read_dataset(content: bytes, url: str, options: Mapping[str, object]) -> Listing:
    """A table's statistics, or where a catalogue (CKAN) or a page links the table."""
    dataset = Dataset.of(options)
    if is_json(content) and (catalogue := _resources(content, url, dataset)) is not None:
        return catalogue
    if content.lstrip()[:1] == b"<":
        offered = [address for address in links(content, url) if _TABLE_NAME.search(address)]
        return _offered(offered, url, dataset)
    try:
        return Listing(statistics=(read_statistics(content, url, dataset),))
    except ExtractionError as error:
        return Listing(problem=str(error))


def _resources(content: bytes, url: str, dataset: Dataset) -> Listing | None:
    """The files of a CKAN package, https://docs.ckan.org/en/latest/api/; None for another answer."""
    answer, problem = parse_json(content, url)
    if problem:
        return Listing(problem=problem)
    if not isinstance(answer, dict) or "result" not in answer or records(answer, "result", "records"):
        return None
    found = [web_address(each.get("url"), url) for each in records(answer, "result", "resources")]
    return _offered([address for address in found if address and _TABLE_NAME.search(address)], url, dataset)


def _offered(addresses: list[str], url: str, dataset: Dataset) -> Listing:
    wanted = [each for each in addresses if dataset.resource is None or dataset.resource in each]
    if not wanted:
        what = f"no table named {dataset.resource!r}" if dataset.resource else "no table"
        return Listing(problem=f"{url}: {what} among its {len(addresses)} links to tables")
    return Listing(listings=(wanted[0],))


def read_statistics(content: bytes, url: str, dataset: Dataset) -> Statistics:
    """The document and the figures of a table. Raises ExtractionError where no periods or counts are found in it."""
    for rows in read_tables(content, url):
        found = _wide(rows) or _long(rows, dataset, url)
        if found is not None:
            return _written(*found, url, dataset)
    raise ExtractionError(f"{url}: a table without months or years that head its columns or have one")


# Wide: periods head the columns


def _wide(rows: list[Row]) -> tuple[str | None, list[Observation], list[str]] | None:
    last = next(
        (n for n, row in enumerate(rows[:HEADER_ROWS]) if _heads(rows[n + 1 : n + 2]) < 3 <= _heads([row])), None
    )
    if last is None:
        return None
    heads = [n for n in (last - 1, last) if n >= 0 and _heads([rows[n]])]
    columns = _columns([rows[n] for n in heads])
    if not columns:
        return None
    first = min(columns)
    body = rows[heads[-1] + 1 :]
    counted = [row for row in body if any(_value(_at(row, n))[1] for n in columns)]
    notes = [cell for row in body if row not in counted for cell in row if cell]
    title = next((cell for row in rows[: heads[0]] for cell in row if cell), None)
    observations = []
    for row, labels in zip(counted, _labels([row[:first] for row in counted]), strict=True):
        total = bool(_GRAND_TOTAL.fullmatch(labels[0])) and len(labels) == 1
        for n, period in columns.items():
            value, written = _value(_at(row, n))
            if written:
                place = labels[-1] if len(labels) > 1 else None
                observations.append(Observation(", ".join(labels), period, _at(row, n), value, total, place))
    return title, observations, notes


def _heads(rows: list[Row]) -> int:
    """How many cells name a year, a month or a total."""
    return sum(_is_period(cell) for row in rows for cell in row)


def _is_period(cell: str) -> bool:
    return bool(_YEAR.fullmatch(cell) or _TOTAL.fullmatch(cell)) or cell.lower().rstrip(".") in _MONTHS


def _columns(heads: list[Row]) -> dict[int, Period]:
    """The period of each column. A year stands once above its months; '2015 Total' closes them."""
    months: dict[int, tuple[int, int]] = {}
    years: dict[int, int] = {}
    totals: dict[int, int | None] = {}
    year: int | None = None
    for n in range(max(map(len, heads))):
        cells = [_at(head, n) for head in heads]
        if named := next((match for cell in cells if (match := _YEAR.fullmatch(cell))), None):
            year = int(named[1])
        month = next((_MONTHS[key] for cell in cells if (key := cell.lower().rstrip(".")) in _MONTHS), None)
        total = next((match for cell in cells if (match := _TOTAL.fullmatch(cell))), None)
        if total:
            totals[n] = int(total[1]) if total[1] else year
        elif month and year:
            months[n] = (year, month)
        elif named and year:
            years[n] = year
    columns = {n: _month(*value) for n, value in months.items()}
    for n, of in totals.items():
        covered = [month for each, month in months.values() if each == of]
        if of:
            columns[n] = replace(_year(of), end=_month(of, max(covered)).end) if covered else _year(of)
    if not months:
        columns |= {n: _year(value) for n, value in years.items()}
    return dict(sorted(columns.items()))


def _labels(cells: list[Row]) -> list[list[str]]:
    """The groups each row stands in, from the widest: a blank cell repeats what is above it.

    Where nothing is above, it belongs to the next subtotal below ('Inland - Total'), which closes its group.
    """
    groups: list[str | None] = []
    above: str | None = None
    for row in cells:
        label = row[0] if row else ""
        subtotal = _SUBTOTAL.fullmatch(label)
        above = None if subtotal or _GRAND_TOTAL.fullmatch(label.strip()) else label or above
        groups.append(label.strip() or above)
    below: str | None = None
    for n in range(len(cells) - 1, -1, -1):
        if group := groups[n]:
            subtotal = _SUBTOTAL.fullmatch(group)
            below = subtotal[1] if subtotal else None
        else:
            groups[n] = below
    return [
        [label for label in (group, *(cell for cell in row[1:] if cell)) if label] or ["Total"]
        for group, row in zip(groups, cells, strict=True)
    ]


# Long: a row a count


def _long(rows: list[Row], dataset: Dataset, url: str) -> tuple[str | None, list[Observation], list[str]] | None:
    header = [cell.lower() for cell in rows[0]]
    year = _column(header, dataset.year, "year", "en_year", "fiscal year", "annee", "année")
    month = _column(header, dataset.month, "month", "en_month", "month (abbv)", "mois")
    value = _column(header, dataset.value, "total", "value", "count", "applied", "encounter count")
    if year is None or value is None:
        return None
    wanted = {_column(header, name): wanted for name, wanted in dataset.where.items()}
    if None in wanted:
        raise ExtractionError(f"{url}: no column for every key of 'where': it has {', '.join(rows[0])}")
    place = _column(header, dataset.place_column) if dataset.place_column else None
    sums: dict[tuple[str, Period], list[float | None]] = {}
    for row in rows[1:]:
        if all(_at(row, n).lower() == str(text).lower() for n, text in wanted.items() if n is not None):
            number, written = _value(_at(row, value))
            periods = _periods(_at(row, year), _at(row, month) if month is not None else "", dataset.fiscal_year)
            if written:
                for period in periods:
                    for group in ("Total", *([_at(row, place)] if place is not None and _at(row, place) else [])):
                        sums.setdefault((group, period), []).append(number)
    months = [period for _, period in sums if period.start.month == period.end.month]
    observations = [_sum(group, _so_far(period, months), values) for (group, period), values in sums.items()]
    return None, sorted(observations, key=lambda each: (not each.total, each.group, each.period.start)), []


def _column(header: list[str], *names: str | None) -> int | None:
    return next((header.index(name.lower()) for name in names if name and name.lower() in header), None)


def _periods(year: str, month: str, fiscal: str | None) -> Iterator[Period]:
    """The month of a row and its year, or its year alone."""
    named = _YEAR.match(year)
    if named is None:
        return
    number = int(named[1])
    key = month.lower().rstrip(".")
    of = _MONTHS.get(key) or (int(key) if key.isdecimal() and 1 <= int(key) <= 12 else None)
    begins = FISCAL_START.get(fiscal or "", 1)
    if of:
        yield _month(number - (begins > 1 and of >= begins), of)
    if begins == 1:
        yield _year(number)
    else:
        yield Period(date(number - 1, begins, 1), _month(number, begins - 1).end, f"fiscal year {number}")


def _so_far(period: Period, months: list[Period]) -> Period:
    """The period up to the last of its months that there is: a year that is not over has no whole year's count."""
    ends = [month.end for month in months if period.start <= month.start and month.end <= period.end]
    return replace(period, end=max(ends, default=period.end))


def _sum(group: str, period: Period, values: list[float | None]) -> Observation:
    known = [value for value in values if value is not None]
    if not known:
        return Observation(group, period, "--", None, group == "Total", _part(group))
    total, hidden = sum(known), len(values) - len(known)
    qualifier: Qualifier = "at_least" if hidden else "exact"
    return Observation(group, period, f"{total:,.10g}", total, group == "Total", _part(group), qualifier)


def _part(group: str) -> str | None:
    return None if group == "Total" else group


# Both


def _written(
    title: str | None, observations: list[Observation], notes: list[str], url: str, dataset: Dataset
) -> Statistics:
    """The document: its title, a line for each count, its notes."""
    if not observations:
        raise ExtractionError(f"{url}: a table without counts")
    headline = title or dataset.counted or url.rpartition("/")[2]
    parts, length, figures = [headline, ""], len(headline) + 2, []
    for each in observations:
        before = f"{each.group}, {each.period.name}: "
        line = before + each.text
        if each.value is not None:
            start = length + len(before)
            figures.append(_figure(each, each.value, start, line, dataset))
        parts.append(line)
        length += len(line) + 1
    published = next((day for note in reversed(notes) if (day := _day_in(note))), None)
    text = "\n".join([*parts, *(["", *_paragraphs(notes)] if notes else [])])
    return Statistics(
        Article(url=url, text=text, headline=headline, published=published, language="en", kind="document"),
        tuple(figures),
    )


def _figure(each: Observation, value: float, start: int, line: str, dataset: Dataset) -> Figure:
    counted = dataset.counted
    qualifier: Qualifier = "about" if dataset.rounded and each.qualifier == "exact" else each.qualifier
    return Figure(
        start=start,
        end=start + len(each.text),
        text=each.text,
        value=value,
        value_high=None,
        unit=dataset.unit,
        counted=counted if each.total or not counted else f"{counted}: {each.group}",
        qualifier=qualifier,
        change=None,
        period_start=each.period.start.isoformat(),
        period_end=each.period.end.isoformat(),
        place=each.place,
        place_id=dataset.place if each.total else None,
        speaker=None,
        speaker_id=dataset.speaker,
        attribution=None,
        measure=dataset.measure if each.total else None,
        sentence=line,
        measure_reason="a total of the official series" if each.total and dataset.measure else None,
        kind="official",
    )


def _paragraphs(notes: Iterable[str]) -> Iterator[str]:
    for note in notes:
        yield from (" ".join(line.split()) for line in note.splitlines() if line.strip())


def _day_in(note: str) -> str | None:
    """The date at the end of a line such as 'Source: IRCC, July 31, 2025'."""
    text = plain_text(note.splitlines()[-1]) if note.strip() else None
    return pagedates.iso(pagedates.parse(text.partition(",")[2].strip() or text)) if text and len(text) < 120 else None


def _value(cell: str) -> tuple[float | None, bool]:
    """The number in a cell, None where it is suppressed; and whether the cell is either."""
    if _NUMBER.fullmatch(cell):
        return float(re.sub(r"[, \u00a0\u202f]", "", cell)), True
    return None, cell.lower() in _SUPPRESSED


def _at(row: Row, n: int) -> str:
    return row[n] if n < len(row) else ""


def _month(year: int, month: int) -> Period:
    last = calendar.monthrange(year, month)[1]
    return Period(date(year, month, 1), date(year, month, last), f"{calendar.month_name[month]} {year}")


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), str(year))
