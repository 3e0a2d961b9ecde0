"""The paragraphs of a Council resolution's text: pp1, pp2 ... op1, op2 ..., and its annex.

Design decision: a paragraph begins where punctuation, a line break and an opening word agree
(participle: preamble; printed number: operative part), never by layout alone, because the texts
come as wrapped lines, as one line a paragraph and as web pages. What a text hides from this rule
is not guessed: `gaps` names the numbers that were not found.

    python provenance/resolution_paragraphs.py TEXTS > paragraphs.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass
from pathlib import Path

_START = re.compile(
    r"(?m)^\W*(?:Therefore )?(?:The Security Council\b(?! (?:by|at|of|has)\b)\s*,?|"
    r"Security Council,)"
)
_HEADER = re.compile(
    r"(?mi)^.*(?:adopted by the security council.*(?:\n?.*\d{4})?|resolution of \d.*"
    r"|^of \d{1,2} \w+ \d{4}.*|^\[S/[^\]]*\]|^resolution \d+ \(\d{4}\))\s*$"
)
_FOOTER = re.compile(
    r"(?m)^\s*(?:Adopted|ADOPTED)\s+(?:unanimously|at\s+(?:the|its)|by\s+(?:\d+|consensus)|"
    r"without)\b"
)
_ANNEX = re.compile(
    r"(?m)^\s*(?:Annex|ANNEX|Appendix|APPENDIX|Attachment|Enclosure)(?: [A-Z0-9]{1,3})?\W*(?:$|\n)"
)
_FURNITURE = re.compile(
    r"(?m)^[ \t]*(?:(?:UNITED NATIONS\s+)?S/RES/\d+.*|(?:English )?Page \d+|/\s?\.\.\..*|"
    r"\d\d-\d{5}.*|\*\d+\*|\d{1,2}/\d{1,2}\b.*|\d{1,2} \d\d-\d{5}.*|\d{1,3}|[-_]{3,}.*|"
    r"\*+ ?(?:Second |Third )?(?:[Rr]e-?)?issued? .*|-\d+-|See next page.*|\(E\).*)[ \t]*$\n?"
)
_NOTE = re.compile(r"(?m)^[ \t]*\d{1,2}/[ \t]+\S[^\n]*(?:\n[ \t]*\S[^\n]*)*")
_PARTICIPLE = (
    r"(?:Recall?i?l?ing|Reaffirming|Re-affirming|Reconfirming|Welcoming|Noting|Ha[vy]ing|Taking|"
    r"Expressing|"
    r"Recogni[sz]ing|Appreciative|Stressing|Reiterating|Acting|Emphasi[sz]ing|"
    r"Re-?emphasi[sz]ing|Commending|"
    r"Determining|Underlining|Underlying (?:its|the)|Condemning|Affirming|Acknowledging|Calling|"
    r"Bearing|"
    r"Considering|Encouraging|Deploring|Urging|Underscoring|Responding|Paying|Supporting|Echoing|"
    r"Remaining|Reminding|Highlighting|Looking|Demanding|Regretting|Agreeing|Being|Endorsing|"
    r"Observing|Renewing|Continuing|Concurring|Congratulating|Referring|Desiring|Appreciating|"
    r"Declaring|Believing|Drawing|Applauding|Confirming|Viewing|Sharing|Thanking|Resolving|"
    r"Anticipating|Seeking|Praising|Remembering|Pledging|Inviting|Extolling|Keeping|Realizing|"
    r"Hoping|Wishing|Shaking|Registering|Requesting|Honouring|Insisting|Approving|Mindful|Aware|"
    r"Conscious|Convinced|Determined|Concerned|Alarmed|Grieved|Cognizant|Encouraged|Indignant|"
    r"Committed|Appalled|Willing|Dismayed|Desirous|Disturbed|Shocked|Resolved|Guided|Anxious|"
    r"Outraged|Satisfied|Motivated|Distressed|Confident|Gratified|Whereas|Profoundly|Deeply|"
    r"Gravely|Seriously|Solemnly|Firmly|Fully|Equally|Strongly|Particularly|Especially|Extremely|"
    r"Greatly|Once again|Further|Also|Again|While|Re-iterating|With consideration|In that context|"
    r"Recalls|Welcomes|Expresses|Calls upon)"
)
_OPENER = re.compile(_PARTICIPLE + r"\b(?!'s)")
_VERB = (
    r"decides|requests|calls|welcomes|urges|expresses|reaffirms|reiterates|encourages|demands|"
    r"stresses|notes|condemns|authorizes|recalls|emphasizes|"
    r"commends|recognizes|takes|underlines|"  # codespell:ignore commends
    r"invites|affirms|endorses|directs|approves|declares|supports|confirms|deplores|extends|"
    r"appeals|acknowledges|considers|recommends|renews|regrets|determines|agrees|instructs|"
    r"resolves|resolved|asks|accepts|adopts|establishes|dismisses|appoints|elects|refers|"
    r"concurs|holds|finds|postpones|terminates|rejects|records|selects|pays|concludes|forwards|"
    r"proceeds|thanks|congratulates|permits|observes|remains|transmits|advises|addresses|"
    r"dissolves|entrusts|reminds|approve|warns|deprecates|censures"
)
_OPERATIVE = re.compile(
    r"[\"“]?(?:\(a\)\s+)?(?:(?:Hereby|Therefore|Also|Further|Strongly|Again|Accordingly|Solemnly|"
    r"Urgently|Deeply|Gravely|It is|Now, therefore,?|The Security Council|THE SECURITY COUNCIL|"
    rf"After reading and noting, therefore,?)\s+(?i:{_VERB})\b"
    + "|"
    + "|".join(word.capitalize() for word in _VERB.split("|"))
    + r")\b"
)
_END = r"[,;:.][\"”’')]*\s*(?:\(?\d{1,3}\)?/?|[°*])?\s*"
_STOP = re.compile(_END + r"$")
_NUMBER = re.compile(
    r"(?:(?<=\n)|\A)[ \t]*(?P<line>[\dlISOZ]{1,3})[ \t]*(?:[.,]|(?=[ \t]+(?:Requests|Calls|"
    r"Decides|Further|Notes)))[ \t\n~—|]*"
    r"(?=[\"“(\[‘]{0,2}[A-Z]|\([a-z]\)|further)"
    r"|[ \t](?P<inline>\d{1,2})\.[ \t]+(?=[A-Z][a-z]+s\b|Further|Also|Strongly)"
)
_HEADING = re.compile(r"\s*|\s*[A-Z=(\"][^;:]{0,110}(?<![,.])")
_LEAD = re.compile(
    r"(?:Therefore|Resolves(?: that)?|Security Council|Measures|Political process|[A-Z])\W*"
    r"|(?:Therefore )?[Tt]he Security Council\W*(?:Resolves\W*)?"
)
_SECTION = re.compile(r"\n[ \t]*[A-C][ \t]*\n\s*$")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph under its locator (pp1, op4, annex), on one line."""

    locator: str
    text: str


