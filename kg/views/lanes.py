"""Which lane a node stands in: the strand that a reader follows from left to right.

Design decision: a lane is a matter of the view, not of the data: named members first, then the lane
of the node at the other end of a relation to `follow` (a formulation beside its concept), then the
lane of the node's type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kg.errors import KGError
from kg.network.model import Network
from kg.views.specification import Specification


def assign(network: Network, specification: Specification) -> dict[str, int]:
    """The number of each node's lane in the specification.

    Raises KGError that lists the types and relations for which the specification has no entry.
    """
    _check(network, specification)
    by_type = {key: n for n, lane in enumerate(specification.lanes) for key in lane.types}
    by_member = {name: n for n, lane in enumerate(specification.lanes) for name in lane.members}
    types = {node.id: node.type for node in network.nodes}
    leads = _leads(network, specification)
    lanes = {}
    for name in types:
        member = _member(name, leads, by_member.keys())
        lanes[name] = by_member[member] if member else by_type[types[_last(name, leads)]]
    return lanes


def _check(network: Network, specification: Specification) -> None:
    types = {node.type for node in network.nodes} - set(specification.types)
    relations = {edge.relation for edge in network.edges} - set(specification.relations)
    path = specification.directory / f"{specification.name}.toml"
    missing = [f"types.{key}" for key in sorted(types)]
    missing += [f"relations.{key}" for key in sorted(relations)]
    if missing:
        raise KGError(
            "\n".join(f"{path}: the network has {key}; add a table [{key}]" for key in missing)
        )


def _leads(network: Network, specification: Specification) -> dict[str, list[str]]:
    """For each node, the targets of the relations to follow that are no claims, in order."""
    leads: dict[str, set[str]] = defaultdict(set)
    for edge in network.edges:
        if (
            edge.relation in specification.follow
            and not edge.claimed
            and edge.source != edge.target
        ):
            leads[edge.source].add(edge.target)
    return {name: sorted(targets) for name, targets in leads.items()}


def _member(start: str, leads: dict[str, list[str]], members: Collection[str]) -> str | None:
    """The nearest named member on the way along the relations to follow, or None."""
    front, seen = [start], {start}
    while front:
        for name in front:
            if name in members:
                return name
        front = [
            n
            for n in dict.fromkeys(t for name in front for t in leads.get(name, ()))
            if n not in seen
        ]
        seen.update(front)
    return None


def _last(start: str, leads: dict[str, list[str]]) -> str:
    """The end of the way along the first relation to follow (a circle ends where it closes)."""
    name, seen = start, {start}
    while name in leads and leads[name][0] not in seen:
        name = leads[name][0]
        seen.add(name)
    return name
