# SPDX-License-Identifier: GPL-3.0-or-later
"""Other computers over SSH: a real server of the lab's user on 127.0.0.1, and a made-up one that wants a password."""

import os
import socket

from hangar_lab.lab import PATH
from hangar_lab.wait import until

# Stands before the real ssh on the PATH: "server" is a computer whose only key is a word; others are real.
FAKE_SSH = """#!/bin/sh
host= last=
for argument; do [ "$last" != -- ] || host=$argument; last=$argument; done
[ "$host" = server ] || exec /usr/bin/ssh "$@"
word=$("$SSH_ASKPASS" "eva@server's password: ") || word=
if [ "$word" != moon ]; then
  echo "eva@server: Permission denied (publickey,password)." >&2
  exit 255
fi
exec sh -c "$last"
"""


def free_port():
    """A port of 127.0.0.1 where nothing listens."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fake_ssh(lab):
    """Writes it; returns the PATH on which it comes first."""
    folder = lab.path("bin")
    os.makedirs(folder, exist_ok=True)
    script = os.path.join(folder, "ssh")
    with open(script, "w", encoding="ascii") as f:
        f.write(FAKE_SSH)
    os.chmod(script, 0o755)
    return f"{folder}:{PATH}"


class SilentServer:
    """Accepts connections, by the kernel's own queue, and never says a word."""

    def __init__(self):
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]

    def close(self):
        """Ends it."""
        self.socket.close()


class SshServer:
    """dropbear as the lab's user, who may log in with a key that has a passphrase. Needs Lab.move_home()."""

    def __init__(self, lab, passphrase):
        self.lab, self.port = lab, free_port()
        self.key = lab.path("home", "key")
        keys = lab.path("home", ".ssh")
        os.makedirs(keys, mode=0o700, exist_ok=True)
        self._run("ssh-keygen", "-q", "-t", "ed25519", "-N", passphrase, "-f", self.key)
        os.rename(self.key + ".pub", os.path.join(keys, "authorized_keys"))
        host_key = lab.path("home", "host-key")
        self._run("dropbearkey", "-t", "ed25519", "-f", host_key)
        self.process = lab.spawn(["dropbear", "-F", "-E", "-s", "-r", host_key, "-p", f"127.0.0.1:{self.port}",
                                  "-P", lab.path("run", "dropbear.pid")], log="dropbear.log")
        until(self._listens, "the SSH server")

    def _run(self, *argv):
        done = self.lab.run(list(argv))
        if done.returncode != 0:
            raise AssertionError(f"{argv[0]}: {done.stdout}")

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), 1).close()
            return True
        except OSError:
            return False

    def uri(self, daemon):
        """A session daemon of this computer, the long way round."""
        place = self.lab.path("home", ".cache", "libvirt")  # where one looks who has no XDG_RUNTIME_DIR
        os.makedirs(place, exist_ok=True)
        if not os.path.islink(os.path.join(place, "libvirt-sock")):
            os.symlink(daemon.socket, os.path.join(place, "libvirt-sock"))
        return f"qemu+ssh://{self.lab.user.pw_name}@127.0.0.1:{self.port}/session?keyfile={self.key}"
