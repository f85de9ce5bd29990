# SPDX-License-Identifier: BSL-1.0
"""The reference pages say what the headers say: values, groups, messages and names.

reference.py checks that no row is missing; this, that the rows are right.
"""
import re

import tree


def table(page):
    """The rows of the tables of a page, as cells without backquotes, by the first cell."""
    rows = (re.split(r'(?<!\\)\|', line)[1:-1] for line in tree.read(page).splitlines()
            if line.startswith('|'))
    rows = [[cell.strip().replace('\\|', '|') for cell in row] for row in rows]
    return {re.sub(r'`', '', row[0]): row[1:] for row in rows}


complaints = []

# limits.md: name | value | ...
limits = table('docs/reference/limits.md')


def body(name, header):
    """The text between the braces of a struct."""
    return re.search(rf'^( *)struct {name} \{{(.*?)\n\1\}};', tree.read(f'include/vouch/{header}'),
                     re.DOTALL | re.MULTILINE).group(2)


BOUNDS = {  # what stands before the name: the text of a header, or of one type in it
    'limits': tree.read('include/vouch/config.hpp'),
    'messaging::limits': tree.read('include/vouch/messaging/limits.hpp'),
    'ExpirationTime': tree.read('include/vouch/messaging/expiration_time.hpp'),
    'RsaLimits': body('RsaLimits', 'crypto/rsa_public_key.hpp'),
    'http::FetchLimits': body('FetchLimits', 'http/transport.hpp'),
    'RefreshRules': body('RefreshRules', 'keys/jwks_refresh.hpp'),
    'JwksBudget::Rules': body('Rules', 'keys/jwks_budget.hpp'),
    'RefresherOptions': body('RefresherOptions', 'keys/jwks_refresher.hpp'),
    'DiscoveryOptions': body('DiscoveryOptions', 'keys/jwks_discovery.hpp'),
    'http::Url': re.search(r'.* most_bytes = .*', tree.read('include/vouch/http/url.hpp')).group(),
}
bounds = {f'{owner}::{name}': str(eval(re.sub(r"std::u?int64_t\{(\d+)\}|'", r'\1', value)))
          for owner, text in BOUNDS.items()
          for name, value in re.findall(r"std::\w+ (\w+) = (std::[^;]*|[\d' *]+);", text)}
for name, number in bounds.items():
    if name not in limits:
        complaints.append(f'docs/reference/limits.md: {name} is missing')
    elif limits[name][0] != number:
        complaints.append(f'docs/reference/limits.md: {name} is {number}, not {limits[name][0]}')
complaints += [f'docs/reference/limits.md: there is no {name}' for name in limits
               if '::' in name and name not in bounds]

# errors.md: code | group | ...
errors = table('docs/reference/errors.md')
errc = tree.read('include/vouch/errc.hpp')
texts = tree.read('include/vouch/error_text.hpp')
groups = re.findall(r'^    \{"(\w+)",\s*"[^"]*",\s*(\w+)\},$', texts, re.MULTILINE)[1:]
enumerators = re.findall(r'^    (\w+)(?: = 1)?,$', errc.split('enum class ErrorGroup')[0], re.MULTILINE)
if [code for code, _ in groups] != enumerators:
    complaints.append('include/vouch/error_text.hpp: the rows of the table are not those of Errc, in its order')
complaints += [f'docs/reference/errors.md: {code} is in the group {group}' for code, group in groups
               if errors.get(code, [''])[0].strip('`') != group]

# diagnostics.md: code | message | ...
rows = table('docs/reference/diagnostics.md')
for header in tree.files('include', '.hpp'):
    for literals in re.findall(r'(?:"(?:[^"\\]|\\.)*"\s*)+', tree.read(f'include/{header}')):
        text = ''.join(re.findall(r'"((?:[^"\\]|\\.)*)"', literals)).replace('\\"', '"')
        if not text.startswith('[VOUCH-'):
            continue
        code, message = re.fullmatch(r'\[(VOUCH-\d+)\] (.*) See docs/reference/diagnostics\.md',
                                     text).groups()
        if code not in rows or rows[code][0].replace('`', '') != message.replace('`', ''):
            complaints.append(f'docs/reference/diagnostics.md: {code} is: {message}')

# index.md: every header that has something for users. Only `detail` is in the others.
index = tree.read('docs/reference/index.md')
for header in tree.files('include/vouch', '.hpp'):
    public = re.search(r'^namespace vouch::inline v1(?!.*detail)', tree.read(f'include/vouch/{header}'),
                       re.MULTILINE) and not header.startswith(('detail/', 'crypto/builtin/'))
    if public and f'include/vouch/{header})' not in index and header != 'vouch.hpp':
        complaints.append(f'docs/reference/index.md: {header} is missing')
tree.finish(complaints)
