"""What a listener is sent: frames of a view, encoded once as server-sent events and shared by all who
listen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

Message = dict[str, object]
"""An ASGI message; the same object goes to every listener that gets the same bytes."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One change of one view; `id` is the sequence on the record up to which the view is told by it."""

    id: int
    event: str
    data: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Frames that one rendering gave, ready to send: for listeners of this view alone, and for those of
    several."""

    last: int
    message: Message
    pieces: tuple[tuple[int, bytes], ...]
    """Each frame without its id, and the id after it; 0 where the next frame has the same id, for whoever is
    cut off between the two must get both again."""


def body(data: bytes, *, more: bool = True) -> Message:
    """An ASGI message that carries these bytes of a response."""
    return {"type": "http.response.body", "body": data, "more_body": more}


def encode(frames: Sequence[Frame], since: int) -> Batch | None:
    """The batch of these frames, or None when there are none; a rendering out of order is a defect and
    raises."""
    if not frames:
        return None
    pieces: list[tuple[int, bytes]] = []
    for place, frame in enumerate(frames):
        if frame.id <= since:
            raise ValueError(f"a frame of sequence {frame.id} was rendered for what comes after {since}")
        following = frames[place + 1].id if place + 1 < len(frames) else 0
        if following and following < frame.id:
            raise ValueError(f"frames out of order: {following} after {frame.id}")
        pieces.append((0 if following == frame.id else frame.id, event(frame.event, frame.data)))
    whole = b"".join(b"id: %d\n%b" % piece if piece[0] else piece[1] for piece in pieces)
    return Batch(last=frames[-1].id, message=body(whole), pieces=tuple(pieces))


@lru_cache(maxsize=10_000)
def event(name: str, data: str) -> bytes:
    """One server-sent event; every line of the data gets its own field, as the format wants it."""
    if "\n" in name or "\r" in name:
        raise ValueError("the name of an event is one line")
    lines = data.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    fields = "".join(f"data: {line}\n" for line in lines)
    return f"event: {name}\n{fields}\n".encode()
