#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Long jobs that are cut off: the program killed, the daemon killed, the host lost, the disk full. The machine is as it
was before or as it is to be after, never between; what is left is named and can be removed."""

import json
import os
import re
import signal
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lab"))
import libvirt  # noqa: E402
from hangar_lab.daemon import SessionDaemon  # noqa: E402
from hangar_lab.proxy import Proxy, far_away  # noqa: E402
from hangar_lab.storage import Folder, disk  # noqa: E402
from hangar_lab.suite import Suite  # noqa: E402
from hangar_lab.wait import until  # noqa: E402

suite = Suite("faults")
MIB = 1 << 20
SMALL = 40 * MIB
MACHINE = """<domain type='qemu'><name>{name}</name><memory unit='MiB'>64</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='q35'>hvm</type></os><features><acpi/></features>
<devices>{devices}<controller type='usb' model='none'/></devices></domain>"""
POOL = "<pool type='dir'><name>small</name><target><path>{path}</path></target></pool>"
INACTIVE = libvirt.VIR_DOMAIN_XML_INACTIVE
EXTERNAL_REVERT = 9009000  # this libvirt can go back to snapshots in files of their own


class Job:
    """The program that runs one long job, until it ends or is killed."""

    def __init__(self, scene, machine, *words, uri=None):
        program = os.path.join(scene.lab.build, "tests", "e2e", "run-job")
        self.process = scene.lab.spawn([program, uri or scene.daemon.uri, machine, *words], stdout=subprocess.PIPE,
                                       log=None, stderr=subprocess.DEVNULL, text=True)

    def step(self, words):
        """Waits until it is there."""
        for line in self.process.stdout:
            if line.startswith("step ") and words in line:
                return
        raise AssertionError(f"it ended before “{words}”")

    def is_under_way(self, look):
        """Waits until look() sees its work, or it has ended: it may be quick."""
        def seen():
            try:
                return look()
            except libvirt.libvirtError:
                return False
        until(lambda: self.process.poll() is not None or seen(), "its work seen", 20, every=0.0005)

    def kill(self):
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def lines(self):
        """All that it says until it ends."""
        said = self.process.stdout.read().splitlines()
        self.process.wait()
        self.process.stdout.close()
        return said

    def done(self):
        """It ends well."""
        last = (self.lines() or ["it said nothing"])[-1]
        assert last.startswith("done"), last

    def failed(self):
        """It fails, undoes all it did, and says why."""
        said = self.lines()
        assert said[-1].startswith("failed"), said
        assert not [line for line in said if line.startswith("left ")], said
        return said[-1]


def begin(scene, machine, words, step, **more):
    """A job that is as far as that: step is what it says, or that and what can be seen of its work."""
    job = Job(scene, machine, *words, **more)
    said, look = step if isinstance(step, tuple) else (step, None)
    job.step(said)
    if look is not None:
        job.is_under_way(look)
    return job


def cut_program(scene, machine, words, step):
    """kill -9 of the program. The daemon stands still meanwhile: it has just been asked, or it is about to be."""
    job = begin(scene, machine, words, step)
    scene.daemon.freeze()
    job.kill()
    scene.daemon.thaw()
    scene.daemon.settle()


def cut_line(scene, machine, words, step):
    """The host is lost, and goes on."""
    scene.lines = getattr(scene, "lines", 0) + 1
    proxy = Proxy(scene.lab, f"line-{scene.lines}.sock", scene.daemon.socket)
    job = begin(scene, machine, words, step, uri=proxy.uri)
    scene.daemon.freeze()
    proxy.close()
    last = (job.lines() or ["it had ended"])[-1]
    scene.daemon.thaw()
    scene.daemon.settle()
    assert last.startswith(("failed", "done")), last


def cut_daemon(scene, machine, words, step):
    """kill -9 of the daemon; there is a new one soon."""
    job = begin(scene, machine, words, step)
    scene.daemon.kill()
    job.lines()
    scene.daemon.start()
    look_again(scene)


FAULTS = {"the program is killed": cut_program, "the host is lost": cut_line, "the daemon is killed": cut_daemon}


def look_again(scene):
    """The truth of a new daemon."""
    scene.truth = scene.daemon.connect()
    scene.disks.pool = scene.truth.storagePoolLookupByName("default")
    for pool in scene.truth.listAllStoragePools():
        if not pool.isActive():
            pool.create()


@suite.setup
def setup(scene):
    """A machine whose disk takes a moment to copy, one that runs, and a pool that is soon full."""
    small = scene.lab.small_disk("small", SMALL)
    scene.daemon = SessionDaemon(scene.lab)
    scene.truth = scene.daemon.connect()
    scene.disks = Folder(scene.lab, scene.truth)
    scene.small = small
    scene.truth.storagePoolDefineXML(POOL.format(path=small)).create()
    scene.data = os.urandom(24 * MIB)
    write_raw(scene, scene.disks.file("plain.img"))
    convert_to(scene.disks.file("plain.img"), scene.disks.file("mother.qcow2"))
    scene.disks.pool.refresh()
    define(scene, "mother", scene.disks.file("mother.qcow2"))
    web = define(scene, "web", scene.disks.make("web.qcow2"))
    web.create()
    web.snapshotCreateXML("<domainsnapshot><name>base</name></domainsnapshot>")


def write_raw(scene, path):
    """A raw disk with something on it."""
    with open(path, "wb") as f:
        f.write(scene.data)


def convert_to(source, target):
    """The same as a qcow2 image."""
    subprocess.run(["qemu-img", "convert", "-f", "raw", "-O", "qcow2", source, target], check=True)


def define(scene, name, path, kind="qcow2"):
    """A machine with that disk; its firmware finds nothing to boot, and that is enough."""
    return scene.truth.defineXML(MACHINE.format(name=name, devices=disk(path, kind=kind)))


def find(scene, name):
    """A machine."""
    return scene.truth.lookupByName(name)


def machines(scene):
    """The names of all machines."""
    return sorted(d.name() for d in scene.truth.listAllDomains())


def disk_of(machine):
    """What the machine has for a disk."""
    return re.search(r"<source file='([^']+)'", machine.XMLDesc(INACTIVE)).group(1)


def info(path):
    """What an image says of itself."""
    done = subprocess.run(["qemu-img", "info", "-U", "--output=json", path], stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


def is_sound(path):
    """qemu-img finds no error; clusters that nobody has are lost room and no more."""
    done = subprocess.run(["qemu-img", "check", "-q", path], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    assert done.returncode in (0, 3), done.stdout


def settled(machine):
    """Waits until the daemon has ended what it began for one that is gone, and returns the names of the snapshots: what
    libvirt has is in the image too."""
    def idle():
        names = set(machine.snapshotListNames())
        return machine.jobInfo()[0] == libvirt.VIR_DOMAIN_JOB_NONE and \
            names <= {s["name"] for s in info(disk_of(machine)).get("snapshots", [])}
    until(idle, "the snapshots that libvirt has are in the image", 30)
    return sorted(machine.snapshotListNames())


def leftovers(scene):
    """What the next start names."""
    said = Job(scene, "-", "leftovers").lines()
    return [line.removeprefix("leftover ") for line in said if line.startswith("leftover ")]


def remove_leftovers(scene):
    """What the user says to that; what the daemon still makes is removed when it is done."""
    def removed():
        for pool in scene.truth.listAllStoragePools():
            pool.refresh()
        Job(scene, "-", "remove").done()
        return not leftovers(scene)
    until(removed, "nothing left", 30)


def linked(scene, name, folder=None):
    """A machine whose disk builds on the mother's."""
    path = os.path.join(folder or scene.disks.path, name + ".qcow2")
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", scene.disks.file("mother.qcow2"), path],
                   check=True)
    for pool in scene.truth.listAllStoragePools():
        pool.refresh()
    return define(scene, name, path)


