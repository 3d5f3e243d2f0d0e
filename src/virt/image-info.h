/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

GBytes *hangar_virt_image_info (const char *path, const char *format, GCancellable *cancellable);

G_END_DECLS
