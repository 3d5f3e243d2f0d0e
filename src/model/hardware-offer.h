/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarOfferChoice:
 * @kind: a kind of device
 * @field: one of its fields
 * @value: in the XML
 * @label: in words: plain text
 *
 * A value that the host knows for a field.
 */
typedef struct
{
  const char *kind;
  const char *field;
  char *value;
  char *label;
} HangarOfferChoice;

/**
 * HangarHardwareOffer:
 *
 * What a host can give to a machine of a certain kind, and what its machines have already.
 */
typedef struct _HangarHardwareOffer HangarHardwareOffer;

HangarHardwareOffer *hangar_hardware_offer_new (const char *capabilities);
HangarHardwareOffer *hangar_hardware_offer_ref (HangarHardwareOffer *self);
void hangar_hardware_offer_unref (HangarHardwareOffer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarHardwareOffer, hangar_hardware_offer_unref)

GPtrArray *hangar_hardware_offer_get_choices (HangarHardwareOffer *self);
const char *hangar_hardware_offer_find_user (HangarHardwareOffer *self, const char *uuid, const char *what);
guint hangar_hardware_offer_get_cpus (HangarHardwareOffer *self);
guint64 hangar_hardware_offer_get_memory (HangarHardwareOffer *self);

void hangar_hardware_offer_load_async (HangarDomain *domain, const char *xml, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data);
HangarHardwareOffer *hangar_hardware_offer_load_finish (HangarDomain *domain, GAsyncResult *result,
                                                        GError **error);

G_END_DECLS