def forget(machine, *paths):
    """A machine that is not needed any more."""
    if machine.isActive():
        machine.destroy()
    machine.undefineFlags(libvirt.VIR_DOMAIN_UNDEFINE_SNAPSHOTS_METADATA)
    for path in paths:
        if os.path.exists(path):
            os.remove(path)


def kept(scene):
    """Nothing has touched what the copies are made of."""
    with open(scene.disks.file("plain.img"), "rb") as f:
        assert f.read() == scene.data
    is_sound(scene.disks.file("mother.qcow2"))


def web_runs(scene):
    """The machine with snapshots, as it is at the beginning of a case."""
    web = find(scene, "web")
    if not web.isActive():
        web.create()
    return web


def runs(machine):
    """Waits until it runs (again)."""
    until(lambda: machine.state()[0] == libvirt.VIR_DOMAIN_RUNNING, "running", 20)


def working(scene, name):
    """Sees whether the daemon is at work on a machine."""
    machine = find(scene, name)
    return lambda: machine.jobInfo()[0] != libvirt.VIR_DOMAIN_JOB_NONE


def cut_take(scene, cut):
    """There is the snapshot, or there is none; the machine runs on."""
    before = settled(web_runs(scene))
    cut(scene, "web", ("take", "new", "internal"), ("Keeping disks and memory", working(scene, "web")))
    web = find(scene, "web")
    assert set(settled(web)) - set(before) <= {"new"}
    runs(web)
    if cut is cut_daemon:
        unknown = {s["name"] for s in info(disk_of(web))["snapshots"]} - set(web.snapshotListNames())
        assert len(strays(scene, "web")[0]) == (1 if unknown else 0), unknown
    if "new" in web.snapshotListNames():
        web.snapshotLookupByName("new").delete()


