"""What a query may not do here: call other machines, or be deep or long enough to end the process.

Design decision: the engine can neither be told to leave SERVICE alone nor asked to parse only, so
the text is read by its tokens, no more greedily than the engine reads them: it takes `SERVICEex:a`
and `1SERVICE<...>` for calls, and `a<b>` for a comparison or an address. What could be read in both
ways is refused.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from kg.errors import QueryError

#: The engine's parser ends the process at some thousands of nested brackets, its optimiser at
#: chains of as many operators or patterns; data in VALUES may be longer.
DEEPEST: Final = 200
LONGEST: Final = 4_000

_TOKEN: Final = re.compile(
    r'''
    (?P<skipped> [ \t\r\n]+ | \#[^\r\n]* )
  | (?P<string> """(?:[^"\\]|\\.|"(?!""))*""" | \'\'\'(?:[^'\\]|\\.|'(?!\'\'))*\'\'\'
        | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*' )
  | (?P<address> <(?:[^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8})*> )
  | (?P<atom> [?$]\w+ | @[A-Za-z]+(?:-[A-Za-z0-9]+)* | _:[\w-]+ )
  | (?P<name> [\w.-]*: (?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)+ (?:\.(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.)+)?)? )
  | (?P<word> [\w.-]+ )
  | (?P<mark> . )
    ''',
    re.VERBOSE | re.DOTALL,
)  # fmt: skip
#: An address with these in it may be a comparison instead, unless it has a scheme and slashes.
_DOUBTFUL: Final = re.compile(r"(?!<[A-Za-z][A-Za-z0-9+.-]*://).*[#'()]", re.DOTALL)
_STEP: Final = {**dict.fromkeys("({[", 1), **dict.fromkeys(")}]", -1)}


Tokens = list[tuple[str, str]]


def refuse(sparql: str) -> None:
    """Raise QueryError for a query that is not run: SERVICE, brackets or chains without end."""
    found = _TOKEN.finditer(sparql)
    tokens = [(m.lastgroup or "", m[0]) for m in found if m.lastgroup != "skipped"]
    _refuse_doubt(tokens)
    _refuse_calls(tokens)
    _refuse_depth(tokens)
    _refuse_length(tokens)


def _refuse_doubt(tokens: Tokens) -> None:
    for kind, text in tokens:
        if kind == "address" and _DOUBTFUL.match(text):
            raise QueryError(
                f"{text}: this can be read as an address or as a comparison; "
                "put a blank after '<', or write the address in full (http://...)"
            )


def _refuse_calls(tokens: Tokens) -> None:
    """A bare word SERVICE, also glued to others, or a name like `SERVICEex:a` before a brace."""
    for (kind, text), (_, after) in pairwise([*tokens, ("", "")]):
        word = text.partition(":")[0].lower()
        if "service" in word and (kind == "word" or (kind == "name" and after == "{")):
            raise QueryError(
                "SERVICE is not run: a query must not call other machines; "
                "ask the other endpoint by itself"
            )


def _refuse_depth(tokens: Tokens) -> None:
    depth = 0
    for kind, text in tokens:
        depth += _STEP.get(text, 0) if kind == "mark" else 0
        if depth > DEEPEST:
            raise QueryError(
                f"brackets are nested more than {DEEPEST} deep; write the query flatter"
            )


def _refuse_length(tokens: Tokens) -> None:
    length, data = 0, False
    for kind, text in tokens:
        if kind == "word" and text.upper() == "VALUES":
            data = True
        elif text == "}":
            data = False
        length += not data
    if length > LONGEST:
        raise QueryError(
            f"the query has more than {LONGEST} parts; put long lists into VALUES, "
            "or ask in portions"
        )
