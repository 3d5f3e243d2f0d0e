/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "console/display-session.h"
#include "model/domain.h"

G_BEGIN_DECLS

typedef struct
{
  gboolean user;
  gboolean password;
} HangarLoginQuestion;

#define HANGAR_TYPE_LOGIN_PAGE (hangar_login_page_get_type ())
G_DECLARE_FINAL_TYPE (HangarLoginPage, hangar_login_page, HANGAR, LOGIN_PAGE, GtkWidget)

void hangar_login_page_ask (HangarLoginPage *self, HangarDomain *domain, HangarDisplaySession *session,
                            const HangarLoginQuestion *question);
void hangar_login_page_accepted (HangarLoginPage *self);
void hangar_login_page_refused (HangarLoginPage *self);

G_END_DECLS
