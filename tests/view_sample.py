"""A network of the size and kind that the doctrine view shows, from tests/data/views/*.csv.

Names and years are those of the field; definitions and page numbers serve the tests only.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Final

from kg.network.model import Citation, Edge, Fact, Network, Node

DATA: Final = Path(__file__).parent / "data" / "views"
VERSION: Final = "0.1.0 (sample)"
LANGUAGES: Final = ("en", "pt", "fr", "es")
ALTERNATIVES: Final = {
    "responsibility-to-protect": ("R2P", "RtoP"),
    "responsibility-while-protecting": ("RwP",),
}
LABELS: Final = {
    "derivesFrom": "derives from",
    "respondsTo": "responds to",
    "inTensionWith": "in tension with",
    "hasElement": "has element",
}

Row = dict[str, str]


def rows(name: str) -> list[Row]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


DOCUMENTS: Final = {row["name"]: row["label"] for row in rows("documents")}


def sample() -> Network:
    """The whole sample."""
    concepts, formulations = rows("concepts"), rows("formulations")
    nodes = [_concept(row) for row in concepts] + [_formulation(row) for row in formulations]
    ids = {node.id.partition(":")[2]: node.id for node in nodes}
    edges = [_edge(row, ids) for row in rows("relations")]
    edges += [_edge({**row, **_formulates(row)}, ids) for row in formulations]
    return Network("", "", "", tuple(nodes), tuple(edges), VERSION)


def cited(name: str) -> tuple[Citation, ...]:
    """The citation of `document` or `document.locator`; none of an empty name."""
    document, _, locator = name.partition(".")
    if not name:
        return ()
    return ((f"cite:{name}", f"{DOCUMENTS[document]}{', ' if locator else ''}{locator}"),)


def _concept(row: Row) -> Node:
    document = f"doc:{row['source'].partition('.')[0]}"
    citations = cited(row["source"])
    return Node(
        id=f"concept:{row['name']}",
        label=row["en"],
        type=row["type"],
        labels={language: row[language] for language in LANGUAGES},
        year=int(row["year"]) if row["year"] else None,
        definition=f"{row['en'][0].upper()}{row['en'][1:]}, as the documents cited here word it.",
        facts=tuple(
            Fact("first attested in", label, document, citations) for _, label in citations
        ),
        alternatives=ALTERNATIVES.get(row["name"], ()),
    )


def _formulation(row: Row) -> Node:
    document = row["source"].partition(".")[0]
    citations = cited(row["source"])
    concept = row["concept"].replace("-", " ")
    return Node(
        id=f"formulation:{row['name']}",
        label=row["en"],
        type="Formulation",
        labels={"en": row["en"]},
        year=int(row["year"]),
        definition=f"The concept as {DOCUMENTS[document]} words it.",
        facts=(
            Fact("formulates", concept, f"concept:{row['concept']}", citations),
            Fact("in document", DOCUMENTS[document], f"doc:{document}", citations),
            Fact("worded in", row["year"], None, (*citations, *cited(document))),
        ),
    )


def _formulates(row: Row) -> Row:
    return {"from": row["name"], "relation": "formulates", "to": row["concept"], "claimants": ""}


def _edge(row: Row, ids: dict[str, str]) -> Edge:
    return Edge(
        source=ids[row["from"]],
        target=ids[row["to"]],
        relation=row["relation"],
        label=LABELS.get(row["relation"], row["relation"]),
        claimed=bool(row["claimants"]),
        citations=cited(row["source"]),
        claimants=tuple(filter(None, row["claimants"].split(";"))),
    )
