"""What a trustee, an observer or an auditor does with an archive: `comity ballots verify`, and the rest."""

from __future__ import annotations

import argparse
import json
import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from comity.ballots.archive import TALLY, FileSource, read_archive
from comity.ballots.canonical import from_canonical_json, is_decimal, short_hash, to_json
from comity.ballots.decryption import make_share, make_transcript, own_share
from comity.ballots.elections import Election, read_election
from comity.ballots.group import Q, public
from comity.ballots.refusals import Refused, require
from comity.ballots.trustees import make_key
from comity.ballots.verify import Verified, verify_file
from comity.ballots.watching import watched
from comity.ballots.workers import WorkerLost
from comity.rules.words import LANGUAGES, Text, text

SOUND: Final = 0
REFUSED: Final = 1
INCOMPLETE: Final = 3
UNFINISHED: Final = 4
"""Nothing was found out: the check was stopped, or a process of it was."""


def add_commands(subparsers: Any) -> None:
    """Add `ballots` with its own commands; each sets `run`, a function of the parsed arguments."""
    ballots = subparsers.add_parser("ballots", help=_help("ballots"))
    add_own_commands(ballots.add_subparsers(dest="ballots_command", required=True))


def add_own_commands(commands: Any) -> None:
    """Add verify, inspect, make-key and decrypt."""
    verify = _command(commands, "verify", verify_archive)
    verify.add_argument("file", type=Path, help=_help("file"))
    verify.add_argument("--transcript", type=Path, action="append", default=[], help=_help("transcript"))
    verify.add_argument("--processes", type=int, default=os.cpu_count() or 1, help=_help("processes"))
    inspect = _command(commands, "inspect", inspect_archive)
    inspect.add_argument("file", type=Path, help=_help("file"))
    key = _command(commands, "make-key", make_trustee_key)
    key.add_argument("--folder", type=Path, default=Path(), help=_help("folder"))
    key.add_argument("--name", help=_help("name"))
    decrypt = _command(commands, "decrypt", decrypt_tally)
    decrypt.add_argument("file", type=Path, help=_help("file"))
    decrypt.add_argument("--key", type=Path, required=True, help=_help("key"))
    decrypt.add_argument("--owner", type=int, required=True, help=_help("owner"))
    decrypt.add_argument("--folder", type=Path, default=Path(), help=_help("folder"))
    decrypt.add_argument("--processes", type=int, default=os.cpu_count() or 1, help=_help("processes"))


def _help(name: str) -> str:
    return text(f"ballots.commands.help_{name}").say()


def _command(commands: Any, name: str, run: Any) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=_help(name.replace("-", "_")))
    parser.add_argument("--json", action="store_true", help=_help("json"))
    parser.add_argument("--language", choices=LANGUAGES, default="en", help=_help("language"))
    parser.set_defaults(run=run)
    return parser


