"""`kg import`: public data in its own format, put beside the shipped graph in a store of its own.

Design decision: the group knows each kind of data by a command of its own; the directory of the new
version goes to stdout, so that scripts can use it, and what was imported to stderr.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import click

from kg.cli.common import locations_of, progress


@click.group("import")
def command() -> None:
    """Put public data beside the shipped graph, in a store of its own."""


@command.command("unga-votes")
@click.argument("file", type=click.Path(path_type=Path, exists=True))
@click.option(
    "--store",
    "target",
    type=click.Path(path_type=Path, file_okay=False),
    help="Directory of the store to make.",
)
@click.pass_context
def unga_votes(context: click.Context, file: Path, target: Path | None) -> None:
    """Import roll calls of the General Assembly: Voeten's files or the UN Digital Library's.

    FILE is un_votes.csv (with un_roll_calls.csv beside it), UNVotes.csv or the bulk file of the UN
    Digital Library, plain or gzipped, or the folder that holds it.
    """
    from kg.imports.unga_votes import default_target, import_votes

    started = time.perf_counter()
    found = locations_of(context)
    place = target or default_target(found.store)
    with progress("importing") as tell:
        done = import_votes(found, file, place, progress=tell)
    told = ", ".join(f"{number:,} {name}" for name, number in done.manifest.counts.items())
    took = time.perf_counter() - started
    state = f"imported in {took:.1f} s" if done.rebuilt else "unchanged, not imported again"
    print(f"{state}: {told}\nask it with: kg --store {place} query ...", file=sys.stderr)
    print(done.directory)
