# SPDX-License-Identifier: BSL-1.0
"""Signatures made by hand. The public vectors and the mutations have tests of their own."""
import base64
import hashlib

from entries import (
    ATTACKER, CUBIC, CUSTOMER, KEYS, NOW, OTHER, TEXTS, Text, claims, concat, entry, header, jwk,
    keyset, ref, repeat, signer, token,
)  # fmt: skip
from forge import DIGEST_OIDS, HASHES, cube_root_forgery, der, digest_info, octets_of


def add_entries():
    n, size = CUSTOMER.n, CUSTOMER.size
    good = int.from_bytes(base64.b64decode(TEXTS["good"]["signature"] + "==", "-_"), "big")

    def of_octets(id, note, rules, data, expect="signature_invalid"):
        entry(id, note, rules, token(sign=lambda _: data), expect)

    for label, number in {
        "0": 0,
        "1": 1,
        "n-less-1": n - 1,
        "n": n,
        "n-plus-1": n + 1,
        "all-ones": (1 << (8 * size)) - 1,
        "negated": n - good,
    }.items():
        note = "a signature that is a number of no use"
        of_octets(f"E-04-{label}", note, [31, 32], octets_of(number, size))
    if good + n < 1 << (8 * size):
        of_octets("E-04-plus-n", "s + n: the same modulo n", [31], octets_of(good + n, size))
    sound = octets_of(good, size)
    for label, data in {
        "leading-zero": b"\0" + sound,
        "trailing-zero": sound + b"\0",
        "first-cut": sound[1:],
        "last-cut": sound[:-1],
        "empty": b"",
        "one-octet": sound[:1],
        "twice": sound * 2,
        "plus-n-longer": octets_of(good + n, size + 1),
    }.items():
        of_octets(f"E-04-{label}", "a signature of another length than the modulus", [30], data)
    long = concat(ref("good"), repeat("A", 1 << 16))
    entry("E-04-64-kib", "a signature of 64 KiB", [9, 30], long, "token_too_large")
    # A modulus with room above it, so that s + n still has the right length.
    roomy = min((key for key in KEYS.values() if key.size == 256 and key.e > 3), key=lambda k: k.n)
    roomy_kid = next(name for name, key in KEYS.items() if key is roomy)
    head = header(kid=roomy_kid)
    for attempt in range(64):
        fitting = token(head, claims(attempt=attempt), signer(roomy))
        s = int.from_bytes(base64.b64decode(fitting["signature"] + "==", "-_"), "big")
        if s + roomy.n < 1 << 2048:
            break
    else:
        raise AssertionError("no signature leaves room for s + n")
    entry(
        "E-04-s-plus-n",
        "s + n in as many octets as n: equal to s modulo n, and not the signature",
        [31],
        token(head, claims(attempt=attempt), lambda _: octets_of(s + roomy.n, 256)),
        "signature_invalid",
        keys=keyset(jwk(roomy, roomy_kid)),
        twin=fitting,
    )

    def signature_of(name, id, note, rules, head, payload):
        signature = TEXTS[name]["signature"]
        entry(id, note, rules, Text(header=head, payload=payload, signature=signature),
              "signature_invalid")  # fmt: skip

    note = "the same text signed by the other key"
    signature_of("good-next", "E-06-other-key", note, [81], header(), claims())
    note = "the signature of another token"
    signature_of("good", "E-06-other-token", note, [7, 38], header(), claims(sub="admin"))
    note = "another header around it"
    signature_of("good", "E-06-other-header", note, [7, 38], header(x=1), claims())
    note = "the same claims spelled otherwise"
    respelled = claims().replace(",", ", ")
    signature_of("good", "E-06-respelled", note, [7], header(), respelled)
    for label, payload in {
        "expired": claims(exp=NOW - 9999),
        "other-issuer": claims(iss="https://attacker.example"),
        "no-subject": claims(sub=None),
        "not-json": "not JSON",
        "twice": claims()[:-1] + ',"sub":"admin"}',
    }.items():
        note = "a bad signature over bad claims: nothing is said of the claims"
        attack = token(payload=payload, sign=signer(ATTACKER))
        entry(f"E-06-before-claims-{label}", note, [38, 39], attack, "signature_invalid")
    entry(
        "E-06-other-tenant",
        "a key of the same size of another tenant",
        [86],
        token(sign=signer(OTHER)),
        "signature_invalid",
    )

    def digest(message):
        return HASHES["256"](message).digest()

    def block(id, note, encode, rules=(32,)):
        attack = token(sign=lambda message: CUSTOMER.sign_encoded(encode(message)))
        entry(id, note, list(rules), attack, "signature_invalid")

    oid = DIGEST_OIDS["256"]

    def long_form(info):
        return bytes([info[0], 0x81, info[1]]) + info[2:]

    block(
        "E-07-missing-null",
        "DigestInfo without the NULL",
        lambda m: CUSTOMER.pad(digest_info(oid, digest(m), b"")),
    )
    block("E-07-no-digest-info", "the bare hash", lambda m: CUSTOMER.pad(digest(m)))
    block(
        "E-07-long-form-length",
        "DigestInfo with a length in BER's long form",
        lambda m: CUSTOMER.pad(long_form(digest_info(oid, digest(m)))),
    )
    block(
        "E-07-garbage-in-parameters",
        "octets hidden in the parameters",
        lambda m: CUSTOMER.pad(digest_info(oid, digest(m), der(4, b"hidden"))),
    )
    block(
        "E-07-garbage-after",
        "short padding and garbage after the hash (Bleichenbacher 2006)",
        lambda m: CUSTOMER.pad(digest_info(oid, digest(m)), size - 64) + b"\xaa" * 64,
    )
    block(
        "E-07-garbage-before",
        "garbage before the DigestInfo",
        lambda m: CUSTOMER.pad(b"\xaa" * 16 + digest_info(oid, digest(m))),
    )
    block(
        "E-07-short-padding",
        "an early separator: zeros for the rest of the padding",
        lambda m: (b"\0\1" + b"\xff" * 8).ljust(size - 51, b"\0") + digest_info(oid, digest(m)),
    )
    for label, start in {"type-0": b"\0\0", "type-2": b"\0\2", "no-leading-zero": b"\1\1"}.items():
        block(
            f"E-07-{label}",
            "another block type",
            lambda m: start + CUSTOMER.pad(digest_info(oid, digest(m)))[2:],
        )
    block(
        "E-07-padding-octet",
        "one octet of the padding is FE",
        lambda m: CUSTOMER.pad(digest_info(oid, digest(m))).replace(b"\xff", b"\xfe", 1),
    )
    block(
        "E-07-sha-1",
        "SHA-1 inside",
        lambda m: CUSTOMER.pad(digest_info(DIGEST_OIDS["1"], hashlib.sha1(m).digest())),
        (32, 33),
    )
    for bits in ("384", "512"):
        block(
            f"E-07-oid-of-sha-{bits}",
            f"a SHA-256 hash under the name of SHA-{bits}",
            lambda m: CUSTOMER.pad(digest_info(DIGEST_OIDS[bits], digest(m))),
            (32, 33),
        )
    cubic = jwk(CUBIC, "cubic")

    def forge(message):
        return cube_root_forgery(CUBIC.n, digest_info(oid, digest(message)))

    cubic_good = token(header(kid="cubic"), sign=signer(CUBIC))
    entry(
        "E-08-key-refused",
        "a cube-root forgery: the key with e = 3 is not taken in the first place",
        [74],
        token(header(kid="cubic"), sign=forge),
        "key_not_found",
        keys=keyset(cubic, ref("jwk-customer")),
        skipped=[(0, "key_exponent")],
        twin=ref("good"),
    )
    entry(
        "E-08-key-allowed",
        "the same where e = 3 was allowed on purpose: the forgery does not pass either",
        [32],
        token(header(kid="cubic"), sign=forge),
        "signature_invalid",
        keys=keyset(cubic, ref("jwk-customer")),
        min_exponent=3,
        twin=cubic_good,
    )
