/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be done with a machine's screen: sending keys that the desktop keeps for itself, and screenshots.
 */

#include "config.h"

#include "ui/domain/screen-actions.h"

#include <glib/gi18n-lib.h>

#include "ui/domain/domain-questions.h"
#include "widgets/error-toast.h"

#define MOST_KEYS 4
#define LONGEST_NAME 100

struct _HangarScreenActions
{
  GObject parent_instance;

  GActionMap *map;        /* not owned: it owns us */
  HangarConsole *console; /* (nullable): weak */
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (HangarScreenActions, hangar_screen_actions, G_TYPE_OBJECT)

typedef struct
{
  const char *name;
  guint qnum;
} Key;

/* QEMU's key numbers: the code of a PC/XT keyboard, with 0x80 added where it has the prefix e0. */
static const Key keys[] = {
  { "ctrl", 0x1d }, { "alt", 0x38 },   { "shift", 0x2a }, { "del", 0xd3 }, { "backspace", 0x0e },
  { "esc", 0x01 },  { "print", 0x54 }, { "f1", 0x3b },    { "f2", 0x3c },  { "f3", 0x3d },
  { "f4", 0x3e },   { "f5", 0x3f },    { "f6", 0x40 },    { "f7", 0x41 },  { "f8", 0x42 },
  { "f9", 0x43 },   { "f10", 0x44 },   { "f11", 0x57 },   { "f12", 0x58 },
};

static guint
find_key (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].name, name))
      return keys[i].qnum;
  return 0;
}

/**
 * hangar_screen_actions_parse_keys:
 * @name: keys joined by "-", like "ctrl-alt-del"
 * @qnums: (out caller-allocates) (array length=most): their numbers
 * @most: the room in @qnums
 *
 * Returns: how many there are, 0 when @name has one that is not known, or too many
 */
gsize
hangar_screen_actions_parse_keys (const char *name, guint *qnums, gsize most)
{
  g_auto (GStrv) parts = g_strsplit (name, "-", -1);
  gsize n = g_strv_length (parts);

  if (n > most)
    return 0;
  for (gsize i = 0; i < n; i++)
    {
      qnums[i] = find_key (parts[i]);
      if (qnums[i] == 0)
        return 0;
    }
  return n;
}

/**
 * hangar_screen_actions_suggest_name:
 * @machine: the name of a machine: anything
 * @now: the time of the screenshot
 *
 * Returns: (transfer full): a file name that every file system takes
 */
char *
hangar_screen_actions_suggest_name (const char *machine, GDateTime *now)
{
  g_autofree char *time = g_date_time_format (now, "%Y-%m-%d-%H-%M-%S");
  g_autofree char *safe = g_utf8_substring (machine, 0, MIN (g_utf8_strlen (machine, -1), LONGEST_NAME));

  for (char *c = safe; *c != '\0'; c++)
    if (strchr ("/\\:*?\"<>|", *c) != NULL || g_ascii_iscntrl (*c))
      *c = '_';
  if (safe[0] == '.')
    safe[0] = '_';
  return g_strdup_printf ("%s-%s.png", safe, time);
}

static void
send_key_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarScreenActions *self = user_data;
  guint qnums[MOST_KEYS];
  gsize n = hangar_screen_actions_parse_keys (g_variant_get_string (parameter, NULL), qnums, MOST_KEYS);

  if (n > 0 && self->console != NULL)
    hangar_console_send_keys (self->console, qnums, n);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HangarConsole *console = HANGAR_CONSOLE (source);
  g_autofree char *path = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = hangar_console_screenshot_finish (console, result, &error);
  AdwToastOverlay *overlay = hangar_domain_find_overlay (GTK_WIDGET (console));
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *text = NULL;

  if (overlay == NULL)
    return;
  if (saved)
    {
      /* Translators: %s is the name of a file */
      text = g_strdup_printf (_ ("Screenshot saved as %s"), base);
      hangar_message_toast_show (overlay, text);
      return;
    }
  /* Translators: %s is the name of a file */
  text = g_strdup_printf (_ ("Could not save the screenshot as %s"), base);
  hangar_error_toast_show (overlay, text, error);
}

