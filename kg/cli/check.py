"""`kg check`: whether the authored files, as they are now, make a graph that holds together.

Design decision: the files are compiled into a store that is thrown away, so that what is checked is
never an older build; findings go to stdout, one a line, as compilers print them.
"""

from __future__ import annotations

import sys

import click

from kg.cli.common import locations_of, progress, write
from kg.errors import KGError


@click.command("check")
@click.pass_context
def command(context: click.Context) -> None:
    """Check the authored files, the shapes and the integrity of the graph; exit 1 for a finding."""
    from kg.build import check
    from kg.validation.integrity import read_checks

    if context.obj["endpoint"]:
        raise KGError("check reads the authored files; it does not run on an endpoint")
    with progress("checking") as tell:
        found = check(locations_of(context), progress=tell)
    if found:
        write("\n".join(str(fault) for fault in found))
        raise click.exceptions.Exit(1)
    checks = len(read_checks())
    print(f"nothing found: {checks} integrity checks and all shapes hold", file=sys.stderr)
