/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarDrive:
 * @target: libvirt's name of it in the machine: "sda", "hdc"…
 * @bus: "sata", "ide", "scsi", "usb", "fdc"…
 * @is_floppy: a floppy rather than a CD drive
 * @path: (nullable): what is in it
 * @is_open: whether its tray is open
 *
 * A drive for exchangeable media.
 */
typedef struct
{
  char *target;
  char *bus;
  gboolean is_floppy;
  char *path;
  gboolean is_open;
} HangarDrive;

void hangar_drive_free (HangarDrive *drive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarDrive, hangar_drive_free)

/**
 * HangarMediaOutcome:
 * @HANGAR_MEDIA_FAILED: with the error set
 * @HANGAR_MEDIA_DONE: it is so now, and at the next start
 * @HANGAR_MEDIA_NEXT_START: it will be so at the next start
 */
typedef enum
{
  HANGAR_MEDIA_FAILED,
  HANGAR_MEDIA_DONE,
  HANGAR_MEDIA_NEXT_START,
} HangarMediaOutcome;

/**
 * HangarMediaWish:
 * @target: (nullable): the drive; %NULL for the first CD drive, which is added when there is none
 * @path: (nullable): what is to be in it, absolute on the host; %NULL to eject
 * @force: open the tray even when the guest holds it closed
 *
 * What somebody wants of a drive.
 */
typedef struct
{
  const char *target;
  const char *path;
  gboolean force;
} HangarMediaWish;

GPtrArray *hangar_drives_new_from_xml (const char *xml);
char *hangar_drive_xml_new (const char *xml, const char *path, gboolean active);
char *hangar_drive_boot_once_xml (const char *xml, const char *target, const char *path, GError **error);

void hangar_domain_list_drives_async (HangarDomain *domain, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hangar_domain_list_drives_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

void hangar_domain_change_media_async (HangarDomain *domain, const HangarMediaWish *wish,
                                       GCancellable *cancellable, GAsyncReadyCallback callback,
                                       gpointer user_data);
HangarMediaOutcome hangar_domain_change_media_finish (HangarDomain *domain, GAsyncResult *result,
                                                      GError **error);

void hangar_domain_boot_once_async (HangarDomain *domain, const HangarMediaWish *wish,
                                    GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data);
gboolean hangar_domain_boot_once_finish (HangarDomain *domain, GAsyncResult *result, GError **error);

gboolean hangar_media_is_locked_tray (const GError *error);
const char *hangar_domain_media_refusal (HangarDomain *domain);
const char *hangar_domain_boot_once_refusal (HangarDomain *domain);

G_END_DECLS
