/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind a machine's life: what virsh is told for what the program does. Pure. */

#include "config.h"

#include "model/domain-commands.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "virt/guest.h"
#include "virt/xml.h"

#define NOTE "/domain/metadata/*[local-name()='machine' and namespace-uri()='" HANGAR_GUEST_METADATA_URI "']"

/* virsh takes a number for the running machine with that number, and what looks like a UUID for one. */
static gboolean
is_unmistakable (const char *name)
{
  return name[strspn (name, "+-0123456789 \t\n")] != '\0' && !g_uuid_string_is_valid (name) && *name != '-';
}

/**
 * hangar_command_target_new:
 * @uri: the address of a host
 * @name: a machine's name
 * @uuid: (nullable): its identity; %NULL when it is not made yet
 *
 * Returns: (transfer full): the machine, off and with a stored definition
 */
HangarCommandTarget *
hangar_command_target_new (const char *uri, const char *name, const char *uuid)
{
  HangarCommandTarget *target = g_new0 (HangarCommandTarget, 1);

  target->uri = g_strdup (uri);
  target->name = g_strdup (uuid == NULL || is_unmistakable (name) ? name : uuid);
  target->is_persistent = TRUE;
  return target;
}

/**
 * hangar_command_target_new_for_domain:
 * @domain: a machine
 *
 * Returns: (transfer full) (nullable): it, as it is now; %NULL without its host
 */
HangarCommandTarget *
hangar_command_target_new_for_domain (HangarDomain *domain)
{
  HangarConnection *connection = hangar_domain_get_connection (domain);
  HangarCommandTarget *target;

  if (connection == NULL)
    return NULL;
  target = hangar_command_target_new (hangar_connection_get_uri (connection), hangar_domain_get_name (domain),
                                      hangar_domain_get_uuid (domain));
  target->is_active = hangar_domain_is_active (domain);
  target->is_persistent = hangar_domain_get_persistent (domain);
  return target;
}

/**
 * hangar_command_target_free:
 * @target: (transfer full): a machine
 */
void
hangar_command_target_free (HangarCommandTarget *target)
{
  g_free (target->uri);
  g_free (target->name);
  g_free (target);
}

/**
 * hangar_domain_commands_add:
 * @text: commands
 * @target: a machine
 * @verb: what virsh is to do with it
 *
 * Adds a command; more operands and flags may follow.
 */
void
hangar_domain_commands_add (HangarCommandText *text, const HangarCommandTarget *target, const char *verb)
{
  hangar_command_text_virsh (text, verb);
  hangar_command_text_operand (text, "domain", target->name);
}

static void
add_undefine (HangarCommandText *text, const HangarCommandTarget *target)
{
  hangar_domain_commands_add (text, target, "undefine");
  hangar_command_text_flag (text, "--managed-save");
  hangar_command_text_flag (text, "--snapshots-metadata");
  hangar_command_text_flag (text, "--checkpoints-metadata");
  hangar_command_text_flag (text, "--nvram");
}

typedef struct
{
  HangarDomainOperation operation;
  const char *verb;
  const char *words;
} Verb;

static const Verb verbs[] = {
  { HANGAR_DOMAIN_OPERATION_START, "start", N_ ("Start it") },
  { HANGAR_DOMAIN_OPERATION_RESTORE, "start", N_ ("Restore it: its saved state is used up") },
  { HANGAR_DOMAIN_OPERATION_SUSPEND, "suspend", N_ ("Pause it: its processors are halted") },
  { HANGAR_DOMAIN_OPERATION_RESUME, "resume", N_ ("Let it go on") },
  { HANGAR_DOMAIN_OPERATION_SHUTDOWN, "shutdown", N_ ("Press its power button: its system shuts down") },
  { HANGAR_DOMAIN_OPERATION_REBOOT, "reboot", N_ ("Ask its system to restart") },
  { HANGAR_DOMAIN_OPERATION_RESET, "reset", N_ ("Press its reset button: unsaved data in it is lost") },
  { HANGAR_DOMAIN_OPERATION_FORCE_OFF, "destroy",
    N_ ("Pull its plug: unsaved data in it is lost. Nothing is deleted, whatever the word says") },
  { HANGAR_DOMAIN_OPERATION_SAVE, "managedsave", N_ ("Write its memory to the host’s disk and stop it") },
  { HANGAR_DOMAIN_OPERATION_DROP_SAVED, "managedsave-remove", N_ ("Throw its saved memory away") },
  { HANGAR_DOMAIN_OPERATION_WAKE_UP, "dompmwakeup", N_ ("Wake it up") },
  { HANGAR_DOMAIN_OPERATION_UNDEFINE, NULL,
    N_ ("Forget it, with what libvirt keeps for it; its disks stay") },
};

