"""How a resolution treats another, from the verb that governs the phrase naming it.

Design decision: the governing verb is the nearest one before the reference that heads a clause (at
the start of the paragraph, after punctuation, after `and`). Its family and the words between it
and the reference decide, by the ordered rules of `treatment`; nothing is read from the subject
matter. Families and phrases are the tables of `resolution_phrases`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import resolution_phrases as tell

COLUMNS: Final = (
    "recalls",
    "reaffirms",
    "extends",
    "amends",
    "terminates",
    "implements",
    "welcomes",
    "endorses",
    "acts_on",
    "mentions_only",
)


@dataclass(frozen=True)
class Phrase:
    """The governing verb's family, the words up to the reference, the words after it."""

    family: str
    verb: str
    before: str
    after: str


def phrase(text: str, start: int, end: int) -> Phrase:
    """The phrase around a reference (or list of references) that stands at text[start:end]."""
    governing: re.Match[str] | None = None
    limit = len(text)
    for match in tell.MARKER.finditer(text):
        if match.end() <= start:
            governing = match
        elif match.start() >= end:
            limit = match.start()
            break
    if governing is None or governing.lastgroup is None:
        return Phrase("none", "", text[:start], text[end:limit])
    family = governing.lastgroup
    verb = governing[family]
    return Phrase(family, verb, text[governing.end() : start], text[end:limit].partition(";")[0])


def _done(words: Phrase) -> str | None:
    """What a `shall ...` after the text named says of it."""
    later = tell.DONE.search(words.after[:420])
    if later is None or tell.NEXT_ITEM.search(words.after[: later.start()]):
        return None
    near = later.start() < 90 and re.search(r"which date|\bthat\b", words.before)
    subject = re.search(r"\bthat\b|^\W*(?:the|paragraphs?)\b", words.before)
    if near or (subject and not tell.DONE.search(words.before)):
        return later.lastgroup
    return None


def _action(words: Phrase) -> str | None:
    """What a decision does to the text it names: an infinitive before it, a `shall` after it."""
    if tell.FREED.search(words.before):
        return "amends"
    found = list(tell.DOES.finditer(words.before))
    if not found:
        return _done(words)
    between = words.before[found[-1].end() :]
    if tell.AWAY.search(between) or tell.INFINITIVE.search(between):
        return None
    return found[-1].lastgroup


def _general(words: Phrase, weak: bool) -> str:
    """Acts on the text if the words before it apply it or ask for it; else a mention."""
    near = words.before[-170:]
    strong = tell.STRONG.search(near)
    if strong or (weak and (tell.WEAK.search(near) or tell.COMPLY.search(words.before))):
        return "acts_on"
    return "mentions_only"


def _recalled(words: Phrase) -> str:
    return "acts_on" if tell.REPORT.search(words.before[-170:]) else "recalls"


def _remote(words: Phrase) -> bool:
    """Whether the text named is not itself what is affirmed: a body, a manner, too far away."""
    before = words.before
    far = len(before) > 170 and "esolution" not in before[:60] and not tell.CHAIN.search(before)
    manner = tell.MANNER.search(before) and len(before) > 60
    return bool(far or tell.BODY.search(before) or manner or tell.CONTENTLESS.match(before))


def _affirmed(words: Phrase) -> str:
    if _remote(words):
        return _general(words, weak=True)
    indirect = re.search(r"\bthat\b", words.before) or not tell.DIRECT.match(words.before)
    if indirect and (tell.COMPLY.search(words.before) or tell.REPORT.search(words.before)):
        return "acts_on"
    return "reaffirms"


def _greeted(words: Phrase) -> str:
    """Welcomed or endorsed, if the resolution itself is what is welcomed or endorsed."""
    if tell.DIRECT.match(words.before) or tell.PASSAGE.search(words.before):
        return f"{words.family}s"
    return _general(words, weak=False)


def _changed(words: Phrase) -> str:
    return f"{words.family}s"


def _decided(words: Phrase) -> str:
    """A decision: it carries the text out, changes, prolongs or ends it, or acts on it."""
    own = tell.OWN.match(words.before) if tell.DECISION.match(words.verb) else None
    if own and not re.search(r"\bthat\b|\bto (?!the\b)[a-z]+", own["rest"] or ""):
        return "implements"
    action = _action(words) if tell.DECISION.match(words.verb) else None
    return action or _general(words, weak=True)


def _demanded(words: Phrase) -> str:
    """A demand or request; one that a mandate be prolonged prolongs it."""
    again = re.search(rf"\b(?:to|Secretary-General) (?:{tell.AGAIN})\b", words.before)
    if words.verb.lower().startswith("request") and again:
        return "extends" if _action(words) == "extends" else "acts_on"
    if re.match(r"to (?:extend|renew)", words.verb, re.IGNORECASE):
        return "extends"
    return _general(words, weak=True)


def _stressed(words: Phrase) -> str:
    return "acts_on" if tell.COMPLY.search(words.before) else _general(words, weak=False)


_RULES: Final[dict[str, Callable[[Phrase], str]]] = {
    "recall": _recalled,
    "reaffirm": _affirmed,
    "welcome": _greeted,
    "endorse": _greeted,
    "extend": _changed,
    "terminate": _changed,
    "amend": _changed,
    "decide": _decided,
    "demand": _demanded,
    "item": _demanded,
    "stress": _stressed,
}


def treatment(text: str, start: int, end: int) -> str:
    """The column for the reference at text[start:end] (the whole list it stands in)."""
    words = phrase(text, start, end)
    loose = words.family in ("recall", "reaffirm", "welcome", "fact")
    if loose and tell.ITEMS.search(words.before):
        return _general(words, weak=True)
    if words.family in ("none", "fact") and tell.FREED.search(words.before):
        return "amends"
    if rule := _RULES.get(words.family):
        return rule(words)
    return _general(words, weak=words.family == "none")
