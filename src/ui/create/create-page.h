/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_CREATE_PAGE (hangar_create_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarCreatePage, hangar_create_page, HANGAR, CREATE_PAGE, GtkBox)

HangarCreatePage *hangar_create_page_new (const char *heading, const char *explanation);
void hangar_create_page_add (HangarCreatePage *self, GtkWidget *form);

G_END_DECLS
