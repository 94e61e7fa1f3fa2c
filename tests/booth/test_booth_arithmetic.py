"""The booth's primitives give what Python's give, on vectors made at this moment."""

from __future__ import annotations

import hashlib
import json
import os

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM
from hypothesis import given, settings
from hypothesis import strategies as st

from comity.ballots.canonical import from_canonical_json, to_json
from comity.ballots.group import G, P, Proof, Q, challenge, public, random_scalar
from comity.ballots.proofs import exponent_is_known, prove_exponent
from comity.ballots.refusals import Refused
from tests.booth.desk import Booth, RefusedByBooth, booth_refuses

FEW = settings(max_examples=25, deadline=None)
SCALARS = st.one_of(st.sampled_from([0, 1, 2, Q - 1, Q - 2]), st.integers(0, Q - 1))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abc é投", min_size=1), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize("length", [0, 1, 3, 55, 56, 63, 64, 65, 119, 120, 1000])
def test_sha256_is_that_of_node_and_of_python_around_every_edge_of_a_block(booth: Booth, length: int) -> None:
    data = os.urandom(length)
    assert booth.ask("sha256", data=data.hex()) == [hashlib.sha256(data).hexdigest()] * 2


@FEW
@given(data=st.binary(max_size=300))
def test_sha256_of_any_bytes(booth: Booth, data: bytes) -> None:
    assert booth.ask("sha256", data=data.hex()) == [hashlib.sha256(data).hexdigest()] * 2


@FEW
@given(value=JSON)
def test_both_write_the_same_json(booth: Booth, value: object) -> None:
    assert booth.ask("text", value=value).encode() == to_json(value)


AWKWARD = [
    b'{"a":1,"a":2}',
    b'{"a": 1}',
    b'"\\u00e9"',
    b'"\\ud800"',
    b'"\\ud83d\\ude00"',
    b"\xef\xbb\xbf1",
    b'"\xff"',
    b"01",
    b"-0",
    b"1e3",
    b"NaN",
    b"",
    b"[1,2]\n",
    b'{"b":1,"a":2}',
    b'"\\/"',
    b'"\\u000b\\u001f\\b\\f\\n\\r\\t\x7f"',
    "\u2028é投😀".encode().join([b'"', b'"']),
]


@pytest.mark.parametrize("data", AWKWARD, ids=repr)
def test_both_find_the_same_bytes_canonical(booth: Booth, data: bytes) -> None:
    try:
        from_canonical_json(data, limit=1 << 20)
    except Refused:
        with pytest.raises(RefusedByBooth):
            booth.ask("canonical", data=data.hex())
    else:
        assert booth.ask("canonical", data=data.hex()).encode() == data


def test_the_group_is_the_same(booth: Booth) -> None:
    assert booth.ask("constants") == [str(P), str(Q), str(G)]


@FEW
@given(exponent=SCALARS, root=SCALARS)
def test_powers_by_table_by_windows_and_of_secrets_are_those_of_python(
    booth: Booth, exponent: int, root: int
) -> None:
    base = pow(G, root, P)
    wanted = [str(pow(base, exponent, P))] * 3 + [str(pow(base, -1, P))]
    assert booth.ask("powers", base=str(base), exponent=str(exponent)) == wanted


@pytest.mark.parametrize("value", [0, 1, 2, G, P - 1, P - G, P, P + 1])
def test_both_agree_on_who_is_in_the_group(booth: Booth, value: int) -> None:
    assert booth.ask("isMember", value=str(value)) == (0 < value < P and pow(value, Q, P) == 1)


def test_random_scalars_are_below_q_and_all_different(booth: Booth) -> None:
    found = [int(one) for one in booth.ask("randomScalars", number=500)]
    assert len(set(found)) == 500 and all(0 <= one < Q for one in found)
    assert any(one >> 254 for one in found) and any(not one >> 254 for one in found)


@FEW
@given(prefix=st.text(max_size=40), elements=st.lists(st.integers(0, P), max_size=4))
def test_challenges_are_the_same(booth: Booth, prefix: str, elements: list[int]) -> None:
    found = booth.ask("challenge", prefix=prefix, elements=[str(one) for one in elements])
    assert found == str(challenge(prefix, elements))


@pytest.mark.parametrize(
    "value", ["", "00", "+1", "-1", " 1", "1 ", "0x1", "1.0", "\u0661", str(Q), "9" * 78, 1, None]
)
def test_numbers_have_one_form_only(booth: Booth, value: object) -> None:
    with pytest.raises(RefusedByBooth):
        booth.ask("readScalar", value=value)


def test_knowledge_of_an_exponent_is_proved_in_both_directions(booth: Booth) -> None:
    secret = random_scalar()
    value = public(secret)
    theirs = booth.ask("proveExponent", prefix="pok|é|", secret=str(secret))
    proof = Proof(int(theirs["challenge"]), int(theirs["response"]))
    assert exponent_is_known("pok|é|", value, proof)
    ours = prove_exponent("pok|é|", secret).plain()
    assert booth.ask("exponentIsKnown", prefix="pok|é|", value=str(value), proof=ours)
    assert not booth.ask("exponentIsKnown", prefix="other|", value=str(value), proof=ours)
    assert not booth.ask("exponentIsKnown", prefix="pok|é|", value=str(value * G % P), proof=ours)


