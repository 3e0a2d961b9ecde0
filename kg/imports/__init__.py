"""Imports: public data in its own format, put beside the shipped graph in a store of the user's.

Design decision: an imported store is the shipped graph plus named graphs of the dataset's own
citations, in a directory of its own; what the project vouches for never mixes with what it does
not, and `kg build` on that directory makes the plain graph again.
"""

from kg.imports.unga_votes import Imported, import_votes

__all__ = ["Imported", "import_votes"]
