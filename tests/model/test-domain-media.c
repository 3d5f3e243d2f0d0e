/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model/domain-media on a real daemon: insert and eject, running or not, with or without a drive. */

#include "model/domain-media.h"

#include "model/media-file.h"
#include "session-host.h"
#include "virt/xml.h"

#define CD "<disk type='file' device='cdrom'><target dev='sda' bus='sata'/><readonly/></disk>"
#define FLOPPY "<disk type='file' device='floppy'><target dev='fda' bus='fdc'/></disk>"

static HangarMediaOutcome
wish (HangarDomain *domain, HangarMediaWish wanted, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  hangar_domain_change_media_async (domain, &wanted, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  return hangar_domain_change_media_finish (domain, result, error);
}

static void
assert_medium (HangarDomain *domain, gboolean inactive, const char *path)
{
  g_autofree char *xml = session_get_xml (domain, inactive);
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);

  g_assert_cmpuint (drives->len, >, 0);
  g_assert_cmpstr (((HangarDrive *) drives->pdata[0])->path, ==, path);
}

static void
test_drives (void)
{
  g_autofree char *xml =
    session_machine_xml ("x", FLOPPY CD "<disk type='block' device='cdrom'><source dev='/dev/sr0'/>"
                                        "<target dev='sdb' bus='sata' tray='open'/></disk>");
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);
  g_autoptr (GPtrArray) none = hangar_drives_new_from_xml ("<nothing");
  const HangarDrive *second, *floppy;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (drives->len, ==, 3);
  second = drives->pdata[1];
  floppy = drives->pdata[2];
  g_assert_cmpstr (second->path, ==, "/dev/sr0");
  g_assert_true (second->is_open);
  g_assert_true (floppy->is_floppy);
}

