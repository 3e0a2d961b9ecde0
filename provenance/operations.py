"""Compare the tables of peace operations with the lists and the texts that speak of them.

Duty: print each place where `operation-dates.csv`, `operation-mandates.csv` or `operations.csv` and
a public source say different things, and how many agree. Design decision: what is compared is
never what the row was read from alone: a month is held against both lists of missions, a mandate's
last day against the day printed in the paragraph, the paragraph against the operation's own name,
and the state of mandates of July 2010 against a table of the United Nations Secretariat.

    python provenance/operations.py SOURCES

SOURCES holds, anywhere below it, `PACT_PKO_start_end_71_missions.csv`,
`UN_PSDataHub_DPPADPOSS-PKO_2024-02.csv`, a folder `texts` with `<number>.txt` (full English texts
of the resolutions) and, if the module xlrd is there to read it,
`SCPCRB_mission_mandates_table_2010.xls`.
"""

from __future__ import annotations

import calendar
import csv
import importlib
import importlib.util
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from resolution_paragraphs import paragraphs

TABLES: Final = Path(__file__).parent.parent / "graph_data" / "tables"
PACT: Final = "PACT_PKO_start_end_71_missions.csv"
HUB: Final = "UN_PSDataHub_DPPADPOSS-PKO_2024-02.csv"
MANDATES_2010: Final = "SCPCRB_mission_mandates_table_2010.xls"
LISTS: Final = {"un-list-of-peacekeeping-operations", "un-psdatahub-missions"}

#: The day to which the table of 2010 stands, and the last resolution it can know.
JULY_2010: Final = 1934

#: Acronyms of the lists that are not our identifiers in capitals.
OTHER_ACRONYMS: Final = {"UNCPSG": "unpsg"}

#: Operations that the case files introduce, with words by which texts name them.
CASE_NAMES: Final = {
    "multinational-force-iraq": "multinational force", "unosom-i": "Somalia",
    "unosom-ii": "Somalia", "licorne": "French", "unprofor": "Protection Force",
    "unikom": "observ",  # codespell:ignore observ
    "kfor": "presence", "unmik": "presence", "unamir": "Rwanda",
    "unomil": "Liberia", "unmih": "UMMIH", "unmibh": "IPTF", "eufor-rdc": "Eufor",
    "eufor-tchad-rca": "European Union", "eufor-rca": "European Union",
}  # fmt: skip

#: General words that stand for the operation in a paragraph.
GENERAL: Final = re.compile(
    r"[Ff]orce\b|[Mm]ission\b|Operation\b|[Gg]roup\b|Authority|Organization|Office|[Oo]bserv"
    r"|mandate|[Aa]uthori[sz]ation|provisions of (?:its )?resolution|advance team"
)
MONTHS: Final = {name: number for number, name in enumerate(calendar.month_name) if name}


class Tally:
    """How many witnesses agreed, and the disagreements as they are printed."""

    def __init__(self, name: str) -> None:
        self.name, self.agreed, self.differing = name, 0, 0

    def see(self, agrees: bool, row: str, field: str, ours: str, theirs: str) -> None:
        """Count one witness; print row, field, ours and theirs where it disagrees."""
        self.agreed += agrees
        self.differing += not agrees
        if not agrees:
            print(f"{self.name}: {row} {field}: ours {ours or '-'}, theirs {theirs or '-'}")

    def close(self) -> None:
        """The line of counts."""
        print(f"{self.name}: {self.agreed} agree, {self.differing} differ")


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def found(sources: Path, name: str) -> Path | None:
    """The file or folder of that name anywhere below the folder, or None."""
    return next(iter(sorted(sources.rglob(name))), None)


def identifier(acronym: str) -> str:
    """Our identifier of a mission of the lists."""
    return OTHER_ACRONYMS.get(acronym, acronym.lower().replace(" ", "-"))


def our_dates() -> dict[str, dict[str, set[str]]]:
    """Starts and ends of each operation as the graph holds them, to day, month or year."""
    held: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(TABLES / "operation-dates.csv"):
        for side in ("started", "ended"):
            value = row[side] or row[f"{side}_month"] or row[f"{side}_year"]
            if value:
                held[row["operation"]][side].add(value)
    cases = (TABLES.parent / "cases").glob("*.trig")
    for text in (path.read_text(encoding="utf-8") for path in cases):
        for part in re.finditer(r"operation:([\w-]+) ((?:cs:\w+ [^.]*?)+)\s\.", text):
            for side, value in re.findall(r'cs:(started|ended)On "([\d-]+)"', part[2]):
                held[part[1]][side].add(value)
    return held


def listed_months(sources: Path) -> Iterator[tuple[str, str, str, str]]:
    """Source, operation, side and month that the two lists of missions give."""
    if (path := found(sources, PACT)) is not None:
        for row in rows(path):
            for side, column in (("started", "Start Date"), ("ended", "End Date")):
                month, _, year = row[column].partition(" ")
                if year:
                    yield "PACT", identifier(row["Acronym"]), side, f"{year}-{MONTHS[month]:02}"
    if (path := found(sources, HUB)) is not None:
        for row in rows(path):
            for side in ("started", "ended"):
                day = row["start_date" if side == "started" else "end_date"]
                if day:
                    yield "hub", identifier(row["mission_acronym"]), side, day[:7]


