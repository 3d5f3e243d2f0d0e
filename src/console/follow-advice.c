/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a guest is missing that does not follow the size of its window, as a line of the menu. */

#include "config.h"

#include "console/follow-advice.h"

#include <glib/gi18n.h>

static gboolean
follows (HangarDisplay *display, HangarFramebuffer *framebuffer)
{
  GtkWidget *widget = GTK_WIDGET (display);
  int scale = gtk_widget_get_scale_factor (widget);

  return hangar_framebuffer_get_width (framebuffer) == gtk_widget_get_width (widget) * scale &&
         hangar_framebuffer_get_height (framebuffer) == gtk_widget_get_height (widget) * scale;
}

/**
 * hangar_follow_advice_text:
 * @display: a guest's screen
 *
 * Returns: (nullable): what is missing, %NULL when the guest follows, need not, or is not seen
 */
const char *
hangar_follow_advice_text (HangarDisplay *display)
{
  HangarDisplaySession *session = hangar_display_get_session (display);
  HangarFramebuffer *framebuffer = session != NULL ? hangar_display_session_get_framebuffer (session) : NULL;
  gboolean spice;

  if (framebuffer == NULL || hangar_display_session_get_state (session) != HANGAR_DISPLAY_SESSION_LIVE)
    return NULL;
  spice = g_str_equal (hangar_display_session_get_kind (session), "spice");
  if (!hangar_display_session_get_can_resize (session))
    return spice ? _ ("To follow the window the guest needs the SPICE agent (spice-vdagent)")
                 : _ ("This screen’s server can’t change its size");
  if (!hangar_display_get_resize_guest (display) || follows (display, framebuffer))
    return NULL;
  return spice ? _ ("The guest does not follow: it needs a QXL or virtio video device and its driver")
               : _ ("The guest does not follow: it needs a virtio video device and its driver");
}

static void
update (GMenu *menu, HangarDisplay *display)
{
  const char *text = hangar_follow_advice_text (display);

  g_menu_remove_all (menu);
  /* An action that is not there: a line to read, not to choose. */
  if (text != NULL)
    g_menu_append (menu, text, "console.follow-advice");
}

static void
changed_cb (GMenu *menu, GParamSpec *pspec, gpointer object)
{
  update (menu, g_object_get_data (G_OBJECT (menu), "hangar-display"));
}

static void
session_cb (GMenu *menu, GParamSpec *pspec, HangarDisplay *display)
{
  GSignalGroup *signals = g_object_get_data (G_OBJECT (menu), "hangar-session");

  g_signal_group_set_target (signals, hangar_display_get_session (display));
  update (menu, display);
}

/**
 * hangar_follow_advice_menu_new:
 * @display: a guest's screen; it must live as long as the menu is shown
 *
 * Returns: (transfer full): a section with the advice, empty when there is none
 */
GMenuModel *
hangar_follow_advice_menu_new (HangarDisplay *display)
{
  GMenu *menu = g_menu_new ();
  GSignalGroup *signals = g_signal_group_new (HANGAR_TYPE_DISPLAY_SESSION);
  static const char *const watched[] = { "notify::state", "notify::framebuffer", "notify::can-resize" };

  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_object (signals, watched[i], G_CALLBACK (changed_cb), menu, G_CONNECT_SWAPPED);
  g_object_set_data (G_OBJECT (menu), "hangar-display", display);
  g_object_set_data_full (G_OBJECT (menu), "hangar-session", signals, g_object_unref);
  g_signal_connect_object (display, "notify::session", G_CALLBACK (session_cb), menu, G_CONNECT_SWAPPED);
  g_signal_connect_object (display, "notify::resize-guest", G_CALLBACK (session_cb), menu, G_CONNECT_SWAPPED);
  session_cb (menu, NULL, display);
  return G_MENU_MODEL (menu);
}
