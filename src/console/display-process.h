/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HangarDisplayTarget:
 * @type: what is spoken on the descriptor: "vnc", "spice" or "dbus"
 * @hostname: (nullable): the host, for its certificate
 * @local: whether the guest runs on this machine
 */
typedef struct
{
  const char *type;
  const char *hostname;
  gboolean local;
} HangarDisplayTarget;

gboolean hangar_display_process_supports (const char *type);
void hangar_display_process_start_async (const HangarDisplayTarget *target, int display_fd,
                                         GCancellable *cancellable, GAsyncReadyCallback callback,
                                         gpointer data);
GSubprocess *hangar_display_process_start_finish (GAsyncResult *result, GSocketConnection **bus,
                                                  GError **error);

G_END_DECLS
