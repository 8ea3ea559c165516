"""Explanations: a code with an example, a refutation as a program, a proof as a derivation."""
