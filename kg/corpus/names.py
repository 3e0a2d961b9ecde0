"""Checks on IRIs: the names of things, of citations, and of what stands outside this graph.

Design decision: every check takes the IRI as a string and gives a Complaint or None; verdicts on
well-formed IRIs are remembered by the readers, so that the cost is paid once for each IRI and not
once for each quad.
"""

from __future__ import annotations

import re
from typing import Final

from kg import citations
from kg.corpus.complaints import Complaint, did_you_mean
from kg.terms import BASE, ID, LOCATED, NAME, ONTOLOGY, PREFIXES, THING_PREFIXES

CITE: Final = f"{ID}cite/"
DOC: Final = f"{ID}doc/"

#: The document that editorial content has as its source; only the loader cites it.
EDITORIAL_DOCUMENT: Final = "editorial"

_OUTSIDE: Final = re.compile(r"(https?://[^/]|urn:[a-z0-9]).*", re.DOTALL)
_NAME_MEND: Final = "write letters, digits and hyphens only"


def compact(iri: str) -> str:
    """An IRI as an author writes it, `prefix:name` even where the name is malformed."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace) and "/" not in iri[len(namespace) :]:
            return f"{prefix}:{iri[len(namespace) :]}"
    return f"<{iri}>"


def thing(iri: str) -> Complaint | None:
    """What is wrong with the IRI of a thing of this graph, which starts with the base of things."""
    prefix, slash, name = iri[len(ID) :].partition("/")
    if not slash or prefix not in THING_PREFIXES:
        mend = did_you_mean(prefix, THING_PREFIXES, "use a prefix of the table in kg/terms.py")
        return Complaint("name", f"`{prefix}` in <{iri}> is no kind of thing", mend)
    if prefix == "cite":
        return citation(iri)
    if prefix == "doc" and "." in name:
        return _part(name)
    if NAME.fullmatch(name):
        return None
    return Complaint("name", f"`{prefix}:{name}` is no well-formed name", _NAME_MEND)


def _part(name: str) -> Complaint | None:
    if not LOCATED.fullmatch(name):
        mend = f"{_NAME_MEND}, with one dot before the part"
        return Complaint("name", f"`doc:{name}` is no well-formed name", mend)
    try:
        citations.describe_locator(name.partition(".")[2])
    except ValueError as error:
        message, _, mend = str(error).partition("; ")
        return Complaint("name", f"`doc:{name}` names no part of a document: {message}", mend)
    return None


def citation(iri: str) -> Complaint | None:
    """What is wrong with a citation's IRI: not a citation, malformed, or the loader's own."""
    if not iri.startswith(CITE):
        mend = "name the graph cite:<document>.<locator>"
        return Complaint("citation", f"`{compact(iri)}` is no citation", mend)
    name = iri[len(CITE) :]
    try:
        parts = citations.parse(name)
        if parts.locator is not None and parts.document != EDITORIAL_DOCUMENT:
            citations.describe_locator(parts.locator)
    except ValueError as error:
        message, _, mend = str(error).partition("; ")
        return Complaint("citation", f"`cite:{name}` is no citation: {message}", mend)
    if parts.document == EDITORIAL_DOCUMENT:
        mend = "write labels and notes outside any graph, facts under the document that states them"
        return Complaint("editorial", f"`cite:{name}` is named by the loader alone", mend)
    return None


def subject(iri: str) -> Complaint | None:
    """What is wrong with the subject of a fact, which must be a thing of this graph."""
    if iri.startswith(ID):
        return thing(iri)
    mend = "state facts about things of this graph only, such as doc:... or state:..."
    return Complaint("name", f"`{compact(iri)}` is no thing of this graph", mend)


def outside(iri: str) -> Complaint | None:
    """What is wrong with an object's IRI that is neither a thing nor a term of this graph."""
    if iri.startswith(BASE) and not iri.startswith(ONTOLOGY):
        mend = f"things are named {ID}<prefix>/<name>"
        return Complaint("name", f"<{iri}> is no name in this graph's base", mend)
    if _OUTSIDE.fullmatch(iri):
        return None
    return Complaint("name", f"<{iri}> is no web address", "write an http, https or urn IRI")
