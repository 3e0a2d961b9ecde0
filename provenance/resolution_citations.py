"""Citations between Council resolutions, read again from the texts and compared with our table.

Design decision: a reference counts only if its number and year agree with the list of resolutions
(or, without a year, stands in a list that follows the word `resolution`); what does not agree is
printed, never repaired here. Misprints settled by reading stand in a table of their own beside
this script (`resolution-citations-settled.csv`), treatments settled by reading in another
(`resolution-citations-read.csv`), each with its ground.

    python provenance/resolution_citations.py SOURCES          compare, print every difference
    python provenance/resolution_citations.py SOURCES --write  print the table instead

SOURCES holds `texts/<number>.txt` (full English texts of the resolutions), `second/<number>.txt`
(another transcription, for the few numbers whose first one is cut or is a neighbour's text) and
`MERGED_resolutions_1_2640.csv` (number, date).
"""

from __future__ import annotations

import csv
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from resolution_paragraphs import paragraphs
from resolution_treatments import COLUMNS, treatment

HERE: Final = Path(__file__).resolve().parent
TABLE: Final = HERE.parent / "graph_data" / "tables" / "resolution-citations.csv"
SETTLED: Final = HERE / "resolution-citations-settled.csv"
READ: Final = HERE / "resolution-citations-read.csv"

_MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_DATE: Final = rf"\d{{1,2}}(?: ?(?:and|,) ?\d{{1,2}})? (?:{'|'.join(_MONTHS)})(?:,? \d{{4}})?"
_YEARED = re.compile(
    r"(?:(?<=S/RES/)|(?<![\d/.-]))(?P<number>\d{1,4}(?: \d{1,3})?)(?: ?[A-D])?[.,]? ?[(\[]? ?"
    r"(?P<year>(?:19|20)\d\d)(?: ?[)\]]| (?=of \d))"
)
_LIST = re.compile(r"\b(?:reso[il]utions?|UNSCRs?)(?: Nos?\.?)? (?=\d{1,4}\b)", re.IGNORECASE)
_ITEM = re.compile(
    rf"(?P<number>\d{{1,4}})(?![\d/.-])(?P<rest>(?: ?[A-D])?(?: ?\([^()]*\))?"
    rf"(?:,? (?:of|dated) {_DATE})?(?: ?\(S/[^()]*\))?)"
)
_OTHER = re.compile(r"\((?:(?:19|20)\d\d|[IVXLC]+|E?S-[IVX\d]+)\)")
_GLUE = re.compile(
    r",? ?(?:and|or|as well as|,)? ?(?:in particular )?(?:its )?(?:resolutions? )?(?=\d)"
)
_FOREIGN = re.compile(
    r"(?:Assembly|Trusteeship Council|Rights Council|Economic and Social Council|League|"
    r"Union|Commission|Agency|WHO|IMO|AUPSC|PSC)(?:'s|’s)?(?: \w+){0,2} $"
)
_ON = re.compile(rf"^,? (?:of|dated|on) (\d{{1,2}}) ({'|'.join(_MONTHS)}),? (\d{{4}})")
_BETWEEN = re.compile(
    rf"^(?: ?\([^()]*\))?(?:,? (?:of|dated|on) {_DATE})?(?: \d{{1,3}})?(?: ?\([^()]*\))?"
    r"(?:[\s,]|and|or|as well as|in particular|including|especially|also|notably|its|the|"
    r"relevant|previous|other|subsequent|resolutions?|Security Council|UNSCR|to|adopted)*$"
)


@dataclass(frozen=True)
class Reference:
    """A resolution named in a paragraph, at text[start:end]."""

    number: int
    start: int
    end: int


@dataclass(frozen=True)
class Citation:
    """One row's cell entry: who cites, where, how, whom."""

    resolution: int
    paragraph: str
    treatment: str
    cited: int


def dates(sources: Path) -> dict[int, str]:
    """Number of each resolution to its date, from the list of resolutions."""
    with (sources / "MERGED_resolutions_1_2640.csv").open(encoding="utf-8", newline="") as file:
        return {int(row["res_no"]): row["date_best"] for row in csv.DictReader(file)}


