# SPDX-License-Identifier: BSL-1.0
"""The JSON of the header."""
from entries import (
    CUSTOMER, KID, NOW, concat, entry, header, jwk, keyset, octets, ref, repeat, token,
)  # fmt: skip


def add_entries():
    rest = f'"typ":"JWT","kid":"{KID}"'
    alg = '"alg":"RS256"'

    def head(id, note, rules, text, expect="header_json", name=None, **more):
        entry(id, note, rules, token(text), expect, name, **more)

    def duplicate(id, text, note="a member twice"):
        head(id, note, [11], text, "header_duplicate")

    duplicate("C-01-none-last", f'{{{alg},{rest},"alg":"none"}}')
    duplicate("C-01-none-first", f'{{"alg":"none",{rest},{alg}}}')
    duplicate("C-01-same", f"{{{alg},{rest},{alg}}}")
    duplicate("C-02-escaped", f'{{{alg},{rest},"al\\u0067":"none"}}', "twice once unescaped")
    duplicate("C-02-escaped-first", f'{{"\\u0061lg":"none",{rest},{alg}}}', "twice once unescaped")
    duplicate("C-03-kid", f'{{{alg},{rest},"kid":"customer-2"}}')
    duplicate("C-03-crit", f'{{{alg},{rest},"crit":["exp"],"crit":["b64"]}}')
    duplicate("C-03-b64", f'{{{alg},{rest},"b64":true,"b64":false}}')
    duplicate("C-03-unknown", f'{{{alg},{rest},"x":1,"x":1}}', "a member unknown to us twice")
    duplicate("C-03-nested", f'{{{alg},{rest},"x":{{"a":1,"a":2}}}}', "twice in an inner object")
    whole = header()
    for label, text in {
        "array": f"[{whole}]",
        "string": '"RS256"',
        "number": "256",
        "null": "null",
        "true": "true",
        "blank": " ",
    }.items():
        head(f"C-04-{label}", "the header is not an object", [10, 59], text)
    head("C-04-empty-object", "an object without members", [12], "{}", "alg_missing")
    for label, text in {
        "trailing": whole + "x",
        "trailing-comma-value": whole + ",",
        "two-objects": whole + whole,
        "nul-after": whole + "\0",
        "comment": f"{{{alg},/* ours */{rest}}}",
        "line-comment": f"{{{alg},{rest}}}//",
        "trailing-comma": f"{{{alg},{rest},}}",
        "single-quotes": whole.replace('"', "'"),
        "no-quotes": f"{{alg:\"RS256\",{rest}}}",
        "nan": f'{{{alg},{rest},"x":NaN}}',
        "infinity": f'{{{alg},{rest},"x":-Infinity}}',
        "leading-zero": f'{{{alg},{rest},"x":01}}',
        "plus": f'{{{alg},{rest},"x":+1}}',
        "hex": f'{{{alg},{rest},"x":0x10}}',
        "bare-dot": f'{{{alg},{rest},"x":.5}}',
        "upper-true": f'{{{alg},{rest},"x":True}}',
        "raw-newline": f'{{{alg},{rest},"x":"\n"}}',
        "bad-escape": f'{{{alg},{rest},"x":"\\x41"}}',
        "cut": whole[:-1],
        "unclosed-string": whole[:-2],
        "missing-colon": f'{{{alg},{rest},"x" 1}}',
        "no-break-space": f"{{{alg},\u00a0{rest}}}",
    }.items():
        head(f"C-05-{label}", "not JSON", [10, 59, 64], text)
    blank = f" \t\r\n{{ {alg} ,\n {rest} }}\r\n"
    head("C-05-blanks", "blanks that JSON allows around its parts", [10, 59], blank, "ok")

    def nested(depth, opening="[", closing="]"):
        inner = concat(repeat(opening, depth - 1), "1", repeat(closing, depth - 1))
        return concat(f'{{{alg},{rest},"x":', inner, "}")

    head("C-06-depth-16", "16 levels", [63], nested(16), "ok")
    at_limit = token(nested(16))
    head("C-06-depth-17", "17 levels", [63], nested(17), "header_limit", twin=at_limit)
    deep = nested(17, '{"a":', "}")
    head("C-06-depth-17-objects", "17 levels of objects", [63], deep, "header_limit", twin=at_limit)
    unclosed = concat(f'{{{alg},{rest},"x":', repeat("[", 4000))
    head("C-06-depth-4000", "4,000 opening brackets", [63], unclosed, "header_limit")
    bomb = concat(f'{{{alg},{rest},"x":', repeat("[", 10**5))
    head("C-06-depth-100000", "10^5 opening brackets", [9, 63], bomb, "token_too_large")

    def members(count):
        more = ",".join(f'"m{i}":{i}' for i in range(count - 3))
        return f"{{{alg},{rest},{more}}}"

    head("C-07-64-members", "64 members", [63], members(64), "ok")
    at_limit = token(members(64))
    head("C-07-65-members", "65 members", [63], members(65), "header_limit", twin=at_limit)
    inner = ",".join(f'"m{i}":{i}' for i in range(65))
    text = f'{{{alg},{rest},"x":{{{inner}}}}}'
    head("C-07-65-inner-members", "65 members in an inner object", [63], text, "header_limit")
    many = concat(f"{{{alg},{rest}", repeat(',"m":1', 10**5), "}")
    head("C-07-100000-members", "10^5 members", [9, 63], many, "token_too_large")

    def with_octets(data, rules=(60, 62)):
        return concat(f'{{{alg},{rest},"x":"', octets(data), '"}'), list(rules)

    for label, data in {
        "lone-continuation": b"\x80",
        "cut-sequence": b"\xc3",
        "overlong-slash": b"\xc0\xaf",
        "overlong-nul": b"\xc0\x80",
        "overlong-three": b"\xe0\x80\xaf",
        "encoded-surrogate": b"\xed\xa0\x80",
        "beyond-unicode": b"\xf4\x90\x80\x80",
        "byte-ff": b"\xff",
        "latin-1": b"\xe9",
    }.items():
        text, rules = with_octets(data)
        head(f"C-08-{label}", "not UTF-8", rules, text)
    for label, escape in {
        "lone-high": "\\ud800",
        "lone-low": "\\udc00",
        "reversed": "\\udc00\\ud800",
        "high-high": "\\ud800\\ud800",
        "high-then-text": "\\ud800x",
    }.items():
        text = f'{{{alg},{rest},"x":"{escape}"}}'
        head(f"C-08-{label}", "a surrogate without its pair", [62], text)
    pair = f'{{{alg},{rest},"x":"\\ud83d\\ude00\U0001f600"}}'
    head("C-08-pair", "a character beyond the first plane, escaped and not", [61, 62], pair, "ok")
    head("C-08-bom", "a byte order mark in front", [60], "\ufeff" + whole)
    head("C-08-utf-16", "UTF-16", [60], octets(whole.encode("utf-16-le")))
    head("C-08-utf-16-bom", "UTF-16 with its mark", [60], octets(whole.encode("utf-16")))

    for label, value, more in (
        ("empty", [], {}),
        ("empty-name", [""], {}),
        ("absent-member", ["exp"], {}),
        ("registered", ["alg"], {}),
        ("b64-false", ["b64"], {"b64": False}),
        ("b64-true", ["b64"], {"b64": True}),
        ("unknown", ["unknown"], {"unknown": 1}),
        ("twice", ["exp", "exp"], {"exp": NOW + 3600}),
        ("string", "exp", {"exp": NOW + 3600}),
        ("object", {"exp": 1}, {"exp": NOW + 3600}),
        ("number", 1, {}),
        ("false", False, {}),
        ("mixed", ["exp", 1], {"exp": NOW + 3600}),
    ):
        head(
            f"C-09-{label}",
            "crit: no extension is implemented, so whatever it says is refused",
            [18],
            header(crit=value, **more),
            "crit_unsupported",
            "crit",
        )
    null = f'{{{alg},{rest},"crit":null}}'
    head("C-09-null", "crit is null", [18], null, "crit_unsupported", "crit")
    many = concat(f'{{{alg},{rest},"crit":["a"', repeat(',"a"', 1000), "]}")
    head("C-09-1000-names", "crit of a thousand names", [18], many, "crit_unsupported", "crit")
    many = concat(f'{{{alg},{rest},"crit":["a"', repeat(',"a"', 10**4), "]}")
    head("C-09-10000-names", "crit of 10^4 names", [9, 18], many, "token_too_large")
    for value in (False, True):
        note = "b64 without crit: the payload would be misread"
        label = f"C-10-b64-{str(value).lower()}"
        head(label, note, [19], header(b64=value), "crit_unsupported", "b64")

    for label, value in {
        "null": "null",
        "true": "true",
        "number": "1e400",
        "array": '["alg","none"]',
        "object": '{"alg":"none","crit":["b64"],"b64":false}',
        "empty-name": '1,"":{}',
        "prototype": '1,"__proto__":{"alg":"none"}',
        "other-case": '1,"Alg":"none","ALG":5,"Crit":["b64"],"KID":7',
        "zip": '1,"zip":"DEF","enc":"A256GCM","p2c":1000000000',
    }.items():
        note = "members unknown to us, which say nothing"
        head(f"C-10-unknown-{label}", note, [23], f'{{{alg},{rest},"x":{value}}}', "ok")

    head("C-11-typ-number", "typ is a number", [27], header(typ=1), "header_type", "typ")
    head("C-11-typ-array", "typ is an array", [27], header(typ=["JWT"]), "header_type", "typ")
    null = f'{{{alg},"typ":null,"kid":"{KID}"}}'
    head("C-11-typ-null", "typ is null", [27], null, "header_type", "typ")
    head("C-11-cty-number", "cty is a number", [27], header(cty=1), "header_type", "cty")
    for label, value in {
        "upper": "JWT",
        "lower": "jwt",
        "media-type": "application/jwt",
        "media-type-mixed": "Application/Jwt",
        "absent": None,
    }.items():
        head(f"C-11-{label}", "a typ that says plain JWT", [24, 25], header(typ=value), "ok")
    for value in ("at+jwt", "secevent+jwt", "JWS", "", "application/application/jwt", "JWT "):
        head(
            f"C-11-other-{value or 'empty'}".replace("/", "-").replace(" ", "-space"),
            "a token of another kind",
            [24, 25, 57],
            header(typ=value),
            "type_mismatch",
        )
    for value in ("at+jwt", "AT+JWT", "application/at+jwt", "Application/AT+jwt"):
        head(
            f"C-11-access-token-{value}".replace("/", "-"),
            "the explicit type that this verifier expects",
            [24],
            header(typ=value),
            "ok",
            verifier="access-token",
        )
    others = {"JWT": "JWT", "absent": None, "prefix": "at+jw", "text": "text/at+jwt"}
    for label, value in others.items():
        head(
            f"C-11-access-token-not-{label}",
            "not the explicit type that this verifier expects",
            [24, 25, 57],
            header(typ=value),
            "type_mismatch",
            verifier="access-token",
        )
    for value in ("JWT", "jwt", "application/jwt"):
        head(
            f"C-11-nested-{value}".replace("/", "-"),
            "cty says that a token is nested inside",
            [26],
            header(cty=value),
            "type_mismatch",
            "cty",
        )

    head("C-12-number", "kid is a number", [20, 27], header(kid=7), "header_type", "kid")
    null = f'{{{alg},"typ":"JWT","kid":null}}'
    head("C-12-null", "kid is null, which is not absent", [20, 27], null, "header_type", "kid")
    head("C-12-array", "kid is an array", [27], header(kid=[KID]), "header_type", "kid")
    head("C-12-empty", "kid is empty, which is not absent", [81], header(kid=""), "key_not_found")
    longest = keyset(jwk(CUSTOMER, "k" * 256), ref("jwk-next"))
    at_limit = token(header(kid="k" * 256))
    note = "a kid of 256 bytes finds its key"
    entry("C-12-256-bytes", note, [21], at_limit, "ok", keys=longest, twin=at_limit)
    head(
        "C-12-257-bytes", "a kid of 257 bytes", [21], header(kid="k" * 257), "kid_too_long",
        keys=longest, twin=at_limit,
    )  # fmt: skip
    long = concat(f'{{{alg},"kid":"', repeat("k", 1 << 20), '"}')
    head("C-12-1-mib", "a kid of 1 MiB", [9, 21], long, "token_too_large")
    for label, value in {
        "path": "../../etc/passwd",
        "sql": "' OR 1=1--",
        "url": "https://attacker.example/key",
        "percent": "%0a",
        "regex": "(a+)+$",
        "wildcard": "*",
        "format": "%s%n",
        "html": "<script>",
        "c1-control": "customer-1\u0085",
        "line-separator": "\u2028",
        "trailing-space": KID + " ",
        "look-alike": "\u0441ustomer-1",
    }.items():
        note = "a kid is only ever compared, byte for byte"
        head(f"C-12-{label}", note, [20, 21, 55], header(kid=value), "key_not_found")
    for label, value in {"nul": "\0", "lf": "\n", "escape": "\x1b[2J", "delete": "\x7f"}.items():
        head(
            f"C-12-control-{label}",
            "a control character, which would forge a line in a log",
            [21, 58],
            header(kid=KID + value),
            "header_value",
            "kid",
        )
