# SPDX-License-Identifier: BSL-1.0
"""What an attacker can make: signatures, tokens, keys and DER, well-formed or not.

Everything is deterministic. Nothing here is fit for real keys: it is slow and leaks its secrets.
"""
import base64
import hashlib
import hmac
import json
import math
import pathlib

HERE = pathlib.Path(__file__).parent
HASHES = {"256": hashlib.sha256, "384": hashlib.sha384, "512": hashlib.sha512}


def base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def octets_of(number, size=None):
    return number.to_bytes(size or max(1, (number.bit_length() + 7) // 8), "big")


def noise(label, bits):
    """An odd number of exactly so many bits, always the same for the same label."""
    size = (bits + 7) // 8
    number = int.from_bytes(hashlib.shake_256(label.encode()).digest(size), "big")
    return number % (1 << (bits - 1)) | 1 << (bits - 1) | 1


# DER, RFC 8017 appendix A and RFC 5280


def der(tag, *contents):
    content = b"".join(contents)
    if len(content) < 128:
        return bytes([tag, len(content)]) + content
    length = octets_of(len(content))
    return bytes([tag, 0x80 | len(length)]) + length + content


def integer(number):
    return der(2, octets_of(number, number.bit_length() // 8 + 1))


RSA_ENCRYPTION = der(0x30, bytes.fromhex("06092a864886f70d010101"), b"\x05\x00")
DIGEST_OIDS = {
    "1": "06052b0e03021a",
    "256": "0609608648016503040201",
    "384": "0609608648016503040202",
    "512": "0609608648016503040203",
}


def digest_info(oid, digest, parameters=b"\x05\x00"):
    return der(0x30, der(0x30, bytes.fromhex(oid), parameters), der(4, digest))


def pem(label, octets):
    text = base64.b64encode(octets).decode()
    lines = [text[i : i + 64] for i in range(0, len(text), 64)]
    return "\n".join([f"-----BEGIN {label}-----", *lines, f"-----END {label}-----", ""])


class Key:
    """An RSA key pair of keys.json."""

    def __init__(self, numbers):
        self.n, self.e, self.d, self.p, self.q = (int(numbers[m], 16) for m in "nedpq")
        self.certificate = base64.b64decode(numbers.get("certificate", ""))
        self.encrypted = base64.b64decode(numbers.get("encrypted", ""))
        self.size = (self.n.bit_length() + 7) // 8

    def raw(self, number):
        """number^d mod n, by the Chinese remainder theorem."""
        of_p = pow(number, self.d % (self.p - 1), self.p)
        of_q = pow(number, self.d % (self.q - 1), self.q)
        return of_q + self.q * ((of_p - of_q) * pow(self.q, -1, self.p) % self.p)

    def sign_encoded(self, encoded):
        """Signs a block that the caller has padded itself, rightly or not."""
        return octets_of(self.raw(int.from_bytes(encoded, "big")), self.size)

    def pad(self, content, size=None):
        start = b"\x00\x01".ljust((size or self.size) - len(content) - 1, b"\xff")
        return start + b"\x00" + content

    def pkcs1(self, bits, message):
        digest = HASHES[bits](message).digest()
        return self.sign_encoded(self.pad(digest_info(DIGEST_OIDS[bits], digest)))

    def pss(self, bits, message):
        """RFC 8017 §9.1.1, with a salt as long as the hash and made from the message."""
        new = HASHES[bits]
        digest = new(message).digest()
        size = len(digest)
        salt = new(b"salt" + message).digest()
        h = new(bytes(8) + digest + salt).digest()
        block = bytes(self.size - 2 * size - 2) + b"\x01" + salt
        blocks = -(-len(block) // size)
        mask = b"".join(new(h + i.to_bytes(4, "big")).digest() for i in range(blocks))
        masked = bytearray(a ^ b for a, b in zip(block, mask))
        masked[0] &= 0x7F
        return self.sign_encoded(bytes(masked) + h + b"\xbc")

    def sign(self, algorithm, message):
        scheme = {"RS": self.pkcs1, "PS": self.pss}[algorithm[:2]]
        return scheme(algorithm[2:], message)

    def pkcs1_der(self):
        return der(0x30, integer(self.n), integer(self.e))

    def spki_der(self):
        return der(0x30, RSA_ENCRYPTION, der(3, b"\0" + self.pkcs1_der()))

    def private_pkcs1_der(self):
        more = (self.d % (self.p - 1), self.d % (self.q - 1), pow(self.q, -1, self.p))
        numbers = (0, self.n, self.e, self.d, self.p, self.q, *more)
        return der(0x30, *map(integer, numbers))

    def private_pkcs8_der(self):
        return der(0x30, integer(0), RSA_ENCRYPTION, der(4, self.private_pkcs1_der()))


def load_keys():
    document = json.loads((HERE / "keys.json").read_text())
    keys = {name: Key(numbers) for name, numbers in document["keys"].items()}
    return keys, int(document["prime"], 16)


def mac(secret, message):
    return hmac.new(secret, message, hashlib.sha256).digest()


def roca_modulus(bits):
    """A modulus with the mark of CVE-2017-15361: a power of 65537 modulo every small prime."""
    primes = [p for p in range(2, 702) if all(p % q for q in range(2, math.isqrt(p) + 1))]
    product = math.prod(primes)
    return (1 << (bits - 1)) // product * product + product + pow(65537, 12345, product)


def cube_root_forgery(n, digest_information):
    """Bleichenbacher 2006: a cube whose first octets look like padding and DigestInfo."""
    size = (n.bit_length() + 7) // 8
    head = b"\x00\x01" + b"\xff" * 8 + b"\x00" + digest_information
    wanted = int.from_bytes(head.ljust(size, b"\x00"), "big")
    low, high = 0, 1 << (size * 8 // 3 + 1)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if middle**3 >= wanted else (middle + 1, high)
    assert octets_of(low**3, size).startswith(head)
    return octets_of(low, size)
