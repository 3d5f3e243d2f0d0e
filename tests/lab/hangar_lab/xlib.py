# SPDX-License-Identifier: GPL-3.0-or-later
"""The few Xlib calls that are needed, through ctypes: windows of a private X server, and _NET_WM_PING."""

import ctypes as C
import ctypes.util
import select
import time

X = C.CDLL(ctypes.util.find_library("X11") or "libX11.so.6")
POINTER, ULONG = C.c_void_p, C.c_ulong
CLIENT_MESSAGE, SUBSTRUCTURE_NOTIFY, IS_VIEWABLE, CARDINAL = 33, 1 << 19, 2, 6

for _name, _result, _arguments in [
        ("XOpenDisplay", POINTER, [C.c_char_p]), ("XCloseDisplay", C.c_int, [POINTER]),
        ("XDefaultRootWindow", ULONG, [POINTER]), ("XInternAtom", ULONG, [POINTER, C.c_char_p, C.c_int]),
        ("XFree", C.c_int, [POINTER]), ("XFlush", C.c_int, [POINTER]), ("XSync", C.c_int, [POINTER, C.c_int]),
        ("XPending", C.c_int, [POINTER]), ("XNextEvent", C.c_int, [POINTER, POINTER]),
        ("XSelectInput", C.c_int, [POINTER, ULONG, C.c_long]), ("XConnectionNumber", C.c_int, [POINTER]),
        ("XSendEvent", C.c_int, [POINTER, ULONG, C.c_int, C.c_long, POINTER]),
        ("XFetchName", C.c_int, [POINTER, ULONG, C.POINTER(C.c_char_p)]),
        ("XMoveResizeWindow", C.c_int, [POINTER, ULONG, C.c_int, C.c_int, C.c_uint, C.c_uint]),
        ("XRaiseWindow", C.c_int, [POINTER, ULONG]),
        ("XQueryTree", C.c_int, [POINTER, ULONG, C.POINTER(ULONG), C.POINTER(ULONG), C.POINTER(C.POINTER(ULONG)),
                                 C.POINTER(C.c_uint)]),
        ("XGetWindowAttributes", C.c_int, [POINTER, ULONG, POINTER]),
        ("XGetWindowProperty", C.c_int, [POINTER, ULONG, ULONG, C.c_long, C.c_long, C.c_int, ULONG, C.POINTER(ULONG),
                                         C.POINTER(C.c_int), C.POINTER(ULONG), C.POINTER(ULONG),
                                         C.POINTER(C.POINTER(ULONG))]),
        ("XGetWMProtocols", C.c_int, [POINTER, ULONG, C.POINTER(C.POINTER(ULONG)), C.POINTER(C.c_int)])]:
    _function = getattr(X, _name)
    _function.restype, _function.argtypes = _result, _arguments


class Attributes(C.Structure):
    """XWindowAttributes."""
    _fields_ = [("x", C.c_int), ("y", C.c_int), ("width", C.c_int), ("height", C.c_int), ("border_width", C.c_int),
                ("depth", C.c_int), ("visual", POINTER), ("root", ULONG), ("class_", C.c_int),
                ("bit_gravity", C.c_int), ("win_gravity", C.c_int), ("backing_store", C.c_int),
                ("backing_planes", ULONG), ("backing_pixel", ULONG), ("save_under", C.c_int), ("colormap", ULONG),
                ("map_installed", C.c_int), ("map_state", C.c_int), ("all_event_masks", C.c_long),
                ("your_event_mask", C.c_long), ("do_not_propagate_mask", C.c_long), ("override_redirect", C.c_int),
                ("screen", POINTER)]


class ClientMessage(C.Structure):
    """XClientMessageEvent with format 32."""
    _fields_ = [("type", C.c_int), ("serial", ULONG), ("send_event", C.c_int), ("display", POINTER),
                ("window", ULONG), ("message_type", ULONG), ("format", C.c_int), ("l", C.c_long * 5)]


class Event(C.Union):
    """XEvent."""
    _fields_ = [("type", C.c_int), ("message", ClientMessage), ("padding", C.c_long * 24)]


# a window may vanish between two requests: an X error must not end the test
_HANDLER = C.CFUNCTYPE(C.c_int, POINTER, POINTER)(lambda display, event: 0)
X.XSetErrorHandler(_HANDLER)


class Window:
    """A viewable child of the root."""

    def __init__(self, xid, title, attributes):
        self.xid, self.title = xid, title
        self.x, self.y, self.width, self.height = attributes.x, attributes.y, attributes.width, attributes.height

    def __repr__(self):
        return f"<{self.xid:#x} “{self.title}” {self.width}×{self.height}+{self.x}+{self.y}>"


def _decode(title):
    try:
        return title.decode("utf-8")
    except UnicodeDecodeError:
        return title.decode("latin-1")


