# SPDX-License-Identifier: BSL-1.0
"""Tests the command `verify` with the samples of this folder. usage: verify.py program

A program whose name ends in with_curl fetches keys; here from a server on loopback, where there is
the command openssl to make its certificate.
"""
import http.server
import json
import pathlib
import shutil
import ssl
import subprocess
import sys
import tempfile
import threading

SAMPLES = pathlib.Path(__file__).parent
TOKEN = (SAMPLES / 'token.txt').read_text().strip()
TOKENS = (SAMPLES / 'tokens.txt').read_text().splitlines()
OF_AUDIENCE = TOKENS[4]  # "aud": ["chat", "mail"]
EXP = 4_102_444_800  # of the samples
ISSUER = ['--issuer', 'https://login.example.com']
KEYS = ['--jwks', str(SAMPLES / 'keyset.json')]
PEM = ['--pem', str(SAMPLES / 'key.pem')]
CERTIFICATE = ['--cert', str(SAMPLES / 'certificate.pem')]
FIRST, SECOND = json.loads((SAMPLES / 'keyset.json').read_text())['keys']
folder = tempfile.TemporaryDirectory()
failures = []


def file(name, content):
    """The path of a new file."""
    path = pathlib.Path(folder.name) / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return str(path)


def run(*arguments, given=''):
    done = subprocess.run([sys.argv[1], *arguments], input=given.encode(), capture_output=True)
    return done.returncode, done.stdout.decode(), done.stderr.decode()


def check(holds, what, *shown):
    if not holds:
        failures.append(': '.join(map(str, [what, *shown])))


def expect(status, output, *arguments, given='', told=''):
    """Runs it: this status; this is how the output starts; on standard error `told`, or nothing."""
    came, out, error = run(*arguments, given=given)
    check((came, told in error, bool(error)) == (status, True, bool(told)) and out.startswith(output),
          arguments, f'status {came}, not {status}; not {output!r}, {told!r}', out, error)
    return out


def verdicts(*arguments, given=''):
    """The first two words of each line."""
    lines = run(*KEYS, *ISSUER, *arguments, given=given)[1].splitlines()
    return [' '.join(line.split(':')[0].split()[:2]) for line in lines]


def fault(told, *arguments):
    """A fault that is not a token's: status 2, said on standard error, and nothing verified."""
    out = expect(2, '', *arguments, told=f'verify: {told}')
    check(out == '', arguments, 'wrote to standard output', out)


# Tokens, as arguments and as lines.
ACCEPTED = 'ok customer-4711\n'
expect(0, ACCEPTED, *KEYS, *ISSUER, TOKEN)
expect(0, ACCEPTED + ACCEPTED, *KEYS, *ISSUER, TOKEN, TOKEN)
expect(0, ACCEPTED, *KEYS, *ISSUER, '-', given=f'\n{TOKEN}\r\n')
expect(0, ACCEPTED, *KEYS, *ISSUER, '-', given=TOKEN)
expect(0, '', *KEYS, *ISSUER, '-')
expect(0, ACCEPTED + ACCEPTED + ACCEPTED, *KEYS, *ISSUER, TOKEN, '-', TOKEN, given=TOKEN)
expect(0, ACCEPTED, TOKEN, *ISSUER, *KEYS)
expect(0, ACCEPTED, *KEYS, *ISSUER, '--', TOKEN)
expect(1, 'refused token_format: ', *KEYS, *ISSUER, 'nonsense')
expect(1, 'refused token_format: ', *KEYS, *ISSUER, '')
expect(1, 'refused token_format: ', *KEYS, *ISSUER, '--', '--help')
expect(1, 'refused token_format: ', *KEYS, *ISSUER, '--', '-nonsense')
expect(1, 'refused token_encoding: ', *KEYS, *ISSUER, '--', f'-{TOKEN}=')
expect(1, 'refused token_too_large: ', *KEYS, *ISSUER, '-', given=TOKEN + 'A' * 8192)
expect(1, 'refused token_format: ', *KEYS, *ISSUER, 'nonsense', TOKEN)
check(verdicts('-', given='\n'.join(TOKENS))
      == ['ok customer-4711', 'ok customer-4712', 'refused expired', 'refused issuer_mismatch',
          'refused audience_mismatch'], 'tokens.txt')

