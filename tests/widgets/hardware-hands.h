/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* A real keyboard and a real pointer at the Hardware page. */

#include "hardware-world.h"

/* xdotool reads what it is to do from here. */
static GSubprocess *hands;

static inline void
use (const char *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_strconcat (command, "\n", NULL);

  g_output_stream_write_all (g_subprocess_get_stdin_pipe (hands), line, strlen (line), NULL, NULL, &error);
  g_assert_no_error (error);
}

static inline void
press (const char *keys)
{
  g_autofree char *command = g_strconcat ("key --delay 0 ", keys, NULL);

  use (command);
}

static inline GtkWidget *
focus_of (Fixture *f)
{
  return gtk_root_get_focus (GTK_ROOT (f->window));
}

static inline GtkWidget *
chosen_row (Fixture *f)
{
  return GTK_WIDGET (gtk_list_box_get_selected_row (f->list));
}

static inline gboolean
idle_cb (gpointer is_idle)
{
  *(gboolean *) is_idle = TRUE;
  return G_SOURCE_REMOVE;
}

static inline gboolean
is_laid_out (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return TRUE;
  if (GTK_IS_LIST_BOX_ROW (widget) && gtk_widget_get_height (widget) == 0)
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (!is_laid_out (child))
      return FALSE;
  return TRUE;
}

/* With what its kind has besides, and where it will stay: Tab goes by the places. */
static inline gboolean
is_ready (HangarDeviceForm *form)
{
  return hangar_device_form_is_complete (form) && is_laid_out (GTK_WIDGET (form)) &&
         test_host_find_tooltip (GTK_WIDGET (form), "The addresses are being asked for.") == NULL;
}

/* Shows a device, with the keyboard in the list: who has no pointer begins there. */
static inline void
begin (Fixture *f, const char *kind)
{
  gboolean is_idle = FALSE;

  choose (f, kind);
  WAIT_FOR (hangar_device_form_is_complete (form_of (f)));
  g_idle_add_full (G_PRIORITY_LOW, idle_cb, &is_idle, NULL);
  WAIT_FOR (is_idle);
  WAIT_FOR (is_ready (form_of (f)) && is_laid_out (GTK_WIDGET (f->list)));
  gtk_widget_grab_focus (chosen_row (f));
  WAIT_FOR (focus_of (f) == chosen_row (f) && gtk_window_is_active (f->window));
}

/* A form scrolls to where the keyboard is. */
static inline gboolean
is_in_sight (GtkWidget *widget)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_root (widget));
  graphene_rect_t place;

  return gtk_widget_compute_bounds (widget, window, &place) && place.origin.y >= 0 &&
         place.origin.y + place.size.height <= (float) gtk_widget_get_height (window);
}

static inline GtkWidget *
press_tab (Fixture *f)
{
  GtkWidget *before = focus_of (f);

  press ("Tab");
  WAIT_FOR (focus_of (f) != before && focus_of (f) != NULL && is_in_sight (focus_of (f)));
  return focus_of (f);
}

static inline gboolean
is_in (GtkWidget *widget, GtkWidget *place)
{
  return widget == place || gtk_widget_is_ancestor (widget, place);
}

/* The next stop in the form, NULL behind its last one. */
static inline GtkWidget *
next_in_form (Fixture *f)
{
  GtkWidget *stop = press_tab (f);

  while (!is_in (stop, GTK_WIDGET (form_of (f))))
    {
      if (gtk_widget_get_ancestor (stop, GTK_TYPE_ACTION_BAR) != NULL)
        return NULL;
      stop = press_tab (f);
    }
  return stop;
}

static inline const char *
title_around (GtkWidget *widget)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);

  return row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

static inline gboolean
is_applied (Fixture *f, const char *kind)
{
  if (test_host_find (GTK_WIDGET (f->window), GTK_TYPE_LABEL, "Could not change the hardware of “full”") !=
      NULL)
    g_error ("%s: what the keys changed was refused", kind);
  return !hangar_hardware_page_has_edits (f->page) && form_of (f) != NULL &&
         gtk_widget_is_sensitive (GTK_WIDGET (form_of (f)));
}

static inline void
get_hands (void)
{
  g_autoptr (GError) error = NULL;

  hands = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                            "xdotool", "-", NULL);
  g_assert_no_error (error);
  /* Without a window manager the keyboard is where the pointer is. */
  use ("mousemove 300 690");
}

static inline void
let_hands_go (void)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (hands), NULL, NULL);
  g_assert_true (g_subprocess_wait (hands, NULL, NULL));
  g_object_unref (hands);
}
