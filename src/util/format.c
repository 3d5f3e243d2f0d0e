/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: sizes, rates and durations in the user's language. */

#include "util/format.h"

/**
 * hangar_format_size:
 * @bytes: a size in bytes
 *
 * Formats @bytes in the binary units that libvirt counts in (KiB, MiB, GiB), with one decimal.
 *
 * Returns: (transfer full): the text
 */
char *
hangar_format_size (guint64 bytes)
{
  return g_format_size_full (bytes, G_FORMAT_SIZE_IEC_UNITS);
}
