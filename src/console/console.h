/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/display.h"
#include "model/domain.h"
#include "model/settings.h"

G_BEGIN_DECLS

/**
 * HangarConsoleState:
 * @HANGAR_CONSOLE_OFF: the machine does not run
 * @HANGAR_CONSOLE_NO_GRAPHICS: it has no screen that can be shown
 * @HANGAR_CONSOLE_DISCONNECTED: it runs, and nobody asked to see it
 * @HANGAR_CONSOLE_CONNECTING: waiting for the first picture
 * @HANGAR_CONSOLE_AUTHENTICATING: waiting for the user's password
 * @HANGAR_CONSOLE_LIVE: the guest's screen is shown
 * @HANGAR_CONSOLE_FAILED: the reason and a button are shown
 */
typedef enum
{
  HANGAR_CONSOLE_OFF,
  HANGAR_CONSOLE_NO_GRAPHICS,
  HANGAR_CONSOLE_DISCONNECTED,
  HANGAR_CONSOLE_CONNECTING,
  HANGAR_CONSOLE_AUTHENTICATING,
  HANGAR_CONSOLE_LIVE,
  HANGAR_CONSOLE_FAILED,
} HangarConsoleState;

#define HANGAR_TYPE_CONSOLE_STATE (hangar_console_state_get_type ())
GType hangar_console_state_get_type (void);

#define HANGAR_TYPE_CONSOLE (hangar_console_get_type ())
G_DECLARE_FINAL_TYPE (HangarConsole, hangar_console, HANGAR, CONSOLE, GtkWidget)

GtkWidget *hangar_console_new (HangarDomain *domain);
HangarDomain *hangar_console_get_domain (HangarConsole *self);
HangarConsoleState hangar_console_get_state (HangarConsole *self);
void hangar_console_show (HangarConsole *self, const char *view);
void hangar_console_add_line (HangarConsole *self);
void hangar_console_connect (HangarConsole *self);
void hangar_console_disconnect (HangarConsole *self);
gboolean hangar_console_is_live (HangarConsole *self);
HangarDisplay *hangar_console_get_display (HangarConsole *self);
void hangar_console_send_keys (HangarConsole *self, const guint *qnums, gsize n_qnums);
void hangar_console_screenshot_async (HangarConsole *self, const char *path, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer data);
gboolean hangar_console_screenshot_finish (HangarConsole *self, GAsyncResult *result, GError **error);
GdkTexture *hangar_console_screenshot (HangarConsole *self);
GActionGroup *hangar_console_get_actions (HangarConsole *self);
GMenuModel *hangar_console_make_menu (HangarConsole *self);
void hangar_console_set_autoconnect (HangarConsole *self, gboolean autoconnect);
void hangar_console_set_settings (HangarConsole *self, HangarSettings *settings);
void hangar_console_set_release_keys (HangarConsole *self, const HangarReleaseKeys *keys);

G_END_DECLS
