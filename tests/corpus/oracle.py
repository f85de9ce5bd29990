# SPDX-License-Identifier: BSL-1.0
"""A second verifier, slow and plain, that says what must come of each entry of the corpus.

It shares no code with make.py or with the library: it checks that the corpus is right about itself.
"""
import base64
import decimal
import hashlib
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
LAST_SECOND = 253_402_300_799
ROCA_PRIMES = [11, 13, 17, 19, 37, 53, 61, 71, 73, 79, 97, 103, 107, 109, 127, 151, 157]


class Refused(Exception):
    def __init__(self, error, name=""):
        super().__init__(error, name)
        self.error, self.name = error, name


def require(condition, error, name=""):
    if not condition:
        raise Refused(error, name)


# Texts of the corpus


def expand(text, texts):
    if isinstance(text, str):
        return text.encode()
    kind = next(iter(text))
    if kind == "ref":
        return expand(texts[text["ref"]], texts)
    if kind == "concat":
        return b"".join(expand(part, texts) for part in text["concat"])
    if kind == "repeat":
        return expand(text["repeat"], texts) * text["times"]
    if kind == "base64":
        return base64.b64decode(text["base64"], validate=True)
    if kind == "edit":
        whole = bytearray(expand(text["edit"], texts))
        at = text["at"] if text["at"] >= 0 else text["at"] + len(whole)
        whole[at : at + text["remove"]] = expand(text["insert"], texts)
        return bytes(whole)
    encoded = [
        base64.urlsafe_b64encode(expand(text[part], texts)).rstrip(b"=")
        for part in ("header", "payload")
    ]
    return b".".join([*encoded, expand(text["signature"], texts)])


# Encodings


def from_base64url(text, error, name=""):
    require(re.fullmatch(rb"[A-Za-z0-9_-]*", text) and len(text) % 4 != 1, error, name)
    octets = base64.urlsafe_b64decode(text + b"=" * (-len(text) % 4))
    require(base64.urlsafe_b64encode(octets).rstrip(b"=") == text, error, name)
    return octets


def to_base64url(octets):
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


class Members(dict):
    """A JSON object that knows whether a name came twice."""

    def __init__(self, pairs):
        super().__init__(pairs)
        self.duplicates = len(self) != len(pairs)


def walk(value):
    """Every value with its depth, from the outside in, without recursion."""
    todo = [(value, 0)]
    while todo:
        value, depth = todo.pop()
        yield value, depth
        if isinstance(value, dict):
            todo += [(inner, depth + 1) for inner in (*value, *value.values())]
        elif isinstance(value, list):
            todo += [(inner, depth + 1) for inner in value]


def from_json(octets, syntax, duplicate, limit, members):
    """A JSON value; objects in a list may have duplicates where `duplicate` is None."""

    def refuse(_):
        raise Refused(syntax)

    try:
        text = octets.decode("utf-8")
        require(not text.startswith("\ufeff"), syntax)
        value = json.loads(
            text, object_pairs_hook=Members, parse_constant=refuse,
            parse_int=Number, parse_float=Number,
        )  # fmt: skip
    except RecursionError:
        raise Refused(limit) from None
    except ValueError:
        raise Refused(syntax) from None
    for inner, depth in walk(value):
        if isinstance(inner, str):
            require(not re.search("[\ud800-\udfff]", inner), syntax)
        if isinstance(inner, (dict, list)):
            require(depth < 16, limit)
        if isinstance(inner, dict):
            require(len(inner) <= members, limit)
            require(duplicate is None or not inner.duplicates, duplicate)
    require(isinstance(value, dict), syntax)
    return value


class Number:
    def __init__(self, text):
        mantissa, _, exponent = text.lower().partition("e")
        exponent = int(exponent or 0)
        # Beyond these bounds only the sign and whether it is zero matter here.
        exponent = max(-1000, min(1000, exponent))
        self.value = decimal.Decimal(f"{mantissa}e{exponent}")


def has_controls(text):
    return any(ord(c) < 0x20 or ord(c) == 0x7F for c in text)


# Keys


