"""What the browsers of voters and trustees do, over whatever carries their requests."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from comity.ballots.ballot import make_ballot
from comity.ballots.canonical import short_hash, to_json
from comity.ballots.ceremony import Dealt, certify, deal, receive
from comity.ballots.decryption import make_share, make_transcript
from comity.ballots.elections import Election, read_election
from comity.ballots.group import public, random_scalar, read_proof
from comity.ballots.proofs import prove_exponent
from comity.ballots.sealing import Identity, make_seed
from comity.ballots.tally import read_tally
from comity.ballots.trustees import make_key, read_signed
from comity.secret_votes.drawing_up import registration

Ask = Callable[..., tuple[int, bytes]]
"""(person, method, path, body=b"", act="") -> status and body."""


@dataclass(kw_only=True)
class Ballot:
    """One ballot of a house, as those who take part in it reach it."""

    ask: Ask
    code: str = "unsc"
    number: int = 1

    @property
    def base(self) -> str:
        return f"/secret-votes/{self.code}/{self.number}/"

    def status(self, person: str) -> dict[str, Any]:
        status, body = self.ask(person, "GET", f"{self.base}status.json")
        assert status == 200, (status, body[:300])
        found: dict[str, Any] = json.loads(body)
        return found

    def post(self, person: str, path: str, body: Any, act: str = "") -> tuple[int, dict[str, Any]]:
        raw = body if isinstance(body, bytes) else to_json(body)
        status, answer = self.ask(person, "POST", f"{self.base}{path}", raw, act or secrets.token_urlsafe(16))
        return status, json.loads(answer)

    def must(self, person: str, path: str, body: Any, act: str = "") -> dict[str, Any]:
        status, answer = self.post(person, path, body, act)
        assert status == 200 and answer["ok"], (status, answer)
        return answer

    def get(self, person: str, path: str) -> bytes:
        status, body = self.ask(person, "GET", f"{self.base}{path}")
        assert status == 200, (status, body[:300])
        return body

    def election(self, person: str, box: str = "all") -> Election:
        return read_election(self.get(person, f"{box}/election.json"))


@dataclass(kw_only=True)
class Voter:
    """A delegation's browser: its secret never leaves it."""

    of: str
    person: str
    secret: int = field(default_factory=random_scalar)
    credential: str = ""

    def __post_init__(self) -> None:
        self.credential = self.credential or str(public(self.secret))

    def registration(self, ballot: Ballot, box: str = "all") -> dict[str, Any]:
        stream = f"secret_votes:{ballot.code}"
        prefix = registration(stream, ballot.number, box, self.of, self.credential)
        proof = prove_exponent(prefix, self.secret)
        return {"of": self.of, "credential": self.credential, "proof": proof.plain()}

    def register(self, ballot: Ballot, box: str = "all") -> dict[str, Any]:
        return ballot.must(self.person, f"{box}/credential", self.registration(ballot, box))

    def vote(self, election: Election, choices: Sequence[Sequence[int]]) -> bytes:
        return make_ballot(election, self.secret, choices)

    def cast(
        self, ballot: Ballot, election: Election, choices: Sequence[Sequence[int]], box: str = "all"
    ) -> str:
        raw = self.vote(election, choices)
        answer = ballot.must(self.person, f"{box}/ballot", raw)
        assert answer["tracker"] == short_hash(raw)
        return str(answer["tracker"])


@dataclass(kw_only=True)
class Trustee:
    """A trustee's browser: its part of the key never leaves it."""

    owner: int
    person: str
    identity: Identity | None = None
    secret: int = 0

    def _seats(self, told: dict[str, Any]) -> list[dict[str, Any]]:
        return list(told["trustees"])

    def _base(self, told: dict[str, Any]) -> dict[str, Any]:
        return {"round": told["round"], "owner": self.owner}

    def hand_in_key(self, ballot: Ballot) -> None:
        """Where every trustee is needed, a key is all there is to make."""
        told = ballot.status(self.person)
        self.secret, key = make_key()
        ballot.must(self.person, "trustees/key", self._base(told) | {"key": key.plain()})

    def certify(self, ballot: Ballot) -> None:
        told = ballot.status(self.person)
        self.identity = Identity(make_seed())
        signed = certify(self.identity, index=self.owner, size=told["size"], threshold=told["threshold"])
        ballot.must(self.person, "trustees/certificate", self._base(told) | {"certificate": signed.plain()})

    def deal(self, ballot: Ballot) -> None:
        told = ballot.status(self.person)
        assert self.identity is not None
        certificates = [read_signed(seat["certificate"]) for seat in self._seats(told)]
        dealt = deal(self.identity, certificates, told["threshold"])
        message = {
            "coefficients": dealt.coefficients.plain(),
            "agreement": dealt.agreement.plain(),
            "letters": [letter.decode() for letter in dealt.letters],
        }
        ballot.must(self.person, "trustees/dealing", self._base(told) | message)

    def receive(self, ballot: Ballot) -> None:
        told = ballot.status(self.person)
        assert self.identity is not None
        seats = self._seats(told)
        letters = {one["dealer"]: one["letter"].encode() for one in told["letters"]}
        assert {one["owner"] for one in told["letters"]} == {self.owner}, "another's letter"
        dealt = [
            Dealt(
                coefficients=read_signed(seat["dealing"]["coefficients"]),
                agreement=read_proof(seat["dealing"]["agreement"]),
                letters=tuple(
                    letters[seat["owner"]] if to == self.owner else b"" for to in range(1, told["size"] + 1)
                ),
            )
            for seat in seats
        ]
        certificates = [read_signed(seat["certificate"]) for seat in seats]
        self.secret, key = receive(self.identity, self.owner, certificates, dealt, told["threshold"])
        ballot.must(self.person, "trustees/key", self._base(told) | {"key": key.plain()})

    def share(self, ballot: Ballot, box: str = "all") -> dict[str, Any]:
        """What this trustee hands in to open the tally."""
        told: dict[str, Any] = {"tally": None}
        while told["tally"] is None:
            told = next(one for one in ballot.status(self.person)["boxes"] if one["box"] == box)
        election = ballot.election(self.person, box)
        tally = read_tally(told["tally"].encode(), election)
        share = make_share(election, tally, self.secret)
        transcript = make_transcript(election, tally, share, self.owner, self.secret)
        return {
            "owner": self.owner,
            "box": box,
            "share": share.to_bytes(election).decode(),
            "transcript": transcript.decode(),
        }

    def open(self, ballot: Ballot, box: str = "all") -> bool:
        return bool(ballot.must(self.person, "trustees/share", self.share(ballot, box))["announced"])


def make_keys(ballot: Ballot, trustees: Sequence[Trustee]) -> None:
    """The whole ceremony, each trustee in turn."""
    if not ballot.status(trustees[0].person)["group"]:
        for trustee in trustees:
            trustee.hand_in_key(ballot)
        return
    for step in (Trustee.certify, Trustee.deal, Trustee.receive):
        for trustee in trustees:
            step(trustee, ballot)
