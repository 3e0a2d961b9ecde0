"""Whether the graph holds together: integrity checks as queries, and SHACL shapes.

Design decision: a check is a file (a query with a header, or a shape), and every finding is a fault
with the file and line at which the offending triple was authored.
"""
