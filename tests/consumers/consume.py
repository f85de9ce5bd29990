# SPDX-License-Identifier: BSL-1.0
"""Builds and runs the quick start as a project that uses vouch would, in one of four ways.

usage: consume.py meson-subproject | pkg-config | cmake-find-package | cmake-add-subdirectory
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = ROOT / 'docs/examples/quick_start.cpp'
TOKEN = (ROOT / 'docs/examples/token.txt').read_text().strip()
COMPILER = os.environ.get('CXX', 'c++').split()

CMAKE = '''
cmake_minimum_required(VERSION 3.14)
project(consumer LANGUAGES CXX)
{get_vouch}
add_executable(consumer quick_start.cpp)
target_link_libraries(consumer PRIVATE vouch::vouch)
foreach(adapter openssl curl)
  if(TARGET vouch::${{adapter}})
    target_link_libraries(consumer PRIVATE vouch::${{adapter}})
  endif()
endforeach()
'''
MESON = '''
project('consumer', 'cpp', meson_version: '>=1.0.0', default_options: 'cpp_std=c++20')
executable('consumer', 'quick_start.cpp', dependencies: dependency('vouch'), install: true)
'''
WRAP = '''
[wrap-git]
url = not-needed
[provide]
dependency_names = vouch, vouch-curl, vouch-openssl, vouch-nlohmann, vouch-simdjson
'''


def need(*programs):
    for program in programs:
        if shutil.which(program) is None:
            print(f'SKIPPED: {program} was not found')
            sys.exit(77)


def run(*command, folder, **environment):
    print('$', *command, flush=True)
    done = subprocess.run(command, cwd=folder, text=True, env={**os.environ, **environment},
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(done.stdout, flush=True)
    if done.returncode != 0:
        sys.exit(f'failed with status {done.returncode}')
    return done.stdout


def check(holds, sentence):
    if not holds:
        sys.exit(f'not so: {sentence}')


def use(program):
    check('hello, ' in run(program, TOKEN, folder=ROOT), 'the program accepts the sample')


def copy_of_vouch(target):
    """A copy as a clone would be: the project is not to write into its own folder."""
    shutil.copytree(ROOT, target, ignore=shutil.ignore_patterns('.*', 'build', 'build-*'))


def installed(folder):
    """The prefix into which vouch has been installed."""
    prefix = folder / 'prefix'
    run('meson', 'setup', '-Dtests=disabled', '-Dbenchmarks=disabled', '-Ddocs=disabled',
        f'--prefix={prefix}', folder / 'build-vouch', ROOT, folder=folder)
    run('meson', 'install', '-C', folder / 'build-vouch', folder=folder)
    headers = {path.relative_to(ROOT / 'include') for path in (ROOT / 'include').rglob('*.hpp')}
    there = {path.relative_to(prefix / 'include') for path in (prefix / 'include').rglob('*.hpp')}
    check(headers == there, 'all headers are installed, and nothing else')
    check(not (prefix / 'lib').exists(), 'what is installed does not depend on the machine')
    return prefix


def meson_subproject(folder):
    need('meson', 'ninja')
    copy_of_vouch(folder / 'subprojects' / 'vouch')
    (folder / 'subprojects' / 'vouch.wrap').write_text(WRAP)
    (folder / 'meson.build').write_text(MESON)
    output = run('meson', 'setup', f'--prefix={folder}/prefix', 'build', folder=folder)
    for looked_for in re.findall(r'^vouch\| .* found: .*', output, re.MULTILINE):
        check(False, f'a subproject looks for nothing: {looked_for}')
    check('Dependency vouch found: YES' in output, 'dependency() finds the subproject by its name')
    run('meson', 'install', '-C', 'build', folder=folder)
    everything = [path.name for path in (folder / 'prefix').rglob('*') if path.is_file()]
    check(everything == ['consumer'], f'a subproject installs nothing: {everything}')
    use(folder / 'build' / 'consumer')


def pkg_config(folder):
    need('meson', 'ninja', 'pkg-config')
    prefix = installed(folder)
    flags = run('pkg-config', '--cflags', '--libs', 'vouch', folder=folder,
                PKG_CONFIG_PATH=str(prefix / 'share' / 'pkgconfig')).split()
    check(f'-I{prefix}/include' in flags, 'pkg-config gives the folder of the headers')
    run(*COMPILER, '-std=c++20', 'quick_start.cpp', '-o', 'consumer', *flags, folder=folder)
    use(folder / 'consumer')


def cmake(folder, get_vouch, *options):
    (folder / 'CMakeLists.txt').write_text(CMAKE.format(get_vouch=get_vouch))
    run('cmake', '-S', '.', '-B', 'build', *options, folder=folder)
    run('cmake', '--build', 'build', folder=folder)
    use(folder / 'build' / 'consumer')


def cmake_find_package(folder):
    need('meson', 'ninja', 'cmake')
    prefix = installed(folder)
    cmake(folder, 'find_package(vouch 0.1 REQUIRED OPTIONAL_COMPONENTS openssl curl)', f'-DCMAKE_PREFIX_PATH={prefix}')
    # A component that is not there must be said to be missing.
    (folder / 'CMakeLists.txt').write_text(CMAKE.format(
        get_vouch='find_package(vouch COMPONENTS nonsense)\nif(vouch_FOUND)\n'
                  'message(FATAL_ERROR "found nonsense")\nendif()\nfind_package(vouch REQUIRED)'))
    run('cmake', '-S', '.', '-B', 'build-nonsense', f'-DCMAKE_PREFIX_PATH={prefix}', folder=folder)


def cmake_add_subdirectory(folder):
    need('cmake')
    copy_of_vouch(folder / 'vouch')
    cmake(folder, 'add_subdirectory(vouch)')


if __name__ == '__main__':
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name).resolve()
        shutil.copy(PROGRAM, folder)
        globals()[sys.argv[1].replace('-', '_')](folder)
