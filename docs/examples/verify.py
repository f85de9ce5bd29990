# SPDX-License-Identifier: BSL-1.0
"""Tests the command `verify` with the samples of this folder. usage: verify.py program"""
import json
import pathlib
import subprocess
import sys

SAMPLES = pathlib.Path(__file__).parent
TOKEN = (SAMPLES / 'token.txt').read_text().strip()
ISSUER = ['--issuer', 'https://login.example.com']
KEYS = ['--jwks', str(SAMPLES / 'keyset.json')]
failures = []


def expect(status, out, *arguments, given=''):
    done = subprocess.run([sys.argv[1], *arguments], input=given, text=True, capture_output=True)
    if done.returncode != status or out not in done.stdout:
        failures.append(f'{arguments}: status {done.returncode}, not {status}, or not {out!r}:\n'
                        f'{done.stdout}{done.stderr}')
    if status == 2 and (done.stdout or not done.stderr.startswith('verify: ')):
        failures.append(f'{arguments}: a fault belongs on standard error:\n{done.stdout}{done.stderr}')
    return done.stdout


# Tokens, as arguments and as lines.
expect(0, 'ok customer-4711\n', *KEYS, *ISSUER, TOKEN)
expect(0, 'ok customer-4711\nok customer-4711\n', *KEYS, *ISSUER, TOKEN, TOKEN)
expect(0, 'ok customer-4711\n', *KEYS, *ISSUER, '-', given=f'\n{TOKEN}\r\n')
expect(0, 'ok customer-4711\n', '--pem', str(SAMPLES / 'key.pem'), *ISSUER, TOKEN)
expect(0, 'ok customer-4711\n', '--cert', str(SAMPLES / 'certificate.pem'), *ISSUER, TOKEN)
several = expect(1, 'ok customer-4711\n', *KEYS, *ISSUER, '-',
                 given=(SAMPLES / 'tokens.txt').read_text())
verdicts = [' '.join(line.split(':')[0].split()[:2]) for line in several.splitlines()]
if verdicts != ['ok customer-4711', 'ok customer-4712', 'refused expired',
                'refused issuer_mismatch', 'refused audience_mismatch']:
    failures.append(f'tokens.txt: {verdicts}')

# What the token must say.
expect(1, 'refused issuer_mismatch: ', *KEYS, '--issuer', 'https://other.example.com', TOKEN)
expect(1, 'refused alg_not_allowed: ', *KEYS, *ISSUER, '--alg', 'RS384,RS512', TOKEN)
expect(1, 'refused expired: ', *KEYS, *ISSUER, '--at', '4102444860', TOKEN)
expect(0, 'ok ', *KEYS, *ISSUER, '--at', '4102444859', TOKEN)
expect(1, 'refused expired: ', *KEYS, *ISSUER, '--at', '4102444800', '--leeway', '0', TOKEN)
expect(1, 'refused token_format: ', *KEYS, *ISSUER, 'nonsense')
expect(1, 'refused ', *KEYS, *ISSUER, '--', '--nonsense')

# JSON.
accepted = json.loads(expect(0, '', *KEYS, *ISSUER, '--json', TOKEN))
if (accepted['verdict'], accepted['claims']['sub']) != ('ok', 'customer-4711'):
    failures.append(f'--json: {accepted}')
signed, signature = TOKEN.rsplit('.', 1)
forged = f'{signed}.{"B" if signature[0] == "A" else "A"}{signature[1:]}'
refused = json.loads(expect(1, '', *KEYS, *ISSUER, '--json', forged))
if (refused['verdict'], refused['error']) != ('refused', 'signature_invalid'):
    failures.append(f'--json: {refused}')

# Wrong usage, and files that cannot be used.
expect(0, 'usage: verify', '--help')
expect(0, 'verify (vouch) ', '--version')
for arguments in (
        [], [*KEYS, TOKEN], [*ISSUER, TOKEN], [*KEYS, *ISSUER], [*KEYS, *ISSUER, '--nonsense', TOKEN],
        [*KEYS, *ISSUER, '--alg', 'none', TOKEN], [*KEYS, *ISSUER, '--leeway', '601', TOKEN],
        [*KEYS, *ISSUER, '--any-audience', '--audience', 'chat', TOKEN],
        ['--jwks', 'no such file', *ISSUER, TOKEN],
        ['--jwks', str(SAMPLES / 'key.pem'), *ISSUER, TOKEN],
        ['--pem', str(SAMPLES / 'keyset.json'), *ISSUER, TOKEN]):
    expect(2, '', *arguments)

print('\n'.join(failures) or 'as it should')
sys.exit(bool(failures))
