"""Compare the table of Council seats with the lists and the votes that speak of them.

Duty: print each place where `council-seats.csv` and a public source say different things, and how
many agree. Design decision: a seat is judged by three kinds of witness that are independent of each
other: yearly lists of members, the United Nations' own page of terms (a copy of January 2019), and
votes, in which nobody may stand who had no seat on the day and nobody with a seat may be missing.

    python provenance/council_seats.py SOURCES

SOURCES holds, anywhere below it, `unsc_members_by_year_1946_2026.csv`, `footer_votes_to_901.csv`,
`MERGED_resolutions_1_2640.csv` and, if they are to be used, `sc_roll_calls_1994_2025-05.xlsx` and
`sc_members_elected_2019-01-22.txt`.
"""

from __future__ import annotations

import csv
import itertools
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

TABLES: Final = Path(__file__).parent.parent / "graph_data" / "tables"

#: Names in the sources that are not the English labels of `states.csv`.
OTHER_NAMES: Final = {
    "bolivia": "BOL", "byelorussian soviet socialist republic": "BLR", "cape verde": "CPV",
    "ceylon": "LKA", "czech republic": "CZE", "dahomey": "BEN", "ethipia": "ETH",
    "federal republic of germany": "DEU", "germany, federal republic of": "DEU", "iran": "IRN",
    "ivory coast": "CIV", "libya": "LBY", "libyan arab jamahiriya": "LBY", "swaziland": "SWZ",
    "libyan arab republic": "LBY", "south korea": "KOR", "syria": "SYR", "tanzania": "TZA",
    "turkey": "TUR", "ukrainian soviet socialist republic": "UKR", "united arab republic": "EGY",
    "united kingdom": "GBR", "united states": "USA", "upper volta": "BFA", "venezuela": "VEN",
    "zaire": "COD", "cameroun": "CMR", "united republic of cameroon": "CMR", "burma": "MMR",
    "vietnam": "VNM", "russia": "RUS", "people's republic of the congo": "COG",
    "the gambia": "GMB", "united kingdom of": "GBR",
}  # fmt: skip

#: Years of the roll calls whose voters are invented.
SPOILT: Final = {"1995"}

NUMBER: Final = r"(\d+|one|two|three|four|five|none|[Il](?= |\b))"
VOTE: Final = re.compile(
    rf"by {NUMBER} votes?(?: to {NUMBER}(?: ?\(([^)]*)\))?)?,?"
    rf"(?:,? with {NUMBER} abstentions?(?: ?\(([^)]*)\))?)?"
)
ASIDE: Final = re.compile(r"members? \(([^)]*)\)\s+(?:did not|was absent|were absent|absent)")
WORDS: Final = {"none": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "I": 1, "l": 1}


class Seat(NamedTuple):
    """One row of the table: who sat, the first and the last day, which kind of seat."""

    member: str
    started: str
    ended: str
    kind: str


class Tally:
    """How many witnesses agreed, and the disagreements as they are printed."""

    def __init__(self, name: str) -> None:
        self.name, self.agreed, self.differing = name, 0, 0

    def see(self, agrees: bool, message: str) -> None:
        """Count one witness; print what it says where it disagrees."""
        self.agreed += agrees
        self.differing += not agrees
        if not agrees:
            print(f"{self.name}: {message}")

    def close(self) -> None:
        """The line of counts."""
        print(f"{self.name}: {self.agreed} agree, {self.differing} differ")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def found(sources: Path, name: str) -> Path | None:
    """The file of that name anywhere below the folder, or None."""
    return next(iter(sorted(sources.rglob(name))), None)


def seats() -> list[Seat]:
    """The table as the graph holds it; an open seat lasts to the end of time."""
    return [
        Seat(row["member"], row["started"], row["ended"] or "9999-12-31", row["seat_kind"])
        for row in rows(TABLES / "council-seats.csv")
    ]


def council(table: list[Seat], day: str) -> set[str]:
    """Who had a seat on a day."""
    return {seat.member for seat in table if seat.started <= day <= seat.ended}


def size(day: str) -> int:
    """How many seats were filled on a day."""
    if day < "1966-01-01":
        return 11
    return 14 if "1980-01-01" <= day < "1980-01-07" else 15


def codes() -> dict[str, str]:
    """States by their English names in lower case."""
    known = {row["name_en"].lower(): row["state"] for row in rows(TABLES / "states.csv")}
    return known | OTHER_NAMES


def state_of(name: str, known: dict[str, str]) -> str:
    """The state that a source's name means, or the name itself in angle brackets."""
    plain = re.sub(r"[^\w\s,'’()-]", "", name).strip().lower().replace("’", "'")
    plain = re.sub(r"\s+", " ", plain).removeprefix("the ")
    return known.get(plain) or known.get(re.sub(r"\s*\(.*?\)", "", plain)) or f"<{name.strip()}>"


def names(text: str, known: dict[str, str]) -> list[str]:
    """The states in a footer's brackets."""
    text = re.sub(r"Great Britain and ?Northern Ireland", "", text.replace("- ", ""))
    parts = [part for part in re.split(r"[,.]| and ", text) if part.strip()]
    return [state_of(part, known) for part in parts]


