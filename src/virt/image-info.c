/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What qemu-img says of an image on this computer, asked with limits: images are hostile. Worker threads
 * only. */

#include "virt/image-info.h"

#include <sys/resource.h>

/* In s, of processor time, and in bytes: an image is hostile until it was looked at. */
#define INSPECT_SECONDS 10
#define INSPECT_MEMORY (G_GUINT64_CONSTANT (1) << 30)
#define LARGEST_ANSWER (1 << 20)

static void
limit_cb (gpointer user_data)
{
  const struct rlimit seconds = { INSPECT_SECONDS, INSPECT_SECONDS };
  const struct rlimit memory = { INSPECT_MEMORY, INSPECT_MEMORY };
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CPU, &seconds);
  setrlimit (RLIMIT_AS, &memory);
  setrlimit (RLIMIT_CORE, &none);
}

/**
 * hangar_virt_image_info:
 * @path: an image on this computer
 * @format: (nullable): the format that it is used with; nothing is looked at without one
 * @cancellable: (nullable): ends it early
 *
 * Reads its own header, without opening what it builds on, also while a machine uses it. Blocks.
 *
 * Returns: (transfer full) (nullable): what there is to know of it, as JSON
 */
GBytes *
hangar_virt_image_info (const char *path, const char *format, GCancellable *cancellable)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!g_path_is_absolute (path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR) || format == NULL)
    return NULL;

  g_subprocess_launcher_set_child_setup (launcher, limit_cb, NULL, NULL);
  child = g_subprocess_launcher_spawn (launcher, NULL, "qemu-img", "info", "--force-share", "--output=json",
                                       "-f", format, "--", path, NULL);
  if (child == NULL || !g_subprocess_communicate (child, NULL, cancellable, &answer, NULL, NULL) ||
      !g_subprocess_get_successful (child) || g_bytes_get_size (answer) > LARGEST_ANSWER)
    return NULL;
  return g_steal_pointer (&answer);
}
