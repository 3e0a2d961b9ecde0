"""What README.md shows is what a reader gets."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from kg.build import Summary
from kg.locations import Locations

README: Final = Path(__file__).parents[1] / "README.md"
BLOCKS: Final = re.findall(
    r"```console\n\$ kg (.+?)\n(.*?)```", README.read_text("utf-8"), re.DOTALL
)
CUT: Final = "…"


def run(arguments: str, store: Path) -> str:
    command = [sys.executable, "-c", "from kg.cli import main; main()", *shlex.split(arguments)]
    environment = os.environ | {"KG_STORE": str(store), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, capture_output=True, check=True, env=environment, timeout=120)
    return done.stdout.decode()


@pytest.mark.parametrize(("arguments", "shown"), BLOCKS, ids=[block[0] for block in BLOCKS])
def test_what_is_shown_is_printed(
    arguments: str, shown: str, built: Summary, locations: Locations
) -> None:
    printed = iter(run(arguments, locations.store).splitlines())
    for line in shown.splitlines():
        if line == CUT:
            return
        start = line.removesuffix(CUT).rstrip()
        assert next(printed).rstrip().startswith(start)
    assert not list(printed), "the answer is longer than README shows; cut it with a line …"


def test_readme_shows_answers() -> None:
    assert len(BLOCKS) >= 4
