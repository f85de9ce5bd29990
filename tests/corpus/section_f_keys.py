# SPDX-License-Identifier: BSL-1.0
"""Key sets and keys."""
import base64
import hashlib

import section_f_files
from entries import (
    ATTACKER, CUBIC, CUSTOMER, KID, NEXT, OTHER, PRIME, SMALL, concat, edit, expand, good_key_entry,
    jwk, key_entry, keyset, keyset_entry, octets, ref, repeat, token,
)  # fmt: skip
from forge import HASHES, base64url, noise, octets_of, roca_modulus


def add_entries():
    def modulus(number, size=None):
        return {"n": base64url(octets_of(number, size))}

    def bad_n(id, note, members, expect, rules=(72,), name=None, twin=None):
        bad = jwk(NEXT, "customer-2", **members)
        key_entry(f"F-01-{id}", note, list(rules), bad, expect, name, twin)

    def good_n(id, note, members, rules):
        good_key_entry(f"F-01-{id}", note, list(rules), jwk(NEXT, "customer-2", **members))

    n = NEXT.n
    octet_text = base64url(octets_of(n))
    bad_n("leading-zero", "n with a leading zero octet", modulus(n, 257), "key_modulus")
    bad_n("padding", "n with padding", {"n": octet_text + "="}, "key_member", name="n")
    standard = base64.b64encode(octets_of(n)).decode().rstrip("=")
    assert standard != octet_text
    bad_n("standard-base64", "n in the other base64", {"n": standard}, "key_member", name="n")
    lines = octet_text[:64] + "\n" + octet_text[64:]
    bad_n("newline", "n broken into lines", {"n": lines}, "key_member", name="n")
    tail = octet_text[:-1] + chr(ord(octet_text[-1]) + 1)
    bad_n("unused-bits", "n with unused bits set", {"n": tail}, "key_member", name="n")
    bad_n("empty", "n empty", {"n": ""}, "key_modulus")
    bad_n("one-octet", "n of one octet", modulus(0xF1), "key_too_small", (29,))
    bad_n("zero", "n = 0", modulus(0), "key_modulus")
    bad_n("missing", "no n", {"n": None}, "key_member", name="n")
    bad_n("number", "n is a number", {"n": 65537}, "key_member", name="n")
    bad_n("array", "n is an array", {"n": [octet_text]}, "key_member", name="n")
    dotted = octet_text.replace(octet_text[0], ".", 1)
    bad_n("dot", "n with a character of no alphabet", {"n": dotted}, "key_member", name="n")
    at_least = jwk(NEXT, "customer-2", **modulus(noise("n", 2048)))
    at_most = jwk(NEXT, "customer-2", **modulus(noise("n", 8192)))
    bad_n("512-bits", "a modulus of 512 bits", modulus(noise("n", 512)), "key_too_small", (29,))
    bad_n("1024-bits", "a real key of 1024 bits", modulus(SMALL.n), "key_too_small", (29,))
    bits_2047 = modulus(noise("n", 2047))
    bad_n("2047-bits", "a modulus of 2047 bits", bits_2047, "key_too_small", (29,), twin=at_least)
    good_n("2048-bits", "a modulus of 2048 bits", modulus(noise("n", 2048)), (29,))
    good_n("8192-bits", "a modulus of 8192 bits", modulus(noise("n", 8192)), (75,))
    bits_8193 = modulus(noise("n", 8193))
    bad_n("8193-bits", "a modulus of 8193 bits", bits_8193, "key_too_large", (75,), twin=at_most)
    large = modulus(noise("n", 16385))
    bad_n("16385-bits", "a modulus of 16385 bits", large, "key_too_large", (75,), twin=at_most)
    bad_n("even", "an even modulus", modulus(n - 1), "key_modulus", (73,))
    note = "the top bit set: these numbers have no sign"
    good_n("negative-look", note, modulus(n | 1 << 2047), (72,))
    note = "not checked, and of no use but to its owner"
    good_n("prime", "a prime: " + note, modulus(PRIME), (73,))
    good_n("square", "the square of a prime: " + note, modulus(CUSTOMER.p**2), (73,))

    def bad_e(id, note, value, expect="key_exponent", rules=(73, 74), name=None, twin=None):
        bad = jwk(NEXT, "customer-2", e=value)
        key_entry(f"F-02-{id}", note, list(rules), bad, expect, name, twin)

    def exponent(number, size=None):
        return base64url(octets_of(number, size))

    bad_e("1", "e = 1: every message is its own signature", "AQ")
    bad_e("2", "e = 2", "Ag")
    bad_e("3", "e = 3", "Aw")
    bad_e("0", "e = 0", "AA")
    bad_e("empty", "e empty", "")
    bad_e("even", "e even", exponent(65538))
    bad_e("below", "e = 65535", exponent(65535))
    at_limit = jwk(NEXT, "customer-2", e=exponent(2**32 - 1))
    good_key_entry("F-02-32-bits", "e of 32 bits", [74], at_limit)
    bad_e("33-bits", "e = 2^32 + 1", exponent(2**32 + 1), twin=at_limit)
    bad_e("64-bits", "e of 64 bits", exponent(2**63 + 1))
    bad_e("wraps", "e = 2^64 + 65537: 65537 in 64 bits", exponent(2**64 + 65537))
    bad_e("n", "e = n", exponent(n))
    bad_e("over-n", "e > n", exponent(n + 2))
    bad_e("leading-zero", "e with a leading zero octet", exponent(65537, 4), rules=(72,))
    bad_e("missing", "no e", None, "key_member", (72,), "e")
    bad_e("number", "e is a number", 65537, "key_member", (72,), "e")
    bad_e("padding", "e with padding", "AQAB=", "key_member", (72,), "e")
    bad_e("unused-bits", "e with unused bits set", "AR", "key_member", (72,), "e")

    def member(id, note, rules, members, expect, name=None):
        key_entry(id, note, rules, jwk(NEXT, "customer-2", **members), expect, name)

    for name in ("d", "p", "q", "dp", "dq", "qi", "k"):
        note = f"private member {name}: the key has been disclosed"
        value = {"d": NEXT.d, "p": NEXT.p, "q": NEXT.q}.get(name, 3)
        value = base64url(octets_of(value))
        member(f"F-03-{name}", note, [77], {name: value}, "key_private_material")
    note = "private members of further primes"
    member("F-03-oth", note, [77], {"oth": []}, "key_private_material")
    with_null = jwk(NEXT, "customer-2", d="\x01").replace('"\\u0001"', "null")
    key_entry("F-03-d-null", "d is null", [77], with_null, "key_private_material")
    own = base64.b64encode(CUSTOMER.certificate).decode()
    foreign = base64.b64encode(ATTACKER.certificate).decode()
    sha1 = base64url(hashlib.sha1(CUSTOMER.certificate).digest())
    sha256 = base64url(HASHES["256"](CUSTOMER.certificate).digest())

    def certified(**members):
        return jwk(CUSTOMER, "certified", **members)

    sound = certified(x5c=[own], x5t=sha1, **{"x5t#S256": sha256})
    good_key_entry("F-03-certified", "x5c, x5t and x5t#S256 of the key", [83, 84, 85], sound)
    alone = certified(x5c=[own], n=None, e=None)
    good_key_entry("F-03-x5c-alone", "only x5c: the key is the certificate's", [83, 85], alone)
    chain = certified(x5c=[own, foreign])
    good_key_entry("F-03-x5c-chain", "the first certificate is the key's", [83], chain)
    upload = certified(x5u="https://attacker.example/")
    good_key_entry("F-03-x5u", "x5u is never followed", [84, 69], upload)
    for label, value in {
        "not-matching": [foreign],
        "second-matches": [foreign, own],
        "garbage": ["AAAA"],
        "not-base64": ["@@@@"],
        "url-base64": [base64url(CUSTOMER.certificate)],
        "empty": [],
        "string": own,
        "number": [1],
        "trailing": [base64.b64encode(CUSTOMER.certificate + b"\0").decode()],
        "cut": [base64.b64encode(CUSTOMER.certificate[:-1]).decode()],
        "public-key": [base64.b64encode(CUSTOMER.spki_der()).decode()],
    }.items():
        note = "x5c that is not a certificate of this key"
        bad = certified(x5c=value)
        key_entry(f"F-03-x5c-{label}", note, [83], bad, "key_certificate", twin=sound)
    for name, value in (("x5t", base64url(bytes(20))), ("x5t#S256", base64url(bytes(32)))):
        for label, text in {"not-matching": value, "garbage": "@", "cut": value[:-2]}.items():
            key_entry(
                f"F-03-{name.replace('#', '-')}-{label}",
                f"{name} that is not of the certificate",
                [84],
                certified(x5c=[own], **{name: text}),
                "key_certificate",
                twin=sound,
            )

    key_entry(
        "F-03-x5t-alone-garbage",
        "x5t that is no thumbprint of anything",
        [84],
        certified(x5t="@"),
        "key_certificate",
        twin=certified(x5t=sha1),
    )

    for label, value in {
        "lower": "rsa",
        "space": "RSA ",
        "number": 1,
        "missing": None,
        "oct": "oct",
        "EC": "EC",
        "OKP": "OKP",
        "array": ["RSA"],
        "empty": "",
    }.items():
        note = "kty that is not RSA"
        member(f"F-04-kty-{label}", note, [65, 68, 78], {"kty": value}, "key_type")
    for value in ("RSA-OAEP", "RS257", "rs256", "HS256", "ES256", "none", "", "RSA1_5", "RS256 "):
        label = {"": "empty", "RS256 ": "space"}.get(value, value)
        note = "alg that no RSA signature has"
        member(f"F-04-alg-{label}", note, [71], {"alg": value}, "key_alg")
    member("F-04-alg-number", "alg is a number", [71], {"alg": 256}, "key_alg")
    member("F-04-alg-array", "alg is an array", [71], {"alg": ["RS256"]}, "key_alg")
    for value in ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512"):
        good = jwk(NEXT, "customer-2", value)
        good_key_entry(f"F-04-alg-{value}", "alg of an RSA signature", [71], good)
    others = {"case": "Sig", "enc": "enc", "number": 1, "empty": "", "array": ["sig"]}
    for label, value in others.items():
        member(f"F-04-use-{label}", "use that is not sig", [70], {"use": value}, "key_use")
    for label, members in {
        "string": {"key_ops": "verify"},
        "duplicates": {"key_ops": ["verify", "verify"]},
        "empty": {"key_ops": []},
        "number": {"key_ops": [1]},
        "object": {"key_ops": {"verify": 1}},
        "sign": {"key_ops": ["sign"]},
        "encrypt": {"key_ops": ["encrypt", "wrapKey"]},
        "contradiction": {"use": "sig", "key_ops": ["encrypt"]},
        "contradiction-back": {"use": "enc", "key_ops": ["verify"]},
        "case": {"key_ops": ["Verify"]},
    }.items():
        note = "key_ops that does not allow to verify"
        member(f"F-04-key-ops-{label}", note, [70], members, "key_use")
    good = jwk(NEXT, "customer-2", use="sig", key_ops=["verify"])
    good_key_entry("F-04-use-and-key-ops", "use and key_ops that agree", [70], good)
    odd = jwk(NEXT, "customer-2", exp=1, x={"a": [1]}, issuer="x")
    good_key_entry("F-04-unknown-members", "members unknown to us", [69], odd)

    def whole(id, note, text, expect, rules=(66,), twin="customer"):
        keyset_entry(f"F-05-{id}", note, list(rules), text, expect, twin=twin)

    one = ref("jwk-customer")
    whole("array", "the set is an array", concat("[", one, "]"), "keyset_json")
    whole("string", "the set is a string", '"keys"', "keyset_json")
    whole("null", "the set is null", "null", "keyset_json")
    whole("empty-text", "no text", "", "keyset_json", (66, 59))
    whole("html", "a page of HTML", "<!DOCTYPE html><html></html>", "keyset_json", (59,))
    whole("trailing", "something after it", concat(ref("customer"), "x"), "keyset_json", (59,))
    whole("two", "two sets", concat(ref("customer"), ref("customer")), "keyset_json", (59,))
    whole("cut", "an answer cut short", edit(ref("customer"), -1, 1), "keyset_json", (59,))
    whole("bom", "a byte order mark", concat("\ufeff", ref("customer")), "keyset_json", (60,))
    wide = octets(expand(ref("customer")).decode().encode("utf-16"))
    whole("utf-16", "UTF-16", wide, "keyset_json", (60,))
    latin = concat('{"x":"', octets(b"\xe9"), '","keys":[', one, "]}")
    whole("latin-1", "not UTF-8", latin, "keyset_json", (60, 62))
    whole("empty-object", "an object without members", "{}", "keyset_no_keys")
    whole("lone-jwk", "a JWK instead of a set", one, "keyset_no_keys")
    whole("other-case", "Keys", concat('{"Keys":[', one, "]}"), "keyset_no_keys")
    for label, value in {"object": "{}", "string": '"x"', "null": "null", "number": "1"}.items():
        whole(f"keys-{label}", f"keys of type {label}", f'{{"keys":{value}}}', "keyset_no_keys")
    whole("keys-is-jwk", "keys is one JWK", concat('{"keys":', one, "}"), "keyset_no_keys")
    whole("no-key", "keys is empty", '{"keys":[]}', "keyset_no_usable_key", (68,))
    twice = concat('{"keys":[', ref("jwk-next"), '],"keys":[', one, "]}")
    whole("keys-twice", "two members keys", twice, "keyset_json", (67,))
    twice = concat('{"x":1,"x":1,"keys":[', one, "]}")
    whole("member-twice", "another member twice", twice, "keyset_json", (67,))
    twice = concat('{"keys":[', one, '],"\\u006beys":[]}')
    whole("keys-twice-escaped", "two members keys once unescaped", twice, "keyset_json", (67,))
    for label, value in {"null": "null", "number": "7", "string": '"x"', "array": "[]"}.items():
        key_entry(f"F-05-member-{label}", "a key that is not an object", [68], value, "key_json")
    key_entry("F-05-member-empty", "a key without members", [65, 68], "{}", "key_type")
    key_entry("F-05-nested-set", "a set inside the set", [65, 68], keyset(one), "key_type")
    other = jwk(OTHER)
    hundred = concat('{"keys":[', repeat(concat(other, ","), 99), one, "]}")
    more = concat('{"keys":[', repeat(concat(other, ","), 100), one, "]}")
    keyset_entry("F-05-100-keys", "a hundred keys", [63], hundred, twin="customer")
    whole("101-keys", "101 keys", more, "keyset_too_many_keys", (63,), hundred)
    junk = concat('{"keys":[', repeat("{},", 100), one, "]}")
    note = "101 keys, most of them empty"
    whole("101-bad-keys", note, junk, "keyset_too_many_keys", (63,), hundred)
    all_bad = keyset(jwk(SMALL, KID), jwk(CUBIC, "cubic"))
    whole("all-bad", "every key is bad", all_bad, "keyset_no_usable_key", (68,))
    extra = concat('{"next":"x","keys":[', one, '],"z":[{}]}')
    keyset_entry("F-05-other-members", "members beside keys", [66], extra, twin="customer")
    three = keyset(jwk(SMALL, "small"), one, "null", jwk(CUBIC, "cubic"))
    keyset_entry(
        "F-05-good-between-bad",
        "a good key between bad ones: each bad one has its own reason",
        [68],
        three,
        skipped=[(0, "key_too_small"), (2, "key_json"), (3, "key_exponent")],
    )

    text = expand(ref("jwk-next")).decode()
    for label, more in {
        "kid": '"kid":"other"',
        "n": f'"n":"{base64url(octets_of(ATTACKER.n))}"',
        "kty-escaped": '"k\\u0074y":"oct"',
        "same": '"kty":"RSA"',
        "unknown": '"x":1,"x":1',
    }.items():
        bad = text[:-1] + "," + more + "}"
        key_entry(f"F-06-{label}", "a member twice in the key", [67], bad, "key_duplicate")

    keyset_entry(
        "F-07-no-kid",
        "keys need no kid",
        [80, 82],
        keyset(jwk(CUSTOMER)),
        twin="lone",
        attack="good-without-kid",
    )
    same = keyset(one, jwk(NEXT, KID))
    keyset_entry("F-07-same-kid", "two keys of one kid: no guess", [80], same, "key_ambiguous")
    fixed = ('{"kty":"EC","crv":"P-256","kid":"customer-1","x":"AA","y":"AA"}', one)
    keyset_entry(
        "F-07-same-kid-other-type",
        "two keys of one kid and two types: the token's algorithm tells them apart",
        [80],
        keyset(*fixed),
        skipped=[(0, "key_type")],
    )
    for label, value in {
        "number": 7,
        "array": [KID],
        "true": True,
        "257-bytes": "k" * 257,
        "control": "a\nb",
        "nul": "customer-1\0",
    }.items():
        bad = jwk(NEXT, value)
        key_entry(f"F-07-kid-{label}", "a kid that cannot be one", [20, 21, 58], bad, "key_kid")
    weak = roca_modulus(2048)
    near = jwk(NEXT, "customer-2", **modulus(weak + 2))
    marked = jwk(NEXT, "weak", **modulus(weak))
    note = "a modulus with the mark of CVE-2017-15361; the next odd number has it not"
    key_entry("F-08-marked", note, [76], marked, "key_weak", twin=near)
    section_f_files.add_entries()

    limit = 256 * 1024
    inner = expand(keyset(one)).decode()[:-1]
    fill = limit - len(inner) - len(',"x":""}')
    full = concat(inner, ',"x":"', repeat("x", fill), '"}')
    assert len(expand(full)) == limit
    keyset_entry("F-10-limit", "a set of exactly 256 KiB", [63], full)
    over = concat(full, " ")
    keyset_entry("F-10-over-limit", "one blank more", [63], over, "keyset_too_large", twin=full)
    bomb = repeat("[", limit)
    keyset_entry("F-10-depth", "256 KiB of opening brackets", [63], bomb, "keyset_limit")
    bomb = concat('{"keys":', repeat("[", 100_000))
    keyset_entry("F-10-depth-in-keys", "10^5 opening brackets", [63], bomb, "keyset_limit")
    big = repeat(" ", 1 << 24)
    keyset_entry("F-10-16-mib", "16 MiB of blanks", [63], big, "keyset_too_large")
