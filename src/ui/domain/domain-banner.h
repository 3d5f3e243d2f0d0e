/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

const char *hangar_domain_banner_text (HangarDomain *domain);

G_END_DECLS
