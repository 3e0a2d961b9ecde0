"""What one authored file gave: its quads, its faults, and what checks across files need.

Design decision: a reading holds sets of IRIs and no places. Most builds find nothing wrong, so the
line of a quad is looked up by reading the file again (`Statement`), and only for files that a check
complains about.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg.corpus.names import DOC
from kg.corpus.texts import Text
from kg.errors import Fault
from kg.terms import CS, ID, PREF_LABEL

PART_OF: Final = CS["partOf"]
_WORD: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Fact(NamedTuple):
    """A quad of a table; the engine's own quads copy their terms, which is slow by the thousand."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode | Literal
    graph_name: NamedNode

    @property
    def triple(self) -> Triple:
        """What it says, without its graph."""
        return Triple(self.subject, self.predicate, self.object)


class Statement(NamedTuple):
    """A quad, the line its author wrote it on, and how to find a term of it there.

    `place` gives line and column of an IRI of the quad; `where` names the column of a table, or is
    empty.
    """

    line: int
    quad: Quad | Fact
    place: Callable[[str], tuple[int, int]]
    where: str = ""


class Dated(NamedTuple):
    """A dated statement, from which the loader derives bounds."""

    subject: NamedNode
    predicate: str
    value: Literal


@dataclass
class Reading:
    """One authored file as read."""

    text: Text
    quads: list[Quad | Fact] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    #: Things with a type; those typed editorially, which is where a thing is introduced.
    typed: set[str] = field(default_factory=set)
    introduced: set[str] = field(default_factory=set)
    #: Things that stand as objects, and citations that stand as graphs.
    used: set[str] = field(default_factory=set)
    cited: set[str] = field(default_factory=set)
    #: Labels of documents: IRI -> language -> text.
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Documents' parts that are said to be part of something.
    placed: set[str] = field(default_factory=set)
    dated: list[Dated] = field(default_factory=list)
    #: False where the file broke off, so that what is missing may stand in it.
    complete: bool = True

    def label(self, subject: str, predicate: str, value: Literal) -> None:
        """Remember the preferred label of a document."""
        if predicate == PREF_LABEL and subject.startswith(DOC):
            self.labels.setdefault(subject, {})[value.language or ""] = value.value

    def words(self) -> set[str]:
        """Every word of the text that could be a name; of use where the file broke off."""
        return {word.rstrip(".") for word in _WORD.findall(self.text.content)}


def editorial_graph(text: Text) -> NamedNode:
    """The citation under which a file's editorial content is loaded."""
    return NamedNode(f"{ID}cite/editorial.{text.path.name.partition('.')[0]}")
