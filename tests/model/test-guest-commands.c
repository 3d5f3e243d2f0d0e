/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The printed commands of New Machine on a real daemon: they make the machine that the program makes, with a
 * disk like its disk. */

#include "model/guest-commands.h"

#include <glib/gstdio.h>

#include "model/guest-install.h"
#include "model/image-header.h"
#include "twins.h"
#include "virt/xml.h"

#define MIB (G_GUINT64_CONSTANT (1) << 20)
#define OURS "ours it's $(touch pwned)"
#define THEIRS "theirs it's $(touch pwned)"

static HangarConnection *connection;

typedef void (*Fill) (HangarGuestSpec *spec);

/* The host is asked anew: what the one made, such as the pool, the other finds. */
static HangarGuestSpec *
make_spec (const char *name, Fill fill)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarGuestHost) host = NULL;
  HangarGuestSpec *spec = hangar_guest_spec_new ();
  g_autofree char *problem = NULL;

  hangar_guest_host_load_async (connection, NULL, session_result_cb, &result);
  SESSION_WAIT_FOR (result != NULL);
  host = hangar_guest_host_load_finish (connection, result, &error);
  g_assert_no_error (error);
  hangar_guest_spec_set_host (spec, host, hangar_connection_get_domains (connection));
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_EMPTY);
  hangar_guest_spec_set_memory (spec, 128 * MIB);
  hangar_guest_spec_set_vcpus (spec, 1);
  fill (spec);
  hangar_guest_spec_set_name (spec, name);
  problem = hangar_guest_spec_dup_first_problem (spec);
  g_assert_cmpstr (problem, ==, NULL);
  return spec;
}

static HangarDomain *
find_named (const char *name)
{
  GListModel *domains = hangar_connection_get_domains (connection);

  for (guint i = 0; i < g_list_model_get_n_items (domains); i++)
    {
      g_autoptr (HangarDomain) domain = g_list_model_get_item (domains, i);

      if (g_str_equal (hangar_domain_get_name (domain), name))
        return g_steal_pointer (&domain);
    }
  return NULL;
}

static HangarDomain *
wait_for (const char *name)
{
  HangarDomain *found = NULL;

  SESSION_WAIT_FOR ((found = find_named (name)) != NULL);
  SESSION_WAIT_FOR (hangar_domain_get_state (found) == HANGAR_DOMAIN_RUNNING);
  return found;
}

/* The files of its disks. */
static char **
disks_of (HangarDomain *domain)
{
  g_autofree char *xml = session_get_xml (domain, TRUE);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_auto (GStrv) paths = hangar_xml_find (doc, "/domain/devices/disk[@device='disk']");
  g_autoptr (GStrvBuilder) files = g_strv_builder_new ();

  for (char **path = paths; *path != NULL; path++)
    {
      g_autofree char *source = g_strconcat (*path, "/source/@file", NULL);
      g_autofree char *file = hangar_xml_get (doc, source);

      g_strv_builder_add (files, file);
    }
  return g_strv_builder_end (files);
}

