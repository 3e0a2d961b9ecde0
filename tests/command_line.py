"""The console script, run in a process of its own as a user runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


def script() -> str:
    """The `kg` beside the Python that runs the tests."""
    found = shutil.which("kg", path=str(Path(sys.executable).parent))
    assert found, "install the package into this environment: pip install --editable ."
    return found


@dataclass(frozen=True)
class Done:
    status: int
    out: str
    err: str


def environment(store: Path | None = None, **more: str) -> dict[str, str]:
    """The variables of a run; none of this machine's own names a store."""
    inherited = {name: text for name, text in os.environ.items() if name != "KG_STORE"}
    return inherited | ({"KG_STORE": str(store)} if store else {}) | more


def run(
    *arguments: str | bytes,
    store: Path | None = None,
    stdin: bytes = b"",
    variables: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Done:
    """Run a command line to its end."""
    done = subprocess.run(
        [script(), *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=300,
        cwd=folder,
        env=environment(store, **(variables or {})),
    )
    err = done.stderr.decode().replace("\r\n", "\n")
    return Done(done.returncode, done.stdout.decode(), err)
