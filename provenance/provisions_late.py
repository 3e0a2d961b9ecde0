"""Compares the provisions of resolutions 1285 to 2259 with the texts and with derived flags.

Design decision: a check, not a generator, built like that of the earlier years, whose parts it
uses. The texts are scanned afresh; a resolution that matches and has no row is printed with the
reason that its wording gives for having none. Beyond that every quoted formula is looked for in
the text of its resolution, and every determination must stand in a text that speaks of a threat.

    python provenance/provisions_late.py SOURCES
"""

from __future__ import annotations

import re
import sys
import tarfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from provisions_early import (
    FLAGS,
    GRAPH,
    NUMBER,
    Finding,
    case_files,
    chapters,
    number,
    report,
    rows,
    scan,
)

ARCHIVE: Final = "pvs_resolution_texts_1946_2015_no_annex.tar.gz"
FIRST: Final = 1285
LAST: Final = 2259

THREAT: Final = re.compile(
    r"(?i)(constitut\w*|remains?|poses?|posed|represents?|exists?|regards? [^.;]{0,80} as) "
    r"(?:to )?(?:[\w-]+ ){0,6}threats? to (?:[\w-]+ ){0,3}(?:peace|security)"
)
FORCE: Final = re.compile(
    r"(?i)all (?:the )?necessary (?:means|measures|action|steps)|necessary actions?\b|"
    r"measures commensurate|acting under Chapter VII[^.;]{0,60}, authori[sz]es"
)

#: Wordings that are no determination; the first that matches is printed as the reason.
NO_DETERMINATION: Final = (
    (r"Recalling its determination", "recalls an earlier determination"),
    (r"terrorism (in all|constitutes|continues|poses)|threats? to (international )?peace and "
     r"security (caused|posed) by terror", "speaks of terrorism as a class"),
    (r"\b(would|could|might|may|shall) |which it deems|will determine|that situation|possible",
     "conditional, or a matter for later decision"),
    (r"associated with the Taliban|who (constitute|pose)|groups, undertakings|designated|Group of "
     r"Experts|listed", "a criterion for listing or a subject of reports"),
    (r"peace (process|and national|and stability|, security|, stability)|national reconciliation",
     "a threat to a process of peace or to one country"),
    (r"(?i)expressing|concern|condemn|stressing|welcoming|noting|notes|operating in|small arms",
     "concern or stress, not the Council's own finding"),
)  # fmt: skip
#: Wordings that permit no force.
NO_AUTHORISATION: Final = (
    (r"all (Member )?States (shall|to|should)|States? (shall|to|should|must|, including) ?"
     r"[^.;]{0,90}(take|taking) |"
     r"[Cc]alls? (up)?on|"  # codespell:ignore alls
     r"[Uu]rges?|[Ee]ncourages?|[Ii]nvites?",
     "a duty or a call on states or parties"),
    (r"[Rr]equests?|"  # codespell:ignore equests
     r"Secretary-General|Committee|Tribunal|Court|Fund|Representative",
     "a request to an organ or office"),
    (r"[Rr]ecall|[Rr]eaffirm|[Rr]eiterat|[Cc]ommend|[Ss]tress|[Uu]nderlin|"
     r"[Nn]ot(es|ing)|"  # codespell:ignore ot
     r"[Ww]elcom|[Dd]etermined|[Ee]mphasi", "recalls or stresses an earlier permission or a need"),
    (r"[Dd]emands|parties|Government|authorities|responsible", "addresses the parties"),
    (r"", "other use of the words"),
)  # fmt: skip


def table(name: str) -> list[dict[str, str]]:
    """One of our tables of the years from 2000, as far as the texts go."""
    found = rows(GRAPH / "tables" / f"{name}-2000-2025.csv")
    return [row for row in found if number(row["provision"]) <= LAST]


def stated(name: str, cases: str) -> set[int]:
    """Resolutions with a determination or an authorisation, of tables and cases."""
    ours = {number(row["provision"]) for row in table(f"{name}s")}
    return ours | {int(found) for found in re.findall(rf"{name}:S-RES-(\d+)", cases)}


def bases(cases: str) -> dict[int, set[str]]:
    """Chapters and articles by resolution, of table and cases."""
    named: dict[int, set[str]] = defaultdict(set)
    for row in table("provision-bases"):
        parts = f"{row['chapter']} {row['article']}".split()
        named[number(row["provision"])] |= {part.partition(".")[2] or part for part in parts}
    for found in re.finditer(
        r"doc:S-RES-(\d+)\.\w+ cs:(?:chapter|article|invokes)([^;]*?doc:UN-Charter\.\w+[^;]*)",
        cases,
    ):
        named[int(found[1])] |= set(re.findall(r"UN-Charter\.(\w+)", found[2]))
    return named


