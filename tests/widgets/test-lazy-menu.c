/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Menus that are made when they are first opened. */

#include "config.h"

#include <adwaita.h>

#include "widgets/lazy-menu.h"

typedef struct
{
  GtkWidget *window;
  GtkMenuButton *button;
  GMenu *menu;
  guint made;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->window = gtk_window_new ();
  f->button = GTK_MENU_BUTTON (gtk_menu_button_new ());
  f->menu = g_menu_new ();
  g_menu_append (f->menu, "One", "window.close");
  gtk_window_set_child (GTK_WINDOW (f->window), GTK_WIDGET (f->button));
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->window != NULL)
    gtk_window_destroy (GTK_WINDOW (f->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_clear_object (&f->menu);
}

static void
show_window (Fixture *f)
{
  gtk_window_present (GTK_WINDOW (f->window));
  while (!gtk_widget_get_mapped (GTK_WIDGET (f->button)))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_open (Fixture *f)
{
  GtkPopover *popover = gtk_menu_button_get_popover (f->button);

  return popover != NULL && gtk_widget_get_mapped (GTK_WIDGET (popover));
}

static void
open_menu (Fixture *f)
{
  gtk_menu_button_popup (f->button);
  while (!is_open (f))
    g_main_context_iteration (NULL, TRUE);
}

static void
test_unopened (Fixture *f, gconstpointer data)
{
  hangar_lazy_menu_set (f->button, G_MENU_MODEL (f->menu));
  show_window (f);
  g_assert_null (gtk_menu_button_get_popover (f->button));
  /* And yet it can be opened. */
  g_assert_true (gtk_widget_is_sensitive (gtk_widget_get_first_child (GTK_WIDGET (f->button))));
  /* What was never opened is not kept. */
  gtk_window_destroy (GTK_WINDOW (g_steal_pointer (&f->window)));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (g_steal_pointer (&f->menu));
}

static void
test_opened (Fixture *f, gconstpointer data)
{
  GtkPopover *popover;

  hangar_lazy_menu_set (f->button, G_MENU_MODEL (f->menu));
  show_window (f);
  open_menu (f);
  popover = gtk_menu_button_get_popover (f->button);
  g_assert_true (gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover)) == G_MENU_MODEL (f->menu));

  /* The second time it is the same. */
  gtk_menu_button_popdown (f->button);
  while (is_open (f))
    g_main_context_iteration (NULL, TRUE);
  open_menu (f);
  g_assert_true (gtk_menu_button_get_popover (f->button) == popover);
  gtk_menu_button_popdown (f->button);
}

static GMenuModel *
make_cb (gpointer user_data)
{
  Fixture *f = user_data;

  f->made++;
  return G_MENU_MODEL (f->menu);
}

static void
test_maker (Fixture *f, gconstpointer data)
{
  hangar_lazy_menu_set_maker (f->button, make_cb, f);
  show_window (f);
  g_assert_cmpuint (f->made, ==, 0);
  open_menu (f);
  gtk_menu_button_popdown (f->button);
  open_menu (f);
  g_assert_cmpuint (f->made, ==, 1);
  gtk_menu_button_popdown (f->button);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/widgets/lazy-menu/unopened", Fixture, NULL, set_up, test_unopened, tear_down);
  g_test_add ("/widgets/lazy-menu/opened", Fixture, NULL, set_up, test_opened, tear_down);
  g_test_add ("/widgets/lazy-menu/maker", Fixture, NULL, set_up, test_maker, tear_down);
  return g_test_run ();
}
