#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the tree against the house style: one TAP line for each rule. check-tree.py [SOURCES [BUILD [RULE…]]]"""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import c_rules  # noqa: E402
import package_rules  # noqa: E402
import text_rules  # noqa: E402
import ui_rules  # noqa: E402
from tree import Tree  # noqa: E402

RULES = c_rules.RULES + ui_rules.RULES + text_rules.RULES + package_rules.RULES


def main():
    source = sys.argv[1] if len(sys.argv) > 1 else os.environ.get('HANGAR_SOURCE_DIR', '.')
    build = sys.argv[2] if len(sys.argv) > 2 else os.environ.get('HANGAR_BUILD_DIR', os.path.join(source, 'build'))
    rules = [rule for rule in RULES if len(sys.argv) < 4 or rule.__name__ in sys.argv[3:]]
    tree = Tree.read(source, build)
    failed = 0
    print('1..%d' % len(rules))
    for number, rule in enumerate(rules, 1):
        wrong = rule(tree)
        failed += bool(wrong)
        print('%sok %d - %s' % ('not ' if wrong else '', number, rule.__name__.replace('_', ' ')))
        sys.stdout.flush()
        # Not as remarks of TAP: meson keeps those to itself.
        if wrong:
            print(rule.__doc__.split('\n')[0], file=sys.stderr)
        for line in wrong:
            print('  ' + line.encode('utf-8', 'backslashreplace').decode().replace('\n', '\n  '), file=sys.stderr)
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
