"""The verbs and phrases by which a resolution's treatment of another is told.

Design decision: tables and patterns only, no rule; the rule that reads them in order is
`resolution_treatments.treatment`. Each table says what it stands for, so a reader of the texts can
dispute a single phrase.
"""

from __future__ import annotations

import re
from typing import Final

#: Verbs by family; each is found in its -ing form and its third person.
FAMILIES: Final[dict[str, str]] = {
    "recall": r"recall?i?l?(?:ing|s)|having recalled|recalled",
    "reaffirm": r"re-?affirm(?:ing|s)?|re-?confirm(?:ing|s)|confirm(?:ing|s)|affirm(?:ing|s)|"
    r"re-?emphasi[sz](?:ing|es)|reiterat(?:ing|es)|restat(?:ing|es)|"
    r"renew(?:ing|s)(?= (?:once again |again )?its (?:call|request|demand|appeal|invitation))",
    "welcome": r"welcom(?:ing|es)|having welcomed",
    "endorse": r"endors(?:ing|es)|having endorsed",
    "extend": r"extends(?! (?:its|their|full|the fullest))|renews|prolongs",
    "terminate": r"terminates|lifts|rescinds|dissolves|repeals",
    "amend": r"amends|modifies|replaces|suspends",
    "decide": r"decid(?:ing|es)|resolves|agrees|"
    r"declar(?:ing|es)|"  # codespell:ignore declar
    r"authori[sz](?:ing|es)|"
    r"approv(?:ing|es)|establish(?:es)|adopts|determines that|appoints|permits|accepts|"
    r"agreeing|undertak(?:ing|es)|"
    r"requir(?:ing|es)|"  # codespell:ignore requir
    r"clarif(?:ying|ies)|mandates",
    "item": r"(?<=\) )to (?:call upon|request|demand|urge|reaffirm|renew|extend|decide|keep|"
    "invite)",
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
    r"acknowledg(?:ing|es)|"
    r"commend(?:ing|s)|"  # codespell:ignore commend
    r"condemn(?:ing|s)|deplor(?:ing|es)|"
    r"regret(?:ting|s)|express(?:ing|es)|pay(?:ing|s) tribute|determining|determines|"
    r"highlight(?:ing|s)|believ(?:ing|es)|"
    r"observ(?:ing|es)|"  # codespell:ignore observ
    r"guided by|responding|referring|"
    r"appreciat(?:ing|es)|"  # codespell:ignore appreciat
    r"appreciative|echoing|indignant|appalled|underlying|"
    r"congratulat(?:ing|es)|concurr?(?:ing|s)|censures|whereas|finds|gratified|viewing",
}
ADVERB: Final = (
    r"(?:(?:also|further|furthermore|again|once again|once more|strongly|deeply|gravely|fully|"
    r"hereby|therefore|accordingly|urgently|solemnly|moreover|firmly|seriously|particularly|"
    r"specifically|in this (?:regard|context|respect|connection|"
    r"connexion)|"  # codespell:ignore connexion
    r"to (?:this|that) end|"
    r"in that (?:regard|context|respect|connection)|in particular|in addition|at the same time|"
    r"while|however|nevertheless|additionally|especially|equally|it|thus|then|consequently|"
    r"with (?:deep |grave |great )?(?:appreciation|concern|satisfaction|regret)),? )*"
)
HEAD: Final = (
    r"(?:^\W*(?:the (?:security )?council )?|[,;:.)—-]\s*(?:and |but |or |as well as )?"
    r"|\b(?:and|but|while|council) )"
)
MARKER = re.compile(
    HEAD
    + ADVERB
    + "(?:"
    + "|".join(f"(?P<{name}>{verbs})" for name, verbs in FAMILIES.items())
    + r")\b",
    re.IGNORECASE,
)

