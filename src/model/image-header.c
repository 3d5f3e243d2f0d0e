/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at a disk image before anything opens it: images are programs that name other files and hosts. */

#include "config.h"

#include "model/image-header.h"

#include "model/media-file.h"
#include "model/patience.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* Bytes. What is read of an image, wherever its fields point; a text descriptor of VMDK is no longer. */
#define HEAD_LIMIT (64 * 1024)

/* Larger than any real disk: such a number is an attack on whoever allocates by it, or damage. */
#define MOST_CAPACITY (G_GUINT64_CONSTANT (64) << 40)

/* An image under examination. */
typedef struct
{
  int fd;
  char head[HEAD_LIMIT + 1];
  gsize length;
  guint64 file_size;
  guint64 capacity;
} Look;

static gboolean
refuse (GError **error, const char *text)
{
  g_set_error_literal (error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT, text);
  return FALSE;
}

/* The chain that an image wants is shown as far as it is text: it is what an attacker wrote. */
static gboolean G_GNUC_PRINTF (2, 3) refuse_reference (GError **error, const char *format, ...)
{
  g_autofree char *text = NULL;
  g_autofree char *valid = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  valid = g_utf8_make_valid (text, -1);
  return refuse (error, valid);
}

static guint32
be32 (const Look *look, gsize offset)
{
  guint32 value = 0;

  if (offset + 4 <= look->length)
    memcpy (&value, look->head + offset, 4);
  return GUINT32_FROM_BE (value);
}

static guint64
be64 (const Look *look, gsize offset)
{
  guint64 value = 0;

  if (offset + 8 <= look->length)
    memcpy (&value, look->head + offset, 8);
  return GUINT64_FROM_BE (value);
}

static guint32
le32 (const Look *look, gsize offset)
{
  return GUINT32_SWAP_LE_BE (be32 (look, offset));
}

static guint64
le64 (const Look *look, gsize offset)
{
  return GUINT64_SWAP_LE_BE (be64 (look, offset));
}

/* QEMU's docs/interop/qcow2.txt: backing file at 8 and 16, size at 24, incompatible features at 72, bit 2:
 * data file. */
static gboolean
look_at_qcow2 (Look *look, GError **error)
{
  guint64 backing = be64 (look, 8);
  gsize backing_length = MIN (be32 (look, 16), 1023);
  guint32 version = be32 (look, 4);

  if (version != 2 && version != 3)
    return refuse (error, _ ("This qcow2 image is of a version that is not known."));
  if (backing != 0 && backing < look->length && backing_length <= look->length - backing)
    {
      g_autofree char *name = g_strndup (look->head + backing, backing_length);

      /* TRANSLATORS: %s is a file or an address */
      return refuse_reference (
        error,
        _ ("This image is only the changes to another one: “%s”. Import that one, or make this "
           "one independent first."),
        name);
    }
  if (backing != 0)
    return refuse (error, _ ("This image is only the changes to another one. Make it independent first."));
  if (version == 3 && (be64 (look, 72) & (1 << 2)) != 0)
    return refuse (
      error, _ ("This image keeps its content in another file. Only images that are whole can be imported."));
  if (be32 (look, 32) != 0)
    return refuse (error, _ ("This image is encrypted. Decrypt it first."));
  look->capacity = be64 (look, 24);
  return TRUE;
}

/* A name in a descriptor may only be a file beside it: no folder, no protocol. */
static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && *name != '.' && strpbrk (name, "/\\:") == NULL && g_utf8_validate (name, -1, NULL);
}

