#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Adding hosts in the real dialog: addresses that are wrong, hosts that are dead, silent, or want a login."""

import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
from hangar_lab.daemon import LoginDaemon, SessionDaemon, SystemDaemon  # noqa: E402
from hangar_lab.guest import TinyGuest  # noqa: E402
from hangar_lab.hands import AddHost, Manager  # noqa: E402
from hangar_lab.polkit import RefusingPolkit  # noqa: E402
from hangar_lab.proxy import Proxy  # noqa: E402
from hangar_lab.session import Session  # noqa: E402
from hangar_lab.ssh import SilentServer, SshServer, fake_ssh, free_port  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("add-host")
PASSPHRASE = "over the hills"
IS_ROOT = os.getuid() == 0


@suite.setup
def setup(scene):
    """This computer with both of its daemons, another one over SSH, and several that are no use."""
    lab = scene.lab
    lab.move_home()
    scene.guest = TinyGuest(lab)
    if IS_ROOT:
        scene.system = SystemDaemon(lab)
        scene.system.play_the_computers()
        scene.system_truth = scene.system.connect()
        scene.system_truth.defineXML(scene.guest.xml("serverlike"))
        scene.refusing = SystemDaemon(lab, "refusing", RefusingPolkit(lab))
    os.makedirs(lab.path("locked"), mode=0)
    scene.daemon = SessionDaemon(lab)
    scene.truth = scene.daemon.connect()
    scene.truth.defineXML(scene.guest.xml("one"))
    scene.login = LoginDaemon(lab, free_port(), "eva", "moon")
    scene.login.connect().defineXML(scene.guest.xml("behind"))
    scene.silent = Proxy(lab)
    scene.silent_ssh = SilentServer()
    scene.ssh = SshServer(lab, PASSPHRASE)
    scene.session = Session(lab, PATH=fake_ssh(lab))
    scene.program = scene.session.start("--connect", "qemu:///session")
    scene.manager = Manager(scene.program)
    scene.manager.says_of("one", "off", 20)


def add_host(scene, uri=None):
    """Opens the dialog, perhaps with an address filled in."""
    scene.manager.click("Add Host…")
    dialog = AddHost(scene.program)
    if uri is not None:
        dialog.choose_kind("Another address")
        dialog.fill("Address (URI)", uri)
    return dialog


def processes(scene, word):
    """The lab's processes that have a word in their command line."""
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as f:
                text = f.read().decode(errors="replace")
        except OSError:
            continue
        if word in text and scene.lab.folder in text:
            found.append(text)
    return found


def nothing_left(scene):
    """No try of SSH has left a process or a folder."""
    until(lambda: not [n for n in os.listdir(scene.lab.path("run")) if n.startswith("hangar-")],
          "the folders of tries removed")
    assert not scene.manager.look(contains="127.0.0.1"), "a host that failed is in the list"


@suite.case("an address that cannot be is refused at its field, in words")
def bad_address(scene):
    dialog = add_host(scene, "nonsense")
    dialog.says("An address of a host looks like qemu:///system.")
    assert not dialog.can("add-host.connect")
    for text, words in (("nonsense:///system", "no hosts of the kind “nonsense”"),
                        ("qemu+pigeon://server/system", "no way “pigeon”"),
                        ("qemu+ssh://-oProxyCommand=x/system", "cannot begin with a hyphen"),
                        ("qemu:///session", "in the list already")):
        dialog.fill("Address (URI)", text)
        dialog.says(words)
        assert not dialog.can("add-host.connect"), text
    dialog.press("Cancel")
    dialog.closed()


@suite.case("a dead host: a sentence and the daemon's words in the dialog, and at its row when it is kept")
def dead_host(scene):
    uri = f"qemu+tcp://127.0.0.1:{free_port()}/system"
    dialog = add_host(scene, uri)
    dialog.press("Connect")
    dialog.says("no libvirt daemon listens at this port")
    dialog.press("Details")
    dialog.says("Connection refused")
    assert dialog.value("Address (URI)") == uri, "what was typed stays"
    dialog.press("Add Without Connecting")
    dialog.closed()
    scene.manager.press("Connect")
    scene.manager.find(contains="could not connect")
    assert len(scene.manager.node.look_all(contains="no libvirt daemon listens at this port")) >= 2, \
        "the sentence at the row and on the page"
    scene.manager.says_of_host("127.0.0.1", "could not connect")
    scene.manager.press("Try Again")
    scene.manager.act("host.remove")
    scene.program.press("Remove Host")
    scene.manager.gone(contains="could not connect")


