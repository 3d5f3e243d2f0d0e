/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One snapshot in the tree: its name, when and of what it was taken, and whether the machine goes on from it.
 */

#include "config.h"

#include "ui/domain/snapshot-row.h"

#include <glib/gi18n-lib.h>

#include "util/format.h"

/* In px: twice what it takes in the row, for dense screens. */
#define PICTURE_WIDTH 112
#define PICTURE_HEIGHT 72

struct _HangarSnapshotRow
{
  AdwBin parent_instance;

  GSignalGroup *signals;
  GCancellable *cancellable; /* (nullable): of the picture that is being read */

  GtkTreeExpander *expander;
  GtkLabel *name_label;
  GtkLabel *line_label;
  GtkLabel *description_label;
  GtkWidget *here_label;
  GtkWidget *icon_image;
  GtkPicture *picture;
};

G_DEFINE_FINAL_TYPE (HangarSnapshotRow, hangar_snapshot_row, ADW_TYPE_BIN)

static const char *
content_text (HangarSnapshot *snapshot)
{
  if (hangar_snapshot_get_with_memory (snapshot))
    return _ ("disks and memory, running");
  if (hangar_snapshot_get_state (snapshot) == HANGAR_DOMAIN_OFF)
    return _ ("disks, the machine was off");
  return _ ("disks only");
}

static char *
dup_kind_text (HangarSnapshot *snapshot)
{
  guint64 bytes = hangar_snapshot_get_size (snapshot);
  g_autofree char *size = bytes > 0 ? hangar_format_size (bytes) : NULL;

  if (hangar_snapshot_get_kind (snapshot) != HANGAR_SNAPSHOT_INTERNAL)
    return size != NULL ? g_strdup_printf ("%s · %s", _ ("in files of its own"), size)
                        : g_strdup (_ ("in files of its own"));
  return g_steal_pointer (&size);
}

/**
 * hangar_snapshot_describe:
 * @snapshot: a snapshot
 *
 * Returns: (transfer full): when and of what it was taken, and how large it is, on one line
 */
char *
hangar_snapshot_describe (HangarSnapshot *snapshot)
{
  g_autofree char *time =
    hangar_format_past (hangar_snapshot_get_created (snapshot), g_get_real_time () / G_USEC_PER_SEC);

  g_autofree char *kind = dup_kind_text (snapshot);

  if (kind == NULL)
    return g_strdup_printf ("%s · %s", time, content_text (snapshot));
  return g_strdup_printf ("%s · %s · %s", time, content_text (snapshot), kind);
}

static void
show_picture (HangarSnapshotRow *self, GdkPixbuf *pixbuf)
{
  g_autoptr (GdkTexture) texture = pixbuf != NULL ? gdk_texture_new_for_pixbuf (pixbuf) : NULL;

  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (GTK_WIDGET (self->picture), texture != NULL);
  gtk_widget_set_visible (self->icon_image, texture == NULL);
}

static void
decoded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarSnapshotRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream_finish (result, &error);

  if (pixbuf != NULL && self->signals != NULL)
    show_picture (self, pixbuf);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarSnapshotRow) self = user_data;
  g_autoptr (GFileInputStream) stream = g_file_read_finish (G_FILE (source), result, NULL);

  if (stream != NULL && self->cancellable != NULL)
    gdk_pixbuf_new_from_stream_at_scale_async (G_INPUT_STREAM (stream), PICTURE_WIDTH, PICTURE_HEIGHT, TRUE,
                                               self->cancellable, decoded_cb, g_object_ref (self));
}

/* It is read and made small in other threads. */
static void
load_picture (HangarSnapshotRow *self, const char *path)
{
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  show_picture (self, NULL);
  if (file == NULL)
    return;
  self->cancellable = g_cancellable_new ();
  g_file_read_async (file, G_PRIORITY_LOW, self->cancellable, opened_cb, g_object_ref (self));
}

static void
update (HangarSnapshotRow *self)
{
  g_autoptr (HangarSnapshot) snapshot = g_signal_group_dup_target (self->signals);
  g_autofree char *line = NULL;
  const char *description;

  if (snapshot == NULL)
    return;
  line = hangar_snapshot_describe (snapshot);
  description = hangar_snapshot_get_description (snapshot);
  gtk_label_set_text (self->name_label, hangar_snapshot_get_name (snapshot));
  gtk_label_set_text (self->line_label, line);
  gtk_label_set_text (self->description_label, description != NULL ? description : "");
  gtk_widget_set_visible (GTK_WIDGET (self->description_label), description != NULL && *description != '\0');
  gtk_widget_set_visible (self->here_label, hangar_snapshot_get_current (snapshot));
}

static void
hangar_snapshot_row_dispose (GObject *object)
{
  HangarSnapshotRow *self = HANGAR_SNAPSHOT_ROW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->signals);

  G_OBJECT_CLASS (hangar_snapshot_row_parent_class)->dispose (object);
}

static void
hangar_snapshot_row_class_init (HangarSnapshotRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_snapshot_row_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/domain/snapshot-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, expander);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, line_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, description_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, here_label);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, icon_image);
  gtk_widget_class_bind_template_child (widget_class, HangarSnapshotRow, picture);
}

static void
hangar_snapshot_row_init (HangarSnapshotRow *self)
{
  self->signals = g_signal_group_new (HANGAR_TYPE_SNAPSHOT);
  g_signal_group_connect_swapped (self->signals, "notify", G_CALLBACK (update), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * hangar_snapshot_row_new:
 *
 * Returns: (transfer floating): a row without a snapshot
 */
GtkWidget *
hangar_snapshot_row_new (void)
{
  return g_object_new (HANGAR_TYPE_SNAPSHOT_ROW, NULL);
}

/**
 * hangar_snapshot_row_set_list_row:
 * @self: a row
 * @list_row: (nullable): its place in the tree
 */
void
hangar_snapshot_row_set_list_row (HangarSnapshotRow *self, GtkTreeListRow *list_row)
{
  g_autoptr (GObject) snapshot = list_row != NULL ? gtk_tree_list_row_get_item (list_row) : NULL;

  gtk_tree_expander_set_list_row (self->expander, list_row);
  g_signal_group_set_target (self->signals, snapshot);
  load_picture (self, snapshot != NULL ? hangar_snapshot_get_picture (HANGAR_SNAPSHOT (snapshot)) : NULL);
  update (self);
}
