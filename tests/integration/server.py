# SPDX-License-Identifier: BSL-1.0
"""An HTTPS server on loopback that does what a test tells it, rightly or wrongly.

usage: server.py FOLDER

Makes certificates in FOLDER with the command openssl, opens its listeners and says
`NAME PORT` for each of them, then `ready`. After that it obeys lines on its standard input, each
answered with one line, until that ends. Bytes are written in hexadecimal.

    script PATH STEP...     what is done for each request of PATH from now on; without, it answers 404
    requests PATH           how many requests of PATH came
    last PATH               the head of the last one
    connections NAME        how many connections that listener accepted
    handshake NAME          connects to it as a client that takes anything: the version and cipher

    send:BYTES              sends them at once
    pieces:N:BYTES          in N packets, as far as there are so many bytes
    drip:MS:BYTES           one by one, with pauses of MS milliseconds
    repeat:MS:BYTES         again and again with such pauses, until the client has gone
    wait:MS                 waits
    stall                   does nothing more until the client has gone
    close                   ends the connection as TLS says
    cut                     ends it without telling so in TLS
    reset                   breaks it

After its steps a connection is kept for the next request.
"""
import os
import select
import socket
import ssl
import struct
import subprocess
import sys
import threading
import time
import warnings
from collections import Counter

LIFETIME = '2'  # days
NAMES = 'DNS:localhost,DNS:endpoint.test,DNS:*.endpoint.test,IP:127.0.0.1,IP:::1'


class Certificates:
    """In one folder: NAME.pem beside NAME.key, and the CA that signed most of them."""

    def __init__(self, folder):
        self.folder = folder
        self.authority('ca')
        self.authority('other_ca')
        self.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
                     '-out', 'leaf.key')
        self.openssl('req', '-new', '-key', 'leaf.key', '-subj', '/CN=vouch test', '-out', 'leaf.csr')
        self.leaf('good')
        self.leaf('expired', days='-1')
        self.leaf('wrong_host', names='DNS:elsewhere.test')
        self.leaf('wrong_usage', usage='clientAuth')
        self.leaf('untrusted', authority='other_ca')
        self.openssl('req', '-x509', '-new', '-key', 'leaf.key', '-subj', '/CN=vouch test',
                     '-days', LIFETIME, '-addext', f'subjectAltName={NAMES}', '-out', 'self_signed.pem')

    def openssl(self, *arguments):
        subprocess.run(['openssl', *arguments], cwd=self.folder, check=True, text=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)

    def authority(self, name):
        self.openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:P-256',
                     '-out', f'{name}.key')
        self.openssl('req', '-x509', '-new', '-key', f'{name}.key', '-subj', f'/CN={name}',
                     '-days', LIFETIME, '-addext', 'keyUsage=critical,keyCertSign',
                     '-out', f'{name}.pem')

    def leaf(self, name, days=LIFETIME, names=NAMES, usage='serverAuth', authority='ca'):
        with open(os.path.join(self.folder, 'extensions'), 'w', encoding='ascii') as file:
            file.write(f'basicConstraints=CA:FALSE\nsubjectAltName={names}\nextendedKeyUsage={usage}\n')
        self.openssl('x509', '-req', '-in', 'leaf.csr', '-CA', f'{authority}.pem', '-CAkey',
                     f'{authority}.key', '-CAcreateserial', '-days', days, '-extfile', 'extensions',
                     '-out', f'{name}.pem')

    def context(self, name, lowest=ssl.TLSVersion.TLSv1_2, highest=ssl.TLSVersion.TLSv1_3, ciphers=None):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(self.folder, f'{name}.pem'),
                                os.path.join(self.folder, 'leaf.key'))
        context.minimum_version, context.maximum_version = lowest, highest
        if ciphers:
            context.set_ciphers(ciphers)
        return context


class Gone(Exception):
    """The client has, or was sent away."""


class State:
    """What was told and what came."""

    def __init__(self):
        self.lock = threading.Lock()
        self.scripts = {}
        self.requests = Counter()
        self.connections = Counter()
        self.last = {}

    def asked(self, path, head):
        with self.lock:
            self.requests[path] += 1
            self.last[path] = head
            return self.scripts.get(path, [['send', NOT_FOUND.hex()]])


NOT_FOUND = b'HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n'


