"""The graph in other forms: files of linked data, and objects of other libraries."""
