"""Compare the tables of states and of memberships in the United Nations with public lists.

Duty: print each cell in which our tables and a source differ, and how many agree, for the names and
codes, capitals, lifetimes, memberships, admissions and recommendations. Design decision: each table
has one function that yields pairs of what we say and what the source says; printing and counting
stand in one place. A source that dates by another event (a resolution's day, not the day on which
membership began) is printed as different and explained in the account of provenance.

    python provenance/states.py SOURCES

SOURCES holds, anywhere below it, `country-codes.csv`, `COW_states2016.csv`,
`peacesciencer_gw_states.csv`, `peacesciencer_cow_capitals.csv`,
`countrycode_codelist_without_cldr.csv`, `1-2.csv` (admissions in the UN Treaty Collection),
`un_membership_dates_from_MTDSG.csv` and `pvs_resolution_texts_1946_2015_no_annex.tar.gz`.
"""

from __future__ import annotations

import csv
import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

DATA: Final = Path(__file__).parent.parent / "graph_data"
TABLES: Final = DATA / "tables"

#: Names of members in the Treaty Collection that are not the English labels of `states.csv`.
TREATY_NAMES: Final = {
    "Bolivia (Plurinational State of)": "BOL", "Cape Verde": "CPV", "Czech Republic": "CZE",
    "Libyan Arab Jamahiriya": "LBY", "Micronesia (Federated States of)": "FSM", "Moldova": "MDA",
    "St. Kitts and Nevis": "KNA", "St. Lucia": "LCA", "St. Vincent and the Grenadines": "VCT",
    "Swaziland": "SWZ", "The former Yugoslav Republic of Macedonia": "MKD", "Turkey": "TUR",
    "United Republic of Tanzania": "TAN", "Venezuela (Bolivarian Republic of)": "VEN",
    "Serbia": "SCG", "Russian Federation": "SUN",
}  # fmt: skip

#: Numbers of former states and of states with several, in the Correlates of War list.
NUMBERS: Final = {
    "CSK": "315", "DDR": "265", "SUN": "365", "YMD": "680", "YUG": "345", "SCG": "345",
    "SRB": "345", "ZAN": "511", "TAN": "510", "RVN": "817",
}  # fmt: skip


class Pair(NamedTuple):
    """What is compared: the row, the field, our value and theirs."""

    row: str
    field: str
    ours: str
    theirs: str


def report(name: str, pairs: Iterable[Pair]) -> None:
    """Print the pairs that differ, then one line of counts."""
    agreed = differing = 0
    for pair in pairs:
        agreed += pair.ours == pair.theirs
        differing += pair.ours != pair.theirs
        if pair.ours != pair.theirs:
            print(f"{name}: {pair.row} {pair.field}: ours {pair.ours!r}, theirs {pair.theirs!r}")
    print(f"{name}: {agreed} agree, {differing} differ")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def table(name: str) -> list[dict[str, str]]:
    """The rows of one of our tables."""
    return rows(TABLES / f"{name}.csv")


def found(sources: Path, name: str) -> Path:
    """The file of that name below the folder; the run ends where there is none."""
    for path in sorted(sources.rglob(name)):
        return path
    sys.exit(f"no {name} below {sources}")


def names_and_codes(sources: Path) -> Iterator[Pair]:
    """The names in five languages and the codes against the table of country codes."""
    listed = {row["ISO3166-1-Alpha-3"]: row for row in rows(found(sources, "country-codes.csv"))}
    fields = {"name_fr": "official_name_fr", "name_es": "official_name_es"}
    fields |= {"name_ar": "official_name_ar", "name_ru": "official_name_ru"}
    for row in table("states"):
        if theirs := listed.get(row["state"]):
            for ours, field in fields.items():
                yield Pair(row["state"], ours, row[ours], theirs[field])
            yield Pair(row["state"], "name_zh", row["name_zh"], theirs["official_name_cn"])
            yield Pair(row["state"], "m49", row["m49"], theirs["M49"].zfill(3))
            wikidata = theirs["wikidata_id"].rsplit("/", 1)[-1]
            yield Pair(row["state"], "wikidata", row["wikidata"], wikidata)


def capitals(sources: Path) -> Iterator[Pair]:
    """The capitals against the list with coordinates and against the table of country codes."""
    last = {
        str(int(float(row["ccode"]))): row
        for row in rows(found(sources, "peacesciencer_cow_capitals.csv"))
    }
    listed = {row["ISO3166-1-Alpha-3"]: row for row in rows(found(sources, "country-codes.csv"))}
    for row in table("state-capitals"):
        theirs = last.get(row["cow"])
        if theirs and row["capital"]:
            yield Pair(row["state"], "capital", row["capital"], theirs["capital"])
            for ours, field in (("latitude", "lat"), ("longitude", "lng")):
                degrees = round(float(theirs[field]), 4)
                yield Pair(row["state"], ours, str(float(row[ours])), str(degrees))
        if row["capital"] and row["state"] in listed:
            yield Pair(row["state"], "name", row["capital"], listed[row["state"]]["Capital"])


