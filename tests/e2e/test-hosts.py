#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Hosts: what happens behind the program's back, daemons that die, come back, or never answer."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import Manager  # noqa: E402
from hangar_lab.proxy import Proxy  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("hosts")


@suite.setup
def setup(scene):
    """A session daemon with one machine, and a host that never answers."""
    scene.guest = TinyGuest(scene.lab)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.truth.defineXML(scene.guest.xml("one"))
    scene.silent = Proxy(scene.lab)
    scene.session = Session(scene.lab)
    scene.program = scene.session.start("--connect", "qemu:///session", "--connect", scene.silent.uri)
    scene.manager = Manager(scene.program)


@suite.case("a host that never answers does not hold up the others")
def silent_host(scene):
    scene.manager.says_of("one", "off", 20)
    scene.manager.find(contains="connecting…")


@suite.case("machines defined, started, paused, stopped and removed elsewhere are followed")
def followed(scene):
    domain = scene.truth.defineXML(scene.guest.xml("two"))
    scene.manager.says_of("two", "off", 5)
    domain.create()
    scene.manager.says_of("two", "running", 5)
    domain.suspend()
    scene.manager.says_of("two", "paused", 5)
    domain.resume()
    scene.manager.says_of("two", "running", 5)
    domain.destroy()
    scene.manager.says_of("two", ("off", "off (forced off)"), 10)
    domain.rename("deux")
    scene.manager.row("deux", 5)
    scene.manager.no_row("two", 5)
    domain.undefine()
    scene.manager.no_row("deux", 5)


@suite.case("a daemon that falls silent is lost without a word from it: its rows are greyed until it speaks again")
def daemon_frozen(scene):
    scene.manager.select("one")
    until(lambda: scene.manager.is_selected("one"), "the row selected")
    scene.session.server.point(1500, 900)
    before = ink(scene, "one")
    scene.daemon.freeze()
    try:
        scene.manager.find(60, contains="lost")
        until(lambda: ink(scene, "one") > before + 30, f"a row paler than {before}")
        assert scene.manager.is_selected("one")
    finally:
        scene.daemon.thaw()
    scene.manager.gone(60, contains="lost")
    scene.manager.says_of("one", "off", 10)
    until(lambda: ink(scene, "one") <= before + 10, f"a row as dark as {before} again")


def ink(scene, name):
    """How dark the darkest of a machine's row is: its text."""
    row = scene.manager.row(name)
    window = scene.session.server.window_of(row)
    x, y, width, height = row.extents()
    picture = scene.session.server.picture().crop((window.x + x, window.y + y, window.x + x + width, window.y + y + height))
    return picture.convert("L").getextrema()[0]


@suite.case("a daemon that is killed: its rows stay and come back, still selected")
def daemon_killed(scene):
    scene.manager.select("one")
    until(lambda: scene.manager.is_selected("one"), "the row selected")
    scene.daemon.kill()
    scene.manager.find(contains="lost")
    scene.manager.row("one")
    assert scene.manager.is_selected("one")
    scene.daemon.start()
    scene.manager.gone(30, contains="lost")
    scene.manager.says_of("one", "off", 5)
    assert scene.manager.is_selected("one")


@suite.case("a host that never answers can be cancelled at once")
def cancel(scene):
    row = scene.manager.find(contains="connecting…")
    scene.session.server.click_on(row)
    scene.manager.press("Cancel")
    scene.manager.gone(3, contains="connecting…")


if __name__ == "__main__":
    sys.exit(suite.main())