def cut_delete(scene, cut):
    """There still is the snapshot, or there is none."""
    web = web_runs(scene)
    if "old" not in web.snapshotListNames():
        web.snapshotCreateXML("<domainsnapshot><name>old</name></domainsnapshot>")
    cut(scene, "web", ("delete", "old"), ("Deleting", working(scene, "web")))
    web = find(scene, "web")
    assert settled(web) in (["base"], ["base", "old"])
    runs(web)
    if "old" in web.snapshotListNames():
        web.snapshotLookupByName("old").delete()


def cut_revert(scene, cut):
    """All snapshots are there, and it can go back to them. A daemon that is killed between ending the machine and starting
    it again leaves it off."""
    before = settled(web_runs(scene))
    cut(scene, "web", ("revert", "base"), ("Going back", working(scene, "web")))
    web = find(scene, "web")
    assert settled(web) == before
    if cut is cut_daemon:
        assert leftovers(scene) == ([] if web.isActive() else ["revert base"])
        Job(scene, "web", "revert", "base").done()
    runs(web)
    assert leftovers(scene) == []


def cut_clone(scene, cut):
    """A whole machine, or none and no file."""
    copy = scene.disks.file("copy-vda.qcow2")
    made = ("Making the disks", lambda: os.path.exists(copy))
    for kind, step in (("whole", made), ("linked", made), ("linked", "Defining")):
        cut(scene, "mother", ("clone", "copy", kind), step)
        remove_leftovers(scene)
        assert os.path.exists(copy) == ("copy" in machines(scene)), (kind, step, scene.disks.names(), machines(scene))
        assert ("template=" in find(scene, "mother").XMLDesc(INACTIVE)) == \
            (kind == "linked" and "copy" in machines(scene))
        if "copy" in machines(scene):
            is_sound(copy)
            forget(find(scene, "copy"), copy)
            make_machine(scene)
    kept(scene)


def make_machine(scene):
    """The mother is no template any more."""
    find(scene, "mother").setMetadata(libvirt.VIR_DOMAIN_METADATA_ELEMENT, None, "hangar",
                                      "https://hangar.github.io/xmlns/domain/1", libvirt.VIR_DOMAIN_AFFECT_CONFIG)


def cut_independent(scene, cut):
    """It builds on the mother, or on nothing, and has one disk."""
    overlay, own = scene.disks.file("child.qcow2"), scene.disks.file("child-own-vda.qcow2")
    for step in (("Copying the disks", lambda: os.path.exists(own)), "Giving the machine"):
        linked(scene, "child")
        cut(scene, "child", ("independent",), step)
        remove_leftovers(scene)
        has = disk_of(find(scene, "child"))
        assert has in (overlay, own)
        assert os.path.exists(overlay) == (has == overlay) and os.path.exists(own) == (has == own)
        is_sound(has)
        assert ("backing-filename" in info(has)) == (has == overlay)
        forget(find(scene, "child"), overlay, own)
    kept(scene)


def cut_pull(scene, cut):
    """The daemon goes on, and so does the machine; what libvirt says of the chain is true."""
    linked(scene, "puller").create()
    cut(scene, "puller", ("independent",),
        ("Copying into its disks", lambda: find(scene, "puller").blockJobInfo("vda")))
    machine, path = find(scene, "puller"), scene.disks.file("puller.qcow2")
    until(lambda: not machine.blockJobInfo("vda"), "the pull ended", 30)
    runs(machine)
    assert ("mother.qcow2" in machine.XMLDesc()) == ("backing-filename" in info(path))
    machine.destroy()
    is_sound(path)
    forget(machine, path)
    assert leftovers(scene) == []
    kept(scene)


