"""What the graph says of one thing: each statement with the citations or the rule it rests on.

Design decision: a statement stands once, with all the graphs it was found in: citations first, and
rules only where no document says it. Statements about the thing and statements that name it are
kept apart.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass

import pyoxigraph as ox

from kg.positions import Position, positions
from kg.query import Source, rows
from kg.results import Term, text_of
from kg.terms import CS, ONTOLOGY, PREFIXES, RDF_TYPE, VOCABULARIES, curie

_SKOS = VOCABULARIES["skos"]
_FIRST = (
    RDF_TYPE,
    f"{_SKOS}prefLabel",
    f"{_SKOS}altLabel",
    f"{_SKOS}definition",
    f"{_SKOS}scopeNote",
    f"{_SKOS}note",
)
_HIDDEN = ("Earliest", "Latest")
#: Words for properties of SKOS, which brings labels in its own file only.
_WORDS = {
    RDF_TYPE: "is a",
    f"{_SKOS}prefLabel": "label",
    f"{_SKOS}altLabel": "other name",
    f"{_SKOS}scopeNote": "scope",
    f"{_SKOS}editorialNote": "editors' note",
    f"{_SKOS}inScheme": "in the list",
    f"{_SKOS}broader": "broader concept",
}


@dataclass(frozen=True)
class Basis:
    """A citation or rule that a statement rests on: compact name, and label where it has one."""

    name: str
    label: str

    @property
    def is_rule(self) -> bool:
        """Whether the statement was inferred."""
        return self.name.startswith("rule:")


@dataclass(frozen=True)
class Statement:
    """One statement, read from the thing described: property, value, and what it rests on.

    `inverse` means that the value is the subject and the thing described the object.
    """

    property: str
    property_label: str
    value: Term
    value_label: str
    bases: tuple[Basis, ...]
    inverse: bool = False

    @builtins.property  # a field of this class is named `property`
    def value_text(self) -> str:
        """The value for people: its label, or the text of the literal with its language."""
        if self.value_label:
            return self.value_label
        language = self.value.language if isinstance(self.value, ox.Literal) else None
        return text_of(self.value) + (f" @{language}" if language not in (None, "en") else "")


@dataclass(frozen=True)
class Description:
    """A thing with its label and statements, and the positions that are taken on it.

    `named_by` holds the first of `named_by_total` statements that name the thing otherwise.
    """

    iri: str
    label: str
    statements: tuple[Statement, ...]
    positions: tuple[Position, ...]
    named_by: tuple[Statement, ...]
    named_by_total: int


_QUERY = """
SELECT ?property ?propertyLabel ?value ?valueLabel ?graph ?graphLabel WHERE {{
  GRAPH ?graph {{ {pattern} }}
  FILTER(STRSTARTS(STR(?graph), "{cite}") || STRSTARTS(STR(?graph), "{rule}")
    || STRSTARTS(STR(?graph), "{ontology}"))
  OPTIONAL {{ ?property rdfs:label ?propertyLabel . FILTER(LANG(?propertyLabel) = "en") }}
  OPTIONAL {{ ?value skos:prefLabel ?valueLabel . FILTER(LANG(?valueLabel) = "en") }}
  OPTIONAL {{ ?value rdfs:label ?valueLabel . FILTER(LANG(?valueLabel) = "en") }}
  OPTIONAL {{ ?graph skos:prefLabel ?graphLabel . FILTER(LANG(?graphLabel) = "en") }}
}}
"""


def describe(source: Source, iri: str, limit: int = 40) -> Description:
    """The description of a thing, with at most `limit` statements that name it."""
    own = _statements(source, f"<{iri}> ?property ?value", inverse=False)
    taken = positions(source, iri)
    claims = {position.claim for position in taken}
    naming = [
        statement
        for statement in _statements(source, f"?value ?property <{iri}>", inverse=True)
        if text_of(statement.value) not in claims
    ]
    naming.sort(key=lambda statement: statement.property == CS["about"])
    label = next((text_of(s.value) for s in own if _is_english_label(s)), curie(iri))
    shown = tuple(naming[:limit])
    return Description(iri, label, tuple(own), tuple(taken), shown, len(naming))


def _is_english_label(statement: Statement) -> bool:
    value = statement.value
    return (
        statement.property == f"{_SKOS}prefLabel"
        and isinstance(value, ox.Literal)
        and value.language == "en"
    )


def _statements(source: Source, pattern: str, *, inverse: bool) -> list[Statement]:
    base = ONTOLOGY.removesuffix("#")
    query = _QUERY.format(
        pattern=pattern, cite=PREFIXES["cite"], rule=PREFIXES["rule"], ontology=f"{base}/"
    )
    grouped: dict[tuple[str, Term], list[dict[str, Term | None]]] = {}
    for row in rows(source, query):
        prop, value = row["property"], row["value"]
        if (
            isinstance(prop, ox.NamedNode)
            and value is not None
            and not isinstance(value, ox.BlankNode)  # the inside of an axiom
            and not prop.value.endswith(_HIDDEN)
        ):
            grouped.setdefault((prop.value, value), []).append(row)
    found = [_statement(key, group, inverse) for key, group in grouped.items()]
    return sorted((s for s in found if not _is_noise(s)), key=_order)


def _statement(
    key: tuple[str, Term], group: list[dict[str, Term | None]], inverse: bool
) -> Statement:
    bases = {Basis(text_of(row["graph"]), text_of(row["graphLabel"])) for row in group}
    cited = {basis for basis in bases if not basis.is_rule}
    first = group[0]
    name = _WORDS.get(key[0], curie(key[0]).partition(":")[2])
    label = text_of(first["propertyLabel"]) or name
    shown = tuple(sorted(cited or bases, key=lambda basis: basis.name))
    return Statement(key[0], label, key[1], text_of(first["valueLabel"]), shown, inverse)


def _is_noise(statement: Statement) -> bool:
    """Types that follow from others, and super-properties that say less than what is cited."""
    inferred = all(basis.is_rule for basis in statement.bases)
    if statement.property == RDF_TYPE:
        return inferred and not any(b.name == "rule:defined-class" for b in statement.bases)
    return inferred and statement.property in {
        CS["takesPositionOn"],
        CS["cites"],
        CS["relatesTo"],
    }


def _order(statement: Statement) -> tuple[int, str, str, str]:
    place = _FIRST.index(statement.property) if statement.property in _FIRST else len(_FIRST)
    language = statement.value.language or "" if isinstance(statement.value, ox.Literal) else ""
    return (
        place,
        statement.property_label,
        "" if language == "en" else language,
        statement.value_text.casefold(),
    )
