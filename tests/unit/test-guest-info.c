/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/guest-info: what is read from the words of a guest, which may be any. */

#include "virt/guest-info-read.h"

#include <string.h>

static void
add_text (GArray *params, const char *field, const char *value)
{
  virTypedParameter param = { .type = VIR_TYPED_PARAM_STRING, .value.s = (char *) value };

  g_strlcpy (param.field, field, sizeof param.field);
  g_array_append_val (params, param);
}

static void
add_count (GArray *params, const char *field, unsigned int value)
{
  virTypedParameter param = { .type = VIR_TYPED_PARAM_UINT, .value.ui = value };

  g_strlcpy (param.field, field, sizeof param.field);
  g_array_append_val (params, param);
}

static void
add_bytes (GArray *params, const char *field, guint64 value)
{
  virTypedParameter param = { .type = VIR_TYPED_PARAM_ULLONG, .value.ul = value };

  g_strlcpy (param.field, field, sizeof param.field);
  g_array_append_val (params, param);
}

static HangarGuestInfo *
read_params (GArray *params)
{
  HangarGuestInfo *info = hangar_guest_info_new ();

  hangar_virt_guest_info_read (info, (virTypedParameterPtr) (gpointer) params->data, (int) params->len);
  return info;
}

static void
test_full_answer (void)
{
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarGuestInfo) info = NULL;
  const HangarGuestFilesystem *filesystem;

  add_count (params, "user.count", 2);
  add_text (params, "user.0.name", "student");
  add_text (params, "user.1.name", "root");
  add_text (params, "os.pretty-name", "Debian GNU/Linux 12");
  add_text (params, "os.kernel-release", "6.1.0");
  add_text (params, "timezone.name", "CET");
  add_text (params, "hostname", "web");
  add_count (params, "fs.count", 1);
  add_text (params, "fs.0.mountpoint", "/");
  add_text (params, "fs.0.fstype", "ext4");
  add_bytes (params, "fs.0.total-bytes", 1000);
  add_bytes (params, "fs.0.used-bytes", 990);
  info = read_params (params);
  g_assert_cmpstr (info->hostname, ==, "web");
  g_assert_cmpstr (info->os, ==, "Debian GNU/Linux 12");
  g_assert_cmpstr (info->kernel, ==, "6.1.0");
  g_assert_cmpstr (info->timezone, ==, "CET");
  g_assert_cmpuint (info->users->len, ==, 2);
  g_assert_cmpstr (info->users->pdata[1], ==, "root");
  g_assert_cmpuint (info->filesystems->len, ==, 1);
  filesystem = info->filesystems->pdata[0];
  g_assert_cmpstr (filesystem->mountpoint, ==, "/");
  g_assert_cmpstr (filesystem->type, ==, "ext4");
  g_assert_cmpuint (filesystem->total, ==, 1000);
  g_assert_cmpuint (filesystem->used, ==, 990);
}

/* What is not said is not known, which is not the same as zero. */
static void
test_silent_guest (void)
{
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarGuestInfo) info = read_params (params);

  g_assert_null (info->hostname);
  g_assert_null (info->os);
  g_assert_cmpuint (info->users->len, ==, 0);
  g_assert_cmpuint (info->filesystems->len, ==, 0);
}

/* More than there is, text that is none, very much of it, numbers where there should be text. */
static void
test_hostile_guest (void)
{
  g_autoptr (GArray) params = g_array_new (FALSE, TRUE, sizeof (virTypedParameter));
  g_autoptr (HangarGuestInfo) info = NULL;
  g_autofree char *longest = g_strnfill (100000, 'x');

  add_count (params, "user.count", G_MAXUINT);
  add_text (params, "user.0.name", "\377\376<b>");
  add_text (params, "hostname", longest);
  add_bytes (params, "os.pretty-name", 12);
  add_count (params, "fs.count", G_MAXUINT);
  add_bytes (params, "fs.0.total-bytes", 1);
  add_text (params, "fs.1.mountpoint", "/data");
  add_text (params, "fs.1.total-bytes", "many");
  for (guint i = 2; i < 200; i++)
    {
      g_autofree char *field = g_strdup_printf ("fs.%u.mountpoint", i);

      add_text (params, field, "/again");
    }
  info = read_params (params);
  g_assert_cmpuint (info->users->len, ==, 1);
  g_assert_true (g_utf8_validate (info->users->pdata[0], -1, NULL));
  g_assert_cmpuint (strlen (info->hostname), ==, 256);
  g_assert_null (info->os);
  /* The first has no place; of the others only so many are looked at. */
  g_assert_cmpuint (info->filesystems->len, ==, 63);
  g_assert_cmpstr (((HangarGuestFilesystem *) info->filesystems->pdata[0])->mountpoint, ==, "/data");
  g_assert_cmpuint (((HangarGuestFilesystem *) info->filesystems->pdata[0])->total, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (virInitialize (), ==, 0);
  g_test_add_func ("/guest-info/full-answer", test_full_answer);
  g_test_add_func ("/guest-info/silent-guest", test_silent_guest);
  g_test_add_func ("/guest-info/hostile-guest", test_hostile_guest);
  return g_test_run ();
}
