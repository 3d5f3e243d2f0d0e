# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of a desktop that shows notifications: here it only writes down what it was asked to show.

usage: notices.py ADDRESS FILE     (a message bus; a line of JSON for each notification; ends with SIGTERM)
"""

import json
import os
import sys

from gi.repository import Gio, GLib

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
INTERFACE = """<node><interface name='org.freedesktop.Notifications'>
  <method name='Notify'><arg type='s' direction='in'/><arg type='u' direction='in'/><arg type='s' direction='in'/>
    <arg type='s' direction='in'/><arg type='s' direction='in'/><arg type='as' direction='in'/>
    <arg type='a{sv}' direction='in'/><arg type='i' direction='in'/><arg type='u' direction='out'/></method>
  <method name='CloseNotification'><arg type='u' direction='in'/></method>
  <method name='GetCapabilities'><arg type='as' direction='out'/></method>
  <method name='GetServerInformation'><arg type='s' direction='out'/><arg type='s' direction='out'/>
    <arg type='s' direction='out'/><arg type='s' direction='out'/></method>
</interface></node>"""


class Notices:
    """What programs of a session have told the desktop. Begin it before they start."""

    def __init__(self, session):
        self._file = session.lab.path("notices")
        with open(self._file, "w", encoding="utf-8"):
            pass
        script = os.path.join(session.lab.source, "tests", "lab", "hangar_lab", "notices.py")
        self._process = session.lab.spawn([sys.executable, script, session.bus.address, self._file], log="notices.log")

    def told(self):
        """[(title, body)] so far."""
        with open(self._file, encoding="utf-8") as f:
            return [tuple(json.loads(line)) for line in f if line.endswith("\n")]


def main(address, path):
    """Serves until it is ended."""
    bus = Gio.DBusConnection.new_for_address_sync(
        address, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
    answers = {"GetCapabilities": lambda: GLib.Variant("(as)", (["body", "actions"],)),
               "GetServerInformation": lambda: GLib.Variant("(ssss)", ("lab", "hangar", "1", "1.2")),
               "CloseNotification": lambda: None}
    count = 0

    def called(_bus, _sender, _path, _interface, method, arguments, invocation):
        nonlocal count
        if method != "Notify":
            invocation.return_value(answers[method]())
            return
        count += 1
        with open(path, "a", encoding="utf-8") as f:
            f.write(json.dumps(arguments.unpack()[3:5]) + "\n")
        invocation.return_value(GLib.Variant("(u)", (count,)))

    bus.register_object(PATH, Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0], called, None, None)
    Gio.bus_own_name_on_connection(bus, NAME, Gio.BusNameOwnerFlags.NONE, None, None)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main(*sys.argv[1:])