/* One line of VMware's "Virtual Disk Format": RW 4192256 SPARSE "disk-s001.vmdk". */
static gboolean
look_at_extent (Look *look, const char *line, const char *own_name, GError **error)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  g_auto (GStrv) quoted = NULL;

  if (g_strv_length (words) < 3)
    return TRUE;
  look->capacity += g_ascii_strtoull (words[1], NULL, 10) * 512;
  if (g_str_equal (words[2], "ZERO"))
    return TRUE;
  quoted = g_strsplit (words[3] != NULL ? words[3] : "", "\"", 3);
  if (g_strv_length (quoted) < 3 || !is_plain_name (quoted[1]))
    return refuse_reference (error, _ ("This image wants to read “%s”, which is not a file beside it."),
                             quoted[0] != NULL && quoted[1] != NULL ? quoted[1] : line);
  if (g_strcmp0 (quoted[1], own_name) != 0)
    return refuse_reference (
      error,
      _ ("This image keeps its content in another file, “%s”. Only images that are whole can be "
         "imported."),
      quoted[1]);
  return TRUE;
}

static gboolean
look_at_vmdk_text (Look *look, const char *text, const char *own_name, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", 4096);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (g_ascii_strncasecmp (line, "parentFileNameHint", 18) == 0)
        return refuse_reference (
          error,
          _ ("This image is only the changes to another one: “%s”. Import that one, or make this "
             "one independent first."),
          g_strstrip (strchrnul (line, 0x3d) + (strchr (line, 0x3d) != NULL)));
      if ((g_str_has_prefix (line, "RW ") || g_str_has_prefix (line, "RDONLY ") ||
           g_str_has_prefix (line, "NOACCESS ")) &&
          !look_at_extent (look, line, own_name, error))
        return FALSE;
    }
  return TRUE;
}

/* The sparse header: capacity in sectors at 12, place and length of the descriptor in sectors at 28 and 36.
 */
static gboolean
look_at_vmdk (Look *look, const char *own_name, GError **error)
{
  guint64 offset = le64 (look, 28) * 512;
  guint64 length = MIN (le64 (look, 36) * 512, HEAD_LIMIT);
  g_autofree char *text = NULL;

  if (offset > 0 && offset < look->length)
    {
      g_autofree char *inner = g_strndup (look->head + offset, MIN (length, look->length - offset));

      /* The extent of a monolithic image is the file itself, under whatever name it had when it was made. */
      if (strstr (inner, "parentFileNameHint") != NULL && !look_at_vmdk_text (look, inner, own_name, error))
        return FALSE;
    }
  look->capacity = le64 (look, 12) * 512;
  return TRUE;
}

/* VirtualBox's VDICore: type at 76 (4: differencing), size at 368. */
static gboolean
look_at_vdi (Look *look, GError **error)
{
  if (le32 (look, 76) == 4)
    return refuse (error, _ ("This image is only the changes to another one, made by a snapshot. Merge the "
                             "snapshots in VirtualBox "
                             "first."));
  look->capacity = le64 (look, 368);
  return TRUE;
}

/* Microsoft's VHD: the footer has the size at 48 and the type at 60 (4: differencing). */
static gboolean
look_at_vhd (Look *look, GError **error)
{
  if (be32 (look, 60) == 4)
    return refuse (error, _ ("This image is only the changes to another one. Make it independent first."));
  look->capacity = be64 (look, 48);
  return TRUE;
}

/* MS-VHDX: of the items in the metadata region at 2.6, "file parameters" has the bit HasParent, and the
 * disk's size is one. */
