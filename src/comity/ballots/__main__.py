"""`python -m comity.ballots verify FILE.bel`."""

import sys

from comity.ballots.commands import main

if __name__ == "__main__":
    sys.exit(main())
