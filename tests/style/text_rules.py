# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for translations, documents and the desktop's files. Those that need a program run it on the real tree."""

import os
import re
import subprocess
import tempfile

from tree import line_of, without_comments

TRANSLATED_C = r'\b(N?_|C_|NC_|g_dngettext|ngettext|g_dpgettext2) \('
TRANSLATED_XML = r'translatable="(yes|1|true)"'


def run(*command, cwd=None):
    """(exit status, output) of a program; 127 when it is not there."""
    try:
        done = subprocess.run(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=120, check=False,
                              env=dict(os.environ, LC_ALL='C.UTF-8', LANGUAGE=''))
    except FileNotFoundError:
        return 127, '%s is not installed: ./dev test installs it' % command[0]
    return done.returncode, done.stdout.decode(errors='replace')


def messages(po):
    """{(context, message): (translations, fuzzy)} of a catalogue."""
    found = {}
    for block in re.split(r'\n\s*\n', po):
        fields, key, fuzzy = {}, None, False
        for line in block.split('\n'):
            fuzzy = fuzzy or line.startswith('#,') and 'fuzzy' in line
            match = re.match(r'(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "(.*)"$', line)
            if match:
                key = match.group(1)
                fields[key] = match.group(2)
            elif key and line.startswith('"'):
                fields[key] += line[1:-1]
        if fields.get('msgid') or 'msgctxt' in fields:
            texts = [value for name, value in fields.items() if name.startswith('msgstr')]
            found[(fields.get('msgctxt'), fields['msgid'])] = (texts, fuzzy)
    return found


def languages(tree):
    return [line for line in tree.files.get('po/LINGUAS', '').split() if not line.startswith('#')]


def potfiles(tree):
    """Each file with text for people is in po/POTFILES.in, and each file named there exists."""
    listed = {line for line in tree.files.get('po/POTFILES.in', '').split('\n') if line and not line.startswith('#')}
    wrong = ['po/POTFILES.in:1: %s does not exist: remove it' % path for path in sorted(listed - set(tree.files))]
    for path, text in tree.matching(r'^src/.*\.c$', r'^ui/.*\.ui$', r'^data/.*\.(desktop|metainfo\.xml)(\.in)?$'):
        speaks = (re.search(TRANSLATED_C, without_comments(text)) if path.endswith('.c') else
                  re.search(TRANSLATED_XML, text) if path.endswith('.ui') else True)
        if speaks and path not in listed:
            wrong.append('po/POTFILES.in:1: add %s' % path)
    return wrong


def complete_translations(tree):
    """Every message is translated, none is marked fuzzy."""
    wrong = []
    for language in languages(tree):
        path = 'po/%s.po' % language
        for (context, message), (texts, fuzzy) in messages(tree.files.get(path, '')).items():
            if fuzzy or not texts or not all(texts):
                wrong.append('%s:1: %s: “%s”' % (path, 'check and unmark the fuzzy' if fuzzy else 'translate', message))
    return wrong


def translation_differences(path, present, updated):
    """What a catalogue lacks of what the sources say now, and what it has too much."""
    wrong = ['%s:1: new text, translate it (./dev po adds it): “%s”' % (path, message)
             for context, message in sorted(set(updated) - set(present), key=str)]
    wrong += ['%s:1: nothing says this any more (./dev po removes it): “%s”' % (path, message)
              for context, message in sorted(set(present) - set(updated), key=str)]
    return wrong


def current_translations(tree):
    """The catalogues contain just what the sources say."""
    if not tree.root:
        return []
    wrong = []
    with tempfile.TemporaryDirectory(prefix='hangar-style-') as folder:
        status, output = run(os.path.join(tree.root, 'po', 'update'), folder, cwd=tree.root)
        if status:
            return ['po/update:1: ' + output.strip()]
        for language in languages(tree):
            path = 'po/%s.po' % language
            with open(os.path.join(folder, language + '.po'), encoding='utf-8') as file:
                wrong += translation_differences(path, messages(tree.files[path]), messages(file.read()))
            status, output = run('msgfmt', '--check', '-o', '/dev/null', path, cwd=tree.root)
            wrong += [line for line in output.split('\n') if line and status]
    return wrong


def concatenated_text(tree):
    """A sentence for people is one message, not pieces put together."""
    wrong = []
    for path, text in tree.matching(r'^src/.*\.c$'):
        for match in re.finditer(r'g_strconcat \([^;]*\b_ \(', without_comments(text)):
            wrong.append('%s:%d: use g_strdup_printf with one translatable sentence'
                         % (path, line_of(text, match.start())))
    return wrong


