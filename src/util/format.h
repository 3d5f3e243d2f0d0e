/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char *hangar_format_size (guint64 bytes);
char *hangar_format_bytes (double bytes);
char *hangar_format_size_short (double bytes);
char *hangar_format_rate (double bytes_per_second);
char *hangar_format_requests (double requests_per_second);
char *hangar_format_percent (double fraction);
char *hangar_format_duration (gint64 seconds);
char *hangar_format_clock_time (gint64 unix_seconds);
char *hangar_format_past (gint64 unix_seconds, gint64 now);

G_END_DECLS
