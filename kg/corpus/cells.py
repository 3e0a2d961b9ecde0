"""The cells of a table's column as terms: checked and made once for each distinct text.

Design decision: the memory is a dict whose `__missing__` checks a new text and makes its term, so
that a known cell or list item costs one look-up. A wrong text is never remembered: it raises
`BadCell` in every row it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.corpus import literals, names
from kg.corpus.complaints import Complaint
from kg.corpus.sidecar import Column, Template
from kg.corpus.vocabulary import Vocabulary
from kg.terms import ID, ONTOLOGY, RDF_TYPE

Check = Callable[[str], Complaint | None]

#: Characters that a URI template leaves as they are; others would make another IRI elsewhere.
_UNRESERVED: Final = re.compile(r"[A-Za-z0-9._~-]+")


class BadCell(ValueError):
    """A cell, or an item of a list cell, that is wrong."""

    def __init__(self, complaint: Complaint) -> None:
        super().__init__(complaint.message)
        self.complaint = complaint


class Texts(dict[str, Literal]):
    """Cell text -> literal of the column's datatype or language."""

    def __init__(self, column: Column) -> None:
        super().__init__()
        self._column = column

    def __missing__(self, text: str) -> Literal:
        column = self._column
        check_text(text, column)
        if column.lang is not None:
            literal = Literal(text, language=column.lang)
        else:
            literal = Literal(text, datatype=NamedNode(column.datatype))
        return self.setdefault(text, literal)


class Names(dict[str | tuple[str, ...], NamedNode]):
    """Value of a template's variables (a tuple where they are several) -> IRI."""

    def __init__(self, template: Template, check: Check, column: Column | None) -> None:
        super().__init__()
        self._parts = template.parts
        self._check = check
        self._column = column

    def __missing__(self, key: str | tuple[str, ...]) -> NamedNode:
        values = (key,) if isinstance(key, str) else key
        if self._column is not None:
            for value in values:
                check_text(value, self._column)
        iri = self._expand(values)
        if complaint := self._check(iri):
            raise BadCell(complaint)
        return self.setdefault(key, NamedNode(iri))

    def _expand(self, values: tuple[str, ...]) -> str:
        for value in values:
            if not _UNRESERVED.fullmatch(value):
                mend = "write letters, digits and hyphens only"
                raise BadCell(Complaint("name", f"`{value}` is no well-formed name", mend))
        inside = (*values, "")
        return "".join(part + value for part, value in zip(self._parts, inside, strict=True))


def check_text(text: str, column: Column) -> None:
    """Raise BadCell where a text is not what its column's datatype and format ask for."""
    if text != text.strip() or not text:
        mend = "remove the blanks; one blank between the items of a list"
        raise BadCell(Complaint("cell", f"`{text}` is empty or has blanks at an end", mend))
    if column.format and not column.format.fullmatch(text):
        mend = f"write what matches {column.format.pattern}"
        raise BadCell(Complaint("cell", f"`{text}` does not match the column's format", mend))
    if column.lang is None and (complaint := literals.check(text, column.datatype)):
        kind = "date" if complaint.kind == "date" else "cell"
        raise BadCell(complaint._replace(kind=kind))


def value_check(column: Column, vocabulary: Vocabulary) -> Check:
    """The check on the IRIs that a column's cells stand for."""
    if column.is_source:
        return names.citation
    if column.predicate == RDF_TYPE:
        return vocabulary.type

    def check(iri: str) -> Complaint | None:
        if iri.startswith(ID):
            return names.thing(iri)
        return vocabulary.term(iri) if iri.startswith(ONTOLOGY) else names.outside(iri)

    return check
