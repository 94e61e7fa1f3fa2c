"""Ed25519 as RFC 8032 and the library that signs see it, and stricter where a hostile key could matter."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from record_files import TestSigner, independent_module

from comity.record.ed25519 import _BASE, _L, _P, _encode, _times, good_key, verify

# RFC 8032, section 7.1: secret key, public key, message, signature.
VECTORS = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555"
        "fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da0"
        "85ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac1"
        "8ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]
SIGNER = TestSigner()
SMALL_ORDER = [
    (1).to_bytes(32, "little"),
    (0).to_bytes(32, "little"),
    (1 << 255).to_bytes(32, "little"),
    (_P - 1).to_bytes(32, "little"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), VECTORS)
def test_rfc_8032_vectors(secret: str, public: str, message: str, signature: str) -> None:
    key, said, signed = bytes.fromhex(public), bytes.fromhex(message), bytes.fromhex(signature)
    assert Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret)).sign(said) == signed
    assert verify(key, said, signed)
    assert not verify(key, said + b"!", signed)
    assert independent_module().signed(key, said, signed)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(1, 3), message=st.binary(), place=st.integers(0, 63), bit=st.integers(0, 7))
def test_what_the_library_signs_is_good_and_one_bit_less_is_not(
    seed: int, message: bytes, place: int, bit: int
) -> None:
    signer = TestSigner(seed=seed)
    signature = bytearray(signer.sign(message))
    assert verify(signer.public_key, message, bytes(signature))
    signature[place] ^= 1 << bit
    assert not verify(signer.public_key, message, bytes(signature))
    assert not independent_module().signed(signer.public_key, message, bytes(signature))


def test_a_second_form_of_a_signature_is_refused() -> None:
    signature = SIGNER.sign(b"record")
    s = int.from_bytes(signature[32:], "little") + _L
    assert not verify(SIGNER.public_key, b"record", signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("length", [0, 63, 65])
def test_a_signature_has_64_bytes(length: int) -> None:
    assert not verify(SIGNER.public_key, b"record", (SIGNER.sign(b"record") + b"\0")[:length])


@pytest.mark.parametrize("key", SMALL_ORDER, ids=lambda key: key.hex()[:8])
def test_keys_of_small_order_are_refused(key: bytes) -> None:
    assert not good_key(key)
    # With such a key anyone can sign: R = B, S = 1 holds for every message that makes k a multiple of 8.
    assert not any(verify(key, bytes([n]), _BASE + (1).to_bytes(32, "little")) for n in range(32))


@pytest.mark.parametrize(
    "key",
    [
        (2).to_bytes(32, "little"),
        (_P + 1).to_bytes(32, "little"),
        (1 | 1 << 255).to_bytes(32, "little"),
        b"\xff" * 32,
        b"",
        SIGNER.public_key[:31],
        SIGNER.public_key + b"\0",
    ],
    ids=["off the curve", "y not reduced", "x is zero and odd", "all ones", "empty", "short", "long"],
)
def test_what_is_no_point_is_no_key(key: bytes) -> None:
    assert not good_key(key)
    assert not verify(key, b"record", SIGNER.sign(b"record"))


def test_the_base_point_has_the_order_that_the_rfc_says() -> None:
    assert _encode(_times(_L, _BASE)) == _encode((0, 1, 1, 0))
    assert _encode(_times(1, _BASE)) == _BASE
