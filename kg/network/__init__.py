"""Networks: parts of the graph as nodes and edges, ready to be drawn, counted or exported."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kg.errors import NotFound
from kg.network.doctrine import doctrine
from kg.network.model import Network
from kg.query import Source

#: How each view's network is read, by the view's name.
READERS: Final[dict[str, Callable[[Source], Network]]] = {"doctrine": doctrine}


def read_network(source: Source, name: str) -> Network:
    """The network of a view. Raises NotFound where no view has this name."""
    if name not in READERS:
        raise NotFound(f"'{name}': no such view; there is {', '.join(READERS)}")
    return READERS[name](source)
