/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define HANGAR_RELEASE_KEYS_MAX 2

/**
 * HangarReleaseKeys:
 * @id: how the settings name them
 * @qnums: QEMU's codes; 0 after the last
 *
 * Keys that give keyboard and pointer back when they are pressed together, and let go, with nothing between.
 */
typedef struct
{
  const char *id;
  guint qnums[HANGAR_RELEASE_KEYS_MAX];
  const char *words;
  const char *hint;
} HangarReleaseKeys;

const HangarReleaseKeys *hangar_release_keys_get (guint index);
const HangarReleaseKeys *hangar_release_keys_find (const char *id);
gboolean hangar_release_keys_contain (const HangarReleaseKeys *keys, guint qnum);
guint hangar_release_keys_count (const HangarReleaseKeys *keys);
const char *hangar_release_keys_words (const HangarReleaseKeys *keys);
const char *hangar_release_keys_hint (const HangarReleaseKeys *keys);

G_END_DECLS