@suite.case("a host that never answers: the window goes on, Cancel works at once, what was typed stays")
def silent_host(scene):
    dialog = add_host(scene, scene.silent.uri)
    dialog.press("Connect")
    until(lambda: not dialog.can("add-host.connect"), "the dialog connecting")
    domain = scene.truth.lookupByName("one")
    domain.create()
    scene.manager.says_of("one", "running")
    domain.destroy()
    scene.manager.says_of("one", ("off", "off (forced off)"))
    dialog.press("Cancel")
    until(lambda: dialog.can("add-host.connect"), "the dialog to be filled in again", 3)
    assert dialog.value("Address (URI)") == scene.silent.uri
    dialog.press("Cancel")
    dialog.closed()
    scene.manager.gone(3, contains="connecting…")


@suite.case("an SSH server that never answers: Cancel ends ssh itself")
def silent_ssh(scene):
    dialog = add_host(scene, f"qemu+ssh://127.0.0.1:{scene.silent_ssh.port}/system")
    dialog.press("Connect")
    port = f"\0{scene.silent_ssh.port}\0"
    until(lambda: ssh_to(port), "ssh on its way")
    dialog.press("Cancel")
    until(lambda: not ssh_to(port), "ssh ended", 10)
    dialog.press("Cancel")
    dialog.closed()
    nothing_left(scene)


