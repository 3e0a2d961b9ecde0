"""`kg view`: write a network view as one HTML page that needs no network.

Design decision: a view is a specification in `visualizations/` and a reader of the same name; the
page goes to `visualizations/html` of a checkout, or to the present folder, unless a place is given.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kg.cli.common import graph_of, locations_of, progress, write
from kg.errors import NotFound
from kg.locations import Locations
from kg.results import aligned


@click.command("view")
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List all views.")
@click.option("--all", "every", is_flag=True, help="Write all views.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write."
)
@click.pass_context
def command(
    context: click.Context, name: str | None, listing: bool, every: bool, output: Path | None
) -> None:
    """Write a network view: kg view doctrine -o doctrine.html."""
    places = locations_of(context)
    if listing or (name is None and not every):
        write(_listed(places))
        return
    if every and output:
        raise click.UsageError("--all writes several files; leave -o out")
    names = (
        sorted(path.stem for path in places.visualizations.glob("*.toml"))
        if every
        else [name or ""]
    )
    for one in names:
        print(_write(context, places, one, output))


def _listed(places: Locations) -> str:
    from kg.views.specification import read

    views = [read(path) for path in sorted(places.visualizations.glob("*.toml"))]
    return aligned(["view", "what it answers"], [[view.name, view.question] for view in views])


def _write(context: click.Context, places: Locations, name: str, output: Path | None) -> Path:
    from kg.views.page import render
    from kg.views.specification import read

    path = places.visualizations / f"{name}.toml"
    if not path.is_file():
        raise NotFound(f"'{name}': no such view; 'kg view --list' shows all")
    with progress(f"drawing {name}") as tell:
        specification = read(path)
        tell("reading the network")
        network = graph_of(context).network(name)
        tell("laying it out")
        page = render(network, specification)
    place = output or Path(f"{name}.html")
    write(page, place)
    print(f"{len(network.nodes)} nodes, {len(network.edges)} edges", file=sys.stderr)
    return place
