"""Accounts: how a person signs in.  What the person may do is on the record, not here."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class Account(AbstractUser):
    """One person's way in; `person` is the name under which the record knows them."""

    person = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=8, default="en")
