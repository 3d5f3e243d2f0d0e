# SPDX-License-Identifier: GPL-3.0-or-later
"""A person at the program: the words and places of its interface in one file, so that the tests read like sentences."""

from hangar_lab.wait import until

class Window:
    """A window of the program, found by its title."""

    def __init__(self, program, title, seconds=10):
        self.program, self.server = program, program.session.server
        self.node = program.window(title, seconds)

    def find(self, seconds=10, **what):
        """Waits for a node in this window."""
        return self.node.find(seconds, **what)

    def look(self, **what):
        """A node in this window now, or None."""
        return self.node.look(**what)

    def gone(self, seconds=10, **what):
        """Waits until nothing in this window fits."""
        self.node.gone(seconds, **what)

    def press(self, name, seconds=10, role="button"):
        """Waits until a button can be pressed, and presses it."""
        return self.node.find(seconds, role=role, name=name, state="sensitive").click()

    def click(self, name, seconds=10):
        """A real click on the button of that name that is on the screen: pages of a stack may have others."""
        def shown():
            return next((b for b in self.node.look_all(role="button", name=name) if b.extents()[2] > 0), None)
        self.server.click_on(until(shown, f"a button “{name}” on the screen", seconds))

    def key(self, *keys):
        """Keys to this window."""
        self.server.enter(self.node)
        self.server.key(*keys)

    def says(self, text, seconds=10):
        """Waits until this text is somewhere in the window."""
        return self.find(seconds, contains=text)

    def place(self, x, y, width, height):
        """Moves and resizes it, as a window manager would."""
        self.server.x.place(self.server.window_of(self.node).xid, x, y, width, height)

    def can(self, action):
        """Whether an action of the window (win.…, domain.…) is enabled now: only then it is listed."""
        return action in self.node.actions()

    def act(self, action, seconds=10):
        """Waits until an action of the window is enabled, and does it."""
        until(lambda: self.can(action), f"{action} enabled; there are {self.node.actions()}", seconds)
        self.node.do(action)

    def close(self):
        """Closes it by the keyboard."""
        self.key("ctrl+w")


class Manager(Window):
    """The main window. The name of a machine's row is what a screen reader says: its name, a comma, its state."""

    def __init__(self, program, seconds=30):
        super().__init__(program, "Hangar", seconds)

    def row_of(self, name):
        """The row of a machine, None when it is not there."""
        return next((n for n in self.node.walk() if n.name.startswith(name + ", ")), None)

    def row(self, name, seconds=10):
        """Waits for the row of a machine."""
        try:
            return until(lambda: self.row_of(name), f"a row for “{name}”", seconds)
        except AssertionError as e:
            raise AssertionError(f"{e} in:\n{self.node.dump()}") from None

    def words(self, name):
        """What the row of a machine says after its name, None without a row."""
        row = self.row_of(name)
        return row.name.removeprefix(name + ", ") if row else None

    def says_of(self, name, words, seconds=10):
        """Waits until the row of a machine says just this (or one of these)."""
        wanted = (words,) if isinstance(words, str) else words
        try:
            until(lambda: self.words(name) in wanted, "", seconds)
        except AssertionError:
            raise AssertionError(f"“{name}” should say “{words}” within {seconds} s, it says “{self.words(name)}”") \
                from None

    def no_row(self, name, seconds=10):
        """Waits until a machine has no row."""
        until(lambda: self.row_of(name) is None, f"no row for “{name}” any more", seconds)

    def names(self):
        """The names of all machines shown, in order."""
        return [n.name for n in self.node.walk() if n.role == "label" and n.parent.name.startswith(n.name + ", ")]

    def says_of_host(self, label, words, seconds=10):
        """Waits until the row of a host says this. Its name is what a screen reader says: label, state, machines."""
        self.node.find(seconds, contains=f"{label}, {words}")

    def select(self, name):
        """Selects a machine by a click on its row."""
        self.server.click_on(self.row(name))

    def is_selected(self, name):
        """Whether a machine's row is selected: GTK says so of the row or of a cell in it."""
        row = self.row_of(name)
        return row is not None and any(n.has("selected") for n in (row, row.parent, *row.walk()))

    def open(self, name):
        """Opens a machine's window by a double click."""
        self.server.click_on(self.row(name), repeat=2)
        return Window(self.program, name)

    def operate(self, name, action):
        """Selects a machine and does domain.ACTION as soon as it is enabled."""
        self.select(name)
        until(lambda: self.is_selected(name), f"“{name}” selected")
        self.act("domain." + action)


