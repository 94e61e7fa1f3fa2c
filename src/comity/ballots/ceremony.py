"""The key ceremony: n trustees make a key that any t of them can use, and no machine ever holds it.

One: each trustee makes an identity and publishes a certificate.  Two: with all certificates at hand, each
deals a secret polynomial: its coefficients in the exponent for everybody, one sealed value for each trustee.
Three: each trustee checks what was dealt, adds up the values received, and publishes a key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from comity.ballots.canonical import from_canonical_json, record, to_json
from comity.ballots.group import NAME, Proof, Q, public, random_scalar, read_scalar
from comity.ballots.refusals import at, require
from comity.ballots.sealing import Identity, seal, unseal
from comity.ballots.trustees import (
    Group,
    PublicKey,
    Signed,
    agreement,
    at_point,
    is_signed,
    make_key,
    read_certificate,
    read_coefficients,
    read_group,
    sign,
)


def certify(identity: Identity, *, index: int, size: int, threshold: int) -> Signed:
    """Step one: who I am, and in which ceremony."""
    context = {"group": NAME, "size": size, "threshold": threshold, "index": index}
    content = {
        "context": context,
        "verification": str(identity.verification_key),
        "encryption": str(identity.encryption_key),
    }
    return identity.sign(to_json(content).decode("utf-8"))


@dataclass(frozen=True, kw_only=True)
class Dealt:
    """What one trustee deals: coefficients and agreement for everybody, one letter for each trustee."""

    coefficients: Signed
    agreement: Proof
    letters: tuple[bytes, ...] = field(repr=False)


def deal(identity: Identity, certificates: Sequence[Signed], threshold: int) -> Dealt:
    """Step two, after checking everybody's certificate."""
    known = _known(certificates, threshold)
    require(any(vk == identity.verification_key for vk, _ in known), "wrong_certificate")
    secret = [random_scalar() for _ in range(threshold)]
    exponents = [public(a) for a in secret]
    message = to_json({"coefexps": [str(e) for e in exponents]}).decode("utf-8")
    letters = []
    for j, (_, recipient) in enumerate(known, 1):
        value = sum(a * pow(j, k, Q) for k, a in enumerate(secret)) % Q
        letters.append(seal(identity, recipient, to_json({"secret": str(value)}).decode("utf-8")))
    return Dealt(
        coefficients=identity.sign(message),
        agreement=sign(identity.signing, agreement(certificates, exponents)),
        letters=tuple(letters),
    )


def receive(
    identity: Identity, index: int, certificates: Sequence[Signed], dealt: Sequence[Dealt], threshold: int
) -> tuple[int, PublicKey]:
    """Step three: my part of the key and its public half; refuse, naming the dealer, what does not fit."""
    known = _known(certificates, threshold)
    secret = 0
    for i, (dealer, (verification, _)) in enumerate(zip(dealt, known, strict=True), 1):
        with at(f"dealer {i}"):
            exponents = read_coefficients(dealer.coefficients, verification, threshold)
            agreed = is_signed(verification, agreement(certificates, exponents), dealer.agreement)
            require(agreed, "false_agreement")
            message = unseal(identity, verification, dealer.letters[index - 1])
            content = record(from_canonical_json(message.encode("utf-8"), limit=1 << 12), ("secret",))
            value = read_scalar(content["secret"], place="secret")
            require(public(value) == at_point(exponents, index), "inconsistent_secret")
            secret = (secret + value) % Q
    _, key = make_key(secret)
    signature = sign(identity.signing, str(key.value))
    return secret, PublicKey(value=key.value, pok=key.pok, signature=signature)


def conclude(
    certificates: Sequence[Signed], dealt: Sequence[Dealt], keys: Sequence[PublicKey], threshold: int
) -> Group:
    """The group as it stands in the archive, checked as any verifier checks it."""
    value = {
        "threshold": threshold,
        "certs": [cert.plain() for cert in certificates],
        "coefexps": [dealer.coefficients.plain() for dealer in dealt],
        "signatures": [dealer.agreement.plain() for dealer in dealt],
        "verification_keys": [key.plain() for key in keys],
    }
    return read_group(value)


def _known(certificates: Sequence[Signed], threshold: int) -> list[tuple[int, int]]:
    """Verification and encryption keys of all, distinct."""
    known = []
    for i, cert in enumerate(certificates, 1):
        with at(f"certificate {i}"):
            _, verification, encryption = read_certificate(cert.plain(), i, len(certificates), threshold)
        known.append((verification, encryption))
    keys = {key for pair in known for key in pair}
    require(len(keys) == 2 * len(known), "trustee_key_twice")
    return known
