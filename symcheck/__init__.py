"""symcheck: verifies the mathematics of machine learning, claim by claim."""
