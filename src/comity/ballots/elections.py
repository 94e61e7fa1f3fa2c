"""What is voted on: the questions, the rules that bind the vote, and the fingerprint of it all."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from comity.ballots.canonical import array, count, from_json, record, short_hash, string, to_json
from comity.ballots.group import NAME, read_member
from comity.ballots.proofs import Key
from comity.ballots.refusals import at, require

BASE58: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
ELECTION_LIMIT: Final = 4 << 20
MOST: Final = 1000
"""Questions of an election, or answers of a question, at most."""

_KEYS: Final = (
    "version",
    "description",
    "name",
    "group",
    "public_key",
    "questions",
    "uuid",
    "administrator",
    "credential_authority",
    "policy",
)
_OPTIONAL: Final = ("administrator", "credential_authority", "policy")


@dataclass(frozen=True, kw_only=True)
class Question:
    """Between `minimum` and `maximum` of the answers are marked, or blank where a blank vote is offered."""

    question: str
    answers: tuple[str, ...]
    minimum: int
    maximum: int
    blank: bool = False

    @property
    def ciphertexts(self) -> int:
        return len(self.answers) + self.blank

    def allows(self, marks: Sequence[int]) -> bool:
        """Whether a voter may answer so; a leading mark stands for blank where it is offered."""
        if len(marks) != self.ciphertexts or any(mark not in (0, 1) for mark in marks):
            return False
        if self.blank and marks[0]:
            return not any(marks[1:])
        return self.minimum <= sum(marks[self.blank :]) <= self.maximum

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {"answers": list(self.answers)}
        if self.blank:
            found["blank"] = True
        return found | {"min": self.minimum, "max": self.maximum, "question": self.question}


def choose_one(question: str, answers: Sequence[str], *, blank: bool = False) -> Question:
    """Exactly one of the answers, as encourage, discourage or no opinion on one candidate."""
    return Question(question=question, answers=tuple(answers), minimum=1, maximum=1, blank=blank)


def choose_up_to(
    most: int, question: str, answers: Sequence[str], *, least: int = 0, blank: bool = False
) -> Question:
    """At most so many of the answers, as many candidates as there are seats."""
    return Question(question=question, answers=tuple(answers), minimum=least, maximum=most, blank=blank)


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Rules that the election binds beyond what the protocol itself says."""

    one_vote_only: bool = False
    """Otherwise the last ballot of a credential counts."""
    fewest: int = 0
    """Tallies of fewer ballots are never opened."""
    closes: str = ""
    booth: str = ""
    """SHA-256 of the voting page."""

    def plain(self) -> dict[str, Any]:
        return {
            "revote": "none" if self.one_vote_only else "last",
            "fewest": self.fewest,
            "closes": self.closes,
            "booth": self.booth,
        }


@dataclass(frozen=True, kw_only=True)
class Election:
    """An election as its bytes say it; only the bytes count for its fingerprint."""

    raw: bytes = field(repr=False)
    name: str
    description: str
    uuid: str
    public_key: Key
    questions: tuple[Question, ...]
    policy: Policy

    @cached_property
    def fingerprint(self) -> str:
        return short_hash(self.raw)

    def allows(self, choices: Sequence[Sequence[int]]) -> bool:
        return len(choices) == len(self.questions) and all(
            question.allows(marks) for question, marks in zip(self.questions, choices, strict=True)
        )


def make_uuid() -> str:
    return "".join(secrets.choice(BASE58) for _ in range(14))


def draw_up(
    *,
    name: str,
    description: str,
    public_key: int,
    questions: Sequence[Question],
    uuid: str,
    administrator: str = "",
    credential_authority: str = "",
    policy: Policy | None = None,
) -> Election:
    """The election with this key and these questions."""
    value: dict[str, Any] = {
        "version": 1,
        "description": description,
        "name": name,
        "group": NAME,
        "public_key": str(public_key),
        "questions": [question.plain() for question in questions],
        "uuid": uuid,
    }
    if administrator:
        value["administrator"] = administrator
    if credential_authority:
        value["credential_authority"] = credential_authority
    if policy is not None:
        value["policy"] = policy.plain()
    return read_election(to_json(value))


def read_election(raw: bytes) -> Election:
    """The election that these bytes draw up; they may have any layout, since their hash binds them."""
    value = from_json(raw, limit=ELECTION_LIMIT)
    require(isinstance(value, dict), "wrong_shape")
    known = {key: value[key] for key in _KEYS if key in value}
    require(len(known) == len(value), "wrong_keys", keys=", ".join(_KEYS))
    found = record(known, _KEYS, _OPTIONAL)
    require(count(found["version"], place="version") == 1, "wrong_version")
    require(found["group"] == NAME, "wrong_group", wanted=NAME)
    uuid = string(found["uuid"], place="uuid")
    require(len(uuid) >= 14 and all(letter in BASE58 for letter in uuid), "wrong_uuid", "uuid")
    questions = array(found["questions"], place="questions")
    require(0 < len(questions) <= MOST, "wrong_question", "questions")
    return Election(
        raw=raw,
        name=string(found["name"], place="name"),
        description=string(found["description"], place="description"),
        uuid=uuid,
        public_key=Key(read_member(found["public_key"], place="public_key")),
        questions=tuple(_question(item, place=f"questions/{i}") for i, item in enumerate(questions, 1)),
        policy=_policy(found["policy"]) if "policy" in found else Policy(),
    )


def _question(value: Any, *, place: str) -> Question:
    require(isinstance(value, dict), "wrong_shape", place)
    require("type" not in value, "not_homomorphic", place)
    keys = ("answers", "blank", "min", "max", "question")
    known = {key: value[key] for key in keys if key in value}
    require(len(known) == len(value), "wrong_keys", place, keys=", ".join(keys))
    with at(place):
        found = record(known, keys, ("blank",))
        answers = tuple(
            string(answer, place="answers") for answer in array(found["answers"], place="answers")
        )
        least, most = count(found["min"], place="min"), count(found["max"], place="max")
        blank = found.get("blank", False)
        require(isinstance(blank, bool), "wrong_shape", "blank")
        require(0 < len(answers) <= MOST and least <= most <= len(answers), "wrong_question")
    question = string(found["question"], place=f"{place}/question")
    return Question(question=question, answers=answers, minimum=least, maximum=most, blank=blank)


def _policy(value: Any) -> Policy:
    with at("policy"):
        found = record(value, ("revote", "fewest", "closes", "booth"))
        require(found["revote"] in ("none", "last"), "wrong_shape", "revote")
        return Policy(
            one_vote_only=found["revote"] == "none",
            fewest=count(found["fewest"], place="fewest"),
            closes=string(found["closes"], place="closes"),
            booth=string(found["booth"], place="booth"),
        )
