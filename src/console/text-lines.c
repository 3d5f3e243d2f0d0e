/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The serial lines and consoles that a running machine has, as a menu and as terminals made when they are
 * wanted. */

#include "config.h"

#include "console/text-lines.h"

#include <glib/gi18n.h>

#include "model/domain-config.h"

struct _HangarTextLines
{
  GObject parent_instance;

  HangarDomain *domain;
  GCancellable *loading;
  GMenu *menu;
  GHashTable *consoles; /* alias → HangarTextConsole, kept so that what they showed stays */
};

G_DEFINE_FINAL_TYPE (HangarTextLines, hangar_text_lines, G_TYPE_OBJECT)

/* A console of kind "serial" is the first serial line under another name. */
static gboolean
is_line (const HangarConfigCharacter *character)
{
  if (g_strcmp0 (character->kind, "pty") != 0)
    return FALSE;
  return g_strcmp0 (character->device, "serial") == 0 ||
         (g_strcmp0 (character->device, "console") == 0 && g_strcmp0 (character->target, "serial") != 0);
}

static void
append (HangarTextLines *self, const char *label, const char *device)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, "console.show", "s", device);
  g_menu_append_item (self->menu, item);
}

/* Returns whether there is one. */
static gboolean
fill (HangarTextLines *self, const HangarDomainConfig *config)
{
  gboolean found = FALSE;

  g_menu_remove_all (self->menu);
  append (self, _ ("_Graphical screen"), "screen");
  for (guint i = 0; config != NULL && i < config->characters->len; i++)
    {
      const HangarConfigCharacter *character = g_ptr_array_index (config->characters, i);
      g_autofree char *label = NULL;

      if (!is_line (character) || character->alias == NULL)
        continue;
      label = g_strdup_printf (g_str_equal (character->device, "serial") ? _ ("Serial line %u")
                                                                         : _ ("Text console %u"),
                               character->port + 1);
      append (self, label, character->alias);
      found = TRUE;
    }
  return found;
}

static gboolean
has_line (const HangarDomainConfig *config)
{
  for (guint i = 0; i < config->characters->len; i++)
    if (is_line (g_ptr_array_index (config->characters, i)))
      return TRUE;
  return FALSE;
}

/* The definition says what a machine that has none now has from its next start. */
static void
stored_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarTextLines) self = data;
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_load_finish (self->domain, result, NULL);

  if (config == NULL)
    return;
  fill (self, NULL);
  if (!has_line (config))
    g_menu_append (self->menu, _ ("_Add a Serial Console…"), "console.add-line");
  else if (hangar_domain_is_active (self->domain))
    g_menu_append (self->menu, _ ("Serial line from the next start"), "console.none");
}

static void
load (HangarTextLines *self, gboolean stored, GAsyncReadyCallback callback)
{
  hangar_domain_config_load_async (self->domain, stored, self->loading, callback, g_object_ref (self));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (HangarTextLines) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarDomainConfig) config = hangar_domain_config_load_finish (self->domain, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (!fill (self, config) && config != NULL)
    load (self, TRUE, stored_cb);
}

static void
hangar_text_lines_dispose (GObject *object)
{
  HangarTextLines *self = HANGAR_TEXT_LINES (object);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  g_clear_pointer (&self->consoles, g_hash_table_unref);
  g_clear_object (&self->menu);
  g_clear_object (&self->domain);
  G_OBJECT_CLASS (hangar_text_lines_parent_class)->dispose (object);
}

static void
hangar_text_lines_class_init (HangarTextLinesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hangar_text_lines_dispose;
}

static void
hangar_text_lines_init (HangarTextLines *self)
{
  self->menu = g_menu_new ();
  self->consoles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  fill (self, NULL);
}

/**
 * hangar_text_lines_new:
 * @domain: the machine
 *
 * Returns: (transfer full): its lines, none yet
 */
HangarTextLines *
hangar_text_lines_new (HangarDomain *domain)
{
  HangarTextLines *self = g_object_new (HANGAR_TYPE_TEXT_LINES, NULL);

  g_set_object (&self->domain, domain);
  return self;
}

/**
 * hangar_text_lines_refresh:
 *
 * Looks again at what the machine has, and whether it could be given one.
 */
void
hangar_text_lines_refresh (HangarTextLines *self)
{
  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();
  if (hangar_domain_is_active (self->domain))
    load (self, FALSE, loaded_cb);
  else
    load (self, TRUE, stored_cb);
}

/**
 * hangar_text_lines_close:
 *
 * Lets go of all lines; what they showed stays.
 */
void
hangar_text_lines_close (HangarTextLines *self)
{
  GHashTableIter iter;
  gpointer console;

  g_hash_table_iter_init (&iter, self->consoles);
  while (g_hash_table_iter_next (&iter, NULL, &console))
    hangar_text_console_close (console);
}

/**
 * hangar_text_lines_get_menu:
 *
 * Returns: (transfer none): "Screen" and the lines, for the action "console.show"; "console.add-line" when
 * there is none
 */
GMenuModel *
hangar_text_lines_get_menu (HangarTextLines *self)
{
  return G_MENU_MODEL (self->menu);
}

/**
 * hangar_text_lines_get:
 * @device: the alias of a line
 *
 * Returns: (transfer none): its terminal
 */
GtkWidget *
hangar_text_lines_get (HangarTextLines *self, const char *device)
{
  GtkWidget *console = g_hash_table_lookup (self->consoles, device);

  if (console == NULL)
    {
      console = g_object_ref_sink (hangar_text_console_new (self->domain, device));
      g_hash_table_insert (self->consoles, g_strdup (device), console);
    }
  return console;
}
