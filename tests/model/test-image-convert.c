/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/image-header and image-convert: what images are, what they may not be, and converting them. */

#include "model/image-convert.h"
#include "model/media-file.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#include "../wait.h"

#define MIB (1024 * 1024)

typedef struct
{
  char *folder;
  GAsyncResult *result;
  double progress;
} Fixture;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *fixture = data;

  g_set_object (&fixture->result, result);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("hangar-image-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GDir *dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_dir_close (dir);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_clear_object (&fixture->result);
  g_free (fixture->folder);
}

static char *
file (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

/* qemu-img, as the one who makes images for the tests. */
static void
make (Fixture *fixture, const char *first, ...)
{
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  const char *argument = first;
  g_autoptr (GSubprocess) process = NULL;
  va_list arguments;

  g_ptr_array_add (argv, (gpointer) "qemu-img");
  va_start (arguments, first);
  for (; argument != NULL; argument = va_arg (arguments, const char *))
    g_ptr_array_add (argv, (gpointer) argument);
  va_end (arguments);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_newv ((const char *const *) argv->pdata, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, NULL);
  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const char *const formats[][2] = {
    { "qcow2", "a.qcow2" }, { "raw", "b.img" }, { "vmdk", "c.vmdk" },
    { "vdi", "d.vdi" },     { "vpc", "e.vhd" }, { "vhdx", "f.vhdx" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = file (fixture, formats[i][1]);
      g_autoptr (GError) error = NULL;
      g_autoptr (HangarImageHeader) header = NULL;

      make (fixture, "create", "-q", "-f", formats[i][0], path, "24M", NULL);
      header = hangar_image_header_read (path, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (header->format, ==, formats[i][0]);
      /* VHD counts in cylinders and rounds up. */
      g_assert_cmpuint (header->capacity, >=, 24 * MIB);
      g_assert_cmpuint (header->capacity, <=, 25 * MIB);
    }
}

static void
assert_refused (Fixture *fixture, const char *path, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarImageHeader) header = hangar_image_header_read (path, &error);

  g_assert_null (header);
  g_assert_nonnull (error);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  g_autofree char *base = file (fixture, "base.qcow2");
  g_autofree char *overlay = file (fixture, "overlay.qcow2");
  g_autofree char *nbd = file (fixture, "nbd.qcow2");
  g_autofree char *json = file (fixture, "json.qcow2");
  g_autofree char *outside = file (fixture, "outside.qcow2");
  g_autofree char *raw = file (fixture, "outside.data");
  g_autofree char *option = g_strconcat ("data_file=", raw, NULL);

  make (fixture, "create", "-q", "-f", "qcow2", base, "4M", NULL);
  make (fixture, "create", "-q", "-f", "qcow2", "-F", "qcow2", "-b", base, overlay, NULL);
  assert_refused (fixture, overlay, "base.qcow2");
  make (fixture, "create", "-q", "-f", "qcow2", "-u", "-F", "raw", "-b", "nbd:127.0.0.1:10809", nbd, "4M",
        NULL);
  assert_refused (fixture, nbd, "nbd:127.0.0.1:10809");
  make (fixture, "create", "-q", "-f", "qcow2", "-u", "-F", "raw", "-b",
        "json:{\"driver\":\"file\",\"filename\":\"/etc/passwd\"}", json, "4M", NULL);
  assert_refused (fixture, json, "/etc/passwd");
  make (fixture, "create", "-q", "-f", "qcow2", "-o", option, outside, "4M", NULL);
  assert_refused (fixture, outside, "another file");
}

static void
write_text (Fixture *fixture, const char *name, const char *text, char **path)
{
  *path = file (fixture, name);
  g_assert_true (g_file_set_contents (*path, text, -1, NULL));
}

static void
test_descriptors (Fixture *fixture, gconstpointer data)
{
  g_autofree char *outside = NULL;
  g_autofree char *parent = NULL;
  g_autofree char *device = NULL;

  write_text (fixture, "outside.vmdk",
              "# Disk DescriptorFile\nversion=1\nRW 8192 FLAT \"../../etc/shadow\" 0\n", &outside);
  assert_refused (fixture, outside, "../../etc/shadow");
  write_text (fixture, "parent.vmdk",
              "# Disk DescriptorFile\nparentFileNameHint=\"base.vmdk\"\nRW 8192 SPARSE \"parent.vmdk\"\n",
              &parent);
  assert_refused (fixture, parent, "base.vmdk");
  write_text (fixture, "device.vmdk", "# Disk DescriptorFile\nRW 8192 FLAT \"/dev/sda\" 0\n", &device);
  assert_refused (fixture, device, "/dev/sda");
}

static void
test_differencing (Fixture *fixture, gconstpointer data)
{
  g_autofree char *vdi = file (fixture, "snapshot.vdi");
  g_autofree char *content = NULL;
  gsize length;

  make (fixture, "create", "-q", "-f", "vdi", vdi, "4M", NULL);
  g_assert_true (g_file_get_contents (vdi, &content, &length, NULL));
  content[76] = 4;
  g_assert_true (g_file_set_contents (vdi, content, (gssize) length, NULL));
  assert_refused (fixture, vdi, "snapshot");
}

static void
test_false_claims (Fixture *fixture, gconstpointer data)
{
  g_autofree char *huge = file (fixture, "huge.qcow2");
  g_autofree char *named = NULL;
  g_autofree char *fifo = file (fixture, "fifo.qcow2");
  g_autofree char *content = NULL;
  gsize length;

  make (fixture, "create", "-q", "-f", "qcow2", huge, "4M", NULL);
  g_assert_true (g_file_get_contents (huge, &content, &length, NULL));
  memset (content + 24, 0x7f, 8);
  g_assert_true (g_file_set_contents (huge, content, (gssize) length, NULL));
  assert_refused (fixture, huge, "cannot be true");

  write_text (fixture, "text.vdi", "not an image", &named);
  assert_refused (fixture, named, ".vdi");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fixture, fifo, "pipe");
  assert_refused (fixture, fixture->folder, "folder");
  assert_refused (fixture, "/dev/zero", "device");
}

static void
test_far_reference (Fixture *fixture, gconstpointer data)
{
  /* A qcow2 of version 3 whose name of another image is said to be at the end of all numbers: added to its
   * length that comes to the beginning again. */
  static const guint8 header[104] = {
    'Q',  'F',  'I',  0xfb, 0, 0, 0,    3,    0xff, 0xff, 0xff, 0xff,
    0xff, 0xff, 0xfc, 0x01, 0, 0, 0x03, 0xff, 0,    0,    0,    16,
  };
  g_autofree char *path = file (fixture, "far.qcow2");

  g_assert_true (g_file_set_contents (path, (const char *) header, sizeof header, NULL));
  assert_refused (fixture, path, "Make it independent first");
}

static void
progress_cb (double fraction, gpointer data)
{
  Fixture *fixture = data;

  g_assert_cmpfloat (fraction, >=, fixture->progress - 0.001);
  g_assert_cmpfloat (fraction, <=, 1);
  fixture->progress = fraction;
}

/* Bytes that no compression and no hole makes small. */
static HangarImageHeader *
make_full_image (Fixture *fixture, gsize size)
{
  g_autofree char *path = file (fixture, "full.raw");
  g_autofree char *content = g_malloc (size);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  for (gsize i = 0; i + 4 <= size; i += 4)
    {
      guint32 word = g_rand_int (random);

      memcpy (content + i, &word, 4);
    }
  g_assert_true (g_file_set_contents (path, content, (gssize) size, NULL));
  return hangar_image_header_read (path, NULL);
}

static void
test_convert (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarImageHeader) source = make_full_image (fixture, 8 * MIB);
  g_autofree char *target = file (fixture, "out.qcow2");
  const HangarImageConversion conversion = {
    .source = source, .target = target, .format = "qcow2", .progress = progress_cb, .user_data = fixture
  };
  g_autoptr (HangarImageHeader) made = NULL;
  g_autoptr (GError) error = NULL;

  hangar_image_convert_async (&conversion, NULL, done_cb, fixture);
  WAIT_FOR (fixture->result != NULL);
  g_assert_true (hangar_image_convert_finish (fixture->result, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (fixture->progress, >, 0.9);
  made = hangar_image_header_read (target, &error);
  g_assert_cmpstr (made->format, ==, "qcow2");
  g_assert_cmpuint (made->capacity, ==, 8 * MIB);
  make (fixture, "compare", "-q", "-f", "raw", "-F", "qcow2", source->path, target, NULL);
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarImageHeader) source = make_full_image (fixture, 64 * MIB);
  g_autofree char *target = file (fixture, "out.qcow2");
  const HangarImageConversion conversion = {
    .source = source, .target = target, .format = "qcow2", .compress = TRUE
  };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  hangar_image_convert_async (&conversion, cancellable, done_cb, fixture);
  WAIT_FOR (g_file_test (target, G_FILE_TEST_EXISTS));
  g_cancellable_cancel (cancellable);
  WAIT_FOR (fixture->result != NULL);
  g_assert_false (hangar_image_convert_finish (fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (target, G_FILE_TEST_EXISTS));
}

static void
test_failure (Fixture *fixture, gconstpointer data)
{
  g_autoptr (HangarImageHeader) source = make_full_image (fixture, MIB);
  g_autofree char *target = file (fixture, "no such folder/out.qcow2");
  const HangarImageConversion conversion = { .source = source, .target = target, .format = "qcow2" };
  g_autoptr (GError) error = NULL;

  hangar_image_convert_async (&conversion, NULL, done_cb, fixture);
  WAIT_FOR (fixture->result != NULL);
  g_assert_false (hangar_image_convert_finish (fixture->result, &error));
  g_assert_nonnull (strstr (error->message, "no such folder"));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define add(name, func) g_test_add ("/image/" name, Fixture, NULL, set_up, func, tear_down)
  add ("formats", test_formats);
  add ("references", test_references);
  add ("descriptors", test_descriptors);
  add ("differencing", test_differencing);
  add ("false-claims", test_false_claims);
  add ("far-reference", test_far_reference);
  add ("convert", test_convert);
  add ("cancel", test_cancel);
  add ("failure", test_failure);
#undef add
  return g_test_run ();
}
