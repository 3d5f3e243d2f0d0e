#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts what meson's test run showed and ends with the line "N passed, N failed".

report.py BUILD SUITE...: the count is of single tests (TAP lines), or of programs that do not speak TAP. What
did not run counts as failed, with the reason: a suite without tests, a skipped test, a program that ended early.
"""

import json
import os
import re
import subprocess
import sys

LAST_WORDS = 12
TAP_LINE = re.compile(r'^(not )?ok\b[ \t]*\d*[ \t]*-?[ \t]*([^#\n]*)(#.*)?$')


def count_tap(output):
    """The passed tests, and the failed ones as (name, reason), of one program's TAP output; its plan, or None."""
    passed, failed, plan, explain = 0, [], None, False
    for line in output.splitlines():
        match = re.match(r'^1\.\.(\d+)', line)
        if match:
            plan = int(match.group(1))
            skip = re.search(r'#\s*skip\b\s*(.*)', line, re.IGNORECASE)
            if plan == 0:
                failed.append(('all', 'skipped: ' + (skip.group(1) if skip else 'no reason given')))
            continue
        match = TAP_LINE.match(line)
        if not match:
            if failed and explain and line.startswith('#'):
                failed[-1] = (failed[-1][0], failed[-1][1] + '\n    ' + line)
            continue
        name, remark = match.group(2).strip(), (match.group(3) or '')
        explain = False
        skip = re.match(r'#\s*(skip|todo)\b\s*(.*)', remark, re.IGNORECASE)
        if skip:
            failed.append((name, 'did not run: ' + (skip.group(2) or 'no reason given')))
        elif match.group(1):
            failed.append((name, 'failed'))
            explain = True
        else:
            passed += 1
    return passed, failed, plan


def last_words(test):
    """The end of what a program said before it ended too early."""
    said = (test.get('stdout') or '').splitlines() + (test.get('stderr') or '').splitlines()
    return ''.join('\n    ' + line for line in [line for line in said if line.strip()][-LAST_WORDS:])


def count_program(test):
    """What one entry of meson's log says: the number of passed tests and the failed ones."""
    output = test.get('stdout') or ''
    result = test['result']
    speaks_tap = re.search(r'^(not )?ok\b|^1\.\.\d', output, re.MULTILINE)
    if not speaks_tap:
        return (1, []) if result == 'OK' else (0, [('', 'program: ' + result.lower())])
    passed, failed, plan = count_tap(output)
    if plan is None or passed + len(failed) < plan:
        failed.append(('', 'ended before all its tests had run (%s)%s' % (result.lower(), last_words(test))))
    elif result not in ('OK', 'SKIP', 'EXPECTEDFAIL') and not failed:
        failed.append(('', 'program: ' + result.lower()))
    return passed, failed


def read_log(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding='utf-8', errors='replace') as log:
        return [json.loads(line) for line in log if line.strip()]


def known_tests(build):
    """The names of the tests of each suite, as meson knows them."""
    output = subprocess.run(['meson', 'introspect', build, '--tests'], check=True, stdout=subprocess.PIPE).stdout
    suites = {}
    for test in json.loads(output):
        for suite in test['suite']:
            suites.setdefault(suite.split(':')[-1], set()).add(test['name'])
    return suites


def summarise(log, suites, tests_of):
    """Totals over a log: (passed, [sentence for each failure])."""
    passed, failures, seen = 0, [], set()
    for test in log:
        name = test['name'].split(' / ')[-1]
        seen.add(name)
        good, bad = count_program(test)
        passed += good
        failures += ['%s: %s%s' % (test['name'], subtest and subtest + ': ', reason) for subtest, reason in bad]
    for suite in suites:
        tests = tests_of.get(suite, set())
        if not tests:
            failures.append('suite %s: has no tests' % suite)
        for name in sorted(tests - seen):
            failures.append('suite %s: %s did not run' % (suite, name))
    return passed, failures


def main():
    build, suites = sys.argv[1], sys.argv[2:]
    log = read_log(os.path.join(build, 'meson-logs', 'testlog.json'))
    passed, failures = summarise(log, suites, known_tests(build))
    for failure in failures:
        print('FAILED ' + failure)
    print('%d passed, %d failed' % (passed, len(failures)))
    return 1 if failures or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