def cut_convert(scene, cut):
    """The machine has the old disk, or the new one; the old one is there anyway."""
    plain, new = scene.disks.file("plain.img"), scene.disks.file("plain.qcow2")
    for step in (("Converting", lambda: os.path.exists(new)), "Giving the machine"):
        define(scene, "plain", plain, "raw")
        cut(scene, "plain", ("convert",), step)
        remove_leftovers(scene)
        has = disk_of(find(scene, "plain"))
        assert has in (plain, new) and os.path.exists(new) == (has == new)
        kept(scene)
        if has == new:
            is_sound(new)
        forget(find(scene, "plain"), new)


def cut_delete_machine(scene, cut):
    """The machine is there with its disk, or both are gone."""
    path = scene.disks.make("old.qcow2", size=8)
    define(scene, "old", path)
    cut(scene, "old", ("delete-machine", path), "Deleting the machine")
    remove_leftovers(scene)
    assert os.path.exists(path) == ("old" in machines(scene))
    if "old" in machines(scene):
        forget(find(scene, "old"), path)


JOBS = {"a snapshot is taken": cut_take, "a snapshot is deleted": cut_delete, "it goes back to a snapshot": cut_revert,
        "a clone is made": cut_clone, "a clone is made independent": cut_independent,
        "what a running clone builds on is pulled into it": cut_pull, "a disk is converted": cut_convert,
        "a machine is deleted with its disk": cut_delete_machine}


def died(scene):
    """Whether the daemon has died by itself: libvirt 9.0 does now and then of a client that goes away while it is answered
    (virNetServerClientCloseLocked). Then there is a new one, and all is as it was at first."""
    if scene.daemon.process.poll() not in (-signal.SIGSEGV, -signal.SIGABRT, -signal.SIGBUS):
        return False
    print("# libvirtd died by itself: once more", flush=True)
    scene.daemon.start()
    look_again(scene)
    remove_leftovers(scene)
    for machine in scene.truth.listAllDomains():
        if machine.name() not in ("mother", "web"):
            forget(machine)
    for name in scene.disks.names():
        if name not in ("mother.qcow2", "plain.img", "web.qcow2"):
            os.remove(scene.disks.file(name))
    make_machine(scene)
    return True


def add_case(fault, job):
    """One fault in one job."""
    @suite.case(f"{fault} while {job}")
    def case(scene):
        for _ in range(3):
            try:
                return JOBS[job](scene, FAULTS[fault])
            except (AssertionError, libvirt.libvirtError):
                if not died(scene):
                    raise
        return JOBS[job](scene, FAULTS[fault])


for the_fault in FAULTS:
    for the_job in JOBS:
        add_case(the_fault, the_job)


def ended(scene, name):
    """Sees whether the process of a machine is gone."""
    with open(scene.lab.path("run", "libvirt", "qemu", "run", name + ".pid"), encoding="ascii") as f:
        stat = f"/proc/{f.read().strip()}/stat"

    def gone():
        try:
            with open(stat, encoding="ascii", errors="replace") as f:
                return f.read().rpartition(") ")[2].startswith(("Z", "X"))
        except (FileNotFoundError, ProcessLookupError):
            return True
    return gone


def held(scene, look):
    """The same look; when it sees what it looks for, the daemon goes no further."""
    def seen():
        if not look():
            return False
        scene.daemon.freeze()
        return True
    return seen


@suite.case("the daemon is killed when it has ended a machine and not yet started it again: that is told, and cured")
def between(scene):
    for _ in range(4):
        web_runs(scene)
        job = begin(scene, "web", ("revert", "base"), ("Going back", held(scene, ended(scene, "web"))))
        scene.daemon.kill()
        said = job.lines()[-1]
        scene.daemon.start()
        look_again(scene)
        if not find(scene, "web").isActive():
            break
        print("# it had started it again: once more", flush=True)
    else:
        raise AssertionError("it always started it again first")
    assert said.startswith("failed The host was lost while the machine went back."), said
    assert not find(scene, "web").isActive()
    assert leftovers(scene) == ["revert base"]
    Job(scene, "web", "revert", "base").done()
    runs(find(scene, "web"))
    assert leftovers(scene) == []


