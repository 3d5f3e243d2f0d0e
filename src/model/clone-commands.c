/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind clones, whole or linked, and behind making a linked one independent. Pure. */

#include "config.h"

#include "model/clone-commands.h"

#include <glib/gi18n-lib.h>

#include "model/clone-xml.h"
#include "virt/xml.h"

static void
add_overlay (HangarCommandText *text, const HangarCloneSource *source, const char *name)
{
  hangar_command_text_virsh (text, "vol-pool");
  hangar_command_text_operand (text, "vol", source->path);
  hangar_command_text_name_result (text, "POOL");
  hangar_command_text_virsh (text, "vol-create-as");
  hangar_command_text_use_result (text, "--pool", "POOL");
  hangar_command_text_operand (text, "name", name);
  /* As large as what it builds on. */
  hangar_command_text_operand (text, "capacity", "0");
  hangar_command_text_flag (text, "--format");
  hangar_command_text_flag (text, "qcow2");
  hangar_command_text_flag (text, "--backing-vol");
  hangar_command_text_flag (text, source->path);
  hangar_command_text_flag (text, "--backing-vol-format");
  hangar_command_text_flag (text, source->format);
}

static void
add_copy (HangarCommandText *text, const HangarCloneSource *source, const char *name)
{
  hangar_command_text_virsh (text, "vol-clone");
  hangar_command_text_operand (text, "vol", source->path);
  hangar_command_text_operand (text, "newname", name);
}

/* Makes the new image of one disk; what becomes of the others is only noted. */
static void
add_disk (HangarCommandText *text, const HangarCloneSource *source, const char *stem, GPtrArray *disks)
{
  g_autofree char *path =
    source->target_path != NULL ? g_strdup (source->target_path) : hangar_clone_suggest_path (source, stem);
  g_autofree char *name = g_path_get_basename (path);

  switch (source->action)
    {
    case HANGAR_CLONE_LINK:
      add_overlay (text, source, name);
      g_ptr_array_add (disks, hangar_clone_disk_new (source->target, path, "qcow2", TRUE));
      return;
    case HANGAR_CLONE_COPY:
      add_copy (text, source, name);
      g_ptr_array_add (disks, hangar_clone_disk_new (source->target, path, source->format, TRUE));
      return;
    case HANGAR_CLONE_SKIP:
      g_ptr_array_add (disks, hangar_clone_disk_new (source->target, NULL, NULL, FALSE));
      return;
    case HANGAR_CLONE_SHARE:
    default:
      return;
    }
}

static gboolean
has_action (GPtrArray *sources, HangarCloneAction action)
{
  for (guint i = 0; i < sources->len; i++)
    if (((HangarCloneSource *) sources->pdata[i])->action == action)
      return TRUE;
  return FALSE;
}

static void
add_define (HangarCommandText *text, const char *xml)
{
  hangar_command_text_virsh (text, "define");
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_flag (text, "--validate");
  hangar_command_text_feed (text, xml);
}

static GPtrArray *
add_disks (HangarCommandText *text, GPtrArray *sources, const char *stem)
{
  GPtrArray *disks = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_clone_disk_free);

  for (guint i = 0; i < sources->len; i++)
    add_disk (text, sources->pdata[i], stem, disks);
  return disks;
}

/* libvirt chooses the identity, unless the firmware's tables are to say it too. */
static char *
clone_definition (const char *xml, const char *name, GPtrArray *disks)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *cloned = hangar_clone_xml (xml, name, uuid, disks, NULL);
  g_autoptr (HangarXml) doc = cloned != NULL ? hangar_xml_new (cloned, NULL) : NULL;

  if (doc == NULL)
    return g_strdup (xml);
  if (!hangar_xml_test (doc, "/domain/sysinfo/system/entry[@name='uuid']"))
    hangar_xml_remove (doc, "/domain/uuid");
  return hangar_xml_to_string (doc);
}

static void
add_clone (HangarCommandText *text, const char *xml, const char *name, GPtrArray *sources)
{
  /* Translators: %s is the name of a machine */
  g_autofree char *words = g_strdup_printf (_ ("The disks of “%s”"), name);
  g_autoptr (GPtrArray) disks = NULL;
  g_autofree char *cloned = NULL;

  hangar_command_text_say (text, words);
  disks = add_disks (text, sources, name);
  cloned = clone_definition (xml, name, disks);
  hangar_command_text_say (text, _ ("The same definition with another name and other disks; libvirt chooses "
                                    "a new UUID and new MAC addresses"));
  add_define (text, cloned);
}

/**
 * hangar_clone_commands_for_clone:
 * @target: the machine to clone
 * @xml: its stored definition
 * @names: (array zero-terminated=1): the clones' names
 * @sources: (element-type HangarCloneSource): what becomes of its disks
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_clone_commands_for_clone (const HangarCommandTarget *target, const char *xml, const char *const *names,
                                 GPtrArray *sources)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  if (has_action (sources, HANGAR_CLONE_LINK))
    {
      g_autoptr (HangarCommandText) template = hangar_domain_commands_for_template (target, xml, TRUE);

      hangar_command_text_append (text, template);
      hangar_command_text_say (
        text, _ ("An overlay holds what differs from the image that it builds on. On the host itself "
                 "“qemu-img create -f qcow2 -F FORMAT -b MOTHER CLONE” makes the same"));
    }
  for (gsize i = 0; names[i] != NULL; i++)
    add_clone (text, xml, names[i], sources);
  return text;
}

/**
 * hangar_clone_commands_for_independent:
 * @target: a linked clone, off
 * @xml: its stored definition
 * @sources: (element-type HangarCloneSource): its overlays, to be copied whole
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_clone_commands_for_independent (const HangarCommandTarget *target, const char *xml, GPtrArray *sources)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *name = doc != NULL ? hangar_xml_get (doc, "/domain/name") : NULL;
  g_autofree char *stem = g_strconcat (name != NULL ? name : "", "-own", NULL);
  g_autoptr (GPtrArray) disks = NULL;
  g_autofree char *changed = NULL;

  hangar_command_text_chain (text);
  hangar_command_text_say (text, _ ("Whole copies: they hold also what was only in the mother image"));
  disks = add_disks (text, sources, stem);
  changed = hangar_clone_replace_disks (xml, disks, NULL);
  if (changed == NULL)
    return text;
  hangar_command_text_say (text, _ ("The machine gets the copies, then the overlays go"));
  add_define (text, changed);
  for (guint i = 0; i < sources->len; i++)
    {
      const HangarCloneSource *source = sources->pdata[i];

      if (source->action != HANGAR_CLONE_COPY)
        continue;
      hangar_command_text_virsh (text, "vol-delete");
      hangar_command_text_operand (text, "vol", source->path);
    }
  return text;
}