def spells(sources: Path) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """First and last days by number in the two lists of independent states."""
    cow: dict[str, list[str]] = defaultdict(list)
    ward: dict[str, list[str]] = defaultdict(list)
    for row in rows(found(sources, "COW_states2016.csv")):
        for end in ("st", "end"):
            parts = (int(row[f"{end}{part}"]) for part in ("year", "month", "day"))
            cow[row["ccode"]].append("{:04d}-{:02d}-{:02d}".format(*parts))
    for row in rows(found(sources, "peacesciencer_gw_states.csv")):
        ward[str(int(float(row["gwcode"])))] += [row["startdate"], row["enddate"]]
    return cow, ward


def lifetimes(sources: Path) -> Iterator[Pair]:
    """Each first and last day against the last spell of the two lists."""
    numbers = {
        row["iso3c"]: (row["cown"], row["gwn"])
        for row in rows(found(sources, "countrycode_codelist_without_cldr.csv"))
    }
    cow, ward = spells(sources)
    for row in table("state-lifetimes"):
        own = NUMBERS.get(row["state"], "")
        pair = (own, own) if own else numbers[row["state"]]
        ours = row["started"] or row["started_year"] or row["ended"]
        for name, days in (("COW", cow[pair[0]]), ("Gleditsch-Ward", ward[pair[1]])):
            if days:
                day = days[-1] if row["row"] == "end" else days[-2]
                yield Pair(row["state"], f"{row['row']} {name}", ours, day[: len(ours)])


def members(sources: Path) -> Iterator[Pair]:
    """The first day of each membership against the Treaty Collection."""
    ours = {row["member"]: row for row in reversed(table("un-memberships"))}
    known = {row["name_en"]: row["state"] for row in table("states")} | TREATY_NAMES
    for row in rows(found(sources, "un_membership_dates_from_MTDSG.csv")):
        state = known[row["state_name_as_of_2015"]]
        day = row["date"]
        if row["route"].startswith("original"):
            day = max(day, "1945-10-24")
        yield Pair(state, "started", ours[state]["started"], day)


def resolution_id(number: str) -> str:
    """The name of an Assembly resolution in the graph: 995 (X) is A-RES-995-X."""
    plain = re.sub(r"[()]", "", number).strip().replace("/", "-")
    return "A-RES-" + "-".join(plain.split())


def admissions(sources: Path) -> Iterator[Pair]:
    """The admitting resolutions, and their dates, against the Treaty Collection."""
    ours = {row["membership"]: row["admitted_by"] for row in table("un-admissions")}
    known = {row["name_en"]: row["state"] for row in table("states")} | TREATY_NAMES
    adopted = adoption_dates()
    for row in rows(found(sources, "1-2.csv")):
        state = known[row["Participant"]]
        admitted = ours.get(f"un-{state}", "")
        number = resolution_id(row["Resolution"]) if row["Resolution"] else ""
        yield Pair(state, "admitted_by", admitted, number)
        if admitted:
            day = datetime.strptime(row["Date of Adoption"], "%d %b %Y").date().isoformat()
            yield Pair(state, "adopted", adopted[admitted], day)


def adoption_dates() -> dict[str, str]:
    """Dates of the Assembly's resolutions, as the graph's document file has them."""
    text = (DATA / "documents" / "states.trig").read_text(encoding="utf-8")
    pattern = r'doc:(A-RES-[\w-]+) cs:symbol "[^"]+" ; cs:adoptedOn "([\d-]+)"'
    return dict(re.findall(pattern, text))


def spoken_names() -> dict[str, set[str]]:
    """Every name under which the graph knows a state, in lower case."""
    known = {row["state"]: {row["name_en"].lower()} for row in table("states")}
    text = (DATA / "actors" / "other-names-of-states.trig").read_text(encoding="utf-8")
    for state, labels in re.findall(r"^state:(\w+) skos:altLabel (.*) \.$", text, re.M):
        known[state] |= {name.lower() for name in re.findall(r'"([^"]+)"@en', labels)}
    return known


def plain(text: str) -> str:
    """A text without line breaks, accents of print and hyphens at the ends of lines."""
    text = re.sub(r"-\s*\n\s*", "", text)
    return re.sub(r"\s+", " ", text.replace("’", "'")).lower()


def recommendations(sources: Path) -> Iterator[Pair]:
    """Each recommendation against its text: it must name the state and ask for its admission."""
    archive, texts = found(sources, "pvs_resolution_texts_1946_2015_no_annex.tar.gz"), {}
    with tarfile.open(archive) as folder:
        for item in folder:
            if number := re.search(r"S-RES-(\d+)\(", item.name):
                stream = folder.extractfile(item)
                texts[number[1]] = plain(
                    stream.read().decode("cp1252", "replace") if stream else ""
                )
    known = spoken_names()
    for row in table("un-recommendations"):
        state = row["membership"].removeprefix("un-")
        text = texts.get(row["recommended_by"].removeprefix("S-RES-"), "")
        admits = "admi" in text  # codespell:ignore admi
        named = admits and any(name in text for name in known[state])
        yield Pair(row["membership"], row["recommended_by"], "named", "named" if named else "")


def main(sources: Path) -> int:
    """Compare every table with its sources."""
    report("names and codes", names_and_codes(sources))
    report("capitals", capitals(sources))
    report("lifetimes", lifetimes(sources))
    report("memberships", members(sources))
    report("admissions", admissions(sources))
    report("recommendations", recommendations(sources))
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python provenance/states.py SOURCES")
    sys.exit(main(Path(sys.argv[1])))
