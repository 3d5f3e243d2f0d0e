/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain-media.h"
#include "model/settings.h"

G_BEGIN_DECLS

/**
 * HangarMediaContext:
 * @domain: the machine
 * @settings: (nullable): where used discs are remembered
 * @widget: (nullable): where questions and failures belong
 *
 * For whom a disc is changed.
 */
typedef struct
{
  HangarDomain *domain;
  HangarSettings *settings;
  GtkWidget *widget;
} HangarMediaContext;

void hangar_media_ask_and_insert (const HangarMediaContext *context, const char *target);
void hangar_media_change (const HangarMediaContext *context, const HangarMediaWish *wish);
void hangar_media_boot_once (const HangarMediaContext *context, const HangarMediaWish *wish);
void hangar_media_accept_drops (const HangarMediaContext *context, GtkWidget *target);

G_END_DECLS
