/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean hangar_keyring_is_available (void);
void hangar_keyring_lookup_async (const char *host, const char *machine, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer data);
char *hangar_keyring_lookup_finish (GAsyncResult *result, char **user, GError **error);
void hangar_keyring_store (const char *host, const char *machine, const char *user, const char *password);
void hangar_keyring_forget (const char *host, const char *machine);

G_END_DECLS
