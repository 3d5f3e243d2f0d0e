/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's serial line in a terminal. */

#include "config.h"

#include "console/text-console.h"

#include <gio/gunixinputstream.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <unistd.h>
#include <vte/vte.h>

#include "model/domain-console.h"

/* What is read at once: little, so that a flood leaves the window time to draw. */
#define CHUNK 16384
#define SCROLLBACK 10000
#define ZOOM_STEP 1.2
/* PCRE2's UTF, NO_UTF_CHECK and MULTILINE, as VTE asks for */
#define SEARCH_FLAGS (0x00080000u | 0x40000000u | 0x00000400u)

struct _HangarTextConsole
{
  GtkWidget parent_instance;

  HangarDomain *domain;
  char *device;
  GCancellable *cancellable; /* of the line that is open or being opened */
  GSocketConnection *line;
  GByteArray *unsent;
  gboolean sending;

  GtkStack *stack;
  GtkWidget *terminal_box;
  VteTerminal *terminal;
  GtkLabel *reason_label;
  GtkLabel *details_label;
  GtkSearchBar *search_bar;
  GtkEditable *search_entry;
};

G_DEFINE_FINAL_TYPE (HangarTextConsole, hangar_text_console, GTK_TYPE_WIDGET)

static void read_more (HangarTextConsole *self);
static void send_more (HangarTextConsole *self);

static void
drop_line (HangarTextConsole *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->line != NULL)
    g_io_stream_close_async (G_IO_STREAM (self->line), G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->line);
  g_byte_array_set_size (self->unsent, 0);
  self->sending = FALSE;
}

static void
show_end (HangarTextConsole *self, const char *reason, const char *details)
{
  drop_line (self);
  gtk_label_set_text (self->reason_label, reason);
  gtk_label_set_text (self->details_label, details != NULL ? details : "");
  gtk_widget_set_visible (GTK_WIDGET (self->details_label), details != NULL);
  gtk_stack_set_visible_child_name (self->stack, "ended");
}

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarTextConsole) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      show_end (self, _ ("The line was closed: the machine stopped, or somebody else took it."),
                error != NULL ? error->message : NULL);
      return;
    }
  vte_terminal_feed (self->terminal, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes));
  read_more (self);
}

static void
read_more (HangarTextConsole *self)
{
  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (self->line)), CHUNK,
                                   G_PRIORITY_DEFAULT_IDLE, self->cancellable, read_cb, g_object_ref (self));
}

static void
sent_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarTextConsole) self = data;
  gssize n = g_output_stream_write_bytes_finish (G_OUTPUT_STREAM (source), result, NULL);

  if (self->line == NULL || n < 0)
    return;
  self->sending = FALSE;
  g_byte_array_remove_range (self->unsent, 0, (guint) n);
  send_more (self);
}

static void
send_more (HangarTextConsole *self)
{
  g_autoptr (GBytes) bytes = NULL;

  if (self->line == NULL || self->sending || self->unsent->len == 0)
    return;
  self->sending = TRUE;
  /* The array may move while the bytes are on their way: they travel in a copy. */
  bytes = g_bytes_new (self->unsent->data, MIN (self->unsent->len, CHUNK));
  g_output_stream_write_bytes_async (g_io_stream_get_output_stream (G_IO_STREAM (self->line)), bytes,
                                     G_PRIORITY_DEFAULT, self->cancellable, sent_cb, g_object_ref (self));
}

static void
typed_cb (VteTerminal *terminal, const char *text, guint size, HangarTextConsole *self)
{
  if (self->line == NULL)
    return;
  g_byte_array_append (self->unsent, (const guint8 *) text, size);
  send_more (self);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarTextConsole) self = data;
  g_autoptr (GError) error = NULL;
  int fd = hangar_domain_open_console_finish (self->domain, result, &error);

  if (fd >= 0)
    hangar_text_console_attach (self, fd);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_end (self, _ ("The line could not be opened. Perhaps somebody else has it open."), error->message);
}

static void
reconnect_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  hangar_text_console_open (HANGAR_TEXT_CONSOLE (widget), g_str_equal (name, "text-console.take-over"));
}

static void
copy_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  vte_terminal_copy_clipboard_format (HANGAR_TEXT_CONSOLE (widget)->terminal, VTE_FORMAT_TEXT);
}

static void
paste_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  vte_terminal_paste_clipboard (HANGAR_TEXT_CONSOLE (widget)->terminal);
}

static void
zoom_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  VteTerminal *terminal = HANGAR_TEXT_CONSOLE (widget)->terminal;
  double scale = vte_terminal_get_font_scale (terminal);

  if (g_str_equal (name, "text-console.zoom-in"))
    scale *= ZOOM_STEP;
  else if (g_str_equal (name, "text-console.zoom-out"))
    scale /= ZOOM_STEP;
  else
    scale = 1;
  vte_terminal_set_font_scale (terminal, CLAMP (scale, 0.25, 4.0));
}

static void
find_activated (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gtk_search_bar_set_search_mode (HANGAR_TEXT_CONSOLE (widget)->search_bar, TRUE);
}

static void
search_cb (HangarTextConsole *self)
{
  const char *wanted = gtk_editable_get_text (self->search_entry);
  g_autofree char *pattern = g_regex_escape_string (wanted, -1);
  VteRegex *regex = *wanted != '\0' ? vte_regex_new_for_search (pattern, -1, SEARCH_FLAGS, NULL) : NULL;

  vte_terminal_search_set_regex (self->terminal, regex, 0);
  g_clear_pointer (&regex, vte_regex_unref);
  if (*wanted != '\0')
    vte_terminal_search_find_previous (self->terminal);
}

