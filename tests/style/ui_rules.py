# SPDX-License-Identifier: GPL-3.0-or-later
"""Rules for the interface: templates, accessible names, and text that could be taken for markup."""

import os
import re
import xml.etree.ElementTree as ElementTree

from tree import closing, functions, line_of, without_comments

CONTROLS = {
    'GtkButton', 'GtkToggleButton', 'GtkMenuButton', 'GtkLinkButton', 'GtkCheckButton', 'GtkSwitch', 'GtkEntry',
    'GtkSearchEntry', 'GtkPasswordEntry', 'GtkSpinButton', 'GtkScale', 'GtkDropDown', 'GtkTextView', 'GtkColorButton',
    'AdwSplitButton', 'AdwActionRow', 'AdwComboRow', 'AdwEntryRow', 'AdwPasswordEntryRow', 'AdwExpanderRow',
    'GtkListView', 'GtkListBox', 'GtkColumnView', 'GtkGridView',
}
ROWS = {'AdwActionRow', 'AdwComboRow', 'AdwEntryRow', 'AdwPasswordEntryRow', 'AdwExpanderRow', 'AdwPreferencesRow'}
NAMING_PROPERTIES = {'label', 'title', 'text'}


def properties(element):
    return {child.get('name').replace('_', '-'): child for child in element.findall('property')}


def has_text(prop):
    return prop is not None and (bool((prop.text or '').strip()) or prop.get('bind-source') is not None)


def has_accessible_name(element):
    """Whether an <accessibility> block gives the element a name."""
    for child in element.findall('accessibility/property') + element.findall('accessibility/relation'):
        if child.get('name') in ('label', 'labelled-by', 'labelled_by') and (child.text or '').strip():
            return True
    return False


def label_inside(element):
    """Whether a button shows a text of its own: a label or a button content within."""
    return any(inner is not element and inner.get('class') in ('GtkLabel', 'AdwButtonContent') and
               has_text(properties(inner).get('label')) for inner in element.iter('object'))


def labelled_elsewhere(root):
    """Ids of widgets that a label's mnemonic or an Adwaita row names."""
    return {prop.text.strip() for prop in root.iter('property')
            if prop.get('name', '').replace('_', '-') in ('mnemonic-widget', 'activatable-widget') and prop.text}


def is_named(element, elsewhere):
    own = properties(element)
    return (any(has_text(own.get(name)) for name in NAMING_PROPERTIES) or has_accessible_name(element) or
            label_inside(element) or element.get('id') in elsewhere)


def line_in(text, element):
    """The line of an element, found by its id or class; the parser keeps no lines."""
    wanted = element.get('id') and 'id="%s"' % element.get('id') or 'class="%s"' % element.get('class')
    position = text.find(wanted)
    return line_of(text, position) if position >= 0 else 1


def parse(path, text):
    """(root, None) or (None, what is wrong)."""
    try:
        return ElementTree.fromstring(text), None
    except ElementTree.ParseError as error:
        return None, '%s:%d: not well-formed: %s' % (path, error.position[0], error)


def well_formed(tree):
    """Templates are well-formed and contain no templates as text."""
    wrong = []
    for path, text in tree.matching(r'^ui/.*\.(ui|xml)$', r'^data/.*\.(xml|svg)$'):
        _, problem = parse(path, text)
        wrong += [problem] if problem else []
        if '<![CDATA[' in text:
            wrong.append('%s:%d: no CDATA: make the row a class of its own'
                         % (path, line_of(text, text.index('<![CDATA['))))
    for path, text in tree.matching(r'^src/.*\.c$'):
        for match in re.finditer(r'gtk_builder_(new_from|add_from)_string|<interface>', text):
            wrong.append('%s:%d: no template in a string: put it into ui/' % (path, line_of(text, match.start())))
    return wrong


def accessible_names(tree):
    """Every control has a label or an accessible name, and one that shows only an icon has a tooltip."""
    wrong = []
    for path, text in tree.matching(r'^ui/.*\.ui$'):
        root, _ = parse(path, text)
        if root is None:
            continue
        elsewhere = labelled_elsewhere(root)
        for element in root.iter('object'):
            if element.get('class') not in CONTROLS:
                continue
            own, where = properties(element), '%s:%d: %s' % (path, line_in(text, element), element.get('class'))
            if not is_named(element, elsewhere):
                wrong.append(where + ' needs a label, or an accessibility label')
            if 'icon-name' in own and 'Button' in element.get('class') and 'tooltip-text' not in own and \
                    not label_inside(element) and 'label' not in own:
                wrong.append(where + ' shows only an icon: give it a tooltip-text')
    return wrong


def translatable(tree):
    """Text for people in a template is marked for translation."""
    wrong = []
    names = ('label', 'title', 'subtitle', 'tooltip-text', 'description', 'placeholder-text', 'heading', 'body')
    for path, text in tree.matching(r'^ui/.*\.ui$'):
        root, _ = parse(path, text)
        for prop in root.iter('property') if root is not None else ():
            name, value = prop.get('name', '').replace('_', '-'), (prop.text or '').strip()
            if name in names and re.search(r'[A-Za-z]{2}', value) and prop.get('translatable') not in ('yes', '1', 'true'):
                position = text.find('>%s<' % value)
                wrong.append('%s:%d: mark “%s” translatable' % (path, line_of(text, max(position, 0)), value))
    return wrong


def still_spinners(tree):
    """No spinner spins from its template: an unseen one makes GTK lay out its window at every frame."""
    return ['%s:%d: start the spinner in the class, and only while it is shown' % (path, number)
            for path, text in tree.matching(r'^ui/.*\.ui$')
            for number, line in enumerate(text.splitlines(), 1)
            if re.search(r'name="spinning">\s*([Tt]rue|TRUE|1|yes)\s*<', line)]


