"""Compare the ballots of 1946-1993 with the public lists they rest on, row by row.

Duty: read the three tables of the Council's ballots of 1946-1993 and the source files (official
tables of Council action, the merged list of resolutions, the footers of the resolutions and the
official list of vetoes) and print every disagreement, then one line of counts. No generator.
Decision: a veto is inferred here from our rows alone (a permanent member against, Article 27(3),
not adopted, enough votes in favour by name or by tally) and set against the official list both
ways. Names are also set against our own tallies and seats: a roll call is full when it accounts
for every seat of its day, and then its numbers must be those of the tally.

Usage: python provenance/council_ballots_early.py SOURCES
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "graph_data" / "tables"
SUFFIX = "-1946-1993.csv"
PERMANENT = {
    "China": "CHN",
    "France": "FRA",
    "Russian Federation": "RUS",
    "USSR": "SUN",
    "United Kingdom": "GBR",
    "United States": "USA",
}
LAST = "1993-12-31"
VOTES = ("for", "against", "abstained")
OTHERS = ("absent", "not_participating", "present_not_voting")
FOOTER = re.compile(
    r"by (\d+) votes? to (none|\d+)(?: \([^)]*\))?,?(?: with (\d+) abstentions?)?", re.IGNORECASE
)
Row = dict[str, str]
Table = dict[str, Row]
Tally = tuple[int, int, int]


@dataclass(frozen=True)
class Difference:
    """One disagreement: where, which field, what the table says and what the source says."""

    row: str
    field: str
    ours: str
    theirs: str

    def __str__(self) -> str:
        return f"{self.row}\t{self.field}\tours: {self.ours}\ttheirs: {self.theirs}"


def read(path: Path) -> list[Row]:
    """All rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def own(name: str) -> Table:
    """One of our tables by its key, which is the first column."""
    rows = read(TABLES / f"{name}{SUFFIX}")
    return {next(iter(row.values())): row for row in rows}


def numbers(row: Row, names: tuple[str, str, str]) -> Tally | None:
    """Three numbers of a row, or nothing where the first is empty."""
    if not row[names[0]]:
        return None
    first, second, third = (int(row[name] or 0) for name in names)
    return first, second, third


def our_tally(tallies: Table, ballot: str) -> Tally | None:
    """The tally that our table gives for a ballot."""
    row = tallies.get(ballot)
    return numbers(row, ("votes_for", "votes_against", "abstentions")) if row else None


def official_tally(row: Row) -> Tally | None:
    """The tally of the yearly tables; the third number may include members that did not vote."""
    names = ("yes", "no", "abstain_or_nonvoting")
    return numbers(row, names)


def compare_resolution(row: Row, ballots: Table, tallies: Table) -> Iterator[Difference]:
    """Date, meeting, manner and tally of one adopted resolution against the merged list."""
    key = f"S-RES-{row['res_no']}"
    ballot = ballots.get(key)
    if ballot is None:
        yield Difference(key, "ballot", "missing", row["symbol"])
        return
    if ballot["date"] != row["date_best"]:
        yield Difference(key, "date", ballot["date"], row["date_best"])
    meeting = re.match(r"S/PV\.\d+", row["meeting"])
    if meeting and ballot["meeting"] != meeting[0].replace("/", "-").replace(".", "-"):
        yield Difference(key, "meeting", ballot["meeting"], row["meeting"])
    yield from compare_manner(key, ballot["mode"], our_tally(tallies, key), row)


def compare_manner(key: str, mode: str, ours: Tally | None, row: Row) -> Iterator[Difference]:
    """How a resolution was adopted, and its numbers."""
    theirs = official_tally(row)
    if row["how"] == "without vote" and mode not in ("without-vote", "consensus"):
        yield Difference(key, "mode", mode, row["how"])
    if row["how"] == "unanimously" and mode != "unanimous-vote":
        yield Difference(key, "mode", mode, row["how"])
    if theirs is not None and ours != theirs:
        yield Difference(key, "tally", f"{mode} {ours}", str(theirs))


def counted(ballot: Row) -> Tally:
    """How many names a ballot gives in favour, against and abstaining."""
    first, second, third = (len(ballot[name].split()) for name in VOTES)
    return first, second, third


def compare_footer(row: Row, ballots: Table) -> Iterator[Difference]:
    """The numbers printed in a footer against the names of our row."""
    found = FOOTER.search(row["footer"])
    key = f"S-RES-{row['res_no']}"
    ballot = ballots.get(key)
    if not found or ballot is None:
        return
    against = 0 if found[2].lower() == "none" else int(found[2])
    theirs = (int(found[1]), against, int(found[3] or 0))
    ours = counted(ballot)
    if ours != theirs:
        yield Difference(key, "footer", f"{ballot['mode']} {ours}", str(theirs))


def plain(symbol: str) -> str:
    """A draft's symbol as the name of its document."""
    return re.sub(r"[/.]", "-", symbol.strip())


def compare_drafts(source: list[Row], ballots: Table, tallies: Table) -> Iterator[Difference]:
    """Every failed draft of the yearly tables with its date and tally."""
    for row in source:
        if row["kind"] != "draft" or row["status"] == "mentioned" or row["date"] > LAST:
            continue
        name = plain(row["symbol"])
        same = [key for key, ballot in ballots.items() if ballot["draft"] == name]
        dated = [key for key in same if ballots[key]["date"] == row["date"]]
        label = f"{row['symbol']} {row['date']}"
        if not dated:
            yield Difference(label, "ballot", ", ".join(same) or "missing", row["status"])
        theirs = official_tally(row)
        ours = [our_tally(tallies, key) for key in dated]
        if dated and theirs not in ours:
            yield Difference(label, "tally", str(ours), str(theirs))


