"""View specifications: `visualizations/<name>.toml`, read strictly into frozen data.

Design decision: a view's look is authored data, not code, and what could mislead a reader is
refused when it is read: two node types of one shape or two relations of one arrow and weight would
be told apart by colour alone. All faults of a file are told at once.

    title, question, note   what the page is, what it answers, what it does not show
    follow                  relations along which a node takes the lane of its target
    [[lanes]]               label, members (node ids), types: horizontal strands, from top to bottom
    [types.<Key>]           label, plural, colour, shape, strong
    [relations.<key>]       label, inverse, colour, arrow, weight, symmetric
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from kg.errors import Fault, KGError
from kg.views.marks import ARROWS, SHAPES, WEIGHTS
from kg.views.tables import Table

COLOUR: Final = re.compile(r"#[0-9a-fA-F]{6}")
PLACE_IN_TOML: Final = re.compile(r"\(at line (\d+), column (\d+)\)")


@dataclass(frozen=True)
class TypeStyle:
    """How nodes of one type look: `shape` names one of marks.SHAPES, `strong` means bold."""

    label: str
    plural: str
    colour: str
    shape: str
    strong: bool


@dataclass(frozen=True)
class RelationStyle:
    """How one relation looks. `inverse` is its label read from the target's side."""

    label: str
    inverse: str
    colour: str
    arrow: str
    weight: str
    symmetric: bool


@dataclass(frozen=True)
class Lane:
    """One horizontal strand: nodes named in `members`, then nodes whose type is in `types`."""

    label: str
    members: frozenset[str]
    types: frozenset[str]


@dataclass(frozen=True)
class Specification:
    """All that a view file says. `directory` holds the template, script and style sheet."""

    name: str
    directory: Path
    title: str
    question: str
    note: str
    lanes: tuple[Lane, ...]
    types: Mapping[str, TypeStyle]
    relations: Mapping[str, RelationStyle]
    follow: tuple[str, ...] = field(default=())


def read(path: Path) -> Specification:
    """The specification in a TOML file.

    Raises KGError that lists every fault as `path:line:column: what; how to mend it`.
    """
    faults: list[Fault] = []
    root = Table(_parse(path), "", str(path), faults)
    specification = Specification(
        name=path.stem,
        directory=path.parent,
        title=root.text("title"),
        question=root.text("question"),
        note=root.text("note"),
        follow=root.texts("follow"),
        lanes=tuple(_lane(table) for table in root.list_of_tables("lanes")),
        types={key: _type(table) for key, table in root.tables("types")},
        relations={key: _relation(table) for key, table in root.tables("relations")},
    )
    root.finish()
    faults += [Fault(str(path), 0, 0, "view", *fault) for fault in _contradictions(specification)]
    if faults:
        raise KGError("\n".join(str(fault) for fault in faults))
    return specification


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = error.strerror or "cannot be read"
        fault = Fault(str(path), 0, 0, "view", reason, "name a view file that exists")
    except UnicodeDecodeError as error:
        message = f"byte {error.start} is not UTF-8"
        fault = Fault(str(path), 0, 0, "encoding", message, "save the file as UTF-8")
    except tomllib.TOMLDecodeError as error:
        place = PLACE_IN_TOML.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place else (0, 0)
        message = PLACE_IN_TOML.sub("", str(error)).strip()
        fault = Fault(str(path), line, column, "syntax", message, "write valid TOML")
    raise KGError(str(fault))


def _lane(table: Table) -> Lane:
    lane = Lane(
        label=table.text("label"),
        members=frozenset(table.texts("members")),
        types=frozenset(table.texts("types")),
    )
    table.finish()
    return lane


def _type(table: Table) -> TypeStyle:
    label = table.text("label")
    style = TypeStyle(
        label=label,
        plural=table.text("plural", label),
        colour=table.matching("colour", COLOUR, "#0072B2"),
        shape=table.choice("shape", SHAPES),
        strong=table.flag("strong"),
    )
    table.finish()
    return style


def _relation(table: Table) -> RelationStyle:
    label = table.text("label")
    symmetric = table.flag("symmetric")
    style = RelationStyle(
        label=label,
        inverse=table.text("inverse", label if symmetric else None),
        colour=table.matching("colour", COLOUR, "#0072B2"),
        arrow=table.choice("arrow", ARROWS),
        weight=table.choice("weight", WEIGHTS, "normal"),
        symmetric=symmetric,
    )
    table.finish()
    return style


def _contradictions(view: Specification) -> list[tuple[str, str]]:
    """What each part allows and the whole does not, as (message, mend)."""
    shapes = [(key, style.shape) for key, style in view.types.items()]
    marks = [(key, f"{style.arrow}/{style.weight}") for key, style in view.relations.items()]
    told_apart = "nothing but colour would tell them apart; give one another"
    wrong = [
        (f"types {a} and {b} share the shape {mark}", f"{told_apart} shape")
        for a, b, mark in _twins(shapes)
    ]
    wrong += [
        (
            f"relations {a} and {b} share the arrow and weight {mark}",
            f"{told_apart} arrow or weight",
        )
        for a, b, mark in _twins(marks)
    ]
    wrong += [
        (f"{name} is in the lanes `{a}` and `{b}`", "keep it in one of them")
        for part in ("members", "types")
        for a, b, name in _twins(
            (lane.label, name) for lane in view.lanes for name in sorted(getattr(lane, part))
        )
    ]
    placed = {name for lane in view.lanes for name in lane.types}
    wrong += [
        (f"type {key} has no lane", f'write "{key}" into the `types` of one of the lanes')
        for key in view.types
        if key not in placed
    ]
    wrong += [
        (f"lane type {name} is not in [types]", f"add [types.{name}] or drop it from the lane")
        for name in sorted(placed - set(view.types))
    ]
    return wrong + [
        (f"follow names {key}, which is not in [relations]", f"add [relations.{key}] or drop it")
        for key in view.follow
        if key not in view.relations
    ]


def _twins(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str, str]]:
    """(first, later, value) for each later pair whose value an earlier pair has."""
    first: dict[str, str] = {}
    found = []
    for key, value in pairs:
        if value in first:
            found.append((first[value], key, value))
        first.setdefault(value, key)
    return found
