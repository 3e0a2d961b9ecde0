"""`kg check`: shapes and integrity of the built graph, and whether it is what the files say.

Design decision: findings go to stdout, one a line, as compilers print them; the exit status tells
if any.
"""

from __future__ import annotations

import sys

import click

from kg.cli.common import graph_of, locations_of, progress, write
from kg.errors import KGError
from kg.graph import LocalSource


@click.command("check")
@click.pass_context
def command(context: click.Context) -> None:
    """Check the files, and the graph's shapes and integrity; exit status 1 for a finding."""
    from kg import corpus
    from kg.validation import integrity, shapes

    with progress("checking") as tell:
        tell("reading the authored files")
        places = locations_of(context)
        corpus.read(places)
        graph = graph_of(context)
        if not isinstance(graph.source, LocalSource):
            raise KGError("check needs the local store; it does not run on an endpoint")
        tell("integrity checks")
        found = integrity.faults(graph.source.store, places)
        tell("shapes")
        found += shapes.faults(graph.source.store, places)
    if found:
        write("\n".join(str(fault) for fault in sorted(found)))
        raise click.exceptions.Exit(1)
    count = len(integrity.read_checks())
    print(f"nothing found: {count} integrity checks and all shapes hold", file=sys.stderr)
