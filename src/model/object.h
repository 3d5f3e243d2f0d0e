/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_OBJECT (hangar_object_get_type ())
G_DECLARE_DERIVABLE_TYPE (HangarObject, hangar_object, HANGAR, OBJECT, GObject)

struct _HangarObjectClass
{
  GObjectClass parent_class;
};

void hangar_object_identify (HangarObject *self, const char *uuid, const char *name);
const char *hangar_object_get_uuid (HangarObject *self);
const char *hangar_object_get_name (HangarObject *self);
void hangar_object_set_name (HangarObject *self, const char *name);

G_END_DECLS
