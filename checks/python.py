"""Whether this Python can carry the house; says what to do where it cannot.  Runs on any Python 3."""

import importlib.util
import sys


def missing():
    """What is missing, in a sentence; nothing when all is there."""
    version = "{}.{}".format(*sys.version_info[:2])
    if sys.version_info < (3, 11):
        return (
            f"Comity needs Python 3.11 or newer; this is {version}. Name another one: make PYTHON=python3.12"
        )
    if importlib.util.find_spec("ensurepip") is None:
        return (
            f"This Python {version} cannot make virtual environments. "
            "On Debian and Ubuntu: sudo apt-get install python3-venv"
        )
    return ""


if __name__ == "__main__":
    sys.exit(missing() or 0)