def _say(args: argparse.Namespace, sentences: Sequence[Text | str], answer: dict[str, Any]) -> None:
    if args.json:
        print(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for sentence in sentences:
        print(_harmless(sentence if isinstance(sentence, str) else sentence.say(args.language)))


def _harmless(line: str) -> str:
    """What others wrote, without the signs that would command a terminal."""
    return "".join(
        sign if unicodedata.category(sign) != "Cc" else "\N{REPLACEMENT CHARACTER}" for sign in line
    )


def _refuse(args: argparse.Namespace, refusal: Refused) -> int:
    answer = {
        "verdict": "refused",
        "code": refusal.code,
        "place": refusal.place,
        "reason": refusal.reason.say(args.language),
    }
    _say(args, [text("ballots.commands.refused"), refusal.say(args.language)], answer)
    return REFUSED


def _unreadable(args: argparse.Namespace, error: OSError) -> int:
    sentence = text(
        "ballots.commands.exists" if isinstance(error, FileExistsError) else "ballots.commands.unreadable",
        name=str(error.filename),
    )
    _say(args, [sentence], {"verdict": "unreadable", "reason": sentence.say(args.language)})
    return REFUSED


def _unfinished(args: argparse.Namespace, error: BaseException) -> int:
    sentence = error.reason if isinstance(error, WorkerLost) else text("ballots.commands.stopped")
    _say(args, [sentence], {"verdict": "unfinished", "reason": sentence.say(args.language)})
    return UNFINISHED


def _watched(args: argparse.Namespace, transcripts: Mapping[int, bytes] | None = None) -> Verified:
    """Verify, telling on a terminal how far it is."""
    with watched(args.language) as progress:
        return verify_file(
            args.file, transcripts=transcripts, processes=max(1, args.processes), progress=progress
        )


def verify_archive(args: argparse.Namespace) -> int:
    """Exit 0 when complete and sound, 3 when sound but incomplete, 4 when stopped, 1 otherwise."""
    try:
        transcripts = dict(_owned(path) for path in args.transcript)
        found = _watched(args, transcripts)
    except Refused as refusal:
        return _refuse(args, refusal)
    except OSError as error:
        return _unreadable(args, error)
    except (WorkerLost, KeyboardInterrupt) as error:
        return _unfinished(args, error)
    verdict = (
        text("ballots.commands.complete")
        if found.complete
        else text("ballots.commands.incomplete", stage=found.stage)
    )
    counted = text(
        "ballots.commands.ballots_counted",
        ballots=found.ballots,
        counted=found.tally.ballots,
        credentials=found.credentials,
    )
    proofs = text("ballots.commands.second_proofs", shares=len(found.shares), transcripts=found.transcripts)
    lines = [verdict, _stands_at(found.election, found.stage), counted, proofs]
    _say(args, [*lines, *_result_lines(found, args.language)], _answer(found))
    return SOUND if found.complete else INCOMPLETE


def _owned(path: Path) -> tuple[int, bytes]:
    """A transcript file with its trustee's number."""
    raw = path.read_bytes()
    value = from_canonical_json(raw, limit=64 << 20)
    owner = value.get("owner") if isinstance(value, dict) else None
    if type(owner) is not int:
        raise Refused("wrong_shape", path.name)
    return owner, raw


def _answer(found: Verified) -> dict[str, Any]:
    return {
        "verdict": "complete" if found.complete else "incomplete",
        "stage": found.stage,
        "uuid": found.election.uuid,
        "fingerprint": found.election.fingerprint,
        "credentials": found.credentials,
        "ballots": found.ballots,
        "counted": found.tally.ballots,
        "weight": found.tally.weight,
        "shares": sorted(found.shares),
        "second_proofs": found.transcripts,
        "result": [counts for _, counts in _rows(found)] if found.complete else None,
    }


def _rows(found: Verified) -> Iterator[tuple[int, list[int]]]:
    """Questions by position, with their counts."""
    counts = iter(found.result or ())
    for i, question in enumerate(found.election.questions):
        yield i, [next(counts) for _ in range(question.ciphertexts)]


def _result_lines(found: Verified, language: str) -> Iterator[str]:
    if not found.complete:
        return
    for i, counts in _rows(found):
        question = found.election.questions[i]
        blank = [text("ballots.commands.blank_answer").say(language)] if question.blank else []
        yield question.question
        yield from (f"  {n:>6}  {a}" for a, n in zip([*blank, *question.answers], counts, strict=True))


def _stands_at(election: Election, stage: str) -> Text:
    return text(
        "ballots.commands.stands_at",
        name=election.name,
        uuid=election.uuid,
        stage=stage,
        fingerprint=election.fingerprint,
    )


def inspect_archive(args: argparse.Namespace) -> int:
    """What the archive contains: file and chain are checked, proofs are not."""
    try:
        with FileSource(args.file) as source:
            archive = read_archive(source)
            election = read_election(archive.election)
            trackers = [short_hash(place.of(source)) for place in archive.ballots]
    except Refused as refusal:
        return _refuse(args, refusal)
    except OSError as error:
        return _unreadable(args, error)
    stage = archive.head.stage or ""
    answer = {
        "uuid": election.uuid,
        "name": election.name,
        "stage": stage,
        "fingerprint": election.fingerprint,
        "questions": [question.plain() for question in election.questions],
        "trackers": trackers,
        "shares": len(archive.shares),
    }
    _say(args, [_stands_at(election, stage), *trackers], answer)
    return SOUND


def make_trustee_key(args: argparse.Namespace) -> int:
    """Write a secret key that only its owner may read, and the public key that goes with it."""
    secret, key = make_key(name=args.name)
    raw = to_json(key.plain())
    fingerprint = short_hash(str(key.value).encode("ascii"))
    stem = "".join(letter for letter in fingerprint if letter.isalnum())[:8]
    private_file, public_file = args.folder / f"{stem}.privkey", args.folder / f"{stem}.pubkey"
    try:
        _write(private_file, to_json(str(secret)), secret=True)
        _write(public_file, raw)
    except OSError as error:
        return _unreadable(args, error)
    files = {"secret": private_file.name, "public": public_file.name, "fingerprint": fingerprint}
    _say(args, [text("ballots.commands.key_made", **files)], files)
    return SOUND


def _write(path: Path, data: bytes, *, secret: bool = False) -> None:
    """Never over a file that is there; a secret one readable by its owner only, from the first moment."""
    with os.fdopen(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if secret else 0o644), "wb"
    ) as file:
        file.write(data)