STRONG = re.compile(
    r"pursuant to|in pursuance of|in accordance with|accordance with|in conformity with|"
    r"conformity with|consistent with|in line with|in implementation of|implement|"
    r"as (?:set (?:out|forth)|requested|called for|required|provided|defined|described|outlined|"
    r"stipulated|specified|mandated|decided|authori[sz]ed|laid down|envisaged|envisioned)|"
    r"mandated (?:by|in|under)|requested (?:in|by)|"
    r"based (?:up)?on|in response to|called for (?:in|by)|required (?:in|by|under)|provided for|"
    r"under (?:the )?(?:terms|provisions|paragraph|resolution|Security Council|its)|"
    r"in fulfilment of|on the basis of|for the purposes? of|called upon .{0,40}in|accordance to|"
    r"according to|further to|"
    r"\bfulfil|"
    r"within the (?:framework|context|meaning) of|compl(?:y|iance|ies|ied)|set (?:out|"
    r"forth) (?:in|by)",
    re.IGNORECASE,
)
WEAK = re.compile(
    r"(?:imposed|established|created|set up|authori[sz]ed|adopted|decided|made|given|entrusted|"
    r"defined|contained|described|outlined|specified|stipulated|laid down|expressed|listed|"
    r"designated|referred to|mentioned|conferred|granted|initiated|renewed|extended|approved|"
    r"appointed|identified|exempted?|modified|amended|reaffirmed|endorsed|enshrined|envisaged|"
    r"addressed|prohibited|recommended|taken|provided|affirmed|reiterated|underlined|stated)"
    r"(?: \w+){0,3} (?:by|in|under|through|with|pursuant to)\b|"
    r"\b(?:obligations?|measures|mandate|provisions|terms|paragraphs?|sub-?paragraphs?|"
    r"requirements|"
    r"obligations|requests?|demands?|decisions?|principles|tasks|embargo|prohibitions?|criteria|"
    r"authori[sz]ations?|exemptions?|section|arrangements|annex|appeal|calls?)\b"
    r"[^;]{0,60}\b(?:of|in|by|under|from|with)\b|violations? of|\bunder\b|established by",
    re.IGNORECASE,
)
COMPLY = re.compile(
    r"\bimplement(?!ation Force|ation Support)|\bcompl(?:y|iance|ies|ying)\b|\bfulfil|"
    r"\bobserv(?:e|ance|ing)\b|"
    r"\badher|\babide|\brespect(?:ing)?\b|\bcarry(?:ing)? out|\bapplication of|\bheed|\bgiv(?:e|"
    r"ing) effect|\benforce|\bexecution",
    re.IGNORECASE,
)
CONTENTLESS = re.compile(
    r"^\W*(?:once again |again |also |further |, in this \w+,? )*(?:its|the|their)?\s*(?:full |"
    r"strong "
    r"|firm |continued |continuing |unwavering )*(?:support|commitment|appreciation|determination|"
    r"readiness|intention|willingness|conviction|resolve|gratitude|concern|belief|confidence)\b",
    re.IGNORECASE,
)
REPORT = re.compile(
    r"\b(?:report|letter|recommendations?|note|work|statement)\b[^;]{0,120}"
    r"(?:pursuant to|accordance with|requested|response to|submitted|under)",
    re.IGNORECASE,
)
BODY = re.compile(
    r"\b(?:Committee|Group|Panel|Team|Mediator|Tribunal|Mission|Commission|Force|Fund|fund|"
    r"[Mm]echanism|Experts)\b[^;]{0,50}(?:established|created|appointed|mentioned|referred to)"
    r"[^,;]{0,70}$"
)
PASSAGE = re.compile(
    r"(?:^|,|\band)\W*the (?:passage|adoption) of (?:its |security council )*resolutions? ?$", re.I
)
CHAIN = re.compile(
    r"esolution.*(?:elaborated|modified|amended|extended|expanded|renewed|updated|clarified)"
    r"[^;]{0,60}$"
)
ITEMS = re.compile(r";\s*(?:and )?\([a-z]{1,2}\) ")
MANNER = re.compile(
    r"(?:in accordance with|pursuant to|in line with|consistent with|in conformity with)"
    r"(?! the demand)[^,;]{0,70}$",
    re.IGNORECASE,
)
DIRECT = re.compile(
    r"^\W*(?:once again |again |also |further |with \w+ |in particular |the |its |all |"
    r"unanimous |adoption |by the (?:security )?council |adopting |passage |of |security |"
    r"council |previous |relevant |recent |earlier |other |on \d+ \w+ \d{4} |and |"
    r"in this (?:regard|context|respect) ?,? |provisions |principles |"
    r"(?:in )?paragraphs? [\d(a-z) ,and]+ )*"
    r"(?:resolutions?|united nations|UNSCR)\W*$",
    re.IGNORECASE,
)
#: What an infinitive (or `hereby ...`) does to the object that follows it.
ACTIVE: Final = (
    (
        "terminates",
        r"terminate|lift|rescind|dissolve|discontinue|repeal|abolish|end the|"
        r"liquidate|conclude the|remove the (?:measures|sanctions|prohib\w+|restric\w+|embargo)",
    ),
    (
        "amends",
        r"amend|modify|replace|revise|delete|substitute|adjust|suspend|exempt|reduce|"
        r"increase|relax|ease|waive|supersede",
    ),
    (
        "extends",
        r"(?:re)?extend|renew|prolong|maintain|expand|continue (?:the|to apply the)(?! (?:work|"
        r"efforts|dialogue))|enlarge|"
        r"widen|broaden|re-?establish|reappoint|keep in force|roll over|provide an extension",
    ),
)
#: What a `shall ...`, `is hereby ...` says of the subject before it.
PASSIVE: Final = (
    (
        "terminates",
        r"shall no longer (?:apply|be)|shall cease|shall (?:also )?(?:be )?(?:terminated?|"
        r"lifted|rescinded|dissolved|discontinued|repealed|expire)|(?:is|"
        r"are) (?:hereby )?(?:terminated|"
        r"lifted|rescinded|dissolved|discontinued|repealed)|no longer apply",
    ),
    (
        "amends",
        r"shall (?:also )?not (?:also )?apply|shall be (?:amended|modified|replaced|revised|"
        r"deleted|"
        r"adjusted|suspended|reduced|increased|superseded)|(?:is|are) (?:hereby )?(?:amended|"
        r"modified|"
        r"replaced|revised|deleted|suspended)|shall read|do(?:es)? not apply|should not apply",
    ),
    (
        "extends",
        r"shall (?:also )?be (?:further )?(?:extended|renewed|prolonged|continued|maintained|"
        r"expanded)|shall (?:continue|remain)|shall also (?:apply|include)|"
        r"shall (?:also )?extend to|shall apply also|"
        r"(?:is|are) (?:hereby )?(?:further )?(?:extended|renewed|prolonged)|remain in (?:force|"
        r"effect)|"
        r"should be (?:extended|renewed)|continue to apply",
    ),
)
AGAIN: Final = r"extend(?! (?:its|their|full|the fullest))|renew|re-?establish|reappoint|prolong"
TO: Final = (
    r"(?:\bto|Secretary-General|\bhereby|\bto \w+ and|\bto \w+ or|\band to|\band)"
    r"(?: further| also| again)? "
)
DOES = re.compile(
    "|".join(f"(?P<{name}>{TO}(?:{words})\\b)" for name, words in ACTIVE), re.IGNORECASE
)
DONE = re.compile(
    "|".join(f"(?P<{name}>\\b(?:{words})\\b)" for name, words in PASSIVE), re.IGNORECASE
)
FREED = re.compile(
    r"(?:no longer be subject to|\bexempt(?:ed)? from|not be subject to)(?:[^;,]|, ?\d){0,170}$|"
    r"(?<!Namibia, )notwithstanding (?:the )?(?:\w+ (?:of|imposed (?:in|by)) )?"
    r"(?:paragraphs? (?:[\d ,]|\([a-z]\)|"
    r"and )+of )?(?:its )?(?:security council )?resolutions? ?$",
    re.IGNORECASE,
)
DECISION = re.compile(r"decid|resolves|agrees|authori|approv", re.IGNORECASE)
INFINITIVE = re.compile(
    r"(?<!pursuant )(?<!subject )(?<!relating )(?<!related )(?<!up )(?<!regard )(?<!according )"
    r"(?<!respect )"
    r"(?<!addition )(?<!applicable )(?<!referred )(?<!response )(?<!given )"
    r"\bto (?!the\b|an?\b|its\b|their\b|this\b|that\b|paragraphs?|resolutions?|all\b|any\b|"
    r"those\b|these\b|persons|individuals|arms\b|supplies|weapons|States|extend|renew|expire)"
    r"[a-z]+"
)
OWN = re.compile(
    r"^\W*(?:(?:hereby|also|further|therefore|"
    r"accordingly)\W*)?(?:on the basis of [^;,]{0,90} and )?"
    r"(?:acting )?(?:in accordance with|pursuant to|in pursuance of|in implementation of|"
    r"in conformity with)\b(?P<rest>[^;]{0,120})$|^\W*(?:further |"
    r"also )?to implement\b[^;]{0,60}$",
    re.IGNORECASE,
)
#: The next item of a list of decisions begins.
NEXT_ITEM = re.compile(r"\((?:[a-z]|[ivx]+)\) the\b")
#: The object of the infinitive has ended before the reference.
AWAY = re.compile(r":|[;,] \((?:[a-z]|[ivx]+)\) |under (?:\w+ )?review|drawing|consistent")
