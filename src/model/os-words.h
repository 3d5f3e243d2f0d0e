/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/os.h"

G_BEGIN_DECLS

char *hangar_os_words (const char *os_id);
char *hangar_os_advice (HangarOs *os, guint64 memory);

G_END_DECLS