def links(tree):
    """What a document points at exists."""
    wrong = []
    for path, text in tree.matching(r'\.md$'):
        prose = re.sub(r'```.*?```|`[^`\n]*`', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text, flags=re.DOTALL)
        for match in re.finditer(r'\]\(([^)#\s]+)(#[^)]*)?\)', prose):
            target = match.group(1)
            if re.match(r'[a-z]+:', target):
                continue
            full = os.path.normpath(os.path.join(os.path.dirname(path), target))
            there = full in tree.files or any(name.startswith(full + '/') for name in tree.files) or \
                (tree.root and os.path.exists(os.path.join(tree.root, full)))
            if not there:
                wrong.append('%s:%d: %s does not exist' % (path, line_of(text, match.start()), target))
    return wrong


def paths_of(tree, name, folder):
    """What a path in a document may mean: src/ and tests/ are left out, and so is the ending."""
    tops = ('', 'src/', 'tests/', folder and folder + '/')
    names = {top + name for top in tops} | {top + name + end for top in tops for end in ('.c', '.h', '.py', '.ui', '.xml.in')}
    if '*' in name or '…' in name:
        pattern = '(src/)?' + re.escape(name).replace(r'\*', '[^/]*').replace('…', '[^/]*') + r'(\.[a-z]+)?$'
        return [path for path in tree.files if re.match(pattern, path)]
    return [path for path in tree.files if path in names or any(path.startswith(n.rstrip('/') + '/') for n in names)]


def is_known(tree, word, folder, code):
    """Whether a word that a document sets in code is there: a path, a function or class of ours, an action."""
    if re.match(r'(build|/|~|\.|[a-z+]+://|qemu:)', word) or re.search(r'[ $<>%=:]', word):
        return True
    if re.match(r'(hangar_\w+|Hangar[A-Z]\w*)(\(\))?$', word):
        return bool(re.search(r'\b%s\b' % re.escape(word.rstrip('()')), code))
    if re.match(r'(app|win|domain|host|machines|columns|snapshot)\.[a-z-]+$', word):
        group, action = word.split('.')
        return '"%s"' % action in code or word in code
    if '/' in word or re.search(r'\.(c|h|py|md|sh|ui|xml|po|in|css)$', word):
        return bool(paths_of(tree, word, folder))
    if re.match(r'[a-z]+_cb$', word) or re.match(r'[a-z]+(_[a-z]+)+$', word):
        return bool(re.search(r'\b%s\b' % word, code))
    if folder and re.match(r'[a-z]+(-[a-z]+)*$', word):
        return bool(paths_of(tree, folder + '/' + word, folder)) or word in FOREIGN or \
            any(re.search(r'/%s(\.\w+)?$' % re.escape(word), path) for path in tree.files)
    return True


# Words in the map of the house that are no files of it.
FOREIGN = ('ssh', 'hangar-display', 'hangar-askpass')


def names_in_documents(tree):
    """The paths, functions, classes and actions that docs/*.md name exist."""
    wrong = []
    code = '\n'.join(text for _, text in tree.matching(r'^(src|ui)/.*\.(c|h|ui)$'))
    for path, text in tree.matching(r'^docs/[^/]+\.md$', r'^(README|CONTRIBUTING)\.md$'):
        prose = re.sub(r'```.*?```', lambda m: re.sub(r'[^\n]', ' ', m.group(0)), text, flags=re.DOTALL)
        for number, line in enumerate(prose.split('\n'), 1):
            folder = ''
            for word in re.findall(r'`([^`]+)`', line):
                if path == 'docs/style.md' or path == 'docs/features.md' and word.startswith('--'):
                    known = not re.match(r'(model|virt|ui|util)/|Hangar', word) or is_known(tree, word, '', code)
                else:
                    known = is_known(tree, word, folder if path == 'docs/architecture.md' else '', code)
                if not known:
                    wrong.append('%s:%d: there is no %s' % (path, number, word))
                if '/' in word and path == 'docs/architecture.md':
                    folder = word.rstrip('/').rsplit('/', 1)[0]
    return wrong


def guides(tree):
    """The user's guide has the same pages in every language."""
    pages = {}
    for path, _ in tree.matching(r'^docs/guide/[a-z]+/.*\.md$'):
        _, _, language, name = path.split('/', 3)
        pages.setdefault(language, set()).add(name)
    every = set().union(*pages.values()) if pages else set()
    return ['docs/guide/%s/%s:1: write this page: another language has it' % (language, name)
            for language in sorted(pages) for name in sorted(every - pages[language])]


def guide_index(tree):
    """The first page of the guide leads to all the others."""
    wrong = []
    for path, text in tree.matching(r'^docs/guide/[a-z]+/index\.md$'):
        folder = os.path.dirname(path)
        for other, _ in tree.matching('^%s/[^/]+\\.md$' % folder):
            name = os.path.basename(other)
            if other != path and '](%s' % name not in text:
                wrong.append('%s:1: link to %s' % (path, name))
    return wrong


