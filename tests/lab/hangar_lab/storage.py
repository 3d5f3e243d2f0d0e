# SPDX-License-Identifier: GPL-3.0-or-later
"""A storage pool in the lab, and the disks in it."""

import json
import os
import subprocess

POOL = "<pool type='dir'><name>default</name><target><path>{path}</path></target></pool>"
VOLUME = "<volume><name>{name}</name><capacity unit='MiB'>{size}</capacity><target><format type='{kind}'/></target></volume>"


def disk(path, target="vda", kind="qcow2"):
    """A drive of a machine."""
    return (f"<disk type='file' device='disk'><driver name='qemu' type='{kind}'/><source file='{path}'/>"
            f"<target dev='{target}' bus='virtio'/></disk>")


class Folder:
    """The pool of the user's images, where the program makes its disks too."""

    def __init__(self, lab, connection, path=None):
        self.path = path or lab.path("data", "libvirt", "images")
        os.makedirs(self.path, exist_ok=True)
        self.pool = connection.storagePoolDefineXML(POOL.format(path=self.path))
        self.pool.create()

    def file(self, name):
        """The path of a disk."""
        return os.path.join(self.path, name)

    def make(self, name, kind="qcow2", size=64):
        """Makes an empty disk of that many MiB, and returns its path."""
        return self.pool.createXML(VOLUME.format(name=name, kind=kind, size=size)).path()

    def names(self):
        """What is in the folder."""
        return sorted(os.listdir(self.path))

    def check(self, name):
        """qemu-img finds no fault in a disk that nobody uses."""
        done = subprocess.run(["qemu-img", "check", "-q", self.file(name)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        assert done.returncode == 0, done.stdout

    def image(self, path):
        """What qemu-img says of an image by its own header."""
        done = subprocess.run(["qemu-img", "info", "-U", "--output=json", path], stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout)

    def raw(self, name):
        """A raw copy of a disk that nobody uses, beside it."""
        path = self.file(name)
        subprocess.run(["qemu-img", "convert", "-O", "raw", path, path + ".raw"], check=True)
        return path + ".raw"
