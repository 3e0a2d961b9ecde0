"""Sidecars stay standard: another CSVW reader sees the same columns, rows and cells in each."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from csvw import CSVW

from kg.corpus import ontology, sidecar_reader, texts
from kg.corpus.sidecar import Sidecar
from kg.locations import find
from tests.corpus_sample import SAMPLE

ROOTS = (find().graph_data, SAMPLE / "graph_data")
SIDECARS = [path for root in ROOTS for path in sorted(root.glob("tables/*-metadata.json"))]


def table_of(sidecar: Path) -> Path:
    return sidecar.with_name(sidecar.name.removesuffix("-metadata.json"))


def rows_of(sidecar: Path) -> list[dict[str, str]]:
    with table_of(sidecar).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def ours(sidecar: Path) -> Sidecar:
    root = sidecar.parents[1]
    vocabulary = ontology.read(root.parent / "ontology").vocabulary
    description, faults = sidecar_reader.read(texts.read(sidecar, root), vocabulary)
    assert description is not None, faults
    return description


@pytest.fixture(params=SIDECARS, ids=lambda path: path.name.removesuffix(".csv-metadata.json"))
def sidecar(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


def test_another_reader_finds_the_table_valid(sidecar: Path) -> None:
    read = CSVW(str(sidecar), validate=True)
    assert [str(warning.message) for warning in read.warnings] == []
    assert read.is_valid


def test_another_reader_sees_the_same_cells(sidecar: Path) -> None:
    described, written = ours(sidecar), rows_of(sidecar)
    read = list(CSVW(str(sidecar)).tables[0])
    assert len(read) == len(written)
    for theirs, cells in zip(read, written, strict=True):
        for column in described.cells:
            cell, value = cells[column.name], theirs[column.name]
            if cell in column.null:
                assert value in (None, [])
            elif column.separator:
                assert value == cell.split(" ")
            elif column.base == "string":
                assert value == cell


def test_another_reader_sees_the_same_columns(sidecar: Path) -> None:
    theirs = CSVW(str(sidecar)).tables[0].tableSchema.columns
    assert [column.name for column in theirs] == [column.name for column in ours(sidecar).columns]
    assert [bool(column.virtual) for column in theirs] == [
        column.virtual for column in ours(sidecar).columns
    ]


def test_own_annotations_are_absolute_iris(sidecar: Path) -> None:
    columns = json.loads(sidecar.read_text("utf-8"))["tableSchema"]["columns"]
    standard = {
        "name", "titles", "datatype", "required", "separator", "lang", "propertyUrl", "valueUrl",
        "null", "virtual", "aboutUrl",
    }  # fmt: skip
    own = {key for column in columns for key in column} - standard
    assert {key for key in own if not key.startswith("https://")} == set()
