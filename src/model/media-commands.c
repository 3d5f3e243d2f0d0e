/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The commands behind discs in drives. Pure. */

#include "config.h"

#include "model/media-commands.h"

#include <glib/gi18n-lib.h>

#include "virt/xml.h"

/* The first CD drive; to eject, the first drive that has something in it. */
static const HangarDrive *
choose_drive (GPtrArray *drives, const HangarMediaWish *wish)
{
  for (guint i = 0; i < drives->len; i++)
    {
      const HangarDrive *drive = drives->pdata[i];

      if (wish->target != NULL ? g_str_equal (drive->target, wish->target)
                               : (wish->path != NULL ? !drive->is_floppy : drive->path != NULL))
        return drive;
    }
  return wish->path == NULL && wish->target == NULL && drives->len > 0 ? drives->pdata[0] : NULL;
}

static void
add_change (HangarCommandText *text, const HangarCommandTarget *target, const HangarDrive *drive,
            const HangarMediaWish *wish)
{
  hangar_domain_commands_add (text, target, "change-media");
  hangar_command_text_operand (text, "path", drive->target);
  if (wish->path != NULL)
    {
      hangar_command_text_operand (text, "source", wish->path);
      hangar_command_text_flag (text, "--update");
      if (g_str_has_prefix (wish->path, "/dev/"))
        hangar_command_text_flag (text, "--block");
    }
  else
    hangar_command_text_flag (text, "--eject");
  if (target->is_active)
    hangar_command_text_flag (text, "--live");
  if (target->is_persistent)
    hangar_command_text_flag (text, "--config");
  if (wish->force)
    hangar_command_text_flag (text, "--force");
}

static void
add_drive (HangarCommandText *text, const HangarCommandTarget *target, const char *drive)
{
  hangar_command_text_say (text, _ ("It has no CD drive: add one with the disc in it"));
  hangar_domain_commands_add (text, target, "attach-device");
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_flag (text, "--config");
  hangar_command_text_feed (text, drive);
  if (!target->is_active)
    return;
  hangar_command_text_say (text, _ ("And to what runs now; refused, it is there at the next start"));
  hangar_domain_commands_add (text, target, "attach-device");
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_flag (text, "--live");
  hangar_command_text_feed (text, drive);
}

/**
 * hangar_media_commands_for_change:
 * @target: a machine
 * @xml: its definition as it is now
 * @wish: what is to be in which drive
 *
 * Returns: (transfer full): the commands
 */
HangarCommandText *
hangar_media_commands_for_change (const HangarCommandTarget *target, const char *xml,
                                  const HangarMediaWish *wish)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);
  const HangarDrive *drive = choose_drive (drives, wish);
  g_autofree char *added = NULL;

  if (drive != NULL)
    {
      hangar_command_text_say (text, wish->path != NULL ? _ ("Put the disc into the drive")
                                                        : _ ("Take out what is in the drive"));
      add_change (text, target, drive, wish);
    }
  else if (wish->path != NULL)
    {
      added = hangar_drive_xml_new (xml, wish->path, target->is_active);
      add_drive (text, target, added);
    }
  return text;
}

/**
 * hangar_media_commands_for_boot_once:
 * @target: a machine that is off
 * @xml: its stored definition
 * @wish: the drive to start from and what is to be in it
 *
 * Returns: (transfer full): the commands that start it from there and leave its definition as it is
 */
HangarCommandText *
hangar_media_commands_for_boot_once (const HangarCommandTarget *target, const char *xml,
                                     const HangarMediaWish *wish)
{
  HangarCommandText *text = hangar_command_text_new (target->uri);
  g_autoptr (GPtrArray) drives = hangar_drives_new_from_xml (xml);
  g_autoptr (HangarXml) doc = hangar_xml_new (xml, NULL);
  g_autofree char *ready = NULL, *once = NULL;

  if (doc != NULL && wish->path != NULL && choose_drive (drives, wish) == NULL)
    {
      g_autofree char *drive = hangar_drive_xml_new (xml, wish->path, FALSE);

      hangar_xml_append (doc, "/domain/devices", drive, NULL);
    }
  ready = doc != NULL ? hangar_xml_to_string (doc) : NULL;
  once = ready != NULL ? hangar_drive_boot_once_xml (ready, wish->target, wish->path, NULL) : NULL;
  if (once == NULL)
    return text;
  hangar_command_text_say (text, _ ("Start it with another definition this one time; the stored one stays"));
  hangar_command_text_virsh (text, "create");
  hangar_command_text_flag (text, "/dev/stdin");
  hangar_command_text_feed (text, once);
  return text;
}
