"""Compares the provisions of resolutions 1 to 1284 with the texts and with derived flags.

Design decision: a check, not a generator. The texts are scanned afresh with broad expressions; a
resolution that matches and has no row is printed with the reason that the wording gives for having
none, so that a true gap stands out as the only kind without a reason. What the authored case files
state counts as ours.

    python provenance/provisions_early.py SOURCES
"""

from __future__ import annotations

import csv
import re
import sys
import tarfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

GRAPH: Final = Path(__file__).resolve().parent.parent / "graph_data"
FLAGS: Final = "derived_text_flags_1946_2015.csv"
ARCHIVES: Final = (
    "pvs_resolution_texts_1946_2015_no_annex.tar.gz",
    "cr-unsc_res_en_gold_901_texts.tar.gz",
)
NUMBER: Final = re.compile(r"S-RES-(\d+)\(|S_RES_0*(\d+)_")
LAST: Final = 1284

CHAPTER: Final = re.compile(r"(?i)\bchapters? (V[IlL1]{0,3})\b(?: and (V[IlL1]{0,3})\b)?")
ARTICLE: Final = re.compile(r"(?i)\barticles? (\d+)[^.;]{0,60}?charter")
THREAT: Final = re.compile(
    r"(?i)(constitut\w*|remains?|continu\w+ to (?:be|threaten)|threaten\w*|poses?|\bis) "
    r"(?:a |an )?[^.;]{0,40}(?:threat|breach|peace)[^.;]{0,50}(?:peace|security)"
)
FORCE: Final = re.compile(
    r"(?i)all (?:necessary|appropriate) (?:means|measures)|use of force, if|by the use of force|"
    r"close air support|air power|measures commensurate|actions necessary to protect"
)

#: Wordings that are no determination; the first that matches is printed as the reason.
NO_DETERMINATION: Final = (
    (r"determined (and reaffirmed, respectively, )?that|constituted a threat|"
     r"Having determined|Recalling its determination", "recalls an earlier determination"),
    (r"\b(would|could|might|may|likely to|potential)\b", "conditional or potential"),
    (r"endanger|jeopardi[sz]e|disturbing|stability", "other words than a threat to the peace"),
    (r"in (his|its) opinion|which stated", "reports what another said"),
    (r"mass destruction|international terrorism|wherever and by whomever|the threat that",
     "speaks of a class of acts, or names a threat without asserting it"),
    (r"assist|indispensable|implementation|durable|good offices|security and sovereignty",
     "peace and security named otherwise"),
    (r"armed attacks directed against independent|presence of Portuguese",
     "the archive's file of 289 holds the text of 290"),
)  # fmt: skip
#: Wordings that permit no force.
NO_AUTHORISATION: Final = (
    (r"(readiness|will) (to )?consider|should be undertaken|Declares its readiness|necessary to "
     r"consider", "announces what the Council may do"),
    (r"guarantee|inviolability|which has|demarcat", "the Council's own guarantee of a boundary"),
    (r"(parties|Government|UNITA|authorities|Israel|Governments and organizations|concerned|States|"
     r"State|those responsible|Secretary-General|prejudiced|good offices)", "addresses parties or "
     "organs with a duty, or asks for help, without force"),
    (r"Determined to ensure|operation(al)? capability|in accordance with paragraph 17|"
     r"right of the People", "a purpose, a capability or a right noted"),
    (r"", "other use of the words"),
)  # fmt: skip


class Finding(NamedTuple):
    """One resolution that a source and the tables do not state alike."""

    resolution: int
    field: str
    ours: str
    theirs: str
    why: str = ""

    def __str__(self) -> str:
        return (
            f"S/RES/{self.resolution}\t{self.field}\tours: {self.ours or '-'}\t"
            f"theirs: {self.theirs}\t{self.why}"
        )


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(name: str) -> int:
    """The resolution that a provision's name belongs to."""
    found = re.match(r"S-RES-(\d+)", name)
    if found is None:
        raise SystemExit(f"{name} names no resolution")
    return int(found[1])


def table(name: str) -> list[dict[str, str]]:
    """One of our tables of the years to 1999."""
    return rows(GRAPH / "tables" / f"{name}-1946-1999.csv")


def case_files() -> str:
    """What the authored cases say, as one text."""
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((GRAPH / "cases").glob("*.trig"))
    )


def stated(name: str, cases: str) -> set[int]:
    """Resolutions with a determination or an authorisation, of tables and cases."""
    ours = {number(row["provision"]) for row in table(f"{name}s")}
    return ours | {int(found) for found in re.findall(rf"{name}:S-RES-(\d+)", cases)}


def bases(cases: str) -> dict[int, set[str]]:
    """Chapters and articles by resolution, of table and cases."""
    named: dict[int, set[str]] = defaultdict(set)
    for row in table("provision-bases"):
        parts = f"{row['chapter']} {row['article']}".split()
        named[number(row["provision"])] |= {part.partition(".")[2] for part in parts}
    for found in re.finditer(r"doc:S-RES-(\d+)\.\w+ cs:(?:chapter|article|invokes)([^;.]*(?:\.\w+"
                             r"[^;.]*)*)", cases):  # fmt: skip
        named[int(found[1])] |= set(re.findall(r"UN-Charter\.(\w+)", found[2]))
    return named


