"""Measurements of the program: run `python -m benchmarks`."""
