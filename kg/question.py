"""Saved questions: queries with a title, a plain question and parameters, one file each.

Design decision: a question is a whole SPARQL query with its example values in it, so it runs
anywhere as it stands. A parameter is a line `VALUES ?name { example }  # parameter: what it is`;
asking with another value replaces what stands between the braces by a term, never by text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyoxigraph as ox

from kg.errors import NotFound, QueryError
from kg.lookup import quoted, resolve
from kg.query import Source

_HEADER = re.compile(r"^#\s*(title|question|reading):\s*(.+?)\s*$", re.MULTILINE)
_PARAMETER = re.compile(
    r"^(?P<before>\s*VALUES\s+\?(?P<name>\w+)\s*\{\s*)(?P<example>.*?)(?P<after>\s*\}\s*#\s*parameter:\s*(?P<what>.+?)\s*)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Parameter:
    """A parameter with the example that stands in the file."""

    name: str
    example: str
    description: str


@dataclass(frozen=True)
class Question:
    """A saved question: `reading` says how to read the answer and what it does not show."""

    name: str
    title: str
    question: str
    reading: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def with_values(self, source: Source, values: Mapping[str, str]) -> str:
        """The query with values put in place of the examples.

        Args:
            source: where names and labels are looked up.
            values: by parameter; a thing by name or label, or a plain text, number or date where
                the example is one.

        Raises:
            QueryError: a value for no parameter, or of another kind than the example.
            NotFound: a value that names nothing.
        """
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in values:
            if name not in known:
                listed = ", ".join(known) or "none"
                raise QueryError(
                    f"the question '{self.name}' has no parameter '{name}'; it has: {listed}"
                )

        def put(match: re.Match[str]) -> str:
            name = match["name"]
            if name not in values:
                return match[0]
            return match["before"] + _term(source, known[name], values[name]) + match["after"]

        return _PARAMETER.sub(put, self.sparql)


def _term(source: Source, parameter: Parameter, value: str) -> str:
    """A value as a term of the same kind as the example: a literal of its datatype, or a thing."""
    datatype = re.fullmatch(r'".*"\^\^xsd:(\w+)', parameter.example)
    if datatype:
        value = value.removesuffix(f"^^xsd:{datatype[1]}").strip('"')
        if not _fits(datatype[1], value):
            raise QueryError(
                f"{parameter.name}={value}: write it like the example {parameter.example}"
            )
        return f"{quoted(value)}^^xsd:{datatype[1]}"
    if parameter.example.startswith('"'):
        return quoted(value) + parameter.example.rpartition('"')[2]
    return str(ox.NamedNode(resolve(source, value)))


def _fits(datatype: str, value: str) -> bool:
    """Whether a text is a value of a datatype; a date must stand in the calendar too."""
    form = _DATATYPES.get(datatype)
    if form and not re.fullmatch(form, value, re.ASCII):
        return False
    try:
        return datatype != "date" or bool(date.fromisoformat(value))
    except ValueError:
        return False


_DATATYPES = {"date": r"\d{4}-\d\d-\d\d", "gYear": r"\d{4}", "integer": r"-?\d+"}


def read(path: Path) -> Question:
    """Read one question.

    Raises:
        QueryError: the header lacks a title or a question.
    """
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    if "title" not in header or "question" not in header:
        raise QueryError(f"{path}:1: a question starts with '# title: ...' and '# question: ...'")
    parameters = tuple(
        Parameter(m["name"], m["example"], m["what"]) for m in _PARAMETER.finditer(text)
    )
    return Question(
        path.stem, header["title"], header["question"], header.get("reading", ""), parameters, text
    )


def read_all(folder: Path) -> list[Question]:
    """All questions of a folder, by name."""
    return sorted(map(read, folder.glob("*.rq")), key=lambda question: question.name)


def find(folder: Path, name: str) -> Question:
    """The question of a name.

    Raises:
        NotFound: there is none; names close ones.
    """
    if re.fullmatch(r"[a-z0-9-]+", name) and (folder / f"{name}.rq").is_file():
        return read(folder / f"{name}.rq")
    import difflib

    close = difflib.get_close_matches(
        name, [path.stem for path in folder.glob("*.rq")], n=3, cutoff=0.4
    )
    hint = f"; did you mean {', '.join(close)}?" if close else ""
    raise NotFound(f"'{name}': no such question{hint}; 'kg ask --list' shows all")
