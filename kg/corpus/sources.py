"""The authored files of a folder: TriG files anywhere, tables with their sidecars in `tables/`.

Design decision: what looks like facts but stands in a form or place that is not read is a fault, so
that no file is passed over in silence; notes and licences beside the facts are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kg.corpus import tables, texts, trig
from kg.corpus.complaints import Complaint
from kg.corpus.reading import Reading, Statement
from kg.corpus.texts import Text
from kg.corpus.vocabulary import Vocabulary
from kg.errors import Fault

TABLES: Final = "tables"
SIDECAR: Final = ".csv-metadata.json"

_FACT_SUFFIXES: Final = frozenset(
    {
        ".trig",
        ".ttl",
        ".nt",
        ".nq",
        ".n3",
        ".rdf",
        ".owl",
        ".jsonld",
        ".json",
        ".csv",
        ".tsv",
        ".xlsx",
    }
)


@dataclass(frozen=True)
class Source:
    """A file of facts as text, with the text of its sidecar where it is a table."""

    text: Text
    sidecar: Text | None = None

    @property
    def texts(self) -> tuple[Text, ...]:
        """The texts this source is made of."""
        return (self.text,) if self.sidecar is None else (self.text, self.sidecar)

    def read(self, vocabulary: Vocabulary) -> Reading:
        """What the file gives; nothing where its text cannot be read or a table has no sidecar."""
        if not self._is_readable:
            reading = Reading(self.text, complete=False)
        elif self.sidecar is None:
            reading = trig.read(self.text, vocabulary)
        else:
            reading = tables.read(self.text, self.sidecar, vocabulary)
        reading.faults += [fault for text in self.texts for fault in text.faults]
        return reading

    def statements(self, vocabulary: Vocabulary) -> Iterator[Statement]:
        """The quads of the file with their places, read again."""
        if not self._is_readable:
            return iter(())
        if self.sidecar is None:
            return trig.statements(self.text)
        return tables.statements(self.text, self.sidecar, vocabulary)

    @property
    def _is_readable(self) -> bool:
        lonely = self.sidecar is None and self.text.path.suffix == ".csv"
        return not lonely and all(text.readable for text in self.texts)


def find(graph_data: Path, faults: list[Fault]) -> Iterator[Source]:
    """The sources of a folder in the order of their names.

    Faults of files that are no sources, and of tables without a sidecar, are added to `faults`.
    """
    for path in sorted(graph_data.rglob("*")):
        if not path.is_file() or path.name.startswith("."):
            continue
        if path.suffix == ".trig":
            yield Source(texts.read(path, graph_data))
        elif path.suffix == ".csv" and path.parent == graph_data / TABLES:
            yield _table(path, graph_data, faults)
        elif complaint := _misplaced(path, graph_data):
            faults.append(complaint.at(texts.name_of(path, graph_data), 0))


def _table(path: Path, root: Path, faults: list[Fault]) -> Source:
    text = texts.read(path, root)
    described = path.with_name(path.name.removesuffix(".csv") + SIDECAR)
    if described.is_file():
        return Source(text, texts.read(described, root))
    complaint = Complaint("sidecar", f"`{path.name}` has no sidecar", f"write {described.name}")
    faults.append(complaint.at(text.name, 0))
    return Source(text)


def _misplaced(path: Path, root: Path) -> Complaint | None:
    if path.name.endswith(SIDECAR) and path.parent == root / TABLES:
        table = path.name.removesuffix("-metadata.json")
        if (path.parent / table).is_file():
            return None
        return Complaint(
            "sidecar", f"`{path.name}` describes no table", f"add {table} or remove it"
        )
    if path.suffix.lower() not in _FACT_SUFFIXES:
        return None
    mend = f"write facts as *.trig, or as {TABLES}/*.csv with a sidecar"
    return Complaint("syntax", f"`{path.name}` is no file that is read here", mend)
