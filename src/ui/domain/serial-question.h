/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain.h"

G_BEGIN_DECLS

void hangar_serial_question_ask (HangarDomain *domain, GtkWidget *widget);

G_END_DECLS
