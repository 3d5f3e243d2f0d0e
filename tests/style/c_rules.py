# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for the C sources. A rule takes a tree and returns what is wrong, each as "file:line: what to do"."""

import re

from tree import functions, line_of, without_comments

# What each layer may include of the others; docs/architecture.md has the picture.
LAYERS = {
    'util': ('util',),
    'askpass': ('askpass',),
    'virt': ('virt', 'util', 'askpass'),
    'model': ('model', 'virt', 'util'),
    'widgets': ('widgets', 'util'),
    'console': ('console', 'model', 'util'),
    'display': ('display', 'util'),
    'ui': ('ui', 'console', 'widgets', 'model', 'util'),
    'app': ('app', 'ui', 'console', 'widgets', 'model', 'util'),
}

# Which layers may include the headers of a library.
LIBRARIES = (
    (r'libvirt', ('virt',), 'libvirt stays below the thread border: go through virt/'),
    (r'(gtk|gdk|gsk|adwaita|graphene)', ('widgets', 'console', 'ui', 'app'), 'no toolkit in this layer'),
    (r'(gvnc|vnc|spice|channel-)', ('display',), 'only the display helper speaks with guests\' displays'),
    (r'vte', ('console',), 'only console/ has terminals'),
    (r'osinfo', ('model',), 'only model/ asks libosinfo'),
    (r'libxml', ('virt', 'model'), 'XML is read and written in virt/ and model/'),
)

MAX_FILE, MAX_FUNCTION, MAX_DRAWING, MAX_PARAMETERS, MAX_LEVELS = 800, 80, 150, 6, 3


def layer_of(path):
    parts = path.split('/')
    return 'app' if len(parts) == 2 else parts[1]


def layer_includes(tree):
    """A file includes its own layer and layers below it."""
    wrong = []
    for path, text in tree.matching(r'^src/.*\.[ch]$'):
        layer = layer_of(path)
        for match in re.finditer(r'^\s*#\s*include\s+(["<])([^">]+)[">]', without_comments(text), re.MULTILINE):
            where = '%s:%d: ' % (path, line_of(text, match.start()))
            quoted, header = match.group(1) == '"', match.group(2)
            target = header.split('/')[0]
            if quoted and '/' in header and target in LAYERS and target not in LAYERS[layer]:
                wrong.append(where + 'layer %s may not include %s/' % (layer, target))
            elif quoted and '/' not in header and ('src/%s/%s' % (layer, header)) in tree.files:
                wrong.append(where + 'include it as "%s/%s"' % (layer, header))
            if not quoted:
                wrong += [where + why for start, allowed, why in LIBRARIES
                          if re.match(start, header) and layer not in allowed]
    return wrong


def settings_keys(tree):
    """Only model/settings.c names GSettings keys."""
    wrong = []
    for path, text in tree.matching(r'^src/.*\.[ch]$'):
        if path.startswith('src/model/settings.'):
            continue
        for match in re.finditer(r'\bg_settings_\w+', without_comments(text)):
            wrong.append('%s:%d: %s: only model/settings.c speaks with GSettings'
                         % (path, line_of(text, match.start()), match.group(0)))
    return wrong


def file_sizes(tree):
    """A file stays under 800 lines."""
    return ['%s:1: %d lines, at most %d: split it by job' % (path, text.count('\n'), MAX_FILE - 1)
            for path, text in tree.matching(r'\.(c|h|py|sh|ui|css)$', r'(^|/)[^./]+$')
            if text.count('\n') >= MAX_FILE]


def levels(body):
    """How deep the blocks of a function lie in one another; its own braces are the first level."""
    depth = deepest = 0
    kinds = []
    for match in re.finditer(r'[{}]', body):
        if match.group(0) == '{':
            before = body[:match.start()].rstrip()
            data = before.endswith(('=', ',', '{', '(')) or (before.endswith(')') and before_is_cast(before))
            kinds.append(data)
            depth += not data
            deepest = max(deepest, depth)
        elif kinds:
            depth -= not kinds.pop()
    return deepest


