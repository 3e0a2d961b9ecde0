"""`kg search`: find things by words.

Design decision: one hit, two lines: the thing with its name, and the passage that holds the words.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from kg.cli.common import graph_of, write


@click.command("search")
@click.argument("text", nargs=-1, required=True)
@click.option(
    "--limit",
    type=click.IntRange(1),
    default=20,
    show_default=True,
    help="How many hits at most.",
)
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@click.pass_context
def command(context: click.Context, text: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Find things whose labels, symbols, definitions, notes or paraphrases hold the words."""
    hits = graph_of(context).search(" ".join(text), limit)
    if as_json:
        write(json.dumps([asdict(hit) for hit in hits], ensure_ascii=False, indent=1))
        return
    if not hits:
        print("nothing found; try fewer words, or one of another language", file=sys.stderr)
        return
    write(
        "\n".join(
            f"{hit.name}  {hit.label}  ({hit.kind.partition(':')[2]})\n    {hit.passage}"
            for hit in hits
        )
    )
