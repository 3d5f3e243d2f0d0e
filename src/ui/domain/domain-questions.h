/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "model/domain-lifecycle.h"

G_BEGIN_DECLS

AdwMessageDialog *hangar_domain_question_shutdown_ignored (HangarDomain *domain);
AdwMessageDialog *hangar_domain_question_restore (HangarDomain *domain, const GError *error);
AdwMessageDialog *hangar_domain_question_drop_saved (HangarDomain *domain);
AdwMessageDialog *hangar_domain_question_independent (HangarDomain *domain);

void hangar_domain_start_fresh (HangarDomain *domain, GtkWidget *widget);
void hangar_domain_tell_failure (GtkWidget *widget, const char *text, const GError *error);
AdwToastOverlay *hangar_domain_find_overlay (GtkWidget *widget);

G_END_DECLS
