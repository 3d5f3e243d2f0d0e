#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start on a computer that has what it takes: its hosts are there by themselves, in plain words."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab.daemon import SessionDaemon, SystemDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402

suite = Suite("first-hosts")
IS_ROOT = os.getuid() == 0
HOSTS = [("This computer, my machines", "qemu:///session", "mine")]
if IS_ROOT:  # only then the lab may have a system daemon
    HOSTS.append(("This computer, all users", "qemu:///system", "everybodys"))


@suite.setup
def setup(scene):
    """A daemon of the user's, and where the lab may have one, the system's."""
    guest = TinyGuest(scene.lab)
    if IS_ROOT:
        system = SystemDaemon(scene.lab)
        system.play_the_computers()
        system.connect().defineXML(guest.xml("everybodys"))
    daemon = SessionDaemon(scene.lab)
    daemon.connect().defineXML(guest.xml("mine"))
    scene.session = Session(scene.lab)


def shows_all(scene):
    """Starts without a word and sees each host with its machine."""
    scene.program = scene.session.start()
    scene.manager = Manager(scene.program)
    for label, address, machine in HOSTS:
        scene.manager.says_of_host(label, "connected", 20)
        assert scene.manager.find(contains=f"{label}, connected").description == address
        scene.manager.says_of(machine, "off", 20)


@suite.case("each daemon of this computer is a host, labelled in words, its address where one points")
def first(scene):
    shows_all(scene)


@suite.case("a host that was removed does not come back by itself")
def removed(scene):
    label, _, machine = HOSTS[-1]
    scene.session.server.click_on(scene.manager.find(contains=f"{label}, connected"))
    scene.manager.act("host.remove")
    scene.program.press("Remove Host")
    scene.manager.no_row(machine)
    scene.program.quit()
    HOSTS.pop()
    shows_all(scene)
    assert scene.manager.look(contains=label) is None, label
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
