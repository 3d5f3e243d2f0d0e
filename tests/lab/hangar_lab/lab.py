# SPDX-License-Identifier: GPL-3.0-or-later
"""The lab itself: a private folder, an ordinary user, the processes started in it."""

import ctypes
import os
import signal
import subprocess
import tempfile

from hangar_lab import place
from hangar_lab.janitor import Janitor

CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000
MS_REC, MS_PRIVATE, MS_BIND = 0x4000, 1 << 18, 0x1000
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
PR_SET_CHILD_SUBREAPER = 36
FOLDERS = ("run", "config", "cache", "data", "home")

_libc = ctypes.CDLL(None, use_errno=True)


def _check(result, what):
    if result != 0:
        error = ctypes.get_errno()
        raise OSError(error, f"{what}: {os.strerror(error)}")


def mount(source, target, kind=None, flags=0, data=None):
    """mount(2)."""
    def encode(text):
        return None if text is None else os.fsencode(text)
    _check(_libc.mount(encode(source), encode(target), encode(kind), ctypes.c_ulong(flags), encode(data)),
           f"mount {target}")


class Lab:
    """Begin as root where that is given: what needs root comes first (system daemon, tmpfs, hidden files), then
    become_user(), then the rest. As an ordinary user all but the system daemon works too."""

    def __init__(self):
        self.user = place.lab_user()
        self.is_root = os.getuid() == 0
        # a short name: the path of a UNIX socket holds 107 bytes and libvirt appends up to 75
        self.folder = tempfile.mkdtemp(prefix="hl-", dir="/tmp")
        self.janitor = Janitor(self.folder)
        self.source, self.build = place.SOURCE, place.BUILD
        if self.is_root:
            self._enter_namespace()
        for name in FOLDERS:
            os.makedirs(self.path(name), mode=0o700)
            if self.is_root:
                os.chown(self.path(name), self.user.pw_uid, self.user.pw_gid)
        if self.is_root:
            os.chown(self.folder, self.user.pw_uid, self.user.pw_gid)
            self._make_tree_reachable()
            self._keep_settings_in_memory()
        self._became_user, self._has_namespace = not self.is_root, self.is_root

    def _keep_settings_in_memory(self):
        """The key file that stands for dconf here is written by the program's main thread, which waits for the disk until
        all that guests have written is there too. dconf writes in a process of its own."""
        target = self.path("config")
        for name in ("glib-2.0", "settings"):
            target = os.path.join(target, name)
            os.mkdir(target, mode=0o700)
            os.chown(target, self.user.pw_uid, self.user.pw_gid)
        mount("tmpfs", target, "tmpfs", 0, f"size={1 << 20},mode=0700,uid={self.user.pw_uid},gid={self.user.pw_gid}")

    def _enter_namespace(self):
        _check(_libc.unshare(CLONE_NEWNS), "unshare")
        mount("none", "/", flags=MS_REC | MS_PRIVATE)
        self.janitor.tell_namespace(os.getpid())

    def _need_mounts(self):
        """An ordinary user may mount in a user namespace of its own, where the kernel allows that."""
        if self._has_namespace:
            return
        uid, gid = os.getuid(), os.getgid()
        _check(_libc.unshare(CLONE_NEWUSER | CLONE_NEWNS), "unshare (this test needs root or user namespaces)")
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as f:
                f.write(text)
        self._has_namespace = True

    def _make_tree_reachable(self):
        """A checkout in /root cannot be reached by an ordinary user: then it is mounted into the lab's folder."""
        program = os.path.join(self.build, "src", "hangar")
        if not os.path.exists(program) or self._user_can_run(program):
            return
        for name in ("source", "build"):
            target = self.path(name)
            os.makedirs(target)
            mount(getattr(self, name), target, flags=MS_BIND)
            setattr(self, name, target)
        if not self._user_can_run(os.path.join(self.build, "src", "hangar")):
            raise AssertionError(f"the user {self.user.pw_name} cannot read the build tree {place.BUILD}: "
                                 "make it readable (chmod -R o+rX) or set HANGAR_LAB_USER")

    def _user_can_run(self, program):
        test = subprocess.run(["test", "-x", program], **self._identity(), check=False)
        return test.returncode == 0

    def _identity(self):
        if os.getuid() != 0:
            return {}
        return {"user": self.user.pw_uid, "group": self.user.pw_gid, "extra_groups": []}

    def path(self, *names):
        """A path in the lab's folder."""
        return os.path.join(self.folder, *names)

    def environment(self, **more):
        """What the lab's programs see; nothing of the outside."""
        env = {"PATH": PATH, "LC_ALL": "C.UTF-8", "HOME": self.path("home"), "HANGAR_LAB": self.folder,
               "USER": self.user.pw_name, "LOGNAME": self.user.pw_name, "TMPDIR": self.path("home"),
               "XDG_RUNTIME_DIR": self.path("run"), "XDG_CONFIG_HOME": self.path("config"),
               "XDG_CACHE_HOME": self.path("cache"), "XDG_DATA_HOME": self.path("data"),
               "GIO_USE_VFS": "local", "GTK_USE_PORTAL": "0", "ADW_DISABLE_PORTAL": "1",
               "LIBGL_ALWAYS_SOFTWARE": "1"}
        env.update(more)
        return {key: value for key, value in env.items() if value is not None}

    def spawn(self, argv, env=None, log=None, **keywords):
        """Starts a program as the lab's user; its output goes to a log in the lab's folder."""
        if log is not None:
            with open(self.path(log), "ab") as f:
                os.fchmod(f.fileno(), 0o644)
                keywords.setdefault("stderr", f)
                keywords.setdefault("stdout", f)
                return self._popen(argv, env, keywords)
        return self._popen(argv, env, keywords)

    def _popen(self, argv, env, keywords):
        keywords.setdefault("stdin", subprocess.DEVNULL)
        if not keywords.pop("as_root", False):
            keywords.update(self._identity())
        return subprocess.Popen(argv, env=env or self.environment(), cwd=self.folder, start_new_session=True,
                                **keywords)

    def run(self, argv, env=None, timeout=60, **keywords):
        """Runs a program to its end as the lab's user; its output is text."""
        return subprocess.run(argv, env=env or self.environment(), cwd=self.folder, timeout=timeout, check=False,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                              stdin=subprocess.DEVNULL, **self._identity(), **keywords)

    def hide(self, path):
        """Makes a program of the machine impossible to run, in this lab only. Before anything is started."""
        self._need_mounts()
        cover = self.path("not-here")
        with open(cover, "wb"):
            pass
        os.chmod(cover, 0)
        mount(cover, os.path.realpath(path), flags=MS_BIND)

    def move_home(self):
        """For programs that ask the system instead of the environment, the lab's user lives in the lab, and has a
        shell. Before anything is started."""
        self._need_mounts()
        with open("/etc/passwd", encoding="utf-8") as f:
            lines = [line for line in f if not line.startswith(self.user.pw_name + ":")]
        cover = self.path("passwd")
        with open(cover, "w", encoding="utf-8") as f:
            f.writelines(lines)
            f.write(f"{self.user.pw_name}:x:{self.user.pw_uid}:{self.user.pw_gid}::{self.path('home')}:/bin/sh\n")
        os.chmod(cover, 0o644)
        mount(cover, "/etc/passwd", flags=MS_BIND)

    def small_disk(self, name, size):
        """A folder of the lab that holds only that many bytes. Before anything is started."""
        self._need_mounts()
        target = self.path(name)
        os.makedirs(target, exist_ok=True)
        mount("tmpfs", target, "tmpfs", 0, f"size={size},mode=0700,uid={self.user.pw_uid},gid={self.user.pw_gid}")
        return target

    def become_user(self):
        """From here on the test is an ordinary user; only the janitor stays what it was."""
        if self._became_user:
            return
        self._became_user = True
        os.setgroups([])
        os.setresgid(self.user.pw_gid, self.user.pw_gid, self.user.pw_gid)
        os.setresuid(self.user.pw_uid, self.user.pw_uid, self.user.pw_uid)
        os.environ.update(HOME=self.path("home"), XDG_RUNTIME_DIR=self.path("run"))

    def close(self):
        """Ends everything and removes the folder; complains when something stays."""
        os.chdir("/")
        # what loses its parent now comes to us, so that no dead entry stays where process 1 does not collect them
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        self.janitor.clean()
        try:
            while os.waitpid(-1, os.WNOHANG)[0] > 0:
                pass
        except ChildProcessError:
            pass

    def __enter__(self):
        signal.signal(signal.SIGTERM, _exit_now)
        return self

    def __exit__(self, *_):
        self.close()


def _exit_now(*_):
    raise SystemExit("terminated")


def stop(process, seconds=10):
    """Ends one process of ours by its id."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    return process.wait()
