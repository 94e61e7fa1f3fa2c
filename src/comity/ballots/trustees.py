"""Those who hold the key together: single trustees, who are all needed, and groups of which t suffice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from comity.ballots.canonical import array, count, from_canonical_json, record, string, to_json
from comity.ballots.group import NAME, Proof, Q, engine, public, random_scalar, read_member, read_proof
from comity.ballots.proofs import exponent_is_known, prove_exponent
from comity.ballots.refusals import Refused, at, require

TRUSTEES_LIMIT: Final = 8 << 20
MOST_TRUSTEES: Final = 100


@dataclass(frozen=True, kw_only=True)
class PublicKey:
    """A trustee's public key with the proof that the trustee knows the secret one."""

    value: int
    pok: Proof
    signature: Proof | None = None
    """In a group: the trustee's own signature on the key."""
    name: str | None = None

    def plain(self) -> dict[str, Any]:
        found: dict[str, Any] = {"pok": self.pok.plain(), "public_key": str(self.value)}
        if self.signature is not None:
            found["signature"] = self.signature.plain()
        if self.name is not None:
            found["name"] = self.name
        return found


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A message with its author's signature."""

    message: str
    signature: Proof

    def plain(self) -> dict[str, Any]:
        return {"message": self.message, "signature": self.signature.plain()}


@dataclass(frozen=True, kw_only=True)
class Single:
    """A trustee without whom nothing is opened."""

    key: PublicKey

    @property
    def public_key(self) -> int:
        return self.key.value

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        return (self.key,)

    def plain(self) -> list[Any]:
        return ["Single", self.key.plain()]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Trustees of whom `threshold` together hold the key."""

    threshold: int
    certificates: tuple[Signed, ...]
    coefficients: tuple[Signed, ...]
    """Each trustee's polynomial, in the exponent."""
    signatures: tuple[Proof, ...] | None
    """Each trustee's agreement to all certificates; archives of tool version 2.0 do not have them."""
    keys: tuple[PublicKey, ...]
    public_key: int

    def plain(self) -> list[Any]:
        found: dict[str, Any] = {
            "threshold": self.threshold,
            "certs": [cert.plain() for cert in self.certificates],
            "coefexps": [signed.plain() for signed in self.coefficients],
        }
        if self.signatures is not None:
            found["signatures"] = [proof.plain() for proof in self.signatures]
        return ["Pedersen", found | {"verification_keys": [key.plain() for key in self.keys]}]


@dataclass(frozen=True, kw_only=True)
class Trustees:
    """All who hold a part of the key; a trustee's number counts from one through all of them."""

    items: tuple[Single | Group, ...]
    raw: bytes = field(repr=False)

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        return tuple(key for item in self.items for key in item.keys)

    @property
    def public_key(self) -> int:
        return engine().product([item.public_key for item in self.items])


def appoint(items: Sequence[Single | Group]) -> Trustees:
    """These trustees, checked as a verifier would check them."""
    return read_trustees(to_json([item.plain() for item in items]))


def make_key(secret: int | None = None, *, name: str | None = None) -> tuple[int, PublicKey]:
    """A trustee's secret and public key."""
    secret = random_scalar() if secret is None else secret
    value = public(secret)
    return secret, PublicKey(value=value, pok=prove_exponent(f"pok|{NAME}|{value}|", secret), name=name)


def sign(secret: int, message: str) -> Proof:
    return prove_exponent(f"sigmsg|{message}|", secret)


def is_signed(public_key: int, message: str, signature: Proof) -> bool:
    return exponent_is_known(f"sigmsg|{message}|", public_key, signature)


def agreement(certificates: Sequence[Signed], coefficients: Sequence[int]) -> str:
    """What each trustee of a group signs once all certificates are known."""
    value = {"certs": [cert.plain() for cert in certificates], "coefexps": [str(c) for c in coefficients]}
    return "certs_sig|" + to_json(value).decode("utf-8")


def at_point(coefficients: Sequence[int], point: int) -> int:
    """g to the value of a polynomial at a point, from its coefficients in the exponent."""
    found = 1
    for coefficient in reversed(coefficients):
        found = engine().product([engine().power(found, point), coefficient])
    return found


def read_trustees(raw: bytes) -> Trustees:
    """Refuse trustees unless every key is proved, distinct, and what its group's polynomials make it."""
    items = array(from_canonical_json(raw, limit=TRUSTEES_LIMIT))
    require(0 < len(items) <= MOST_TRUSTEES, "wrong_length", found=len(items), wanted=1)
    read: list[Single | Group] = []
    for i, item in enumerate(items, 1):
        with at(str(i)):
            kind, value = array(item, 2)
            match kind:
                case "Single":
                    read.append(Single(key=_read_key(value, in_group=False)))
                case "Pedersen":
                    read.append(read_group(value))
                case _:
                    raise Refused("wrong_shape")
            require(
                sum(len(one.keys) for one in read) <= MOST_TRUSTEES,
                "wrong_length",
                found=len(items),
                wanted=1,
            )
    trustees = Trustees(items=tuple(read), raw=raw)
    require(len({key.value for key in trustees.keys}) == len(trustees.keys), "trustee_key_twice")
    return trustees


