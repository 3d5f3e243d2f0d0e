# SPDX-License-Identifier: GPL-3.0-or-later
"""Where things lie: source tree, build tree, the user that the lab's programs run as."""

import os
import pwd

SOURCE = os.environ.get("HANGAR_SOURCE_DIR") or os.path.abspath(os.path.join(os.path.dirname(__file__), "../../.."))
BUILD = os.environ.get("HANGAR_BUILD_DIR") or os.path.join(SOURCE, "build")
APPLICATION_ID = "io.github.hangar.Hangar"
OBJECT_PATH = "/io/github/hangar/Hangar"


def lab_user():
    """An ordinary user: root's session daemon would be the privileged one. HANGAR_LAB_USER picks another."""
    if os.getuid() != 0:
        return pwd.getpwuid(os.getuid())
    return pwd.getpwnam(os.environ.get("HANGAR_LAB_USER", "nobody"))


def output_folder(*names):
    """A folder of the build tree for what a test leaves for people to look at."""
    folder = os.path.join(BUILD, *names)
    os.makedirs(folder, exist_ok=True)
    return folder
