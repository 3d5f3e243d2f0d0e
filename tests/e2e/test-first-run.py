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
from hangar_lab.wait import until  # noqa: E402

suite = Suite("first-run")
DAEMONS = ("libvirtd", "virtqemud")


@suite.setup
def setup(scene):
    """A computer on which libvirt's daemons are not installed."""
    for program in DAEMONS:
        path = shutil.which(program, path=PATH)
        if path:
            scene.lab.hide(path)
    scene.session = Session(scene.lab)


@suite.case("without a daemon a page says what to install, with the commands")
def nothing_there(scene):
    scene.program = scene.session.start()
    scene.manager = Manager(scene.program)
    scene.manager.find(20, role="button", name="Check Again")
    scene.manager.find(contains="libvirt")
    assert any("install" in text for text in scene.manager.node.texts()), scene.manager.node.texts()


@suite.case("the demonstration host shows a machine")
def demonstration(scene):
    scene.manager.press("Try the Demonstration Host")
    scene.manager.says_of("test", "running")
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
