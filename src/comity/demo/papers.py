"""Small papers to attach to letters, made when they are needed: a PDF of one page, or plain text."""

from __future__ import annotations

from typing import Final

_LEFT, _TOP, _LEADING = 72, 760, 18
_NOTICE: Final = "This paper belongs to a demonstration; nothing in it was ever sent."


def paper(name: str, heading: str) -> bytes:
    """The content of an attachment of that name."""
    lines = (heading, "", _NOTICE)
    return pdf(lines) if name.endswith(".pdf") else ("\n".join(lines) + "\n").encode()


def pdf(lines: tuple[str, ...]) -> bytes:
    """One page with these lines; a PDF's own fonts know Latin letters only, so others are shown as the notice."""
    shown = [line for line in lines if _latin(line)]
    moves = "\n".join(f"({_escaped(line)}) Tj T*" for line in shown)
    text = f"BT /F1 12 Tf {_LEADING} TL {_LEFT} {_TOP} Td\n{moves}\nET".encode("cp1252")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    )
    whole, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(whole)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    whole += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return whole + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def _latin(line: str) -> bool:
    try:
        line.encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
