"""The house as this process runs it: its bodies, its clerk, its record; made once, on first use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from comity.bodies.actor import ANYONE, Actor
from comity.bodies.body import Body, Bodies, load_body, standard_bodies
from comity.bodies.clearance import clearances
from comity.clerk.clerk import Clerk
from comity.clerk.procedures import PROCEDURES
from comity.record.audience import Clearances
from comity.web.store.keys import Keyring, RecordSigner
from comity.web.store.store import DatabaseStore
