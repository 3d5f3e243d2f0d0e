/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What qemu-img says of an image on this computer, asked with limits: images are hostile. Worker threads
 * only. */

#include "virt/image-info.h"

#include <json-glib/json-glib.h>
#include <sys/resource.h>

#include "util/file-look.h"

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
  struct stat info;

  if (!g_path_is_absolute (path) || format == NULL || hangar_file_look (path, &info) != 0 ||
      !S_ISREG (info.st_mode))
    return NULL;

  g_subprocess_launcher_set_child_setup (launcher, limit_cb, NULL, NULL);
  child = g_subprocess_launcher_spawn (launcher, NULL, "qemu-img", "info", "--force-share", "--output=json",
                                       "-f", format, "--", path, NULL);
  if (child == NULL || !g_subprocess_communicate (child, NULL, cancellable, &answer, NULL, NULL) ||
      !g_subprocess_get_successful (child) || g_bytes_get_size (answer) > LARGEST_ANSWER)
    return NULL;
  return g_steal_pointer (&answer);
}

/**
 * hangar_virt_image_snapshot_free:
 * @snapshot: (transfer full): a snapshot
 */
void
hangar_virt_image_snapshot_free (HangarVirtImageSnapshot *snapshot)
{
  g_free (snapshot->name);
  g_free (snapshot);
}

static void
add_snapshot (JsonArray *array, guint index, JsonNode *node, gpointer user_data)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *name =
    object != NULL ? json_object_get_string_member_with_default (object, "name", NULL) : NULL;
  HangarVirtImageSnapshot *snapshot;

  if (name == NULL)
    return;
  snapshot = g_new0 (HangarVirtImageSnapshot, 1);
  snapshot->name = g_strdup (name);
  snapshot->created = json_object_get_int_member_with_default (object, "date-sec", 0);
  snapshot->memory = (guint64) MAX (json_object_get_int_member_with_default (object, "vm-state-size", 0), 0);
  g_ptr_array_add (user_data, snapshot);
}

/**
 * hangar_virt_image_snapshots:
 * @path: a qcow2 image on this computer
 * @cancellable: (nullable): ends it early
 *
 * Blocks.
 *
 * Returns: (transfer full) (element-type HangarVirtImageSnapshot): the snapshots inside it; none when that
 * cannot be found out
 */
GPtrArray *
hangar_virt_image_snapshots (const char *path, GCancellable *cancellable)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_image_snapshot_free);
  g_autoptr (GBytes) answer = hangar_virt_image_info (path, "qcow2", cancellable);
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root, *member = NULL;

  if (answer == NULL || !json_parser_load_from_data (parser, g_bytes_get_data (answer, NULL),
                                                     (gssize) g_bytes_get_size (answer), NULL))
    return list;
  root = json_parser_get_root (parser);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    member = json_object_get_member (json_node_get_object (root), "snapshots");
  if (member != NULL && JSON_NODE_HOLDS_ARRAY (member))
    json_array_foreach_element (json_node_get_array (member), add_snapshot, list);
  return list;
}
