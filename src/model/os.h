/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarOsFamily:
 *
 * The families that need different treatment when a machine is made for them.
 */
typedef enum
{
  HANGAR_OS_FAMILY_UNKNOWN,
  HANGAR_OS_FAMILY_LINUX,
  HANGAR_OS_FAMILY_WINDOWS,
  HANGAR_OS_FAMILY_BSD,
  HANGAR_OS_FAMILY_OTHER,
} HangarOsFamily;

/**
 * HangarOsSupport:
 *
 * What an operating system brings drivers for as it comes from its installation media.
 */
typedef enum
{
  HANGAR_OS_SUPPORT_VIRTIO_DISK = 1 << 0,
  HANGAR_OS_SUPPORT_VIRTIO_NET = 1 << 1,
  HANGAR_OS_SUPPORT_VIRTIO_SCSI = 1 << 2,
  HANGAR_OS_SUPPORT_VIRTIO_GPU = 1 << 3,
  HANGAR_OS_SUPPORT_VIRTIO_RNG = 1 << 4,
  HANGAR_OS_SUPPORT_VIRTIO_SERIAL = 1 << 5,
  HANGAR_OS_SUPPORT_Q35 = 1 << 6,
  HANGAR_OS_SUPPORT_USB_TABLET = 1 << 7,
  HANGAR_OS_SUPPORT_XHCI = 1 << 8,
  HANGAR_OS_SUPPORT_E1000E = 1 << 9,
  HANGAR_OS_SUPPORT_E1000 = 1 << 10,
  HANGAR_OS_SUPPORT_HDA = 1 << 11,
  HANGAR_OS_SUPPORT_AC97 = 1 << 12,
} HangarOsSupport;

/**
 * HangarOsNeeds:
 *
 * Without these the operating system refuses to be installed or to start.
 */
typedef enum
{
  HANGAR_OS_NEEDS_UEFI = 1 << 0,
  HANGAR_OS_NEEDS_SECURE_BOOT = 1 << 1,
  HANGAR_OS_NEEDS_TPM = 1 << 2,
} HangarOsNeeds;

/**
 * HangarOsResources:
 * @memory: bytes, 0 where nothing is known
 * @vcpus: count, 0 where nothing is known
 * @disk: bytes, 0 where nothing is known
 */
typedef struct
{
  guint64 memory;
  guint vcpus;
  guint64 disk;
} HangarOsResources;

/**
 * HangarOsFacts:
 * @id: libosinfo's URI of it
 * @name: for people
 * @version: (nullable): its version
 * @vendor: (nullable): who makes it
 * @distro: (nullable): libosinfo's word for its line of products
 * @short_ids: (nullable): what people type in a search, separated by spaces
 * @released: Julian day of its release, 0 when unknown
 * @family: its family
 * @support: what it has drivers for
 * @needs: what it must have
 * @end_of_life: its maker no longer looks after it
 * @generic: stands for a family rather than for one system
 * @minimum: the least that it runs with
 * @recommended: what its maker advises
 *
 * All that Hangar knows of an operating system.
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *version;
  const char *vendor;
  const char *distro;
  const char *short_ids;
  guint released;
  HangarOsFamily family;
  HangarOsSupport support;
  HangarOsNeeds needs;
  gboolean end_of_life;
  gboolean generic;
  HangarOsResources minimum;
  HangarOsResources recommended;
} HangarOsFacts;

#define HANGAR_TYPE_OS (hangar_os_get_type ())
G_DECLARE_FINAL_TYPE (HangarOs, hangar_os, HANGAR, OS, GObject)

HangarOs *hangar_os_new (const HangarOsFacts *facts);
HangarOs *hangar_os_new_unknown (void);

const char *hangar_os_get_id (HangarOs *self);
const char *hangar_os_get_name (HangarOs *self);
const char *hangar_os_get_version (HangarOs *self);
const char *hangar_os_get_distro (HangarOs *self);
HangarOsFamily hangar_os_get_family (HangarOs *self);
gboolean hangar_os_is_unknown (HangarOs *self);
gboolean hangar_os_is_generic (HangarOs *self);
gboolean hangar_os_is_end_of_life (HangarOs *self);
gboolean hangar_os_supports (HangarOs *self, HangarOsSupport support);
gboolean hangar_os_needs (HangarOs *self, HangarOsNeeds needs);
const HangarOsResources *hangar_os_get_minimum (HangarOs *self);
const HangarOsResources *hangar_os_get_recommended (HangarOs *self);
char *hangar_os_suggest_name (HangarOs *self);

gboolean hangar_os_matches (HangarOs *self, const char *words);
int hangar_os_compare (HangarOs *self, HangarOs *other);

G_END_DECLS
