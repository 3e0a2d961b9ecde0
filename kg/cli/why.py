"""`kg why`: why a statement holds.

Design decision: a proof is printed as a tree, the conclusion first and under it what it rests on;
leaves are cited statements, or conclusions of closed-world rules, whose definition is printed.
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from kg.cli.common import graph_of, write
from kg.graph import Graph
from kg.reasoning.proof import Proof
from kg.results import Rows, text_of
from kg.terms import PREFIXES, curie


@click.command("why")
@click.argument("subject")
@click.argument("predicate")
@click.argument("object", metavar="OBJECT")
@click.pass_context
def command(context: click.Context, subject: str, predicate: str, object: str) -> None:
    """Show why a statement holds: kg why doc:S-2011-612 a cs:VetoedDraft."""
    graph = graph_of(context)
    write("\n".join(_lines(graph, graph.why(subject, predicate, object))))


def _lines(graph: Graph, proof: Proof, depth: int = 0) -> Iterator[str]:
    subject, predicate, value = proof.goal
    pad = "    " * depth
    yield f"{pad}{text_of(subject)} {curie(predicate)} {text_of(value)}"
    for citation in proof.citations:
        yield f"{pad}    [{curie(citation)}]"
    if proof.rule:
        yield f"{pad}    by {proof.rule}: {_definition(graph, proof.rule)}"
    for premise in proof.premises:
        yield from _lines(graph, premise, depth + 1)


def _definition(graph: Graph, rule: str) -> str:
    rows = graph.query(f"SELECT ?d WHERE {{ <{PREFIXES['rule']}{rule}> skos:definition ?d }}")
    return text_of(rows.rows[0][0]) if isinstance(rows, Rows) and rows.rows else ""
