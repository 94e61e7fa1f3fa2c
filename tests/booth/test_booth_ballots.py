"""Ballots made in the booth are good ballots everywhere, and the booth refuses what Python refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ballots.ballot import check_ballot, ciphertexts_of, make_ballot, read_ballot
from comity.ballots.elections import Election, Policy, Question, choose_one, choose_up_to
from comity.ballots.group import G, P, Q, public, random_scalar
from comity.ballots.refusals import Refused
from comity.ballots.verify import verify_file
from tests.ballots.ballot_box import Held, needs_the_tool, one_trustee, prepare, sign_again, tool_verifies
from tests.booth.desk import Booth, booth_refuses

QUESTIONS = [
    choose_one('Candidate "A" é 投', ["encourage", "discourage", "no opinion"]),
    choose_up_to(2, "Seats", ["B", "C", "D"], least=1, blank=True),
    choose_up_to(3, "Members", ["E", "F", "G"]),
    choose_one("Yes or no", ["yes", "no"], blank=True),
]
SECRET = random_scalar()


@pytest.fixture(scope="module")
def held() -> Held:
    single, secret = one_trustee()
    return prepare(QUESTIONS, voters=3, items=[single], secrets=[secret], policy=Policy(fewest=1, booth="ab"))


def marks_of(question: Question) -> st.SearchStrategy[list[int]]:
    some = st.lists(st.integers(0, 1), min_size=question.ciphertexts, max_size=question.ciphertexts)
    return some.filter(question.allows)


CHOICES = st.tuples(*map(marks_of, QUESTIONS)).map(list)
FEW = settings(max_examples=12, deadline=None)


def seal(booth: Booth, election: Election, secret: int, choices: list[list[int]]) -> dict[str, Any]:
    found = booth.ask("seal", election=election.raw.decode(), secret=str(secret), choices=choices)
    assert isinstance(found, dict)
    return found


@FEW
@given(choices=CHOICES)
def test_every_choice_that_is_allowed_makes_a_ballot_that_python_accepts(
    booth: Booth, held: Held, choices: list[list[int]]
) -> None:
    sealed = seal(booth, held.election, SECRET, choices)
    ballot = read_ballot(sealed["raw"].encode(), held.election)
    check_ballot(ballot, held.election)
    assert ballot.tracker == sealed["tracker"]
    assert ballot.credential == public(SECRET)
    opened = [choice for answer in choices for choice in answer]
    randomness = [int(r) for row in sealed["randomness"] for r in row]
    for c, mark, r in zip(ciphertexts_of(ballot), opened, randomness, strict=True):
        assert c.alpha == pow(G, r, P)
        assert c.beta == pow(held.election.public_key.value, r, P) * pow(G, mark, P) % P


@FEW
@given(choices=CHOICES)
def test_every_ballot_of_python_is_accepted_by_the_booth(
    booth: Booth, held: Held, choices: list[list[int]]
) -> None:
    raw = make_ballot(held.election, SECRET, choices)
    tracker = booth.ask("checkBallot", election=held.election.raw.decode(), raw=raw.decode())
    assert tracker == read_ballot(raw, held.election).tracker


@settings(max_examples=60, deadline=None)
@given(choices=st.tuples(*(st.lists(st.integers(0, 2), max_size=5) for _ in QUESTIONS)).map(list))
def test_both_allow_the_same_marks(booth: Booth, held: Held, choices: list[list[int]]) -> None:
    found = booth.ask("allows", raw=held.election.raw.decode(), choices=choices)
    assert found == [question.allows(marks) for question, marks in zip(QUESTIONS, choices, strict=True)]


def test_what_a_question_does_not_allow_is_never_sealed(booth: Booth, held: Held) -> None:
    for wrong in ([1, 1, 0], [0, 0, 0], [2, 0, 0], [1, 0]):
        with booth_refuses("not_allowed_by_question"):
            seal(booth, held.election, SECRET, [wrong, [1, 0, 0, 0], [0, 0, 0], [1, 0, 0]])


def test_randomness_is_never_used_for_a_second_ballot(booth: Booth, held: Held) -> None:
    choices = [[1, 0, 0], [1, 0, 0, 0], [0, 0, 0], [1, 0, 0]]
    with booth_refuses("used_randomness"):
        booth.ask("sealTwice", election=held.election.raw.decode(), secret=str(SECRET), choices=choices)


def test_two_ballots_of_one_choice_have_nothing_in_common(booth: Booth, held: Held) -> None:
    choices = [[1, 0, 0], [1, 0, 0, 0], [0, 0, 0], [1, 0, 0]]
    one, two = (json.loads(seal(booth, held.election, SECRET, choices)["raw"]) for _ in range(2))
    numbers = [set(_numbers(ballot["answers"])) for ballot in (one, two)]
    assert not numbers[0] & numbers[1]
    assert len(numbers[0]) == len(list(_numbers(one["answers"])))


def _numbers(value: Any) -> Any:
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _numbers(item)


def test_an_opened_ballot_shows_its_choice_and_no_other(booth: Booth, held: Held) -> None:
    choices = [[0, 1, 0], [0, 1, 1, 0], [0, 1, 0], [0, 0, 1]]
    sealed = seal(booth, held.election, SECRET, choices)
    about = {"election": held.election.raw.decode(), "raw": sealed["raw"]}
    assert booth.ask("opensTo", **about, choices=choices, randomness=sealed["randomness"])
    other = [[1, 0, 0], *choices[1:]]
    assert not booth.ask("opensTo", **about, choices=other, randomness=sealed["randomness"])
    changed = [[str((int(r) + 1) % Q) for r in row] for row in sealed["randomness"]]
    assert not booth.ask("opensTo", **about, choices=choices, randomness=changed)


def number(value: str) -> str:
    return str((int(value) + 1) % Q)


CHANGES: dict[str, Callable[[Any], None]] = {
    "another alpha": lambda b: b["answers"][0]["choices"][0].update(alpha=str(G)),
    "an alpha outside": lambda b: b["answers"][0]["choices"][1].update(alpha="2"),
    "a beta times g": lambda b: b["answers"][1]["choices"][1].update(
        beta=str(int(b["answers"][1]["choices"][1]["beta"]) * G % P)
    ),
    "a false response": lambda b: b["answers"][0]["individual_proofs"][2][1].update(
        response=number(b["answers"][0]["individual_proofs"][2][1]["response"])
    ),
    "a false challenge": lambda b: b["answers"][2]["overall_proof"][3].update(
        challenge=number(b["answers"][2]["overall_proof"][3]["challenge"])
    ),
    "a false blank proof": lambda b: b["answers"][1]["blank_proof"][0].update(
        response=number(b["answers"][1]["blank_proof"][0]["response"])
    ),
    "a challenge of q": lambda b: b["answers"][0]["overall_proof"][0].update(challenge=str(Q)),
    "a proof too few": lambda b: b["answers"][0]["individual_proofs"].pop(),
    "an answer too few": lambda b: b["answers"].pop(),
    "swapped answers": lambda b: b["answers"].reverse(),
    "a leading zero": lambda b: b["answers"][0]["choices"][0].update(
        alpha="0" + b["answers"][0]["choices"][0]["alpha"]
    ),
    "a further key": lambda b: b["answers"][0].update(note="for sale"),
    "another election": lambda b: b.update(election_uuid="Rkvg3hKr7pNuVy"),
    "another fingerprint": lambda b: b.update(election_hash="A" * 43),
    "another's credential": lambda b: b.update(credential=str(public(SECRET + 1))),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_tampered_ballot_is_refused_by_both_for_the_same_reason(
    booth: Booth, held: Held, name: str
) -> None:
    choices = [[0, 1, 0], [0, 1, 1, 0], [0, 1, 0], [0, 0, 1]]
    ballot = json.loads(seal(booth, held.election, SECRET, choices)["raw"])
    CHANGES[name](ballot)
    raw = sign_again(ballot, SECRET)
    with pytest.raises(Refused) as ours:
        check_ballot(read_ballot(raw, held.election), held.election)
    with booth_refuses(ours.value.code, ours.value.place):
        booth.ask("checkBallot", election=held.election.raw.decode(), raw=raw.decode())


def test_a_signature_that_is_not_over_these_bytes_is_refused_by_both(booth: Booth, held: Held) -> None:
    ballot = json.loads(make_ballot(held.election, SECRET, [[1, 0, 0], [1, 0, 0, 0], [0, 0, 0], [1, 0, 0]]))
    ballot["signature"]["proof"]["response"] = number(ballot["signature"]["proof"]["response"])
    raw = json.dumps(ballot, separators=(",", ":"), ensure_ascii=False)
    with booth_refuses("false_signature", "signature"):
        booth.ask("checkBallot", election=held.election.raw.decode(), raw=raw)
    ballot["signature"]["hash"] = "A" * 43
    raw = json.dumps(ballot, separators=(",", ":"), ensure_ascii=False)
    with booth_refuses("signed_something_else", "signature/hash"):
        booth.ask("checkBallot", election=held.election.raw.decode(), raw=raw)


def test_the_booth_reads_the_election_as_python_does(booth: Booth, held: Held) -> None:
    found = booth.ask("election", raw=held.election.raw.decode())
    assert found["fingerprint"] == held.election.fingerprint
    assert found["policy"] == {"oneVoteOnly": False, "fewest": 1, "closes": "", "booth": "ab"}
    assert [one["answers"] for one in found["questions"]] == [list(one.answers) for one in QUESTIONS]


@needs_the_tool
def test_an_election_of_ballots_from_the_booth_passes_the_tool_and_ours(booth: Booth, tmp_path: Path) -> None:
    single, secret = one_trustee()
    questions = [choose_one(f"Candidate {i}", ["encourage", "discourage", "no opinion"]) for i in range(3)]
    held = prepare([*questions, QUESTIONS[1]], voters=4, items=[single], secrets=[secret])
    for voter in (0, 1, 2, 0):
        seats = [[1, 0, 0, 0], [0, 1, 1, 0], [0, 0, 0, 1], [0, 1, 0, 0]][len(held.ballots)]
        choices = [[int(j == (voter + i) % 3) for j in range(3)] for i in range(3)]
        raw = seal(booth, held.election, held.voters[voter], [*choices, seats])["raw"]
        held.ballots.append(raw.encode())
    held.vote(3, [(0, 0, 1)] * 3 + [(0, 0, 1, 1)])
    path = tmp_path / f"{held.election.uuid}.bel"
    path.write_bytes(held.archive([1]))
    found = verify_file(path)
    assert found.complete and found.tally.ballots == 4
    assert found.result == (1, 1, 2, 1, 1, 2, 1, 1, 2, 0, 2, 2, 2)
    assert tool_verifies(tmp_path)
