"""The sidecar of a table, a strict subset of W3C CSVW: what each column is and what its cells say.

Design decision: whatever this loader does not understand is a fault, not ignored, so that a sidecar
means the same to it as to any other CSVW reader. Our two annotations, `itemUrl` and `editorial`,
are absolute IRIs, as CSVW asks.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from kg.terms import ONTOLOGY, VOCABULARIES

ITEM_URL: Final = f"{ONTOLOGY}itemUrl"
EDITORIAL_MARK: Final = f"{ONTOLOGY}editorial"
SOURCE: Final = f"{VOCABULARIES['dcterms']}source"

VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Template:
    """A URI template with simple variables: `https://.../id/state/{for}`."""

    text: str
    variables: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, ...]:
        """The text around the variables: one part more than there are variables."""
        return tuple(VARIABLE.split(self.text)[::2])


@dataclass(frozen=True)
class Column:
    """One column as the sidecar describes it; virtual ones stand in no file."""

    name: str
    base: str = "string"
    datatype: str = f"{VOCABULARIES['xsd']}string"
    format: re.Pattern[str] | None = None
    required: bool = False
    separator: str | None = None
    lang: str | None = None
    predicate: str | None = None
    value_url: Template | None = None
    item_url: Template | None = None
    null: frozenset[str] = frozenset({""})
    virtual: bool = False
    about: Template | None = None
    editorial: bool = False

    @property
    def is_source(self) -> bool:
        """Whether the column names the citation of the row instead of stating something."""
        return self.predicate == SOURCE

    @property
    def iri(self) -> Template | None:
        """The template of the cell's IRI, or of each item's; None where the cell is a text."""
        return self.item_url or self.value_url


@dataclass(frozen=True)
class Sidecar:
    """A table's description."""

    url: str
    about: Template | None
    columns: tuple[Column, ...]
    primary_key: tuple[str, ...]

    @property
    def cells(self) -> tuple[Column, ...]:
        """The columns that stand in the file, in order."""
        return tuple(column for column in self.columns if not column.virtual)
