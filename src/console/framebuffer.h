/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a guest's screen may be at most; hangar-display refuses the same. */
#define HANGAR_FRAMEBUFFER_MAX_SIDE 16384
#define HANGAR_FRAMEBUFFER_MAX_BYTES (256u << 20)

typedef struct
{
  guint offset;
  guint width, height, stride;
  guint format; /* pixman's number */
} HangarFramebufferLayout;

#define HANGAR_TYPE_FRAMEBUFFER (hangar_framebuffer_get_type ())
G_DECLARE_FINAL_TYPE (HangarFramebuffer, hangar_framebuffer, HANGAR, FRAMEBUFFER, GObject)

HangarFramebuffer *hangar_framebuffer_new_for_fd (int fd, const HangarFramebufferLayout *layout,
                                                  GError **error);
int hangar_framebuffer_get_width (HangarFramebuffer *self);
int hangar_framebuffer_get_height (HangarFramebuffer *self);
int hangar_framebuffer_get_fd (HangarFramebuffer *self);
void hangar_framebuffer_get_layout (HangarFramebuffer *self, gsize *stride, gsize *offset);
cairo_surface_t *hangar_framebuffer_get_surface (HangarFramebuffer *self);
GdkTexture *hangar_framebuffer_copy_texture (HangarFramebuffer *self, const cairo_rectangle_int_t *area);

G_END_DECLS