class PublicKey:
    def __init__(self, n, e, min_exponent=65537):
        require(n and n[0] != 0 and n[-1] % 2 == 1, "key_modulus")
        self.n = int.from_bytes(n, "big")
        require(self.n.bit_length() >= 2048, "key_too_small")
        require(self.n.bit_length() <= 8192, "key_too_large")
        require(e and e[0] != 0 and e[-1] % 2 == 1, "key_exponent")
        self.e = int.from_bytes(e, "big")
        require(min_exponent <= self.e <= 2**32, "key_exponent")
        marked = all(
            any(pow(65537, power, prime) == self.n % prime for power in range(prime))
            for prime in ROCA_PRIMES
        )
        require(not marked, "key_weak")
        self.kid = self.alg = None

    def verify(self, algorithm, message, signature):
        size = (self.n.bit_length() + 7) // 8
        number = int.from_bytes(signature, "big")
        if len(signature) != size or number >= self.n:
            return False
        name, prefix = {
            "RS256": ("sha256", "3031300d060960864801650304020105000420"),
            "RS384": ("sha384", "3041300d060960864801650304020205000430"),
            "RS512": ("sha512", "3051300d060960864801650304020305000440"),
        }[algorithm]
        content = bytes.fromhex(prefix) + hashlib.new(name, message).digest()
        padding = b"\xff" * (size - len(content) - 3)
        wanted = b"\x00\x01" + padding + b"\x00" + content
        return pow(number, self.e, self.n).to_bytes(size, "big") == wanted


def der_items(octets):
    """The (tag, content, whole) of a sequence of DER items."""
    items = []
    while octets:
        require(len(octets) >= 2 and octets[0] & 0x1F != 0x1F, "der_malformed")
        length, head = octets[1], 2
        if length >= 0x80:
            count = length & 0x7F
            require(1 <= count <= 4 and len(octets) >= 2 + count, "der_malformed")
            length, head = int.from_bytes(octets[2 : 2 + count], "big"), 2 + count
            require(length >= 0x80 and length >> (8 * (count - 1)), "der_malformed")
        require(len(octets) >= head + length, "der_malformed")
        items.append((octets[0], octets[head : head + length], octets[: head + length]))
        octets = octets[head + length :]
    return items


def only(octets, tag):
    items = der_items(octets)
    require(len(items) == 1 and items[0][0] == tag, "der_malformed")
    return items[0][1]


def from_pkcs1(octets, min_exponent=65537):
    numbers = der_items(only(octets, 0x30))
    require(len(numbers) == 2, "der_malformed")
    fields = []
    for tag, body, _ in numbers:
        require(tag == 2 and body and body[0] < 0x80, "der_malformed")
        require(len(body) == 1 or body[0] or body[1] >= 0x80, "der_malformed")
        fields.append(body[1:] if body[0] == 0 else body)
    return PublicKey(*fields, min_exponent)


def from_spki(octets, min_exponent=65537):
    parts = der_items(only(octets, 0x30))
    require([tag for tag, _, _ in parts] == [0x30, 3], "der_malformed")
    require(parts[0][1].hex() == "06092a864886f70d0101010500", "key_type")
    require(parts[1][1][:1] == b"\0", "der_malformed")
    return from_pkcs1(parts[1][1][1:], min_exponent)


def from_certificate(octets, min_exponent=65537):
    parts = der_items(only(octets, 0x30))
    require([tag for tag, _, _ in parts] == [0x30, 0x30, 3], "certificate_malformed")
    fields = der_items(parts[0][1])
    require(len(fields) >= 7 and fields[0][0] == 0xA0, "certificate_malformed")
    return from_spki(fields[6][2], min_exponent)


def from_pem(octets):
    require(len(octets) <= 256 * 1024, "keyset_too_large")
    text = octets.decode()
    line = "-----BEGIN ([^\n-]*)-----\r?\n((?:[A-Za-z0-9+/=]+\r?\n)+)-----END ([^\n-]*)-----\r?\n?"
    blocks = re.findall(line, text)
    require(blocks and text.startswith("-----BEGIN"), "pem_format")
    require(not any("PRIVATE KEY" in label for label, _, _ in blocks), "key_private_material")
    require(len(blocks) == 1, "pem_several_blocks")
    label, body, end = blocks[0]
    require(label == end, "pem_format")
    readers = {
        "PUBLIC KEY": from_spki,
        "RSA PUBLIC KEY": from_pkcs1,
        "CERTIFICATE": from_certificate,
    }
    require(label in readers, "pem_label")
    return [readers[label](base64.b64decode(re.sub(r"\s", "", body), validate=True))], []


