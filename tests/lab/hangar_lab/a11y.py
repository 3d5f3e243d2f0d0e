# SPDX-License-Identifier: GPL-3.0-or-later
"""What assistive technology sees of a program: AT-SPI spoken directly over D-Bus, without libatspi's cache.

Roles are compared by number: their names differ between versions of GTK and AT-SPI.
"""

import re

from gi.repository import Gio, GLib

from hangar_lab.wait import until

ROLES = {"alert": 2, "check box": 7, "combo box": 11, "dialog": 16, "drawing area": 18, "filler": 20, "frame": 23,
         "icon": 26, "image": 27, "label": 29, "list": 31, "list item": 32, "menu": 33, "menu item": 35,
         "page tab": 37, "page tab list": 38, "panel": 39, "password text": 40, "progress bar": 42, "button": 43,
         "radio button": 44, "scroll pane": 49, "separator": 50, "slider": 51, "spin button": 52, "status bar": 54,
         "table": 55, "table cell": 56, "text": 61, "toggle button": 62, "tool bar": 63, "tree": 65,
         "tree table": 66, "unknown": 67, "window": 69, "header": 71, "application": 75, "entry": 79,
         "heading": 83, "form": 87, "link": 88, "table row": 90, "list box": 98, "grouping": 99,
         "notification": 101, "info bar": 102, "level bar": 103, "title bar": 104, "video": 107}
ROLE_NAMES = {number: name for name, number in ROLES.items()}
STATES = {"active": 1, "busy": 3, "checked": 4, "collapsed": 5, "defunct": 6, "editable": 7, "enabled": 8,
          "expandable": 9, "expanded": 10, "focusable": 11, "focused": 12, "modal": 16, "pressed": 20,
          "selectable": 22, "selected": 23, "sensitive": 24, "showing": 25, "visible": 30, "invalid entry": 36,
          "has popup": 42, "read only": 43}
ATSPI = "org.a11y.atspi."
CALL_TIMEOUT_MS = 5000
# Boxes and the like, which GTK names after their class when nobody else does.
BARE = re.compile(r"(panel|filler|image|separator|scroll pane|\d+) “(Gtk\w+|Adw\w+|)”( insensitive)? \[\]$")


def connect(address):
    """A private connection to a message bus."""
    return Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
        None, None)


def call(bus, name, path, interface, method, arguments=None, timeout=CALL_TIMEOUT_MS):
    """One method call; the result as plain Python values."""
    reply = bus.call_sync(name, path, interface, method, arguments, None, Gio.DBusCallFlags.NONE, timeout, None)
    return reply.unpack()


class Accessibility:
    """The accessibility bus of a session bus."""

    def __init__(self, session_address):
        self.session = connect(session_address)
        address, = call(self.session, "org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", timeout=20000)
        self.bus = connect(address)

    def program(self, pid):
        """The root node of a program; None while it is not there."""
        children, = call(self.bus, ATSPI + "Registry", "/org/a11y/atspi/accessible/root", ATSPI + "Accessible",
                         "GetChildren")
        for name, path in children:
            try:
                found, = call(self.bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                              "GetConnectionUnixProcessID", GLib.Variant("(s)", (name,)))
            except GLib.Error:
                continue
            if found == pid:
                return Node(self.bus, name, path)
        return None

    def close(self):
        """Ends both connections."""
        self.bus.close_sync(None)
        self.session.close_sync(None)


def _is_called(text, name):
    """GTK 4.8 says "_Wait Wait" of a button whose label has a mnemonic."""
    return text == name or text.endswith(" " + name) and text.removesuffix(" " + name).replace("_", "") == name


