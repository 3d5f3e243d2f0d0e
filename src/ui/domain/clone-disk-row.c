/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drive of a machine that is cloned, and what the clones get of it. */

#include "config.h"

#include "ui/domain/clone-disk-row.h"

#include <glib/gi18n-lib.h>

struct _HangarCloneDiskRow
{
  AdwComboRow parent_instance;

  HangarCloneSource *source;
  GtkWidget *path_row; /* where the copy is to be: below this one, shown where there is a choice */
  char *clone_name;    /* (nullable): of several it is not asked */
  char *suggested;     /* the path that the row itself wrote */
};

G_DEFINE_FINAL_TYPE (HangarCloneDiskRow, hangar_clone_disk_row, ADW_TYPE_COMBO_ROW)

/* The choices are in the order of HangarCloneAction. */
G_STATIC_ASSERT (HANGAR_CLONE_COPY == 0 && HANGAR_CLONE_LINK == 1 && HANGAR_CLONE_SHARE == 2 &&
                 HANGAR_CLONE_SKIP == 3);

static void
hangar_clone_disk_row_finalize (GObject *object)
{
  HangarCloneDiskRow *self = HANGAR_CLONE_DISK_ROW (object);

  g_clear_pointer (&self->source, hangar_clone_source_free);
  g_clear_object (&self->path_row);
  g_free (self->clone_name);
  g_free (self->suggested);

  G_OBJECT_CLASS (hangar_clone_disk_row_parent_class)->finalize (object);
}

static void
hangar_clone_disk_row_class_init (HangarCloneDiskRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_clone_disk_row_finalize;

  gtk_widget_class_set_template_from_resource (GTK_WIDGET_CLASS (klass),
                                               HANGAR_RESOURCE_PATH "/domain/clone-disk-row.ui");
}

static void
hangar_clone_disk_row_init (HangarCloneDiskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static HangarCloneSource *
copy (const HangarCloneSource *source, HangarCloneAction action)
{
  return hangar_clone_source_new (source->target, source->path, source->format, action);
}

static gboolean
is_path_asked (HangarCloneDiskRow *self)
{
  guint action = adw_combo_row_get_selected (ADW_COMBO_ROW (self));

  return self->clone_name != NULL && (action == HANGAR_CLONE_COPY || action == HANGAR_CLONE_LINK);
}

/* A path that the user has not touched follows the name. */
static void
update_path (HangarCloneDiskRow *self)
{
  GtkEditable *entry = GTK_EDITABLE (self->path_row);
  g_autoptr (HangarCloneSource) chosen = NULL;

  gtk_widget_set_visible (self->path_row, is_path_asked (self));
  if (!is_path_asked (self) ||
      (self->suggested != NULL && !g_str_equal (gtk_editable_get_text (entry), self->suggested)))
    return;
  chosen = copy (self->source, (HangarCloneAction) adw_combo_row_get_selected (ADW_COMBO_ROW (self)));
  g_free (self->suggested);
  self->suggested = hangar_clone_suggest_path (chosen, self->clone_name);
  /* Each change makes the dialog tell the name again. */
  if (!g_str_equal (gtk_editable_get_text (entry), self->suggested))
    gtk_editable_set_text (entry, self->suggested);
}

static void
make_path_row (HangarCloneDiskRow *self)
{
  /* Translators: %s is the name of a disk, like "vda" */
  g_autofree char *title = g_strdup_printf (_ ("New file of %s"), self->source->target);

  self->path_row = g_object_ref_sink (adw_entry_row_new ());
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->path_row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->path_row), title);
  gtk_widget_set_visible (self->path_row, FALSE);
  g_signal_connect (self, "notify::selected", G_CALLBACK (update_path), NULL);
}

/**
 * hangar_clone_disk_row_new:
 * @source: a drive (copied)
 *
 * Returns: (transfer floating): a row that begins with what is suggested for it
 */
GtkWidget *
hangar_clone_disk_row_new (const HangarCloneSource *source)
{
  HangarCloneDiskRow *self = g_object_new (HANGAR_TYPE_CLONE_DISK_ROW, NULL);

  self->source = copy (source, source->action);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), source->target);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), source->path);
  adw_combo_row_set_selected (ADW_COMBO_ROW (self), source->action);
  make_path_row (self);
  return GTK_WIDGET (self);
}

/**
 * hangar_clone_disk_row_get_path_row:
 * @self: a row
 *
 * Returns: (transfer none): the row in which it is asked where the clone's image is to be, for below this one
 */
GtkWidget *
hangar_clone_disk_row_get_path_row (HangarCloneDiskRow *self)
{
  return self->path_row;
}

/**
 * hangar_clone_disk_row_set_clone_name:
 * @self: a row
 * @name: (nullable): the name of the clone; of several clones each has its own file, and that is not asked
 */
void
hangar_clone_disk_row_set_clone_name (HangarCloneDiskRow *self, const char *name)
{
  g_free (self->clone_name);
  self->clone_name = g_strdup (name);
  update_path (self);
}

/**
 * hangar_clone_disk_row_dup_source:
 * @self: a row
 *
 * Returns: (transfer full): the drive with what was chosen
 */
HangarCloneSource *
hangar_clone_disk_row_dup_source (HangarCloneDiskRow *self)
{
  HangarCloneSource *source =
    copy (self->source, (HangarCloneAction) adw_combo_row_get_selected (ADW_COMBO_ROW (self)));

  if (is_path_asked (self))
    source->target_path = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->path_row)));
  return source;
}
