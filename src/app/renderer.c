/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which of GTK's renderers to draw with: OpenGL without a graphics card is slower than none. */

#include "config.h"

#include "app/renderer.h"

#include <gtk/gtk.h>

static gboolean
has_render_node (const char *dri_directory)
{
  g_autoptr (GDir) dir = g_dir_open (dri_directory, 0, NULL);
  const char *name;

  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "renderD"))
      return TRUE;
  return FALSE;
}

static gboolean
is_asked_to_be_software (void)
{
  const char *value = g_getenv ("LIBGL_ALWAYS_SOFTWARE");

  return value != NULL && *value != '\0' && !g_str_equal (value, "0") &&
         g_ascii_strcasecmp (value, "false") != 0;
}

/**
 * hangar_renderer_wanted:
 * @dri_directory: where the kernel shows graphics cards, usually /dev/dri
 *
 * Returns: (nullable): the name of the renderer to use, %NULL to leave the choice to GTK
 */
const char *
hangar_renderer_wanted (const char *dri_directory)
{
  if (g_getenv ("GSK_RENDERER") != NULL)
    return NULL;
  if (is_asked_to_be_software () || !has_render_node (dri_directory))
    return "cairo";
  return NULL;
}

/*
 * GTK looks at OpenGL even when nothing is to be drawn with it, and a software OpenGL brings a compiler with
 * it: 50 MiB and a third of the time until the window is there. The name of the switch changed in GTK 4.16.
 */
static void
disable_gl (void)
{
  const gboolean renamed = gtk_get_minor_version () >= 16;
  const char *variable = renamed ? "GDK_DISABLE" : "GDK_DEBUG";
  const char *before = g_getenv (variable);
  g_autofree char *value = g_strdup_printf ("%s%s%s", before != NULL ? before : "", before != NULL ? "," : "",
                                            renamed ? "gl,vulkan" : "gl-disable");

  g_setenv (variable, value, TRUE);
}

/**
 * hangar_renderer_choose:
 *
 * Tells GTK which renderer to use. To be called before GTK is initialised and before there are threads.
 */
void
hangar_renderer_choose (void)
{
  const char *wanted = hangar_renderer_wanted ("/dev/dri");

  if (wanted != NULL)
    g_setenv ("GSK_RENDERER", wanted, FALSE);
  if (g_strcmp0 (g_getenv ("GSK_RENDERER"), "cairo") == 0)
    disable_gl ();
}
