"""A small corpus that is right (tests/data/corpus), and files that are wrong to put into it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Final

from kg import corpus
from kg.errors import CorpusError, Fault
from kg.locations import Locations

DATA: Final = Path(__file__).parent / "data"
SAMPLE: Final = DATA / "corpus"
BROKEN: Final = DATA / "broken"
PREFIXES: Final = (
    (SAMPLE / "graph_data" / "cases" / "libya.trig").read_text("utf-8").split("\n\n")[0]
)


def locations(root: Path) -> Locations:
    """The folders of a corpus below a root."""
    return Locations(
        ontology=root / "ontology",
        graph_data=root / "graph_data",
        questions=root / "questions",
        visualizations=root / "visualizations",
        store=root / "store",
    )


def copy(root: Path) -> Path:
    """A copy of the sample that a test may change."""
    shutil.copytree(SAMPLE, root, dirs_exist_ok=True)
    return root


def add_trig(root: Path, body: str, name: str = "added.trig") -> str:
    """Add a TriG file with all prefixes of the sample; gives the name that faults call it by."""
    (root / "graph_data" / name).write_text(f"{PREFIXES}\n\n{body}", "utf-8")
    return f"graph_data/{name}"


def add_broken(root: Path, source: Path) -> str:
    """Add a file of tests/data/broken, a table with its sidecar; gives the stem of their names."""
    if source.suffix == ".trig":
        shutil.copy(source, root / "graph_data" / source.name)
        return f"graph_data/{source.name}"
    tables = root / "graph_data" / "tables"
    sidecar = source.with_name(f"{source.name}-metadata.json")
    template = sidecar if sidecar.exists() else BROKEN / "table.csv-metadata.json"
    described = template.read_text("utf-8").replace('"TABLE"', f'"{source.name}"')
    shutil.copy(source, tables / source.name)
    (tables / sidecar.name).write_text(described, "utf-8")
    return f"graph_data/tables/{source.name}"


def faults(root: Path) -> tuple[Fault, ...]:
    """The faults of a corpus; none where it can be read."""
    try:
        corpus.read(locations(root))
    except CorpusError as error:
        return error.faults
    return ()
