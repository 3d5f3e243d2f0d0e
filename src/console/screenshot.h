/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

void hangar_screenshot_save_async (GdkTexture *texture, const char *path, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer data);
gboolean hangar_screenshot_save_finish (GAsyncResult *result, GError **error);

G_END_DECLS
