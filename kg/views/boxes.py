"""The box of a label: its lines and its size, computed without a font.

Design decision: a page is made on one machine and read on others, with other fonts. So widths are
estimated from one table of advance widths (those of the Helvetica kind, which most system fonts are
within a tenth of), with a margin; the page draws the lines given here and squeezes a line that is
wider after all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from unicodedata import combining, east_asian_width, normalize

FONT_SIZE: Final = 12.0
LINE_HEIGHT: Final = 14.0
PADDING: Final = 6.0
#: Room for the type's mark, left of the text.
MARK: Final = 17.0
#: A line is broken where it would be wider than the first; at the last resort, than the second.
COMFORTABLE: Final = 150.0
WIDEST: Final = 212.0
MOST_LINES: Final = 3
#: What is tried, in this order: the widest line and the most lines.
SHAPES: Final = (
    (COMFORTABLE, 2),
    (WIDEST, 2),
    (COMFORTABLE + 20, MOST_LINES),
    (WIDEST, MOST_LINES),
)
ELLIPSIS: Final = "…"
#: No line holds more letters than this, however narrow they are.
LONGEST: Final = 200

#: Advance widths in thousandths of the font size; other letters count as 600.
WIDTHS: Final = {
    **dict.fromkeys(" !,./:;I[]\\ftijl|'()`-", 310),
    **dict.fromkeys('Jckrsvxyz"*', 510),
    **dict.fromkeys("abdeghnopqu0123456789#$?_L", 570),
    **dict.fromkeys("ABCDEFHKNPRSTUVXYZ&", 700),
    **dict.fromkeys("GOQmM—", 820),
    **dict.fromkeys("wW%@", 900),
}
SAFETY: Final = 1.06
BOLD: Final = 1.06


@dataclass(frozen=True)
class Box:
    """The lines of a label and the size of the box around them, mark and padding included."""

    lines: tuple[str, ...]
    width: float
    height: float


def box(label: str, strong: bool) -> Box:
    """The box of a label: balanced lines, cut with an ellipsis where the widest do not hold it."""
    words = label.split() or ["?"]
    lines = _broken(words, strong)
    width = max(text_width(line, strong) for line in lines)
    return Box(
        lines=tuple(lines),
        width=round(width + MARK + 2 * PADDING, 1),
        height=round(len(lines) * LINE_HEIGHT + 2 * PADDING - 2, 1),
    )


@lru_cache(maxsize=65536)
def text_width(text: str, strong: bool = False) -> float:
    """The estimated width of a text in one line."""
    thousandths = sum(_advance(letter) for letter in normalize("NFD", text))
    return thousandths * FONT_SIZE / 1000 * SAFETY * (BOLD if strong else 1.0)


def _advance(letter: str) -> int:
    if combining(letter):
        return 0
    wide = 1000 if east_asian_width(letter) in "WF" else 600
    return WIDTHS.get(letter, wide)


def _broken(words: list[str], strong: bool) -> list[str]:
    """The fewest lines that are comfortable, as even as they can be."""
    for limit, most in SHAPES:
        lines = _filled(words, limit, strong)
        if len(lines) <= most and _fits(lines, limit, strong):
            return _balanced(words, len(lines), limit, strong)
    return _cut(_filled(words, WIDEST, strong), strong)


def _filled(words: list[str], limit: float, strong: bool) -> list[str]:
    lines = [words[0]]
    for word in words[1:]:
        longer = f"{lines[-1]} {word}"
        if text_width(longer, strong) <= limit:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _fits(lines: list[str], limit: float, strong: bool) -> bool:
    return all(text_width(line, strong) <= limit for line in lines)


def _balanced(words: list[str], count: int, limit: float, strong: bool) -> list[str]:
    """The narrowest way to fill so many lines."""
    while limit > FONT_SIZE:
        narrower = _filled(words, limit - FONT_SIZE / 2, strong)
        if len(narrower) > count or not _fits(narrower, limit - FONT_SIZE / 2, strong):
            break
        limit -= FONT_SIZE / 2
    return _filled(words, limit, strong)


def _cut(lines: list[str], strong: bool) -> list[str]:
    """The lines that may be shown, none wider than the widest, what is left out as an ellipsis."""
    rest = " ".join(lines[MOST_LINES - 1 :])
    return [_shortened(line, strong) for line in [*lines[: MOST_LINES - 1], rest]]


def _shortened(line: str, strong: bool) -> str:
    if text_width(line, strong) <= WIDEST:
        return line
    kept = line[:LONGEST]
    while kept and text_width(kept + ELLIPSIS, strong) > WIDEST:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS
