/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opening a file that a person or another machine gave: nothing that can hang, and nothing that is not a
 * file. */

#include "config.h"

#include "model/media-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

G_DEFINE_QUARK (hangar - media - error - quark, hangar_media_error)

static gboolean
check_name (const char *path, GError **error)
{
  if (path != NULL && g_path_is_absolute (path) && g_utf8_validate (path, -1, NULL))
    {
      const char *c = path;

      while (*c != '\0' && !g_unichar_iscntrl (g_utf8_get_char (c)))
        c = g_utf8_next_char (c);
      if (*c == '\0')
        return TRUE;
    }
  g_set_error_literal (
    error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_NAME,
    _ ("The file’s name has characters that a host cannot be told. Rename the file first."));
  return FALSE;
}

static void
set_open_error (int code, GError **error)
{
  switch (code)
    {
    case ENOENT:
    case ENOTDIR:
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_MISSING,
                           _ ("There is no such file."));
      break;
    case EACCES:
    case EPERM:
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_UNREADABLE,
                           _ ("You do not have the permission to read this file."));
      break;
    case ENXIO: /* a socket, or a device without its driver */
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_KIND, _ ("This is not a file."));
      break;
    case ENOMEDIUM:
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_EMPTY,
                           _ ("There is no disc in this drive."));
      break;
    default:
      g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_UNREADABLE, g_strerror (code));
    }
}

static gboolean
check_kind (mode_t mode, gboolean allow_device, GError **error)
{
  const char *text = _ ("This is not a file.");

  if (S_ISREG (mode) || (allow_device && S_ISBLK (mode)))
    return TRUE;
  if (S_ISDIR (mode))
    text = _ ("This is a folder. Choose a file in it.");
  else if (S_ISFIFO (mode))
    text = _ ("This is a pipe between programs, not a file.");
  else if (S_ISBLK (mode) || S_ISCHR (mode))
    text = _ ("This is a device, not a file.");
  g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_KIND, text);
  return FALSE;
}

static gboolean
measure (int fd, const struct stat *info, guint64 *size, GError **error)
{
  guint64 bytes = info->st_size > 0 ? (guint64) info->st_size : 0;

  if (S_ISBLK (info->st_mode) && ioctl (fd, BLKGETSIZE64, &bytes) < 0)
    bytes = 0;
  if (size != NULL)
    *size = bytes;
  if (bytes > 0)
    return TRUE;
  g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_EMPTY, _ ("This file is empty."));
  return FALSE;
}

/**
 * hangar_media_file_open:
 * @path: an absolute path
 * @allow_device: whether a block device (a CD drive) is welcome too
 * @size: (out) (optional): its size in bytes
 * @error: return location; the message is a sentence for the user
 *
 * Opens a file for reading after making sure that it is one: a pipe or a device never makes this wait. Not
 * for the main thread: the file may lie on a slow disk or a dead server.
 *
 * Returns: the file descriptor, -1 with @error set (a #HangarMediaError)
 */
int
hangar_media_file_open (const char *path, gboolean allow_device, guint64 *size, GError **error)
{
  struct stat info;
  int fd;

  if (!check_name (path, error))
    return -1;

  fd = open (path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
  if (fd < 0)
    {
      set_open_error (errno, error);
      return -1;
    }
  if (fstat (fd, &info) < 0)
    set_open_error (errno, error);
  else if (check_kind (info.st_mode, allow_device, error) && measure (fd, &info, size, error))
    return fd;
  close (fd);
  return -1;
}
