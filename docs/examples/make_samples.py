#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Makes the sample keys and tokens of this folder, with the openssl command.

    python3 docs/examples/make_samples.py

Writes keyset.json, key.pem, certificate.pem, token.txt and tokens.txt beside this file. The private
keys are thrown away, so every run makes other keys, and nobody can sign further tokens for them.
"""
import base64
import json
import pathlib
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent
ISSUER = "https://login.example.com"
IN_2026 = 1_767_225_600
IN_2100 = 4_102_444_800


def openssl(*arguments, data=None):
    return subprocess.run(["openssl", *arguments], input=data, capture_output=True, check=True).stdout


def encode(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    def __init__(self, folder, kid, algorithm):
        self.kid, self.algorithm = kid, algorithm
        self.path = str(pathlib.Path(folder) / kid)
        openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", self.path)

    def jwk(self):
        modulus = openssl("rsa", "-in", self.path, "-modulus", "-noout").decode().strip().split("=")[1]
        return {"kty": "RSA", "use": "sig", "kid": self.kid, "alg": self.algorithm,
                "n": encode(bytes.fromhex(modulus)), "e": "AQAB"}

    def token(self, claims):
        header = {"alg": self.algorithm, "typ": "JWT", "kid": self.kid}
        parts = [encode(json.dumps(part, separators=(",", ":")).encode()) for part in (header, claims)]
        signed = ".".join(parts)
        digest = "-sha" + self.algorithm[2:]
        signature = openssl("dgst", digest, "-sign", self.path, data=signed.encode())
        return signed + "." + encode(signature)


def claims(subject, **others):
    return {"iss": ISSUER, "sub": subject, "iat": IN_2026, "exp": IN_2100, **others}


with tempfile.TemporaryDirectory() as folder:
    first, second = Key(folder, "2026-01", "RS256"), Key(folder, "2026-07", "RS512")
    (HERE / "keyset.json").write_text(json.dumps({"keys": [first.jwk(), second.jwk()]}, indent=2) + "\n")
    (HERE / "key.pem").write_bytes(openssl("pkey", "-in", first.path, "-pubout"))
    (HERE / "certificate.pem").write_bytes(openssl(
        "req", "-x509", "-key", first.path, "-subj", "/CN=login.example.com", "-days", "30000"))
    (HERE / "token.txt").write_text(first.token(claims("customer-4711", name="Zoë")) + "\n")
    (HERE / "tokens.txt").write_text("\n".join([
        first.token(claims("customer-4711")),
        second.token(claims("customer-4712")),
        first.token(claims("customer-4713", exp=IN_2026 + 3600)),
        first.token({**claims("customer-4714"), "iss": ISSUER + "/"}),
        first.token(claims("customer-4715", aud=["chat", "mail"])),
    ]) + "\n")