static gboolean
look_at_vhdx_items (Look *look, guint64 region, GError **error)
{
  static const guchar parameters[] = { 0x37, 0x67, 0xa1, 0xca, 0x36, 0xfa, 0x43, 0x4d,
                                       0xb3, 0xb6, 0x33, 0xf0, 0xaa, 0x44, 0xe7, 0x6b };
  static const guchar size[] = { 0x24, 0x42, 0xa5, 0x2f, 0x1b, 0xcd, 0x76, 0x48,
                                 0xb2, 0x11, 0x5d, 0xbe, 0xd8, 0x3b, 0xf4, 0xb8 };
  char table[HEAD_LIMIT];
  guint16 n;

  if (pread (look->fd, table, sizeof table, (off_t) region) != (gssize) sizeof table ||
      memcmp (table, "metadata", 8) != 0)
    return refuse (error, _ ("This image is damaged."));
  memcpy (&n, table + 10, 2);
  n = MIN (GUINT16_FROM_LE (n), 2047);
  for (guint i = 0; i < n; i++)
    {
      const char *entry = table + 32 + i * 32;
      char value[8] = { 0 };
      guint32 offset;
      guint64 number;

      memcpy (&offset, entry + 16, 4);
      if (pread (look->fd, value, sizeof value, (off_t) (region + GUINT32_FROM_LE (offset))) < 8)
        continue;
      memcpy (&number, value, 8);
      if (memcmp (entry, size, 16) == 0)
        look->capacity = GUINT64_FROM_LE (number);
      else if (memcmp (entry, parameters, 16) == 0 && ((GUINT64_FROM_LE (number) >> 32) & 2) != 0)
        return refuse (error,
                       _ ("This image is only the changes to another one. Make it independent first."));
    }
  return TRUE;
}

/* The region table is at 192 KiB; the region of the metadata is known by its identifier. */
static gboolean
look_at_vhdx (Look *look, GError **error)
{
  static const guchar metadata[] = { 0x06, 0xa2, 0x7c, 0x8b, 0x90, 0x47, 0x9a, 0x4b,
                                     0xb8, 0xfe, 0x57, 0x5f, 0x05, 0x0f, 0x88, 0x6e };
  char table[HEAD_LIMIT];

  if (pread (look->fd, table, sizeof table, 192 * 1024) == (gssize) sizeof table &&
      memcmp (table, "regi", 4) == 0)
    for (guint i = 0; i < 32; i++)
      {
        const char *entry = table + 16 + i * 32;
        guint64 offset;

        memcpy (&offset, entry + 16, 8);
        offset = GUINT64_FROM_LE (offset);
        if (memcmp (entry, metadata, 16) == 0 && offset < look->file_size)
          return look_at_vhdx_items (look, offset, error);
      }
  return refuse (error, _ ("This image is damaged."));
}

static gboolean
has (const Look *look, gsize offset, const char *magic, gsize length)
{
  return look->length >= offset + length && memcmp (look->head + offset, magic, length) == 0;
}

/* A fixed VHD has its footer at the end alone; only the file's name tells it from a raw image that ends
 * likewise. */
static gboolean
has_footer (Look *look, const char *path)
{
  char *slow = g_ascii_strdown (path, -1);
  gboolean named = g_str_has_suffix (slow, ".vhd");

  g_free (slow);
  if (!named || look->file_size < 512 ||
      pread (look->fd, look->head, 512, (off_t) (look->file_size - 512)) != 512)
    return FALSE;
  return has (look, 0, "conectix", 8);
}

static const char *
look_at (Look *look, const char *path, GError **error)
{
  g_autofree char *own_name = g_path_get_basename (path);

  if (has (look, 0, "QFI\xfb", 4))
    return look_at_qcow2 (look, error) ? "qcow2" : NULL;
  if (has (look, 0, "KDMV", 4))
    return look_at_vmdk (look, own_name, error) ? "vmdk" : NULL;
  if (has (look, 0, "# Disk DescriptorFile", 21))
    return look_at_vmdk_text (look, look->head, own_name, error) ? "vmdk" : NULL;
  if (has (look, 64, "\x7f\x10\xda\xbe", 4))
    return look_at_vdi (look, error) ? "vdi" : NULL;
  if (has (look, 0, "vhdxfile", 8))
    return look_at_vhdx (look, error) ? "vhdx" : NULL;
  if (has (look, 0, "conectix", 8) || has_footer (look, path))
    return look_at_vhd (look, error) ? "vpc" : NULL;
  look->capacity = look->file_size;
  return "raw";
}

/**
 * hangar_image_header_check_name:
 * @path: an image's path
 * @format: what its content is
 * @error: return location
 *
 * A file that is called like a format and is none: believing either of them would be a guess.
 *
 * Returns: whether name and content agree
 */
gboolean
hangar_image_header_check_name (const char *path, const char *format, GError **error)
{
  static const struct
  {
    const char *extension;
    const char *format;
  } table[] = {
    { ".qcow2", "qcow2" }, { ".vmdk", "vmdk" }, { ".vdi", "vdi" },
    { ".vhdx", "vhdx" },   { ".vhd", "vpc" },   { ".raw", "raw" },
  };
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_has_suffix (lower, table[i].extension) && !g_str_equal (format, table[i].format))
      {
        g_set_error (
          error, HANGAR_MEDIA_ERROR, HANGAR_MEDIA_ERROR_CONTENT,
          /* TRANSLATORS: the first is a file name's ending, the second a format */
          _ ("The file’s name ends with %s, but its content is %s. Rename it if you know which is right."),
          table[i].extension, format);
        return FALSE;
      }
  return TRUE;
}

/**
 * hangar_image_header_read:
 * @path: an absolute path
 * @error: return location; of #HANGAR_MEDIA_ERROR with a sentence for the user
 *
 * Looks what a disk image is. It is refused when it would make whoever opens it read other files or
 * addresses, or when its claims cannot be true. Only a fixed amount is read. Blocks: for threads.
 *
 * Returns: (transfer full): what it is
 */
HangarImageHeader *
hangar_image_header_read (const char *path, GError **error)
{
  g_autofree Look *look = g_new0 (Look, 1);
  HangarImageHeader *header = NULL;
  const char *format = NULL;
  gssize length;

  look->fd = hangar_media_file_open (path, FALSE, &look->file_size, error);
  if (look->fd < 0)
    return NULL;
  length = pread (look->fd, look->head, HEAD_LIMIT, 0);
  look->length = length > 0 ? (gsize) length : 0;
  format = look_at (look, path, error);
  close (look->fd);

  if (format == NULL || !hangar_image_header_check_name (path, format, error))
    return NULL;
  if (look->capacity == 0 || look->capacity > MOST_CAPACITY)
    {
      refuse (error, _ ("The size that this image claims cannot be true."));
      return NULL;
    }
  header = g_new0 (HangarImageHeader, 1);
  header->path = g_strdup (path);
  header->format = g_strdup (format);
  header->capacity = look->capacity;
  header->file_size = look->file_size;
  return header;
}

/**
 * hangar_image_header_free:
 * @header: (transfer full) (nullable): what an image is
 */
void
hangar_image_header_free (HangarImageHeader *header)
{
  if (header == NULL)
    return;
  g_free (header->path);
  g_free (header->format);
  g_free (header);
}

/**
 * hangar_image_header_copy:
 * @header: what an image is
 *
 * Returns: (transfer full): a copy
 */
HangarImageHeader *
hangar_image_header_copy (const HangarImageHeader *header)
{
  HangarImageHeader *copy = g_new (HangarImageHeader, 1);

  *copy = *header;
  copy->path = g_strdup (header->path);
  copy->format = g_strdup (header->format);
  return copy;
}

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  HangarImageHeader *header = hangar_image_header_read (data, &error);

  if (header != NULL)
    g_task_return_pointer (task, header, (GDestroyNotify) hangar_image_header_free);
  else
    g_task_return_error (task, error);
}

/**
 * hangar_image_header_read_async:
 * @path: an absolute path
 * @cancellable: (nullable): to lose interest
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * hangar_image_header_read() in a thread.
 */
void
hangar_image_header_read_async (const char *path, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = hangar_patience_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, hangar_image_header_read_async);
  g_task_set_task_data (task, g_strdup (path), g_free);
  hangar_patience_begin (task, HANGAR_PATIENCE, read_thread);
}

/**
 * hangar_image_header_read_finish:
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what the image is
 */
HangarImageHeader *
hangar_image_header_read_finish (GAsyncResult *result, GError **error)
{
  return hangar_patience_finish (G_TASK (result), error);
}
