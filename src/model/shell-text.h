/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_shell_text_quote (const char *argument);
void hangar_shell_text_add_document (GString *text, const char *document);
void hangar_shell_text_add_comment (GString *text, const char *comment);

G_END_DECLS
