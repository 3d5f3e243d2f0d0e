# SPDX-License-Identifier: GPL-3.0-or-later
"""Private libvirt daemons that share nothing with the machine's own, and a second connection to look at the truth."""

import os
import re
import shutil
import signal
import socket
import uuid

import libvirt

from hangar_lab import lab as laboratory
from hangar_lab.wait import until

libvirt.registerErrorHandler(lambda *_: None, None)  # errors are exceptions, not lines on stderr

# Guests run as root without a security driver: paths in the lab need no relabelling, no file changes its owner.
SYSTEM_QEMU_CONF = """user = "root"
group = "root"
dynamic_ownership = 0
security_driver = "none"
remember_owner = 0
namespaces = []
stdio_handler = "file"
cgroup_controllers = []
"""
SYSTEM_SCRIPT = """
umount /sys/fs/cgroup/unified 2>/dev/null || :
for d in run lib cache log etc; do
  case $d in run) t=/run/libvirt;; lib) t=/var/lib/libvirt;; cache) t=/var/cache/libvirt;;
             log) t=/var/log/libvirt;; etc) t=/etc/libvirt;; esac
  mkdir -p "$t"; mount --bind "$1/$d" "$t"
done
ip link set lo up
exec libvirtd --pid-file "$1/libvirtd.pid"
"""


def screen_ports():
    """Screens' ports of its own: a daemon looks whether one is free before QEMU takes it, and another's QEMU may be faster.
    With a socket that holds them as long as the test lives."""
    for block in range(1000):
        claim = socket.socket(socket.AF_UNIX)
        try:
            claim.bind(f"\0hangar-screen-ports-{block}")
        except OSError:
            claim.close()
            continue
        first = 6000 + block * 25
        return claim, f"remote_display_port_min = {first}\nremote_display_port_max = {first + 24}\n"
    raise AssertionError("no ports for screens")


class Daemon:
    """What both kinds have in common."""

    def __init__(self, lab):
        self.lab, self.process = lab, None

    def connect(self):
        """A second connection, to look at the truth and to act behind the program's back."""
        return libvirt.open(self.uri)

    def stop(self):
        """Ends the daemon (guests live on)."""
        laboratory.stop(self.process)

    def kill(self):
        """kill -9 of the daemon."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def freeze(self):
        """The daemon accepts and never answers."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        """Ends freeze()."""
        self.process.send_signal(signal.SIGCONT)

    def _await_socket(self):
        def ready():
            if self.process.poll() is not None:
                raise AssertionError(f"libvirtd ended with {self.process.returncode}")
            self.connect().close()
            return True
        until(ready, f"the daemon at {self.socket}", 20)


class SessionDaemon(Daemon):
    """qemu:///session of the lab's user: plain URIs reach it with the lab's XDG folders. It serves test:// too."""

    def __init__(self, lab, start=True, program="libvirtd"):
        super().__init__(lab)
        lab.become_user()
        self.program = program
        self.socket = lab.path("run", "libvirt", "libvirt-sock")
        self.uri = f"qemu+unix:///session?socket={self.socket}"
        # guests' output straight to files: no virtlogd is spawned and left behind
        os.makedirs(lab.path("config", "libvirt"), exist_ok=True)
        with open(lab.path("config", "libvirt", "qemu.conf"), "w", encoding="ascii") as f:
            self._claim, ports = screen_ports()
            f.write(f'stdio_handler = "file"\n{ports}')
        # an own host UUID: two daemons of one machine refuse to migrate to each other otherwise
        with open(lab.path("libvirtd.conf"), "w", encoding="ascii") as f:
            f.write(f'host_uuid = "{uuid.uuid4()}"\nlog_outputs = "2:file:{lab.path("libvirtd.log")}"\n')
        if start:
            self.start()

    def start(self):
        """Starts it (again)."""
        for left in (self.lab.path("libvirtd.pid"), self.lab.path("run", "libvirt", "libvirtd.pid")):
            if os.path.exists(left):
                os.unlink(left)
        self.process = self.lab.spawn([self.program, "--config", self.lab.path("libvirtd.conf"), "--pid-file",
                                       self.lab.path("libvirtd.pid")], log="libvirtd-start.log")
        self._await_socket()

    def settle(self):
        """Waits until it has nothing left to do, not even for clients that are gone: what they had asked is done."""
        admin = self.lab.path("run", "libvirt", "libvirt-admin-sock")

        def rests():
            if self.process.poll() is not None:
                return True
            said = self.lab.run(["virt-admin", "-c", f"libvirtd+unix:///session?socket={admin}", "srv-threadpool-info",
                                 self.program]).stdout
            pool = dict(re.findall(r"(\w+) *: (\d+)", said))
            return pool["freeWorkers"] == pool["nWorkers"] and pool["jobQueueDepth"] == "0"
        until(rests, "a daemon that rests", 60)

    def test_uri(self, path):
        """The test driver of this daemon with the machines of a file: real RPC, nothing real behind it."""
        return f"test+unix://{path}?socket={self.socket}"


