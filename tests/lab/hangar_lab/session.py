# SPDX-License-Identifier: GPL-3.0-or-later
"""A person's desktop session in the lab: display, bus, settings; programs are started in it."""

import os

from hangar_lab.a11y import Accessibility
from hangar_lab.display import Bus, Wayland, XServer
from hangar_lab.program import Program


class Session:
    """Begin it after become_user()."""

    def __init__(self, lab, wayland=False, **variables):
        lab.become_user()
        self.lab, self.variables = lab, variables
        self.server = None if wayland else XServer(lab)
        self.display = Wayland(lab) if wayland else self.server
        self.bus = Bus(lab, self.display.environment())
        self.accessibility = Accessibility(self.bus.address)
        self.programs = []

    def environment(self, **more):
        """What programs of this session see."""
        build = self.lab.build
        values = {"GSETTINGS_SCHEMA_DIR": os.path.join(build, "data"), "GSETTINGS_BACKEND": "keyfile",
                  "GSK_RENDERER": "cairo", "HANGAR_LIBEXECDIR": os.path.join(build, "src", "display"),
                  "HANGAR_LOCALEDIR": os.path.join(build, "po"),
                  **self.display.environment(), **self.bus.environment(), **self.variables, **more}
        return self.lab.environment(**values)

    def start(self, *arguments, **keywords):
        """Starts hangar."""
        program = Program(self, *arguments, **keywords)
        self.programs.append(program)
        return program

    def set_setting(self, key, value):
        """Writes a setting before the program starts; value is GVariant text."""
        folder = self.lab.path("config", "glib-2.0", "settings")
        os.makedirs(folder, exist_ok=True)
        path, group = os.path.join(folder, "keyfile"), "[io/github/hangar/Hangar]\n"
        lines = []
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                lines = [line for line in f if line.strip() != group.strip() and not line.startswith(key + "=")]
        with open(path, "w", encoding="utf-8") as f:
            f.write(group + f"{key}={value}\n" + "".join(lines))

    def settings(self):
        """The keyfile as the program left it."""
        path = self.lab.path("config", "glib-2.0", "settings", "keyfile")
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as f:
            return f.read()

    def close(self):
        """Ends the programs, the bus and the display."""
        for program in self.programs:
            program.kill()
        self.accessibility.close()
        self.bus.close()
        self.display.close()
