/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/command-text.h"
#include "model/domain.h"

G_BEGIN_DECLS

/**
 * HangarCommandTarget:
 * @uri: the address of its host
 * @name: what virsh finds it by: its name, or its UUID where the name could mean another machine
 * @is_active: it runs
 * @is_persistent: it has a stored definition
 *
 * The machine that commands are about.
 */
typedef struct
{
  char *uri;
  char *name;
  gboolean is_active;
  gboolean is_persistent;
} HangarCommandTarget;

HangarCommandTarget *hangar_command_target_new (const char *uri, const char *name, const char *uuid);
HangarCommandTarget *hangar_command_target_new_for_domain (HangarDomain *domain);
void hangar_command_target_free (HangarCommandTarget *target);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HangarCommandTarget, hangar_command_target_free)

void hangar_domain_commands_add (HangarCommandText *text, const HangarCommandTarget *target,
                                 const char *verb);

HangarCommandText *hangar_domain_commands_overview (const HangarCommandTarget *target);
HangarCommandText *hangar_domain_commands_for_operation (const HangarCommandTarget *target,
                                                         HangarDomainOperation operation);
HangarCommandText *hangar_domain_commands_new (HangarDomain *domain, HangarDomainOperation operation);
HangarCommandText *hangar_domain_commands_for_fresh_start (const HangarCommandTarget *target);
HangarCommandText *hangar_domain_commands_for_restart (const HangarCommandTarget *target);
HangarCommandText *hangar_domain_commands_for_autostart (const HangarCommandTarget *target,
                                                         gboolean autostart);
HangarCommandText *hangar_domain_commands_for_delete (const HangarCommandTarget *target,
                                                      const char *const *disks);
HangarCommandText *hangar_domain_commands_for_template (const HangarCommandTarget *target, const char *xml,
                                                        gboolean template);

G_END_DECLS
