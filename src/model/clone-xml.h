/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HangarCloneDisk:
 * @target: the disk in the machine, like "vda"
 * @path: (nullable): its image in the clone; %NULL leaves the disk out
 * @format: (nullable): the format of that image; %NULL leaves it as it was
 * @made_here: the image was made for the clone and belongs to it
 * @kept: (nullable): the image that it had before, which stays beside it until the user says otherwise
 *
 * What becomes of one disk. Disks that are not named stay as they are: shared.
 */
typedef struct
{
  char *target;
  char *path;
  char *format;
  gboolean made_here;
  char *kept;
} HangarCloneDisk;

HangarCloneDisk *hangar_clone_disk_new (const char *target, const char *path, const char *format,
                                        gboolean made_here);
void hangar_clone_disk_free (HangarCloneDisk *disk);

char *hangar_clone_xml (const char *xml, const char *name, const char *uuid, GPtrArray *disks,
                        GError **error);
char *hangar_clone_set_nvram (const char *xml, const char *path, GError **error);
char *hangar_clone_replace_disks (const char *xml, GPtrArray *disks, GError **error);
char *hangar_clone_forget_kept (const char *xml, const char *path, GError **error);
char *hangar_clone_name (const char *pattern, guint number, GError **error);

G_END_DECLS