class NewMachine(Window):
    """The dialog that asks what the new machine is to be."""

    FIELDS = {"memory": ("size", "Memory in MiB"), "processors": ("size", "Processors"),
              "disk": ("storage", "Size in GiB")}
    # Page: what is shown on it and on no other.
    PAGES = {"start": "What Does the Machine Start From?", "system": "Which Operating System?",
             "size": "How Much Memory, How Many Processors?", "storage": "Which Disk?", "network": "Which Network?",
             "advanced": "Firmware and More", "summary": "This Will Be Made"}

    def __init__(self, program, seconds=10):
        super().__init__(program, "New Machine", seconds)

    def page(self):
        """The page that is shown."""
        heading = self.node.look(role="heading")
        shown = heading.name if heading else None
        return next((page for page, text in self.PAGES.items() if text == shown), None)

    def is_at(self, page, seconds=10):
        """Waits for a page."""
        self.find(seconds, role="heading", name=self.PAGES[page])

    def next(self, seconds=20):
        """Goes on by one page, as soon as that can be done."""
        before = self.page()
        self.press("Next", seconds)
        until(lambda: self.page() not in (before, None), f"another page than {before}")

    def back(self):
        """Goes back by one page."""
        before = self.page()
        self.press("Back")
        until(lambda: self.page() not in (before, None), f"another page than {before}")

    def go(self, page):
        """Goes on to a page, or back to it."""
        order = list(self.PAGES)
        while (now := self.page()) != page:
            if order.index(now) < order.index(page):
                self.next()
            else:
                self.back()

    def skip(self, seconds=20):
        """Goes to the last page, as soon as all has a sensible answer."""
        if self.page() != "summary":
            self.press("Leave the Rest as It Is", seconds)
            self.is_at("summary")

    def choose(self, path):
        """Chooses a file in GTK's own dialog, as one who knows the path: by typing it."""
        before = {w.path for w in self.program.root.children}
        self.press("Choose…")
        chooser = until(lambda: next((w for w in self.program.root.children if w.path not in before), None),
                        "the dialog for files")
        self.server.enter(chooser)
        self.server.key("slash")
        self.server.type(path.removeprefix("/"))
        self.server.key("Return")
        until(lambda: chooser.path not in [w.path for w in self.program.root.children], "the dialog for files closed")

    def set(self, field, number):
        """Sets one of the numbers, on its page."""
        page, name = self.FIELDS[field]
        self.go(page)
        self.find(role="spin button", name=name).value = number

    def set_name(self, text):
        """Replaces the name, on the last page."""
        self.skip()
        self.find(role="text", name="Name").set_text(text)

    def typed_name(self):
        """The name, as it stands on the last page."""
        self.skip()
        return self.find(role="text", name="Name").value_text()

    def fill(self, iso, name, memory=256, processors=1, disk=1):
        """Answers everything."""
        self.choose(iso)
        self.set("memory", memory)
        self.set("processors", processors)
        self.set("disk", disk)
        self.set_name(name)

    def create(self, seconds=30, anyway=False):
        """Presses Create as soon as it can be pressed; anyway: although the disk is larger than what is free."""
        self.skip()
        self.press("Create", seconds)
        if anyway:
            self.program.press("Create Anyway")

    def refuses(self, words, button="Next"):
        """Waits until the page says why one cannot go on, and the button is off."""
        self.find(10, role="label", contains=words)
        until(lambda: not self.find(role="button", name=button).has("sensitive"), f"{button} off", 5)

    def cancel(self):
        """Closes it; what was answered is lost."""
        self.press("Cancel")
        self.program.gone(name="New Machine", role=("frame", "dialog", "window"))


