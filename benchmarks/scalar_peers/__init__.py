"""The judges of benchmarks/scalars.py, each a program of its own."""