static void
test_new_drive (void)
{
  static const struct
  {
    const char *machine, *arch, *devices;
    gboolean active;
    const char *bus, *target;
  } cases[] = {
    { "pc-q35-7.2", "x86_64", "", FALSE, "sata", "sda" },
    { "pc-i440fx-7.2", "x86_64", "", FALSE, "ide", "hda" },
    { "virt", "aarch64", "", FALSE, "scsi", "sda" },
    { "pc-q35-7.2", "x86_64", "<controller type='usb'/>", TRUE, "usb", "sda" },
    { "pc-q35-7.2", "x86_64", "<controller type='usb' model='none'/>", TRUE, "sata", "sda" },
    { "q35", "x86_64", "<controller type='scsi'/><disk><target dev='sda'/></disk>", TRUE, "scsi", "sdb" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *xml =
        g_strdup_printf ("<domain><os><type arch='%s' machine='%s'/></os><devices>%s</devices></domain>",
                         cases[i].arch, cases[i].machine, cases[i].devices);
      g_autofree char *text = hangar_drive_xml_new (xml, "/a&b.iso", cases[i].active);
      g_autoptr (HangarXml) drive = hangar_xml_new (text, NULL);
      g_autofree char *bus = hangar_xml_get (drive, "/disk/target/@bus");
      g_autofree char *target = hangar_xml_get (drive, "/disk/target/@dev");
      g_autofree char *file = hangar_xml_get (drive, "/disk/source/@file");

      g_assert_cmpstr (bus, ==, cases[i].bus);
      g_assert_cmpstr (target, ==, cases[i].target);
      g_assert_cmpstr (file, ==, "/a&b.iso");
    }
}

static void
test_insert (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("media", CD);
  g_autofree char *first = session_file ("first.iso", 4096), *second = session_file ("second.iso", 4096);
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (GError) error = NULL;

  g_assert_null (hangar_domain_media_refusal (domain));
  g_assert_cmpint (wish (domain, (HangarMediaWish) { NULL, first, FALSE }, &error), ==, HANGAR_MEDIA_DONE);
  g_assert_no_error (error);
  assert_medium (domain, TRUE, first);
  g_assert_cmpint (wish (domain, (HangarMediaWish) { NULL, NULL, FALSE }, &error), ==, HANGAR_MEDIA_DONE);
  assert_medium (domain, TRUE, NULL);

  session_start (domain);
  g_assert_nonnull (hangar_domain_boot_once_refusal (domain));
  wish (domain, (HangarMediaWish) { "sda", second, FALSE }, &error);
  g_assert_no_error (error);
  assert_medium (domain, FALSE, second);
  assert_medium (domain, TRUE, second);
  wish (domain, (HangarMediaWish) { NULL, first, TRUE }, &error);
  assert_medium (domain, FALSE, first);
  wish (domain, (HangarMediaWish) { NULL, NULL, FALSE }, &error);
  g_assert_no_error (error);
  assert_medium (domain, FALSE, NULL);
  assert_medium (domain, TRUE, NULL);
  session_forget (domain);
  session_close (connection);
}

static void
test_no_drive (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("bare", "");
  g_autofree char *iso = session_file ("some.iso", 4096);
  HangarDomain *domain = session_define (connection, xml);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (wish (domain, (HangarMediaWish) { NULL, NULL, FALSE }, &error), ==, HANGAR_MEDIA_FAILED);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  session_start (domain);
  g_assert_cmpint (wish (domain, (HangarMediaWish) { NULL, iso, FALSE }, &error), ==, HANGAR_MEDIA_DONE);
  g_assert_no_error (error);
  assert_medium (domain, FALSE, iso);
  assert_medium (domain, TRUE, iso);
  session_forget (domain);
  session_close (connection);
}

/* Without anything to plug into, the drive comes with the next start. */
static void
test_next_start (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *with_usb = session_machine_xml ("closed", "");
  g_autoptr (HangarXml) doc = hangar_xml_new (with_usb, NULL);
  g_autofree char *xml = NULL, *iso = session_file ("later.iso", 4096), *running = NULL;
  HangarDomain *domain;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drives = NULL;

  hangar_xml_set (doc, "//controller/@model", "none");
  xml = hangar_xml_to_string (doc);
  domain = session_define (connection, xml);
  session_start (domain);
  g_assert_cmpint (wish (domain, (HangarMediaWish) { NULL, iso, FALSE }, &error), ==,
                   HANGAR_MEDIA_NEXT_START);
  g_assert_no_error (error);
  assert_medium (domain, TRUE, iso);
  running = session_get_xml (domain, FALSE);
  drives = hangar_drives_new_from_xml (running);
  g_assert_cmpuint (drives->len, ==, 0);
  session_forget (domain);
  session_close (connection);
}

static void
test_bad_media (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *xml = session_machine_xml ("bad", CD);
  HangarDomain *domain = session_define (connection, xml);
  static const struct
  {
    const char *path;
    HangarMediaError code;
  } cases[] = {
    { "/nowhere/x.iso", HANGAR_MEDIA_ERROR_MISSING },
    { "relative.iso", HANGAR_MEDIA_ERROR_NAME },
    { "/tmp", HANGAR_MEDIA_ERROR_KIND },
    { "/dev/null", HANGAR_MEDIA_ERROR_KIND },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      wish (domain, (HangarMediaWish) { NULL, cases[i].path, FALSE }, &error);
      g_assert_error (error, HANGAR_MEDIA_ERROR, (int) cases[i].code);
      assert_medium (domain, TRUE, NULL);
    }
  session_forget (domain);
  session_close (connection);
}

static void
test_boot_once (void)
{
  HangarConnection *connection = session_open ();
  g_autofree char *disk = session_file ("disk.img", 1 << 20), *iso = session_file ("boot.iso", 1 << 20);
  g_autofree char *devices =
    g_strdup_printf ("<disk type='file' device='disk'><driver name='qemu' type='raw'/>"
                     "<source file='%s'/><target dev='vda' bus='virtio'/>"
                     "<boot order='1'/></disk>" CD,
                     disk);
  g_autofree char *xml = session_machine_xml ("once", devices);
  HangarDomain *domain = session_define (connection, xml);
  g_autofree char *before = session_get_xml (domain, TRUE), *running = NULL, *after = NULL, *order = NULL;
  HangarMediaWish wanted = { NULL, iso, FALSE };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarXml) doc = NULL;

  hangar_domain_boot_once_async (domain, &wanted, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  g_assert_true (hangar_domain_boot_once_finish (domain, result, &error));
  g_assert_no_error (error);
  SESSION_WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING);
  running = session_get_xml (domain, FALSE);
  doc = hangar_xml_new (running, NULL);
  order = hangar_xml_get (doc, "//disk[@device='cdrom'][source]/boot/@order");
  g_assert_cmpstr (order, ==, "1");
  after = session_get_xml (domain, TRUE);
  g_assert_cmpstr (before, ==, after);
  session_stop (domain);
  g_assert_true (hangar_domain_get_persistent (domain));
  session_forget (domain);
  session_close (connection);
}

static void
test_locked (void)
{
  g_autoptr (GError) other = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "tray");

  g_assert_false (hangar_media_is_locked_tray (NULL));
  g_assert_false (hangar_media_is_locked_tray (other));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/domain-media/drives", test_drives);
  g_test_add_func ("/domain-media/new-drive", test_new_drive);
  g_test_add_func ("/domain-media/insert", test_insert);
  g_test_add_func ("/domain-media/no-drive", test_no_drive);
  g_test_add_func ("/domain-media/next-start", test_next_start);
  g_test_add_func ("/domain-media/bad-media", test_bad_media);
  g_test_add_func ("/domain-media/boot-once", test_boot_once);
  g_test_add_func ("/domain-media/locked", test_locked);
  return g_test_run ();
}
