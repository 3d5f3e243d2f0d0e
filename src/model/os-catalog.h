/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/os.h"

G_BEGIN_DECLS

/**
 * HangarOsMedia:
 * @os: (nullable): the system that it installs or starts, %NULL when it is not recognised
 * @label: (nullable): the disc's own label
 * @architecture: (nullable): as libvirt calls it, %NULL when the disc does not tell
 * @size: bytes
 * @is_disc: whether it has the structure of a CD or DVD at all
 * @is_bootable: whether a machine can start from it
 *
 * What was found on an installation medium.
 */
typedef struct
{
  HangarOs *os;
  char *label;
  char *architecture;
  guint64 size;
  gboolean is_disc;
  gboolean is_bootable;
} HangarOsMedia;

void hangar_os_media_free (HangarOsMedia *media);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarOsMedia, hangar_os_media_free)

#define HANGAR_TYPE_OS_CATALOG (hangar_os_catalog_get_type ())
G_DECLARE_FINAL_TYPE (HangarOsCatalog, hangar_os_catalog, HANGAR, OS_CATALOG, GObject)

HangarOsCatalog *hangar_os_catalog_new (void);

void hangar_os_catalog_load_async (HangarOsCatalog *self, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_os_catalog_load_finish (HangarOsCatalog *self, GAsyncResult *result, GError **error);
gboolean hangar_os_catalog_is_loaded (HangarOsCatalog *self);

HangarOs *hangar_os_catalog_get_unknown (HangarOsCatalog *self);
HangarOs *hangar_os_catalog_lookup (HangarOsCatalog *self, const char *id);
HangarOs *hangar_os_catalog_guess_from_name (HangarOsCatalog *self, const char *file_name);

void hangar_os_catalog_detect_async (HangarOsCatalog *self, const char *path, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data);
HangarOsMedia *hangar_os_catalog_detect_finish (HangarOsCatalog *self, GAsyncResult *result, GError **error);

G_END_DECLS
