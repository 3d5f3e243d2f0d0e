/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

gboolean hangar_edits_question_ask_tab (AdwTabView *tabs, AdwTabPage *page);
gboolean hangar_edits_question_ask_window (GtkWindow *window, AdwTabView *tabs);

G_END_DECLS
