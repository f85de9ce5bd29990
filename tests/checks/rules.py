# SPDX-License-Identifier: BSL-1.0
"""docs/reference/rules.md: every rule that the library holds, and the tests that hold it to them.

A test names its rules in a comment above it, `// rule 12` or `// rules 4, 5`; an entry of the attack
corpus in its field `rules`. Without an argument this checks that no rule is without a test and that
the page is not stale; with --write it writes the page.
"""
import json
import re
import sys

import tree

PAGE = 'docs/reference/rules.md'
NOT_OFFERED = 'not offered'

# Number: what it says, where it is from ("ours" where no RFC asks for it), why it does not apply.
GROUPS = {
    'The form of a token': {
        1: ('A token is three segments parted by two dots.', 'RFC 7515 §5.2, RFC 7519 §7.2'),
        2: ('The JSON serializations of a JWS are not tokens.', 'RFC 7519 §1'),
        3: ('Only the base64url alphabet and dots occur in it.', 'draft-ietf-oauth-rfc8725bis'),
        4: ('Each segment is base64url without padding, blanks or line breaks.',
            'RFC 7515 §2, RFC 4648 §3.3'),
        5: ('A segment of 4n + 1 characters encodes nothing.', 'RFC 7515 App. C'),
        6: ('Unused bits at the end of a segment are zero.', 'RFC 4648 §3.5'),
        7: ('What is verified are the bytes that came, never a new encoding of them.',
            'RFC 7515 §5.2'),
        8: ('A token without a signature is never accepted.', 'RFC 7518 §3.6'),
        9: ('Length is limited before anything else is looked at.', 'ours; RFC 7518 §8.6'),
    },
    'The header': {
        10: ('It is one JSON object in UTF-8, with nothing after it.', 'RFC 7515 §5.2'),
        11: ('No name comes twice, escapes resolved.', 'RFC 7515 §4'),
        12: ('`alg` is there and is compared exactly.', 'RFC 7515 §4.1.1, §5.3'),
        13: ('Only algorithms of the verifier\'s own list are used.', 'RFC 8725 §3.1'),
        14: ('`none` is not an algorithm.', 'RFC 7518 §8.5, RFC 8725 §3.2'),
        15: ('A key that states its algorithm serves that one; others only those of the verifier.', 'RFC 8725 §3.1'),
        16: ('The token\'s algorithm is the one that its key is for.',
             'draft-ietf-oauth-rfc8725bis'),
        17: ('Each verifier, so each tenant, has its own list of algorithms.',
             'draft-ietf-oauth-rfc8725bis'),
        18: ('A token that demands an extension is refused: none is implemented.',
             'RFC 7515 §4.1.11'),
        19: ('`b64` is refused, demanded or not.', 'RFC 7797 §6, §7'),
        20: ('`kid` is a string; it chooses among the tenant\'s own keys and no others.',
             'RFC 7515 §4.1.4'),
        21: ('`kid` is short and is only ever compared.', 'RFC 8725 §3.10'),
        22: ('No key, address or certificate in a header is used.', 'RFC 7515 §10.3, RFC 8725 §3.10'),
        23: ('Members that are not known are ignored.', 'RFC 7515 §4'),
        24: ('Media types are compared without case, `application/` understood.',
             'RFC 7515 §4.1.9'),
        25: ('A `typ` that is there must be an accepted one.', 'draft-ietf-oauth-rfc8725bis'),
        26: ('Nested tokens are refused.', 'RFC 7519 §5.2'),
        27: ('`alg`, `kid`, `typ` and `cty` are strings.', 'RFC 7515 §4.1'),
        28: ('An encrypted token has an error of its own.', 'RFC 7516 §9'),
    },
    'The signature': {
        29: ('RSA keys have 2048 bits or more.', 'RFC 7518 §3.3'),
        30: ('A signature has as many octets as the modulus.', 'RFC 8017 §8.2.2'),
        31: ('Its number is less than the modulus.', 'RFC 8017 §5.2.2'),
        32: ('The padded hash is made anew and compared whole; the signature\'s is not parsed.',
             'RFC 8017 §8.2.2'),
        33: ('The hash is the one that `alg` names.', 'RFC 7515 §10.6'),
        34: ('PSS: one hash throughout, a salt of its length.', 'RFC 7518 §3.5', NOT_OFFERED),
        35: ('ECDSA: exact length, numbers within the order.', 'RFC 7518 §3.4', NOT_OFFERED),
        36: ('EdDSA: exact length, canonical encodings.', 'RFC 8037 §3.1', NOT_OFFERED),
        37: ('HMAC: there is none, so no public key can become its secret.',
             'RFC 7518 §3.2, RFC 8725 §3.5'),
        38: ('One failed check refuses the whole token.', 'RFC 8725 §3.3'),
        39: ('No claim is read before the signature holds.', 'RFC 7515 §10.3'),
    },
    'The claims': {
        40: ('The payload is one JSON object in UTF-8.', 'RFC 7519 §7.2'),
        41: ('No name comes twice, at any depth.', 'RFC 7519 §4'),
        42: ('Claims that are not known are ignored.', 'RFC 7519 §4'),
        43: ('From the time of `exp` on a token is refused.', 'RFC 7519 §4.1.4'),
        44: ('Until the time of `nbf` it is refused.', 'RFC 7519 §4.1.5'),
        45: ('Times are numbers, with fractions; anything else is an error, not an absence.',
             'RFC 7519 §2'),
        46: ('Times lie in the years 1970 to 9999.', 'ours'),
        47: ('Leeway is a minute by default and ten at most.', 'RFC 7519 §4.1.4; the figures are ours'),
        48: ('`exp` must be there; `iat` must not lie ahead.', 'ours'),
        49: ('A lifetime can be limited.', 'ours'),
        50: ('A token for other audiences is refused.', 'RFC 7519 §4.1.3, RFC 8725 §3.9'),
        51: ('`aud` is a string or an array of strings that is not empty.',
             'RFC 7519 §4.1.3, CVE-2020-26160'),
        52: ('`iss` is one string, the issuer whose keys are used.', 'RFC 8725 §3.8'),
        53: ('`sub` is a string, and means something together with its issuer only.',
             'RFC 7519 §4.1.2, RFC 8725 §3.8'),
        54: ('Names are never normalised.', 'RFC 7519 §2'),
        55: ('Texts are compared by code point, escapes resolved.', 'RFC 7519 §7.3, RFC 8259 §8.3'),
        56: ('`jti` is a string.', 'RFC 7519 §4.1.7'),
        57: ('Tokens of another kind are told apart.', 'RFC 8725 §3.12'),
        58: ('Names have no control characters and a limited length.', 'ours'),
    },
    'JSON': {
        59: ('Text that is not wholly JSON is refused.', 'RFC 7515 §10.12'),
        60: ('It is UTF-8 without a byte order mark.', 'RFC 8259 §8.1, RFC 8725 §3.7'),
        61: ('Characters beyond the first plane are kept.', 'RFC 7515 §10.13'),
        62: ('Lone surrogates and malformed UTF-8 are refused.', 'RFC 7493 §2.1'),
        63: ('Depth, members and length are limited.', 'RFC 8259 §9'),
        64: ('Numbers follow the grammar, whatever the locale.', 'RFC 8259 §6'),
    },
    'Keys and key sets': {
        65: ('`kty` is there and is compared exactly.', 'RFC 7517 §4.1'),
        66: ('A set is an object with an array `keys`.', 'RFC 7517 §5'),
        67: ('A name that comes twice costs the key, or the set where it is the set\'s.',
             'RFC 7517 §4, §5'),
        68: ('A bad key is skipped and does not harm the others.', 'RFC 7517 §5'),
        69: ('Members that are not known are ignored.', 'RFC 7517 §4'),
        70: ('`use` and `key_ops` allow verifying and agree.', 'RFC 7517 §4.2, §4.3'),
        71: ('`alg` is a signature algorithm of the key\'s type.', 'RFC 7517 §4.4'),
        72: ('`n` and `e` are there, in as few octets as they need.', 'RFC 7518 §2, §6.3.1'),
        73: ('Modulus and exponent are odd.', 'RFC 8017 §3.1'),
        74: ('The exponent lies between 65537 and 2^32.', 'ours'),
        75: ('A modulus has 8192 bits at most.', 'RFC 7518 §8.6'),
        76: ('Keys of the generator of CVE-2017-15361 are refused.', 'CVE-2017-15361'),
        77: ('A key with its private half has been disclosed and is refused.', 'RFC 7517 §9.2'),
        78: ('Shared secrets are no keys of a set of public ones.', 'RFC 8725 §2.1'),
        79: ('Points lie on their curve.', 'RFC 7518 §6.2.1, RFC 8725 §3.4', NOT_OFFERED),
        80: ('Of two keys with one name none is chosen.', 'RFC 7517 §4.5'),
        81: ('A token that names a key is tried with that key only.', 'RFC 7515 §4.1.4'),
        82: ('A token that names none is tried only where one key fits.', 'RFC 7515 App. D'),
        83: ('The first certificate of `x5c` is the key\'s.', 'RFC 7517 §4.7'),
        84: ('`x5t` and `x5t#S256` are the certificate\'s; `x5u` is not fetched.',
             'RFC 7517 §4.6, §4.8, §4.9'),
        85: ('Certificates are taken and not asked for.', 'ours'),
        86: ('A tenant\'s key verifies that tenant\'s tokens only.', 'RFC 7517 §9.1, RFC 8725 §3.8'),
    },
    'Fetching key sets': {
        87: ('HTTPS only, the server\'s name checked.', 'RFC 7515 §8, RFC 9525'),
        88: ('TLS 1.2 or later.', 'RFC 9325 §3.1.1'),
        89: ('No connection to addresses inside.', 'draft-ietf-oauth-rfc8725bis'),
        90: ('An answer cut short is none.', 'RFC 9111 §3.3'),
        91: ('What must not be stored is not written down.', 'RFC 9111 §5.2.2.5'),
        92: ('Of several cache directives the strictest holds.', 'RFC 9111 §4.2.1'),
        93: ('A stale set serves for a limited time.', 'RFC 5861 §4'),
        94: ('An unknown `kid` is a reason to fetch again.', 'OpenID Connect Core §10.1.1'),
    },
}