@suite.case("a host that ends a machine and cannot start it from the snapshot: that is told at the next start too")
def half_way(scene):
    path = scene.disks.make("torn.qcow2")
    machine = define(scene, "torn", path)
    machine.create()
    machine.snapshotCreateXML("<domainsnapshot><name>gone</name></domainsnapshot>")
    machine.destroy()
    subprocess.run(["qemu-img", "snapshot", "-d", "gone", path], check=True)
    machine.create()
    said = Job(scene, "torn", "revert", "gone").failed()
    assert said.startswith("failed The machine is off now, "), said
    assert not machine.isActive() and leftovers(scene) == ["revert gone"]
    machine.create()
    assert leftovers(scene) == []
    forget(machine, path)


def strays(scene, machine, **more):
    """What is in a machine's disks and unknown to libvirt, in words; and why it could not be removed now."""
    said = Job(scene, machine, "strays", **more).lines()
    return [line.removeprefix("stray ") for line in said if line.startswith("stray ")], said[-1]


@suite.case("a snapshot that a disk has and libvirt does not know is named, and removed while nobody uses the disk")
def stray(scene):
    path = scene.disks.make("odd.qcow2")
    machine = define(scene, "odd", path)
    Job(scene, "odd", "take", "known", "internal").done()
    assert strays(scene, "odd") == ([], "done ")
    subprocess.run(["qemu-img", "snapshot", "-c", "cut off", path], check=True)
    named, why = strays(scene, "odd")
    assert len(named) == 1 and named[0].startswith("“cut off” in vda, ") and why == "done ", (named, why)
    other = define(scene, "other", path)
    assert "“other”" in Job(scene, "odd", "remove-strays").failed()
    other.undefine()
    machine.create()
    named, why = strays(scene, "odd")
    assert len(named) == 1 and "while it is off" in why, (named, why)
    assert "started meanwhile" in Job(scene, "odd", "remove-strays").failed()
    machine.destroy()
    Job(scene, "odd", "remove-strays").done()
    assert [s["name"] for s in info(path)["snapshots"]] == ["known"] and strays(scene, "odd")[0] == []
    assert machine.snapshotListNames() == ["known"]
    is_sound(path)
    forget(machine, path)


def sizes(scene, machine, *names):
    """What the program says that snapshots take."""
    said = Job(scene, machine, "sizes", *names).lines()
    return {line[5:].rpartition(": ")[0]: int(line.rpartition(": ")[2]) for line in said if line.startswith("size ")}


@suite.case("what a snapshot takes is what qemu-img says")
def size(scene):
    web = web_runs(scene)
    Job(scene, "web", "take", "sized", "internal").done()
    truth = {s["name"]: s["vm-state-size"] for s in info(disk_of(web))["snapshots"] if s["name"] in ("base", "sized")}
    assert len(truth) == 2 and sizes(scene, "web", "base", "sized") == truth, truth
    Job(scene, "web", "delete", "sized").done()
    runs(web)


def room_left(scene, size):
    """Fills the small disk but for that many bytes."""
    free = os.statvfs(scene.small)
    with open(os.path.join(scene.small, "filler"), "ab") as f:
        f.write(b"x" * max(free.f_bavail * free.f_frsize - size, 0))


@suite.case("the disk is full: what was begun is undone, and the machine is what it was")
def full(scene):
    raw = os.path.join(scene.small, "raw.img")
    write_raw(scene, raw)
    for pool in scene.truth.listAllStoragePools():
        pool.refresh()
    machine = define(scene, "raw", raw, "raw")
    before = sorted(os.listdir(scene.small))
    assert "space" in Job(scene, "raw", "clone", "copy", "whole").failed()
    assert "space" in Job(scene, "raw", "convert").failed()
    assert sorted(os.listdir(scene.small)) == before and machines(scene).count("copy") == 0
    assert disk_of(machine) == raw
    with open(raw, "rb") as f:
        assert f.read() == scene.data
    forget(machine, raw)
    assert leftovers(scene) == []


@suite.case("the disk is full: a pull or a snapshot that does not fit leaves the machine running on what it had")
def full_running(scene):
    machine = linked(scene, "tight", scene.small)
    path = os.path.join(scene.small, "tight.qcow2")
    machine.create()
    room_left(scene, 8 * MIB)
    Job(scene, "tight", "independent").failed()
    assert "mother.qcow2" in machine.XMLDesc()
    runs(machine)
    room_left(scene, 0)
    Job(scene, "tight", "take", "no-room", "internal").failed()
    assert settled(machine) == []
    runs(machine)
    os.remove(os.path.join(scene.small, "filler"))
    Job(scene, "tight", "take", "room", "internal").done()
    assert settled(machine) == ["room"]
    full_back(scene, machine)
    machine.destroy()
    is_sound(path)
    forget(machine, path)
    os.remove(os.path.join(scene.small, "filler"))


