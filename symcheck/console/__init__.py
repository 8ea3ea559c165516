"""How the command line talks: options, output, progress."""
