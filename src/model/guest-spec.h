/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/appliance.h"
#include "model/guest-host.h"
#include "model/guest-plan.h"
#include "model/os-catalog.h"
#include "model/settings.h"

G_BEGIN_DECLS

/**
 * HangarGuestField:
 *
 * The questions of a new machine, in the order in which they are asked.
 */
typedef enum
{
  HANGAR_GUEST_FIELD_HOST,
  HANGAR_GUEST_FIELD_MEDIUM,
  HANGAR_GUEST_FIELD_OS,
  HANGAR_GUEST_FIELD_MEMORY,
  HANGAR_GUEST_FIELD_VCPUS,
  HANGAR_GUEST_FIELD_DISK,
  HANGAR_GUEST_FIELD_NETWORK,
  HANGAR_GUEST_FIELD_FIRMWARE,
  HANGAR_GUEST_FIELD_NAME,
  HANGAR_GUEST_N_FIELDS,
} HangarGuestField;

/**
 * HangarGuestWay:
 * @HANGAR_GUEST_WAY_MEDIUM: install from a disc
 * @HANGAR_GUEST_WAY_IMPORT: start from a disk that exists
 * @HANGAR_GUEST_WAY_NETWORK: start from the network
 * @HANGAR_GUEST_WAY_EMPTY: make the machine, nothing to start from
 */
typedef enum
{
  HANGAR_GUEST_WAY_MEDIUM,
  HANGAR_GUEST_WAY_IMPORT,
  HANGAR_GUEST_WAY_NETWORK,
  HANGAR_GUEST_WAY_EMPTY,
} HangarGuestWay;

/**
 * HangarGuestStorage:
 * @HANGAR_GUEST_STORAGE_NEW: a new volume
 * @HANGAR_GUEST_STORAGE_EXISTING: a volume or file that is there
 * @HANGAR_GUEST_STORAGE_NONE: no disk
 */
typedef enum
{
  HANGAR_GUEST_STORAGE_NEW,
  HANGAR_GUEST_STORAGE_EXISTING,
  HANGAR_GUEST_STORAGE_NONE,
} HangarGuestStorage;

#define HANGAR_TYPE_GUEST_SPEC (hangar_guest_spec_get_type ())
G_DECLARE_FINAL_TYPE (HangarGuestSpec, hangar_guest_spec, HANGAR, GUEST_SPEC, GObject)

HangarGuestSpec *hangar_guest_spec_new (void);

void hangar_guest_spec_set_defaults (HangarGuestSpec *self, const HangarGuestDefaults *defaults);
void hangar_guest_spec_set_host (HangarGuestSpec *self, HangarGuestHost *host, GListModel *domains);
HangarGuestHost *hangar_guest_spec_get_host (HangarGuestSpec *self);
void hangar_guest_spec_set_way (HangarGuestSpec *self, HangarGuestWay way);
HangarGuestWay hangar_guest_spec_get_way (HangarGuestSpec *self);

void hangar_guest_spec_set_medium (HangarGuestSpec *self, const char *path, gboolean is_device);
void hangar_guest_spec_set_medium_found (HangarGuestSpec *self, const HangarOsMedia *found,
                                         const GError *error);