def by_year(table: list[Seat], path: Path) -> None:
    """The yearly list against those who sat in the middle of the year."""
    tally, listed = Tally("members by year"), defaultdict(set)
    for row in rows(path):
        listed[row["year"]].add("CHN" if row["iso3"] == "TWN" else row["iso3"])
    for year, members in sorted(listed.items()):
        ours = council(table, f"{year}-07-01")
        for member in sorted(members | ours):
            tally.see(member in members & ours, f"{year} {member}: ours {member in ours}")
    tally.close()


def by_page(table: list[Seat], path: Path, known: dict[str, str]) -> None:
    """The terms on the United Nations' page against elected seats that began before 2020."""
    text = re.sub(r"<br ?/>", "</p><p>", path.read_text(encoding="utf-8")).replace("\n", "")
    cells = [cell.strip() for cell in re.findall(r"<p>(.*?)</p>", text)]
    theirs = set()
    for name, terms in itertools.pairwise(cells):
        if re.match(r"\d{4}", terms) and not re.match(r"\d{4}", name):
            for term in terms.split(","):
                if years := re.findall(r"\d{4}", term):
                    theirs.add((state_of(name, known), years[0], years[-1]))
    elected = [seat for seat in table if seat.kind == "elected-seat" and seat.started < "2020"]
    ours = {(seat.member, seat.started[:4], seat.ended[:4]) for seat in elected}
    tally = Tally("page of terms")
    for term in sorted(theirs | ours):
        tally.see(term in theirs & ours, f"{term}: ours {term in ours}, theirs {term in theirs}")
    tally.close()


def by_number(table: list[Seat]) -> None:
    """On each day on which a seat began or ended, the number of seats that were filled."""
    tally = Tally("number of seats")
    days = {seat.started for seat in table} | {seat.ended for seat in table} | {"1980-01-03"}
    for day in sorted(day for day in days if day < "2027"):
        tally.see(len(council(table, day)) == size(day), f"{day}: {len(council(table, day))}")
    tally.close()


def footer_votes(footer: str, known: dict[str, str]) -> tuple[int, list[str], list[str]] | None:
    """Votes cast with abstentions, those who are named for them, those who are named as apart."""
    found_vote = VOTE.search(footer.replace("by I ", "by 1 "))
    if not found_vote:
        return None
    numbers = [found_vote[1], found_vote[2] or "none", found_vote[4] or "none"]
    cast = sum(WORDS[word] if word in WORDS else int(word) for word in numbers)
    named = names(found_vote[3] or "", known) + names(found_vote[5] or "", known)
    apart = [state for text in ASIDE.findall(footer) for state in names(text, known)]
    return cast, named, apart


def by_footers(table: list[Seat], path: Path, merged: Path, known: dict[str, str]) -> None:
    """The footers of resolutions: every name had a seat, and votes and asides make a Council."""
    day_of = {row["res_no"]: row["date_best"] for row in rows(merged)}
    voters, sums = Tally("names in footers"), Tally("sums of footers")
    for row in rows(path):
        read = footer_votes(row["footer"], known)
        if row["footer_has_names"] != "1" or read is None:
            continue
        day, (cast, named, apart) = day_of[row["res_no"]], read
        for state in named + apart:
            seated = state in council(table, day)
            voters.see(seated, f"S/RES/{row['res_no']} of {day}: {state} has no seat")
        whole = cast + len(apart) == size(day)
        sums.see(whole, f"S/RES/{row['res_no']} of {day}: {cast} votes, {len(apart)} apart")
    voters.close()
    sums.close()


def roll_calls(path: Path, known: dict[str, str]) -> Iterator[tuple[str, str, set[str]]]:
    """Year, name and voters of each ballot in the workbook."""
    from openpyxl import load_workbook  # type: ignore[import-untyped,unused-ignore]

    voters: dict[tuple[str, str], set[str]] = defaultdict(set)
    sheet = load_workbook(path, read_only=True).worksheets[0]
    for row in sheet.iter_rows(min_row=2, values_only=True):
        if row[0]:
            name = f"{row[2] or ''} {row[4] or ''} ({row[12]})".strip()
            voters[str(row[0]), name].add(state_of(str(row[11]), known))
    for (year, name), states in voters.items():
        yield year, name, states


def by_roll_calls(table: list[Seat], path: Path, known: dict[str, str]) -> None:
    """The roll calls since 1994, when no seat changed hands within a year."""
    tally = Tally("roll calls")
    for year, name, states in roll_calls(path, known):
        if year in SPOILT:
            continue
        ours = council(table, f"{year}-07-01")
        extra, missing = sorted(states - ours), sorted(ours - states)
        tally.see(states == ours, f"{year} {name}: without seat {extra}, without vote {missing}")
    tally.close()


def main(sources: Path) -> int:
    """Compare with each source that the folder holds."""
    table, known = seats(), codes()
    by_number(table)
    if path := found(sources, "unsc_members_by_year_1946_2026.csv"):
        by_year(table, path)
    if path := found(sources, "sc_members_elected_2019-01-22.txt"):
        by_page(table, path, known)
    footers = found(sources, "footer_votes_to_901.csv")
    merged = found(sources, "MERGED_resolutions_1_2640.csv")
    if footers and merged:
        by_footers(table, footers, merged, known)
    if path := found(sources, "sc_roll_calls_1994_2025-05.xlsx"):
        by_roll_calls(table, path, known)
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python provenance/council_seats.py SOURCES")
    sys.exit(main(Path(sys.argv[1])))
