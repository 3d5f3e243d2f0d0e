/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/guest-info.h"

#include <libvirt/libvirt.h>

G_BEGIN_DECLS

void hangar_virt_guest_info_read (HangarGuestInfo *info, virTypedParameterPtr params, int n);

G_END_DECLS
