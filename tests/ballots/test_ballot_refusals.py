"""Every bad archive is refused, and for its own reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from ballot_box import (
    TIMESTAMP,
    Events,
    Held,
    chain,
    compact,
    member,
    one_trustee,
    opening,
    other_questions,
    prepare,
    refuses,
    sha,
    sign_again,
    take_apart,
)

from comity.ballots.archive import read_archive
from comity.ballots.ballot import check_ballot, ciphertexts_of, make_ballot, read_ballot
from comity.ballots.decryption import (
    Share,
    check_transcript,
    make_share,
    make_transcript,
)
from comity.ballots.elections import Policy, choose_one, choose_up_to
from comity.ballots.group import G, P, Q, challenge, public, random_scalar
from comity.ballots.refusals import Refused
from comity.ballots.tally import empty_tally
from comity.ballots.verify import verify
from comity.rules.words import LANGUAGES

SETUP, FIRST, SECOND, AGAIN, END, TALLY, SHARE = range(7)
RESULT = 9


@dataclass
class Case:
    """What a bad archive is made from."""

    held: Held
    archive: bytes
    events: Events

    def put(self, event: int, place: int, data: bytes) -> bytes:
        """The archive with one object changed, and chained again."""
        events = [(kind, list(objects)) for kind, objects in self.events]
        events[event][1][place] = data
        if event == SETUP and place < 3:
            objects = events[SETUP][1]
            names = ("election", "trustees", "credentials")
            objects[3] = compact({name: sha(raw) for name, raw in zip(names, objects, strict=False)})
        if event == TALLY and place == 0:
            sized = json.loads(events[TALLY][1][1])
            events[TALLY][1][1] = compact(sized | {"encrypted_tally": sha(data)})
        if SHARE <= event < RESULT and place == 0:
            owned = json.loads(events[event][1][1])
            events[event][1][1] = compact(owned | {"payload": sha(data)})
        return b"".join(chain(events))

    def change(self, event: int, place: int, change: Callable[[Any], Any]) -> bytes:
        """The same, the object being changed as a value."""
        value = json.loads(self.events[event][1][place])
        return self.put(event, place, compact(change(value)))

    def set(self, event: int, place: int, path: str, value: Any) -> bytes:
        """The same, one field being set; the value may be a function of the old one."""
        return self.change(event, place, lambda whole: put_at(whole, path, value))

    def ballot(self, path: str, value: Any) -> bytes:
        """The first ballot with one field changed and signed again by its voter."""
        ballot = put_at(json.loads(self.events[FIRST][1][0]), path, value)
        return self.put(FIRST, 0, sign_again(ballot, self.held.voters[0]))

    def ordered(self, *order: int) -> bytes:
        """The events in another order, some left out or twice."""
        return b"".join(chain([self.events[i] for i in order]))

    def event(self, which: int, change: Callable[[dict[str, Any]], Any]) -> bytes:
        """One event spoiled."""
        return b"".join(chain(self.events, lambda height, e: change(e) if height == which else e))

    def members(self, change: Callable[[list[bytes]], list[bytes]]) -> bytes:
        return b"".join(change(chain(self.events)))

    def with_ballot(self, raw: bytes) -> bytes:
        """One more ballot before the end."""
        return b"".join(chain([*self.events[:END], ("Ballot", [raw]), *self.events[END:]]))


def put_at(whole: Any, path: str, value: Any) -> Any:
    steps = [int(step) if step.isdigit() else step for step in path.split("/")]
    at = whole
    for step in steps[:-1]:
        at = at[step]
    at[steps[-1]] = value(at[steps[-1]]) if callable(value) else value
    return whole


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def more(value: str) -> str:
    return str((int(value) + 1) % Q)


def beginning(case: Case) -> bytes:
    """Of the first ballot, until its answers."""
    return case.events[FIRST][1][0].partition(b'"answers":')[0] + b'"answers":'


def outside(value: str) -> str:
    """The negative of a member has twice its order."""
    return str(P - int(value))


def group_of(trustees: Any) -> Any:
    return trustees[1][1]


def with_trustee(path: str, value: Any) -> Callable[[Case], bytes]:
    return lambda c: c.set(SETUP, 1, path, value)


def with_ballot(path: str, value: Any) -> Callable[[Case], bytes]:
    return lambda c: c.ballot(path, value)


def swap_keys(trustees: Any) -> Any:
    keys = group_of(trustees)["verification_keys"]
    keys[0], keys[1] = keys[1], keys[0]
    return trustees


def two_marks(case: Case) -> bytes:
    """Two answers marked where one is allowed, with a proof that there are two."""
    questions = case.held.election.questions
    loose = other_questions(case.held.election, [choose_up_to(2, "", ["", "", ""], least=2), questions[1]])
    return case.put(FIRST, 0, make_ballot(loose, case.held.voters[0], [(1, 1, 0), (1, 0, 0, 0)]))


def stranger(case: Case) -> bytes:
    return case.with_ballot(make_ballot(case.held.election, random_scalar(), [(1, 0, 0), (1, 0, 0, 0)]))


def copied(case: Case) -> bytes:
    """The first voter's ballot, cast again by the third under a credential of its own."""
    ballot = json.loads(case.events[FIRST][1][0])
    return case.with_ballot(sign_again(ballot, case.held.voters[2], credential=True))


