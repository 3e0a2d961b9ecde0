"""A view as one HTML page that needs nothing beside itself: no server, no network, no other file.

pyvis gathers nodes, edges and options and renders the page; the template, script and style sheet
are ours, and the drawing library (vis-network) is the copy that the pyvis package brings along,
written into the page.

Design decision: nothing in the page may reach out or run uninvited. A Content-Security-Policy
allows exactly the two scripts and the one style sheet of the page, by their hashes, and no
connection at all; the template escapes everything; the data travel as JSON in a block that is no
script; the script writes text, never markup.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import KGError
from kg.network.model import Edge, Network, Node
from kg.terms import BASE
from kg.views.inline import library, policy, text
from kg.views.layout import Layout, Place, place
from kg.views.marks import ARROWS, SHAPES, WEIGHTS
from kg.views.specification import RelationStyle, Specification

if TYPE_CHECKING:
    from jinja2 import Environment

PUBLICATION: Final = "Collective Security Knowledge Graph"
ASSETS: Final = ("template.html", "network.js", "network.css")
DASHES: Final = [7, 5]
#: How far the second, third ... line between the same two nodes bends.
BEND: Final = 0.16
OPTIONS: Final[dict[str, Any]] = {
    "autoResize": True,
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "interaction": {
        "dragNodes": False,
        "hover": True,
        "selectConnectedEdges": False,
        "keyboard": False,
        "navigationButtons": False,
    },
    "nodes": {"chosen": False, "fixed": True, "physics": False},
    "edges": {
        "chosen": False,
        "physics": False,
        "arrowStrikethrough": False,
        "smooth": {
            "enabled": True,
            "type": "cubicBezier",
            "forceDirection": "horizontal",
            "roundness": 0.45,
        },
    },
}


@dataclass(frozen=True)
class LegendEntry:
    """A line of the legend: `path` is drawn in `colour`, `count` nodes or edges look like it."""

    key: str
    label: str
    colour: str
    path: str
    width: float
    count: int


def render(network: Network, specification: Specification) -> str:
    """The page of a network, as HTML text to be written as UTF-8.

    Raises KGError where the specification has no entry for a type or relation of the network, where
    the template beside it is missing, or where the installed pyvis brings no vis-network.
    """
    positions = place(network, specification)
    page = _pyvis(network, specification, positions)
    page.templateEnv = _environment(
        specification.directory, _context(network, specification, positions)
    )
    page.path = ASSETS[0]
    html: str = page.generate_html()
    return html


def _pyvis(network: Network, specification: Specification, positions: Layout) -> Any:
    """The network as pyvis holds it."""
    from pyvis.network import Network as Pyvis

    page = Pyvis(height="100%", width="100%", directed=True, cdn_resources="in_line")
    page.options = OPTIONS
    for node in sorted(
        network.nodes, key=lambda one: (one.year is None, one.year or 0, one.label, one.id)
    ):
        page.add_node(node.id, **_node(node, positions.places[node.id], specification))
    between: Counter[frozenset[str]] = Counter()
    same: Counter[str] = Counter()
    for edge in sorted(network.edges, key=_edge_order):
        pair, name = frozenset((edge.source, edge.target)), _name(edge)
        options = _edge(edge, specification.relations[edge.relation], between[pair])
        suffix = f"/{same[name] + 1}" if same[name] else ""
        page.add_edge(edge.source, edge.target, id=name + suffix, **options)
        between[pair] += 1
        same[name] += 1
    return page


def _name(edge: Edge) -> str:
    """A name of the edge that stays the same when others come and go, for permalinks."""
    return f"{edge.source}/{edge.relation}/{edge.target}{'/claimed' if edge.claimed else ''}"


def _edge_order(edge: Edge) -> tuple[str, str, str, bool, tuple[str, ...], str]:
    return (
        edge.source,
        edge.target,
        edge.relation,
        edge.claimed,
        edge.claimants,
        str(edge.citations),
    )


def _node(node: Node, where: Place, specification: Specification) -> dict[str, Any]:
    style = specification.types[node.type]
    return {
        "label": "\n".join(where.lines),
        "shape": "custom",
        "color": style.colour,
        "x": where.x,
        "y": where.y,
        "box": {"width": where.width, "height": where.height, "strong": style.strong},
        "detail": {
            "label": node.label,
            "type": node.type,
            "year": node.year,
            "labels": dict(node.labels),
            "alternatives": list(dict.fromkeys(node.alternatives)),
            "definition": node.definition,
            "facts": [asdict(fact) for fact in node.facts],
        },
    }


def _edge(edge: Edge, style: RelationStyle, earlier: int) -> dict[str, Any]:
    """One edge; `earlier` is how many others join the same two nodes."""
    head = {"enabled": True, "type": style.arrow, "scaleFactor": 0.55}
    options: dict[str, Any] = {
        "color": {"color": style.colour, "inherit": False},
        "width": WEIGHTS[style.weight],
        "dashes": DASHES if edge.claimed else False,
        "arrows": {"to": head, "from": head} if style.symmetric else {"to": head},
        "detail": {
            "relation": edge.relation,
            "label": edge.label,
            "claimed": edge.claimed,
            "claimants": list(edge.claimants),
            "citations": [list(citation) for citation in edge.citations],
        },
    }
    if earlier:
        bend = min(BEND * ((earlier + 1) // 2), 1.0)
        kind = "curvedCW" if earlier % 2 else "curvedCCW"
        options["smooth"] = {"enabled": True, "type": kind, "roundness": bend}
    return options


def _context(network: Network, specification: Specification, positions: Layout) -> dict[str, Any]:
    """What the template knows beside pyvis's nodes, edges and options."""
    title = network.title or specification.title
    drawing = library()
    script = text(specification.directory / ASSETS[1])
    style = text(specification.directory / ASSETS[2])
    types, relations = (
        _legend_of_types(network, specification),
        _legend_of_relations(network, specification),
    )
    return {
        "title": title,
        "question": network.question or specification.question,
        "note": network.note or specification.note,
        "version": network.version,
        "publication": PUBLICATION,
        "base": BASE,
        "types": types,
        "relations": relations,
        "claimed": sum(edge.claimed for edge in network.edges),
        "names": {node.id: node.label for node in network.nodes},
        "names_of_types": {key: style.label for key, style in specification.types.items()},
        "view": {
            "name": specification.name,
            "title": title,
            "version": network.version,
            "publication": PUBLICATION,
            "width": positions.width,
            "height": positions.height,
            "ticks": [asdict(tick) for tick in positions.ticks],
            "bands": [asdict(band) for band in positions.bands],
            "types": {
                entry.key: {**asdict(entry), "name": specification.types[entry.key].label}
                for entry in types
            },
            "relations": {
                entry.key: {**asdict(entry), "inverse": specification.relations[entry.key].inverse}
                for entry in relations
            },
        },
        "library": drawing,
        "script": script,
        "style": style,
        "policy": policy(scripts=(drawing, script), styles=(style,)),
    }


def _legend_of_types(network: Network, specification: Specification) -> list[LegendEntry]:
    counts = Counter(node.type for node in network.nodes)
    return [
        LegendEntry(key, style.plural, style.colour, SHAPES[style.shape], 0.0, counts[key])
        for key, style in specification.types.items()
        if counts[key]
    ]


def _legend_of_relations(network: Network, specification: Specification) -> list[LegendEntry]:
    counts = Counter(edge.relation for edge in network.edges)
    return [
        LegendEntry(
            key, style.label, style.colour, ARROWS[style.arrow], WEIGHTS[style.weight], counts[key]
        )
        for key, style in specification.relations.items()
        if counts[key]
    ]


def _environment(directory: Path, context: Mapping[str, Any]) -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    if not (directory / ASSETS[0]).is_file():
        raise KGError(
            f"{directory / ASSETS[0]}: the template is missing; put it beside the view file"
        )
    environment = Environment(
        loader=FileSystemLoader(directory),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    ours = {key: Markup(context[key]) for key in ("library", "script", "style")}
    environment.globals.update({**context, **ours})
    environment.filters["parsed"] = json.loads
    return environment
