"""The corpus: authored TriG files and tables -> quads, every fault at its file, line and column.

    read(locations)             -> Corpus, or CorpusError with all faults
    locate(locations, triples)  -> where triples were authored

Design decision: readers check what one file can tell, `references` what only all files together
can; nothing of a corpus with faults is given out.
"""

from kg.corpus.assembly import Corpus, Progress, SourceFile, read
from kg.corpus.places import locate
from kg.corpus.reading import Fact

__all__ = ["Corpus", "Fact", "Progress", "SourceFile", "locate", "read"]
