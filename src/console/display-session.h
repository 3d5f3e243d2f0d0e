/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-clipboard.h"
#include "console/display-error.h"
#include "console/display-process.h"
#include "console/framebuffer.h"

G_BEGIN_DECLS

typedef enum
{
  HANGAR_DISPLAY_SESSION_CONNECTING,
  HANGAR_DISPLAY_SESSION_AUTHENTICATING,
  HANGAR_DISPLAY_SESSION_LIVE,
  HANGAR_DISPLAY_SESSION_ENDED,
} HangarDisplaySessionState;

#define HANGAR_TYPE_DISPLAY_SESSION_STATE (hangar_display_session_state_get_type ())
GType hangar_display_session_state_get_type (void);

#define HANGAR_TYPE_DISPLAY_SESSION (hangar_display_session_get_type ())
G_DECLARE_FINAL_TYPE (HangarDisplaySession, hangar_display_session, HANGAR, DISPLAY_SESSION, GObject)

HangarDisplaySession *hangar_display_session_new_for_fd (int fd, const HangarDisplayTarget *target);
void hangar_display_session_close (HangarDisplaySession *self);

HangarDisplaySessionState hangar_display_session_get_state (HangarDisplaySession *self);
const GError *hangar_display_session_get_error (HangarDisplaySession *self);
const char *hangar_display_session_get_details (HangarDisplaySession *self);
HangarFramebuffer *hangar_display_session_get_framebuffer (HangarDisplaySession *self);
gboolean hangar_display_session_get_absolute (HangarDisplaySession *self);
gboolean hangar_display_session_get_can_resize (HangarDisplaySession *self);
const char *hangar_display_session_get_kind (HangarDisplaySession *self);
const char *hangar_display_session_get_security (HangarDisplaySession *self);
guint hangar_display_session_get_leds (HangarDisplaySession *self);
GPid hangar_display_session_get_pid (HangarDisplaySession *self);

void hangar_display_session_call (HangarDisplaySession *self, const char *path, const char *interface,
                                  const char *method, GVariant *parameters);
void hangar_display_session_set_active (HangarDisplaySession *self, gboolean active);
void hangar_display_session_frame_shown (HangarDisplaySession *self);
void hangar_display_session_key (HangarDisplaySession *self, guint qnum, guint keysym, gboolean down);
void hangar_display_session_button (HangarDisplaySession *self, guint button, gboolean down);
void hangar_display_session_move_to (HangarDisplaySession *self, guint x, guint y);
void hangar_display_session_move_by (HangarDisplaySession *self, int dx, int dy);
void hangar_display_session_request_size (HangarDisplaySession *self, guint width, guint height);
void hangar_display_session_give_credentials (HangarDisplaySession *self, const char *user,
                                              const char *password);
void hangar_display_session_give_descriptor (HangarDisplaySession *self, guint id, int fd);
void hangar_display_session_set_clipboard_mode (HangarDisplaySession *self, HangarClipboardMode mode);
void hangar_display_session_offer_text (HangarDisplaySession *self, const char *text);

G_END_DECLS