static void
save_screenshot (HangarScreenActions *self, GFile *file)
{
  g_autofree char *path = g_file_get_path (file);
  AdwToastOverlay *overlay = hangar_domain_find_overlay (GTK_WIDGET (self->console));

  if (path != NULL)
    hangar_console_screenshot_async (self->console, path, self->cancellable, saved_cb, g_strdup (path));
  else if (overlay != NULL)
    hangar_message_toast_show (overlay, _ ("A screenshot can only be saved in a folder of this computer."));
}

static void
chosen_cb (GtkNativeDialog *chooser, int response, HangarScreenActions *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));

  if (response == GTK_RESPONSE_ACCEPT && file != NULL && self->console != NULL)
    save_screenshot (self, file);
  g_clear_object (&self->chooser);
}

static void
screenshot_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  HangarScreenActions *self = user_data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  HangarDomain *domain = hangar_console_get_domain (self->console);
  g_autofree char *name = hangar_screen_actions_suggest_name (hangar_domain_get_display_name (domain), now);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self->console));

  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Save Screenshot"), GTK_WINDOW (root),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect (self->chooser, "response", G_CALLBACK (chosen_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static const char *const names[] = { "send-key", "screenshot" };

static void
state_changed (HangarScreenActions *self)
{
  gboolean live = self->console != NULL && hangar_console_is_live (self->console);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (self->map, names[i])), live);
}

static void
hangar_screen_actions_dispose (GObject *object)
{
  HangarScreenActions *self = HANGAR_SCREEN_ACTIONS (object);

  for (gsize i = 0; self->map != NULL && i < G_N_ELEMENTS (names); i++)
    g_action_map_remove_action (self->map, names[i]);
  self->map = NULL;
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  g_clear_weak_pointer (&self->console);

  G_OBJECT_CLASS (hangar_screen_actions_parent_class)->dispose (object);
}

static void
hangar_screen_actions_finalize (GObject *object)
{
  g_object_unref (HANGAR_SCREEN_ACTIONS (object)->cancellable);

  G_OBJECT_CLASS (hangar_screen_actions_parent_class)->finalize (object);
}

static void
hangar_screen_actions_class_init (HangarScreenActionsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_screen_actions_dispose;
  G_OBJECT_CLASS (klass)->finalize = hangar_screen_actions_finalize;
}

static void
hangar_screen_actions_init (HangarScreenActions *self)
{
  self->cancellable = g_cancellable_new ();
}

/**
 * hangar_screen_actions_new:
 * @map: gets "send-key" (with keys like "ctrl-alt-del") and "screenshot"; must outlive what is returned
 *
 * They are off until there is a screen.
 *
 * Returns: (transfer full): keeps the actions working
 */
HangarScreenActions *
hangar_screen_actions_new (GActionMap *map)
{
  static const GActionEntry entries[] = {
    { "send-key", send_key_cb, "s" },
    { "screenshot", screenshot_cb },
  };
  HangarScreenActions *self = g_object_new (HANGAR_TYPE_SCREEN_ACTIONS, NULL);

  self->map = map;
  g_action_map_add_action_entries (map, entries, G_N_ELEMENTS (entries), self);
  state_changed (self);
  return self;
}

/**
 * hangar_screen_actions_set_console:
 * @self: the actions
 * @console: (nullable): the screen
 */
void
hangar_screen_actions_set_console (HangarScreenActions *self, HangarConsole *console)
{
  if (self->console == console)
    return;
  if (self->console != NULL)
    g_signal_handlers_disconnect_by_func (self->console, state_changed, self);
  g_set_weak_pointer (&self->console, console);
  if (console != NULL)
    g_signal_connect_object (console, "notify::state", G_CALLBACK (state_changed), self, G_CONNECT_SWAPPED);
  state_changed (self);
}
