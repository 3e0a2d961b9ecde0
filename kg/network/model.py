"""A network: the nodes and edges of one view, with the facts, citations and claimants they rest on.

Design decision: plain frozen data and no drawing. Whoever reads the graph fills it, whoever draws
or exports reads it, and neither knows the other; a network that contradicts itself (a node twice,
an edge to nowhere) cannot be made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kg.errors import KGError

#: A citation as a reader sees it: its compact name (`cite:A-RES-60-1.138-139`) and its label.
Citation = tuple[str, str]


@dataclass(frozen=True)
class Fact:
    """One statement about a node: property and value as labels.

    `value_id` is the value's compact name, or its address, where it is a thing.
    """

    property: str
    value: str
    value_id: str | None
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Node:
    """One thing of the network. `type` is a key of the legend; `labels` go by language tag.

    `year` is None where no date is known. `alternatives` are further names that a search should
    find.
    """

    id: str
    label: str
    type: str
    labels: Mapping[str, str]
    year: int | None
    definition: str
    facts: tuple[Fact, ...]
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class Edge:
    """One relation between two nodes. `relation` is a key of the legend.

    `claimed` tells a claim (of the `claimants`) from what the cited document itself says.
    """

    source: str
    target: str
    relation: str
    label: str
    claimed: bool
    citations: tuple[Citation, ...]
    claimants: tuple[str, ...]


@dataclass(frozen=True)
class Network:
    """The nodes and edges of one view, the question it answers, and what it does not show (`note`).

    Raises KGError where a node is given twice or an edge names a node that is not there.
    """

    title: str
    question: str
    note: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    version: str

    def __post_init__(self) -> None:
        counts = Counter(node.id for node in self.nodes)
        wrong = [
            f"node {name} is given {n} times; give it once" for name, n in counts.items() if n > 1
        ]
        for edge in self.edges:
            lost = [end for end in (edge.source, edge.target) if end not in counts]
            wrong += [
                f"{_spell(edge)}: there is no node {end}; add the node or drop the edge"
                for end in lost
            ]
        if wrong:
            raise KGError("\n".join(wrong))


def _spell(edge: Edge) -> str:
    return f"edge {edge.source} {edge.relation} {edge.target}"
