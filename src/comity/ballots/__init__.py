"""Secret ballots that anyone can check and nobody can open: Belenios elections, their archive and their verifier."""
