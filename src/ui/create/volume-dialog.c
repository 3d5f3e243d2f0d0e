/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies in the storage pools of a host, to choose one from: a disc to install from, or a disk. */

#include "config.h"

#include "ui/create/volume-dialog.h"

#include <glib/gi18n.h>

#include "util/format.h"

struct _HangarVolumeDialog
{
  AdwWindow parent_instance;

  HangarConnection *connection;
  GCancellable *asking; /* (nullable): the host has answered */
  gboolean discs;
  GListStore *store;
  GtkFilterListModel *matching;
  GtkCustomFilter *filter;

  GtkSearchEntry *search_entry;
  GtkStack *stack;
  AdwStatusPage *nothing_page;
  GtkListView *list_view;
  GtkSingleSelection *selection;
  GtkLabel *note_label;
};

G_DEFINE_FINAL_TYPE (HangarVolumeDialog, hangar_volume_dialog, ADW_TYPE_WINDOW)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  HangarVolumeDialog *self = user_data;

  if (hangar_host_volume_is_disc (item) != self->discs)
    return FALSE;
  return hangar_host_volume_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

/* What keeps a volume from being chosen, or what should be known of it. */
static char *
describe_trouble (HangarVolumeDialog *self, HangarHostVolume *volume)
{
  if (!self->discs && hangar_host_volume_get_users (volume) != NULL)
    /* TRANSLATORS: %s are names of machines */
    return g_strdup_printf (_ ("In use by: %s. Two machines that write to one disk destroy what is on it."),
                            hangar_host_volume_get_users (volume));
  if (!self->discs && hangar_host_volume_get_backing_path (volume) != NULL)
    /* TRANSLATORS: %s is a file */
    return g_strdup_printf (_ ("Builds on %s, which must stay as it is."),
                            hangar_host_volume_get_backing_path (volume));
  return NULL;
}

static void
update (HangarVolumeDialog *self)
{
  HangarHostVolume *volume = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *trouble = volume != NULL ? describe_trouble (self, volume) : NULL;
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->matching)) > 0;

  gtk_stack_set_visible_child_name (self->stack, self->asking != NULL ? "asking" : any ? "list" : "nothing");
  gtk_label_set_text (self->note_label, trouble != NULL ? trouble : "");
  gtk_widget_set_visible (GTK_WIDGET (self->note_label), trouble != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "volume.choose", volume != NULL);
}

static void
filter_cb (HangarVolumeDialog *self)
{
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
  update (self);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HangarVolumeDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) volumes = hangar_host_volumes_list_finish (self->connection, result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->asking);
  if (volumes != NULL)
    g_list_store_splice (self->store, 0, 0, volumes->pdata, volumes->len);
  if (error != NULL)
    {
      g_autofree char *text = g_markup_escape_text (error->message, -1);

      adw_status_page_set_title (self->nothing_page, _ ("The Host Did Not Say What It Has"));
      adw_status_page_set_description (self->nothing_page, text);
    }
  update (self);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *facts = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (facts), 0);
  gtk_label_set_ellipsize (GTK_LABEL (facts), PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_add_css_class (facts, "dim-label");
  gtk_widget_add_css_class (facts, "caption");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), facts);
  gtk_list_item_set_child (item, box);
}

static char *
describe (HangarHostVolume *volume)
{
  g_autofree char *size = hangar_format_size (hangar_host_volume_get_capacity (volume));
  const char *format = hangar_host_volume_get_format (volume);

  if (hangar_host_volume_is_drive (volume))
    return g_strdup_printf (_ ("Drive of the host: %s"), hangar_host_volume_get_path (volume));
  /* TRANSLATORS: the name of a storage pool, a format, a size */
  return g_strdup_printf (_ ("“%s” · %s · %s"), hangar_host_volume_get_pool (volume),
                          format != NULL ? format : _ ("format unknown"), size);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  HangarHostVolume *volume = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *facts = describe (volume);

  gtk_label_set_text (GTK_LABEL (name), hangar_host_volume_get_title (volume));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (name)), facts);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), hangar_host_volume_get_path (volume));
}

static void
choose_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarVolumeDialog *self = HANGAR_VOLUME_DIALOG (widget);
  HangarHostVolume *volume = gtk_single_selection_get_selected_item (self->selection);

  if (volume == NULL)
    return;
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, volume);
  gtk_window_close (GTK_WINDOW (self));
}

static void
list_activate_cb (HangarVolumeDialog *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "volume.choose", NULL);
}

static void
hangar_volume_dialog_dispose (GObject *object)
{
  HangarVolumeDialog *self = HANGAR_VOLUME_DIALOG (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_clear_object (&self->connection);
  g_clear_object (&self->matching);
  g_clear_object (&self->store);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_VOLUME_DIALOG);
  G_OBJECT_CLASS (hangar_volume_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/volume-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, nothing_page);
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, list_view);
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, selection);
  gtk_widget_class_bind_template_child (widget_class, HangarVolumeDialog, note_label);
  gtk_widget_class_bind_template_callback (widget_class, filter_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
}

static void
hangar_volume_dialog_class_init (HangarVolumeDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_volume_dialog_dispose;

  /**
   * HangarVolumeDialog::chosen:
   * @volume: the volume
   *
   * The user chose a volume.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_VOLUME_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, HANGAR_TYPE_HOST_VOLUME);
  gtk_widget_class_install_action (widget_class, "volume.choose", NULL, choose_activated);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  bind_template (widget_class);
}

static void
hangar_volume_dialog_init (HangarVolumeDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->store = g_list_store_new (HANGAR_TYPE_HOST_VOLUME);
  self->filter = gtk_custom_filter_new (matches_cb, self, NULL);
  self->matching =
    gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->store)), GTK_FILTER (self->filter));
}

/**
 * hangar_volume_dialog_new:
 * @parent: the window that it belongs to
 * @connection: an open host
 * @discs: whether discs are offered; else disks
 *
 * Returns: (transfer floating): the dialog; it asks the host at once
 */
HangarVolumeDialog *
hangar_volume_dialog_new (GtkWindow *parent, HangarConnection *connection, gboolean discs)
{
  HangarVolumeDialog *self =
    g_object_new (HANGAR_TYPE_VOLUME_DIALOG, "transient-for", parent, "modal", TRUE, NULL);

  self->connection = g_object_ref (connection);
  self->discs = discs;
  gtk_window_set_title (GTK_WINDOW (self), discs ? _ ("Discs on the Host") : _ ("Disks on the Host"));
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->matching));
  self->asking = g_cancellable_new ();
  update (self);
  hangar_host_volumes_list_async (connection, self->asking, listed_cb, g_object_ref (self));
  return self;
}
