/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "virt/types.h"

G_BEGIN_DECLS

/**
 * HangarVirtAffect:
 * @HANGAR_VIRT_AFFECT_LIVE: the machine that runs
 * @HANGAR_VIRT_AFFECT_CONFIG: its stored definition, for the next start
 *
 * What a change is for; the values are libvirt's.
 */
typedef enum
{
  HANGAR_VIRT_AFFECT_LIVE = 1,
  HANGAR_VIRT_AFFECT_CONFIG = 2,
} HangarVirtAffect;

/**
 * HangarVirtMedium:
 * @target: the drive's target: "sda", "hdc"…
 * @path: (nullable): file or block device on the host; %NULL to eject
 * @is_block: whether @path is a device
 * @force: open the tray against the guest's will
 *
 * What is to be in a drive.
 */
typedef struct
{
  const char *target;
  const char *path;
  gboolean is_block;
  gboolean force;
} HangarVirtMedium;

gboolean hangar_virt_device_attach (GVirConnection *connection, const char *uuid, const char *xml,
                                    HangarVirtAffect affect, GError **error);
gboolean hangar_virt_device_detach (GVirConnection *connection, const char *uuid, const char *xml,
                                    HangarVirtAffect affect, GError **error);
gboolean hangar_virt_device_update (GVirConnection *connection, const char *uuid, const char *xml,
                                    HangarVirtAffect affect, GError **error);
gboolean hangar_virt_device_change_medium (GVirConnection *connection, const char *uuid,
                                           const HangarVirtMedium *medium, HangarVirtAffect affect,
                                           GError **error);

gboolean hangar_virt_domain_set_memory (GVirConnection *connection, const char *uuid, guint64 bytes,
                                        HangarVirtAffect affect, GError **error);
gboolean hangar_virt_domain_set_vcpus (GVirConnection *connection, const char *uuid, guint count,
                                       HangarVirtAffect affect, GError **error);
gboolean hangar_virt_domain_resize_disk (GVirConnection *connection, const char *uuid, const char *target,
                                         guint64 bytes, GError **error);
gboolean hangar_virt_domain_get_disk_size (GVirConnection *connection, const char *uuid, const char *target,
                                           guint64 sizes[2], GError **error);

gboolean hangar_virt_domain_lacks_disk (GVirConnection *connection, const char *uuid, const char *target);
gboolean hangar_virt_volume_grow (GVirConnection *connection, const char *path, guint64 bytes,
                                  GError **error);
gboolean hangar_virt_domain_rename (GVirConnection *connection, const char *uuid, const char *name,
                                    GError **error);
gboolean hangar_virt_domain_set_text (GVirConnection *connection, const char *uuid, gboolean is_title,
                                      const char *text, HangarVirtAffect affect, GError **error);
gboolean hangar_virt_domain_redefine (GVirConnection *connection, const char *uuid, const char *base,
                                      const char *xml, GError **error);
gboolean hangar_virt_domain_start_with (GVirConnection *connection, const char *uuid, const char *xml,
                                        GError **error);

G_END_DECLS
