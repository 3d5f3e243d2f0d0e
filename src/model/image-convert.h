/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/image-header.h"

G_BEGIN_DECLS

/**
 * HangarImageConvertProgress:
 * @fraction: 0 to 1
 * @user_data: what was given with it
 *
 * Told on the main thread while a conversion goes on.
 */
typedef void (*HangarImageConvertProgress) (double fraction, gpointer user_data);

/**
 * HangarImageConversion:
 * @source: what is read; never changed
 * @target: path of a file that does not exist yet
 * @format: "qcow2" or "raw"
 * @compress: whether to compress (qcow2)
 * @progress: (nullable): told how far it is
 * @user_data: for @progress
 *
 * What is to be converted.
 */
typedef struct
{
  const HangarImageHeader *source;
  const char *target;
  const char *format;
  gboolean compress;
  HangarImageConvertProgress progress;
  gpointer user_data;
} HangarImageConversion;

void hangar_image_convert_async (const HangarImageConversion *conversion, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
gboolean hangar_image_convert_finish (GAsyncResult *result, GError **error);

G_END_DECLS
