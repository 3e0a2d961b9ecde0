"""What a check says about a value: kind, message and mend, before anyone knows where it stood.

Design decision: checks look at values and know no places, so that a value is judged once and the
verdict is remembered; readers, who know the place, turn a complaint into a Fault.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Final, NamedTuple

from kg.errors import Fault

_SIMILAR: Final = 0.6


class Complaint(NamedTuple):
    """One thing wrong with a value: the fault's kind, the message naming the value, the mend."""

    kind: str
    message: str
    mend: str = ""

    def at(self, path: str, line: int, column: int = 0) -> Fault:
        """The fault that this complaint is at a place."""
        return Fault(path, line, column, self.kind, self.message, self.mend)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name most like a wrong one, differences of case aside; None where none is near.

    >>> nearest("state:bra", ["state:BRA", "state:BHR"])
    'state:BRA'
    """
    half = len(name) // 2
    folded: dict[str, str] = {}
    for candidate in known:
        alike = name[:half] == candidate[:half] or name[-half:] == candidate[-half:]
        if abs(len(candidate) - len(name)) <= 1 + len(name) // 3 and (alike or half < 5):
            folded.setdefault(candidate.casefold(), candidate)
    matches = difflib.get_close_matches(name.casefold(), sorted(folded), n=1, cutoff=_SIMILAR)
    return folded[matches[0]] if matches else None


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """The mend for a name that is not known: the nearest known one, or what to do otherwise."""
    near = nearest(name, known)
    return f"did you mean {near}? Otherwise {otherwise}" if near else otherwise
