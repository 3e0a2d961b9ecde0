"""Reading of a sidecar's JSON into a Sidecar, with the place of everything that is wrong.

Design decision: JSON parsers give no places, so a fault is placed by looking for the offending
string from the start of its column's object on; the model and the rules know nothing of files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import NamedNode

from kg.corpus import sidecar_rules
from kg.corpus.complaints import Complaint, did_you_mean
from kg.corpus.sidecar import EDITORIAL_MARK, ITEM_URL, VARIABLE, Column, Sidecar, Template
from kg.corpus.texts import Text
from kg.corpus.vocabulary import Vocabulary
from kg.errors import Fault
from kg.terms import ONTOLOGY, VOCABULARIES

CONTEXT: Final = "http://www.w3.org/ns/csvw"

#: Prefixes that every CSVW reader knows (the RDFa initial context), as far as we use them.
_KNOWN_PREFIXES: Final = {
    **{
        name: VOCABULARIES[name]
        for name in ("rdf", "rdfs", "owl", "xsd", "skos", "dcterms", "prov", "foaf", "org")
    },
    "dc": VOCABULARIES["dcterms"],
}  # fmt: skip

BASES: Final = ("string", "integer", "decimal", "boolean", "date", "gYear", "gYearMonth", "anyURI")
_TABLE_KEYS: Final = {"@context", "@type", "url", "dialect", "aboutUrl", "tableSchema"}
_SCHEMA_KEYS: Final = {"@type", "columns", "primaryKey", "aboutUrl"}
_COLUMN_KEYS: Final = {
    "@type", "name", "titles", "datatype", "required", "separator", "lang", "propertyUrl",
    "valueUrl", "null", "virtual", "aboutUrl", ITEM_URL, EDITORIAL_MARK,
}  # fmt: skip
#: The one dialect that is read; a sidecar may say so.
_DIALECT: Final[dict[str, object]] = {
    "@type": "Dialect",
    "header": True,
    "headerRowCount": 1,
    "encoding": "utf-8",
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
}
_COLUMN_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


def read(text: Text, vocabulary: Vocabulary) -> tuple[Sidecar | None, list[Fault]]:
    """The description in a sidecar's text, or None, and what is wrong with it."""
    try:
        data = json.loads(text.content, object_pairs_hook=_without_repeats)
    except json.JSONDecodeError as error:
        complaint = Complaint("sidecar", f"this is no JSON: {error.msg}", "mend the JSON here")
        return None, [complaint.at(text.name, error.lineno, error.colno)]
    except _Repeated as error:
        complaint = Complaint(
            "sidecar", f'"{error}" stands twice in one object', "remove one of them"
        )
        return None, [complaint.at(text.name, *_position(text.content, str(error), 0))]
    parser = _Parser(text)
    sidecar = parser.table(data)
    if not parser.faults:
        parser.apply_rules(sidecar, vocabulary)
    return (None if parser.faults else sidecar), parser.faults


def _is_absolute(iri: str) -> bool:
    """Whether a text is an IRI with one of the schemes in use here."""
    try:
        return NamedNode(iri).value.startswith(("http://", "https://", "urn:"))
    except ValueError:
        return False


class _Repeated(ValueError):
    """A key that stands twice in one JSON object."""