def tally_of(case: Case, *ballots: int) -> bytes:
    """A tally of some ballots only, which says so."""
    found = empty_tally(case.held.election)
    for i in ballots:
        found = found.with_ballot(ciphertexts_of(read_ballot(case.held.ballots[i], case.held.election)))
    election = case.held.election
    events = [*case.events[:TALLY], ("EncryptedTally", [found.to_bytes(election), found.sized(election)])]
    return b"".join(chain(events))


def forged_share(case: Case) -> Share:
    """A share with one false factor whose archived proof holds, since that proof does not hash the factor."""
    held = case.held
    product = held.tally().product
    share = make_share(held.election, product, held.secrets[0])
    prefix = f"decrypt|{held.election.fingerprint}|{public(held.secrets[0])}|"
    w, second = random_scalar(), pow(G, random_scalar(), P)
    c = challenge(prefix, (pow(G, w, P), second))
    z = (w - held.secrets[0] * c) % Q
    factor = pow(second * pow(product[0].alpha, -z, P), pow(c, -1, Q), P)
    proof = type(share.proofs[0])(c, z)
    return Share(factors=(factor, *share.factors[1:]), proofs=(proof, *share.proofs[1:]))


def with_forged_share(case: Case) -> bytes:
    return case.put(SHARE, 0, forged_share(case).to_bytes(case.held.election))


def credentials(change: Callable[[list[str]], list[str]]) -> Callable[[Case], bytes]:
    return lambda c: c.change(SETUP, 2, change)


