"""`kg build`: compile ontology and facts into the store.

Design decision: the summary goes to stderr, the directory of the version to stdout, so scripts can
use it.
"""

from __future__ import annotations

import sys
import time

import click

from kg.cli.common import locations_of, progress


@click.command("build")
@click.option("--force", is_flag=True, help="Build even if nothing has changed.")
@click.pass_context
def command(context: click.Context, force: bool) -> None:
    """Compile ontology and facts into the store; an unchanged corpus is not built again."""
    from kg.build import build

    started = time.perf_counter()
    with progress("building") as tell:
        summary = build(locations_of(context), force=force, progress=tell)
    counts = summary.manifest.counts
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items())
    took = time.perf_counter() - started
    state = f"built in {took:.1f} s" if summary.rebuilt else "unchanged, not built again"
    print(f"{state}: {told}", file=sys.stderr)
    print(summary.directory)
