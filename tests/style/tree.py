# SPDX-License-Identifier: GPL-3.0-or-later
"""The source tree as the rules see it: text files by path, and C files cut into functions."""

import functools
import os
import re

SKIPPED = ('.git', '__pycache__', 'subprojects')
TEXT = ('.c', '.h', '.py', '.sh', '.bash', '.ui', '.css', '.md', '.build', '.txt', '.xml', '.in', '.svg', '.po', '.desktop', '.1')


class Tree:
    """Files of a tree by path. `files` is {path: text}; `root` is the folder when there is one."""

    def __init__(self, files, root=None, build=None):
        self.files = files
        self.root = root
        self.build = build

    @classmethod
    def read(cls, root, build):
        files = {}
        for folder, folders, names in os.walk(root):
            folders[:] = [f for f in folders if f not in SKIPPED and not is_build(os.path.join(folder, f))]
            for name in names:
                path = os.path.join(folder, name)
                if os.path.islink(path) or not is_text(path, name):
                    continue
                with open(path, encoding='utf-8', errors='surrogateescape') as file:
                    files[os.path.relpath(path, root)] = file.read()
        return cls(files, root, build)

    def matching(self, *patterns):
        """(path, text) of the files whose path matches one of the regular expressions, sorted."""
        return [(path, self.files[path]) for path in sorted(self.files)
                if any(re.search(pattern, path) for pattern in patterns)]


def is_build(folder):
    return os.path.exists(os.path.join(folder, 'build.ninja')) or os.path.exists(os.path.join(folder, 'meson-private'))


def is_text(path, name):
    if name.endswith(TEXT) or name == 'LINGUAS':
        return True
    if '.' in name:
        return False
    with open(path, 'rb') as file:
        return file.read(2) == b'#!'


def line_of(text, position):
    return text.count('\n', 0, position) + 1


@functools.lru_cache(maxsize=None)
def without_comments(text, strings=True):
    """C text with comments (and, unless strings is kept, the insides of strings) as blanks; lines stay."""
    pattern = r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\''

    def blank(match):
        found = match.group(0)
        if found[0] in '"\'':
            return found if strings else found[0] + 'x' * (len(found) - 2) + found[0]
        return re.sub(r'[^\n]', ' ', found)
    return re.sub(pattern, blank, text, flags=re.DOTALL)


class Function:
    """One function of a C file, found by the house's formatting: its name and its braces begin a line."""

    def __init__(self, name, parameters, body, line, static):
        self.name = name
        self.parameters = parameters
        self.body = body
        self.line = line
        self.static = static

    @property
    def length(self):
        return self.body.count('\n') + 1


def closing(text, opening):
    """The position of the bracket that closes the one at `opening`, or -1."""
    depth = 0
    for position in range(opening, len(text)):
        if text[position] in '({[':
            depth += 1
        elif text[position] in ')}]':
            depth -= 1
            if depth == 0:
                return position
    return -1


@functools.lru_cache(maxsize=None)
def functions(text):
    found, code = [], without_comments(text, strings=False)
    for match in re.finditer(r'^([A-Za-z_]\w*) ?\(', code, re.MULTILINE):
        end = closing(code, match.end() - 1)
        if end < 0 or not re.match(r'\s*(G_GNUC_\w+\s*(\([^)]*\))?\s*)?\n\{', code[end + 1:]):
            continue
        brace = code.index('{', end)
        last = code.find('\n}', brace)
        before = code[:match.start()].rstrip().rsplit('\n', 1)[-1]
        found.append(Function(match.group(1), code[match.end():end], code[match.start():last + 2],
                              line_of(code, match.start()), before.startswith('static ')))
    return found
