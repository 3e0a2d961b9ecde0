"""Literals: the datatypes of facts, the spellings that survive the store, dates and their bounds.

Design decision: a literal is admitted only in the spelling the store gives back (Oxigraph turns
`1.50` into `1.5`) and only if it means something (Oxigraph keeps 1952-02-30). The common datatypes
have a rule each; `survives` asks a store.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.corpus.complaints import Complaint
from kg.terms import VOCABULARIES

XSD: Final = VOCABULARIES["xsd"]
STRING: Final = f"{XSD}string"
LANG_STRING: Final = f"{VOCABULARIES['rdf']}langString"
EDTF: Final = f"{VOCABULARIES['edtf']}EDTF"
DATE: Final = f"{XSD}date"

Bounds = tuple[date | None, date | None]

_DATE: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONTH: Final = re.compile(r"(\d{4})-(\d\d)")
_YEAR: Final = re.compile(r"\d{4}")
_INTEGER: Final = re.compile(r"0|-?[1-9]\d{0,17}")
_DECIMAL: Final = re.compile(r"-?\d+(\.\d+)?")
_DATE_TIME: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ADDRESS: Final = re.compile(r"(https?://[^/\s]|urn:[a-z0-9])\S*")
_LANGUAGE: Final = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")

_EDTF_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)[?~%]?")
_EDTF_MONTH: Final = re.compile(r"(\d{4})-(\d\d)(-XX)?[?~%]?")
_EDTF_YEAR: Final = re.compile(r"(\d{4}|\d{3}X|\d{2}XX)[?~%]?")
_EDTF_SOME_DAY: Final = re.compile(r"(\d{4})-XX(-XX)?[?~%]?")
_SEASONS: Final = {21: (3, 5), 22: (6, 8), 23: (9, 11)}


def _span(first: tuple[int, int, int], last: tuple[int, int, int | None]) -> tuple[date, date]:
    year, month, day = last
    end = calendar.monthrange(year, month)[1] if day is None and 1 <= month <= 12 else day
    return date(*first), date(year, month, end or 1)


def day_bounds(text: str) -> Bounds:
    """First and last day of an xsd:date; ValueError where there is no such day."""
    if not (match := _DATE.fullmatch(text)):
        raise ValueError("a date is written YYYY-MM-DD, without a time zone")
    day = date(int(match[1]), int(match[2]), int(match[3]))
    return day, day


def month_bounds(text: str) -> Bounds:
    """First and last day of an xsd:gYearMonth; ValueError where there is no such month."""
    if not (match := _MONTH.fullmatch(text)):
        raise ValueError("a month is written YYYY-MM, without a time zone")
    year, month = int(match[1]), int(match[2])
    return _span((year, month, 1), (year, month, None))


def year_bounds(text: str) -> Bounds:
    """First and last day of an xsd:gYear; ValueError where it is no year from 0001 on."""
    if not _YEAR.fullmatch(text):
        raise ValueError("a year is written YYYY, without a time zone")
    return _span((int(text), 1, 1), (int(text), 12, 31))


def edtf_bounds(text: str) -> Bounds:
    """First and last day of an EDTF expression of level 0 or 1; None where open or unknown.

    Admitted: dates and months, `XX` and `X` for what is unspecified, the marks ? ~ % at the end,
    seasons 21-24, and intervals `a/b` whose sides may be open (`..`) or unknown (empty). ValueError
    for everything else.
    """
    if "/" not in text:
        return _edtf_point(text)
    first, _, last = text.partition("/")
    if {first, last} <= {"", ".."}:
        raise ValueError("an interval needs a date on one side")
    start = None if first in ("", "..") else _edtf_point(first)[0]
    end = None if last in ("", "..") else _edtf_point(last)[1]
    if start and end and start > end:
        raise ValueError("the interval ends before it starts")
    return start, end


def _edtf_point(text: str) -> tuple[date, date]:
    if match := _EDTF_DAY.fullmatch(text):
        day = date(int(match[1]), int(match[2]), int(match[3]))
        return day, day
    if match := _EDTF_MONTH.fullmatch(text):
        return _edtf_month(int(match[1]), int(match[2]))
    if match := _EDTF_SOME_DAY.fullmatch(text):
        return _span((int(match[1]), 1, 1), (int(match[1]), 12, 31))
    if match := _EDTF_YEAR.fullmatch(text):
        first, last = match[1].replace("X", "0"), match[1].replace("X", "9")
        return _span((max(int(first), 1), 1, 1), (int(last), 12, 31))
    raise ValueError(
        "this is no date of EDTF level 0 or 1 (such as 1999, 1999-03~, 199X, 1999-03/..)"
    )


def _edtf_month(year: int, month: int) -> tuple[date, date]:
    if month in _SEASONS:
        first, last = _SEASONS[month]
        return _span((year, first, 1), (year, last, None))
    if month == 24:
        return _span((year, 12, 1), (year + 1, 2, None))
    return _span((year, month, 1), (year, month, None))


#: Datatypes of dated values, with the function that gives the days they span.
DATED: Final[dict[str, Callable[[str], Bounds]]] = {
    DATE: day_bounds,
    f"{XSD}gYearMonth": month_bounds,
    f"{XSD}gYear": year_bounds,
    EDTF: edtf_bounds,
}

_PATTERNS: Final[dict[str, tuple[re.Pattern[str], str]]] = {
    f"{XSD}integer": (_INTEGER, "write digits only, without leading zeros or a plus sign"),
    f"{XSD}boolean": (re.compile("true|false"), "write true or false"),
    f"{XSD}anyURI": (_ADDRESS, "write an http, https or urn address without blanks"),
    f"{XSD}decimal": (_DECIMAL, "write digits, a point and digits"),
    f"{XSD}dateTime": (_DATE_TIME, "write YYYY-MM-DDThh:mm:ss and the time zone"),
}
#: Datatypes whose pattern alone does not say whether the store keeps the spelling.
_ASK_STORE: Final = (f"{XSD}decimal", f"{XSD}dateTime")
_ADMITTED: Final = (
    "xsd:string, integer, decimal, boolean, date, gYear, gYearMonth, dateTime, anyURI, edtf:EDTF"
)


def check(text: str, datatype: str) -> Complaint | None:
    """What is wrong with a literal's text under the IRI of its datatype (no language tag)."""
    if datatype == STRING:
        return blank(text)
    if datatype in DATED:
        return _check_date(text, datatype)
    if datatype not in _PATTERNS:
        mend = f"use one of {_ADMITTED}"
        return Complaint(
            "literal", f'"{text}"^^<{datatype}> has a datatype that facts do not use', mend
        )
    pattern, mend = _PATTERNS[datatype]
    name = datatype.removeprefix(XSD)
    if not pattern.fullmatch(text):
        return Complaint("literal", f'"{text}" is no canonical {name}', mend)
    if datatype in _ASK_STORE:
        return _check_spelling(text, datatype)
    return None


