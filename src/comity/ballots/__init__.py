"""Secret ballots that anyone can check and nobody can open: Belenios elections and their verifier."""
