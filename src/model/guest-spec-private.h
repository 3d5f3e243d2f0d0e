/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by guest-spec.c, which keeps the values, and guest-checks.c, which judges them. */

#include "model/guest-spec.h"

G_BEGIN_DECLS

#define HANGAR_GUEST_MIB (G_GUINT64_CONSTANT (1) << 20)
#define HANGAR_GUEST_GIB (G_GUINT64_CONSTANT (1) << 30)
#define HANGAR_GUEST_TIB (G_GUINT64_CONSTANT (1) << 40)

/* What the user chose himself; all else follows from the system and the host. */
typedef enum
{
  HANGAR_GUEST_CHOSEN_OS = 1 << 0,
  HANGAR_GUEST_CHOSEN_NAME = 1 << 1,
  HANGAR_GUEST_CHOSEN_MEMORY = 1 << 2,
  HANGAR_GUEST_CHOSEN_VCPUS = 1 << 3,
  HANGAR_GUEST_CHOSEN_DISK_SIZE = 1 << 4,
  HANGAR_GUEST_CHOSEN_NETWORK = 1 << 5,
  HANGAR_GUEST_CHOSEN_FIRMWARE = 1 << 6,
  HANGAR_GUEST_CHOSEN_TPM = 1 << 7,
  HANGAR_GUEST_CHOSEN_ARCHITECTURE = 1 << 8,
  HANGAR_GUEST_CHOSEN_CHIPSET = 1 << 9,
  HANGAR_GUEST_CHOSEN_FORMAT = 1 << 10,
  HANGAR_GUEST_CHOSEN_NICS = 1 << 11,
} HangarGuestChosen;

struct _HangarGuestSpec
{
  GObject parent_instance;

  HangarGuestHost *host; /* (nullable): not known yet */
  GListModel *domains;   /* (nullable): for the names that are taken */
  HangarGuestWay way;
  guint chosen; /* HangarGuestChosen */
  HangarGuestDefaults defaults;

  char *medium;
  gboolean medium_is_device;
  gboolean looking; /* it is not known yet what is on the medium */
  gboolean medium_is_disc;
  gboolean medium_is_bootable;
  char *medium_architecture;
  GError *medium_error;
  gboolean copy_medium; /* into the host's pool, because the host cannot reach it where it is */
  char *drivers;
  GStrv blocking; /* (nullable): folders that keep the host from its file */

  char *import_path;
  gboolean import_on_host; /* the daemon has it, whoever else may read it */
  gboolean import_looking;
  HangarImageHeader *import_image; /* (nullable): when it is a disk */
  HangarAppliance *appliance;      /* (nullable): when it is an appliance */
  GError *import_error;
  gboolean in_place;
  gboolean compress;

  HangarOs *os;
  gboolean os_detected;
  guint64 memory;
  guint vcpus;

  HangarGuestStorage storage;
  guint64 disk_size;
  char *disk_format;
  char *pool_uuid; /* (nullable): the host's default */
  char *existing_path;
  char *existing_format;
  gboolean existing_is_block;
  gboolean existing_looking;
  char *existing_users; /* (nullable): machines that use it too */
  GError *existing_error;

  HangarGuestNetwork network;
  char *network_source;
  guint nics;
  gboolean leave_network; /* the user does not want a stopped one to be started */
  HangarGuestFirmware firmware;
  gboolean tpm;
  char *architecture;
  char *chipset;
  gboolean emulated;
  char *name;
  char *uuid;           /* so that the same answers give the same definition */
  char *definition;     /* (nullable): the definition as the user changed it */
  char *definition_was; /* what it was before that */
};

void hangar_guest_spec_follow (HangarGuestSpec *self);
char *hangar_guest_spec_dup_existing_problem (HangarGuestSpec *self);
char *hangar_guest_spec_dup_import_problem (HangarGuestSpec *self);
char *hangar_guest_spec_dup_import_advice (HangarGuestSpec *self);

G_END_DECLS
