# SPDX-License-Identifier: GPL-3.0-or-later
"""A system bus of the lab's own with a polkit that allows nobody anything: it would ask, and nobody is there to ask.

usage: polkit.py ADDRESS
"""

import os
import sys

from gi.repository import Gio, GLib

INTERFACE = """<node><interface name="org.freedesktop.PolicyKit1.Authority"><method name="CheckAuthorization">
<arg type="(sa{sv})" direction="in"/><arg type="s" direction="in"/><arg type="a{ss}" direction="in"/>
<arg type="u" direction="in"/><arg type="s" direction="in"/><arg type="(bba{ss})" direction="out"/>
</method></interface></node>"""


class RefusingPolkit:
    """The test's end. A daemon finds it by the environment."""

    def __init__(self, lab):
        self.address = "unix:path=" + lab.path("run", "system-bus")
        bus = lab.spawn(["dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + self.address,
                         "--print-address=1"], stdout=-1, as_root=True)
        bus.stdout.readline()
        bus.stdout.close()
        script = os.path.join(lab.source, "tests", "lab", "hangar_lab", "polkit.py")
        authority = lab.spawn([sys.executable, script, self.address], stdout=-1, as_root=True)
        authority.stdout.readline()  # it says when it can be asked
        authority.stdout.close()

    def environment(self):
        """For the daemon."""
        return {"DBUS_SYSTEM_BUS_ADDRESS": self.address}


def main():
    """Refuses until killed."""
    bus = Gio.DBusConnection.new_for_address_sync(
        sys.argv[1], Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
        None, None)
    bus.register_object("/org/freedesktop/PolicyKit1/Authority", Gio.DBusNodeInfo.new_for_xml(INTERFACE).interfaces[0],
                        lambda *call: call[6].return_value(GLib.Variant("((bba{ss}))", ((False, True, {}),))))
    Gio.bus_own_name_on_connection(bus, "org.freedesktop.PolicyKit1", Gio.BusNameOwnerFlags.NONE,
                                   lambda *_: print("ready", flush=True))
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
