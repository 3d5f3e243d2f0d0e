/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why a guest's screen can't be shown, in words. */

#include "config.h"

#include "console/display-error.h"

#include <glib/gi18n.h>

G_DEFINE_QUARK (hangar_display_error, hangar_display_error)

static const char *
message_of (HangarDisplayError code)
{
  switch (code)
    {
    case HANGAR_DISPLAY_ERROR_HELPER:
      return _ (
        "The program that shows machines' screens could not be started. Is Hangar completely installed?");
    case HANGAR_DISPLAY_ERROR_DIED:
      return _ ("The program that shows this machine's screen ended unexpectedly. The machine itself is not "
                "affected.");
    case HANGAR_DISPLAY_ERROR_TIMEOUT:
      return _ ("The machine's screen did not answer within ten seconds.");
    case HANGAR_DISPLAY_ERROR_PROTOCOL:
      return _ ("The machine's screen sent something that could not be understood.");
    case HANGAR_DISPLAY_ERROR_TOO_LARGE:
      return _ ("The machine's screen has a size that can not be shown.");
    case HANGAR_DISPLAY_ERROR_AUTH:
      return _ ("The user name or the password was refused.");
    case HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED:
      return _ (
        "The machine's screen asks for a way to log in that Hangar does not know or does not think safe.");
    case HANGAR_DISPLAY_ERROR_CERTIFICATE:
      return _ (
        "The certificate of the machine's screen was refused, so nobody can say who is at the other end.");
    case HANGAR_DISPLAY_ERROR_CLOSED:
      return _ ("The machine's screen ended the connection.");
    case HANGAR_DISPLAY_ERROR_NO_GRAPHICS:
      return _ ("It was defined without one. A screen can be added to its hardware while it is off.");
    case HANGAR_DISPLAY_ERROR_KIND_UNSUPPORTED:
      return _ ("Its screen is of a kind that Hangar can not show. A VNC or SPICE screen can be added to its "
                "hardware while it "
                "is off.");
    default:
      g_return_val_if_reached ("");
    }
}

/**
 * hangar_display_error_new:
 * @code: what happened
 *
 * Returns: (transfer full): the error with a sentence for the user
 */
GError *
hangar_display_error_new (HangarDisplayError code)
{
  return g_error_new_literal (HANGAR_DISPLAY_ERROR, code, message_of (code));
}

/**
 * hangar_display_error_code_of:
 * @reason: a word of the display program's Failed signal
 *
 * Returns: the code; an unknown word is the protocol's
 */
HangarDisplayError
hangar_display_error_code_of (const char *reason)
{
  static const struct
  {
    const char *reason;
    HangarDisplayError code;
  } codes[] = {
    { "auth", HANGAR_DISPLAY_ERROR_AUTH },
    { "auth-unsupported", HANGAR_DISPLAY_ERROR_AUTH_UNSUPPORTED },
    { "certificate", HANGAR_DISPLAY_ERROR_CERTIFICATE },
    { "too-large", HANGAR_DISPLAY_ERROR_TOO_LARGE },
    { "closed", HANGAR_DISPLAY_ERROR_CLOSED },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_strcmp0 (codes[i].reason, reason) == 0)
      return codes[i].code;
  return HANGAR_DISPLAY_ERROR_PROTOCOL;
}