class AddHost(Window):
    """The dialog that adds a host."""

    KINDS = ("This computer, my machines", "This computer, all users", "Another computer (SSH)", "Containers (LXC)",
             "Xen", "Another address")

    def __init__(self, program, seconds=10):
        super().__init__(program, "Add Host", seconds)

    def kind(self):
        """The kind that is chosen."""
        row = self.find(role="combo box", name="Host")
        return next(text for text in row.texts() if text in self.KINDS)

    def choose_kind(self, kind):
        """Chooses in the list of kinds, by the keyboard."""
        def chosen():
            now = self.kind()
            if now == kind:
                return True
            steps = self.KINDS.index(kind) - self.KINDS.index(now)
            self.server.click_on(self.find(role="combo box", name="Host"))
            self.server.key(*(["Down"] * steps if steps > 0 else ["Up"] * -steps), "Return")
            return False
        until(chosen, f"“{kind}” chosen", 20)

    def field(self, title):
        """The entry of a row whose title begins so."""
        return self.find(role="text", contains=title)

    def fill(self, title, text):
        """Replaces what is in a field."""
        self.field(title).set_text(text)

    def value(self, title):
        """What is in a field."""
        return self.field(title).value_text()

    def question(self, words, seconds=20):
        """Waits for the dialog beside this one that says these words."""
        def look():
            others = [w for w in self.program.root.children if w.name not in ("Hangar", "Add Host")]
            return next((w for w in others if w.look(contains=words)), None)
        return until(look, f"a dialog that says “{words}”", seconds)

    def log_in(self, words, answer):
        """Answers a question."""
        dialog = self.question(words)
        dialog.find(role="text", contains=words).set_text(answer)
        dialog.find(role="button", name="Log In").click()

    def refuse_login(self, words):
        """Cancels a question."""
        self.question(words).find(role="button", name="Cancel").click()

    def trust(self, words):
        """Says yes to a question."""
        self.question(words).find(role="button", name="Trust and Connect").click()

    def closed(self, seconds=10):
        """Waits until the dialog is gone."""
        until(lambda: self.node.path not in [w.path for w in self.program.root.children], "the dialog closed", seconds)


class Hardware(Window):
    """The Hardware page of a machine's window."""

    def __init__(self, program, title, seconds=20):
        super().__init__(program, title, seconds)
        self.page = None
        self.find(role="page tab", name="Hardware").click()
        self.find(20, role="list item", contains="Overview")
        self.page = self.node.look(name="HangarHardwarePage") or self.node

    def find(self, seconds=10, **what):
        """Waits for a node in the page: much less to look through than the window."""
        return (self.page or self.node).find(seconds, **what)

    def look(self, **what):
        """A node in the page now, or None."""
        return (self.page or self.node).look(**what)

    def gone(self, seconds=10, **what):
        """Waits until nothing in the page fits."""
        self.page.gone(seconds, **what)

    def press(self, name, seconds=10, role="button"):
        """Waits until a button of the page can be pressed, and presses it."""
        return self.find(seconds, role=role, name=name, state="sensitive").click()

    def device(self, words, seconds=20):
        """Waits for a device in the list: its kind and which it is."""
        return self.find(seconds, role="list item", contains=words)

    def choose(self, words):
        """Shows a device's form."""
        self.server.click_on(self.device(words))

    def has(self, words):
        """Whether the list has such a device now."""
        return self.look(role="list item", contains=words) is not None

    def add(self, kind, answer=None):
        """Adds a device of a kind; answer is called with the dialog before it is added."""
        self.press("Add Hardware…")
        dialog = Window(self.program, "Add Hardware")
        self.server.click_on(dialog.find(role="list item", name=kind))
        if answer is not None:
            answer(dialog)
        dialog.press("Add", 20)
        until(lambda: self.program.look(role="button", name="Add") is None, "the dialog closed")

    def remove(self, words):
        """Removes a device and says yes."""
        self.choose(words)
        self.press("Remove…")
        return self.program.find(10, role="button", name="Remove")

    def apply(self, seconds=10):
        """Applies what was changed."""
        self.press("Apply", seconds)
