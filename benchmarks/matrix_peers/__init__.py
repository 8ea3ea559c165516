"""The judges of benchmarks/matrix.py: claims as data, translations, and the loop that times them."""
