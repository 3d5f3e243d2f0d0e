/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_COMMAND_TEXT (hangar_command_text_get_type ())
G_DECLARE_FINAL_TYPE (HangarCommandText, hangar_command_text, HANGAR, COMMAND_TEXT, GObject)

HangarCommandText *hangar_command_text_new (const char *uri);

void hangar_command_text_say (HangarCommandText *self, const char *words);
void hangar_command_text_add (HangarCommandText *self, const char *program, ...) G_GNUC_NULL_TERMINATED;
void hangar_command_text_virsh (HangarCommandText *self, const char *verb);
void hangar_command_text_operand (HangarCommandText *self, const char *option, const char *value);
void hangar_command_text_flag (HangarCommandText *self, const char *flag);
void hangar_command_text_name_result (HangarCommandText *self, const char *variable);
void hangar_command_text_use_result (HangarCommandText *self, const char *option, const char *variable);
void hangar_command_text_feed (HangarCommandText *self, const char *document);
void hangar_command_text_chain (HangarCommandText *self);
void hangar_command_text_append (HangarCommandText *self, HangarCommandText *other);
void hangar_command_text_wait_off (HangarCommandText *self, const char *domain);

gboolean hangar_command_text_is_empty (HangarCommandText *self);
gboolean hangar_command_text_has_secrets (HangarCommandText *self);
GPtrArray *hangar_command_text_get_vectors (HangarCommandText *self);
char *hangar_command_text_to_string (HangarCommandText *self, gboolean with_secrets);

G_END_DECLS