def texts(path: Path) -> dict[int, str]:
    """The texts of an archive by number, white space made single."""
    found: dict[int, str] = {}
    with tarfile.open(path) as archive:
        for member in archive:
            name = NUMBER.search(member.name)
            file = archive.extractfile(member) if name and member.isfile() else None
            if name is None or file is None:
                continue
            resolution = int(name[1] or name[2])
            if resolution <= LAST:
                text = file.read().decode("utf-8", errors="replace")
                found[resolution] = re.sub(r"\s+", " ", text)
    return found


def chapters(text: str) -> set[str]:
    """Chapters VI to VIII that a text names, reports and rules of procedure aside."""
    names = set()
    for found in CHAPTER.finditer(text):
        around = text[found.end() : found.end() + 45]
        if re.match(r" of (its|the|his) (report|Secretary)|,? and IX", around):
            continue
        for part in found.groups():
            name = re.sub("[lL1]", "I", part or "")
            names |= {f"ch{name}"} & {"chVI", "chVII", "chVIII"}
    return names


def compare_bases(source: dict[int, str], ours: dict[int, set[str]]) -> Iterator[Finding]:
    """Chapters named by one side only; articles of the Charter that we lack."""
    for resolution, text in sorted(source.items()):
        mine = {part for part in ours.get(resolution, set()) if part.startswith("ch")}
        theirs = chapters(text)
        if mine != theirs:
            yield Finding(
                resolution, "chapter", " ".join(sorted(mine)), " ".join(sorted(theirs)) or "-"
            )
        have = {re.sub(r"_.*", "", part) for part in ours.get(resolution, set())}
        for found in ARTICLE.finditer(text):
            if f"art{found[1]}" not in have:
                yield Finding(resolution, "article", "", f"art{found[1]}", found[0][:70])


def reason(passage: str, wordings: Iterable[tuple[str, str]]) -> str:
    """Why a passage has no row, as far as its own words tell."""
    return next((why for words, why in wordings if re.search(words, passage)), "NO REASON FOUND")


def scan(
    source: dict[int, str],
    have: set[int],
    field: str,
    expression: re.Pattern[str],
    wordings: Iterable[tuple[str, str]],
) -> Iterator[Finding]:
    """Resolutions whose text matches and that have no row, each passage with a reason."""
    for resolution, text in sorted(source.items()):
        if resolution in have:
            continue
        for found in expression.finditer(text):
            passage = text[max(0, found.start() - 120) : found.end() + 40]
            theirs = found[0][:60]
            yield Finding(resolution, field, "", theirs, reason(passage, wordings))


def compare_flags(path: Path, ours: dict[int, set[str]], force: set[int]) -> Iterator[Finding]:
    """Derived flags for Chapter VII and for all necessary means, beside the tables."""
    acting = {
        number(row["provision"])
        for row in table("provision-bases")
        if row["mode"] == "acting-under-formula"
    }
    for row in rows(path):
        resolution = int(row["res_no"])
        if resolution > LAST:
            continue
        if row["mentions_chapter_vii"] == "1" and "chVII" not in ours.get(resolution, set()):
            yield Finding(resolution, "flag mentions_chapter_vii", "", "1")
        if row["acting_under_chapter_vii"] == "0" and resolution in acting:
            yield Finding(resolution, "flag acting_under_chapter_vii", "acting under", "0")
        if row["all_necessary_means"] not in ("", "0") and resolution not in force:
            yield Finding(
                resolution, "flag all_necessary_means", "", row["all_necessary_means"][:40]
            )


def report(title: str, findings: Iterable[Finding]) -> int:
    """Print what was found and a count by field and reason; the number of findings."""
    counts: Counter[str] = Counter()
    print(f"## {title}")
    for finding in findings:
        print(finding)
        counts[f"{finding.field}: {finding.why[:60]}" if finding.why else finding.field] += 1
    for name, count in sorted(counts.items()):
        print(f"{count:5d} {name}")
    print(f"{sum(counts.values())} findings: {title}")
    return sum(counts.values())


def main(sources: Path) -> int:
    """Compare with each source that the folder holds."""
    cases = case_files()
    named, determined = bases(cases), stated("determination", cases)
    force = stated("authorisation", cases)
    print(f"{len(named)} resolutions with a basis, {len(determined)} with a determination, "
          f"{len(force)} with an authorisation")  # fmt: skip
    total = 0
    for name in ARCHIVES:
        if not (sources / name).exists():
            print(f"{name} is not there; left out")
            continue
        source = texts(sources / name)
        total += report(f"bases, {name}", compare_bases(source, named))
        found = scan(source, determined, "determination", THREAT, NO_DETERMINATION)
        total += report(f"determinations, {name}", found)
        found = scan(source, force, "authorisation", FORCE, NO_AUTHORISATION)
        total += report(f"authorisations, {name}", found)
    total += report(f"flags, {FLAGS}", compare_flags(sources / FLAGS, named, force))
    print(f"{total} findings in all")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
