"""Compares the tables of Council statements with the public source files, row by row.

Design decision: a check, not a generator. The yearly tables are read again, and the dates are set
against a second, independent witness: the resolutions that recall a statement with its day.

    python provenance/council_statements.py SOURCES
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from comparison import Disagreement, Row, rows

TABLES = Path(__file__).resolve().parent.parent / "graph_data" / "tables"
OURS = ("council-statements-1946-1993.csv", "council-statements-1994-2022.csv")
OUTCOMES = "scact_outcomes_1946_2022_parsed.csv"
MEETINGS = "scact_meetings_1946_2022_parsed.csv"
TEXTS = "pvs_resolution_texts_1946_2015_no_annex.tar.gz"
NAMES = "January|February|March|April|May|June|July|August|September|October|November|December"
MONTHS = NAMES.split("|")
_DATED = re.compile(
    rf"(\d{{1,2}}) ({NAMES}),? ?(\d{{4}})?,?\s*\(?\s*(S/PRST/\d{{4}}/\d+|S/\d{{5}}\b)"
)
_SYMBOL = re.compile(r"S/PRST/\d{4}/\d+|S/\d+(?=\s*\(PRST)")


def ours_by_symbol() -> dict[str, Row]:
    """Our statements by symbol."""
    return {row["symbol"]: row for name in OURS for row in rows(TABLES / name)}


def number(symbol: str) -> str:
    """The number in the symbol of a meeting record; empty if there is none."""
    found = re.search(r"S/PV\.\s*(\d+)", symbol)
    return found[1] if found else ""


def differ(name: str, field: str, ours: str, theirs: str, source: str) -> Iterator[Disagreement]:
    """A disagreement if the two values are not equal."""
    if ours != theirs:
        yield Disagreement(name, field, ours, theirs, source)


def against_outcomes(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Day, meeting and item as the table of outcomes prints them."""
    for theirs in rows(sources / OUTCOMES):
        if theirs["kind"] == "resolution" or not _SYMBOL.search(theirs["raw"]):
            continue
        row = ours.get(theirs["symbol"])
        if row is None:
            yield Disagreement(theirs["symbol"], "row", "", theirs["date"], "outcomes")
            continue
        name, item = theirs["symbol"], re.sub(r"\s+", " ", theirs["topic"]).strip()
        yield from differ(name, "issued", row["issued"], theirs["date"], "outcomes")
        yield from differ(
            name, "meeting", row["meeting"][5:], number(theirs["meeting"]), "outcomes"
        )
        yield from differ(name, "agenda_item", row["agenda_item"], item, "outcomes")


def against_meetings(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Symbols in the table of meetings, which reads the same pages in another way."""
    theirs = {
        symbol for row in rows(sources / MEETINGS) for symbol in _SYMBOL.findall(row["outcome"])
    }
    for symbol in sorted(theirs ^ set(ours)):
        mine = symbol if symbol in ours else ""
        yield Disagreement(symbol, "row", mine, symbol if symbol in theirs else "", "meetings")


def recalled(sources: Path) -> dict[str, Counter[str]]:
    """The days that resolutions to 2015 print beside the symbol of a statement."""
    days: dict[str, Counter[str]] = defaultdict(Counter)
    with tarfile.open(sources / TEXTS) as archive:
        for member in archive:
            if file := archive.extractfile(member):
                text = re.sub(r"\s+", " ", file.read().decode("utf-8", errors="replace"))
                for match in _DATED.finditer(text):
                    if day := day_of(match):
                        days[match[4]][day] += 1
    return days


def day_of(match: re.Match[str]) -> str:
    """The day of one recall; without a year that of the symbol; empty if there is no such day."""
    symbol = match[4]
    year = match[3] or (symbol.split("/")[2] if "PRST" in symbol else "")
    try:
        return date(int(year), MONTHS.index(match[2]) + 1, int(match[1])).isoformat()
    except ValueError:
        return ""


def against_texts(ours: dict[str, Row], days: dict[str, Counter[str]]) -> Iterator[Disagreement]:
    """Statements that resolutions recall with another day than ours."""
    for symbol in sorted(set(days) & set(ours)):
        if ours[symbol]["issued"] not in days[symbol]:
            theirs = " ".join(f"{day} ({n})" for day, n in days[symbol].most_common())
            yield Disagreement(symbol, "issued", ours[symbol]["issued"], theirs, "resolutions")


def gaps(ours: dict[str, Row]) -> Iterator[Disagreement]:
    """Numbers of a year's series that no source prints."""
    series: dict[str, set[int]] = defaultdict(set)
    for symbol in ours:
        if "PRST" in symbol:
            year, place = symbol.split("/")[2:]
            series[year].add(int(place))
    for year, places in sorted(series.items()):
        for missing in sorted(set(range(1, max(places))) - places):
            yield Disagreement(f"S/PRST/{year}/{missing}", "row", "", "", "series")


def main(folder: str) -> None:
    """Print each disagreement and a count of what was compared."""
    sources, ours = Path(folder), ours_by_symbol()
    days = recalled(sources)
    found = [
        *against_outcomes(ours, sources),
        *against_meetings(ours, sources),
        *against_texts(ours, days),
        *gaps(ours),
    ]
    for one in found:
        print(" | ".join(one))
    agreed = sum(ours[symbol]["issued"] in days[symbol] for symbol in set(days) & set(ours))
    print(
        f"{len(ours)} statements, {agreed} days confirmed by resolutions, {len(found)} lines above"
    )


if __name__ == "__main__":
    main(sys.argv[1])
