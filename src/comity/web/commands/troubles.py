"""What the machine's and the database's troubles mean to the person at the terminal."""

from __future__ import annotations

from comity.web.commands.speaking import say


def explained(trouble: Exception) -> str | None:
    """One sentence that says what is wrong and what to do; None where it is a defect of ours."""
    from django.db import DatabaseError, InterfaceError

    from comity.clerk.store import RecordUnavailable

    first_line = (str(trouble).strip().splitlines() or [type(trouble).__name__])[0]
    match trouble:
        case OSError(filename=str(file)):
            return say("trouble_file", file=file, why=trouble.strerror or first_line)
        case OSError() | UnicodeDecodeError():
            return say("trouble_machine", why=first_line)
        case DatabaseError() | InterfaceError() | RecordUnavailable():
            return say("trouble_database", why=first_line)
        case _:
            return None
