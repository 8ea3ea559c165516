"""`symcheck audit`: what the claims of a problem file leave unchecked."""