def full_back(scene, machine):
    """Going back, and deleting, where there is no byte left: both need none."""
    room_left(scene, 0)
    Job(scene, "tight", "revert", "room").done()
    runs(machine)
    assert settled(machine) == ["room"]
    Job(scene, "tight", "delete", "room").done()
    runs(machine)
    assert settled(machine) == []


@suite.case("the disk is full: what a deletion moves into the disk below does not fit, and the machine runs on with all it had")
def full_delete(scene):
    base, top = os.path.join(scene.small, "deep.qcow2"), scene.disks.file("deep.top")
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", base, "64M"], check=True)
    machine = define(scene, "deep", base)
    machine.snapshotCreateXML(f"<domainsnapshot><name>top</name><disks><disk name='vda' snapshot='external'>"
                              f"<source file='{top}'/></disk></disks></domainsnapshot>",
                              libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_DISK_ONLY)
    subprocess.run(["qemu-io", "-f", "qcow2", "-c", "write -P 7 0 16M", top], stdout=subprocess.DEVNULL, check=True)
    machine.create()
    room_left(scene, 4 * MIB)
    assert "It is still there, and nothing that it holds is lost." in Job(scene, "deep", "delete", "top").failed()
    runs(machine)
    assert machine.snapshotListNames() == ["top"] and disk_of(machine) == top
    os.remove(os.path.join(scene.small, "filler"))
    Job(scene, "deep", "delete", "top").done()
    runs(machine)
    assert machine.snapshotListNames() == [] and disk_of(machine) == base and not os.path.exists(top)
    machine.destroy()
    is_sound(base)
    subprocess.run(["qemu-io", "-f", "qcow2", "-c", "read -P 7 0 16M", base], stdout=subprocess.DEVNULL, check=True)
    forget(machine, base)


def cut_renaming(scene, machine, name, other):
    """A renaming that was cut off leaves two names. Deleting the first takes away that name and no file; then it is
    renamed back."""
    xml = machine.snapshotLookupByName(name).getXMLDesc(libvirt.VIR_DOMAIN_XML_SECURE)
    files = scene.disks.names()
    machine.snapshotCreateXML(xml.replace(f"<name>{name}</name>", f"<name>{other}</name>", 1),
                              libvirt.VIR_DOMAIN_SNAPSHOT_CREATE_REDEFINE)
    Job(scene, machine.name(), "delete", name).done()
    assert name not in machine.snapshotListNames() and other in machine.snapshotListNames()
    assert scene.disks.names() == files
    Job(scene, machine.name(), "rename", other, name).done()
    runs(machine)


@suite.case("snapshots in files of their own: one is renamed, one deleted, and a chain with a hole is left as it is")
def external(scene):
    path = scene.disks.make("chain.qcow2")
    machine = define(scene, "chain", path)
    machine.create()
    for name in ("one", "two", "three"):
        Job(scene, "chain", "take", name, "external").done()
    Job(scene, "chain", "rename", "two", "deux").done()
    assert machine.snapshotLookupByName("three").getParent().getName() == "deux"
    assert machine.snapshotLookupByName("deux").getParent().getName() == "one"
    assert machine.snapshotCurrent().getName() == "three"
    before = machine.XMLDesc(INACTIVE)
    cut_renaming(scene, machine, "deux", "zwei")
    cut_renaming(scene, machine, "three", "drei")
    assert machine.snapshotLookupByName("three").getParent().getName() == "deux"
    assert machine.snapshotCurrent().getName() == "three" and machine.XMLDesc(INACTIVE) == before
    if scene.truth.getLibVersion() < EXTERNAL_REVERT:
        assert "too old to go back" in Job(scene, "chain", "revert", "one").failed()
    os.rename(path, path + ".away")
    assert "chain.qcow2, and that is not there" in Job(scene, "chain", "delete", "three").failed()
    os.rename(path + ".away", path)
    assert sorted(machine.snapshotListNames()) == ["deux", "one", "three"] and machine.XMLDesc(INACTIVE) == before
    Job(scene, "chain", "delete", "deux").done()
    assert sorted(machine.snapshotListNames()) == ["one", "three"]
    assert not os.path.exists(scene.disks.file("chain.two")), scene.disks.names()
    runs(machine)


