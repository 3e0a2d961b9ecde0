"""An authored file as text: the digest of its bytes, and the checks that hold for every text.

Design decision: files are read once and whole, decoded strictly, and searched for what hides in an
editor (byte order mark, carriage returns, control and direction-changing characters, decomposed
accents) before any parser sees them.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from kg.corpus.complaints import Complaint
from kg.errors import Fault

_BOM: Final = b"\xef\xbb\xbf"

#: Controls, the replacement character, characters that change the direction of what follows.
_HIDDEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffd\u202a-\u202e\u2066-\u2069]"
)


@dataclass(frozen=True)
class Text:
    """The text of one file, with what is wrong with it as text.

    `name` is its path from the folder above the root, as faults print it. Where the bytes are not
    UTF-8 the text is not `readable`: its content is good for guessing which names stand in it and
    nothing else.
    """

    path: Path
    name: str
    sha256: str
    content: str
    readable: bool
    faults: tuple[Fault, ...]

    @cached_property
    def lines(self) -> list[str]:
        """The lines with their ends; only a line feed ends a line."""
        return _lines(self.content)


def _lines(content: str) -> list[str]:
    parts = content.split("\n")
    lines = [f"{part}\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def name_of(path: Path, root: Path) -> str:
    """The name a file goes by in faults and manifests: `graph_data/cases/libya.trig`."""
    return f"{root.name}/{path.relative_to(root).as_posix()}"


def read(path: Path, root: Path) -> Text:
    """The text of a file in a root folder; what is wrong with it stands in its `faults`."""
    name, data = name_of(path, root), path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    faults: list[Fault] = []
    if data.startswith(_BOM):
        mend = "save the file as UTF-8 without a byte order mark"
        faults.append(Fault(name, 1, 1, "bom", "the file starts with a byte order mark", mend))
        data = data.removeprefix(_BOM)
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        faults.append(_undecodable(name, data, error))
        return Text(path, name, digest, data.decode("utf-8", "replace"), False, tuple(faults))
    for check in (_hidden, _carriage_returns, _decomposed):
        faults += check(name, content)
    return Text(path, name, digest, content, True, tuple(faults))


def _undecodable(name: str, data: bytes, error: UnicodeDecodeError) -> Fault:
    before = data[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8")) + 1
    offending = data[error.start : error.end].hex(" ")
    complaint = Complaint(
        "encoding", f"byte {offending} is not UTF-8 ({error.reason})", "save the file as UTF-8"
    )
    return complaint.at(name, before.count(b"\n") + 1, column)


def _hidden(name: str, content: str) -> Iterator[Fault]:
    if not _HIDDEN.search(content):
        return
    for number, line in enumerate(_lines(content), start=1):
        for match in _HIDDEN.finditer(line):
            message = f"character U+{ord(match[0]):04X} cannot be seen or stands for nothing"
            yield Complaint("encoding", message, "remove it").at(name, number, match.start() + 1)


def _carriage_returns(name: str, content: str) -> Iterator[Fault]:
    if "\r" in content:
        before = content[: content.index("\r")]
        column = len(before) - before.rfind("\n")
        complaint = Complaint(
            "encoding", "a carriage return ends a line", "save the file with LF (Unix) line ends"
        )
        yield complaint.at(name, before.count("\n") + 1, column)


def _decomposed(name: str, content: str) -> Iterator[Fault]:
    if unicodedata.is_normalized("NFC", content):
        return
    for number, line in enumerate(_lines(content), start=1):
        if not unicodedata.is_normalized("NFC", line):
            column = next(i for i, (a, b) in enumerate(_pairs(line), start=1) if a != b)
            complaint = Complaint(
                "encoding",
                f"`{line[column - 1 : column + 1]}` is not in normal form C",
                "type the accented letter as one character",
            )
            yield complaint.at(name, number, column)


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    normal = unicodedata.normalize("NFC", line)
    yield from zip(line, normal, strict=False)
    yield line[-1:], ""