def before_is_cast(before):
    """Whether the text ends in the cast of a compound literal, as in "(GtkRequisition)"."""
    match = re.search(r'(\S*)\s*\((const )?[A-Z]\w*( \*)?(\[\d*\])?\)$', before)
    return bool(match) and match.group(1) not in ('if', 'while', 'for', 'switch')


def count_parameters(parameters):
    return 0 if parameters.strip() in ('', 'void') else re.sub(r'\([^()]*\)', '', parameters).count(',') + 1


def function_sizes(tree):
    """A function stays under 80 lines (150 where a class is described or a picture drawn)."""
    wrong = []
    for path, text in tree.matching(r'^(src|tests)/.*\.c$'):
        for function in functions(text):
            limit = MAX_DRAWING if re.search(r'class_init$|snapshot$|draw', function.name) else MAX_FUNCTION
            if function.length >= limit:
                wrong.append('%s:%d: %s has %d lines, at most %d: split it'
                             % (path, function.line, function.name, function.length, limit - 1))
    return wrong


def function_parameters(tree):
    """A function takes at most 6 parameters; callbacks (_cb) and GTK's measure take what their caller gives."""
    wrong = []
    for path, text in tree.matching(r'^(src|tests)/.*\.c$'):
        for function in functions(text):
            count = count_parameters(function.parameters)
            if count > MAX_PARAMETERS and not function.name.endswith(('_cb', '_measure')):
                wrong.append('%s:%d: %s takes %d parameters, at most %d: pass a struct'
                             % (path, function.line, function.name, count, MAX_PARAMETERS))
    return wrong


def function_levels(tree):
    """Blocks lie at most 3 levels deep."""
    wrong = []
    for path, text in tree.matching(r'^(src|tests)/.*\.c$'):
        for function in functions(text):
            depth = levels(function.body)
            if depth > MAX_LEVELS:
                wrong.append('%s:%d: %s is %d levels deep, at most %d: return early or split it'
                             % (path, function.line, function.name, depth, MAX_LEVELS))
    return wrong


def spdx(tree):
    """Each file says its license at the top, and a C file in one sentence what it is for."""
    wrong = []
    for path, text in tree.matching(r'\.(c|h|py|sh|css|svg)$', r'(^|/)[^./]+$'):
        head = text.split('\n')[:3]
        if path.startswith(('COPYING', 'po/LINGUAS')) or not text.strip():
            continue
        if not any('SPDX-License-Identifier: GPL-3.0-or-later' in line for line in head):
            wrong.append('%s:1: begin with the line SPDX-License-Identifier: GPL-3.0-or-later' % path)
        elif path.endswith('.c') and not re.match(r'/\*.*\*/\n+/\* ?[A-Za-z]', text):
            wrong.append('%s:2: say in one sentence, in a comment, what the file is for' % path)
    return wrong


OPEN_ENDS = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX|HA' r'CK)\b')


def open_ends(tree):
    """Nothing is left for later in a comment."""
    return ['%s:%d: finish it or write an issue: %s' % (path, line_of(text, match.start()), match.group(0))
            for path, text in tree.matching(r'^(src|ui|data|tests|po/.*update|dev$|meson)')
            for match in OPEN_ENDS.finditer(text) if not path.endswith('.po')]


CODE_LINE = re.compile(r'^\s*(/\*|//|\*)?\s*(\w[\w\s\->.*\[\]]*(=[^=]|\()[^`]*;|(if|for|while|switch) \([^`]*\)( \{)?|\}|#\w+ .*)\s*(\*/)?\s*$')


def commented_out_code(tree):
    """No code in comments, nor behind #if 0."""
    wrong = []
    for path, text in tree.matching(r'^(src|tests)/.*\.[ch]$'):
        for match in re.finditer(r'^#\s*if 0\b', text, re.MULTILINE):
            wrong.append('%s:%d: remove the code behind #if 0' % (path, line_of(text, match.start())))
        strings_gone = re.sub(r'"(?:\\.|[^"\\\n])*"', lambda m: '"' + 'x' * (len(m.group(0)) - 2) + '"', text)
        for comment in re.finditer(r'/\*.*?\*/|//[^\n]*', strings_gone, re.DOTALL):
            inside = re.sub(r'```.*?```|\|\[.*?\]\|', lambda m: re.sub(r'[^\n]', ' ', m.group(0)),
                            comment.group(0), flags=re.DOTALL)
            for number, line in enumerate(inside.split('\n')):
                if CODE_LINE.match(line) and re.search(r'\w', line):
                    wrong.append('%s:%d: remove the commented-out code' % (path, line_of(text, comment.start()) + number))
    return wrong


