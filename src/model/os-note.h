/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/xml.h"

G_BEGIN_DECLS

char *hangar_os_note_get (HangarXml *doc);
gboolean hangar_os_note_set (HangarXml *doc, const char *id);

G_END_DECLS
