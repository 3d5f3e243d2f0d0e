#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Shows that each rule of the style suite can fail: made-up bad files, and good ones beside them."""

import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.dirname(HERE)]

import c_rules  # noqa: E402
import package_rules  # noqa: E402
import report  # noqa: E402
import text_rules  # noqa: E402
import ui_rules  # noqa: E402
from tree import Tree  # noqa: E402

TOP = '/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* A made-up file. */\n\n'
LATER = 'TO' + 'DO'


def function(name='f', parameters='void', lines=1, body='  g ();\n'):
    return 'static void\n%s (%s)\n{\n%s}\n' % (name, parameters, body * lines)


def nested(depth):
    text = '  g ();\n'
    for _ in range(depth):
        text = '  if (a)\n    {\n' + text + '      h ();\n    }\n'
    return function(body=text)


def po(*entries):
    return 'msgid ""\nmsgstr "Language: fr\\n"\n\n' + '\n\n'.join(entries) + '\n'


def ui(inside):
    return '<?xml version="1.0"?>\n<interface>\n%s\n</interface>\n' % inside


INSTALLS = "apt_build='libgtk-4-dev'\ndnf_build='pkgconfig(gtk4)'\npacman_build='gtk4'\n"


def every_program():
    """A ./dev that installs all that tests run."""
    lines = zip(package_rules.MANAGERS, zip(*package_rules.PROGRAMS.values()))
    return ''.join("%s_test='%s'\n" % (manager, ' '.join(packages)) for manager, packages in lines)


