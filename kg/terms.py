"""The names of things: the base IRI, the prefix table, and compact names to IRIs and back.

Design decision: the base IRI stands in ONE constant and the prefix table beside it; every other
module, file and page takes its prefixes from here, and an authored file may use no other ones.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

BASE: Final = "https://w3id.org/collective-security/"
ONTOLOGY: Final = f"{BASE}ontology#"
ID: Final = f"{BASE}id/"

#: Prefixes of the things of the graph: each names the type of what it stands for.
THING_PREFIXES: Final = (
    "concept", "criterion", "formulation", "doc", "state", "government", "organ", "igo", "ngo",
    "person",
    "office", "group", "coalition", "membership", "session", "situation", "intervention", "phase",
    "operation", "event", "consent", "ballot", "ruling", "determination", "authorisation", "claim",
    "proposition", "question", "recognition", "action", "finding", "code", "scheme", "rule", "cite",
)  # fmt: skip

VOCABULARIES: Final = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "dcterms": "http://purl.org/dc/terms/",
    "prov": "http://www.w3.org/ns/prov#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "bibo": "http://purl.org/ontology/bibo/",
    "cito": "http://purl.org/spar/cito/",
    "vann": "http://purl.org/vocab/vann/",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
}

PREFIXES: Final[dict[str, str]] = {
    "cs": ONTOLOGY,
    **{prefix: f"{ID}{prefix}/" for prefix in THING_PREFIXES},
    **VOCABULARIES,
}

#: A name: letters, digits, hyphens. Parts of documents and citations have a dot and a locator too.
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
LOCATED: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9][A-Za-z0-9_-]*)?")

_BY_LENGTH: Final = sorted(PREFIXES.items(), key=lambda item: -len(item[1]))


class Namespace(str):
    """An IRI that makes IRIs: `CS["source"]` is the ontology's property `cs:source`."""

    __slots__ = ()

    def __getitem__(self, name: object) -> str:
        if not isinstance(name, str):
            raise TypeError("a namespace is indexed by a name")
        return f"{self!s}{name}"


CS: Final = Namespace(ONTOLOGY)
RDF_TYPE: Final = f"{VOCABULARIES['rdf']}type"
PREF_LABEL: Final = f"{VOCABULARIES['skos']}prefLabel"


def iri(curie: str) -> str | None:
    """The IRI that `prefix:name` stands for, or None where the prefix is not in the table.

    >>> iri("state:BRA")
    'https://w3id.org/collective-security/id/state/BRA'
    """
    prefix, colon, name = curie.partition(":")
    return PREFIXES[prefix] + name if colon and prefix in PREFIXES else None


@lru_cache(maxsize=65536)
def curie(full: str) -> str:
    """The shortest compact form of an IRI: `prefix:name`, or the IRI itself where no prefix fits.

    >>> curie("https://w3id.org/collective-security/id/cite/S-RES-1973.op4")
    'cite:S-RES-1973.op4'
    """
    for prefix, namespace in _BY_LENGTH:
        if full.startswith(namespace):
            name = full[len(namespace) :]
            return f"{prefix}:{name}" if LOCATED.fullmatch(name) else full
    return full


def prefix_of(full: str) -> str | None:
    """The prefix in whose namespace a thing's IRI stands: `state` of `.../id/state/BRA`."""
    if not full.startswith(ID):
        return None
    prefix, slash, _ = full[len(ID) :].partition("/")
    return prefix if slash and prefix in THING_PREFIXES else None


def sparql_prefixes() -> str:
    """The whole prefix table as SPARQL declarations, put before every query that a user types."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in PREFIXES.items())