class Node:
    """One accessible object. Everything is asked anew each time."""

    def __init__(self, bus, owner, path, parent=None):
        self.bus, self.owner, self.path, self.parent = bus, owner, path, parent

    def _call(self, interface, method, arguments=None):
        return call(self.bus, self.owner, self.path, ATSPI + interface, method, arguments)

    def _property(self, interface, name):
        value, = call(self.bus, self.owner, self.path, "org.freedesktop.DBus.Properties", "Get",
                      GLib.Variant("(ss)", (ATSPI + interface, name)))
        return value

    @property
    def name(self):
        """The accessible name."""
        return self._property("Accessible", "Name")

    @property
    def description(self):
        """The accessible description: in GTK 4 the tooltip."""
        return self._property("Accessible", "Description")

    @property
    def role(self):
        """The role, as one of the words of ROLES (its number when it is none of these)."""
        number, = self._call("Accessible", "GetRole")
        return ROLE_NAMES.get(number, str(number))

    @property
    def states(self):
        """The set of states, as words of STATES."""
        (low, high), = self._call("Accessible", "GetState")
        bits = low | high << 32
        return {name for name, number in STATES.items() if bits >> number & 1}

    def has(self, state):
        """Whether the node is in a state."""
        return state in self.states

    @property
    def children(self):
        """The children."""
        found, = self._call("Accessible", "GetChildren")
        return [Node(self.bus, owner, path, self) for owner, path in found if not path.endswith("/null")]

    @property
    def interfaces(self):
        """Short names of the interfaces."""
        found, = self._call("Accessible", "GetInterfaces")
        return [i.removeprefix(ATSPI) for i in found]

    def walk(self, showing=True):
        """This node and all below it, parents first; what is hidden is left out unless showing is false."""
        todo = [self]
        while todo:
            node = todo.pop(0)
            try:
                if showing and node.parent is not None and not node._is_shown():
                    continue
                children = node.children
            except GLib.Error:
                continue  # went away while we looked
            yield node
            todo = children + todo

    def _is_shown(self):
        states = self.states
        return "showing" in states or "visible" in states

    def look(self, role=None, name=None, contains=None, description=None, state=None, action=None,
             showing=True):
        """The first node below this one that fits, now; None when there is none."""
        for node in self.walk(showing):
            try:
                if node is not self and node._fits(role, name, contains, description, state) \
                        and (action is None or action in node.actions()):
                    return node
            except GLib.Error:
                continue
        return None

    def look_all(self, role=None, name=None, contains=None, showing=True):
        """All nodes below this one that fit, now."""
        return [n for n in self.walk(showing) if n is not self and n._fits(role, name, contains, None, None)]

    def _fits(self, role, name, contains, description, state):
        if role is not None and self.role not in ((role,) if isinstance(role, str) else role):
            return False
        if name is not None or contains is not None:
            text = self.name or self.value_text()
            if name is not None and not _is_called(text, name) or contains is not None and contains not in text:
                return False
        if description is not None and self.description != description:
            return False
        return state is None or self.has(state)

    def find(self, seconds=10, **what):
        """Waits for a node that fits."""
        try:
            return until(lambda: self.look(**what), f"a node {what}", seconds)
        except AssertionError as e:
            raise AssertionError(f"{e}; there is:\n{self.dump()}") from None

    def gone(self, seconds=10, **what):
        """Waits until no node fits."""
        until(lambda: self.look(**what) is None, f"no node {what} any more", seconds)

    def texts(self):
        """All names and texts shown below this node, in order."""
        return [t for t in (n.name or n.value_text() for n in self.walk()) if t]

    def value_text(self):
        """The content of an entry or label, empty when it has none."""
        try:
            count = self._property("Text", "CharacterCount")
            text, = self._call("Text", "GetText", GLib.Variant("(ii)", (0, count)))
            return text
        except GLib.Error:
            return ""

    def click(self):
        """Does the node's first action; a menu button keeps it in a child of its own."""
        for node in [self] + self.children:
            if "Action" in node.interfaces and node._property("Action", "NActions") > 0:
                done, = node._call("Action", "DoAction", GLib.Variant("(i)", (0,)))
                if not done:
                    raise AssertionError(f"{self!r} refused its action")
                return self
        raise AssertionError(f"{self!r} has no action")

    def actions(self):
        """The names of the node's actions."""
        if "Action" not in self.interfaces:
            return []
        return [self._call("Action", "GetName", GLib.Variant("(i)", (i,)))[0]
                for i in range(self._property("Action", "NActions"))]

    def do(self, action):
        """Does an action by name."""
        done, = self._call("Action", "DoAction", GLib.Variant("(i)", (self.actions().index(action),)))
        if not done:
            raise AssertionError(f"{self!r} refused {action}")

    def set_text(self, text):
        """Replaces the content of an entry: of this node or the first editable one below it."""
        for node in self.walk():
            if "EditableText" in node.interfaces:
                done, = node._call("EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))
                if not done:
                    raise AssertionError(f"{self!r} refused the text")
                return self
        raise AssertionError(f"{self!r} is no entry:\n{self.dump()}")

    @property
    def value(self):
        """The number of a spin button, slider or bar."""
        return self._property("Value", "CurrentValue")

    @value.setter
    def value(self, number):
        call(self.bus, self.owner, self.path, "org.freedesktop.DBus.Properties", "Set",
             GLib.Variant("(ssv)", (ATSPI + "Value", "CurrentValue", GLib.Variant("d", number))))

    def extents(self):
        """x, y, width, height within its window."""
        box, = self._call("Component", "GetExtents", GLib.Variant("(u)", (1,)))
        return box

    def window(self):
        """The toplevel that holds this node."""
        node = self
        while node.parent is not None and node.parent.role != "application":
            node = node.parent
        return node

    def dump(self, limit=400):
        """The tree as text, for people: what has a name or says something."""
        lines, depths = [], {}
        for node in self.walk():
            text, above = repr(node), depths.get(id(node.parent), -1)
            bare = BARE.match(text)
            depths[id(node)] = above if bare else above + 1
            if not bare:
                lines.append("  " * depths[id(node)] + text)
            if len(lines) >= limit:
                lines.append("…")
                break
        return "\n".join(lines)

    def __repr__(self):
        try:
            text = self.value_text()
            shown = f" = “{text}”" if text and text != self.name else ""
            extra = "".join(f" {s}" for s in ("focused", "checked", "selected", "pressed", "busy") if self.has(s))
            grey = "" if self.has("sensitive") else " insensitive"
            return f"{self.role} “{self.name}”{shown}{extra}{grey} [{self.description}]"
        except GLib.Error:
            return "(gone)"
