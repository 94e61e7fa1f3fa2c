"""The pages of the secret ballots of a body."""