def _read_key(value: Any, *, in_group: bool) -> PublicKey:
    keys = ("pok", "public_key", "signature", "name") if in_group else ("pok", "public_key", "name")
    found = record(value, keys, ("signature", "name"))
    key = read_member(found["public_key"], place="public_key")
    pok = read_proof(found["pok"], place="pok")
    require(exponent_is_known(f"pok|{NAME}|{key}|", key, pok), "false_key_proof", "pok")
    signature = read_proof(found["signature"], place="signature") if "signature" in found else None
    name = string(found["name"], place="name") if "name" in found else None
    return PublicKey(value=key, pok=pok, signature=signature, name=name)


def read_certificate(value: Any, index: int, size: int, threshold: int) -> tuple[Signed, int, int]:
    """A signed certificate, with the verification key and the encryption key that it certifies."""
    signed = read_signed(value)
    content = from_canonical_json(signed.message.encode("utf-8"), limit=1 << 16)
    content = record(content, ("context", "verification", "encryption"), ("context",), place="message")
    verification = read_member(content["verification"], place="message/verification")
    encryption = read_member(content["encryption"], place="message/encryption")
    if "context" in content:
        wanted = {"group": NAME, "size": size, "threshold": threshold, "index": index}
        require(to_json(content["context"]) == to_json(wanted), "wrong_certificate", "message/context")
    require(is_signed(verification, signed.message, signed.signature), "false_certificate", "signature")
    return signed, verification, encryption


def read_signed(value: Any) -> Signed:
    found = record(value, ("message", "signature"))
    message = string(found["message"], place="message")
    return Signed(message=message, signature=read_proof(found["signature"], place="signature"))


def read_coefficients(signed: Signed, verification: int, threshold: int) -> list[int]:
    """A trustee's polynomial in the exponent, signed by that trustee."""
    content = from_canonical_json(signed.message.encode("utf-8"), limit=1 << 20)
    items = array(
        record(content, ("coefexps",), place="message")["coefexps"], threshold, place="message/coefexps"
    )
    found = [read_member(item, place=f"message/coefexps/{k}") for k, item in enumerate(items, 1)]
    require(is_signed(verification, signed.message, signed.signature), "false_coefficients", "signature")
    return found


def read_group(value: Any) -> Group:
    """A group of trustees, all of it checked."""
    parts = ("threshold", "certs", "coefexps", "signatures", "verification_keys")
    found = record(value, parts, ("signatures",))
    threshold = count(found["threshold"], place="threshold")
    certs = array(found["certs"], place="certs")
    size = len(certs)
    require(0 < threshold <= size <= MOST_TRUSTEES, "wrong_threshold", "threshold")
    certificates, verification, encryption = [], [], []
    for i, item in enumerate(certs, 1):
        with at(f"certs/{i}"):
            signed, vk, ek = read_certificate(item, i, size, threshold)
        certificates.append(signed)
        verification.append(vk)
        encryption.append(ek)
    require(len({*verification, *encryption}) == 2 * size, "trustee_key_twice", "certs")
    coefficients, polynomials = [], []
    for i, item in enumerate(array(found["coefexps"], size, place="coefexps"), 1):
        with at(f"coefexps/{i}"):
            coefficients.append(read_signed(item))
            polynomials.append(read_coefficients(coefficients[-1], verification[i - 1], threshold))
    signatures = None
    if "signatures" in found:
        signatures = _read_agreements(found["signatures"], certificates, polynomials, verification)
    # The product of what each polynomial is at a point is what the product of the polynomials is there.
    together = [engine().product(column) for column in zip(*polynomials, strict=True)]
    keys = []
    for j, item in enumerate(array(found["verification_keys"], size, place="verification_keys"), 1):
        with at(f"verification_keys/{j}"):
            key = _read_key(item, in_group=True)
            require(key.value == at_point(together, j), "inconsistent_key", "public_key")
            if key.signature is not None:
                signed_key = is_signed(verification[j - 1], str(key.value), key.signature)
                require(signed_key, "false_key_signature", "signature")
        keys.append(key)
    return Group(
        threshold=threshold,
        certificates=tuple(certificates),
        coefficients=tuple(coefficients),
        signatures=signatures,
        keys=tuple(keys),
        public_key=together[0],
    )


def _read_agreements(
    value: Any,
    certificates: Sequence[Signed],
    polynomials: Sequence[Sequence[int]],
    verification: Sequence[int],
) -> tuple[Proof, ...]:
    found = []
    for i, item in enumerate(array(value, len(certificates), place="signatures"), 1):
        proof = read_proof(item, place=f"signatures/{i}")
        agreed = is_signed(verification[i - 1], agreement(certificates, polynomials[i - 1]), proof)
        require(agreed, "false_agreement", f"signatures/{i}")
        found.append(proof)
    return tuple(found)


def lagrange(index: int, indexes: Sequence[int]) -> int:
    """What a share counts for in the group of those who opened."""
    found = 1
    for other in indexes:
        if other != index:
            found = found * other * pow(other - index, -1, Q) % Q
    return found
