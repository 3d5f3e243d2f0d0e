/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A drive of a machine that is cloned, and what the clones get of it. */

#include "config.h"

#include "ui/domain/clone-disk-row.h"

struct _HangarCloneDiskRow
{
  AdwComboRow parent_instance;

  HangarCloneSource *source;
};

G_DEFINE_FINAL_TYPE (HangarCloneDiskRow, hangar_clone_disk_row, ADW_TYPE_COMBO_ROW)

/* The choices are in the order of HangarCloneAction. */
G_STATIC_ASSERT (HANGAR_CLONE_COPY == 0 && HANGAR_CLONE_LINK == 1 && HANGAR_CLONE_SHARE == 2 &&
                 HANGAR_CLONE_SKIP == 3);

static void
hangar_clone_disk_row_finalize (GObject *object)
{
  g_clear_pointer (&HANGAR_CLONE_DISK_ROW (object)->source, hangar_clone_source_free);

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
  return GTK_WIDGET (self);
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
  return copy (self->source, (HangarCloneAction) adw_combo_row_get_selected (ADW_COMBO_ROW (self)));
}
