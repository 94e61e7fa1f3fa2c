"""How passwords are hashed."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane.

    Django's own 100 MiB and eight lanes for each sign-in would exhaust a small server when a whole
    membership signs in at the opening of a meeting; this is the weakest setting commonly held to be enough.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
