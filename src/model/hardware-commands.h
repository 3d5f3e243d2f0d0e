/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "model/domain-commands.h"

G_BEGIN_DECLS

HangarCommandText *hangar_hardware_commands_for_apply (const HangarCommandTarget *target, const char *base,
                                                       const char *xml, gboolean plug);
HangarCommandText *hangar_hardware_commands_for_pending (const HangarCommandTarget *target);
HangarCommandText *hangar_hardware_commands_for_grow (const HangarCommandTarget *target, const char *disk,
                                                      const char *path, guint64 bytes);

HangarCommandText *hangar_hardware_commands_for_new_disk (const HangarCommandTarget *target,
                                                          const char *device, const char *format,
                                                          guint64 bytes);

G_END_DECLS
