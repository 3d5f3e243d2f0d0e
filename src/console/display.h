/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-session.h"
#include "console/release-keys.h"

G_BEGIN_DECLS

/**
 * HangarScaleMode:
 * @HANGAR_SCALE_FIT: as large as there is room, in proportion
 * @HANGAR_SCALE_ORIGINAL: a pixel is a pixel
 * @HANGAR_SCALE_INTEGER: a pixel is a whole number of pixels
 */
typedef enum
{
  HANGAR_SCALE_FIT,
  HANGAR_SCALE_ORIGINAL,
  HANGAR_SCALE_INTEGER,
} HangarScaleMode;

#define HANGAR_TYPE_SCALE_MODE (hangar_scale_mode_get_type ())
GType hangar_scale_mode_get_type (void);

#define HANGAR_TYPE_DISPLAY (hangar_display_get_type ())
G_DECLARE_FINAL_TYPE (HangarDisplay, hangar_display, HANGAR, DISPLAY, GtkWidget)

GtkWidget *hangar_display_new (void);
void hangar_display_set_session (HangarDisplay *self, HangarDisplaySession *session);
HangarDisplaySession *hangar_display_get_session (HangarDisplay *self);
void hangar_display_set_scale_mode (HangarDisplay *self, HangarScaleMode mode);
HangarScaleMode hangar_display_get_scale_mode (HangarDisplay *self);
void hangar_display_set_resize_guest (HangarDisplay *self, gboolean resize_guest);
gboolean hangar_display_get_resize_guest (HangarDisplay *self);
gboolean hangar_display_get_grabbed (HangarDisplay *self);
void hangar_display_set_grabbed (HangarDisplay *self, gboolean grabbed);
void hangar_display_set_release_keys (HangarDisplay *self, const HangarReleaseKeys *keys);
const char *hangar_display_get_grab_hint (HangarDisplay *self);
void hangar_display_send_keys (HangarDisplay *self, const guint *qnums, gsize n_qnums);
guint hangar_display_get_direct_frames (HangarDisplay *self);
void hangar_display_get_area (HangarDisplay *self, cairo_rectangle_int_t *area);
gboolean hangar_display_to_guest (HangarDisplay *self, double x, double y, guint *guest_x, guint *guest_y);

G_END_DECLS
