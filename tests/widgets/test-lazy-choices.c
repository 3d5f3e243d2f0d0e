/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists to choose from that are filled when they are opened. */

#include "config.h"

#include <adwaita.h>

#include "widgets/lazy-choices.h"

static const char *const names[] = { "one", "two", "three", NULL };
static const char *const others[] = { "four", "five", NULL };

typedef struct
{
  GtkWidget *window;
  AdwComboRow *row;
} Fixture;

static void
give (Fixture *f, const char *const *choices)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (choices);

  adw_combo_row_set_model (f->row, G_LIST_MODEL (list));
  hangar_lazy_choices (f->row);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *box = gtk_list_box_new ();

  f->window = gtk_window_new ();
  f->row = ADW_COMBO_ROW (adw_combo_row_new ());
  gtk_list_box_append (GTK_LIST_BOX (box), GTK_WIDGET (f->row));
  gtk_window_set_child (GTK_WINDOW (f->window), box);
  give (f, names);
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (f->row)))
    g_main_context_iteration (NULL, TRUE);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_labels (GtkWidget *widget, const char *text)
{
  guint n = GTK_IS_LABEL (widget) && g_strcmp0 (gtk_label_get_text (GTK_LABEL (widget)), text) == 0 ? 1 : 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_labels (child, text);
  return n;
}

static void
open_list (Fixture *f, const char *last)
{
  adw_action_row_activate (ADW_ACTION_ROW (f->row));
  while (count_labels (GTK_WIDGET (f->row), last) == 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_unopened (Fixture *f, gconstpointer data)
{
  /* What is chosen is shown, the others are not there yet. */
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "one"), ==, 1);
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "two"), ==, 0);
  adw_combo_row_set_selected (f->row, 2);
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "three"), ==, 1);
  g_assert_cmpuint (adw_combo_row_get_selected (f->row), ==, 2);
}

static void
test_opened (Fixture *f, gconstpointer data)
{
  open_list (f, "three");
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "one"), ==, 2);
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "two"), ==, 1);
}

/* The keyboard is in the list. */
static void
test_keyboard (Fixture *f, gconstpointer data)
{
  GtkWidget *focus;

  open_list (f, "three");
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_nonnull (gtk_widget_get_ancestor (focus, GTK_TYPE_LIST_VIEW));
  g_assert_cmpuint (count_labels (focus, "one"), ==, 1);
  g_assert_cmpuint (count_labels (focus, "two"), ==, 0);
}

/* It begins at what is chosen. */
static void
test_keyboard_at_choice (Fixture *f, gconstpointer data)
{
  GtkWidget *focus;

  adw_combo_row_set_selected (f->row, 1);
  open_list (f, "three");
  focus = gtk_root_get_focus (GTK_ROOT (f->window));
  g_assert_cmpuint (count_labels (focus, "one"), ==, 0);
  g_assert_cmpuint (count_labels (focus, "two"), ==, 1);
}

static GtkListView *
find_list (GtkWidget *widget, const char *second)
{
  GtkListView *found =
    GTK_IS_LIST_VIEW (widget) && count_labels (widget, second) == 1 ? GTK_LIST_VIEW (widget) : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child, second);
  return found;
}

/* By the list, as a person does. */
static void
test_choose (Fixture *f, gconstpointer data)
{
  open_list (f, "three");
  gtk_selection_model_select_item (gtk_list_view_get_model (find_list (GTK_WIDGET (f->row), "two")), 1, TRUE);
  g_signal_emit_by_name (find_list (GTK_WIDGET (f->row), "two"), "activate", 1);
  g_assert_cmpuint (adw_combo_row_get_selected (f->row), ==, 1);
}

static void
test_others (Fixture *f, gconstpointer data)
{
  give (f, others);
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "five"), ==, 0);
  open_list (f, "five");
  g_assert_cmpuint (count_labels (GTK_WIDGET (f->row), "two"), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add ("/widgets/lazy-choices/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("unopened", test_unopened);
  ADD ("opened", test_opened);
  ADD ("keyboard", test_keyboard);
  ADD ("keyboard-at-choice", test_keyboard_at_choice);
  ADD ("choose", test_choose);
  ADD ("others", test_others);
  return g_test_run ();
}
