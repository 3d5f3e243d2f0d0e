#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The first start: with no libvirt at all, with a daemon, and what is remembered for the second."""

import os
import shutil
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.lab import PATH  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402

suite = Suite("first-run")
DAEMONS = ("libvirtd", "virtqemud")


@suite.setup
def setup(scene):
    """A computer on which libvirt's daemons are not installed."""
    for program in DAEMONS:
        path = shutil.which(program, path=PATH)
        if path:
            scene.daemon = shutil.copy(path, scene.lab.path("later"))
            os.chmod(scene.daemon, 0o755)
            scene.lab.hide(path)
    scene.session = Session(scene.lab)


@suite.case("without a daemon a page says what to install, with the commands")
def nothing_there(scene):
    scene.program = scene.session.start()
    scene.manager = Manager(scene.program)
    scene.manager.find(20, role="button", name="Check Again")
    scene.manager.find(contains="libvirt")
    assert any("install" in text for text in scene.manager.node.texts()), scene.manager.node.texts()


@suite.case("Check Again finds the daemon that was installed meanwhile")
def check_again(scene):
    daemon = SessionDaemon(scene.lab, program=scene.daemon)
    scene.manager.press("Check Again")
    scene.manager.says_of_host("This computer, my machines", "connected", 20)
    scene.manager.find(contains="No Machines Yet")
    row = scene.manager.find(contains="This computer, my machines, connected")
    assert row.description == "qemu:///session", "the address is told where one points"
    scene.session.server.click_on(row)
    scene.manager.act("host.remove")
    scene.program.press("Remove Host")
    daemon.stop()


@suite.case("the demonstration host shows a machine")
def demonstration(scene):
    scene.manager.press("Try the Demonstration Host")
    scene.manager.says_of("test", "running")
    scene.program.quit()


@suite.case("the second start shows what the first one found, and asks nothing")
def second_start(scene):
    assert "first-run-done=true" in scene.session.settings(), scene.session.settings()
    scene.program = scene.session.start()
    scene.manager = Manager(scene.program)
    scene.manager.says_of_host("Demonstration host", "not connected", 20)
    scene.session.server.click_on(scene.manager.find(contains="Demonstration host, not connected"))
    scene.manager.act("host.connect")
    scene.manager.says_of("test", "running")
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
