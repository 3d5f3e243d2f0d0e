/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtDefinitionKind:
 * @HANGAR_VIRT_DEFINITION_NETWORK: a virtual network, by its UUID
 * @HANGAR_VIRT_DEFINITION_POOL: a storage pool, by its UUID
 * @HANGAR_VIRT_DEFINITION_VOLUME: a volume, by its path; libvirt can show its XML and not change it
 * @HANGAR_VIRT_DEFINITION_SNAPSHOT: a snapshot, by its domain's UUID and its name
 */
typedef enum
{
  HANGAR_VIRT_DEFINITION_NETWORK,
  HANGAR_VIRT_DEFINITION_POOL,
  HANGAR_VIRT_DEFINITION_VOLUME,
  HANGAR_VIRT_DEFINITION_SNAPSHOT,
} HangarVirtDefinitionKind;

/**
 * HangarVirtDefinition:
 * @kind: what it is
 * @id: UUID or path
 * @name: (nullable): a snapshot's name
 *
 * Something other than a domain that libvirt describes by XML.
 */
typedef struct
{
  HangarVirtDefinitionKind kind;
  const char *id;
  const char *name;
} HangarVirtDefinition;

char *hangar_virt_definition_get (GVirConnection *connection, const HangarVirtDefinition *what,
                                  GError **error);
gboolean hangar_virt_definition_set (GVirConnection *connection, const HangarVirtDefinition *what,
                                     const char *base, const char *xml, GError **error);

G_END_DECLS
