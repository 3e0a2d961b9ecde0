"""Compares the Council's ballots of 1994 to 2025 with the public source files, row by row.

Design decision: a check, not a generator. Tallies are compared with the yearly tables, names with
the roll calls, both with the members of the year; vetoes are inferred here from the names alone and
compared with the official list, because the tables do not state them.

    python provenance/council_ballots.py SOURCES
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from comparison import Disagreement, Row, rows

TABLES = Path(__file__).resolve().parent.parent / "graph_data" / "tables"
OUTCOMES = "scact_outcomes_1946_2022_parsed.csv"
VETOES = "veto_table_official_parsed_1946_may2022.csv"
MEMBERS = "unsc_members_by_year_1946_2026.csv"
ROLL_CALLS = "sc_roll_calls_1994_2025-05.xlsx"
PERMANENT = {"CHN", "FRA", "GBR", "RUS", "USA"}
STATES = {"China": "CHN", "France": "FRA", "United Kingdom": "GBR"}
STATES |= {"Russian Federation": "RUS", "United States": "USA"}
NAMES = ("for", "against", "abstained", "absent", "not_participating", "present_not_voting")
COUNTS = {"Yes": "for", "No": "against", "Abstain": "abstained"}
UNRELIABLE = 1995  # the roll calls of this year are noise


def table(name: str) -> dict[str, Row]:
    """One of our tables, by ballot."""
    return {row["ballot"]: row for row in rows(TABLES / f"{name}-1994-2025.csv")}


def name_of(outcome: Row) -> str:
    """The ballot that an outcome of the yearly tables stands for."""
    if outcome["kind"] == "resolution":
        return f"S-RES-{outcome['res_no']}"
    return outcome["symbol"].strip().replace("/", "-")


def tallies(sources: Path) -> Iterator[Disagreement]:
    """Our tallies beside those of the yearly tables, and what of theirs we lack."""
    ours = table("council-tallies")
    for theirs in rows(sources / OUTCOMES):
        if theirs["year"] < "1994" or not theirs["yes"]:
            continue
        their = "-".join((theirs["yes"], theirs["no"], theirs["abstain_or_nonvoting"] or "0"))
        row = ours.get(name_of(theirs))
        fields = ("votes_for", "votes_against", "abstentions")
        our = "-".join(row[f] for f in fields) if row else "no row"
        if our != their:
            yield Disagreement(name_of(theirs), "tally", our, their, "yearly table")


def members(sources: Path) -> dict[str, set[str]]:
    """The members of each year."""
    council: dict[str, set[str]] = defaultdict(set)
    for row in rows(sources / MEMBERS):
        council[row["year"]].add(row["iso3"])
    return council


def seats(ballots: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Ballots with names in which a member is missing, doubled or without a seat."""
    council = members(sources)
    for key, row in ballots.items():
        voters = [state for column in NAMES for state in row[column].split()]
        if voters and sorted(voters) != sorted(council[row["date"][:4]]):
            odd = " ".join(sorted(set(voters) ^ council[row["date"][:4]]))
            yield Disagreement(key, "members", str(len(voters)), odd, "members by year")


def counted(ballots: dict[str, Row]) -> Iterator[Disagreement]:
    """Names beside our own tally."""
    ours = table("council-tallies")
    for key, row in ballots.items():
        tally = ours.get(key)
        if tally is None or not row["for"]:
            continue
        names = "-".join(str(len(row[c].split())) for c in ("for", "against", "abstained"))
        our = "-".join(tally[f] for f in ("votes_for", "votes_against", "abstentions"))
        if names != our:
            yield Disagreement(key, "names and tally", names, our, "our tally")


def key_of(line: tuple[object, ...]) -> str:
    """The ballot that a line of the roll calls belongs to; empty for oral amendments."""
    text = f"{line[2]} {line[4]}"
    found = re.search(r"\b(\d{3,4})\s*\((?:19|20)\d\d|S/RES/(\d{3,4})", text)
    if found:
        return f"S-RES-{found[1] or found[2]}"
    draft = re.search(r"S/\d{4}/\d+", text)
    oral = not draft or "amendment" in text
    return "" if oral or draft is None else draft[0].replace("/", "-")


def roll_calls(sources: Path) -> dict[str, dict[str, int]]:
    """For each ballot the number of lines for, against and abstaining; 1995 is left out."""
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    book = load_workbook(sources / ROLL_CALLS, read_only=True, data_only=True)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for line in book.worksheets[0].iter_rows(min_row=2, values_only=True):
        key = key_of(line)
        if key and line[0] != UNRELIABLE:
            counts = found.setdefault((key, str(line[12])), dict.fromkeys(COUNTS.values(), 0))
            counts[COUNTS[str(line[10])]] += 1
    return {key: counts for (key, _), counts in found.items()}


def names(ballots: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Numbers of names beside the roll calls; unanimous votes carry no names and count as such."""
    for key, counts in roll_calls(sources).items():
        row = ballots.get(key)
        their = "-".join(map(str, counts.values()))
        if row is None:
            yield Disagreement(key, "ballot", "no row", their, "roll calls")
        elif row["mode"] == "unanimous-vote":
            if counts["against"] or counts["abstained"]:
                yield Disagreement(key, "names", "unanimous", their, "roll calls")
        else:
            our = "-".join(str(len(row[column].split())) for column in counts)
            if our != their:
                yield Disagreement(key, "names", f"{row['mode']} {our}", their, "roll calls")


def inferred(ballots: dict[str, Row]) -> dict[str, set[str]]:
    """Not adopted, not procedural, at least nine in favour: the permanent members against."""
    return {
        key: against
        for key, row in ballots.items()
        if row["outcome"] == "not-adopted"
        and row["rule"] == "art27-3"
        and len(row["for"].split()) >= 9
        and (against := PERMANENT & set(row["against"].split()))
    }


def official(sources: Path) -> dict[str, set[str]]:
    """The official list from 1994, by ballot."""
    listed = {}
    for row in rows(sources / VETOES):
        if row["date"] >= "1994":
            states = {STATES[name.strip()] for name in row["vetoed_by"].split(";")}
            listed[row["draft"].strip().replace("/", "-")] = states
    return listed


def vetoes(ballots: dict[str, Row], sources: Path) -> Iterator[Disagreement]:
    """Vetoes inferred beside those listed, in both directions."""
    ours, theirs = inferred(ballots), official(sources)
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key) != theirs.get(key):
            our = " ".join(sorted(ours.get(key, ()))) or "none inferred"
            their = " ".join(sorted(theirs.get(key, ()))) or "not listed"
            yield Disagreement(key, "veto", our, their, "official list to May 2022")


def main(arguments: list[str]) -> int:
    """Prints every disagreement and the counts; 2 if the folder of sources is not named."""
    if len(arguments) != 1:
        print("usage: python provenance/council_ballots.py SOURCES", file=sys.stderr)
        return 2
    sources = Path(arguments[0])
    ballots = table("council-ballots")
    checks = [tallies(sources), seats(ballots, sources), counted(ballots), names(ballots, sources)]
    found = [item for check in [*checks, vetoes(ballots, sources)] for item in check]
    for item in found:
        print(*item, sep="\t")
    named = sum(1 for row in ballots.values() if row["for"] or row["mode"] != "recorded-vote")
    print(f"{len(ballots)} ballots, {named} with names or without a roll call")
    print(f"{len(inferred(ballots))} vetoed, {len(found)} disagreements")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
