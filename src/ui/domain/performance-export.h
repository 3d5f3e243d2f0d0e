/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "model/domain-stats.h"

G_BEGIN_DECLS

char *hangar_performance_csv (HangarDomainStats *stats, HangarSpan span);
void hangar_performance_export_csv (GtkWidget *parent, HangarDomain *domain, HangarSpan span, GFile *file);
void hangar_performance_export_png (GtkWidget *parent, HangarDomain *domain, GtkWidget *shown, GFile *file);

G_END_DECLS