BAD: dict[str, tuple[str, Callable[[Case], bytes]]] = {
    # The file.
    "nothing at all": ("not_an_archive", lambda c: b""),
    "a text": ("not_an_archive", lambda c: b"These are not ballots." * 100),
    "another version of the archive": (
        "wrong_version",
        lambda c: c.members(lambda m: [opening({"version": 2, "timestamp": str(TIMESTAMP)}), *m[1:]]),
    ),
    "a time that is a number": (
        "wrong_shape",
        lambda c: c.members(lambda m: [opening({"version": 1, "timestamp": TIMESTAMP}), *m[1:]]),
    ),
    "only the opening": ("no_setup", lambda c: opening()),
    "another file mode": ("altered_header", lambda c: flip(c.archive, 106)),
    "another checksum": ("altered_header", lambda c: flip(c.archive, 1024 + 149)),
    "a member of another time": (
        "altered_header",
        lambda c: c.members(
            lambda m: [*m[:1], member(f"{sha(b'x')}.data.json", b"x", TIMESTAMP + 1), *m[1:]]
        ),
    ),
    "something in the padding": ("altered_padding", lambda c: flip(c.archive, 1023)),
    "cut in the middle": ("cut_short", lambda c: c.archive[:-700]),
    "a few bytes too many": ("cut_short", lambda c: c.archive + b"\0" * 10),
    "the end marks of other archivers": ("altered_header", lambda c: c.archive + b"\0" * 1024),
    "a name that is not the hash": ("wrong_name", lambda c: flip(c.archive, 1024 + 512 + 20)),
    "a foreign file": ("unknown_member", lambda c: c.archive + member("README", b"hello")),
    "data that nothing refers to": (
        "unreferenced_object",
        lambda c: c.members(lambda m: [*m[:6], member(f"{sha(b'{}')}.data.json", b"{}"), *m[6:]]),
    ),
    "data after the last event": (
        "unreferenced_object",
        lambda c: c.archive + member(f"{sha(b'{}')}.data.json", b"{}"),
    ),
    "an event without its object": ("missing_object", lambda c: c.members(lambda m: m[:6] + m[7:])),
    # The chain.
    "a wrong height": ("wrong_height", lambda c: c.event(2, lambda e: e | {"height": 7})),
    "a wrong parent": ("broken_chain", lambda c: c.event(2, lambda e: e | {"parent": sha(b"")})),
    "an event of no known kind": ("unknown_event", lambda c: c.event(2, lambda e: e | {"type": "Recount"})),
    "shuffles": ("unknown_event", lambda c: c.event(END + 1, lambda e: e | {"type": "Shuffle"})),
    "an event about another object": (
        "other_object",
        lambda c: c.event(2, lambda e: e | {"payload": sha(b"")}),
    ),
    "an event with a field more": ("wrong_keys", lambda c: c.event(2, lambda e: e | {"by": "me"})),
    "an event with spaces": ("not_canonical", lambda c: c.event(2, lambda e: json.dumps(e).encode())),
    "an event that is no object": ("wrong_shape", lambda c: c.event(2, lambda e: b"[]")),
    # The order of stages.
    "no setup": ("out_of_place", lambda c: c.ordered(FIRST, END)),
    "setup twice": ("out_of_place", lambda c: c.ordered(SETUP, SETUP, FIRST)),
    "a late ballot": ("out_of_place", lambda c: c.ordered(SETUP, FIRST, END, SECOND)),
    "closed twice": ("out_of_place", lambda c: c.ordered(SETUP, FIRST, END, END)),
    "a tally before the end": ("out_of_place", lambda c: c.ordered(SETUP, FIRST, TALLY)),
    "a ballot after the tally": ("out_of_place", lambda c: c.ordered(0, 1, 2, 3, END, TALLY, FIRST)),
    "a share before the tally": ("out_of_place", lambda c: c.ordered(SETUP, FIRST, END, SHARE)),
    "a result without shares": ("out_of_place", lambda c: c.ordered(0, 1, 2, 3, 4, 5, RESULT)),
    "a share after the result": ("out_of_place", lambda c: c.ordered(*range(8), RESULT, 8)),
    "two results": ("out_of_place", lambda c: c.ordered(*range(10), RESULT)),
    # The election.
    "a setup about another election": (
        "other_object",
        lambda c: c.set(SETUP, 3, "election", sha(b"")),
    ),
    "another version of the protocol": ("wrong_version", lambda c: c.set(SETUP, 0, "version", 0)),
    "a version that is only as large": ("not_a_number", lambda c: c.set(SETUP, 0, "version", 1.0)),
    "another group": ("wrong_group", lambda c: c.set(SETUP, 0, "group", "Ed25519")),
    "another key": ("other_key", lambda c: c.set(SETUP, 0, "public_key", str(G))),
    "a key outside the group": ("not_an_element", lambda c: c.set(SETUP, 0, "public_key", outside)),
    "a bad identifier": ("wrong_uuid", lambda c: c.set(SETUP, 0, "uuid", "short")),
    "an unknown field": ("wrong_keys", lambda c: c.set(SETUP, 0, "winner", "me")),
    "a field twice": (
        "not_json",
        lambda c: c.put(
            SETUP, 0, c.events[SETUP][1][0].replace(b'{"version":1,', b'{"version":1,"version":1,')
        ),
    ),
    "more answers asked than there are": ("wrong_question", lambda c: c.set(SETUP, 0, "questions/0/max", 4)),
    "no question": ("wrong_question", lambda c: c.set(SETUP, 0, "questions", [])),
    "a ranking question": (
        "not_homomorphic",
        lambda c: c.set(SETUP, 0, "questions/0", {"type": "NonHomomorphic", "value": {}}),
    ),
    # The trustees.
    "no proof of the key": ("false_key_proof", with_trustee("0/1/pok/response", more)),
    "a trustee outside the group": ("not_an_element", with_trustee("0/1/public_key", outside)),
    "a trustee twice": ("trustee_key_twice", lambda c: c.change(SETUP, 1, lambda t: [*t, t[0]])),
    "a lower threshold": ("wrong_certificate", with_trustee("1/1/threshold", 1)),
    "a threshold above all": ("wrong_threshold", with_trustee("1/1/threshold", 4)),
    "a forged certificate": ("false_certificate", with_trustee("1/1/certs/0/signature/response", more)),
    "forged coefficients": ("false_coefficients", with_trustee("1/1/coefexps/1/signature/response", more)),
    "a forged agreement": ("false_agreement", with_trustee("1/1/signatures/2/response", more)),
    "keys in another order": ("inconsistent_key", lambda c: c.change(SETUP, 1, swap_keys)),
    "a key signed by nobody": (
        "false_key_signature",
        with_trustee("1/1/verification_keys/0/signature/response", more),
    ),
    "a trustee of no known kind": ("wrong_shape", with_trustee("0/0", "Double")),
    # The credentials.
    "a credential twice": ("credential_twice", credentials(lambda v: [*v, v[0]])),
    "a credential outside the group": ("not_an_element", credentials(lambda v: [*v, outside(v[0])])),
    "a credential with a zero before it": ("not_a_number", credentials(lambda v: [*v, "0" + v[0]])),
    "a weight of nothing": ("not_a_number", credentials(lambda v: [*v[1:], v[0] + ",0"])),
    # The ballots.
    "an old ballot again": ("ballot_twice", lambda c: c.with_ballot(c.held.ballots[0])),
    "a ballot from a stranger": ("unknown_credential", stranger),
    "a ballot copied under another credential": ("false_choice_proof", copied),
    "two marks where one is allowed": ("false_total_proof", two_marks),
    "another signature": (
        "false_signature",
        lambda c: c.set(FIRST, 0, "signature/proof/response", more),
    ),
    "a signature on something else": (
        "signed_something_else",
        lambda c: c.set(FIRST, 0, "signature/hash", "x"),
    ),
    "a ballot with spaces": (
        "not_canonical",
        lambda c: c.put(FIRST, 0, c.events[FIRST][1][0].replace(b',"signature"', b', "signature"')),
    ),
    "a ballot with an escape": (
        "not_canonical",
        lambda c: c.put(FIRST, 0, c.events[FIRST][1][0].replace(b'"hash"', b'"\\u0068ash"')),
    ),
    "a ballot that is no object": ("not_canonical", lambda c: c.put(FIRST, 0, b"[]")),
    "a ballot nested without end": (
        "not_json",
        lambda c: c.put(FIRST, 0, beginning(c) + b"[" * 100),
    ),
    "a ballot of brackets": (
        "too_many_parts",
        lambda c: c.put(FIRST, 0, beginning(c) + b"[" * 3000),
    ),
    "a ballot longer than any": (
        "too_long",
        lambda c: c.put(FIRST, 0, beginning(c) + b"[" * 20000),
    ),
    "a ballot of another election": ("other_election", with_ballot("election_uuid", "Rkvg3hKr7pNuVx")),
    "a ballot for another fingerprint": ("other_election", with_ballot("election_hash", "x")),
    "an answer less": ("wrong_length", with_ballot("answers", lambda a: a[:1])),
    "a choice less": ("wrong_length", with_ballot("answers/0/choices", lambda a: a[:2])),
    "a proof less": ("wrong_length", with_ballot("answers/0/individual_proofs/1", lambda a: a[:1])),
    "answers in another order of fields": (
        "wrong_keys",
        with_ballot("answers/0", lambda a: dict(reversed(a.items()))),
    ),
    "a note to a buyer inside an answer": (
        "wrong_keys",
        with_ballot("answers/0", lambda a: a | {"note": "me"}),
    ),
    "a zero before a response": (
        "not_a_number",
        with_ballot("answers/0/overall_proof/0/response", lambda v: "0" + v),
    ),
    "a number in base 16": (
        "not_a_number",
        with_ballot("answers/0/overall_proof/0/response", lambda v: hex(int(v))),
    ),
    "a number that is not a string": ("not_a_number", with_ballot("answers/0/overall_proof/0/response", int)),
    "digits of another script": ("not_a_number", with_ballot("answers/0/overall_proof/0/response", "١٢")),
    "a challenge above the order": (
        "out_of_range",
        with_ballot("answers/0/overall_proof/0/challenge", str(Q)),
    ),
    "an element outside the group": ("not_an_element", with_ballot("answers/1/choices/2/alpha", outside)),
    "an element of zero": ("not_an_element", with_ballot("answers/0/choices/0/beta", "0")),
    "an element above the modulus": ("not_an_element", with_ballot("answers/0/choices/0/beta", str(P + 1))),
    "a proof of a mark altered": (
        "false_choice_proof",
        with_ballot("answers/0/individual_proofs/1/0/response", more),
    ),
    "a proof of the total altered": (
        "false_total_proof",
        with_ballot("answers/0/overall_proof/0/response", more),
    ),
    "a proof of the blank vote altered": (
        "false_blank_proof",
        with_ballot("answers/1/blank_proof/0/response", more),
    ),
    "a proof with a blank vote altered": (
        "false_total_proof",
        with_ballot("answers/1/overall_proof/1/response", more),
    ),
    # The tally.
    "a dropped ballot": ("false_tally", lambda c: c.ordered(0, 1, 3, 4, 5, 6, 7, 8, 9)),
    "ballots in another order, so that the old one counts": (
        "false_tally",
        lambda c: c.ordered(0, 3, 2, 1, 4, 5, 6, 7, 8, 9),
    ),
    "a tally of a subset": ("false_tally", lambda c: tally_of(c, 1)),
    "a tally of both ballots of one voter": ("false_tally", lambda c: tally_of(c, 0, 1, 2)),
    "a tally altered": ("false_tally", lambda c: c.set(TALLY, 0, "0/0/alpha", str(G))),
    "more ballots claimed": ("false_count", lambda c: c.set(TALLY, 1, "num_tallied", 3)),
    "more weight claimed": ("false_count", lambda c: c.set(TALLY, 1, "total_weight", 3)),
    "a count of another tally": ("other_object", lambda c: c.set(TALLY, 1, "encrypted_tally", sha(b""))),
    # The shares.
    "a factor altered": ("false_share_proof", lambda c: c.set(SHARE, 0, "decryption_factors/0/0", str(G))),
    "a factor outside the group": (
        "not_an_element",
        lambda c: c.set(SHARE, 0, "decryption_factors/1/0", outside),
    ),
    "a share's proof altered": (
        "false_share_proof",
        lambda c: c.set(SHARE, 0, "decryption_proofs/0/0/response", more),
    ),
    "a share under another name": ("false_share_proof", lambda c: c.set(SHARE, 1, "owner", 2)),
    "a share of nobody": ("unknown_trustee", lambda c: c.set(SHARE, 1, "owner", 9)),
    "a share claimed to be another": ("other_object", lambda c: c.set(SHARE, 1, "payload", sha(b""))),
    "a share twice": ("share_twice", lambda c: c.ordered(0, 1, 2, 3, 4, 5, 6, 6, 7, 8, 9)),
    "a share of the wrong shape": ("wrong_length", lambda c: c.set(SHARE, 0, "decryption_factors", [])),
    "too few shares": ("too_few_shares", lambda c: c.ordered(0, 1, 2, 3, 4, 5, 6, 7, 9)),
    "no share of the one who must": ("too_few_shares", lambda c: c.ordered(0, 1, 2, 3, 4, 5, 7, 8, 9)),
    "a false share whose proof was forged": ("false_result", with_forged_share),
    # The result.
    "a count altered": ("false_result", lambda c: c.set(RESULT, 0, "result/0", [1, 1, 0])),
    "more votes than voters": ("impossible_result", lambda c: c.set(RESULT, 0, "result/0/0", 3)),
    "a count below zero": ("not_a_number", lambda c: c.set(RESULT, 0, "result/0/0", -1)),
    "a count that is true": ("not_a_number", lambda c: c.set(RESULT, 0, "result/0/0", True)),
    "a count in words": ("not_a_number", lambda c: c.set(RESULT, 0, "result/0/0", "1")),
    "a question without counts": ("wrong_length", lambda c: c.set(RESULT, 0, "result/0", [])),
}


