/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HANGAR_DISPLAY_ERROR (hangar_display_error_quark ())
GQuark hangar_display_error_quark (void);

/**
 * HangarDisplayError:
 * @HANGAR_DISPLAY_ERROR_HELPER: the display program could not be started
 * @HANGAR_DISPLAY_ERROR_DIED: the display program ended unexpectedly
 * @HANGAR_DISPLAY_ERROR_TIMEOUT: no picture came in time
 * @HANGAR_DISPLAY_ERROR_PROTOCOL: the server said what can't be understood
 * @HANGAR_DISPLAY_ERROR_TOO_LARGE: the screen has a size that can't be shown
 * @HANGAR_DISPLAY_ERROR_AUTH: the password was refused
 * @HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED: no way to log in
 * @HANGAR_DISPLAY_ERROR_CERTIFICATE: the server's certificate was refused
 * @HANGAR_DISPLAY_ERROR_CLOSED: the server ended the connection
 * @HANGAR_DISPLAY_ERROR_NO_GRAPHICS: the machine has no screen
 * @HANGAR_DISPLAY_ERROR_KIND_UNSUPPORTED: its screen speaks what this build does not
 */
typedef enum
{
  HANGAR_DISPLAY_ERROR_HELPER,
  HANGAR_DISPLAY_ERROR_DIED,
  HANGAR_DISPLAY_ERROR_TIMEOUT,
  HANGAR_DISPLAY_ERROR_PROTOCOL,
  HANGAR_DISPLAY_ERROR_TOO_LARGE,
  HANGAR_DISPLAY_ERROR_AUTH,
  HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED,
  HANGAR_DISPLAY_ERROR_CERTIFICATE,
  HANGAR_DISPLAY_ERROR_CLOSED,
  HANGAR_DISPLAY_ERROR_NO_GRAPHICS,
  HANGAR_DISPLAY_ERROR_KIND_UNSUPPORTED,
} HangarDisplayError;

GError *hangar_display_error_new (HangarDisplayError code);
HangarDisplayError hangar_display_error_code_of (const char *reason);

G_END_DECLS
