"""The rules a sidecar must keep: what goes together in a column, and what the whole table needs.

Design decision: each rule is a generator of findings over the model, with the string to look for in
the file; the reader of the JSON places them. Terms are checked here once for a table, so that rows
need no check of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.corpus import literals
from kg.corpus.complaints import Complaint, did_you_mean
from kg.corpus.sidecar import EDITORIAL_MARK, ITEM_URL, SOURCE, Column, Sidecar, Template
from kg.corpus.vocabulary import EDITORIAL, Vocabulary
from kg.terms import RDF_TYPE, VOCABULARIES, curie

_XSD: Final = VOCABULARIES["xsd"]


class Finding(NamedTuple):
    """A complaint, the column it is about (empty: the table), the string to look for."""

    column: str
    anchor: str
    complaint: Complaint


def check(sidecar: Sidecar, vocabulary: Vocabulary) -> Iterator[Finding]:
    """Everything that is wrong with a table's description."""
    yield from _names(sidecar)
    yield from _order(sidecar)
    yield from _key(sidecar)
    yield from _source(sidecar)
    for column in sidecar.columns:
        yield from _column(column)
        yield from _statement(column, sidecar, vocabulary)
        yield from _variables(column, sidecar)
    yield from _template_variables("", sidecar.about, sidecar)


def _finding(column: str, anchor: str, message: str, mend: str, kind: str = "sidecar") -> Finding:
    return Finding(column, anchor, Complaint(kind, message, mend))


def _names(sidecar: Sidecar) -> Iterator[Finding]:
    for name, count in Counter(column.name for column in sidecar.columns).items():
        if count > 1:
            yield _finding(
                name, name, f"{count} columns are named `{name}`", "give each a name of its own"
            )


def _order(sidecar: Sidecar) -> Iterator[Finding]:
    seen_virtual = False
    for column in sidecar.columns:
        if seen_virtual and not column.virtual:
            message = f"column `{column.name}` stands after a virtual one"
            yield _finding(column.name, column.name, message, "put virtual columns last")
        seen_virtual = seen_virtual or column.virtual


def _key(sidecar: Sidecar) -> Iterator[Finding]:
    known = [column.name for column in sidecar.cells]
    for name in sidecar.primary_key:
        if name not in known:
            mend = did_you_mean(name, known, "name a column")
            yield _finding("", name, f"primaryKey names `{name}`, which is no column", mend)


def _source(sidecar: Sidecar) -> Iterator[Finding]:
    sources = [column for column in sidecar.columns if column.is_source]
    for column in sources[1:]:
        message = f"column `{column.name}` is a second source of the row"
        yield _finding(column.name, column.name, message, "list the citations in one column")
    if sources:
        return
    for column in sidecar.columns:
        if column.predicate and not column.editorial:
            message = f"column `{column.name}` states facts, but no column names their citation"
            mend = "add a column with propertyUrl dc:source, or mark an editorial column as such"
            yield _finding(column.name, column.name, message, mend)


def _column(column: Column) -> Iterator[Finding]:
    for wrong, anchor, message, mend in _combinations(column):
        if wrong:
            yield _finding(column.name, anchor, f"column `{column.name}`: {message}", mend)
    if column.lang is not None and (complaint := literals.language(column.lang)):
        yield Finding(column.name, "lang", complaint)


def _combinations(column: Column) -> tuple[tuple[bool, str, str, str], ...]:
    """Each row: whether it is so, the string to look for, what is wrong with it, the mend."""
    return (*_list_rules(column), *_text_rules(column), *_role_rules(column))


def _list_rules(column: Column) -> tuple[tuple[bool, str, str, str], ...]:
    listed, has_item = column.separator is not None, column.item_url is not None
    own = column.item_url is None or set(column.item_url.variables) == {column.name}
    whole = "a valueUrl makes one IRI of the whole list"
    return (
        (listed and column.separator != " ", "separator", "the separator is no blank", 'use " "'),
        (listed and column.base != "string", "separator", "a list of no strings", "use string"),
        (listed and column.value_url is not None, "valueUrl", whole, f"use {ITEM_URL}"),
        (has_item and not listed, ITEM_URL, "itemUrl without a separator", "use valueUrl"),
        (not own, ITEM_URL, "itemUrl of another column", f"use {{{column.name}}}"),
    )


def _text_rules(column: Column) -> tuple[tuple[bool, str, str, str], ...]:
    tagged = column.lang is not None
    other = column.datatype != f"{_XSD}{column.base}"
    allowed = column.datatype == literals.EDTF and column.base == "string"
    own_type = f"datatype <{column.datatype}>"
    return (
        (tagged and column.base != "string", "lang", "a language for no text", "remove lang"),
        (tagged and column.iri is not None, "lang", "a language for an IRI", "remove lang"),
        (other and not allowed, "@id", own_type, f"write {literals.EDTF} and the base string"),
    )


def _role_rules(column: Column) -> tuple[tuple[bool, str, str, str], ...]:
    bare = column.virtual and not (column.predicate and column.value_url)
    cite = "write https://w3id.org/collective-security/id/cite/{...}"
    source = column.is_source
    return (
        (bare, "virtual", "a virtual column needs a propertyUrl and a valueUrl", "add them"),
        (
            source and column.iri is None,
            "propertyUrl",
            "a source without valueUrl or itemUrl",
            cite,
        ),
        (source and column.editorial, EDITORIAL_MARK, "an editorial source", "remove the mark"),
    )


def _statement(column: Column, sidecar: Sidecar, vocabulary: Vocabulary) -> Iterator[Finding]:
    if column.predicate is None or column.predicate == SOURCE:
        return
    if column.about is None and sidecar.about is None:
        message = f"column `{column.name}` states something about nothing"
        yield _finding(
            column.name, column.name, message, "add an aboutUrl to the table or the column"
        )
    if column.editorial and column.predicate not in EDITORIAL:
        message = f"`{curie(column.predicate)}` of column `{column.name}` is no editorial content"
        mend = f"remove {EDITORIAL_MARK}: facts stand under their citation"
        yield _finding(column.name, column.predicate, message, mend, "editorial")
    for anchor, complaint in (
        (column.predicate, vocabulary.predicate(column.predicate)),
        (column.predicate, vocabulary.object_kind(column.predicate, literal=column.iri is None)),
        (column.iri.text if column.iri else "", _constant_type(column, vocabulary)),
    ):
        if complaint:
            message = f"column `{column.name}`: {complaint.message}"
            yield Finding(column.name, anchor, complaint._replace(message=message))


def _constant_type(column: Column, vocabulary: Vocabulary) -> Complaint | None:
    if column.predicate != RDF_TYPE or column.iri is None or column.iri.variables:
        return None
    return vocabulary.type(column.iri.text)


def _variables(column: Column, sidecar: Sidecar) -> Iterator[Finding]:
    for template in (column.about, column.value_url):
        yield from _template_variables(column.name, template, sidecar)


def _template_variables(
    column: str, template: Template | None, sidecar: Sidecar
) -> Iterator[Finding]:
    known = {cell.name: cell for cell in sidecar.cells}
    if template is None:
        return
    for name in template.variables:
        if name not in known:
            mend = did_you_mean(name, known, "name a column")
            yield _finding(column, template.text, f"`{{{name}}}` in a template is no column", mend)
        elif known[name].separator is not None:
            message = f"`{{{name}}}` in a template is a list"
            yield _finding(column, template.text, message, "name a column with one value")
