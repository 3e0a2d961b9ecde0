"""A command pays for nothing that it does not use: heavy libraries stay unimported."""

from __future__ import annotations

import subprocess
import sys
from typing import Final

import pytest

from kg.locations import Locations

HEAVY: Final = ("rich", "rdflib", "networkx", "pyvis", "pyshacl", "owlready2", "pandas", "jinja2")

#: Runs one command line in a process of its own, then tells on stderr what was imported.
RUN: Final = f"""
import sys
from kg.cli import main
sys.argv = ["kg", *sys.argv[1:]]
try:
    main()
finally:
    print("imported:", *sorted(sys.modules.keys() & set({HEAVY})), file=sys.stderr)
"""


def imported(*arguments: str) -> tuple[str, list[str]]:
    """What a command line prints, and which heavy libraries it imported."""
    command = [sys.executable, "-c", RUN, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout, done.stderr.rpartition("imported:")[2].split()


def test_the_probe_sees_an_import() -> None:
    code = RUN.replace("from kg.cli import main", "import rdflib; from kg.cli import main")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "imported: rdflib" in done.stderr


@pytest.mark.parametrize("module", ["kg", "kg.cli", "kg.graph", "kg.query", "kg.results"])
def test_importing_imports_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(*sorted(sys.modules.keys() & set({HEAVY})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--version",), "kg "),
        (("--help",), "Commands"),
        (("query", "ASK { state:BRA a cs:State }"), "true"),
        (("query", "SELECT ?p { state:BRA skos:prefLabel ?p }", "--format", "csv"), "Brazil"),
        (("query", "DESCRIBE state:BRA", "--format", "nt"), "Brazil"),
        (("ask", "--list"), "abstentions"),
        (("ask", "abstentions"), "state:BRA"),
        (("show", "Brazil"), "state:BRA"),
        (("search", "Brazil"), "state:BRA"),
        (("path", "state:BRA", "ballot:S-RES-1973"), "abstained"),
        (("stats", "--json"), "cited_share"),
        (("export", "nt"), "state/BRA"),
        (("build",), "versions"),
    ],
    ids=lambda value: " ".join(value)[:20] if isinstance(value, tuple) else "",
)
def test_a_command_imports_nothing_heavy(
    small: Locations, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    store = str(small.store)
    if arguments == ("build",):
        monkeypatch.setenv("KG_STORE", store + "-of-the-whole-corpus")
    else:
        monkeypatch.setenv("KG_STORE", store)
    printed, heavy = imported(*arguments)
    assert said in printed
    assert heavy == []


def test_a_point_query_imports_few_modules(
    small: Locations, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Parts of the package that a query has no use for stay unimported too."""
    monkeypatch.setenv("KG_STORE", str(small.store))
    code = RUN.replace(f"set({HEAVY})", "set(m for m in sys.modules if m.startswith('kg.'))")
    command = [sys.executable, "-c", code, "query", "ASK { state:BRA a cs:State }"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    ours = set(done.stderr.rpartition("imported:")[2].split())
    assert {"kg.query", "kg.store", "kg.cli.query"} <= ours
    parts = {name.split(".")[1] for name in ours}
    assert not parts & {"corpus", "reasoning", "validation", "build", "views", "export", "remote"}