def single_spaced(data: bytes) -> str:
    """A text with white space made single."""
    return re.sub(r"\s+", " ", data.decode("utf-8", errors="replace"))


def of_the_years(resolution: int) -> bool:
    """Whether a resolution belongs to this comparison."""
    return FIRST <= resolution <= LAST


def texts(sources: Path) -> dict[int, str]:
    """The texts by number, of a folder `texts` or else of the public archive."""
    folder = sources / "texts"
    if folder.is_dir():
        paths = {int(path.stem): path for path in folder.glob("[0-9]*.txt")}
        return {n: single_spaced(p.read_bytes()) for n, p in paths.items() if of_the_years(n)}
    found: dict[int, str] = {}
    with tarfile.open(sources / ARCHIVE) as archive:
        for member in archive:
            name = NUMBER.search(member.name)
            file = archive.extractfile(member) if name and member.isfile() else None
            if name and file and of_the_years(int(name[1] or name[2])):
                found[int(name[1] or name[2])] = single_spaced(file.read())
    return found


def compare_bases(source: dict[int, str], ours: dict[int, set[str]]) -> Iterator[Finding]:
    """Chapters named by one side only."""
    for resolution, text in sorted(source.items()):
        mine = {part for part in ours.get(resolution, set()) if part.startswith("ch")}
        theirs = chapters(text)
        if mine != theirs:
            acting = re.search(r"(?i)acting[^.;]{0,60}under[^.;]{0,30}Chapter VII\b", text)
            gap = acting and "chVII" not in mine
            why = "acting under the Chapter" if gap else "named in passing"
            left, right = " ".join(sorted(mine)), " ".join(sorted(theirs)) or "-"
            yield Finding(resolution, "chapter", left, right, why)


def plain(text: str) -> str:
    """A text without what the archive breaks: hyphens, blanks and letters with accents."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def compare_formulas(source: dict[int, str]) -> Iterator[Finding]:
    """Quoted formulas that the text of their resolution does not hold."""
    for row in table("authorisations"):
        text = plain(source.get(number(row["provision"]), ""))
        formula = plain(row["formula"].replace("ô", ""))
        if text and formula not in text:
            yield Finding(number(row["provision"]), "formula", row["formula"], "not in the text")


def compare_determinations(source: dict[int, str]) -> Iterator[Finding]:
    """Determinations in whose resolution no threat is spoken of."""
    for row in table("determinations"):
        text = source.get(number(row["provision"]), "")
        if text and not re.search(r"(?i)threats? to|breach of", text):
            yield Finding(number(row["provision"]), "determination", row["label"], "no such words")


def compare_flags(path: Path, ours: dict[int, set[str]], force: set[int]) -> Iterator[Finding]:
    """Derived flags for Chapter VII and for all necessary means, beside the tables."""
    for row in rows(path):
        resolution = int(row["res_no"])
        if not of_the_years(resolution):
            continue
        mine = "chVII" in ours.get(resolution, set())
        if row["acting_under_chapter_vii"] == "1" and not mine:
            yield Finding(resolution, "flag acting_under_chapter_vii", "", "1")
        if row["mentions_chapter_vii"] == "0" and mine:
            yield Finding(resolution, "flag mentions_chapter_vii", "chVII", "0")
        if row["all_necessary_means"] not in ("", "0") and resolution not in force:
            theirs = row["all_necessary_means"][:40]
            yield Finding(resolution, "flag all_necessary_means", "", theirs)


def main(sources: Path) -> int:
    """Compare with the texts and with the flags."""
    cases, source = case_files(), texts(sources)
    named, determined = bases(cases), stated("determination", cases)
    force = stated("authorisation", cases)
    print(f"{len(source)} texts; {len(named)} resolutions with a basis, {len(determined)} with a "
          f"determination, {len(force)} with an authorisation")  # fmt: skip
    total = report("bases", compare_bases(source, named))
    found = scan(source, determined, "determination", THREAT, NO_DETERMINATION)
    total += report("determinations", found)
    found = scan(source, force, "authorisation", FORCE, NO_AUTHORISATION)
    total += report("authorisations", found)
    total += report("formulas quoted", compare_formulas(source))
    total += report("determinations without the words", compare_determinations(source))
    total += report(f"flags, {FLAGS}", compare_flags(sources / FLAGS, named, force))
    print(f"{total} findings in all")
    return 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(Path(sys.argv[1])))
