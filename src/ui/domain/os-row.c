/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A machine's operating system: its name, what libosinfo says of it, and choosing another. */

#include "config.h"

#include "ui/domain/os-row.h"

#include <glib/gi18n-lib.h>

#include "model/os-words.h"
#include "ui/domain/os-dialog.h"

struct _HangarOsRow
{
  AdwActionRow parent_instance;

  char *id;                 /* (nullable): libosinfo's */
  guint64 memory;           /* bytes that the machine has, 0 when not known */
  HangarOsCatalog *catalog; /* (nullable) */
  GCancellable *cancellable;
  GtkWidget *button;
};

G_DEFINE_FINAL_TYPE (HangarOsRow, hangar_os_row, ADW_TYPE_ACTION_ROW)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* The catalog knows better than the id, once it is loaded. */
static char *
describe (HangarOsRow *self)
{
  HangarOs *os = self->catalog != NULL ? hangar_os_catalog_lookup (self->catalog, self->id) : NULL;
  g_autofree char *advice = os != NULL ? hangar_os_advice (os, self->memory) : NULL;
  g_autofree char *words = os == NULL ? hangar_os_words (self->id) : NULL;

  if (os != NULL && *advice != '\0')
    return g_strconcat (hangar_os_get_name (os), "\n", advice, NULL);
  if (os != NULL)
    return g_strdup (hangar_os_get_name (os));
  if (words != NULL)
    return g_steal_pointer (&words);
  return g_strdup (self->id != NULL ? self->id : _ ("not known"));
}

static void
update (HangarOsRow *self)
{
  g_autofree char *text = describe (self);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "os.change", self->catalog != NULL);
  gtk_widget_set_tooltip_text (
    self->button, self->catalog != NULL ? NULL : _ ("The list of operating systems is not there."));
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarOsRow) self = user_data;

  /* Without it the row says what the id alone tells. */
  if (hangar_os_catalog_load_finish (HANGAR_OS_CATALOG (source), result, NULL) && self->catalog != NULL)
    update (self);
}

static void
load (HangarOsRow *self)
{
  hangar_os_catalog_load_async (self->catalog, self->cancellable, loaded_cb, g_object_ref (self));
}

static void
chosen_cb (HangarOsRow *self, HangarOs *os)
{
  hangar_os_row_set_id (self, hangar_os_is_unknown (os) ? NULL : hangar_os_get_id (os));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
change_activated (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  HangarOsRow *self = HANGAR_OS_ROW (widget);
  HangarOsDialog *dialog = hangar_os_dialog_new (self->catalog, widget);

  load (self);
  g_signal_connect_object (dialog, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
hangar_os_row_dispose (GObject *object)
{
  HangarOsRow *self = HANGAR_OS_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->catalog);

  G_OBJECT_CLASS (hangar_os_row_parent_class)->dispose (object);
}

static void
hangar_os_row_finalize (GObject *object)
{
  HangarOsRow *self = HANGAR_OS_ROW (object);

  g_object_unref (self->cancellable);
  g_free (self->id);

  G_OBJECT_CLASS (hangar_os_row_parent_class)->finalize (object);
}

static void
hangar_os_row_class_init (HangarOsRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hangar_os_row_dispose;
  object_class->finalize = hangar_os_row_finalize;

  /**
   * HangarOsRow::changed:
   * @self: the row
   *
   * The user has chosen another system.
   */
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HANGAR_TYPE_OS_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "os.change", NULL, change_activated);
}

static void
hangar_os_row_init (HangarOsRow *self)
{
  self->cancellable = g_cancellable_new ();
  self->button = gtk_button_new_with_mnemonic (_ ("C_hange…"));
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "os.change");
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->button);
  update (self);
}

/**
 * hangar_os_row_new:
 *
 * Returns: (transfer floating): a row
 */
GtkWidget *
hangar_os_row_new (void)
{
  return g_object_new (HANGAR_TYPE_OS_ROW, NULL);
}

/**
 * hangar_os_row_set_catalog:
 * @self: a row
 * @catalog: the systems; loaded when they are needed
 */
void
hangar_os_row_set_catalog (HangarOsRow *self, HangarOsCatalog *catalog)
{
  g_set_object (&self->catalog, catalog);
  update (self);
  if (self->id != NULL && !hangar_os_catalog_is_loaded (catalog))
    load (self);
}

/**
 * hangar_os_row_set_memory:
 * @self: a row
 * @bytes: memory of the machine, 0 when it is not known
 */
void
hangar_os_row_set_memory (HangarOsRow *self, guint64 bytes)
{
  self->memory = bytes;
  update (self);
}

/**
 * hangar_os_row_set_id:
 * @self: a row
 * @id: (nullable): libosinfo's id of the system
 */
void
hangar_os_row_set_id (HangarOsRow *self, const char *id)
{
  char *copy = g_strdup (id);

  g_free (self->id);
  self->id = copy;
  update (self);
  if (copy != NULL && self->catalog != NULL && !hangar_os_catalog_is_loaded (self->catalog))
    load (self);
}

/**
 * hangar_os_row_get_id:
 * @self: a row
 *
 * Returns: (nullable): libosinfo's id of the system
 */
const char *
hangar_os_row_get_id (HangarOsRow *self)
{
  return self->id;
}
