"""The genealogy of the doctrines: concepts, their formulations, and how they hang together.

Design decision: a relation that a document states of its own wording is an edge with its citation;
one that somebody holds is an edge marked as claimed, with who asserts it, who denies it, and the
citations of both.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph as ox

from kg import __version__
from kg.description import Statement, describe
from kg.network.model import Citation, Edge, Fact, Network, Node
from kg.positions import STANCES, Position
from kg.query import Source, rows
from kg.results import text_of
from kg.terms import CS, VOCABULARIES, curie, iri

_SKOS = VOCABULARIES["skos"]
#: How a statement that names a thing reads from the thing.
_SEEN_FROM_HERE: Final = {
    "formulates": "formulated by", "hasElement": "element of", "covers": "covered by",
    "mentions": "mentioned by", "about": "topic of", "broader": "narrower concept",
    "permits": "permitted by", "imposes": "imposed by", "measure": "measure taken in",
    "respondsTo": "answered by", "derivesFrom": "source of", "ground": "given as ground by",
}  # fmt: skip
#: The parts of a proposition on relations, which are told as lines of the picture.
_UNTOLD: Final = {"fromConcept", "toConcept"}
#: Positions told of one thing in the panel of details; all are in `kg show`.
_POSITIONS: Final = 24
_CLASSES: Final = (
    "Principle", "Doctrine", "Norm", "Mechanism", "Measure", "AtrocityCategory",
    "InternationalCrime", "Criterion", "Concept", "Formulation",
)  # fmt: skip
#: Statements that become edges: property, key of the relation in the view.
_STATED: Final = {
    CS[name]: name
    for name in (
        "formulates", "hasElement", "covers", "derivesFrom", "respondsTo", "narrows", "broadens",
        "reframes", "displaces", "complements", "operationalises", "inTensionWith",
    )
} | {f"{_SKOS}broader": "broader"}  # fmt: skip
_NODES = """
SELECT ?thing ?class WHERE {{
  GRAPH ?graph {{ ?thing a ?class }}
  ?graph cs:source doc:editorial .
  VALUES ?class {{ {classes} }}
}} ORDER BY STR(?thing)
"""
#: The earliest year of a document that words, names, codifies or first attests a concept.
_YEARS = """
SELECT ?thing (MIN(?day) AS ?first) WHERE {
  {
    { ?thing cs:inDocument ?document } UNION
    { ?wording cs:formulates ?thing ; cs:inDocument ?document } UNION
    { ?wording cs:hasElement|cs:covers ?thing ; cs:inDocument ?document } UNION
    { ?thing cs:firstAttestedIn|cs:codifiedIn|cs:namedIn ?document } UNION
    { ?thing cs:firstAttestedIn|cs:codifiedIn|cs:namedIn/cs:partOf ?document }
  }
  ?document cs:adoptedOnEarliest|cs:signedOnEarliest|cs:publishedOnEarliest|cs:onDateEarliest ?day .
} GROUP BY ?thing
"""
_EDGES = """
SELECT ?from ?property ?to ?graph ?label WHERE {{
  VALUES ?property {{ {properties} }}
  GRAPH ?graph {{ ?from ?property ?to }}
  ?graph cs:source ?document ; skos:prefLabel ?label .
}}
"""
_CLAIMS = """
SELECT ?from ?kind ?kindLabel ?to ?stance ?who ?graph ?label WHERE {
  ?proposition cs:fromConcept ?from ; cs:relationKind ?kind ; cs:toConcept ?to .
  ?kind skos:prefLabel ?kindLabel .
  VALUES ?stance { cs:asserts cs:denies cs:conditions cs:doubts }
  GRAPH ?graph { ?claim ?stance ?proposition }
  ?graph cs:source ?document ; skos:prefLabel ?label .
  ?claim cs:claimant/skos:prefLabel ?who .
  FILTER(LANG(?who) = "en" && LANG(?kindLabel) = "en")
}
"""
Key = tuple[str, str, str]


def doctrine(source: Source) -> Network:
    """The network of all concepts and formulations of a source."""
    kinds = {
        text_of(row["thing"]): text_of(row["class"]).partition(":")[2]
        for row in rows(source, _node_query())
    }
    years = {text_of(row["thing"]): int(text_of(row["first"])[:4]) for row in rows(source, _YEARS)}
    edges = [*_stated(source, kinds), *_claimed(source, kinds)]
    kept = {
        name: kind for name, kind in kinds.items() if kind != "Measure" or _has_story(name, edges)
    }
    nodes = tuple(_node(source, name, kind, years.get(name)) for name, kind in kept.items())
    shown = tuple(edge for edge in edges if edge.source in kept and edge.target in kept)
    return Network("", "", "", nodes, shown, __version__)


def _has_story(name: str, edges: Iterable[Edge]) -> bool:
    """Whether a measure has a relation besides that to a broader one, which is no descent."""
    return any(name in (edge.source, edge.target) and edge.relation != "broader" for edge in edges)


def _node_query() -> str:
    return _NODES.format(classes=" ".join(f"cs:{name}" for name in _CLASSES))


def _node(source: Source, name: str, kind: str, year: int | None) -> Node:
    described = describe(source, iri(name) or name, limit=30)
    labels, alternatives, definition = {}, [], ""
    for statement in described.statements:
        value = statement.value
        if not isinstance(value, ox.Literal):
            continue
        if statement.property == f"{_SKOS}prefLabel":
            labels[value.language or "en"] = value.value
        elif statement.property == f"{_SKOS}altLabel":
            alternatives.append(value.value)
        elif statement.property == f"{_SKOS}definition" and value.language == "en":
            definition = value.value
    facts = (
        *(_held(position) for position in described.positions[:_POSITIONS]),
        *_facts(described.statements, described.named_by),
    )
    return Node(name, described.label, kind, labels, year, definition, facts, tuple(alternatives))


def _facts(own: tuple[Statement, ...], naming: tuple[Statement, ...]) -> Iterator[Fact]:
    texts = {f"{_SKOS}{name}" for name in ("prefLabel", "altLabel", "definition")}
    for statement in own:
        if statement.property not in texts and not statement.property.endswith("#type"):
            yield _fact(statement, statement.property_label)
    for statement in naming:
        name = statement.property.rpartition("#")[2]
        if name not in _UNTOLD:
            yield _fact(
                statement, _SEEN_FROM_HERE.get(name, f"{statement.property_label}, said by")
            )


def _fact(statement: Statement, label: str) -> Fact:
    value = statement.value
    name = curie(value.value) if isinstance(value, ox.NamedNode) else None
    cited = tuple((basis.name, basis.label or basis.name) for basis in statement.bases)
    return Fact(label, statement.value_text, name, cited)


def _held(position: Position) -> Fact:
    words = f"{position.year}: {position.who} {STANCES[position.stance]}: {position.words}"
    return Fact("position", words, position.claim, position.citations)


def _stated(source: Source, kinds: dict[str, str]) -> Iterator[Edge]:
    properties = " ".join(f"<{name}>" for name in _STATED)
    found: defaultdict[Key, set[Citation]] = defaultdict(set)
    for row in rows(source, _EDGES.format(properties=properties)):
        one, other = text_of(row["from"]), text_of(row["to"])
        if one in kinds and other in kinds and one != other:
            relation = _STATED[iri(text_of(row["property"])) or ""]
            found[one, relation, other].add((text_of(row["graph"]), text_of(row["label"])))
    for (one, relation, other), citations in sorted(found.items()):
        words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", relation).lower()
        yield Edge(one, other, relation, words, False, tuple(sorted(citations)), ())


def _claimed(source: Source, kinds: dict[str, str]) -> Iterator[Edge]:
    """One edge a proposition on concepts, with who asserts, denies or conditions it."""
    citations: defaultdict[Key, set[Citation]] = defaultdict(set)
    sides: defaultdict[Key, set[str]] = defaultdict(set)
    words: dict[Key, str] = {}
    for row in rows(source, _CLAIMS):
        one, other = text_of(row["from"]), text_of(row["to"])
        if one in kinds and other in kinds and one != other:
            key = one, _relation(text_of(row["kind"])), other
            stance = text_of(row["stance"]).partition(":")[2]
            sides[key].add(f"{text_of(row['who'])} ({stance})")
            citations[key].add((text_of(row["graph"]), text_of(row["label"])))
            words[key] = text_of(row["kindLabel"])
    for key in sorted(sides):
        stances = Counter(who.rpartition("(")[2].rstrip(")") for who in sides[key])
        if stances["asserts"]:  # a relation that nobody asserts is no relation to draw
            one, relation, other = key
            told = ", ".join(f"{count} {stance}" for stance, count in sorted(stances.items()))
            cited = tuple(sorted(citations[key]))
            label = f"{words[key]} ({told})"
            yield Edge(one, other, relation, label, True, cited, tuple(sorted(sides[key])))


def _relation(code: str) -> str:
    """The key of a relation from its code: `code:derives-from` is `derivesFrom`."""
    head, *rest = code.removeprefix("code:").split("-")
    return head + "".join(part.capitalize() for part in rest)
