# SPDX-License-Identifier: BSL-1.0
"""docs/reference/messaging.md: what the messaging layer does, row by row, and the tests that hold it.

A test names its rows in a comment above it, `// row K4`, one for each row. Without an argument this
checks that no row is without a test and that the page is not stale; with --write it writes the page.
"""
import re
import sys

import tree

PAGE = 'docs/reference/messaging.md'
GROUPS = {
    'Channels': {
        'A1': 'Users are verified in Enhanced In-App Chat and Enhanced Web Chat.',
        'A2': 'On channels of any other kind they are not; turning it on is refused by name, by the '
              'compiler where the kind is a type and with `channel_kind` where it is a value.',
        'A3': 'Each change of a set-up needs the permission Customize Application, or what the policy '
              'says; verifying needs none.',
        'A4': 'A channel is for verified users or for unverified ones, never for both.',
    },
    'Keys and keysets': {
        'K1': 'Keys are uploaded one at a time, each a record of its own; a JWK Set or an array is '
              '`key_several`.',
        'K2': 'A key comes as a JWK, as PEM (SPKI, PKCS #1) or in a certificate, whose key must be '
              'that of the JWK and which must be valid for ten more days. Where none names it, its '
              'thumbprint does.',
        'K3': 'The placeholders `"d":"d"`, `"k":"k"`, `"y":"y"` and `"crv":"crv"` are ignored; any '
              'other private member is refused, as the key has been disclosed.',
        'K4': 'A keyset has a name and an issuer, which is compared with `iss` byte for byte.',
        'K5': 'A keyset is of type Keys or of type Endpoint URL; a key may be in several.',
        'K6': 'An endpoint is outside of the platform; the form of its URL is checked when it is saved, '
              'that of what it answers at each fetch.',
        'K7': 'RS256 and RS512 are the algorithms.',
        'K8': 'A key that is not active verifies nothing, from the moment of its deactivation.',
        'K9': 'There are 100 keys in a keyset at most; names have 1 to 80 characters.',
    },
    'Turning verification on': {
        'V1': 'With the switch on, the unverified way in is refused; with the switch off, the '
              'verified one.',
        'V2': 'A channel owns configurations, each with a name and a keyset, which take part when '
              'they are made active.',
        'V3': 'The name of a configuration begins with a letter; letters, digits and `_` follow.',
        'V4': 'Channels that share a configuration name share end users and conversations.',
        'V5': 'Such channels have one issuer, unless it is part of the end user.',
        'V6': 'No two active configurations of a channel have one issuer.',
        'V7': 'With the switch on and no active configuration nobody gets in.',
        'V8': 'A verification that failed yields no session.',
    },
    'Sessions': {
        'T1': 'A session of an unverified user on the web lasts 1 to 4320 whole minutes, 360 unless '
              'that is changed.',
        'T2': 'In an app it renews itself.',
        'T3': 'After 1 to 4320 minutes, 60 unless that is changed, the client of a verified user '
              'shows a new identity token or lets the session expire.',
        'T4': 'Both times are kept; the switch picks one, and what it is called.',
        'T5': 'While its identity token is good a session is renewed without a word; then its client '
              'is challenged at its next use, and has 30 seconds.',
        'T6': 'A challenge says `initial`, `renew`, `expired` or `malformed`.',
        'T7': 'A renewal verifies in full and is of the same end user; another changes nothing and is '
              'reported.',
        'T8': 'It may come early. A challenge has three attempts; an end user has one at a time, for '
              'all tabs and devices.',
        'T9': 'A log-out voids the authorization token and tells all clients of the end user.',
        'T10': 'A conversation goes on after its session; a new one is begun on request.',
    },
}

rows = {row for group in GROUPS.values() for row in group}
held = {row: set() for row in rows}
complaints = []
for name in tree.files('tests', '.cpp'):
    for row in re.findall(r'^\s*// row (\S+)$', tree.read(f'tests/{name}'), re.MULTILINE):
        if row in rows:
            held[row].add(name.removesuffix('.cpp'))
        else:
            complaints.append(f'tests/{name}: there is no row {row}')
complaints += [f'row {row} has no test' for row in sorted(rows) if not held[row]]

lines = ['# What the messaging layer does', '',
         'Written by `python3 tests/checks/messaging_rows.py --write`; not to be edited. A test is',
         'named by its file under `tests`. Why it is so: [sessions](../explanation/sessions.md).']
for title, group in GROUPS.items():
    lines += ['', f'## {title}', '', '| row | what it says | tests |', '| --- | --- | --- |']
    lines += [f'| {row} | {sentence} | {", ".join(f"`{name}`" for name in sorted(held[row]))} |'
              for row, sentence in group.items()]
written = '\n'.join(lines) + '\n'
target = tree.ROOT / PAGE
if '--write' in sys.argv:
    target.write_text(written, encoding='utf-8')
elif not target.exists() or target.read_text(encoding='utf-8') != written:
    complaints.append(f'{PAGE} is stale: python3 tests/checks/messaging_rows.py --write')
tree.finish(complaints)