# The keys: a set, a lone JWK, PEM, certificates in both forms, and several files.
expect(0, ACCEPTED, *PEM, *ISSUER, TOKEN)
expect(0, ACCEPTED, '--pem', CERTIFICATE[1], *ISSUER, TOKEN)
expect(0, ACCEPTED, *CERTIFICATE, *ISSUER, TOKEN)
der = ssl.PEM_cert_to_DER_cert(pathlib.Path(CERTIFICATE[1]).read_text())
expect(0, ACCEPTED, '--cert', file('certificate.der', der), *ISSUER, TOKEN)
first, second = file('first.json', FIRST), file('second.json', SECOND)
expect(0, ACCEPTED, '--jwks', first, *ISSUER, TOKEN)
expect(1, 'refused key_not_found: ', '--jwks', second, *ISSUER, TOKEN)
expect(0, 'ok customer-4711\nok customer-4712\n', '--jwks', first, '--jwks', second, *ISSUER,
       *TOKENS[:2])
expect(0, 'ok customer-4711\nok customer-4712\n', *PEM, '--jwks', second, *ISSUER, *TOKENS[:2])
expect(1, 'refused key_ambiguous: ', '--jwks', first, '--jwks', first, *ISSUER, TOKEN)
expect(0, ACCEPTED, '--jwks', file('mixed.json', {'keys': [{'kty': 'EC'}, FIRST]}), *ISSUER, TOKEN,
       told='mixed.json: key 0 is skipped: key_type: ')

# What the token must say.
expect(1, 'refused issuer_mismatch: ', *KEYS, '--issuer', 'https://other.example.com', TOKEN)
check(verdicts('--alg', 'RS256', *TOKENS[:2]) == ['ok customer-4711', 'refused alg_not_allowed'], 'RS256')
check(verdicts('--alg', 'RS384,RS512', *TOKENS[:2]) == ['refused alg_not_allowed', 'ok customer-4712'],
      'RS384,RS512')
check(verdicts('--audience', 'chat', TOKEN, OF_AUDIENCE) == ['refused claim_missing', 'ok customer-4715'],
      '--audience')
check(verdicts('--audience', 'phone', '--audience', 'mail', OF_AUDIENCE) == ['ok customer-4715'],
      '--audience twice')
check(verdicts('--audience', 'phone', OF_AUDIENCE) == ['refused audience_mismatch'], 'another --audience')
check(verdicts('--any-audience', TOKEN, OF_AUDIENCE) == ['ok customer-4711', 'ok customer-4715'],
      '--any-audience')
for at, leeway, verdict in [(EXP + 59, [], 'ok customer-4711'), (EXP + 60, [], 'refused expired'),
                            (EXP - 1, ['0'], 'ok customer-4711'), (EXP, ['0'], 'refused expired'),
                            (EXP + 599, ['600'], 'ok customer-4711'),
                            (EXP + 600, ['600'], 'refused expired'),
                            (0, [], 'refused issued_in_future')]:
    leeway = [word for seconds in leeway for word in ('--leeway', seconds)]
    check(verdicts('--at', str(at), *leeway, TOKEN) == [verdict], f'--at {at} {leeway}')

# JSON, an object a line.
forged = '.'.join([*TOKEN.split('.')[:2], TOKENS[0].split('.')[2]])
lines = [json.loads(line) for line in
         run(*KEYS, *ISSUER, '--json', TOKEN, forged, TOKENS[3])[1].splitlines()]
check(lines[0] == {'verdict': 'ok', 'algorithm': 'RS256', 'kid': '2026-01', 'claims': {
    'iss': ISSUER[1], 'sub': 'customer-4711', 'iat': 1_767_225_600, 'exp': EXP, 'name': 'Zoë'}},
    '--json of an accepted token', lines[0])
check(lines[1] == {'verdict': 'refused', 'error': 'signature_invalid', 'group': 'refused',
                   'message': 'the signature does not hold'}, '--json of a forged token', lines[1])
check(lines[2] == {'verdict': 'refused', 'error': 'issuer_mismatch', 'group': 'refused', 'name': 'iss',
                   'message': 'the token is of another issuer: iss'}, '--json of a refused one', lines[2])
expect(1, '{"verdict":"refused"', *KEYS, *ISSUER, '--json', 'nonsense')

# Wrong usage, and files that cannot be used.
usage = expect(0, 'usage: verify ', '--help')
for option in ('jwks', 'pem', 'cert', 'ca', 'allow', 'issuer', 'alg', 'audience', 'any-audience', 'leeway', 'at',
               'json', 'help', 'version'):
    check(f'--{option}' in usage, f'--help does not mention --{option}')
expect(0, 'verify (vouch) 0.', '--version')
fault('no keys', *ISSUER, TOKEN)
fault('no keys')
fault('no issuer', *KEYS, TOKEN)
fault('no issuer', *KEYS, '--issuer', '', TOKEN)
fault('no token', *KEYS, *ISSUER)
fault("unknown option '--nonsense'", *KEYS, *ISSUER, '--nonsense', TOKEN)
fault("unknown option '-x'", *KEYS, *ISSUER, '-x', TOKEN)
for option in ('--jwks', '--pem', '--cert', '--ca', '--allow', '--issuer', '--alg', '--audience',
               '--leeway', '--at'):
    fault(f'{option} takes a value', *KEYS, *ISSUER, TOKEN, option)
