/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind a new machine: its pool, its disk, its network, its definition, its start. Pure. */

#include "config.h"

#include "model/guest-commands.h"

#include <glib/gi18n-lib.h>

#include "model/guest-builder.h"
#include "virt/xml.h"

/* What the steps share. */
typedef struct
{
  HangarCommandText *text;
  HangarGuestSpec *spec;
  HangarGuestPlan *plan;
  char *pool;    /* its name */
  char *folder;  /* (nullable): where it is */
  gboolean sent; /* the folder is not the user's: files are written elsewhere and handed to the daemon */
} Making;

/* Where files of other programs are brought into shape when the pool's folder is not the user's. */
#define WORKSHOP "/var/tmp"

static void
add_pool_verb (Making *making, const char *verb)
{
  hangar_command_text_virsh (making->text, verb);
  hangar_command_text_operand (making->text, "pool", making->pool);
}

/* As the program finds it: the one that was chosen, else the default one, made where there is none. */
static void
add_pool (Making *making)
{
  const HangarVirtPool *pool = hangar_guest_spec_get_pool (making->spec);

  making->pool = g_strdup (pool != NULL ? pool->name : "default");
  making->folder = pool != NULL
                     ? g_strdup (pool->path)
                     : hangar_guest_host_dup_default_folder (hangar_guest_spec_get_host (making->spec));
  if (pool != NULL && pool->active)
    return;
  hangar_command_text_say (making->text, _ ("The storage pool for its disks"));
  if (pool == NULL)
    {
      hangar_command_text_virsh (making->text, "pool-define-as");
      hangar_command_text_operand (making->text, "name", making->pool);
      hangar_command_text_flag (making->text, "dir");
      hangar_command_text_flag (making->text, "--target");
      hangar_command_text_flag (making->text, making->folder != NULL ? making->folder : "");
      add_pool_verb (making, "pool-build");
      add_pool_verb (making, "pool-autostart");
    }
  add_pool_verb (making, "pool-start");
}

static char *
volume_xml (Making *making, const char *name)
{
  const char *format = hangar_guest_spec_get_disk_format (making->spec);
  g_autoptr (HangarXml) doc = hangar_xml_new ("<volume/>", NULL);
  g_autofree char *size =
    g_strdup_printf ("%" G_GUINT64_FORMAT, hangar_guest_spec_get_disk_size (making->spec));

  hangar_xml_put (doc, "/volume/name", name);
  hangar_xml_put (doc, "/volume/capacity", size);
  hangar_xml_put (doc, "/volume/allocation", "0");
  hangar_xml_put (doc, "/volume/target/format/@type", format);
  if (g_strcmp0 (format, "qcow2") == 0)
    hangar_xml_put (doc, "/volume/target/compat", "1.1");
  return hangar_xml_to_string (doc);
}

/* The file of disk @number, which the machine gets. */
static char *
plan_disk (Making *making, guint number, char **name)
{
  const char *format = hangar_guest_spec_get_disk_format (making->spec);
  char *path;

  *name = number == 0 ? g_strdup_printf ("%s.%s", making->plan->name, format)
                      : g_strdup_printf ("%s-%u.%s", making->plan->name, number + 1, format);
  path = g_build_filename (making->folder != NULL ? making->folder : "/", *name, NULL);
  hangar_guest_plan_add_disk (making->plan, path, format)->made_here = TRUE;
  return path;
}

static void
add_new_disk (Making *making)
{
  g_autofree char *name = NULL;
  g_autofree char *path = plan_disk (making, 0, &name);
  g_autofree char *xml = volume_xml (making, name);

  hangar_command_text_say (making->text, _ ("An empty disk, which takes space only as it is written to"));
  add_pool_verb (making, "vol-create");
  hangar_command_text_flag (making->text, "/dev/stdin");
  hangar_command_text_feed (making->text, xml);
}

static void
add_convert (Making *making, const char *format, const char *source, const char *target)
{
  const char *wanted = hangar_guest_spec_get_disk_format (making->spec);
  gboolean compress = hangar_guest_spec_get_compress (making->spec) && g_str_equal (wanted, "qcow2");

  if (compress)
    hangar_command_text_add (making->text, "qemu-img", "convert", "-p", "-c", "-f", format, "-O", wanted,
                             source, target, NULL);
  else
    hangar_command_text_add (making->text, "qemu-img", "convert", "-p", "-f", format, "-O", wanted, source,
                             target, NULL);
}