const char *hangar_guest_spec_get_medium (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_looking (HangarGuestSpec *self);
void hangar_guest_spec_set_copy_medium (HangarGuestSpec *self, gboolean copy);
gboolean hangar_guest_spec_get_copy_medium (HangarGuestSpec *self);
void hangar_guest_spec_set_drivers (HangarGuestSpec *self, const char *path);
const char *hangar_guest_spec_get_drivers (HangarGuestSpec *self);
gboolean hangar_guest_spec_wants_drivers (HangarGuestSpec *self);

void hangar_guest_spec_set_import (HangarGuestSpec *self, const char *path);
void hangar_guest_spec_set_import_on_host (HangarGuestSpec *self, const HangarImageHeader *image);
void hangar_guest_spec_set_import_found (HangarGuestSpec *self, const HangarImageHeader *image,
                                         const HangarAppliance *appliance, const GError *error);
const char *hangar_guest_spec_get_import (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_import_looking (HangarGuestSpec *self);
const HangarImageHeader *hangar_guest_spec_get_import_image (HangarGuestSpec *self);
const HangarAppliance *hangar_guest_spec_get_import_appliance (HangarGuestSpec *self);
gboolean hangar_guest_spec_can_import_in_place (HangarGuestSpec *self);
void hangar_guest_spec_set_import_in_place (HangarGuestSpec *self, gboolean in_place);
gboolean hangar_guest_spec_get_import_in_place (HangarGuestSpec *self);
void hangar_guest_spec_set_compress (HangarGuestSpec *self, gboolean compress);
gboolean hangar_guest_spec_get_compress (HangarGuestSpec *self);

char *hangar_guest_spec_dup_needed_file (HangarGuestSpec *self);
void hangar_guest_spec_set_blocking (HangarGuestSpec *self, const char *const *folders);
const char *const *hangar_guest_spec_get_blocking (HangarGuestSpec *self);

void hangar_guest_spec_set_os (HangarGuestSpec *self, HangarOs *os, gboolean by_user);
HangarOs *hangar_guest_spec_get_os (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_os_detected (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_os_chosen (HangarGuestSpec *self);

void hangar_guest_spec_set_memory (HangarGuestSpec *self, guint64 bytes);
guint64 hangar_guest_spec_get_memory (HangarGuestSpec *self);
void hangar_guest_spec_set_vcpus (HangarGuestSpec *self, guint vcpus);
guint hangar_guest_spec_get_vcpus (HangarGuestSpec *self);

void hangar_guest_spec_set_storage (HangarGuestSpec *self, HangarGuestStorage storage);
HangarGuestStorage hangar_guest_spec_get_storage (HangarGuestSpec *self);
void hangar_guest_spec_set_disk_size (HangarGuestSpec *self, guint64 bytes);
guint64 hangar_guest_spec_get_disk_size (HangarGuestSpec *self);
void hangar_guest_spec_set_disk_format (HangarGuestSpec *self, const char *format);
const char *hangar_guest_spec_get_disk_format (HangarGuestSpec *self);
void hangar_guest_spec_set_pool (HangarGuestSpec *self, const char *uuid);
const HangarVirtPool *hangar_guest_spec_get_pool (HangarGuestSpec *self);
const HangarVirtPool *hangar_guest_spec_get_chosen_pool (HangarGuestSpec *self);
void hangar_guest_spec_look_at_existing_disk (HangarGuestSpec *self, const char *path);
void hangar_guest_spec_refuse_existing_disk (HangarGuestSpec *self, const GError *error);
void hangar_guest_spec_set_existing_disk (HangarGuestSpec *self, const HangarGuestDisk *disk,
                                          const char *users);
const char *hangar_guest_spec_get_existing_disk (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_larger_than_free (HangarGuestSpec *self);
char *hangar_guest_spec_dup_planned_path (HangarGuestSpec *self);

void hangar_guest_spec_set_network (HangarGuestSpec *self, HangarGuestNetwork network, const char *source);
void hangar_guest_spec_set_nics (HangarGuestSpec *self, guint nics);
guint hangar_guest_spec_get_nics (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_network_stopped (HangarGuestSpec *self);
gboolean hangar_guest_spec_needs_network_start (HangarGuestSpec *self);
void hangar_guest_spec_set_start_network (HangarGuestSpec *self, gboolean start);
gboolean hangar_guest_spec_get_start_network (HangarGuestSpec *self);
HangarGuestNetwork hangar_guest_spec_get_network (HangarGuestSpec *self, const char **source);

void hangar_guest_spec_set_firmware (HangarGuestSpec *self, HangarGuestFirmware firmware);
HangarGuestFirmware hangar_guest_spec_get_firmware (HangarGuestSpec *self);
void hangar_guest_spec_set_tpm (HangarGuestSpec *self, gboolean tpm);
gboolean hangar_guest_spec_get_tpm (HangarGuestSpec *self);
void hangar_guest_spec_set_architecture (HangarGuestSpec *self, const char *architecture);
const char *hangar_guest_spec_get_architecture (HangarGuestSpec *self);
void hangar_guest_spec_set_chipset (HangarGuestSpec *self, const char *chipset);
const char *hangar_guest_spec_get_chipset (HangarGuestSpec *self);
void hangar_guest_spec_set_emulated (HangarGuestSpec *self, gboolean emulated);
gboolean hangar_guest_spec_get_emulated (HangarGuestSpec *self);

void hangar_guest_spec_set_name (HangarGuestSpec *self, const char *name);
const char *hangar_guest_spec_get_name (HangarGuestSpec *self);

gboolean hangar_guest_spec_is_answered (HangarGuestSpec *self, HangarGuestField field);
char *hangar_guest_spec_dup_problem (HangarGuestSpec *self, HangarGuestField field);
char *hangar_guest_spec_dup_advice (HangarGuestSpec *self, HangarGuestField field);
char *hangar_guest_spec_dup_first_problem (HangarGuestSpec *self);

HangarGuestPlan *hangar_guest_spec_make_plan (HangarGuestSpec *self);

char *hangar_guest_spec_dup_uuid (HangarGuestSpec *self);
char *hangar_guest_spec_dup_definition (HangarGuestSpec *self);
void hangar_guest_spec_set_definition (HangarGuestSpec *self, const char *xml);
const char *hangar_guest_spec_get_definition (HangarGuestSpec *self);
gboolean hangar_guest_spec_is_definition_stale (HangarGuestSpec *self);

/* The rules alone, for whoever names things. */
const char *hangar_guest_name_problem (const char *name);
char *hangar_guest_name_make_unique (const char *name, GListModel *domains);

G_END_DECLS
