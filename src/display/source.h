/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "display/surface.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_SOURCE (hangar_source_get_type ())
G_DECLARE_DERIVABLE_TYPE (HangarSource, hangar_source, HANGAR, SOURCE, GObject)

typedef struct
{
  const char *user;
  const char *password;
} HangarCredentials;

/**
 * HangarSourceClass:
 * @start: begins to speak over the descriptor, which it owns from now
 * @give_descriptor: a further connection that hangar_server_ask_descriptor() asked for; may be %NULL
 * @set_active: whether somebody looks
 * @frame_shown: the viewer painted what it was told: more may be asked for
 * @key: a key by its code and by its symbol
 * @button: a mouse button, numbered as on the bus
 * @set_clipboard: the user's text, in UTF-8
 *
 * One protocol that a guest's screen comes by.
 */
struct _HangarSourceClass
{
  GObjectClass parent_class;

  void (*start) (HangarSource *self, int fd);
  void (*give_descriptor) (HangarSource *self, guint id, int fd);
  void (*set_active) (HangarSource *self, gboolean active);
  void (*frame_shown) (HangarSource *self);
  void (*key) (HangarSource *self, guint qnum, guint keysym, gboolean down);
  void (*button) (HangarSource *self, guint button, gboolean down);
  void (*move_to) (HangarSource *self, guint x, guint y);
  void (*move_by) (HangarSource *self, int dx, int dy);
  void (*resize) (HangarSource *self, guint width, guint height);
  void (*give_credentials) (HangarSource *self, const HangarCredentials *credentials);
  void (*set_clipboard) (HangarSource *self, const char *text);
};

void hangar_source_start (HangarSource *self, int fd);
void hangar_source_give_descriptor (HangarSource *self, guint id, int fd);
void hangar_source_set_active (HangarSource *self, gboolean active);
void hangar_source_frame_shown (HangarSource *self);
void hangar_source_key (HangarSource *self, guint qnum, guint keysym, gboolean down);
void hangar_source_button (HangarSource *self, guint button, gboolean down);
void hangar_source_move_to (HangarSource *self, guint x, guint y);
void hangar_source_move_by (HangarSource *self, int dx, int dy);
void hangar_source_resize (HangarSource *self, guint width, guint height);
void hangar_source_give_credentials (HangarSource *self, const HangarCredentials *credentials);
void hangar_source_set_clipboard (HangarSource *self, const char *text);

G_END_DECLS
