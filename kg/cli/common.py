"""What commands share: the graph they work on, writing results, progress.

Design decision: a missing store is built on first use and never behind the user's back otherwise;
results are written as bytes to stdout or a file, so that encodings and line ends are the same on
every system.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg import locations
from kg.errors import KGError
from kg.graph import Graph, open_graph
from kg.results import harmless

if TYPE_CHECKING:
    from kg.locations import Locations


def graph_of(context: click.Context) -> Graph:
    """The graph that the options name; where nothing was built yet, it is built first."""
    given = context.obj
    if given["endpoint"]:
        return open_graph(
            given["store"], endpoint=given["endpoint"], default_graph=given["default_graph"]
        )
    found = locations_of(context)
    if not (found.store / "current").exists():
        from kg.build import build

        with progress("building the graph for the first use") as tell:
            build(found, progress=tell)
    return open_graph(found.store)


def locations_of(context: click.Context) -> Locations:
    """The folders of this run, with the store that the options name."""
    return locations.find(context.obj["store"])


@contextmanager
def progress(what: str) -> Iterator[Callable[[str], None]]:
    """On a terminal's stderr a spinner with the present step, elsewhere a line for a main step."""
    if sys.stderr.isatty():
        from rich.console import Console
        from rich.markup import escape

        with Console(stderr=True).status(what) as status:
            yield lambda step: status.update(f"{what}: {escape(step)}")
    else:
        yield (
            lambda step: (
                None if step.startswith("reading graph_data") else print(step, file=sys.stderr)
            )
        )


def write(data: bytes | str, output: Path | None = None) -> None:
    """Write a result to a file (whole or not at all) or to stdout.

    Raises:
        KGError: the file cannot be written.
    """
    if output is None:
        raw = harmless(data).encode() if isinstance(data, str) else data
        _print(raw if raw.endswith(b"\n") or not raw else raw + b"\n")
        return
    raw = data.encode() if isinstance(data, str) else data
    partial = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        if output.exists() and not output.is_file():  # a device or a pipe is not to be replaced
            output.write_bytes(raw)
            return
        output.parent.mkdir(parents=True, exist_ok=True)
        partial.write_bytes(raw)
        partial.replace(output)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        raise KGError(f"{output}: cannot be written ({error.strerror})") from error


def _print(raw: bytes) -> None:
    """Write to stdout; a reader that has seen enough, as `head`, ends the output quietly."""
    try:
        sys.stdout.buffer.write(raw)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        raise KGError(f"stdout: cannot be written ({error.strerror})") from error
