# SPDX-License-Identifier: BSL-1.0
"""Keys in files; a file has one key, so a bad one fails whole."""
from entries import CUBIC, CUSTOMER, SMALL, TEXTS, concat, keyset_entry, octets, repeat
from forge import der, integer, octets_of, pem


def add_entries():
    spki = pem("PUBLIC KEY", CUSTOMER.spki_der())
    TEXTS["pem-customer"] = spki
    certificate = pem("CERTIFICATE", CUSTOMER.certificate)

    def file(id, note, text, expect="ok", rules=(85,), form="pem", twin="pem-customer"):
        keyset_entry(
            f"F-09-{id}", note, list(rules), text, expect,
            twin=twin, attack="good-without-kid", form=form,
        )  # fmt: skip

    file("spki", "PUBLIC KEY", spki)
    file("pkcs1", "RSA PUBLIC KEY", pem("RSA PUBLIC KEY", CUSTOMER.pkcs1_der()))
    file("certificate", "CERTIFICATE", certificate)
    file("crlf", "lines that end with CR LF", spki.replace("\n", "\r\n"))
    file("no-last-newline", "no newline at the end", spki.rstrip("\n"))
    private = pem("PRIVATE KEY", CUSTOMER.private_pkcs8_der())
    file("private", "a private key", private, "key_private_material", (77,))
    private = pem("RSA PRIVATE KEY", CUSTOMER.private_pkcs1_der())
    file("private-pkcs1", "a private key, old form", private, "key_private_material", (77,))
    file(
        "encrypted",
        "an encrypted private key",
        pem("ENCRYPTED PRIVATE KEY", CUSTOMER.encrypted),
        "key_private_material",
        (77,),
    )
    private = certificate + private
    file("private-second", "a private key behind", private, "key_private_material", (77,))
    file("several", "two keys", spki + spki, "pem_several_blocks")
    file("several-kinds", "a certificate and a key", certificate + spki, "pem_several_blocks")
    request = pem("CERTIFICATE REQUEST", CUSTOMER.certificate)
    file("other-label", "a label that is none of ours", request, "pem_label")
    lower = spki.replace("PUBLIC KEY", "public key")
    file("lower-label", "a label in lower case", lower, "pem_label")
    for label, text in {
        "no-end": spki[: spki.index("-----END")],
        "other-end": spki.replace("END PUBLIC KEY", "END CERTIFICATE"),
        "no-begin": spki[spki.index("\n") + 1 :],
        "empty": "",
        "text": "not a key\n",
        "bad-character": spki.replace("\nMII", "\nM@I", 1) if "\nMII" in spki else spki[:40] + "@",
    }.items():
        file(f"pem-{label}", "not PEM", text, "pem_format")
    comment = concat(repeat("#", 1 << 20), "\n", spki)
    file("comment-1-mib", "a key after 1 MiB of comment", comment, "keyset_too_large", (63,))
    chain = repeat(certificate, 4096)
    file("chain-4096", "4,096 certificates", chain, "keyset_too_large", (63,))

    def block(id, note, data, expect="der_malformed", label="PUBLIC KEY"):
        file(f"der-{id}", note, pem(label, data), expect)

    sound = CUSTOMER.spki_der()
    block("trailing", "octets after the end", sound + b"\0")
    block("cut", "the last octet missing", sound[:-1])
    assert sound[:2] == b"\x30\x82"
    block("long-length", "a length in more octets than needed", b"\x30\x83\0" + sound[2:])
    block("indefinite", "BER's indefinite length", b"\x30\x80" + sound[4:] + b"\0\0")
    padded = der(0x30, der(2, b"\0" + octets_of(CUSTOMER.n, 257)), integer(65537))
    block("padded-integer", "a modulus with a zero octet too many", padded, label="RSA PUBLIC KEY")
    negative = der(0x30, der(2, octets_of(CUSTOMER.n)), integer(65537))
    block("negative", "a negative modulus", negative, label="RSA PUBLIC KEY")
    block("swapped", "PKCS#1 under the label of SPKI", CUSTOMER.pkcs1_der())
    broken = CUSTOMER.certificate[:-1]
    block("certificate-cut", "a certificate cut short", broken, label="CERTIFICATE")
    block(
        "not-a-certificate",
        "a public key under the label of a certificate",
        sound,
        "certificate_malformed",
        "CERTIFICATE",
    )
    small = pem("PUBLIC KEY", SMALL.spki_der())
    file("small-key", "a key of 1024 bits", small, "key_too_small", (29,))
    cubic = pem("PUBLIC KEY", CUBIC.spki_der())
    file("exponent", "a key with e = 3", cubic, "key_exponent", (74,))
