/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-spec.h"
#include "model/settings.h"
#include "ui/create/host-choice.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_START_PAGE (hangar_start_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarStartPage, hangar_start_page, HANGAR, START_PAGE, GtkBox)

/**
 * HangarCreateNeeds:
 * @spec: the wish that is filled
 * @hosts: the host that it is made on
 * @settings: the settings
 * @catalog: the operating systems
 *
 * What the pages of New machine share.
 */
typedef struct
{
  HangarGuestSpec *spec;
  HangarHostChoice *hosts;
  HangarSettings *settings;
  HangarOsCatalog *catalog;
} HangarCreateNeeds;

HangarStartPage *hangar_start_page_new (const HangarCreateNeeds *needs);
void hangar_start_page_take_file (HangarStartPage *self, GFile *file);

G_END_DECLS