for name in ('none', 'HS256', 'rs256', 'RS256,', ''):
    fault('--alg knows RS256, RS384 and RS512', *KEYS, *ISSUER, '--alg', name, TOKEN)
fault('--leeway is at most 600 seconds', *KEYS, *ISSUER, '--leeway', '601', TOKEN)
for option in ('--leeway', '--at'):
    for number in ('-1', '1.5', '60s', '', '99999999999999999999'):
        fault(f'{option} takes a whole number', *KEYS, *ISSUER, option, number, TOKEN)
fault('--audience and --any-audience', *KEYS, *ISSUER, '--any-audience', '--audience', 'chat', TOKEN)
for option, path, reason in [
        ('--jwks', 'no such file', 'cannot be opened'), ('--jwks', folder.name, 'cannot be read'),
        ('--jwks', PEM[1], 'keyset_json: '), ('--pem', KEYS[1], 'pem_format: '),
        ('--cert', PEM[1], 'pem_label: '), ('--cert', file('cut.der', der[:-1]), 'der_malformed: '),
        ('--pem', file('two.pem', 2 * pathlib.Path(PEM[1]).read_bytes()), 'pem_several_blocks: '),
        ('--jwks', file('empty.json', {'keys': []}), 'keyset_no_usable_key: '),
        ('--jwks', file('private.json', {**FIRST, 'd': 'AQAB'}), 'key_private_material: ')]:
    fault(f'{path}: {reason}', option, path, *ISSUER, TOKEN)

for network in ('', 'localhost', '127.0.0.1/33', '10.0.0.1/8x'):
    fault('--allow takes a network', *KEYS, *ISSUER, '--allow', network, TOKEN)


# Keys from a URL.
def fetch_fault(reason, url, *arguments):
    fault(f'{url}: {reason}', '--jwks', url, *ISSUER, *arguments, TOKEN)


class Endpoint(http.server.BaseHTTPRequestHandler):
    """/jwks has the keys; /moved says that they are there."""

    def do_GET(self):
        body = pathlib.Path((KEYS if self.path == '/jwks' else PEM)[1]).read_bytes()
        self.send_response({'/jwks': 200, '/moved': 302, '/text': 200}.get(self.path, 404))
        self.send_header('Location', '/jwks')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def serve():
    """A server for localhost; its port and the file of its certificate."""
    pair = [str(pathlib.Path(folder.name) / name) for name in ('server.pem', 'server.key')]
    subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-out',
                    pair[0], '-keyout', pair[1], '-subj', '/CN=localhost', '-addext',
                    'subjectAltName=DNS:localhost'], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Endpoint)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port, pair[0]


if not sys.argv[1].endswith('with_curl'):
    fetch_fault('this program was built without libcurl; build it with -DVOUCH_WITH_CURL -lcurl',
                'https://login.example.com/jwks')
else:
    fetch_fault('endpoint_scheme: ', 'http://login.example.com/jwks')
    fetch_fault('endpoint_url: ', 'https://user@login.example.com/jwks')
    fetch_fault('endpoint_address: ', 'https://127.0.0.1/jwks')
    fetch_fault('endpoint_address: ', 'https://[::1]/jwks', '--allow', '127.0.0.0/8')
    if shutil.which('openssl'):
        port, certificate = serve()
        site = f'https://localhost:{port}'
        known, near = ['--ca', certificate], ['--allow', '127.0.0.0/8']
        expect(0, ACCEPTED, '--jwks', f'{site}/jwks', *ISSUER, *known, *near, TOKEN)
        expect(1, 'refused key_not_found: ', '--jwks', f'{site}/jwks', *ISSUER, *known, *near,
               '--', TOKEN.replace(TOKEN.split('.')[0], 'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ'))
        fetch_fault('endpoint_address: ', f'{site}/jwks', *known)
        fetch_fault('endpoint_tls: ', f'{site}/jwks', *near)
        fetch_fault('endpoint_tls: ', f'https://127.0.0.1:{port}/jwks', *known, *near)
        fetch_fault('endpoint_redirect: ', f'{site}/moved', *known, *near)
        fetch_fault('endpoint_status: ', f'{site}/', *known, *near)
        fetch_fault('keyset_json: ', f'{site}/text', *known, *near)

print('\n'.join(failures) or 'as it should')
sys.exit(bool(failures))
