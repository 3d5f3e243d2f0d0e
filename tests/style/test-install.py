#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `meson install` puts where, and whether it can be used: texts in French, completion, a command that answers."""

import gettext
import os
import re
import subprocess
import sys
import tempfile

NAME = 'io.github.hangar.Hangar'
FILES = ('bin/hangar', 'libexec/hangar-display', 'share/applications/%s.desktop' % NAME,
         'share/metainfo/%s.metainfo.xml' % NAME, 'share/dbus-1/services/%s.service' % NAME,
         'share/glib-2.0/schemas/%s.gschema.xml' % NAME, 'share/icons/hicolor/scalable/apps/%s.svg' % NAME,
         'share/icons/hicolor/symbolic/apps/%s-symbolic.svg' % NAME, 'share/locale/fr/LC_MESSAGES/hangar.mo',
         'share/man/man1/hangar.1', 'share/bash-completion/completions/hangar')


def run(*command, **more):
    environment = dict(os.environ, LC_ALL='C.UTF-8', **more)
    for name in ('DISPLAY', 'WAYLAND_DISPLAY'):
        environment.pop(name, None)
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60, check=False)
    return done.returncode, done.stdout.decode(errors='replace')


def read(*path):
    with open(os.path.join(*path), encoding='utf-8') as file:
        return file.read()


def complete(prefix, *words):
    """What bash proposes for a command line that ends in the last of the words."""
    script = '''
      . /usr/share/bash-completion/bash_completion; . "$1"; shift
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      _hangar; printf '%s\\n' "${COMPREPLY[@]}"'''
    completion = os.path.join(prefix, 'share/bash-completion/completions/hangar')
    return run('bash', '-c', script, 'bash', completion, *words)[1].split()


def checks(prefix):
    missing = [path for path in FILES if not os.path.isfile(os.path.join(prefix, path))]
    yield 'everything is installed', not missing, missing

    desktop = read(prefix, 'share/applications', NAME + '.desktop')
    yield 'the desktop file speaks French', re.search(r'^Comment\[fr\]=.*machines virtuelles', desktop, re.M), desktop
    metainfo = read(prefix, 'share/metainfo', NAME + '.metainfo.xml')
    yield 'the metainfo speaks French', 'xml:lang="fr">' in metainfo, metainfo
    service = read(prefix, 'share/dbus-1/services', NAME + '.service')
    yield 'the service starts the program', re.search(r'^Exec=/\S+/bin/hangar --gapplication-service$', service, re.M), service

    hangar = os.path.join(prefix, 'bin/hangar')
    schemas = {'GSETTINGS_SCHEMA_DIR': os.path.join(os.environ['HANGAR_BUILD_DIR'], 'data'), 'GSETTINGS_BACKEND': 'memory'}
    status, output = run(hangar, '--version', **schemas)
    yield 'the version is told without a display', status == 0 and re.search(r'\b\d+\.\d+', output), output
    status, output = run(hangar, '--help', **schemas)
    yield 'the options are told without a display', status == 0 and '--show-machine' in output, output
    with open(os.path.join(prefix, 'share/locale/fr/LC_MESSAGES/hangar.mo'), 'rb') as file:
        french = gettext.GNUTranslations(file).gettext('Show a machine')
    yield 'the options are known in French', french != 'Show a machine', french
    status, output = run(hangar, '--no-such-option', **schemas)
    yield 'an unknown option is refused', status != 0, output

    yield 'options are completed', {'--connect', '--new'} <= set(complete(prefix, 'hangar', '--')), complete(prefix, 'hangar', '--')
    proposed = complete(prefix, 'hangar', '--connect', 'qemu')
    yield 'addresses are completed', proposed and all('qemu' in uri or uri.startswith('///') for uri in proposed), proposed


def main():
    with tempfile.TemporaryDirectory(prefix='hangar-install-') as folder:
        command = ('meson', 'install', '-C', os.environ['HANGAR_BUILD_DIR'], '--no-rebuild', '--quiet', '--destdir', folder)
        status, output = run(*command)
        found = [os.path.dirname(top) for top, _, names in os.walk(folder) if 'hangar' in names and top.endswith('/bin')]
        if status or not found:
            print('Bail out! ' + output.replace('\n', ' '))
            return 1
        results = list(checks(found[0]))
    print('1..%d' % len(results))
    for number, (what, fine, why) in enumerate(results, 1):
        print('%sok %d - %s' % ('' if fine else 'not ', number, what))
        if not fine:
            print('%s: %s' % (what, why), file=sys.stderr)
    return 0 if all(fine for _, fine, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main())
