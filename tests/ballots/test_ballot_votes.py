"""Making ballots, tallies and keys: what may be answered, what comes out, who can open it."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import pytest
from ballot_box import Held, hold_ceremony, one_trustee, prepare, refuses
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ballots.ballot import check_ballot, ciphertexts_of, make_ballot, read_ballot
from comity.ballots.ceremony import certify, deal, receive
from comity.ballots.credentials import is_well_typed, make_credential, secret_exponent
from comity.ballots.decryption import (
    check_transcript,
    combine,
    is_enough,
    make_share,
    make_transcript,
    open_tally,
)
from comity.ballots.elections import Question, choose_one, choose_up_to
from comity.ballots.group import Ciphertext, G, P, Q, public, random_scalar
from comity.ballots.sealing import Identity, make_seed, seal, unseal
from comity.ballots.tally import counting, empty_tally
from comity.ballots.trustees import lagrange, make_key

ONE = choose_one("?", ["a", "b", "c"])
ONE_OR_BLANK = choose_one("?", ["a", "b", "c"], blank=True)
UP_TO_TWO = choose_up_to(2, "?", ["a", "b", "c"])


@pytest.mark.parametrize(
    ("question", "marks", "allowed"),
    [
        (ONE, (1, 0, 0), True),
        (ONE, (0, 0, 0), False),
        (ONE, (1, 1, 0), False),
        (ONE, (2, -1, 0), False),
        (ONE, (1, 0), False),
        (ONE_OR_BLANK, (1, 0, 0, 0), True),
        (ONE_OR_BLANK, (0, 0, 1, 0), True),
        (ONE_OR_BLANK, (1, 0, 1, 0), False),
        (ONE_OR_BLANK, (0, 0, 0, 0), False),
        (UP_TO_TWO, (0, 0, 0), True),
        (UP_TO_TWO, (1, 0, 1), True),
        (UP_TO_TWO, (1, 1, 1), False),
    ],
)
def test_a_voter_answers_only_as_the_question_allows(
    question: Question, marks: tuple[int, ...], allowed: bool
) -> None:
    assert question.allows(marks) is allowed


def test_a_ballot_that_the_question_does_not_allow_is_not_made(held: Held) -> None:
    with refuses("not_allowed_by_question"):
        make_ballot(held.election, held.voters[2], [(1, 1, 0), (1, 0, 0, 0)])


@st.composite
def answered(draw: st.DrawFn) -> tuple[Question, list[int]]:
    """A question and an answer that it allows."""
    size = draw(st.integers(1, 4))
    most = draw(st.integers(0, size))
    least = draw(st.integers(0, most))
    blank = draw(st.booleans())
    question = choose_up_to(most, "?", [str(i) for i in range(size)], least=least, blank=blank)
    if blank and draw(st.booleans()):
        return question, [1] + [0] * size
    marked = draw(st.sets(st.integers(0, size - 1), min_size=least, max_size=most))
    return question, [0] * blank + [int(i in marked) for i in range(size)]


@given(answers=st.lists(answered(), min_size=1, max_size=2))
@settings(max_examples=12, deadline=None)
def test_what_is_voted_is_what_is_opened(answers: list[tuple[Question, list[int]]]) -> None:
    single, secret = one_trustee()
    held = prepare([question for question, _ in answers], voters=1, items=[single], secrets=[secret])
    marks = [row for _, row in answers]
    held.vote(0, marks)
    check_ballot(read_ballot(held.ballots[0], held.election), held.election)
    tally = held.tally()
    opened = open_tally(tally.product, combine(held.trustees, held.shares([1])), 1)
    assert list(opened) == [mark for row in marks for mark in row]


def test_two_ballots_for_the_same_answer_have_nothing_in_common(held: Held) -> None:
    answer = [(1, 0, 0), (1, 0, 0, 0)]
    first, second = (
        read_ballot(make_ballot(held.election, held.voters[2], answer), held.election) for _ in range(2)
    )
    assert first.tracker != second.tracker
    assert not set(ciphertexts_of(first)) & set(ciphertexts_of(second))


def test_the_last_ballot_of_a_credential_counts() -> None:
    assert counting([7, 8, 7, 9, 8]) == [2, 3, 4]


def test_a_ballot_taken_out_of_the_tally_leaves_what_was_there(held: Held) -> None:
    ballots = [ciphertexts_of(read_ballot(raw, held.election)) for raw in held.ballots]
    one = empty_tally(held.election).with_ballot(ballots[0], 3)
    assert one.with_ballot(ballots[1]).without_ballot(ballots[1]) == one
    assert one.without_ballot(ballots[0], 3) == empty_tally(held.election)


def test_counts_are_found_up_to_the_last(held: Held) -> None:

    for weight in (0, 1, 2, 15, 1000):
        tally = [Ciphertext(1, pow(G, n, P)) for n in {0, weight // 2, weight}]
        assert set(open_tally(tally, [1] * len(tally), weight)) == {0, weight // 2, weight}
    with refuses("no_such_count"):
        open_tally([Ciphertext(1, pow(G, 5000, P))], [1], 15)


@pytest.mark.parametrize(("size", "threshold"), [(1, 1), (3, 2), (4, 3)])
def test_any_threshold_of_trustees_opens_and_fewer_do_not(size: int, threshold: int) -> None:
    group, secrets = hold_ceremony(size, threshold)
    held = prepare([ONE], voters=1, items=[group], secrets=secrets)
    held.vote(0, [(0, 1, 0)])
    product = held.tally().product
    for owners in combinations(range(1, size + 1), threshold):
        assert is_enough(held.trustees, owners)
        assert open_tally(product, combine(held.trustees, held.shares(owners)), 1) == (0, 1, 0)
    too_few = list(range(1, threshold))
    assert not is_enough(held.trustees, too_few)
    with refuses("too_few_shares"):
        combine(held.trustees, held.shares(too_few))


@given(indexes=st.sets(st.integers(1, 9), min_size=1, max_size=5), slope=st.integers(0, Q - 1))
def test_shares_on_a_polynomial_meet_at_zero(indexes: set[int], slope: int) -> None:
    used = sorted(indexes)
    values = {i: (42 + (slope * i if len(used) > 1 else 0)) % Q for i in used}
    assert sum(lagrange(i, used) * values[i] for i in used) % Q == 42


def test_a_dealer_who_cheats_is_named() -> None:
    people = [Identity(make_seed()) for _ in range(3)]
    certs = [certify(one, index=i, size=3, threshold=2) for i, one in enumerate(people, 1)]
    dealt = [deal(one, certs, 2) for one in people]
    wrong = seal(people[1], people[0].encryption_key, '{"secret":"5"}')
    cheating = replace(dealt[1], letters=(wrong, *dealt[1].letters[1:]))
    with refuses("inconsistent_secret", "dealer 2"):
        receive(people[0], 1, certs, [dealt[0], cheating, dealt[2]], 2)
    with refuses("false_agreement", "dealer 2"):
        receive(people[0], 1, certs, [dealt[0], replace(dealt[1], agreement=dealt[2].agreement), dealt[2]], 2)


def test_nobody_deals_in_a_ceremony_without_a_certificate() -> None:
    people = [Identity(make_seed()) for _ in range(3)]
    certs = [certify(one, index=i, size=2, threshold=2) for i, one in enumerate(people[:2], 1)]
    with refuses("wrong_certificate"):
        deal(people[2], certs, 2)


def test_a_sealed_letter_is_for_one_reader_from_one_sender() -> None:
    sender, reader, other = (Identity(make_seed()) for _ in range(3))
    letter = seal(sender, reader.encryption_key, "é")
    assert unseal(reader, sender.verification_key, letter) == "é"
    for who, sent_by in ((other, sender), (reader, other)):
        with refuses("unreadable_letter"):
            unseal(who, sent_by.verification_key, letter)
    spoiled = letter.replace(b'"data":"', b'"data":"00')
    with refuses("unreadable_letter"):
        unseal(reader, sender.verification_key, spoiled)


def test_a_credential_with_a_wrong_letter_is_noticed() -> None:
    credential = make_credential()
    assert is_well_typed(credential)
    other = "2" if credential[0] != "2" else "3"
    for mistyped in (other + credential[1:], credential[:-1], credential.replace("-", ""), "0" * 19, ""):
        assert not is_well_typed(mistyped)
        with refuses("mistyped_credential"):
            secret_exponent(mistyped, "Rkvg3hKr7pNuVz")


def test_a_second_proof_is_about_one_share_of_one_trustee(held: Held) -> None:
    product = held.tally().product
    share = make_share(held.election, product, held.secrets[0])
    proof = make_transcript(held.election, product, share, 1, held.secrets[0])
    key = held.trustees.keys[0].value
    check_transcript(proof, held.election, product, share, 1, key)
    other = make_share(held.election, product, held.secrets[1])
    for wrong, owner in ((other, 1), (share, 2)):
        with refuses("other_share"):
            check_transcript(proof, held.election, product, wrong, owner, key)


def test_a_key_is_public_through_its_secret_only() -> None:
    secret, key = make_key(random_scalar(), name="Teller")
    assert key.value == public(secret)
    assert str(secret) not in repr(key)
