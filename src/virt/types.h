/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* libvirt-glib's handle, opaque above this layer: its headers stay inside virt/. */
typedef struct _GVirConnection GVirConnection;

G_END_DECLS