static void
add_verb (HangarCommandText *text, const HangarCommandTarget *target, const Verb *verb)
{
  hangar_command_text_say (text, _ (verb->words));
  if (verb->verb != NULL)
    hangar_domain_commands_add (text, target, verb->verb);
  else
    add_undefine (text, target);
}

/**
 * hangar_domain_commands_for_operation:
 * @target: a machine
 * @operation: what is done to it
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_domain_commands_for_operation (const HangarCommandTarget *target, HangarDomainOperation operation)
{
  HangarCommandText *text;

  if (operation == HANGAR_DOMAIN_OPERATION_AUTOSTART || operation == HANGAR_DOMAIN_OPERATION_NO_AUTOSTART)
    return hangar_domain_commands_for_autostart (target, operation == HANGAR_DOMAIN_OPERATION_AUTOSTART);
  text = hangar_command_text_new (target->uri);
  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (verbs[i].operation == operation)
      add_verb (text, target, &verbs[i]);
  return text;
}

/**
 * hangar_domain_commands_new:
 * @domain: a machine
 * @operation: what is done to it
 *
 * Returns: (transfer full) (nullable): the commands, %NULL without its host
 */
HangarCommandText *
hangar_domain_commands_new (HangarDomain *domain, HangarDomainOperation operation)
{
  g_autoptr (HangarCommandTarget) target = hangar_command_target_new_for_domain (domain);

  return target != NULL ? hangar_domain_commands_for_operation (target, operation) : NULL;
}

/**
 * hangar_domain_commands_overview:
 * @target: a machine
 *
 * Returns: (transfer full): what can be asked about it and done to it as it is now
 */
HangarCommandText *
hangar_domain_commands_overview (const HangarCommandTarget *target)
{
  static const HangarDomainOperation off[] = { HANGAR_DOMAIN_OPERATION_START };
  static const HangarDomainOperation running[] = {
    HANGAR_DOMAIN_OPERATION_SHUTDOWN, HANGAR_DOMAIN_OPERATION_REBOOT, HANGAR_DOMAIN_OPERATION_SUSPEND,
    HANGAR_DOMAIN_OPERATION_RESUME,   HANGAR_DOMAIN_OPERATION_SAVE,   HANGAR_DOMAIN_OPERATION_RESET,
    HANGAR_DOMAIN_OPERATION_FORCE_OFF
  };
  const HangarDomainOperation *operations = target->is_active ? running : off;
  gsize n = target->is_active ? G_N_ELEMENTS (running) : G_N_ELEMENTS (off);
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_say (text, _ ("All machines of the host"));
  hangar_command_text_virsh (text, "list");
  hangar_command_text_flag (text, "--all");
  hangar_command_text_say (text, _ ("This machine in short, its disks and its network cards"));
  hangar_domain_commands_add (text, target, "dominfo");
  hangar_domain_commands_add (text, target, "domblklist");
  hangar_domain_commands_add (text, target, "domiflist");
  hangar_command_text_say (text, _ ("Its definition; “virsh edit” opens it in an editor"));
  hangar_domain_commands_add (text, target, "dumpxml");
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (verbs); j++)
      if (verbs[j].operation == operations[i])
        add_verb (text, target, &verbs[j]);
  return text;
}

/**
 * hangar_domain_commands_for_fresh_start:
 * @target: a machine with a saved state
 *
 * Returns: (transfer full): the commands that discard it and start the machine
 */
HangarCommandText *
hangar_domain_commands_for_fresh_start (const HangarCommandTarget *target)
{
  HangarCommandText *text = hangar_domain_commands_for_operation (target, HANGAR_DOMAIN_OPERATION_DROP_SAVED);

  hangar_domain_commands_add (text, target, "start");
  return text;
}

