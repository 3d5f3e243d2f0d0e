/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "console/display-session.h"
#include "console/key-layout.h"

G_BEGIN_DECLS

/* More than this is not pasted but copied some other way. */
#define HANGAR_TYPIST_MAX 16384

#define HANGAR_TYPE_TYPIST (hangar_typist_get_type ())
G_DECLARE_FINAL_TYPE (HangarTypist, hangar_typist, HANGAR, TYPIST, GObject)

HangarTypist *hangar_typist_new (HangarDisplaySession *session, const HangarKeyLayout *layout);
guint hangar_typist_type (HangarTypist *self, const char *text);
gboolean hangar_typist_is_typing (HangarTypist *self);

G_END_DECLS
