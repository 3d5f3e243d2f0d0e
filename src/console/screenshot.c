/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of a guest's screen as files. */

#include "config.h"

#include "console/screenshot.h"

#include <glib/gi18n.h>

typedef struct
{
  GdkTexture *texture;
  char *path;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->texture);
  g_free (save->path);
  g_free (save);
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Save *save = data;
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (save->texture);
  g_autoptr (GFile) file = g_file_new_for_path (save->path);
  GError *error = NULL;

  if (g_file_replace_contents (file, g_bytes_get_data (png, NULL), g_bytes_get_size (png), NULL, FALSE,
                               G_FILE_CREATE_NONE, NULL, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hangar_screenshot_save_async:
 * @texture: (nullable): the picture; without one the operation fails
 * @path: where the PNG goes
 *
 * Packs and writes the picture in a thread.
 */
void
hangar_screenshot_save_async (GdkTexture *texture, const char *path, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Save *save;

  g_task_set_source_tag (task, hangar_screenshot_save_async);
  if (texture == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_CONNECTED, "%s",
                               _ ("The machine’s screen is not shown at the moment."));
      return;
    }
  save = g_new0 (Save, 1);
  save->texture = g_object_ref (texture);
  save->path = g_strdup (path);
  g_task_set_task_data (task, save, save_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * hangar_screenshot_save_finish:
 *
 * Returns: whether the file was written
 */
gboolean
hangar_screenshot_save_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}
