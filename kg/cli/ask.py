"""`kg ask`: ask a saved question, with values for its parameters.

Design decision: the question's title and how to read the answer go to stderr, the answer alone to
stdout.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg import question as questions
from kg.cli.common import graph_of, locations_of, write
from kg.cli.query import FORMATS, written
from kg.results import aligned


@click.command("ask")
@click.argument("question", required=False)
@click.argument("values", nargs=-1, metavar="[NAME=VALUE]...")
@click.option("--list", "listing", is_flag=True, help="List all questions.")
@click.option("--sparql", is_flag=True, help="Print the query instead of asking it.")
@click.option("--format", "name", type=click.Choice(FORMATS), help="Format of the answer.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
def command(
    question: str | None,
    values: tuple[str, ...],
    listing: bool,
    sparql: bool,
    name: str | None,
    output: Path | None,
) -> None:
    """Ask a saved question.

    \b
    kg ask --list
    kg ask abstentions ballot=ballot:S-RES-1973
    """  # noqa: D301
    context = click.get_current_context()
    folder = locations_of(context).questions
    if listing or question is None:
        write(_listed(questions.read_all(folder)), output)
        return
    asked = questions.find(folder, question)
    if sparql:
        write(asked.sparql, output)
        return
    pairs = dict(_pair(value) for value in values)
    print(f"{asked.question}", file=sys.stderr)
    write(written(graph_of(context).ask(question, **pairs), name), output)
    if asked.reading:
        print(f"How to read it: {asked.reading}", file=sys.stderr)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.UsageError(f"'{text}' is not of the form name=value")
    return name, value


def _listed(found: list[questions.Question]) -> str:
    rows = [
        [q.name, q.question, " ".join(f"{p.name}={p.example}" for p in q.parameters)] for q in found
    ]
    return aligned(["question", "what it asks", "parameters"], rows)