def decrypt_tally(args: argparse.Namespace) -> int:
    """Check the whole archive, and only then make the trustee's share and its second proof."""
    try:
        secret = _read_secret(args.key)
        found = _watched(args)
        _may_be_opened(found, args.owner, secret)
        share = make_share(found.election, found.tally.product, secret)
        raw = share.to_bytes(found.election)
        transcript = make_transcript(found.election, found.tally.product, share, args.owner, secret)
        stem = f"{found.election.uuid}.{args.owner}"
        names = {
            "share": f"{stem}.share.json",
            "owned": f"{stem}.owned.json",
            "transcript": f"{stem}.transcript.json",
        }
        for name, data in zip(names.values(), (raw, own_share(args.owner, raw), transcript), strict=True):
            _write(args.folder / name, data)
    except Refused as refusal:
        return _refuse(args, refusal)
    except OSError as error:
        return _unreadable(args, error)
    except (WorkerLost, KeyboardInterrupt) as error:
        return _unfinished(args, error)
    sentence = text("ballots.commands.share_made", share=names["share"], transcript=names["transcript"])
    _say(args, [sentence], names)
    return SOUND


def _read_secret(path: Path) -> int:
    value = from_canonical_json(path.read_bytes().strip(), limit=1 << 10)
    if isinstance(value, dict):
        value = value.get("decryption_key")
    require(isinstance(value, str) and is_decimal(value, 77) and int(value) < Q, "not_a_number", path.name)
    return int(value)


def _may_be_opened(found: Verified, owner: int, secret: int) -> None:
    """A trustee opens a tally that is final, large enough to hide each vote, and held by this key."""
    require(found.stage == TALLY or bool(found.shares), "no_tally")
    fewest = found.election.policy.fewest
    require(found.tally.ballots >= fewest, "too_few_ballots", found=found.tally.ballots, wanted=fewest)
    keys = found.trustees.keys
    require(0 < owner <= len(keys), "unknown_trustee", owner=owner)
    require(keys[owner - 1].value == public(secret), "not_your_key", owner=owner)


def main(arguments: Sequence[str] | None = None) -> int:
    """`python -m comity.ballots`."""
    parser = argparse.ArgumentParser(prog="comity ballots", description=_help("ballots"))
    add_own_commands(parser.add_subparsers(required=True))
    args = parser.parse_args(arguments)
    run: Any = args.run
    return int(run(args))