static void
search_previous_cb (HangarTextConsole *self)
{
  vte_terminal_search_find_previous (self->terminal);
}

static void
search_next_cb (HangarTextConsole *self)
{
  vte_terminal_search_find_next (self->terminal);
}

/* What the guest writes may be anything: it gets colours, and nothing that acts outside its page. */
static void
make_terminal (HangarTextConsole *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->terminal = VTE_TERMINAL (vte_terminal_new ());
  vte_terminal_set_scrollback_lines (self->terminal, SCROLLBACK);
  vte_terminal_set_allow_hyperlink (self->terminal, FALSE);
  vte_terminal_set_audible_bell (self->terminal, FALSE);
  vte_terminal_search_set_wrap_around (self->terminal, TRUE);
  gtk_widget_set_hexpand (GTK_WIDGET (self->terminal), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self->terminal), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->terminal), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text console of the machine"), -1);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->terminal));
  gtk_box_append (GTK_BOX (self->terminal_box), scrolled);
  g_signal_connect_object (self->terminal, "commit", G_CALLBACK (typed_cb), self, 0);
}

static void
hangar_text_console_dispose (GObject *object)
{
  HangarTextConsole *self = HANGAR_TEXT_CONSOLE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  drop_line (self);
  g_clear_object (&self->domain);
  if (child != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (hangar_text_console_parent_class)->dispose (object);
}

static void
hangar_text_console_finalize (GObject *object)
{
  HangarTextConsole *self = HANGAR_TEXT_CONSOLE (object);

  g_free (self->device);
  g_byte_array_unref (self->unsent);
  G_OBJECT_CLASS (hangar_text_console_parent_class)->finalize (object);
}

static gboolean
hangar_text_console_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HANGAR_TEXT_CONSOLE (widget)->terminal));
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc activate;
    guint keyval;
    GdkModifierType modifiers;
  } actions[] = {
    { "text-console.reconnect", reconnect_activated, 0, 0 },
    { "text-console.take-over", reconnect_activated, 0, 0 },
    { "text-console.copy", copy_activated, GDK_KEY_C, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "text-console.paste", paste_activated, GDK_KEY_V, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "text-console.find", find_activated, GDK_KEY_F, GDK_CONTROL_MASK | GDK_SHIFT_MASK },
    { "text-console.zoom-in", zoom_activated, GDK_KEY_plus, GDK_CONTROL_MASK },
    { "text-console.zoom-out", zoom_activated, GDK_KEY_minus, GDK_CONTROL_MASK },
    { "text-console.zoom-normal", zoom_activated, GDK_KEY_0, GDK_CONTROL_MASK },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].activate);
      if (actions[i].keyval != 0)
        gtk_widget_class_add_binding_action (widget_class, actions[i].keyval, actions[i].modifiers,
                                             actions[i].name, NULL);
    }
}

static void
hangar_text_console_class_init (HangarTextConsoleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hangar_text_console_dispose;
  object_class->finalize = hangar_text_console_finalize;
  widget_class->grab_focus = hangar_text_console_grab_focus;
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/console/text-console.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, terminal_box);
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, details_label);
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HangarTextConsole, search_entry);
  gtk_widget_class_bind_template_callback (widget_class, search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_previous_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_next_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  install_actions (widget_class);
}

static void
hangar_text_console_init (HangarTextConsole *self)
{
  self->unsent = g_byte_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  make_terminal (self);
  gtk_search_bar_connect_entry (self->search_bar, self->search_entry);
}

/**
 * hangar_text_console_new:
 * @domain: (nullable): the machine
 * @device: (nullable): the alias of the line; %NULL is the first console
 *
 * Returns: (transfer floating): a text console that is not open yet
 */
GtkWidget *
hangar_text_console_new (HangarDomain *domain, const char *device)
{
  HangarTextConsole *self = g_object_new (HANGAR_TYPE_TEXT_CONSOLE, NULL);

  g_set_object (&self->domain, domain);
  self->device = g_strdup (device);
  return GTK_WIDGET (self);
}

/**
 * hangar_text_console_open:
 * @force: whether to take the line from somebody else who has it open
 *
 * Opens the line, or opens it again.
 */
void
hangar_text_console_open (HangarTextConsole *self, gboolean force)
{
  drop_line (self);
  if (self->domain == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  gtk_stack_set_visible_child_name (self->stack, "terminal");
  hangar_domain_open_console_async (self->domain, self->device, force, self->cancellable, opened_cb,
                                    g_object_ref (self));
}

/**
 * hangar_text_console_close:
 *
 * Lets go of the line; what it showed stays.
 */
void
hangar_text_console_close (HangarTextConsole *self)
{
  drop_line (self);
}

/**
 * hangar_text_console_attach:
 * @fd: (transfer full): a socket with the line at its other end
 *
 * Shows this line.
 */
void
hangar_text_console_attach (HangarTextConsole *self, int fd)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, NULL);

  drop_line (self);
  if (socket == NULL)
    {
      close (fd);
      return;
    }
  self->cancellable = g_cancellable_new ();
  self->line = g_socket_connection_factory_create_connection (socket);
  gtk_stack_set_visible_child_name (self->stack, "terminal");
  read_more (self);
}

/**
 * hangar_text_console_is_open:
 *
 * Returns: whether a line is shown
 */
gboolean
hangar_text_console_is_open (HangarTextConsole *self)
{
  return self->line != NULL;
}

/**
 * hangar_text_console_dup_text:
 *
 * Returns: (transfer full) (nullable): what the terminal shows, as plain text
 */
char *
hangar_text_console_dup_text (HangarTextConsole *self)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  return vte_terminal_get_text (self->terminal, NULL, NULL, NULL);
  G_GNUC_END_IGNORE_DEPRECATIONS
}
