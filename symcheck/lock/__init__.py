"""The lock file: certificates kept from one run for the next.  What is read from it is evidence, never a verdict."""
