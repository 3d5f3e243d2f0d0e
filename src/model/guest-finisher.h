/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HANGAR_TYPE_GUEST_FINISHER (hangar_guest_finisher_get_type ())
G_DECLARE_FINAL_TYPE (HangarGuestFinisher, hangar_guest_finisher, HANGAR, GUEST_FINISHER, GObject)

HangarGuestFinisher *hangar_guest_finisher_new (GListModel *connections);

G_END_DECLS
