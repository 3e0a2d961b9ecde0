"""`kg stats`: what the graph holds, in numbers.

Design decision: the same numbers as a table for people and as JSON for programs.
"""

from __future__ import annotations

import json

import click

from kg.cli.common import graph_of, write
from kg.results import aligned


@click.command("stats")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def command(context: click.Context, as_json: bool) -> None:
    """Count triples, citations, the share of statements that have one, and things by class."""
    numbers = graph_of(context).stats()
    if as_json:
        write(json.dumps(numbers.as_dict(), indent=1))
        return
    rows = []
    for name, value in numbers.as_dict().items():
        if name == "cited_share":
            rows.append(
                [
                    "share of asserted statements with a citation that resolves",
                    f"{numbers.cited_share:.2%}",
                ]
            )
        elif isinstance(value, int):
            rows.append([name.replace("_", " "), f"{value:,}"])
    for listed in (numbers.ballots_by_what_is_known, numbers.entities_by_class):
        rows += [[f"  {name}", f"{count:,}"] for name, count in listed.items()]
    write(aligned(["what", "number"], rows))
