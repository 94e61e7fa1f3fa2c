"""Elections made here pass the reference tool, those made by the tool pass here, mixed ones pass both."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ballot_box import (
    TIMESTAMP,
    VECTORS,
    Held,
    hold_ceremony,
    needs_the_tool,
    one_trustee,
    prepare,
    tool,
    tool_verifies,
)

from comity.ballots.archive import (
    add_ballot,
    add_result,
    add_share,
    add_tally,
    end_ballots,
    open_archive,
    read_archive,
)
from comity.ballots.ballot import ciphertexts_of, make_ballot, read_ballot
from comity.ballots.credentials import (
    make_credential,
    public_credential,
    secret_exponent,
    without_weight,
    write_credentials,
)
from comity.ballots.decryption import combine, make_share, open_tally, own_share, read_share, write_result
from comity.ballots.elections import Policy, choose_one, draw_up, make_uuid
from comity.ballots.tally import empty_tally
from comity.ballots.trustees import Single, appoint, make_key, read_trustees
from comity.ballots.verify import verify, verify_file

CANDIDATES = [choose_one(f"Candidate {i}", ["encourage", "discourage", "no opinion"]) for i in range(1, 14)]


@pytest.mark.parametrize("name", ["single-13x3-15voters", "threshold-small"])
def test_archives_made_by_the_tool_are_verified(name: str) -> None:
    raw = (VECTORS / f"{name}.bel").read_bytes()
    found = verify(read_archive(raw))
    assert found.complete
    counts = {"single-13x3-15voters": (5,) * 39, "threshold-small": (1,) * 6}
    assert found.result == counts[name]


def test_several_processes_find_what_one_finds(tmp_path: Path) -> None:
    path = VECTORS / "single-13x3-15voters.bel"
    assert verify_file(path, processes=2).result == verify_file(path).result


def thirteen_by_three(threshold: bool) -> tuple[Held, list[int]]:
    """Fifteen voters on thirteen candidates; the first votes twice."""
    if threshold:
        group, secrets = hold_ceremony(5, 3)
        held = prepare(CANDIDATES, voters=15, items=[group], secrets=secrets, policy=Policy(fewest=5))
    else:
        made = [one_trustee() for _ in range(3)]
        held = prepare(CANDIDATES, voters=15, items=[s for s, _ in made], secrets=[x for _, x in made])
    held.vote(0, [(0, 0, 1)] * 13)
    for voter in range(15):
        held.vote(voter, [tuple(int(mark == (voter + row) % 3) for mark in range(3)) for row in range(13)])
    return held, [2, 3, 5] if threshold else [1, 2, 3]


@needs_the_tool
@pytest.mark.parametrize("threshold", [False, True], ids=["all of three", "three of five"])
def test_thirteen_candidates_and_fifteen_voters_with_a_second_vote_pass_the_tool(
    threshold: bool, tmp_path: Path
) -> None:
    held, owners = thirteen_by_three(threshold)
    file = tmp_path / f"{held.election.uuid}.bel"
    file.write_bytes(held.archive(owners))
    found = verify_file(file, processes=2)
    assert (found.ballots, found.tally.ballots, found.result) == (16, 15, (5,) * 39)
    assert tool_verifies(tmp_path)


@needs_the_tool
def test_small_elections_with_blank_votes_pass_the_tool(archive: bytes, tmp_path: Path) -> None:
    (tmp_path / "small.bel").write_bytes(archive)
    assert tool_verifies(tmp_path)
    assert verify(read_archive(archive)).result == (0, 1, 1, 0, 1, 1, 1)


@needs_the_tool
def test_votes_of_different_weights_pass_the_tool(tmp_path: Path) -> None:
    single, secret = one_trustee()
    held = prepare([choose_one("A", ["yes", "no"])], voters=3, items=[single], secrets=[secret])
    held.weights = [1, 5, 40]
    held.vote(1, [(1, 0)])
    held.vote(2, [(0, 1)])
    (tmp_path / "weights.bel").write_bytes(held.archive([1]))
    found = verify_file(tmp_path / "weights.bel")
    assert (found.tally.ballots, found.tally.weight, found.result) == (2, 45, (5, 40))
    assert tool_verifies(tmp_path)


@needs_the_tool
def test_an_election_in_which_nobody_voted_passes_the_tool(tmp_path: Path) -> None:
    single, secret = one_trustee()
    held = prepare([choose_one("A", ["yes", "no"])], voters=2, items=[single], secrets=[secret])
    (tmp_path / "empty.bel").write_bytes(held.archive([1]))
    assert verify_file(tmp_path / "empty.bel").result == (0, 0)
    assert tool_verifies(tmp_path)


@needs_the_tool
def test_a_credential_typed_by_hand_is_the_tools_credential(tmp_path: Path) -> None:
    uuid, credential = make_uuid(), make_credential()
    answer = tool(
        tmp_path,
        "setup",
        "generate-credentials",
        f"--uuid={uuid}",
        "--group=BELENIOS-2048",
        f"--derive={credential}",
    )
    assert answer.split()[0].strip('"').split(",")[0] == str(public_credential(credential, uuid))


@needs_the_tool
def test_trustees_and_ballots_from_both_sides_in_one_election(tmp_path: Path) -> None:
    tool(tmp_path, "setup", "generate-trustee-key", "--group=BELENIOS-2048")
    (theirs,) = tmp_path.glob("*.pubkey")
    (their_secret,) = tmp_path.glob("*.privkey")
    secret, key = make_key()
    their_single = read_trustees(b'[["Single",' + theirs.read_bytes().strip() + b"]]").items[0]
    trustees = appoint([Single(key=key), their_single])
    questions = [choose_one("One", ["yes", "no"]), choose_one("Two", ["a", "b"], blank=True)]
    election = draw_up(
        name="Mixed", description="", public_key=trustees.public_key, questions=questions, uuid=make_uuid()
    )
    codes = [make_credential() for _ in range(2)]
    listed = [public_credential(code, election.uuid) for code in codes]
    data, head = open_archive(
        TIMESTAMP,
        election=election.raw,
        trustees=trustees.raw,
        credentials=write_credentials(without_weight(listed)),
    )
    file = tmp_path / f"{election.uuid}.bel"
    file.write_bytes(data)
    (tmp_path / "code").write_text(codes[1])
    (tmp_path / "choice").write_text(json.dumps([[0, 1], [0, 1, 0]]))
    their_ballot = tool(tmp_path, "election", "generate-ballot", "--privcred=code", "--ballot=choice").strip()
    ours = make_ballot(election, secret_exponent(codes[0], election.uuid), [(1, 0), (1, 0, 0)])
    tally, parts = empty_tally(election), [data]
    for raw in (ours, their_ballot.encode()):
        data, head = add_ballot(head, raw)
        parts.append(data)
        tally = tally.with_ballot(ciphertexts_of(read_ballot(raw, election)))
    data, head = end_ballots(head)
    parts.append(data)
    file.write_bytes(b"".join(parts))
    assert tool(tmp_path, "election", "compute-encrypted-tally").splitlines()[0].encode() == tally.to_bytes(
        election
    )
    data, head = add_tally(head, tally.to_bytes(election), tally.sized(election))
    parts.append(data)
    file.write_bytes(b"".join(parts))
    decrypted = tool(tmp_path, "election", "decrypt", f"--privkey={their_secret.name}", "--trustee-id=2")
    shares = {1: make_share(election, tally.product, secret)}
    their_share = decrypted.splitlines()[0].encode()
    shares[2] = read_share(their_share, election)
    for owner, raw in ((1, shares[1].to_bytes(election)), (2, their_share)):
        data, head = add_share(head, raw, own_share(owner, raw))
        parts.append(data)
    file.write_bytes(b"".join(parts))
    counts = open_tally(tally.product, combine(trustees, shares), tally.weight)
    result = write_result(counts, election)
    assert tool(tmp_path, "election", "compute-result").splitlines()[0].encode() == result
    parts.append(add_result(head, result)[0])
    file.write_bytes(b"".join(parts))
    assert tool_verifies(tmp_path)
    assert verify_file(file).result == (1, 1, 1, 1, 0)


@needs_the_tool
def test_an_election_run_by_the_tool_alone_passes_here(tmp_path: Path) -> None:
    tool(tmp_path, "setup", "generate-trustee-key", "--group=BELENIOS-2048")
    (public_file,) = tmp_path.glob("*.pubkey")
    (secret_file,) = tmp_path.glob("*.privkey")
    (tmp_path / "public_keys.jsons").write_bytes(public_file.read_bytes())
    tool(tmp_path, "setup", "make-trustees")
    uuid = make_uuid()
    tool(tmp_path, "setup", "generate-credentials", f"--uuid={uuid}", "--group=BELENIOS-2048", "--count=3")
    (codes,) = tmp_path.glob("*.privcreds")
    (listed,) = tmp_path.glob("*.pubcreds")
    (tmp_path / "public_creds.json").write_bytes(listed.read_bytes())
    template = {
        "description": "d",
        "name": "n",
        "questions": [{"answers": ["x", "y"], "min": 0, "max": 2, "question": "?"}],
        "administrator": "A",
        "credential_authority": "C",
    }
    (tmp_path / "template.json").write_text(json.dumps(template))
    tool(
        tmp_path,
        "setup",
        "make-election",
        f"--uuid={uuid}",
        "--group=BELENIOS-2048",
        "--template=template.json",
    )
    tool(tmp_path, "archive", "init")
    for code, choice in zip(codes.read_text().split()[1::2], ([[1, 1]], [[0, 1]]), strict=False):
        (tmp_path / "code").write_text(code)
        (tmp_path / "choice").write_text(json.dumps(choice))
        ballot = tool(tmp_path, "election", "generate-ballot", "--privcred=code", "--ballot=choice")
        tool(tmp_path, "archive", "add-event", "--type=Ballot", given=ballot)
    tool(tmp_path, "archive", "add-event", "--type=EndBallots")
    tally = tool(tmp_path, "election", "compute-encrypted-tally")
    tool(tmp_path, "archive", "add-event", "--type=EncryptedTally", given=tally)
    assert verify_file(tmp_path / f"{uuid}.bel").stage == "EncryptedTally"
    share = tool(tmp_path, "election", "decrypt", f"--privkey={secret_file.name}", "--trustee-id=1")
    tool(tmp_path, "archive", "add-event", "--type=PartialDecryption", given=share)
    result = tool(tmp_path, "election", "compute-result")
    tool(tmp_path, "archive", "add-event", "--type=Result", given=result)
    assert tool_verifies(tmp_path)
    assert verify_file(tmp_path / f"{uuid}.bel").result == (1, 2)
