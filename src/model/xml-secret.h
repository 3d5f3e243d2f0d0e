/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_xml_mask_secrets (const char *xml);
char *hangar_xml_restore_secrets (const char *masked, const char *original);

G_END_DECLS
