/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "console/display-session.h"

G_BEGIN_DECLS

/**
 * RfbPlayer:
 *
 * A scripted VNC server beside the test, and what it says that it received.
 */
typedef struct _RfbPlayer RfbPlayer;

RfbPlayer *rfb_player_new (const char *mode, int *fd);
RfbPlayer *rfb_player_new_listening (const char *mode, const char *socket);
void rfb_player_free (RfbPlayer *self);
HangarDisplaySession *rfb_player_new_session (RfbPlayer **player, const char *mode);
gboolean rfb_player_heard (RfbPlayer *self, const char *line);
guint rfb_player_count (RfbPlayer *self, const char *prefix);
guint rfb_player_index (RfbPlayer *self, const char *line);

/* Spins the main loop until the condition holds; a test that waits in vain fails. */
#define wait_for(condition)                                                          \
  G_STMT_START                                                                       \
  {                                                                                  \
    gint64 wait_deadline = g_get_monotonic_time () + 60 * G_USEC_PER_SEC;            \
    while (!(condition))                                                             \
      {                                                                              \
        if (g_get_monotonic_time () > wait_deadline)                                 \
          g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition); \
        if (!g_main_context_iteration (NULL, FALSE))                                 \
          g_usleep (1000);                                                           \
      }                                                                              \
  }                                                                                  \
  G_STMT_END

G_END_DECLS
