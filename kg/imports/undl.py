"""The General Assembly voting data of the UN Digital Library, as its bulk CSV file has them.

One row a member and adopted resolution: `undl_id, ms_code, ms_name, ms_vote, date, session,
resolution, draft, committee_report, meeting, title, agenda_title, subjects, vote_note, total_yes
...`; the first edition named some columns in the plural and wrote NV for X.

Design decision: X, NV and an empty cell stand for absence and for not voting alike, so nothing is
stated of that member.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import CorpusError
from kg.imports.crosswalk import Crosswalk
from kg.imports.rollcalls import ABSTAINED, AGAINST, FOR, NOTHING, Dataset, RollCall, Votes
from kg.imports.tabular import Rows, Table

DOCUMENT: Final = "undl-ga-voting"
TITLE: Final = "UN Digital Library, voting data of the General Assembly"
COLUMNS: Final = {
    "id": ("undl_id",),
    "code": ("ms_code", "ms_codes"),
    "name": ("ms_name", "ms_names"),
    "vote": ("ms_vote", "ms_votes"),
    "date": ("date",),
    "resolution": ("resolution", "resolutions"),
    "title": ("title",),
    "yes": ("total_yes", "yes"),
    "no": ("total_no", "no"),
    "abstentions": ("total_abstentions", "abstentions"),
}
REQUIRED: Final = ("id", "code", "vote", "date", "resolution")
_VOTES: Final = {"Y": FOR, "N": AGAINST, "A": ABSTAINED, "X": NOTHING, "NV": NOTHING, "": NOTHING}
_DAY: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_COUNT: Final = re.compile(r"(\d{1,4})(?:\.0)?")


def is_header(header: list[str]) -> bool:
    """Whether a file with this header is of this dataset."""
    return all(any(name in header for name in COLUMNS[ours]) for ours in REQUIRED)


def read(path: Path, crosswalk: Crosswalk, tell: Callable[[str], None]) -> Dataset:
    """Read the bulk file; raises CorpusError with all faults."""
    calls: dict[str, RollCall] = {}
    table = Table(path)
    with table.reading() as rows:
        _take(table, table.counted(rows, tell), calls, crosswalk)
    if table.faults:
        raise CorpusError.of(table.faults)
    return Dataset(DOCUMENT, TITLE, calls, [path.name])


def _take(table: Table, rows: Rows, calls: dict[str, RollCall], crosswalk: Crosswalk) -> None:
    at, votes = table.columns(COLUMNS), Votes(table, crosswalk, _VOTES)
    number, code, name, vote = (at[column] for column in ("id", "code", "name", "vote"))
    for line, row in rows:
        if row[number] not in calls and (made := _roll_call(table, line, row, at)):
            calls[row[number]] = made
        state = crosswalk.by_iso3(row[code])
        if state is None and name >= 0:
            state = crosswalk.by_name(row[name])
        if state is None:
            votes.unknown(line, code, row[code])
        elif row[number] in calls:
            votes.take(line, calls[row[number]], state, (vote, row[vote]), code)


def _roll_call(table: Table, line: int, row: list[str], at: dict[str, int]) -> RollCall | None:
    number, day, symbol = row[at["id"]], row[at["date"]][:10], row[at["resolution"]].strip()
    if not number.isdecimal():
        table.fault(line, at["id"] + 1, "roll-call", f"`{number[:20]}` is no number of a record")
    elif not _DAY.fullmatch(day):
        table.fault(line, at["date"] + 1, "date", f"`{day[:20]}` is no day", "write 1983-11-02")
    else:
        title = row[at["title"]].split(" : ")[0].strip() if at["title"] >= 0 else ""
        return RollCall(
            name=f"unga-undl-{number}",
            label=f"Vote on {symbol or 'a resolution'}" + (f", {title[:200]}" if title else ""),
            day=day,
            resolution=symbol,
            tally=_tally(row, at),
        )
    return None


def _tally(row: list[str], at: dict[str, int]) -> tuple[int, int, int] | None:
    """The totals of the file, where it gives all three."""
    found = [_COUNT.fullmatch(row[at[name]]) if at[name] >= 0 else None
             for name in ("yes", "no", "abstentions")]  # fmt: skip
    first, second, third = (int(match[1]) if match else -1 for match in found)
    return (first, second, third) if min(first, second, third) >= 0 else None
