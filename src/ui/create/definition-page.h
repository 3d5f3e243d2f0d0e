/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_DEFINITION_PAGE (hangar_definition_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarDefinitionPage, hangar_definition_page, HANGAR, DEFINITION_PAGE, GtkBox)

HangarDefinitionPage *hangar_definition_page_new (HangarGuestSpec *spec, HangarHostChoice *hosts);
void hangar_definition_page_begin (HangarDefinitionPage *self);

G_END_DECLS
