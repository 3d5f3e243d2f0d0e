/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/connection.h"
#include "model/credentials.h"

G_BEGIN_DECLS

#define HANGAR_TYPE_CREDENTIALS_DIALOG (hangar_credentials_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HangarCredentialsDialog, hangar_credentials_dialog, HANGAR, CREDENTIALS_DIALOG,
                      AdwMessageDialog)

HangarCredentialsDialog *hangar_credentials_dialog_new (HangarConnection *connection,
                                                        HangarCredentials *credentials);

G_END_DECLS
