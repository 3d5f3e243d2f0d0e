/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table of all that can be edited: kinds of devices, their fields, where those are in the XML. */

#include "model/device-schema.h"

#define MOST_KINDS 64

/**
 * hangar_device_kinds:
 *
 * Returns: (array zero-terminated=1): all kinds, in the order in which they are listed
 */
const HangarDeviceKind *const *
hangar_device_kinds (void)
{
  static const HangarDeviceKind *const tables[] = { hangar_kinds_machine, hangar_kinds_storage,
                                                    hangar_kinds_display, hangar_kinds_character,
                                                    hangar_kinds_host,    hangar_kinds_small };
  static const HangarDeviceKind *kinds[MOST_KINDS];
  static gsize ready = 0;

  if (g_once_init_enter (&ready))
    {
      guint n = 0;

      for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
        for (const HangarDeviceKind *kind = tables[i]; kind->id != NULL && n < MOST_KINDS - 1; kind++)
          kinds[n++] = kind;
      g_once_init_leave (&ready, 1);
    }
  return kinds;
}

/**
 * hangar_device_kind_find:
 * @id: "disk"…
 *
 * Returns: (nullable): the kind
 */
const HangarDeviceKind *
hangar_device_kind_find (const char *id)
{
  for (const HangarDeviceKind *const *kind = hangar_device_kinds (); *kind != NULL; kind++)
    if (g_str_equal ((*kind)->id, id))
      return *kind;
  return NULL;
}

/**
 * hangar_device_kind_find_field:
 * @kind: a kind
 * @id: "cache"…
 *
 * Returns: (nullable): the field
 */
const HangarField *
hangar_device_kind_find_field (const HangarDeviceKind *kind, const char *id)
{
  for (const HangarField *field = kind->fields; field->id != NULL; field++)
    if (g_str_equal (field->id, id))
      return field;
  return NULL;
}