class Connection:
    """One connection and what is done with it."""

    def __init__(self, connection):
        self.connection = connection
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def requests(self):
        """The heads of the requests that come."""
        received = b''
        while True:
            while b'\r\n\r\n' not in received:
                more = self.connection.recv(65536)
                if not more:
                    return
                received += more
            head, _, received = received.partition(b'\r\n\r\n')
            yield head

    def serve(self, state):
        for head in self.requests():
            path = head.split(b' ')[1].decode('latin-1')
            for step in state.asked(path, head):
                getattr(self, step[0])(*step[1:])

    def send(self, data):
        self.connection.sendall(bytes.fromhex(data))

    def pieces(self, count, data):
        data = bytes.fromhex(data)
        size = max(1, -(-len(data) // int(count)))
        for start in range(0, len(data), size):
            self.connection.sendall(data[start:start + size])

    def drip(self, milliseconds, data):
        for byte in bytes.fromhex(data):
            self.connection.sendall(bytes([byte]))
            self.wait(milliseconds)

    def repeat(self, milliseconds, data):
        while True:
            self.send(data)
            self.wait(milliseconds)

    def wait(self, milliseconds):
        if int(milliseconds):
            time.sleep(int(milliseconds) / 1000)

    def stall(self):
        while self.connection.recv(65536):
            pass
        raise Gone

    def close(self):
        self.connection.settimeout(1)
        self.connection.unwrap()
        raise Gone

    def cut(self):
        # Forgets about TLS, and sends no alert of it.
        self.connection.shutdown(socket.SHUT_RDWR)
        raise Gone

    def reset(self):
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        raise Gone


def serve_https(connection, state, context):
    with context.wrap_socket(connection, server_side=True) as tls:
        Connection(tls).serve(state)


def serve_plain(connection, *_):
    """What a server of HTTP without TLS says to a client that begins with TLS."""
    connection.sendall(b'HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')
    serve_nothing(connection)


def serve_nothing(connection, *_):
    """Reads what comes and says nothing: a handshake that stalls."""
    while connection.recv(65536):
        pass


def serve_proxy(connection, state, _):
    """An HTTP proxy: CONNECT to any name leads to that port here."""
    head = next(Connection(connection).requests())
    method, target, _ = head.split(b' ', 2)
    state.asked(f'{method.decode()}:{target.decode()}', head)
    with socket.create_connection(('127.0.0.1', int(target.rpartition(b':')[2]))) as other:
        connection.sendall(b'HTTP/1.1 200 Connection established\r\nETag: "of the proxy"\r\n\r\n')
        ends = {connection: other, other: connection}
        while True:
            for end in select.select(ends, [], [])[0]:
                data = end.recv(65536)
                if not data:
                    return
                ends[end].sendall(data)


class Listener:
    """Accepts connections and serves each in a thread of its own."""

    def __init__(self, state, name, serve, context=None):
        self.state, self.name, self.serve, self.context = state, name, serve, context
        self.sockets = [socket.create_server(('127.0.0.1', 0), backlog=64)]
        self.port = self.sockets[0].getsockname()[1]
        try:
            self.sockets.append(socket.create_server(('::1', self.port), family=socket.AF_INET6, backlog=64))
        except OSError:
            pass  # a machine without IPv6
        for listening in self.sockets:
            threading.Thread(target=self.accept, args=(listening,), daemon=True).start()

    def accept(self, listening):
        while True:
            connection = listening.accept()[0]
            with self.state.lock:
                self.state.connections[self.name] += 1
            threading.Thread(target=self.talk, args=(connection,), daemon=True).start()

    def talk(self, connection):
        try:
            with connection:
                self.serve(connection, self.state, self.context)
        except (Gone, OSError, StopIteration):
            pass  # OSError is what all of ssl raises, too


def listeners(state, certificates):
    yield Listener(state, 'good', serve_https, certificates.context('good'))
    yield Listener(state, 'tls_1_2', serve_https,
                   certificates.context('good', highest=ssl.TLSVersion.TLSv1_2))
    for name in ('expired', 'wrong_host', 'wrong_usage', 'untrusted', 'self_signed'):
        yield Listener(state, name, serve_https, certificates.context(name))
    yield Listener(state, 'tls_1_1', serve_https,
                   certificates.context('good', lowest=ssl.TLSVersion.TLSv1_1,
                                        highest=ssl.TLSVersion.TLSv1_1, ciphers='ALL:@SECLEVEL=0'))
    yield Listener(state, 'no_encryption', serve_https,
                   certificates.context('good', highest=ssl.TLSVersion.TLSv1_2,
                                        ciphers='eNULL:@SECLEVEL=0'))
    yield Listener(state, 'plain', serve_plain)
    yield Listener(state, 'silent', serve_nothing)
    yield Listener(state, 'canary', serve_nothing)
    yield Listener(state, 'proxy', serve_proxy)


def handshake(port):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.set_ciphers('ALL:eNULL:@SECLEVEL=0')
    with socket.create_connection(('127.0.0.1', port), timeout=5) as connection:
        with context.wrap_socket(connection) as tls:
            return f'{tls.version()} {tls.cipher()[0]}'


def obey(line, state, ports):
    verb, name, *rest = line.split()
    with state.lock:
        if verb == 'script':
            state.scripts[name] = [step.split(':') for step in rest]
            return 'done'
        if verb == 'requests':
            return state.requests[name]
        if verb == 'last':
            return state.last.get(name, b'').hex()
        if verb == 'connections':
            return state.connections[name]
    return handshake(ports[name])


def main(folder):
    warnings.simplefilter('ignore', DeprecationWarning)  # of TLS 1.1, which is here to be refused
    state, ports = State(), {}
    for listener in listeners(state, Certificates(folder)):
        ports[listener.name] = listener.port
        print(listener.name, listener.port)
    # Bound and not listening: what connects is refused, and nobody else gets the port.
    with socket.socket() as closed:
        closed.bind(('127.0.0.1', 0))
        print('closed', closed.getsockname()[1])
        print('ready', flush=True)
        for line in sys.stdin:
            print(obey(line, state, ports), flush=True)


if __name__ == '__main__':
    main(sys.argv[1])
