"""Secret ballots in the shell: the door that takes ballots, the processes that examine them, the archive."""