def body(text: str) -> tuple[str, str]:
    """The resolution proper and its annex ('' where none), without heading, footer, page marks."""
    text = text.replace("\r", "").replace("\u00a0", " ").replace("\f", "\n").replace("\ufeff", "")
    starts = list(_START.finditer(text))
    heads = [match.end() for match in _HEADER.finditer(text[:1500])]
    early = starts and text[: starts[0].start()].count("\n") < 120
    start = starts[0].end() if early else max(heads, default=0)
    if early and re.search(r"(?m)^Whereas|^By Article|^The attention", text[:400]):
        start = max([end for end in heads if end < 400], default=0)
    text = text[start:]
    if footer := _FOOTER.search(text, 40):
        text = text[: footer.start()]
    text = _NOTE.sub("", _FURNITURE.sub("", text))
    annex = _ANNEX.search(text)
    return (text[: annex.start()], text[annex.end() :]) if annex else (text, "")


def flat(text: str) -> str:
    """The text on one line; words broken at a line's end are joined."""
    text = re.sub(r"([a-z])-\s*\n\s*([a-z])", r"\1\2", text)
    text = re.sub(r"([a-zA-Z])-\s*\n\s*([A-Z])", r"\1-\2", text)
    return re.sub(r"\s+", " ", text).strip()


def _value(figure: str) -> int:
    figure = figure.replace("l", "1").replace("I", "1").replace("S", "5")
    figure = figure.replace("O", "0").replace("Z", "2")
    return int(figure)


def numbered(text: str) -> list[tuple[int, int, int]]:
    """(number, start, start of the words) of each operative paragraph, in the order printed."""
    marks: list[tuple[int, int, int]] = []
    last = 0
    printed = any(match["line"] == "1" for match in _NUMBER.finditer(text))
    for match in _NUMBER.finditer(text):
        if printed and not last and not (match["line"] or match["inline"]).isdigit():
            continue
        value = _value(match["line"] or match["inline"])
        restart = value == 1 and last > 1 and _SECTION.search(text[: match.start()])
        if value == last + 1 or restart or (last and match["line"] and 1 < value - last <= 3):
            marks.append((value, match.start(), match.end()))
            last = value
    return marks


def _breaks(text: str, opener: re.Pattern[str]) -> list[int]:
    """Where a new paragraph begins: after a stop, at an opening word."""
    found = [0]
    for match in opener.finditer(text):
        before = text[: match.start()]
        newline = re.search(r"\n\s*$", before)
        if not before.strip():
            continue
        if _STOP.search(before) if newline else re.search(r"[,;]\s+$", before):
            if newline or _begins(match):
                found.append(match.start())
        elif re.search(r"\n\s*\n\s*$", before) or (newline and _long_lines(text)):
            found.append(match.start())
    return found


def _begins(match: re.Match[str]) -> bool:
    """A participle inside a line opens a paragraph unless it is part of a title."""
    rest = match.string[match.end() : match.end() + 12]
    return match[0].endswith(("ing", "ed")) and not re.match(r"\s+[A-Z]", rest)


def _long_lines(text: str) -> bool:
    lines = [len(line) for line in text.splitlines() if line.strip()]
    return bool(lines) and sum(lines) / len(lines) > 110