def bound_markup(tree):
    """A row whose title comes from elsewhere does not take it for markup."""
    wrong = []
    for path, text in tree.matching(r'^ui/.*\.ui$'):
        root, _ = parse(path, text)
        for element in list(root.iter('object')) + list(root.iter('template')) if root is not None else ():
            own = properties(element)
            kind = element.get('parent') or element.get('class')
            where = '%s:%d: ' % (path, line_in(text, element))
            bound = [name for name in ('title', 'subtitle') if name in own and own[name].get('bind-source')]
            lookups = [b for b in element.findall('binding') if b.get('name') in ('title', 'subtitle')]
            off = 'use-markup' in own and (own['use-markup'].text or '').strip().lower() in ('0', 'false', 'no')
            if kind in ROWS and (bound or lookups) and not off:
                wrong.append(where + '%s with a bound title needs use-markup false' % kind)
            if kind == 'GtkLabel' and 'use-markup' in own and not off and \
                    ('label' in own and own['label'].get('bind-source') or element.findall('binding')):
                wrong.append(where + 'a bound label may not use markup')
    return wrong


# Calls of the toolkit whose text is markup, and cannot be told otherwise.
ALWAYS_MARKUP = (r'adw_toast_new|adw_toast_set_title|adw_status_page_set_description|adw_preferences_group_set_title|'
                 r'adw_preferences_group_set_description|gtk_label_set_markup|gtk_label_set_markup_with_mnemonic|'
                 r'gtk_widget_set_tooltip_markup')
ROW_MARKUP = r'adw_preferences_row_set_title|adw_action_row_set_subtitle|adw_expander_row_set_subtitle'


def last_argument(call):
    """The last argument of a call given as the text between its brackets."""
    depth, start = 0, 0
    for position, letter in enumerate(call):
        depth += letter in '([{'
        depth -= letter in ')]}'
        if letter == ',' and depth == 0:
            start = position + 1
    return call[start:].strip()


def is_literal(argument):
    return bool(re.match(r'^(N?_|C_|g_dgettext)? ?\(?\s*"[^"]*"(\s*,?\s*"[^"]*")*\s*\)?$', argument)) or argument == 'NULL'


def code_markup(tree):
    """Names from a daemon never reach a property that is parsed as markup."""
    wrong = []
    for path, text in tree.matching(r'^src/.*\.c$'):
        template = tree.files.get(path.replace('src/ui/', 'ui/')[:-1] + 'ui', '')
        rows_are_plain = re.search(r'use[-_]markup', text + template)
        code = without_comments(text)
        for match in re.finditer(r'\b(%s|%s) \(' % (ALWAYS_MARKUP, ROW_MARKUP), code):
            end = closing(code, match.end() - 1)
            if is_literal(last_argument(code[match.end():end])):
                continue
            if re.match(ROW_MARKUP, match.group(1)) and rows_are_plain:
                continue
            line = line_of(code, match.start())
            around = next((f.body for f in functions(text) if f.line <= line < f.line + f.length), '')
            if 'markup_escape' not in around:
                wrong.append('%s:%d: %s takes markup: escape the text with g_markup_escape_text'
                             % (path, line, match.group(1)))
    return wrong


def in_the_resources(tree):
    """Each template belongs to the resources, and to a class of the same name."""
    listed = tree.files.get('ui/hangar.gresource.xml', '')
    wrong = []
    for path, text in tree.matching(r'^ui/.*\.(ui|svg|css)$'):
        if '>%s<' % path[len('ui/'):] not in listed:
            wrong.append('%s:1: name it in ui/hangar.gresource.xml' % path)
        stem = path[len('ui/'):-len('.ui')]
        sources = {'src/%s.c' % stem, 'src/ui/%s.c' % stem}
        if '<template' in text and not sources & set(tree.files):
            wrong.append('%s:1: a template has the place and name of its class: src/ui/%s.c' % (path, stem))
    return wrong


THEMES = ('/usr/share/icons/Adwaita', '/usr/share/icons/hicolor')


def theme_icons():
    """The symbolic icons that the platform's theme has."""
    return {name[:-4] for theme in THEMES for _, _, names in os.walk(theme)
            for name in names if name.endswith('-symbolic.svg')}


def known_icons(tree, theme=None):
    """Each icon that is named exists: our own, or one of the platform's theme."""
    wrong = []
    known = {re.sub(r'.*/|\.svg$', '', path) for path, _ in tree.matching(r'^(ui|data)/icons/.*\.svg$')}
    known |= theme_icons() if theme is None else theme
    for path, text in tree.matching(r'^src/.*\.c$', r'^ui/.*\.ui$'):
        code = without_comments(text) if path.endswith('.c') else text
        for match in re.finditer(r'["\'>]([a-z][a-z0-9-]+-symbolic)["\'<]', code):
            if match.group(1) not in known:
                wrong.append('%s:%d: there is no icon %s' % (path, line_of(text, match.start()), match.group(1)))
    return wrong


def drawn_with_fills(tree):
    """Symbolic icons consist of filled shapes: the toolkit gives strokes no colour, and fills what is not to be."""
    wrong = []
    for path, text in tree.matching(r'-symbolic\.svg$'):
        for match in re.finditer(r'\bstroke\b|fill="none"|<(?!/|\?|!|svg\b|path\b|rect\b|circle\b|g\b)\w+', text):
            wrong.append('%s:%d: draw it with filled path, rect and circle only: %s'
                         % (path, line_of(text, match.start()), match.group(0)))
    return wrong


RULES = (known_icons, drawn_with_fills, well_formed, accessible_names, translatable, still_spinners, bound_markup, code_markup, in_the_resources)
