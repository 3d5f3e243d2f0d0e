/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HANGAR_PATIENCE:
 *
 * Seconds that a file may take to say what it is: a disc in a drive that spins up takes ten.
 */
#define HANGAR_PATIENCE 20

GTask *hangar_patience_task_new (gpointer source, GCancellable *cancellable, GAsyncReadyCallback callback,
                                 gpointer user_data);
void hangar_patience_begin (GTask *task, guint seconds, GTaskThreadFunc func);
gpointer hangar_patience_finish (GTask *task, GError **error);

G_END_DECLS