/* What is inside an archive is looked at when it is out of it; its name says what to expect. */
static const char *
format_of_name (const char *name)
{
  static const char *const formats[][2] = {
    { ".vmdk", "vmdk" }, { ".vdi", "vdi" }, { ".vhd", "vpc" }, { ".vhdx", "vhdx" }, { ".qcow2", "qcow2" }
  };

  g_autofree char *lower = g_ascii_strdown (name, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (g_str_has_suffix (lower, formats[i][0]))
      return formats[i][1];
  return "raw";
}

/* The volume grows to the size of the file that is written into it. */
static void
add_send (Making *making, const char *source, const char *name)
{
  add_pool_verb (making, "vol-create-as");
  hangar_command_text_operand (making->text, "name", name);
  hangar_command_text_flag (making->text, "1");
  hangar_command_text_flag (making->text, "--format");
  hangar_command_text_flag (making->text, "raw");
  hangar_command_text_virsh (making->text, "vol-upload");
  hangar_command_text_operand (making->text, "vol", name);
  hangar_command_text_operand (making->text, "file", source);
  hangar_command_text_flag (making->text, "--pool");
  hangar_command_text_flag (making->text, making->pool);
}

static const char *
workshop (Making *making)
{
  return making->sent || making->folder == NULL ? WORKSHOP : making->folder;
}

static void
add_medium (Making *making)
{
  g_autofree char *source = g_strdup (making->plan->medium);
  g_autofree char *name = g_path_get_basename (source);

  hangar_command_text_say (making->text,
                           _ ("A copy of the disc image, where the host’s machines can reach it"));
  add_send (making, source, name);
  g_free (making->plan->medium);
  making->plan->medium = g_build_filename (making->folder != NULL ? making->folder : "/", name, NULL);
}

static void
add_unpacked (Making *making, const HangarAppliance *appliance, const char *member, const char *target)
{
  g_autofree char *base = g_path_get_basename (member);
  g_autofree char *unpacked = g_build_filename (workshop (making), base, NULL);

  hangar_command_text_add (making->text, "tar", "-C", workshop (making), "--keep-old-files", "-xf",
                           appliance->path, "--", member, NULL);
  add_convert (making, format_of_name (member), unpacked, target);
  hangar_command_text_add (making->text, "rm", "--", unpacked, NULL);
}

static void
add_imported (Making *making)
{
  const HangarAppliance *appliance = hangar_guest_spec_get_import_appliance (making->spec);
  const HangarImageHeader *image = hangar_guest_spec_get_import_image (making->spec);
  guint n = appliance != NULL ? appliance->disks->len : image != NULL;

  hangar_command_text_say (making->text,
                           _ ("The disks, converted into the pool; then the pool looks at what is in it"));
  for (guint i = 0; i < n; i++)
    {
      const HangarApplianceDisk *disk = appliance != NULL ? appliance->disks->pdata[i] : NULL;
      const HangarImageHeader *source = disk != NULL ? disk->image : image;
      g_autofree char *name = NULL;
      g_autofree char *planned = plan_disk (making, i, &name);
      g_autofree char *target = g_build_filename (workshop (making), name, NULL);

      hangar_command_text_add (making->text, "test", "!", "-e", target, NULL);
      if (source != NULL)
        add_convert (making, source->format, source->path, target);
      else
        add_unpacked (making, appliance, disk->file, target);
      if (!making->sent)
        continue;
      add_send (making, target, name);
      hangar_command_text_add (making->text, "rm", "--", target, NULL);
    }
  add_pool_verb (making, "pool-refresh");
}

static void
add_machine (Making *making)
{
  g_autofree char *xml = NULL;

  if (hangar_guest_spec_needs_network_start (making->spec))
    {
      hangar_command_text_say (making->text, _ ("Its network"));
      hangar_command_text_virsh (making->text, "net-start");
      hangar_command_text_operand (making->text, "network", making->plan->network_source);
    }
  xml = hangar_guest_build_xml (making->plan);
  hangar_command_text_say (making->text, _ ("The machine itself"));
  hangar_command_text_virsh (making->text, "define");
  hangar_command_text_flag (making->text, "/dev/stdin");
  hangar_command_text_flag (making->text, "--validate");
  hangar_command_text_feed (making->text, xml);
  hangar_command_text_virsh (making->text, "start");
  hangar_command_text_operand (making->text, "domain", making->plan->name);
}

/**
 * hangar_guest_commands_for_install:
 * @uri: the address of its host
 * @spec: a wish without problems
 *
 * Returns: (transfer full): the commands that make the machine
 */
HangarCommandText *
hangar_guest_commands_for_install (const char *uri, HangarGuestSpec *spec)
{
  HangarCommandText *text = hangar_command_text_new (uri);
  g_autoptr (HangarGuestPlan) plan = hangar_guest_spec_make_plan (spec);
  HangarGuestHost *host = hangar_guest_spec_get_host (spec);
  Making making = { text, spec, plan, NULL, NULL, FALSE };
  gboolean imports = hangar_guest_spec_get_way (spec) == HANGAR_GUEST_WAY_IMPORT;
  gboolean copies = imports && !hangar_guest_spec_get_import_in_place (spec);
  gboolean makes = !imports && hangar_guest_spec_get_storage (spec) == HANGAR_GUEST_STORAGE_NEW;

  hangar_command_text_chain (text);
  making.sent = !hangar_guest_host_is_local (host) || !hangar_guest_host_is_session (host);
  if (copies || makes || hangar_guest_spec_get_copy_medium (spec))
    add_pool (&making);
  if (hangar_guest_spec_get_copy_medium (spec))
    add_medium (&making);
  if (copies)
    add_imported (&making);
  else if (makes)
    add_new_disk (&making);
  add_machine (&making);
  g_free (making.pool);
  g_free (making.folder);
  return text;
}
