/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* Shared by guest-install.c, which makes machines, and guest-importing.c, which brings their disks in. */

#include "model/guest-install.h"
#include "model/guest-journal.h"

G_BEGIN_DECLS

/**
 * HangarGuestInstall:
 *
 * Shared by the steps of a creation. Workers fill in what they made; the main thread reads it only after they
 * have answered, so there is nothing to lock.
 */
typedef struct
{
  gatomicrefcount references;
  HangarConnection *connection; /* of the main thread alone */
  HangarGuestJournal *journal;
  HangarGuestPlan *plan;
  char *uuid;
  char *network;            /* (nullable): to be started first */
  gboolean network_started; /* it did not run before */
  gboolean new_disk;
  char *pool_uuid;   /* (nullable): the host's default */
  char *pool_folder; /* (nullable): where the default pool is to be made */
  char *disk_format;
  guint64 disk_size;
  gboolean compress;
  gboolean local;             /* the host is this computer */
  char *sent_medium;          /* (nullable): path of the copy of the medium that was made */
  char *volume;               /* (nullable): path of the disk that was made */
  char *definition;           /* (nullable): as the user changed it */
  HangarGuestPlan *wanted;    /* the plan before anything was made, for another try */
  HangarAppliance *appliance; /* (nullable): whose disks are brought in */
  HangarImageHeader *image;   /* (nullable): a disk that is brought in */
  gboolean copy_medium;
  gboolean defined;         /* as far as is known: what it has is not to be removed */
  HangarGuestPlan *planned; /* (nullable): what that was made of */
} HangarGuestInstall;

HangarGuestInstall *hangar_guest_install_ref (HangarGuestInstall *install);
void hangar_guest_install_unref (gpointer install);

void hangar_guest_install_run_with_host (GTask *task, HangarGuestInstall *install,
                                         const HangarConnectionWork *work);
gboolean hangar_guest_install_begin (HangarGuestInstall *install, GVirConnection *connection, GError **error);
gboolean hangar_guest_install_may_undo (HangarGuestInstall *install, GError **error);
void hangar_guest_install_forget (HangarGuestInstall *install, GVirConnection *connection, const char *path);
HangarVirtPool *hangar_guest_install_find_pool (HangarGuestInstall *install, GVirConnection *connection,
                                                GError **error);

void hangar_guest_importing_add_steps (HangarJob *job, HangarGuestInstall *install);

G_END_DECLS
