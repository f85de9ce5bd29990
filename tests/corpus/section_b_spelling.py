# SPDX-License-Identifier: BSL-1.0
"""One token, one spelling: every entry is the good token, spelled in another way."""
from entries import TEXTS, claims, concat, edit, entry, expand, header, octets, ref, repeat, token
from forge import base64url


def add_entries():
    good = ref("good")
    parts = [ref("good.header"), ref("good.payload"), ref("good.signature")]
    names = ("header", "payload", "signature")
    sizes = [len(expand(part)) for part in parts]

    def with_part(index, part):
        changed = [*parts]
        changed[index] = part
        return concat(changed[0], ".", changed[1], ".", changed[2])

    def spelling(id, note, rules, text, expect="token_encoding"):
        entry(id, note, rules, text, expect)

    for index, name in enumerate(names):
        for padding in ("=", "=="):
            spelling(
                f"B-01-{name}-{len(padding)}",
                f"{padding} after the {name}",
                [3, 4],
                with_part(index, concat(parts[index], padding)),
            )
    blanks = {"space": " ", "tab": "\t", "cr": "\r", "lf": "\n"}
    for label, blank in (blanks | {"nul": "\0"}).items():
        section = "B-03" if label == "nul" else "B-02"
        for index, name in enumerate(names):
            for place, at in (("start", 0), ("middle", sizes[index] // 2), ("end", sizes[index])):
                spelling(
                    f"{section}-{label}-{name}-{place}",
                    f"{label} at the {place} of the {name}",
                    [3, 4],
                    with_part(index, edit(parts[index], at, insert=blank)),
                )
    # Tokens whose segments have '-' and '_', to respell them in the other alphabet. The claim gives
    # the octets for it; only an unencoded header may hold them too.
    odd = token(header(note="???>>>~~~\u00ff\u00fe"), claims(note="~~~???>>>\u00ff\u00fe"))
    TEXTS["good-both-alphabets"] = odd
    spelled = expand(odd).decode()
    for index, name in enumerate(names):
        start = sum(len(part) + 1 for part in spelled.split(".")[:index])
        segment = spelled.split(".")[index]
        for ours, theirs in (("-", "+"), ("_", "/")):
            at = start + segment.index(ours)
            label = {"+": "plus", "/": "slash"}[theirs]
            entry(
                f"B-04-{label}-{name}",
                f"{theirs} of standard base64 in place of {ours} in the {name}",
                [3, 4],
                edit(ref("good-both-alphabets"), at, 1, theirs),
                "token_encoding",
                twin=ref("good-both-alphabets"),
            )
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    # Headers and payloads with one and two octets more than a multiple of three. A signature of 256
    # octets has one more, so its last character has four unused bits.
    for extra, unused in ((1, 16), (2, 4)):
        fit = "x" * ((extra - len(header(x=""))) % 3), "x" * ((extra - len(claims(x=""))) % 3)
        name = f"good-with-{extra}-octets-over"
        TEXTS[name] = token(header(x=fit[0]), claims(x=fit[1]))
        spelled = expand(ref(name)).decode().split(".")
        for index in (0, 1, 2) if unused == 16 else (0, 1):
            assert len(spelled[index]) % 4 == (2 if unused == 16 else 3)
            end = sum(len(part) + 1 for part in spelled[: index + 1]) - 1
            last = alphabet.index(spelled[index][-1])
            assert last % unused == 0
            for bits in range(1, unused):
                entry(
                    f"B-05-{names[index]}-{unused}-{bits}",
                    f"unused bits {bits} of {unused - 1} set at the end of the {names[index]}",
                    [6],
                    edit(ref(name), end - 1, 1, alphabet[last + bits]),
                    "token_encoding",
                    twin=ref(name),
                )
    for index, name in enumerate(names):
        missing = (5 - sizes[index] % 4) % 4 or 4
        spelling(
            f"B-06-{name}",
            f"one character over in the {name}: no octets have that length",
            [5],
            with_part(index, concat(parts[index], "A" * missing)),
        )
    spelling("B-07-empty-header", "no header", [1, 10], with_part(0, ""), "token_format")
    spelling("B-07-empty-payload", "no payload", [1, 40], with_part(1, ""), "token_format")
    spelling("B-07-empty-signature", "no signature", [8, 30], with_part(2, ""), "signature_invalid")
    for label, text in {
        "empty": "",
        "one-dot": ".",
        "two-dots": "..",
        "three-dots": "...",
        "leading": concat(".", good),
        "trailing": concat(good, "."),
        "doubled": concat(parts[0], "..", parts[1], ".", parts[2]),
        "envoy": concat(".", parts[0], ".", parts[1], ".", parts[2], "."),
    }.items():
        expect = "token_is_jwe" if label == "envoy" else "token_format"
        spelling(f"B-08-{label}", "dots too few or too many", [1], text, expect)
    spelling("B-09-one", "one segment", [1], parts[0], "token_format")
    spelling("B-09-two", "two segments", [1], concat(parts[0], ".", parts[1]), "token_format")
    spelling("B-09-four", "four segments", [1], concat(good, ".", parts[2]), "token_format")
    jwe = concat(good, ".", parts[2], ".", parts[2])
    spelling("B-09-five", "five segments: the shape of a JWE", [1, 28], jwe, "token_is_jwe")
    spelling("B-09-five-empty", "four dots", [1, 28], "....", "token_is_jwe")
    jwe_header = base64url(b'{"alg":"dir","enc":"A256GCM"}')
    spelling(
        "B-09-jwe", "a JWE with a direct key", [28], f"{jwe_header}..AAAA.AAAA.AAAA", "token_is_jwe"
    )
    spelling("B-09-six", "six segments", [1], concat(jwe, ".", parts[2]), "token_format")
    members = ['"protected":"', parts[0], '","signature":"', parts[2], '"']
    general = concat('{"payload":"', parts[1], '","signatures":[{', *members, "}]}")
    flattened = concat('{"payload":"', parts[1], '",', *members, "}")
    spelling("B-10-general", "JWS JSON serialization", [2], general, "token_format")
    spelling("B-10-flattened", "flattened JWS JSON", [2], flattened, "token_format")
    dotted = concat('{"payload":"', parts[1], '","note":". .",', *members, "}")
    spelling("B-10-with-dots", "JWS JSON with two dots in it", [2, 3], dotted, "token_encoding")
    encoded_dots = concat(parts[0], "%2E", parts[1], "%2E", parts[2])
    spelling("B-11-percent-dots", "dots percent-encoded", [1, 3], encoded_dots, "token_format")
    first = expand(parts[0])[:1].decode()
    percent = edit(good, 0, 1, f"%{ord(first):02X}")
    spelling("B-11-percent", "a character percent-encoded", [3, 4], percent)
    spelling("B-11-bom", "a byte order mark in front", [3, 4], concat("\ufeff", good))
    spelling("B-11-bearer", "the scheme of the header in front", [3, 4], concat("Bearer ", good))
    spelling("B-11-quotes", "in quotes", [3, 4], concat('"', good, '"'))
    spelling("B-11-comma", "two tokens in a list", [1], concat(good, ",", good), "token_is_jwe")
    fullwidth = edit(good, 0, 1, chr(ord(first) + 0xFEE0))
    spelling("B-12-fullwidth", "a full-width letter for an ASCII one", [3, 55], fullwidth)
    dots = concat(parts[0], "\uff0e", parts[1], "\uff0e", parts[2])
    spelling("B-12-fullwidth-dots", "full-width dots", [1, 3], dots, "token_format")
    spelling("B-12-latin-1", "an octet over 127", [3, 4], edit(good, 5, 1, octets(b"\xe9")))
    wide = expand(good).decode()
    spelling("B-12-utf-16", "UTF-16", [3, 4], octets(wide.encode("utf-16-le")))
    # A token of exactly the limit, by a claim that fills it up.
    room = 8192 - sizes[0] - 2 - sizes[2]
    filled = room * 3 // 4 - len(claims(x=""))
    fills = {8192: filled, 8193: filled + 1 if (room + 1) % 4 != 1 else filled + 2}
    for size, fill in fills.items():
        body = claims(x="\0").replace("\\u0000", "\0").split("\0")
        payload = concat(body[0], repeat("x", fill), body[1])
        TEXTS[f"good-{size}"] = token(payload=payload)
    assert len(expand(ref("good-8192"))) == 8192, len(expand(ref("good-8192")))
    size = len(expand(ref("good-8193")))
    assert 8192 < size <= 8194, size
    entry("B-13-limit", "a token of exactly 8 KiB", [9], ref("good-8192"), "ok")
    entry(
        "B-13-over-limit",
        "a sound token just over 8 KiB",
        [9],
        TEXTS.pop("good-8193"),
        "token_too_large",
        twin=ref("good-8192"),
    )
    for label, times in {"64-kib": 1 << 16, "16-mib": 1 << 24}.items():
        spelling(f"B-13-{label}", "one long segment", [9], repeat("A", times), "token_too_large")
        long = concat(good, repeat("A", times))
        spelling(f"B-13-{label}-signature", "a long signature", [9], long, "token_too_large")
    spelling("B-14-million-dots", "10^6 dots", [1, 9], repeat(".", 10**6), "token_too_large")
    spelling("B-14-dots-in-limit", "8,192 dots", [1, 9], repeat(".", 8192), "token_format")
