"""`kg export`: the whole graph as a file of linked data.

Design decision: the file is written whole or not at all; stdout is for pipes.
"""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.common import graph_of, progress, write
from kg.errors import KGError
from kg.export.files import QUADS, TRIPLES, export
from kg.graph import LocalSource


@click.command("export")
@click.argument("name", metavar="FORMAT", type=click.Choice([*TRIPLES, *QUADS]))
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.option("--with-merge", is_flag=True, help="The merge too, beside the named graphs.")
@click.option(
    "--merge-graph",
    metavar="IRI",
    help="Name the merge's graph, for engines without a default graph.",
)
@click.pass_context
def command(
    context: click.Context,
    name: str,
    output: Path | None,
    with_merge: bool,
    merge_graph: str | None,
) -> None:
    """Write the graph: ttl, nt and rdfxml hold the merge; trig, nq and jsonld the named graphs."""
    source = graph_of(context).source
    if not isinstance(source, LocalSource):
        raise KGError("export needs the local store; ask the endpoint for its own dump")
    with progress(f"writing {name}"):
        data = export(source.store, name, with_merge=with_merge, default_graph=merge_graph)
    write(data, output)
