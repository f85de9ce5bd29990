# SPDX-License-Identifier: BSL-1.0
"""The words that the sections are written in: texts, tokens, keys, entries."""
import base64
import json

from forge import base64url, load_keys, octets_of

KEYS, PRIME = load_keys()
CUSTOMER, NEXT, OTHER = KEYS["customer"], KEYS["next"], KEYS["other"]
ATTACKER, SMALL, CUBIC = KEYS["attacker"], KEYS["small"], KEYS["cubic"]

NOW = 1_700_000_000
ISSUER = "https://login.example.com"
KID = "customer-1"

VERIFIERS = {
    "plain": {"algorithms": ["RS256"], "leeway": 60},
    "exact": {"algorithms": ["RS256"], "leeway": 0},
    "any-rs": {"algorithms": ["RS256", "RS384", "RS512"], "leeway": 60},
    "chat": {"algorithms": ["RS256"], "leeway": 60, "audience": "chat"},
    "any-audience": {"algorithms": ["RS256"], "leeway": 60, "any_audience": True},
    "hour": {"algorithms": ["RS256"], "leeway": 0, "max_lifetime": 3600},
    "access-token": {"algorithms": ["RS256"], "leeway": 60, "token_type": "at+jwt"},
    "strict-kid": {"algorithms": ["RS256"], "leeway": 60, "require_kid": True},
}

# Texts: a string, or one of the objects below; README.md lists them.

TEXTS = {}


class Text(dict):
    """A text that is not written out."""


def ref(name):
    assert name in TEXTS, name
    return Text(ref=name)


def concat(*parts):
    return Text(concat=list(parts))


def repeat(text, times):
    return Text(repeat=text, times=times)


def edit(text, at, remove=0, insert=""):
    """`text` with `remove` bytes taken out and `insert` put in at `at` (from the end if < 0)."""
    return Text(edit=text, at=at, remove=remove, insert=insert)


def octets(data):
    """Bytes, which need not be UTF-8."""
    return Text(base64=base64.b64encode(data).decode())


def expand(text):
    if isinstance(text, str):
        return text.encode()
    if "ref" in text:
        return expand(TEXTS[text["ref"]])
    if "concat" in text:
        return b"".join(map(expand, text["concat"]))
    if "repeat" in text:
        return expand(text["repeat"]) * text["times"]
    if "base64" in text:
        return base64.b64decode(text["base64"])
    if "edit" in text:
        whole = expand(text["edit"])
        at = text["at"] if text["at"] >= 0 else len(whole) + text["at"]
        return whole[:at] + expand(text["insert"]) + whole[at + text["remove"] :]
    return b".".join(
        [
            base64url(expand(text["header"])).encode(),
            base64url(expand(text["payload"])).encode(),
            expand(text["signature"]),
        ]
    )


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


# Tokens


def header(**members):
    """A good header with members changed, added or (None) taken out."""
    all_members = {"alg": "RS256", "typ": "JWT", "kid": KID} | members
    return compact({name: value for name, value in all_members.items() if value is not None})


def claims(**members):
    """Good claims with members changed, added or (None) taken out."""
    all_members = {"iss": ISSUER, "sub": "user-7", "iat": NOW, "exp": NOW + 3600} | members
    return compact({name: value for name, value in all_members.items() if value is not None})


def token(head=None, payload=None, sign=None):
    """A token over exactly these texts; `sign` maps the signing input to the signature octets."""
    head = header() if head is None else head
    payload = claims() if payload is None else payload
    message = f"{base64url(expand(head))}.{base64url(expand(payload))}".encode()
    signature = (sign or signer())(message)
    return Text(header=head, payload=payload, signature=base64url(signature))


def signer(key=CUSTOMER, algorithm="RS256"):
    return lambda message: key.sign(algorithm, message)


def unsigned(_):
    return b""


# Keys


def jwk(key, kid=None, alg=None, **members):
    """The JWK of a key with members changed, added or (None) taken out."""
    all_members = {"kty": "RSA", "kid": kid, "alg": alg}
    all_members |= {"n": base64url(octets_of(key.n)), "e": base64url(octets_of(key.e))} | members
    return compact({name: value for name, value in all_members.items() if value is not None})