# rule: what is good, and each thing that is bad, as {path: text}.
CASES = {
    c_rules.layer_includes: (
        {'src/ui/a.c': '#include "model/b.h"\n#include <adwaita.h>\n', 'src/virt/v.c': '#include <libvirt/libvirt.h>\n'},
        {'src/ui/a.c': '#include "virt/error.h"\n'},
        {'src/model/a.c': '#include "ui/window.h"\n'},
        {'src/widgets/a.c': '#include "console/display.h"\n'},
        {'src/model/a.c': '#include <libvirt-gobject/libvirt-gobject.h>\n'},
        {'src/model/a.h': '#include <gtk/gtk.h>\n'},
        {'src/console/a.c': '#include <vncconnection.h>\n'},
        {'src/ui/a.c': '#include <vte/vte.h>\n'},
        {'src/main.c': '#include "virt/error.h"\n'},
        {'src/askpass/main.c': '#include "virt/error.h"\n'},
        {'src/model/a.c': '#include "b.h"\n', 'src/model/b.h': ''}),
    c_rules.settings_keys: (
        {'src/model/settings.c': 'g_settings_get_boolean (s, "a");', 'src/ui/a.c': '/* g_settings_get_boolean */'},
        {'src/ui/a.c': 'g_settings_get_boolean (s, "a");'}),
    c_rules.file_sizes: ({'src/a.c': 'x\n' * 799}, {'src/a.c': 'x\n' * 800}, {'ui/a.ui': 'x\n' * 900}),
    c_rules.function_sizes: (
        {'src/a.c': function(lines=70) + function('a_class_init', lines=140)},
        {'src/a.c': function(lines=80)}, {'src/a.c': function('a_class_init', lines=150)}),
    c_rules.function_parameters: (
        {'src/a.c': function(parameters='int a, int b, int c, int d, int e, int f') +
                    function('x_cb', 'int a, int b, int c, int d, int e, int f, int g')},
        {'src/a.c': function(parameters='int a, int b, int c, int d, int e, int f, int g')},
        {'src/a.c': function(parameters='int a, void (*b) (int, int), int c, int d,\n   int e, int f, int g')}),
    c_rules.function_levels: (
        {'src/a.c': nested(2) + function(body='  int a[] = { { 1, { 2 } } };\n')}, {'src/a.c': nested(3)}),
    c_rules.spdx: (
        {'src/a.c': TOP}, {'src/a.c': 'int a;\n'}, {'src/a.c': TOP.replace('/* A made-up file. */\n', 'int a;\n')},
        {'ui/a.css': 'a {}\n'}, {'dev': '#!/bin/sh\n'}),
    c_rules.open_ends: ({'src/a.c': '/* Done. */'}, {'src/a.c': '/* %s: later */' % LATER}, {'ui/a.ui': LATER}),
    c_rules.commented_out_code: (
        {'src/a.c': '/* Why this is so: the daemon says so; nothing else does. */\n/**\n * f:\n * @a: (nullable): it\n */\n'
                    '/* Returns a list; see g (). */\n'},
        {'src/a.c': '/* g_print ("x"); */\n'}, {'src/a.c': '// x = 3;\n'}, {'src/a.c': '#if 0\n#endif\n'},
        {'src/a.c': '/*\n  if (a)\n    b ();\n*/\n'}),
    c_rules.waiting_by_hand: (
        {'src/ui/a.c': '/* g_usleep */ g_print ("system ()");', 'tests/model/test-a.c': 'g_main_context_iteration ();'},
        {'src/ui/a.c': 'g_main_loop_run (loop);'}, {'tests/model/test-a.c': 'g_usleep (3);'},
        {'src/model/a.c': 'system ("ls");'}),
    c_rules.documented: (
        {'src/model/a.h': 'void hangar_a (void);\n', 'src/model/a.c': '/**\n * hangar_a:\n */\n'},
        {'src/model/a.h': 'void hangar_a (void);\n', 'src/model/a.c': '/* hangar_a: */\n'},
        {'src/virt/a.h': 'char *hangar_a (int a,\n  int b);\n', 'src/virt/a.c': ''}),
    c_rules.tested_classes: (
        {'src/ui/a.c': 'G_DEFINE_FINAL_TYPE (HangarA, hangar_a, G_TYPE_OBJECT)\n', 'tests/test-a.c': 'hangar_a_new ();'},
        {'src/ui/a.c': 'G_DEFINE_FINAL_TYPE (HangarA, hangar_a, G_TYPE_OBJECT)\n', 'tests/test-a.c': 'hangar_ab_new ();'},
        {'src/ui/a.c': 'G_DEFINE_TYPE_WITH_CODE (HangarA, hangar_a, G_TYPE_OBJECT,\n', 'tests/test-a.c': '/* hangar_a_new () */'}),
    c_rules.in_the_build: (
        {'src/a/b.c': '', 'src/a/meson.build': "'b.c'", 'tests/u/test-c.c': '', 'tests/u/meson.build': "'c': x"},
        {'src/a/b.c': '', 'src/a/meson.build': "'ab.c'"}),
    ui_rules.well_formed: (
        {'ui/a.ui': ui('<object class="GtkBox"/>')}, {'ui/a.ui': '<interface>'},
        {'ui/a.ui': ui('<a><![CDATA[<b/>]]></a>')}, {'src/ui/a.c': 'gtk_builder_new_from_string (x, -1);'}),
    ui_rules.accessible_names: (
        {'ui/a.ui': ui('<object class="GtkButton"><property name="icon-name">a</property>'
                       '<property name="tooltip-text">Go</property>'
                       '<accessibility><property name="label">Go</property></accessibility></object>'
                       '<object class="GtkSwitch" id="s"/><object class="AdwActionRow">'
                       '<property name="title">T</property><property name="activatable-widget">s</property></object>')},
        {'ui/a.ui': ui('<object class="GtkSwitch"/>')},
        {'ui/a.ui': ui('<object class="GtkButton"><property name="icon-name">a</property>'
                       '<accessibility><property name="label">Go</property></accessibility></object>')},
        {'ui/a.ui': ui('<object class="GtkButton"><property name="icon-name">a</property>'
                       '<property name="tooltip-text">Go</property></object>')}),
    ui_rules.translatable: (
        {'ui/a.ui': ui('<object class="A"><property name="label" translatable="yes">Go</property></object>')},
        {'ui/a.ui': ui('<object class="A"><property name="label">Go</property></object>')}),
    ui_rules.still_spinners: (
        {'ui/a.ui': ui('<object class="GtkSpinner"><property name="spinning">False</property></object>')},
        {'ui/a.ui': ui('<object class="GtkSpinner"><property name="spinning">True</property></object>')}),
    ui_rules.bound_markup: (
        {'ui/a.ui': ui('<object class="AdwActionRow"><property name="use-markup">False</property>'
                       '<property name="title" bind-source="x" bind-property="name"/></object>')},
        {'ui/a.ui': ui('<object class="AdwActionRow"><property name="title" bind-source="x"/></object>')},
        {'ui/a.ui': ui('<object class="GtkLabel"><property name="use-markup">1</property>'
                       '<binding name="label"/></object>')}),
    ui_rules.code_markup: (
        {'src/ui/a.c': function(body='  adw_toast_new (_ ("Done"));\n') +
                       function(body='  e = g_markup_escape_text (n, -1);\n  adw_toast_new (e);\n')},
        {'src/ui/a.c': function(body='  adw_toast_new (name);\n')},
        {'src/ui/a.c': function(body='  adw_action_row_set_subtitle (row, hangar_object_get_name (o));\n')}),
    ui_rules.in_the_resources: (
        {'ui/b/a.ui': ui('<template class="A"/>'), 'src/ui/b/a.c': '', 'ui/hangar.gresource.xml': '<file>b/a.ui</file>'},
        {'ui/b/a.ui': ui(''), 'ui/hangar.gresource.xml': ''},
        {'ui/b/a.ui': ui('<template class="A"/>'), 'ui/hangar.gresource.xml': '<file>b/a.ui</file>'}),
    ui_rules.known_icons: (
        {'src/a.c': 'f ("hangar-a-symbolic");', 'ui/icons/hangar-a-symbolic.svg': ''},
        {'src/a.c': 'f ("hangar-nowhere-symbolic");'}, {'ui/a.ui': '<property>no-such-thing-symbolic</property>'}),
    ui_rules.drawn_with_fills: (
        {'a-symbolic.svg': '<svg><path d="M0 0"/></svg>'},
        {'a-symbolic.svg': '<svg><path stroke="#000"/></svg>'}, {'a-symbolic.svg': '<svg><line/></svg>'}),
    text_rules.potfiles: (
        {'src/a.c': '_ ("x")', 'src/b.c': '/* _ ("x") */', 'po/POTFILES.in': 'src/a.c\n'},
        {'src/a.c': '_ ("x")', 'po/POTFILES.in': ''}, {'po/POTFILES.in': 'src/gone.c\n'},
        {'ui/a.ui': '<property name="label" translatable="yes">', 'po/POTFILES.in': ''}),
    text_rules.complete_translations: (
        {'po/LINGUAS': 'fr\n', 'po/fr.po': po('msgid "a"\nmsgstr ""\n"b"')},
        {'po/LINGUAS': 'fr\n', 'po/fr.po': po('msgid "a"\nmsgstr ""')},
        {'po/LINGUAS': 'fr\n', 'po/fr.po': po('#, fuzzy\nmsgid "a"\nmsgstr "b"')},
        {'po/LINGUAS': 'fr\n', 'po/fr.po': po('msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] ""')}),
    text_rules.concatenated_text: (
        {'src/a.c': 'g_strconcat (a, b);'}, {'src/a.c': 'g_strconcat (_ ("a"), b);'}),
    text_rules.links: (
        {'README.md': '[a](docs/b.md#c) [d](https://e.org)', 'docs/b.md': '`[x](y)`'}, {'README.md': '[a](docs/b.md)'}),
    text_rules.names_in_documents: (
        {'docs/architecture.md': '`model/a`, `b-c`, `hangar_a_b`, `domain.go` and `x/…`', 'src/model/a.c': 'hangar_a_b "go"',
         'src/model/b-c.c': '', 'src/x/y.c': '', 'README.md': '`./dev start` `build/tour/`'},
        {'docs/architecture.md': '`model/b`', 'src/model/a.c': ''},
        {'docs/architecture.md': '`model/a`, `a-b`', 'src/model/a.c': ''},
        {'docs/testing.md': '`hangar_b`', 'src/model/a.c': 'hangar_a'},
        {'docs/architecture.md': '`domain.stay`', 'src/model/a.c': '"go"'},
        {'docs/style.md': '`HangarB`', 'src/model/a.c': 'HangarA'}),
    text_rules.guides: (
        {'docs/guide/en/a.md': '', 'docs/guide/fr/a.md': ''},
        {'docs/guide/en/a.md': '', 'docs/guide/fr/a.md': '', 'docs/guide/en/b.md': ''}),
    text_rules.guide_index: (
        {'docs/guide/en/index.md': '[a](a.md)', 'docs/guide/en/a.md': ''},
        {'docs/guide/en/index.md': 'a.md', 'docs/guide/en/a.md': ''},
        {'docs/guide/fr/index.md': '[a](a.md)', 'docs/guide/fr/a.md': '', 'docs/guide/fr/b.md': ''}),
    package_rules.libraries_installed: (
        {'meson.build': "dependency('gtk4')", 'dev': INSTALLS},
        {'meson.build': "dependency('gtk4')", 'dev': INSTALLS.replace('libgtk-4-dev', 'libgtk-3-dev')},
        {'meson.build': "dependency('gtk4')", 'dev': INSTALLS.replace('pkgconfig(gtk4)', '')},
        {'src/meson.build': "dependency('gtk4')", 'dev': INSTALLS.replace("pacman_build='gtk4'", "pacman_build='gtk3'")},
        {'meson.build': "dependency('nobody-knows')", 'dev': INSTALLS},
        {'meson.build': "foreach name : ['gtk4', 'xext']\n  d += dependency(name)\nendforeach", 'dev': INSTALLS}),
    package_rules.programs_installed: (
        {'dev': every_program()}, {'dev': every_program().replace('dropbear-bin', '')},
        {'dev': every_program().replace('openssh-clients', '')}, {'dev': every_program().replace('libisoburn', '')}),
    text_rules.shown_features: (
        {'docs/features.md': '| C1 | a | done | `unit/test-a` |\n| C2 | b | not yet | |\n', 'tests/unit/test-a.c': ''},
        {'docs/features.md': '| C1 | a | done | |\n'}, {'docs/features.md': '| C1 | a | done | `unit/test-a` |\n'},
        {'docs/features.md': '| C1 | a | nearly | |\n'}),
    text_rules.command_line_described: (
        {'src/app/application.c': '{ "new", 0, 0,', 'data/hangar.1': '\\-\\-new', 'data/hangar.bash': '--new'},
        {'src/app/application.c': '{ "new", \'n\', 0,', 'data/hangar.1': '--new', 'data/hangar.bash': '--newer --old'}),
}