def from_jwk(members, min_exponent):
    require(isinstance(members, dict), "key_json")
    require(not members.duplicates, "key_duplicate")
    require(members.get("kty") == "RSA", "key_type")
    private = {"d", "p", "q", "dp", "dq", "qi", "oth", "k"}
    require(not private & set(members), "key_private_material")
    require("use" not in members or members["use"] == "sig", "key_use")
    require("key_ops" not in members or members["key_ops"] == ["verify"], "key_use")
    names = {scheme + bits for scheme in ("RS", "PS") for bits in ("256", "384", "512")}
    alg = members.get("alg")
    require("alg" not in members or isinstance(alg, str) and alg in names, "key_alg")
    kid = members.get("kid")
    sound = isinstance(kid, str) and 0 < len(kid.encode()) <= 256 and not has_controls(kid)
    require("kid" not in members or sound, "key_kid")
    certified = None
    for name, pattern in (("x5t", r"[\w-]{27}"), ("x5t#S256", r"[\w-]{43}")):
        sound = re.fullmatch(pattern, members.get(name, ""))
        require(name not in members or sound, "key_certificate")
    if "x5c" in members:
        try:
            chain = members["x5c"]
            require(isinstance(chain, list) and chain and isinstance(chain[0], str), "")
            octets = base64.b64decode(chain[0], validate=True)
            certified = from_certificate(octets, min_exponent)
            for name, new in (("x5t", hashlib.sha1), ("x5t#S256", hashlib.sha256)):
                if name in members:
                    require(members[name] == to_base64url(new(octets).digest()), "")
        except (Refused, ValueError):
            raise Refused("key_certificate") from None
    if certified and "n" not in members and "e" not in members:
        key = certified
    else:
        fields = []
        for name in ("n", "e"):
            require(isinstance(members.get(name), str), "key_member", name)
            fields.append(from_base64url(members[name].encode(), "key_member", name))
        key = PublicKey(*fields, min_exponent)
        same = not certified or (certified.n, certified.e) == (key.n, key.e)
        require(same, "key_certificate")
    key.kid, key.alg = kid, alg
    return key


def from_jwks(octets, min_exponent=65537):
    require(len(octets) <= 256 * 1024, "keyset_too_large")
    document = from_json(octets, "keyset_json", None, "keyset_limit", 256)
    require(not document.duplicates, "keyset_json")
    require(isinstance(document.get("keys"), list), "keyset_no_keys")
    require(len(document["keys"]) <= 100, "keyset_too_many_keys")
    keys, skipped = [], []
    for index, members in enumerate(document["keys"]):
        try:
            keys.append(from_jwk(members, min_exponent))
        except Refused as refused:
            skip = {"index": index, "error": refused.error}
            skipped.append(skip | ({"name": refused.name} if refused.name else {}))
    require(keys, "keyset_no_usable_key")
    return keys, skipped


# Tokens


def find_key(keys, kid, alg):
    def fits(key):
        return key.alg in (None, alg)

    if kid is None:
        fitting = [key for key in keys if fits(key)]
        require(fitting, "key_not_found")
        require(len(fitting) == 1, "kid_missing")
        return fitting[0]
    named = [key for key in keys if key.kid == kid]
    if not named and len(keys) == 1 and keys[0].kid is None:
        named = keys
    require(named, "key_not_found")
    require(len(named) == 1, "key_ambiguous")
    require(fits(named[0]), "key_alg_mismatch")
    return named[0]


def date_of(claims, name):
    """A time claim in seconds, exactly, or None."""
    if name not in claims:
        return None
    require(isinstance(claims[name], Number), "claim_type", name)
    value = claims[name].value
    require(0 <= value <= LAST_SECOND, "claim_range", name)
    return value


def text_of(claims, name):
    require(name in claims, "claim_missing", name)
    require(isinstance(claims[name], str), "claim_type", name)
    return claims[name]


def check_claims(claims, options, issuer, now):
    leeway = options["leeway"]
    require(text_of(claims, "iss") == issuer, "issuer_mismatch", "iss")
    exp = date_of(claims, "exp")
    require(exp is not None, "claim_missing", "exp")
    require(now < exp + leeway, "expired", "exp")
    nbf = date_of(claims, "nbf")
    require(nbf is None or now >= nbf - leeway, "not_yet_valid", "nbf")
    iat = date_of(claims, "iat")
    require(iat is None or iat <= now + leeway, "issued_in_future", "iat")
    if "max_lifetime" in options:
        lifetime = exp - (now if iat is None else iat)
        require(lifetime <= options["max_lifetime"], "lifetime_too_long", "exp")
    sub = text_of(claims, "sub")
    require(sub and len(sub.encode()) <= 255 and not has_controls(sub), "claim_value", "sub")
    if "aud" in claims:
        aud = claims["aud"]
        values = [aud] if isinstance(aud, str) else aud
        texts = isinstance(values, list) and values and all(isinstance(v, str) for v in values)
        require(texts, "claim_type", "aud")
    if not options.get("any_audience"):
        wanted = options.get("audience")
        require(wanted is None or "aud" in claims, "claim_missing", "aud")
        require("aud" not in claims or wanted in values, "audience_mismatch", "aud")
    if "jti" in claims:
        require(not has_controls(text_of(claims, "jti")), "claim_value", "jti")
    return sub


