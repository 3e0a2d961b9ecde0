"""`kg show`: what the graph says of a thing, each statement with what it rests on.

Design decision: citations are printed by the document's words and the citation's name, so that a
reader can quote the one and follow the other.
"""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from kg.cli.common import graph_of, write
from kg.description import Basis, Description, Statement
from kg.positions import STANCES, Position
from kg.results import text_of
from kg.terms import curie

#: Positions shown where not all are asked for.
_POSITIONS = 12


@click.command("show")
@click.argument("entity")
@click.option(
    "--limit",
    type=click.IntRange(0),
    default=40,
    show_default=True,
    help="How many statements that name the thing.",
)
@click.option("--positions", "every", is_flag=True, help="Show all positions, not twelve.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def command(context: click.Context, entity: str, limit: int, every: bool, as_json: bool) -> None:
    """Show a thing: kg show concept:responsibility-while-protecting."""
    described = graph_of(context).show(entity, limit)
    write(_json(described) if as_json else _text(described, every))


def _json(described: Description) -> str:
    def plain(statement: Statement) -> dict[str, object]:
        value = curie(text_of(statement.value))
        return asdict(statement) | {"property": curie(statement.property), "value": value}

    data = {
        "iri": described.iri,
        "label": described.label,
        "statements": [plain(s) for s in described.statements],
        "positions": [asdict(position) for position in described.positions],
        "named_by": [plain(s) for s in described.named_by],
        "named_by_total": described.named_by_total,
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def _text(described: Description, every: bool) -> str:
    lines = [described.label, curie(described.iri), ""]
    last = ""
    for statement in described.statements:
        lines += _lines(statement, repeat=statement.property_label != last)
        last = statement.property_label
    lines += _positions(described.positions, every)
    if described.named_by:
        shown, total = len(described.named_by), described.named_by_total
        lines += ["", f"Named by (showing {shown} of {total})"]
        for statement in described.named_by:
            name = curie(text_of(statement.value))
            said = f"  {statement.value_text} ({name}) — {statement.property_label}"
            lines.append(said + _sources(statement.bases))
    return "\n".join(lines)


def _positions(taken: tuple[Position, ...], every: bool) -> list[str]:
    if not taken:
        return []
    shown = taken if every or len(taken) <= _POSITIONS else taken[:_POSITIONS]
    hint = "" if len(shown) == len(taken) else "; --positions shows all"
    lines = ["", f"Positions, by date (showing {len(shown)} of {len(taken)}{hint})"]
    for position in shown:
        held = f"{position.who} {STANCES[position.stance]}: {position.words}"
        lines.append(f"  {position.year}  {held}")
        lines.append(f"        {position.said} ({position.register}; {position.claim})")
        lines += [f"        [{label} · {name}]" for name, label in position.citations]
    return lines


def _lines(statement: Statement, *, repeat: bool) -> list[str]:
    head = [statement.property_label] if repeat else []
    name = f" ({curie(text_of(statement.value))})" if statement.value_label else ""
    return [*head, f"    {statement.value_text}{name}{_sources(statement.bases)}"]


def _sources(bases: tuple[Basis, ...]) -> str:
    return "".join(f"\n        [{_source(basis)}]" for basis in bases)


def _source(basis: Basis) -> str:
    if basis.name.startswith("cite:editorial."):
        return "editorial"
    if basis.is_rule:
        return f"inferred: {basis.label or basis.name}"
    return f"{basis.label} · {basis.name}" if basis.label else basis.name
