"""From asserted to inferred: the ontology's axioms, then closed-world rules.

Design decision: the axioms are compiled to joins over interned pairs and closed by themselves; what
needs a closed world is a SPARQL rule in `ontology/rules`, run afterwards by strata. Neither knows
of the other.
"""

from kg.reasoning.axioms import Axioms, Definition, Restriction, compile_axioms
from kg.reasoning.closure import Closure
from kg.reasoning.rules import ClosedWorldRule, descriptions, read_rules

__all__ = [
    "Axioms",
    "ClosedWorldRule",
    "Closure",
    "Definition",
    "Restriction",
    "compile_axioms",
    "descriptions",
    "read_rules",
]