static void
run (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_assert_true (g_spawn_sync (NULL, (char **) command, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL,
                               &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

/* What is on both disks, and in which format: read by QEMU's own tool. */
static void
assert_same_disk (const char *ours, const char *theirs)
{
  g_autoptr (HangarImageHeader) our_image = hangar_image_header_read (ours, NULL);
  g_autoptr (HangarImageHeader) their_image = hangar_image_header_read (theirs, NULL);
  const char *compare[] = { "qemu-img", "compare",           "-q", "-U",   "-f", our_image->format,
                            "-F",       their_image->format, ours, theirs, NULL };

  g_assert_cmpstr (our_image->format, ==, their_image->format);
  g_assert_cmpuint (our_image->capacity, ==, their_image->capacity);
  run (compare);
}

static void
assert_same_disks (Twins *twins)
{
  g_auto (GStrv) ours = disks_of (twins->ours), theirs = disks_of (twins->theirs);

  g_assert_cmpuint (g_strv_length (ours), >, 0);
  g_assert_cmpuint (g_strv_length (ours), ==, g_strv_length (theirs));
  for (guint i = 0; ours[i] != NULL; i++)
    assert_same_disk (ours[i], theirs[i]);
}

static void
forget (HangarDomain *domain)
{
  g_auto (GStrv) disks = disks_of (domain);

  session_forget (domain);
  for (char **disk = disks; *disk != NULL; disk++)
    g_assert_cmpint (g_remove (*disk), ==, 0);
}

static char *
dup_folder (HangarDomain *domain)
{
  g_auto (GStrv) disks = disks_of (domain);

  return g_path_get_dirname (disks[0]);
}

/* Neither the program nor the commands leave anything beside the disks. */
static void
assert_empty (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);

  g_assert_nonnull (dir);
  g_assert_cmpstr (g_dir_read_name (dir), ==, NULL);
}

/* No name was ever taken for a command, where the shell or the program is. */
static void
assert_not_run (void)
{
  g_autofree char *beside = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), "pwned", NULL);

  g_assert_false (g_file_test ("pwned", G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (beside, G_FILE_TEST_EXISTS));
}

static void
both (Fill fill)
{
  Twins twins = { connection, NULL, NULL };
  g_autoptr (HangarGuestSpec) theirs = make_spec (THEIRS, fill);
  g_autoptr (HangarCommandText) text =
    hangar_guest_commands_for_install (hangar_connection_get_uri (connection), theirs);
  g_autoptr (HangarGuestSpec) ours = NULL;
  g_autoptr (HangarJob) job = NULL;
  g_autofree char *folder = NULL;

  twins_run_lines (text);
  twins.theirs = wait_for (THEIRS);
  ours = make_spec (OURS, fill);
  job = hangar_guest_install_new (connection, ours);
  g_assert_cmpint (twins_run_job (job), ==, HANGAR_JOB_DONE);
  twins.ours = wait_for (OURS);
  twins_assert_alike (&twins, TRUE);
  twins_assert_alike (&twins, FALSE);
  assert_same_disks (&twins);
  assert_not_run ();
  folder = dup_folder (twins.theirs);
  forget (twins.ours);
  forget (twins.theirs);
  assert_empty (folder);
}

static void
fill_qcow2 (HangarGuestSpec *spec)
{
  hangar_guest_spec_set_disk_size (spec, 64 * MIB);
  hangar_guest_spec_set_disk_format (spec, "qcow2");
}

/* The first makes the storage pool too: there is none yet. */
static void
test_new_disk (void)
{
  both (fill_qcow2);
}

/* A disk with something on it, as another program has it. */
static char *
make_disk (const char *name, const char *format)
{
  g_autofree char *raw = session_file ("pattern it's.raw", 4 * MIB);
  char *path = g_build_filename (g_getenv ("HANGAR_TEST_FOLDER"), name, NULL);
  const char *convert[] = { "qemu-img", "convert", "-f", "raw", "-O", format, raw, path, NULL };
  g_autofree char *content = g_malloc (4 * MIB);

  for (gsize i = 0; i < 4 * MIB; i++)
    content[i] = (char) (i >> 9);
  g_assert_true (g_file_set_contents (raw, content, 4 * MIB, NULL));
  run (convert);
  return path;
}

static char *imported;

static void
fill_import (HangarGuestSpec *spec)
{
  g_autoptr (GError) error = NULL;
  HangarImageHeader *image = hangar_image_header_read (imported, &error);

  g_assert_no_error (error);
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_import (spec, imported);
  hangar_guest_spec_set_import_found (spec, image, NULL, NULL);
  hangar_guest_spec_set_disk_format (spec, "raw");
  hangar_guest_spec_set_memory (spec, 128 * MIB);
  hangar_image_header_free (image);
}

static void
test_import (void)
{
  imported = make_disk ("it's a pattern.vdi", "vdi");
  both (fill_import);
  g_free (imported);
}

/* Two disks, so that the second has a name of its own; one is called as other systems like it. */
#define FIRST_DISK "it's $(touch pwned).VMDK"
#define SECOND_DISK "-b.vmdk"

static void
write_description (const char *path)
{
  static const char text[] =
    "<Envelope xmlns='http://schemas.dmtf.org/ovf/envelope/1' "
    "xmlns:ovf='http://schemas.dmtf.org/ovf/envelope/1' "
    "xmlns:r='http://schemas.dmtf.org/wbem/wscim/1/cim-schema/2/"
    "CIM_ResourceAllocationSettingData'><References>"
    "<File ovf:id='f' ovf:href=\"" FIRST_DISK "\"/><File ovf:id='g' ovf:href='" SECOND_DISK "'/></References>"
    "<DiskSection><Disk ovf:diskId='d' ovf:fileRef='f' ovf:capacity='4194304'/><Disk ovf:diskId='e' "
    "ovf:fileRef='g' ovf:capacity='4194304'/></DiskSection><VirtualSystem ovf:id='x'><Name>Elsewhere</Name>"
    "<VirtualHardwareSection><Item><r:ResourceType>3</r:ResourceType><r:VirtualQuantity>1</r:VirtualQuantity>"
    "</Item><Item><r:AllocationUnits>byte * 2^20</r:AllocationUnits><r:ResourceType>4</r:ResourceType>"
    "<r:VirtualQuantity>128</r:VirtualQuantity></Item><Item><r:ResourceType>10</r:ResourceType></Item>"
    "</VirtualHardwareSection></VirtualSystem></Envelope>";

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
fill_appliance (HangarGuestSpec *spec)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (HangarAppliance) appliance = hangar_appliance_read (imported, &error);

  g_assert_no_error (error);
  hangar_guest_spec_set_way (spec, HANGAR_GUEST_WAY_IMPORT);
  hangar_guest_spec_set_import (spec, imported);
  hangar_guest_spec_set_import_found (spec, NULL, appliance, NULL);
}

/* A folder, and an archive of it. The commands leave nothing but the machine's disks. */
static void
test_appliance (void)
{
  const char *folder = g_getenv ("HANGAR_TEST_FOLDER");
  g_autofree char *first = make_disk (FIRST_DISK, "vmdk");
  g_autofree char *second = make_disk (SECOND_DISK, "vmdk");
  g_autofree char *description = g_build_filename (folder, "vm.ovf", NULL);
  g_autofree char *archive = g_build_filename (folder, "it's.ova", NULL);
  const char *pack[] = { "tar", "-C", folder, "-cf", archive, "--", "vm.ovf", FIRST_DISK, SECOND_DISK, NULL };

  write_description (description);
  imported = description;
  both (fill_appliance);
  run (pack);
  imported = archive;
  both (fill_appliance);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  g_test_add_func ("/guest-commands/new-disk", test_new_disk);
  g_test_add_func ("/guest-commands/import", test_import);
  g_test_add_func ("/guest-commands/appliance", test_appliance);
  result = g_test_run ();
  session_close (connection);
  return result;
}
