/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/stat.h>

G_BEGIN_DECLS

/**
 * HangarFileLook:
 * @path: a path
 * @info: (out): what is there
 *
 * Returns: 0, or an errno
 */
typedef int (*HangarFileLook) (const char *path, struct stat *info);

int hangar_file_look (const char *path, struct stat *info);
int hangar_file_look_with (HangarFileLook look, const char *path, struct stat *info, gint64 patience);

G_END_DECLS
