"""`kg query`: run a SPARQL query and write the answer in a format.

Design decision: the default is an aligned table for rows, Turtle for graphs, true or false for ASK;
every other format is the standard's, byte for byte as the engine writes it.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.common import graph_of, write
from kg.errors import QueryError
from kg.results import GRAPH_FORMATS, ROW_FORMATS, Rows

if TYPE_CHECKING:
    from kg.query import Answer

FORMATS = ["table", *ROW_FORMATS, *GRAPH_FORMATS]


@click.command("query")
@click.argument("sparql", required=False)
@click.option(
    "-f",
    "--file",
    "path",
    type=click.Path(path_type=Path, allow_dash=True),
    help="Read the query from a file (- for stdin).",
)
@click.option("--format", "name", type=click.Choice(FORMATS), help="Format of the answer.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
@click.pass_context
def command(
    context: click.Context,
    sparql: str | None,
    path: Path | None,
    name: str | None,
    output: Path | None,
) -> None:
    """Run a SPARQL query. The project's prefixes need no declaration.

    \b
    kg query 'SELECT ?s WHERE { ballot:S-RES-1973 cs:abstained ?s }'
    kg query -f question.rq --format csv
    """  # noqa: D301
    write(written(graph_of(context).query(_text(sparql, path)), name), output)


def written(answer: Answer, name: str | None) -> bytes | str:
    """An answer in a format of the command line; the default for its kind where none is named."""
    if isinstance(answer, bool):
        return _truth(answer, name)
    if isinstance(answer, Rows):
        return _table(answer) if name in (None, "table") else answer.serialize(name)
    return answer.serialize("ttl" if name in (None, "table") else name)


def _table(rows: Rows) -> str:
    """Columns as wide as the terminal allows, cells wrapped; unbroken lines elsewhere."""
    if not sys.stdout.isatty():
        return str(rows)
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*rows.variables, box=None, header_style="bold", padding=(0, 2, 0, 0))
    for cells in rows.texts():
        table.add_row(*(Text(cell) for cell in cells))
    console = Console()
    with console.capture() as captured:
        console.print(table)
    return captured.get()


def _truth(answer: bool, name: str | None) -> str:
    if name in (None, "table", "csv", "tsv"):
        return "true" if answer else "false"
    if name == "json":
        return json.dumps({"head": {}, "boolean": answer})
    if name == "xml":
        word = "true" if answer else "false"
        return (
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#">'
            f"<head/><boolean>{word}</boolean></sparql>"
        )
    raise QueryError(f"an answer of true or false cannot be written as '{name}'")


def _text(sparql: str | None, path: Path | None) -> str:
    if (sparql is None) == (path is None):
        raise click.UsageError("give a query, or a file with -f, and not both")
    if sparql is not None:
        return sparql
    assert path is not None
    try:
        raw = sys.stdin.buffer.read() if str(path) == "-" else path.read_bytes()
        return raw.decode("utf-8-sig")
    except OSError as error:
        raise QueryError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QueryError(
            f"{path}: not UTF-8 at byte {error.start}; save the file as UTF-8"
        ) from error
