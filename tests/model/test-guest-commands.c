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

static char *
disk_of (HangarDomain *domain)
{
  g_autofree char *xml = session_get_xml (domain, TRUE);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);

  return hangar_xml_get (doc, "/domain/devices/disk[@device='disk']/source/@file");
}

/* What is on both disks, and in which format: read by QEMU's own tool. */
static void
assert_same_disks (Twins *twins)
{
  g_autofree char *ours = disk_of (twins->ours), *theirs = disk_of (twins->theirs);
  g_autoptr (HangarImageHeader) our_image = hangar_image_header_read (ours, NULL);
  g_autoptr (HangarImageHeader) their_image = hangar_image_header_read (theirs, NULL);
  const char *compare[] = { "qemu-img", "compare",           "-q", "-U",   "-f", our_image->format,
                            "-F",       their_image->format, ours, theirs, NULL };
  int status = -1;

  g_assert_cmpstr (our_image->format, ==, their_image->format);
  g_assert_cmpuint (our_image->capacity, ==, their_image->capacity);
  g_assert_true (
    g_spawn_sync (NULL, (char **) compare, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
}

static void
forget (HangarDomain *domain)
{
  g_autofree char *disk = disk_of (domain);

  session_forget (domain);
  if (disk != NULL)
    g_assert_cmpint (g_remove (disk), ==, 0);
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

  twins_run_lines (text);
  twins.theirs = wait_for (THEIRS);
  ours = make_spec (OURS, fill);
  job = hangar_guest_install_new (connection, ours);
  g_assert_cmpint (twins_run_job (job), ==, HANGAR_JOB_DONE);
  twins.ours = wait_for (OURS);
  twins_assert_alike (&twins, TRUE);
  twins_assert_alike (&twins, FALSE);
  assert_same_disks (&twins);
  forget (twins.ours);
  forget (twins.theirs);
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

static char *
make_vdi (void)
{
  g_autofree char *raw = session_file ("pattern it's.raw", 4 * MIB);
  char *path = g_strconcat (raw, ".vdi", NULL);
  const char *convert[] = { "qemu-img", "convert", "-f", "raw", "-O", "vdi", raw, path, NULL };
  g_autofree char *content = g_malloc (4 * MIB);
  int status = -1;

  for (gsize i = 0; i < 4 * MIB; i++)
    content[i] = (char) (i >> 9);
  g_assert_true (g_file_set_contents (raw, content, 4 * MIB, NULL));
  g_assert_true (
    g_spawn_sync (NULL, (char **) convert, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_cmpint (status, ==, 0);
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
  imported = make_vdi ();
  both (fill_import);
  g_free (imported);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  connection = session_open ();
  g_test_add_func ("/guest-commands/new-disk", test_new_disk);
  g_test_add_func ("/guest-commands/import", test_import);
  result = g_test_run ();
  session_close (connection);
  return result;
}
