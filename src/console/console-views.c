/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The switch between a machine's screen and the terminals of its text lines. */

#include "config.h"

#include "console/console-views.h"

struct _HangarConsoleViews
{
  HangarDomain *domain;
  GtkStack *stack; /* "screen" and "text", whose child is the terminal; the console's own */
  GSimpleAction *switcher;
  HangarTextLines *lines;
  gboolean active; /* the machine ran when its lines were looked at */
  char *shown;     /* "screen", or the alias of a text line */
};

/**
 * hangar_console_views_new:
 * @domain: the machine
 * @stack: the console's own, with "screen" and "text"
 * @switcher: the action whose state is what is shown
 *
 * Returns: (transfer full): views, of which the screen is shown
 */
HangarConsoleViews *
hangar_console_views_new (HangarDomain *domain, GtkStack *stack, GAction *switcher)
{
  HangarConsoleViews *self = g_new0 (HangarConsoleViews, 1);

  self->domain = g_object_ref (domain);
  self->stack = stack;
  self->switcher = g_object_ref (G_SIMPLE_ACTION (switcher));
  self->lines = hangar_text_lines_new (domain);
  self->shown = g_strdup ("screen");
  return self;
}

/**
 * hangar_console_views_free:
 *
 * The terminals go when nobody shows them any more.
 */
void
hangar_console_views_free (HangarConsoleViews *self)
{
  g_object_unref (self->lines);
  g_object_unref (self->switcher);
  g_object_unref (self->domain);
  g_free (self->shown);
  g_free (self);
}

static void
show_line (HangarConsoleViews *self, const char *view)
{
  GtkWidget *line = hangar_text_lines_get (self->lines, view);

  adw_bin_set_child (ADW_BIN (gtk_stack_get_child_by_name (self->stack, "text")), line);
  if (!hangar_text_console_is_open (HANGAR_TEXT_CONSOLE (line)) && hangar_domain_is_active (self->domain))
    hangar_text_console_open (HANGAR_TEXT_CONSOLE (line), FALSE);
  gtk_stack_set_visible_child_name (self->stack, "text");
  gtk_widget_grab_focus (line);
}

/**
 * hangar_console_views_show:
 * @view: "screen", or the alias of a text line
 */
void
hangar_console_views_show (HangarConsoleViews *self, const char *view)
{
  if (view != self->shown)
    {
      g_free (self->shown);
      self->shown = g_strdup (view);
    }
  g_simple_action_set_state (self->switcher, g_variant_new_string (view));
  if (g_str_equal (view, "screen"))
    gtk_stack_set_visible_child_name (self->stack, "screen");
  else
    show_line (self, view);
}

/**
 * hangar_console_views_follow:
 *
 * To be called when the machine may have started or stopped: the lines of one that starts again are new ones.
 */
void
hangar_console_views_follow (HangarConsoleViews *self)
{
  gboolean active = hangar_domain_is_active (self->domain);

  if (self->active == active)
    return;
  self->active = active;
  hangar_text_lines_refresh (self->lines);
  if (!active)
    hangar_text_lines_close (self->lines);
  else if (!g_str_equal (self->shown, "screen"))
    hangar_console_views_show (self, self->shown);
}

/**
 * hangar_console_views_refresh:
 *
 * Looks again at which lines there are.
 */
void
hangar_console_views_refresh (HangarConsoleViews *self)
{
  hangar_text_lines_refresh (self->lines);
}

/**
 * hangar_console_views_get_menu:
 *
 * Returns: (transfer none): what can be shown, for the action "console.show"
 */
GMenuModel *
hangar_console_views_get_menu (HangarConsoleViews *self)
{
  return hangar_text_lines_get_menu (self->lines);
}
