"""The form of the package: imports point one way, modules are small and say what they are for."""

from __future__ import annotations

import ast
import graphlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
PACKAGE: Final = ROOT / "kg"

#: From the bottom up; a part imports from its own layer and from those before it. New parts go in.
LAYERS: Final = (
    ("errors", "terms"),
    ("citations", "locations"),
    ("corpus",),
    ("reasoning",),
    ("validation",),
    ("filling", "manifest", "search_index"),
    ("store",),
    ("build",),
    ("imports",),
    ("guard", "results"),
    ("query", "remote"),
    ("lookup", "positions"),
    ("description",),
    ("network", "question", "search", "statistics"),
    ("export", "views"),
    ("graph",),
    ("cli", "__main__"),
)
LEVEL: Final = {part: level for level, layer in enumerate(LAYERS) for part in layer}

MODULES: Final = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
#: `kg` itself holds the version and the public names, so it stands outside the layers.
PARTS: Final = sorted(set(MODULES) - {"kg"})

#: Libraries that take long to import: no command may pay for one that it does not use.
HEAVY: Final = ("networkx", "pandas", "pyshacl", "pyvis", "rdflib", "rich")

#: Libraries that a user may have besides; the package does without.
OPTIONAL: Final = {"pandas"}

MOST_LINES: Final = 300


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """All nodes below one, but for those that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        yield child
        yield from statements(child)


def imported(module: str) -> Iterator[tuple[str, int]]:
    """The full names that a module imports, in functions too, each with its line."""
    path = MODULES[module]
    package = module.split(".") if path.name == "__init__.py" else module.split(".")[:-1]
    for node in statements(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            origin = ".".join([*above, *([node.module] if node.module else [])])
            for alias in node.names:
                inner = f"{origin}.{alias.name}"
                yield (inner if inner in MODULES else origin), node.lineno


def part(module: str) -> str:
    return module.split(".")[1]


@pytest.mark.parametrize("module", PARTS)
def test_every_part_has_a_layer(module: str) -> None:
    assert part(module) in LEVEL, f"put {part(module)} into LAYERS of {Path(__file__).name}"


@pytest.mark.parametrize("module", PARTS)
def test_imports_point_down(module: str) -> None:
    upward = [
        f"{MODULES[module].relative_to(ROOT)}:{line}: imports {target}"
        for target, line in imported(module)
        if target in PARTS and LEVEL[part(target)] > LEVEL[part(module)]
    ]
    assert not upward


def test_no_imports_in_a_circle() -> None:
    graph = {
        module: {target for target, _ in imported(module) if target in PARTS} - {module}
        for module in PARTS
    }
    graphlib.TopologicalSorter(graph).prepare()  # raises CycleError, naming the circle


@pytest.mark.parametrize("module", MODULES)
def test_module_is_small(module: str) -> None:
    assert len(MODULES[module].read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("module", MODULES)
def test_module_says_what_it_is_for(module: str) -> None:
    assert ast.get_docstring(ast.parse(MODULES[module].read_text("utf-8")))


@pytest.mark.parametrize("module", MODULES)
def test_only_declared_libraries_are_imported(module: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = {requirement.split(">")[0] for requirement in project["dependencies"]}
    roots = {target.split(".")[0] for target, _ in imported(module)}
    assert roots <= declared | OPTIONAL | sys.stdlib_module_names | {"kg"}


def test_command_line_starts_without_heavy_libraries() -> None:
    code = f"import sys, kg.cli; print(*sorted(sys.modules.keys() & set({HEAVY})))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
