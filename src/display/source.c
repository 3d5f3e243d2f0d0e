/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every protocol of a guest's screen can be asked to do. */

#include "display/source.h"

#include <unistd.h>

G_DEFINE_ABSTRACT_TYPE (HangarSource, hangar_source, G_TYPE_OBJECT)

static void
hangar_source_class_init (HangarSourceClass *klass)
{
}

static void
hangar_source_init (HangarSource *self)
{
}

void
hangar_source_start (HangarSource *self, int fd)
{
  HANGAR_SOURCE_GET_CLASS (self)->start (self, fd);
}

/**
 * hangar_source_give_descriptor:
 * @id: which one was asked for
 * @fd: (transfer full): a further connection, -1 when there is none
 */
void
hangar_source_give_descriptor (HangarSource *self, guint id, int fd)
{
  if (HANGAR_SOURCE_GET_CLASS (self)->give_descriptor != NULL)
    HANGAR_SOURCE_GET_CLASS (self)->give_descriptor (self, id, fd);
  else if (fd >= 0)
    close (fd);
}

void
hangar_source_set_active (HangarSource *self, gboolean active)
{
  HANGAR_SOURCE_GET_CLASS (self)->set_active (self, active);
}

void
hangar_source_frame_shown (HangarSource *self)
{
  HANGAR_SOURCE_GET_CLASS (self)->frame_shown (self);
}

void
hangar_source_key (HangarSource *self, guint qnum, guint keysym, gboolean down)
{
  HANGAR_SOURCE_GET_CLASS (self)->key (self, qnum, keysym, down);
}

void
hangar_source_button (HangarSource *self, guint button, gboolean down)
{
  HANGAR_SOURCE_GET_CLASS (self)->button (self, button, down);
}

void
hangar_source_move_to (HangarSource *self, guint x, guint y)
{
  HANGAR_SOURCE_GET_CLASS (self)->move_to (self, x, y);
}

void
hangar_source_move_by (HangarSource *self, int dx, int dy)
{
  HANGAR_SOURCE_GET_CLASS (self)->move_by (self, dx, dy);
}

void
hangar_source_resize (HangarSource *self, guint width, guint height)
{
  HANGAR_SOURCE_GET_CLASS (self)->resize (self, width, height);
}

void
hangar_source_give_credentials (HangarSource *self, const HangarCredentials *credentials)
{
  HANGAR_SOURCE_GET_CLASS (self)->give_credentials (self, credentials);
}

void
hangar_source_set_clipboard (HangarSource *self, const char *text)
{
  HANGAR_SOURCE_GET_CLASS (self)->set_clipboard (self, text);
}
