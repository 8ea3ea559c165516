"""`python -m symcheck` is the command line."""

from symcheck.cli import main

if __name__ == "__main__":
    main()
