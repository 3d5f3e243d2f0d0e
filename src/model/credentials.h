/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_CREDENTIALS (hangar_credentials_get_type ())
G_DECLARE_FINAL_TYPE (HangarCredentials, hangar_credentials, HANGAR, CREDENTIALS, GObject)

HangarCredentials *hangar_credentials_new (GPtrArray *questions);

guint hangar_credentials_get_n_questions (HangarCredentials *self);
const char *hangar_credentials_get_prompt (HangarCredentials *self, guint index);
const char *hangar_credentials_get_default (HangarCredentials *self, guint index);
gboolean hangar_credentials_is_secret (HangarCredentials *self, guint index);
gboolean hangar_credentials_is_confirmation (HangarCredentials *self, guint index);
void hangar_credentials_set_answer (HangarCredentials *self, guint index, const char *answer);
void hangar_credentials_submit (HangarCredentials *self);
void hangar_credentials_cancel (HangarCredentials *self);

gboolean hangar_credentials_wait (HangarCredentials *self);

G_END_DECLS