def enough(ballot: Row, tally: Tally | None) -> bool:
    """Whether a proposal had the votes that the Charter asks for, by name or by number."""
    needed = 7 if ballot["date"] < "1966-01-01" else 9
    return max(len(ballot["for"].split()), tally[0] if tally else 0) >= needed


def inferred(ballots: Table, tallies: Table) -> dict[str, set[str]]:
    """Ballots that our rows make vetoed, with the members that vetoed them."""
    result: dict[str, set[str]] = {}
    for key, ballot in ballots.items():
        members = set(ballot["against"].split()) & set(PERMANENT.values())
        blocked = ballot["outcome"] == "not-adopted" and ballot["rule"] == "art27-3"
        if members and blocked and enough(ballot, our_tally(tallies, key)):
            result[key] = members
    return result


def official_vetoes(rows: list[Row]) -> list[tuple[str, str, set[str]]]:
    """The official list: date, symbol as printed, members."""
    wanted = [row for row in rows if row["date"] <= LAST]
    return [
        (row["date"], row["draft"], {PERMANENT[name] for name in row["vetoed_by"].split("; ")})
        for row in wanted
    ]


def candidates(date: str, symbol: str, ballots: Table) -> list[str]:
    """Our ballots that an entry of the official list can mean, best first."""
    printed = re.findall(r"S/\d+(?:/Rev\.\d+)?", symbol)
    names = {plain(text) for text in printed}
    by_name = [key for key, ballot in ballots.items() if key in names or ballot["draft"] in names]
    same_meeting = re.findall(r"S/PV\.\d+", symbol)
    prefixes = tuple(f"{text.replace('/', '-').replace('.', '-')}-vote" for text in same_meeting)
    by_meeting = [key for key in ballots if prefixes and key.startswith(prefixes)]
    by_day = [key for key in ballots if ballots[key]["date"] == date and not printed]
    return list(dict.fromkeys(by_name + by_meeting + by_day))


def compare_vetoes(source: list[Row], ballots: Table, tallies: Table) -> Iterator[Difference]:
    """The official list of vetoes against those our rows imply, both ways."""
    ours = inferred(ballots, tallies)
    left = dict(ours)
    for date, symbol, members in official_vetoes(source):
        keys = candidates(date, symbol, ballots)
        hit = next((key for key in keys if left.get(key) == members), None)
        label = f"{date} {symbol}"
        if hit is None:
            yield Difference(label, "veto", "not inferred", " ".join(sorted(members)))
            continue
        left.pop(hit)
        if ballots[hit]["date"] != date:
            yield Difference(label, "veto date", ballots[hit]["date"], date)
    for key, members in left.items():
        yield Difference(key, "veto", " ".join(sorted(members)), "not in the official list")


def council(seats: list[Row], day: str) -> set[str]:
    """The members that held a seat on a day."""
    held = [row for row in seats if row["started"] <= day <= (row["ended"] or day)]
    return {row["member"] for row in held}


def is_full(ballot: Row, seats: list[Row]) -> bool:
    """Whether a roll call accounts for every seat of its day, each once."""
    names = [name for part in (*VOTES, *OTHERS) for name in ballot[part].split()]
    return sorted(names) == sorted(council(seats, ballot["date"]))


def compare_names(ballots: Table, tallies: Table, seats: list[Row]) -> Iterator[Difference]:
    """Every name against the seats of its day, and the numbers of names against the tally."""
    for key, ballot in ballots.items():
        names = {name for part in (*VOTES, *OTHERS) for name in ballot[part].split()}
        for name in sorted(names - council(seats, ballot["date"])):
            yield Difference(key, "seat", name, "no seat on that day")
        tally = our_tally(tallies, key)
        if not names or tally is None:
            continue
        pairs = zip(counted(ballot), tally, strict=True)
        fits = is_full(ballot, seats) or all(ours <= theirs for ours, theirs in pairs)
        if not fits or (is_full(ballot, seats) and counted(ballot) != tally):
            yield Difference(key, "names", str(counted(ballot)), str(tally))


def differences(sources: Path) -> Iterator[Difference]:
    """All disagreements, list by list."""
    ballots, tallies = own("council-ballots"), own("council-tallies")
    merged = [r for r in read(sources / "MERGED_resolutions_1_2640.csv") if r["date_best"] <= LAST]
    for row in merged:
        yield from compare_resolution(row, ballots, tallies)
    for row in read(sources / "footer_votes_to_901.csv"):
        yield from compare_footer(row, ballots)
    action = read(sources / "scact_outcomes_1946_2022_parsed.csv")
    yield from compare_drafts(action, ballots, tallies)
    vetoes = read(sources / "veto_table_official_parsed_1946_may2022.csv")
    yield from compare_vetoes(vetoes, ballots, tallies)
    yield from compare_names(ballots, tallies, read(TABLES / "council-seats.csv"))


def main(arguments: list[str]) -> int:
    """Print the disagreements and the counts; 2 where the argument is missing."""
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        print("usage: council_ballots_early.py SOURCES (a folder)", file=sys.stderr)
        return 2
    found = list(differences(Path(arguments[0])))
    for difference in found:
        print(difference)
    ballots, tallies = own("council-ballots"), own("council-tallies")
    seats = read(TABLES / "council-seats.csv")
    full = sum(is_full(ballot, seats) for ballot in ballots.values())
    counts = (len(ballots), full, len(tallies), len(inferred(ballots, tallies)), len(found))
    text = "{} ballots, {} full roll calls, {} tallies, {} vetoed, {} disagreements"
    print(text.format(*counts))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
