/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user does, on its way to the guest. */

#include "console/display-session.h"

#define CONSOLE_PATH "/org/qemu/Display1/Console_0"
#define SESSION_PATH "/io/github/hangar/Display1"
#define CONSOLE "org.qemu.Display1.Console"
#define MOUSE "org.qemu.Display1.Mouse"
#define SESSION "io.github.hangar.Display1.Session"

/**
 * hangar_display_session_key:
 * @qnum: QEMU's code of the key
 * @keysym: its X symbol on the user's keyboard, or 0
 */
void
hangar_display_session_key (HangarDisplaySession *self, guint qnum, guint keysym, gboolean down)
{
  hangar_display_session_call (self, SESSION_PATH, SESSION, "Key",
                               g_variant_new ("(uub)", qnum, keysym, down));
}

/**
 * hangar_display_session_button:
 * @button: 0 left, 1 middle, 2 right, 3 wheel up, 4 wheel down, 5 side, 6 extra
 */
void
hangar_display_session_button (HangarDisplaySession *self, guint button, gboolean down)
{
  hangar_display_session_call (self, CONSOLE_PATH, MOUSE, down ? "Press" : "Release",
                               g_variant_new ("(u)", button));
}

/**
 * hangar_display_session_move_to:
 * @x: in the guest's pixels
 * @y: in the guest's pixels
 *
 * Moves a pointer that is absolute.
 */
void
hangar_display_session_move_to (HangarDisplaySession *self, guint x, guint y)
{
  hangar_display_session_call (self, CONSOLE_PATH, MOUSE, "SetAbsPosition", g_variant_new ("(uu)", x, y));
}

/**
 * hangar_display_session_move_by:
 * @dx: in the guest's units
 * @dy: in the guest's units
 *
 * Moves a pointer that is relative.
 */
void
hangar_display_session_move_by (HangarDisplaySession *self, int dx, int dy)
{
  hangar_display_session_call (self, CONSOLE_PATH, MOUSE, "RelMotion", g_variant_new ("(ii)", dx, dy));
}

/**
 * hangar_display_session_request_size:
 *
 * Asks the guest for a screen of another size. Whether it follows is seen by the next framebuffer.
 */
void
hangar_display_session_request_size (HangarDisplaySession *self, guint width, guint height)
{
  hangar_display_session_call (self, CONSOLE_PATH, CONSOLE, "SetUIInfo",
                               g_variant_new ("(qqiiuu)", 0, 0, 0, 0, width, height));
}
