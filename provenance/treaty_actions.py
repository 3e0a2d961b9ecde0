"""Compare the tables of treaty actions with the public tables of the depositary, row by row.

    python provenance/treaty_actions.py SOURCES

SOURCES is a folder with tables of the United Nations Treaty Collection by their names there
(1-1.csv, 1-4.csv, 4-1.csv, 4-9.csv, 18-10.csv, 18-10-a.csv, 18-10-b.csv) and, where present,
hr_status_cat.csv (years of the Convention against Torture). Printed are each act that one side has
and the other lacks or dates otherwise, then the days of entry into force that the treaty's article
does not give, then one line of counts.

Design decision: an act is identified by treaty, party and kind. The depositary prints present
names, so acts of the Soviet Union and of Serbia and Montenegro are looked up under the state that
did them; acts that our tables take from elsewhere (former states, later acts) are counted apart.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

TABLES = Path(__file__).resolve().parents[1] / "graph_data" / "tables"
ALIASES = {
    "Bolivia": "BOL",
    "Czech Republic": "CZE",
    "St. Kitts and Nevis": "KNA",
    "St. Lucia": "LCA",
    "St. Vincent and the Grenadines": "VCT",
    "State of Palestine": "palestine",
    "Swaziland": "SWZ",
    "The former Yugoslav Republic of Macedonia": "MKD",
    "Turkey": "TUR",
    "Cape Verde": "CPV",
    "Democratic Republic of Congo": "COD",
    "East Timor": "TLS",
    "Iran": "IRN",
    "Ivory Coast": "CIV",
    "Laos": "LAO",
    "Micronesia, Federated States Of": "FSM",
    "Moldova": "MDA",
    "North Korea": "PRK",
    "Russia": "RUS",
    "South Korea": "KOR",
    "Tanzania": "TZA",
    "United Kingdom": "GBR",
    "United States": "USA",
    "Venezuela": "VEN",
}
KINDS = {"a": "accession", "d": "succession"}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Source:
    """A table of the depositary and ours: the file, our table, the treaty, has it signatures."""

    file: str
    table: str
    treaty: str
    signatures: bool


SOURCES = (
    Source("1-1.csv", "treaty-actions-un-charter", "UN-Charter", False),
    Source("4-1.csv", "treaty-actions-genocide-convention", "Genocide-Convention", True),
    Source(
        "4-9.csv", "treaty-actions-convention-against-torture", "Convention-against-Torture", True
    ),
    Source("18-10.csv", "treaty-actions-rome-statute", "Rome-Statute", True),
    Source(
        "18-10-a.csv",
        "treaty-actions-rome-statute",
        "Rome-Statute-Amendment-Article-8-2010",
        False,
    ),
    Source(
        "18-10-b.csv",
        "treaty-actions-rome-statute",
        "Rome-Statute-Amendments-Aggression-2010",
        False,
    ),
)

Act = tuple[str, str]  # party and kind


def rows_of(path: Path) -> list[dict[str, str]]:
    """The rows of a table with a header, by column."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def codes_by_name() -> dict[str, str]:
    """Our code of each state by its English name, and of the names that the sources write."""
    names = {row["name_en"]: row["state"] for row in rows_of(TABLES / "states.csv")}
    return names | ALIASES


def day_of(text: str) -> date:
    """The day that `6 Jun 2014 a` names."""
    day, month, year = text.split()[:3]
    return date(int(year), MONTHS.index(month[:3]) + 1, int(day))


def party_then(code: str, day: date) -> str:
    """The state that did the act, where the depositary prints the name of its successor."""
    if code == "RUS" and day < date(1991, 12, 25):
        return "SUN"
    if code == "SRB" and day < date(2006, 6, 3):
        return "SCG"
    return code


def acts_in_source(path: Path, signatures: bool) -> Iterator[tuple[Act, date]]:
    """The acts of a table of the depositary: party and kind, and the day."""
    codes = codes_by_name()
    with path.open(encoding="utf-8-sig", newline="") as lines:
        for row in list(csv.reader(lines))[1:]:
            cells = row[1:] if signatures else ["", row[1]]
            code = codes[row[0]]
            if cells[0].strip():
                day = day_of(cells[0])
                yield (party_then(code, day), "signature"), day
            if cells[1].strip():
                day = day_of(cells[1])
                mark = [*cells[1].split(), ""][3]
                yield (party_then(code, day), KINDS.get(mark, "ratification")), day


def our_acts(table: str, treaty: str) -> dict[Act, list[dict[str, str]]]:
    """Our rows on a treaty by party and kind."""
    acts: dict[Act, list[dict[str, str]]] = {}
    for row in rows_of(TABLES / f"{table}.csv"):
        if row["treaty"] == treaty:
            party = row["party"] or row.get("government", "")
            acts.setdefault((party, row["kind"]), []).append(row)
    return acts


