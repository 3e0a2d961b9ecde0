"""The plan of a table: what each column makes of a row, worked out once from the sidecar.

Design decision: a plan is a few look-ups and list comprehensions, because a table of roll calls
makes a million quads; only where a look-up fails does the slow path ask what exactly is wrong with
each item.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from operator import itemgetter

from pyoxigraph import Literal, NamedNode

from kg.corpus import literals, names
from kg.corpus.cells import BadCell, Names, Texts, check_text, value_check
from kg.corpus.complaints import Complaint
from kg.corpus.reading import PART_OF
from kg.corpus.sidecar import Column, Sidecar, Template
from kg.corpus.vocabulary import Vocabulary
from kg.terms import PREF_LABEL, RDF_TYPE

Row = Sequence[str]
Term = NamedNode | Literal

_NOTHING: list[Term] = []


class Reference:
    """A URI template over a row: gives one IRI, or None where a variable's cell is empty."""

    def __init__(self, template: Template, sidecar: Sidecar, terms: Names) -> None:
        index = {column.name: number for number, column in enumerate(sidecar.cells)}
        nulls = {column.name: column.null for column in sidecar.cells}
        self._variables = [(index[name], nulls[name]) for name in template.variables]
        #: Number of the column that the IRI is made of, counted from 1; 0 for a constant.
        self.position = self._variables[0][0] + 1 if self._variables else 0
        self._key = (
            itemgetter(*(number for number, _ in self._variables)) if self._variables else None
        )
        self.terms = terms

    def of(self, row: Row) -> NamedNode | None:
        """The IRI for a row; raises BadCell where its cells make none."""
        if self._key is None:
            return self.terms[()]
        for number, null in self._variables:
            if row[number] in null:
                return None
        return self.terms[self._key(row)]


class Plan:
    """What one column makes of a row: terms that stand as objects, or nothing."""

    def __init__(
        self, column: Column, position: int, sidecar: Sidecar, vocabulary: Vocabulary
    ) -> None:
        self.column = column
        self.position = position
        self.predicate = NamedNode(column.predicate or "urn:none")
        self.about = subject(column.about, sidecar)
        self.is_type = column.predicate == RDF_TYPE
        self.is_label = column.predicate == PREF_LABEL
        self.is_dated = column.iri is None and column.datatype in literals.DATED
        self.noted = self.is_type or self.is_label or self.is_dated or column.predicate == PART_OF
        self._texts = Texts(column)
        self._items: Names | None = None
        self._terms: Texts | Names = self._texts
        self._reference: Reference | None = None
        self._foreign = False  # whether the IRI is made of other columns' cells
        check = value_check(column, vocabulary)
        if column.item_url:
            self._items = Names(column.item_url, check, column)
            self._terms = self._items
        elif column.value_url:
            own = column if column.value_url.variables == (column.name,) else None
            self._foreign = own is None
            self._reference = Reference(
                column.value_url, sidecar, Names(column.value_url, check, own)
            )

    def objects(self, row: Row) -> Sequence[Term]:
        """The terms of a row's cell; raises BadCell at the first thing wrong."""
        if self.column.virtual:
            return self._referred(row)
        text = row[self.position - 1]
        if text in self.column.null:
            if self.column.required:
                raise BadCell(Complaint("cell", "a required cell is empty", "fill it in"))
            return _NOTHING
        if self.column.separator is not None:
            return self._listed(text)
        if self._reference is None:
            return [self._texts[text]]
        if self._foreign:
            check_text(text, self.column)
        return self._referred(row)

    def _referred(self, row: Row) -> Sequence[Term]:
        found = self._reference.of(row) if self._reference else None
        return _NOTHING if found is None else [found]

    def _listed(self, text: str) -> Sequence[Term]:
        items = text.split(" ")
        if len(set(items)) != len(items):
            raise BadCell(next(_list_faults(text)))
        terms = self._terms
        return [terms[item] for item in items]

    def complaints(self, row: Row) -> Iterator[Complaint]:
        """Everything that is wrong with a row's cell, each item of a list by itself."""
        column = self.column
        cell = "" if column.virtual else row[self.position - 1]
        if column.separator is None or cell in column.null:
            yield from _complaint(lambda: self.objects(row))
            return
        yield from _list_faults(cell)
        for item in dict.fromkeys(cell.split()):
            yield from _complaint(partial(self._terms.__getitem__, item))

    def states_fact(self, row: Row) -> bool:
        """Whether the row's cell says something that needs a citation."""
        if self.column.predicate is None or self.column.editorial:
            return False
        return self.column.virtual or row[self.position - 1] not in self.column.null

    def things(self) -> Iterator[NamedNode]:
        """Every IRI this column has given so far."""
        if self._items is not None:
            yield from self._items.values()
        elif self._reference is not None:
            yield from self._reference.terms.values()


def subject(template: Template | None, sidecar: Sidecar) -> Reference | None:
    """The reference that gives the subject of a row's statements."""
    if template is None:
        return None
    return Reference(template, sidecar, Names(template, names.subject, None))


def _list_faults(cell: str) -> Iterator[Complaint]:
    """What is wrong with a list as a list: blanks too many, items that stand in it twice."""
    if " ".join(cell.split()) != cell:
        mend = "write one blank between the items and none at the ends"
        yield Complaint("cell", f"`{cell}` has blanks too many", mend)
    for item, count in Counter(cell.split()).items():
        if count > 1:
            yield Complaint("cell", f"`{item}` stands twice in the list", "remove one of them")


def _complaint(attempt: Callable[[], object]) -> Iterator[Complaint]:
    try:
        attempt()
    except BadCell as error:
        yield error.complaint
