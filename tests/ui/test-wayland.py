#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A smoke test under a headless Wayland compositor."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab import testdriver  # noqa: E402
from hangar_lab.hands import Window  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("wayland")


@suite.setup
def setup(scene):
    """One running machine."""
    scene.session = Session(scene.lab, wayland=True)
    text = testdriver.node([testdriver.domain("web", testdriver.RUNNING)])
    scene.uri = "test://" + testdriver.write(scene.lab, "one.xml", text)


@suite.case("the list of machines is shown")
def listed(scene):
    scene.program = scene.session.start("--connect", scene.uri)
    scene.program.find(30, contains="web, running")


@suite.case("a machine's window opens; what is done in it is followed by the list")
def machine(scene):
    status = scene.lab.run([os.path.join(scene.lab.build, "src", "hangar"), "--show-machine", "web"],
                           env=scene.session.environment())
    assert status.returncode == 0, status.stdout
    window = Window(scene.program, "web")
    window.act("domain.suspend")
    scene.program.find(contains="web, paused")
    window.node.do("window.close")
    until(lambda: len(scene.program.root.children) == 1, "its window closed")


@suite.case("it ends by itself and well")
def ends(scene):
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
