/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_HOST_PAGE (hangar_host_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarHostPage, hangar_host_page, HANGAR, HOST_PAGE, AdwBin)

void hangar_host_page_set_connection (HangarHostPage *self, HangarConnection *connection);
char *hangar_host_page_commitment (HangarConnection *connection);

G_END_DECLS
