#!/usr/bin/env python3
"""Check an export of the record without Comity, by Python 3.11 alone: verify_record.py FILE [KEY] [CHECKPOINT ...]
KEY is a file with the published key; each CHECKPOINT was kept from before the file was made, or published after.
Prints null and ends with 0 when the file is sound; else the first place where not, and 1; 2 when it could not try."""

# fmt: off
# ruff: noqa: B023, C408, DTZ007, E401, E501, I001, PTH123, SIM115
import base64, datetime, functools, hashlib, json, re, sys
P, L = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D, BASE, ZERO = -121665 * pow(121666, -1, P) % P, b"\x58" + b"\x66" * 31, (0, 1, 1, 0)
LONGEST, HASH, NAME = 4 * 1024 * 1024 + 16 * 1024 + 1024, re.compile("[0-9a-f]{64}"), re.compile("[!-*,-~]{1,200}")
Unsound = type("Unsound", (Exception,), {})
def need(good, field="", **place):  # what it is given, or what the function that it is given returns, must be true
    try:
        return (good() if callable(good) else good) or int("not a number, so not sound")
    except (ValueError, RecursionError, Unsound):
        raise Unsound(dict(place, field=field)) from None
def fields(found, **wanted):
    for name in sorted(found.keys() | wanted.keys()):
        shown = name if len(name) <= 40 and name.isascii() and name.isidentifier() else "?"
        need(name in wanted and type(found.get(name)) is wanted[name], shown)
def canonical(value, depth=0):  # RFC 8785 for objects, arrays, strings, whole numbers, true, false, null
    kind, deeper = type(value), lambda inner: canonical(inner, depth + 1)
    need(depth <= 64 and kind is not float and not (kind is int and abs(value) >= 2**53))
    if kind is dict:
        need("".join(value).isascii())
        return b"{%s}" % b",".join(deeper(name) + b":" + deeper(value[name]) for name in sorted(value))
    return b"[%s]" % b",".join(map(deeper, value)) if kind is list else json.dumps(value, ensure_ascii=False).encode()
def node(right, left):
    return hashlib.sha256(b"\1" + left + right).digest()
def add(a, b):  # Ed25519 (RFC 8032), points in extended coordinates
    e, f, g, h = (a[1] - a[0]) * (b[1] - b[0]), (a[1] + a[0]) * (b[1] + b[0]), 2 * a[3] * b[3] * D, 2 * a[2] * b[2]
    return (f - e) * (h - g) % P, (h + g) * (f + e) % P, (h - g) * (h + g) % P, (f - e) * (f + e) % P
def times(factor, point):
    return functools.reduce(lambda sum_, bit: add(add(sum_, sum_), point if bit == "1" else ZERO), bin(factor)[2:], ZERO)
def pack(point):
    x, y = (c * pow(point[2], -1, P) % P for c in point[:2])
    return (y | (x & 1) << 255).to_bytes(32, "little")
