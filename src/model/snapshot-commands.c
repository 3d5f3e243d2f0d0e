/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind snapshots. Pure. */

#include "config.h"

#include "model/snapshot-commands.h"

#include <glib/gi18n-lib.h>

/* In a list of virsh's a comma ends a part; two of them are one in it. */
static char *
memory_file (const char *path)
{
  GString *spec = g_string_new (path);

  g_string_replace (spec, ",", ",,", 0);
  g_string_prepend (spec, "--memspec=snapshot=external,file=");
  return g_string_free (spec, FALSE);
}

static void
add_external (HangarCommandText *text, const HangarCommandTarget *target, const HangarVirtSnapshotPlan *plan)
{
  hangar_command_text_flag (text, "--atomic");
  if (plan->with_memory && target->is_active && plan->memory_file != NULL)
    {
      g_autofree char *memory = memory_file (plan->memory_file);

      hangar_command_text_flag (text, memory);
      return;
    }
  hangar_command_text_flag (text, "--disk-only");
  if (plan->quiesce)
    hangar_command_text_flag (text, "--quiesce");
}

static void
add_take (HangarCommandText *text, const HangarCommandTarget *target, const HangarVirtSnapshotPlan *plan)
{
  if (plan->kind == HANGAR_SNAPSHOT_EXTERNAL)
    hangar_command_text_say (text, _ ("The disks go on in new files, on top of the old ones"));
  else if (target->is_active)
    hangar_command_text_say (text, _ ("Disks and memory are kept inside the disks’ files"));
  else
    hangar_command_text_say (text, _ ("The disks’ contents are kept inside their files"));
  hangar_domain_commands_add (text, target, "snapshot-create-as");
  hangar_command_text_operand (text, "name", plan->name);
  if (plan->description != NULL && *plan->description != '\0')
    hangar_command_text_operand (text, "description", plan->description);
  if (plan->kind == HANGAR_SNAPSHOT_EXTERNAL)
    add_external (text, target, plan);
}

static void
say_list (HangarCommandText *text, const HangarCommandTarget *target)
{
  hangar_command_text_say (text, _ ("The tree of them"));
  hangar_domain_commands_add (text, target, "snapshot-list");
  hangar_command_text_flag (text, "--tree");
}

/**
 * hangar_snapshot_commands_for_take:
 * @target: a machine
 * @plan: what to take
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_snapshot_commands_for_take (const HangarCommandTarget *target, const HangarVirtSnapshotPlan *plan)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  add_take (text, target, plan);
  say_list (text, target);
  return text;
}

/**
 * hangar_snapshot_commands_for_revert:
 * @target: a machine
 * @name: the snapshot to go back to
 * @safety: (nullable): what to take first
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_snapshot_commands_for_revert (const HangarCommandTarget *target, const char *name,
                                     const HangarVirtSnapshotPlan *safety)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_chain (text);
  if (safety != NULL)
    add_take (text, target, safety);
  hangar_command_text_say (text, _ ("Go back: what came since is lost unless a snapshot holds it"));
  hangar_domain_commands_add (text, target, "snapshot-revert");
  hangar_command_text_operand (text, "snapshotname", name);
  return text;
}

/**
 * hangar_snapshot_commands_for_delete:
 * @target: a machine
 * @name: one of its snapshots
 * @with_children: also what builds on it
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_snapshot_commands_for_delete (const HangarCommandTarget *target, const char *name,
                                     gboolean with_children)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_say (text, with_children ? _ ("Delete it with all that builds on it")
                                               : _ ("Delete it; what builds on it stays"));
  hangar_domain_commands_add (text, target, "snapshot-delete");
  hangar_command_text_operand (text, "snapshotname", name);
  if (with_children)
    hangar_command_text_flag (text, "--children");
  say_list (text, target);
  return text;
}

/**
 * hangar_snapshot_commands_for_forget:
 * @target: a machine
 * @name: one of two names of the same snapshot
 *
 * Returns: (transfer full): the commands that take away the name and nothing that it holds
 */
HangarCommandText *
hangar_snapshot_commands_for_forget (const HangarCommandTarget *target, const char *name)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_say (text, _ ("Only the name goes: its files belong to the other one too"));
  hangar_domain_commands_add (text, target, "snapshot-delete");
  hangar_command_text_operand (text, "snapshotname", name);
  hangar_command_text_flag (text, "--metadata");
  say_list (text, target);
  return text;
}