WAITING = (
    (r'\bg_main_loop_run\b|\bg_main_context_iteration\b', 'no loop inside the loop: use an asynchronous call'),
    (r'\bg_usleep\b|\b(u|nano)?sleep \(', 'nothing sleeps: wait for what happens'),
    (r'\bg_spawn_command_line_\w+|\bsystem \(|\bpopen \(', 'no shell in between: use GSubprocess with an argument vector'),
)


def waiting_by_hand(tree):
    """The program never waits in place nor starts a shell; tests wait for conditions, not for time."""
    wrong = []
    for path, text in tree.matching(r'^src/.*\.c$', r'^tests/.*\.c$'):
        in_tests, helper = path.startswith('tests/'), path.startswith('src/display/')
        for pattern, why in WAITING:
            if 'main_loop' in pattern and (in_tests or helper):
                continue
            for match in re.finditer(pattern, without_comments(text, strings=False)):
                wrong.append('%s:%d: %s: %s' % (path, line_of(text, match.start()), match.group(0), why))
    return wrong


def documented(tree):
    """Public functions of virt, model, widgets and console carry a gi-docgen comment."""
    wrong = []
    for path, text in tree.matching(r'^src/(virt|model|widgets|console)/.*\.h$'):
        source = path[:-1] + 'c'
        folder = path.rsplit('/', 1)[0]
        documentation = '\n'.join(code for _, code in tree.matching('^%s/[^/]*\\.c$' % folder))
        for match in re.finditer(r'^\w[\w \*]*?\b(hangar_\w+)(?<!_get_type)(?<!_quark)\s+\(', without_comments(text), re.MULTILINE):
            if not re.search(r'/\*\*\n \* %s:' % match.group(1), documentation):
                wrong.append('%s:%d: give %s a gi-docgen comment in %s'
                             % (path, line_of(text, match.start()), match.group(1), source))
    return wrong


def tested_classes(tree):
    """Every class is made or called by a test (those of display/ from outside: they are a program)."""
    tests = '\n'.join(without_comments(text) for _, text in tree.matching(r'^tests/.*\.[ch]$'))
    wrong = []
    for path, text in tree.matching(r'^src/(?!display/).*\.c$'):
        code = without_comments(text)
        for match in re.finditer(r'^G_DEFINE_(?:FINAL_|ABSTRACT_)?TYPE\w* \(\w+,\s*(hangar_\w+),', code, re.MULTILINE):
            stem = match.group(1)
            if not re.search(r'\b%s_\w+|\b%s\b' % (stem, stem.upper().replace('HANGAR_', 'HANGAR_TYPE_', 1)), tests):
                wrong.append('%s:%d: call %s in a test program' % (path, line_of(code, match.start()), stem))
    return wrong


def in_the_build(tree):
    """Each C file belongs to the build, each test program to a suite."""
    wrong = []
    for path, _ in tree.matching(r'^(src|tests)/.*\.c$'):
        folder, name = path.rsplit('/', 1)
        builds = ''
        while True:
            builds += tree.files.get(folder + '/meson.build', '')
            if '/' not in folder:
                break
            folder = folder.rsplit('/', 1)[0]
        stem = re.sub(r'^test-', '', name[:-2])
        if not re.search(r"'[^']*\b%s(\.c)?'" % re.escape(stem), builds):
            wrong.append('%s:1: name it in the meson.build of its folder' % path)
    return wrong


RULES = (layer_includes, settings_keys, file_sizes, function_sizes, function_parameters, function_levels, spdx,
         open_ends, commented_out_code, waiting_by_hand, documented, tested_classes,
         in_the_build)
