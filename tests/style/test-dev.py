#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ./dev says and calls on each distribution: the real script beside stand-ins for the programs that it runs.

Nothing of the computer is touched: the path has the stand-ins, and links to a few harmless tools.
"""

import os
import shutil
import subprocess
import sys
import tempfile

TOOLS = ('bash', 'env', 'cat', 'dirname', 'readlink', 'sed', 'sort', 'grep', 'find', 'head', 'rm', 'mkdir', 'touch', 'chmod', 'true', 'awk')
# Each writes its own name and arguments as one line, and behaves as the real one where ./dev looks.
STAND_IN = '''#!/bin/bash
echo "${0##*/} $*" >>"$CALLS"
%s
'''
BEHAVIOUR = {
    'id': 'echo "$USER_ID"',
    'sudo': '"$@"',
    'apt-get': '[ "$1" = install ] && [ "$2" != --simulate ] && [ -n "$BROKEN" ] && exit 100; exit 0',
    'dpkg-query': 'shift 2; for p; do [ "$p" = "$LACKING" ] || echo "ii $p"; done',
    'dnf': '[ -z "$BROKEN" ]',
    'rpm': '''no="aucun paquet ne fournit"; [ "$LC_ALL" != C ] || no="no package provides"
      shift 2; for p; do if [ "$p" = "$LACKING" ]; then echo "$no $p"; else echo "$p-1"; fi; done''',
    'pacman': '[ "$1" = -T ] || { [ -z "$BROKEN" ]; exit; }; shift; for p; do [ "$p" = "$LACKING" ] && echo "$p"; done',
    'meson': '''case $1 in
      setup) mkdir -p "$2/src"; touch "$2/build.ninja";;
      configure) echo "  werror true";;
      test) [ -z "$RED" ];;
      introspect) echo "[]";;
    esac''',
    'ninja': '''printf '#!/bin/bash\\necho "hangar $*" >>"$CALLS"\\n' >"$2/src/hangar"; chmod +x "$2/src/hangar"''',
}
TOUR = '#!/bin/bash\necho "tour" >>"$CALLS"\n'
MANAGERS = {'apt-get': ('dpkg-query',), 'dnf': ('rpm',), 'pacman': ()}
# What an installation is called as, and the package that the computer lacks in the test.
INSTALL = {
    'apt-get': ('apt-get install -q -y --no-install-recommends -o Dpkg::Use-Pty=0 %s', 'libgvnc-1.0-dev'),
    'dnf': ('dnf install -y --setopt=install_weak_deps=False %s', 'pkgconfig(gvnc-1.0)'),
    'pacman': ('pacman -S --needed --noconfirm %s', 'gtk-vnc'),
}


class Computer:
    """A copy of ./dev in a folder of its own, on a computer with one package manager (or none)."""

    def __init__(self, folder, manager, without=()):
        self.top, self.bin, self.calls_file = (os.path.join(folder, n) for n in ('tree', 'bin', 'calls'))
        os.makedirs(os.path.join(self.top, 'tests', 'e2e'))
        os.mkdir(self.bin)
        shutil.copy(os.path.join(os.environ['HANGAR_SOURCE_DIR'], 'dev'), self.top)
        shutil.copy(os.path.join(os.environ['HANGAR_SOURCE_DIR'], 'tests', 'report.py'), os.path.join(self.top, 'tests'))
        write_program(os.path.join(self.top, 'tests', 'e2e', 'tour'), TOUR)
        for tool in TOOLS:
            os.symlink(shutil.which(tool, path='/usr/bin:/bin'), os.path.join(self.bin, tool))
        names = {'id', 'sudo', 'meson', 'ninja'} | ({manager, *MANAGERS[manager]} if manager else set())
        for name in names - set(without):
            write_program(os.path.join(self.bin, name), STAND_IN % BEHAVIOUR[name])

    def dev(self, *arguments, display=':7', user_id='0', **variables):
        """(exit status, what it wrote, what it called) of ./dev."""
        with open(self.calls_file, 'w', encoding='utf-8'):
            pass
        # ./dev appends the folders of daemons to the path; nothing that is asked for here lies there.
        environment = {'PATH': self.bin, 'HOME': self.top, 'CALLS': self.calls_file, 'USER_ID': user_id, 'LC_ALL': 'C.UTF-8',
                       **({'DISPLAY': display} if display else {}), **variables}
        done = subprocess.run([os.path.join(self.bin, 'bash'), os.path.join(self.top, 'dev'), *arguments], env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60, check=False)
        with open(self.calls_file, encoding='utf-8') as file:
            return done.returncode, done.stdout.decode(errors='replace'), file.read().splitlines()


def write_program(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)
    os.chmod(path, 0o755)


def installing(calls):
    """The calls that would change the computer."""
    return [call for call in calls if call.startswith(('apt-get install -q -y', 'dnf install', 'pacman -S', 'sudo'))]


def check_manager(manager, new):
    """./dev start with one package manager. Yields (what, whether it is so, what was seen)."""
    command, lacking = INSTALL[manager]
    wanted, computer = command % lacking, new(manager)
    said = 'installing with %s: %s' % (manager, lacking)
    status, text, calls = computer.dev('start', '--', '--new', LACKING=lacking)
    yield 'says what it installs', status == 0 and said in text, (status, text)
    yield 'root installs just what is missing, without sudo', installing(calls) == [wanted], calls
    yield 'builds, then starts with the arguments', calls[-1] == 'hangar --new' and any(c.startswith('ninja') for c in calls), calls
    status, text, calls = computer.dev('start', user_id='1000', LACKING=lacking)
    yield 'others install with sudo', status == 0 and wanted in calls and len(calls) > calls.index(wanted) and \
        any(c.startswith('sudo ') and c.endswith(wanted) for c in calls), calls
    status, text, calls = computer.dev('start', LACKING='')
    yield 'installs nothing where all is there', status == 0 and 'installing' not in text and not installing(calls), (text, calls)
    status, text, calls = computer.dev('start', '--no-install', LACKING=lacking)
    yield '--no-install asks nobody', status == 0 and not [c for c in calls if not c.startswith(('meson', 'ninja', 'hangar'))], calls
    status, text, calls = computer.dev('start', LACKING=lacking, BROKEN='1')
    yield 'an installation that fails ends it, in words', status != 0 and 'could not be installed' in text and \
        not any(c.startswith('hangar') for c in calls), (status, text)
    status, text, calls = new(manager, without=('sudo',)).dev('start', user_id='1000', LACKING=lacking)
    yield 'without root and sudo it says what to do', status != 0 and 'there is no sudo' in text and '--no-install' in text and \
        not installing(calls), (status, text)


def check_start(new):
    """What start does besides."""
    computer = new('apt-get')
    status, text, calls = computer.dev('start', display=None, LACKING='xvfb')
    yield 'without a display it says so and makes the tour', status == 0 and 'no display' in text and calls[-1] == 'tour', (text, calls)
    yield 'the tour\'s needs are installed for it', any(c.endswith(' xvfb') for c in installing(calls)), calls
    status, text, calls = computer.dev('start', display=None, WAYLAND_DISPLAY='wayland-0', LACKING='')
    yield 'a Wayland display will do', status == 0 and calls[-1].startswith('hangar'), calls
    status, text, calls = computer.dev('start', '--nonsense')
    yield 'an unknown option is refused', status != 0 and '--nonsense' in text and not calls, (status, text, calls)
    status, text, calls = new(None).dev('start')
    yield 'without a known package manager it says so and goes on', status == 0 and 'no apt, dnf or pacman' in text and \
        calls[-1].startswith('hangar'), (status, text)
    status, text, calls = new(None, without=('meson', 'ninja')).dev('start', '--no-install')
    yield 'without the tools to build it says what installs them', status != 0 and './dev start' in text, (status, text)
    computer = new(None)
    status, text, calls = computer.dev('run', '--', '--version')
    yield 'run builds what was never built, and starts it', status == 0 and calls[-1] == 'hangar --version', (status, calls)
    status, text, calls = computer.dev('run', '--', '--version')
    yield 'run starts what is built without building', status == 0 and calls == ['hangar --version'], (status, calls)
    status, text, calls = computer.dev('build')
    yield 'build only builds', status == 0 and {c.split()[0] for c in calls} == {'ninja'}, calls


def check_test(new):
    """./dev test. What it counts is shown by test-rules; here that it asks for the right things and ends as told."""
    computer = new('apt-get')
    status, text, calls = computer.dev('test', 'unit', 'style', LACKING='weston')
    tests = [c for c in calls if c.startswith('meson test')]
    yield 'test installs what tests need', any(c.endswith(' weston') for c in installing(calls)), calls
    order = [c.split(' -C')[0] for c in calls if c.startswith(('ninja', 'meson test'))]
    yield 'test builds before it tests', order == ['ninja', 'meson test'], (status, text, calls)
    yield 'only the suites that were named run', len(tests) == 1 and tests[0].endswith('--suite unit --suite style'), tests
    yield 'nothing that ran is a failure', status != 0 and text.strip().splitlines()[-1] == '0 passed, 2 failed', (status, text)
    status, text, calls = computer.dev('test', LACKING='', RED='1')
    every = '--suite unit --suite model --suite widgets --suite ui --suite e2e --suite style'
    yield 'without a name all suites run', any(c.endswith(every) for c in calls), calls
    yield 'red tests do not stop the count', status != 0 and text.strip().splitlines()[-1].endswith('failed'), (status, text)
    status, text, calls = computer.dev('test', 'nonsense')
    yield 'an unknown suite is refused, in words', status != 0 and 'no suite is called nonsense' in text and not calls, (status, text)
    status, text, calls = computer.dev('test', '--no-install', 'unit', LACKING='weston')
    yield 'test --no-install installs nothing', not installing(calls), calls


def main():
    results = []
    with tempfile.TemporaryDirectory(prefix='hangar-dev-') as folder:
        made = []

        def new(manager, without=()):
            made.append(os.path.join(folder, str(len(made))))
            return Computer(made[-1], manager, without)
        for manager in MANAGERS:
            results += [('%s: %s' % (manager, what), fine, why) for what, fine, why in check_manager(manager, new)]
        results += [*check_start(new), *check_test(new)]
    print('1..%d' % len(results))
    for number, (what, fine, why) in enumerate(results, 1):
        print('%sok %d - %s' % ('' if fine else 'not ', number, what))
        if not fine:
            print('%s: %s' % (what, why), file=sys.stderr)
    return 0 if all(fine for _, fine, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main())
