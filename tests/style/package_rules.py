# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for the lists of packages in ./dev: what the build asks for is installed on every distribution."""

import re

# pkg-config's names → Debian's package and Arch's. Fedora installs by pkg-config's names.
PACKAGES = {
    'gio-2.0': ('libgtk-4-dev', 'glib2-devel'),
    'gio-unix-2.0': ('libgtk-4-dev', 'glib2-devel'),
    'glib-2.0': ('libgtk-4-dev', 'glib2-devel'),
    'gobject-2.0': ('libgtk-4-dev', 'glib2-devel'),
    'gtk4': ('libgtk-4-dev', 'gtk4'),
    'gtk4-x11': ('libgtk-4-dev', 'gtk4'),
    'gtksourceview-5': ('libgtksourceview-5-dev', 'gtksourceview5'),
    'gvnc-1.0': ('libgvnc-1.0-dev', 'gtk-vnc'),
    'json-glib-1.0': ('libjson-glib-dev', 'json-glib'),
    'libadwaita-1': ('libadwaita-1-dev', 'libadwaita'),
    'libarchive': ('libarchive-dev', 'libarchive'),
    'libosinfo-1.0': ('libosinfo-1.0-dev', 'libosinfo'),
    'libsecret-1': ('libsecret-1-dev', 'libsecret'),
    'libvirt': ('libvirt-dev', 'libvirt'),
    'libvirt-gconfig-1.0': ('libvirt-glib-1.0-dev', 'libvirt-glib'),
    'libvirt-glib-1.0': ('libvirt-glib-1.0-dev', 'libvirt-glib'),
    'libvirt-gobject-1.0': ('libvirt-glib-1.0-dev', 'libvirt-glib'),
    'libxml-2.0': ('libxml2-dev', 'libxml2'),
    'spice-client-glib-2.0': ('libspice-client-glib-2.0-dev', 'spice-gtk'),
    'vte-2.91-gtk4': ('libvte-2.91-gtk4-dev', 'vte4'),
    'x11': ('libx11-dev', 'libx11'),
    'x11-xcb': ('libx11-xcb-dev', 'libx11'),
    'xcb-shm': ('libxcb-shm0-dev', 'libxcb'),
    'xext': ('libxext-dev', 'libxext'),
    'xrender': ('libxrender-dev', 'libxrender'),
}

# What tests run, and the packages that bring it: Debian, Fedora, Arch.
PROGRAMS = {
    'appstreamcli': ('appstream', 'appstream', 'appstream'),
    'busybox': ('busybox-static', 'busybox', 'busybox'),
    'clang-format': ('clang-format', 'clang-tools-extra', 'clang'),
    'desktop-file-validate': ('desktop-file-utils', 'desktop-file-utils', 'desktop-file-utils'),
    'dropbear': ('dropbear-bin', 'dropbear', 'dropbear'),
    'gnome-keyring-daemon': ('gnome-keyring', 'gnome-keyring', 'gnome-keyring'),
    'grub-mkrescue': ('grub-rescue-pc', 'grub2-tools-extra', 'grub'),
    'libvirtd': ('libvirt-daemon', 'libvirt-daemon', 'libvirt'),
    'msgmerge': ('gettext', 'gettext', 'gettext'),
    'openbox': ('openbox', 'openbox', 'openbox'),
    'qemu-img': ('qemu-utils', 'qemu-img', 'qemu-img'),
    'qemu-system-aarch64': ('qemu-system-arm', 'qemu-system-aarch64', 'qemu-system-aarch64'),
    'saslpasswd2': ('sasl2-bin', 'cyrus-sasl', 'cyrus-sasl'),
    'ssh': ('openssh-client', 'openssh-clients', 'openssh'),
    'swtpm': ('swtpm', 'swtpm', 'swtpm'),
    'swtpm_setup': ('swtpm-tools', 'swtpm-tools', 'swtpm'),
    'weston': ('weston', 'weston', 'weston'),
    'xdotool': ('xdotool', 'xdotool', 'xdotool'),
    'xorriso': ('xorriso', 'xorriso', 'libisoburn'),
    'Xvnc': ('tigervnc-standalone-server', 'tigervnc-server', 'tigervnc'),
    'Xvfb': ('xvfb', 'xorg-x11-server-Xvfb', 'xorg-server-xvfb'),
}
MANAGERS = ('apt', 'dnf', 'pacman')


def package_list(tree, manager, kinds):
    """All that ./dev installs with one package manager."""
    found = set()
    for kind in kinds:
        match = re.search(r"^%s_%s='([^']*)'" % (manager, kind), tree.files.get('dev', ''), re.MULTILINE)
        found.update(match.group(1).split() if match else ())
    return found


def asked_for(tree):
    """The libraries that some meson.build asks for: {name: "file:line"}."""
    found = {}
    for path, text in tree.matching(r'(^|/)meson\.build$'):
        for match in re.finditer(r"\bdependency\('([^']+)'|foreach name : \[([^\]]*)\]\n[^\n]*\bdependency\(name\b", text):
            names = [match.group(1)] if match.group(1) else re.findall(r"'([^']+)'", match.group(2))
            for name in names:
                found[name] = '%s:%d' % (path, text.count('\n', 0, match.start()) + 1)
    return found


def libraries_installed(tree):
    """./dev installs, with each package manager, every library that meson asks for."""
    wrong = []
    lists = {manager: package_list(tree, manager, ('build',)) for manager in MANAGERS}
    for name, where in sorted(asked_for(tree).items()):
        if name not in PACKAGES:
            wrong.append('%s: say in tests/style/package_rules.py which packages bring %s' % (where, name))
            continue
        wanted = (PACKAGES[name][0], 'pkgconfig(%s)' % name, PACKAGES[name][1])
        wrong += ['dev:1: add %s to %s_build: meson asks for %s (%s)' % (package, manager, name, where)
                  for manager, package in zip(MANAGERS, wanted) if package not in lists[manager]]
    return wrong


def programs_installed(tree):
    """./dev installs, with each package manager, the programs that tests run."""
    wrong = []
    for manager, number in zip(MANAGERS, range(3)):
        there = package_list(tree, manager, ('build', 'run', 'test'))
        wrong += ['dev:1: add %s to the lists of %s: tests run %s' % (packages[number], manager, program)
                  for program, packages in sorted(PROGRAMS.items())
                  if packages[number] not in there and tree.files.get('dev')]
    return wrong


RULES = (libraries_installed, programs_installed)
