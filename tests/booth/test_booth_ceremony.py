"""Trustees in the browser and trustees in Python make one key together, and open with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from comity.ballots.ceremony import Dealt, certify, conclude, deal, receive
from comity.ballots.decryption import (
    check_share,
    check_transcript,
    make_share,
    make_transcript,
    read_share,
)
from comity.ballots.elections import choose_one
from comity.ballots.group import Proof, public, random_scalar
from comity.ballots.sealing import Identity, make_seed, seal, unseal
from comity.ballots.trustees import (
    Group,
    PublicKey,
    Signed,
    Single,
    appoint,
    lagrange,
    make_key,
    read_signed,
)
from comity.ballots.verify import verify_file
from tests.ballots.ballot_box import (
    Held,
    hold_ceremony,
    needs_the_tool,
    one_trustee,
    prepare,
    refuses,
    tool_verifies,
)
from tests.booth.desk import Booth, booth_refuses

QUESTIONS = [choose_one("Candidate é", ["encourage", "discourage", "no opinion"])]


def proof_of(value: dict[str, str]) -> Proof:
    return Proof(int(value["challenge"]), int(value["response"]))


def key_of(value: dict[str, Any]) -> PublicKey:
    signature = proof_of(value["signature"]) if "signature" in value else None
    return PublicKey(value=int(value["public_key"]), pok=proof_of(value["pok"]), signature=signature)


def mixed_ceremony(booth: Booth, size: int, threshold: int, browsers: set[int]) -> tuple[Group, list[int]]:
    """A ceremony in which these trustees sit at a browser and the others at Python."""
    seeds = [booth.ask("seed") if i in browsers else make_seed() for i in range(1, size + 1)]
    places = [{"index": i, "size": size, "threshold": threshold} for i in range(1, size + 1)]
    certs: list[Signed] = []
    for i, (seed, place) in enumerate(zip(seeds, places, strict=True), 1):
        if i in browsers:
            certs.append(read_signed(booth.ask("certify", seed=seed, **place)))
        else:
            certs.append(certify(Identity(seed), **place))
    plain = [cert.plain() for cert in certs]
    dealt: list[Dealt] = []
    for i, seed in enumerate(seeds, 1):
        if i not in browsers:
            dealt.append(deal(Identity(seed), certs, threshold))
            continue
        found = booth.ask("deal", seed=seed, certificates=plain, threshold=threshold)
        letters = tuple(letter.encode() for letter in found["letters"])
        coefficients = read_signed(found["coefficients"])
        dealt.append(
            Dealt(coefficients=coefficients, agreement=proof_of(found["agreement"]), letters=letters)
        )
    secrets, keys = [], []
    for i, seed in enumerate(seeds, 1):
        if i in browsers:
            received = booth.ask(
                "receive",
                seed=seed,
                index=i,
                certificates=plain,
                dealt=letters_to(i, dealt),
                threshold=threshold,
            )
            secrets.append(int(received["secret"]))
            keys.append(key_of(received["key"]))
        else:
            secret, key = receive(Identity(seed), i, certs, dealt, threshold)
            secrets.append(secret)
            keys.append(key)
    return conclude(certs, dealt, keys, threshold), secrets


def letters_to(index: int, dealt: list[Dealt]) -> list[dict[str, Any]]:
    return [
        {
            "coefficients": dealer.coefficients.plain(),
            "agreement": dealer.agreement.plain(),
            "letter": dealer.letters[index - 1].decode(),
        }
        for dealer in dealt
    ]


@pytest.mark.parametrize(
    ("size", "threshold", "browsers"),
    [(3, 2, {1, 2, 3}), (3, 2, {2}), (3, 3, {1, 3}), (5, 3, {1, 4}), (1, 1, {1})],
)
def test_trustees_of_either_kind_make_one_group(
    booth: Booth, size: int, threshold: int, browsers: set[int]
) -> None:
    group, secrets = mixed_ceremony(booth, size, threshold, browsers)
    assert [public(secret) for secret in secrets] == [key.value for key in group.keys]
    raw = appoint([group]).raw.decode()
    found = booth.ask("readTrustees", raw=raw)
    assert found == {"keys": [str(k.value) for k in group.keys], "publicKey": str(group.public_key)}


@needs_the_tool
def test_a_mixed_group_opens_with_two_of_three_and_the_archive_passes_both_tools(
    booth: Booth, tmp_path: Path
) -> None:
    group, secrets = mixed_ceremony(booth, 3, 2, {1, 3})
    held = prepare(QUESTIONS, voters=3, items=[group], secrets=secrets)
    for voter in range(3):
        held.vote(voter, [(1, 0, 0)])
    path = tmp_path / f"{held.election.uuid}.bel"
    path.write_bytes(held.archive([1, 3]))
    assert verify_file(path).result == (3, 0, 0)
    assert tool_verifies(tmp_path)


def test_a_single_key_of_the_booth_is_a_trustee(booth: Booth) -> None:
    secret = random_scalar()
    key = key_of(booth.ask("makeKey", secret=str(secret)))
    assert appoint([Single(key=key)]).public_key == public(secret)
    _, ours = make_key()
    raw = appoint([Single(key=ours)]).raw.decode()
    assert booth.ask("readTrustees", raw=raw)["keys"] == [str(ours.value)]


def test_letters_are_read_in_both_directions_and_by_nobody_else(booth: Booth) -> None:
    python, browser, third = make_seed(), booth.ask("seed"), booth.ask("seed")
    mine = Identity(python)
    signing, _, verification, encryption = booth.ask("identity", seed=browser)
    assert public(int(signing)) == int(verification)
    theirs = booth.ask("sealLetter", seed=browser, recipient=str(mine.encryption_key), message="é 投 secret")
    assert unseal(mine, int(verification), theirs.encode()) == "é 投 secret"
    ours = seal(mine, int(encryption), "é 投 answer").decode()
    sender = str(mine.verification_key)
    assert booth.ask("unsealLetter", seed=browser, sender=sender, letter=ours) == "é 投 answer"
    with booth_refuses("unreadable_letter"):
        booth.ask("unsealLetter", seed=third, sender=sender, letter=ours)
    with booth_refuses("unreadable_letter", "signature"):
        booth.ask("unsealLetter", seed=browser, sender=verification, letter=ours)
    altered = json.loads(ours)
    altered["data"] = ("0" if altered["data"][0] != "0" else "1") + altered["data"][1:]
    with booth_refuses("unreadable_letter"):
        compact = json.dumps(altered, separators=(",", ":"))
        booth.ask("unsealLetter", seed=browser, sender=sender, letter=compact)


def test_a_letter_that_does_not_fit_names_its_dealer_in_both(booth: Booth) -> None:
    seeds = [booth.ask("seed"), make_seed()]
    certs = [certify(Identity(seed), index=i, size=2, threshold=2) for i, seed in enumerate(seeds, 1)]
    dealt = [deal(Identity(seed), certs, 2) for seed in seeds]
    false = seal(Identity(seeds[1]), Identity(seeds[0]).encryption_key, '{"secret":"5"}')
    spoiled = [
        dealt[0],
        Dealt(
            coefficients=dealt[1].coefficients,
            agreement=dealt[1].agreement,
            letters=(false, dealt[1].letters[1]),
        ),
    ]
    with refuses("inconsistent_secret", "dealer 2"):
        receive(Identity(seeds[0]), 1, certs, spoiled, 2)
    asked = {"seed": seeds[0], "index": 1, "certificates": [cert.plain() for cert in certs], "threshold": 2}
    with booth_refuses("inconsistent_secret", "dealer 2"):
        booth.ask("receive", **asked, dealt=letters_to(1, spoiled))
    crossed = letters_to(1, dealt)
    crossed[1]["letter"] = dealt[1].letters[1].decode()
    with booth_refuses("unreadable_letter", "dealer 2"):
        booth.ask("receive", **asked, dealt=crossed)
    other = deal(Identity(seeds[1]), certs, 2)
    mixed = letters_to(1, dealt)
    mixed[1]["agreement"] = other.agreement.plain()
    with booth_refuses("false_agreement", "dealer 2"):
        booth.ask("receive", **asked, dealt=mixed)


def test_a_certificate_for_another_place_or_twice_is_refused(booth: Booth) -> None:
    seeds = [booth.ask("seed"), make_seed()]
    certs = [certify(Identity(seed), index=i, size=2, threshold=2).plain() for i, seed in enumerate(seeds, 1)]
    with booth_refuses("wrong_certificate", "certificate 1/message/context"):
        booth.ask("deal", seed=seeds[0], certificates=certs[::-1], threshold=2)
    with booth_refuses("wrong_certificate"):
        booth.ask("deal", seed=booth.ask("seed"), certificates=certs, threshold=2)
    twice = [certify(Identity(seeds[0]), index=i, size=2, threshold=2).plain() for i in (1, 2)]
    with booth_refuses("trustee_key_twice"):
        booth.ask("deal", seed=seeds[0], certificates=twice, threshold=2)


@pytest.mark.parametrize("indexes", [[1, 2], [2, 3, 5], [1, 4, 5]])
def test_shares_count_for_the_same(booth: Booth, indexes: list[int]) -> None:
    for index in indexes:
        assert booth.ask("lagrange", index=index, indexes=indexes) == str(lagrange(index, indexes))


@pytest.fixture(scope="module")
def opened() -> Held:
    single, secret = one_trustee()
    group, secrets = hold_ceremony(3, 2)
    held = prepare(QUESTIONS, voters=2, items=[single, group], secrets=[secret, *secrets])
    held.vote(0, [(1, 0, 0)])
    held.vote(1, [(0, 1, 0)])
    return held


def rows(held: Held) -> list[list[str]]:
    return [[str(c.alpha), str(c.beta)] for c in held.tally().product]


@pytest.mark.parametrize("owner", [1, 3])
def test_shares_and_second_proofs_pass_in_both_directions(booth: Booth, opened: Held, owner: int) -> None:
    election, secret = opened.election, opened.secrets[owner - 1]
    product, key = opened.tally().product, public(secret)
    about = {"election": election.raw.decode(), "product": rows(opened), "owner": owner}
    raw, transcript, _ = booth.ask("share", **about, secret=str(secret))
    share = read_share(raw.encode(), election)
    check_share(share, election, product, key)
    check_transcript(transcript.encode(), election, product, share, owner, key)
    assert share.to_bytes(election) == raw.encode()
    ours = make_share(election, product, secret)
    second = make_transcript(election, product, ours, owner, secret).decode()
    given = {"share": ours.to_bytes(election).decode(), "transcript": second}
    assert booth.ask("checkShare", **about, **given, key=str(key))
    with booth_refuses("other_share"):
        booth.ask("checkShare", **about | {"owner": owner + 1}, **given, key=str(key))
    with booth_refuses("false_share_proof", "factor 1"):
        booth.ask("checkShare", **about, **given, key=str(public(secret + 1)))


def test_a_number_outside_the_group_is_never_raised_to_a_trustees_secret(booth: Booth, opened: Held) -> None:
    product = [["2", beta] for _, beta in rows(opened)]
    about = {"election": opened.election.raw.decode(), "product": product, "owner": 1}
    with booth_refuses("not_an_element", "ciphertext 1"):
        booth.ask("share", **about, secret=str(opened.secrets[0]))