def compare_dates(sources: Path) -> None:
    """Each month of the lists against ours."""
    held, tally = our_dates(), Tally("starts and ends")
    known = {row["operation"] for row in rows(TABLES / "operations.csv")}
    for source, operation, side, month in listed_months(sources):
        if operation not in known:
            print(f"starts and ends: {source} {operation}: not in our table")
            continue
        ours = held[operation][side]
        agrees = any(month.startswith(value[:7]) for value in ours)
        tally.see(agrees, operation, f"{side} ({source})", " ".join(sorted(ours)), month)
    tally.close()


def spoken(day: str) -> re.Pattern[str]:
    """How a text may print a day: figures may be misread, months may come first."""
    year, month, date = day.split("-")
    name = calendar.month_name[int(month)]
    figure = f"0?{int(date)}(?:st|nd|rd|th)?"  # codespell:ignore nd
    return re.compile(rf"{figure}\s+(?:of )?{name}|{name} {figure},? {year}|{date[0]}\w {name}")


def names() -> dict[str, list[str]]:
    """Words by which the texts name each operation: acronym and full name."""
    words: dict[str, list[str]] = defaultdict(list)
    for operation, name in CASE_NAMES.items():
        words[operation].append(name)
    for row in rows(TABLES / "operations.csv"):
        own = row["label"].partition(" (")[0].removeprefix("United Nations ")
        words[row["operation"]] += [word for word in (row["abbreviation"], own) if word]
        words[row["operation"]].append(row["operation"].replace("-", " ").upper())
    return words


def texts(sources: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each resolution's number and its paragraphs by locator."""
    folder = found(sources, "texts")
    for path in sorted(folder.glob("*.txt")) if folder else ():
        read = paragraphs(path.read_text(encoding="utf-8", errors="replace"))
        yield path.stem, {row.locator: row.text for row in read}


def compare_paragraphs(sources: Path) -> None:
    """Each row of the mandates against its paragraph: the day printed, the operation named."""
    wanted: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(TABLES / "operation-mandates.csv"):
        wanted[row["provision"].removeprefix("S-RES-").partition(".")[0]].append(row)
    days, named, words = Tally("until"), Tally("named"), names()
    for number, read in texts(sources):
        for row in wanted.pop(number, []):
            text = read.get(row["provision"].partition(".")[2], "")
            _one_paragraph(row, re.sub(r"\s+", " ", text), (days, named), words)
    days.close()
    named.close()
    print(f"without a text: {sum(map(len, wanted.values()))} rows")


def _one_paragraph(
    row: dict[str, str], text: str, tallies: tuple[Tally, Tally], words: dict[str, list[str]]
) -> None:
    """Day and names of one row; a period counts as a day that the text fixes."""
    days, named = tallies
    if row["until"]:
        period = re.search(r"\bmonths?\b|\bdays?\b", text) and not re.search(r"until \d", text)
        agrees = bool(spoken(row["until"]).search(text) or period)
        days.see(agrees, row["provision"], "until", row["until"], text[:160])
    columns = ("establishes", "extends_mandate_of", "changes_mandate_of", "ends_mandate_of")
    for operation in " ".join(row[column] for column in columns).split():
        agrees = any(word.lower() in text.lower() for word in words[operation])
        agrees = agrees or bool(GENERAL.search(text))
        named.see(agrees, row["provision"], "operation", operation, text[:120])


def mandates_2010(path: Path) -> Iterator[tuple[str, str, str]]:
    """Operation, latest decision and length of mandate from the Secretariat's table of 2010."""
    module: Any = importlib.import_module("xlrd")
    sheet = module.open_workbook(str(path)).sheet_by_index(0)
    for column in range(2, sheet.ncols):
        heading, *_, latest, length = (str(sheet.cell_value(line, column)) for line in range(6))
        if heading.split():
            yield identifier(heading.split()[0]), latest, " ".join(length.split())


def until_july_2010() -> dict[str, tuple[int, str]]:
    """The last resolution to July 2010 that set or prolonged each mandate, and to what day."""
    last: dict[str, tuple[int, str]] = {}
    for row in rows(TABLES / "operation-mandates.csv"):
        number = int(row["provision"].removeprefix("S-RES-").partition(".")[0])
        for operation in f"{row['establishes']} {row['extends_mandate_of']}".split():
            if number <= JULY_2010 and row["until"]:
                last[operation] = max(last.get(operation, (0, "")), (number, row["until"]))
    return last


def compare_2010(sources: Path) -> None:
    """Expiry of each mandate in July 2010 against the Secretariat's table."""
    path = found(sources, MANDATES_2010)
    if path is None or importlib.util.find_spec("xlrd") is None:
        print("mandates of 2010: not compared (no file, or no module xlrd)")
        return
    ours, tally = until_july_2010(), Tally("mandates of 2010")
    for operation, latest, length in mandates_2010(path):
        day = re.search(r"(\d{1,2}) (\w+) (\d{4})", length)
        if day and operation in ours:
            theirs = f"{day[3]}-{MONTHS[day[2]]:02}-{int(day[1]):02}"
            number, until = ours[operation]
            tally.see(until == theirs, operation, f"expiry ({number}; {latest})", until, theirs)
    tally.close()


def main(sources: Path) -> None:
    """Compare the tables with every source that is there."""
    compare_dates(sources)
    compare_paragraphs(sources)
    compare_2010(sources)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
