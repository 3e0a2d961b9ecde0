"""Compares the paragraphs with protection language with the texts of the resolutions.

Design decision: the wording is searched for anew in the archive of texts, paragraph by paragraph,
and each hit without a row is printed beside each row without a hit. Which of the three kinds a
paragraph belongs to is a reader's judgment and is not computed; the lead list of phrases is only
set against it.

    python provenance/protection_language.py SOURCES
"""

from __future__ import annotations

import csv
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from resolution_paragraphs import paragraphs

GRAPH = Path(__file__).resolve().parent.parent / "graph_data"
TABLE = GRAPH / "tables" / "protection-language.csv"
RESOLUTIONS = GRAPH / "tables" / "council-resolutions.csv"
TEXTS = "pvs_resolution_texts_1946_2015_no_annex.tar.gz"
LEAD = "derived_R2P_phrase_in_SC_resolutions_1946_2015.csv"
LAST_TEXT = 2259
NATIONAL, NAMED, OTHER = "names-national-authorities", "reaffirms-138-139", "look-alike"
WORDING = re.compile(
    r"responsib\w*[^.;]{0,90}\bprotect|\bprotect\w*[^.;]{0,90}responsib|paragraphs? 13[89]"
    r"|World Summit Outcome|(?:primary|main|first) responsib\w*[^.;]{0,120}"
    r"(?:populations?|civilians?|citizens)|genocide, war crimes"
    r"|fundamental responsibility|primary responsibility of States hosting",
    re.IGNORECASE,
)
_IN_TRIG = re.compile(
    r"doc:(S-RES-\d+\.\w+)(?=\s)(?:(?!\s\.\s).)*?cs:r2pLanguage code:([\w-]+)", re.DOTALL
)
Kinds = dict[str, str]


class Disagreement(NamedTuple):
    """One value of ours beside the value of a source."""

    row: str
    field: str
    ours: str
    theirs: str


def stated() -> Kinds:
    """Every provision of a resolution with its kind, from the table and the case files."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        kinds = {row["provision"]: row["kind"] for row in csv.DictReader(file)}
    for path in sorted(GRAPH.rglob("*.trig")):
        for provision, kind in _IN_TRIG.findall(path.read_text(encoding="utf-8")):
            kinds.setdefault(provision, kind)
    return kinds


def number(provision: str) -> int:
    """The resolution a provision belongs to."""
    return int(provision.split(".", maxsplit=1)[0].removeprefix("S-RES-"))


def texts(sources: Path) -> Iterator[tuple[int, str]]:
    """Number and text of each resolution in the archive."""
    with tarfile.open(sources / TEXTS) as archive:
        for member in archive:
            name = re.search(r"S-RES-(\d+)\(", member.name)
            file = archive.extractfile(member) if name else None
            if name and file:
                yield int(name[1]), file.read().decode("utf-8", errors="replace")


def hits(sources: Path) -> dict[str, str]:
    """Paragraphs of the archive in which the wording occurs."""
    found = {}
    for resolution, text in texts(sources):
        if not WORDING.search(re.sub(r"\s+", " ", text)):
            continue
        for paragraph in paragraphs(text):
            if match := WORDING.search(paragraph.text):
                found[f"S-RES-{resolution}.{paragraph.locator}"] = match[0]
    return found


def against_texts(ours: Kinds, found: dict[str, str]) -> Iterator[Disagreement]:
    """Hits that have no row, and rows to 2259 that have no hit."""
    for provision in sorted(set(found) - set(ours), key=number):
        yield Disagreement(provision, "wording", "", found[provision][:80])
    for provision in sorted(set(ours) - set(found), key=number):
        if number(provision) <= LAST_TEXT:
            yield Disagreement(provision, "wording", ours[provision], "not found by the search")


def against_lead(ours: Kinds, sources: Path) -> Iterator[Disagreement]:
    """Resolutions of the lead list that are not of the first two kinds here, and the reverse."""
    with (sources / LEAD).open(encoding="utf-8", newline="") as file:
        lead = {int(row["res_no"]) for row in csv.DictReader(file)}
    real = {number(name) for name, kind in ours.items() if kind in (NATIONAL, NAMED)}
    for resolution in sorted(lead - real):
        kinds = {kind for name, kind in ours.items() if number(name) == resolution}
        yield Disagreement(f"S-RES-{resolution}", "lead list", " ".join(sorted(kinds)), "R2P")
    for resolution in sorted(real - lead):
        if resolution <= LAST_TEXT:
            yield Disagreement(f"S-RES-{resolution}", "lead list", "R2P", "")


def years() -> dict[int, str]:
    """The year in which each resolution was adopted."""
    with RESOLUTIONS.open(encoding="utf-8", newline="") as file:
        return {number(row["resolution"]): row["adopted"][:4] for row in csv.DictReader(file)}


def by_year(ours: Kinds) -> Iterator[str]:
    """Resolutions of a year by kind; the first kind that a resolution has counts."""
    year = years()
    best: dict[int, str] = {}
    for kind in (NAMED, NATIONAL, OTHER):
        for name in ours:
            if ours[name] == kind:
                best.setdefault(number(name), kind)
    counts = Counter((year[resolution], kind) for resolution, kind in best.items())
    for one in sorted({year[resolution] for resolution in best}):
        yield " ".join([one, *(str(counts[one, kind]) for kind in (NAMED, NATIONAL, OTHER))])


def main(folder: str) -> None:
    """Print each disagreement, a count of them, and the resolutions by year and kind."""
    sources, ours = Path(folder), stated()
    found = list(against_texts(ours, hits(sources))) + list(against_lead(ours, sources))
    for one in found:
        print(" | ".join(one))
    print(f"{len(ours)} paragraphs, {len(found)} disagreements")
    print(f"year, {NAMED}, {NATIONAL}, {OTHER} only")
    print("\n".join(by_year(ours)))


if __name__ == "__main__":
    main(sys.argv[1])
