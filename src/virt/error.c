/* SPDX-License-Identifier: GPL-3.0-or-later */
/* libvirt's per-thread error as a GError that keeps its number. */

#include "virt/error.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_NO_SUPPORT == VIR_ERR_NO_SUPPORT);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_OPERATION_FAILED == VIR_ERR_OPERATION_FAILED);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_NO_DOMAIN == VIR_ERR_NO_DOMAIN);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_AUTH_FAILED == VIR_ERR_AUTH_FAILED);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_OPERATION_INVALID == VIR_ERR_OPERATION_INVALID);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_NO_DOMAIN_SNAPSHOT == VIR_ERR_NO_DOMAIN_SNAPSHOT);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_AUTH_CANCELLED == VIR_ERR_AUTH_CANCELLED);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_AUTH_UNAVAILABLE == VIR_ERR_AUTH_UNAVAILABLE);
G_STATIC_ASSERT ((int) HANGAR_VIRT_ERROR_OPERATION_TIMEOUT == VIR_ERR_OPERATION_TIMEOUT);

G_DEFINE_QUARK (hangar_virt_error, hangar_virt_error)

/**
 * hangar_virt_error_set:
 * @error: (out) (optional): where to put it
 *
 * Takes the last libvirt error of this thread. Call it in the thread that made the failed call, right after
 * it.
 */
void
hangar_virt_error_set (GError **error)
{
  const virError *last = virGetLastError ();

  g_set_error_literal (error, HANGAR_VIRT_ERROR, last != NULL ? last->code : VIR_ERR_INTERNAL_ERROR,
                       last != NULL && last->message != NULL ? last->message : "unknown libvirt error");
}

/**
 * hangar_virt_error_adopt:
 * @error: (inout): an error that libvirt-glib set
 *
 * libvirt-glib loses libvirt's number (its code is always 0): puts the number back, and keeps the daemon's
 * text without the words that libvirt-glib adds. Call it in the thread that made the failed call, right after
 * it.
 */
void
hangar_virt_error_adopt (GError **error)
{
  if (error == NULL || *error == NULL)
    return;

  if (virGetLastError () != NULL)
    {
      g_clear_error (error);
      hangar_virt_error_set (error);
    }
}