def _blocks(text: str) -> list[int]:
    """Starts of blocks after an empty line that follow a comma or a semicolon."""
    pattern = re.compile(r"[,;][ \t]*(?:\d{1,3}/?|[°*])?[ \t]*\n\s*\n\s*(?=[A-Z][a-z]+\s)")
    if _long_lines(text):
        pattern = re.compile(r"[,;]\s*\n\s*(?=(?:Notes|In this regard,)\s)")
    return [match.end() for match in pattern.finditer(text)]


def headless(text: str) -> str:
    """The paragraph without a section heading printed below it."""
    lines = text.rstrip().splitlines()
    while len(lines) > 1 and _HEADING.fullmatch(lines[-1]):
        lines.pop()
    kept = "\n".join(lines)
    return kept if _STOP.search(kept) else text


def _cut(text: str, starts: list[int]) -> list[str]:
    ends = [*starts[1:], len(text)]
    pieces = [flat(headless(text[at:end])) for at, end in zip(starts, ends, strict=True)]
    return [piece for piece in pieces if re.search(r"[A-Za-z]{3}", piece)]


def preamble(text: str) -> list[str]:
    """The preambular paragraphs of a stretch of text."""
    text = re.sub(r"(?m)^[a-z]\. (?=[A-Z][a-z]+(?:ing|ful)\b)", "", text)
    starts = sorted({*_breaks(text, _OPENER), *_blocks(text)})
    pieces: list[str] = []
    for piece in _cut(text, starts):
        alone = pieces and re.fullmatch(r"(?:Also|Further|Again|Once again)\W*", pieces[-1])
        pieces.append(f"{pieces.pop()} {piece}" if alone else piece)
    return [piece for piece in pieces if not _LEAD.fullmatch(piece)]


def _first_operative(text: str) -> int:
    """Where the unnumbered operative part begins."""
    for match in _OPERATIVE.finditer(text):
        before = text[: match.start()]
        if not before.strip() or re.search(_END + r"\s*(?:I|A|and)?\s*$", before):
            return match.start()
        if re.search(r"\n\s*$", before) and match[0][0].isupper():
            return match.start()
    return len(text)


def _unnumbered(text: str) -> tuple[list[str], list[str]]:
    start = _first_operative(text)
    operative = text[start:]
    starts = [at for at in _breaks(operative, _OPERATIVE) if not at or operative[at - 1] in "\n \t"]
    starts = [at for at in starts if not at or "\n" in operative[max(0, at - 8) : at]]
    return preamble(text[:start]), _cut(operative, starts)


def _trailing(text: str) -> tuple[str, list[str]]:
    """An operative paragraph and the preambular ones printed between it and the next number."""
    for match in _OPENER.finditer(text):
        before = text[: match.start()]
        apart = re.search(r"[;.]\s*\n\s*(?:[A-Z]{1,4}\.?[^\n]{0,80}\n\s*)*$", before)
        if apart and flat(text).endswith(",") and match[0].endswith(("ing", "ed", "ly")):
            return before, preamble(text[match.start() :])
    return text, []


def _named(kind: str, pieces: list[str], after: int = 0) -> list[Paragraph]:
    return [Paragraph(f"{kind}{after + i}", piece) for i, piece in enumerate(pieces, 1)]


def _by_number(text: str, marks: list[tuple[int, int, int]], first: list[str]) -> list[Paragraph]:
    """Paragraphs of a text whose operative part is numbered."""
    found, count = _named("pp", first), len(first)
    ends = [mark[1] for mark in marks[1:]] + [len(text)]
    for (number, _, start), end in zip(marks, ends, strict=True):
        words, between = _trailing(text[start:end])
        found.append(Paragraph(f"op{number}", flat(headless(words))))
        found += _named("pp", between, count)
        count += len(between)
    return found


def paragraphs(text: str) -> list[Paragraph]:
    """Every paragraph of a resolution's text in its order; annexes last, as one."""
    proper, annex = body(text)
    marks = numbered(proper)
    first = preamble(proper[: marks[0][1]]) if marks else []
    acts = sum(bool(_OPERATIVE.match(piece)) and len(piece) > 40 for piece in first)
    if marks and acts < 2:
        found = _by_number(proper, marks, first)
    else:
        before, after = _unnumbered(proper)
        found = _named("pp", before) + _named("op", after)
    return [*found, Paragraph("annex", flat(annex))] if annex.strip() else found


def gaps(found: list[Paragraph]) -> list[int]:
    """Operative numbers that a text must have and that were not found."""
    numbers = {int(p.locator[2:]) for p in found if p.locator.startswith("op")}
    return [n for n in range(1, max(numbers, default=0)) if n not in numbers]


def main(folder: str) -> None:
    """Print one JSON line a resolution: {"resolution": n, "paragraphs": [[locator, text], ...]}."""
    for path in sorted(Path(folder).glob("*.txt"), key=lambda p: int(p.stem)):
        rows = paragraphs(path.read_text(encoding="utf-8", errors="replace"))
        pairs = [[row.locator, row.text] for row in rows]
        print(json.dumps({"resolution": int(path.stem), "paragraphs": pairs}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