# Rules that run programs: they get their files in a real folder.
ON_DISK = {
    text_rules.formatted: (
        {'src/a.c': 'int a;\n', '.clang-format': 'BasedOnStyle: GNU\n'},
        {'src/a.c': 'int  a;\n', '.clang-format': 'BasedOnStyle: GNU\n'}),
    text_rules.programs: ({'dev': '#!/bin/sh\ntrue\n'}, {'dev': '#!/bin/sh\nif\n'}),
    text_rules.desktop_files: (None, {'a': ''}),
}


def judge(rule, files):
    return rule(Tree(files))


def judge_on_disk(rule, files):
    with tempfile.TemporaryDirectory(prefix='hangar-style-') as folder:
        for path, text in files.items():
            full = os.path.join(folder, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            with open(full, 'w', encoding='utf-8') as file:
                file.write(text)
            os.chmod(full, 0o755)
        return rule(Tree.read(folder, folder))


def check_rules(cases, judging):
    for rule, (good, *bad) in cases.items():
        wrong = [] if good is None else judging(rule, good)
        yield '%s lets good files pass' % rule.__name__, not wrong, wrong
        for number, files in enumerate(bad, 1):
            yield '%s sees fault %d' % (rule.__name__, number), bool(judging(rule, files)), ['nothing was found']


def check_translations():
    """Messages that come and go are seen without running the gettext tools."""
    old, new = text_rules.messages(po('msgid "a"\nmsgstr "b"')), text_rules.messages(po('msgid "c"\nmsgstr ""'))
    found = text_rules.translation_differences('po/fr.po', old, new)
    yield 'a new and a stale message are seen', len(found) == 2, found
    yield 'the same messages are in order', not text_rules.translation_differences('po/fr.po', old, old), []


def check_tree():
    """The real tree has the files that rules ask for by name: without them they would find nothing wrong."""
    tree = Tree.read(os.environ['HANGAR_SOURCE_DIR'], os.environ['HANGAR_BUILD_DIR'])
    for path in ('dev', 'po/LINGUAS', 'po/POTFILES.in', 'po/fr.po', 'docs/features.md', 'data/hangar.1', 'data/hangar.bash',
                 'src/app/application.c', 'ui/hangar.gresource.xml', 'meson.build'):
        yield 'the tree has ' + path, path in tree.files, [str(len(tree.files))]
    yield 'translations are looked at', text_rules.languages(tree) == ['fr'], [str(text_rules.languages(tree))]


def check_every_rule_is_tried():
    every = set(c_rules.RULES + ui_rules.RULES + text_rules.RULES + package_rules.RULES)
    untried = {rule.__name__ for rule in every - set(CASES) - set(ON_DISK)} - {'current_translations'}
    yield 'every rule is tried here', not untried, sorted(untried)


def check_exit_status():
    """The suite's own program fails when a rule does, and says where."""
    with tempfile.TemporaryDirectory(prefix='hangar-style-') as folder:
        os.mkdir(os.path.join(folder, 'src'))
        with open(os.path.join(folder, 'src', 'a.c'), 'w', encoding='utf-8') as file:
            file.write('int a;\n')
        done = subprocess.run([sys.executable, os.path.join(HERE, 'check-tree.py'), folder, folder, 'spdx'],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    output = done.stdout.decode()
    yield 'a broken rule fails the suite', done.returncode == 1 and 'not ok 1 - spdx' in output, [output]
    yield 'the message has file and line', 'src/a.c:1: ' in output, [output]


def entry(stdout, result='OK', name='hangar:unit / a'):
    return {'name': name, 'stdout': stdout, 'result': result}


def check_report():
    """The closing count of ./dev test tells the truth."""
    known = {'unit': {'a'}}
    cases = (
        ('counts single tests', [entry('1..2\nok 1 x\nok 2 y\n')], 2, 0),
        ('counts what failed', [entry('1..2\nok 1 x\nnot ok 2 y\n', 'FAIL')], 1, 1),
        ('counts a skipped test as failed', [entry('1..2\nok 1 x\nok 2 y # SKIP no daemon\n')], 1, 1),
        ('counts a skipped program as failed', [entry('1..0 # SKIP nothing here\n', 'SKIP')], 0, 1),
        ('counts a program that ended early as failed', [entry('1..3\nok 1 x\n', 'ERROR')], 1, 1),
        ('counts a crash after the last test as failed', [entry('1..1\nok 1 x\n', 'ERROR')], 1, 1),
        ('counts a program without TAP', [entry('', 'OK')], 1, 0),
        ('counts a program that ran out of time as failed', [entry('', 'TIMEOUT')], 0, 1),
        ('counts a program that did not run as failed', [], 0, 1),
    )
    for what, log, passed, failed in cases:
        found = report.summarise(log, ['unit'], known)
        yield 'the report ' + what, (found[0], len(found[1])) == (passed, failed), [str(found)]
    found = report.summarise([entry('1..1\nnot ok 1 x\n# why\n', 'FAIL')], ['unit'], known)
    yield 'the report says why a test failed', '# why' in ''.join(found[1]), [str(found)]
    found = report.summarise([], ['ui'], known)
    yield 'the report counts a suite without tests as failed', 'ui' in ''.join(found[1]), [str(found)]


def main():
    results = [*check_rules(CASES, judge), *check_rules(ON_DISK, judge_on_disk), *check_translations(),
               *check_tree(),
               *check_every_rule_is_tried(), *check_exit_status(), *check_report()]
    print('1..%d' % len(results))
    for number, (what, fine, why) in enumerate(results, 1):
        print('%sok %d - %s' % ('' if fine else 'not ', number, what))
        for line in () if fine else why:
            print('%s: %s' % (what, line), file=sys.stderr)
    return 0 if all(fine for _, fine, _ in results) else 1


if __name__ == '__main__':
    sys.exit(main())
