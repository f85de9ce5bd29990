# SPDX-License-Identifier: BSL-1.0
"""Algorithm and key confusion."""
import base64
import json

from entries import (
    ATTACKER, CUSTOMER, ISSUER, KID, NEXT, OTHER, claims, compact, concat, entry, expand, header,
    jwk, keyset, ref, repeat, signer, token, unsigned,
)  # fmt: skip
from forge import HASHES, mac, octets_of, pem


def add_entries():
    for number, name in enumerate(("none", "None", "NONE", "nOnE"), 1):
        entry(
            f"A-{number:02}-{name}",
            f"alg {name} with an empty signature",
            [8, 12, 13, 14],
            token(header(alg=name), sign=unsigned),
            "alg_not_allowed",
        )
    entry(
        "A-05-none-signed",
        "alg none in front of a real RS256 signature",
        [13, 14],
        token(header(alg="none")),
        "alg_not_allowed",
    )
    entry("A-06-missing", "no alg", [12], token(header(alg=None)), "alg_missing")
    for label, value in {"null": None, "number": 5, "array": ["RS256"], "true": True}.items():
        members = json.loads(header()) | {"alg": value}
        note = f"alg of JSON type {label}"
        entry(f"A-06-{label}", note, [27], token(compact(members)), "header_type", "alg")
    entry("A-06-empty", "alg is the empty string", [12], token(header(alg="")), "alg_not_allowed")
    look_alikes = {
        "nul": "RS256\0",
        "trailing-space": "RS256 ",
        "leading-space": " RS256",
        "lower-case": "rs256",
        "fullwidth": "\uff32\uff33\uff12\uff15\uff16",
        "cut": "RS25",
        "list": "RS256,RS512",
    }
    for label, value in look_alikes.items():
        entry(
            f"A-07-{label}",
            "alg that only looks like RS256: names are compared byte for byte",
            [12, 55],
            token(header(alg=value)),
            "alg_not_allowed",
        )
    entry(
        "A-08-bound-key",
        "a sound RS512 token under a key whose JWK binds it to RS256",
        [15, 16],
        token(header(alg="RS512"), sign=signer(CUSTOMER, "RS512")),
        "key_alg_mismatch",
        verifier="any-rs",
        twin=token(header(alg="RS512", kid="customer-2"), sign=signer(NEXT, "RS512")),
    )
    for algorithm in ("RS384", "RS512"):
        entry(
            f"A-09-{algorithm}",
            f"header says RS256, the signature was made with {algorithm}",
            [33],
            token(sign=signer(CUSTOMER, algorithm)),
            "signature_invalid",
        )
        entry(
            f"A-09-{algorithm}-any-rs",
            f"the same where the verifier allows {algorithm} too, and the key any",
            [33],
            token(header(kid="customer-2"), sign=signer(NEXT, algorithm)),
            "signature_invalid",
            verifier="any-rs",
            twin=ref("good-next"),
        )
    text = pem("PUBLIC KEY", CUSTOMER.spki_der())
    secrets = {
        "A-10-pem": text,
        "A-10-pem-crlf": text.replace("\n", "\r\n"),
        "A-10-pem-no-newline": text.rstrip("\n"),
        "A-10-pem-leading-space": " " + text,
        "A-11-spki": CUSTOMER.spki_der(),
        "A-11-pkcs1": CUSTOMER.pkcs1_der(),
        "A-11-modulus": octets_of(CUSTOMER.n),
        "A-11-jwk": expand(ref("jwk-customer")),
        "A-11-jwks": expand(ref("customer")),
        "A-12-empty-secret": b"",
    }
    for id, secret in secrets.items():
        secret = secret.encode() if isinstance(secret, str) else secret
        entry(
            id,
            "HS256 with what everyone knows of the RSA key as its secret",
            [13, 15, 37],
            token(header(alg="HS256"), sign=lambda message: mac(secret, message)),
            "alg_not_allowed",
        )
    shared = '{"kty":"oct","kid":"customer-1","alg":"HS256","k":"c2VjcmV0"}'
    entry(
        "A-13-oct-beside-rsa",
        "a shared secret under the RSA key's kid is skipped, the RSA key serves",
        [65, 68, 78],
        ref("good"),
        "ok",
        keys=keyset(shared, ref("jwk-customer")),
        skipped=[(0, "key_type")],
    )
    entry(
        "A-13-oct-used",
        "HS256 with that shared secret",
        [13, 78],
        token(header(alg="HS256"), sign=lambda message: mac(b"secret", message)),
        "alg_not_allowed",
        keys=keyset(shared, ref("jwk-customer")),
        skipped=[(0, "key_type")],
    )
    others = {
        "HS256": lambda message: mac(b"secret", message),
        "ES256": lambda message: HASHES["512"](message).digest(),
        "PS256": signer(NEXT, "PS256"),
        "EdDSA": lambda message: HASHES["512"](message).digest(),
    }
    for algorithm, sign in others.items():
        entry(
            f"A-14-{algorithm}",
            "another kind of algorithm on a key without alg",
            [13, 17],
            token(header(alg=algorithm, kid="customer-2"), sign=sign),
            "alg_not_allowed",
            twin=ref("good-next"),
        )
    entry(
        "A-14-key-for-PS256",
        "a JWK for PS256 is read but never serves RS256",
        [15, 16],
        ref("good"),
        "key_alg_mismatch",
        keys=keyset(jwk(CUSTOMER, KID, "PS256"), ref("jwk-next")),
        twin=ref("good-next"),
    )
    members = {"jwk": json.loads(jwk(ATTACKER, KID))}
    entry(
        "A-15-embedded-key",
        "the header brings the attacker's own key along, under a real kid",
        [22],
        token(header(**members), sign=signer(ATTACKER)),
        "signature_invalid",
        twin=token(header(**members)),
    )
    for name in ("jku", "x5u"):
        members = {name: "https://attacker.example/keys"}
        entry(
            f"A-16-{name}",
            f"{name} is not even read; no code of the verifier can reach a network",
            [22],
            token(header(**members), sign=signer(ATTACKER)),
            "signature_invalid",
            twin=token(header(**members)),
        )
    members = {"x5c": [base64.b64encode(ATTACKER.certificate).decode()]}
    entry(
        "A-17-certificate",
        "the header brings a self-signed certificate along",
        [22],
        token(header(**members), sign=signer(ATTACKER)),
        "signature_invalid",
        twin=token(header(**members)),
    )
    entry(
        "A-18-pss-as-pkcs1",
        "a PS256 signature under the name RS256",
        [15, 33],
        token(header(kid="customer-2"), sign=signer(NEXT, "PS256")),
        "signature_invalid",
        twin=ref("good-next"),
    )
    entry(
        "A-18-pkcs1-as-pss",
        "an RS256 signature under the name PS256",
        [13],
        token(header(alg="PS256", kid="customer-2"), sign=signer(NEXT)),
        "alg_not_allowed",
        twin=ref("good-next"),
    )
    for label, members in {
        "enc": {"use": "enc"},
        "sign": {"key_ops": ["sign"]},
        "contradiction": {"use": "sig", "key_ops": ["encrypt"]},
    }.items():
        entry(
            f"A-19-{label}",
            "a key that is not for verifying is skipped, and not replaced by another",
            [70, 81],
            ref("good-next"),
            "key_not_found",
            keys=keyset(jwk(NEXT, "customer-2", **members), ref("jwk-customer")),
            skipped=[(0, "key_use")],
            twin=ref("good"),
        )
    entry(
        "A-20-other-key-of-set",
        "kid of one key, signed by the other key of the same set",
        [81],
        token(sign=signer(NEXT)),
        "signature_invalid",
    )
    entry(
        "A-21-shared-kid",
        "tenant 1's token at tenant 2, whose own key has the same kid",
        [20, 86],
        ref("good"),
        "signature_invalid",
        keys="tenant-2",
        twin=token(sign=signer(OTHER)),
    )
    entry(
        "A-21-other-issuer",
        "tenant 1's token at a verifier with tenant 1's keys and tenant 2's issuer",
        [52, 86],
        ref("good"),
        "issuer_mismatch",
        issuer="https://login.tenant-2.example",
        twin=token(payload=claims(iss="https://login.tenant-2.example")),
    )
    plain_next = token(header(kid=None), sign=signer(NEXT))
    entry(
        "A-22-one-key", "no kid, one key: it serves", [82], ref("good-without-kid"), "ok",
        keys="lone",
    )  # fmt: skip
    entry(
        "A-22-one-that-fits",
        "no kid, two keys, and only one is for RS256: it serves",
        [82],
        plain_next,
        "ok",
        keys=keyset(jwk(CUSTOMER, KID, "RS512"), ref("jwk-next")),
        twin=ref("good-next"),
    )
    entry(
        "A-22-none-fits",
        "no kid, and no key is for RS256",
        [16, 82],
        ref("good-without-kid"),
        "key_not_found",
        keys=keyset(jwk(CUSTOMER, KID, "RS512")),
        verifier="any-rs",
        twin=token(header(alg="RS512"), sign=signer(CUSTOMER, "RS512")),
    )
    entry("A-22-two-keys", "no kid, two keys", [82], ref("good-without-kid"), "kid_missing")
    pair = concat(jwk(CUSTOMER), ",", jwk(NEXT))
    hundred = concat('{"keys":[', repeat(concat(pair, ","), 49), jwk(OTHER), ",")
    hundred = concat(hundred, jwk(CUSTOMER, KID), "]}")
    entry(
        "A-22-hundred-keys",
        "no kid, a hundred keys: none is tried",
        [82],
        ref("good-without-kid"),
        "kid_missing",
        keys=hundred,
    )
    entry(
        "A-22-required",
        "no kid and one key, but this verifier requires a kid",
        [82],
        ref("good-without-kid"),
        "kid_missing",
        "kid",
        keys="lone",
        verifier="strict-kid",
    )
    entry(
        "A-22-unknown-kid",
        "a kid that no key has: the lone other key is not tried",
        [81],
        token(header(kid="customer-9")),
        "key_not_found",
        keys="lone",
    )
    entry(
        "A-22-key-without-kid",
        "a token with a kid, and a set of one key that has none: it serves",
        [81],
        ref("good"),
        "ok",
        keys=keyset(jwk(CUSTOMER)),
    )
    entry(
        "A-22-key-without-kid-of-two",
        "a token with an unknown kid: the one key without a kid is not the only one, so no guess",
        [81],
        token(header(kid="customer-9"), sign=signer(NEXT)),
        "key_not_found",
        keys=keyset(ref("jwk-customer"), jwk(NEXT)),
    )

    entry(
        "A-22-key-without-kid-unfit",
        "an unknown kid, and the key without a kid is for RS512: the named key does not step in",
        [81],
        token(header(kid="customer-9")),
        "key_not_found",
        keys=keyset(ref("jwk-customer"), jwk(NEXT, None, "RS512")),
    )

    def of_tenant(issuer, kid, key=CUSTOMER):
        return token(header(kid=kid), claims(iss=issuer), signer(key))

    collisions = {
        "colon": (("a", "b:c"), ("a:b", "c")),
        "colon-back": (("a:b", "c"), ("a", "b:c")),
        "escaped": (("a", "b%3Ac"), ("a", "b:c")),
        "long": (("a", "k" * 256), ("a" + "k" * 128, "k" * 128)),
        "equal-hash": (("a", "Aa"), ("a", "BB")),
        "prefix": (("a", "customer-1"), ("a", "customer-")),
        "case": (("a", "Customer-1"), ("a", "customer-1")),
    }
    for label, ((issuer, kid), (victim, victim_kid)) in collisions.items():
        entry(
            f"A-23-{label}",
            "issuer and kid that only collide once they are joined or folded",
            [20, 55],
            of_tenant(issuer, kid),
            "key_not_found",
            keys=keyset(jwk(CUSTOMER, victim_kid)),
            issuer=victim,
            twin=of_tenant(victim, victim_kid),
        )
    entry(
        "A-23-nul",
        "a kid with a NUL, which a C string would cut to the victim's",
        [21, 58],
        of_tenant("a", "c\0b"),
        "header_value",
        "kid",
        keys=keyset(jwk(CUSTOMER, "c")),
        issuer="a",
        twin=of_tenant("a", "c"),
    )
    for label, value in {"array": [ISSUER], "array-of-two": ["https://a.example", ISSUER]}.items():
        entry(
            f"A-24-issuer-{label}",
            "the right issuer inside an array",
            [52],
            token(payload=claims(iss=value)),
            "claim_type",
            "iss",
        )
