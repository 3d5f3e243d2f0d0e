/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of operating systems with its search; systems whose maker gave them up are hidden until they are
 * asked for. */

#include "config.h"

#include "ui/create/os-chooser.h"

#include <glib/gi18n.h>

struct _HangarOsChooser
{
  GtkBox parent_instance;

  GtkFilterListModel *matching;
  GtkSliceListModel *some; /* the first of them: GTK makes rows for two hundred, and nobody reads so many */
  GtkCustomFilter *filter;

  GtkSearchEntry *search_entry;
  GtkCheckButton *old_check;
  GtkButton *more_button;
  GtkStack *stack;
  GtkListView *list_view;
  GtkSingleSelection *selection;
};

#define AT_ONCE 20

G_DEFINE_FINAL_TYPE (HangarOsChooser, hangar_os_chooser, GTK_TYPE_BOX)

enum
{
  SIGNAL_CHOSEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static gboolean
matches_cb (gpointer item, gpointer user_data)
{
  HangarOsChooser *self = user_data;

  if (hangar_os_is_end_of_life (item) && !gtk_check_button_get_active (self->old_check))
    return FALSE;
  return hangar_os_matches (item, gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
}

static void
filter_changed_cb (HangarOsChooser *self)
{
  gtk_slice_list_model_set_size (self->some, AT_ONCE);
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
items_changed_cb (HangarOsChooser *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->matching));

  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "list" : "nothing");
  gtk_widget_set_visible (GTK_WIDGET (self->more_button), n > gtk_slice_list_model_get_size (self->some));
}

static void
more_activated (GtkWidget *widget, const char *action, GVariant *parameter)
{
  HangarOsChooser *self = HANGAR_OS_CHOOSER (widget);

  gtk_slice_list_model_set_size (self->some, 2 * gtk_slice_list_model_get_size (self->some));
  items_changed_cb (self);
}

static void
selected_cb (HangarOsChooser *self)
{
  HangarOs *os = gtk_single_selection_get_selected_item (self->selection);

  if (os != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, os);
}

static void
search_activate_cb (HangarOsChooser *self)
{
  gtk_single_selection_set_selected (self->selection, 0);
}

/* From the search down into the list, without the mouse. */
static gboolean
search_key_cb (HangarOsChooser *self, guint keyval)
{
  if (keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
  return GDK_EVENT_STOP;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  HangarOs *os = gtk_list_item_get_item (item);

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), hangar_os_get_name (os));
}

static void
hangar_os_chooser_dispose (GObject *object)
{
  HangarOsChooser *self = HANGAR_OS_CHOOSER (object);

  g_clear_object (&self->matching);
  g_clear_object (&self->some);
  gtk_widget_dispose_template (GTK_WIDGET (self), HANGAR_TYPE_OS_CHOOSER);
  G_OBJECT_CLASS (hangar_os_chooser_parent_class)->dispose (object);
}

static void
hangar_os_chooser_class_init (HangarOsChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hangar_os_chooser_dispose;

  /**
   * HangarOsChooser::chosen:
   * @os: the system
   *
   * The user chose a system.
   */
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", HANGAR_TYPE_OS_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 1, HANGAR_TYPE_OS);

  gtk_widget_class_install_action (widget_class, "systems.more", NULL, more_activated);
  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/os-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, old_check);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, more_button);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, list_view);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, selection);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
}

static void
hangar_os_chooser_init (HangarOsChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->filter = gtk_custom_filter_new (matches_cb, self, NULL);
  self->matching = gtk_filter_list_model_new (NULL, GTK_FILTER (self->filter));
  self->some = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->matching)), 0, AT_ONCE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->some));
  g_signal_connect_object (self->matching, "items-changed", G_CALLBACK (items_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/**
 * hangar_os_chooser_set_catalog:
 * @self: a chooser
 * @catalog: what can be chosen; it may be loaded later
 */
void
hangar_os_chooser_set_catalog (HangarOsChooser *self, HangarOsCatalog *catalog)
{
  gtk_filter_list_model_set_model (self->matching, G_LIST_MODEL (catalog));
}
