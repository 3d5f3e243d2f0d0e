/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Menus of buttons that are made when they are first opened: GTK makes a handful of widgets for each of their
 * items, and tells assistive technology of each, as soon as a button is given a menu. */

#include "config.h"

#include "widgets/lazy-menu.h"

typedef struct
{
  GMenuModel *menu; /* (nullable): owned */
  HangarMenuMaker maker;
  gpointer user_data;
} LazyMenu;

static void
lazy_menu_free (gpointer data)
{
  LazyMenu *lazy = data;

  g_clear_object (&lazy->menu);
  g_free (lazy);
}

/* Called each time that the menu is opened. */
static void
popup_cb (GtkMenuButton *button, gpointer user_data)
{
  LazyMenu *lazy = user_data;

  if (gtk_menu_button_get_popover (button) == NULL)
    gtk_menu_button_set_menu_model (button, lazy->maker != NULL ? lazy->maker (lazy->user_data) : lazy->menu);
}

static void
set (GtkMenuButton *button, const LazyMenu *lazy)
{
  gtk_menu_button_set_create_popup_func (button, popup_cb, g_memdup2 (lazy, sizeof *lazy), lazy_menu_free);
}

/**
 * hangar_lazy_menu_set:
 * @button: a button without a menu
 * @menu: its menu
 *
 * Gives it that menu when it is first opened.
 */
void
hangar_lazy_menu_set (GtkMenuButton *button, GMenuModel *menu)
{
  const LazyMenu lazy = { .menu = g_object_ref (menu) };

  set (button, &lazy);
}

/**
 * hangar_lazy_menu_set_maker:
 * @button: a button without a menu
 * @maker: makes its menu; called once at most, when it is first opened
 * @user_data: (nullable): for @maker; must live as long as @button
 */
void
hangar_lazy_menu_set_maker (GtkMenuButton *button, HangarMenuMaker maker, gpointer user_data)
{
  const LazyMenu lazy = { .maker = maker, .user_data = user_data };

  set (button, &lazy);
}
