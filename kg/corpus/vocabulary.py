"""The terms that facts may use: the classes and properties that the files of `ontology/` declare.

Design decision: a term exists when a file of `ontology/` declares it (`owl:Class`,
`owl:ObjectProperty` ...), reused ones of other vocabularies included; there is no second list of
terms in Python that could disagree.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from kg.corpus.complaints import Complaint, did_you_mean
from kg.terms import RDF_TYPE, VOCABULARIES, curie

_OWL: Final = VOCABULARIES["owl"]
_SKOS: Final = VOCABULARIES["skos"]
_RDF: Final = VOCABULARIES["rdf"]
_RDFS: Final = VOCABULARIES["rdfs"]

#: What may be said without a citation: what a thing is called and how we explain it.
EDITORIAL: Final = frozenset(
    {RDF_TYPE, f"{_RDFS}label", f"{_RDFS}comment"}
    | {
        f"{_SKOS}{name}"
        for name in ("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote", "note",
                     "example", "editorialNote", "inScheme", "topConceptOf", "hasTopConcept")
    }
)  # fmt: skip

#: Classes of SKOS, which need no declaration in the ontology.
_SKOS_CLASSES: Final = frozenset(
    f"{_SKOS}{name}" for name in ("Concept", "ConceptScheme", "Collection", "OrderedCollection")
)
_CLASS_TYPES: Final = frozenset({f"{_OWL}Class", f"{_RDFS}Class", f"{_RDFS}Datatype"})
_KINDS: Final = {f"{_OWL}ObjectProperty": "object", f"{_OWL}DatatypeProperty": "datatype"}


@dataclass
class Vocabulary:
    """The declared terms, and the verdicts on terms that facts use."""

    classes: set[str] = field(default_factory=set)
    properties: dict[str, str] = field(
        default_factory=dict
    )  # IRI -> object, datatype or "" (either)
    #: False where a file is broken: then a term that is missing may stand in it.
    complete: bool = True

    def declare(self, term: str, owl_type: str) -> None:
        """Take note of what a term is declared as (`owl:Class`, `owl:ObjectProperty` ...)."""
        if owl_type in _CLASS_TYPES:
            self.classes.add(term)
        elif owl_type.startswith((_OWL, _RDF)) and owl_type.endswith("Property"):
            self.properties[term] = self.properties.get(term) or _KINDS.get(owl_type, "")

    def predicate(self, iri: str) -> Complaint | None:
        """What is wrong with a predicate of a fact."""
        if iri in self.properties or iri in EDITORIAL or not self.complete:
            return None
        if iri in self.classes:
            mend = "use a property here"
            return Complaint("term", f"`{curie(iri)}` is a class, not a property", mend)
        return self._unknown(iri, "property", self.properties)

    def type(self, iri: str) -> Complaint | None:
        """What is wrong with the class of a thing."""
        if iri in self.classes or iri in _SKOS_CLASSES or not self.complete:
            return None
        if iri in self.properties:
            return Complaint("term", f"`{curie(iri)}` is a property, not a class", "name a class")
        return self._unknown(iri, "class", self.classes)

    def term(self, iri: str) -> Complaint | None:
        """What is wrong with a term of the ontology used as a value."""
        if iri in self.classes or iri in self.properties or not self.complete:
            return None
        return self._unknown(iri, "term", {*self.classes, *self.properties})

    def _unknown(self, iri: str, what: str, known: Iterable[str]) -> Complaint:
        name = curie(iri)
        mend = did_you_mean(name, map(curie, known), "declare it in ontology/")
        return Complaint("term", f"`{name}` is no {what} that the ontology declares", mend)

    def object_kind(self, predicate: str, literal: bool) -> Complaint | None:
        """What is wrong where a property is given a text for a thing, or a thing for a text."""
        expected = "object" if predicate == RDF_TYPE else self.properties.get(predicate, "")
        if literal and expected == "object":
            message = f"`{curie(predicate)}` takes a thing, not a text"
            return Complaint("term", message, "name a thing (prefix:name) without quotes")
        if not literal and expected == "datatype":
            message = f"`{curie(predicate)}` takes a text or a date, not a thing"
            return Complaint("term", message, "write the value in quotes")
        return None
