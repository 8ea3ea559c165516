"""The version of symcheck, stated once: setup.cfg reads it from here."""

VERSION = "0.1.0"