def tests_of_sources(held):
    """Adds the files with comments such as `// rules 4, 5`."""
    pattern = re.compile(r'^// rules? (\d+(?:, \d+)*)$', re.MULTILINE)
    for path in tree.files('tests', '.cpp'):
        for numbers in pattern.findall(tree.read(f'tests/{path}')):
            for rule in re.findall(r'\d+', numbers):
                held[int(rule)].add(path.removesuffix('.cpp'))


def tests_of_corpus(held):
    """Adds the numbers of entries of the attack corpus, such as A-07."""
    for section in 'ABCDEF':
        for entry in json.loads(tree.read(f'tests/corpus/{section}.json')):
            for rule in entry['rules']:
                held[rule].add(entry['id'][:4])


def tests_cell(held):
    files = sorted(name for name in held if '/' in name)
    ids = sorted(held - set(files))
    return ', '.join([f'`{name}`' for name in files] + (['corpus ' + ' '.join(ids)] if ids else []))


def page(held):
    lines = ['# The rules, and the tests that hold them', '',
             'Written by `python3 tests/checks/rules.py --write`; not to be edited.', '',
             'A test is named by its file under `tests`; *corpus* is the',
             '[attack corpus](../../tests/corpus/README.md), which `conformance/attacks` runs.']
    for title, rules in GROUPS.items():
        lines += ['', f'## {title}', '', '| rule | what it says | from | tests |',
                  '| --- | --- | --- | --- |']
        for number, (sentence, source, *reason) in rules.items():
            tests = tests_cell(held[number])
            cell = '; '.join(([f'*{reason[0]}*'] if reason else []) + ([tests] if tests else []))
            lines.append(f'| {number} | {sentence} | {source} | {cell} |')
    return '\n'.join(lines) + '\n'


complaints = []
rules = {number: rule for group in GROUPS.values() for number, rule in group.items()}
held = {number: set() for number in rules}
tests_of_sources(held)
tests_of_corpus(held)
complaints += [f'rule {number} has no test: {rule[0]}' for number, rule in rules.items()
               if len(rule) == 2 and not held[number]]
written = page(held)
target = tree.ROOT / PAGE
if '--write' in sys.argv:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(written, encoding='utf-8')
elif not target.exists() or target.read_text(encoding='utf-8') != written:
    complaints.append(f'{PAGE} is stale: python3 tests/checks/rules.py --write')
tree.finish(complaints)