def blank(text: str) -> Complaint | None:
    """A string or a label that says nothing, or starts or ends with a blank."""
    if text and text == text.strip():
        return None
    return Complaint("literal", f'"{text}" is empty or has blanks at an end', "remove the blanks")


def language(tag: str) -> Complaint | None:
    """What is wrong with a language tag as it was typed."""
    if _LANGUAGE.fullmatch(tag):
        return None
    return Complaint("literal", f"language tag `{tag}` is not canonical", f"write @{tag.lower()}")


def _check_date(text: str, datatype: str) -> Complaint | None:
    try:
        DATED[datatype](text)
    except ValueError as error:
        return Complaint("date", f'"{text}" is no date: {error}', "write a date that exists")
    return None


def _check_spelling(text: str, datatype: str) -> Complaint | None:
    if datatype.endswith("dateTime"):
        try:
            date.fromisoformat(text[:10])
        except ValueError as error:
            return Complaint("date", f'"{text}" is no date: {error}', "write a date that exists")
    kept = survives(Literal(text, datatype=NamedNode(datatype)))
    if kept.value == text:
        return None
    return Complaint(
        "literal", f'"{text}" becomes "{kept.value}" in the store', f"write {kept.value}"
    )


def survives(literal: Literal) -> Literal:
    """The literal that a store gives back for this one."""
    store, node = Store(), NamedNode("urn:x")
    store.add(Quad(node, node, literal))
    found = next(iter(store)).object
    assert isinstance(found, Literal)
    return found
