/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HANGAR_MEDIA_ERROR:
 *
 * Why a file cannot serve as a machine's medium.
 */
#define HANGAR_MEDIA_ERROR (hangar_media_error_quark ())
GQuark hangar_media_error_quark (void);

/**
 * HangarMediaError:
 * @HANGAR_MEDIA_ERROR_MISSING: no such file
 * @HANGAR_MEDIA_ERROR_UNREADABLE: the user may not read it
 * @HANGAR_MEDIA_ERROR_KIND: a folder, a pipe, a socket or another thing that is no file
 * @HANGAR_MEDIA_ERROR_EMPTY: there is nothing in it
 * @HANGAR_MEDIA_ERROR_NAME: the path cannot be handed to a daemon (not absolute, not UTF-8, control
 * characters)
 * @HANGAR_MEDIA_ERROR_CONTENT: it can be read and is not what it should be
 * @HANGAR_MEDIA_ERROR_SILENT: reading it takes for ever
 */
typedef enum
{
  HANGAR_MEDIA_ERROR_MISSING,
  HANGAR_MEDIA_ERROR_UNREADABLE,
  HANGAR_MEDIA_ERROR_KIND,
  HANGAR_MEDIA_ERROR_EMPTY,
  HANGAR_MEDIA_ERROR_NAME,
  HANGAR_MEDIA_ERROR_CONTENT,
  HANGAR_MEDIA_ERROR_SILENT,
} HangarMediaError;

int hangar_media_file_open (const char *path, gboolean allow_device, guint64 *size, GError **error);

G_END_DECLS