def settled() -> dict[tuple[int, str, str], int | None]:
    """Misprints settled by reading: (resolution, paragraph, as printed) to number, or None."""
    with SETTLED.open(encoding="utf-8", newline="") as file:
        return {
            (int(row["resolution"]), row["paragraph"], row["printed"]): (
                int(row["cited"]) if row["cited"] else None
            )
            for row in csv.DictReader(file)
        }


def corrected() -> dict[tuple[int, str, int], list[str]]:
    """Treatments settled by reading: (resolution, paragraph, cited) to the columns that hold."""
    with READ.open(encoding="utf-8", newline="") as file:
        return {
            (int(row["resolution"]), row["paragraph"], int(row["cited"])): row["treatments"].split()
            for row in csv.DictReader(file)
        }


def _number(figure: str, year: str, known: dict[int, str]) -> int | None:
    """The number that fits the year; figures torn apart by the scan are tried together."""
    for candidate in (figure.replace(" ", ""), figure.rpartition(" ")[2]):
        if known.get(int(candidate), "").startswith(year):
            return int(candidate)
    return None


def _foreign(text: str, start: int) -> bool:
    """Whether the list that holds text[start] belongs to another organ."""
    head = max((m.start() for m in re.finditer(r"[Rr]esolutions?\b", text[:start])), default=-1)
    between = text[head:start]
    return head >= 0 and bool(_FOREIGN.search(text[:head])) and ";" not in between


class Reader:
    """Reads one folder of texts; `faults` collects what agrees with no resolution."""

    def __init__(self, sources: Path) -> None:
        self.texts = sources / "texts"
        self.dates = dates(sources)
        self.settled = settled()
        self.read = corrected()
        self.faults: list[tuple[int, str, str, str]] = []

    def _yeared(self, at: tuple[int, str], text: str) -> Iterator[Reference]:
        for match in _YEARED.finditer(text):
            number = _number(match["number"], match["year"], self.dates)
            printed = match[0]
            if (*at, printed) in self.settled:
                number = self.settled[*at, printed]
                if number is None:
                    continue
            elif number is None:
                if not _foreign(text, match.start()):
                    self.faults.append((*at, printed, "number and year do not agree"))
                continue
            yield Reference(number, match.start(), match.end())

    def _illegible(self, at: tuple[int, str], text: str) -> Iterator[Reference]:
        for (resolution, paragraph, printed), number in self.settled.items():
            if (resolution, paragraph) == at and number and not _YEARED.fullmatch(printed):
                start = text.find(printed)
                if start >= 0:
                    yield Reference(number, start, start + len(printed))

    def _bare(self, at: tuple[int, str], text: str) -> Iterator[Reference]:
        for head in _LIST.finditer(text):
            if _FOREIGN.search(text[: head.start()]):
                continue
            position = head.end()
            while item := _ITEM.match(text, position):
                if not _OTHER.search(item["rest"]):
                    yield from self._one(at, text, item)
                glue = _GLUE.match(text, item.end())
                if not glue:
                    break
                position = glue.end()

    def _one(self, at: tuple[int, str], text: str, item: re.Match[str]) -> Iterator[Reference]:
        number = int(item["number"])
        if (
            number < 100
            or number not in self.dates
            or re.match(r" (?:days|members)", text[item.end() :])
        ):
            return
        yield Reference(number, item.start(), item.end())

    def references(self, at: tuple[int, str], text: str) -> list[Reference]:
        """Every reference of a paragraph in its order; the date printed after it must agree."""
        found = {ref.start: ref for ref in self._bare(at, text)}
        found |= {ref.start: ref for ref in self._yeared(at, text)}
        found |= {ref.start: ref for ref in self._illegible(at, text)}
        kept: list[Reference] = []
        for ref in sorted(found.values(), key=lambda r: r.start):
            if kept and ref.start < kept[-1].end:
                continue
            self._check_date(at, text, ref)
            if ref.number > at[0]:
                self.faults.append((*at, text[ref.start : ref.end], "later than the text"))
            elif ref.number != at[0]:
                kept.append(ref)
        return kept

    def _check_date(self, at: tuple[int, str], text: str, ref: Reference) -> None:
        if on := _ON.match(text[ref.end :]):
            said = f"{on[3]}-{_MONTHS.index(on[2]) + 1:02}-{int(on[1]):02}"
            if said != self.dates[ref.number]:
                shown = f"{text[ref.start : ref.end]}{on[0]}"
                self.faults.append((*at, shown, f"is of {self.dates[ref.number]}"))

    def citations(self, resolution: int) -> list[Citation]:
        """All citations of one resolution."""
        path = self.texts / f"{resolution}.txt"
        second = self.texts.parent / "second" / path.name
        text = (second if second.exists() else path).read_text(encoding="utf-8", errors="replace")
        found: dict[Citation, None] = {}
        for paragraph in paragraphs(text):
            refs = self.references((resolution, paragraph.locator), paragraph.text)
            for group in grouped(paragraph.text, refs):
                rule = treatment(paragraph.text, group[0].start, group[-1].end)
                for ref in group:
                    key = (resolution, paragraph.locator, ref.number)
                    for how in self.read.get(key, [rule]):
                        found[Citation(resolution, paragraph.locator, how, ref.number)] = None
        return without_weaker(list(found))


