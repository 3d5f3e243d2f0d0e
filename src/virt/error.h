/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HANGAR_VIRT_ERROR:
 *
 * Errors of the hypervisor's side. The code is libvirt's virErrorNumber.
 */
#define HANGAR_VIRT_ERROR (hangar_virt_error_quark ())
GQuark hangar_virt_error_quark (void);

void hangar_virt_error_set (GError **error);
void hangar_virt_error_adopt (GError **error);

G_END_DECLS
