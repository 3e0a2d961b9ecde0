"""An open knowledge graph of collective security: every fact carries its citation.

    import kg
    graph = kg.open()
    graph.ask("abstentions", ballot="ballot:S-RES-1973")
    graph.show("concept:responsibility-while-protecting")

Design decision: `import kg` costs nothing; names are fetched from their modules when they are first
used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from kg.errors import CorpusError, KGError, NotFound, QueryError, RemoteError, StoreError
    from kg.graph import Graph
    from kg.graph import open_graph as open
    from kg.results import Rows, Triples

_HOMES = {
    "open": ("kg.graph", "open_graph"),
    "Graph": ("kg.graph", "Graph"),
    "Rows": ("kg.results", "Rows"),
    "Triples": ("kg.results", "Triples"),
    "KGError": ("kg.errors", "KGError"),
    "CorpusError": ("kg.errors", "CorpusError"),
    "StoreError": ("kg.errors", "StoreError"),
    "QueryError": ("kg.errors", "QueryError"),
    "NotFound": ("kg.errors", "NotFound"),
    "RemoteError": ("kg.errors", "RemoteError"),
}

__all__ = [
    "CorpusError",
    "Graph",
    "KGError",
    "NotFound",
    "QueryError",
    "RemoteError",
    "Rows",
    "StoreError",
    "Triples",
    "__version__",
    "open",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    from importlib import import_module

    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
