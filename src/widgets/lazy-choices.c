/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists to choose from that are filled when they are first opened: a combo row makes four widgets for each of
 * its choices, of which there may be hundreds, when it is given them. */

#include "config.h"

#include "widgets/lazy-choices.h"

/* Named by where it is: libadwaita tells nobody of it. */
static GtkWidget *
find_below (GtkWidget *widget, GType type)
{
  GtkWidget *found = g_type_is_a (G_OBJECT_TYPE (widget), type) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_below (child, type);
  return found;
}

/* The one that is chosen, so that the arrow keys begin there. */
static GtkWidget *
find_chosen (GtkListView *list, GtkSelectionModel *choices)
{
  guint i = 0;

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (list)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    if (gtk_selection_model_is_selected (choices, i++))
      return item;
  return NULL;
}

static void
opened_cb (GtkWidget *popover, GtkListView *list)
{
  g_autoptr (GtkSelectionModel) choices = g_object_steal_data (G_OBJECT (list), "hangar-choices");
  GtkWidget *chosen;

  if (choices == NULL || gtk_list_view_get_model (list) != NULL)
    return;
  gtk_list_view_set_model (list, choices);
  /* There was nothing that the keyboard could be given to. */
  chosen = find_chosen (list, choices);
  if (chosen == NULL || !gtk_widget_grab_focus (chosen))
    gtk_widget_child_focus (GTK_WIDGET (list), GTK_DIR_TAB_FORWARD);
}

/**
 * hangar_lazy_choices:
 * @row: a row with its choices; to be called again when it is given others
 *
 * Fills the list that it opens when it is opened. What can be done with the row is the same.
 */
void
hangar_lazy_choices (AdwComboRow *row)
{
  GtkWidget *popover = find_below (GTK_WIDGET (row), GTK_TYPE_POPOVER);
  GtkWidget *list = popover != NULL ? find_below (popover, GTK_TYPE_LIST_VIEW) : NULL;
  GtkSelectionModel *choices = list != NULL ? gtk_list_view_get_model (GTK_LIST_VIEW (list)) : NULL;

  if (choices == NULL || gtk_widget_get_visible (popover))
    return;
  g_object_set_data_full (G_OBJECT (list), "hangar-choices", g_object_ref (choices), g_object_unref);
  gtk_list_view_set_model (GTK_LIST_VIEW (list), NULL);
  g_signal_handlers_disconnect_by_func (popover, opened_cb, list);
  g_signal_connect_object (popover, "show", G_CALLBACK (opened_cb), list, 0);
}