def grouped(text: str, refs: list[Reference]) -> list[list[Reference]]:
    """References that stand in one list share its treatment."""
    groups: list[list[Reference]] = []
    for ref in refs:
        if groups and _BETWEEN.match(text[groups[-1][-1].end : ref.start]):
            groups[-1].append(ref)
        else:
            groups.append([ref])
    return groups


def without_weaker(found: list[Citation]) -> list[Citation]:
    """A bare mention is left out where the same paragraph treats the same resolution."""
    treated = {(c.paragraph, c.cited) for c in found if c.treatment != "mentions_only"}
    return [
        c for c in found if c.treatment != "mentions_only" or (c.paragraph, c.cited) not in treated
    ]


def table(citations: list[Citation]) -> Iterator[dict[str, str]]:
    """The rows of the table, one a paragraph."""
    rows: dict[tuple[int, str], dict[str, set[int]]] = {}
    for c in citations:
        rows.setdefault((c.resolution, c.paragraph), {}).setdefault(c.treatment, set()).add(c.cited)
    for (resolution, paragraph), cells in rows.items():
        lists = {
            column: " ".join(f"S-RES-{n}" for n in sorted(cells.get(column, ())))
            for column in COLUMNS
        }
        name = f"S-RES-{resolution}"
        yield {"resolution": name, "paragraph": paragraph, **lists, "source": f"{name}.{paragraph}"}


def ours() -> set[Citation]:
    """The citations that our table states."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            Citation(int(row["resolution"][6:]), row["paragraph"], column, int(name[6:]))
            for row in csv.DictReader(file)
            for column in COLUMNS
            for name in row[column].split()
        }


def main(arguments: list[str]) -> None:
    """Compare (or, with --write, print) the table; differences and faults on stdout."""
    reader = Reader(Path(arguments[0]))
    numbers = sorted(int(path.stem) for path in reader.texts.glob("*.txt"))
    theirs = [c for number in numbers for c in reader.citations(number)]
    if "--write" in arguments:
        fields = ["resolution", "paragraph", *COLUMNS, "source"]
        writer = csv.DictWriter(sys.stdout, fields, lineterminator="\n")
        writer.writeheader()
        writer.writerows(table(theirs))
        return
    mine, found = ours(), set(theirs)
    for side, rest in (("ours only", mine - found), ("text only", found - mine)):
        for c in sorted(rest, key=lambda c: (c.resolution, c.paragraph, c.cited)):
            print(f"{side}: S/RES/{c.resolution} {c.paragraph} {c.treatment} {c.cited}")
    for resolution, paragraph, printed, why in reader.faults:
        print(f"not recorded or doubtful: S/RES/{resolution} {paragraph}: `{printed}`: {why}")
    print(f"{len(mine & found)} agree, {len(mine ^ found)} differ, in {len(numbers)} texts")


if __name__ == "__main__":
    main(sys.argv[1:])
