"""`kg path`: the shortest chains of statements between two things.

Design decision: each step is printed in the direction in which it is stated, with what it rests on.
"""

from __future__ import annotations

import click
import pyoxigraph as ox

from kg.cli.common import graph_of, write
from kg.graph import Graph
from kg.network.paths import Path, Step
from kg.query import rows
from kg.results import text_of
from kg.terms import curie


@click.command("path")
@click.argument("start")
@click.argument("end")
@click.option(
    "--count",
    type=click.IntRange(1),
    default=3,
    show_default=True,
    help="How many paths at most.",
)
@click.pass_context
def command(context: click.Context, start: str, end: str, count: int) -> None:
    """Find how two things hang together: kg path state:BRA concept:sovereignty."""
    graph = graph_of(context)
    write("\n\n".join(_text(graph, path) for path in graph.path(start, end, count)))


def _text(graph: Graph, path: Path) -> str:
    labels = _labels(graph, path)
    lines = [_named(path.things[0], labels)]
    for thing, steps in zip(path.things[1:], path.steps, strict=True):
        lines += [_step(graph, step, thing, labels) for step in steps]
        lines.append(_named(thing, labels))
    return "\n".join(lines)


def _named(thing: str, labels: dict[str, str]) -> str:
    return f"{labels.get(thing, '')} ({curie(thing)})".strip()


def _step(graph: Graph, step: Step, far: str, labels: dict[str, str]) -> str:
    word = labels.get(step.property) or curie(step.property)
    arrow = f"  -- {word} -->" if step.object == far else f"  <-- {word} --"
    sources = ", ".join(_sources(graph, step))
    return f"{arrow}  [{sources}]"


def _sources(graph: Graph, step: Step) -> list[str]:
    stated = f"<{step.subject}> <{step.property}> <{step.object}>"
    found = rows(graph.source, f"SELECT DISTINCT ?graph WHERE {{ GRAPH ?graph {{ {stated} }} }}")
    names = sorted(text_of(name) for (name,) in found.rows)
    return [name for name in names if name.startswith("cite:")] or names


def _labels(graph: Graph, path: Path) -> dict[str, str]:
    names = {*path.things, *(step.property for steps in path.steps for step in steps)}
    values = " ".join(f"<{name}>" for name in sorted(names))
    found = rows(
        graph.source,
        f"SELECT ?thing ?label WHERE {{ VALUES ?thing {{ {values} }} "
        '?thing skos:prefLabel|rdfs:label ?label . FILTER(LANG(?label) = "en") }',
    )
    return {
        thing.value: text_of(label)
        for thing, label in found.rows
        if isinstance(thing, ox.NamedNode)
    }
