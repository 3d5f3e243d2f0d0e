/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/xml.h"

G_BEGIN_DECLS

char *hangar_pinning_in_words (HangarXml *doc);

G_END_DECLS