@suite.case("a snapshot with memory in files of its own, and all of it is deleted with it")
def external_memory(scene):
    machine = find(scene, "chain")
    memory = scene.disks.file("chain.memory")
    Job(scene, "chain", "take", "with memory", "external", memory).done()
    assert os.path.getsize(memory) > 0
    runs(machine)
    taken = [memory, disk_of(machine)]
    # file systems say at once or a moment later what a file takes
    until(lambda: sizes(scene, "chain", "with memory")["with memory"] == sum(os.stat(p).st_blocks * 512 for p in taken),
          "its size", 20)
    xml = machine.snapshotLookupByName("with memory").getXMLDesc()
    assert f"file='{memory}'" in xml and "snapshot='external'" in xml, xml
    Job(scene, "chain", "delete", "with memory").done()
    assert not os.path.exists(memory)
    runs(machine)


def belongings(scene, machine):
    """The files that the question before a deletion lists, with why one stays; and what goes along."""
    said = Job(scene, machine, "belongings").lines()
    files = [line[5:].split(": ", 1) for line in said if line.startswith("file ")]
    return {path: why for path, why in files}, [line[6:] for line in said if line.startswith("along ")]


@suite.case("a machine is deleted with all that snapshots and a saved state have made of it")
def delete_all(scene):
    machine = find(scene, "chain")
    until(lambda: machine.managedSave() == 0, "saved", 20)
    saved = scene.lab.path("config", "libvirt", "qemu", "save", "chain.save")
    assert os.path.exists(saved)
    is_sound(disk_of(machine))
    own = [scene.disks.file(name) for name in scene.disks.names() if name.startswith("chain")]
    assert len(own) == 3, own
    listed, along = belongings(scene, "chain")
    assert listed == {path: "" for path in own}, listed
    assert any("2 snapshots" in words for words in along), along
    Job(scene, "chain", "delete-machine", *own).done()
    assert "chain" not in machines(scene) and not os.path.exists(saved)
    assert not [path for path in own if os.path.exists(path)]
    assert leftovers(scene) == []


@suite.case("on another computer all goes through its daemon; what only this computer's files would show is refused in words")
def other_computer(scene):
    far = far_away(scene.lab, scene.daemon.socket)
    path = scene.disks.make("far.qcow2")
    machine = define(scene, "far", path)
    Job(scene, "far", "take", "then", "internal", uri=far).done()
    subprocess.run(["qemu-img", "snapshot", "-c", "cut off", path], check=True)
    assert strays(scene, "far", uri=far) == ([], "done ")
    said = Job(scene, "far", "new-machine", "then", "newer", uri=far).failed()
    assert "can only be copied out on this computer" in said and not os.path.exists(scene.disks.file("newer-vda.qcow2"))
    Job(scene, "far", "revert", "then", uri=far).done()
    Job(scene, "far", "delete", "then", uri=far).done()
    Job(scene, "far", "clone", "far-copy", "whole", uri=far).done()
    Job(scene, "far", "clone", "far-link", "linked", uri=far).done()
    copy, link = scene.disks.file("far-copy-vda.qcow2"), scene.disks.file("far-link-vda.qcow2")
    assert "backing-filename" not in info(copy) and info(link)["full-backing-filename"] == path
    assert "“far-link”" in Job(scene, "far", "delete-machine", path, uri=far).failed()
    Job(scene, "far-link", "independent", uri=far).done()
    own = disk_of(find(scene, "far-link"))
    assert "backing-filename" not in info(own) and not os.path.exists(link)
    for name, file in (("far-copy", copy), ("far-link", own)):
        Job(scene, name, "delete-machine", file, uri=far).done()
        assert name not in machines(scene) and not os.path.exists(file)
    forget(machine, path)
    assert leftovers(scene) == []


@suite.case("at the end all is as it was, and nothing else is there")
def nothing_left(scene):
    web = find(scene, "web")
    web.destroy()
    is_sound(disk_of(web))
    assert machines(scene) == ["mother", "web"]
    assert scene.disks.names() == ["mother.qcow2", "plain.img", "web.qcow2"], scene.disks.names()
    assert os.listdir(scene.small) == []
    assert leftovers(scene) == []


if __name__ == "__main__":
    sys.exit(suite.main())
