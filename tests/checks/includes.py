# SPDX-License-Identifier: BSL-1.0
"""Who may include what in include/vouch.

Includes are what a header costs its users in compile time, and their direction is the order in
which the library is read.
"""
import graphlib
import re

import tree

ADAPTERS = {  # the one header for each package
    'openssl/': 'vouch/crypto/openssl.hpp',
    'nlohmann/': 'vouch/json/nlohmann.hpp',
    'simdjson.h': 'vouch/json/simdjson.hpp',
    'curl/': 'vouch/http/curl.hpp',
}
FORBIDDEN = {'iostream', 'functional', 'regex', 'ranges', 'chrono', 'thread', 'memory', 'map',
             'unordered_map'}
# What some need all the same, with the headers of the system that no other may have.
ALLOWED = {
    'vouch/http/curl.hpp': {'netinet/in.h', 'sys/socket.h'},
    'vouch/messaging/': {'map', 'memory', 'unordered_map', 'sys/random.h', 'unistd.h'},
    'vouch/keys/jwks_': {'chrono', 'map', 'memory', 'thread'},
}
# The library's foundation; it may know the rooms that are named here.
FOUNDATION = {'vouch/error.hpp': {'text'}, 'vouch/fwd.hpp': set(tree.ROOMS)}
# What takes longer to compile has an umbrella of its own.
UMBRELLAS = UMBRELLA, JWKS, MESSAGING = 'vouch/vouch.hpp', 'vouch/jwks.hpp', 'vouch/messaging.hpp'
# Where two of these meet.
BETWEEN = {'vouch/messaging/jwks_endpoints.hpp'}


def room(header):
    """The room of a header by its number; 0 is the foundation: the top folder and detail."""
    folder = header.split('/')[1]
    return tree.ROOMS.index(folder) + 1 if folder in tree.ROOMS else 0


def for_everyone(header):
    """Whether the header is for all users: no adapter, and not of the room for their tests."""
    return (header not in {*ADAPTERS.values(), *BETWEEN}
            and not header.startswith('vouch/testing/'))


def missing(umbrella, wanted):
    """Complaints where an umbrella does not bring all `wanted` headers, or brings others."""
    reached, to_visit = set(), [umbrella]
    while to_visit:
        header = to_visit.pop()
        if header not in reached:
            reached.add(header)
            to_visit += graph.get(header, [])
    return [f'{umbrella} {"does not" if wanted(header) else "must not"} include {header}'
            for header in graph if wanted(header) != (header in reached)]


complaints = []
graph = {}
for header in tree.files('include', '.hpp'):
    parts = header.split('/')
    if len(parts) > 2 and parts[1] not in [*tree.ROOMS, 'detail']:
        complaints.append(f'{header}: {parts[1]} is no room; tests/checks/tree.py lists them')
    included = tree.includes(f'include/{header}')
    graph[header] = [name for name in included if name.startswith('vouch/')]
    allowed = set().union(*(names for prefix, names in ALLOWED.items() if header.startswith(prefix)))
    for name in included:
        third_party = [owner for prefix, owner in ADAPTERS.items() if name.startswith(prefix)]
        if third_party and header not in third_party:
            complaints.append(f'{header}: <{name}> belongs in {third_party[0]} alone')
        elif name in FORBIDDEN - allowed and for_everyone(header):
            complaints.append(f'{header}: <{name}> costs too much compile time')
        elif not third_party and not name.startswith('vouch/') and re.search(r'[/.]', name):
            if name not in allowed:
                complaints.append(f'{header}: <{name}> is not of the C++ library')
        if name.startswith('vouch/') and header not in UMBRELLAS and room(name) > room(header):
            if tree.ROOMS[room(name) - 1] not in FOUNDATION.get(header, ()):
                complaints.append(f'{header}: <{name}> is of a later room')
        if name in UMBRELLAS and (name != UMBRELLA or header not in UMBRELLAS):
            complaints.append(f'{header}: include what is used, not {name}')

try:
    graphlib.TopologicalSorter(graph).prepare()
except graphlib.CycleError as error:
    complaints.append('a cycle of includes: ' + ' <- '.join(error.args[1]))

# The umbrellas bring all of the library but the adapters and testing.
def is_late(header):
    return header.startswith(('vouch/jwks', 'vouch/keys/jwks_', 'vouch/messaging'))


complaints += missing(UMBRELLA, lambda header: for_everyone(header) and not is_late(header))
for umbrella, others in ((JWKS, 'vouch/messaging'), (MESSAGING, ('vouch/jwks', 'vouch/keys/jwks_'))):
    complaints += missing(umbrella, lambda header: for_everyone(header)
                          and not header.startswith(others))
tree.finish(complaints)
