"""Compare the Assembly's ballots and tallies in this repository with the public files they rest on.

    python provenance/assembly_ballots.py SOURCES

SOURCES is a folder that holds, by these names: un_votes.csv.gz and un_roll_calls.csv (Voeten, in
the form of the R package unvotes), country-codes.csv (ISO 3166 codes, PDDL) and, if at hand,
ukraineviz_68-262_and_ES-11-1.js (votes by country on two resolutions).

Design decision: the script only compares. It prints each disagreement (row, field, ours, theirs)
and a line of counts; it writes nothing. Roll calls that the dataset does not file under the number
of a resolution are named here.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TABLES: Final = Path(__file__).parents[1] / "graph_data" / "tables"
WAYS: Final = {"yes": "for", "no": "against", "abstain": "abstained"}
TOTALS: Final = {"for": "votes_for", "against": "votes_against", "abstained": "abstentions"}
#: Ballot -> number of the roll call, where the dataset has no number of the resolution.
ROLL_CALLS: Final = {
    "A-RES-498-V": "289", "A-RES-500-V": "291", "A-RES-998-ES-I": "9020",
    "A-RES-999-ES-I": "9021", "A-RES-1000-ES-I": "9022", "A-RES-1002-ES-I": "9024",
    "A-RES-1004-ES-II": "9025", "A-RES-1005-ES-II": "9036", "A-RES-1006-ES-II": "9038",
    "A-RES-1007-ES-II": "9039", "A-RES-1474-ES-IV": "9041", "A-RES-1514": "658",
    "A-RES-2131": "919", "A-RES-2160": "932", "A-RES-2252-ES-V": "9052",
    "A-RES-2253-ES-V": "9053", "A-RES-2254-ES-V": "9054", "A-RES-2758": "1190",
    "A-RES-2793": "1227",
}  # fmt: skip
NAMES: Final = {"Federal Republic of Germany": "DEU", "Yemen Arab Republic": "YEM"}
CODES: Final = {"DD": "DDR", "YD": "YMD", "CS": "CSK", "TW": "CHN"}
ALIASES: Final = {
    "Bolivia": "BOL", "Bosnia-Herzegovina": "BIH", "Brunei": "BRN", "Côte d'Ivoire": "CIV",
    "Eq. Guinea": "GNQ", "S. Sudan": "SSD", "Swaziland": "SWZ", "São Tomé and Príncipe": "STP",
    "Central African Rep.": "CAF", "Dem. Rep. Congo": "COD",  # codespell:ignore caf
    "Dominican Rep.": "DOM", "Iran": "IRN", "Laos": "LAO", "Macedonia": "MKD",
    "Micronesia": "FSM", "Moldova": "MDA", "North Korea": "PRK", "Russia": "RUS",
    "Saint Vincent and Grenadines": "VCT", "South Korea": "KOR", "Syria": "SYR",
    "Tanzania": "TZA", "Turkey": "TUR", "United Kingdom": "GBR",
    "United States of America": "USA", "Venezuela": "VEN", "Vietnam": "VNM",
}  # fmt: skip
Votes = dict[str, set[str]]


def rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a CSV file, plain or gzipped."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    yield from csv.DictReader(io.StringIO(text))


def state(country: str, code: str, session: int, iso: dict[str, str]) -> str:
    """Our name of the state that a dataset calls so in a session."""
    if country in NAMES:
        return NAMES[country]
    if code == "YU":
        return "YUG" if session <= 47 else "SCG" if session <= 60 else "SRB"
    if code == "RU" and session < 46:
        return "SUN"
    return CODES.get(code) or iso.get(code, f"?{country}")


def voeten(sources: Path) -> dict[str, Votes]:
    """Ballot -> votes, for the ballots of our table."""
    calls = {row["rcid"]: row for row in rows(sources / "un_roll_calls.csv")}
    filed = {filed_as(row): number for number, row in calls.items() if filed_as(row)}
    wanted = {number: name for name, number in {**filed, **ROLL_CALLS}.items()}
    iso = {
        row["ISO3166-1-Alpha-2"]: row["ISO3166-1-Alpha-3"]
        for row in rows(sources / "country-codes.csv")
    }
    found: dict[str, Votes] = defaultdict(lambda: {way: set() for way in WAYS.values()})
    for row in rows(sources / "un_votes.csv.gz"):
        number = row["rcid"].removesuffix(".0")
        if number in wanted:
            session = int(float(calls[number]["session"]))
            who = state(row["country"], row["country_code"], session, iso)
            found[wanted[number]][WAYS[row["vote"]]].add(who)
    return found


def filed_as(row: dict[str, str]) -> str:
    """Our name of the ballot on a resolution as a whole that the dataset has the number of."""
    matched = re.fullmatch(r"(?:A/RES|R)/((?:ES-)?\d+)/(\d+)", row["unres"])
    spoken = re.match(r"The (Acting )?President", row["descr"])  # from the records: other votes
    if not matched or spoken or "1" in (row["amend"], row["para"]):
        return ""
    session, number = matched.groups()
    return f"A-RES-{number}" if number in ("2936", "3212", "3485") else f"A-RES-{session}-{number}"


def ukraine(sources: Path) -> dict[str, Votes]:
    """The votes on 68/262 and ES-11/1 by country names, where the file is at hand."""
    path = sources / "ukraineviz_68-262_and_ES-11-1.js"
    if not path.is_file():
        return {}
    names = {
        (row[column] or "").removesuffix(" (the)"): row["ISO3166-1-Alpha-3"]
        for row in rows(sources / "country-codes.csv")
        for column in ("official_name_en", "CLDR display name", "UNTERM English Short")
    } | ALIASES
    text, found = path.read_text(encoding="utf-8"), {}
    for symbol in ("68/262", "ES-11/1"):
        part = text[text.index(f'code: "{symbol}"') :]
        lists = (re.search(rf"{key}:\s*\[(.*?)\]", part, re.DOTALL) for key in
                 ("approve", "against", "abstain"))  # fmt: skip
        listed = [re.findall(r'"([^"]+)"', match[1]) if match else [] for match in lists]
        found[f"A-RES-{symbol.replace('/', '-')}"] = {
            way: {names.get(name, f"?{name}") for name in group}
            for way, group in zip(WAYS.values(), listed, strict=True)
        }
    return found


def compare_names(ours: dict[str, str], theirs: Votes, source: str) -> int:
    """Print how the names of a ballot differ; returns the number of fields that do."""
    count = 0
    for way in WAYS.values():
        here = set(ours[way].split())
        if here and here != theirs[way]:
            count += 1
            only, missing = " ".join(sorted(here - theirs[way])), sorted(theirs[way] - here)
            print(f"{ours['ballot']}, {way}: ours only `{only}`, {source} only {missing}")
    return count


def compare_tally(ours: dict[str, str], theirs: Votes, source: str) -> int:
    """Print how a tally differs from counted names; returns the number of fields that do."""
    count = 0
    for way, field in TOTALS.items():
        if ours[field] and int(ours[field]) != len(theirs[way]):
            count += 1
            print(f"{ours['ballot']}, {field}: ours {ours[field]}, {source} {len(theirs[way])}")
    return count


def main(sources: Path) -> int:
    """Compare everything; 0 always, since known disagreements are settled in the tables."""
    ballots, tallies = (
        list(rows(TABLES / f"assembly-{name}.csv")) for name in ("ballots", "tallies")
    )
    for source, found in (("voeten", voeten(sources)), ("ukraine-viz", ukraine(sources))):
        names = [compare_names(row, found[row["ballot"]], source)
                 for row in ballots if row["ballot"] in found]  # fmt: skip
        totals = [compare_tally(row, found[row["ballot"]], source)
                  for row in tallies if row["ballot"] in found]  # fmt: skip
        print(
            f"{source}: {len(names)} of {len(ballots)} ballots and {len(totals)} of "
            f"{len(tallies)} tallies compared, {sum(names)} and {sum(totals)} fields differ"
        )
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python provenance/assembly_ballots.py SOURCES")
    sys.exit(main(Path(sys.argv[1])))
