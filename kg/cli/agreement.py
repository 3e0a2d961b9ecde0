"""`kg agreement`: how often members agree, over any slice of ballots.

Design decision: the pairs or the matrix go to stdout, what they were counted from and what was left
out to stderr; JSON holds both, and every ballot by name, because it stands alone.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from kg.cli.common import graph_of, write
from kg.errors import NotFound
from kg.results import aligned, harmless

if TYPE_CHECKING:
    from kg.network.agreement import Agreement

#: As kg.network knows them; it is imported only when a command line is right.
_ORGANS: Final = ("security-council", "general-assembly")
_MEASURES: Final = ("share", "lijphart", "kappa", "pi")
Cell = str | float | None
_COLUMNS: Final = ("together", "agree", *_MEASURES)


@click.command("agreement")
@click.option(
    "--organ",
    type=click.Choice(_ORGANS),
    default=_ORGANS[0],
    show_default=True,
    help="Whose ballots.",
)
@click.option("--years", metavar="FIRST-LAST", help="Ballots of these years, or of one year.")
@click.option("--members", metavar="LIST", help="These members, as BRA,USA or state:BRA.")
@click.option(
    "--seat", type=click.Choice(["permanent", "elected"]), help="Kind of seat held at the ballot."
)
@click.option("--agenda", metavar="WORDS", help="Ballots whose agenda item has these words.")
@click.option("--situation", metavar="ENTITY", help="Ballots that address this situation.")
@click.option(
    "--outcome", type=click.Choice(["adopted", "not-adopted"]), help="Ballots that ended so."
)
@click.option("--unanimous", is_flag=True, help="Count unanimous ballots too.")
@click.option("--incomplete", is_flag=True, help="Count roll calls with some names missing too.")
@click.option(
    "--non-participation", is_flag=True, help="Count declared non-participation as abstention."
)
@click.option(
    "--measure", type=click.Choice(_MEASURES), default="share", show_default=True,
    help="What pairs are sorted by, and what a matrix holds.",
)  # fmt: skip
@click.option("--matrix", is_flag=True, help="Write a matrix of the measure, not pairs.")
@click.option(
    "--min-together", type=click.IntRange(1), default=1, show_default=True,
    help="Pairs that both voted in so many ballots.",
)  # fmt: skip
@click.option(
    "--format", "name", type=click.Choice(["table", "csv", "json"]), default="table",
    show_default=True, help="Format of the answer.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."
)
@click.pass_context
def command(
    context: click.Context,
    /,
    measure: str,
    matrix: bool,
    min_together: int,
    name: str,
    output: Path | None,
    **chosen: Any,
) -> None:
    """Compare how members voted, pair by pair. Unanimous ballots are left out unless asked for.

    \b
    kg agreement --seat permanent --years 2001-2025
    kg agreement --members BRA,IND,ZAF --measure kappa --matrix
    """  # noqa: D301
    from kg.network.votes import Slice

    years, members = _years(chosen.pop("years")), _members(chosen.pop("members"))
    given = {key: value for key, value in chosen.items() if value}
    wanted = Slice(years=years, members=members, **given)
    counted = graph_of(context).votes().agreement(wanted)
    rows = _matrix(counted, measure) if matrix else _pairs(counted, measure, min_together)
    if name == "json":
        write(_json(counted, rows), output)
        return
    write(_csv(rows) if name == "csv" else _table(rows), output)
    print(harmless(str(counted.basis)), file=sys.stderr)


def _years(text: str | None) -> tuple[int, int] | None:
    if not text:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", text)
    if not found:
        raise click.UsageError(f"'{text}' is no span of years; write 1994-2025, or 2011")
    return int(found[1]), int(found[2] or found[1])


def _members(text: str | None) -> tuple[str, ...]:
    return tuple(filter(None, (name.strip() for name in (text or "").split(","))))


def _pairs(counted: Agreement, measure: str, min_together: int) -> list[dict[str, Cell]]:
    found = counted.pairs(measure, min_together)
    if not found:
        raise NotFound(f"no two members voted together in {min_together:,} ballots; ask for fewer")
    return [
        {"one": pair.one, "other": pair.other}
        | {name: _number(pair.measure(name)) for name in _COLUMNS}
        for pair in found
    ]


def _matrix(counted: Agreement, measure: str) -> list[dict[str, Cell]]:
    cells = zip(counted.members, counted.matrix(measure), strict=True)
    return [
        {"member": member} | dict(zip(counted.members, map(_number, row), strict=True))
        for member, row in cells
    ]


def _number(value: float) -> float | None:
    """A number as it is written; None where it is not defined."""
    return None if math.isnan(value) else round(value, 6)


def _table(rows: list[dict[str, Cell]]) -> str:
    return aligned(list(rows[0]), [[_short(cell) for cell in row.values()] for row in rows])


def _short(cell: Cell) -> str:
    return f"{cell:.3f}" if isinstance(cell, float) else _text(cell)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _csv(rows: list[dict[str, Cell]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows([_text(cell) for cell in row.values()] for row in rows)
    return text.getvalue().encode()


def _json(counted: Agreement, rows: list[dict[str, Cell]]) -> str:
    whole = {"members": dict(counted.labels), "rows": rows, "basis": asdict(counted.basis)}
    return json.dumps(whole, ensure_ascii=False, indent=1)