/**
 * hangar_domain_commands_for_restart:
 * @target: a machine
 *
 * Returns: (transfer full): the commands that shut it down, wait for that and start it as it is stored
 */
HangarCommandText *
hangar_domain_commands_for_restart (const HangarCommandTarget *target)
{
  HangarCommandText *text = hangar_domain_commands_for_operation (target, HANGAR_DOMAIN_OPERATION_SHUTDOWN);

  hangar_command_text_say (text,
                           _ ("What is stored takes effect when it starts from off: a reboot is not enough"));
  hangar_command_text_wait_off (text, target->name);
  hangar_domain_commands_add (text, target, "start");
  return text;
}

/**
 * hangar_domain_commands_for_autostart:
 * @target: a machine
 * @autostart: whether it is to start with its host
 *
 * Returns: (transfer full): the command
 */
HangarCommandText *
hangar_domain_commands_for_autostart (const HangarCommandTarget *target, gboolean autostart)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_domain_commands_add (text, target, "autostart");
  if (!autostart)
    hangar_command_text_flag (text, "--disable");
  return text;
}

/**
 * hangar_domain_commands_for_delete:
 * @target: a machine
 * @disks: (array zero-terminated=1) (nullable): paths of disks that go with it
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_domain_commands_for_delete (const HangarCommandTarget *target, const char *const *disks)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);

  hangar_command_text_chain (text);
  if (target->is_active)
    {
      hangar_command_text_say (text, _ ("Pull its plug"));
      hangar_domain_commands_add (text, target, "destroy");
    }
  if (target->is_persistent)
    {
      hangar_command_text_say (
        text, _ ("Forget it, with its saved state, its snapshots and the firmware’s variables"));
      add_undefine (text, target);
    }
  if (disks != NULL && disks[0] != NULL)
    hangar_command_text_say (text, _ ("Delete its files. This cannot be undone"));
  for (gsize i = 0; disks != NULL && disks[i] != NULL; i++)
    {
      hangar_command_text_virsh (text, "vol-delete");
      hangar_command_text_operand (text, "vol", disks[i]);
    }
  return text;
}

/* What is noted, in the form in which libvirt takes it: the namespace is told beside it. */
static HangarXml *
bare_note (const char *xml)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *element = doc != NULL ? hangar_xml_extract (doc, NOTE) : NULL;
  /* Written by libxml2, so values stand in double quotes and hold neither those nor "<". */
  g_autoptr (GRegex) spaces = g_regex_new (" xmlns(:[\\w.-]+)?=\"[^\"]*\"", 0, 0, NULL);
  g_autoptr (GRegex) prefixes = g_regex_new ("<(/?)[\\w.-]+:", 0, 0, NULL);
  g_autofree char *without = NULL, *bare = NULL;

  if (element == NULL)
    return hangar_xml_new ("<machine/>", NULL);
  without = g_regex_replace_literal (spaces, element, -1, 0, "", 0, NULL);
  bare = g_regex_replace (prefixes, without, -1, 0, "<\\1", 0, NULL);
  return hangar_xml_new (bare, NULL);
}

/**
 * hangar_domain_commands_for_template:
 * @target: a machine or template
 * @xml: its stored definition
 * @template: what it shall be
 *
 * Returns: (transfer full): the command that notes it in the definition
 */
HangarCommandText *
hangar_domain_commands_for_template (const HangarCommandTarget *target, const char *xml, gboolean template)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (HangarXml) note = bare_note (xml);
  g_autofree char *element = NULL;

  if (note == NULL)
    return text;
  hangar_xml_put (note, "/*/@template", template ? "yes" : NULL);
  element = hangar_xml_extract (note, "/*");
  hangar_command_text_say (text, _ ("A template is a machine whose definition has this program’s note"));
  hangar_domain_commands_add (text, target, "metadata");
  hangar_command_text_operand (text, "uri", HANGAR_GUEST_METADATA_URI);
  hangar_command_text_flag (text, "--key=hangar");
  hangar_command_text_flag (text, "--config");
  hangar_command_text_flag (text, "--set");
  hangar_command_text_flag (text, element);
  return text;
}
