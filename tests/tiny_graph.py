"""Tiny graphs, written in TriG with the project's prefixes and closed as the build does it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from kg.reasoning import Axioms, ClosedWorldRule, Closure, compile_axioms, read_rules
from kg.reasoning.application import apply
from kg.terms import PREFIXES

ONTOLOGY: Final = Path(__file__).parents[1] / "ontology"
_PREFIX: Final = re.compile(r"(?<![\w:<])([a-z][a-z0-9]*):(?=[A-Za-z0-9])")


def with_prefixes(text: str) -> str:
    """A text with the declarations of the prefixes that it uses."""
    used = sorted(set(_PREFIX.findall(text)) & PREFIXES.keys())
    return "".join(f"@prefix {name}: <{PREFIXES[name]}> .\n" for name in used) + text


def quads(text: str) -> list[ox.Quad]:
    """The quads of a text in TriG."""
    return list(ox.parse(with_prefixes(text), format=ox.RdfFormat.TRIG))


@cache
def axioms() -> Axioms:
    """The axioms of the ontology."""
    modules = (quad for path in sorted(ONTOLOGY.glob("*.ttl")) for quad in ox.parse(path=path))
    return compile_axioms(modules)


@cache
def rules() -> list[ClosedWorldRule]:
    """The closed-world rules of the ontology."""
    return read_rules(ONTOLOGY / "rules")


class _InMemory:
    """A dataset of which nothing is kept on disk."""

    def __init__(self) -> None:
        self.memory = ox.Store()

    def write(self, lines: Iterable[str]) -> int:
        data = list(lines)
        self.memory.load(input="".join(data).encode(), format=ox.RdfFormat.N_QUADS)
        return len(data)

    store = write


def concluded(text: str) -> ox.Store:
    """A dataset with the facts of a text and all that axioms and rules conclude from them."""
    facts = [quad.triple for quad in quads(text)]
    closure, dataset = Closure(axioms()), _InMemory()
    closure.state(facts)
    closure.close()
    dataset.write(closure.all_lines())
    apply(rules(), dataset, closure)
    return dataset.memory