def unpack(packed):
    odd, y = divmod(int.from_bytes(packed, "little"), 2**255)
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    root = pow(square, (P + 3) // 8, P)
    roots = [x for r in (root, root * pow(2, P // 4, P)) for x in (r % P, -r % P) if (x * x - square) % P == 0 and x & 1 == odd]
    need(roots and y < P and len(packed) == 32)
    return roots[0], y, 1, roots[0] * y % P
def signed(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    x, y, z, t = times(int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L, unpack(key))
    return len(signature) == 64 and s < L and pack(add(times(s, unpack(BASE)), (-x, y, z, -t))) == r
def unbase64(text):
    decoded = base64.b64decode(text, validate=True)
    return decoded if base64.b64encode(decoded).decode() == text else unbase64("?")
def key_id(name, key):
    return hashlib.sha256(name.encode() + b"\n\1" + key).digest()[:4]
def moment(text):
    back = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").isoformat(timespec="microseconds") + "Z"
    return text if back == text else moment("")
def checkpoint(text):  # C2SP tlog-checkpoint and signed-note
    body, _, below = text.partition("\n\n")
    head = re.fullmatch(r"([!-*,-~]{1,200})\n(0|[1-9][0-9]{0,14})\n([^=\n]{43}=)((\n[^\n]+)*)", body)
    notes = [re.fullmatch("— ([!-*,-~]{1,200}) ([^ ]{8,})", line) for line in below.removesuffix("\n").split("\n")]
    need(head and all(notes) and len(text) <= 16384 and text[-1] == "\n" and not re.search(r"[\0-\x09\x0b-\x1f\x7f]", text))
    time, signatures = re.search("\ntime (.*)", head[4]), [(n[1], unbase64(n[2])) for n in notes]
    return head[1], int(head[2]), unbase64(head[3]), moment(time[1]) if time else "", (body + "\n").encode(), signatures

def check(lines, given, published, at):
    count, size, signed_at, ended, missing, heads, nodes, digest = 0, -1, "", False, {}, {}, [], hashlib.sha256()
    origin, key, clearances, root = "", b"", set(), lambda: functools.reduce(node, reversed(nodes)) if nodes else hashlib.sha256(b"").digest()
    def note(text, **place):
        found = need(lambda: checkpoint(text), "checkpoint", **place)
        mine = [signature[4:] for name, signature in found[5] if (name, signature[:4]) == (origin, key_id(origin, key))]
        need(found[0] == origin and mine and all(signed(key, found[4], one) for one in mine), "checkpoint", **place)
        return found
    for line in lines:
        at.update(line=at["line"] + 1, sequence=0, stream="")
        need(len(line) <= LONGEST and not ended)
        line = line.removesuffix(b"\n")
        value = need(lambda: json.loads(line.decode()))
        need(type(value) is dict and (at["line"] > 1 or "manifest" in value))
        if "entry" in value:
            at["sequence"], opened, erased = count + 1, value.keys() & {"payload", "salt"}, value.keys() & {"erased"}
            fields(value, entry=dict, **(dict(payload=dict, salt=str) if opened else dict.fromkeys(erased, bool)))
            header, rest = value["entry"], b',"erased":true' if erased else b""
            fields(header, at=str, audience=str, commitment=str, kind=str, sequence=int, stream=str, version=int)
            packed = need(lambda: canonical(header), "entry")
            need(len(packed) <= 16384 and max(len(header["stream"]), len(header["kind"])) <= 200, "entry")
            if opened:
                salt = need(HASH.fullmatch(value["salt"]), "salt")[0]
                payload = need(lambda: canonical(value["payload"]), "payload")
                rest = b',"payload":' + payload + b',"salt":"' + salt.encode() + b'"'
            need(line == b'{"entry":' + packed + rest + b"}")
            at["stream"], tokens = header["stream"], header["audience"].split(" ")
            version, last = heads.get(header["stream"], (0, ""))
            need(header["sequence"] == count + 1, "sequence")
            need(header["version"] == version + 1, "version")
            need(lambda: moment(header["at"]) >= last, "at")
            need(all(tokens) and sorted({*tokens}) == tokens and tokens.count("public") in (0, len(tokens)), "audience")
            cleared = need(HASH.fullmatch(header["commitment"]), "commitment") and clearances & {*tokens}
            if opened:
                need(hashlib.sha256(bytes.fromhex(salt) + payload).hexdigest() == header["commitment"] and cleared, "payload")
            elif cleared and not erased:
                missing = missing or dict(at)
            heads[header["stream"]], count, leaf = (version + 1, header["at"]), count + 1, hashlib.sha256(b"\0" + packed).digest()
            for _ in range((count & -count).bit_length() - 1):  # as many full subtrees as this leaf completes
                leaf = node(leaf, nodes.pop())
            nodes.append(leaf)
            need(all(found[1] != count or found[2] == root() for found in given), "checkpoint")
        else:
            need(lambda: len(value) == 1 and canonical(value) == line)
            [(what, inside)] = value.items()
            fields(value, **({"manifest": dict} if at["line"] == 1 else {what: {"checkpoint": str, "end": dict}.get(what)}))
        if "manifest" in value:
            fields(inside, clearances=list, format=str, key=str, origin=str)
            origin, tokens = inside["origin"], inside["clearances"]
            need(all(type(t) is str and t and " " not in t for t in tokens) and sorted({*tokens}) == tokens, "clearances")
            need(inside["format"] == "comity-record-1", "format")
            clearances, key = {"public", *tokens}, need(lambda: unbase64(inside["key"].split("+", 2)[-1]), "key")[1:]
            need(lambda: NAME.fullmatch(origin) and pack(times(8, unpack(key))) != pack(ZERO), "key")
            written = f"{origin}+{key_id(origin, key).hex()}+" + base64.b64encode(b"\1" + key).decode()
            need(inside["key"] == written and published in (None, written), "key")
            given = [note(text, line=0) for text in given]
        elif "checkpoint" in value:
            last, (_, size, signed_root, signed_at, _, _) = signed_at, note(inside)
            need(size == count and signed_root == root() and signed_at >= last, "checkpoint")
        elif "end" in value:
            fields(inside, entries=int, sha256=str)
            need(inside["entries"] == count, "entries")
            need(size == count, sequence=size + 1)
            ended = need(inside["sha256"] == digest.hexdigest(), "sha256")
        digest.update(line + b"\n")
    at.update(sequence=0, stream="")
    need(ended, line=at["line"] + 1)
    need(all(found[1] <= count for found in given), "checkpoint", sequence=count + 1)
    need(not missing, "payload", **missing)
def main(path="", *others):
    at = {"line": 0, "sequence": 0, "stream": ""}
    try:
        texts = [open(other, encoding="utf-8", errors="replace", newline="\n").read(65536) for other in others]
        published = next((text.strip() for text in texts if "\n\n" not in text), None)
        with open(path, "rb") as file:
            check(iter(lambda: file.readline(LONGEST + 1), b""), [text for text in texts if "\n\n" in text], published, at)
    except OSError as error:
        print(error, __doc__, sep="\n", file=sys.stderr)
        return 2
    except Unsound as unsound:
        print(json.dumps(at | unsound.args[0], sort_keys=True))
        return 1
    return print("null")
if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