def compared(folder: Path, source: Source) -> tuple[int, int, int]:
    """Prints what differs on one treaty; counts acts agreed, differing, and ours alone."""
    ours = our_acts(source.table, source.treaty)
    theirs = dict(acts_in_source(folder / source.file, source.signatures))
    agreed = differing = 0
    for act, day in sorted(theirs.items()):
        days = [row["date"] for row in ours.get(act, [])]
        if day.isoformat() in days:
            agreed += 1
        else:
            differing += 1
            print(f"{source.file}: {act[0]} {act[1]}: ours {days or 'none'}, theirs {day}")
    alone = sum(len(rows) for act, rows in ours.items() if act not in theirs)
    return agreed, differing, alone


def genocide_force(day: date) -> date:
    """Article XIII: the ninetieth day after the deposit, at the earliest 12 January 1951."""
    if day <= date(1950, 10, 14):
        return date(1951, 1, 12)
    return day + timedelta(90)


def torture_force(day: date) -> date:
    """Article 27: the thirtieth day after the deposit, at the earliest 26 June 1987."""
    return date(1987, 6, 26) if day <= date(1987, 5, 27) else day + timedelta(30)


def rome_force(day: date) -> date:
    """Article 126: the first of the month after the sixtieth day, at the earliest 1 July 2002."""
    if day <= date(2002, 4, 11):
        return date(2002, 7, 1)
    sixtieth = day + timedelta(60)
    return date(sixtieth.year + sixtieth.month // 12, sixtieth.month % 12 + 1, 1)


def amendment_force(day: date) -> date:
    """Article 121, paragraph 5: one year after the deposit."""
    return day.replace(year=day.year + 1)


def charter_force(day: date) -> date:
    """Article 110: the day of deposit, at the earliest 24 October 1945."""
    return max(day, date(1945, 10, 24))


RULES = {
    "UN-Charter": charter_force,
    "Genocide-Convention": genocide_force,
    "Convention-against-Torture": torture_force,
    "Rome-Statute": rome_force,
    "Rome-Statute-Amendment-Article-8-2010": amendment_force,
    "Rome-Statute-Amendments-Aggression-2010": amendment_force,
}


def forces_checked(source: Source) -> tuple[int, int]:
    """Prints the days of entry into force that differ from the article; counts right and not."""
    right = wrong = 0
    for rows in our_acts(source.table, source.treaty).values():
        for row in rows:
            if row["kind"] not in {"ratification", "accession"} or not row["date"]:
                continue
            expected = RULES[source.treaty](date.fromisoformat(row["date"])).isoformat()
            if row["in_force"] == expected:
                right += 1
            else:
                wrong += 1
                print(f"{row['action']}: in force {row['in_force'] or 'none'}, article {expected}")
    return right, wrong


def years_of_consent() -> dict[str, set[str]]:
    """The years in which a state consented to the Convention against Torture, in our table."""
    consent: dict[str, set[str]] = {}
    for (party, kind), rows in our_acts(SOURCES[2].table, SOURCES[2].treaty).items():
        if kind != "signature":
            years = {row["date"][:4] or row.get("year", "") for row in rows}
            consent.setdefault({"SCG": "SRB", "SUN": "RUS"}.get(party, party), set()).update(years)
    return consent


def torture_years(folder: Path) -> tuple[int, int]:
    """Prints the years of the Convention against Torture that differ; counts agreed and not."""
    consent = years_of_consent()
    codes = {name.casefold(): code for name, code in codes_by_name().items()}
    agreed = differing = 0
    for row in rows_of(folder / "hr_status_cat.csv"):
        code = codes.get(row["member"].casefold(), row["member"])
        year = row["year ratification or accession"]
        if year and year in consent.get(code, set()):
            agreed += 1
        elif year:
            differing += 1
            print(f"hr_status_cat.csv: {code}: ours {sorted(consent.get(code, []))}, theirs {year}")
    return agreed, differing


def names_of_declarations(folder: Path) -> tuple[int, int]:
    """Prints the states with a declaration that our table lacks; counts found and not."""
    ours = {party for party, _ in our_acts("treaty-actions-icj-optional-clause", "ICJ-Statute")}
    codes = codes_by_name()
    theirs = {codes[row["Participant"]] for row in rows_of(folder / "1-4.csv")}
    for code in sorted(theirs - ours):
        print(f"1-4.csv: {code}: not in our table")
    return len(theirs & ours), len(theirs - ours)


def main(folder: Path) -> None:
    """Compares every table and prints one line of counts for each."""
    for source in SOURCES:
        agreed, differing, alone = compared(folder, source)
        right, wrong = forces_checked(source)
        print(
            f"{source.treaty}: {agreed} acts agreed, {differing} differ, {alone} of ours from "
            f"elsewhere; entry into force {right} by the article, {wrong} otherwise"
        )
    print("optional clause, states found and not: {} {}".format(*names_of_declarations(folder)))
    if (folder / "hr_status_cat.csv").exists():
        print("torture, years agreed and not: {} {}".format(*torture_years(folder)))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python provenance/treaty_actions.py SOURCES")
    main(Path(sys.argv[1]))
