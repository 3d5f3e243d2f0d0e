#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command line: what it answers, what it opens, and how a second start hands its wish to the first."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab import testdriver  # noqa: E402
from hangar_lab.hands import Manager, Window  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402

suite = Suite("command-line")


@suite.setup
def setup(scene):
    """A host of words."""
    scene.session = Session(scene.lab)
    text = testdriver.node([testdriver.domain("web", testdriver.RUNNING), testdriver.domain("db", testdriver.OFF)])
    scene.uri = "test://" + testdriver.write(scene.lab, "two.xml", text)


def answer(scene, *arguments):
    """Exit status and the lines of a start that ends by itself."""
    done = scene.lab.run([os.path.join(scene.lab.build, "src", "hangar"), *arguments],
                         env=scene.session.environment(), timeout=30)
    return done.returncode, done.stdout.splitlines()


@suite.case("--version says the version and ends")
def version(scene):
    status, lines = answer(scene, "--version")
    assert status == 0 and len(lines) == 1 and lines[0].split()[-1][0].isdigit(), (status, lines)


@suite.case("--help names every option")
def help_text(scene):
    status, lines = answer(scene, "--help")
    for option in ("--connect", "--show-machine", "--console", "--new", "--debug", "--version"):
        assert status == 0 and any(option in line for line in lines), (option, lines)


@suite.case("an unknown option, URI or machine is one clear line and a non-zero status")
def wrong(scene):
    for arguments in (("--nonsense",), ("--connect", "no uri"), ("--connect", "nonsense:///system"),
                      ("--connect", "qemu+unix:///session?socket=/no/such/socket", "--show-machine", "web"),
                      ("--connect", scene.uri, "--show-machine", "nobody"),
                      ("--connect", scene.uri, "--console", "nobody")):
        try:
            status, lines = answer(scene, *arguments)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"hangar {' '.join(arguments)} did not end") from None
        assert status != 0 and len(lines) == 1 and lines[0], (arguments, status, lines)


@suite.case("--debug says what is done")
def debug(scene):
    status, lines = answer(scene, "--debug", "--connect", scene.uri, "--show-machine", "nobody")
    assert status != 0 and any(scene.uri in line and "2 machines" in line for line in lines), (status, lines)


@suite.case("--connect opens just this host, --show-machine its machine")
def show(scene):
    scene.program = scene.session.start("--connect", scene.uri, "--show-machine", "web")
    Window(scene.program, "web", 20)


@suite.case("a second start hands its wish to the first")
def second(scene):
    status, lines = answer(scene, "--show-machine", "db")
    assert status == 0 and not lines, (status, lines)
    Window(scene.program, "db")
    status, lines = answer(scene)
    assert status == 0 and not lines, (status, lines)
    manager = Manager(scene.program)
    manager.says_of("web", "running")
    assert manager.look(contains="This computer, my machines") is None, "no first-run host beside --connect"
    status, lines = answer(scene, "--show-machine", "nobody")
    assert status != 0 and len(lines) == 1, (status, lines)
    status, lines = answer(scene, "--console", "db")
    assert status == 0 and not lines, (status, lines)
    Window(scene.program, "db").find(role="page tab", name="Console", state="selected")


@suite.case("--new asks for a new machine")
def new(scene):
    status, lines = answer(scene, "--new")
    assert status == 0 and not lines, (status, lines)
    Window(scene.program, "New Machine")
    scene.program.quit()


if __name__ == "__main__":
    sys.exit(suite.main())