class LoginDaemon(Daemon):
    """A daemon of the lab's user that listens at a port and wants a name and a password of its own (SASL)."""

    def __init__(self, lab, port, name, password):
        super().__init__(lab)
        lab.become_user()
        self.top, self.port = lab.path("login"), port
        self.uri = f"qemu+tcp://127.0.0.1:{port}/session"
        self.socket = os.path.join(self.top, "libvirt", "libvirt-sock")
        for folder in ("libvirt", "config", "cache", "data"):
            os.makedirs(os.path.join(self.top, folder))
        self._configure(name, password)
        self.process = lab.spawn(["libvirtd", "--listen", "--config", os.path.join(self.top, "libvirtd.conf"), "--pid-file",
                                  os.path.join(self.top, "libvirtd.pid")], log="libvirtd-login.log", env=self._environment())
        until(self._listens, f"a daemon at the port {port}", 20)

    def _environment(self):
        return self.lab.environment(XDG_RUNTIME_DIR=self.top, SASL_CONF_PATH=self.top,
                                    **{f"XDG_{kind.upper()}_HOME": os.path.join(self.top, kind)
                                       for kind in ("config", "cache", "data")})

    def _configure(self, name, password):
        users = os.path.join(self.top, "users")
        keep = 'printf "%s\\n" "$0" | saslpasswd2 -p -c -a libvirt -f "$1" "$2"'
        done = self.lab.run(["sh", "-c", keep, password, users, name])
        if done.returncode != 0:
            raise AssertionError(f"saslpasswd2: {done.stdout}")
        with open(os.path.join(self.top, "libvirt.conf"), "w", encoding="ascii") as f:
            f.write(f"mech_list: digest-md5\nsasldb_path: {users}\n")
        with open(os.path.join(self.top, "libvirtd.conf"), "w", encoding="ascii") as f:
            f.write(f'listen_tls = 0\nlisten_tcp = 1\nlisten_addr = "127.0.0.1"\ntcp_port = "{self.port}"\n'
                    f'auth_tcp = "sasl"\nhost_uuid = "{uuid.uuid4()}"\nlog_outputs = "2:file:{self.top}/libvirtd.log"\n')

    def _listens(self):
        if self.process.poll() is not None:
            raise AssertionError(f"libvirtd ended with {self.process.returncode}")
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def connect(self):
        """Within the computer nobody is asked for a name."""
        return libvirt.open(f"qemu+unix:///session?socket={self.socket}")


class SystemDaemon(Daemon):
    """A privileged daemon in its own mount and network namespace. Only before become_user()."""

    def __init__(self, lab, name="sys", polkit=None):
        super().__init__(lab)
        if os.getuid() != 0:
            raise AssertionError("a private system daemon needs root")
        self.top = top = lab.path(name)
        for folder in ("run", "lib", "cache", "log", "etc"):
            os.makedirs(os.path.join(top, folder), mode=0o755)
        self._configure(top, "none" if polkit is None else "polkit")
        self.socket = os.path.join(top, "run", "libvirt-sock")
        self.uri = f"qemu+unix:///system?socket={self.socket}"
        self.process = lab.spawn(["unshare", "--mount", "--net", "--propagation", "private", "sh", "-eu", "-c",
                                  SYSTEM_SCRIPT, "sh", top], log="libvirtd-system.log", as_root=True,
                                 env=lab.environment(**(polkit.environment() if polkit else {})))
        lab.janitor.tell_namespace(self.process.pid)
        if polkit is None:
            self._await_socket()
        else:
            until(lambda: os.path.exists(self.socket), f"the daemon at {self.socket}", 20)

    def play_the_computers(self):
        """From here on plain qemu:///system reaches this daemon, in this lab."""
        os.makedirs("/run/libvirt", exist_ok=True)
        laboratory.mount(os.path.join(self.top, "run"), "/run/libvirt", flags=laboratory.MS_BIND)

    def _configure(self, top, login):
        etc = os.path.join(top, "etc")
        shutil.copytree("/etc/libvirt/nwfilter", os.path.join(etc, "nwfilter"), dirs_exist_ok=True) \
            if os.path.isdir("/etc/libvirt/nwfilter") else None
        os.makedirs(os.path.join(etc, "qemu", "networks", "autostart"))
        with open(os.path.join(etc, "qemu.conf"), "w", encoding="ascii") as f:
            f.write(SYSTEM_QEMU_CONF)
        with open(os.path.join(etc, "libvirtd.conf"), "w", encoding="ascii") as f:
            f.write(f'auth_unix_ro = "none"\nauth_unix_rw = "{login}"\nunix_sock_rw_perms = "0777"\n'
                    f'host_uuid = "{uuid.uuid4()}"\nlog_outputs = "2:file:{top}/libvirtd.log"\n')
