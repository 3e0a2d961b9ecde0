"""Erik Voeten's United Nations General Assembly voting data, in its two public forms.

Two tables: `un_votes.csv` (rcid, country, country_code, vote) beside `un_roll_calls.csv`; or one,
`UNVotes.csv`, with a row a vote (rcid, ccode, vote, session, date, unres ...).

Design decision: days of the sessions before the sixtieth are placeholders that keep the month and
number its weeks, so such a roll call has a month and no false day.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kg.errors import CorpusError, Fault
from kg.imports.crosswalk import Crosswalk
from kg.imports.rollcalls import ABSENT, ABSTAINED, AGAINST, FOR, NOTHING, Dataset, RollCall, Votes
from kg.imports.tabular import Rows, Table

DOCUMENT: Final = "voeten-unga-votes"
TITLE: Final = "Voeten, United Nations General Assembly voting data"
TWO_TABLES: Final = frozenset({"rcid", "country", "vote"})
ONE_TABLE: Final = frozenset({"rcid", "ccode", "vote", "session", "date"})
ROLL_CALLS: Final = ("un_roll_calls.csv", "un_roll_calls.csv.gz")

_WORDS: Final = {"yes": FOR, "no": AGAINST, "abstain": ABSTAINED}
_NUMBERS: Final = {"1": FOR, "2": ABSTAINED, "3": AGAINST, "8": ABSENT, "9": NOTHING}
_CODES: Final = _NUMBERS | {f"{code}.0": behaviour for code, behaviour in _NUMBERS.items()}
_FIRST_WITH_DAYS: Final = 60
_DAY: Final = re.compile(r"(\d{4}-(?:0[1-9]|1[0-2]))-(?:0[1-9]|[12]\d|3[01])")
_COLUMNS: Final = {
    name: (name,)
    for name in ("rcid", "session", "date", "unres", "amend", "para", "short", "descr", "vote",
                 "country", "ccode", "Country", "Countryname")
}  # fmt: skip

Progress = Callable[[str], None]


def read_two(path: Path, crosswalk: Crosswalk, tell: Progress) -> Dataset:
    """Read `un_votes.csv` with the roll calls beside it; raises CorpusError with all faults."""
    beside = [path.with_name(name) for name in ROLL_CALLS if path.with_name(name).is_file()]
    table = Table(path)
    if not beside:
        table.fault(0, 0, "import", f"{ROLL_CALLS[0]} is missing beside it", "put it there")
        raise CorpusError.of(table.faults)
    calls, faults = _roll_calls(beside[0])
    with table.reading() as rows:
        _take_words(table, table.counted(rows, tell), calls, crosswalk)
    return _whole(calls, [*faults, *table.faults], [path.name, beside[0].name])


def _take_words(table: Table, rows: Rows, calls: dict[str, RollCall], crosswalk: Crosswalk) -> None:
    """Votes in words, states by the names that the dataset has for them."""
    at, votes = table.columns(_COLUMNS), Votes(table, crosswalk, _WORDS)
    rcid, country, vote = at["rcid"], at["country"], at["vote"]
    states: dict[str, str | None] = {}
    for line, row in rows:
        call, name = calls.get(_number(row[rcid])), row[country]
        if name not in states:
            states[name] = crosswalk.by_name(name)
        state = states[name]
        if call is None:
            message = f"roll call `{row[rcid][:20]}` is not in {ROLL_CALLS[0]}"
            table.fault(line, rcid + 1, "roll-call", message, "get both files of one version")
        elif state is None:
            votes.unknown(line, country, name)
        else:
            votes.take(line, call, state, (vote, row[vote]), country)


def read_one(path: Path, crosswalk: Crosswalk, tell: Progress) -> Dataset:
    """Read `UNVotes.csv`; raises CorpusError with all faults."""
    calls: dict[str, RollCall] = {}
    table = Table(path)
    with table.reading() as rows:
        _take_numbers(table, table.counted(rows, tell), calls, crosswalk)
    return _whole(calls, table.faults, [path.name])


def _take_numbers(
    table: Table, rows: Rows, calls: dict[str, RollCall], crosswalk: Crosswalk
) -> None:
    """Votes in numbers, states by their Correlates of War code; a first row makes a roll call."""
    at, votes = table.columns(_COLUMNS), Votes(table, crosswalk, _CODES)
    for line, row in rows:
        number, vote = _number(row[at["rcid"]]), row[at["vote"]]
        if number not in calls and (made := _roll_call(table, line, row, at)):
            calls[number] = made
        if _CODES.get(vote) == NOTHING:  # not a member: the code of a state to come may be unknown
            continue
        state = _state(row, at, crosswalk)
        if state is None:
            votes.unknown(line, at["ccode"], row[at["ccode"]])
        elif number in calls:
            votes.take(line, calls[number], state, (at["vote"], vote), at["ccode"])


def _state(row: list[str], at: dict[str, int], crosswalk: Crosswalk) -> str | None:
    """By the Correlates of War code, else by what other columns say."""
    if state := crosswalk.by_cow(_number(row[at["ccode"]])):
        return state
    if at["Country"] >= 0 and (state := crosswalk.by_iso3(row[at["Country"]])):
        return state
    return crosswalk.by_name(row[at["Countryname"]]) if at["Countryname"] >= 0 else None


def _roll_calls(path: Path) -> tuple[dict[str, RollCall], list[Fault]]:
    calls: dict[str, RollCall] = {}
    table = Table(path)
    with table.reading() as rows:
        at = table.columns(_COLUMNS)
        for name in ("rcid", "session", "date", "unres"):
            if at[name] < 0:
                table.fault(1, 0, "column", f"column `{name}` is missing", "get the file again")
        for line, row in rows if not table.faults else ():
            number = _number(row[at["rcid"]])
            if number in calls:
                message = f"roll call {number} stands twice"
                table.fault(line, at["rcid"] + 1, "duplicate-row", message, "keep one of them")
            elif made := _roll_call(table, line, row, at):
                calls[number] = made
    return calls, list(table.faults)


def _roll_call(table: Table, line: int, row: list[str], at: dict[str, int]) -> RollCall | None:
    def cell(name: str) -> str:
        return row[at[name]].strip() if at[name] >= 0 else ""

    number, session, day = _number(cell("rcid")), _number(cell("session")), cell("date")[:10]
    matched = _DAY.fullmatch(day)
    if not number.isdecimal():
        table.fault(line, at["rcid"] + 1, "roll-call", f"`{number[:20]}` is no number of a call")
    elif not session.isdecimal():
        table.fault(line, at["session"] + 1, "session", f"`{session[:20]}` is no session")
    elif not matched:
        table.fault(line, at["date"] + 1, "date", f"`{day[:20]}` is no day", "write 1983-11-02")
    else:
        symbol, topic = cell("unres"), cell("short")
        about = ", ".join(filter(None, (symbol, topic)))
        what = _number(cell("amend")), _number(cell("para"))
        return RollCall(
            name=f"unga-voeten-{number}",
            label=f"General Assembly roll call {number}" + (f": {about[:200]}" if about else ""),
            day=day if int(session) >= _FIRST_WITH_DAYS else matched[1],
            object="amendment"
            if what[0] == "1"
            else "paragraph"
            if what[1] == "1"
            else "whole-draft",
            note=cell("descr"),
        )
    return None


def _number(text: str) -> str:
    """`38` of `38.0`; numbers passed through tables of decimal numbers."""
    return text.strip().removesuffix(".0")


def _whole(calls: dict[str, RollCall], faults: list[Fault], files: list[str]) -> Dataset:
    if faults:
        raise CorpusError.of(faults)
    return Dataset(DOCUMENT, TITLE, {key: call for key, call in calls.items() if call.votes}, files)
