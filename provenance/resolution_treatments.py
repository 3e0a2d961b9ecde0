"""How a resolution treats another, from the verb that governs the phrase naming it.

Design decision: the governing verb is the nearest one before the reference that heads a clause (at
the start of the paragraph, after punctuation, after `and`). Its family and the words between it
and the reference decide, by the ordered rules of `treatment`; nothing is read from the subject
matter. Families and phrases are tables here, so the rule can be read and disputed line by line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

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

#: Verbs by family; each is found in its -ing form and its third person.
_FAMILIES: Final[dict[str, str]] = {
    "recall": r"recall?i?l?(?:ing|s)|having recalled|recalled",
    "reaffirm": r"re-?affirm(?:ing|s)?|re-?confirm(?:ing|s)|confirm(?:ing|s)|affirm(?:ing|s)|"
    r"re-?emphasi[sz](?:ing|es)|reiterat(?:ing|es)|restat(?:ing|es)|"
    r"renew(?:ing|s)(?= (?:once again |again )?its (?:call|request|demand|appeal|invitation))",
    "welcome": r"welcom(?:ing|es)|having welcomed",
    "endorse": r"endors(?:ing|es)|having endorsed",
    "extend": r"extends(?! (?:its|their|full|the fullest))|renews|prolongs",
    "terminate": r"terminates|lifts|rescinds|dissolves|repeals",
    "amend": r"amends|modifies|replaces|suspends",
    "decide": r"decid(?:ing|es)|resolves|agrees|declar(?:ing|es)|authori[sz](?:ing|es)|"
    r"approv(?:ing|es)|establish(?:es)|adopts|determines that|appoints|permits|accepts|"
    r"agreeing|undertak(?:ing|es)|requir(?:ing|es)|clarif(?:ying|ies)|mandates",
    "item": r"(?<=\) )to (?:call upon|request|demand|urge|reaffirm|renew|extend|decide|keep|invite)",
    "stress": r"stress(?:ing|es)|emphasi[sz](?:ing|es)|underlin(?:ing|es)|underscor(?:ing|es)|"
    r"support(?:ing|s)|express(?:ing|es)(?= (?:its|the|their) (?:intention|readiness|"
    r"determination|full support|support|strong support|willingness|firm intention|resolve|"
    r"commitment|hope))",
    "demand": r"demand(?:ing|s)|call(?:ing|s)(?= (?:up)?on| for| again| once)|urg(?:ing|es)|"
    r"request(?:ing|s)?|insist(?:ing|s)|encourag(?:ing|es)|invit(?:ing|es)|"
    r"appeal(?:ing|s)|remind(?:ing|s)|instruct(?:ing|s)|direct(?:ing|s)|recommend(?:ing|s)|"
    r"intends|asks|seeks|acting(?! under Chapter)|determined|looks forward|looking forward|"
    r"desir(?:ous|ing)|expects|entrusts|warns",
    "fact": r"not(?:ing|es)|tak(?:ing|es) (?:also |further )?(?:note|into account|cognizance)|"
    r"having (?:considered|examined|studied|heard|received|noted|reviewed|also|further|"
    r"decided|taken note|regard|been informed|met|expressed|adopted|determined|in mind)|"
    r"bearing in mind|keeping in mind|mindful|conscious|aware|cognizant|concerned|alarmed|"
    r"dismayed|disturbed|convinced|consider(?:ing|s)|recogni[sz](?:ing|es)|"
    r"acknowledg(?:ing|es)|commend(?:ing|s)|condemn(?:ing|s)|deplor(?:ing|es)|"
    r"regret(?:ting|s)|express(?:ing|es)|pay(?:ing|s) tribute|determining|determines|"
    r"highlight(?:ing|s)|believ(?:ing|es)|observ(?:ing|es)|guided by|responding|referring|"
    r"appreciat(?:ing|es)|appreciative|echoing|indignant|appalled|underlying|"
    r"congratulat(?:ing|es)|concurr?(?:ing|s)|censures|whereas|finds|gratified|viewing",
}
_ADVERB: Final = (
    r"(?:(?:also|further|furthermore|again|once again|once more|strongly|deeply|gravely|fully|"
    r"hereby|therefore|accordingly|urgently|solemnly|moreover|firmly|seriously|particularly|"
    r"specifically|in this (?:regard|context|respect|connection|connexion)|to (?:this|that) end|"
    r"in that (?:regard|context|respect|connection)|in particular|in addition|at the same time|"
    r"while|however|nevertheless|additionally|especially|equally|it|thus|then|consequently|"
    r"with (?:deep |grave |great )?(?:appreciation|concern|satisfaction|regret)),? )*"
)
_HEAD: Final = (
    r"(?:^\W*(?:the (?:security )?council )?|[,;:.)—-]\s*(?:and |but |or |as well as )?"
    r"|\b(?:and|but|while|council) )"
)
_MARKER = re.compile(
    _HEAD
    + _ADVERB
    + "(?:"
    + "|".join(f"(?P<{name}>{verbs})" for name, verbs in _FAMILIES.items())
    + r")\b",
    re.IGNORECASE,
)

_STRONG = re.compile(
    r"pursuant to|in pursuance of|in accordance with|accordance with|in conformity with|"
    r"conformity with|consistent with|in line with|in implementation of|implement|"
    r"as (?:set (?:out|forth)|requested|called for|required|provided|defined|described|outlined|"
    r"stipulated|specified|mandated|decided|authori[sz]ed|laid down|envisaged|envisioned)|mandated (?:by|in|under)|requested (?:in|by)|"
    r"based (?:up)?on|in response to|called for (?:in|by)|required (?:in|by|under)|provided for|"
    r"under (?:the )?(?:terms|provisions|paragraph|resolution|Security Council|its)|"
    r"in fulfilment of|on the basis of|for the purposes? of|called upon .{0,40}in|accordance to|\bfulfil|"
    r"within the (?:framework|context|meaning) of|compl(?:y|iance|ies|ied)|set (?:out|forth) (?:in|by)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:imposed|established|created|set up|authori[sz]ed|adopted|decided|made|given|entrusted|"
    r"defined|contained|described|outlined|specified|stipulated|laid down|expressed|listed|"
    r"designated|referred to|mentioned|conferred|granted|initiated|renewed|extended|approved|"
    r"appointed|identified|exempted?|modified|amended|reaffirmed|endorsed|enshrined|envisaged|"
    r"addressed|prohibited|recommended|taken|provided|affirmed|reiterated|underlined|stated)"
    r"(?: \w+){0,3} (?:by|in|under|through|with|pursuant to)\b|"
    r"\b(?:obligations?|measures|mandate|provisions|terms|paragraphs?|sub-?paragraphs?|requirements|"
    r"obligations|requests?|demands?|decisions?|principles|tasks|embargo|prohibitions?|criteria|"
    r"authori[sz]ations?|exemptions?|section|arrangements|annex|appeal|calls?)\b"
    r"[^;]{0,60}\b(?:of|in|by|under|from|with)\b|violations? of|\bunder\b|established by",
    re.IGNORECASE,
)
_COMPLY = re.compile(
    r"\bimplement(?!ation Force|ation Support)|\bcompl(?:y|iance|ies|ying)\b|\bfulfil|"
    r"\bobserv(?:e|ance|ing)\b|"
    r"\badher|\babide|\brespect(?:ing)?\b|\bcarry(?:ing)? out|\bapplication of|\bheed|\bgiv(?:e|ing) effect|\benforce|\bexecution",
    re.IGNORECASE,
)
_CONTENTLESS = re.compile(
    r"^\W*(?:once again |again |also |further |, in this \w+,? )*(?:its|the|their)?\s*(?:full |strong "
    r"|firm |continued |continuing |unwavering )*(?:support|commitment|appreciation|determination|"
    r"readiness|intention|willingness|conviction|resolve|gratitude|concern|belief|confidence)\b",
    re.IGNORECASE,
)
_REPORT = re.compile(
    r"\b(?:report|letter|recommendations?|note|work|statement)\b[^;]{0,120}"
    r"(?:pursuant to|accordance with|requested|response to|submitted|under)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:Committee|Group|Panel|Team|Mediator|Tribunal|Mission|Commission|Force|Fund|fund|"
    r"[Mm]echanism|Experts)\b[^;]{0,50}(?:established|created|appointed|mentioned|referred to)"
    r"[^,;]{0,70}$"
)
_PASSAGE = re.compile(r"(?:^|,|\band)\W*the (?:passage|adoption) of (?:its |security council )*resolutions? ?$", re.I)
_CHAIN = re.compile(
    r"esolution.*(?:elaborated|modified|amended|extended|expanded|renewed|updated|clarified)"
    r"[^;]{0,60}$"
)
_ITEMS = re.compile(r";\s*(?:and )?\([a-z]{1,2}\) ")
_MANNER = re.compile(
    r"(?:in accordance with|pursuant to|in line with|consistent with|in conformity with)"
    r"(?! the demand)[^,;]{0,70}$",
    re.IGNORECASE,
)
_DIRECT = re.compile(
    r"^\W*(?:once again |again |also |further |with \w+ |in particular |the |its |all |"
    r"unanimous |adoption |by the (?:security )?council |adopting |passage |of |security |"
    r"council |previous |relevant |recent |earlier |other |on \d+ \w+ \d{4} |and |"
    r"in this (?:regard|context|respect) ?,? |provisions |principles |(?:in )?paragraphs? [\d(a-z) ,and]+ )*"
    r"(?:resolutions?|united nations|UNSCR)\W*$",
    re.IGNORECASE,
)
#: What an infinitive (or `hereby ...`) does to the object that follows it.
_ACTIVE: Final = (
    ("terminates", r"terminate|lift|rescind|dissolve|discontinue|repeal|abolish|end the|"
     r"liquidate|conclude the|remove the (?:measures|sanctions|prohib\w+|restric\w+|embargo)"),
    ("amends", r"amend|modify|replace|revise|delete|substitute|adjust|suspend|exempt|reduce|"
     r"increase|relax|ease|waive|supersede"),
    ("extends", r"(?:re)?extend|renew|prolong|maintain|expand|continue (?:the|to apply the)(?! (?:work|efforts|dialogue))|enlarge|"
     r"widen|broaden|re-?establish|reappoint|keep in force|roll over|provide an extension"),
)
#: What a `shall ...`, `is hereby ...` says of the subject before it.
_PASSIVE: Final = (
    ("terminates", r"shall no longer (?:apply|be)|shall cease|shall (?:also )?(?:be )?(?:terminated?|"
     r"lifted|rescinded|dissolved|discontinued|repealed|expire)|(?:is|are) (?:hereby )?(?:terminated|"
     r"lifted|rescinded|dissolved|discontinued|repealed)|no longer apply"),
    ("amends", r"shall not (?:also )?apply|shall be (?:amended|modified|replaced|revised|deleted|"
     r"adjusted|suspended|reduced|increased|superseded)|(?:is|are) (?:hereby )?(?:amended|modified|"
     r"replaced|revised|deleted|suspended)|shall read|do(?:es)? not apply|should not apply"),
    ("extends", r"shall (?:also )?be (?:further )?(?:extended|renewed|prolonged|continued|maintained|"
     r"expanded)|shall (?:continue|remain)|shall also (?:apply|include)|shall apply also|"
     r"(?:is|are) (?:hereby )?(?:further )?(?:extended|renewed|prolonged)|remain in (?:force|effect)|"
     r"should be (?:extended|renewed)|continue to apply"),
)
_AGAIN: Final = r"extend(?! (?:its|their|full|the fullest))|renew|re-?establish|reappoint|prolong"
_TO: Final = r"(?:\bto|Secretary-General|\bhereby|\bto \w+ and|\bto \w+ or|\band to|\band)(?: further| also| again)? "
_DOES = re.compile(
    "|".join(f"(?P<{name}>{_TO}(?:{words})\\b)" for name, words in _ACTIVE), re.IGNORECASE
)
_DONE = re.compile(
    "|".join(f"(?P<{name}>\\b(?:{words})\\b)" for name, words in _PASSIVE), re.IGNORECASE
)
_FREED = re.compile(
    r"(?:no longer be subject to|\bexempt(?:ed)? from|not be subject to)[^;,]{0,170}$|"
    r"(?<!Namibia, )notwithstanding (?:the )?(?:\w+ (?:of|imposed (?:in|by)) )?"
    r"(?:paragraphs? (?:[\d ,]|\([a-z]\)|and )+of )?(?:its )?(?:security council )?resolutions? ?$",
    re.IGNORECASE,
)
_DECISION = re.compile(r"decid|resolves|agrees|authori|approv", re.IGNORECASE)
_INFINITIVE = re.compile(
    r"(?<!pursuant )(?<!subject )(?<!relating )(?<!related )(?<!up )(?<!regard )(?<!according )"
    r"(?<!respect )(?<!addition )(?<!applicable )(?<!referred )(?<!response )(?<!given )"
    r"\bto (?!the\b|an?\b|its\b|their\b|this\b|that\b|paragraphs?|resolutions?|all\b|any\b|"
    r"those\b|these\b|persons|individuals|arms\b|supplies|weapons|States|extend|renew|expire)"
    r"[a-z]+"
)
_OWN = re.compile(
    r"^\W*(?:(?:hereby|also|further|therefore|accordingly)\W*)?(?:on the basis of [^;,]{0,90} and )?"
    r"(?:acting )?(?:in accordance with|pursuant to|in pursuance of|in implementation of|"
    r"in conformity with)\b(?P<rest>[^;]{0,120})$|^\W*(?:further |also )?to implement\b[^;]{0,60}$",
    re.IGNORECASE,
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
    for match in _MARKER.finditer(text):
        if match.end() <= start:
            governing = match
        elif match.start() >= end:
            limit = match.start()
            break
    if governing is None or governing.lastgroup is None:
        return Phrase("none", "", text[:start], text[end:limit])
    family = governing.lastgroup
    verb = governing[family]
    return Phrase(family, verb, text[governing.end() : start], text[end:limit].split(";")[0])


def _action(words: Phrase) -> str | None:
    """What a decision does to the text it names: an infinitive before it, a `shall` after it."""
    if _FREED.search(words.before):
        return "amends"
    found = list(_DOES.finditer(words.before))
    if found:
        between = words.before[found[-1].end() :]
        if not re.search(r":|[;,] \((?:[a-z]|[ivx]+)\) |under (?:\w+ )?review|drawing|consistent", between):
            return None if _INFINITIVE.search(between) else found[-1].lastgroup
        return None
    later = _DONE.search(words.after[:420])
    earlier = _DONE.search(words.before)
    if later and re.search(r"\((?:[a-z]|[ivx]+)\) the\b", words.after[: later.start()]):
        return None
    if later and later.start() < 60 and re.search(r"which date|\bthat\b", words.before):
        return later.lastgroup
    if later and not earlier and re.search(r"\bthat\b|^\W*(?:the|paragraphs?)\b", words.before):
        return later.lastgroup
    return None


def _general(words: Phrase, near: str, weak: bool) -> str:
    if _STRONG.search(near) or (weak and (_WEAK.search(near) or _COMPLY.search(words.before))):
        return "acts_on"
    return "mentions_only"


def _affirmed(words: Phrase, near: str) -> str:
    if _CONTENTLESS.match(words.before):
        return _general(words, near, weak=True)
    far = len(words.before) > 170 and "esolution" not in words.before[:60]
    far = far and not _CHAIN.search(words.before)
    if far or _BODY.search(words.before) or (_MANNER.search(words.before) and len(words.before) > 60):
        return _general(words, near, weak=True)
    if re.search(r"\bthat\b", words.before) or not _DIRECT.match(words.before):
        if _COMPLY.search(words.before) or _REPORT.search(words.before):
            return "acts_on"
    return "reaffirms"


def _decided(words: Phrase, near: str) -> str:
    """A decision or a demand: it acts on the text unless it changes, prolongs or ends it."""
    if _DECISION.match(words.verb):
        own = _OWN.match(words.before)
        if own and not re.search(r"\bthat\b|\bto (?!the\b)[a-z]+", own["rest"] or ""):
            return "implements"
        if action := _action(words):
            return action
    elif words.verb.lower().startswith("request"):
        if re.search(rf"\b(?:to|Secretary-General) (?:{_AGAIN})\b", words.before):
            return "extends" if _action(words) == "extends" else "acts_on"
    elif re.match(r"to (?:extend|renew)", words.verb, re.IGNORECASE):
        return "extends"
    return _general(words, near, weak=True)


def treatment(text: str, start: int, end: int) -> str:
    """The column for the reference at text[start:end] (the whole list it stands in)."""
    words = phrase(text, start, end)
    near = words.before[-170:]
    match words.family:
        case "recall" | "reaffirm" | "welcome" | "fact" if _ITEMS.search(words.before):
            return _general(words, near, weak=True)
        case "stress":
            if _COMPLY.search(words.before):
                return "acts_on"
            return _general(words, near, weak=False)
        case "recall":
            return "acts_on" if _REPORT.search(near) else "recalls"
        case "reaffirm":
            return _affirmed(words, near)
        case "welcome" | "endorse":
            direct = _DIRECT.match(words.before) or _PASSAGE.search(words.before)
            return f"{words.family}s" if direct else _general(words, near, weak=False)
        case "extend" | "terminate" | "amend":
            return f"{words.family}s"
        case "decide" | "demand" | "item":
            return _decided(words, near)
        case _ if _FREED.search(words.before):
            return "amends"
        case _:
            return _general(words, near, weak=words.family == "none")
