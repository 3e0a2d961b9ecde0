"""Closed-world rules: CONSTRUCT queries in `ontology/rules`, run by strata over what is known.

Design decision: a rule is one readable file whose header says what it concludes, from what, and in
which stratum; rules of one stratum do not read each other's conclusions, so their order does not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.errors import CorpusError, Fault
from kg.terms import CS, PREFIXES, RDF_TYPE, VOCABULARIES

_HEADER = re.compile(r"^#\s*(title|definition|source|stratum):\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True, order=True)
class ClosedWorldRule:
    """One rule: `query` is a CONSTRUCT over the merge, `name` the file's stem and the rule's id."""

    stratum: int
    name: str
    title: str
    definition: str
    query: str


def read_rule(path: Path) -> ClosedWorldRule:
    """Read one rule file.

    Raises:
        CorpusError: the header lacks a title, a definition or a whole-number stratum.
    """
    text = path.read_text(encoding="utf-8")
    header = dict(_HEADER.findall(text))
    missing = [key for key in ("title", "definition", "stratum") if key not in header]
    if missing or not header["stratum"].isdigit():
        what = (
            f"the header lacks {', '.join(missing)}"
            if missing
            else "the stratum is no whole number"
        )
        mend = "start the file with '# title: ...', '# definition: ...' and '# stratum: 1'"
        raise CorpusError.of([Fault(str(path), 1, 1, "rule", what, mend)])
    return ClosedWorldRule(
        int(header["stratum"]), path.stem, header["title"], header["definition"], text
    )


#: What the compiled axioms and the loader conclude, as rules with titles and definitions.
BUILT_IN: Final = {
    "sub-class": ("sub-class", "A member of a class is a member of its super-classes."),
    "sub-property": ("sub-property", "What a property states, its super-properties state."),
    "domain": ("domain", "The subject of a property belongs to the property's domain."),
    "range": ("range", "The object of a property belongs to the property's range."),
    "inverse": ("inverse", "A property that other rules need holds where its inverse does."),
    "symmetry": ("symmetry", "A symmetric property holds both ways."),
    "transitivity": ("transitivity", "A transitive property reaches on from thing to thing."),
    "chain": ("property chain", "Two properties in a row imply a third."),
    "defined-class": ("defined class", "What meets the definition of a class belongs to it."),
    "citation-description":
        ("description of citations", "A citation's name gives its document and locator."),
    "provision-description":
        ("description of provisions", "A provision's name gives its document and locator."),
    "date-bounds":
        ("bounds of dates", "A date stands for the days from its earliest to its latest."),
    "rule-description": ("description of rules", "A rule's file gives its title and definition."),
}  # fmt: skip


def descriptions(rules: Iterable[ClosedWorldRule]) -> Iterator[ox.Triple]:
    """The triples that describe every rule as a thing of the graph: type, label, definition."""
    named = {rule.name: (rule.title, rule.definition) for rule in rules}
    skos, kind = VOCABULARIES["skos"], ox.NamedNode(CS["Rule"])
    for name, (title, definition) in sorted((BUILT_IN | named).items()):
        subject = ox.NamedNode(f"{PREFIXES['rule']}{name}")
        yield ox.Triple(subject, ox.NamedNode(RDF_TYPE), kind)
        yield ox.Triple(subject, ox.NamedNode(f"{skos}prefLabel"), ox.Literal(title, language="en"))
        yield ox.Triple(
            subject, ox.NamedNode(f"{skos}definition"), ox.Literal(definition, language="en")
        )


def read_rules(folder: Path) -> list[ClosedWorldRule]:
    """All rules of a folder, by stratum and name."""
    return sorted(read_rule(path) for path in sorted(folder.glob("*.rq")))