def verify(token, keys, options, issuer, now):
    require(len(token) <= 8192, "token_too_large")
    segments = token.split(b".")
    require(len(segments) != 5, "token_is_jwe")
    require(len(segments) == 3 and segments[0] and segments[1], "token_format")
    header, payload, signature = (from_base64url(s, "token_encoding") for s in segments)
    head = from_json(header, "header_json", "header_duplicate", "header_limit", 64)
    require("alg" in head, "alg_missing")
    for name in ("alg", "kid", "typ", "cty"):
        require(name not in head or isinstance(head[name], str), "header_type", name)
        if name == "kid" and name in head:
            require(len(head["kid"].encode()) <= 256, "kid_too_long")
            require(not has_controls(head["kid"]), "header_value", "kid")
    for name in ("crit", "b64"):
        require(name not in head, "crit_unsupported", name)
    require(head["alg"] in options["algorithms"], "alg_not_allowed")
    kinds = [options["token_type"]] if "token_type" in options else ["jwt"]
    kinds += ["application/" + kind for kind in kinds]
    if "typ" in head or "token_type" in options:
        require(head.get("typ", "").lower() in kinds, "type_mismatch", "typ")
    require(head.get("cty", "").lower() not in ("jwt", "application/jwt"), "type_mismatch", "cty")
    require("kid" in head or "require_kid" not in options, "kid_missing", "kid")
    key = find_key(keys, head.get("kid"), head["alg"])
    message = token[: token.rindex(b".")]
    require(key.verify(head["alg"], message, signature), "signature_invalid")
    claims = from_json(payload, "payload_json", "claim_duplicate", "payload_limit", 256)
    return check_claims(claims, options, issuer, now)


# The corpus


class Corpus:
    def __init__(self):
        self.texts = json.loads((HERE / "texts.json").read_text())
        self.verifiers = json.loads((HERE / "verifiers.json").read_text())
        self.failures = []

    def outcome(self, entry, keyset, token):
        """What comes of a key set and a token: (error, name, subject, skipped keys)."""
        skipped = []
        try:
            octets = expand(entry[keyset], self.texts)
            if entry.get("form") == "pem":
                keys, skipped = from_pem(octets)
            else:
                keys, skipped = from_jwks(octets, entry.get("min_exponent", 65537))
            now = 1_700_000_000 + decimal.Decimal(entry.get("now_nanoseconds", 0)) / 10**9
            options = self.verifiers[entry["verifier"]]
            issuer = entry.get("issuer", "https://login.example.com")
            subject = verify(expand(entry[token], self.texts), keys, options, issuer, now)
            return "ok", "", subject, skipped
        except Refused as refused:
            return refused.error, refused.name, None, skipped

    def check(self, entry):
        expected = entry["expect"], entry.get("expect_name", ""), entry.get("skipped", [])
        error, name, subject, skipped = self.outcome(entry, "keyset", "token")
        if (error, name if "expect_name" in entry else "", skipped) != expected:
            self.failures.append(f"{entry['id']}: {error} {name} {skipped}, expected {expected}")
        if "subject" in entry and subject != entry["subject"]:
            self.failures.append(f"{entry['id']}: another subject")
        if "twin_keyset" in entry:
            error, name, _, skipped = self.outcome(entry, "twin_keyset", "token")
        else:
            error, name, _, _ = self.outcome(entry, "keyset", "twin")
            skipped = []
        if error != "ok" or skipped:
            self.failures.append(f"{entry['id']}: its twin: {error} {name} {skipped}")


def main():
    corpus = Corpus()
    count = 0
    for section in "ABCDEF":
        for entry in json.loads((HERE / f"{section}.json").read_text()):
            corpus.check(entry)
            count += 1
    print("\n".join(corpus.failures) or f"{count} entries hold")
    sys.exit(bool(corpus.failures))


if __name__ == "__main__":
    main()
