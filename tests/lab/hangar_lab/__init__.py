# SPDX-License-Identifier: GPL-3.0-or-later
"""The laboratory: the real program, real daemons, real guests and a real display, all private to one test.

A test program is a list of cases (`suite.Suite`) in one `Lab`. The lab owns a short folder under /tmp that is HOME,
the XDG folders and the run folder of everything it starts; a janitor process ends what is left and removes the
folder, also when the test itself is killed.
"""