def keyset(*jwks):
    parts = ['{"keys":[']
    for index, one in enumerate(jwks):
        parts += [",", one] if index else [one]
    return concat(*parts, "]}")


# Entries

SECTIONS = {section: [] for section in "ABCDEF"}
# Errors that are about one claim or member only.
NAMES = {
    "expired": "exp",
    "not_yet_valid": "nbf",
    "issued_in_future": "iat",
    "lifetime_too_long": "exp",
    "issuer_mismatch": "iss",
    "audience_mismatch": "aud",
    "type_mismatch": "typ",
}


def entry(
    id,
    note,
    rules,
    attack,
    expect,
    name=None,
    *,
    twin=None,
    keys="customer",
    verifier="plain",
    skipped=(),
    **options,
):
    """A token, the key set and verifier it meets, what must come of it, and its twin."""
    good = {"chat": "good-chat", "any-audience": "good-chat", "access-token": "good-access-token"}
    record = {"id": id, "note": note, "rules": rules, "verifier": verifier} | options
    record["keyset"] = ref(keys) if isinstance(keys, str) else keys
    record |= {"token": attack, "expect": expect}
    if name or expect in NAMES:
        record["expect_name"] = name or NAMES[expect]
    if skipped:
        record["skipped"] = skip_list(skipped)
    record["twin"] = ref(good.get(verifier, "good")) if twin is None else twin
    SECTIONS[id[0]].append(record)


def keyset_entry(
    id, note, rules, keys, expect="ok", *, skipped=(), twin="customer", attack="good", **options
):
    """A key set that must fail whole, or skip keys and still verify the token; and a good one."""
    record = {"id": id, "note": note, "rules": rules, "verifier": "plain"} | options
    record |= {"keyset": keys, "expect": expect}
    if skipped:
        record["skipped"] = skip_list(skipped)
    record["twin_keyset"] = ref(twin) if isinstance(twin, str) else twin
    record["token"] = ref(attack)
    SECTIONS[id[0]].append(record)


def key_entry(id, note, rules, bad, expect, name=None, twin=None):
    """A bad key before a good one: it is skipped, and the good one still works."""
    keyset_entry(
        id,
        note,
        rules,
        keyset(bad, ref("jwk-customer")),
        skipped=[(0, expect, name)],
        twin=keyset(twin or ref("jwk-next"), ref("jwk-customer")),
    )


def good_key_entry(id, note, rules, good):
    """A key that must be taken although it looks odd."""
    keyset_entry(id, note, rules, keyset(good, ref("jwk-customer")), twin="customer")


def skip_list(skipped):
    records = []
    for index, error, *name in skipped:
        records.append({"index": index, "error": error})
        if name and name[0]:
            records[-1]["name"] = name[0]
    return records


def name_texts():
    TEXTS["jwk-customer"] = jwk(CUSTOMER, KID, "RS256", use="sig")
    TEXTS["jwk-next"] = jwk(NEXT, "customer-2")
    TEXTS["customer"] = keyset(ref("jwk-customer"), ref("jwk-next"))
    TEXTS["tenant-2"] = keyset(jwk(OTHER, KID, "RS256"), jwk(NEXT, "customer-2"))
    TEXTS["lone"] = keyset(ref("jwk-customer"))
    TEXTS["good"] = token()
    TEXTS["good.header"] = expand(ref("good")).decode().split(".")[0]
    TEXTS["good.payload"] = expand(ref("good")).decode().split(".")[1]
    TEXTS["good.signature"] = expand(ref("good")).decode().split(".")[2]
    TEXTS["good-next"] = token(header(kid="customer-2"), sign=signer(NEXT))
    TEXTS["good-without-kid"] = token(header(kid=None))
    TEXTS["good-chat"] = token(payload=claims(aud="chat"))
    TEXTS["good-access-token"] = token(header(typ="at+jwt"))
