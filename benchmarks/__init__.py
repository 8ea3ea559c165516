"""Benchmarks: run as scripts, no part of the package."""
