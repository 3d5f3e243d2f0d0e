/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/connection.h"

G_BEGIN_DECLS

char *hangar_host_state_text (HangarConnection *connection);
char *hangar_host_problem_text (HangarConnection *connection);

G_END_DECLS
