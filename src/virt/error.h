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

/**
 * HangarVirtErrorCode:
 *
 * The numbers that layers above act on, so that they need no header of libvirt's. All others pass through as
 * they are.
 */
typedef enum
{
  HANGAR_VIRT_ERROR_NO_SUPPORT = 3,
  HANGAR_VIRT_ERROR_OPERATION_FAILED = 9,
  HANGAR_VIRT_ERROR_NO_DOMAIN = 42,
  HANGAR_VIRT_ERROR_AUTH_FAILED = 45,
  HANGAR_VIRT_ERROR_OPERATION_INVALID = 55,
  HANGAR_VIRT_ERROR_NO_DOMAIN_SNAPSHOT = 72,
  HANGAR_VIRT_ERROR_AUTH_CANCELLED = 79,
  HANGAR_VIRT_ERROR_AUTH_UNAVAILABLE = 94,
  HANGAR_VIRT_ERROR_OPERATION_TIMEOUT = 68,
} HangarVirtErrorCode;

void hangar_virt_error_set (GError **error);
void hangar_virt_error_adopt (GError **error);

G_END_DECLS