def shown_features(tree):
    """docs/features.md: what is called done names a test that exists."""
    path = 'docs/features.md'
    text = tree.files.get(path, '')
    wrong = []
    for number, line in enumerate(text.split('\n'), 1):
        cells = [cell.strip() for cell in line.strip('|').split('|')]
        if not line.startswith('| ') or len(cells) < 4 or not re.match(r'[A-Z]\d+a?$', cells[0]):
            continue
        if cells[2] not in ('done', 'partly', 'not yet'):
            wrong.append('%s:%d: “%s” is neither done, partly nor not yet' % (path, number, cells[2]))
        tests = re.findall(r'`([^`]+)`', cells[3])
        if cells[2] == 'done' and not tests:
            wrong.append('%s:%d: %s is called done: name the test that shows it' % (path, number, cells[0]))
        wrong += ['%s:%d: there is no test %s' % (path, number, test) for test in tests
                  if not any(name.startswith('tests/' + test) for name in tree.files)]
    return wrong


def formatted(tree):
    """The C sources are formatted: ./dev format."""
    if not tree.root:
        return []
    sources = [path for path, _ in tree.matching(r'^(src|tests)/.*\.[ch]$')]
    half = len(sources) // 2 + 1
    commands = [['clang-format', '--dry-run', '-Werror'] + part for part in (sources[:half], sources[half:]) if part]
    status, version = run('clang-format', '--version')
    if status:
        return [version]
    running = [subprocess.Popen(command, cwd=tree.root, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
               for command in commands]
    output = '\n'.join(process.communicate()[1].decode(errors='replace') for process in running)
    wrong = sorted({re.sub(r':\d+: error: .*', ': format it (./dev format)', line)
                    for line in output.split('\n') if ': error: ' in line})
    if wrong and ' 14.' not in version:
        wrong.append('the formatter of this project is clang-format 14; this is ' + version.strip())
    if not wrong and any(process.returncode for process in running):
        wrong.append('clang-format failed: ' + output.strip()[:200])
    return wrong


def desktop_files(tree):
    """The desktop file, the metainfo, the settings' schema and the manual page are valid."""
    if not tree.root:
        return []
    built, name = os.path.join(tree.build, 'data'), 'io.github.hangar.Hangar'
    commands = (
        ('desktop-file-validate', os.path.join(built, name + '.desktop')),
        ('appstreamcli', 'validate', '--no-net', os.path.join(built, name + '.metainfo.xml')),
        ('glib-compile-schemas', '--strict', '--dry-run', os.path.join(tree.root, 'data')),
        ('man', '--warnings', '--local-file', os.path.join(tree.root, 'data', 'hangar.1')),
        ('bash', '-n', os.path.join(tree.root, 'data', 'hangar.bash')),
    )
    wrong = []
    for command in commands:
        status, output = run(*command)
        if command[0] == 'man':
            status = status or 'warning' in output
        if status:
            wrong.append('%s: %s' % (' '.join(command[:2]), output.strip()[-1500:]))
    return wrong


def command_line_described(tree):
    """Each option of the command line is in the manual page and in the completion."""
    application = tree.files.get('src/app/application.c', '') + tree.files.get('src/app/command-line.c', '')
    options = re.findall(r'\{ "([a-z][a-z-]+)",\s*(?:\'.\'|0),', application)
    wrong = []
    for option in options:
        for path in ('data/hangar.1', 'data/hangar.bash'):
            if not re.search(r'--%s\b' % re.escape(option), tree.files.get(path, '').replace('\\-', '-')):
                wrong.append('%s:1: describe --%s' % (path, option))
    return wrong


def programs(tree):
    """Shell scripts are free of syntax errors and executable."""
    wrong = []
    for path, text in tree.matching(r'^(dev|\.ci/run)$', r'\.sh$', r'(^|/)[^./]+$'):
        if not text.startswith('#!') or not tree.root:
            continue
        full = os.path.join(tree.root, path)
        shell = re.match(r'#!.*\b(bash|sh)\b', text.split('\n')[0])
        if shell:
            status, output = run(shell.group(1), '-n', full)
            wrong += ['%s:1: %s' % (path, output.strip())] if status else []
        if not os.access(full, os.X_OK):
            wrong.append('%s:1: make it executable' % path)
    return wrong


RULES = (potfiles, complete_translations, current_translations, concatenated_text, links, names_in_documents, guides,
         guide_index,
         shown_features, formatted, desktop_files, command_line_described, programs)
