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
  GtkCustomFilter *filter;

  GtkSearchEntry *search_entry;
  GtkCheckButton *old_check;
  GtkStack *stack;
  GtkListView *list_view;
  GtkSingleSelection *selection;
};

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
  gtk_filter_changed (GTK_FILTER (self->filter), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
items_changed_cb (HangarOsChooser *self)
{
  gboolean any = g_list_model_get_n_items (G_LIST_MODEL (self->matching)) > 0;

  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "nothing");
}

static void
choose (HangarOsChooser *self, guint position)
{
  g_autoptr (HangarOs) os = g_list_model_get_item (G_LIST_MODEL (self->matching), position);

  if (os != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, os);
}

static void
search_activate_cb (HangarOsChooser *self)
{
  guint selected = gtk_single_selection_get_selected (self->selection);

  choose (self, selected != GTK_INVALID_LIST_POSITION ? selected : 0);
}

static void
list_activate_cb (HangarOsChooser *self, guint position)
{
  choose (self, position);
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

  gtk_widget_class_set_template_from_resource (widget_class, HANGAR_RESOURCE_PATH "/create/os-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, old_check);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, stack);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, list_view);
  gtk_widget_class_bind_template_child (widget_class, HangarOsChooser, selection);
  gtk_widget_class_bind_template_callback (widget_class, filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, list_activate_cb);
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
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->matching));
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

/**
 * hangar_os_chooser_begin:
 * @self: a chooser
 *
 * Makes it ready for a new choice: nothing searched, and what is typed is the search.
 */
void
hangar_os_chooser_begin (HangarOsChooser *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}
