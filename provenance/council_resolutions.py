"""Compares the tables of resolutions and meetings with the public source files, row by row.

Design decision: a check, not a generator. The tables are the record; this script only prints where
a source says something else, so that a reader can follow each settled disagreement.

    python provenance/council_resolutions.py SOURCES
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from comparison import Disagreement, Row, rows

TABLES = Path(__file__).resolve().parent.parent / "graph_data" / "tables"
MERGED = "MERGED_resolutions_1_2640.csv"
OUTCOMES = "scact_outcomes_1946_2022_parsed.csv"
MEETINGS = "scact_meetings_1946_2022_parsed.csv"
RECORDS = "cr-unsc_UNSC_Record-Table_2722.csv"
ROLL_CALLS = "sc_roll_calls_1994_2025-05.xlsx"


def number(symbol: str) -> str:
    """The number in the symbol of a meeting record, without leading zeros; empty if none."""
    found = re.search(r"S/PV\.\s*(\d+)", symbol)
    return str(int(found[1])) if found else ""


def differ(name: str, field: str, ours: str, theirs: str, source: str) -> Iterator[Disagreement]:
    """A disagreement if the source states something and it is not ours."""
    if theirs and ours != theirs:
        yield Disagreement(name, field, ours, theirs, source)


def against_merged(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Date, meeting and record address of resolutions 1 to 2640."""
    for theirs in rows(sources / MERGED):
        row = ours[f"S-RES-{theirs['res_no']}"]
        name, source = row["resolution"], "merged table"
        yield from differ(name, "adopted", row["adopted"], theirs["date_best"], source)
        yield from differ(name, "date in text", row["adopted"], theirs["date_in_text"], source)
        yield from differ(name, "record_url", row["record_url"], theirs["undl_record"], source)
        yield from differ(name, "meeting", row["meeting"][5:], number(theirs["meeting"]), source)


def against_outcomes(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Date and meeting as the yearly tables of the Dag Hammarskjöld Library print them."""
    for theirs in rows(sources / OUTCOMES):
        row = ours.get(f"S-RES-{theirs['res_no']}")
        if row is None or theirs["kind"] != "resolution":
            continue
        name, source = row["resolution"], "yearly table"
        yield from differ(name, "adopted", row["adopted"], theirs["date"], source)
        yield from differ(name, "meeting", row["meeting"][5:], number(theirs["meeting"]), source)


def against_records(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """The address in the UN Digital Library, 1 to 2722."""
    for theirs in rows(sources / RECORDS):
        row = ours[f"S-RES-{theirs['res_no']}"]
        yield from differ(
            row["resolution"], "record_url", row["record_url"], theirs["url_record"], "CR-UNSC"
        )


def readings(value: date) -> set[str]:
    """A date of the roll-call table, and the date with day and month exchanged."""
    both = {value.isoformat()}
    if value.day <= 12:
        both.add(date(value.year, value.day, value.month).isoformat())
    return both


def roll_calls(sources: Path) -> Iterator[tuple[str, date, str]]:
    """Resolution, date and meeting of each roll call; the first line of each is enough."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(sources / ROLL_CALLS, read_only=True, data_only=True)
    seen: set[str] = set()
    for line in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        found = re.search(r"\b(\d{3,4})\s*\((?:19|20)\d\d|S/RES/(\d{3,4})", f"{line[2]} {line[4]}")
        meeting = re.search(r"(?<![V\d])\d{4,5}", str(line[3]).replace("PV", ""))
        if found and (key := found[1] or found[2]) not in seen:
            seen.add(key)
            day = date.fromisoformat(str(line[1])[:10])
            yield key, day, meeting[0] if meeting else ""


def against_roll_calls(ours: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Date in either reading, and meeting, from 1994."""
    for key, day, meeting in roll_calls(sources):
        row = ours[f"S-RES-{key}"]
        name, source = row["resolution"], "roll calls"
        if row["adopted"] not in readings(day):
            yield Disagreement(name, "adopted", row["adopted"], day.isoformat(), source)
        yield from differ(name, "meeting", row["meeting"][5:], meeting, source)


def meetings(sources: Path) -> Iterator[Disagreement]:
    """The first day of each meeting, as the yearly tables print it."""
    ours = {row["meeting_number"]: row for row in rows(TABLES / "council-meetings.csv")}
    for theirs in rows(sources / MEETINGS):
        row = ours.get(number(theirs["meeting"]))
        if row is None or "esumption" in theirs["meeting"] or "Part" in theirs["meeting"]:
            continue
        yield from differ(row["record"], "held", row["held"], theirs["date"], "yearly table")


def missing(ours: dict[str, Row]) -> list[str]:
    """Numbers from 1 to the last that have no row."""
    last = max(int(name[6:]) for name in ours)
    return [str(n) for n in range(1, last + 1) if f"S-RES-{n}" not in ours]


def main(arguments: list[str]) -> int:
    """Prints every disagreement and the counts; 2 if the folder of sources is not named."""
    if len(arguments) != 1:
        print("usage: python provenance/council_resolutions.py SOURCES", file=sys.stderr)
        return 2
    sources = Path(arguments[0])
    ours = {row["resolution"]: row for row in rows(TABLES / "council-resolutions.csv")}
    found = [
        *against_merged(ours, sources),
        *against_outcomes(ours, sources),
        *against_records(ours, sources),
        *against_roll_calls(ours, sources),
        *meetings(sources),
    ]
    for item in found:
        print(*item, sep="\t")
    print(f"{len(ours)} resolutions, numbers missing: {missing(ours) or 'none'}")
    print(f"{len(found)} disagreements")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
