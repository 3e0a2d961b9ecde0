"""The errors of the package, and the fault: one thing wrong at one place in one file.

    KGError                 base; the command line prints it and exits with 1
      CorpusError           the authored files are wrong; carries every Fault found
      StoreError            no usable store, or a damaged one
      QueryError            a query or a saved question is wrong
      NotFound              a name that stands for nothing in the graph
      RemoteError           an endpoint did not answer, or answered something else

Design decision: a message always says where, what and how to mend it, so faults are data (sortable,
countable, printable as `path:line:column: message; mend`) and exceptions only carry them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong. `line` and `column` count from 1; 0 means the whole file or line.

    >>> str(Fault("a.trig", 3, 7, "date", "1952-02-30 is no day", "write a day that exists"))
    'a.trig:3:7: 1952-02-30 is no day; write a day that exists [date]'
    """

    path: str
    line: int
    column: int
    kind: str
    message: str
    mend: str = ""

    def __str__(self) -> str:
        place = self.path
        if self.line:
            place += f":{self.line}"
            if self.column:
                place += f":{self.column}"
        mend = f"; {self.mend}" if self.mend else ""
        return f"{place}: {self.message}{mend} [{self.kind}]"


class KGError(Exception):
    """Base of all errors that are the input's fault, not the program's."""


@dataclass
class CorpusError(KGError):
    """The authored files hold faults; nothing was loaded."""

    faults: tuple[Fault, ...] = field(default=())

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> CorpusError:
        """An error of these faults, in the order of their places."""
        return cls(tuple(sorted(set(faults))))

    def __str__(self) -> str:
        count = len(self.faults)
        lines = "\n".join(str(fault) for fault in self.faults)
        return f"{lines}\n{count} fault{'' if count == 1 else 's'}; nothing was loaded"


class StoreError(KGError):
    """No usable store: none built, a damaged one, or one of another version."""


class QueryError(KGError):
    """A query or a saved question that cannot be run."""


class NotFound(KGError):
    """A name, label or IRI that stands for nothing in the graph."""


class RemoteError(KGError):
    """A SPARQL endpoint that did not answer, or not with what was asked for."""
