"""Answers: rows of terms, or triples, that print well, turn into data frames and serialise.

Design decision: an answer is held whole and knows nothing of the store, so it can be printed twice,
compared in a test or sent on; the serialisers are pyoxigraph's, our own code only arranges text for
people.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph as ox

from kg.errors import KGError, QueryError
from kg.terms import PREFIXES, VOCABULARIES, curie

if TYPE_CHECKING:
    import pandas

Term = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple

#: Formats of rows and of graphs: name on the command line, pyoxigraph's format.
ROW_FORMATS: Final = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS: Final = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nq": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


_STRING: Final = f"{VOCABULARIES['xsd']}string"
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")


def text_of(term: Term | None) -> str:
    """A term for people: compact IRI, or the literal's text; nothing for an unbound variable."""
    if term is None:
        return ""
    if isinstance(term, ox.NamedNode):
        return curie(term.value)
    return str(term) if isinstance(term, ox.Triple) else term.value


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        raise QueryError(
            "an answer holds a triple as a value, which no result format of SPARQL 1.1 can carry"
        )
    written = {"type": "literal", "value": term.value}
    if term.language:
        written["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        written["datatype"] = term.datatype.value
    return written


@dataclass(frozen=True)
class Rows:
    """The answer to a SELECT: names of `variables`, and `rows` of terms (None where unbound)."""

    variables: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Term | None]]:
        return (dict(zip(self.variables, row, strict=True)) for row in self.rows)

    def texts(self) -> list[list[str]]:
        """The rows as text for people."""
        return [[text_of(term) for term in row] for row in self.rows]

    def __str__(self) -> str:
        return aligned(self.variables, self.texts())

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.variables)
        body = "".join(
            "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>"
            for row in self.texts()
        )
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def to_dataframe(self) -> pandas.DataFrame:
        """The rows as a pandas DataFrame of texts (pandas must be installed)."""
        try:
            import pandas
        except ModuleNotFoundError as error:
            raise KGError("pandas is not installed; run: python -m pip install pandas") from error
        return pandas.DataFrame(self.texts(), columns=list(self.variables))

    def to_json(self) -> str:
        """SPARQL 1.1 Query Results JSON."""
        bindings = [
            {name: _json_term(term) for name, term in row.items() if term is not None}
            for row in self
        ]
        answer = {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return json.dumps(answer, ensure_ascii=False)

    def serialize(self, name: str) -> bytes:
        """The rows in a format of ROW_FORMATS.

        Raises:
            QueryError: there is no such format for rows, or it cannot carry what they hold.
        """
        if name not in ROW_FORMATS:
            known = ", ".join(["table", *ROW_FORMATS])
            raise QueryError(f"rows cannot be written as '{name}'; choose one of {known}")
        parsed = ox.parse_query_results(self.to_json(), ox.QueryResultsFormat.JSON)
        assert isinstance(parsed, ox.QuerySolutions)
        written = parsed.serialize(format=ROW_FORMATS[name]) or b""
        return _sound_xml(written) if name == "xml" else written


@dataclass(frozen=True)
class Triples:
    """The answer to a CONSTRUCT or DESCRIBE."""

    triples: tuple[ox.Triple, ...]

    def __len__(self) -> int:
        return len(self.triples)

    def __iter__(self) -> Iterator[ox.Triple]:
        return iter(self.triples)

    def __str__(self) -> str:
        return self.serialize("ttl").decode()

    def serialize(self, name: str) -> bytes:
        """The triples in a format of GRAPH_FORMATS.

        Raises:
            QueryError: there is no such format for triples, or it cannot carry what they hold.
        """
        if name not in GRAPH_FORMATS:
            raise QueryError(
                f"triples cannot be written as '{name}'; choose one of {', '.join(GRAPH_FORMATS)}"
            )
        written = ox.serialize(self.triples, format=GRAPH_FORMATS[name], prefixes=PREFIXES) or b""
        return _sound_xml(written) if name == "rdfxml" else written


def harmless(text: str) -> str:
    """Text for a terminal: control characters, which could steer it, become blanks."""
    return "\n".join(_CONTROLS.sub(" ", line.expandtabs()) for line in text.split("\n"))


def _sound_xml(raw: bytes) -> bytes:
    """XML as the engine wrote it, with carriage returns escaped, which a reader would change.

    Raises QueryError for what the engine writes although XML has no place for it: control
    characters, and properties whose names do not end like a name.
    """
    from xml.parsers import expat

    escaped = raw.replace(b"\r", b"&#xD;")
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(escaped, True)
    except expat.ExpatError as error:
        raise QueryError(
            f"the answer holds what XML cannot carry ({error}); choose another format"
        ) from error
    return escaped


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of text, aligned, with a rule below the header; control characters become blanks."""
    table = [list(header), *([_CONTROLS.sub(" ", cell) for cell in row] for row in rows)]
    widths = [max((len(row[i]) for row in table), default=0) for i in range(len(header))]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in table
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)