@pytest.fixture(scope="module")
def case(held: Held, archive: bytes) -> Case:
    return Case(held, archive, take_apart(archive))


def test_the_second_writer_of_archives_makes_the_same_bytes(case: Case) -> None:
    assert b"".join(chain(case.events)) == case.archive
    assert verify(read_archive(case.archive)).complete


@pytest.mark.parametrize("name", BAD)
def test_a_bad_archive_is_refused_for_its_own_reason(name: str, case: Case) -> None:
    code, make = BAD[name]
    with pytest.raises(Refused) as refused:
        verify(read_archive(make(case)))
    assert refused.value.code == code, refused.value
    assert all(refused.value.say(language) for language in LANGUAGES)


def test_there_are_enough_kinds_of_bad_archives() -> None:
    assert len(BAD) >= 100
    assert len({code for code, _ in BAD.values()}) >= 40


def test_a_forged_share_that_fits_a_forged_result_is_caught_by_its_second_proof(case: Case) -> None:
    held, share = case.held, forged_share(case)
    product = held.tally().product
    false = make_transcript(held.election, product, share, 1, held.secrets[0])
    with refuses("false_share_proof"):
        check_transcript(false, held.election, product, share, 1, held.trustees.keys[0].value)


def test_one_vote_only_where_that_is_the_rule() -> None:
    single, secret = one_trustee()
    held = prepare(
        [choose_one("A", ["yes", "no"])],
        voters=1,
        items=[single],
        secrets=[secret],
        policy=Policy(one_vote_only=True),
    )
    held.vote(0, [(1, 0)])
    assert verify(read_archive(held.archive([1]))).result == (1, 0)
    held.vote(0, [(0, 1)])
    with refuses("votes_twice"):
        verify(read_archive(held.archive([1])))


def leaves(value: Any, path: str = "") -> list[str]:
    match value:
        case dict():
            return [leaf for key, item in value.items() for leaf in leaves(item, f"{path}{key}/")]
        case list():
            return [leaf for i, item in enumerate(value) for leaf in leaves(item, f"{path}{i}/")]
        case _:
            return [path.rstrip("/")]


def test_every_field_of_a_ballot_matters(case: Case) -> None:
    raw = case.held.ballots[0]
    paths = leaves(json.loads(raw))
    assert len(paths) == 60
    for path in paths:
        changed = put_at(json.loads(raw), path, lambda v: more(v) if v.isdigit() else v + "x")
        with pytest.raises(Refused):
            check_ballot(read_ballot(compact(changed), case.held.election), case.held.election)
            pytest.fail(f"{path} can be altered")
