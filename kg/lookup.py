"""From what a user types to the thing that is meant: a compact name, an IRI, or a label.

Design decision: a name is never guessed. One thing bears the label, or the error lists the
candidates.
"""

from __future__ import annotations

import re

import pyoxigraph as ox

from kg.errors import NotFound
from kg.query import Source, rows, run
from kg.results import text_of
from kg.terms import PREFIXES, curie, iri

_IRI = re.compile(r"[a-z][a-z0-9+.-]*://.+", re.IGNORECASE)
_SHOWN = 8


def quoted(text: str) -> str:
    """A string as a SPARQL literal, safe to put into a query."""
    return str(ox.Literal(_unicode(text)))


def _unicode(text: str) -> str:
    """The text without halves of characters, which a command line may hold and no query can."""
    return text.encode("utf-8", "replace").decode()


def resolve(source: Source, text: str) -> str:
    """The IRI of the thing that `text` names.

    Args:
        source: where to look.
        text: `prefix:name`, an IRI (with or without angle brackets), or a label in any language,
            a symbol or another name, in upper or lower case.

    Raises:
        NotFound: nothing, or more than one thing, bears that name.
    """
    text = _unicode(text.strip())
    named = text[1:-1] if text.startswith("<") and text.endswith(">") else iri(text) or text
    if _is_iri(named):
        if _exists(source, named):
            return named
        raise NotFound(f"{text}: nothing in the graph bears this name{_near(source, text)}")
    found = _labelled(source, text)
    if len(found) == 1:
        return found[0]
    if found:
        listed = ", ".join(curie(candidate) for candidate in found[:_SHOWN])
        raise NotFound(f"'{text}' names {len(found)} things: {listed}; give one of these names")
    raise NotFound(
        f"'{text}': no thing has this label{_near(source, text)}; try 'kg search {text}'"
    )


def _is_iri(text: str) -> bool:
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return _IRI.fullmatch(text) is not None


def _exists(source: Source, name: str) -> bool:
    return run(source, f"ASK {{ {{ <{name}> ?p ?o }} UNION {{ ?s ?q <{name}> }} }}") is True


def _labelled(source: Source, text: str) -> list[str]:
    """The things that bear a label; citations and rules only where nothing else bears it."""
    found = rows(
        source,
        "SELECT DISTINCT ?thing WHERE { "
        "VALUES ?naming { skos:prefLabel skos:altLabel cs:symbol cs:title } ?thing ?naming ?label "
        f"FILTER(LCASE(STR(?label)) = LCASE({quoted(text)})) }} ORDER BY STR(?thing)",
    )
    named = [term.value for (term,) in found.rows if isinstance(term, ox.NamedNode)]
    aside = (PREFIXES["cite"], PREFIXES["rule"])
    return [thing for thing in named if not thing.startswith(aside)] or named


def _near(source: Source, text: str) -> str:
    """Names with the same prefix, or labels, that look alike, as a hint."""
    import difflib

    prefix, _, name = text.partition(":")
    if prefix in PREFIXES and name:
        known = _names(source, PREFIXES[prefix])
    else:
        found = rows(source, "SELECT DISTINCT ?l WHERE { ?thing skos:prefLabel|skos:altLabel ?l }")
        known = sorted(text_of(label) for (label,) in found.rows)
    folded = {one.casefold(): one for one in known}
    close = difflib.get_close_matches(text.casefold(), folded, n=3, cutoff=0.6)
    return f"; did you mean {', '.join(folded[one] for one in close)}?" if close else ""


def _names(source: Source, namespace: str) -> list[str]:
    found = rows(
        source,
        "SELECT DISTINCT ?thing WHERE { ?thing a ?type "
        f"FILTER(STRSTARTS(STR(?thing), {quoted(namespace)})) }} ORDER BY STR(?thing)",
    )
    return [curie(term.value) for (term,) in found.rows if isinstance(term, ox.NamedNode)]
