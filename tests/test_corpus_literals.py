"""Literals: what survives the store, dates that exist, and the days a dated value spans."""

from __future__ import annotations

from datetime import date

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.corpus import literals
from kg.corpus.literals import EDTF, XSD

ADMITTED = [
    ("integer", "0"),
    ("integer", "-15"),
    ("integer", "123456789012345678"),
    ("decimal", "1.5"),
    ("decimal", "-0.25"),
    ("decimal", "100"),
    ("boolean", "true"),
    ("boolean", "false"),
    ("date", "0001-01-01"),
    ("date", "2000-02-29"),
    ("gYearMonth", "1945-10"),
    ("gYear", "1648"),
    ("dateTime", "2011-10-31T23:59:00+02:00"),
    ("dateTime", "2011-10-31T23:59:00Z"),
    ("anyURI", "https://undocs.org/S/RES/1973(2011)"),
    ("anyURI", "urn:isbn:9780889369603"),
    ("string", 'text with "quotes", line\nbreaks and é'),
]


@pytest.mark.parametrize(("name", "text"), ADMITTED)
def test_what_is_admitted_survives_the_store(name: str, text: str) -> None:
    assert literals.check(text, f"{XSD}{name}") is None
    node, literal = NamedNode("urn:x"), Literal(text, datatype=NamedNode(f"{XSD}{name}"))
    store = Store()
    store.add(Quad(node, node, literal))
    assert next(iter(store)).object == literal


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("integer", "007"),
        ("integer", "+5"),
        ("integer", "-0"),
        ("integer", " 5"),
        ("decimal", "1.50"),
        ("decimal", "1.0"),
        ("decimal", "01.5"),
        ("decimal", ".5"),
        ("boolean", "1"),
        ("boolean", "TRUE"),
        ("dateTime", "2011-10-31T23:59:00.50Z"),
        ("dateTime", "2011-10-31T23:59:00"),
        ("anyURI", "www.un.org"),
        ("anyURI", "javascript:alert(1)"),
        ("nonNegativeInteger", "5"),
        ("double", "1.5"),
        ("string", ""),
        ("string", " text"),
        ("string", "text\n"),
    ],
)
def test_what_would_change_or_says_nothing_is_refused(name: str, text: str) -> None:
    complaint = literals.check(text, f"{XSD}{name}")
    assert complaint is not None
    assert complaint.kind == "literal"
    assert f'"{text}"' in complaint.message
    assert complaint.mend


@pytest.mark.parametrize(
    ("datatype", "text"),
    [
        (f"{XSD}date", "1952-02-30"),
        (f"{XSD}date", "1900-02-29"),
        (f"{XSD}date", "0000-01-01"),
        (f"{XSD}date", "2011-3-17"),
        (f"{XSD}date", "2011-03-17Z"),
        (f"{XSD}date", "17/03/2011"),
        (f"{XSD}gYearMonth", "1952-13"),
        (f"{XSD}gYearMonth", "1952-00"),
        (f"{XSD}gYearMonth", "1952"),
        (f"{XSD}gYear", "0000"),
        (f"{XSD}gYear", "52"),
        (f"{XSD}gYear", "-0044"),
        (f"{XSD}dateTime", "2011-02-30T00:00:00Z"),
        (EDTF, "1952-02-30"),
        (EDTF, "1952-25"),
        (EDTF, "19XX-03"),
        (EDTF, "1X52"),
        (EDTF, "about 1952"),
        (EDTF, "1952/1951"),
        (EDTF, "../.."),
        (EDTF, "/"),
        (EDTF, "1951/1952/1953"),
        (EDTF, "{1951,1952}"),
        (EDTF, ""),
    ],
)
def test_dates_that_do_not_exist_are_refused(datatype: str, text: str) -> None:
    complaint = literals.check(text, datatype)
    assert complaint is not None
    assert complaint.kind == "date"
    assert f'"{text}"' in complaint.message


@pytest.mark.parametrize(
    ("datatype", "text", "first", "last"),
    [
        (f"{XSD}date", "2011-03-17", "2011-03-17", "2011-03-17"),
        (f"{XSD}gYearMonth", "2012-02", "2012-02-01", "2012-02-29"),
        (f"{XSD}gYear", "1994", "1994-01-01", "1994-12-31"),
        (EDTF, "1994-04-07~", "1994-04-07", "1994-04-07"),
        (EDTF, "1994-04?", "1994-04-01", "1994-04-30"),
        (EDTF, "1994-04-XX", "1994-04-01", "1994-04-30"),
        (EDTF, "1994%", "1994-01-01", "1994-12-31"),
        (EDTF, "1994-XX-XX", "1994-01-01", "1994-12-31"),
        (EDTF, "199X", "1990-01-01", "1999-12-31"),
        (EDTF, "16XX", "1600-01-01", "1699-12-31"),
        (EDTF, "1999-21", "1999-03-01", "1999-05-31"),
        (EDTF, "1999-24", "1999-12-01", "2000-02-29"),
        (EDTF, "1999-03-24/1999-06-10", "1999-03-24", "1999-06-10"),
        (EDTF, "1991/1995-12", "1991-01-01", "1995-12-31"),
        (EDTF, "2011/..", "2011-01-01", None),
        (EDTF, "/2011-03", None, "2011-03-31"),
    ],
)
def test_bounds(datatype: str, text: str, first: str | None, last: str | None) -> None:
    expected = tuple(date.fromisoformat(day) if day else None for day in (first, last))
    assert literals.check(text, datatype) is None
    assert literals.DATED[datatype](text) == expected


@pytest.mark.parametrize("tag", ["en", "pt", "pt-br", "zh-hant"])
def test_language_tags_in_small_letters_are_right(tag: str) -> None:
    assert literals.language(tag) is None


@pytest.mark.parametrize("tag", ["EN", "pt-BR", "e", "en_GB"])
def test_other_language_tags_are_refused(tag: str) -> None:
    complaint = literals.language(tag)
    assert complaint is not None
    assert f"`{tag}`" in complaint.message