@FEW
@given(key=st.binary(min_size=32, max_size=32), block=st.binary(min_size=16, max_size=16))
def test_aes_is_that_of_openssl(booth: Booth, key: bytes, block: bytes) -> None:
    # One block under ECB is the bare cipher, which is what CCM is made of.
    reference = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()
    assert booth.ask("aes", key=key.hex(), block=block.hex()) == reference.update(block).hex()


@FEW
@given(key=st.binary(min_size=32, max_size=32), message=st.binary(max_size=100))
def test_ccm_is_that_of_openssl_in_both_directions(booth: Booth, key: bytes, message: bytes) -> None:
    nonce = os.urandom(13)
    reference = AESCCM(key, tag_length=8)
    sealed = bytes.fromhex(booth.ask("ccmSeal", key=key.hex(), nonce=nonce.hex(), message=message.hex()))
    assert reference.decrypt(nonce, sealed, None) == message
    theirs = reference.encrypt(nonce, message, None)
    assert booth.ask("ccmOpen", key=key.hex(), nonce=nonce.hex(), data=theirs.hex()) == message.hex()


def test_a_long_letter_passes_ccm(booth: Booth) -> None:
    key, nonce, message = os.urandom(32), os.urandom(13), os.urandom(5000)
    theirs = AESCCM(key, tag_length=8).encrypt(nonce, message, None)
    assert booth.ask("ccmOpen", key=key.hex(), nonce=nonce.hex(), data=theirs.hex()) == message.hex()


@FEW
@given(at=st.integers(0, 47), bit=st.integers(0, 7))
def test_what_was_altered_by_one_bit_does_not_open(booth: Booth, at: int, bit: int) -> None:
    key, nonce = b"k" * 32, b"n" * 13
    sealed = bytearray(AESCCM(key, tag_length=8).encrypt(nonce, b"m" * 40, None))
    sealed[at] ^= 1 << bit
    with pytest.raises(InvalidTag):
        AESCCM(key, tag_length=8).decrypt(nonce, bytes(sealed), None)
    with booth_refuses("unreadable_letter"):
        booth.ask("ccmOpen", key=key.hex(), nonce=nonce.hex(), data=bytes(sealed).hex())


def test_a_secret_comes_back_from_its_words_its_numbers_and_a_mixture(booth: Booth) -> None:
    for _ in range(20):
        seed = booth.ask("seed")
        paper = booth.ask("paper", seed=seed)
        words, code = paper["words"], paper["code"]
        assert len(words) == len(code) == 12
        arabic = " ".join(code).translate({ord(str(d)): 0x660 + d for d in range(10)})
        mixed = [*words[:5], *code[5:]]
        for text in (" ".join(words), "-".join(code), arabic, "\n".join(words).upper(), ", ".join(mixed)):
            assert booth.ask("fromPaper", text=text) == seed


def test_a_mistyped_backup_is_refused(booth: Booth) -> None:
    words = booth.ask("paper", seed=booth.ask("seed"))["words"]
    swapped = [words[1], words[0], *words[2:]] if words[0] != words[1] else [*words[1:], "bada"]
    other = [*words[:11], "bada" if words[11] != "bada" else "badi"]
    for text in (" ".join(swapped), " ".join(other), " ".join(words[:11]), " ".join([*words, "bada"]), ""):
        with booth_refuses("mistyped_backup"):
            booth.ask("fromPaper", text=text)
    with booth_refuses("mistyped_backup", "3"):
        booth.ask("fromPaper", text=" ".join([*words[:2], "hello", *words[3:]]))


def test_secrets_of_different_purposes_differ(booth: Booth) -> None:
    seed = booth.ask("seed")
    credential, trustee = booth.ask("secrets", seed=seed)
    digest = hashlib.sha256(f"credential|{seed}".encode()).digest()
    assert int(credential) == int.from_bytes(digest, "big") % Q
    assert len({credential, trustee, *booth.ask("identity", seed=seed)[:2]}) == 4


def test_the_registration_proves_the_secret_for_this_place_only(booth: Booth) -> None:
    seed = booth.ask("seed")
    where = {"stream": "secret_votes:unsc", "number": 3, "box": "all", "of": "FRA"}
    found = booth.ask("register", seed=seed, **where)
    assert list(found) == ["of", "credential", "proof"] and json.dumps(found)
    credential = int(found["credential"])
    assert credential == public(int(booth.ask("secrets", seed=seed)[0]))
    proof = Proof(int(found["proof"]["challenge"]), int(found["proof"]["response"]))
    assert exponent_is_known(f"register|secret_votes:unsc|3|all|FRA|{credential}|", credential, proof)
    assert not exponent_is_known(f"register|secret_votes:unsc|3|all|GBR|{credential}|", credential, proof)
