"""A TOML table read strictly: each key asked for once, each fault noted, nothing unnoticed.

Design decision: a reader asks for what it needs and gets a usable value even where the file is
wrong; the faults gather in one list, so a file's author sees all of them in one run.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from difflib import get_close_matches
from typing import Any

from kg.errors import Fault


class Table:
    """A table of the file at `path`; `name` is its dotted name (empty for the root)."""

    def __init__(self, values: dict[str, Any], name: str, path: str, faults: list[Fault]) -> None:
        self._values = values
        self._name = name
        self._path = path
        self._faults = faults
        self._asked: list[str] = []

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty."""
        value = self._take(key, default)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if value is not None:
            self._fault(f"{self._spell(key)} is no text", f'write {key} = "..."')
        return default or ""

    def flag(self, key: str) -> bool:
        """Whether it is true; false where the key is absent."""
        value = self._take(key, False)
        if not isinstance(value, bool):
            self._fault(f"{self._spell(key)} is {value!r}", "write true or false")
        return value is True

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of different texts; empty where the key is absent."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self._fault(f"{self._spell(key)} is no list of texts", f'write {key} = ["...", "..."]')
            return ()
        for item in sorted({item for item in value if value.count(item) > 1}):
            self._fault(f"{self._spell(key)} names {item} twice", "name it once")
        return tuple(value)

    def choice(self, key: str, among: Collection[str], default: str | None = None) -> str:
        """One of a few words."""
        value = self.text(key, default)
        if value and value not in among:
            near = get_close_matches(value, among, n=1) or sorted(among)
            mend = f"write {near[0]}" if len(near) == 1 else f"write one of {', '.join(near)}"
            self._fault(f"{self._spell(key)} is `{value}`", mend)
        return value

    def matching(self, key: str, pattern: re.Pattern[str], example: str) -> str:
        """A text of one form."""
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self._fault(f"{self._spell(key)} is `{value}`", f'write {key} = "{example}"')
        return value

    def tables(self, key: str) -> Iterator[tuple[str, Table]]:
        """The tables `[key.<name>]` with their names; at least one."""
        value = self._take(key)
        if value is not None and not (isinstance(value, dict) and value):
            self._fault(f"{self._spell(key)} holds no tables", f"write [{key}.<name>]")
        for name, values in value.items() if isinstance(value, dict) else ():
            if isinstance(values, dict):
                yield name, Table(values, f"{self._spell(key)}.{name}", self._path, self._faults)
            else:
                self._fault(f"{self._spell(key)}.{name} is no table", f"write [{key}.{name}]")

    def list_of_tables(self, key: str) -> Iterator[Table]:
        """The tables `[[key]]`; at least one."""
        value = self._take(key)
        good = isinstance(value, list) and value and all(isinstance(item, dict) for item in value)
        if value is not None and not good:
            self._fault(f"{self._spell(key)} is no list of tables", f"write [[{key}]]")
        for number, values in enumerate(value if good else (), start=1):
            yield Table(values, f"{self._spell(key)}[{number}]", self._path, self._faults)

    def finish(self) -> None:
        """Notes every key that nobody asked for."""
        for key in self._values:
            if key not in self._asked:
                near = get_close_matches(key, self._asked, n=1)
                mend = f"write {near[0]}" if near else f"keys here are {', '.join(self._asked)}"
                self._fault(f"{self._spell(key)} is unknown", mend)

    def _take(self, key: str, default: Any = None) -> Any:
        self._asked.append(key)
        if key not in self._values and default is None:
            self._fault(f"{self._spell(key)} is missing", f"add {key}")
        return self._values.get(key, default)

    def _spell(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _fault(self, message: str, mend: str) -> None:
        self._faults.append(Fault(self._path, 0, 0, "view", message, mend))