def _without_repeats(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Repeated(key)
        found[key] = value
    return found


def _position(content: str, value: str, start: int) -> tuple[int, int]:
    """Line and column of a string in JSON text, from an index on or else anywhere, or 0, 0."""
    quoted = json.dumps(value, ensure_ascii=False)
    index = content.find(quoted, start)
    index = content.find(quoted) if index < 0 else index
    if index < 0:
        return 0, 0
    return content.count("\n", 0, index) + 1, index - content.rfind("\n", 0, index)


@dataclass
class _Parser:
    text: Text
    faults: list[Fault] = field(default_factory=list)
    _start: int = 0
    _starts: dict[str, int] = field(default_factory=dict)

    def fault(self, value: str, message: str, mend: str) -> None:
        """Record a fault at the place of a string, looked for from the current column on."""
        place = _position(self.text.content, value, self._start)
        self.faults.append(Complaint("sidecar", message, mend).at(self.text.name, *place))

    def table(self, data: object) -> Sidecar:
        table = self._object(data, "the sidecar")
        self._keys(table, _TABLE_KEYS, "a table")
        context = table.get("@context")
        if context != CONTEXT and not (isinstance(context, list) and context[:1] == [CONTEXT]):
            self.fault(
                "@context", "`@context` is not that of CSVW", f'write "@context": "{CONTEXT}"'
            )
        for key, value in self._object(table.get("dialect", {}), "dialect").items():
            if _DIALECT.get(key) != value:
                self.fault(key, f"dialect `{key}` {value!r} is not supported", f"use {_DIALECT}")
        schema = self._object(table.get("tableSchema"), "tableSchema")
        self._keys(schema, _SCHEMA_KEYS, "a schema")
        columns = tuple(self._columns(schema.get("columns")))
        about = self._template(schema if "aboutUrl" in schema else table, "aboutUrl")
        primary_key = tuple(self._strings(schema, "primaryKey", []))
        return Sidecar(self._string(table, "url") or "", about, columns, primary_key)

    def _strings(self, data: dict[str, Any], key: str, default: object) -> list[str]:
        """The texts of a value that is one text or a list of texts."""
        value = data.get(key, default)
        values = value if isinstance(value, list) else [value]
        if all(isinstance(item, str) for item in values):
            return values
        self.fault(key, f"`{key}` is no text or list of texts", f'write "{key}": "..."')
        return []

    def _string(self, data: dict[str, Any], key: str) -> str | None:
        value = data.get(key)
        if value is None or isinstance(value, str):
            return value
        self.fault(key, f"`{key}` is no text", f'write "{key}": "..."')
        return None

    def _object(self, value: object, what: str) -> dict[str, Any]:
        if isinstance(value, dict):
            return value
        self.fault(what, f"{what} is no JSON object", "write { ... }")
        return {}

    def _keys(self, given: dict[str, Any], known: set[str], what: str) -> None:
        for key in given:
            foreign = ":" in key and not key.startswith(ONTOLOGY)
            if key not in known and not foreign:
                mend = did_you_mean(key, known, "remove it")
                self.fault(key, f"`{key}` is not supported in {what}", mend)

    def _columns(self, columns: object) -> Iterator[Column]:
        if not isinstance(columns, list) or not columns:
            self.fault("tableSchema", "the schema has no columns", 'write "columns": [...]')
            return
        for number, column in enumerate(columns, start=1):
            data = self._object(column, f"column {number}")
            self._seek(data)
            yield self._column(data, number)

    def _seek(self, data: dict[str, Any]) -> None:
        pattern = re.compile(r'"name"\s*:\s*' + re.escape(json.dumps(data.get("name"))))
        if match := pattern.search(self.text.content):
            self._start = self.text.content.rfind("{", 0, match.start())
            self._starts[str(data.get("name"))] = self._start

    def _column(self, data: dict[str, Any], number: int) -> Column:
        self._keys(data, _COLUMN_KEYS, "a column")
        name = data.get("name")
        if not isinstance(name, str) or not _COLUMN_NAME.fullmatch(name):
            self.fault(
                str(name),
                f"column {number} has no plain name ({name!r})",
                'write "name": "letters_and_digits"',
            )
            name = f"column{number}"
        self._titles(data.get("titles", name), name)
        base, datatype, pattern = self._datatype(data.get("datatype", "string"), name)
        return Column(
            name=name,
            base=base,
            datatype=datatype,
            format=pattern,
            required=self._flag(data, "required"),
            separator=self._string(data, "separator"),
            lang=self._string(data, "lang"),
            predicate=self._property(data),
            value_url=self._template(data, "valueUrl"),
            item_url=self._template(data, ITEM_URL),
            null=frozenset({"", *self._strings(data, "null", "")}),
            virtual=self._flag(data, "virtual"),
            about=self._template(data, "aboutUrl"),
            editorial=self._flag(data, EDITORIAL_MARK),
        )

    def _titles(self, titles: object, name: str) -> None:
        known = titles if isinstance(titles, list) else [titles]
        if name not in known:
            message = f"titles of column `{name}` lack its name, which heads it in the file"
            self.fault("titles", message, f'write "titles": "{name}"')

    def _flag(self, data: dict[str, Any], key: str) -> bool:
        value = data.get(key, False)
        if not isinstance(value, bool):
            self.fault(key, f"`{key}` is {value!r}", "write true or false")
        return value is True

    def _template(self, data: dict[str, Any], key: str) -> Template | None:
        value = self._string(data, key)
        if value is None:
            return None
        text = self._absolute(value)
        variables = tuple(VARIABLE.findall(text))
        if not _is_absolute(VARIABLE.sub("x", text)):
            self.fault(str(value), f"`{value}` in {key} is no absolute IRI", "write https://...")
        if any(not _COLUMN_NAME.fullmatch(name) for name in variables):
            self.fault(
                str(value), f"`{value}` is no simple template", "write {column} for a column's cell"
            )
        return Template(text, variables)

    def _property(self, data: dict[str, Any]) -> str | None:
        value = self._string(data, "propertyUrl")
        if value is None:
            return None
        iri = self._absolute(value)
        if not _is_absolute(iri):
            known = ", ".join(sorted(_KNOWN_PREFIXES))
            mend = f"write {ONTOLOGY}... in full; CSVW readers know only {known}"
            self.fault(str(value), f"`{value}` is no absolute IRI of a property", mend)
        return iri

    def _absolute(self, value: str) -> str:
        prefix, colon, name = value.partition(":")
        return f"{_KNOWN_PREFIXES[prefix]}{name}" if colon and prefix in _KNOWN_PREFIXES else value

    def _datatype(self, value: object, name: str) -> tuple[str, str, re.Pattern[str] | None]:
        data = {"base": value} if isinstance(value, str) else self._object(value, "datatype")
        base, datatype = data.get("base", "string"), data.get("@id")
        if base not in BASES:
            mend = did_you_mean(str(base), BASES, f"use one of {', '.join(BASES)}")
            self.fault(str(base), f"`{base}` of column `{name}` is no supported datatype", mend)
        for key in data.keys() - {"base", "format", "@id", "@type"}:
            self.fault(key, f"`{key}` is not supported in a datatype", "use base and format")
        iri = datatype if isinstance(datatype, str) else f"{VOCABULARIES['xsd']}{base}"
        return str(base), iri, self._pattern(data, base)

    def _pattern(self, data: dict[str, Any], base: object) -> re.Pattern[str] | None:
        value = data.get("format")
        if value is None:
            return None
        if base != "string":
            self.fault(str(value), "`format` is supported for strings only", "remove it")
        try:
            return re.compile(str(value))
        except re.error as error:
            self.fault(str(value), f"`{value}` is no regular expression: {error}", "mend it")
            return None

    def apply_rules(self, sidecar: Sidecar, vocabulary: Vocabulary) -> None:
        """Record what the rules say about a description that could be read."""
        for finding in sidecar_rules.check(sidecar, vocabulary):
            start = self._starts.get(finding.column, 0)
            place = _position(self.text.content, finding.anchor, start)
            if not place[0]:  # the anchor is an IRI that the file writes in short
                place = _position(self.text.content, finding.column, start)
            self.faults.append(finding.complaint.at(self.text.name, *place))
