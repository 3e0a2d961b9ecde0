"""Lays out the two public archives of resolution texts as the comparison scripts read them.

    python provenance/resolution_texts.py SOURCES

SOURCES holds `cr-unsc_res_en_gold_901_texts.tar.gz` (hand-corrected texts) and
`pvs_resolution_texts_1946_2015_no_annex.tar.gz` (all texts to the end of 2015). Written are
`SOURCES/texts/<number>.txt`, one text a resolution, and `SOURCES/second/<number>.txt`.

Design decision: a text is copied byte for byte, from the hand-corrected archive where it has the
number. The five numbers that this archive cuts short or fills with a neighbour's text are laid out
a second time from the other one.
"""

from __future__ import annotations

import re
import sys
import tarfile
from pathlib import Path
from typing import Final

CORRECTED: Final = "cr-unsc_res_en_gold_901_texts.tar.gz"
COMPLETE: Final = "pvs_resolution_texts_1946_2015_no_annex.tar.gz"
SECOND: Final = (346, 484, 542, 565, 778)
_NUMBER: Final = re.compile(r"S[_-]RES[_-]0*(\d+)[_(]")


def texts(archive: Path) -> dict[int, bytes]:
    """The texts of an archive by number."""
    found: dict[int, bytes] = {}
    with tarfile.open(archive) as opened:
        for member in opened:
            name = _NUMBER.search(Path(member.name).name)
            content = opened.extractfile(member) if name else None
            if name and content:
                found[int(name[1])] = content.read()
    return found


def write(folder: Path, laid_out: dict[int, bytes]) -> None:
    """One file a text."""
    folder.mkdir(exist_ok=True)
    for number, content in laid_out.items():
        (folder / f"{number}.txt").write_bytes(content)


def main(sources: Path) -> int:
    """Write both folders and say how many texts each holds."""
    corrected, complete = texts(sources / CORRECTED), texts(sources / COMPLETE)
    first = complete | corrected
    second = {number: complete[number] for number in SECOND}
    write(sources / "texts", first)
    write(sources / "second", second)
    print(
        f"{len(first)} texts, {len(corrected)} of them hand-corrected; {len(second)} second texts"
    )
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python provenance/resolution_texts.py SOURCES")
    sys.exit(main(Path(sys.argv[1])))