class Display:
    """A connection to an X server."""

    def __init__(self, name):
        self.handle = X.XOpenDisplay(name.encode())
        if not self.handle:
            raise OSError("cannot open display " + name)
        self.root = X.XDefaultRootWindow(self.handle)

    def close(self):
        """Ends the connection."""
        X.XCloseDisplay(self.handle)

    def atom(self, name):
        """An atom by name."""
        return X.XInternAtom(self.handle, name.encode(), 0)

    def windows(self, min_width=100, min_height=60):
        """Viewable windows of at least that size, bottom to top."""
        root, parent, count, children, found = ULONG(), ULONG(), C.c_uint(), C.POINTER(ULONG)(), []
        if not X.XQueryTree(self.handle, self.root, C.byref(root), C.byref(parent), C.byref(children), C.byref(count)):
            return found
        for i in range(count.value):
            a, title = Attributes(), C.c_char_p()
            if not X.XGetWindowAttributes(self.handle, children[i], C.byref(a)) or a.map_state != IS_VIEWABLE:
                continue
            if a.width >= min_width and a.height >= min_height:
                X.XFetchName(self.handle, children[i], C.byref(title))
                found.append(Window(children[i], _decode(title.value or b""), a))
        if count.value:
            X.XFree(C.cast(children, POINTER))
        return found

    def place(self, xid, x, y, width, height):
        """Moves and resizes a window, as a window manager would, and puts it on top."""
        X.XMoveResizeWindow(self.handle, xid, x, y, width, height)
        self.raise_window(xid)

    def raise_window(self, xid):
        """Puts a window on top."""
        X.XRaiseWindow(self.handle, xid)
        X.XSync(self.handle, 0)

    def has_protocol(self, xid, atom):
        """Whether the window announces a WM protocol."""
        protocols, count = C.POINTER(ULONG)(), C.c_int()
        if not X.XGetWMProtocols(self.handle, xid, C.byref(protocols), C.byref(count)):
            return False
        found = atom in [protocols[i] for i in range(count.value)]
        X.XFree(C.cast(protocols, POINTER))
        return found


    def pid(self, xid):
        """The process that a window says it is of; None without one."""
        kind, size, count, left, data = ULONG(), C.c_int(), ULONG(), ULONG(), C.POINTER(ULONG)()
        if X.XGetWindowProperty(self.handle, xid, self.atom("_NET_WM_PID"), 0, 1, 0, CARDINAL, C.byref(kind), C.byref(size),
                                C.byref(count), C.byref(left), C.byref(data)) != 0:
            return None
        found = data[0] & 0xffffffff if count.value == 1 and size.value == 32 else None
        if data:
            X.XFree(C.cast(data, POINTER))
        return found


class Pinger:
    """Sends _NET_WM_PING to a window of a process; its main loop must answer. One outstanding at a time."""

    def __init__(self, display_name, pid):
        self.pid = pid
        self.display = Display(display_name)
        X.XSelectInput(self.display.handle, self.display.root, SUBSTRUCTURE_NOTIFY)
        self._protocols, self._ping = self.display.atom("WM_PROTOCOLS"), self.display.atom("_NET_WM_PING")
        self._fd, self._serial, self._window = X.XConnectionNumber(self.display.handle), 0, None

    def pick_window(self):
        """A window that answers; None while there is none."""
        for window in self.display.windows():
            if self.display.pid(window.xid) == self.pid and self.display.has_protocol(window.xid, self._ping):
                self._window = window.xid
                return window.xid
        self._window = None
        return None

    def is_window_there(self):
        """Whether the window that is being asked still exists."""
        return self._window in [w.xid for w in self.display.windows()]

    def _send(self):
        self._serial += 1
        event = Event()
        event.message = ClientMessage(type=CLIENT_MESSAGE, window=self._window, message_type=self._protocols, format=32)
        event.message.l[0], event.message.l[1], event.message.l[2] = self._ping, self._serial, self._window
        X.XSendEvent(self.display.handle, self._window, 0, 0, C.byref(event))
        X.XFlush(self.display.handle)

    def ping(self, stopped):
        """Seconds until the answer; None when the window went away or stopped() became true."""
        begin = time.monotonic()
        self._send()
        while not stopped():
            if not X.XPending(self.display.handle):
                select.select([self._fd], [], [], 0.2)
                if not X.XPending(self.display.handle):
                    if not self.is_window_there():
                        return None
                    continue
            event = Event()
            X.XNextEvent(self.display.handle, C.byref(event))
            if event.type == CLIENT_MESSAGE and event.message.message_type == self._protocols \
                    and event.message.l[0] & 0xffffffff == self._ping and event.message.l[1] == self._serial \
                    and event.message.l[2] & 0xffffffff == self._window:
                return time.monotonic() - begin
        return None
