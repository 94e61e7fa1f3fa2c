"""Logs that never hold what would let a reader in: passwords, codes, tokens, cookies, invitations.

The filter sits on the handlers, so that it sees every record whoever wrote it, and looks at the finished
text with its traceback.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Final

HIDDEN: Final = "[hidden]"

_TELLING_NAMES: Final = (
    r"(?:old|new|confirm_?)?password[12]?|passwd|secret(?:_key)?|token|api_?key|credential|csrfmiddlewaretoken|"
    r"client_secret|id_token|access_token|refresh_token|code|otp|session(?:id|_?key)?|csrf(?:token)?|device|"
    r"__Host-(?:session|csrf|device)|SEALING_KEY|account_verified_email"
)
_PATTERNS: Final = (
    # Recognisable by their own form, wherever they stand.
    (re.compile(r"\b(comity_token_|invite_)[A-Za-z0-9_-]{8,}"), rf"\1{HIDDEN}"),
    (re.compile(r"\botpauth://\S+"), f"otpauth:{HIDDEN}"),
    (re.compile(r"(postgres(?:ql)?://[^:/@\s]+):[^@\s]+@"), rf"\1:{HIDDEN}@"),
    # Header lines and what WSGI makes of them.
    (
        re.compile(
            r"""(?i)(["']?\b(?:http_|set-)?(?:cookie|authorization|x-csrftoken|proxy-authorization)\b["']?\s*[:=]\s*)"""
            r"""(?:"[^"\n]*"|'[^'\n]*'|[^\n]*)"""
        ),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=-]{8,}"), rf"\1 {HIDDEN}"),
    # name=value and 'name': 'value', also in lists as a QueryDict shows them.
    (
        re.compile(
            rf"""(?i)(["']?\b(?:{_TELLING_NAMES})\b["']?\s*(?:=|:)\s*\[?\s*)"""
            r"""(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[^\s&;,'"\])}]+)"""
        ),
        rf"\1{HIDDEN}",
    ),
    # A session key as Django makes them.
    (re.compile(r"\b(?=[a-z0-9]*[g-z])(?=[a-z0-9]*\d)[a-z0-9]{32}\b"), HIDDEN),
)


def discreet(text: str) -> str:
    """The text without its secrets."""
    for pattern, instead in _PATTERNS:
        text = pattern.sub(instead, text)
    return text


class Discreet(logging.Filter):
    """Makes each record discreet before any handler writes it."""

    _plain: Final = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = discreet(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._plain.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = discreet(record.exc_text)
        if record.stack_info:
            record.stack_info = discreet(record.stack_info)
        # Formatters may print these beside the message.
        for name in ("request", "params", "sql", "U", "q", "path", "query_string"):
            record.__dict__.pop(name, None)
        return True


def configuration(level: str = "INFO") -> dict[str, Any]:
    """For `logging.config.dictConfig`: everything to standard error, through the filter."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"discreet": {"()": "comity.web.accounts.logs.Discreet"}},
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            "psycopg.pool": {"handlers": [], "level": "ERROR", "propagate": True},
        },
    }
