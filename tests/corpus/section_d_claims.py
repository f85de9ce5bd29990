# SPDX-License-Identifier: BSL-1.0
"""The claims."""
from entries import ISSUER, NOW, Text, claims, concat, entry, octets, repeat, token
from forge import integer


def add_entries():
    def body(id, note, rules, payload, expect, name=None, **more):
        if isinstance(payload, dict) and not isinstance(payload, Text):
            payload = claims(**payload)
        entry(id, note, rules, token(payload=payload), expect, name, **more)

    def number(claim, text, **more):
        """Claims with one number as written, for numbers that Python would write otherwise."""
        return claims(**({claim: "\x01"} | more)).replace('"\\u0001"', text)

    sound = {"iat": None}
    for verifier, leeway in (("exact", 0), ("plain", 60)):
        for offset in (-61, -60, -59, -1, 0, 1):
            body(
                f"D-01-{verifier}-{offset:+}",
                f"exp at now{offset:+} with {leeway} s of leeway",
                [43, 47],
                {"exp": NOW + offset, **sound},
                "ok" if offset + leeway > 0 else "expired",
                verifier=verifier,
            )
        edge = NOW - leeway
        for label, text, nanoseconds in (
            ("fraction-after", f"{edge}.001", 0),
            ("fraction-same", f"{edge}.001", 1_000_000),
            ("fraction-before", f"{edge}.001", 2_000_000),
            ("fraction-of-now", f"{edge}", 999_000_000),
            ("fraction-long", f"{edge}.999", 998_999_999),
            ("fraction-long-same", f"{edge}.999", 999_000_000),
            ("fraction-less", f"{edge - 1}.999", 0),
        ):
            seconds, _, fraction = text.partition(".")
            ends = (int(seconds) + leeway - NOW) * 10**9 + int(fraction.ljust(9, "0") or 0)
            body(
                f"D-01-{verifier}-{label}",
                f"exp {text} at {nanoseconds} ns past {NOW}, {leeway} s of leeway",
                [43, 45],
                number("exp", text, **sound),
                "ok" if nanoseconds < ends else "expired",
                verifier=verifier,
                now_nanoseconds=nanoseconds,
            )

    # The same texts for each time claim; what a date far ahead or far back means differs.
    texts = {
        "zero": ("0", "past"),
        "minus-zero": ("-0", "past"),
        "minus-one": ("-1", "claim_range"),
        "minus-fraction": ("-0.5", "claim_range"),
        "exponent": ("1e3", "past"),
        "exponent-now": ("17e8", "now"),
        "tiny": ("1e-400", "past"),
        "huge": ("1e400", "claim_range"),
        "huge-exponent": ("1e99999999999999999999", "claim_range"),
        "double": ("1e308", "claim_range"),
        "2-to-63": ("9223372036854775808", "claim_range"),
        "2-to-64-less-1": ("18446744073709551615", "claim_range"),
        "2-to-64": ("18446744073709551616", "claim_range"),
        "year-9999": ("253402300799", "future"),
        "year-10000": ("253402300800", "claim_range"),
        "string": (f'"{NOW}"', "claim_type"),
        "empty-string": ('""', "claim_type"),
        "null": ("null", "claim_type"),
        "true": ("true", "claim_type"),
        "false": ("false", "claim_type"),
        "array": (f"[{NOW}]", "claim_type"),
        "empty-array": ("[]", "claim_type"),
        "object": ("{}", "claim_type"),
        "fraction": (f"{NOW}.5", "half"),
        "nan": ("NaN", "payload_json"),
        "infinity": ("Infinity", "payload_json"),
        "leading-zero": (f"0{NOW}", "payload_json"),
    }
    meanings = {
        "exp": {"past": "expired", "now": "expired", "future": "ok", "half": "ok"},
        "nbf": {"past": "ok", "now": "ok", "future": "not_yet_valid", "half": "not_yet_valid"},
        "iat": {
            "past": "ok",
            "now": "ok",
            "future": "issued_in_future",
            "half": "issued_in_future",
        },
    }
    for claim, section in (("exp", "D-02"), ("nbf", "D-03-nbf"), ("iat", "D-03-iat")):
        for label, (text, meaning) in texts.items():
            expect = meanings[claim].get(meaning, meaning)
            body(
                f"{section}-{label}",
                f"{claim} of {text}",
                {"claim_range": [46], "claim_type": [45], "payload_json": [59, 64]}.get(
                    expect, {"exp": [43, 45], "nbf": [44, 45], "iat": [45, 48]}[claim]
                ),
                number(claim, text, **({} if claim == "iat" else sound)),
                expect,
                claim if expect in ("claim_range", "claim_type") else None,
                verifier="exact",
            )
    late = {"nbf": "not_yet_valid", "iat": "issued_in_future"}
    for claim, rule in (("nbf", 44), ("iat", 48)):
        for verifier, leeway in (("exact", 0), ("plain", 60)):
            for offset in (leeway - 1, leeway, leeway + 1):
                body(
                    f"D-03-{claim}-{verifier}-{offset:+}",
                    f"{claim} at now{offset:+} with {leeway} s of leeway",
                    [rule, 47],
                    {"iat": NOW - 100, claim: NOW + offset},
                    "ok" if offset <= leeway else late[claim],
                    verifier=verifier,
                )
            edge = NOW + leeway
            for nanoseconds, expect in ((499_999_999, late[claim]), (500_000_000, "ok")):
                body(
                    f"D-03-{claim}-{verifier}-half-{nanoseconds}",
                    f"{claim} half a second ahead at {nanoseconds} ns past {NOW}",
                    [rule, 45],
                    number(claim, f"{edge}.5"),
                    expect,
                    verifier=verifier,
                    now_nanoseconds=nanoseconds,
                )
    body("D-04-missing", "no exp", [48], {"exp": None}, "claim_missing", "exp")
    twice = claims()[:-1] + f',"exp":{NOW + 9999}}}'
    body("D-04-twice", "exp twice", [41], twice, "claim_duplicate")
    escaped = claims()[:-1] + f',"e\\u0078p":{NOW + 9999}}}'
    body("D-04-twice-escaped", "exp twice once unescaped", [41], escaped, "claim_duplicate")
    inner = claims(x={})[:-2] + '"a":1,"a":1}}'
    body("D-04-twice-inside", "a name twice in an inner object", [41], inner, "claim_duplicate")
    distinct = {"x": {"exp": 1}, "y": {"exp": 2}}
    body("D-04-inner-objects", "one name in objects apart", [41], distinct, "ok")
    body(
        "D-05-exp-before-iat",
        "exp before iat, both past",
        [43],
        {"iat": NOW - 100, "exp": NOW - 200},
        "expired",
    )
    body(
        "D-05-nbf-after-exp",
        "nbf after exp",
        [44],
        {"nbf": NOW + 50, "exp": NOW + 10},
        "not_yet_valid",
        verifier="exact",
    )
    for label, members, expect in (
        ("limit", {"exp": NOW + 3600}, "ok"),
        ("below", {"exp": NOW + 3599}, "ok"),
        ("over", {"exp": NOW + 3601}, "lifetime_too_long"),
        ("old-limit", {"iat": NOW - 3000, "exp": NOW + 600}, "ok"),
        ("old-over", {"iat": NOW - 3000, "exp": NOW + 601}, "lifetime_too_long"),
        ("no-iat-limit", {"iat": None, "exp": NOW + 3600}, "ok"),
        ("no-iat-over", {"iat": None, "exp": NOW + 3601}, "lifetime_too_long"),
        ("forever", {"exp": 253402300799}, "lifetime_too_long"),
    ):
        note = "a lifetime near the limit of an hour"
        body(f"D-06-{label}", note, [49], members, expect, verifier="hour")
    fraction = number("exp", f"{NOW + 3600}.001")
    note = "a millisecond over an hour"
    body("D-06-fraction-over", note, [49], fraction, "lifetime_too_long", verifier="hour")

    def audience(label, value, expect, note, rules=(50,), name=None, verifier="chat"):
        body(f"D-07-{label}", note, list(rules), {"aud": value}, expect, name, verifier=verifier)

    audience("missing", None, "claim_missing", "no aud where one is wanted", name="aud")
    wrong = "another audience"
    audience("empty", "", "audience_mismatch", wrong)
    audience("prefix", "cha", "audience_mismatch", wrong, (50, 55))
    audience("suffix", "chats", "audience_mismatch", wrong, (50, 55))
    audience("case", "Chat", "audience_mismatch", wrong, (50, 55))
    audience("slash", "chat/", "audience_mismatch", wrong, (50, 55))
    audience("space", " chat", "audience_mismatch", wrong, (50, 55))
    audience("nul", "chat\0", "audience_mismatch", wrong, (50, 55))
    audience("look-alike", "\u0441hat", "audience_mismatch", wrong, (50, 55))
    audience("list-in-text", "chat other", "audience_mismatch", wrong, (50, 55))
    audience("others", ["a", "b"], "audience_mismatch", wrong)
    audience("one-of-array", ["chat"], "ok", "ours alone in an array")
    audience("last-of-array", ["a", "b", "chat"], "ok", "ours among others")
    malformed = "an aud of a shape that RFC 7519 does not have"
    for label, value in {
        "empty-array": [],
        "number-in-array": [1],
        "mixed-array": ["x", 1],
        "mixed-array-with-ours": ["chat", 1],
        "null-in-array": ["chat", {}],
        "object": {"chat": 1},
        "nested-array": [["chat"]],
        "number": 7,
        "true": True,
    }.items():
        audience(label, value, "claim_type", malformed, (51,), "aud")
    null = claims(aud="\x01").replace('"\\u0001"', "null")
    body("D-07-null", malformed, [51], null, "claim_type", "aud", verifier="chat")
    audience(
        "empty-array-any", [], "claim_type", malformed, (51,), "aud", verifier="any-audience"
    )
    note = "an aud where the verifier has none"
    audience("unasked", "chat", "audience_mismatch", note, verifier="plain")
    audience("unasked-array", ["chat"], "audience_mismatch", "the same, an array", verifier="plain")
    audience("any", "whoever", "ok", "a verifier that takes any audience", verifier="any-audience")
    audience("any-missing", None, "ok", "the same without aud", verifier="any-audience")
    crowd = claims(aud="\x01").split('"\\u0001"')
    first = concat(crowd[0], '["x"', repeat(',"x"', 1200), ',"chat"]', crowd[1])
    body("D-07-1200", "the last of 1,200", [50, 63], first, "ok", verifier="chat")
    none = concat(crowd[0], '["x"', repeat(',"x"', 1200), "]", crowd[1])
    body("D-07-1200-others", "1,200 others", [50], none, "audience_mismatch", verifier="chat")
    most = concat(crowd[0], '["x"', repeat(',"x"', 10**4), ',"chat"]', crowd[1])
    body("D-07-10000", "10^4 of them", [9, 50], most, "token_too_large", verifier="chat")

    for label, value in {
        "prefix": ISSUER[:-1],
        "suffix": ISSUER + ".attacker.example",
        "slash": ISSUER + "/",
        "case": ISSUER.replace("login", "Login"),
        "scheme": ISSUER.replace("https", "http"),
        "port": ISSUER + ":443",
        "userinfo": ISSUER.replace("login", "login@login"),
        "unicode-host": ISSUER.replace("example", "ex\u0430mple"),
        "punycode": ISSUER.replace("example", "xn--exmple-4nf"),
        "percent": ISSUER.replace("login", "%6Cogin"),
        "nul": ISSUER + "\0",
        "space": " " + ISSUER,
        "empty": "",
    }.items():
        note = "an issuer that is nearly ours"
        body(f"D-08-{label}", note, [52, 54, 55], {"iss": value}, "issuer_mismatch")
    body("D-08-missing", "no iss", [52], {"iss": None}, "claim_missing", "iss")
    others = {"array": [ISSUER], "object": {"a": ISSUER}, "number": 1, "true": True}
    for label, value in others.items():
        note = "an issuer that is not a string"
        body(f"D-08-{label}", note, [52], {"iss": value}, "claim_type", "iss")
    null = claims(iss="\x01").replace('"\\u0001"', "null")
    body("D-08-null", "an issuer that is null", [52], null, "claim_type", "iss")
    escaped = claims().replace("login", "\\u006cogin").replace("//", "\\/\\/")
    body("D-08-escaped", "our issuer with escapes: the same text", [55], escaped, "ok")

    body("D-09-missing", "no sub", [53], {"sub": None}, "claim_missing", "sub")
    body("D-09-empty", "an empty sub", [53, 58], {"sub": ""}, "claim_value", "sub")
    for label, value in {"number": 7, "array": ["user-7"], "object": {}, "false": False}.items():
        note = "a sub that is not a string"
        body(f"D-09-{label}", note, [53], {"sub": value}, "claim_type", "sub")
    body("D-09-255-bytes", "a sub of 255 bytes", [58], {"sub": "u" * 255}, "ok", subject="u" * 255)
    long = {"sub": "u" * 256}
    body("D-09-256-bytes", "a sub of 256 bytes", [58], long, "claim_value", "sub")
    long = {"sub": "\u00e9" * 128}
    note = "128 characters of two bytes each: the limit counts bytes"
    body("D-09-256-bytes-of-utf-8", note, [58], long, "claim_value", "sub")
    for label, value in {
        "nul": "admin\0x",
        "lf": "user-7\nadmin",
        "escape": "\x1b[2J",
        "delete": "user\x7f",
        "leading-nul": "\0",
    }.items():
        note = "a control character in sub"
        body(f"D-09-{label}", note, [58], {"sub": value}, "claim_value", "sub")
    for label, value in {
        "right-to-left": "\u202eresu",
        "nfc": "ren\u00e9",
        "nfd": "rene\u0301",
        "emoji": "\U0001f600",
        "spaces": " user-7 ",
        "upper": "USER-7",
        "colon": "not a uri: at all",
    }.items():
        body(
            f"D-09-{label}",
            "a sub comes out as it went in: no folding, no normalising, so these are all different",
            [53, 54, 55],
            {"sub": value},
            "ok",
            subject=value,
        )
    escaped = claims(sub="\x01").replace("\\u0001", "\\ud83d\\ude00")
    note = "the same emoji escaped: one user"
    body("D-09-emoji-escaped", note, [55, 61], escaped, "ok", subject="\U0001f600")

    for label, value in {"number": 7, "array": ["a"], "true": True, "object": {}}.items():
        note = "a jti that is not a string"
        body(f"D-10-{label}", note, [56], {"jti": value}, "claim_type", "jti")
    null = claims(jti="\x01").replace('"\\u0001"', "null")
    body("D-10-null", "a jti that is null", [56], null, "claim_type", "jti")
    body("D-10-control", "a control character in jti", [58], {"jti": "a\n"}, "claim_value", "jti")
    note = "a jti; whether it came before is for a layer that remembers"
    body("D-10-sound", note, [56], {"jti": "3a7f"}, "ok")
    body(
        "D-10-other-tenant",
        "the same jti at another tenant",
        [56],
        {"jti": "3a7f", "iss": "https://login.tenant-2.example"},
        "ok",
        issuer="https://login.tenant-2.example",
        twin=token(payload=claims(iss="https://login.tenant-2.example")),
    )
    odd = {"prototype": "__proto__", "constructor": "constructor", "empty": ""}
    for label, name in odd.items():
        inner = {name: {"sub": "admin"}}
        body(f"D-11-{label}", "an odd name of a claim", [42], inner, "ok", subject="user-7")
    parts = claims(x="\x01").split('"x":"\\u0001"')
    long = concat(parts[0], '"', repeat("n", 4096), '":1', parts[1])
    body("D-11-4-kib", "a name of 4 KiB", [42, 63], long, "ok")
    long = concat(parts[0], '"', repeat("n", 1 << 16), '":1', parts[1])
    body("D-11-64-kib", "a name of 64 KiB", [9, 63], long, "token_too_large")

    def many(count):
        more = ",".join(f'"m{i}":{i}' for i in range(count - 4))
        return f"{claims()[:-1]},{more}}}"

    body("D-11-256-claims", "256 claims", [63], many(256), "ok")
    at_limit = token(payload=many(256))
    body("D-11-257-claims", "257 claims", [63], many(257), "payload_limit", twin=at_limit)

    def nested(depth):
        inner = concat(repeat("[", depth - 1), repeat("]", depth - 1))
        return concat(claims()[:-1], ',"x":', inner, "}")

    body("D-11-depth-16", "16 levels", [63], nested(16), "ok")
    at_limit = token(payload=nested(16))
    body("D-11-depth-17", "17 levels", [63], nested(17), "payload_limit", twin=at_limit)
    unclosed = concat(claims()[:-1], ',"x":', repeat("[", 4000))
    body("D-11-depth-4000", "4,000 opening brackets", [63], unclosed, "payload_limit")

    whole = claims()
    for label, text in {
        "array": f"[{whole}]",
        "string": '"user-7"',
        "null": "null",
        "number": "1",
        "blank": " ",
        "trailing": whole + "x",
        "two-objects": whole + whole,
        "trailing-comma": whole[:-1] + ",}",
        "cut": whole[:-1],
        "comment": whole + "/**/",
        "bom": "\ufeff" + whole,
        "nul-after": whole + "\0",
        "utf-16": octets(whole.encode("utf-16-le")),
        "latin-1": concat(whole[:-1], ',"x":"', octets(b"\xe9"), '"}'),
        "overlong": concat(whole[:-1], ',"x":"', octets(b"\xc0\xaf"), '"}'),
        "lone-surrogate": whole[:-1] + ',"x":"\\ud800"}',
        "nan": whole[:-1] + ',"x":NaN}',
    }.items():
        note = "the payload is not one JSON object in UTF-8"
        body(f"D-12-{label}", note, [40, 59, 60, 62], text, "payload_json")
    body("D-12-empty-object", "an object without claims", [52], "{}", "claim_missing", "iss")
    for label, value in {
        "null": "null",
        "true": "true",
        "number": "1e400",
        "large-integer": "123456789012345678901234567890",
        "string": '"text"',
        "array": '[1,"a",null,[{}]]',
        "object": '{"a":{"b":[]}}',
        "nul": '"\\u0000"',
    }.items():
        text = whole[:-1] + f',"x":{value}}}'
        note = "a claim unknown to us, of any type"
        body(f"D-13-{label}", note, [42], text, "ok", subject="user-7")
