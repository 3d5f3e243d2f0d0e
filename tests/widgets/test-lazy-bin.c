/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The place whose content is made when it is first seen. */

#include "config.h"

#include <adwaita.h>

#include "widgets/lazy-bin.h"

typedef struct
{
  GtkWidget *window;
  GtkWidget *stack;
  GtkWidget *bin;
  guint made;
} Fixture;

static GtkWidget *
make_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->made++;
  return gtk_label_new ("content");
}

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->stack = gtk_stack_new ();
  f->bin = hangar_lazy_bin_new ();
  gtk_stack_add_named (GTK_STACK (f->stack), gtk_label_new ("first"), "first");
  gtk_stack_add_named (GTK_STACK (f->stack), f->bin, "lazy");
  gtk_window_set_child (GTK_WINDOW (f->window), f->stack);
  hangar_lazy_bin_set_maker (HANGAR_LAZY_BIN (f->bin), make_cb, f);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
show_window (Fixture *f)
{
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (f->stack))
    g_main_context_iteration (NULL, TRUE);
}

static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_unseen (Fixture *f, gconstpointer data)
{
  show_window (f);
  settle ();
  g_assert_cmpuint (f->made, ==, 0);
  g_assert_null (adw_bin_get_child (ADW_BIN (f->bin)));
}

static void
test_seen (Fixture *f, gconstpointer data)
{
  show_window (f);
  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "lazy");
  while (f->made == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (GTK_IS_LABEL (adw_bin_get_child (ADW_BIN (f->bin))));

  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "first");
  settle ();
  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "lazy");
  settle ();
  g_assert_cmpuint (f->made, ==, 1);
}

static void
test_maker_after_map (Fixture *f, gconstpointer data)
{
  GtkWidget *late = hangar_lazy_bin_new ();

  gtk_stack_add_named (GTK_STACK (f->stack), late, "late");
  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "late");
  show_window (f);
  hangar_lazy_bin_set_maker (HANGAR_LAZY_BIN (late), make_cb, f);
  while (f->made == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (adw_bin_get_child (ADW_BIN (late)));
}

/* Closed in the moment between being seen and being filled. */
static void
test_gone_before_made (Fixture *f, gconstpointer data)
{
  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "lazy");
  show_window (f);
  g_assert_cmpuint (f->made, ==, 0);
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&f->window)));
  settle ();
  g_assert_cmpuint (f->made, ==, 0);
}

/* Who needs it before it is seen gets it at once, and it is not made again. */
static void
test_make (Fixture *f, gconstpointer data)
{
  hangar_lazy_bin_make (HANGAR_LAZY_BIN (f->bin));
  g_assert_true (GTK_IS_LABEL (adw_bin_get_child (ADW_BIN (f->bin))));
  gtk_stack_set_visible_child_name (GTK_STACK (f->stack), "lazy");
  show_window (f);
  settle ();
  hangar_lazy_bin_make (HANGAR_LAZY_BIN (f->bin));
  g_assert_cmpuint (f->made, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/widgets/lazy-bin/unseen", Fixture, NULL, set_up, test_unseen, tear_down);
  g_test_add ("/widgets/lazy-bin/seen", Fixture, NULL, set_up, test_seen, tear_down);
  g_test_add ("/widgets/lazy-bin/maker-after-map", Fixture, NULL, set_up, test_maker_after_map, tear_down);
  g_test_add ("/widgets/lazy-bin/gone-before-made", Fixture, NULL, set_up, test_gone_before_made, tear_down);
  g_test_add ("/widgets/lazy-bin/make", Fixture, NULL, set_up, test_make, tear_down);
  return g_test_run ();
}
