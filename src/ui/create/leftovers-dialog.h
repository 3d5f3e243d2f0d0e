/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/guest-journal.h"
#include "model/job.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_LEFTOVERS_DIALOG (hangar_leftovers_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarLeftoversDialog, hangar_leftovers_dialog, HANGAR, LEFTOVERS_DIALOG,
                      AdwMessageDialog)

HangarLeftoversDialog *hangar_leftovers_dialog_new (const HangarGuestLeftover *leftover,
                                                    HangarConnection *connection, HangarJobList *jobs);

G_END_DECLS