def ssh_to(port):
    """Whether some ssh is on its way to a port."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", encoding="utf-8", errors="replace") as f:
                if port in f.read():
                    return True
        except OSError:
            continue
    return False


@suite.case("libvirt's own questions: a login that is not given is a refusal, in words")
def own_questions(scene):
    dialog = add_host(scene, f"esx://127.0.0.1:{free_port()}/?no_verify=1")
    dialog.press("Connect")
    dialog.refuse_login("asks who you are")
    dialog.says("The host refused the login.")
    dialog.press("Cancel")
    dialog.closed()


@suite.case("a daemon with a login of its own: a wrong password is refused in words, the right one opens the door")
def own_login(scene):
    dialog = add_host(scene, scene.login.uri)
    dialog.press("Connect")
    answer_login(dialog, "sun")
    dialog.says("The host refused the login.", 20)
    dialog.press("Connect")
    answer_login(dialog, "moon")
    dialog.closed(30)
    scene.manager.says_of("behind", "off", 20)
    scene.manager.act("host.remove")
    scene.program.press("Remove Host")
    scene.manager.no_row("behind")


def answer_login(dialog, password):
    """Both questions of the daemon in one dialog, the password unreadable."""
    asked = dialog.question("asks who you are")
    assert asked.look(contains="authorization") is None, "only what one knows is asked"
    name, secret = asked.find(role="text", contains="name"), asked.find(role="text", contains="password")
    name.set_text("eva")
    secret.set_text(password)
    asked.find(role="button", name="Log In").click()


@suite.case("a computer that is reached for the first time shows its key, and is not trusted by default")
def unknown_key(scene):
    dialog = add_host(scene, scene.ssh.uri(scene.daemon))
    dialog.press("Connect")
    dialog.refuse_login("key fingerprint is SHA256:")
    dialog.says("could not prove that it is the right one")
    dialog.press("Cancel")
    dialog.closed()
    nothing_left(scene)


@suite.case("a key's passphrase is asked in a dialog; a wrong login is refused in words, with the command that helps")
def refused_login(scene):
    dialog = add_host(scene, scene.ssh.uri(scene.daemon))
    dialog.press("Connect")
    dialog.trust("key fingerprint is SHA256:")
    dialog.refuse_login("Enter passphrase for key")
    dialog.says("The other computer refused the login")
    dialog.says("ssh-copy-id -p ")
    dialog.press("Cancel")
    dialog.closed()
    nothing_left(scene)


@suite.case("with the passphrase the other computer's machines are there")
def logged_in(scene):
    dialog = add_host(scene, scene.ssh.uri(scene.daemon))
    dialog.press("Connect")
    dialog.log_in("Enter passphrase for key", PASSPHRASE)
    dialog.closed(30)
    scene.manager.says_of("one", ("off", "off (forced off)"), 20)
    scene.manager.says_of_host("127.0.0.1, my machines", "connected")
    nothing_left_but_the_host(scene)
    scene.manager.act("host.disconnect")
    until(lambda: not ssh_to(f"\0{scene.ssh.port}\0"), "ssh ended")


def nothing_left_but_the_host(scene):
    """The folder of the try is gone although the connection stands."""
    until(lambda: not [n for n in os.listdir(scene.lab.path("run")) if n.startswith("hangar-")], "the folder removed")


@suite.case("another computer over SSH with a password: the address is shown as it is built")
def password(scene):
    dialog = add_host(scene)
    dialog.choose_kind("Another computer (SSH)")
    dialog.fill("Computer", "server")
    dialog.fill("User", "eva")
    dialog.says("qemu+ssh://eva@server/system")
    dialog.press("Connect")
    dialog.log_in("eva@server's password", "sun")
    dialog.says("The other computer refused the login")
    dialog.says("ssh-copy-id 'eva@server'")
    dialog.press("Connect")
    dialog.log_in("eva@server's password", "moon")
    if IS_ROOT:
        dialog.closed(30)
        scene.manager.says_of("serverlike", "off", 20)
        scene.manager.act("host.disconnect")
    else:
        dialog.says("The login worked, but the other computer has no libvirt daemon that runs.", 30)
        dialog.press("Cancel")
        dialog.closed()


@suite.case("who may not use the system's daemon learns of the group, with the command to copy")
def socket_permission(scene):
    dialog = add_host(scene, f"qemu+unix:///system?socket={scene.lab.path('locked', 'libvirt-sock')}")
    dialog.press("Connect")
    dialog.says("The members of the group “libvirt” may")
    dialog.says("sudo usermod -aG libvirt ")
    dialog.find(role="button", name="Copy the command")
    dialog.press("Cancel")
    dialog.closed()


@suite.case("the demonstration host is a host like others")
def demonstration(scene):
    dialog = add_host(scene, "test:///default")
    dialog.fill("Label (optional)", "<b>Demo</b> & co")
    dialog.press("Connect")
    dialog.closed()
    scene.manager.says_of("test", "running")
    scene.manager.says_of_host("<b>Demo</b> & co", "connected")


def polkit(scene):
    """Only where the lab may have a system daemon."""
    dialog = add_host(scene, scene.refusing.uri)
    dialog.press("Connect")
    dialog.says("whom polkit allows it", 20)
    dialog.says("sudo usermod -aG libvirt ")
    dialog.press("Cancel")
    dialog.closed()


def system_daemon(scene):
    """Only where the lab may have a system daemon."""
    dialog = add_host(scene)
    dialog.choose_kind("This computer, all users")
    dialog.says("qemu:///system")
    dialog.press("Connect")
    dialog.closed(20)
    scene.manager.says_of_host("This computer, all users", "connected")
    scene.manager.says_of("serverlike", "off", 20)
    scene.manager.operate("serverlike", "run")
    scene.manager.says_of("serverlike", "running", 30)
    assert scene.system_truth.lookupByName("serverlike").isActive()
    scene.manager.operate("serverlike", "force-off")
    scene.program.press("Force Off")
    scene.manager.says_of("serverlike", ("off", "off (forced off)"), 20)


if IS_ROOT:
    suite.case("polkit refuses: the advice is the same, in words")(polkit)
    suite.case("this computer's system daemon: its machine is started and stopped")(system_daemon)


if __name__ == "__main__":
    sys.exit(suite.main())
